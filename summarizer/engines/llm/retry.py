"""The one retry layer: attempts until an answer comes, asks until it fits, all before one deadline."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_random_exponential

from summarizer.engines.llm.driving import CONNECT_SECONDS, Answer, Driver, problems
from summarizer.engines.llm.faults import Invalid, Transient
from summarizer.engines.llm.request import Request
from summarizer.engines.llm.spending import Spent
from summarizer.engines.llm.wire import Wire
from summarizer.errors import EndpointError, InvalidReply

RE_ASKS = 2
_BACKOFF = wait_random_exponential(multiplier=0.5, max=20.0)  # full jitter

T = TypeVar("T")


async def ask(
    driver: Driver, request: Request, read: Callable[[Answer], T], deadline: float, spent: Spent
) -> T:
    """Ask, and at most `RE_ASKS` times again, naming what was wrong, until a reply meets the schema.

    Args:
        read: turns an answer into what is wanted; its ValidationError counts as a schema violated.
        deadline: a reading of `time.monotonic()`.

    Raises:
        InvalidReply: if no reply met the schema.
        TooLarge: if text or answer are too long, for the caller to split.
        EndpointError: if no attempt can succeed.
    """
    body = request.body
    for left in range(RE_ASKS, -1, -1):
        spent.request()
        try:
            return _read(await _answer(driver, body, request.wire, deadline, spent), read)
        except Invalid as invalid:
            if not left:
                error = InvalidReply(
                    f"{body['model']} did not meet the schema in {RE_ASKS + 1} answers; the last had "
                    f"{len(invalid.problems.splitlines())} faults.",
                    last_reply=invalid.reply,
                )
                break
            body = _asked_again(request.body, invalid)
    raise error


def _read(answer: Answer, read: Callable[[Answer], T]) -> T:
    try:
        return read(answer)
    except ValidationError as error:
        raise Invalid(problems(error), answer.text) from None


def _asked_again(body: Mapping[str, Any], invalid: Invalid) -> Mapping[str, Any]:
    correction = (
        "That answer does not fit the schema:\n"
        f"{invalid.problems}\n"
        "Answer again with the whole JSON object, these faults mended and everything else as it was."
    )
    said = [{"role": "assistant", "content": invalid.reply}, {"role": "user", "content": correction}]
    return {**body, "messages": [*body["messages"], *said]}


async def _answer(
    driver: Driver, body: Mapping[str, Any], wire: Wire, deadline: float, spent: Spent
) -> Answer:
    """Attempts until one is answered, waiting as the endpoint says, else by exponential backoff."""
    retrying = AsyncRetrying(
        retry=retry_if_exception_type(Transient),
        wait=_wait,
        stop=_Patience(deadline),
        sleep=asyncio.sleep,
        reraise=True,
    )
    try:
        async for attempt in retrying:
            with attempt:
                try:
                    return await driver.attempt(body, wire, max(0.001, deadline - time.monotonic()), spent)
                except Transient as fault:
                    spent.last_fault = fault.error.message
                    raise
    except Transient as fault:
        error: EndpointError = _given_up(fault, retrying.statistics)
    raise error


def _wait(state: RetryCallState) -> float:
    fault = _fault(state)
    return fault.wait if fault.wait is not None else _BACKOFF(state)


class _Patience:
    """When to stop: the wait would pass the deadline, or the fault is one that waiting does not cure."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._started = time.monotonic()
        self._once = 0
        self._reached = False

    def __call__(self, state: RetryCallState) -> bool:
        fault = _fault(state)
        self._once += fault.once
        self._reached |= not fault.unreached
        # A server that has never been reached is more likely misnamed than busy.
        end = self._deadline if self._reached else min(self._deadline, self._started + CONNECT_SECONDS)
        return self._once > 1 or time.monotonic() + state.upcoming_sleep >= end


def _fault(state: RetryCallState) -> Transient:
    outcome = state.outcome
    fault = outcome.exception() if outcome else None
    assert isinstance(fault, Transient)
    return fault


def _given_up(fault: Transient, statistics: Mapping[str, Any]) -> EndpointError:
    if fault.once:
        return fault.error
    attempts, seconds = statistics.get("attempt_number", 1), time.monotonic() - statistics["start_time"]
    message = f"{fault.error.message.rstrip('.')}, after {attempts} attempts in {seconds:.0f} s."
    if fault.wait is not None:
        message += f" It asks to wait {fault.wait:.0f} s more, which is past the deadline."
    return type(fault.error)(message)
