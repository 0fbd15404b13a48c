"""What is spent: tokens and money of every attempt, failed ones too, and a budget that they must not pass."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from summarizer.engines.llm.keys import Endpoint, is_loopback
from summarizer.errors import BudgetExceeded, SettingsError
from summarizer.schema import Usage

_CHARS_PER_TOKEN = 4
_REPLY_TOKENS = 2_500


@dataclass(frozen=True, slots=True)
class Estimate:
    """What requests are expected to cost: characters by four, and an ordinary reply or its cap."""

    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    requests: int = 1

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Estimate) -> Estimate:
        known = self.cost_usd is not None and other.cost_usd is not None
        return Estimate(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            (self.cost_usd or 0.0) + (other.cost_usd or 0.0) if known else None,
            self.requests + other.requests,
        )


def estimate(body: Mapping[str, Any], endpoint: Endpoint) -> Estimate:
    """What a request is expected to cost, before it is sent."""
    asked = len(str(body)) // _CHARS_PER_TOKEN
    told = body.get("max_completion_tokens") or body.get("max_tokens") or _REPLY_TOKENS
    usage = Usage(input_tokens=asked, output_tokens=told)
    return Estimate(asked, told, price(endpoint, endpoint.model, usage))


def price(endpoint: Endpoint, model: str, usage: Usage) -> float | None:
    """The list price of a usage in US dollars, by genai-prices; None, never 0, where it is not known."""
    if endpoint.base_url is None or is_loopback(endpoint.base_url):
        return None
    try:
        from genai_prices import Usage as Priced
        from genai_prices import calc_price
    except ImportError:
        return None
    tokens = Priced(
        input_tokens=usage.input_tokens,
        cache_read_tokens=usage.cached_tokens,
        output_tokens=usage.output_tokens,
    )
    try:
        return float(calc_price(tokens, model, provider_api_url=endpoint.base_url).total_price)
    except (LookupError, ValueError):
        return None


class Budget:
    """A cap on what may be spent, shared by every call, task and thread that it is given to.

    Each request reserves what it is expected to cost before it is sent, and settles for what it did
    cost. An attempt whose tokens the endpoint does not tell counts as expected. So concurrent requests
    stop in time, and the cap is passed by no more than the estimates of those under way were too low.

    Args:
        requests: requests sent, retries included.
        tokens: input and output tokens together.
        usd: money, at list price.

    Raises:
        SettingsError: if no cap is given, or one is negative or no number.
    """

    def __init__(
        self, *, requests: int | None = None, tokens: int | None = None, usd: float | None = None
    ) -> None:
        self.requests, self.tokens, self.usd = requests, tokens, usd
        caps = [cap for cap in (requests, tokens, usd) if cap is not None]
        # What is no number at all is never reached: a budget of it would be none.
        if not caps or not all(isinstance(cap, int | float) and cap >= 0 for cap in caps):
            raise SettingsError(
                "A budget needs at least one of requests, tokens and usd, each a number from 0 up."
            )
        self._lock = threading.Lock()
        self._held = _Sum()

    def __repr__(self) -> str:
        return f"Budget(requests={self.requests}, tokens={self.tokens}, usd={self.usd})"

    @property
    def spent(self) -> tuple[int, int, float]:
        """Requests, tokens and dollars so far, what is reserved included."""
        with self._lock:
            return self._held.requests, self._held.tokens, self._held.usd

    @contextmanager
    def reserve(self, expected: Estimate) -> Iterator[Reservation]:
        """Hold what a request is expected to cost, and settle for what it did cost.

        Raises:
            BudgetExceeded: if the budget does not allow the request.
            SettingsError: if dollars are capped and the price is not known.
        """
        if self.usd is not None and expected.cost_usd is None:
            raise SettingsError("The budget caps dollars, but the price of this model is not known.")
        held = _Sum(expected.requests, expected.tokens, expected.cost_usd or 0.0)
        with self._lock:
            self._check(self._held + held)
            self._held += held
        reservation = Reservation(held)
        try:
            yield reservation
        finally:
            with self._lock:
                self._held += reservation.actual - held

    def _check(self, wanted: _Sum) -> None:
        for name in ("requests", "tokens", "usd"):
            cap, sum_ = getattr(self, name), getattr(wanted, name)
            if cap is not None and sum_ > cap:
                raise BudgetExceeded(
                    f"The budget of {cap:g} {name} does not allow the next request: "
                    f"with it, {sum_:g} would be spent or reserved."
                )


@dataclass(frozen=True, slots=True)
class _Sum:
    requests: int = 0
    tokens: int = 0
    usd: float = 0.0

    def __add__(self, other: _Sum) -> _Sum:
        return _Sum(self.requests + other.requests, self.tokens + other.tokens, self.usd + other.usd)

    def __sub__(self, other: _Sum) -> _Sum:
        return _Sum(self.requests - other.requests, self.tokens - other.tokens, self.usd - other.usd)


class Reservation:
    """What is held for a request until it is known what it cost."""

    def __init__(self, held: _Sum) -> None:
        self.actual = held

    def settle(self, usage: Usage) -> None:
        """Replace the estimate by what was spent, as far as that is known."""
        if usage.attempts == 0:
            self.actual = _Sum()
        elif not usage.unreported:
            tokens = usage.input_tokens + usage.output_tokens
            usd = self.actual.usd if usage.cost_usd is None else usage.cost_usd
            self.actual = _Sum(usage.attempts, tokens, usd)


class Spent:
    """What the attempts of one call have cost so far."""

    def __init__(self, endpoint: Endpoint, budget: Budget | None = None) -> None:
        self.usage = Usage()
        self.last_fault: str | None = None
        self._endpoint = endpoint
        self._budget = budget

    def add(self, other: Spent) -> None:
        """Count what another call has spent."""
        self.usage += other.usage
        self.last_fault = other.last_fault or self.last_fault

    def request(self) -> None:
        """Count a request that is meant."""
        self.usage += Usage(requests=1)

    @contextmanager
    def attempt(self, body: Mapping[str, Any]) -> Iterator[Attempt]:
        """Count a request that is sent, whatever becomes of it.

        Raises:
            BudgetExceeded: if the budget does not allow it.
        """
        attempt = Attempt(self._endpoint)
        if self._budget is None:
            try:
                yield attempt
            finally:
                self.usage += attempt.usage
            return
        with self._budget.reserve(estimate(body, self._endpoint)) as reservation:
            try:
                yield attempt
            finally:
                self.usage += attempt.usage
                reservation.settle(attempt.usage)


class Attempt:
    """What one attempt has cost, as far as the endpoint tells."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.usage = Usage()

    def sent(self) -> None:
        """The request went out; until the endpoint tells what it counted, that is not known."""
        self.usage = Usage(attempts=1, unreported=1)

    def not_charged(self) -> None:
        """The endpoint answered with an error, which no provider charges for; it tells no tokens either."""
        known = _has_price(self._endpoint)
        self.usage = Usage(attempts=1, unreported=1, cost_usd=0.0 if known else None)

    def reported(self, reported: Any, model: str | None) -> None:
        """The endpoint told what it counted, in the form of OpenAI or of Anthropic, or told nothing."""
        counts = _counts(reported)
        if counts is not None:
            cost = price(self._endpoint, model or self._endpoint.model, counts)
            if cost is None:
                cost = price(self._endpoint, self._endpoint.model, counts)
            self.usage = counts.model_copy(update={"attempts": 1, "cost_usd": cost})


@lru_cache(maxsize=64)
def _has_price(endpoint: Endpoint) -> bool:
    return price(endpoint, endpoint.model, Usage(input_tokens=1)) is not None


def _counts(reported: Any) -> Usage | None:
    asked = _first(reported, "prompt_tokens", "input_tokens")
    if asked is None:
        return None
    asked_details = getattr(reported, "prompt_tokens_details", None)
    told_details = getattr(reported, "completion_tokens_details", None)
    return Usage(
        input_tokens=asked,
        cached_tokens=_first(asked_details, "cached_tokens") or 0,
        output_tokens=_first(reported, "completion_tokens", "output_tokens") or 0,
        reasoning_tokens=_first(told_details, "reasoning_tokens") or 0,
    )


def _first(holder: Any, *names: str) -> int | None:
    for name in names:
        value = getattr(holder, name, None)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None
