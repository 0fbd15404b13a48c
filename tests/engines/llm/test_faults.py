"""What becomes of each way in which an endpoint fails, with the requests that the server counted."""

from __future__ import annotations

import asyncio
import email.utils
import pickle
import socket
import time
from typing import Any

import pytest

from summarizer.document import Document
from summarizer.errors import (
    AnswerTruncated,
    AuthenticationFailed,
    ContentFiltered,
    EndpointError,
    InvalidReply,
    MalformedReply,
    ProviderUnavailable,
    QuotaExceeded,
    Refused,
    RequestRejected,
)
from tests.engines.llm.samples import TEXT, brief, draft, engine_for, part, reply
from tests.servers.chat import ChatServer, Received, Reply, chat_server, completion

GOOD = Reply(completion(reply()))


def error(status: int, message: str = "no", code: str | None = None, **headers: str) -> Reply:
    payload = {"error": {"message": message, "type": "some_error", "param": None, "code": code}}
    return Reply(payload, status=status, headers=headers)


ENDS = {
    "401": (error(401), AuthenticationFailed),
    "403": (error(403), AuthenticationFailed),
    "402": (error(402), QuotaExceeded),
    "429 quota": (error(429, "You exceeded your current quota", "insufficient_quota"), QuotaExceeded),
    "400": (error(400, "temperature must be below 2"), RequestRejected),
    "404": (error(404, "no such model"), RequestRejected),
    "422": (error(422, "cannot be processed"), RequestRejected),
    "refusal": (Reply(completion(None, refusal="I will not help with that.")), Refused),
    "content filter": (Reply(completion("", finish="content_filter")), ContentFiltered),
    "content filter as an error": (error(400, "filtered", "content_filter"), ContentFiltered),
}


@pytest.mark.parametrize(("fault", "kind"), ENDS.values(), ids=ENDS)
async def test_what_no_further_attempt_cures_costs_one_request(
    fault: Reply, kind: type[EndpointError]
) -> None:
    with chat_server([fault, GOOD]) as server:
        with pytest.raises(kind) as raised:
            await draft(server.url)
        assert len(server.received) == 1
    assert raised.value.usage.attempts == 1
    assert raised.value.usage.requests == 1


PASSING = {
    "408": error(408),
    "409": error(409),
    "429": error(429, "slow down"),
    "500": error(500),
    "502": error(502),
    "503": Reply("<html>busy</html>", status=503, content_type="text/html"),
    "529": error(529),
    "reset mid-body": Reply(completion(reply()), cut=100),
    "reset before the body": Reply("", cut=0),
    "empty content": Reply(completion("")),
    "no content": Reply(completion(None)),
    "no choices": Reply({**completion(""), "choices": []}),
    "HTML with 200": Reply("<html>maintenance</html>", content_type="text/html"),
    "wrong content type": Reply(completion(reply()), content_type="text/plain"),
    "JSON cut short": Reply('{"choices": ['),
    "a list": Reply("[1, 2]"),
    "too large": Reply(" " * 1_000_000, repeat=50),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
async def test_what_passes_is_tried_again(fault: Reply) -> None:
    with chat_server([fault, GOOD]) as server:
        drafted = await draft(server.url, timeout=20.0)
        assert len(server.received) == 2
    assert drafted.usage.requests == 1
    assert drafted.usage.attempts == 2
    assert drafted.records


async def test_an_answer_that_is_no_call_of_the_tool_is_asked_for_again() -> None:
    with chat_server([GOOD, Reply(completion(reply(), tool=True))]) as server:
        drafted = await draft(server.url, mode="tools")
        assert "no call of the tool" in server.received[1].body["messages"][-1]["content"]
    assert (drafted.usage.requests, drafted.usage.attempts) == (2, 2)
    assert drafted.records


MALFORMED = [
    "empty content",
    "no choices",
    "HTML with 200",
    "wrong content type",
    "JSON cut short",
    "too large",
]


@pytest.mark.parametrize("fault", MALFORMED)
async def test_what_is_no_answer_is_tried_again_once(fault: str) -> None:
    with chat_server([PASSING[fault]]) as server:
        with pytest.raises(MalformedReply) as raised:
            await draft(server.url, timeout=20.0)
        assert len(server.received) == 2
    assert raised.value.usage.attempts == 2


@pytest.mark.parametrize("fault", ["408", "429", "500", "reset mid-body"])
async def test_what_does_not_pass_is_given_up_before_the_deadline(fault: str) -> None:
    with chat_server([PASSING[fault]]) as server:
        started = time.monotonic()
        with pytest.raises(ProviderUnavailable) as raised:
            await draft(server.url, timeout=1.5)
        assert time.monotonic() - started < 2.0
        assert 2 <= len(server.received) == raised.value.usage.attempts


@pytest.mark.parametrize(
    "fault",
    [Reply(completion(reply()), after=60), Reply(completion(reply()), drip=0.05)],
    ids=["stalls", "drips"],
)
async def test_one_deadline_stops_a_server_that_keeps_us_waiting(fault: Reply) -> None:
    with chat_server([fault]) as server:
        started = time.monotonic()
        with pytest.raises(ProviderUnavailable) as raised:
            await draft(server.url, timeout=0.7)
        assert time.monotonic() - started < 1.5
        assert raised.value.usage.attempts == len(server.received) == 1
        assert raised.value.usage.unreported == 1
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_server_that_was_never_reached_is_given_up_early() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        started = time.monotonic()
        with pytest.raises(ProviderUnavailable, match="cannot be reached") as raised:
            await draft(url, timeout=120)
    assert time.monotonic() - started < 10
    assert raised.value.usage.attempts == 0
    assert raised.value.exit_code == 3


async def test_a_server_that_has_answered_before_is_waited_for_while_it_is_down(monkeypatch: Any) -> None:
    monkeypatch.setattr("summarizer.engines.llm.retry.CONNECT_SECONDS", 0.2)
    chunk = Document(TEXT).chunks(9_000)[0]
    with chat_server([GOOD]) as server:
        engine = engine_for(server.url, timeout=10)
        await engine.draft(chunk, brief())
    again = ChatServer([GOOD], server.port)
    waiting = asyncio.create_task(engine.draft(chunk, brief()))
    await asyncio.sleep(1)
    again.start()
    try:
        assert (await waiting).usage.attempts == 1
    finally:
        await engine.aclose()
        again.stop()


async def test_a_server_that_says_at_once_and_keeps_failing_is_not_stormed() -> None:
    with chat_server([error(503, **{"Retry-After": "0"})]) as server:
        with pytest.raises(ProviderUnavailable):
            await draft(server.url, timeout=2)
        assert len(server.received) < 25


@pytest.mark.parametrize("form", ["seconds", "milliseconds", "date"])
async def test_retry_after_is_waited_for_as_told(form: str) -> None:
    told = {
        "seconds": {"Retry-After": "1"},
        "milliseconds": {"Retry-After-Ms": "1000"},
        "date": {"Retry-After": email.utils.formatdate(time.time() + 2, usegmt=True)},
    }
    with chat_server([error(429, **told[form]), GOOD]) as server:
        started = time.monotonic()
        await draft(server.url)
        assert 0.9 < time.monotonic() - started < 4
        assert len(server.received) == 2


async def test_a_wait_past_the_deadline_is_not_begun() -> None:
    with chat_server([error(429, **{"Retry-After": "600"}), GOOD]) as server:
        started = time.monotonic()
        with pytest.raises(ProviderUnavailable, match="past the deadline"):
            await draft(server.url, timeout=5)
        assert time.monotonic() - started < 1
        assert len(server.received) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Reply(completion('{"language": "en", "actors": [', finish="length")),
        error(400, "This model's maximum context length is 8192 tokens", "context_length_exceeded"),
        error(400, "the request exceeds the available context size", "exceed_context_size_error"),
        error(413, "too large"),
    ],
    ids=["cut off", "context length", "context size", "413"],
)
async def test_what_is_too_long_is_split_and_never_asked_again(fault: Reply) -> None:
    def answer(request: Received) -> Reply:
        return fault if "[1]" in request.document and "[4]" in request.document else Reply(completion(part()))

    with chat_server(answer) as server:
        drafted = await draft(server.url)
        documents = [request.document for request in server.received]
        assert len(documents) == len(set(documents)) == 3
        assert [drafted.usage.requests, drafted.usage.attempts] == [3, 3]
    assert drafted.composition is None
    ids = [each.record.id for each in drafted.records]
    assert len(ids) == len(set(ids)) == 8
    claims = [each.record for each in drafted.records if each.section == "claims"]
    assert [claim.source_id for claim in claims] == ["h1.a1", "h2.a1"]


async def test_a_single_sentence_that_does_not_fit_is_the_end() -> None:
    with chat_server([Reply(completion("{", finish="length"))]) as server:
        with pytest.raises(AnswerTruncated) as raised:
            await draft(server.url, "One sentence, and no more.")
        assert len(server.received) == 1
    assert raised.value.usage.output_tokens == 20


INVALID: dict[str, Any] = {
    "not JSON": "Here is your summary: it went well.",
    "JSON of another shape": {"summary": "it went well"},
    "a word that is not in the list": reply(claims=[{**reply()["claims"][0], "certainty": "very"}]),
    "a missing list": {key: value for key, value in reply().items() if key != "figures"},
}


@pytest.mark.parametrize("content", INVALID.values(), ids=INVALID)
async def test_a_reply_that_breaks_the_schema_is_asked_for_again_with_the_faults_named(content: Any) -> None:
    with chat_server([Reply(completion(content)), GOOD]) as server:
        drafted = await draft(server.url)
        first, second = (request.body for request in server.received)
    assert second["messages"][:2] == first["messages"]
    assert [message["role"] for message in second["messages"][2:]] == ["assistant", "user"]
    assert {key: second[key] for key in second if key != "messages"} == {
        key: first[key] for key in first if key != "messages"
    }
    assert [drafted.usage.requests, drafted.usage.attempts, drafted.usage.input_tokens] == [2, 2, 200]


async def test_the_faults_of_a_reply_are_named_by_field() -> None:
    broken = reply(figures=[{**reply()["figures"][0], "status": "old"}])
    with chat_server([Reply(completion(broken)), GOOD]) as server:
        await draft(server.url)
        correction = server.received[1].body["messages"][-1]["content"]
    assert "figures.0.status" in correction
    assert "'current', 'superseded' or 'forecast'" in correction


async def test_a_key_that_is_not_accepted_is_told_by_where_it_came_from() -> None:
    with chat_server([error(401)]) as server:
        with pytest.raises(AuthenticationFailed, match="wants a key"):
            await draft(server.url)
        with pytest.raises(AuthenticationFailed, match="api_key"):
            await draft(server.url, api_key="sk-wrong")


async def test_a_reply_that_never_meets_the_schema_is_asked_for_three_times() -> None:
    with chat_server([Reply(completion("no"))]) as server:
        with pytest.raises(InvalidReply) as raised:
            await draft(server.url)
        assert len(server.received) == 3
    assert raised.value.usage.input_tokens == 300
    assert raised.value.last_reply == "no"


async def test_a_redirect_is_refused_and_nothing_reaches_the_other_host() -> None:
    with chat_server([GOOD]) as other, chat_server([]) as server:
        server.answers = [Reply("", status=307, headers={"Location": f"{other.url}/chat/completions"})]
        with pytest.raises(RequestRejected, match="redirects"):
            await draft(server.url)
        assert len(server.received) == 1
        assert other.received == []


async def test_the_tokens_of_failed_attempts_are_counted() -> None:
    usage = {
        "prompt_tokens": 50,
        "completion_tokens": 9,
        "total_tokens": 59,
        "prompt_tokens_details": {"cached_tokens": 30},
        "completion_tokens_details": {"reasoning_tokens": 4},
    }
    script = [error(500), Reply(completion("", usage=usage)), Reply(completion("{}", usage=usage)), GOOD]
    with chat_server(script) as server:
        spent = (await draft(server.url)).usage
    assert (spent.requests, spent.attempts, spent.unreported) == (2, 4, 1)
    assert (spent.input_tokens, spent.cached_tokens) == (200, 60)
    assert (spent.output_tokens, spent.reasoning_tokens) == (38, 8)


async def test_errors_are_short_name_no_text_and_survive_pickling() -> None:
    echo = f"cannot parse {TEXT!r} " * 20
    for fault in [*[fault for fault, _ in ENDS.values()], error(400, echo), error(500, echo)]:
        with chat_server([fault]) as server, pytest.raises(EndpointError) as raised:
            await draft(server.url, timeout=0.5)
        copy = pickle.loads(pickle.dumps(raised.value))
        assert (type(copy), str(copy), copy.usage) == (
            type(raised.value),
            str(raised.value),
            raised.value.usage,
        )
        assert len(str(raised.value)) < 500
        assert "\n" not in str(raised.value)
        assert "ran aground" not in str(raised.value)


async def test_a_cancelled_call_leaves_no_task_and_no_connection() -> None:
    with chat_server([Reply(completion(reply()), after=30)]) as server:
        task = asyncio.create_task(draft(server.url))
        while not server.received:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert asyncio.all_tasks() == {asyncio.current_task()}
        async with asyncio.timeout(5):
            while server.open_connections:
                await asyncio.sleep(0.01)
