"""Many documents: one outcome each, whatever becomes of the others."""

from __future__ import annotations

import asyncio
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from summarizer.corpus import Unreadable, asummarize_many, summarize_many
from summarizer.document import Document
from summarizer.errors import (
    AuthenticationFailed,
    DocumentError,
    InputError,
    RequestRejected,
    SettingsError,
    SummarizerError,
)
from tests.corpus.documents import Deadly, Unforeseen, article, reply
from tests.servers.chat import Received, Reply, chat_server, completion


def articles(n: int) -> list[Document]:
    return [article(i) for i in range(n)]


class Reading:
    """An endless input that knows how far it was read."""

    def __init__(self) -> None:
        self.read = 0

    def __iter__(self) -> Iterator[Document]:
        for number in count():
            self.read += 1
            yield article(number)


@pytest.mark.parametrize("concurrency", [1, 2])
class TestEmbedded:
    def test_one_outcome_a_document_in_order(self, concurrency: int) -> None:
        outcomes = summarize_many(articles(20), concurrency=concurrency)
        found = list(outcomes)
        assert [o.index for o in found] == list(range(20))
        assert [o.document_id for o in found] == [f"article-{i}" for i in range(20)]
        assert all(o.ok and o.summary and o.summary.text == article(o.index).text for o in found)
        assert (outcomes.tally.succeeded, outcomes.tally.failed) == (20, 0)

    def test_as_completed_loses_none(self, concurrency: int) -> None:
        found = list(summarize_many(articles(20), concurrency=concurrency, ordered=False))
        assert sorted(o.index for o in found) == list(range(20))

    def test_a_bad_document_is_one_bad_outcome(self, concurrency: int) -> None:
        unread = Unreadable("lost", DocumentError("No such file: lost"))
        bad = ["", unread, Unforeseen("Some text.", id="odd"), 5]
        documents = [article(0), *bad, article(5)]
        found = list(summarize_many(documents, concurrency=concurrency))  # type: ignore[arg-type]
        assert [o.ok for o in found] == [True, False, False, False, False, True]
        assert isinstance(found[1].error, DocumentError)
        assert (found[2].document_id, str(found[2].error)) == ("lost", "No such file: lost")
        assert found[3].document_id == "odd"
        assert "KeyError" in str(found[3].error)
        assert "secret" not in str(found[3].error)
        assert all(isinstance(o.error, SummarizerError) for o in found if not o.ok)

    def test_the_input_is_read_only_as_far_as_it_is_worked_on(self, concurrency: int) -> None:
        reading = Reading()
        with summarize_many(reading, concurrency=concurrency, ordered=False) as outcomes:
            assert len(list(islice(outcomes, 5))) == 5
            assert reading.read <= 5 + 4 * concurrency + 1

    def test_an_input_that_breaks_off_is_told_after_the_documents_before(self, concurrency: int) -> None:
        def broken() -> Iterator[Document]:
            yield from articles(7)
            raise OSError("the disk went away")

        outcomes = summarize_many(broken(), concurrency=concurrency)
        assert [o.ok for o in islice(outcomes, 7)] == [True] * 7
        with pytest.raises(OSError, match="the disk went away"):
            next(outcomes)

    async def test_from_an_event_loop(self, concurrency: int) -> None:
        outcomes = asummarize_many(articles(6), concurrency=concurrency)
        assert [o.document_id async for o in outcomes] == [f"article-{i}" for i in range(6)]
        assert outcomes.tally.succeeded == 6


def test_a_process_that_dies_is_one_bad_outcome() -> None:
    deadly = Deadly("Some text.", id="deadly", source=str(os.getpid()))
    documents = [*articles(5), deadly, *articles(9)[5:], deadly]
    found = list(summarize_many(documents, concurrency=2))
    assert [o.index for o in found] == list(range(11))
    assert [o.document_id for o in found if not o.ok] == ["deadly", "deadly"]
    assert "process died" in str(found[5].error)


def test_where_threads_run_processes_are_started_afresh() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        found = list(summarize_many(articles(6), concurrency=2, listener=lambda event: None))
        assert [o.ok for o in found] == [True] * 6
    finally:
        done.set()
        thread.join()


UNGUARDED = """
import threading
threading.Thread(target=threading.Event().wait, daemon=True).start()
from summarizer.corpus import summarize_many
from summarizer.errors import SettingsError
try:
    summarize_many(["Some text."], concurrency=2)
except SettingsError as error:
    print(error)
"""


def test_a_script_without_a_guard_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(UNGUARDED)
    run = subprocess.run(
        [sys.executable, "script.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Guard the script" in run.stdout, run.stderr


def test_outcomes_can_be_sent_elsewhere() -> None:
    good, bad = summarize_many([article(0), ""], concurrency=1)
    again = pickle.loads(pickle.dumps(good))
    assert again == good
    assert str(pickle.loads(pickle.dumps(bad)).error) == str(bad.error)


@pytest.mark.parametrize("concurrency", [0, -1, 1.5, True])
def test_a_senseless_concurrency(concurrency: int) -> None:
    with pytest.raises(SettingsError, match="concurrency"):
        summarize_many([], concurrency=concurrency)


def test_no_documents() -> None:
    assert list(summarize_many([])) == []


class Gauge:
    """Replies after a while, and notes how many requests were being answered at once."""

    def __init__(self, after: float = 0.05, slow: float = 0.0) -> None:
        self.after = after
        self.slow = slow
        self.asked = 0
        self._until: list[float] = []
        self.most = 0

    def __call__(self, request: Received) -> Reply:
        self.asked += 1
        after = self.slow if self.slow and self.asked % 10 == 1 else self.after
        now = time.monotonic()
        self._until = [t for t in self._until if t > now] + [now + after]
        self.most = max(self.most, len(self._until))
        answer = reply(request)
        return Reply(answer.payload, after=after)


class TestLanguageModel:
    def test_outcomes_in_order_with_what_they_cost(self) -> None:
        with chat_server(reply) as server:
            outcomes = summarize_many(articles(12), model="openai/test", base_url=server.url)
            found = list(outcomes)
        assert [o.document_id for o in found] == [f"article-{i}" for i in range(12)]
        assert outcomes.tally.usage.requests == len(server.received) == 12
        assert outcomes.tally.usage.input_tokens == 12 * 100

    def test_the_pool_is_full_and_no_fuller(self) -> None:
        gauge = Gauge(after=0.5)
        with chat_server(gauge) as server:
            list(summarize_many(articles(24), model="openai/test", base_url=server.url, concurrency=8))
        assert gauge.most == 8

    @pytest.mark.parametrize("ordered", [True, False])
    def test_a_slow_reply_holds_up_only_its_own_place(self, ordered: bool) -> None:
        gauge = Gauge(after=0.05, slow=0.5)
        options = {"model": "openai/test", "concurrency": 8, "ordered": ordered}
        with chat_server(gauge) as server:
            list(summarize_many(articles(2), base_url=server.url, **options))  # imports, connections
            gauge.asked = 0
            started = time.perf_counter()
            list(summarize_many(articles(160), base_url=server.url, **options))
            seconds = time.perf_counter() - started
        # 16 slow ones of 0.5 s and 144 of 0.05 s are 15.2 s of waiting: 1.9 s in eight places. One
        # batch of eight after the other would take 16 of the 20 batches 0.5 s each: over 8 s.
        assert seconds < 4

    def test_an_endpoint_error_is_one_bad_outcome(self) -> None:
        def answers(request: Received) -> Reply:
            if "13 people" in request.document:
                return Reply({"error": {"message": "no"}}, status=400)
            return reply(request)

        with chat_server(answers) as server:
            found = list(summarize_many(articles(8), model="openai/test", base_url=server.url))
        assert [o.index for o in found if not o.ok] == [3]
        assert isinstance(found[3].error, RequestRejected)
        assert found[3].usage.attempts == 1

    def test_leaving_early_stops_what_is_in_flight(self) -> None:
        threads = threading.active_count()
        with chat_server(Gauge(after=0.2)) as server:
            with summarize_many(
                Reading(), model="openai/test", base_url=server.url, concurrency=4, ordered=False
            ) as outcomes:
                next(outcomes)
            time.sleep(0.1)
            assert server.open_connections == 0
            assert len(server.received) <= 9
        assert threading.active_count() == threads

    def test_the_input_is_read_only_as_far_as_places_are_free(self) -> None:
        reading = Reading()
        with chat_server(reply) as server:
            options = {"model": "openai/test", "base_url": server.url, "concurrency": 2}
            with summarize_many(reading, **options) as outcomes:  # type: ignore[arg-type]
                next(outcomes)
                time.sleep(0.5)
                assert reading.read <= 2 + 16 + 2

    async def test_cancelling_leaves_no_task_behind(self) -> None:
        with chat_server(Gauge(after=1.0)) as server:
            outcomes = asummarize_many(articles(9), model="openai/test", base_url=server.url)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.3), outcomes:
                    await anext(outcomes)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    def test_throttling_takes_places_away_and_success_gives_them_back(self) -> None:
        """The server bears four at a time; asked for 16, the pool finds that out."""
        busy: list[float] = []
        throttled = []

        def answers(request: Received) -> Reply:
            now = time.monotonic()
            busy[:] = [t for t in busy if t > now]
            if len(busy) >= 4:
                throttled.append(now)
                return Reply({"error": {"message": "slow down"}}, status=429, headers={"Retry-After": "0.1"})
            busy.append(now + 0.02)
            return Reply(reply(request).payload, after=0.02)

        with chat_server(answers) as server:
            options = {"model": "openai/test", "base_url": server.url, "concurrency": 16}
            found = list(summarize_many(articles(300), **options))  # type: ignore[arg-type]
        assert all(o.ok for o in found)
        # A pool that stayed at 16 would be throttled for nearly every document.
        assert len(throttled) < 150

    def test_requests_a_minute(self) -> None:
        with chat_server(reply) as server:
            started = time.perf_counter()
            list(summarize_many(articles(50), model="openai/test", base_url=server.url, rpm=1200))
            seconds = time.perf_counter() - started
        assert len(server.received) == 50
        assert seconds >= 0.45  # 40 of them are saved up at first, ten wait for 1/20 s each

    def test_tokens_a_minute(self) -> None:
        def answers(request: Received) -> Reply:
            return Reply(
                completion(
                    reply(request).payload["choices"][0]["message"]["content"],
                    usage={"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000},
                )
            )

        with chat_server(answers) as server:
            started = time.perf_counter()
            options = {"base_url": server.url, "concurrency": 2, "tpm": 1_200_000}
            list(summarize_many(articles(60), model="openai/test", **options))  # type: ignore[arg-type]
            seconds = time.perf_counter() - started
        assert seconds >= 0.8  # 60,000 tokens at 20,000 a second, of which 40,000 are saved up

    def test_a_wrong_key_is_every_documents_error(self) -> None:
        with chat_server([Reply({"error": {"message": "bad key"}}, status=401)]) as server:
            found = list(summarize_many(articles(3), model="openai/test", base_url=server.url, api_key="k"))
        assert all(isinstance(o.error, AuthenticationFailed) for o in found)


@pytest.mark.parametrize("one", ["A ferry sank off Brindle.", b"bytes", Document("A ferry sank."), None, 5])
async def test_one_text_is_not_taken_for_many_of_one_letter(one: Any) -> None:
    with pytest.raises(InputError, match="documents must be a list"):
        summarize_many(one)
    with pytest.raises(InputError, match="documents must be a list"):
        asummarize_many(one)
