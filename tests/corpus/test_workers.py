"""Processes that ground replies: they do what would have been done here, and end with the run."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
import types
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from summarizer.corpus import summarize_many, workers
from summarizer.corpus.workers import Workers
from summarizer.errors import DocumentError, SummarizerError
from summarizer.grounding import Case, check
from summarizer.grounding.case import CHECKS
from tests.corpus.documents import article
from tests.engines.llm.samples import TEXT, reply
from tests.servers.chat import Reply, chat_server, completion


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_BEFORE", 1)
    monkeypatch.setattr(workers, "_SHARE", 0.0)


@asynccontextmanager
async def at_work(most: int = 1) -> AsyncIterator[Workers]:
    """Workers, a process of which is there."""
    async with Workers(most) as working:
        async with asyncio.timeout(20):
            while await working(os.getpid) == os.getpid():
                await asyncio.sleep(0.01)
        yield working


def gone(pid: int) -> bool:
    """Whether a process that may be somebody else's child has ended within a while."""
    for _ in range(1000):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
            os.kill(pid, 0)
        except OSError:
            return True
        time.sleep(0.01)
    return False


def raises(error: Exception) -> None:
    raise error


def stumbles() -> None:
    raise KeyError("secret words of the document")


async def test_work_is_done_elsewhere_and_as_here() -> None:
    async with at_work(2) as working:
        values = await asyncio.gather(*(working(divmod, n, 7) for n in range(200)))
        assert values == [divmod(n, 7) for n in range(200)]


async def test_an_error_is_raised_here_as_it_was_there() -> None:
    async with at_work() as working:
        with pytest.raises(DocumentError, match="no text") as raised:
            await working(raises, DocumentError("no text"))
        assert raised.value.usage.attempts == 0
        with pytest.raises(KeyError) as unforeseen:  # with a place that it can be told by
            await working(stumbles)
        assert "stumbles" in str(unforeseen.traceback[-1])
        assert await working(os.getpid) != os.getpid()


async def test_what_does_not_travel_is_done_here() -> None:
    class Local:
        size = 3

    stranger = types.ModuleType("known_to_this_process_alone")
    sys.modules[stranger.__name__] = stranger
    stranger.Strange = type("Strange", (), {"__module__": stranger.__name__, "size": 4})  # type: ignore[attr-defined]
    try:
        for thing in (Local(), stranger.Strange()):  # type: ignore[attr-defined]
            async with at_work() as working:
                assert await working(attrgetter("size"), thing) == thing.size
    finally:
        del sys.modules[stranger.__name__]


async def test_a_check_that_only_this_process_knows_keeps_the_work_here() -> None:
    @check("test_local", "warning")
    def local(case: Case) -> Iterator[str]:
        """Never finds anything."""
        yield from ()

    try:
        async with Workers(1) as working:
            for _ in range(100):
                assert await working(os.getpid) == os.getpid()
                await asyncio.sleep(0.02)
                if not working._most:
                    break
            assert not working._workers
    finally:
        del CHECKS["test_local"]


async def test_a_process_that_dies_fails_what_it_worked_on_and_nothing_else() -> None:
    async with at_work(2) as working:
        deaths = [working(os._exit, 9) for _ in range(2)]
        outcomes = await asyncio.gather(
            *(working(abs, -n) for n in range(20)),
            *deaths,
            *(working(abs, -n) for n in range(20, 40)),
            return_exceptions=True,
        )
        died = [each for each in outcomes if isinstance(each, SummarizerError)]
        assert len(died) == 2
        assert all("process died" in str(each) for each in died)
        assert [each for each in outcomes if each not in died] == list(range(40))


async def test_without_processes_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers.multiprocessing.spawn, "get_executable", lambda: "/nowhere/python")
    async with Workers(2) as working:
        for _ in range(20):
            assert await working(os.getpid) == os.getpid()
            await asyncio.sleep(0)


async def test_whoever_no_longer_waits_holds_up_nobody() -> None:
    async with at_work() as working:
        tasks = [asyncio.create_task(working(time.sleep, 0.01)) for _ in range(10)]
        await asyncio.sleep(0.015)
        for task in tasks[::2]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert [task.cancelled() for task in tasks[1::2]] == [False] * 5
        assert await working(abs, -1) == 1


async def test_processes_end_with_the_run_whatever_they_do() -> None:
    async with at_work() as working:
        pid = await working(os.getpid)
        task = asyncio.create_task(working(time.sleep, 600))
        await asyncio.sleep(0.1)
    assert gone(pid)
    task.cancel()


async def test_an_idle_endpoint_s_few_replies_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    async with Workers(2) as working:
        for _ in range(20):
            await working(abs, -1)
            await asyncio.sleep(0.002)
        assert not working._workers
        assert not working._starting


def summaries(working: Workers, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    monkeypatch.setattr("summarizer.corpus.tasks.Workers", lambda: working)
    with chat_server(lambda request: Reply(completion(reply()), after=0.02)) as server:
        texts = [f"{TEXT}\nNote {number}." for number in range(100)]
        outcomes = summarize_many(texts, model="openai/test", base_url=server.url, concurrency=4)
        return [o.summary.model_dump(exclude={"run": {"seconds"}}) for o in outcomes if o.summary]


def test_summaries_are_the_same_wherever_they_are_grounded(monkeypatch: pytest.MonkeyPatch) -> None:
    working = Workers(2)
    here, elsewhere = summaries(Workers(0), monkeypatch), summaries(working, monkeypatch)
    assert len(here) == 100
    assert here == elsewhere
    assert here[0]["claims"][0]["evidence"]
    assert working._done_here < 100


SCRIPT = """
import os, sys
print("begun", flush=True)
from pydantic import Field
from summarizer import Record, Summary
from summarizer.corpus import summarize_many, workers

workers._BEFORE, workers._SHARE = 1, 0.0

class Storm(Record):
    category: int

class Weather(Summary):
    storms: list[Storm] = Field(default_factory=list)

texts = (f"The harbour of Alba was closed on Monday, note {n}." for n in range(int(sys.argv[2])))
schema = Weather if sys.argv[3] == "own" else Summary
ok = 0
for outcome in summarize_many(texts, model="openai/test", base_url=sys.argv[1], schema=schema, concurrency=4):
    ok += outcome.ok
    assert type(outcome.summary) is schema
print(ok, flush=True)
"""


@pytest.mark.parametrize("schema", ["own", "plain"])
def test_a_script_without_a_guard_is_run_once_and_may_hold_the_schema(tmp_path: Path, schema: str) -> None:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    content = {name: [] for name in ("actors", "events", "claims", "figures", "storms")}
    answer = {**content, "language": "en", "headline": "Harbour closed", "gist": "A harbour was closed."}
    with chat_server(lambda request: Reply(completion(answer), after=0.01)) as server:
        run = subprocess.run(
            [sys.executable, str(path), server.url, "100", schema],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert (run.stdout.split(), run.stderr) == (["begun", "100"], "")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds children by /proc")
def test_processes_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    answer: dict[str, Any] = {name: [] for name in ("actors", "events", "claims", "figures")}
    answer |= {"language": "en", "headline": "Harbour closed", "gist": "A harbour was closed."}
    with chat_server(lambda request: Reply(completion(answer), after=0.01)) as server:
        parent = subprocess.Popen(
            [sys.executable, str(path), server.url, "100000", "plain"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.DEVNULL,
        )
        try:
            children = within(20, lambda: children_of(parent.pid))
        finally:
            parent.send_signal(signal.SIGKILL)
            parent.wait()
    assert all(gone(pid) for pid in children)


def within(seconds: float, found: Callable[[], list[int]]) -> list[int]:
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline, "no process was started"
        time.sleep(0.05)
    return value


def children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


async def test_it_is_article_text_that_travels_not_the_caller_s_iterable() -> None:
    """A document is sent as it is, its sentences with it, so that nobody splits them twice."""
    document = article(1)
    assert document.sentences
    async with at_work() as working:
        assert await working(attrgetter("sentences"), document) == document.sentences
