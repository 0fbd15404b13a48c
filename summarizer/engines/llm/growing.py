"""A reply that is still being written: which of its records are complete, and who wants to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from summarizer.engines import Brief, Draft
from summarizer.engines.llm.reply import to_records
from summarizer.engines.llm.wire import Wire
from summarizer.schema import sections

Progress = Callable[[str], None]
"""Is called with the text of a reply, as far as it has come."""

_progress: ContextVar[Progress | None] = ContextVar("progress", default=None)


@contextmanager
def growing(progress: Progress | None) -> Iterator[None]:
    """Have the attempts made inside ask for a stream, and tell how far their replies have come."""
    token = _progress.set(progress)
    try:
        yield
    finally:
        _progress.reset(token)


def current_progress() -> Progress | None:
    """Who wants to know how far a reply has come; None if nobody does."""
    return _progress.get()


def draft_so_far(text: str, brief: Brief, wire: Wire) -> Draft | None:
    """The records of an unfinished reply that are complete; None if it cannot be read yet.

    The last value of an unfinished object may be cut short: of a list its last element is left out, and
    a headline is left for the whole reply.
    """
    try:
        data = from_json(text, allow_partial=True)
    except ValueError:
        return None
    if not isinstance(data, dict):
        return None
    lists = _complete(data, set(sections(brief.schema)))
    whole = {name: lists.get(name, []) for name in sections(brief.schema)}
    rest = {name: "" for name in wire.model.model_fields if name not in whole}
    try:
        reply = wire.model.model_validate({**rest, **whole, "language": data.get("language") or "und"})
        return Draft(to_records(brief.schema, reply), str(data.get("language") or "und"))
    except ValidationError:
        return None


def _complete(data: dict[str, Any], names: set[str]) -> dict[str, list[Any]]:
    lists = {name: value for name, value in data.items() if name in names and isinstance(value, list)}
    last = next(reversed(data), None)
    if last in lists:
        lists[last] = lists[last][:-1]
    return lists
