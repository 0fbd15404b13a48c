"""What is checked about a record. The documentation's table of findings is made from this module."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache

from summarizer.grounding.case import Case, check
from summarizer.grounding.evidence import SUPPORT, places_in
from summarizer.grounding.fields import is_required, texts, verbatim_fields
from summarizer.grounding.source import Source, measured_in, word_forms
from summarizer.language.folding import fold
from summarizer.language.guards import content_stems, polarity_borne_out
from summarizer.language.lexicon import STOP_WORDS
from summarizer.language.names import same_root
from summarizer.schema import Actor, Claim, Event, Figure
from summarizer.values.dates import dates_agree, read_date
from summarizer.values.numerals import Number


@check("copy_dropped", "warning", corrects=True)
def copy_dropped(case: Case) -> Iterator[str]:
    """Words that the record could do without were not copied from the document; they were taken out."""
    record, source = case.record, case.source
    for name in verbatim_fields(type(record)):
        if is_required(type(record), name):
            continue
        kept = [text for text in texts(record, name) if source.holds(text)]
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


@check("evidence_displaced", "error")
def evidence_displaced(case: Case) -> Iterator[str]:
    """A passage of the evidence is not what stands at its place in the text."""
    displaced = [e for e in case.evidence if case.source.text[e.start : e.end] != e.quote]
    if displaced:
        yield f"not at its place: {_quoted(e.quote for e in displaced)}"


@check("copy_missing", "error")
def copy_missing(case: Case) -> Iterator[str]:
    """A name, a figure's text or other words that must be copied do not stand in the document."""
    for name in verbatim_fields(type(case.record)):
        if is_required(type(case.record), name):
            lost = [text for text in texts(case.record, name) if not case.source.holds(text)]
            if lost:
                yield f"{name}: the document does not hold {_quoted(lost)}"


@check("figure_not_in_evidence", "error")
def figure_not_in_evidence(case: Case) -> Iterator[str]:
    """The figure's text stands in the document, but neither in the evidence nor next to it."""
    record = case.record
    if (
        isinstance(record, Figure)
        and case.cited
        and case.source.holds(record.text)
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


@check("number_not_in_document", "error", wording=True)
def number_not_in_document(case: Case) -> Iterator[str]:
    """The wording holds a number that the document does not."""
    strange = _strange_numbers(case, case.wording())
    if strange:
        strange = [n for n in strange if n.value not in case.source.all_numbers]
    yield from _listed(number.value for number in strange)


@check("number_not_in_evidence", "error", wording=True)
def number_not_in_evidence(case: Case) -> Iterator[str]:
    """The wording holds a number that the document does, but neither the evidence nor its neighbours."""
    yield from _listed(n.value for n in _numbers_from_elsewhere(case) if not _is_small_word(n))


@check("count_not_in_evidence", "warning", wording=True)
def count_not_in_evidence(case: Case) -> Iterator[str]:
    """A number up to ten, in words, stands elsewhere in the document only: it may count what is listed."""
    yield from _listed(n.value for n in _numbers_from_elsewhere(case) if _is_small_word(n))


def _numbers_from_elsewhere(case: Case) -> list[Number]:
    wording = case.wording(required=True)
    strange = _strange_numbers(case, wording)
    return [n for n in strange if n.value in case.source.all_numbers and not _in_name(case, wording, n)]


def _in_name(case: Case, wording: str, number: Number) -> bool:
    """Whether a number ends a name that the document holds: "Highway 12"."""
    before = _NAME_BEFORE.search(wording, 0, number.start)
    return before is not None and case.source.holds(wording[before.start() : number.end])


_NAME_BEFORE = re.compile(r"\b[A-Z]\w+ \Z")


def _is_small_word(number: Number) -> bool:
    return number.value <= 10 and number.step == 1 and number.end - number.start > 2


@check("number_at_odds", "warning", wording=True)
def number_at_odds(case: Case) -> Iterator[str]:
    """A number of the wording counts something else next to the evidence, which has another number of it."""
    wording = case.wording()
    if not (counted := case.source.numbers_in(wording)):
        return
    numbers = {number for n in case.cited for number in case.source.numbers(n)}
    if all(n.value in numbers for n in counted):
        return
    stated = [(q, unit) for q in case.source.quantities_in(wording) if (unit := measured_in(q))]
    units = {measured_in(q) for n in case.cited for q in case.source.quantities(n)} if stated else set()
    stated = [(q, unit) for q, unit in stated if unit in units]
    if not stated:
        return
    near = {(q.value, measured_in(q)) for n in case.near for q in case.source.quantities(n)}
    for quantity, unit in stated:
        if quantity.value not in numbers and (quantity.value, unit) not in near:
            shown = _quoted([wording[quantity.start : quantity.end]])
            yield f"{shown}: the evidence has another number of {unit}"


def _strange_numbers(case: Case, wording: str) -> list[Number]:
    """The numbers of the wording, but for dates and names, that neither evidence nor neighbours hold."""
    if not case.source.numbers_in(wording):
        return []
    numbers = case.source.numbers_in(without_dates(case.source, wording))
    near = [*case.cited, *case.near]
    strange = [
        n for n in numbers if n.value != 1 and not any(n.value in case.source.numbers(i) for i in near)
    ]
    names = " ".join(case.linked_names()) if strange else ""
    return [n for n in strange if f"{n.value:g}" not in names]


def without_dates(source: Source, text: str) -> str:
    """A text with blanks where it gives dates."""
    for date in reversed(source.dates_in(text)):
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    return text


@check("date_not_in_document", "error", wording=True)
def date_not_in_document(case: Case) -> Iterator[str]:
    """The wording holds a date that nothing in the document gives."""
    yield from _quoted_list(d for d in _strange_dates(case) if not _dated(case, d, case.source.all_dates))


@check("date_not_in_evidence", "warning", wording=True)
def date_not_in_evidence(case: Case) -> Iterator[str]:
    """The wording holds a date that the document gives, but neither the evidence nor its neighbours."""
    yield from _quoted_list(d for d in _strange_dates(case) if _dated(case, d, case.source.all_dates))


def _strange_dates(case: Case) -> list[str]:
    """The dates of the wording, as written, that nothing near the evidence gives."""
    published = case.source.document.published
    wording = case.wording()
    found = [wording[d.start : d.end] for d in case.source.dates_in(wording) if d.value]
    runs = case.source.runs(case.near) if found else []
    found = [text for text in found if not any(case.source.given_within(text, *run) for run in runs)]
    if not found:
        return []
    known = {date for n in case.near for date in case.source.dates(n)}
    if isinstance(case.record, Event) and case.record.date:
        known.add(case.record.date)
    if published:
        known.add(published.isoformat())  # "today", "this year"
    return [text for text in found if not _dated(case, text, known)]


def _dated(case: Case, text: str, known: Set[str]) -> bool:
    """Whether a date's text agrees with a known date; one without digits may also stand in the document."""
    value = read_date(text, case.source.document.published)
    if value is not None and any(dates_agree(value, date) for date in known):
        return True
    return known is case.source.all_dates and not any(c.isdigit() for c in text)


@check("name_not_in_document", "error", wording=True)
def name_not_in_document(case: Case) -> Iterator[str]:
    """The wording holds a name that the document does not."""
    if not case.translated and case.source.capitals_mark_names:
        yield from _quoted_list(_strange_names(case, anywhere=True))


@check("name_not_in_evidence", "warning", wording=True)
def name_not_in_evidence(case: Case) -> Iterator[str]:
    """The wording holds a name that is not a linked actor's and stands nowhere near the evidence."""
    if case.translated or not case.source.capitals_mark_names:
        return
    wording = case.wording(required=True)
    strange = [name for name in _strange_names(case, anywhere=False) if name in wording] if wording else []
    if strange:
        absent = _strange_names(case, anywhere=True)
        yield from _quoted_list(name for name in strange if name not in absent)


def _strange_names(case: Case, *, anywhere: bool) -> list[str]:
    """The names of the wording, those of linked actors left out, that stand nowhere near the evidence.

    Args:
        anywhere: nor anywhere else in the document.
    """
    return strange_names(case.wording(), _held_words(case, anywhere))


def _held_words(case: Case, anywhere: bool) -> Iterator[Set[str]]:
    yield from map(word_forms, case.linked_names())
    yield from map(case.source.words, case.cited)
    yield from map(case.source.words, case.vicinity)
    # What a text is about is named in its heading and first sentence, and then taken as known.
    yield from map(case.source.words, range(min(2, len(case.source.sentences))))
    if anywhere:
        yield case.source.all_words


# A capitalised word that does not begin a sentence, or one that does and goes on with a name.
_NAME = re.compile(
    r"(?=[A-Z])(?:(?<![.!?\n:] )(?<!^)(?<![\w'’“\"])[A-Z]\w+|(?:(?<=[.!?\n:] )|^)[A-Z]\w+(?= [A-Z]\w))",
    re.MULTILINE,
)


def strange_names(text: str, held: Iterable[Set[str]]) -> list[str]:
    """The names of a text that are not, in some form, among the folded words that are `held`.

    No more of the sets are asked for than it takes to find all names.
    """
    strange = [(name, word) for name, word in _names(text) if word not in STOP_WORDS]
    seen: list[Set[str]] = []
    for words in held if strange else ():
        seen.append(words)
        strange = [(name, word) for name, word in strange if word not in words]
        if not strange:
            break
    return [
        name
        for name, word in strange
        if not any(h.startswith(word[:4]) and same_root(word, h) for words in seen for h in words)
    ]


@lru_cache(maxsize=1024)
def _names(text: str) -> tuple[tuple[str, str], ...]:
    """The names of a text, as written and folded."""
    return tuple((name, fold(name)) for name in dict.fromkeys(_NAME.findall(text)))


@check("unsupported", "error", wording=True)
def unsupported(case: Case) -> Iterator[str]:
    """Less than half of the wording's content words stand in evidence, neighbours and linked names."""
    if isinstance(case.record, Actor | Figure) or case.translated or not case.cited:
        return
    share = support(case)
    if share < SUPPORT:
        yield f"the evidence holds {share:.0%} of the wording's content words"


def support(case: Case) -> float:
    """The share of a record's content words found in evidence, neighbours and names of linked actors.

    Names that the document holds are left out of the count: wording calls by its name what the
    evidence takes as known.
    """
    wording = case.wording(required=True)
    stems = content_stems(wording)
    near = [case.source.stems(n) for n in case.near]
    if not stems.difference(*near):
        return 1.0
    named = content_stems(" ".join([*(name for name, _ in _names(wording)), *case.linked_names()]))
    named &= stems
    stems -= named if named <= frozenset().union(*near) else named & case.source.all_stems
    return 1 - len(stems.difference(*near)) / len(stems) if stems else 1.0


@check("polarity_differs", "warning")
def polarity_differs(case: Case) -> Iterator[str]:
    """A negation was lost or added between the evidence and the wording."""
    record = case.record
    if isinstance(record, Actor | Figure) or case.translated or not case.cited:
        return
    if isinstance(record, Event) and record.status == "did_not_occur":
        return
    if isinstance(record, Claim) and record.quotation == "direct":
        return
    passages = [case.source.passage(n) for n in case.cited]
    if not polarity_borne_out(case.wording(required=True), passages):
        yield "the evidence negates what the wording states, or the other way round"


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
