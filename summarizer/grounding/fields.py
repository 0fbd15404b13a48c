"""What a record's fields are for, read off the schema's markers: a caller's own records need no code."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from summarizer.schema import Actor, Computed, Record, Refers, Reread, Verbatim, marked


@lru_cache(maxsize=256)
def verbatim_fields(kind: type[Record]) -> tuple[str, ...]:
    """The fields that are copied from the document."""
    return tuple(marked(kind, Verbatim))


@lru_cache(maxsize=256)
def prose_fields(kind: type[Record]) -> tuple[str, ...]:
    """The fields of free wording: text without a marker, closed lists of values excepted."""
    fields = kind.model_fields.items()
    return tuple(name for name, field in fields if name != "id" and _holds_text(field) and not _marks(field))


@lru_cache(maxsize=256)
def reference_fields(kind: type[Record]) -> Mapping[str, Refers]:
    """The fields that hold ids of other records."""
    return marked(kind, Refers)


@lru_cache(maxsize=256)
def means_more(kind: type[Record], name: str) -> bool:
    """Whether a reference that is taken out would leave the record saying something else, or nothing."""
    field = kind.model_fields[name]
    if field.annotation is not None and get_origin(field.annotation) is list:
        return False
    return field.is_required() or reference_fields(kind)[name].null_means is not None


@lru_cache(maxsize=256)
def is_required(kind: type[Record], name: str) -> bool:
    """Whether a record makes no sense without the field."""
    return kind.model_fields[name].is_required()


def texts(record: Record, name: str) -> list[str]:
    """The strings in a field: none, one, or those of a list."""
    value = getattr(record, name)
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def forms(actor: Actor) -> list[str]:
    """The name of an actor and its aliases."""
    return [actor.name, *actor.aliases]


def prose(record: Record, *, required: bool | None = None) -> str:
    """A record's free wording in one string; only of required, or only of optional, fields if asked for."""
    names = (
        n for n in prose_fields(type(record)) if required is None or is_required(type(record), n) is required
    )
    return "\n".join(text for name in names for text in texts(record, name))


def references(record: Record) -> Iterator[tuple[str, Refers, str]]:
    """Every reference that a record makes: field, marker, id."""
    for name, marker in reference_fields(type(record)).items():
        for target in texts(record, name):
            yield name, marker, target


def with_references(record: Record, change: Callable[[str], str | None], **update: Any) -> Record:
    """The record with every reference changed; one that becomes None is taken out of its list, or nulled.

    Args:
        update: other fields' new values.
    """
    for name in reference_fields(type(record)):
        value = getattr(record, name)
        if not value:
            continue
        changed = [new for target in texts(record, name) if (new := change(target)) is not None]
        new_value = list(dict.fromkeys(changed)) if isinstance(value, list) else next(iter(changed), None)
        if new_value != value:
            update[name] = new_value
    return record.model_copy(update=update) if update else record


def _marks(field: FieldInfo) -> bool:
    return any(isinstance(mark, Verbatim | Computed | Reread | Refers) for mark in field.metadata)


def _holds_text(field: FieldInfo) -> bool:
    return _is_text(field.annotation)


def _is_text(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin is Literal:
        return False
    if origin in (Union, types.UnionType, list):
        return any(_is_text(argument) for argument in get_args(annotation))
    return annotation is str
