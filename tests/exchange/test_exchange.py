"""Request and reply apart, and a summary while it is written."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from summarizer.errors import InputError, InvalidReply, Refused, SettingsError
from summarizer.exchange.apart import build_request, parse_reply
from summarizer.exchange.streaming import astream_summary, stream_summary
from summarizer.pipeline import summarize
from summarizer.schema import Summary
from tests.engines.llm.samples import TEXT, part, reply
from tests.servers.chat import Received, Reply, chat_server, completion, streamed

LOCAL: dict[str, Any] = {
    "model": "openai/test",
    "base_url": "http://localhost:1/v1",
    "published": "2026-03-03",
}
STREAM = Reply(streamed(reply()), content_type="text/event-stream")
# Two chunks of the engine's: each paragraph is short, their sum is not.
LONG = "\n\n".join(f"Boat number {n} ran aground in the harbour of Lindau on Monday." for n in range(600))


def essence(summary: Summary) -> dict[str, Any]:
    """A summary without what differs between two runs."""
    return summary.model_dump(mode="json", exclude={"run"})


def test_a_request_and_its_reply_come_to_what_summarize_returns() -> None:
    with chat_server([Reply(completion(reply()))]) as server:
        whole = summarize(TEXT, **{**LOCAL, "base_url": server.url})
        sent = server.received[0].body
    assert build_request(TEXT, **LOCAL) == sent
    for answer in (json.dumps(reply()), completion(reply()), completion(reply(), tool=True)):
        assert essence(parse_reply(TEXT, answer, **LOCAL)) == essence(whole)
    counted = parse_reply(TEXT, completion(reply()), **LOCAL)
    assert (counted.run.usage.input_tokens, counted.run.model) == (100, "test-1")
    assert parse_reply(TEXT, json.dumps(reply()), **LOCAL).run.usage.attempts == 0


@pytest.mark.parametrize(
    "answer", ["", "{}", {}, {"choices": []}, {"choices": [{"message": {}}]}, completion(None)]
)
def test_a_reply_without_an_answer_is_told(answer: Any) -> None:
    with pytest.raises(InvalidReply):
        parse_reply(TEXT, answer, **LOCAL)


def test_what_takes_no_single_request_is_told() -> None:
    with pytest.raises(SettingsError, match="takes no requests"):
        build_request(TEXT, model="builtin/rules")
    with pytest.raises(SettingsError, match="needs 2 requests"):
        build_request(LONG, **LOCAL)


def test_a_streamed_summary_grows_and_ends_as_the_whole_one() -> None:
    with chat_server([STREAM]) as server:
        summaries = list(stream_summary(TEXT, **{**LOCAL, "base_url": server.url}))
    with chat_server([Reply(completion(reply()))]) as server:
        whole = summarize(TEXT, **{**LOCAL, "base_url": server.url})
    assert essence(summaries[-1]) == essence(whole)
    assert summaries[-1].run.usage == whole.run.usage
    sizes = [sum(1 for _ in summary.records()) for summary in summaries]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]
    for summary in summaries[:-1]:
        assert summary.headline == summary.gist == ""
        Summary.model_validate(summary.model_dump())


async def test_a_long_document_is_streamed_part_by_part() -> None:
    def answer(request: Received) -> Reply:
        if "RECORDS" in request.document:
            return Reply(completion({"headline": "Boats aground", "gist": "Boats ran aground."}))
        number = int(request.document.split("[", 1)[1].split("]", 1)[0])
        event = {
            **reply()["events"][0],
            "evidence": [number],
            "description": f"Boat number {number - 1} ran aground.",
        }
        said = part(actors=[], claims=[], figures=[], events=[event])
        return Reply(streamed(said), content_type="text/event-stream")

    with chat_server(answer) as server:
        summaries = [summary async for summary in astream_summary(LONG, **{**LOCAL, "base_url": server.url})]
        assert len(server.received) == 3
    assert summaries[-1].headline == "Boats aground"
    assert summaries[-1].run.usage.attempts == 3
    assert all(summary.headline == "" for summary in summaries[:-1])


def test_the_embedded_engine_streams_its_one_summary() -> None:
    (summary,) = stream_summary(TEXT, model="builtin/rules")
    assert essence(summary) == essence(summarize(TEXT, model="builtin/rules"))


def test_a_failure_and_a_reader_who_leaves_end_the_stream() -> None:
    refusing = Reply(streamed("", refusal="No."), content_type="text/event-stream")
    with chat_server([refusing]) as server, pytest.raises(Refused):
        list(stream_summary(TEXT, **{**LOCAL, "base_url": server.url}))
    slow = Reply(streamed(reply(), piece=60), content_type="text/event-stream", drip=0.001)
    with chat_server([slow]) as server:
        summaries = stream_summary(TEXT, **{**LOCAL, "base_url": server.url})
        next(summaries)
        summaries.close()
        asyncio.run(gone(server))


async def gone(server: Any) -> None:
    async with asyncio.timeout(5):
        while server.open_connections:
            await asyncio.sleep(0.01)


async def test_where_a_loop_runs_the_one_for_loops_is_named() -> None:
    with pytest.raises(InputError, match="use astream_summary"):
        list(stream_summary(TEXT, **LOCAL))
