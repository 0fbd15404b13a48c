"""Events: who did what to whom, when and where, and whether it happened, clause by clause."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.actors import Cast
from summarizer.engines.rules.attribution import Attribution
from summarizer.engines.rules.clauses import MARKERS, Clause, Status, find_clauses, status_of, without_link
from summarizer.engines.rules.entities import Entity
from summarizer.engines.rules.grammar import verb_group
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import flat, sentence
from summarizer.values.dates import DateExpression, find_dates, read_date


@dataclass(slots=True)
class Happening:
    """An event as found, with the place of the clause that tells it; `places` are further tellings of it."""

    reading: int
    start: int
    end: int
    description: str
    verb: str
    agents: list[Entity] = field(default_factory=list)
    targets: list[Entity] = field(default_factory=list)
    date: DateExpression | None = None
    location: str | None = None
    status: Status = "occurred"
    weight: float = 0.0
    places: list[tuple[int, int]] = field(default_factory=list)


def find_events(
    readings: Sequence[Reading],
    cast: Cast,
    claims: Sequence[Attribution],
    text: str,
    published: datetime.date | None,
) -> list[Happening]:
    """The events of a text in order: those told in clauses, and statements that the text dates."""
    found: list[Happening] = []
    for index, reading in enumerate(readings):
        if reading.overlong or (reading.heading and reading.capitals):
            continue
        dates = find_dates(text, published, reading.start, reading.end)
        told = [_happening(reading, index, c, cast, text, dates) for c in find_clauses(reading)]
        found += told
        if not any(e.verb in verbs.HARM for e in told):
            found += [
                d for d in _deeds(reading, index, cast, text, dates) if not told or not d.verb.endswith("s")
            ]
    found = _merged([e for e in found if len(e.description.split()) > 2], text)
    covered = [(e.start, e.end) for e in found if e.verb in verbs.SPEECH]
    undated = [c for c in claims if c.cue and not any(start <= c.cue[0] < end for start, end in covered)]
    found += _statements(readings, undated, text, published)
    for event in found:
        event.weight = _weight(event)
    return sorted(found, key=lambda e: (e.start, e.end))


def _happening(
    reading: Reading, index: int, clause: Clause, cast: Cast, text: str, dates: Sequence[DateExpression]
) -> Happening:
    tokens = reading.tokens
    last = without_link(reading, clause)
    start, end = tokens[clause.first].start, tokens[last - 1].end
    agents, targets = _roles(reading, index, clause, last, cast)
    lead = (
        next(iter(agents or targets), None) if tokens[clause.subject[0]].lower in lexicon.PRONOUNS else None
    )
    dates = [d for d in dates if d.value or not _indefinite(text, d)]
    own = [d for d in dates if start <= d.start < end] or (
        [] if clause.marker in MARKERS else [d for d in dates if d.start < start]
    )
    conjoined = clause.first > clause.subject[0]
    words = text[start:end]
    if conjoined:
        who = text[tokens[clause.subject[0]].start : tokens[clause.subject[1] - 1].end]
        words = f"{who} {words}"
    return Happening(
        index, start, end, sentence(words, lead), tokens[clause.verb].lower, agents, targets,
        own[0] if own else None,
        _location(reading, index, clause.first, last, cast), status_of(reading, clause),
    )  # fmt: skip


def _roles(
    reading: Reading, index: int, clause: Clause, last: int, cast: Cast
) -> tuple[list[Entity], list[Entity]]:
    """Agents and targets: subject and object, in the passive the other way round."""
    tokens = reading.tokens
    subjects = cast.everybody(index, *clause.subject)
    group = {t.lower for t in tokens[verb_group(tokens, clause.verb) : clause.verb]}
    if group & verbs.BE and not tokens[clause.verb].lower.endswith("ing"):
        by = next((i for i in range(clause.verb + 1, last) if tokens[i].lower == "by"), None)
        return (cast.everybody(index, *_phrase(reading, by + 1, last)) if by else []), subjects
    first = clause.verb + 1
    objects = []
    if first < last and tokens[first].lower not in lexicon.PREPOSITIONS:
        for begin, end in _objects(reading, first, last):
            objects += cast.everybody(index, begin, end)
    for k in range(first, last):  # "landed ..., killing a child"
        if tokens[k].lower in verbs.HARM and tokens[k].lower.endswith("ing"):
            objects += [e for e in cast.everybody(index, *_phrase(reading, k + 1, last)) if e not in objects]
    for k in range(clause.first, last):  # "condemned the murder of"
        doers, done_to = _deed_roles(reading, index, k, last, cast)
        if tokens[clause.subject[0]].lower == "the":
            subjects += [e for e in doers if e not in subjects]
        objects += [e for e in done_to if e not in objects]
    return subjects, [e for e in objects if e not in subjects]


def _phrase(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """The objects from token `first` on: noun phrases up to a verb or clause."""
    tokens = reading.tokens
    end = first
    while end < last and not (
        reading.verbs[end]
        or tokens[end].lower in lexicon.CLAUSE_BREAKS - {"who"}
        or tokens[end].text in ';“"'
    ):
        end += 1
    return first, end


def _objects(reading: Reading, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The objects from token `first` on, over relative clauses ("Idris, who led it, and Weil")."""
    tokens = reading.tokens
    while first < last:
        _, end = _phrase(reading, first, last)
        yield first, end
        if end >= last or not (
            reading.verbs[end] and any(t.lower in ("who", "which") for t in tokens[first:end])
        ):
            return
        first = next((i + 1 for i in range(end, last) if tokens[i].text == ","), last)


def _deeds(
    reading: Reading, index: int, cast: Cast, text: str, dates: Sequence[DateExpression]
) -> list[Happening]:
    """An event that a noun tells, in a sentence whose verbs tell none ("the murder of", "an attack on")."""
    tokens = reading.tokens
    for k in range(reading.dateline, len(tokens) - 2):
        agents, targets = _deed_roles(reading, index, k, len(tokens), cast)
        if agents or targets or _is_deed(reading, k, ("in", "at")):
            date = next((d for d in dates if d.value or not _indefinite(text, d)), None)
            where = _location(reading, index, k, len(tokens), cast)
            told = sentence(text[reading.body : reading.end])
            return [
                Happening(
                    index, reading.body, reading.end, told, tokens[k].lower, agents, targets, date, where
                )
            ]
    return []


def _is_deed(reading: Reading, k: int, links: Collection[str]) -> bool:
    tokens = reading.tokens
    return tokens[k].lower in lexicon.DEEDS and k + 1 < len(tokens) and tokens[k + 1].lower in links


def _deed_roles(
    reading: Reading, index: int, k: int, last: int, cast: Cast
) -> tuple[list[Entity], list[Entity]]:
    """Agents and targets of the deed that a noun names ("the murder of Idris by rebels")."""
    tokens = reading.tokens
    if tokens[k].lower not in lexicon.DEEDS:
        return [], []
    by = next((i for i in range(k + 1, min(k + 25, last)) if tokens[i].lower == "by"), None)
    targets = []
    if _is_deed(reading, k, ("of", "on", "against")):
        targets = cast.everybody(index, *_phrase(reading, k + 2, by or last))
    elif k and tokens[k - 1].lower in ("'s", "’s"):
        victim = cast.owner(index, k - 1)
        targets = [victim] if victim and not victim.place and not victim.nation else []
    agents = cast.everybody(index, *_phrase(reading, by + 1, last)) if by else []
    return agents, targets


_DEFINITE = re.compile(
    r"(?:the|this|that|these|such)\s+(?:\w+\s+)?("
    + "|".join(sorted(lexicon.DEEDS | {"incident", "operation"}))
    + r")\b",
    re.IGNORECASE,
)
_GENERIC = frozenset("took takes take occurred happened came comes began started lasted followed".split())


def _merged(found: Sequence[Happening], text: str) -> list[Happening]:
    """One event for one deed: "The attack took place on Monday" and a second telling add to the first."""
    kept: list[Happening] = []
    by_target: dict[tuple[str, int], Happening] = {}
    deed: Happening | None = None
    for event in found:
        harm = verbs.HARM.get(event.verb)
        same = next(
            (by_target[k] for k in ((harm or "", id(t)) for t in event.targets) if k in by_target), None
        )
        if (
            same is None
            and deed is not None
            and event.reading - deed.reading <= 6
            and _DEFINITE.match(text, event.start, event.end)
        ):
            same = deed
        if same is not None and _complements(same, event) and (event.verb in _GENERIC or harm):
            continue
        kept.append(event)
        if harm:
            deed = event
            by_target.update({(harm, id(t)): event for t in event.targets if t.named})
    return kept


def _complements(event: Happening, other: Happening) -> bool:
    """Fill in what `event` lacks from a second telling; False if the two disagree on the day."""
    if event.date and other.date and event.date.value != other.date.value and other.verb not in _GENERIC:
        return False
    event.agents += [a for a in other.agents if a not in event.agents and a not in event.targets]
    event.targets += [t for t in other.targets if t not in event.agents and t not in event.targets]
    event.date = other.date if other.date and (event.date is None or other.verb in _GENERIC) else event.date
    event.location = event.location or other.location
    event.places.append((other.start, other.end))
    return True


def _may_be_place(entity: Entity) -> bool:
    words = entity.name.lower().split()
    return entity.kind in ("other", "organization") and not any(w in lexicon.CORPORATE for w in words)


def _location(reading: Reading, index: int, first: int, last: int, cast: Cast) -> str | None:
    """The first place behind a preposition of place, with the wider places that follow ("Aden, Yemen")."""
    mentions = cast.mentions(index, first, last)
    for i, mention in enumerate(mentions):
        entity = cast.entity(mention)
        if mention.locative and (entity.place or entity.nation or _may_be_place(entity)):
            end = mention
            for wider in mentions[i + 1 :]:
                if cast.text[end.end : wider.start].strip() != "," or not (
                    cast.entity(wider).place or cast.entity(wider).nation
                ):
                    break
                end = wider
            return flat(cast.text[mention.start : end.end])
        if (
            mention.possessive
            and (entity.place or entity.nation)
            and mention.first
            and reading.tokens[mention.first - 1].lower in lexicon.LOCATIVE | {"on"}
        ):
            return flat(mention.name)
    return None


def _statements(
    readings: Sequence[Reading], claims: Sequence[Attribution], text: str, published: datetime.date | None
) -> Iterator[Happening]:
    """Statements that the text dates in its attribution ("said in a Thursday interview that ...")."""
    for claim in claims:
        reading = readings[claim.reading]
        if claim.source is None or claim.cue is None or not claim.source.named:
            continue
        dates = [
            d
            for d in find_dates(
                text, published, max(reading.start, claim.cue[0]), min(reading.end, claim.cue[1] + 60)
            )
            if not any(s <= d.start < e for s, e in claim.content)
        ]
        if dates:
            said = flat(text[claim.cue[0] : claim.cue[1]])
            what = claim.wording.rstrip(".")
            if text[claim.content[0][0]].islower() or not _named(what):
                what = what[:1].lower() + what[1:]
            words = f"{flat(claim.source.subject)} {said} that {what}"
            if claim.content[0][0] > claim.cue[1] and claim.quotation != "direct":
                words = f"{flat(claim.source.subject)} {flat(text[claim.cue[0] : claim.content[-1][1]])}"
            yield Happening(
                claim.reading, reading.body, reading.end, sentence(words), said, [claim.source], [],
                _dated(dates[0], text, published),
            )  # fmt: skip


def _indefinite(text: str, date: DateExpression) -> bool:
    """ "on a Thursday" is any Thursday; "in a Thursday interview" is the last one."""
    return re.search(r"\ban?\s+$", text[max(0, date.start - 4) : date.start]) is not None and not re.match(
        r"\s+[a-z]", text[date.end : date.end + 3]
    )


def _dated(date: DateExpression, text: str, published: datetime.date | None) -> DateExpression:
    if date.value or _indefinite(text, date):
        return date
    return DateExpression(date.start, date.end, read_date(text[date.start : date.end], published))


def _named(words: str) -> bool:
    return words.split(" ", 1)[0].lower() not in lexicon.OPENERS


def _weight(event: Happening) -> float:
    """Importance: the lead, a date, who is in it, harm done; less for what did not happen."""
    weight = max(0.0, 3.0 - 0.4 * event.reading) + (2.0 if event.date else 0.0)
    weight += sum(1.0 if e.named else 0.4 for e in event.agents[:2]) + sum(
        0.7 if e.named else 0.3 for e in event.targets[:2]
    )
    weight += 1.5 * (
        event.verb in verbs.HARM or any(w in verbs.HARM for w in event.description.lower().split())
    )
    return weight - {"occurred": 0.0, "did_not_occur": 1.5}.get(event.status, 0.5)
