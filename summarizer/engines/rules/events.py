"""Events: who did what to whom, when and where, and whether it happened, clause by clause."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.actors import Cast, Entity
from summarizer.engines.rules.claims import Attribution
from summarizer.engines.rules.grammar import is_verb, subject, verb_group
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import flat, sentence
from summarizer.values.dates import DateExpression, find_dates, read_date

Status = Literal["occurred", "ongoing", "planned", "conditional", "unconfirmed", "did_not_occur"]
_FAILING = frozenset("fail refuse decline avoid cancel".split())


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


@dataclass(slots=True)
class _Clause:
    """Tokens `first:last` with the main verb at `verb`; `marker` is the word that subordinates it."""

    first: int
    last: int
    verb: int
    subject: tuple[int, int]
    marker: str


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
        told = [_happening(reading, index, c, cast, text, dates) for c in _clauses(reading)]
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


def _clauses(reading: Reading) -> Iterator[_Clause]:
    """The clauses of a sentence that tell an event: those with a subject of their own and a verb of action.

    A content clause ("announced that ...") stays with the verb that governs it.
    """
    tokens = reading.tokens
    found: list[_Clause] = []
    for verb in range(reading.dateline, len(tokens)):
        if not _is_action(reading, verb):
            continue
        span = subject(reading, verb)
        if span is None or span[1] <= span[0]:
            continue
        group = verb_group(tokens, verb)
        relative = group > 0 and tokens[group - 1].lower in _RELATIVE
        conjoined = relative or (bool(found) and found[-1].subject == span)
        bare = group if conjoined else span[0]
        first = bare if conjoined else _with_adverbial(reading, bare)
        marker = tokens[first - 1].lower if first else ""
        if _is_content(reading, found, first, marker) or (
            not conjoined and _is_inside(reading, found, first)
        ):
            continue
        if found and not relative:
            found[-1].last = min(found[-1].last, first)
        end = (
            next((i for i in range(verb, len(tokens)) if tokens[i].text == ","), len(tokens))
            if relative
            else len(tokens)
        )
        found.append(_Clause(first, end, verb, span, marker))
    yield from (c for c in found if c.marker not in _UNTOLD)


_RELATIVE = frozenset("who which whom whose".split())
_UNTOLD = frozenset("because so although though while where whether that until whose whom unless".split())
"""Markers of clauses that tell a reason, a circumstance or a content rather than an event."""
_MARKERS = lexicon.CLAUSE_BREAKS | {"if", "unless"}
_INTERVAL = frozenset(
    """
    just only shortly soon long minutes hours days weeks months years moments a few the day week month
    year one two three
""".split()
)


def _is_inside(reading: Reading, found: Sequence[_Clause], first: int) -> bool:
    """Whether what looks like a subject is an object, an appositive or a prepositional phrase's noun."""
    if first == reading.dateline:
        return False
    before = reading.tokens[first - 1]
    if before.text == ",":
        return bool(found) and found[-1].marker not in _MARKERS
    return (reading.verbs[first - 1] and before.lower not in verbs.SPEECH) or (
        before.lower in lexicon.PREPOSITIONS - {"after", "before", "since"}
    )


def _is_content(reading: Reading, found: Sequence[_Clause], first: int, marker: str) -> bool:
    """Whether a clause is what the verb before it says ("announced [it would leave]")."""
    if not found:
        return False
    if marker == "that":
        return True
    governing = reading.tokens[found[-1].verb].lower
    linked = marker in ("and", "but", ",", ";") or marker in _MARKERS
    return governing in verbs.SPEECH and not linked


def _with_adverbial(reading: Reading, first: int) -> int:
    """The clause's beginning with an adverbial before its subject ("Late on Tuesday, ...")."""
    tokens = reading.tokens
    k = first
    if k > reading.dateline and tokens[k - 1].text == ",":
        k -= 1
    start = k
    while (
        start > reading.dateline
        and (tokens[start - 1].word or tokens[start - 1].text in (".", "-"))
        and tokens[start - 1].lower not in _MARKERS | {"and", "but"}
        and not reading.verbs[start - 1]
    ):
        start -= 1
    if start < k and (
        start == reading.dateline
        or tokens[start - 1].text in (",", ";")
        or tokens[start - 1].lower in ("and", "but")
    ):
        return start if k - start <= 10 else first
    return first


def _is_action(reading: Reading, verb: int) -> bool:
    """Whether a token is the main verb of an event: no auxiliary, no verb of saying or thinking."""
    token = reading.tokens[verb]
    if verbs.VERBS.get(token.lower) in verbs.STATIVE:
        return False
    if (
        not is_verb(reading, verb)
        or reading.quoted(verb)
        or token.lower in verbs.BE | verbs.HAVE | verbs.MODALS
    ):
        return False
    if token.lower in ("do", "does", "did") or (
        verb + 1 < len(reading.verbs) and reading.verbs[verb + 1] and token.lower.endswith("ing")
    ):
        return False
    lemma = verbs.SPEECH.get(token.lower) or verbs.ATTITUDES.get(token.lower)
    if lemma is None or lemma in verbs.SPEECH_ACTS or token.lower in verbs.HARM:
        return True
    passive = {t.lower for t in reading.tokens[verb_group(reading.tokens, verb) : verb]} & verbs.BE
    return bool(passive) and token.lower in verbs.ATTITUDES and token.lower not in verbs.PASSIVE_CUES


def _happening(
    reading: Reading, index: int, clause: _Clause, cast: Cast, text: str, dates: Sequence[DateExpression]
) -> Happening:
    tokens = reading.tokens
    last = _without_link(reading, clause)
    start, end = tokens[clause.first].start, tokens[last - 1].end
    agents, targets = _roles(reading, index, clause, last, cast)
    lead = (
        next(iter(agents or targets), None) if tokens[clause.subject[0]].lower in lexicon.PRONOUNS else None
    )
    dates = [d for d in dates if d.value or not _indefinite(text, d)]
    own = [d for d in dates if start <= d.start < end] or (
        [] if clause.marker in _MARKERS else [d for d in dates if d.start < start]
    )
    conjoined = clause.first > clause.subject[0]
    words = text[start:end]
    if conjoined:
        who = text[tokens[clause.subject[0]].start : tokens[clause.subject[1] - 1].end]
        words = f"{who} {words}"
    return Happening(
        index, start, end, sentence(words, lead), tokens[clause.verb].lower, agents, targets,
        own[0] if own else None,
        _location(reading, index, clause.first, last, cast), _status(reading, clause),
    )  # fmt: skip


def _without_link(reading: Reading, clause: _Clause) -> int:
    """The clause's end without the words that link it to the next ("..., just hours after")."""
    tokens = reading.tokens
    last = clause.last
    if last < len(tokens) and tokens[last - 1].lower in _MARKERS:
        last -= 1
        while last > clause.verb + 1 and tokens[last - 1].lower in _INTERVAL:
            last -= 1
    while last > clause.verb + 1 and (
        (not tokens[last - 1].word and tokens[last - 1].text not in ')”"%’')
        or tokens[last - 1].lower in _MARKERS | lexicon.PREPOSITIONS | {"and", "but"}
    ):
        last -= 1
    return last


def _roles(
    reading: Reading, index: int, clause: _Clause, last: int, cast: Cast
) -> tuple[list[Entity], list[Entity]]:
    """Agents and targets: subject and object, in the passive the other way round."""
    tokens = reading.tokens
    subjects = cast.everybody(index, *clause.subject)
    group = {t.lower for t in tokens[verb_group(tokens, clause.verb) : clause.verb]}
    if group & verbs.BE and not tokens[clause.verb].lower.endswith("ing"):
        by = next((i for i in range(clause.verb + 1, last) if tokens[i].lower == "by"), None)
        return (cast.everybody(index, *_phrase(reading, by + 1, last)) if by else []), subjects
    first = clause.verb + 1
    objects = (
        cast.everybody(index, *_phrase(reading, first, last))
        if first < last and tokens[first].lower not in lexicon.PREPOSITIONS
        else []
    )
    for k in range(first, last):  # "landed ..., killing a child"
        if tokens[k].lower in verbs.HARM and tokens[k].lower.endswith("ing"):
            objects += [e for e in cast.everybody(index, *_phrase(reading, k + 1, last)) if e not in objects]
    return subjects, [e for e in objects if e not in subjects]


def _phrase(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """The objects from token `first` on: noun phrases up to a verb or clause."""
    tokens = reading.tokens
    end = first
    while end < last and not (
        reading.verbs[end]
        or tokens[end].lower in lexicon.CLAUSE_BREAKS - {"who"}
        or tokens[end].text in ';:“"'
    ):
        end += 1
    return first, end


def _deeds(
    reading: Reading, index: int, cast: Cast, text: str, dates: Sequence[DateExpression]
) -> list[Happening]:
    """An event that a noun tells, in a sentence whose verbs tell none ("the murder of", "an attack on")."""
    tokens = reading.tokens
    for k in range(reading.dateline, len(tokens) - 2):
        if tokens[k].lower in lexicon.DEEDS and tokens[k + 1].lower in (
            "of",
            "on",
            "against",
            "by",
            "in",
            "at",
        ):
            by = next((i for i in range(k + 1, min(k + 25, len(tokens))) if tokens[i].lower == "by"), None)
            targets = (
                cast.everybody(index, *_phrase(reading, k + 2, by or len(tokens)))
                if tokens[k + 1].lower != "by"
                else []
            )
            agents = cast.everybody(index, *_phrase(reading, by + 1, len(tokens))) if by else []
            date = next((d for d in dates if d.value or not _indefinite(text, d)), None)
            return [Happening(
                index, reading.body, reading.end, sentence(text[reading.body : reading.end]), tokens[k].lower,
                agents, targets, date, _location(reading, index, k, len(tokens), cast),
            )]  # fmt: skip
    return []


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


def _location(reading: Reading, index: int, first: int, last: int, cast: Cast) -> str | None:
    """The first place behind a preposition of place, with the wider places that follow ("Aden, Yemen")."""
    mentions = cast.mentions(index, first, last)
    for i, mention in enumerate(mentions):
        entity = cast.entity(mention)
        if mention.locative and (entity.place or entity.nation or entity.kind == "other"):
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


def _status(reading: Reading, clause: _Clause) -> Status:
    tokens = reading.tokens
    begin = verb_group(tokens, clause.verb)
    group = {t.lower for t in tokens[begin : clause.verb + 1]}
    lemma = verbs.VERBS.get(tokens[clause.verb].lower) or verbs.SPEECH.get(tokens[clause.verb].lower, "")
    if group & (lexicon.NEGATIONS | {"n't", "n’t", "'t", "’t"}) or lemma in _FAILING:
        return "did_not_occur"
    if clause.marker in ("if", "unless") or (
        group & {"would"} and any(t.lower in ("if", "unless") for t in tokens)
    ):
        return "conditional"
    if group & {"will", "would", "shall"}:
        return "planned"
    if group & {"may", "might", "could", "reportedly", "allegedly"}:
        return "unconfirmed"
    if (group & {"is", "are"} and tokens[clause.verb].lower.endswith("ing")) or lemma == "continue":
        return "ongoing"
    return "occurred"


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
    weight = max(0.0, 3.0 - 0.4 * event.reading) + (1.5 if event.date else 0.0)
    weight += sum(1.0 if e.named else 0.4 for e in event.agents[:2]) + sum(
        0.7 if e.named else 0.3 for e in event.targets[:2]
    )
    weight += 1.5 * (
        event.verb in verbs.HARM or any(w in verbs.HARM for w in event.description.lower().split())
    )
    return weight - (0.5 if event.status != "occurred" else 0.0)
