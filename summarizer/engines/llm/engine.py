"""The engine that asks a language model."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, ClassVar, TypeVar

from pydantic import ValidationError

from summarizer.document import Chunk, Document
from summarizer.engines import Brief, Composition, Draft
from summarizer.engines.llm.cache import Cache, Kept, cache_key
from summarizer.engines.llm.client import unwrapped
from summarizer.engines.llm.driving import Answer, Driver, DriverSource, problems
from summarizer.engines.llm.events import Narrator
from summarizer.engines.llm.faults import TooLarge, places
from summarizer.engines.llm.growing import draft_so_far, growing
from summarizer.engines.llm.loops import Drivers
from summarizer.engines.llm.prompt import Prompt, built_in, read_prompt
from summarizer.engines.llm.reply import joined, to_composition, to_records
from summarizer.engines.llm.request import Request, build_body, chunk_message, records_message, variables
from summarizer.engines.llm.retry import Asking, ask
from summarizer.engines.llm.settings import ModelSettings
from summarizer.engines.llm.spending import Spent
from summarizer.engines.llm.wire import Wire, composition_wire, wire_for
from summarizer.errors import EndpointError, InvalidReply, ProviderUnavailable, SummarizerError
from summarizer.schema import Record, Summary, Usage

T = TypeVar("T")


class LLMEngine:
    """Drafts records and words headline and gist by asking a language model. Safe to share between loops.

    Raises:
        PromptError: if the caller's prompt file cannot be used.
        SchemaError: if strict structured outputs cannot carry the schema.
        SettingsError: if the cache's file cannot be used.
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
        self._cache = Cache(settings.cache) if settings.cache is not None else None
        self._drivers: DriverSource = Drivers(settings)

    def __repr__(self) -> str:
        return f"LLMEngine({self.name!r})"

    @property
    def name(self) -> str:
        return self.settings.endpoint.name

    @property
    def drivers(self) -> DriverSource:
        """What makes the attempts: a driver for each running loop."""
        return self._drivers

    def through(self, drivers: DriverSource) -> LLMEngine:
        """The same engine, its attempts made by other drivers: those of a recording, or of a replay."""
        other = copy.copy(self)
        other._drivers = drivers
        return other

    @property
    def prompt(self) -> tuple[str, str] | None:
        return self._summarize.label, self._summarize.sha256

    def request(self, chunk: Chunk, brief: Brief) -> Request:
        """The request that `draft` sends first for a chunk."""
        wire = wire_for(brief.schema, self.settings.citations, whole=chunk.whole)
        return self._request(self._summarize, chunk_message(chunk), brief, wire)

    def parse(self, text: str, chunk: Chunk, brief: Brief) -> Draft:
        """The draft in a reply to `request`, however it was come by.

        Raises:
            InvalidReply: if the reply does not meet the schema.
        """
        wire = wire_for(brief.schema, self.settings.citations, whole=chunk.whole)
        try:
            reply = wire.model.model_validate_json(unwrapped(text))
            return _draft(brief, Answer(reply, text, None))
        except ValidationError as error:
            where = places(problems(error))
            raise InvalidReply(f"The reply does not meet the schema at: {where}.", last_reply=text) from None

    async def draft(self, chunk: Chunk, brief: Brief) -> Draft:
        """Draft the records of one chunk; where text or answer are too long, of its halves.

        Raises:
            BudgetExceeded, EndpointError: with what was spent, as `usage`.
        """
        async with self._call(brief) as call:
            draft = await self._drafted(call, chunk, brief)
            return dataclasses.replace(draft, usage=call.spent.usage)

    async def stream(self, chunk: Chunk, brief: Brief) -> AsyncGenerator[Draft, None]:
        """Draft as `draft` does, telling on the way which records are complete already.

        Each draft holds more records than the one before; the last is the one that `draft` returns.

        Raises:
            BudgetExceeded, EndpointError: with what was spent, as `usage`.
        """
        drafts: asyncio.Queue[Draft | None] = asyncio.Queue()
        task = asyncio.create_task(self._told(chunk, brief, drafts.put_nowait))
        task.add_done_callback(lambda _: drafts.put_nowait(None))
        try:
            while (draft := await drafts.get()) is not None:
                yield draft
            yield await task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _told(self, chunk: Chunk, brief: Brief, tell: Callable[[Draft], None]) -> Draft:
        wire = wire_for(brief.schema, self.settings.citations, whole=chunk.whole)
        most = 0

        def grown(text: str) -> None:
            nonlocal most
            draft = draft_so_far(text, brief, wire)
            if draft is not None and len(draft.records) > most:
                most = len(draft.records)
                tell(draft)

        with growing(grown):
            return await self.draft(chunk, brief)

    async def compose(
        self, document: Document, records: Mapping[str, Sequence[Record]], brief: Brief
    ) -> Composition:
        """Word a headline and a gist over records.

        Raises:
            BudgetExceeded, EndpointError: with what was spent, as `usage`.
        """
        wire = composition_wire(brief.schema)
        request = self._request(self._compose, records_message(document, records), brief, wire)
        async with self._call(brief) as call:
            try:
                composition = await self._asked(call, request, lambda answer: to_composition(answer.reply))
            except TooLarge as fault:
                raise fault.error from None
            assert composition is not None  # its wire model asks for nothing else
            return dataclasses.replace(composition, usage=call.spent.usage)

    async def aclose(self) -> None:
        """Close the connections that belong to the running event loop."""
        await self._drivers.aclose()

    def _request(self, prompt: Prompt, message: str, brief: Brief, wire: Wire) -> Request:
        return Request(build_body(self.settings, prompt.fill(variables(brief)), message, wire), wire)

    async def _drafted(self, call: _Call, chunk: Chunk, brief: Brief) -> Draft:
        try:
            return await self._asked(call, self.request(chunk, brief), lambda answer: _draft(brief, answer))
        except TooLarge as fault:
            if len(chunk.sentences) < 2:
                raise fault.error from None
        with growing(None):
            return joined(await _together([self._drafted(call, half, brief) for half in chunk.halves()]))

    async def _asked(self, call: _Call, request: Request, read: Callable[[Answer], T]) -> T:
        """What an answer to a request reads as, from the cache if it is kept there."""
        spent = Spent(self.settings.endpoint, self.settings.budget)
        narrator = Narrator(self.settings.endpoint, self.settings.listener)
        narrator.tell("started", spent.usage)
        key = cache_key(self.settings.endpoint, request.body, self.settings.repeat) if self._cache else ""
        if self._cache and (kept := await asyncio.to_thread(self._cache.get, key)):
            narrator.tell("cached", kept.usage, model=kept.model)
            spent.usage = Usage(from_cache=1)
            call.spent.add(spent)
            reply = request.wire.model.model_validate_json(kept.text)
            return read(Answer(reply, kept.text, kept.model, cached=True))
        try:
            value, answer = await ask(Asking(call.driver, call.deadline, spent, narrator), request, read)
        except BaseException as error:
            narrator.tell("failed", spent.usage, error=error.error if isinstance(error, TooLarge) else error)
            raise
        finally:
            call.spent.add(spent)
        narrator.tell("finished", spent.usage, model=answer.model)
        if self._cache:
            text = answer.reply.model_dump_json()
            await asyncio.to_thread(self._cache.put, key, Kept(text, answer.model, spent.usage))
        return value

    @asynccontextmanager
    async def _call(self, brief: Brief) -> AsyncIterator[_Call]:
        """A deadline over everything inside, and what was spent on whatever is raised."""
        spent = Spent(self.settings.endpoint)
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
        key = self.settings.endpoint.api_key
        if key and isinstance(error, EndpointError) and error.last_reply:
            error.last_reply = error.last_reply.replace(key, "[key]")
        raise error


@dataclasses.dataclass(frozen=True, slots=True)
class _Call:
    """What the requests of one call share."""

    driver: Driver
    deadline: float
    spent: Spent


def _draft(brief: Brief, answer: Answer) -> Draft:
    records = to_records(brief.schema, answer.reply)
    language = answer.reply.language.strip() or "und"  # type: ignore[attr-defined]
    return Draft(records, language, to_composition(answer.reply), model=answer.model, cached=answer.cached)


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
