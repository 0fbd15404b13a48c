"""Recordings: what a language model answered, kept so that a run can be made again without it.

A recording is a file of JSON lines: document, repeat, the sha256 of the request, and the reply or what
went wrong. A replay looks each request up by its hash, so that a changed prompt, schema, parameter or
text is found out and not answered with what was said to something else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

from pydantic import Field, ValidationError

from summarizer import errors
from summarizer.errors import InputError, SchemaError, SettingsError
from summarizer.evals.fixture import Strict, of_field
from summarizer.evals.run import RecordingMismatch, under_way
from summarizer.pipeline import Summarizer
from summarizer.schema import Usage

if TYPE_CHECKING:
    from summarizer.engines.llm.driving import Answer, Driver, DriverSource
    from summarizer.engines.llm.settings import ModelSettings
    from summarizer.engines.llm.spending import Spent
    from summarizer.engines.llm.wire import Wire


class Reply(Strict):
    """A line of a recording."""

    document: str
    repeat: int = 0
    request: str
    """sha256 of the request's body."""
    text: str | None = None
    """The reply as it came; None where there was none."""
    model: str | None = None
    fault: Literal["TooLarge", "Transient"] | None = None
    """What kind of failure it was, where the engine deals with it."""
    error: str | None = None
    """The class of the error."""
    message: str | None = None
    usage: Usage = Field(default_factory=Usage)


def hash_request(body: Mapping[str, Any]) -> str:
    """What a request is found by: everything that goes to the endpoint, but for the endpoint and the key."""
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


@contextmanager
def connect(
    summarizer: Summarizer[Any], *, record: str | Path | None = None, replay: str | Path | None = None
) -> Iterator[Summarizer[Any]]:
    """The summarizer with its model recorded, or replaced by a recording.

    Raises:
        SettingsError: if its engine asks no model.
        InputError, SchemaError: if the recording cannot be read or written.
    """
    if record is None and replay is None:
        yield summarizer
        return
    from summarizer.engines.llm import LLMEngine

    engine = summarizer.engine
    if not isinstance(engine, LLMEngine):
        raise SettingsError(f"{engine.name} asks no model: there is nothing to record or to replay.")
    if replay is not None:
        summarizer.engine = engine.through(_Replaying(read_recording(Path(replay)), Path(replay).name))
        yield summarizer
        return
    assert record is not None
    if engine.settings.cache is not None:
        raise SettingsError(
            "A recording needs every reply, and a cache keeps some from it: leave the cache out."
        )
    try:
        with Path(record).open("a", encoding="utf-8") as stream:
            summarizer.engine = engine.through(_Recording(engine.drivers, engine.settings, stream))
            yield summarizer
    except OSError as error:
        raise InputError(f"{record} cannot be written: {error.strerror or error}") from None
    finally:
        summarizer.engine = engine


def read_recording(path: Path) -> dict[tuple[str, int, str], Reply]:
    """The last reply to each request.

    Raises:
        InputError: if there is no such file.
        SchemaError: if it is not a recording.
    """
    replies = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}") from None
    for number, line in enumerate(lines, 1):
        try:
            reply = Reply.model_validate_json(line)
        except ValidationError as error:
            name, message = of_field(error.errors()[0])
            raise SchemaError(f"{path}, line {number}, is not of a recording: {name}: {message}") from None
        replies[reply.document, reply.repeat, reply.request] = reply
    return replies


class _Recording:
    """Drivers that write down what the real ones answer."""

    def __init__(self, drivers: DriverSource, settings: ModelSettings, stream: TextIO) -> None:
        self._drivers = drivers
        self._settings = settings
        self._stream = stream

    async def get(self) -> Driver:
        return _RecordingDriver(await self._drivers.get(), self._settings, self._stream)

    async def aclose(self) -> None:
        await self._drivers.aclose()


class _RecordingDriver:
    def __init__(self, driver: Driver, settings: ModelSettings, stream: TextIO) -> None:
        self._driver = driver
        self._settings = settings
        self._stream = stream

    async def aclose(self) -> None:
        await self._driver.aclose()

    async def attempt(self, body: Mapping[str, Any], wire: Wire, seconds: float, spent: Spent) -> Answer:
        from summarizer.engines.llm.faults import Fault, Invalid, TooLarge
        from summarizer.engines.llm.spending import Spent as OwnSpent

        document, repeat = under_way.get()
        reply = Reply(document=document, repeat=repeat, request=hash_request(body))
        own = OwnSpent(self._settings.endpoint, self._settings.budget)
        try:
            answer = await self._driver.attempt(body, wire, seconds, own)
            reply.text, reply.model = answer.text, answer.model
            return answer
        except Invalid as invalid:
            reply.text = invalid.reply
            raise
        except Fault as fault:
            reply.fault = "TooLarge" if isinstance(fault, TooLarge) else "Transient"
            reply.error, reply.message = type(fault.error).__name__, fault.error.message
            raise
        except errors.SummarizerError as error:
            reply.error, reply.message = type(error).__name__, error.message
            raise
        finally:
            spent.add(own)
            reply.usage = own.usage
            if reply.text is not None or reply.error is not None:
                self._stream.write(reply.model_dump_json(exclude_defaults=True) + "\n")
                self._stream.flush()


class _Replaying:
    """Drivers that answer from a recording and know no server."""

    def __init__(self, replies: Mapping[tuple[str, int, str], Reply], name: str) -> None:
        self._replies = replies
        self._name = name

    async def get(self) -> Driver:
        return self

    async def aclose(self) -> None:
        """There is nothing to close."""

    async def attempt(self, body: Mapping[str, Any], wire: Wire, seconds: float, spent: Spent) -> Answer:
        reply = self._find(body)
        spent.usage += reply.usage
        if reply.text is None:
            raise _failure(reply)
        return _answer(reply, wire)

    def _find(self, body: Mapping[str, Any]) -> Reply:
        document, repeat = under_way.get()
        reply = self._replies.get((document, repeat, hash_request(body)))
        if reply is not None:
            return reply
        if any(key[:2] == (document, repeat) for key in self._replies):
            why = "prompt, schema, parameters or text have changed since it was made"
        else:
            why = "it holds nothing of that document and repeat"
        raise RecordingMismatch(
            f"{self._name} has no reply to the request for {document} (repeat {repeat}): {why}."
        )


def _failure(reply: Reply) -> Exception:
    from summarizer.engines.llm.faults import TooLarge

    kind = getattr(errors, reply.error or "", errors.EndpointError)
    error: errors.EndpointError = kind(reply.message or "")
    return TooLarge(error) if reply.fault == "TooLarge" else error


def _answer(reply: Reply, wire: Wire) -> Answer:
    from summarizer.engines.llm.client import unwrapped
    from summarizer.engines.llm.driving import Answer, problems
    from summarizer.engines.llm.faults import Invalid

    text = reply.text or ""
    try:
        return Answer(wire.model.model_validate_json(unwrapped(text)), text, reply.model)
    except ValidationError as error:
        raise Invalid(problems(error), text) from None
