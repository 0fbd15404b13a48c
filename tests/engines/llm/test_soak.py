"""Many documents against a server that fails three times in ten: every one is accounted for.

Two hundred by default; 5,000 where everything is required.
"""

from __future__ import annotations

import asyncio
import gc
import random
import threading
from collections import Counter
from typing import Any

from summarizer.document import Document
from summarizer.errors import EndpointError
from summarizer.schema import Usage
from tests.conftest import REQUIRE_ALL
from tests.engines.llm.samples import brief, engine_for, part, reply
from tests.servers.chat import Received, Reply, chat_server, completion

DOCUMENTS = 5_000 if REQUIRE_ALL else 200
AT_ONCE = 64
FAULTS = [
    Reply({}, status=500),
    Reply({}, status=503, headers={"Retry-After": "0"}),
    Reply({"error": {"message": "slow down"}}, status=429, headers={"Retry-After-Ms": "5"}),
    Reply(completion(reply()), cut=200),
    Reply("", cut=0),
    Reply("<html></html>", content_type="text/html"),
    Reply(completion("")),
    Reply({**completion(""), "choices": []}),
    Reply(completion("not JSON")),
    Reply(completion({"language": "en"})),
    Reply(completion("", finish="length")),
    Reply(completion(None, refusal="No.")),
    Reply(completion("", finish="content_filter")),
    Reply({"error": {"message": "bad"}}, status=400),
    Reply({"error": {"message": "too long", "code": "context_length_exceeded"}}, status=400),
]


def is_part(request: Received) -> bool:
    return "one part of a longer document" in request.body["messages"][1]["content"]


class Unreliable:
    """Fails three times in ten, in every way that there is, and counts what it told."""

    def __init__(self) -> None:
        self._random = random.Random(20)
        self._lock = threading.Lock()
        self.told = Counter[str]()

    def __call__(self, request: Received) -> Reply:
        with self._lock:
            # A half is spared, for a failing one stops the other, whose tokens nobody then hears of.
            failing = not is_part(request) and self._random.random() < 0.3
            answer = self._random.choice(FAULTS) if failing else self._good(request)
            usage = answer.payload.get("usage") if isinstance(answer.payload, dict) else None
            self.told["attempts"] += 1
            if usage and answer.cut is None:
                self.told["input"] += usage["prompt_tokens"]
                self.told["output"] += usage["completion_tokens"]
            return answer

    def _good(self, request: Received) -> Reply:
        inputs, outputs = self._random.randint(1, 999), self._random.randint(1, 99)
        usage = {"prompt_tokens": inputs, "completion_tokens": outputs, "total_tokens": inputs + outputs}
        return Reply(completion(part() if is_part(request) else reply(), usage=usage))


async def test_every_document_is_accounted_for_and_nothing_is_left_open() -> None:
    unreliable = Unreliable()
    outcomes: Counter[str] = Counter()
    objects: list[int] = []
    spent = Usage()

    async def one(number: int) -> None:
        nonlocal spent
        document = Document(f"Boat {number} ran aground.\nNobody was hurt.")
        async with limit:
            try:
                draft = await engine.draft(document.chunks(9_000)[0], brief())
            except EndpointError as error:
                outcomes[type(error).__name__] += 1
                spent += error.usage
            else:
                outcomes["summary"] += 1
                spent += draft.usage
                assert draft.records
        if number in (DOCUMENTS // 3, DOCUMENTS - 1):
            gc.collect()
            objects.append(len(gc.get_objects()))

    limit = asyncio.Semaphore(AT_ONCE)
    with chat_server(unreliable) as server:
        engine = engine_for(server.url, timeout=60)
        for start in range(0, DOCUMENTS, 500):
            await asyncio.gather(*map(one, range(start, min(start + 500, DOCUMENTS))))
            server.received.clear()
        await engine.aclose()
        async with asyncio.timeout(5):
            while server.open_connections:
                await asyncio.sleep(0.01)

    assert outcomes.total() == DOCUMENTS
    assert outcomes["summary"] > DOCUMENTS * 0.8
    assert {"Refused", "ContentFiltered", "RequestRejected"} <= set(outcomes)
    # A request whose connection breaks before the server has read it was sent, for all that we can know:
    # the faults that cut a connection off leave a few such ones behind, more on a busy machine.
    unread = spent.attempts - unreliable.told["attempts"]
    assert 0 <= unread <= min(spent.unreported, DOCUMENTS // 50)
    assert (spent.input_tokens, spent.output_tokens) == (unreliable.told["input"], unreliable.told["output"])
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert_flat(objects)


def assert_flat(objects: list[Any]) -> None:
    early, late = objects
    assert late < early * 1.1
