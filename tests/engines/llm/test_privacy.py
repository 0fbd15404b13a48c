"""A planted key and a planted text: where they may be seen, and that they are seen nowhere else."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import pickle
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
from pydantic import Field, field_validator

from summarizer.document import Document
from summarizer.engines.llm import LLMEngine, RequestEvent, resolve
from summarizer.errors import InvalidReply, SummarizerError
from summarizer.schema import Record, Summary
from tests.engines.llm.samples import TEXT, brief, reply
from tests.servers.chat import Reply, chat_server, completion

KEY = "sk-planted-4f1c9a7e2b"
WORDS = "ran aground"
GOOD = Reply(completion(reply()))


def echo(status: int) -> Reply:
    """A server that says back what it was sent, key and document."""
    told = f"Incorrect API key provided: {KEY}. Input was: {TEXT}"
    return Reply({"error": {"message": told, "code": "invalid"}}, status=status)


SCRIPTS: dict[str, list[Reply]] = {
    "an answer": [GOOD],
    "the key echoed with 401": [echo(401)],
    "the key echoed with 400": [echo(400)],
    "the key echoed with 429": [echo(429), GOOD],
    "the key echoed with 500": [echo(500), GOOD],
    "a refusal that quotes": [Reply(completion(None, refusal=f"I will not say: {TEXT} {KEY}"))],
    "a reply of another shape": [Reply(completion({"actors": TEXT, "language": KEY}))],
    "a reply that is no JSON": [Reply(completion(f"{TEXT} {KEY}"))],
    "HTML": [Reply(f"<html>{TEXT} {KEY}</html>", content_type="text/html")],
    "a broken connection": [Reply(completion(reply()), cut=60)],
}


async def attempt(
    script: list[Reply], cache: Path
) -> tuple[list[RequestEvent], SummarizerError | None, LLMEngine]:
    events: list[RequestEvent] = []
    with chat_server(script) as server:
        settings = resolve(
            "openai/m", base_url=server.url, api_key=KEY, timeout=1.0, cache=cache, listener=events.append
        )
        engine = LLMEngine(settings)
        try:
            await engine.draft(Document(TEXT).chunks(9_000)[0], brief())
        except SummarizerError as error:
            return events, error, engine
        finally:
            await engine.aclose()
    return events, None, engine


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
async def test_the_key_is_in_nothing_that_is_told_or_kept(
    script: list[Reply], tmp_path: Path, caplog: Any, capfd: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    events, error, engine = await attempt(script, tmp_path / "cache")
    told = [*map(str, events), repr(engine), repr(engine.settings), repr(engine.settings.endpoint)]
    told += [*capfd.readouterr()]
    told += [path.read_bytes().decode("latin-1") for path in tmp_path.iterdir()]
    if error:
        told += [str(error), repr(error), *traceback.format_exception(error)]
    assert KEY not in "\n".join(told)
    ours = [record for record in caplog.records if record.name.startswith(("summarizer", "instructor"))]
    assert KEY not in "\n".join(record.getMessage() for record in ours)


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
async def test_no_word_of_the_document_is_logged_above_debug_or_told_in_a_message(
    script: list[Reply], tmp_path: Path, caplog: Any, capfd: Any
) -> None:
    caplog.set_level(logging.INFO)
    events, error, _ = await attempt(script, tmp_path / "cache")
    told = [record.getMessage() + str(record.exc_text) for record in caplog.records]
    told += [*capfd.readouterr(), *(event.why or "" for event in events)]
    if error:
        told += [str(error), repr(error), *traceback.format_exception(error)]
    assert WORDS not in "\n".join(told)


async def test_a_failing_request_prints_nothing_where_no_logging_is_set_up(tmp_path: Path) -> None:
    program = """
import asyncio, sys
from tests.engines.llm.test_privacy import *
for name, script in SCRIPTS.items():
    asyncio.run(attempt(script, Path(sys.argv[1]) / "cache"))
"""
    ran = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-W", "error", "-c", program, str(tmp_path)],
        capture_output=True,
        cwd=Path(__file__).parents[3],
        timeout=120,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")


async def test_an_error_that_travels_carries_no_key(tmp_path: Path) -> None:
    for script in SCRIPTS.values():
        _, error, _ = await attempt(script, tmp_path / "cache")
        if error:
            assert KEY.encode() not in pickle.dumps(error)


class Named(Record):
    """Something with a name."""

    name: str

    @field_validator("name")
    @classmethod
    def _short(cls, value: str) -> str:
        raise ValueError(f"too long:\n{value}")


class NamedSummary(Summary):
    things: list[Named] = Field(default_factory=list)


async def test_what_a_caller_s_own_check_says_goes_to_the_model_alone(caplog: Any) -> None:
    caplog.set_level(logging.DEBUG, "summarizer")
    events: list[RequestEvent] = []
    named = reply(things=[{"evidence": [1], "name": WORDS}])
    with chat_server([Reply(completion(named))]) as server:
        settings = resolve("openai/m", base_url=server.url, listener=events.append)
        engine = LLMEngine(settings, NamedSummary)
        with pytest.raises(InvalidReply, match="name") as raised:
            await engine.draft(Document(TEXT).chunks(9_000)[0], brief(NamedSummary))
        await engine.aclose()
        assert WORDS in server.received[1].body["messages"][-1]["content"]
    assert WORDS not in str(raised.value) + caplog.text + "".join(event.why or "" for event in events)


async def test_instructor_s_own_callers_keep_its_logging(caplog: Any) -> None:
    """What we quieten is what we drive, not the library for everybody else in the process."""
    from summarizer.engines.llm.driving import driving

    logger = logging.getLogger("instructor.v2.retry")
    with driving():
        logger.error("inside")
    logger.error("outside")
    assert [record.getMessage() for record in caplog.records] == ["outside"]


async def test_a_key_in_the_settings_is_not_printed() -> None:
    settings = resolve("openai/m", api_key=KEY)
    assert KEY not in f"{settings!r} {settings} {dataclasses.replace(settings)!r}"
