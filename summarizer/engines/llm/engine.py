"""The engine that asks a language model."""

from __future__ import annotations

import asyncio
import dataclasses
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from summarizer.document import Chunk, Document
from summarizer.engines import Brief, Composition, Draft
from summarizer.engines.llm.client import OpenAIDriver
from summarizer.engines.llm.driving import Answer, Driver
from summarizer.engines.llm.faults import TooLarge
from summarizer.engines.llm.prompt import Prompt, built_in, read_prompt
from summarizer.engines.llm.provider import ProviderDriver
from summarizer.engines.llm.reply import joined, to_composition, to_records
from summarizer.engines.llm.request import Request, build_body, chunk_message, records_message, variables
from summarizer.engines.llm.retry import ask
from summarizer.engines.llm.settings import ModelSettings
from summarizer.engines.llm.spending import Spent
from summarizer.engines.llm.wire import Wire, composition_wire, wire_for
from summarizer.errors import MalformedReply, ProviderUnavailable, SummarizerError
from summarizer.schema import Record, Summary


class LLMEngine:
    """Drafts records and words headline and gist by asking a language model. Safe to share between loops.

    Raises:
        PromptError: if the caller's prompt file cannot be used.
        SchemaError: if strict structured outputs cannot carry the schema.
    """

    local: ClassVar[bool] = False
    languages: ClassVar[frozenset[str] | None] = None
    chunk_chars: ClassVar[int] = 24_000

    def __init__(self, settings: ModelSettings, schema: type[Summary] = Summary) -> None:
        self.settings = settings
        self._summarize = read_prompt(settings.prompt) if settings.prompt else built_in("summarize")
        self._compose = built_in("compose")
        for prompt in (self._summarize, self._compose):
            prompt.fill(variables(Brief(schema, {})))
        wire_for(schema, settings.citations)
        self._drivers = _PerLoop(settings)

    def __repr__(self) -> str:
        return f"LLMEngine({self.name!r})"

    @property
    def name(self) -> str:
        return self.settings.endpoint.name

    @property
    def prompt(self) -> tuple[str, str] | None:
        return self._summarize.label, self._summarize.sha256

    def request(self, chunk: Chunk, brief: Brief) -> Request:
        """The request that `draft` would send first for a chunk."""
        wire = wire_for(brief.schema, self.settings.citations, whole=chunk.whole)
        return self._request(self._summarize, chunk_message(chunk), brief, wire)

    async def draft(self, chunk: Chunk, brief: Brief) -> Draft:
        """Draft the records of one chunk; where text or answer are too long, of its halves.

        Raises:
            EndpointError: with what was spent, as `usage`.
        """
        async with self._call(brief) as call:
            draft = await self._draft(call, chunk, brief)
            return dataclasses.replace(draft, usage=call.spent.usage)

    async def compose(
        self, document: Document, records: Mapping[str, Sequence[Record]], brief: Brief
    ) -> Composition:
        """Word a headline and a gist over records.

        Raises:
            EndpointError: with what was spent, as `usage`.
        """
        wire = composition_wire(brief.schema)
        request = self._request(self._compose, records_message(document, records), brief, wire)
        async with self._call(brief) as call:
            try:
                composition = await ask(call.driver, request, _composition, call.deadline, call.spent)
            except TooLarge as fault:
                raise fault.error from None
            return dataclasses.replace(composition, usage=call.spent.usage)

    async def aclose(self) -> None:
        """Close the connections that belong to the running event loop."""
        await self._drivers.aclose()

    def _request(self, prompt: Prompt, message: str, brief: Brief, wire: Wire) -> Request:
        return Request(build_body(self.settings, prompt.fill(variables(brief)), message, wire), wire)

    async def _draft(self, call: _Call, chunk: Chunk, brief: Brief) -> Draft:
        def read(answer: Answer) -> Draft:
            records = to_records(brief.schema, answer.reply)
            language = getattr(answer.reply, "language").strip() or "und"  # noqa: B009 - a generated model
            return Draft(records, language, to_composition(answer.reply), model=answer.model)

        try:
            return await ask(call.driver, self.request(chunk, brief), read, call.deadline, call.spent)
        except TooLarge as fault:
            if len(chunk.sentences) < 2:
                raise fault.error from None
        return joined(await _together([self._draft(call, half, brief) for half in chunk.halves()]))

    @asynccontextmanager
    async def _call(self, brief: Brief) -> AsyncIterator[_Call]:
        """A deadline over everything inside, and what was spent on whatever is raised."""
        spent = Spent(self.settings.endpoint, self.settings.budget)
        deadline = time.monotonic() + self.settings.timeout
        deadline = min(deadline, brief.deadline) if brief.deadline is not None else deadline
        try:
            async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
                yield _Call(await self._drivers.get(), deadline, spent)
        except TimeoutError:
            last = f"; last, {spent.last_fault}" if spent.last_fault else ""
            error: SummarizerError = ProviderUnavailable(
                f"{self.name} at {self.settings.endpoint.host} gave no answer before the deadline{last}.",
            )
        except SummarizerError as raised:
            error = raised
        else:
            return
        error.usage = spent.usage
        raise error


@dataclasses.dataclass(frozen=True, slots=True)
class _Call:
    """What the attempts of one call share."""

    driver: Driver
    deadline: float
    spent: Spent


def _composition(answer: Answer) -> Composition:
    composition = to_composition(answer.reply)
    if composition is None:
        raise MalformedReply("The answer holds no headline.")
    return composition


async def _together(coroutines: Sequence[Coroutine[Any, Any, Draft]]) -> list[Draft]:
    """The results of all, side by side; the first failure stops the others and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(coroutine) for coroutine in coroutines]
    except ExceptionGroup as failures:
        failure = failures.exceptions[0]
    else:
        return [task.result() for task in tasks]
    raise failure


class _PerLoop:
    """A driver for each running event loop, closed with the loop at the latest."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._held: WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncGenerator[Driver, None]] = (
            WeakKeyDictionary()
        )
        self._drivers: WeakKeyDictionary[asyncio.AbstractEventLoop, Driver] = WeakKeyDictionary()

    async def get(self) -> Driver:
        loop = asyncio.get_running_loop()
        with self._lock:
            if (driver := self._drivers.get(loop)) is not None:
                return driver
            driver = self._made()
            self._drivers[loop] = driver
            held = self._held[loop] = _held(driver)
        await anext(held)
        return driver

    def _made(self) -> Driver:
        if self._settings.endpoint.provider == "openai":
            return OpenAIDriver(self._settings)
        return ProviderDriver(self._settings)

    async def aclose(self) -> None:
        loop = asyncio.get_running_loop()
        with self._lock:
            self._drivers.pop(loop, None)
            held = self._held.pop(loop, None)
        if held is not None:
            await held.aclose()


async def _held(driver: Driver) -> AsyncGenerator[Driver, None]:
    """Holds a driver open until its loop ends, for a loop then closes its asynchronous generators."""
    try:
        yield driver
    finally:
        await driver.aclose()
