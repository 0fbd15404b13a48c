from __future__ import annotations

import csv
import datetime
import io
import json
import sys
import tracemalloc
from collections.abc import Iterator
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from summarizer import (
    Actor,
    MissingDependency,
    Record,
    SchemaError,
    SettingsError,
    Summary,
    to_frames,
    to_json,
)
from summarizer.cli import main
from summarizer.views.saved import SavedSummaries
from summarizer.views.table_files import write_tables
from summarizer.views.tables import document_id, tables
from tests.extras import extra
from tests.views.summaries import bridge

NAMES = ["documents", "actors", "events", "claims", "figures", "evidence", "findings", "rejected"]


class Level(Enum):
    LOW = 1
    HIGH = 2


class Stage(StrEnum):
    OPEN = "open"


class Sanction(Record):
    rank: int
    stage: Stage
    level: Level
    since: datetime.date
    firm: bool
    share: float | None = None
    names: list[str] = Field(default_factory=list)
    numbers: list[int] = Field(default_factory=list)
    either: int | str = 0
    kind: Literal["a", "b"] = "a"


class Sanctions(Summary):
    desk: str = ""
    sanctions: list[Sanction] = Field(default_factory=list)


def sanctions() -> Sanctions:
    day = datetime.date(2027, 5, 3)
    sanction = Sanction(
        id="s1",
        rank=7,
        stage=Stage.OPEN,
        level=Level.HIGH,
        since=day,
        firm=False,
        names=["x, y", "z"],
        numbers=[1],
    )
    return Sanctions(**bridge().model_dump(), sanctions=[sanction], desk="night")


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def named(*summaries: Summary) -> list[tuple[str, Summary]]:
    return [(document_id(summary), summary) for summary in summaries]


def test_every_record_is_a_row_with_its_document(tmp_path: Path) -> None:
    paths = write_tables(named(bridge()), tmp_path)
    assert [path.stem for path in paths] == NAMES
    for name in NAMES:
        rows = read(tmp_path, name)
        assert rows
        assert {row["document_id"] for row in rows} == {bridge().document.sha256}
    assert read(tmp_path, "claims")[0]["source_id"] == "a1"
    assert read(tmp_path, "figures")[0]["low"] == "4000000.0"
    assert read(tmp_path, "evidence")[0]["quote"] == "Ida Brandt"
    assert read(tmp_path, "rejected")[0]["codes"] == '["support"]'
    assert read(tmp_path, "documents")[0]["published"] == "2027-05-04"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{name}.csv" for name in NAMES)


def test_the_columns_of_an_empty_table_are_those_of_a_full_one() -> None:
    extra("pandas")
    full, empty = to_frames(bridge()), to_frames([])
    assert list(full) == list(empty) == NAMES
    for name in NAMES:
        assert len(full[name]) > 0
        assert len(empty[name]) == 0
        assert list(full[name].dtypes.items()) == list(empty[name].dtypes.items())


def test_frames_have_types_and_lists() -> None:
    pandas = extra("pandas")
    frames = to_frames([bridge(), bridge()])
    assert list(frames["actors"].columns[:4]) == ["document_id", "id", "rank", "name"]
    assert len(frames["actors"]) == 2
    assert frames["actors"]["aliases"].tolist() == [[], []]
    assert frames["figures"]["low"].dtype == pandas.Float64Dtype()
    assert frames["evidence"]["start"].dtype == pandas.Int64Dtype()
    assert frames["documents"]["published"].dt.year.tolist() == [2027, 2027]
    assert frames["claims"].merge(
        frames["actors"], left_on=["document_id", "source_id"], right_on=["document_id", "id"]
    )["name"].tolist()[0] == "Ida Brandt"  # fmt: skip


def test_a_section_of_the_caller_s_own_is_a_table_too(tmp_path: Path) -> None:
    kinds = {column.name: column.kind for column in tables(Sanctions)["sanctions"].columns}
    assert kinds == {
        "document_id": "string",
        "id": "string",
        "rank_": "integer",
        "rank": "integer",
        "stage": "string",
        "level": "integer",
        "since": "date",
        "firm": "boolean",
        "share": "float",
        "names": "strings",
        "numbers": "json",
        "either": "json",
        "kind": "string",
    }
    write_tables(named(sanctions()), tmp_path, schema=Sanctions)
    (row,) = read(tmp_path, "sanctions")
    assert row["rank_"] == "1"
    assert row["rank"] == "7"
    assert row["level"] == "2"
    assert row["firm"] == "false"
    assert row["share"] == ""
    assert json.loads(row["names"]) == ["x, y", "z"]
    assert read(tmp_path, "documents")[0]["desk"] == "night"
    extra("pandas")
    frame = to_frames(sanctions())["sanctions"]
    assert frame["names"].tolist() == [["x, y", "z"]]
    assert frame["since"].dt.day.tolist() == [3]


def test_a_section_cannot_take_the_name_of_a_table() -> None:
    class Papers(Summary):
        evidence: list[Sanction] = Field(default_factory=list)

    with pytest.raises(SchemaError, match="evidence"):
        tables(Papers)


def test_summaries_of_several_classes_are_refused() -> None:
    with pytest.raises(SchemaError, match="several classes"):
        to_frames([bridge(), sanctions()])


def test_parquet_holds_what_the_frames_hold(tmp_path: Path) -> None:
    pandas = extra("pandas")
    write_tables(named(sanctions()), tmp_path, schema=Sanctions, form="parquet")
    for name, frame in to_frames(sanctions()).items():
        stored = pandas.read_parquet(tmp_path / f"{name}.parquet")
        assert list(stored.columns) == list(frame.columns)
        assert stored["document_id"].tolist() == frame["document_id"].tolist()
    figures = pandas.read_parquet(tmp_path / "figures.parquet")
    assert figures["value"].tolist() == [4.5e6]


def test_a_value_that_no_column_takes_is_told(tmp_path: Path) -> None:
    extra("pyarrow")
    summary = sanctions()
    summary.sanctions[0].rank = 10**30
    with pytest.raises(SchemaError, match=r"sanctions\.rank"):
        write_tables(named(summary), tmp_path, schema=Sanctions, form="parquet")
    assert list(tmp_path.iterdir()) == []
    write_tables(named(summary), tmp_path, schema=Sanctions)
    assert read(tmp_path, "sanctions")[0]["rank"] == str(10**30)


def test_half_a_character_does_not_stop_an_export(tmp_path: Path) -> None:
    extra("pandas")
    summary = bridge()
    summary.actors[0].name = "Ida \ud83d"
    summary.actors[0].aliases = ["\udc00"]
    write_tables(named(summary), tmp_path)
    assert read(tmp_path, "actors")[0]["name"] == "Ida \ufffd"
    assert to_frames(summary)["actors"]["aliases"].tolist() == [["\ufffd"]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_no_cell_is_a_formula_unless_that_is_asked_for(text: str, tmp_path: Path) -> None:
    summary = bridge()
    summary.actors[0].name = text
    write_tables(named(summary), tmp_path)
    assert read(tmp_path, "actors")[0]["name"] == f"'{text}"
    write_tables(named(summary), tmp_path, keep_formulas=True)
    assert read(tmp_path, "actors")[0]["name"] == text


def test_a_negative_number_stays_a_number(tmp_path: Path) -> None:
    summary = bridge()
    summary.figures[0].value = -4.5
    write_tables(named(summary), tmp_path)
    assert read(tmp_path, "figures")[0]["value"] == "-4.5"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text: str) -> None:
    import tempfile

    summary = bridge()
    summary.actors[0].name = text
    with tempfile.TemporaryDirectory() as folder:
        write_tables(named(summary), folder, keep_formulas=True)
        assert read(Path(folder), "actors")[0]["name"] == text


def test_an_earlier_export_stays_until_the_next_is_whole(tmp_path: Path) -> None:
    write_tables(named(bridge()), tmp_path)

    def broken() -> Iterator[tuple[str, Summary]]:
        yield "1", bridge()
        raise SchemaError("line 2")

    with pytest.raises(SchemaError, match="line 2"):
        write_tables(broken(), tmp_path)
    assert len(read(tmp_path, "actors")) == 1
    assert len(list(tmp_path.iterdir())) == len(NAMES)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be written"):
        write_tables(named(bridge()), tmp_path / "file" / "tables")


@pytest.mark.parametrize("module", ["pandas", "pyarrow"])
def test_what_is_missing_is_named_with_what_brings_it(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingDependency, match=rf"{module}.*\[tables\]"):
        to_frames(bridge())


def test_memory_does_not_grow_with_the_number_of_summaries(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        write_tables(((str(n), summary) for n, summary in zip(range(count), again(), strict=False)), tmp_path)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    def again() -> Iterator[Summary]:
        summary = bridge()
        while True:
            yield summary

    peak(10)
    assert peak(400) < 2 * peak(40)


def line(key: str, **more: Any) -> str:
    return json.dumps({"id": key, "input_sha256": "0", "settings": {}, "usage": {}, **more}) + "\n"


def saved(*lines: str) -> SavedSummaries[Summary]:
    return SavedSummaries(io.BytesIO("".join(lines).encode()), "out.jsonl", Summary)


def ok(key: str, headline: str) -> str:
    summary = bridge()
    summary.headline = headline
    return line(key, status="ok", summary=summary.model_dump(mode="json"))


def test_of_a_run_over_many_the_last_line_of_a_document_holds() -> None:
    lines = saved(
        line("a", status="failed", error={}),
        ok("b", "first"),
        ok("a", "mended"),
        ok("b", "second"),
        line("c", status="failed", error={}),
        '{"id": "d", "inp',
    )
    assert [(key, summary.headline) for key, summary in lines] == [("a", "mended"), ("b", "second")]
    assert lines.failed == 1
    assert lines.torn
    assert len(lines.notices) == 2


@pytest.mark.parametrize("indent", [2, None])
def test_one_summary_is_read_however_it_was_written(indent: int | None) -> None:
    ((key, summary),) = saved(to_json(bridge(), indent=indent))
    assert key == bridge().document.sha256
    assert to_json(summary) == to_json(bridge())


def test_lines_of_bare_summaries_are_all_read() -> None:
    one = to_json(bridge(), indent=None) + "\n"
    assert len(list(saved(one, "\n", one))) == 2


@pytest.mark.parametrize("bad", ["[1]\n", "{}\n", "nonsense\n", line("x", status="ok", summary=None)])
def test_a_line_that_is_no_summary_is_named(bad: str) -> None:
    with pytest.raises(SchemaError, match=r"Line 2 of out\.jsonl"):
        list(saved(ok("a", "x"), bad))


def test_the_command_makes_tables_of_a_summary_and_of_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.json").write_text(to_json(bridge()), encoding="utf-8")
    assert main(["show", str(tmp_path / "one.json"), "--format", "csv", "--out", str(tmp_path / "one")]) == 0
    assert len(read(tmp_path / "one", "actors")) == 1
    failed = line("c", status="failed", error={"type": "X", "message": "y"})
    (tmp_path / "many.jsonl").write_text(ok("a", "x") + ok("b", "y") + failed, encoding="utf-8")
    assert (
        main(["show", str(tmp_path / "many.jsonl"), "--format", "csv", "--out", str(tmp_path / "many")]) == 0
    )
    assert [row["document_id"] for row in read(tmp_path / "many", "documents")] == ["a", "b"]
    assert "1 documents have an error" in capsys.readouterr().err


def test_the_command_reads_many_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Piped:
        buffer = io.BytesIO((ok("a", "x") + ok("b", "y")).encode())

    monkeypatch.setattr(sys, "stdin", Piped())
    assert main(["show", "-", "--format", "csv", "--out", str(tmp_path / "t")]) == 0
    assert len(read(tmp_path / "t", "documents")) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "csv"], "name a folder with --out"),
        (["--format", "csv", "--out", "file"], "is a file"),
        (["--format", "csv", "--out", "t", "--with-text"], "leave out"),
        (["--format", "csv", "--out", "t", "--text", "file"], "leave out"),
    ],
)
def test_what_makes_no_sense_for_tables_is_refused(
    options: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    assert main(["show", "missing.json", *options]) == 2
    assert said in capsys.readouterr().err


def test_run_makes_tables_and_json_ld(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Two people died when a train derailed near Toledo on Monday, police said.")
    assert main(["run", "a.txt", "--format", "csv", "--out", "t"]) == 0
    assert read(tmp_path / "t", "figures")[0]["document_id"] == "a"
    assert main(["run", "a.txt", "--format", "jsonld", "--with-text", "--out", "a.jsonld"]) == 0
    node = json.loads(Path("a.jsonld").read_text(encoding="utf-8"))
    assert node["isBasedOn"]["text"].startswith("Two people")


def test_an_actor_s_class_may_be_extended(tmp_path: Path) -> None:
    class Ranked(Actor):
        tier: int = 3

    class Mine(Summary):
        actors: list[Ranked] = Field(default_factory=list)  # type: ignore[assignment]

    write_tables([("x", Mine(**bridge().model_dump()))], tmp_path, schema=Mine)
    assert read(tmp_path, "actors")[0]["tier"] == "3"
