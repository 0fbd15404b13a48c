"""Many documents through an embedded engine: a pool of processes, because the work is the processor's.

A document whose process dies (killed for its memory, say) is one failed document: the pool is
started again, and what was in flight is tried one document at a time to find which it was.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from summarizer.corpus.outcomes import Outcome, Source, Unreadable, document_id, failed, succeeded
from summarizer.corpus.sequence import HandOut, Input
from summarizer.errors import SettingsError, SummarizerError
from summarizer.pipeline import Summarizer

# Documents a process that are in flight: enough that none waits while outcomes are taken.
_DEPTH = 4

# Outcomes a process that may wait for an earlier document, before no further one is read.
_AHEAD = 64

_Done = queue.SimpleQueue[tuple[int, Source, Future[Outcome[Any]]]]
Build = Callable[[], Summarizer[Any]]
_summarizer: Summarizer[Any]


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def summarize_source(summarizer: Summarizer[Any], index: int, source: Source) -> Outcome[Any]:
    """The outcome of one document, whatever happens to it."""
    try:
        if isinstance(source, Unreadable):
            raise source.error
        return succeeded(index, summarizer.summarize(source))
    except Exception as error:
        return failed(index, document_id(source), error)


def run_here(summarizer: Summarizer[Any], sources: Iterable[Source]) -> Generator[Outcome[Any], None, None]:
    """The outcomes of the sources, one after the other in this process."""
    for index, source in enumerate(sources):
        yield summarize_source(summarizer, index, source)


class Pool:
    """A pool of processes, started at once in the caller's thread.

    Raises:
        SettingsError: if processes cannot be started, as in a script that lacks a `__main__` guard
            on a platform that starts processes afresh.
    """

    def __init__(self, build: Build, count: int) -> None:
        self._build = build
        self._count = count
        self._executor = self._started()

    def _started(self) -> ProcessPoolExecutor:
        executor = ProcessPoolExecutor(
            self._count, mp_context=_context(), initializer=_initialize, initargs=(self._build,)
        )
        try:
            executor.submit(os.getpid).result()
        except (BrokenProcessPool, OSError):
            executor.shutdown(wait=False, cancel_futures=True)
            raise SettingsError(
                'Worker processes cannot be started. Guard the script with if __name__ == "__main__", '
                "keep a schema of your own in a module that can be imported, or pass concurrency=1."
            ) from None
        return executor

    def run(self, sources: Iterable[Source], *, ordered: bool) -> Generator[Outcome[Any], None, None]:
        """The outcomes of the sources; an exception of the input's is raised after those before it."""
        given = Input(sources)
        handed_out = HandOut(ordered, ahead=_AHEAD * self._count)
        done: _Done = queue.SimpleQueue()
        in_flight: dict[int, Source] = {}
        try:
            while True:
                while (
                    len(in_flight) < _DEPTH * self._count
                    and not handed_out.full
                    and (item := next(given, None))
                ):
                    in_flight[item[0]] = item[1]
                    self._submit(item, done)
                if not in_flight:
                    break
                for outcome in self._finished(done, in_flight):
                    yield from handed_out.take(outcome)
        finally:
            self._executor.shutdown(wait=True, cancel_futures=True)
        given.reraise()

    def _finished(self, done: _Done, in_flight: dict[int, Source]) -> Iterator[Outcome[Any]]:
        """The next outcome; all that are in flight where a process died."""
        index, source, future = done.get()
        if index not in in_flight:  # it was in flight when a process died, and is settled
            return
        try:
            outcome = future.result()
        except BrokenProcessPool:
            yield from self._one_by_one(in_flight)
            in_flight.clear()
            return
        except Exception as error:  # the outcome could not be carried over
            outcome = failed(index, document_id(source), error)
        del in_flight[index]
        yield outcome

    def _submit(self, item: tuple[int, Source], done: _Done) -> None:
        try:
            future = self._executor.submit(_work, *item)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        future.add_done_callback(lambda future: done.put((*item, future)))

    def _one_by_one(self, sources: dict[int, Source]) -> Iterator[Outcome[Any]]:
        self._restart()
        for index, source in sources.items():
            try:
                yield self._executor.submit(_work, index, source).result()
            except BrokenProcessPool:
                self._restart()
                died = "The process died that worked on this document; it may have run out of memory."
                yield failed(index, document_id(source), SummarizerError(died))

    def _restart(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._started()


def _context() -> multiprocessing.context.BaseContext:
    # Forking is quick and needs no guard in the caller's script, but is only safe without threads.
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


def _initialize(build: Build) -> None:
    global _summarizer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _summarizer = build()


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _work(index: int, source: Source) -> Outcome[Any]:
    return summarize_source(_summarizer, index, source)
