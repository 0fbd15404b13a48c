"""The audit: what is found about a record, about a whole summary, and about its headline and gist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from summarizer.document import Document
from summarizer.engines import Composition
from summarizer.errors import InputError
from summarizer.grounding import attribution, checks, reread  # noqa: F401  (their import registers the checks)
from summarizer.grounding.case import CHECKS, Case, Severity, examine, primary_subtag
from summarizer.grounding.evidence import narrow
from summarizer.grounding.fields import (
    forms,
    means_more,
    prose_fields,
    reference_fields,
    references,
    texts,
    verbatim_fields,
    with_references,
)
from summarizer.grounding.source import Source, Span, source_of, word_forms
from summarizer.language.guards import numbers_in
from summarizer.schema import Actor, Finding, Record, Summary

_OTHERS: tuple[tuple[str, Severity, str], ...] = (
    (
        "citation_unknown",
        "warning",
        "A citation is no sentence's number, or its words are not in the document.",
    ),
    ("id_duplicate", "warning", "Another record of the same draft has the same id; the first one keeps it."),
    ("reference_dropped", "warning", "An id referred to a record that is not there; it was taken out."),
    ("reference_broken", "error", "The same, where the record would be wrong without the reference."),
    ("composition_number", "warning", "Headline or gist state a number that no record bears."),
    ("composition_name", "warning", "Headline or gist state a name that no record bears."),
    (
        "composition_invented",
        "error",
        "Headline or gist state a number or a name that the document does not hold.",
    ),
    ("document_differs", "error", "The text is not the one that the summary was made from."),
)


def finding_codes() -> list[tuple[str, Severity, str]]:
    """Every code of this library's findings, with its severity and what it says; docs are made from this."""
    ours = (c for c in CHECKS.values() if c.run.__module__.startswith(__package__))
    return [*((c.code, c.severity, c.description) for c in ours), *_OTHERS]


def settle(case: Case, *, cited: bool = True) -> None:
    """Correct a case's record and note whatever is wrong with it.

    Args:
        cited: the evidence is what was cited, and is narrowed to the words that the record copies.
    """
    examine(case, corrects=True)
    if cited:
        narrow(case)
    examine(case, corrects=False)
    case.record.evidence = case.evidence


def link(cases: Mapping[str, Case]) -> None:
    """Tell every case of one draft which records it refers to, and which actors are named where."""
    mentioned: dict[int, list[tuple[Actor, Span]]] = defaultdict(list)
    for case in cases.values():
        if isinstance(case.record, Actor):
            places = (p for name in forms(case.record) for p in case.source.locator.places_of(name))
            for start, end, _ in places:
                for index in case.source.sentences_in(start, end):
                    mentioned[index].append((case.record, (start, end)))
    for case in cases.values():
        case.mentioned = mentioned
        case.linked = {
            name: [cases[target].record for target in texts(case.record, name) if target in cases]
            for name in reference_fields(type(case.record))
        }


def clear_references(case: Case, kept: Mapping[str, Case]) -> None:
    """Take out of a case's record the references to records that are not kept, with a finding for each.

    The finding is an error where the reference cannot be taken out: the record needs it, or without it
    would say something else (`Refers.null_means`).
    """
    kind = type(case.record)
    lost = [
        name
        for name, marker, target in references(case.record)
        if target not in kept or kept[target].section != marker.section
    ]
    for name in lost:
        if means_more(kind, name):
            case.note("reference_broken", "error", f"{name} refers to a record that is not there")
        else:
            case.note("reference_dropped", "warning", f"{name} referred to a record that is not there")
    if lost:
        case.record = with_references(case.record, lambda target: target if target in kept else None)


def audit(summary: Summary, document: Document | str | None = None) -> list[Finding]:
    """Check a summary, such as a saved one that was loaded again, against its document.

    Nothing is changed: a finding that something "was corrected" says what would be.

    Args:
        document: the document; a summary that holds its text needs none.

    Raises:
        InputError: if there is no text to check against.
    """
    document = _document(summary, document)
    source = source_of(document)
    findings = []
    if document.sha256 != summary.document.sha256:
        findings.append(
            _finding("document_differs", None, "the text has another SHA-256 than the summarized one")
        )
    language = primary_subtag(summary.language)
    cases = {record.id: _loaded(section, record, source, language) for section, record in summary.records()}
    link(cases)
    for case in cases.values():
        settle(case, cited=False)
        clear_references(case, cases)
        findings += case.findings
    records = {
        section: [c.record for c in cases.values() if c.section == section]
        for section, _ in summary.records()
    }
    return findings + audit_composition(document, records, Composition(summary.headline, summary.gist))


def _document(summary: Summary, document: Document | str | None) -> Document:
    if isinstance(document, Document):
        return document
    text = summary.text if document is None else document
    if text is None:
        raise InputError("The summary holds no text; give the document that it was made from.")
    return Document(text, published=summary.document.published, title=summary.document.title)


def _loaded(section: str, record: Record, source: Source, language: str) -> Case:
    case = Case(section, record.model_copy(), source, language=language)
    case.cite(list(record.evidence))
    return case


def audit_composition(
    document: Document, records: Mapping[str, Sequence[Record]], composition: Composition
) -> list[Finding]:
    """What headline and gist state that no record bears: numbers and names.

    Args:
        records: section to the records that were composed over, evidence filled.
    """
    source = source_of(document)
    every = [record for section in records.values() for record in section]
    quotes = (source.text[e.start : e.end] for record in every for e in record.evidence)
    borne = list(dict.fromkeys([*(text for record in every for text in _all_texts(record)), *quotes]))
    return [
        _finding(code, None, f"{part}: {message}")
        for part in ("headline", "gist")
        for code, message in _unborne(source, getattr(composition, part), borne)
    ]


def _unborne(source: Source, text: str, borne: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Findings about the numbers and names of a text that are not among those of the records' texts."""
    undated = checks.without_dates(source, text)
    stated = numbers_in(text) - {1}
    strange = sorted(_missing(stated, map(numbers_in, borne)))
    names = checks.strange_names(undated, map(word_forms, borne))
    invented = [f"{n:.12g}" for n in strange if n not in source.all_numbers]
    unknown = checks.strange_names(undated, [*map(word_forms, borne), source.all_words]) if names else []
    if invented or unknown:
        yield "composition_invented", f"the document does not hold {', '.join([*invented, *unknown])}"
    if unborne := [shown for n in strange if (shown := f"{n:.12g}") not in invented]:
        yield "composition_number", f"no record bears {', '.join(unborne)}"
    if unnamed := [name for name in names if name not in unknown]:
        yield "composition_name", f"no record bears {', '.join(unnamed)}"


def _missing(numbers: Set[float], held: Iterable[Set[float]]) -> Set[float]:
    """The numbers that are in none of the sets, of which no more are asked for than it takes to find all."""
    for known in held if numbers else ():
        numbers = numbers - known
        if not numbers:
            break
    return numbers


def _finding(code: str, record_id: str | None, message: str) -> Finding:
    severity = next(severity for known, severity, _ in _OTHERS if known == code)
    return Finding(record_id=record_id, code=code, message=message, severity=severity)


def _all_texts(record: Record) -> list[str]:
    kind = type(record)
    return [text for name in (*prose_fields(kind), *verbatim_fields(kind)) for text in texts(record, name)]
