"""The output file as a record of how far a run has come."""

from __future__ import annotations

import json
import multiprocessing
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.corpus.journal import Identities, Journal, Known
from summarizer.errors import SettingsError


def line(document_id: str, **changes: Any) -> dict[str, Any]:
    return {"id": document_id, "input_sha256": "s", "settings": {"model": "m"}, "status": "ok", **changes}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(each) for each in path.read_bytes().splitlines()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def test_what_was_written_is_known_when_it_is_opened_again(path: Path) -> None:
    with Journal(path) as journal:
        journal.append(line("a"))
        journal.append(line("b", status="failed", input_sha256=None))
        assert journal.find("a") == Known("s", '{"model": "m"}', ok=True)
    with Journal(path) as journal:
        assert journal.find("a") == Known("s", '{"model": "m"}', ok=True)
        assert journal.find("b") == Known(None, '{"model": "m"}', ok=False)
        assert journal.find("c") is None
        assert journal.mended == 0


def test_the_last_line_of_a_document_holds_and_the_others_go(path: Path) -> None:
    with Journal(path) as journal:
        for document_id, status in (("a", "failed"), ("b", "ok"), ("a", "ok")):
            journal.append(line(document_id, status=status))
        assert len(lines(path)) == 3
    assert [(each["id"], each["status"]) for each in lines(path)] == [("b", "ok"), ("a", "ok")]


@given(cut=st.integers(min_value=1, max_value=200))
def test_a_torn_last_line_is_cut_off(cut: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("journal") / "out.jsonl"
    with Journal(path) as journal:
        for document_id in ("ä", "\ud800b", "c"):
            journal.append(line(document_id.encode("utf-8", "replace").decode(), words=document_id))
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    before = whole[:-cut].count(b"\n")
    with Journal(path) as journal:
        assert len(lines(path)) == before
        assert (journal.mended == 0) == whole[:-cut].endswith(b"\n") or not whole[:-cut]
        journal.append(line("d"))
    assert len(lines(path)) == before + 1


@pytest.mark.parametrize(
    "content", ["some text of my own", "some text\n", '{"id": "a"}\n', "[1]\n", '{"id": 5}\n{}\n', "\xff\n"]
)
def test_a_file_that_is_something_else_is_left_alone(path: Path, content: str) -> None:
    path.write_text(content, encoding="latin-1")
    with pytest.raises(SettingsError, match="not the output of such a run"):
        Journal(path)
    assert path.read_text(encoding="latin-1") == content


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    for bad in (tmp_path, tmp_path / "no" / "out.jsonl"):
        with pytest.raises(SettingsError, match="cannot be written"):
            Journal(bad)


def _try_to_open(path: Path, answer: Any) -> None:
    try:
        Journal(path).close()
        answer.put("opened")
    except SettingsError as error:
        answer.put(str(error))


def test_two_runs_do_not_write_one_file(path: Path) -> None:
    pytest.importorskip("fcntl")
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    with Journal(path):
        other = context.Process(target=_try_to_open, args=(path, answer))
        other.start()
        assert "Another run is writing" in answer.get(timeout=30)
        other.join()
    with Journal(path):
        pass


def test_other_settings_are_found(path: Path) -> None:
    with Journal(path) as journal:
        journal.append(line("a"))
        journal.append(line("b", settings={"model": "n"}))
        assert journal.other_settings({"model": "m"}) == (1, {"model": "n"})
        assert journal.other_settings({"model": "o"}) is not None
        journal.append(line("b"))
        assert journal.other_settings({"model": "m"}) is None


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["1", "2", "3", None]))))
def test_every_text_has_an_id_of_its_own(met: list[tuple[str, str | None]]) -> None:
    with closing(Identities()) as identities:
        names = [identities.meet(*each) for each in met]
    kept = [name for name in names if name is not None]
    assert len(kept) == len(set(kept)) == len(set(met))
