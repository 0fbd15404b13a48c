"""Many documents, one outcome each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

from summarizer.corpus import processes, tasks
from summarizer.corpus.limits import Limits
from summarizer.corpus.outcomes import AsyncOutcomes, Outcome, Outcomes, Source
from summarizer.document import Document
from summarizer.errors import InputError, SettingsError
from summarizer.options import Options
from summarizer.pipeline import Summarizer
from summarizer.schema import S, Summary

if TYPE_CHECKING:
    from summarizer.engines.llm import RequestEvent


IN_FLIGHT = 32
"""Documents in flight at a language model where nothing else is asked for."""


def summarize_many(
    documents: Iterable[Source],
    *,
    model: str | None = None,
    schema: type[S] = Summary,  # type: ignore[assignment]
    concurrency: int | None = None,
    ordered: bool = True,
    rpm: float | None = None,
    tpm: float | None = None,
    **options: Unpack[Options],
) -> Outcomes[S]:
    """Summarize many documents; an iterator of their outcomes.

    A document that fails is one outcome with its error; the others go on. The input is read only as
    far as places are free, so memory stays flat however many documents there are.

    Args:
        documents: texts or `Document`s; any iterable, read once.
        model, schema, options: as `Summarizer` takes them; `timeout` is for each document.
        concurrency: documents in flight at a language model, by default 32, fewer while the endpoint
            throttles; processes for the embedded engine, by default one a processor. With 1 the
            embedded engine runs in this process.
        ordered: outcomes in the order of the input; else as they are completed.
        rpm: requests a minute that a language model's endpoint allows.
        tpm: tokens a minute, in and out, that it allows.

    Raises:
        InputError: at once, if `documents` is one document, or nothing to iterate over.
        SettingsError and others, at once, as `Summarizer` does.
        Exception: whatever `documents` raises, after the outcomes of those before it.
    """
    _check_documents(documents)
    limits = _limits(concurrency, rpm, tpm)
    summarizer = Summarizer(model, schema=schema, **heard(options, limits))
    if not summarizer.engine.local:
        return Outcomes(from_loop(summarizer, documents, limits, ordered))
    count = processes.processors() if concurrency is None else concurrency
    if count == 1:
        return Outcomes(processes.run_here(summarizer, documents))
    # What belongs to an endpoint means nothing to an embedded engine, and may not travel to a process.
    here = {name: value for name, value in options.items() if name not in ("budget", "cache", "listener")}
    build = partial(Summarizer, model, schema=schema, **here)  # type: ignore[arg-type]
    return Outcomes(processes.Pool(build, count).run(documents, ordered=ordered))


def asummarize_many(
    documents: Iterable[Source],
    *,
    model: str | None = None,
    schema: type[S] = Summary,  # type: ignore[assignment]
    concurrency: int | None = None,
    ordered: bool = True,
    rpm: float | None = None,
    tpm: float | None = None,
    **options: Unpack[Options],
) -> AsyncOutcomes[S]:
    """`summarize_many` for a running event loop; an asynchronous iterator of outcomes."""
    _check_documents(documents)
    limits = _limits(concurrency, rpm, tpm)
    summarizer = Summarizer(model, schema=schema, **heard(options, limits))
    if not summarizer.engine.local:
        return AsyncOutcomes(tasks.run(summarizer, documents, limits, ordered=ordered))
    outcomes = summarize_many(
        documents, model=model, schema=schema, concurrency=concurrency, ordered=ordered, **options
    )
    return AsyncOutcomes(_from_thread(outcomes))


def _check_documents(documents: object) -> None:
    if isinstance(documents, str | bytes | Document) or not isinstance(documents, Iterable):
        raise InputError(
            "documents must be a list or another iterable of texts and Documents, "
            f"not one {type(documents).__name__}."
        )


def _limits(concurrency: int | None, rpm: float | None, tpm: float | None) -> Limits:
    if concurrency is not None and (isinstance(concurrency, bool) or not isinstance(concurrency, int)):
        raise SettingsError(f"concurrency must be a whole number above 0, not {concurrency!r}.")
    return Limits(IN_FLIGHT if concurrency is None else concurrency, rpm, tpm)


def heard(options: Options, limits: Limits) -> Options:
    """The options, with the limits listening to every request beside the caller's own listener."""
    theirs = options.get("listener")

    def tell(event: RequestEvent) -> None:
        limits.hear(event)
        if theirs is not None:
            theirs(event)

    return {**options, "listener": tell}


def from_loop(
    summarizer: Summarizer[Any], documents: Iterable[Source], limits: Limits, ordered: bool
) -> Generator[Outcome[Any], None, None]:
    """Outcomes of an event loop in a thread of its own, which goes on while the caller works on one."""
    from anyio.from_thread import start_blocking_portal

    with start_blocking_portal() as portal:
        stream = _Stream(tasks.run(summarizer, documents, limits, ordered=ordered))
        try:
            while (outcome := portal.call(stream.next)) is not None:
                yield outcome
        finally:
            portal.call(stream.aclose)


class _Stream:
    """An asynchronous generator that can be closed while its next value is being waited for."""

    def __init__(self, outcomes: AsyncGenerator[Outcome[Any], None]) -> None:
        self._outcomes = outcomes
        self._waiting: asyncio.Task[Any] | None = None

    async def next(self) -> Outcome[Any] | None:
        self._waiting = asyncio.current_task()
        try:
            return await anext(self._outcomes, None)
        finally:
            self._waiting = None

    async def aclose(self) -> None:
        # The caller may have been interrupted in `next`, by Ctrl-C for one, which its task knows nothing of.
        if (waiting := self._waiting) is not None:
            waiting.cancel()
            await asyncio.wait([waiting])
        await self._outcomes.aclose()


async def _from_thread(outcomes: Outcomes[S]) -> AsyncGenerator[Outcome[S], None]:
    try:
        while (outcome := await asyncio.to_thread(next, outcomes, None)) is not None:
            yield outcome
    finally:
        outcomes.close()
