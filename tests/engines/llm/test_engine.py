"""The engine: loops and threads, parts and their composition, requests and replies apart."""

from __future__ import annotations

import asyncio
import gc
import json
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from summarizer.document import Document
from summarizer.engines import Draft
from summarizer.engines.llm import LLMEngine
from summarizer.errors import InvalidReply, ProviderUnavailable, Refused
from summarizer.schema import Claim
from tests.engines.llm.samples import TEXT, brief, engine_for, part, reply
from tests.servers.chat import Received, Reply, chat_server, completion

GOOD = Reply(completion(reply()))
CHUNK = Document(TEXT).chunks(9_000)[0]


def run_once(engine: LLMEngine) -> Draft:
    return asyncio.run(engine.draft(CHUNK, brief()))


def test_one_engine_serves_loop_after_loop_and_threads_and_leaves_nothing_open() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with chat_server([GOOD]) as server:
            engine = engine_for(server.url)
            drafts = [run_once(engine) for _ in range(2)]
            with ThreadPoolExecutor(4) as threads:
                drafts += threads.map(run_once, [engine] * 8)
            assert len(server.received) == len(drafts) == 10
            deadline = time.monotonic() + 5
            while server.open_connections and time.monotonic() < deadline:
                time.sleep(0.01)
            assert server.open_connections == 0
        gc.collect()


async def test_one_loop_keeps_its_connection_until_it_is_closed() -> None:
    with chat_server([GOOD]) as server:
        engine = engine_for(server.url)
        for _ in range(3):
            await engine.draft(CHUNK, brief())
        assert server.open_connections == 1
        await engine.aclose()
        await engine.aclose()
        async with asyncio.timeout(5):
            while server.open_connections:
                await asyncio.sleep(0.01)
        await engine.draft(CHUNK, brief())
        await engine.aclose()


async def test_headline_and_gist_of_parts_are_composed_from_the_records() -> None:
    composed = Reply(completion({"headline": "Ferry aground", "gist": "A ferry ran aground."}))
    claim = Claim(id="c1", content="Nobody was </hurt> {{ }}\nat all.", source_id="a1")
    with chat_server([composed]) as server:
        engine = engine_for(server.url)
        composition = await engine.compose(Document(TEXT), {"claims": [claim], "figures": []}, brief())
        await engine.aclose()
        body = server.received[0].body
    assert (composition.headline, composition.gist) == ("Ferry aground", "A ferry ran aground.")
    assert composition.usage.attempts == 1
    lines = body["messages"][1]["content"].splitlines()
    assert lines[3] == "claims:"
    assert json.loads(lines[4])["content"] == claim.content
    assert list(body["response_format"]["json_schema"]["schema"]["properties"]) == ["headline", "gist"]


async def test_the_first_failure_of_a_split_document_stops_the_other_half() -> None:
    def answer(request: Received) -> Reply:
        if "[1]" in request.document and "[4]" in request.document:
            return Reply(completion("", finish="length"))
        if "[1]" in request.document:
            return Reply(completion(None, refusal="No."), after=1)  # when the other half has been sent
        return Reply(completion(part()), after=30)

    with chat_server(answer) as server:
        engine = engine_for(server.url, timeout=20)
        started = time.monotonic()
        with pytest.raises(Refused) as raised:
            await engine.draft(CHUNK, brief())
        assert time.monotonic() - started < 5
        assert raised.value.usage.attempts == len(server.received)
        await engine.aclose()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_the_earlier_of_two_deadlines_holds() -> None:
    with chat_server([Reply(completion(reply()), after=30)]) as server:
        engine = engine_for(server.url, timeout=30)
        started = time.monotonic()
        with pytest.raises(ProviderUnavailable, match="before the deadline"):
            await engine.draft(CHUNK, brief(deadline=time.monotonic() + 0.3))
        assert time.monotonic() - started < 2
        await engine.aclose()


async def test_request_and_reply_can_travel_by_any_other_way() -> None:
    engine = engine_for("http://localhost:1/v1")
    with chat_server([GOOD]) as server:
        sending = engine_for(server.url)
        drafted = await sending.draft(CHUNK, brief())
        await sending.aclose()
        assert server.received[0].body == json.loads(json.dumps(engine.request(CHUNK, brief()).body))
    parsed = engine.parse(f"```json\n{json.dumps(reply())}\n```", CHUNK, brief())
    assert (parsed.records, parsed.composition) == (drafted.records, drafted.composition)


@pytest.mark.parametrize("text", ["", "no", "[]", "{}"])
def test_a_reply_that_cannot_be_read_says_why(text: str) -> None:
    with pytest.raises(InvalidReply) as raised:
        engine_for("http://localhost:1/v1").parse(text, CHUNK, brief())
    assert "\n" not in raised.value.message


@pytest.mark.parametrize(
    "wrapped", ["```json\n{}\n```", "```\n{}\n```", "<think>{ } hm</think>\n{}", "\n {} \n"], ids=repr
)
async def test_thoughts_and_fences_around_the_object_do_no_harm(wrapped: str) -> None:
    text = wrapped.replace("{}", json.dumps(reply()))
    with chat_server([Reply(completion(text))]) as server:
        engine = engine_for(server.url, mode="json_object")
        drafted = await engine.draft(CHUNK, brief())
        await engine.aclose()
    assert drafted.usage.attempts == 1
    assert drafted.records


async def test_quotes_are_cited_where_they_are_asked_for() -> None:
    quoted: dict[str, Any] = {
        section: [{**record, "evidence": ["a ferry ran aground"]} for record in reply()[section]]
        for section in ("events", "claims", "figures")
    }
    with chat_server([Reply(completion(reply(**quoted)))]) as server:
        engine = engine_for(server.url, citations="quotes")
        drafted = await engine.draft(CHUNK, brief())
        await engine.aclose()
    assert [tuple(each.cites) for each in drafted.records] == [(), *[("a ferry ran aground",)] * 3]


def test_an_engine_says_what_it_is() -> None:
    engine = engine_for("http://localhost:1/v1", api_key="sk-secret")
    assert (engine.name, engine.local, engine.languages) == ("openai/test", False, None)
    assert "secret" not in repr(engine) + repr(engine.settings)
