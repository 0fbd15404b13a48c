"""Events: who did what to whom, when and where, and whether it happened, clause by clause."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from summarizer.engines.rules import lexicon
from summarizer.engines.rules.actors import Cast, Entity
from summarizer.engines.rules.claims import Attribution
from summarizer.engines.rules.grammar import any_verb, is_verb, phrase_after, subject, verb_group
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import flat, sentence
from summarizer.values.dates import DateExpression, find_dates

Status = Literal["occurred", "ongoing", "planned", "conditional", "unconfirmed", "did_not_occur"]
_FAILING = frozenset("fail refuse decline avoid cancel".split())


@dataclass(slots=True)
class Happening:
    """An event as found, with the place of the clause that tells it."""

    reading: int
    start: int
    end: int
    description: str
    verb: str
    agents: list[Entity] = field(default_factory=list)
    targets: list[Entity] = field(default_factory=list)
    date: DateExpression | None = None
    date_text: str | None = None
    location: str | None = None
    status: Status = "occurred"
    weight: float = 0.0


@dataclass(slots=True)
class _Clause:
    """Tokens `first:last` with the main verb at `verb`; `marker` is the word that subordinates it."""

    first: int
    last: int
    verb: int
    subject: tuple[int, int]
    marker: str


def find_events(
    readings: Sequence[Reading], cast: Cast, claims: Sequence[Attribution], text: str, published: datetime.date | None
) -> list[Happening]:
    """The events of a text in order: those told in clauses, and statements that the text dates."""
    found: list[Happening] = []
    for index, reading in enumerate(readings):
        if reading.heading and reading.capitals:
            continue
        dates = find_dates(text, published, reading.start, reading.end)
        found += [_happening(reading, index, c, cast, text, dates) for c in _clauses(reading)]
    found += _statements(readings, claims, text, published)
    for event in found:
        event.weight = _weight(event)
    return sorted(found, key=lambda e: (e.start, e.end))


def _clauses(reading: Reading) -> Iterator[_Clause]:
    """The clauses of a sentence that have a subject of their own and a verb of action."""
    tokens = reading.tokens
    found: list[_Clause] = []
    for verb in range(reading.dateline, len(tokens)):
        if not _is_action(reading, verb):
            continue
        span = subject(reading, verb)
        if span is None or span[1] <= span[0]:
            continue
        conjoined = found and found[-1].subject == span
        first = span[0] if not conjoined else verb_group(tokens, verb)
        first = _with_adverbial(reading, first)
        marker = tokens[first - 1].lower if first else ""
        if found and not conjoined:
            found[-1].last = min(found[-1].last, first - (marker in _MARKERS or marker in ("and", "but", ",")))
        elif conjoined:
            found[-1].last = min(found[-1].last, first)
        found.append(_Clause(first, len(tokens), verb, span, marker))
    yield from found


_MARKERS = lexicon.CLAUSE_BREAKS | {"if", "unless"}


def _with_adverbial(reading: Reading, first: int) -> int:
    """The clause's beginning with an adverbial of time or place before its subject ("Late on Tuesday, ...")."""
    tokens = reading.tokens
    k = first
    if k > reading.dateline and tokens[k - 1].text == ",":
        k -= 1
    start = k
    while start > reading.dateline and (tokens[start - 1].word or tokens[start - 1].text in (".", "-")) \
            and tokens[start - 1].lower not in _MARKERS | {"and", "but"} and not reading.verbs[start - 1]:
        start -= 1
    if start < k and (start == reading.dateline or tokens[start - 1].text in (",", ";") or tokens[start - 1].lower in ("and", "but")):
        return start if k - start <= 10 else first
    return first


def _is_action(reading: Reading, verb: int) -> bool:
    """Whether a token is the main verb of an event: no auxiliary, no verb of saying or thinking."""
    token = reading.tokens[verb]
    if not is_verb(reading, verb) or reading.quoted(token.start) or token.lower in lexicon.BE | lexicon.HAVE | lexicon.MODALS:
        return False
    if token.lower in ("do", "does", "did") or verb + 1 < len(reading.verbs) and reading.verbs[verb + 1] and token.lower.endswith("ing"):
        return False
    lemma = lexicon.SPEECH.get(token.lower) or lexicon.ATTITUDES.get(token.lower)
    if lemma is None or token.lower in lexicon.VERBS:
        return True
    return lemma in lexicon.SPEECH_ACTS


def _happening(
    reading: Reading, index: int, clause: _Clause, cast: Cast, text: str, dates: Sequence[DateExpression]
) -> Happening:
    tokens = reading.tokens
    last = clause.last
    while last > clause.verb + 1 and (not tokens[last - 1].word and tokens[last - 1].text not in ")”\"%" or tokens[last - 1].lower in _MARKERS | {"and", "but", "just"}):
        last -= 1
    start, end = tokens[clause.first].start, tokens[last - 1].end
    agents, targets = _roles(reading, index, clause, last, cast)
    lead = next(iter(agents or targets), None) if tokens[clause.subject[0]].lower in lexicon.PRONOUNS else None
    own = [d for d in dates if start <= d.start < end] or ([] if clause.marker in _MARKERS else [d for d in dates if d.start < start])
    conjoined = clause.first > clause.subject[0]
    words = text[start:end]
    if conjoined:
        who = text[tokens[clause.subject[0]].start : tokens[clause.subject[1] - 1].end]
        words = f"{who} {words}"
    return Happening(
        index, start, end, sentence(words, lead), tokens[clause.verb].lower, agents, targets,
        own[0] if own else None, text[own[0].start : own[0].end] if own else None,
        _location(reading, index, clause.first, last, cast), _status(reading, clause),
    )  # fmt: skip


def _roles(reading: Reading, index: int, clause: _Clause, last: int, cast: Cast) -> tuple[list[Entity], list[Entity]]:
    """Agents and targets: subject and object, the other way round in the passive ("was closed by the city")."""
    tokens = reading.tokens
    subjects = cast.everybody(index, *clause.subject)
    group = {t.lower for t in tokens[verb_group(tokens, clause.verb) : clause.verb]}
    if group & lexicon.BE and not tokens[clause.verb].lower.endswith("ing"):
        by = next((i for i in range(clause.verb + 1, last) if tokens[i].lower == "by"), None)
        return (cast.everybody(index, *_phrase(reading, by + 1, last)) if by else []), subjects
    first = clause.verb + 1
    objects = cast.everybody(index, *_phrase(reading, first, last)) if first < last and tokens[first].lower not in lexicon.PREPOSITIONS else []
    for k in range(first, last):  # "landed ..., killing a child"
        if tokens[k].lower in lexicon.HARM and tokens[k].lower.endswith("ing"):
            objects += [e for e in cast.everybody(index, *_phrase(reading, k + 1, last)) if e not in objects]
    return subjects, [e for e in objects if e not in subjects]


def _phrase(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """The objects from token `first` on: noun phrases with appositives and coordination, up to a verb or clause."""
    tokens = reading.tokens
    end = first
    while end < last and not (reading.verbs[end] or tokens[end].lower in lexicon.CLAUSE_BREAKS - {"who"} or tokens[end].text in ";:“\""):
        end += 1
    return first, end


def _location(reading: Reading, index: int, first: int, last: int, cast: Cast) -> str | None:
    """The first place behind a preposition of place, possessives and the noun they own included."""
    for mention in cast.mentions(index, first, last):
        entity = cast.entity(mention)
        if mention.locative and (entity.place or entity.nation):
            return flat(mention.name)
        if mention.possessive and (entity.place or entity.nation) and mention.first and \
                reading.tokens[mention.first - 1].lower in lexicon.LOCATIVE | {"on"}:
            return flat(mention.name)
    return None


def _status(reading: Reading, clause: _Clause) -> Status:
    tokens = reading.tokens
    begin = verb_group(tokens, clause.verb)
    group = {t.lower for t in tokens[begin : clause.verb + 1]}
    lemma = lexicon.VERBS.get(tokens[clause.verb].lower) or lexicon.SPEECH.get(tokens[clause.verb].lower, "")
    if group & (lexicon.NEGATIONS | {"n't", "n’t", "'t", "’t"}) or lemma in _FAILING:
        return "did_not_occur"
    if clause.marker in ("if", "unless") or (group & {"would"} and any(t.lower in ("if", "unless") for t in tokens)):
        return "conditional"
    if group & {"will", "would", "shall"}:
        return "planned"
    if group & {"may", "might", "could", "reportedly", "allegedly"}:
        return "unconfirmed"
    if group & {"is", "are"} and tokens[clause.verb].lower.endswith("ing") or lemma == "continue":
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
            d for d in find_dates(text, published, max(reading.start, claim.cue[0]), min(reading.end, claim.cue[1] + 60))
            if not any(s <= d.start < e for s, e in claim.content)
        ]
        if dates:
            said = flat(text[claim.cue[0] : claim.cue[1]])
            what = claim.wording.rstrip(".")
            words = f"{flat(claim.source.name)} {said} that {what[:1].lower() + what[1:] if what[1:2].islower() and not _named(what) else what}"
            yield Happening(
                claim.reading, reading.body, reading.end, sentence(words), said, [claim.source], [],
                dates[0], text[dates[0].start : dates[0].end],
            )  # fmt: skip


def _named(words: str) -> bool:
    return words.split(" ", 1)[0].lower() not in lexicon.OPENERS


def _weight(event: Happening) -> float:
    """Importance: the lead, a date, who is in it, harm done; less for what is subordinate or did not happen."""
    weight = max(0.0, 3.0 - 0.4 * event.reading) + (1.5 if event.date else 0.0)
    weight += sum(1.0 if e.named else 0.4 for e in event.agents[:2]) + sum(0.7 if e.named else 0.3 for e in event.targets[:2])
    weight += 1.5 * (event.verb in lexicon.HARM or any(w in lexicon.HARM for w in event.description.lower().split()))
    return weight - (0.5 if event.status != "occurred" else 0.0)
