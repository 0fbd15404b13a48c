"""A reply that is read while it is written."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.document import Document
from summarizer.engines import Draft
from summarizer.engines.llm.growing import draft_so_far
from summarizer.engines.llm.wire import wire_for
from summarizer.errors import ContentFiltered, MalformedReply, ProviderUnavailable, Refused
from summarizer.schema import Summary
from tests.engines.llm.samples import TEXT, brief, draft, engine_for, part, reply
from tests.servers.chat import Answers, Received, Reply, chat_server, completion, streamed

CHUNK = Document(TEXT).chunks(9_000)[0]


def stream(*args: Any, **kwargs: Any) -> Reply:
    changes = {name: kwargs.pop(name) for name in ("cut", "drip") if name in kwargs}
    return Reply(streamed(*args, **kwargs), content_type="text/event-stream", **changes)


async def drafts_of(answers: Answers, **settings: Any) -> tuple[list[Draft], list[Received]]:
    with chat_server(answers) as server:
        engine = engine_for(server.url, **settings)
        try:
            return [each async for each in engine.stream(CHUNK, brief())], server.received
        finally:
            await engine.aclose()


@pytest.mark.parametrize("piece", [1, 7, 40, 10_000])
@pytest.mark.parametrize("mode", ["json_schema", "tools"])
async def test_drafts_grow_to_what_a_whole_reply_gives(piece: int, mode: Any) -> None:
    drafts, received = await drafts_of([stream(reply(), piece=piece, tool=mode == "tools")], mode=mode)
    with chat_server([Reply(completion(reply()))]) as server:
        whole = await draft(server.url)
    assert (drafts[-1].records, drafts[-1].composition) == (whole.records, whole.composition)
    assert drafts[-1].usage == whole.usage
    assert drafts[-1].model == whole.model
    sizes = [len(each.records) for each in drafts[:-1]]
    assert sizes == sorted(set(sizes))
    if piece < 100:
        assert sizes == [1, 2, 3, 4]
    for each in drafts[:-1]:
        assert list(each.records) == list(whole.records[: len(each.records)])
    assert received[0].body["stream"] is True
    assert received[0].body["stream_options"] == {"include_usage": True}


async def test_the_first_records_come_before_the_reply_has_ended() -> None:
    with chat_server([stream(reply(), piece=60, drip=0.0005)]) as server:
        engine = engine_for(server.url, timeout=30)
        arrived = [time.monotonic() async for _ in engine.stream(CHUNK, brief())]
        await engine.aclose()
    assert arrived[-1] - arrived[0] > 0.5


async def test_a_stream_that_breaks_off_is_tried_again_and_never_shrinks() -> None:
    script = [Reply({}, status=503), stream(reply(), cut=2_500), stream(reply())]
    drafts, received = await drafts_of(script, timeout=20)
    assert len(received) == 3
    sizes = [len(each.records) for each in drafts]
    assert sizes == sorted(sizes)
    assert (drafts[-1].usage.attempts, drafts[-1].usage.unreported) == (3, 2)


@pytest.mark.parametrize(
    ("answer", "kind", "requests"),
    [
        (stream("", refusal="No."), Refused, 1),
        (stream("", finish="content_filter"), ContentFiltered, 1),
        (stream(reply(), finish=None), MalformedReply, 2),
        (stream(""), MalformedReply, 2),
        (Reply(completion(reply())), MalformedReply, 2),
        (Reply("data: nonsense\n\n", content_type="text/event-stream"), MalformedReply, 2),
    ],
    ids=["refusal", "content filter", "no end", "empty", "no stream", "nonsense"],
)
async def test_a_stream_fails_as_a_whole_reply_does(answer: Reply, kind: Any, requests: int) -> None:
    with chat_server([answer]) as server:
        engine = engine_for(server.url)
        with pytest.raises(kind) as raised:
            async for _ in engine.stream(CHUNK, brief()):
                pass
        await engine.aclose()
        assert len(server.received) == raised.value.usage.attempts == requests


async def test_a_stream_that_does_not_fit_the_schema_is_asked_for_again() -> None:
    broken = reply(figures=[{**reply()["figures"][0], "status": "old"}])
    drafts, received = await drafts_of([stream(broken), stream(reply())])
    assert [len(request.body["messages"]) for request in received] == [2, 4]
    assert (drafts[-1].usage.requests, drafts[-1].usage.input_tokens) == (2, 200)


async def test_a_stream_that_is_cut_off_is_split_and_its_halves_come_whole() -> None:
    def answer(request: Received) -> Reply:
        if "one part" in request.document:
            return Reply(completion(part()))
        return stream('{"language": "en"', finish="length")

    drafts, _ = await drafts_of(answer)
    assert len(drafts[-1].records) == 8


async def test_a_reader_who_leaves_stops_the_request() -> None:
    with chat_server([stream(reply(), piece=60, drip=0.002)]) as server:
        engine = engine_for(server.url, timeout=30)
        drafts = engine.stream(CHUNK, brief())
        await anext(drafts)
        await drafts.aclose()
        async with asyncio.timeout(5):
            while server.open_connections:
                await asyncio.sleep(0.01)
        await engine.aclose()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_the_deadline_holds_for_a_stream_that_drips() -> None:
    with chat_server([stream(reply(), piece=60, drip=0.05)]) as server:
        engine = engine_for(server.url, timeout=0.5)
        started = time.monotonic()
        with pytest.raises(ProviderUnavailable):
            async for _ in engine.stream(CHUNK, brief()):
                pass
        assert time.monotonic() - started < 1.5
        await engine.aclose()


async def test_a_kept_reply_comes_at_once(tmp_path: Any) -> None:
    with chat_server([stream(reply())]) as server:
        for kept in (False, True):
            engine = engine_for(server.url, cache=tmp_path / "c")
            drafts = [each async for each in engine.stream(CHUNK, brief())]
            await engine.aclose()
            assert drafts[-1].cached is kept
        assert len(server.received) == 1


@given(st.text(max_size=60), st.integers(0, 1_200))
def test_no_beginning_of_a_reply_breaks_the_reader(tail: str, length: int) -> None:
    wire = wire_for(Summary)
    text = json.dumps(reply())[:length] + tail
    found = draft_so_far(text, brief(), wire)
    assert found is None or len(found.records) <= 4 + tail.count("{")
