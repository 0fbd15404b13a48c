"""Merging: records of several chunks, or of one, that say the same become one.

Two records are the same if nothing that code can compare keeps them apart (values, dates, references,
numbers, negation) and their wording is alike, or, for actors, if their names are the same. Candidates
come from indexes, so that thousands of records do not meet in pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from summarizer.grounding.evidence import distinct
from summarizer.grounding.fields import (
    is_required,
    prose,
    reference_fields,
    texts,
    value_fields,
    verbatim_fields,
    with_references,
)
from summarizer.language.folding import fold
from summarizer.language.guards import content_words, numbers_agree, polarity_agrees
from summarizer.language.names import acronym, is_acronym, name_tokens, same_name
from summarizer.schema import Actor, Figure, Record
from summarizer.values.dates import dates_agree

_ALIKE = 0.75
_ALIKE_AT_ONE_PLACE = 0.5

Records = Mapping[str, Sequence[Record]]


def merge(records: Records) -> tuple[dict[str, list[Record]], dict[str, str]]:
    """Records with duplicates united, and for every id that went the id that it went into.

    Ids must be unique over all sections. A section's order is that of the first of each group.
    Merging what has been merged changes nothing.
    """
    replaced: dict[str, str] = {}
    current = {section: list(items) for section, items in records.items()}
    while True:
        gone: dict[str, str] = {}
        for section, items in current.items():
            items = [with_references(r, lambda target: gone.get(target, target)) for r in items]
            current[section], now = _merge_section(items)
            gone |= now
        if not gone:
            return current, replaced
        current = {
            section: [with_references(r, lambda target: gone.get(target, target)) for r in items]
            for section, items in current.items()
        }
        replaced = {old: gone.get(new, new) for old, new in replaced.items()} | gone


def _merge_section(records: Sequence[Record]) -> tuple[list[Record], dict[str, str]]:
    leaders = list(range(len(records)))

    def leader(i: int) -> int:
        while leaders[i] != i:
            leaders[i] = leaders[leaders[i]]
            i = leaders[i]
        return i

    for i, j in _candidates(records):
        if leader(i) != leader(j) and same_record(records[i], records[j]):
            leaders[max(leader(i), leader(j))] = min(leader(i), leader(j))
    groups: dict[int, list[Record]] = defaultdict(list)
    for i, record in enumerate(records):
        groups[leader(i)].append(record)
    gone = {r.id: group[0].id for group in groups.values() for r in group[1:]}
    return [unite(group) for group in groups.values()], gone


def _candidates(records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Pairs that share one of their rarer keys; records alike enough to be one always do."""
    keys = [_keys(record) for record in records]
    frequency = Counter(key for own in keys for key in own)
    members: dict[str, list[int]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for i, own in enumerate(keys):
        rare = sorted(own, key=lambda key: (frequency[key], key))[: len(own) // 2 + 1]
        for key in rare:
            for j in members[key]:
                if (j, i) not in seen:
                    seen.add((j, i))
                    yield j, i
            members[key].append(i)


def _keys(record: Record) -> set[str]:
    if isinstance(record, Actor):
        names = (record.name, *record.aliases)
        tokens = {token for name in names for token in name_tokens(name)}
        return tokens | {short.casefold() for name in names for short in (acronym(name),) if short}
    if isinstance(record, Figure):
        return {f"{record.value}{record.currency}"}
    keys = set(content_words(prose(record, required=True)))
    return keys or {fold(text) for name in verbatim_fields(type(record)) for text in texts(record, name)}


def same_record(a: Record, b: Record) -> bool:
    """Whether two records of a section say the same."""
    if isinstance(a, Actor) and isinstance(b, Actor):
        return _same_actor(a, b)
    return _compatible(a, b) and _alike(a, b)


def _same_actor(a: Actor, b: Actor) -> bool:
    people = {a.kind == "person", b.kind == "person"}
    if len(people) == 2 and "other" not in {a.kind, b.kind}:
        return False
    return any(
        same_name(one, other, person=a.kind == "person")
        for one in (a.name, *a.aliases)
        for other in (b.name, *b.aliases)
    )


def _compatible(a: Record, b: Record) -> bool:
    """Whether values and references allow two records to be one."""
    return all(_values_allow(getattr(a, n), getattr(b, n)) for n in value_fields(type(a))) and all(
        _references_allow(texts(a, n), texts(b, n)) for n in reference_fields(type(a))
    )


def _values_allow(one: object, other: object) -> bool:
    if one is None or other is None or one == other:
        return True
    return (
        isinstance(one, str)
        and isinstance(other, str)
        and one[:1].isdigit()
        and other[:1].isdigit()
        and dates_agree(one, other)
    )


def _references_allow(one: Sequence[str], other: Sequence[str]) -> bool:
    return not one or not other or bool(set(one) & set(other))


def _alike(a: Record, b: Record) -> bool:
    one, other = (prose(r, required=True) for r in (a, b))
    if not numbers_agree(one, other) or not polarity_agrees(one, other):
        return False
    same_place = any(x.start < y.end and y.start < x.end for x in a.evidence for y in b.evidence)
    if isinstance(a, Figure) and same_place:
        return True
    words, others = Counter(content_words(one)), Counter(content_words(other))
    total = words.total() + others.total()
    if not total:
        return _copied(a) == _copied(b)
    threshold = _ALIKE_AT_ONE_PLACE if isinstance(a, Figure) else _ALIKE
    return 2 * (words & others).total() / total >= threshold


def _copied(record: Record) -> set[str]:
    return {fold(text) for name in verbatim_fields(type(record)) for text in texts(record, name)}


def unite(group: Sequence[Record]) -> Record:
    """One record of several that say the same: the first one's, completed from the others."""
    first = group[0]
    if len(group) == 1:
        return first
    update: dict[str, object] = {"evidence": distinct(e for record in group for e in record.evidence)}
    for name in type(first).model_fields:
        values = [getattr(record, name) for record in group]
        if isinstance(values[0], list) and name != "evidence":
            update[name] = list(dict.fromkeys(item for value in values for item in value))
        elif values[0] is None and not is_required(type(first), name):
            update[name] = next((value for value in values if value is not None), None)
    if isinstance(first, Actor):
        update |= _names([record for record in group if isinstance(record, Actor)])
    return first.model_copy(update=update)


def _names(group: Sequence[Actor]) -> dict[str, object]:
    """The fullest form as the name, every other form as an alias."""
    forms = list(dict.fromkeys(name for actor in group for name in (actor.name, *actor.aliases)))
    fullest = max(
        (a.name for a in group), key=lambda name: (not is_acronym(name), len(name_tokens(name)), len(name))
    )
    by_form = {fold(form): form for form in reversed(forms)}
    by_form.pop(fold(fullest))
    return {"name": fullest, "aliases": list(reversed(by_form.values()))}
