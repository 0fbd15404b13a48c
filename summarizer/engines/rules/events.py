"""Events: who did what to whom, when and where, and whether it happened, clause by clause."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.actors import Cast
from summarizer.engines.rules.announcements import add_announcements
from summarizer.engines.rules.attribution import Attribution
from summarizer.engines.rules.clauses import Clause, find_clauses, status_of, without_link
from summarizer.engines.rules.entities import Entity
from summarizer.engines.rules.grammar import any_verb, verb_group
from summarizer.engines.rules.happening import Happening, importance, nearness
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import flat, sentence
from summarizer.language.guards import content_words
from summarizer.values.dates import DateExpression, dates_agree, find_dates

_TIMES = frozenset(content_words("week month year monday tuesday wednesday thursday friday saturday sunday"))
_RETOLD = 0.6
"""The share of a telling's words that another holds which tells the same."""
_RECENT = 20
"""Dated events back to which a telling may go: all of an article's, so that time grows with the text."""
_LEAST = 0.5
"""The weight below which a summary leaves an event out, if it has two others."""


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
        sense = _Sense(reading, index, cast, text, dated[index], published)
        told = [sense.happening(c) for c in _told(sense, attributed[index], every)]
        if told and index and _LINKED.match(text, reading.body):
            _carry(told[0], found, readings[index - 1], dated[index - 1])
        found += told
        if every:
            found += sense.deeds()
    found = _merged([e for e in found if len(e.description.split()) > 2], text)
    add_announcements(found, claims, readings, dated, text)
    for event in found:
        event.weight = importance(event, published)
    least = min([_LEAST, *sorted((e.weight for e in found), reverse=True)[:2]])
    return sorted((e for e in found if every or e.weight >= least), key=lambda e: (e.start, e.end))


_LINKED = re.compile(
    r"(?:(?:in|during) (?:it|this)|(?:only |just )?(?:\w+ )?(?:minutes|hours) (?:later|before|earlier)"
    r"|(?:the same|that) (?:day|morning|afternoon|evening|night))\b",
    re.IGNORECASE,
)
"""What opens a sentence whose deed is of the day of the sentence before: "*In it* four men died"."""


def _carry(
    event: Happening, found: list[Happening], before: Reading, dates: Sequence[DateExpression]
) -> None:
    """Give an event the day of the sentence before, in place of the deed that a noun tells there."""
    found[:] = [e for e in found if e.reading != event.reading - 1 or e.verb not in lexicon.DEEDS]
    if event.date is None and dates:
        event.date = dates[-1]
        event.places.append((before.body, before.end))


def _told(sense: _Sense, claims: Sequence[Attribution], every: bool) -> Iterator[Clause]:
    """The clauses worth telling: the independent ones, without "officials said" behind them.

    A dependent clause is one if it tells of harm or has a date of its own; what somebody is reported to have
    said, if it tells of harm.
    """
    reading, tokens = sense.reading, sense.reading.tokens
    for clause in find_clauses(reading, every):
        opening = tokens[clause.subject[0]].lower
        if every:
            if opening != "what":
                yield clause
            continue
        verb = tokens[clause.verb]
        if opening in _NO_NEWS or not opening[0].isalnum() or _is_state(reading, clause, claims):
            continue
        for claim in claims:
            end = claim.content[-1][1]
            if claim.cue and end <= claim.cue[0] and claim.content[0][0] <= verb.start < end:
                clause.last = min(clause.last, reading.token_at(end - 1) + 1)
        group = {t.lower for t in tokens[verb_group(tokens, clause.verb) : clause.verb]}
        reported = clause.content and not (group & verbs.HAVE and sense.index < 3)
        date = None if clause.conjoined else sense.date(clause, clause.last)
        dated = date is not None and nearness(date, sense.published) > 0.2
        harm = verb.lower in verbs.HARM and not clause.conjoined
        if harm or dated or not (clause.conjoined or clause.marker not in ("", "that") or reported):
            yield clause


_NO_NEWS = frozenset("i you what how let those".split())
"""Words that open no clause with news."""


def _is_state(reading: Reading, clause: Clause, claims: Sequence[Attribution]) -> bool:
    """Whether a clause tells a state, a habit or what might be: "is insured", "pay", "would have paid"."""
    tokens = reading.tokens
    group = [t.lower for t in tokens[verb_group(tokens, clause.verb) : clause.verb]]
    if clause.intended:
        return False
    said = any(s <= tokens[clause.verb].start < e for c in claims for s, e in c.content)
    if {"may", "might", "could", "can"} & set(group) or ("would" in group and (said or "have" in group)):
        return True
    return group[:1] in (["is"], ["are"], ["does"], ["do"]) and not tokens[clause.verb].lower.endswith("ing")


@dataclass(frozen=True, slots=True)
class _Sense:
    """What a sentence's clauses and nouns say of the events in it."""

    reading: Reading
    index: int
    cast: Cast
    text: str
    dates: Sequence[DateExpression]
    published: datetime.date | None

    def happening(self, clause: Clause) -> Happening:
        """The event that a clause tells."""
        reading, tokens = self.reading, self.reading.tokens
        last = without_link(reading, clause)
        start, end = tokens[clause.first].start, tokens[last - 1].end
        if clause.first == reading.dateline and (link := _IN_IT.match(self.text, start, end)):
            start = link.end()
        agents, targets = self.roles(clause, last)
        pronoun = tokens[clause.subject[0]].lower in lexicon.PRONOUNS
        words = self.text[start:end]
        if clause.first > clause.subject[0]:
            first, behind = clause.subject
            words = f"{self.text[tokens[first].start : tokens[behind - 1].end]} {words}"
        return Happening(
            self.index, start, end, sentence(words, next(iter(agents or targets), None) if pronoun else None),
            tokens[clause.verb].lower, agents, targets, self.date(clause, last),
            self.location(clause.first, last), status_of(reading, clause),
        )  # fmt: skip

    def date(self, clause: Clause, last: int) -> DateExpression | None:
        """The date of the verb itself: behind it and before any other, or before it in no relative clause.

        What has occurred by the day of publication has no later date ("promised a free place *next year*").
        """
        reading, tokens = self.reading, self.reading.tokens
        verb = clause.verb
        stop = next((i for i in range(verb + 1, last) if reading.verbs[i] or tokens[i].text == ";"), last)
        group = verb_group(tokens, verb)
        latest = (
            self.published.isoformat() if self.published and status_of(reading, clause) == "occurred" else "9"
        )
        behind, before = [], []
        for date in self.dates:
            at = reading.token_at(date.start)
            if (date.value or "").partition("W")[0][:10] > latest or tokens[at - 1].lower == "since":
                continue
            if verb < at < stop:
                behind.append(date)
            elif clause.first <= at < verb and not any_verb(reading, clause.first, group):
                before.append(date)
        return next(iter(behind + before), None)

    def roles(self, clause: Clause, last: int) -> tuple[list[Entity], list[Entity]]:
        """Agents and targets: subject and object, in the passive turned round; who dies is a target."""
        tokens, verb = self.reading.tokens, clause.verb
        subjects = self.cast.everybody(self.index, *clause.subject)
        group = {t.lower for t in tokens[verb_group(tokens, verb) : verb]}
        if group & verbs.BE and not tokens[verb].lower.endswith("ing"):
            stop = next((i for i in range(verb + 1, last) if self.reading.verbs[i]), last)
            return self.agents(verb + 1, stop), subjects or self.cast.owners(self.index, *clause.subject)
        if tokens[verb].lower in _DYING:
            return [], subjects
        objects: list[Entity] = []
        if tokens[verb + 1].lower not in lexicon.PREPOSITIONS if verb + 1 < last else False:
            for begin, end in self.objects(verb + 1, last):
                objects += self.cast.everybody(self.index, begin, end) or self.cast.owners(
                    self.index, begin, end
                )
        return subjects, list(dict.fromkeys(e for e in objects if e not in subjects))

    def agents(self, first: int, last: int) -> list[Entity]:
        """Whoever stands behind "by"."""
        by = next((i for i in range(first, last) if self.reading.tokens[i].lower == "by"), None)
        return self.cast.everybody(self.index, *self.phrase(by + 1, len(self.reading.tokens))) if by else []

    def phrase(self, first: int, last: int) -> tuple[int, int]:
        """The noun phrases from token `first` on, up to a verb or clause."""
        return next(self.objects(first, last), (first, first))

    def objects(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The objects from token `first` on, over relative clauses ("Idris, who led it, and Weil")."""
        tokens = self.reading.tokens
        begin, relative = first, False
        for i in range(first, last):
            if relative:
                if tokens[i].text == ",":
                    begin, relative = i + 1, False
            elif tokens[i].lower in ("who", "which") and tokens[i - 1].text == ",":
                yield begin, i
                relative = True
            elif self.reading.verbs[i] or tokens[i].lower in lexicon.CLAUSE_BREAKS or tokens[i].text in ';“"':
                yield begin, i
                return
        if not relative:
            yield begin, last

    def deeds(self) -> Iterator[Happening]:
        """The events that nouns tell ("the murder of Idris by rebels on 3 May", "an attack on Tarrow")."""
        reading, tokens = self.reading, self.reading.tokens
        told = sentence(self.text[reading.body : reading.end])
        for k in range(reading.dateline, len(tokens) - 2):
            if tokens[k].text not in lexicon.DEEDS or (k and tokens[k - 1].text == ","):
                continue
            link = k + 2 if tokens[k + 1].lower in ("attempt", "plot") else k + 1
            agents = self.agents(k + 1, min(k + 25, len(tokens)))
            targets = []
            if tokens[link].lower in ("of", "on", "against"):
                targets = self.cast.everybody(self.index, *self.phrase(link + 1, len(tokens)))
                targets = [t for t in targets if t not in agents]
            if not targets and k and tokens[k - 1].lower in ("'s", "’s"):
                victim = self.cast.owner(self.index, k - 1)
                targets = [victim] if victim and not victim.place and not victim.nation else []
            behind = next((d for d in self.dates if d.start > tokens[k].start), None)
            dated = behind is not None and reading.token_at(behind.start) <= k + 2
            if agents or targets or dated or tokens[link].lower in ("in", "at"):
                yield Happening(
                    self.index, reading.body, reading.end, told, tokens[k].lower, agents, targets,
                    behind or next(iter(self.dates), None), self.location(k, len(tokens)),
                )  # fmt: skip

    def location(self, first: int, last: int) -> str | None:
        """The first place behind a preposition of place."""
        for mention in self.cast.mentions(self.index, first, last):
            if mention.locative and _may_be_place(self.cast.entity(mention)):
                return flat(self.text[mention.start : mention.end])
        return None


def _may_be_place(entity: Entity) -> bool:
    words = entity.name.lower().split()
    mostly = sum(m.locative for m in entity.mentions) * 2 > len(entity.mentions) > 1
    guessed = entity.kind in ("other", "organization") and (mostly or lexicon.CORPORATE.isdisjoint(words))
    return entity.place or entity.nation is not None or guessed


_IN_IT = re.compile(
    r"(?:in (?:it|this),?|(?:meanwhile|however|also|still|then|therefore|moreover|instead|besides),)\s+",
    re.IGNORECASE,
)
"""What a description does without: it leans on the sentence before."""
_DYING = frozenset("die dies died dying drowned perished".split())
_DEFINITE = re.compile(
    rf"(?:the|this|that|these|such)\s+(?:\w+\s+)?(?:{'|'.join(sorted(lexicon.DEEDS))}|incident|operation)\b",
    re.IGNORECASE,
)
_GENERIC = frozenset("took takes take occurred happened came comes began started lasted followed".split())


def _merged(found: Sequence[Happening], text: str) -> list[Happening]:
    """One event for one deed: "The attack took place on Monday" and a second telling add to the first."""
    kept: list[Happening] = []
    by_target: dict[int, Happening] = {}
    deed: Happening | None = None
    dated: deque[Happening] = deque(maxlen=_RECENT)
    for event in found:
        if told := next((e for e in dated if _retells(event, e)), None):
            _retold(told, event)
            continue
        if event.date and event.date.value:
            dated.append(event)
        harm = event.verb in verbs.HARM
        same = next((by_target[id(t)] for t in event.targets if harm and id(t) in by_target), None)
        near = deed is not None and event.reading - deed.reading <= 6
        if same is None and near and _DEFINITE.match(text, event.start, event.end):
            same = deed
        if same is not None and (harm or event.verb in _GENERIC) and _complements(same, event):
            continue
        kept.append(event)
        if harm:
            deed = event
            by_target.update({id(t): event for t in event.targets})
    return kept


def _retells(event: Happening, other: Happening) -> bool:
    """Whether two tellings of agreeing dates, one of them in the other's words, tell one deed."""
    if not (event.date and event.date.value and other.date and other.date.value):
        return False
    short, long = sorted((set(content_words(e.description)) - _TIMES for e in (event, other)), key=len)
    alike = len(short) > 4 and len(short & long) >= _RETOLD * len(short)
    return alike and event.status == other.status and dates_agree(event.date.value, other.date.value)


def _retold(event: Happening, other: Happening) -> None:
    """Join a second telling to the first; the one with the finer date words it."""
    _join(event, other)
    if event.date and other.date and len(other.date.value or "") > len(event.date.value or ""):
        event.places[-1] = (event.start, event.end)
        event.start, event.end, event.verb = other.start, other.end, other.verb
        event.description, event.date = other.description, other.date
        event.location = other.location or event.location


def _complements(event: Happening, other: Happening) -> bool:
    """Fill in what `event` lacks from a second telling; False if the two disagree on the day."""
    ours, theirs = ((e.date and e.date.value) or "" for e in (event, other))
    if ours and theirs and not dates_agree(ours, theirs) and other.verb not in _GENERIC:
        return False
    _join(event, other)
    event.date = other.date if len(theirs) > len(ours) or event.date is None else event.date
    event.location = event.location or other.location
    return True


def _join(event: Happening, other: Happening) -> None:
    """Give an event the place and the participants of another telling."""
    event.agents += [a for a in other.agents if a not in event.agents and a not in event.targets]
    event.targets += [t for t in other.targets if t not in event.agents and t not in event.targets]
    event.places.append((other.start, other.end))
