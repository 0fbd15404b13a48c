"""What every attempt shares, whoever's client sends it: the answer, the driver, instructor kept quiet."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel, ValidationError

from summarizer.engines.llm.spending import Spent
from summarizer.engines.llm.wire import Wire

CONNECT_SECONDS = 8.0

_LOGGERS = ("instructor.v2.retry", "instructor.auto_client")
_driving: ContextVar[bool] = ContextVar("driving", default=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply that met the wire model.

    Attributes:
        reply: the wire model, filled.
        text: the reply as it came.
        model: the model that the endpoint says it used.
        cached: whether it came from the cache.
    """

    reply: BaseModel
    text: str
    model: str | None
    cached: bool = False


class Driver(Protocol):
    """A client for one event loop, and attempts through it."""

    async def attempt(self, body: Mapping[str, Any], wire: Wire, seconds: float, spent: Spent) -> Answer:
        """Send one request and read its reply.

        Raises:
            Transient, TooLarge, Invalid: what the retry layer deals with.
            BudgetExceeded: if the budget does not allow it.
            EndpointError: what no further attempt cures.
        """

    async def aclose(self) -> None:
        """Close the connections."""


class DriverSource(Protocol):
    """Makes a driver for the loop that asks for one."""

    async def get(self) -> Driver:
        """The running loop's driver."""

    async def aclose(self) -> None:
        """Close the running loop's driver."""


@contextmanager
def driving() -> Iterator[None]:
    """instructor logs what failed, document text included; what we drive is told by our own errors."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if _not_driving not in logger.filters:
            logger.addFilter(_not_driving)
    token = _driving.set(True)
    try:
        yield
    finally:
        _driving.reset(token)


def _not_driving(_: logging.LogRecord) -> bool:
    return not _driving.get()


def problems(error: ValidationError | json.JSONDecodeError) -> str:
    """What is wrong with a reply, field by field, without the values."""
    if isinstance(error, json.JSONDecodeError):
        return f"The answer is not JSON: {error.msg} at character {error.pos}."
    lines = [
        f"{'.'.join(str(part) for part in each['loc']) or 'answer'}: {' '.join(each['msg'].split())}"
        for each in error.errors(include_url=False, include_input=False, include_context=False)[:20]
    ]
    return "\n".join(lines)
