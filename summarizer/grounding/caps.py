"""Caps: the most important records of each section, and whatever they cannot do without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summarizer.grounding.fields import references, with_references
from summarizer.schema import Record


def select(
    records: Mapping[str, Sequence[Record]], caps: Mapping[str, int | None]
) -> dict[str, list[Record]]:
    """The first records of every section up to its cap, and those that they refer to.

    Later sections are cut first. A section keeps what a kept record refers to before it keeps the
    rest in order of importance; only if that alone is more than the cap does it hold more.
    References within one section (an actor's affiliation) hold nothing back and are nulled.
    """
    kept: dict[str, list[Record]] = {}
    needed: set[str] = set()
    for section in reversed(list(records)):
        cap = caps.get(section)
        room = len(records[section]) if cap is None else cap
        room -= sum(record.id in needed for record in records[section])
        chosen: list[Record] = []
        for record in records[section]:
            if record.id in needed:
                chosen.append(record)
            elif room > 0:
                chosen.append(record)
                room -= 1
        own = {record.id for record in records[section]}
        needed |= {target for record in chosen for _, _, target in references(record) if target not in own}
        kept[section] = chosen
    present = {record.id for chosen in kept.values() for record in chosen}
    return {
        section: [
            with_references(r, lambda target: target if target in present else None) for r in kept[section]
        ]
        for section in records
    }
