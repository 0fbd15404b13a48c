"""llama.cpp's own server, with a random model: a server that no one here wrote, on the same wire.

What it says is noise under a grammar, so that this tests requests, replies and the audit, not wording.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import jsonschema
import pytest
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from pydantic import Field, TypeAdapter

from summarizer.document import Document
from summarizer.engines.llm import LLMEngine, RequestEvent, resolve, wire_schema
from summarizer.errors import InvalidReply
from summarizer.pipeline import Summarizer
from summarizer.schema import Record, Summary
from tests.conftest import REQUIRE_ALL
from tests.engines.llm.samples import brief
from tests.servers.tiny_model import write_tiny_model

if not REQUIRE_ALL:
    pytest.importorskip("xllamacpp")
    pytest.importorskip("gguf")

RUNS = 20


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server."""
    import xllamacpp

    path = tmp_path_factory.mktemp("model") / "tiny.gguf"
    write_tiny_model(path)
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx, params.n_parallel, params.port = 32_768, 1, 0
    params.n_gpu_layers, params.warmup, params.verbosity = 0, False, -1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    running = xllamacpp.Server(params)
    yield f"{running.listening_address}/v1"
    del running


def summarizer(server: str, schema: type[Summary] = Summary, **settings: Any) -> Summarizer[Any]:
    return Summarizer("openai/tiny", schema=schema, base_url=server, timeout=240, **settings)


@pytest.fixture(scope="module")
def text(seeds: Path) -> str:
    return (seeds / "results.txt").read_text(encoding="utf-8")[:1_200]


def assert_noise_is_rejected(summary: Summary) -> None:
    assert summary.run.usage.input_tokens > 1_000
    assert summary.run.usage.unreported == 0
    for section, record in summary.records():
        assert record.evidence, section
        for evidence in record.evidence:
            assert summary.text is not None
            assert summary.text[evidence.start : evidence.end] == evidence.quote


def test_every_reply_meets_the_schema_and_the_audit_rejects_the_noise(server: str, text: str) -> None:
    drafted = 0
    for seed in range(RUNS // 2):
        summary = summarizer(server, seed=seed).summarize(text)
        assert_noise_is_rejected(summary)
        drafted += len(summary.rejected) + sum(1 for _ in summary.records())
    assert drafted > 0


async def test_several_at_once_in_one_loop_meet_the_schema(server: str, text: str) -> None:
    async def one(seed: int) -> Summary:
        async with summarizer(server, seed=seed) as each:
            return await each.asummarize(text)

    for summary in await asyncio.gather(*map(one, range(RUNS // 2, RUNS))):
        assert_noise_is_rejected(summary)


async def test_a_streamed_reply_grows_and_ends_as_a_whole_one(server: str, text: str) -> None:
    chunk = Document(text).chunks(20_000)[0]
    for seed in range(3):
        engine = LLMEngine(resolve("openai/tiny", base_url=server, seed=seed, timeout=240))
        drafts = [each async for each in engine.stream(chunk, brief(Summary))]
        await engine.aclose()
        sizes = [len(each.records) for each in drafts]
        assert sizes == sorted(sizes)
        assert drafts[-1].composition
        assert drafts[-1].usage.input_tokens > 1_000


async def test_requests_and_replies_are_what_the_standards_say(server: str, text: str) -> None:
    import httpx2

    engine = LLMEngine(resolve("openai/tiny", base_url=server))
    body = engine.request(Document(text).chunks(20_000)[0], brief()).body
    TypeAdapter(CompletionCreateParamsNonStreaming).validate_python(dict(body), strict=True)
    async with httpx2.AsyncClient(timeout=60) as client:
        reply = (await client.post(f"{server}/chat/completions", json=body)).json()
    content = TypeAdapter(Any).validate_json(reply["choices"][0]["message"]["content"])
    jsonschema.validate(content, dict(wire_schema(Summary)))


class Judgement(Record):
    """How likely something is."""

    share: Annotated[float, Field(ge=0, le=1)]


class JudgedSummary(Summary):
    judgements: Annotated[list[Judgement], Field(min_length=1, max_length=2)]


def test_what_a_grammar_does_not_enforce_is_asked_for_again(server: str, text: str) -> None:
    """llama.cpp's grammars know no bounds of fractions, so that some replies break the schema."""
    told: Counter[str] = Counter()

    def listen(event: RequestEvent) -> None:
        told[event.kind] += 1

    shares: list[float] = []
    for seed in range(6):
        settings = resolve("openai/tiny", base_url=server, seed=seed, timeout=240, listener=listen)
        engine = LLMEngine(settings, JudgedSummary)
        with suppress(InvalidReply):
            draft = asyncio.run(engine.draft(Document(text).chunks(20_000)[0], brief(JudgedSummary)))
            shares += [each.record.share for each in draft.records if isinstance(each.record, Judgement)]
    assert told["reasked"] > 0
    assert told["finished"] + told["failed"] == told["started"] == 6
    assert shares
    assert all(0 <= share <= 1 for share in shares)
