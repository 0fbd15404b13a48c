"""Quantities: a number with its qualifier, unit or currency, read as a value with its bounds.

Left out are numbers that count nothing: parts of dates, times of day, ordinals, scores, list and
telephone numbers, numbers of a name ("Boeing 787", "top 10"), ages set off by commas, "one of the".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from summarizer.values.bounds import QUALIFIER_AFTER, Bound, Quantity, qualify
from summarizer.values.currencies import currency_after, currency_before
from summarizer.values.dates import calendar_spans
from summarizer.values.designations import designation_spans, is_age, is_hour, is_labelled, is_model, is_named
from summarizer.values.numerals import Number, find_numbers, tolerance
from summarizer.values.pairs import AGED, join_pair
from summarizer.values.units import MEASURE_NAMES, read_rate, read_unit

__all__ = ["Bound", "Number", "Quantity", "find_numbers", "find_quantities", "read_quantity", "tolerance"]

_NOTHING_FOLLOWS = frozenset(",.;:!?()[]\"'”’") | {""}
_NEGATIVE = re.compile(r"(?:(?<![\w.,)\]%])[-−]|\b(?:minus|negative)\s)\Z", re.IGNORECASE)
_GOES_ON = re.compile(r"['’]s\b|[-‑]?[^\W\d_]")
_SPAN = re.compile(r"\d[\d,.]{0,20}\s?[-–]\s?\d[\d,.]{0,20}")
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d(?:\.\d+)?)")
_TIME_TAKEN = re.compile(  # two of the three at least
    r"(?=\D*\d+\D+\d)(?:(\d{1,3})\s(?:hours?|hrs?)\b)?(?:,?\s(?:and\s)?)?(?:(\d{1,3})\s(?:minutes?|mins?)\b)?"
    r"(?:,?\s(?:and\s)?)?(?:(\d{1,2}(?:\.\d+)?)\s(?:seconds?|secs?)\b)?"
)
_RELATIVE = frozenset(("percent", "percentage point", "basis point", "time"))
_SINGLE = re.compile(r"(?P<article>an?|no|zero)(?=\s)", re.IGNORECASE)


def read_quantity(surface: str) -> Quantity | None:
    """Read the surface of one figure ("almost 30 years", "a child"); None if it holds no quantity.

    Of several, the first that has a unit or a currency, else the first. What would be no figure in
    running text is one here: a bare number behind a name, one of a pair of figures, "2:06:48" or "2 hours
    6 minutes" for a time taken, in seconds.
    """
    if taken := _CLOCK.fullmatch(surface.strip()) or _TIME_TAKEN.fullmatch(surface.strip()):
        hours, minutes, seconds = (float(part or 0) for part in taken.groups())
        seconds += 3600 * hours + 60 * minutes
        return Quantity(0, len(surface), seconds, seconds, seconds, "exact", "second")
    found = find_quantities(surface)
    if not found:
        found = [_assemble(surface, number, 0, len(surface)) for number in find_numbers(surface)]
        if span := _SPAN.fullmatch(surface):
            low, high = (q.value or 0.0 for q in found) if len(found) == 2 else (1.0, 0.0)
            if low < high:
                return Quantity(*span.span(), None, low, high, "range")
    if found:
        return next((q for q in found if q.unit or q.currency), found[0])
    return _read_single(surface)


def _read_single(surface: str) -> Quantity | None:
    """An article or "no" in the place of a number: "a child" is one, "no casualties" none."""
    start = len(surface) - len(surface.lstrip())
    match = _SINGLE.match(surface, start)
    if match is None:
        return None
    value = 0.0 if match[0].lower() in ("no", "zero") else 1.0
    unit = read_unit(surface, match.end(), len(surface), digits=False, one=value == 1, part=False)
    return Quantity(start, unit[0], value, value, value, "exact", unit[1]) if unit else None


def find_quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """The quantities of `text[start:end]` in order, in digits or words."""
    return list(_quantities(text, start, len(text) if end is None else end))


@lru_cache(maxsize=2048)
def _quantities(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    numbers = find_numbers(text, start, end)
    if not numbers:
        return ()
    barred = sorted(calendar_spans(text, start, end) + designation_spans(text, start, end))
    numbers = list(_outside(numbers, barred))
    read: list[Quantity] = []
    for number in numbers:  # what one number has taken as its unit is not the next one's currency
        free = min(read[-1].end, number.start) if read else start
        read.append(_assemble(text, number, free, end))
    return tuple(_alike(text, _joined(text, numbers, read, start)))


def _joined(text: str, numbers: list[Number], read: list[Quantity], start: int) -> list[Quantity]:
    """What the numbers say, pairs as one, without those that only name something."""
    quantities: list[Quantity] = []
    at = 0
    while at < len(numbers):
        if quantities and numbers[at].start < quantities[-1].end:  # "per 100,000 people"
            at += 1
            continue
        joined = join_pair(text, numbers[at : at + 2], read[at : at + 2], start)
        if joined is None:
            joined = [read[at]] if _counts(text, numbers[at], read[at]) else []
            at += 1
        else:
            at += 2
        quantities += joined
    return quantities


_AGAINST = re.compile(
    r"(?:\s(?:to|from)|[^.;]{0,40}?\s(?:(?:up|down)\sfrom|against|than|including|compared\s(?:with|to)|"
    r"of\swhich|short\sof|versus|vs))\s(?:the\s|just\s|only\s)?"
)


def _alike(text: str, quantities: list[Quantity]) -> Iterator[Quantity]:
    """The quantities, those that are told against another with its unit ("rose 31 points to 4,577")."""
    previous: Quantity | None = None
    for quantity in quantities:
        bare = quantity.unit is None and quantity.currency is None and quantity.value is not None
        if previous and bare and _AGAINST.fullmatch(text, previous.end, quantity.start):
            quantity = replace(quantity, unit=previous.unit, currency=previous.currency)
        yield quantity
        previous = None if quantity.unit in _RELATIVE else quantity


def _outside(numbers: Iterable[Number], spans: list[tuple[int, int]]) -> Iterator[Number]:
    """The numbers that lie in none of the sorted spans."""
    at = 0
    reach = -1
    for number in numbers:
        while at < len(spans) and spans[at][0] <= number.start:
            reach = max(reach, spans[at][1])
            at += 1
        if number.start >= reach:
            yield number


def _assemble(text: str, number: Number, start: int, end: int) -> Quantity:
    """The number with its currency or unit, its rate, sign and qualifier."""
    first, last, value = number.start, number.end, number.value
    unit = currency = None
    if (sign := _NEGATIVE.search(text[max(0, first - 10) : first])) and first - len(sign[0]) >= start:
        first, value = first - len(sign[0]), -value
    if (before := currency_before(text, first, number.value)) and before[0] >= start:
        first, currency = before
    if text[last : last + 1] not in _NOTHING_FOLLOWS:
        if after := currency_after(text, last, end, number.value):
            last, currency = after[0], currency or after[1]
        if currency is None and (found := _unit_of(text, number, value, end)):
            last, unit = found
        if (unit or currency) and (rate := read_rate(text, last, end)):
            last = rate[0]
            unit = f"{unit} per {rate[1]}" if unit else f"per {rate[1]}"
    if not unit and not currency and AGED.search(text[max(start, first - 9) : first]):
        unit = "year"
    exact = Quantity(first, last, value, value, value, "exact", unit, currency)
    return qualify(text, exact, number, start, end)


def _unit_of(text: str, number: Number, value: float, end: int) -> tuple[int, str] | None:
    """The unit behind a number, or behind its qualifier: "200 or more people"."""
    words = text[number.start : number.end].lower()
    digits = words[-1:].isdigit()
    part = "half" in words or "/" in words or (value < 1 and not digits)
    behind = QUALIFIER_AFTER.match(text, number.end, end)
    place = behind.end() if behind else number.end
    return read_unit(text, place, end, digits=digits, one=value == 1, part=part)


def _counts(text: str, number: Number, quantity: Quantity) -> bool:
    """Whether a number counts something rather than name it."""
    if quantity.currency or (quantity.bound != "exact" and text[number.start].isdigit()):
        return True
    if quantity.end == number.end and _GOES_ON.match(text, number.end):
        return False
    if number.value == 1 and text[number.start].isalpha():
        return quantity.unit is not None and _is_counting_one(text, number, quantity)
    if is_labelled(text, number.start) and quantity.unit not in MEASURE_NAMES:
        return False
    if not text[number.start].islower() and number.scale == 1 and is_named(text, number.start):
        return quantity.unit is not None and _is_free(text, number, quantity)
    place = number.start, number.end
    return quantity.unit is not None or not (
        is_age(text, *place) or is_hour(text, *place) or is_model(text, number.start)
    )


def _is_counting_one(text: str, number: Number, quantity: Quantity) -> bool:
    before = text[max(0, number.start - 8) : number.start].lower()
    if re.search(r"\b(?:no|the|this|that|each|every|any|another|not)\s\Z", before):
        return False
    return quantity.unit not in ("day", "thing", "another") and not text.startswith(" of", number.end)


def _is_free(text: str, number: Number, quantity: Quantity) -> bool:
    """Whether a unit frees a number from the name before it: "GDP 5 percent", not "Boeing 787 jets"."""
    unit = quantity.unit or ""
    grouped = not text[number.start : number.end].isdigit()
    return grouped or unit in MEASURE_NAMES or unit.split()[-1] == "people"
