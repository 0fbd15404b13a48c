"""Caps: the most important records of each section, and those that the kept ones cannot do without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summarizer.grounding.fields import means_more, references, with_references
from summarizer.schema import Record


def select(
    records: Mapping[str, Sequence[Record]], caps: Mapping[str, int | None]
) -> dict[str, list[Record]]:
    """Each section's records up to its cap, in their order of importance.

    Later sections are cut first, so that it is known what they refer to. A record comes before the
    rest of its section if a kept one refers to it; and it stays, beyond the cap if need be, if the
    reference would say something else without it: a claim without its source is its author's.
    Every other reference to a record that was cut is taken out.
    """
    kept: dict[str, list[Record]] = {}
    bound: set[str] = set()
    wanted: set[str] = set()
    for section in reversed(list(records)):
        kept[section] = _first(records[section], caps.get(section), bound, wanted)
        own = {record.id for record in records[section]}
        for record in kept[section]:
            for name, _, target in references(record):
                if target not in own:
                    (bound if means_more(type(record), name) else wanted).add(target)
    present = {record.id for chosen in kept.values() for record in chosen}
    return {
        section: [
            with_references(r, lambda target: target if target in present else None) for r in kept[section]
        ]
        for section in records
    }


def _first(records: Sequence[Record], cap: int | None, bound: set[str], wanted: set[str]) -> list[Record]:
    if cap is None:
        return list(records)
    ranked = sorted(records, key=lambda r: (r.id not in bound, r.id not in wanted))  # stable: importance next
    chosen = {r.id for place, r in enumerate(ranked) if place < cap or r.id in bound}
    return [record for record in records if record.id in chosen]
