"""Merging: records of several chunks, or of one, that say the same become one.

Those that are certainly the same are united first. Those that possibly are (a surname alone, an event
without a date) are united if all that hang together that way could be one: with two Khans about, a
"Khan" stays apart. The result owes nothing to the order of the records, and merging it again changes
nothing. Candidates come from an index, so that thousands of records do not meet in pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from operator import is_

from summarizer.grounding.evidence import distinct
from summarizer.grounding.fields import forms, is_required, with_references
from summarizer.grounding.sameness import Same, in_order, keys, sameness
from summarizer.language.folding import fold
from summarizer.language.names import is_acronym, name_tokens
from summarizer.schema import Actor, Record

_CROWD = 200
"""A key that more records share says nothing of two of them; more that hang together are not judged."""

Records = Mapping[str, Sequence[Record]]


def merge(records: Records) -> tuple[dict[str, list[Record]], dict[str, str]]:
    """Records with duplicates united, and for every id that went the id that it went into.

    Ids must be unique over all sections. Each united record stands where the first of its group stood.
    """
    current = {section: list(items) for section, items in records.items()}
    settled: dict[str, list[Record]] = {}
    replaced: dict[str, str] = {}
    while True:
        gone: dict[str, str] = {}
        for section in current:
            items = _redirected(current[section], gone)
            if section in settled and all(map(is_, items, settled[section])):
                continue  # nothing of it has changed since no two were found to be one
            current[section], now = _merge_section(items)
            gone |= now
            if now:
                settled.pop(section, None)
            else:
                settled[section] = items
        if not gone:
            return current, replaced
        current = {section: _redirected(items, gone) for section, items in current.items()}
        replaced = {old: gone.get(new, new) for old, new in replaced.items()} | gone


def _redirected(records: Sequence[Record], gone: Mapping[str, str]) -> list[Record]:
    return [with_references(record, lambda target: gone.get(target, target)) for record in records]


def _merge_section(records: Sequence[Record]) -> tuple[list[Record], dict[str, str]]:
    pairs = [(i, j, same) for i, j in _candidates(records) if (same := sameness(records[i], records[j]))]
    certain = _components(range(len(records)), ((i, j) for i, j, same in pairs if same is Same.CERTAINLY))
    group_of = {i: group for group, members in enumerate(certain) for i in members}
    united = [unite([records[i] for i in members]) for members in certain]
    links = {(group_of[i], group_of[j]) for i, j, _ in pairs if group_of[i] != group_of[j]}
    groups: list[list[int]] = []
    for hanging in _components(range(len(certain)), links):
        parts = [hanging] if _could_be_one([united[g] for g in hanging]) else [[g] for g in hanging]
        groups += [sorted(i for g in part for i in certain[g]) for part in parts]
    merged: list[Record] = []
    gone: dict[str, str] = {}
    for members in sorted(groups):
        record = unite([records[i] for i in members])
        merged.append(record)
        gone |= {records[i].id: record.id for i in members if records[i].id != record.id}
    return merged, gone


def _could_be_one(records: Sequence[Record]) -> bool:
    return len(records) <= _CROWD and all(sameness(a, b) for a, b in combinations(records, 2))


def _candidates(records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Pairs that share one of their rarer keys."""
    looked_up = [keys(record) for record in records]
    frequency = Counter(key for own, _ in looked_up for key in own)
    members: dict[str, list[int]] = defaultdict(list)
    for i, (own, enough) in enumerate(looked_up):
        rare = sorted(own, key=lambda key: (frequency[key], key))[:enough]
        for key in (key for key in rare if frequency[key] <= _CROWD):
            members[key].append(i)
    yield from sorted({pair for group in members.values() for pair in combinations(group, 2)})


def _components(nodes: Iterable[int], links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """What hangs together, each component in order, components in the order of their first node."""
    leaders = {node: node for node in nodes}

    def leader(node: int) -> int:
        while leaders[node] != node:
            leaders[node] = leaders[leaders[node]]
            node = leaders[node]
        return node

    for i, j in links:
        low, high = sorted((leader(i), leader(j)))
        leaders[high] = low
    groups: dict[int, list[int]] = defaultdict(list)
    for node in leaders:
        groups[leader(node)].append(node)
    return list(groups.values())


def unite(group: Sequence[Record]) -> Record:
    """One record of several that say the same: the one that stands first in the document, completed."""
    if len(group) == 1:
        return group[0]
    group = in_order(group)
    first = group[0]
    update: dict[str, object] = {"evidence": distinct(e for record in group for e in record.evidence)}
    for name in type(first).model_fields:
        values = [getattr(record, name) for record in group]
        if isinstance(values[0], list) and name != "evidence":
            update[name] = _union(values)
        elif values[0] is None and not is_required(type(first), name):
            update[name] = next((value for value in values if value is not None), None)
    if isinstance(first, Actor):
        update |= _names([record for record in group if isinstance(record, Actor)])
    return first.model_copy(update=update)


def _union(lists: Iterable[Sequence[object]]) -> list[object]:
    united: list[object] = []
    for item in (item for items in lists for item in items):
        if item not in united:
            united.append(item)
    return united


def _names(group: Sequence[Actor]) -> dict[str, object]:
    """The fullest form as the name, every other form as an alias."""
    every = [name for actor in group for name in forms(actor)]
    fullest = max((a.name for a in group), key=lambda n: (not is_acronym(n), len(name_tokens(n)), len(n), n))
    by_form = {fold(form): form for form in reversed(every)}
    by_form.pop(fold(fullest))
    return {"name": fullest, "aliases": list(reversed(by_form.values()))}
