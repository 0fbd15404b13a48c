"""The `batch` command: takes up where it was left, and loses nothing."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from summarizer.cli import main
from summarizer.schema import Summary
from tests.corpus.documents import article, reply
from tests.servers.chat import Received, Reply, chat_server

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write_articles(count: int, path: str = "in.jsonl") -> None:
    rows = ({"id": f"d{i}", "text": article(i).text, "published": "2026-03-03"} for i in range(count))
    Path(path).write_text("".join(json.dumps(row) + "\n" for row in rows))


def lines(path: str = "out.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def batch(*arguments: str) -> int:
    return main(["batch", "in.jsonl", "--out", "out.jsonl", *arguments])


def failing(*numbers: int, status: int = 400) -> Any:
    """Answers that reject the articles of these numbers."""

    def answers(request: Received) -> Reply:
        (people,) = re.findall(r"(\d+) people", request.document)
        if int(people) - 10 in numbers:
            return Reply({"error": {"message": "no"}}, status=status)
        return reply(request)

    return answers


def test_every_document_is_there_once_with_its_summary(capsys: Capture) -> None:
    write_articles(12)
    assert batch() == 0
    found = {line["id"]: line for line in lines()}
    assert len(lines()) == len(found) == 12
    for i in range(12):
        summary = Summary.model_validate(found[f"d{i}"]["summary"])
        assert summary.document.sha256 == article(i).sha256
        assert str(summary.document.published) == "2026-03-03"
    assert found["d0"]["settings"] == {"model": "builtin/rules"}
    assert "12 documents summarized; 0 failed" in capsys.readouterr().err


def test_run_again_it_does_only_what_is_left(capsys: Capture) -> None:
    write_articles(5)
    assert batch("--limit", "3") == 0
    first = lines()
    assert "limit of 3" in capsys.readouterr().err
    assert batch() == 0
    assert lines()[:3] == first
    assert sorted(line["id"] for line in lines()) == [f"d{i}" for i in range(5)]
    assert "2 documents summarized, 3 before; 0 failed" in capsys.readouterr().err
    before = Path("out.jsonl").read_bytes()
    assert batch() == 0
    assert Path("out.jsonl").read_bytes() == before


def test_failures_are_kept_until_they_are_asked_for_again(capsys: Capture) -> None:
    write_articles(6)
    with chat_server(failing(1, 4)) as server:
        model = ["--model", "openai/test", "--base-url", server.url]
        assert batch(*model) == 5
        told = capsys.readouterr().err
        assert "4 documents summarized; 2 failed" in told
        assert "2 failed with RequestRejected" in told
        assert [line["error"]["type"] for line in lines() if line["status"] == "failed"] == [
            "RequestRejected"
        ] * 2
        assert len(server.received) == 6
        assert batch(*model) == 5
        assert len(server.received) == 6
        server.answers = failing(4)
        assert batch(*model, "--retry-failed") == 5
        assert len(server.received) == 8
    assert Counter(line["status"] for line in lines()) == {"ok": 5, "failed": 1}
    assert len({line["id"] for line in lines()}) == 6


def test_exit_codes(capsys: Capture) -> None:
    Path("in.jsonl").write_text('{"text": ""}\n')
    assert batch() == 1
    Path("in.jsonl").write_text("")
    assert main(["batch", "in.jsonl", "--out", "none.jsonl"]) == 1
    assert main(["batch", "nowhere", "--out", "none.jsonl"]) == 2
    assert batch("--limit", "0") == 2
    assert batch("--rpm", "-1") == 2
    assert batch("--model", "nobody/knows") == 2


def test_a_changed_document_is_done_again_and_told(capsys: Capture) -> None:
    write_articles(3)
    batch()
    rows = Path("in.jsonl").read_text().replace("11 people", "99 people")
    Path("in.jsonl").write_text(rows)
    capsys.readouterr()
    assert batch() == 0
    assert "1 had changed" in capsys.readouterr().err
    assert len(lines()) == 3
    assert sum("99 people" in json.dumps(line) for line in lines()) == 1


def test_a_changed_day_of_publication_is_a_change_too(capsys: Capture) -> None:
    write_articles(1)
    batch()
    Path("in.jsonl").write_text(Path("in.jsonl").read_text().replace("2026-03-03", "2026-03-10"))
    batch()
    assert [line["summary"]["document"]["published"] for line in lines()] == ["2026-03-10"]


def test_other_settings_stop_the_run_unless_told_otherwise(capsys: Capture) -> None:
    write_articles(3)
    batch("--limit", "2")
    before = Path("out.jsonl").read_bytes()
    assert batch("--max-records", "3") == 2
    told = capsys.readouterr().err
    assert "2 documents done with other settings (max_records None, now 3)" in told
    assert Path("out.jsonl").read_bytes() == before
    assert batch("--max-records", "3", "--other-settings", "keep") == 0
    settings = [line["settings"].get("max_records") for line in lines()]
    assert settings == [None, None, 3]
    assert batch("--max-records", "3", "--other-settings", "redo") == 0
    assert [line["settings"].get("max_records") for line in lines()] == [3, 3, 3]


def test_patience_and_pace_are_no_settings(capsys: Capture) -> None:
    write_articles(1)
    with chat_server(reply) as server:
        model = ["--model", "openai/test", "--base-url", server.url]
        assert batch(*model) == 0
        assert batch(*model, "--timeout", "7", "--concurrency", "3") == 0
        assert len(server.received) == 1


def test_one_id_for_two_texts_and_one_text_twice(capsys: Capture) -> None:
    rows = [{"id": "x", "text": article(i).text} for i in (0, 1, 0)]
    Path("in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for _ in range(2):
        assert batch() == 0
        told = capsys.readouterr().err
        assert "1 met twice" in told
        assert "1 had the id of another document" in told
        assert sorted(line["id"] for line in lines()) == ["x", "x#2"]


def test_an_unreadable_document_is_one_failure(capsys: Capture) -> None:
    Path("in").mkdir()
    for i in range(3):
        Path(f"in/{i}.txt").write_text(article(i).text)
    Path("in/1.txt").write_bytes(b"\xff\xff")
    assert main(["batch", "in", "--out", "out.jsonl"]) == 5
    assert [line["id"] for line in lines() if line["status"] == "failed"] == ["in/1.txt"]
    Path("in/1.txt").write_text(article(1).text)
    assert main(["batch", "in", "--out", "out.jsonl"]) == 0
    assert len(lines()) == 3


def test_the_output_may_lie_in_the_folder_that_is_read(capsys: Capture) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(article(0).text)
    for _ in range(2):
        assert main(["batch", "in", "--out", "in/out.jsonl"]) == 0
    assert [line["id"] for line in lines("in/out.jsonl")] == ["in/a.txt"]


def test_a_wrong_key_stops_the_run_and_leaves_the_documents_to_do(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "secret-key-1")
    write_articles(500)
    with chat_server([Reply({"error": {"message": "bad key secret-key-1"}}, status=401)]) as server:
        model = ["--model", "openai/test", "--base-url", server.url, "--api-key-env", "MY_KEY"]
        assert batch(*model, "--concurrency", "4") == 3
        assert len(server.received) <= 8
        assert lines() == []
        told = capsys.readouterr().err
        assert "MY_KEY" in told
        assert "run the same command again" in told
        server.answers = reply
        assert batch(*model) == 0
    assert len(lines()) == 500
    assert "secret-key-1" not in Path("out.jsonl").read_text() + told


def test_an_endpoint_that_stays_away_stops_the_run(capsys: Capture) -> None:
    write_articles(100)
    with chat_server(reply) as server:
        url = server.url
    assert batch("--model", "openai/test", "--base-url", url, "--timeout", "0.2", "--concurrency", "5") == 3
    assert 10 <= len(lines()) <= 20
    assert "--retry-failed takes them up again" in capsys.readouterr().err
    with chat_server(reply) as server:
        assert batch("--model", "openai/test", "--base-url", server.url, "--retry-failed") == 0
    assert len(lines()) == 100


def test_progress_without_a_terminal_is_plain_lines(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarizer.corpus.progress._PLAIN_SECONDS", 0.0)
    write_articles(4)
    batch("--concurrency", "1")
    told = capsys.readouterr().err.splitlines()
    (half,) = [line for line in told if line.startswith(" 50%")]
    assert re.match(r" 50%  2 done, [\d.]+ a second, about \d+ s left$", half)
    assert "\x1b" not in "".join(told)


def test_no_text_of_a_document_is_said(capsys: Capture) -> None:
    Path("in.jsonl").write_text(json.dumps({"id": "x", "text": "Zanzibar\0"}) + "\n{Zanzibar\n")
    batch()
    assert "Zanzibar" not in capsys.readouterr().err


def test_a_budget_stops_the_run_and_keeps_what_is_done(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A server at a loopback address has no list price, so one is made up: $0.001 a request.
    monkeypatch.setattr("summarizer.engines.llm.spending.price", lambda *_: 0.001)
    write_articles(60)
    with chat_server(reply) as server:
        model = ["--model", "openai/test", "--base-url", server.url, "--concurrency", "4"]
        assert batch(*model, "--budget-usd", "0.0205") == 5
        assert 10 <= len(server.received) <= 20
        assert len(lines()) == len(server.received)
    assert "budget" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--budget-usd", "0"),
        ("--budget-usd", "-1"),
        ("--budget-usd", "nan"),
        ("--concurrency", "0"),
        ("--rpm", "nan"),
        ("--tpm", "-5"),
    ],
)
def test_a_limit_that_is_none_is_refused_before_anything_is_read(
    option: str, value: str, capsys: Capture
) -> None:
    write_articles(1)
    assert batch(option, value) == 2
    assert f"{option} must be above 0" in capsys.readouterr().err
    assert not Path("out.jsonl").exists()


def test_a_budget_for_a_model_of_unknown_price_is_refused(capsys: Capture) -> None:
    write_articles(3)
    with chat_server(reply) as server:
        assert batch("--model", "openai/test", "--base-url", server.url, "--budget-usd", "1") == 2
        assert server.received == []
    assert "price" in capsys.readouterr().err
    assert lines() == []


def test_a_summary_that_cannot_be_written_down_is_one_failure(capsys: Capture) -> None:
    Path("unwritable.py").write_text(
        "from pydantic import field_serializer\n"
        "from summarizer import Summary\n\n"
        "class Own(Summary):\n"
        "    @field_serializer('headline')\n"
        "    def _refuse(self, value: str) -> str:\n"
        "        if '11 people' in str(self.text):\n"
        "            raise ValueError('no')\n"
        "        return value\n"
    )
    write_articles(3)
    assert batch("--schema", "unwritable:Own") == 5
    assert [line["id"] for line in lines() if line["status"] == "failed"] == ["d1"]


def test_documents_that_bring_no_date_get_the_one_that_is_given() -> None:
    rows = [
        {"id": "own", "text": article(0).text, "published": "2026-01-05"},
        {"id": "none", "text": "It rained."},
    ]
    Path("in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert batch("--published", "2026-03-04") == 0
    dates = {line["id"]: line["summary"]["document"]["published"] for line in lines()}
    assert dates == {"own": "2026-01-05", "none": "2026-03-04"}
    assert batch("--published", "4 March") == 2


def test_the_output_is_not_read(capsys: Capture) -> None:
    write_articles(1)
    before = Path("in.jsonl").read_text()
    Path("link.jsonl").symlink_to("in.jsonl")
    for out in ("in.jsonl", "./in.jsonl", "link.jsonl"):
        assert main(["batch", "in.jsonl", "--out", out]) == 2
        assert "is a file that is read; name another for --out" in capsys.readouterr().err
    assert Path("in.jsonl").read_text() == before


def test_one_is_not_many(capsys: Capture) -> None:
    write_articles(1)
    assert batch() == 0
    told = capsys.readouterr().err
    assert "1 document summarized; 0 failed" in told
    assert "reading 1 file\n" in told


def test_replies_from_a_cache_are_told(capsys: Capture) -> None:
    write_articles(3)
    with chat_server(reply) as server:
        model = ["--model", "openai/test", "--base-url", server.url, "--cache", "replies"]
        assert batch(*model) == 0
        assert "from the cache" not in capsys.readouterr().err
        Path("out.jsonl").unlink()
        assert batch(*model) == 0
        assert len(server.received) == 3
    assert "3 replies from the cache" in capsys.readouterr().err
    assert [line["usage"]["from_cache"] for line in lines()] == [1, 1, 1]


@pytest.mark.parametrize(
    ("option", "name"),
    [
        (["--citations", "quotes"], "citations"),
        (["--mode", "tools"], "mode"),
        (["--param", "temperature=0"], "temperature"),
        (["--param", "seed=7"], "seed"),
        (["--output-language", "fr"], "'fr'"),
    ],
)
def test_what_the_embedded_engine_has_no_use_for_is_told(
    option: list[str], name: str, capsys: Capture
) -> None:
    write_articles(1)
    assert batch(*option) == 2
    told = capsys.readouterr().err
    assert name in told
    assert "name" in told
    assert not Path("out.jsonl").exists()


def test_the_embedded_engine_writes_in_its_own_language() -> None:
    write_articles(1)
    assert batch("--output-language", "en-GB") == 0


def test_no_database_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def noted(*about: Any, **more: Any) -> sqlite3.Connection:
        opened.append(connect(*about, **more))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", noted)
    write_articles(2)
    assert batch() == 0
    assert batch("--max-records", "2") == 2
    Path("other.jsonl").write_text("notes of mine\n")
    assert main(["batch", "in.jsonl", "--out", "other.jsonl"]) == 2
    assert main(["show", "out.jsonl", "--format", "csv", "--out", "tables"]) == 0
    assert len(opened) > 3
    for database in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            database.execute("SELECT 1")
