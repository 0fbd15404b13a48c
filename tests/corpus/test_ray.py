"""Many machines: a real Ray on this one, two workers, one of which is killed midway."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer import Budget
from summarizer.cli import main
from summarizer.errors import BudgetExceeded
from summarizer.schema import Summary
from tests.corpus.documents import article, reply
from tests.extras import extra
from tests.servers.chat import Received, Reply, chat_server

ray = extra("ray")
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module", autouse=True)
def _cluster() -> Iterator[None]:
    root = str(Path(__file__).resolve().parents[2])
    environment = {"env_vars": {"PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}}
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, runtime_env=environment)
    yield
    ray.shutdown()


def number_of(request: Received) -> int:
    (people,) = re.findall(r"(\d+) people", request.document)
    return int(people) - 10


def worker_pids() -> set[int]:
    """The processes of Ray's actors on this machine, by their titles."""
    pids = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            title = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if title.startswith((b"ray::Worker", b"ray::RowsWorker", b"ray::MapWorker", b"ray::_MapWorker")):
            pids.add(int(process.name))
    return pids


class Killer:
    """Answers, and kills one of the workers at the given request."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.killed: set[int] = set()
        self.asked: Counter[int] = Counter()
        self.most = 0
        self._until: list[float] = []

    def __call__(self, request: Received) -> Reply:
        self.asked[number_of(request)] += 1
        if sum(self.asked.values()) == self.at:
            pid = min(worker_pids())
            os.kill(pid, signal.SIGKILL)
            self.killed.add(pid)
        if number_of(request) == 7:
            return Reply({"error": {"message": "no"}}, status=400)
        now = time.monotonic()
        self._until = [t for t in self._until if t > now] + [now + 0.2]
        if not self.killed:  # what a killed worker had asked is still being answered
            self.most = max(self.most, len(self._until))
        return Reply(reply(request).payload, after=0.2)


def test_a_command_goes_on_where_a_worker_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = ({"id": f"d{i}", "text": article(i).text} for i in range(200))
    Path("in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    killer = Killer(at=60)
    with chat_server(killer) as server:
        model = ["--model", "openai/test", "--base-url", server.url, "--concurrency", "8"]
        code = main(["batch", "in.jsonl", "--out", "out.jsonl", "--ray", "--ray-workers", "2", *model])
    assert killer.killed
    assert 12 <= killer.most <= 16
    assert code == 5
    lines = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert sorted(line["id"] for line in lines) == sorted(f"d{i}" for i in range(200))
    assert [line["id"] for line in lines if line["status"] == "failed"] == ["d7"]
    assert set(killer.asked) == set(range(200))
    assert sum(killer.asked.values()) <= 200 + 8


def test_a_budget_holds_over_all_workers() -> None:
    from summarizer.corpus.ray import summarize_on_ray

    slow = lambda request: Reply(reply(request).payload, after=0.1)  # noqa: E731
    with chat_server(slow) as server:
        outcomes = summarize_on_ray(
            (article(i) for i in range(60)),
            model="openai/test",
            base_url=server.url,
            workers=2,
            concurrency=8,
            budget=Budget(requests=20),
        )
        errors = Counter(type(outcome.error) for outcome in outcomes)
        assert errors == {type(None): 20, BudgetExceeded: 40}
        assert len(server.received) == 20


def test_a_dataset_where_a_worker_is_killed() -> None:
    import ray.data

    from summarizer.corpus.ray import summarize_dataset

    ray.data.DataContext.get_current().enable_progress_bars = False
    items = [{"text": article(i).text, "id": f"d{i}", "kept": i} for i in range(160)]
    killer = Killer(at=40)
    with chat_server(killer) as server:
        dataset = summarize_dataset(
            ray.data.from_items(items, override_num_blocks=10),
            model="openai/test",
            base_url=server.url,
            workers=2,
            concurrency=8,
            batch_size=4,
        )
        rows: list[dict[str, Any]] = dataset.take_all()
    assert killer.killed
    assert 12 <= killer.most <= 16
    assert sorted(row["kept"] for row in rows) == list(range(160))
    for row in rows:
        if row["kept"] == 7:
            assert json.loads(row["error"])["type"] == "RequestRejected"
            assert row["summary"] is None
        else:
            summary = Summary.model_validate_json(row["summary"])
            assert summary.document.id == row["id"]
            assert row["error"] is None
        assert json.loads(row["usage"])["attempts"] == 1


def test_the_rate_is_shared_among_the_workers() -> None:
    from summarizer.corpus.ray import _shares

    assert _shares(4, 1000, None) == (250, None)
