"""From the reply to a draft: wire records become the caller's record classes, citations stay as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from summarizer.engines import Citation, Composition, Draft, DraftRecord
from summarizer.engines.llm.wire import is_nullable
from summarizer.schema import Record, Refers, Summary, Usage, id_prefixes, marked, sections


def to_records(schema: type[Summary], reply: BaseModel) -> list[DraftRecord]:
    """The records of a reply, in the reply's order, with ids that are unique.

    An id that is missing is made up; of two records with the same id the first keeps it. What the ids
    refer to is not checked here.

    Raises:
        ValidationError: if a record does not meet the caller's own class.
    """
    taken: set[str] = set()
    drafts: list[DraftRecord] = []
    for section, record in sections(schema).items():
        prefix = id_prefixes(schema)[section]
        for wired in getattr(reply, section):
            data = wired.model_dump()
            cited: Sequence[Citation] = data.pop("evidence", ())
            data["id"] = _fresh(data.get("id"), prefix, taken)
            drafts.append(
                DraftRecord(section, record.model_validate(_without_blanks(record, data)), tuple(cited))
            )
    return drafts


def to_composition(reply: BaseModel, usage: Usage | None = None) -> Composition | None:
    """The headline and the gist of a reply, if it was asked for them."""
    if "headline" not in type(reply).model_fields:
        return None
    data = reply.model_dump(include={"headline", "gist"})
    return Composition(data["headline"].strip(), data["gist"].strip(), usage or Usage())


def joined(halves: Sequence[Draft]) -> Draft:
    """The drafts of a chunk's halves as one, ids told apart by the half that they come from."""
    records = [
        record
        for number, half in enumerate(halves, start=1)
        for record in _renamed(half.records, f"h{number}.")
    ]
    return Draft(
        records, halves[0].language, model=halves[0].model, cached=all(half.cached for half in halves)
    )


def _renamed(records: Sequence[DraftRecord], prefix: str) -> Iterator[DraftRecord]:
    for draft in records:
        record = with_ids(draft.record, lambda old: prefix + old)
        yield DraftRecord(draft.section, record, draft.cites)


def with_ids(record: Record, rename: Callable[[str], str]) -> Record:
    """A copy of a record, its id and its references renamed."""
    update: dict[str, Any] = {"id": rename(record.id)}
    for name in marked(type(record), Refers):
        value = getattr(record, name)
        if isinstance(value, str):
            update[name] = rename(value)
        elif isinstance(value, list):
            update[name] = [rename(each) for each in value]
    return record.model_copy(update=update)


def _fresh(given: str | None, prefix: str, taken: set[str]) -> str:
    wanted = (given or "").strip()
    number = 1
    while not wanted or wanted in taken:
        wanted = f"{prefix}{number}"
        number += 1
    taken.add(wanted)
    return wanted


def _without_blanks(record: type[Record], data: Mapping[str, Any]) -> dict[str, Any]:
    """Models write "" where they mean null."""
    fields = record.model_fields
    return {
        name: None if value == "" and is_nullable(fields[name].annotation) else value
        for name, value in data.items()
    }
