"""Whether two records of a section say the same: certainly, possibly, or not.

Anything that code can compare may forbid it: values, dates, references, numbers, negation, direction,
roles. What one of two records leaves open makes sameness possible rather than certain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from enum import IntEnum
from typing import Literal, get_origin

from summarizer.grounding.fields import forms, means_more, prose, reference_fields, texts, verbatim_fields
from summarizer.language.contrast import direction_agrees, modality_agrees, roles_agree
from summarizer.language.folding import fold
from summarizer.language.guards import content_stems, numbers_agree, numbers_in, polarity_agrees
from summarizer.language.names import is_acronym, name_keys, name_tokens, same_name
from summarizer.schema import Actor, Event, Figure, Record, Reread, marked
from summarizer.values.dates import dates_agree

ALIKE = 0.75
"""Dice's coefficient of content words from which two wordings are alike, if no guard objects."""
_ALIKE_MEASURE = 0.5
_GUARDS = (numbers_agree, polarity_agrees, direction_agrees, modality_agrees, roles_agree)


class Same(IntEnum):
    """How sure it is that two records are one."""

    NO = 0
    POSSIBLY = 1
    CERTAINLY = 2


def sameness(a: Record, b: Record) -> Same:
    """How sure it is that two records of one section say the same. Symmetric."""
    if isinstance(a, Actor) and isinstance(b, Actor):
        return _same_actor(a, b)
    verdict = min([*_values(a, b), *_references(a, b), *_choices(a, b)], default=Same.CERTAINLY)
    return verdict if verdict and _wording_alike(a, b) else Same.NO


def _same_actor(a: Actor, b: Actor) -> Same:
    if (a.kind == "person") != (b.kind == "person") and "other" not in (a.kind, b.kind):
        return Same.NO
    if any(same_name(x, y, person=False) for x in _telling(a) for y in _telling(b)):
        return Same.CERTAINLY
    person = a.kind == "person" or b.kind == "person"
    both_full = len(name_tokens(a.name)) > 1 and len(name_tokens(b.name)) > 1
    forms = ((a.name,), (b.name,)) if both_full else ((a.name, *a.aliases), (b.name, *b.aliases))
    return Same(any(same_name(x, y, person=person) for x in forms[0] for y in forms[1]))


def _telling(actor: Actor) -> list[str]:
    """The name, and the aliases that name nobody else: a surname alone may be another's."""
    aliases = (n for n in actor.aliases if actor.kind != "person" or len(name_tokens(n)) > 1 or is_acronym(n))
    return [actor.name, *aliases]


def _values(a: Record, b: Record) -> Iterator[Same]:
    """By what code read off the document: values and dates, and what a figure is measured in."""
    measured = ("unit", "currency") if isinstance(a, Figure) else ()
    for name in (*marked(type(a), Reread), *measured):
        one, other = getattr(a, name), getattr(b, name)
        if one == other:
            yield Same.CERTAINLY
        elif one is None or other is None or name == "unit" or _dates_agree(one, other):
            yield Same.POSSIBLY
        else:
            yield Same.NO


def _dates_agree(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and dates_agree(one, other)


def _references(a: Record, b: Record) -> Iterator[Same]:
    for name in reference_fields(type(a)):
        one, other = set(texts(a, name)), set(texts(b, name))
        if one & other or one == other:
            yield Same.CERTAINLY
        elif (one and other) or means_more(type(a), name):
            yield Same.NO
        else:
            yield Same.POSSIBLY


def _choices(a: Record, b: Record) -> Iterator[Same]:
    """By fields with a closed list of values; an event that is planned is not one that occurred."""
    for name, field in type(a).model_fields.items():
        if (
            get_origin(field.annotation) is Literal
            and name != "bound"
            and getattr(a, name) != getattr(b, name)
        ):
            yield Same.NO if isinstance(a, Event) else Same.POSSIBLY


def _wording_alike(a: Record, b: Record) -> bool:
    one, other = prose(a, required=True), prose(b, required=True)
    if not one and not other:
        return copied(a) == copied(b)
    if not all(agrees(one, other) for agrees in _GUARDS):
        return False
    if isinstance(a, Figure) and _one_place(a, b):
        return True
    words, others = content_stems(one), content_stems(other)
    if not words or not others:
        return fold(one) == fold(other)
    alike = 2 * len(words & others) / (len(words) + len(others))
    return alike >= (_ALIKE_MEASURE if isinstance(a, Figure) else ALIKE)


def _one_place(a: Record, b: Record) -> bool:
    return any(x.start < y.end and y.start < x.end for x in a.evidence for y in b.evidence)


def copied(record: Record) -> set[str]:
    """What a record copies from the document, folded."""
    return {fold(text) for name in verbatim_fields(type(record)) for text in texts(record, name)}


def keys(record: Record) -> tuple[Set[str], int]:
    """Keys to look candidates up by, and how many of the rarest are enough.

    Two records that are the same share a key among that many rarest keys of each (prefix filtering:
    Dice's coefficient of at least `ALIKE` needs 0.6 of either's words in common).
    """
    if isinstance(record, Actor):
        found = {key for name in forms(record) for key in name_keys(name)}
        return found, len(found)
    wording = prose(record, required=True)
    stems = content_stems(wording)
    if isinstance(record, Figure):
        places = {f"{record.value}@{place}" for e in record.evidence for place in (e.start, e.end)}
        found = {f"{record.value} {stem}" for stem in stems} | places
        return found, len(found)
    if not stems:
        found = copied(record) or {fold(wording)}
        return found, len(found)
    # Where all words are common ones, as in a table put into words, numbers still tell.
    rarer = {fold(wording), *(f"{number:g}" for number in numbers_in(wording))}
    return stems | rarer, len(stems) // 2 + 1 + len(rarer)


def in_order(records: Sequence[Record]) -> list[Record]:
    """Records by where they stand in the document, in an order that owes nothing to the drafts'."""
    by_place: dict[tuple[int, int], list[Record]] = defaultdict(list)
    for record in records:
        by_place[min(((e.start, e.end) for e in record.evidence), default=(1 << 60, 0))].append(record)
    return [record for place in sorted(by_place) for record in _by_content(by_place[place])]


def _by_content(records: list[Record]) -> list[Record]:
    return sorted(records, key=lambda r: r.model_dump_json(exclude={"id"})) if len(records) > 1 else records
