"""What is checked about a record. The documentation's table of findings is made from this module."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

from summarizer.grounding.case import Case, check
from summarizer.grounding.evidence import SUPPORT, places_in
from summarizer.grounding.fields import is_required, prose, texts, verbatim_fields
from summarizer.language.guards import content_words, polarity_agrees
from summarizer.language.names import name_tokens
from summarizer.schema import Actor, Claim, Event, Figure
from summarizer.values.dates import dates_agree, find_dates
from summarizer.values.numerals import find_numbers


@check("copy_dropped", "warning", corrects=True)
def copy_dropped(case: Case) -> Iterator[str]:
    """Words that the record could do without were not copied from the document; they were taken out."""
    record, locator = case.record, case.source.locator
    for name in verbatim_fields(type(record)):
        if is_required(type(record), name):
            continue
        kept = [text for text in texts(record, name) if locator.find(text)]
        lost = [text for text in texts(record, name) if text not in kept]
        if lost:
            is_list = isinstance(getattr(record, name), list)
            case.correct(**{name: kept if is_list else next(iter(kept), None)})
            yield f"{name}: the document does not hold {_quoted(lost)}"


@check("evidence_missing", "error")
def evidence_missing(case: Case) -> Iterator[str]:
    """The record cites nothing that stands in the document."""
    if not case.evidence:
        yield "no evidence"


@check("copy_missing", "error")
def copy_missing(case: Case) -> Iterator[str]:
    """A name, a figure's text or other words that must be copied do not stand in the document."""
    for name in verbatim_fields(type(case.record)):
        if is_required(type(case.record), name):
            lost = [text for text in texts(case.record, name) if not case.source.locator.find(text)]
            if lost:
                yield f"{name}: the document does not hold {_quoted(lost)}"


@check("figure_not_in_evidence", "error")
def figure_not_in_evidence(case: Case) -> Iterator[str]:
    """The figure's text stands in the document, but neither in the evidence nor next to it."""
    record = case.record
    if (
        isinstance(record, Figure)
        and case.cited
        and case.source.locator.find(record.text)
        and not places_in(case.source, record.text, case.near)
    ):
        yield f"the evidence does not hold {_quoted([record.text])}"


@check("copy_not_in_evidence", "warning")
def copy_not_in_evidence(case: Case) -> Iterator[str]:
    """Copied words stand in the document, but neither in the evidence nor next to it."""
    record = case.record
    if isinstance(record, Actor | Figure) or not case.cited:
        return
    for name in verbatim_fields(type(record)):
        lost = [text for text in texts(record, name) if not places_in(case.source, text, case.near)]
        if lost:
            yield f"{name}: the evidence does not hold {_quoted(lost)}"


@check("quotation_not_verbatim", "error")
def quotation_not_verbatim(case: Case) -> Iterator[str]:
    """A claim that is given as a direct quotation does not stand in the document word for word."""
    record = case.record
    if isinstance(record, Claim) and record.quotation == "direct":
        found = case.source.locator.find(record.content)
        if not found or any(piece.match == "fuzzy" for piece in found):
            yield "the quotation is not in the document word for word"


@check("number_not_in_document", "error")
def number_not_in_document(case: Case) -> Iterator[str]:
    """The wording holds a number that the document does not."""
    yield from _listed(_strange_numbers(case, case.source.all_numbers))


@check("number_not_in_evidence", "error")
def number_not_in_evidence(case: Case) -> Iterator[str]:
    """The wording holds a number that the document does, but neither the evidence nor its neighbours."""
    near: Set[float] = frozenset().union(*(case.source.numbers(n) for n in case.near))
    yield from _listed(n for n in _strange_numbers(case, near) if n in case.source.all_numbers)


def _strange_numbers(case: Case, known: Set[float]) -> list[float]:
    wording = prose(case.record)
    names = " ".join(case.linked_names())
    return [
        n.value
        for n in find_numbers(_without_dates(wording))
        if n.value not in known and n.value != 1 and f"{n.value:g}" not in names
    ]


def _without_dates(text: str) -> str:
    for date in reversed(find_dates(text)):
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    return text


@check("date_not_in_evidence", "error")
def date_not_in_evidence(case: Case) -> Iterator[str]:
    """The wording holds a date that nothing in the evidence or its neighbours gives."""
    known = {date for n in case.near for date in case.source.dates(n)}
    if isinstance(case.record, Event) and case.record.date:
        known.add(case.record.date)
    wording = prose(case.record)
    for found in find_dates(wording, case.source.document.published):
        if found.value and not any(dates_agree(found.value, date) for date in known):
            yield f"the evidence does not give the date {_quoted([wording[found.start : found.end]])}"


@check("name_not_in_document", "error")
def name_not_in_document(case: Case) -> Iterator[str]:
    """The wording holds a name that the document does not."""
    if not case.translated:
        yield from _quoted_list(_strange_names(case, case.source.all_stems))


@check("name_not_in_evidence", "warning")
def name_not_in_evidence(case: Case) -> Iterator[str]:
    """The wording holds a name that is neither in the evidence or its neighbours nor a linked actor's."""
    if not case.translated:
        near: Set[str] = frozenset().union(*(case.source.stems(n) for n in case.near))
        absent = _strange_names(case, case.source.all_stems)
        yield from _quoted_list(name for name in _strange_names(case, near) if name not in absent)


_CAPITALISED = re.compile(r"(?<![.!?\n:] )(?<!^)(?<![\w'’“\"])[A-Z][\w]+", re.MULTILINE)


def _strange_names(case: Case, stems: Set[str]) -> list[str]:
    known = stems | {stem for name in case.linked_names() for stem in content_words(name)}
    return strange_names(prose(case.record), known)


def strange_names(text: str, known: Set[str]) -> list[str]:
    """The capitalised words of a text, first words of sentences aside, with stems not among the known."""
    names = dict.fromkeys(_CAPITALISED.findall(text))
    return [name for name in names if any(stem not in known for stem in content_words(name))]


@check("unsupported", "error")
def unsupported(case: Case) -> Iterator[str]:
    """Less than half of the wording's content words stand in evidence, neighbours and linked names."""
    if isinstance(case.record, Actor | Figure) or case.translated or not case.cited:
        return
    share = support(case)
    if share < SUPPORT:
        yield f"the evidence holds {share:.0%} of the wording's content words"


def support(case: Case) -> float:
    """The share of a record's content words found in evidence, neighbours and names of linked actors."""
    stems = set(content_words(prose(case.record, required=True)))
    held = set().union(*(case.source.stems(n) for n in case.near))
    held |= {stem for name in case.linked_names() for stem in content_words(name)}
    return len(stems & held) / len(stems) if stems else 1.0


@check("polarity_differs", "warning")
def polarity_differs(case: Case) -> Iterator[str]:
    """A negation was lost or added between the evidence and the wording."""
    if isinstance(case.record, Event | Claim) and not case.translated and case.cited:
        wording = prose(case.record, required=True)
        if not any(polarity_agrees(wording, case.source.passage(n)) for n in case.cited):
            yield "the evidence negates what the wording states, or the other way round"


@check("source_not_near", "warning")
def source_not_near(case: Case) -> Iterator[str]:
    """The claim's source is not named in the evidence or close before it."""
    if not isinstance(case.record, Claim) or not case.record.source_id or not case.cited:
        return
    near = case.source.neighbourhood(case.cited, 2)
    names = {token for name in case.linked_names() for token in name_tokens(name)}
    text = " ".join(case.source.passage(n) for n in near)
    if names and not names & set(name_tokens(text)):
        yield "the source is not named near the evidence"


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts)


def _listed(numbers: Iterable[float]) -> Iterator[str]:
    numbers = list(dict.fromkeys(numbers))
    if numbers:
        yield "not found: " + ", ".join(f"{number:.12g}" for number in numbers)


def _quoted_list(names: Iterable[str]) -> Iterator[str]:
    names = list(names)
    if names:
        yield f"not found: {_quoted(names)}"
