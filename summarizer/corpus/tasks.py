"""Many documents through a language model: one event loop, one client, a bounded number in flight.

A slow reply holds up only its own place in the pool; with `ordered`, outcomes behind it wait for it,
and reading goes on until a bounded number of them do.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Iterable
from typing import Any

from summarizer.corpus.limits import Admission, Limits
from summarizer.corpus.outcomes import Outcome, Source, Unreadable, document_id, failed, succeeded
from summarizer.corpus.sequence import HandOut, Input
from summarizer.corpus.workers import Workers
from summarizer.pipeline import Summarizer
from summarizer.schema import Usage

# Outcomes a place in the pool that may wait for an earlier document. With every tenth reply ten times
# slower than the others, five and a half a place wait behind one of those.
_AHEAD = 8


async def run(
    summarizer: Summarizer[Any], sources: Iterable[Source], limits: Limits, *, ordered: bool
) -> AsyncGenerator[Outcome[Any], None]:
    """The outcomes of the sources; an exception of the input's is raised after those before it.

    The iterable is read in a thread, so that a slow one does not hold up what is in flight.
    """
    async with summarizer, Workers() as workers:
        handed_out = HandOut(ordered, ahead=_AHEAD * limits.concurrency)
        pool = _Pool(summarizer.grounding_by(workers), Input(sources), limits, handed_out)
        try:
            async for outcome in pool.outcomes():
                yield outcome
        finally:
            await pool.stop()


class _Pool:
    def __init__(
        self, summarizer: Summarizer[Any], given: Input, limits: Limits, handed_out: HandOut
    ) -> None:
        self._summarizer = summarizer
        self._given = given
        self._limits = limits
        self._handed_out = handed_out
        # For all that is begun and not yet taken: in flight, done, or waiting for an earlier document.
        self._room = asyncio.Semaphore(limits.concurrency + handed_out.ahead)
        self._done: asyncio.Queue[Outcome[Any] | None] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._total: int | None = None

    async def outcomes(self) -> AsyncGenerator[Outcome[Any], None]:
        feeding = self._start(self._feed())
        taken = 0
        while self._total is None or taken < self._total:
            outcome = await self._done.get()
            if outcome is None:  # the input has ended
                continue
            taken += 1
            for ready in self._handed_out.take(outcome):
                yield ready
                self._room.release()
        await feeding
        self._given.reraise()

    async def stop(self) -> None:
        """Cancel what still runs and wait until it has ended."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, coroutine: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _feed(self) -> None:
        begun = 0
        try:
            while True:
                await self._room.acquire()
                await self._limits.place()
                if (item := await asyncio.to_thread(next, self._given, None)) is None:
                    return
                begun += 1
                self._start(self._work(*item))
        finally:
            self._total = begun
            self._done.put_nowait(None)

    async def _work(self, index: int, source: Source) -> None:
        self._done.put_nowait(await work(self._summarizer, self._limits, index, source))


async def work(summarizer: Summarizer[Any], limits: Limits, index: int, source: Source) -> Outcome[Any]:
    """The outcome of one document, whatever happens to it; gives back the place that was taken for it."""
    admission: Admission | None = None
    usage: Usage | None = None
    try:
        if isinstance(source, Unreadable):
            raise source.error
        admission = await limits.pace(source)
        outcome = succeeded(index, await summarizer.asummarize(source))
        usage = outcome.usage
    except Exception as error:
        outcome = failed(index, document_id(source), error)
        usage = outcome.usage
    finally:
        limits.leave(admission, usage)
    return outcome
