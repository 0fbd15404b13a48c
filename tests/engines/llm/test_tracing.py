"""Requests as OpenTelemetry spans, as the SDK's own exporter sees them."""

from __future__ import annotations

from typing import Any

import pytest

from summarizer.engines.llm.tracing import Tracing
from summarizer.errors import Refused
from tests.engines.llm.samples import draft, reply
from tests.servers.chat import Reply, chat_server, completion

export = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter")


def traced() -> tuple[Tracing, Any]:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor

    exporter = export.InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return Tracing(provider), exporter


async def test_a_request_is_a_span_with_models_tokens_and_retries() -> None:
    tracing, exporter = traced()
    with chat_server([Reply({}, status=503), Reply(completion("no")), Reply(completion(reply()))]) as server:
        await draft(server.url, listener=tracing)
    (span,) = exporter.get_finished_spans()
    assert span.name == "chat test"
    assert span.kind.name == "CLIENT"
    assert {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "test",
        "gen_ai.response.model": "test-1",
        "gen_ai.usage.input_tokens": 200,
        "gen_ai.usage.output_tokens": 40,
        "server.address": "127.0.0.1",
        "server.port": server.port,
        "summarizer.attempts": 3,
    }.items() <= dict(span.attributes).items()
    assert [event.name for event in span.events] == ["summarizer.retried", "summarizer.reasked"]
    assert span.status.is_unset
    assert "ferry" not in span.to_json().lower()


async def test_a_failure_is_told_by_its_kind() -> None:
    tracing, exporter = traced()
    with chat_server([Reply(completion(None, refusal="No."))]) as server, pytest.raises(Refused):
        await draft(server.url, listener=tracing)
    (span,) = exporter.get_finished_spans()
    assert span.attributes["error.type"] == "Refused"
    assert not span.status.is_ok


async def test_a_hit_is_a_span_without_tokens(tmp_path: Any) -> None:
    tracing, exporter = traced()
    with chat_server([Reply(completion(reply()))]) as server:
        for _ in range(2):
            await draft(server.url, listener=tracing, cache=tmp_path / "c")
    _, hit = exporter.get_finished_spans()
    assert hit.attributes["summarizer.cached"] is True
    assert "gen_ai.usage.input_tokens" not in hit.attributes
