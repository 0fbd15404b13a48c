"""From citations to evidence: where the passages that an engine cited stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from summarizer.engines import Citation, Span
from summarizer.grounding.case import Case, check
from summarizer.grounding.fields import forms
from summarizer.grounding.source import Source
from summarizer.language.guards import content_stems
from summarizer.schema import Actor, Claim, Evidence, Figure

_MENTIONS = 5
SUPPORT = 0.5
"""The share of a record's content words that its evidence must hold."""


def cited_evidence(source: Source, cites: Sequence[Citation]) -> tuple[list[Evidence], list[Citation]]:
    """The passages behind citations, in document order, and the citations that lead nowhere."""
    found: list[Evidence] = []
    lost: list[Citation] = []
    for cite in sorted(cites, key=lambda c: isinstance(c, str)):
        pieces = _passages(source, cite, [(e.start, e.end) for e in found])
        found += pieces
        if not pieces:
            lost.append(cite)
    return distinct(found), lost


def _passages(source: Source, cite: Citation, near: Sequence[tuple[int, int]]) -> list[Evidence]:
    if isinstance(cite, str):
        return source.locator.find(cite, near)
    if isinstance(cite, Span):
        if not 0 <= cite.start < cite.end <= len(source.text):
            return []
        return [source.locator.first_copy(cite.start, cite.end)]
    if not 1 <= cite <= len(source.sentences):
        return []
    return [_sentence(source, cite - 1)]


def _sentence(source: Source, index: int) -> Evidence:
    sentence = source.sentences[index]
    return Evidence(quote=source.passage(index), start=sentence.start, end=sentence.end, match="sentence")


def distinct(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Evidence in document order, each place once."""
    return list({(e.start, e.end): e for e in sorted(evidence, key=lambda e: (e.start, -e.end))}.values())


@check("citation_repaired", "info", corrects=True)
def citation_repaired(case: Case) -> Iterator[str]:
    """What the record copies or says stands in the sentence next to the cited one; the citation was moved."""
    if isinstance(case.record, Actor) or not case.cited or _bears(case, case.cited):
        return
    shared = max(_shared(case, n) for n in case.cited)
    others = [n for n in case.near if n not in case.cited and _shared(case, n) >= shared]
    bearing = [n for n in others if _bears(case, [n])]
    if bearing:
        best = max(bearing, key=lambda n: _shared(case, n))
        case.cite([_sentence(case.source, best)])
        yield f"the evidence is sentence {best + 1}, next to the one cited"


def _bears(case: Case, indices: Sequence[int]) -> bool:
    """Whether the sentences hold every string that the record copies, or else half of its content words."""
    copied = case.copied()
    if copied:
        return all(places_in(case.source, text, indices) for text in copied)
    stems = content_stems(case.wording(required=True))
    held = set().union(*(case.source.stems(n) for n in indices))
    return len(stems & held) >= SUPPORT * len(stems)


def _shared(case: Case, index: int) -> int:
    return len(content_stems(case.wording()) & case.source.stems(index))


def narrow(case: Case) -> None:
    """Cut the evidence of a figure down to its text, that of a direct quotation to the quoted words."""
    record = case.record
    surface = record.text if isinstance(record, Figure) else ""
    if isinstance(record, Claim) and record.quotation == "direct":
        surface = record.content
    if surface and (found := places_in(case.source, surface, case.cited)):
        case.cite(found)


def places_in(source: Source, text: str, indices: Sequence[int]) -> list[Evidence]:
    """Where a string stands within the sentences at the indices; [] if it does not."""
    runs = source.runs(indices)
    for find in (source.given_within, source.within):
        for start, end in runs:
            if found := find(text, start, end):
                return found
    return []


def mentions(source: Source, actor: Actor) -> list[Evidence]:
    """The first places where an actor is named, in document order; a surname inside a full name is none."""
    found: list[Evidence] = []
    for name in sorted(forms(actor), key=len, reverse=True):
        places = source.locator.mentions(name, 4 * _MENTIONS)
        found += [p for p in places if not any(f.start <= p.start and p.end <= f.end for f in found)]
    return distinct(found)[:_MENTIONS]
