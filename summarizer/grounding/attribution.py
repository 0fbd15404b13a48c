"""Whether the actors that a record refers to are those that its evidence speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.grounding.case import Case, check
from summarizer.grounding.fields import forms, prose
from summarizer.grounding.source import Source, Span, word_forms
from summarizer.language.names import name_tokens
from summarizer.schema import Actor, Claim

_TO_SOMEBODY = re.compile(r"(?:told|tells?|asked|warned|urged|reminded|assured|informed)\b", re.IGNORECASE)
_TO_VERB = re.compile(r"[\s,]*(?:(?:also|has|had|have|then|later|earlier|further|and|again|repeatedly)\s+)*")
_TO_NAME = re.compile(r"\s+(?:\w+\s+){0,2}")
_STOPS = frozenset(",.;:")


@check("reference_not_near", "warning")
def reference_not_near(case: Case) -> Iterator[str]:
    """An actor that the record refers to is not named in its evidence, close before it, or in its wording."""
    if isinstance(case.record, Actor) or not case.cited:
        return
    named = word_forms(prose(case.record)).union(*(case.source.words(n) for n in case.vicinity))
    for name, targets in case.linked.items():
        for actor in targets:
            if isinstance(actor, Actor) and not named & _tokens(actor):
                yield f"{name}: {actor.name} is not named near the evidence"


@check("source_disputed", "warning")
def source_disputed(case: Case) -> Iterator[str]:
    """Another actor than the claim's source is the subject of the words that attribute the claim."""
    claim = case.record
    source = next(iter(case.linked.get("source_id", ())), None)
    if not isinstance(claim, Claim) or not claim.cue or not isinstance(source, Actor):
        return
    for index in case.cited:
        mentioned = [
            (a, place) for a, place in case.mentioned.get(index, ()) if not case.source.quoted(place)
        ]
        own = [place for actor, place in mentioned if _related(source, actor)]
        cues = [place for place in case.source.places(claim.cue, index) if not case.source.quoted(place)]
        for other, place in mentioned:
            speaks = not _related(source, other) and any(_speaks(case.source, place, cue) for cue in cues)
            if speaks and not any(_apposed(case.source, mention, place) for mention in own):
                yield f"{other.name} is the one who “{claim.cue}”"
                return


def _tokens(actor: Actor) -> set[str]:
    return {token for name in forms(actor) for token in word_forms(" ".join(name_tokens(name)))}


def _related(source: Actor, other: Actor) -> bool:
    """The same actor, or one that it speaks for or that speaks for it."""
    return other.id == source.id or other.id == source.affiliation_id or other.affiliation_id == source.id


def _speaks(source: Source, mention: Span, cue: Span) -> bool:
    """Whether the mention is the cue's subject: "Holm also said", or "said Holm" before a stop."""
    if mention[1] <= cue[0]:
        return bool(_TO_VERB.fullmatch(source.text, mention[1], cue[0]))
    if _TO_SOMEBODY.match(source.text, *cue):  # whoever stands behind it is who listens
        return False
    inverted = cue[1] <= mention[0] and _TO_NAME.fullmatch(source.text, cue[1], mention[0])
    return bool(inverted) and source.text[mention[1] : mention[1] + 1] in _STOPS


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
