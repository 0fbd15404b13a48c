"""How fast documents may be begun: places in the pool, requests a minute, tokens a minute.

The number of places follows the endpoint by additive increase and multiplicative decrease, as TCP's
congestion control does (Chiu and Jain 1989): a request that has to be tried again halves it, at most
once for all documents in flight at the time; a pool's worth of documents that needed no second try
raises it by one, up to what was asked for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING

from summarizer.corpus.outcomes import Source
from summarizer.document import Document
from summarizer.errors import SettingsError
from summarizer.schema import Usage

if TYPE_CHECKING:
    from summarizer.engines.llm import RequestEvent

# What a document is taken to cost before one is done: its text, and as much again for the rest.
_CHARS_A_TOKEN = 4
_OVERHEAD_TOKENS = 3_000


class Bucket:
    """A token bucket: `rate` a minute, with at most two seconds' worth (but at least one) saved up.

    `take` may run it into debt, and says how long to wait until the debt is paid.
    """

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_second = rate / 60
        self._clock = clock
        self._most = max(1.0, self._a_second * 2)
        self._level = self._most
        self._at = clock()

    def take(self, amount: float) -> float:
        """Take an amount, or give one back if it is negative; the seconds until no debt is left."""
        now = self._clock()
        self._level = min(self._most, self._level + (now - self._at) * self._a_second)
        self._at = now
        self._level -= amount
        return max(0.0, -self._level / self._a_second)


class Limits:
    """Belongs to one event loop and one reader of the input.

    Args:
        concurrency: the largest number of documents in flight.
        rpm: requests a minute, over all documents.
        tpm: tokens a minute, in and out together.

    Attributes:
        places: how many documents may be in flight now.

    Raises:
        SettingsError: if one of them is not above 0.
    """

    def __init__(self, concurrency: int, rpm: float | None = None, tpm: float | None = None) -> None:
        for name, value in (("concurrency", concurrency), ("rpm", rpm), ("tpm", tpm)):
            if value is not None and not value > 0:
                raise SettingsError(f"{name} must be above 0, not {value!r}.")
        self.concurrency = concurrency
        self.places = float(concurrency)
        self._requests = Bucket(rpm) if rpm else None
        self._tokens = Bucket(tpm) if tpm else None
        self._mean: float | None = None
        self._in_flight = 0
        self._begun = 0
        self._deaf_until = 0
        self._freed = asyncio.Event()
        self._current: ContextVar[Admission | None] = ContextVar("admission", default=None)

    async def place(self) -> None:
        """Wait for a place in the pool and take it."""
        while self._in_flight >= int(self.places):
            self._freed.clear()
            await self._freed.wait()
        self._in_flight += 1

    async def pace(self, source: Source) -> Admission:
        """Wait until the rates allow another document."""
        self._begun += 1
        tokens = self._expected(source)
        waits = [bucket.take(n) for bucket, n in ((self._requests, 1), (self._tokens, tokens)) if bucket]
        if (seconds := max(waits, default=0.0)) > 0:
            await asyncio.sleep(seconds)
        admission = Admission(self._begun, tokens)
        self._current.set(admission)  # for the task of this document, where its requests are told
        return admission

    def hear(self, event: RequestEvent) -> None:
        """Listen to what happens to requests: one that is tried again found the endpoint too busy."""
        admission = self._current.get()
        if event.kind == "retried" and admission is not None and admission.number > self._deaf_until:
            self.places = max(1.0, self.places / 2)
            self._deaf_until = self._begun

    def leave(self, admission: Admission | None = None, usage: Usage | None = None) -> None:
        """Give a place back, and learn from what the document used."""
        self._in_flight -= 1
        self._freed.set()
        if admission is None or usage is None:
            return
        used = usage.input_tokens + usage.output_tokens
        if self._requests:
            self._requests.take(usage.attempts - 1)
        if self._tokens:
            self._tokens.take(used - admission.tokens)
        if used:
            self._mean = used if self._mean is None else 0.9 * self._mean + 0.1 * used
        if usage.attempts and usage.attempts == usage.requests:
            self.places = min(float(self.concurrency), self.places + 1 / self.places)

    def _expected(self, source: Source) -> float:
        if self._mean is not None:
            return self._mean
        text = source.text if isinstance(source, Document) else source
        chars = len(text) if isinstance(text, str) else 0
        return chars / _CHARS_A_TOKEN + _OVERHEAD_TOKENS


class Admission:
    """A document's number in the order of beginning, and the tokens that were reserved for it."""

    __slots__ = ("number", "tokens")

    def __init__(self, number: int, tokens: float) -> None:
        self.number = number
        self.tokens = tokens
