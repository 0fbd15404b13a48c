"""Numbers and dates are read again from the document's words, and what is read is what counts."""

from __future__ import annotations

import math
from collections.abc import Iterator

from summarizer.grounding.case import Case, check
from summarizer.grounding.evidence import places_in
from summarizer.schema import Event, Figure
from summarizer.values.dates import dates_agree, find_dates, read_date
from summarizer.values.quantities import Quantity, read_quantity


@check("value_corrected", "warning", on=Figure, corrects=True)
def value_corrected(case: Case) -> Iterator[str]:
    """The figure's value is not what its text says; the value read from the text was put in its place."""
    figure = case.record
    if not isinstance(figure, Figure):
        return
    quantity = _quantity(case, figure)
    if quantity is None or (quantity.value is None and quantity.low is None and quantity.high is None):
        return
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
    if isinstance(figure, Figure) and _quantity(case, figure) is None:
        yield f"“{figure.text}” could not be read as a number"


def _quantity(case: Case, figure: Figure) -> Quantity | None:
    """The quantity of a figure's text, with the qualifier and unit that its sentence gives it.

    The text "30 years" in "after almost 30 years" is approximate, whatever the engine copied.
    """
    alone = read_quantity(figure.text)
    if alone is not None and any(c.isdigit() for c in figure.text[: alone.start] + figure.text[alone.end :]):
        return None  # "2:06:48" and "3 minutes 4 seconds" are more than their first number
    for piece in places_in(case.source, figure.text, [*case.cited, *case.near]):
        for index in case.source.sentences_of([piece]):
            for quantity in case.source.quantities(index):
                covers = quantity.start <= piece.start and piece.end <= quantity.end
                if covers and (alone is None or quantity.value == alone.value):
                    return quantity
    return alone


def _is_value(value: float, quantity: Quantity) -> bool:
    read = [v for v in (quantity.value, quantity.low, quantity.high) if v is not None]
    return any(math.isclose(value, v, rel_tol=1e-6, abs_tol=1e-9) for v in read)


def _shown(quantity: Quantity) -> str:
    if quantity.value is not None:
        return f"{quantity.value:.12g}"
    return " to ".join("?" if v is None else f"{v:.12g}" for v in (quantity.low, quantity.high))


@check("date_corrected", "warning", on=Event, corrects=True)
def date_corrected(case: Case) -> Iterator[str]:
    """The event's date is not what its date text says; the date read from the text was put in its place."""
    event = case.record
    if not isinstance(event, Event) or not event.date_text:
        return
    read = _read(case, event.date_text)
    if read is None:
        return
    case.correct(date=read)
    if event.date is not None and not dates_agree(event.date, read):
        yield f"the date was given as {event.date}, the text says {read}"


@check("date_unsupported", "warning", on=Event, corrects=True)
def date_unsupported(case: Case) -> Iterator[str]:
    """Nothing in the evidence gives the event's date; it was taken out."""
    event = case.record
    if not isinstance(event, Event) or event.date is None:
        return
    if event.date_text and _read(case, event.date_text) is not None:
        return
    if not any(dates_agree(event.date, date) for index in case.near for date in case.source.dates(index)):
        case.correct(date=None)
        yield f"the date was given as {event.date}, which the evidence does not say"


def _read(case: Case, date_text: str) -> str | None:
    """A date's text read with the document's day of publication, in its sentence if it stands there."""
    for index in [*case.cited, *case.near]:
        passage = case.source.passage(index)
        for found in find_dates(passage, case.source.document.published):
            if passage[found.start : found.end] == date_text and found.value:
                return found.value
    return read_date(date_text, case.source.document.published)
