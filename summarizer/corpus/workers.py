"""Processes that ground replies, so that the event loop's thread is free to send and to receive.

They are started when grounding has come to take a good part of that thread's time, one after the other as
long as work waits, and end with the run at the latest. What does not travel to another process (a class
of the script that runs, a check that was registered there) is done in this one.

Neither `multiprocessing` nor `anyio.to_process` starts them: both run the caller's script again in every
process, which a script that only asks a language model has never had to guard against.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import multiprocessing.spawn
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, Self, TypeVar

from summarizer.corpus.processes import processors
from summarizer.corpus.worker import LENGTH, Kind, framed
from summarizer.errors import SummarizerError
from summarizer.grounding.case import CHECKS

T = TypeVar("T")

_BEFORE = 16
"""Documents that are grounded in this process before its load is judged."""

_SHARE = 0.1
"""Of this process's time that grounding may take before the first process is started for it."""

_LANES = 2
"""Work that a process is given at a time: the second waits there while the answer to the first travels."""

_TRIES = 2
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from summarizer.corpus.worker import main; main()"
)


class _Died(Exception):
    """The process is gone; `culprit` says that it was working on this."""

    def __init__(self, *, culprit: bool) -> None:
        self.culprit = culprit


class Workers:
    """Belongs to one event loop. Call it with a function and its arguments to have the function done.

    Args:
        most: the largest number of processes; 0 does everything in this one.
    """

    def __init__(self, most: int | None = None) -> None:
        cores = processors()
        # Where this is the only processor there is none to gain, and a frozen program is no interpreter.
        useful = cores > 1 and not getattr(sys, "frozen", False)
        self._most = (cores if useful else 0) if most is None else most
        self._started: list[_Worker] = []
        self._workers: list[_Worker] = []  # those that take work
        self._jobs: asyncio.Queue[tuple[bytes, asyncio.Future[tuple[Kind, Any]]]] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._starting = False
        self._done_here = 0
        self._busy = 0.0
        self._since = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.aclose()

    async def __call__(self, work: Callable[..., T], *arguments: Any) -> T:
        """The value of `work(*arguments)`, computed wherever there is room.

        Raises:
            SummarizerError: if processes died of it, for want of memory for example.
            Exception: whatever `work` raises.
        """
        if not (self._most and self._workers):
            return self._here(work, arguments)
        try:
            job = pickle.dumps((work, arguments), pickle.HIGHEST_PROTOCOL)
        except Exception:
            self._give_up()
            return work(*arguments)
        kind, value = await self._elsewhere(job)
        if kind == "done":
            return value  # type: ignore[no-any-return]
        if kind == "raised":
            raise value
        if kind == "unread":
            self._give_up()
        return work(*arguments)

    async def aclose(self) -> None:
        """End the processes, whatever they are doing."""
        tasks, self._tasks = list(self._tasks), set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._workers.clear()
        await asyncio.gather(*(worker.aclose() for worker in self._started))

    def _here(self, work: Callable[..., T], arguments: Sequence[Any]) -> T:
        started = time.monotonic()
        self._since = self._since or started
        try:
            return work(*arguments)
        finally:
            now = time.monotonic()
            self._done_here += 1
            self._busy += now - started
            if self._done_here >= _BEFORE and self._busy > _SHARE * (now - self._since):
                self._start_one()

    async def _elsewhere(self, job: bytes) -> tuple[Kind, Any]:
        deaths = 0
        while deaths < _TRIES and (self._workers or self._starting):
            answer: asyncio.Future[tuple[Kind, Any]] = asyncio.get_running_loop().create_future()
            self._jobs.put_nowait((job, answer))
            if self._jobs.qsize() > _LANES * len(self._workers):
                self._start_one()
            try:
                kind, value = await answer
            except _Died as died:
                deaths += died.culprit
                continue
            if kind != "failed":
                return kind, value
            break
        if deaths:  # what a process died of is not tried in this one
            raise SummarizerError(
                "The process died that worked on this document, again and again; "
                "it may have run out of memory."
            )
        return "failed", None

    def _start_one(self) -> None:
        if not self._starting and len(self._workers) < self._most:
            self._starting = True
            self._begin(self._start())

    def _begin(self, coroutine: Any) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _start(self) -> None:
        try:
            worker = await _Worker.started()
            self._started.append(worker)
            usable = await worker.answers(_checks, _check_modules()) == ("done", _checks())
        except (OSError, NotImplementedError, _Died):
            usable = False
        finally:
            self._starting = False
        if usable and self._most:
            self._workers.append(worker)
            for _ in range(_LANES):
                self._begin(self._lane(worker))
        else:
            self._give_up()
            self._leave_none_waiting()

    async def _lane(self, worker: _Worker) -> None:
        """Hand a process one piece of work after the other."""
        while True:
            job, answer = await self._jobs.get()
            if answer.done():  # whoever wanted it was cancelled
                continue
            try:
                reply = await worker.ask(job)
            except _Died as died:
                if not answer.done():
                    answer.set_exception(died)
                self._bury(worker)
                return
            if not answer.done():
                answer.set_result(reply)

    def _bury(self, worker: _Worker) -> None:
        if worker in self._workers:
            self._workers.remove(worker)
            self._start_one()
        self._leave_none_waiting()

    def _give_up(self) -> None:
        """Do the rest here: what there is to do does not travel."""
        self._most = 0

    def _leave_none_waiting(self) -> None:
        while not self._workers and not self._starting and not self._jobs.empty():
            _, answer = self._jobs.get_nowait()
            if not answer.done():
                answer.set_result(("failed", None))


class _Worker:
    """A process, which answers in the order in which it is asked."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._questions, self._answers = process.stdin, process.stdout
        self._turn = asyncio.Lock()
        self._dead = False

    @classmethod
    async def started(cls) -> Self:
        return cls(
            await asyncio.create_subprocess_exec(
                os.fsdecode(multiprocessing.spawn.get_executable()),
                *("-c", _PROGRAM, json.dumps([*map(str, sys.path)])),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt at the terminal is for the process that it runs
                limit=2**20,
            )
        )

    async def ask(self, job: bytes) -> tuple[Kind, Any]:
        self._questions.write(framed(job))
        async with self._turn:
            if self._dead:
                raise _Died(culprit=False)
            try:
                length = int.from_bytes(await self._answers.readexactly(LENGTH), "big")
                return pickle.loads(await self._answers.readexactly(length))  # type: ignore[no-any-return] # noqa: S301
            except (asyncio.IncompleteReadError, ConnectionError):
                self._dead = True
                raise _Died(culprit=True) from None

    async def answers(self, work: Callable[..., Any], *arguments: Any) -> tuple[Kind, Any]:
        return await self.ask(pickle.dumps((work, arguments), pickle.HIGHEST_PROTOCOL))

    async def aclose(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.communicate()


def _check_modules() -> list[str]:
    return sorted({check.run.__module__ for check in CHECKS.values()})


def _checks(modules: Sequence[str] = ()) -> list[tuple[str, str, str]]:
    """What is checked in this process, once the modules are imported."""
    for module in modules:
        importlib.import_module(module)
    return sorted((c.code, c.run.__module__, c.run.__qualname__) for c in CHECKS.values())
