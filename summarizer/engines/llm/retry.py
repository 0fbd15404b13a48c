"""The one retry layer: attempts until an answer comes, asks until it fits, all before one deadline."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_random_exponential

from summarizer.engines.llm.driving import CONNECT_SECONDS, Answer, Driver, problems
from summarizer.engines.llm.events import Narrator
from summarizer.engines.llm.faults import Invalid, Transient
from summarizer.engines.llm.request import Request
from summarizer.engines.llm.spending import Spent
from summarizer.errors import EndpointError, InvalidReply

RE_ASKS = 2
_SHORT = 1.0
_BACKOFF = wait_random_exponential(multiplier=0.5, max=20.0)  # full jitter

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asking:
    """What the attempts of one request share.

    Attributes:
        deadline: when to give up, as a reading of `time.monotonic()`.
    """

    driver: Driver
    deadline: float
    spent: Spent
    narrator: Narrator


async def ask(asking: Asking, request: Request, read: Callable[[Answer], T]) -> tuple[T, Answer]:
    """Ask, and at most `RE_ASKS` times again, naming what was wrong, until a reply meets the schema.

    Args:
        read: turns an answer into what is wanted; its ValidationError counts as a schema violated.

    Raises:
        InvalidReply: if no reply met the schema.
        TooLarge: if text or answer are too long, for the caller to split.
        BudgetExceeded: if the budget does not allow the next attempt.
        EndpointError: if no attempt can succeed.
    """
    body = request.body
    for left in range(RE_ASKS, -1, -1):
        asking.spent.request()
        try:
            answer = await _answer(asking, body, request)
            return _read(answer, read), answer
        except Invalid as invalid:
            if not left:
                error = InvalidReply(
                    f"{body['model']} did not meet the schema in {RE_ASKS + 1} answers; "
                    f"the last broke it at: {invalid.places}.",
                    last_reply=invalid.reply,
                )
                break
            asking.narrator.tell(
                "reasked", asking.spent.usage, why=f"the schema was broken at: {invalid.places}"
            )
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


async def _answer(asking: Asking, body: Mapping[str, Any], request: Request) -> Answer:
    """Attempts until one is answered, waiting as the endpoint says, else by exponential backoff."""

    async def tell(state: RetryCallState) -> None:
        fault = _fault(state)
        why = asking.spent.last_fault = fault.error.message
        asking.narrator.tell("retried", asking.spent.usage, why=why, wait=state.upcoming_sleep)

    retrying = AsyncRetrying(
        retry=retry_if_exception_type(Transient),
        wait=_wait,
        stop=_Patience(asking.deadline),
        sleep=asyncio.sleep,
        before_sleep=tell,
        reraise=True,
    )
    try:
        async for attempt in retrying:
            with attempt:
                seconds = max(0.001, asking.deadline - time.monotonic())
                return await asking.driver.attempt(body, request.wire, seconds, asking.spent)
    except Transient as fault:
        error: EndpointError = _given_up(fault, retrying.statistics)
    raise error


def _wait(state: RetryCallState) -> float:
    told = _fault(state).wait
    if told is None or told < _SHORT:  # "at once" from a server that keeps failing must not become a storm
        return max(told or 0.0, _BACKOFF(state))
    return told * (1 + 0.1 * random.random())  # noqa: S311 - so that not everybody comes back together


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
