"""Clauses that tell an event: where they begin and end, and what their verb says of its reality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.grammar import is_verb, subject, verb_group
from summarizer.engines.rules.reading import Reading

Status = Literal["occurred", "ongoing", "planned", "conditional", "unconfirmed", "did_not_occur"]

_FAILING = frozenset("fail refuse decline avoid cancel".split())


@dataclass(slots=True)
class Clause:
    """Tokens `first:last` with the main verb at `verb`; `marker` is the word that subordinates it."""

    first: int
    last: int
    verb: int
    subject: tuple[int, int]
    marker: str


def find_clauses(reading: Reading) -> Iterator[Clause]:
    """The clauses of a sentence that tell an event: those with a subject of their own and a verb of action.

    A content clause ("announced that ...") stays with the verb that governs it.
    """
    tokens = reading.tokens
    found: list[Clause] = []
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
        found.append(Clause(first, end, verb, span, marker))
    yield from (c for c in found if c.marker not in _UNTOLD)


_RELATIVE = frozenset("who which whom whose".split())

_UNTOLD = frozenset("because so although though while where whether that until whose whom unless".split())

"""Markers of clauses that tell a reason, a circumstance or a content rather than an event."""

MARKERS = lexicon.CLAUSE_BREAKS | {"if", "unless"}

_INTERVAL = frozenset(
    """
    almost about nearly just only shortly soon long minutes hours days weeks months years moments a few
    the day week month year one two three
""".split()
)


def _is_inside(reading: Reading, found: Sequence[Clause], first: int) -> bool:
    """Whether what looks like a subject is an object, an appositive or a prepositional phrase's noun."""
    if first == reading.dateline:
        return False
    before = reading.tokens[first - 1]
    if before.text == ",":
        return bool(found) and found[-1].marker not in MARKERS
    return (reading.verbs[first - 1] and before.lower not in verbs.SPEECH) or (
        before.lower in lexicon.PREPOSITIONS - {"after", "before", "since"}
    )


def _is_content(reading: Reading, found: Sequence[Clause], first: int, marker: str) -> bool:
    """Whether a clause is what the verb before it says ("announced [it would leave]")."""
    if not found:
        return False
    if marker == "that":
        return True
    governing = reading.tokens[found[-1].verb].lower
    linked = marker in ("and", "but", ",", ";") or marker in MARKERS
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
        and tokens[start - 1].lower not in MARKERS | {"and", "but"}
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
    if token.lower.endswith("s") and not reading.heading and token.lower not in verbs.HARM:
        return False  # the simple present tells a state or a habit
    lemma = verbs.SPEECH.get(token.lower) or verbs.ATTITUDES.get(token.lower)
    if lemma is None or lemma in verbs.SPEECH_ACTS or token.lower in verbs.HARM:
        return True
    passive = {t.lower for t in reading.tokens[verb_group(reading.tokens, verb) : verb]} & verbs.BE
    return bool(passive) and token.lower in verbs.ATTITUDES and token.lower not in verbs.PASSIVE_CUES


def without_link(reading: Reading, clause: Clause) -> int:
    """The clause's end without the words that link it to the next ("..., just hours after")."""
    tokens = reading.tokens
    last = clause.last
    if last < len(tokens) and tokens[last - 1].lower in MARKERS:
        last -= 1
        while last > clause.verb + 1 and (
            tokens[last - 1].lower in _INTERVAL or tokens[last - 1].text[0].isdigit()
        ):
            last -= 1
    while last > clause.verb + 1 and (
        (not tokens[last - 1].word and tokens[last - 1].text not in ')”"%’')
        or tokens[last - 1].lower in MARKERS | lexicon.PREPOSITIONS | {"and", "but"}
    ):
        last -= 1
    return last


def status_of(reading: Reading, clause: Clause) -> Status:
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
