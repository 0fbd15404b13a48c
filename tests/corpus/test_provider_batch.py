"""OpenAI's Batch API: submit, collect, again until nothing waits; half the price, nothing paid twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from pydantic import TypeAdapter

from summarizer.cli import main
from summarizer.corpus import provider_batch
from summarizer.corpus.requests import Requests
from summarizer.errors import SettingsError
from tests.corpus.documents import article, reply
from tests.servers.batches import BatchServer, batch_server
from tests.servers.chat import Received, completion

Capture = pytest.CaptureFixture[str]
GOOD = reply(Received("", {}, b"{}")).payload


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with batch_server() as running:
        yield running


def write_articles(count: int) -> None:
    rows = ({"id": f"d{i}", "text": article(i).text} for i in range(count))
    Path("in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def lines() -> dict[str, dict[str, Any]]:
    return {line["id"]: line for line in map(json.loads, Path("out.jsonl").read_text().splitlines())}


def batch(server: BatchServer, step: str, *arguments: str) -> int:
    model = ["--model", "openai/test", "--base-url", server.url]
    return main(["batch", "in.jsonl", "--out", "out.jsonl", "--provider-batch", step, *model, *arguments])


def always(_: str, body: dict[str, Any]) -> tuple[int, Any]:
    return 200, GOOD


def number_of(body: dict[str, Any]) -> int:
    return int(body["messages"][-1]["content"].split(" people ran")[0].split()[-1]) - 10


def test_from_submit_to_done(server: BatchServer, capsys: Capture) -> None:
    write_articles(5)
    assert batch(server, "submit") == 0
    assert lines() == {}
    assert "5 wait for the provider's batches" in capsys.readouterr().err
    (asked,) = [server.lines(name) for name in server.batches]
    assert len({line["custom_id"] for line in asked}) == 5
    assert all((line["method"], line["url"]) == ("POST", "/v1/chat/completions") for line in asked)
    assert batch(server, "status") == 0
    assert "batch_0: in_progress" in capsys.readouterr().err
    assert batch(server, "collect") == 5
    server.finish("batch_0", always)
    assert batch(server, "collect") == 0
    assert sorted(lines()) == [f"d{i}" for i in range(5)]
    assert all(line["status"] == "ok" and line["usage"]["attempts"] == 1 for line in lines().values())
    assert batch(server, "submit") == 0
    assert len(server.batches) == 1


def test_what_is_sent_is_what_openai_takes(server: BatchServer) -> None:
    write_articles(1)
    batch(server, "submit")
    (line,) = server.lines("batch_0")
    TypeAdapter(CompletionCreateParamsNonStreaming).validate_python(line["body"])
    assert line["body"]["response_format"]["json_schema"]["strict"] is True


def test_submitting_again_sends_nothing_twice(server: BatchServer) -> None:
    write_articles(3)
    batch(server, "submit")
    write_articles(5)
    batch(server, "submit")
    first, second = (server.lines(name) for name in server.batches)
    assert (len(first), len(second)) == (3, 2)
    assert not {line["custom_id"] for line in first} & {line["custom_id"] for line in second}


def test_files_stay_within_the_limits(server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    write_articles(7)
    monkeypatch.setattr(
        provider_batch.Provider.submit, "__kwdefaults__", {"max_requests": 3, "max_bytes": 10**8}
    )
    batch(server, "submit")
    assert [len(server.lines(name)) for name in server.batches] == [3, 3, 1]
    size = len(server.files["file-2"])
    Path("out.jsonl.requests").unlink()
    server.batches.clear()
    limits = {"max_requests": 50_000, "max_bytes": int(2.5 * size)}
    monkeypatch.setattr(provider_batch.Provider.submit, "__kwdefaults__", limits)
    batch(server, "submit")
    assert [len(server.lines(name)) for name in server.batches] == [2, 2, 2, 1]
    for name in server.batches:
        assert len(server.files[server.batches[name]["input_file_id"]]) <= 2.5 * size


def test_partial_failures_are_asked_again(server: BatchServer, capsys: Capture) -> None:
    write_articles(4)

    def partly(_: str, body: dict[str, Any]) -> tuple[int, Any] | None:
        return [(200, GOOD), (429, {"error": {"message": "slow"}}), None, (500, "oops")][number_of(body)]

    batch(server, "submit")
    server.finish("batch_0", partly, status="expired")
    assert batch(server, "collect") == 5
    assert sorted(lines()) == ["d0"]
    assert "3 to be asked again" in capsys.readouterr().err
    batch(server, "submit")
    assert sorted(number_of(line["body"]) for line in server.lines("batch_1")) == [1, 2, 3]
    server.finish("batch_1", always)
    assert batch(server, "collect") == 0
    assert len(lines()) == 4


def test_a_request_that_is_never_answered_fails_in_the_end(server: BatchServer) -> None:
    write_articles(2)
    for round_ in range(3):
        batch(server, "submit")
        server.finish(f"batch_{round_}", lambda _, body: (200, GOOD) if number_of(body) == 0 else None)
        code = batch(server, "collect")
    assert code == 5
    assert lines()["d1"]["error"]["type"] == "RequestRejected"
    assert "no answer in 3 batches" in lines()["d1"]["error"]["message"]
    assert batch(server, "submit") == 0
    assert len(server.batches) == 3


def test_a_batch_that_the_provider_does_not_take_goes_again(server: BatchServer, capsys: Capture) -> None:
    write_articles(2)
    batch(server, "submit")
    server.fail("batch_0", "Enqueued token limit reached")
    batch(server, "collect")
    assert "Enqueued token limit reached" in capsys.readouterr().err
    batch(server, "submit")
    assert len(server.lines("batch_1")) == 2


def test_an_error_of_the_request_is_the_documents_error(server: BatchServer) -> None:
    write_articles(2)
    batch(server, "submit")
    server.finish(
        "batch_0", lambda _, b: (400, {"error": {"message": "bad"}}) if number_of(b) else (200, GOOD)
    )
    assert batch(server, "collect") == 5
    assert lines()["d1"]["error"]["type"] == "RequestRejected"


def test_an_answer_that_does_not_fit_is_asked_again_in_the_next_round(server: BatchServer) -> None:
    write_articles(1)
    batch(server, "submit")
    server.finish("batch_0", lambda *_: (200, completion('{"language": "en"}')))
    assert batch(server, "collect") == 5
    batch(server, "submit")
    (line,) = server.lines("batch_1")
    assert "does not fit the schema" in line["body"]["messages"][-1]["content"]
    server.finish("batch_1", always)
    assert batch(server, "collect") == 0
    assert lines()["d0"]["usage"]["attempts"] == 2
    assert lines()["d0"]["usage"]["input_tokens"] == 200


def test_the_parts_of_a_long_document_go_together_and_are_composed_in_the_next_round(
    server: BatchServer,
) -> None:
    text = "\n".join(
        f"The harbour of port {i} was closed after a ferry with {i} people ran aground." for i in range(700)
    )
    Path("in.jsonl").write_text(json.dumps({"id": "long", "text": text}) + "\n")
    batch(server, "submit")
    parts = server.lines("batch_0")
    assert len(parts) >= 2
    part = {
        k: v
        for k, v in json.loads(GOOD["choices"][0]["message"]["content"]).items()
        if k not in ("headline", "gist")
    }
    server.finish("batch_0", lambda *_: (200, completion(part)))
    assert batch(server, "collect") == 5
    batch(server, "submit")
    assert len(server.lines("batch_1")) == 1
    server.finish("batch_1", lambda *_: (200, completion({"headline": "H", "gist": "G."})))
    assert batch(server, "collect") == 0
    assert lines()["long"]["summary"]["run"]["chunks"] == len(parts)


def test_a_run_killed_between_sending_and_noting_finds_its_batch_again(server: BatchServer) -> None:
    write_articles(3)
    batch(server, "submit")
    with Requests("out.jsonl") as requests:
        requests._do("UPDATE batches SET id = NULL")
    assert batch(server, "submit") == 0
    assert len(server.batches) == 1
    server.finish("batch_0", always)
    assert batch(server, "collect") == 0


def test_a_batch_that_was_never_sent_is_sent(server: BatchServer) -> None:
    write_articles(3)
    server.refuse_batches = True
    assert batch(server, "submit") == 3
    assert server.batches == {}
    server.refuse_batches = False
    assert batch(server, "submit") == 0
    assert len(server.lines("batch_0")) == 3


def test_half_the_price(server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarizer.engines.llm.spending.price", lambda *_: 0.01)
    write_articles(1)
    batch(server, "submit")
    server.finish("batch_0", always)
    batch(server, "collect")
    assert lines()["d0"]["usage"]["cost_usd"] == pytest.approx(0.005)


def test_the_key_goes_along_and_nowhere_else(
    server: BatchServer, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("MY_KEY", "sk-planted")
    write_articles(1)
    batch(server, "submit", "--api-key-env", "MY_KEY")
    assert server.keys == {"Bearer sk-planted"}
    written = b"".join(path.read_bytes() for path in Path().iterdir())
    assert b"sk-planted" not in written + capsys.readouterr().err.encode()


@pytest.mark.parametrize("arguments", [["--model", "builtin/rules"], ["--budget-usd", "3"], ["--ray"]])
def test_what_does_not_go_together(server: BatchServer, arguments: list[str], capsys: Capture) -> None:
    write_articles(1)
    assert batch(server, "submit", *arguments) == 2


def test_a_file_that_is_something_else_is_left_alone() -> None:
    Path("out.jsonl.requests").write_text("not a database, but something of my own" * 100)
    with pytest.raises(SettingsError, match="cannot be used"):
        Requests("out.jsonl")
