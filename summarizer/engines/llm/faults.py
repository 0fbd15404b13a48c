"""What each way of failing means: try again, split the text, ask again, or give up with which error."""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Mapping
from typing import Any

from summarizer.engines.llm.keys import Endpoint
from summarizer.errors import (
    AuthenticationFailed,
    ContentFiltered,
    EndpointError,
    ProviderUnavailable,
    QuotaExceeded,
    RequestRejected,
)

_TRANSIENT = frozenset({408, 409, 425, 429})
_QUOTA = re.compile(
    r"insufficient_quota|exceeded your current quota|billing_(hard_limit|not_active)|credit balance", re.I
)
_TOO_LONG = re.compile(
    r"context_length_exceeded|context (length|window|size)|exceed_context_size|maximum context|"
    r"prompt is too long|too many (input )?tokens|reduce the length|string_above_max_length|"
    r"input (is|length) (too long|exceeds)|max_new_tokens.{0,40}must be",
    re.I,
)
_FILTER = re.compile(r"content_filter|content_policy|ResponsibleAIPolicy", re.I)
_WORDS = 300
_ECHO = 40


class Fault(Exception):
    """One attempt failed. Never leaves this package.

    Attributes:
        error: what the caller gets if nothing helps.
    """

    def __init__(self, error: EndpointError) -> None:
        super().__init__(type(error).__name__)
        self.error = error


class Transient(Fault):
    """Another attempt may succeed.

    Attributes:
        wait: seconds that the endpoint asks to wait; None where it does not say.
        once: whether a second such fault is one too many.
        unreached: whether no connection was made, so that nothing was sent.
    """

    def __init__(
        self, error: EndpointError, *, wait: float | None = None, once: bool = False, unreached: bool = False
    ) -> None:
        super().__init__(error)
        self.wait = wait
        self.once = once
        self.unreached = unreached


class TooLarge(Fault):
    """The text or its answer is too long: half of it may fit."""


class Invalid(Exception):
    """The reply does not meet the schema.

    Attributes:
        problems: what is wrong with it, field by field, without the values.
        reply: the reply's text.
    """

    def __init__(self, problems: str, reply: str) -> None:
        super().__init__("Invalid")
        self.problems = problems
        self.reply = reply

    @property
    def places(self) -> str:
        """Where it does not: the wording of a caller's own check may hold words of the document."""
        return places(self.problems)


def fault_of_status(
    status: int, headers: Mapping[str, str], payload: Any, endpoint: Endpoint, sent: str
) -> Fault | EndpointError:
    """What an answer with an HTTP status other than 2xx means.

    Args:
        payload: the parsed body, or its text.
        sent: the text of the request, of which nothing may be echoed in a message.
    """
    detail = _detail(payload)
    words = own_words(detail, endpoint, sent)
    where = f"{endpoint.name} at {endpoint.host}"
    if status in (401, 403):
        refused = f"did not accept the key in {endpoint.key_name}" if endpoint.api_key else "wants a key"
        return AuthenticationFailed(f"{endpoint.host} {refused} (HTTP {status}).")
    if status == 402 or (status == 429 and _QUOTA.search(detail)):
        return QuotaExceeded(f"The account's quota at {endpoint.host} is used up (HTTP {status}): {words}")
    if status in _TRANSIENT or status >= 500:
        return Transient(ProviderUnavailable(f"{where} answered HTTP {status}"), wait=retry_after(headers))
    if 300 <= status < 400:
        return RequestRejected(
            f"{endpoint.host} redirects elsewhere (HTTP {status}); the text goes only to the server that was "
            "named. If the other address is right, name it as base_url."
        )
    if _FILTER.search(detail):
        return ContentFiltered(f"The content filter of {where} stopped the request: {words}")
    rejected = RequestRejected(f"{where} rejected the request (HTTP {status}): {words}")
    return TooLarge(rejected) if status == 413 or _TOO_LONG.search(detail) else rejected


def places(problems: str) -> str:
    """The fields that problems are about, at most three by name."""
    named = [line.partition(": ")[0] for line in problems.splitlines()]
    more = f" and {len(named) - 3} more" if len(named) > 3 else ""
    return ", ".join(named[:3]) + more


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait as the headers say, in any of their forms: seconds, milliseconds, a date (RFC 9110)."""
    for name, scale in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers[name]) / scale
        except (KeyError, ValueError):
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    try:
        date = email.utils.parsedate_to_datetime(headers["retry-after"])
    except (KeyError, TypeError, ValueError):
        return None
    return max(0.0, date.timestamp() - time.time())


def own_words(detail: str, endpoint: Endpoint, sent: str) -> str:
    """The endpoint's own words as one short line, without the key and without a stretch of what was sent."""
    line = " ".join(detail.split())
    if endpoint.api_key:
        line = line.replace(endpoint.api_key, "[key]")
    line = line[:_WORDS]
    flat = " ".join(sent.split())
    for start in range(max(1, len(line) - _ECHO + 1)):
        if len(line) >= _ECHO and line[start : start + _ECHO] in flat:
            line = line[:start].rstrip() + " [...]"
            break
    return line or "it gave no reason."


def _detail(payload: Any) -> str:
    """Message and code in the forms that servers use: {"error": {...}}, {"error": "..."}, {"detail": ...}."""
    if isinstance(payload, Mapping):
        inner = payload.get("error", payload)
        if isinstance(inner, Mapping):
            parts = [inner.get("message") or inner.get("detail") or "", inner.get("code"), inner.get("type")]
            return " ".join(str(part) for part in parts if part)
        return str(inner)
    return payload if isinstance(payload, str) and not payload.lstrip().startswith("<") else ""
