"""One way of asking an endpoint about many documents, timed in a process of its own.

    python -m benchmarks.clients NAME URL DOCUMENTS CONCURRENCY ARTICLE REPLY

NAME is openai, instructor, summarizer, or ungrounded: summarizer, its grounding and audit left out.

Prints `{"seconds": ..., "cpu_seconds": ..., "failed": ...}` for the documents after a warm-up a quarter
as large. Processor time is that of child processes too, and without what every run has to pay once (the
start of the children): it is what the documents took that were more than in the warm-up.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

Ask = Callable[[int], Awaitable[None]]


def article_texts(article: str, count: int) -> list[str]:
    """The article so many times, every copy a text of its own."""
    return [f"{article}\n\nNote {number} to the desk: hold until noon." for number in range(count)]


def _schema() -> dict[str, Any]:
    from summarizer.engines.llm import wire_schema
    from summarizer.schema import Summary

    return wire_schema(Summary, "sentences")


async def _pool(ask: Ask, count: int, concurrency: int) -> int:
    numbers = iter(range(count))
    failed = 0

    async def work() -> None:
        nonlocal failed
        for number in numbers:
            try:
                await ask(number)
            except Exception:
                failed += 1

    await asyncio.gather(*(work() for _ in range(concurrency)))
    return failed


def _bare(url: str, texts: list[str]) -> Ask:
    """openai's client, a strict schema in the request, the reply's text taken as it is."""
    import openai

    client = openai.AsyncOpenAI(base_url=url, api_key="none", max_retries=0)
    schema = {"type": "json_schema", "json_schema": {"name": "Summary", "strict": True, "schema": _schema()}}

    async def ask(number: int) -> None:
        completion = await client.chat.completions.create(
            model="test-1", messages=[{"role": "user", "content": texts[number]}], response_format=schema
        )
        assert completion.choices[0].message.content

    return ask


def _instructor(url: str, texts: list[str]) -> Ask:
    """instructor as its documentation has it: `from_openai`, a model class, `create`."""
    import instructor
    import openai
    import pydantic

    from summarizer.engines.llm.wire import wire_for
    from summarizer.schema import Summary

    client = instructor.from_openai(
        openai.AsyncOpenAI(base_url=url, api_key="none"), mode=instructor.Mode.JSON_SCHEMA
    )
    wired = wire_for(Summary, "sentences").model
    # A class as a user of instructor writes it, not the one that this library has prepared once for all.
    fields: Any = {name: (field.annotation, ...) for name, field in wired.model_fields.items()}
    model = pydantic.create_model("Summary", **fields)

    async def ask(number: int) -> None:
        await client.chat.completions.create(
            model="test-1", messages=[{"role": "user", "content": texts[number]}], response_model=model
        )

    return ask


def _leave_grounding_out() -> None:
    from summarizer import drafting
    from summarizer.grounding import Grounded

    drafting._grounded = lambda *_: Grounded({}, [], [])  # type: ignore[assignment]


def _cpu() -> float:
    parts = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(part.ru_utime + part.ru_stime for part in parts)


async def _many(url: str, texts: list[str], concurrency: int) -> int:
    from summarizer.corpus import asummarize_many

    outcomes = asummarize_many(
        texts, model="openai/test-1", base_url=url, concurrency=concurrency, ordered=False
    )
    return sum([not outcome.ok async for outcome in outcomes])


async def measure(name: str, url: str, count: int, concurrency: int, article: str) -> dict[str, float]:
    first = max(16, count // 4)
    texts = article_texts(article, count + first)
    clients = {"openai": _bare, "instructor": _instructor}
    if name == "ungrounded":
        _leave_grounding_out()
    if name in ("summarizer", "ungrounded"):

        async def run(first: int, number: int) -> int:
            return await _many(url, texts[first : first + number], concurrency)
    else:
        ask = clients[name](url, texts)

        async def run(first: int, number: int) -> int:
            return await _pool(lambda index: ask(first + index), number, concurrency)

    await run(count, min(16, first))  # what the first call of all imports
    before = _cpu()
    await run(count, first)
    fewer = _cpu() - before
    started, before = time.perf_counter(), _cpu()
    failed = await run(0, count)
    seconds, more = time.perf_counter() - started, _cpu() - before
    return {"seconds": seconds, "cpu_seconds": (more - fewer) * count / (count - first), "failed": failed}


if __name__ == "__main__":
    name, url, count, concurrency, path = sys.argv[1:6]
    print(json.dumps(asyncio.run(measure(name, url, int(count), int(concurrency), Path(path).read_text()))))
