"""Clauses that tell an event: where they begin and end, and what their verb says of its reality."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.grammar import AUXILIARIES, any_verb, subject, verb_group
from summarizer.engines.rules.reading import Reading

Status = Literal["occurred", "ongoing", "planned", "conditional", "unconfirmed", "did_not_occur"]

_FAILING = frozenset("fail refuse decline".split())
_RELATIVE = frozenset("who which whom whose that".split())
MARKERS = lexicon.CLAUSE_BREAKS | {"if", "unless"}
_TIMES = frozenset(("after", "before", "since", "when"))
_LINKS = MARKERS | {";", ":", "and", "but"}
_OPENING = MARKERS | {";", "and"}
_TYING = lexicon.PREPOSITIONS - MARKERS


@dataclass(slots=True)
class Clause:
    """Tokens `first:last` with the main verb at `verb`.

    Attributes:
        marker: the word that subordinates it; "" for an independent clause.
        intended: its verb is an infinitive that another verb governs ("is due to close").
        conjoined: it has its subject from the clause before ("rose [and left]").
        content: it is what a verb of speech before it says ("police said [a bomb had exploded]").
    """

    first: int
    last: int
    verb: int
    subject: tuple[int, int]
    marker: str = ""
    content: bool = False
    intended: bool = False
    conjoined: bool = False


def find_clauses(reading: Reading, every: bool = False) -> Iterator[Clause]:
    """The clauses with a subject of their own and a verb of action, in order.

    What is conjoined or dependent stays within its independent clause, so that what tells one deed is not
    cut, and is given besides.
    """
    tokens = reading.tokens
    found: list[Clause] = []
    for verb in range(reading.dateline, len(tokens)):
        finite = verb if _is_action(reading, verb, every) else _governor(reading, verb)
        if finite is None:
            continue
        span = subject(reading, finite)
        if span is None or span[1] <= span[0]:
            continue
        conjoined = any(c.subject == span and not c.marker for c in found)
        group = verb_group(tokens, finite)
        marker = tokens[group - 1].lower if group else ""
        first = group
        if not conjoined and marker not in _RELATIVE:
            first = _with_adverbial(reading, span[0])
            marker = tokens[first - 1].lower if first > reading.dateline else ""
            if _is_object(reading, first):
                continue
        elder = next((c for c in reversed(found) if not c.marker and c.first < first), None)
        spoken = next((k for k in range(first - 1, reading.dateline - 1, -1) if reading.verbs[k]), None)
        content = spoken is not None and tokens[spoken].lower in verbs.SPEECH and marker not in ("and", "but")
        dependent = marker in MARKERS and marker not in ("but", "so")
        if elder and not (dependent or content or conjoined):
            elder.last = min(elder.last, first)
        last = next((i for i in range(verb + 1, len(tokens)) if tokens[i].text == ","), len(tokens))
        if elder and marker in _TIMES and not any_verb(reading, last, len(tokens)):
            last = len(tokens)  # "fled after troops killed Idris, a farmer, on Monday"
        marker, last = (marker, last) if dependent else ("", len(tokens))
        found.append(Clause(first, last, verb, span, marker, content, finite != verb, conjoined))
    yield from found


def _governor(reading: Reading, verb: int) -> int | None:
    """The finite verb that an infinitive fulfils ("*is* due to close", "*has* to decide")."""
    tokens = reading.tokens
    if verb < 2 or tokens[verb - 1].lower != "to":
        return None
    if tokens[verb].lower in verbs.SPEECH or tokens[verb].lower in AUXILIARIES:
        return None
    k = verb - 2 - (tokens[verb - 2].lower in _SCHEDULED)
    return k if k >= 0 and reading.verbs[k] and tokens[k].lower in _GOVERNING else None


def _is_object(reading: Reading, first: int) -> bool:
    """Whether what looks like a subject is an object or a prepositional phrase's noun."""
    if first == reading.dateline:
        return False
    before = reading.tokens[first - 1].lower
    return before not in verbs.SPEECH if reading.verbs[first - 1] else before in _TYING


def _with_adverbial(reading: Reading, first: int) -> int:
    """The clause's beginning with what stands before its subject ("Late on Tuesday, in Tarrow, ...")."""
    tokens = reading.tokens
    start = first
    links = _LINKS
    while start > max(reading.dateline, first - 20) and not (
        reading.verbs[start - 1] or reading.quoted(start - 1) or tokens[start - 1].lower in links
    ):
        start -= 1
        if tokens[start].text == ",":  # "after 19 hours, the two signed"
            links = _LINKS - _TIMES
    opened = start == reading.dateline or tokens[start - 1].lower in _OPENING
    return start if opened else first


def _is_action(reading: Reading, verb: int, every: bool) -> bool:
    """Whether a token is the main verb of an event: no auxiliary, no verb of saying or of being."""
    word = reading.tokens[verb].lower
    group = {t.lower for t in reading.tokens[verb_group(reading.tokens, verb) : verb]}
    if word == "missing" and group & verbs.BE:
        return False  # a state; "went missing" is a deed
    if not reading.verbs[verb] or word in AUXILIARIES or (reading.quoted(verb) and not every):
        return False
    if every or word in verbs.HARM:
        return True
    if word.endswith("s") or verbs.VERBS.get(word) in verbs.STATIVE:
        return False  # the simple present tells a state or a habit
    counted = any(t.text[0].isdigit() for t in reading.tokens[verb + 1 : verb + 8])
    if counted and verbs.VERBS.get(word) in verbs.MOVES:
        return False  # "profit fell 4 percent": a figure
    lemma = verbs.SPEECH.get(word) or verbs.ATTITUDES.get(word)
    if lemma is None or lemma in verbs.SPEECH_ACTS or (word in verbs.VERBS and lemma not in verbs.STANCES):
        return True
    return bool(group & verbs.BE) and lemma not in verbs.PLAIN_SPEECH and word not in verbs.PASSIVE_CUES


_SCHEDULED = frozenset("due set expected scheduled".split())
_GOVERNING = verbs.BE | verbs.HAVE | frozenset("intends intend plans plan intended planned".split())


def without_link(reading: Reading, clause: Clause) -> int:
    """The clause's end without the marks and words that link it to the next ("..., but")."""
    tokens = reading.tokens
    last = clause.last
    while last > clause.verb + 1 and (
        tokens[last - 1].lower in ("and", "but")
        or not (tokens[last - 1].word or tokens[last - 1].text in ')”"%’')
    ):
        last -= 1
    return last


def status_of(reading: Reading, clause: Clause) -> Status:
    """Whether the event happened, by its verb's auxiliaries, negations and conditions."""
    tokens = reading.tokens
    group = {t.lower for t in tokens[verb_group(tokens, clause.verb) : clause.verb + 1]}
    word = tokens[clause.verb].lower
    lemma = verbs.VERBS.get(word) or verbs.SPEECH.get(word, "")
    following = tokens[clause.verb + 1].lower if clause.verb + 1 < len(tokens) else ""
    failed = lemma == "cancel" or (lemma in _FAILING and following == "to")
    if failed or group & lexicon.NEGATIONS:
        return "did_not_occur"
    conditions = {t.lower for t in tokens} & {"if", "unless", "provided"}
    possible = clause.intended or group & {"would", "will", "could"}
    if clause.marker in ("if", "unless") or (conditions and possible):
        return "conditional"
    if clause.intended or group & {"will", "would", "shall"}:
        return "planned"
    if group & {"may", "might", "could", "reportedly", "allegedly"}:
        return "unconfirmed"
    if (group & {"is", "are"} and word.endswith("ing")) or lemma == "continue":
        return "ongoing"
    return "occurred"
