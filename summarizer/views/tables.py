"""Summaries as tables: one a record kind; documents, evidence, findings and rejected records besides.

Columns and their types follow from the classes, so an empty table has them too, and a section of the
caller's own is a table like the others. Every row holds the id of its document; references are ids.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from summarizer.errors import SchemaError
from summarizer.schema import DocumentInfo, Evidence, Record, Run, Summary, Usage, sections

if TYPE_CHECKING:
    import pandas

Kind = Literal["string", "integer", "float", "boolean", "date", "strings", "json"]
Row = tuple[Any, ...]

_SCALARS: Mapping[type, Kind] = {str: "string", bool: "boolean", int: "integer", float: "float"}
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column; of kind "strings" each cell is a list, of kind "json" it is the value's JSON."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """What a table holds: `rows` makes a summary's rows, `document_id` being what it goes by."""

    columns: Sequence[Column]
    rows: Callable[[str, Summary], Iterator[Row]]


def document_id(summary: Summary) -> str:
    """What rows call a summary's document: the id it was given, else the digest of its text."""
    return summary.document.id or summary.document.sha256


@lru_cache(maxsize=64)
def tables(schema: type[Summary]) -> Mapping[str, Table]:
    """The tables of a schema's summaries, by name, in order.

    Raises:
        SchemaError: if a section has the name of one of the tables that every summary has.
    """
    found = {"documents": _documents(schema)}
    found |= {name: _records(name, kind) for name, kind in sections(schema).items()}
    rest = {"evidence": _evidence(), "findings": _findings(), "rejected": _rejected()}
    taken = rest.keys() & found.keys() | sections(schema).keys() & {"documents"}
    if taken:
        raise SchemaError(f"A section cannot be called {min(taken)}: every export has a table of that name.")
    return found | rest


def to_frames(summaries: Summary | Iterable[Summary]) -> dict[str, pandas.DataFrame]:
    """The tables as pandas frames, by name; all of them, also those without a row.

    Columns have pandas' nullable types; lists of ids and aliases are Python lists. Summaries must be of
    one class; of no summary at all, the tables are those of `Summary`.

    Raises:
        MissingDependency: if pandas or pyarrow, which the extra `tables` brings, is not installed.
        SchemaError: if the summaries are of several classes, or a value does not fit its column.
    """
    from summarizer.views.arrow import frame

    given = [summaries] if isinstance(summaries, Summary) else list(summaries)
    schemas = {type(summary) for summary in given} or {Summary}
    if len(schemas) > 1:
        raise SchemaError("The summaries are of several classes; make the frames of each class apart.")
    return {
        name: frame(name, table, (row for s in given for row in table.rows(document_id(s), s)))
        for name, table in tables(schemas.pop()).items()
    }


def _documents(schema: type[Summary]) -> Table:
    own = {name for name in schema.model_fields if name not in Summary.model_fields}
    whole = {"language", "headline", "gist"} | own - set(sections(schema))
    columns = (
        Column("document_id", "string"),
        *_columns(DocumentInfo, leaving=("id",)),
        *(column for column in _columns(schema) if column.name in whole),
        *_columns(Run, leaving=("usage",)),
        *_columns(Usage),
    )

    def rows(document: str, summary: Summary) -> Iterator[Row]:
        run = summary.run.model_dump(mode="json")
        data = summary.document.model_dump(mode="json") | summary.model_dump(mode="json", include=whole)
        yield _row(columns, {**data, **run, **run["usage"], "document_id": document})

    return Table(columns, rows)


def _records(section: str, record: type[Record]) -> Table:
    fields = _columns(record, leaving=("id", "evidence"))
    document, rank = (_free(name, fields) for name in ("document_id", "rank"))
    columns = (Column(document, "string"), Column("id", "string"), Column(rank, "integer"), *fields)

    def rows(key: str, summary: Summary) -> Iterator[Row]:
        for number, record in enumerate(getattr(summary, section), start=1):
            data = record.model_dump(mode="json", exclude={"evidence"})
            yield _row(columns, {**data, document: key, rank: number})

    return Table(columns, rows)


def _evidence() -> Table:
    columns = (
        *(Column(name, "string") for name in ("document_id", "section", "record_id")),
        Column("rank", "integer"),
        *_columns(Evidence),
    )

    def rows(document: str, summary: Summary) -> Iterator[Row]:
        for section, record in summary.records():
            for number, evidence in enumerate(record.evidence, start=1):
                about = {"document_id": document, "section": section, "record_id": record.id, "rank": number}
                yield _row(columns, evidence.model_dump(mode="json") | about)

    return Table(columns, rows)


def _findings() -> Table:
    names = ("document_id", "record_id", "code", "severity", "message")
    columns = tuple(Column(name, "string") for name in names)

    def rows(document: str, summary: Summary) -> Iterator[Row]:
        for finding in summary.findings:
            yield _row(columns, finding.model_dump() | {"document_id": document})

    return Table(columns, rows)


def _rejected() -> Table:
    strings = (Column(name, "string") for name in ("document_id", "section", "record_id"))
    columns = (*strings, Column("record", "json"), Column("codes", "strings"))

    def rows(document: str, summary: Summary) -> Iterator[Row]:
        for rejection in summary.rejected:
            data = rejection.model_dump(mode="json")
            codes = [finding.code for finding in rejection.findings]
            record_id = data["record"].get("id")
            yield _row(columns, data | {"document_id": document, "record_id": record_id, "codes": codes})

    return Table(columns, rows)


def _columns(model: type[BaseModel], leaving: Sequence[str] = ()) -> tuple[Column, ...]:
    return tuple(
        Column(name, _kind(field.annotation))
        for name, field in model.model_fields.items()
        if name not in leaving
    )


def _free(name: str, columns: Sequence[Column]) -> str:
    """A column's name, with an underscore behind it where a record has a field of that name."""
    while any(column.name == name for column in columns):
        name += "_"
    return name


def _kind(annotation: Any) -> Kind:
    if get_origin(annotation) is Annotated:
        return _kind(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        kinds = {_kind(part) for part in get_args(annotation) if part is not type(None)}
        return kinds.pop() if len(kinds) == 1 else "json"
    if get_origin(annotation) is Literal:
        return _of_values(get_args(annotation))
    if get_origin(annotation) is list:
        return "strings" if _kind(get_args(annotation)[0]) == "string" else "json"
    if not isinstance(annotation, type):
        return "json"
    if issubclass(annotation, Enum):
        return _of_values([member.value for member in annotation])
    if annotation is datetime.date:
        return "date"
    return next((kind for scalar, kind in _SCALARS.items() if issubclass(annotation, scalar)), "json")


def _of_values(values: Iterable[Any]) -> Kind:
    kinds = {_SCALARS.get(type(value), "json") for value in values}
    return kinds.pop() if len(kinds) == 1 else "json"


def _row(columns: Sequence[Column], data: Mapping[str, Any]) -> Row:
    return tuple(_cell(data.get(column.name), column.kind) for column in columns)


def _cell(value: Any, kind: Kind) -> Any:
    if value is None:
        return None
    if kind == "date":
        return datetime.date.fromisoformat(value)
    if kind == "json":
        value = json.dumps(value, ensure_ascii=False)
    if kind == "strings":
        return [_SURROGATE.sub("\ufffd", item) for item in value]
    # JSON can hold half of a character that takes two; neither UTF-8 nor Parquet can.
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value
