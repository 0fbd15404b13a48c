"""Kept replies: what they are found by, and what the cache's file withstands."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from summarizer.engines.llm.cache import Cache, Kept
from summarizer.errors import SettingsError
from summarizer.schema import Usage
from tests.engines.llm.samples import TEXT, draft, reply
from tests.servers.chat import ChatServer, Reply, chat_server, completion

GOOD = Reply(completion(reply()))


async def test_a_hit_costs_nothing_says_so_and_reads_as_the_first(tmp_path: Path) -> None:
    with chat_server([GOOD]) as server:
        first = await draft(server.url, cache=tmp_path / "replies")
        second = await draft(server.url, cache=tmp_path / "replies")
        assert len(server.received) == 1
    assert (first.cached, second.cached) == (False, True)
    assert second.records == first.records
    assert second.composition == first.composition
    assert second.model == first.model
    assert second.usage == Usage(from_cache=1)
    assert Cache(tmp_path / "replies").info().usage == first.usage


async def requests(server: ChatServer, path: Path, *calls: dict[str, Any]) -> int:
    before = len(server.received)
    for call in calls:
        await draft(server.url, cache=path, **call)
    return len(server.received) - before


@pytest.mark.parametrize(
    "change",
    [
        {"text": TEXT + " More."},
        {"temperature": 0.5},
        {"seed": 2},
        {"max_output_tokens": 99},
        {"extra": {"top_p": 0.5}},
        {"citations": "quotes"},
        {"mode": "json_object"},
        {"repeat": 1},
    ],
    ids=str,
)
async def test_whatever_can_change_a_reply_is_asked_anew(tmp_path: Path, change: dict[str, Any]) -> None:
    answer = reply()
    if change.get("citations") == "quotes":
        answer = reply(events=[], claims=[], figures=[])
    with chat_server([GOOD, Reply(completion(answer))]) as server:
        assert await requests(server, tmp_path / "c", {}, {}, change, change) == 2


async def test_another_server_or_prompt_is_asked_anew(tmp_path: Path) -> None:
    mine = tmp_path / "mine.md"
    mine.write_text("---\nname: mine\nversion: 1\nabout: x\n---\nSummarize.")
    with chat_server([GOOD]) as one, chat_server([GOOD]) as other:
        assert await requests(one, tmp_path / "c", {}, {"prompt": mine}) == 2
        assert await requests(other, tmp_path / "c", {}) == 1


async def test_what_failed_is_not_kept(tmp_path: Path) -> None:
    with chat_server(
        [Reply(completion("no")), Reply(completion("no")), Reply(completion("no")), GOOD]
    ) as server:
        with pytest.raises(Exception, match="schema"):
            await draft(server.url, cache=tmp_path / "c")
        assert not (await draft(server.url, cache=tmp_path / "c")).cached


async def test_a_reply_that_was_asked_for_twice_is_found_by_the_first_request(tmp_path: Path) -> None:
    with chat_server([Reply(completion("no")), GOOD]) as server:
        first = await draft(server.url, cache=tmp_path / "c")
        second = await draft(server.url, cache=tmp_path / "c")
        assert len(server.received) == 2
    assert (first.usage.requests, second.cached) == (2, True)


def test_the_cache_tells_what_it_holds_and_forgets_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    assert (cache.info().entries, cache.clear(), cache.get("x")) == (0, 0, None)
    cache.put("x", Kept("one", "m", Usage(attempts=1, input_tokens=3)))
    cache.put("x", Kept("two", "m", Usage(attempts=1)))
    assert cache.get("x") == Kept("one", "m", Usage(attempts=1, input_tokens=3))
    assert (cache.info().entries, cache.info().usage.input_tokens) == (1, 3)
    assert (cache.clear(), cache.info().entries) == (1, 0)


def foreign(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE accounts (id)")
    db.close()


def broken(path: Path) -> None:
    Cache(path).put("x", Kept("one", None, Usage()))
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 9_000)


@pytest.mark.parametrize(
    "make",
    [foreign, broken, lambda path: path.write_text("Dear diary, today " * 90), lambda path: path.mkdir()],
    ids=["another program's", "broken", "text", "a folder"],
)
def test_a_file_that_is_no_cache_is_told_and_left_as_it_is(tmp_path: Path, make: Any) -> None:
    path = tmp_path / "c"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(SettingsError, match="left as it is"):
        Cache(path).get("x")
    assert before is None or path.read_bytes() == before


def test_a_cache_in_no_folder_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="folder"):
        Cache(tmp_path / "none" / "c")


WRITER = """
import sys
from summarizer.engines.llm.cache import Cache, Kept
from summarizer.schema import Usage
cache = Cache(sys.argv[1])
for number in range(40):
    cache.put(f"shared {number}", Kept("text", None, Usage(attempts=1)))
    cache.put(f"{sys.argv[2]} {number}", Kept("text", None, Usage(attempts=1)))
    assert cache.get(f"shared {number}")
"""


def test_several_processes_write_one_cache(tmp_path: Path) -> None:
    path = tmp_path / "c"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(number)], stderr=subprocess.PIPE)
        for number in range(4)
    ]
    for writer in writers:
        _, said = writer.communicate(timeout=60)
        assert (writer.returncode, said) == (0, b"")
    assert Cache(path).info().entries == 40 + 4 * 40
