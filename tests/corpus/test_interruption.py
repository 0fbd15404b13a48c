"""Runs that are killed, interrupted, or find no room: nothing is lost, and they can be taken up again."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REQUIRE_ALL
from tests.corpus.documents import article, reply
from tests.servers.chat import Received, Reply, chat_server

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

_COMMAND = "import sys; from summarizer.cli import main; sys.exit(main(sys.argv[1:]))"


def write_articles(folder: Path, count: int) -> None:
    rows = ({"id": f"d{i}", "text": article(i).text} for i in range(count))
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]


def start(folder: Path, *arguments: str, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _COMMAND, "batch", "in.jsonl", "--out", "out.jsonl", *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True, **options
    )


def wait_until(met: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.005)


def number_of(request: Received) -> int:
    (people,) = re.findall(r"(\d+) people", request.document)
    return int(people) - 10


def run_batch(folder: Path, url: str) -> None:
    from summarizer.cli import main

    os.chdir(folder)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    model = ["--model", "openai/test", "--base-url", url, "--concurrency", "8"]
    os._exit(main(["batch", "in.jsonl", "--out", "out.jsonl", *model]))


def test_killed_over_and_over_every_document_is_there_once(tmp_path: Path) -> None:
    """Each run is killed after some requests and a moment more, wherever it then is.

    Where everything must be tested: 50 times over 2,000 documents.
    """
    documents, kills, in_flight = (2000, 50, 8) if REQUIRE_ALL else (320, 8, 8)
    write_articles(tmp_path, documents)
    chance = random.Random(8)
    # Forked from a server that has imported everything, a run starts in milliseconds.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["openai", "instructor", "summarizer.cli", "summarizer.corpus.batch"])
    with chat_server(lambda request: Reply(reply(request).payload, after=0.005)) as server:
        for _ in range(kills):
            process = context.Process(target=run_batch, args=(tmp_path, server.url))
            process.start()
            enough = len(server.received) + chance.randrange(60)
            wait_until(lambda enough=enough: len(server.received) >= enough)  # type: ignore[misc]
            time.sleep(chance.uniform(0, 0.03))
            assert process.is_alive()
            process.kill()
            process.join()
        last = context.Process(target=run_batch, args=(tmp_path, server.url))
        last.start()
        last.join(120)
        assert last.exitcode == 0
        asked = Counter(number_of(request) for request in server.received)
    assert sorted(line["id"] for line in lines(tmp_path)) == sorted(f"d{i}" for i in range(documents))
    assert all(line["status"] == "ok" for line in lines(tmp_path))
    assert set(asked) == set(range(documents))
    assert sum(asked.values()) <= documents + kills * in_flight


def test_workers_do_not_outlive_a_killed_run(tmp_path: Path) -> None:
    if not Path("/proc/self/task").exists():
        pytest.skip("needs /proc")
    write_articles(tmp_path, 5000)
    process = start(tmp_path, "--concurrency", "2")
    wait_until(lambda: (tmp_path / "out.jsonl").exists() and len(lines_so_far(tmp_path)) > 5)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) >= 2
    process.kill()
    process.communicate()
    wait_until(lambda: not any(is_running(child) for child in children), seconds=10)
    assert len(lines_so_far(tmp_path)) < 5000


def lines_so_far(folder: Path) -> list[str]:
    return (folder / "out.jsonl").read_text(errors="replace").splitlines()


def is_running(pid: str) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("embedded", [True, False])
def test_an_interrupt_lets_what_is_in_flight_finish(tmp_path: Path, number: int, embedded: bool) -> None:
    write_articles(tmp_path, 3000)
    with chat_server(lambda request: Reply(reply(request).payload, after=0.1)) as server:
        model = [] if embedded else ["--model", "openai/test", "--base-url", server.url, "--concurrency", "4"]
        process = start(tmp_path, *model, start_new_session=True)
        wait_until(lambda: (tmp_path / "out.jsonl").exists() and len(lines_so_far(tmp_path)) > 3)
        os.killpg(process.pid, number) if number == signal.SIGINT else process.send_signal(number)
        _, told = process.communicate(timeout=20)
        assert process.returncode == 130
        assert "finishing what is in flight" in told
        assert "run the same command again to go on" in told
        done = lines(tmp_path)
        assert all(line["status"] == "ok" for line in done)
        assert 3 < len(done) < 3000
        if not embedded:
            assert len(server.received) == len(done)


def test_a_second_interrupt_leaves_what_is_in_flight(tmp_path: Path) -> None:
    write_articles(tmp_path, 100)
    with chat_server(lambda request: Reply(reply(request).payload, after=30)) as server:
        process = start(tmp_path, "--model", "openai/test", "--base-url", server.url)
        wait_until(lambda: len(server.received) > 3)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        while "finishing" not in process.stderr.readline():
            pass
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=10)
        assert process.returncode == 130, told


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    write_articles(tmp_path, 50)

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    process = start(tmp_path, "--concurrency", "1", preexec_fn=little_room)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 5
    assert "out.jsonl cannot be written: File too large" in told
    assert "run the same command again" in told
    assert 3 < len(lines(tmp_path)) < 50
    process = start(tmp_path)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert sorted(line["id"] for line in lines(tmp_path)) == sorted(f"d{i}" for i in range(50))


def test_a_terminal_shows_a_bar(tmp_path: Path) -> None:
    import pty

    write_articles(tmp_path, 30)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", _COMMAND, "batch", "in.jsonl", "--out", "out.jsonl"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm", "COLUMNS": "120"}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            shown += os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
    os.close(ours)
    assert process.wait(10) == 0
    assert b"100%" in shown
    assert b"30 done" in shown
    assert b"30 documents summarized; 0 failed" in shown
