"""The command's part: a dry run, a streamed run, kept replies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarizer.cli import main
from summarizer.exchange.apart import build_request
from tests.engines.llm.samples import TEXT, reply
from tests.servers.chat import Reply, chat_server, completion, streamed


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_a_dry_run_prints_the_request_and_its_price_and_sends_nothing(article: str, capsys: Any) -> None:
    url = "http://localhost:1/v1"
    assert main(["run", article, "--model", "openai/test", "--base-url", url, "--dry-run"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == build_request(TEXT, model="openai/test", base_url=url)
    assert "nothing was sent to localhost:1" in printed.err
    assert "at an unknown price" in printed.err


def test_a_dry_run_without_a_model_is_told(article: str, capsys: Any) -> None:
    assert main(["run", article, "--dry-run"]) == 2
    assert "name a model" in capsys.readouterr().err


def test_a_streamed_run_names_records_as_they_come(article: str, capsys: Any) -> None:
    stream = Reply(streamed(reply()), content_type="text/event-stream")
    with chat_server([stream]) as server:
        asked = ["--model", "openai/test", "--base-url", server.url, "--published", "2026-03-03"]
        assert main(["run", article, *asked, "--stream", "--format", "json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["headline"] == reply()["headline"]
    assert printed.err.splitlines()[0] == "summarizer: actors: Mara Voss"
    assert "summarizer: figures: about 40 passengers" in printed.err


def test_replies_are_kept_and_forgotten(article: str, capsys: Any, tmp_path: Path) -> None:
    kept = str(tmp_path / "replies")
    with chat_server([Reply(completion(reply()))]) as server:
        for _ in range(2):
            assert (
                main(["run", article, "--model", "openai/test", "--base-url", server.url, "--cache", kept])
                == 0
            )
        assert len(server.received) == 1
    capsys.readouterr()
    assert main(["cache", "info", kept]) == 0
    assert "1 reply, " in capsys.readouterr().out
    assert main(["cache", "clear", kept]) == 0
    assert main(["cache", "info", kept]) == 0
    assert "0 replies" in capsys.readouterr().out


def test_a_file_that_is_no_cache_is_told(article: str, capsys: Any) -> None:
    assert main(["cache", "info", article]) == 2
    told = capsys.readouterr().err
    assert "left as it is" in told
    assert Path(article).read_text(encoding="utf-8") == TEXT
