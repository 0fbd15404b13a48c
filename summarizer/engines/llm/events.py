"""What a caller may listen to: the life of every request, without a word of its document."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from summarizer.engines.llm.keys import Endpoint
from summarizer.errors import SummarizerError
from summarizer.schema import Usage

Kind = Literal["started", "retried", "reasked", "finished", "cached", "failed"]

_logger = logging.getLogger("summarizer.llm")
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class RequestEvent:
    """Something that happened to a request.

    Every request starts once, and ends once: `finished`, `cached` or `failed`.

    Attributes:
        kind: what happened.
        request: the request's number, unique in this process.
        engine: the model string, `provider/name`.
        server: host and port.
        seconds: since the request started.
        usage: spent on the request so far; of a cached one, what it cost when it was first answered.
        model: the model that the endpoint says it used.
        why: of a retry or a re-ask, what was wrong, in a line.
        wait: of a retry, the seconds until the next attempt.
        error: of a failure, what is raised.
    """

    kind: Kind
    request: int
    engine: str
    server: str
    seconds: float
    usage: Usage
    model: str | None = None
    why: str | None = None
    wait: float | None = None
    error: BaseException | None = None


Listener = Callable[[RequestEvent], None]
"""Is called in the event loop's thread: it must not block. What it raises is logged and goes no further."""


class Narrator:
    """Tells the life of one request, to the log and to a listener."""

    def __init__(self, endpoint: Endpoint, listener: Listener | None) -> None:
        self._endpoint = endpoint
        self._listener = listener
        self._number = next(_numbers)
        self._started = time.monotonic()

    def tell(
        self,
        kind: Kind,
        usage: Usage,
        *,
        model: str | None = None,
        why: str | None = None,
        wait: float | None = None,
        error: BaseException | None = None,
    ) -> None:
        """Tell what happened."""
        event = RequestEvent(
            kind,
            self._number,
            self._endpoint.name,
            self._endpoint.host,
            round(time.monotonic() - self._started, 6),
            usage,
            model,
            why,
            wait,
            error,
        )
        _log(event)
        if self._listener is not None:
            try:
                self._listener(event)
            except Exception:
                _logger.exception("a listener failed on %s of request %d", kind, self._number)


def _log(event: RequestEvent) -> None:
    level = logging.INFO if event.kind in ("retried", "reasked", "failed") else logging.DEBUG
    error = event.error
    told = (
        error.message if isinstance(error, SummarizerError) else type(error).__name__ if error else event.why
    )
    _logger.log(
        level,
        "request %d to %s %s after %.2f s%s",
        event.request,
        event.engine,
        event.kind,
        event.seconds,
        f": {told}" if told else "",
    )
