"""The HTTP client under openai's: no redirects, a largest reply, no header meant for another server."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from summarizer.engines.llm.keys import Endpoint

MAX_REPLY_BYTES = 8 * 1024 * 1024

# What a server that the environment's OPENAI_* settings are not meant for gets to see. The last one is
# how openai's client tells itself that the raw response is wanted.
_PLAIN_HEADERS = frozenset(
    {"host", "accept", "accept-encoding", "connection", "user-agent", "content-type", "content-length"}
    | {"authorization", "x-stainless-raw-response"}
)


_when_sent: ContextVar[Callable[[], None] | None] = ContextVar("when_sent", default=None)


@contextmanager
def when_sent(tell: Callable[[], None]) -> Iterator[None]:
    """Call `tell` when the body of a request that is made inside goes out.

    From then on the endpoint may charge for it, also if the call is cancelled before the last byte has left.
    """
    token = _when_sent.set(tell)
    try:
        yield
    finally:
        _when_sent.reset(token)


class ReplyTooLarge(Exception):
    """The reply is longer than any summary."""


def http_client(endpoint: Endpoint) -> Any:
    """An `httpx2.AsyncClient` for one endpoint."""
    import httpx2

    async def prepare(request: Any) -> None:
        if not endpoint.own:
            for name in [name for name in request.headers if name.lower() not in _PLAIN_HEADERS]:
                del request.headers[name]
            request.headers["authorization"] = f"Bearer {endpoint.api_key}"
        if endpoint.api_key is None:
            request.headers.pop("authorization", None)
        request.extensions = {**request.extensions, "trace": trace}

    async def trace(event: str, _: Any) -> None:
        tell = _when_sent.get()
        if tell is not None and event.endswith("send_request_body.started"):
            tell()

    class Limited(httpx2.AsyncByteStream):
        def __init__(self, inner: Any) -> None:
            self._inner = inner

        async def __aiter__(self) -> AsyncIterator[bytes]:
            size = 0
            async for part in self._inner:
                size += len(part)
                if size > MAX_REPLY_BYTES:
                    raise ReplyTooLarge
                yield part

        async def aclose(self) -> None:
            await self._inner.aclose()

    async def limit(response: Any) -> None:
        response.stream = Limited(response.stream)

    return httpx2.AsyncClient(
        verify=_certificates(),
        follow_redirects=False,
        headers={"accept-encoding": "identity"},
        event_hooks={"request": [prepare], "response": [limit]},
        limits=httpx2.Limits(max_connections=1000, max_keepalive_connections=100),
    )


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """Loading the certificates takes longer than everything else about a client."""
    return ssl.create_default_context()
