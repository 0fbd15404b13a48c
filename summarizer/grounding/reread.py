"""Numbers and dates are read again from the document's words, and what is read is what counts."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator
from dataclasses import replace

from summarizer.grounding.case import Case, check
from summarizer.grounding.evidence import places_in
from summarizer.grounding.source import Source, word_forms
from summarizer.schema import Event, Figure
from summarizer.values.dates import Tense, dates_agree, find_dates, read_date
from summarizer.values.glossary import in_english
from summarizer.values.quantities import Quantity, read_quantity
from summarizer.values.units import MEASURE_NAMES

_DIGIT = re.compile(r"\d")
_WHOLE = re.compile(r"(?<=\w)\s(?:out\s)?of\s(?:the\s|a\s)?[\d,]*\d\b.*", re.DOTALL)
_ARTICLE = re.compile(r"(?:an?|the)\s", re.IGNORECASE)
_UNIT_PLACE = re.compile(r"\bin\s(?=([^,;()]+))|\A(?=([^,;()]+?\sof\s))")


@check("value_corrected", "warning", on=Figure, corrects=True)
def value_corrected(case: Case) -> Iterator[str]:
    """The figure's value is not what its text says; the value read from the text was put in its place."""
    figure = case.record
    if not isinstance(figure, Figure):
        return
    quantity = case.once(figure.text, lambda: _quantity(case, figure))
    if quantity is None or (quantity.value is None and quantity.low is None and quantity.high is None):
        return
    quantity = _measured(case, figure, quantity)
    case.correct(
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        bound=quantity.bound,
        unit=quantity.unit,
        currency=quantity.currency,
    )
    if figure.value is not None and not _is_value(figure.value, quantity):
        yield f"the value was given as {figure.value:.12g}, the text says {_shown(quantity)}"


@check("value_unread", "warning", on=Figure, corrects=True)
def value_unread(case: Case) -> Iterator[str]:
    """The figure's text could not be read as a number, so that its value is the engine's word alone."""
    figure = case.record
    if isinstance(figure, Figure) and case.once(figure.text, lambda: _quantity(case, figure)) is None:
        yield f"“{figure.text}” could not be read as a number"


def _quantity(case: Case, figure: Figure) -> Quantity | None:
    """The quantity of a figure's text, with the qualifier and unit that its sentence gives it.

    The text "30 years" in "after almost 30 years" is approximate, whatever the engine copied.
    """
    if case.language != "en":
        english = in_english(figure.text, case.language)
        return read_quantity(english) if english is not None else None
    text = _part(figure.text)
    alone = read_quantity(text)
    if alone is not None and any(map(_is_numbered, (text[: alone.start], text[alone.end :]))):
        return None  # "3-2.5-2.5 percent" is more than its first number
    for piece in places_in(case.source, figure.text, [*case.cited, *case.near]):
        for index in case.source.sentences_of([piece]):
            for quantity in case.source.quantities(index):
                covers = quantity.start <= piece.start and piece.end <= quantity.end
                if covers and (alone is None or quantity.value == alone.value):
                    return quantity
    return alone


def _part(text: str) -> str:
    """The part that is told of a whole: "139 of the 412", "a third of 12"; "an average of 540" is none."""
    match = _WHOLE.search(text)
    if match is None:
        return text
    head = text[: match.start()]
    number = read_quantity(head)
    is_noun = number is None or (number.unit is not None and _ARTICLE.match(head))
    return text if is_noun else head


def _is_numbered(text: str) -> bool:
    """Whether a text holds digits beside those of its dates: "3.5% in 2027" holds one number."""
    if _DIGIT.search(text):
        for date in reversed(find_dates(text)):
            text = text[: date.start] + text[date.end :]
    return bool(_DIGIT.search(text))


def _measured(case: Case, figure: Figure, quantity: Quantity) -> Quantity:
    """The quantity in the unit that its measure names, where the words around the number name none.

    A table's head gives the unit of all its cells: "49.6" is measured by "cargo in 2025, in million
    tonnes". The document must hold the words.
    """
    if quantity.unit or quantity.currency:
        return quantity
    for words in _unit_places(figure.measure):
        unit = _unit_named(in_english(words, case.language) or "")
        if unit and _is_held(case.source, unit, words):
            value, low, high = (
                v and v * (unit.value or 1.0) for v in (quantity.value, quantity.low, quantity.high)
            )
            return replace(quantity, value=value, low=low, high=high, unit=unit.unit, currency=unit.currency)
    return quantity


def _unit_places(measure: str) -> Iterator[str]:
    """Where a measure may name a unit: "cargo, in million tonnes", "litres of drinking water"."""
    for match in _UNIT_PLACE.finditer(measure):
        yield next(words for words in match.groups() if words)


def _unit_named(words: str) -> Quantity | None:
    """The unit or currency that the words begin with, as the quantity of one; plurals and signs name one."""
    one = read_quantity(f"1 {words}")
    if one is None or not (one.currency or (one.unit in MEASURE_NAMES and one.unit != "people")):
        return None
    named = f"1 {words}"[2 : one.end]
    return one if one.currency or not named.isalpha() or named.endswith(("s", "feet", "percent")) else None


def _is_held(source: Source, unit: Quantity, words: str) -> bool:
    """Whether the document speaks of that unit or currency, in these words or at another number."""
    if word_forms(words.partition(" of ")[0]) <= source.all_words:
        return True
    sentences = range(len(source.sentences))
    return any(
        (q.unit, q.currency) == (unit.unit, unit.currency) for n in sentences for q in source.quantities(n)
    )


def _is_value(value: float, quantity: Quantity) -> bool:
    read = [v for v in (quantity.value, quantity.low, quantity.high) if v is not None]
    return any(math.isclose(value, v, rel_tol=1e-6, abs_tol=1e-9) for v in read)


def _shown(quantity: Quantity) -> str:
    if quantity.value is not None:
        return f"{quantity.value:.12g}"
    return " to ".join("?" if v is None else f"{v:.12g}" for v in (quantity.low, quantity.high))


@check("date_corrected", "warning", on=Event, corrects=True)
def date_corrected(case: Case) -> Iterator[str]:
    """The event's date is no reading of its date text, or finer; the text's own was put in its place."""
    event = case.record
    if not isinstance(event, Event) or not event.date_text:
        return
    likeliest = _likeliest(case, event.date_text)
    if likeliest is None:
        return
    meant = likeliest
    if event.date is not None and not dates_agree(event.date, likeliest):
        others = _readings(case, event.date_text)
        meant = next((other for other in others if dates_agree(event.date, other)), likeliest)
    case.correct(date=meant)
    finer = event.date is not None and "/" not in event.date + meant and len(event.date) > len(meant)
    if event.date is not None and (finer or not dates_agree(event.date, meant)):
        yield f"the date was given as {event.date}, the text says {meant}"


@check("date_unread", "warning", on=Event, corrects=True)
def date_unread(case: Case) -> Iterator[str]:
    """The event's date text could not be read as a date, so that its date is the engine's word alone."""
    event = case.record
    if (
        isinstance(event, Event)
        and event.date
        and event.date_text
        and _likeliest(case, event.date_text) is None
        and _is_likely(case, event.date, event.date_text)
    ):
        yield f"“{event.date_text}” could not be read as a date"


@check("date_unsupported", "warning", on=Event, corrects=True)
def date_unsupported(case: Case) -> Iterator[str]:
    """Nothing in the evidence gives the event's date; it was taken out."""
    event = case.record
    if not isinstance(event, Event) or event.date is None or case.has("date_unread"):
        return
    if event.date_text and _likeliest(case, event.date_text):
        return
    if not any(dates_agree(event.date, date) for index in case.near for date in case.source.dates(index)):
        case.correct(date=None)
        yield f"the date was given as {event.date}, which the evidence does not say"


_SEASON = re.compile(r"\b(spring|summer|autumn|fall|winter)\b", re.IGNORECASE)
_BEGINS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_TENSES: dict[str, Tense] = {
    "occurred": "past",
    "did_not_occur": "past",
    "planned": "future",
    "conditional": "future",
}


def _tense(case: Case) -> Tense | None:
    return _TENSES.get(case.record.status) if isinstance(case.record, Event) else None


def _likeliest(case: Case, date_text: str) -> str | None:
    return case.once(date_text, lambda: next(_readings(case, date_text), None))


def _readings(case: Case, date_text: str) -> Iterator[str]:
    """What a date's text can mean on the document's day of publication, the likeliest first.

    "On January 1" is the last one or the next; the event's status tells, then its sentence.
    """
    known = _tense(case)
    tenses: dict[Tense | None, None] = dict.fromkeys((known, None) if known else (None, "past", "future"))
    return (date for tense in tenses if (date := _read(case, date_text, tense)))


def _read(case: Case, date_text: str, tense: Tense | None) -> str | None:
    """A date's text read with the document's day of publication, in its sentence if it stands there."""
    published = case.source.document.published
    for index in [*case.cited, *case.near]:
        passage = case.source.passage(index)
        for found in find_dates(passage, published, tense=tense) if date_text in passage else ():
            if passage[found.start : found.end] == date_text and found.value:
                return found.value
    return read_date(date_text, published, tense=tense, language=case.language)


def _is_likely(case: Case, date: str, date_text: str) -> bool:
    """Whether a date may be what a text beyond the grammar means.

    "In the afternoon" may be the day of publication or another that the document gives, "next spring" is
    in the year that it begins in; in a language other than English a form may be unknown. A number of the
    text must be the date's. What the grammar knows and cannot resolve, a weekday without a day of
    publication, is no such thing.
    """
    published = case.source.document.published
    if published is None:
        return False
    written, meant = ({int(n) for n in re.findall(r"\d+", words)} for words in (date_text, date))
    if find_dates(date_text, published) or not written <= meant:
        return False
    known = _season_years(case, date_text, published) or {published.isoformat(), *case.source.all_dates}
    return case.language != "en" or any(dates_agree(date, other) for other in known)


def _season_years(case: Case, date_text: str, published: datetime.date) -> set[str]:
    """The years in which the season of a date's text may lie, by whether its event lies ahead."""
    season = _SEASON.search(date_text)
    if season is None:
        return set()
    month, tense = _BEGINS[season[1].lower()], _tense(case)
    past, ahead = published.year - (published.month < month), published.year + (published.month >= month)
    years = {"past": {past}, "future": {ahead}}.get(tense or "", {past, ahead})
    return {str(year) for year in years} | {str(year + 1) for year in years if month == 12}
