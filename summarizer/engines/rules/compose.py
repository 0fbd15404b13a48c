"""Headline and gist, chosen from the text: nothing is worded anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summarizer.document import Document, Sentence
from summarizer.engines import Composition
from summarizer.engines.rules import lexicon
from summarizer.engines.rules.reading import Reading, read
from summarizer.engines.rules.wording import flat, sentence
from summarizer.language.guards import content_words
from summarizer.schema import Record
from summarizer.values.numerals import find_numbers

_HEADLINE_WORDS = 15
_SENTENCES = 3
_GIST_WORDS = 90
_HEAD = 60
"""Sentences from the beginning among which headline and gist are looked for."""


def compose(document: Document, records: Mapping[str, Sequence[Record]]) -> Composition:
    """The title or first line as headline; lead and weightiest sentences as gist."""
    readings = read(document, document.sentences[:_HEAD])
    if not readings:  # control characters alone make no sentence
        return Composition(_shortened(document.title or ""), "")
    bodies = [r for r in readings if not r.heading and len(r.tokens) > 5] or readings
    headline = _headline(document, readings[0], bodies[0])
    return Composition(headline, _gist(document, bodies, records, headline))


def _headline(document: Document, first: Reading, lead: Reading) -> str:
    if document.title and document.title.strip():
        return _shortened(document.title)
    if first.heading and first is not lead and 3 <= len(first.tokens) <= 25:
        return _shortened(document.text[first.start : first.end].splitlines()[0])
    return _shortened(_told(document, lead)).rstrip(".")


def _told(document: Document, reading: Reading) -> str:
    return sentence(document.text[reading.body : reading.end])


def _shortened(words: str) -> str:
    """At most 15 words, cut before a clause or phrase that can go."""
    parts = flat(words).split()
    if len(parts) <= _HEADLINE_WORDS:
        return " ".join(parts)
    links = lexicon.CLAUSE_BREAKS | lexicon.PREPOSITIONS
    ends = range(_HEADLINE_WORDS, 5, -1)
    cut = next((i for i in ends if parts[i - 1][-1] in ",;:" or parts[i].lower() in links), _HEADLINE_WORDS)
    return " ".join(parts[:cut]).rstrip(",;:–—- ")


def _gist(
    document: Document, bodies: Sequence[Reading], records: Mapping[str, Sequence[Record]], headline: str
) -> str:
    """Two or three sentences in the text's order, the lead first, none saying again what another does."""
    weights = _weights(records, [r.sentence for r in bodies])
    evidence = (e.quote for section in records.values() for record in section for e in record.evidence)
    borne = {number.value for number in find_numbers("\n".join(evidence))}
    lead, *others = bodies
    fit = [r for r in others if _stands_alone(r) and _borne(document.text[r.body : r.end], borne)]
    chosen: list[Reading] = []
    said = [set(content_words(headline))]
    words = 0
    for reading in [lead, *sorted(fit, key=lambda r: -weights.get(r.start, 0.0))]:
        text = document.text[reading.body : reading.end]
        stems = set(content_words(text))
        size = len(text.split())
        repeats = not stems or any(len(stems & other) > 0.6 * len(stems) for other in said)
        if repeats or (chosen and words + size > _GIST_WORDS) or len(chosen) == _SENTENCES:
            continue
        chosen.append(reading)
        said.append(stems)
        words += size
    return " ".join(_told(document, r) for r in sorted(chosen or [lead], key=lambda r: r.start))


def _borne(words: str, numbers: set[float]) -> bool:
    """Whether the records bear every number of a sentence."""
    return not numbers or all(number.value in numbers for number in find_numbers(words))


def _stands_alone(reading: Reading) -> bool:
    """Whether a sentence can be read by itself: it opens with no pronoun or link and tears no quotation."""
    opening = reading.tokens[reading.dateline : reading.dateline + 8]
    if not opening or opening[0].lower in lexicon.LINKING or not opening[0].word:
        return False
    leaning = next((i for i, t in enumerate(opening) if t.lower in lexicon.PRONOUNS), 0)
    if leaning and not any(t.capital for t in opening[1:leaning]):
        return False
    torn = any(end == reading.end and start > reading.start for start, end in reading.quotes)
    return not torn or reading.tokens[-1].text in '”".'


def _weights(records: Mapping[str, Sequence[Record]], sentences: Sequence[Sentence]) -> dict[int, float]:
    """How much of what the records say each sentence bears: the first of a section count most."""
    weights: dict[int, float] = {}
    for section in ("events", "claims", "figures"):
        for rank, record in enumerate(records.get(section, ())):
            place = record.evidence[0].start if record.evidence else -1
            for s in sentences:
                if s.start <= place < s.end:
                    weights[s.start] = weights.get(s.start, 0.0) + 1.0 / (1 + rank)
    return weights
