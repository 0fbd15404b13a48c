"""Events: who did what to whom, when and where, and whether it happened, clause by clause."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.actors import Cast
from summarizer.engines.rules.announcements import add_announcements
from summarizer.engines.rules.attribution import Attribution
from summarizer.engines.rules.clauses import Clause, find_clauses, status_of, without_link
from summarizer.engines.rules.entities import Entity
from summarizer.engines.rules.grammar import any_verb, verb_group
from summarizer.engines.rules.happening import Happening, importance
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import flat, sentence
from summarizer.values.dates import DateExpression, dates_agree, find_dates


def find_events(
    readings: Sequence[Reading],
    cast: Cast,
    claims: Sequence[Attribution],
    text: str,
    published: datetime.date | None,
    every: bool = False,
) -> list[Happening]:
    """The events of a text in order: those told in clauses, and deeds that a noun tells.

    With `every`, clauses too that a summary would not tell by themselves.
    """
    attributed: defaultdict[int, list[Attribution]] = defaultdict(list)
    for claim in claims:
        attributed[claim.reading].append(claim)
    found: list[Happening] = []
    dated = [find_dates(text, published, r.body, r.end) for r in readings]
    for index, reading in enumerate(readings):
        if reading.overlong or reading.heading:
            continue
        dates = dated[index]
        told = [
            _happening(reading, index, clause, cast, text, dates, published)
            for clause in _told(reading, attributed[index], dates, every)
        ]
        _part(told, text)
        if told and index and _opens_in_it(reading):
            found = _taken_up(told[0], found, readings[index - 1], dated[index - 1])
        found += told
        if every or not any(e.verb in verbs.HARM for e in told):
            found += [
                d for d in _deeds(reading, index, cast, text, dates) if not told or not d.verb.endswith("s")
            ]
    found = _merged([e for e in found if len(e.description.split()) > 2], text)
    _take_briefs(found)
    add_announcements(found, claims, readings, dated, text)
    for event in found:
        event.weight = importance(event, published)
    return sorted(found, key=lambda e: (e.start, e.end))


def _told(
    reading: Reading, claims: Sequence[Attribution], dates: Sequence[DateExpression], every: bool
) -> Iterator[Clause]:
    """The clauses worth telling: the independent ones, without "officials said" behind them.

    A dependent clause is one if it tells of harm or has a date of its own; what somebody is reported to have
    said, if it tells of harm.
    """
    tokens = reading.tokens
    for clause in find_clauses(reading, every):
        opening = tokens[clause.subject[0]]
        if (opening.lower in ("i", "you") and not every) or not opening.word:
            continue
        if opening.lower == "what" or _gives_number(reading, clause):
            continue
        harm = tokens[clause.verb].lower in verbs.HARM
        for claim in claims:
            end = claim.content[-1][1]
            if claim.cue and end <= claim.cue[0] and claim.content[0][0] <= tokens[clause.verb].start < end:
                clause.last = min(clause.last, reading.token_at(end - 1) + 1)
        dated = _own_date(reading, clause, clause.last, dates, None) is not None
        inner = clause.conjoined or ((clause.marker or clause.content) and not dated)
        if every or (harm and not clause.conjoined) or not (inner or _is_opinion(reading, clause, claims)):
            yield clause


def _gives_number(reading: Reading, clause: Clause) -> bool:
    """Whether a clause tells what a statement puts a number at ("a bulletin had given the toll as 36")."""
    tokens = reading.tokens
    first, last = clause.subject
    stop = next((i for i in range(first, last) if tokens[i].lower in lexicon.PREPOSITIONS), last)
    if tokens[stop - 1].lower not in _BULLETINS or tokens[clause.verb].lower not in _PUTTING:
        return False
    return any(t.text[0].isdigit() for t in tokens[clause.verb : clause.last])


_BULLETINS = frozenset("statement bulletin report count tally list estimate update toll survey".split())
_PUTTING = frozenset("gave given put set listed counted named recorded raised lowered revised".split())


def _is_opinion(reading: Reading, clause: Clause, claims: Sequence[Attribution]) -> bool:
    """Whether a clause tells a state or what might be: "is insured", "could be finished", "would vote"."""
    tokens = reading.tokens
    group = [t.lower for t in tokens[verb_group(tokens, clause.verb) : clause.verb]]
    if "would" in group and any(s <= tokens[clause.verb].start < e for c in claims for s, e in c.content):
        return True
    state = group[:1] in (["is"], ["are"]) and not tokens[clause.verb].lower.endswith("ing")
    return not clause.intended and (state or not {"may", "might", "could", "can"}.isdisjoint(group))


def _happening(
    reading: Reading, index: int, clause: Clause, cast: Cast, text: str,
    dates: Sequence[DateExpression], published: datetime.date | None,
) -> Happening:  # fmt: skip
    tokens = reading.tokens
    last = without_link(reading, clause)
    if clause.first == reading.dateline and _opens_in_it(reading):
        clause.first += 2 + (tokens[clause.first + 2].text == ",")
    start, end = tokens[clause.first].start, tokens[last - 1].end
    agents, targets = _roles(reading, index, clause, last, cast)
    lead = (
        next(iter(agents or targets), None) if tokens[clause.subject[0]].lower in lexicon.PRONOUNS else None
    )
    words = text[start:end]
    if clause.first > clause.subject[0]:
        who = text[tokens[clause.subject[0]].start : tokens[clause.subject[1] - 1].end]
        words = f"{who} {words}"
    status = status_of(reading, clause)
    return Happening(
        index, start, end, sentence(words, lead), tokens[clause.verb].lower, agents, targets,
        _own_date(reading, clause, last, dates, published if status == "occurred" else None),
        _location(reading, index, clause.first, last, cast), status,
    )  # fmt: skip


def _part(told: Sequence[Happening], text: str) -> None:
    """End an event before a clause that dates another by itself ("fled, *after troops shot two in May*")."""
    for event in told:
        for inner in told:
            within = event.start < inner.start and inner.end <= event.end
            marker = re.search(r",?\s+(?:after|before|since|when)\s+$", text[event.start : inner.start])
            if within and marker and inner.agents and inner.targets and inner.date:
                event.end = event.start + marker.start()
                event.description = sentence(text[event.start : event.end])


def _opens_in_it(reading: Reading) -> bool:
    """Whether a sentence tells what happened in the deed of the sentence before: "*In it* four men died"."""
    opening = [t.lower for t in reading.tokens[reading.dateline : reading.dateline + 2]]
    return opening[:1] == ["in"] and opening[1:] in (["it"], ["this"])


def _taken_up(
    event: Happening, found: Sequence[Happening], before: Reading, dates: Sequence[DateExpression]
) -> list[Happening]:
    """Give an event the date of the deed that it is part of; without the tellings of that deed itself."""
    deed = next((t for t in reversed(before.tokens) if t.lower in lexicon.DEEDS), None)
    if deed is None:
        return list(found)
    same = [e for e in found if e.verb == deed.lower and before.start <= e.start < before.end]
    event.date = event.date or next((d for d in dates if d.start > deed.start), None)
    event.places += [(before.body, before.end)]
    return [e for e in found if e not in same]


def _own_date(
    reading: Reading, clause: Clause, last: int, dates: Sequence[DateExpression], latest: datetime.date | None
) -> DateExpression | None:
    """The date of the verb itself: behind it and before any other, or before it in no relative clause.

    What has occurred by the day `latest` has no later date ("promised a free place *next year*").
    """
    tokens = reading.tokens
    stop = next((i for i in range(clause.verb + 1, last) if reading.verbs[i] or tokens[i].text == ";"), last)
    start, end = tokens[clause.first].start, tokens[stop - 1].end
    dates = [d for d in dates if tokens[reading.token_at(d.start) - 1].lower != "since"]
    behind = [d for d in dates if tokens[clause.verb].start < d.start < end]
    before = [d for d in dates if start <= d.start < tokens[clause.verb].start]
    before = [
        d for d in before if not any_verb(reading, reading.token_at(d.end), verb_group(tokens, clause.verb))
    ]
    fitting = (
        d
        for d in (*behind, *before)
        if not latest or "W" in (d.value or "W") or (d.value or "")[:10] <= latest.isoformat()
    )
    return next(fitting, None)


def _roles(
    reading: Reading, index: int, clause: Clause, last: int, cast: Cast
) -> tuple[list[Entity], list[Entity]]:
    """Agents and targets: subject and object, in the passive the other way round."""
    tokens = reading.tokens
    subjects = cast.everybody(index, *clause.subject)
    group = {t.lower for t in tokens[verb_group(tokens, clause.verb) : clause.verb]}
    if group & verbs.BE and not tokens[clause.verb].lower.endswith("ing"):
        stop = next((i for i in range(clause.verb + 1, last) if reading.verbs[i]), last)
        by = next((i for i in range(clause.verb + 1, stop) if tokens[i].lower == "by"), None)
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
) -> Iterator[Happening]:
    """The events that nouns tell ("the murder of Idris on 3 May", "an attack on Tarrow")."""
    tokens = reading.tokens
    told = sentence(text[reading.body : reading.end])
    for k in range(reading.dateline, len(tokens) - 2):
        if tokens[k].lower not in lexicon.DEEDS or (k and tokens[k - 1].text == ","):
            continue
        agents, targets = _deed_roles(reading, index, k, len(tokens), cast)
        behind = next((d for d in dates if d.start > tokens[k].start), None)
        dated = behind is not None and reading.token_at(behind.start) <= k + 2
        if agents or targets or dated or tokens[_deed_link(reading, k)].lower in ("in", "at"):
            date = behind or next(iter(dates), None)
            where = _location(reading, index, k, len(tokens), cast)
            yield Happening(
                index, reading.body, reading.end, told, tokens[k].lower, agents, targets, date, where
            )


def _deed_link(reading: Reading, k: int) -> int:
    """The token that ties a deed to its victim or place ("murder *of*", "assassination attempt *on*")."""
    return k + 2 if reading.tokens[k + 1].lower in ("attempt", "plot") else k + 1


def _deed_roles(
    reading: Reading, index: int, k: int, last: int, cast: Cast
) -> tuple[list[Entity], list[Entity]]:
    """Agents and targets of the deed that a noun names ("the murder of Idris by rebels")."""
    tokens = reading.tokens
    if tokens[k].lower not in lexicon.DEEDS or k + 2 >= len(tokens):
        return [], []
    link = _deed_link(reading, k)
    by = next((i for i in range(k + 1, min(k + 25, last)) if tokens[i].lower == "by"), None)
    targets = []
    if tokens[link].lower in ("of", "on", "against"):
        targets = cast.everybody(index, *_phrase(reading, link + 1, by or last))
    if not targets and k and tokens[k - 1].lower in ("'s", "’s"):
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


def _take_briefs(found: list[Happening]) -> None:
    """Take a harm told in brief into the event that tells it with its day ("a boy died *this week*")."""
    for brief in [e for e in found if e.verb in verbs.HARM and e.targets]:
        harm = verbs.HARM[brief.verb]
        for fuller in found:
            told = any(verbs.HARM.get(word) == harm for word in fuller.description.lower().split())
            if (
                fuller is not brief
                and told
                and set(brief.targets) <= set(fuller.targets)
                and _dates(fuller, brief)
            ):
                fuller.places.append((brief.start, brief.end))
                found.remove(brief)
                break


def _dates(event: Happening, other: Happening) -> bool:
    """Whether an event has a day within what `other` has for a date."""
    day, span = (e.date.value if e.date else None for e in (event, other))
    return day is not None and span is not None and day != span and dates_agree(day, span)


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
    mostly = sum(m.locative for m in entity.mentions) * 2 > len(entity.mentions) > 1
    named_so = any(w in lexicon.CORPORATE for w in words)
    return entity.kind in ("other", "organization") and (mostly or not named_so)


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
    return None
