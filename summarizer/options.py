"""The options of `Summarizer`: their types, and what values make sense."""

from __future__ import annotations

import dataclasses
import datetime
import math
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, get_args

from summarizer.document import Document
from summarizer.engines import Citations, Engine, Mode
from summarizer.errors import SchemaError, SettingsError
from summarizer.schema import Record, Refers, S, Summary, marked, sections

if TYPE_CHECKING:
    from summarizer.engines.llm import Budget, Listener

DEFAULT_CAPS: Mapping[str, int] = {"actors": 12, "events": 10, "claims": 12, "figures": 12}
_OTHER_CAP = 12
# The default caps are for an ordinary article; a longer document may say more.
ORDINARY_CHARS = 8_000

OnUnsupported = Literal["reject", "flag", "raise"]
MaxRecords = int | Mapping[str, int | None] | None | Literal["auto"]


# What would be dropped in silence where no endpoint is asked, though a summary or its cost depends on it.
_FOR_A_MODEL = (
    *("base_url", "api_key", "api_key_env", "citations", "mode", "prompt", "extra"),
    *("temperature", "seed", "reasoning_effort", "max_output_tokens"),
)


_KINDS: Mapping[str, tuple[str, Any]] = {
    **dict.fromkeys(
        ("model", "base_url", "api_key", "api_key_env", "output_language", "reasoning_effort"),
        ("a string", str),
    ),
    **dict.fromkeys(("seed", "max_output_tokens", "repeat"), ("a whole number", int)),
    **dict.fromkeys(("prompt", "cache"), ("a path", str | os.PathLike)),
    "temperature": ("a number", int | float),
    "extra": ("a mapping by parameter", Mapping),
}
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


class Options(TypedDict, total=False):
    """The options of `Summarizer`, for functions that pass them on."""

    base_url: str | None
    api_key: str | None
    api_key_env: str | None
    timeout: float
    max_records: MaxRecords
    on_unsupported: OnUnsupported
    citations: Citations
    mode: Mode
    output_language: str | None
    prompt: str | Path | None
    temperature: float | None
    seed: int | None
    reasoning_effort: str | None
    max_output_tokens: int | None
    extra: Mapping[str, Any] | None
    budget: Budget | None
    cache: str | Path | None
    repeat: int
    listener: Listener | None


def as_date(value: datetime.date | str | None) -> datetime.date | None:
    """A day given as a date, a datetime or an ISO 8601 string.

    Raises:
        SettingsError: if it is none of them.
    """
    if value is None:
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise SettingsError(
            f"{value!r} is not a day; write it as YYYY-MM-DD, for example 2020-11-20."
        ) from None


def as_document(document: str | Document, published: datetime.date | str | None = None) -> Document:
    """The caller's text as a `Document`, published on the day that the caller says.

    Raises:
        DocumentError: if it holds no text.
        SettingsError: if `published` is not a date.
    """
    if not isinstance(document, Document):
        return Document(document, published=as_date(published))
    if published is None:
        return document
    return dataclasses.replace(document, published=as_date(published))


def check_kinds(given: Mapping[str, object]) -> None:
    """Refuse what would be of no use later, or be sent as something else.

    Raises:
        SettingsError: if an option's value is of another kind than the option takes; a key is not shown.
    """
    for name in given.keys() & _KINDS.keys():
        value, (wanted, kind) = given[name], _KINDS[name]
        if value is not None and (isinstance(value, bool) or not isinstance(value, kind)):
            raise SettingsError(f"{name} must be {wanted}, not of type {type(value).__name__}.")


def check_language(tag: str | None) -> None:
    """Refuse an `output_language` that is none.

    Raises:
        SettingsError: if it does not have the form of a BCP 47 tag.
    """
    if tag and not _LANGUAGE_TAG.fullmatch(tag):
        raise SettingsError(f"output_language must be a BCP 47 tag, such as de or pt-BR, not {tag!r}.")


def check_used(engine: Engine, given: Mapping[str, Any], output_language: str | None) -> None:
    """Refuse what an engine that asks no endpoint would drop in silence.

    Args:
        given: the options that are not as they are by default.

    Raises:
        SettingsError: if one is for a model, or the language is not one that the engine reads and writes.
    """
    idle = [name for name in _FOR_A_MODEL if given.get(name) not in (None, "", {})]
    if idle:
        raise SettingsError(
            f"{engine.name} has no use for {', '.join(idle)}: name the model that it is meant for."
        )
    wanted = (output_language or "").lower().partition("-")[0]
    if wanted and engine.languages and wanted not in engine.languages:
        raise SettingsError(
            f"{engine.name} words its records in the document's own language, not in {output_language!r}: "
            "name a model that is to do that."
        )


def checked_schema(schema: type[S]) -> type[S]:
    """The caller's schema, once it is one.

    Raises:
        SchemaError: if it is not a subclass of `Summary`, has a field that no engine would fill or that
            `Summary` has as something else, or a reference that leads nowhere.
    """
    if not (isinstance(schema, type) and issubclass(schema, Summary)):
        raise SchemaError("schema must be summarizer.Summary or a subclass of it.")
    known = sections(schema)
    for name, field in schema.model_fields.items():
        if name in Summary.model_fields:
            _check_redeclared(schema, name)
        elif name not in known and (field.is_required() or _holds_records(field.annotation)):
            raise SchemaError(
                f"{schema.__name__}.{name} cannot be asked for: a field of a Summary must be a list of "
                "Records (list[Sanction] where class Sanction(Record)), or have a default and hold none."
            )
    for record in known.values():
        for name, marker in marked(record, Refers).items():
            if marker.section not in known:
                raise SchemaError(
                    f"{record.__name__}.{name} refers to {marker.section!r}; the sections of "
                    f"{schema.__name__} are {', '.join(known)}."
                )
    return schema


def _check_redeclared(schema: type[Summary], name: str) -> None:
    ours, theirs = sections(Summary).get(name), sections(schema).get(name)
    same = schema.model_fields[name].annotation == Summary.model_fields[name].annotation
    if not (same or (ours and theirs and issubclass(theirs, ours))):
        wanted = f"a list of {ours.__name__} or of a subclass of it" if ours else "as in Summary"
        raise SchemaError(
            f"{schema.__name__}.{name} must stay {wanted}; give a section of your own another name."
        )


def check_embedded(engine: Engine, schema: type[Summary]) -> None:
    """Refuse a schema whose records an embedded engine, which writes those of `Summary`, cannot write.

    Raises:
        SchemaError: if a section of `Summary` holds records of a subclass.
    """
    for name, kind in sections(Summary).items():
        if (theirs := sections(schema)[name]) is not kind:
            raise SchemaError(
                f"{engine.name} writes {name} as {kind.__name__}, not as {theirs.__name__}: name a model."
            )


def _holds_records(annotation: Any) -> bool:
    """Whether records are part of a type, as in `list[Sanction] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return True
    return any(map(_holds_records, get_args(annotation)))


def caps_of(schema: type[Summary], max_records: MaxRecords) -> Mapping[str, int | None]:
    """Section to the largest number of records that the option asks for; None for no cap.

    Raises:
        SettingsError: if it is no number, or names no section.
    """
    names = list(sections(schema))
    defaults: dict[str, int | None] = {name: DEFAULT_CAPS.get(name, _OTHER_CAP) for name in names}
    if max_records == "auto":
        return defaults
    if max_records is None or isinstance(max_records, int):
        given: Mapping[str, int | None] = dict.fromkeys(names, max_records)
    elif isinstance(max_records, Mapping):
        given = max_records
    else:
        raise SettingsError(
            f"max_records must be a number, None or a mapping by section, not {max_records!r}."
        )
    for name, cap in given.items():
        if name not in defaults:
            raise SettingsError(f"max_records names no section {name!r}; there are {', '.join(names)}.")
        if cap is not None and (isinstance(cap, bool) or not isinstance(cap, int) or cap < 0):
            raise SettingsError(
                f"max_records of {name} must be a whole number from 0 up, or None, not {cap!r}."
            )
    return defaults | dict(given)


def seconds(name: str, value: float) -> float:
    """The value, once it is a length of time.

    Raises:
        SettingsError: if it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
        raise SettingsError(f"{name} must be a number of seconds above 0, not {value!r}.")
    return float(value)
