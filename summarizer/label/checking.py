"""What is wrong with a draft and how code reads it, each said of a record and its field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.document import Document
from summarizer.evals.fixture import Fault
from summarizer.evals.labels import Labelled, resolve
from summarizer.schema import Computed, Record, Reread, Summary, marked, sections


@dataclass(frozen=True, slots=True)
class Remark:
    """A fault or a notice: of which record (None for the draft as a whole), which field, and what."""

    record: str | None
    field: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Check:
    """The same as `python -m summarizer.evals.labels check` says, placed.

    Attributes:
        readings: for each section, for each record in order, the fields that code has filled.
    """

    faults: Sequence[Remark]
    notices: Sequence[Remark]
    readings: Mapping[str, Sequence[Mapping[str, Any]]]


def check(draft: Mapping[str, Any], document: Document, schema: type[Summary] = Summary) -> Check:
    """Check a draft as it is checked when a fixture is built from it."""
    labelled = resolve(draft, document, file="", schema=schema)
    kinds = {
        str(item.get("id", "without id")): kind
        for name, kind in sections(schema).items()
        for item in draft.get(name) or ()
    }
    return Check(
        faults=[_placed(fault, kinds) for fault in labelled.faults],
        notices=[_placed(notice, kinds) for notice in labelled.notices],
        readings={name: _readings(draft, labelled, name, kind) for name, kind in sections(schema).items()},
    )


def _placed(fault: Fault, kinds: Mapping[str, type[Record]]) -> Remark:
    kind = kinds.get(fault.record or "")
    if kind is None:
        return Remark(fault.record, None, fault.message)
    words, colon, message = fault.message.partition(": ")
    name = words.split(".")[0]
    if colon and name in {*kind.model_fields, "importance", "accept", "note"}:
        return Remark(fault.record, name, message)
    field = "evidence" if "evidence" in words.split() or " stands " in fault.message else None
    return Remark(fault.record, field, fault.message)


def _readings(
    draft: Mapping[str, Any], labelled: Labelled, section: str, kind: type[Record]
) -> list[Mapping[str, Any]]:
    by_code = [
        name for name in kind.model_fields if name in marked(kind, Computed) or name in marked(kind, Reread)
    ]
    by_code.remove("evidence")
    read = labelled.gold.get(section, ())
    return [
        {name: item[name] for name in by_code if item.get(name) is not None and own.get(name) is None}
        for own, item in zip(draft.get(section) or (), read, strict=True)
    ]
