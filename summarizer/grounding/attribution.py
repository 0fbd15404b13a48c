"""Whether the actors that a record refers to are those that its evidence speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from summarizer.grounding.case import Case, check
from summarizer.grounding.fields import forms
from summarizer.grounding.source import Source, Span, word_forms
from summarizer.language.names import name_tokens
from summarizer.schema import Actor, Claim

_TO_SOMEBODY = re.compile(r"(?:told|tells?|asked|warned|urged|reminded|assured|informed)\b", re.IGNORECASE)
_BEFORE_VERB = (
    r"(?:(?:also|has|had|have|do|does|did|not|now|then|later|earlier|further|and|again|repeatedly|\w+ly)\s+)*"
)
_ASIDE = r"(?:\s?\([^()]{1,60}\))?(?:,\s(?!and\b|but\b|while\b|as\b)[^,;:.()“”\"]{1,100},)?"
_TO_VERB = re.compile(rf"{_ASIDE}[\s,]*{_BEFORE_VERB}")
_TO_NAME = re.compile(r"\s+(?:(?!(?:in|on|at|to|that|of|by|with|from|for)\s)[\w.]+\s+){0,4}")
_AFTER_NAME = re.compile(r"[,.;:]|\s(?:of|from|at)\s")
_PRONOUN = re.compile(rf"(?<![\w“\"])(?P<word>he|she|it)\s+{_BEFORE_VERB}\Z", re.IGNORECASE)
_SPEAKER = re.compile(r"[^\n:“”\"]{0,60}:\s")
_BODIES = frozenset(("organization", "government", "armed_group", "population"))
_BEHIND = ("according to", "According to")
_BACK = 3


@check("reference_not_near", "warning")
def reference_not_near(case: Case) -> Iterator[str]:
    """An actor that the record refers to is not named in its evidence, close before it, or in its wording."""
    if isinstance(case.record, Actor) or not case.cited or not any(case.linked.values()):
        return
    for name, targets in case.linked.items():
        for actor in targets:
            if isinstance(actor, Actor) and all(map(_tokens(actor).isdisjoint, _words_near(case))):
                yield f"{name}: {actor.name} is not named near the evidence"


def _words_near(case: Case) -> Iterator[Set[str]]:
    yield from map(case.source.words, case.cited)
    yield word_forms(case.wording())
    yield from map(case.source.words, case.vicinity)


@check("source_disputed", "warning")
def source_disputed(case: Case) -> Iterator[str]:
    """Another actor than the claim's source is the subject of the words that attribute the claim."""
    claim = case.record
    source = next(iter(case.linked.get("source_id", ())), None)
    if not isinstance(claim, Claim) or not isinstance(source, Actor):
        return
    for index in case.cited:
        cues = _cues(case, claim.cue, index) if claim.cue else []
        mentioned = _mentioned(case, index)
        own = [place for actor, place in mentioned if _related(source, actor)]
        if any(_speaks(case.source, place, cue) for place in own for cue in cues):
            continue
        for other, place in mentioned:
            speaks = not _related(source, other) and any(_speaks(case.source, place, cue) for cue in cues)
            if speaks and not any(_apposed(case.source, mention, place) for mention in own):
                yield f"{other.name} is the one who “{claim.cue}”"
                return
        for cue in cues:
            if word := _other_pronoun(case, index, cue, source):
                yield f"“{word}” is the one who “{claim.cue}”"
                return
    labelled = [actor for index in case.cited if not claim.cue and (actor := _label(case, index))]
    if labelled and not any(_related(source, actor) for actor in labelled):
        yield f"{labelled[0].name} is the one who speaks there"


def _cues(case: Case, cue: str, index: int) -> list[Span]:
    return [place for place in case.source.places(cue, index) if not case.source.quoted(place)]


def _mentioned(case: Case, index: int) -> list[tuple[Actor, Span]]:
    return [(a, place) for a, place in case.mentioned.get(index, ()) if not case.source.quoted(place)]


def _other_pronoun(case: Case, index: int, cue: Span, source: Actor) -> str:
    """The pronoun before a cue, where it cannot stand for the source; "" where it can, or there is none."""
    text, start = case.source.text, case.source.sentences[index].start
    match = _PRONOUN.search(text, start, cue[0])
    if match is None:
        return ""
    word = match["word"]
    if word.lower() == "it":
        return word if source.kind == "person" else ""
    if source.kind in _BODIES:
        return word
    for near in range(index, max(-1, index - _BACK - 1), -1):
        people = [a for a, place in _mentioned(case, near) if a.kind == "person" and place[0] < match.start()]
        if people:
            return "" if any(_related(source, a) for a in people) or source.kind != "person" else word
    return ""


def _label(case: Case, index: int) -> Actor | None:
    """The actor whose name stands before a colon at the beginning of the sentence's paragraph."""
    sentence = case.source.sentences[index]
    start = case.source.document.paragraphs[sentence.paragraph].start
    label = _SPEAKER.match(case.source.text, start)
    if label is None:
        return None
    first = index
    while first and case.source.sentences[first - 1].start >= start:
        first -= 1
    return next((a for a, place in case.mentioned.get(first, ()) if place[1] <= label.end()), None)


def _tokens(actor: Actor) -> set[str]:
    return set().union(*(word_forms(" ".join(name_tokens(name))) for name in forms(actor)))


def _related(source: Actor, other: Actor) -> bool:
    """The same actor, or one that it speaks for or that speaks for it."""
    return other.id == source.id or other.id == source.affiliation_id or other.affiliation_id == source.id


def _speaks(source: Source, mention: Span, cue: Span) -> bool:
    """Whether the mention is the cue's subject: "Holm also said", or "said Holm" before a stop."""
    if mention[1] <= cue[0]:
        return not source.text.startswith(_BEHIND, cue[0]) and bool(
            _TO_VERB.fullmatch(source.text, mention[1], cue[0])
        )
    if _TO_SOMEBODY.match(source.text, *cue):  # whoever stands behind it is who listens
        return False
    inverted = cue[1] <= mention[0] and _TO_NAME.fullmatch(source.text, cue[1], mention[0])
    return bool(inverted) and bool(_AFTER_NAME.match(source.text, mention[1]))


def _apposed(source: Source, own: Span, other: Span) -> bool:
    """Whether a mention of the source makes the other one part of its description.

    "His lawyer, Corin Maas, said"; "Corin Maas, a partner at Holm & Lisle, said".
    """
    if own[0] <= other[1] and other[0] <= own[1]:
        return True
    first, second = sorted((own, other))
    between = source.text[first[1] : second[0]]
    return not between.strip(" ,(’'s") or (
        first == own and between.startswith(",") and source.text[other[1]] == ","
    )
