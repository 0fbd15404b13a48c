"""Requests as OpenTelemetry spans, by the semantic conventions for generative AI. Needs the extra `otel`.

https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/: a span a request, retries and re-asks
as its events, tokens and models as its attributes. No text of a document or a reply goes in.
"""

from __future__ import annotations

import time
from typing import Any

from summarizer.engines.llm.events import RequestEvent
from summarizer.errors import MissingDependency

_ENDS = ("finished", "cached", "failed")


class Tracing:
    """A listener that makes a span of every request.

    Args:
        tracer_provider: an OpenTelemetry tracer provider; None for the global one.

    Raises:
        MissingDependency: if OpenTelemetry is not installed.
    """

    def __init__(self, tracer_provider: Any = None) -> None:
        try:
            from opentelemetry import trace
        except ImportError:
            raise MissingDependency.of_extra("Tracing", "OpenTelemetry", "otel") from None
        self._trace = trace
        self._tracer = trace.get_tracer("summarizer", tracer_provider=tracer_provider)
        self._spans: dict[int, Any] = {}

    def __call__(self, event: RequestEvent) -> None:
        """Listen."""
        if event.kind == "started":
            self._spans[event.request] = self._started(event)
        elif event.kind in _ENDS:
            self._end(self._spans.pop(event.request), event)
        else:
            told = {"error.message": event.why or "", "retry.wait_seconds": event.wait or 0.0}
            self._spans[event.request].add_event(f"summarizer.{event.kind}", told)

    def _started(self, event: RequestEvent) -> Any:
        provider, _, model = event.engine.partition("/")
        host, _, port = event.server.rpartition(":")
        address: dict[str, Any] = {"server.address": host, "server.port": int(port)} if port.isdigit() else {}
        return self._tracer.start_span(
            f"chat {model}",
            kind=self._trace.SpanKind.CLIENT,
            start_time=time.time_ns() - int(event.seconds * 1e9),
            attributes={
                "gen_ai.operation.name": "chat",
                "gen_ai.provider.name": provider,
                "gen_ai.request.model": model,
                "gen_ai.output.type": "json",
                "server.address": event.server,
                **address,
            },
        )

    def _end(self, span: Any, event: RequestEvent) -> None:
        usage = event.usage
        if event.model:
            span.set_attribute("gen_ai.response.model", event.model)
        if event.kind == "cached":
            span.set_attribute("summarizer.cached", True)
        else:
            span.set_attribute("gen_ai.usage.input_tokens", usage.input_tokens)
            span.set_attribute("gen_ai.usage.output_tokens", usage.output_tokens)
            span.set_attribute("gen_ai.usage.cache_read.input_tokens", usage.cached_tokens)
            span.set_attribute("summarizer.attempts", usage.attempts)
        if event.error is not None:
            span.set_attribute("error.type", type(event.error).__name__)
            span.set_status(self._trace.StatusCode.ERROR)
        span.end()
