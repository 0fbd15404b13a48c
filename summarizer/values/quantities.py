"""Quantities: a number with its qualifier, unit or currency, read as a value with its bounds.

Left out are numbers that count nothing: parts of dates, times of day, ordinals, scores, list and
telephone numbers, numbers of a name ("Boeing 787", "top 10"), ages set off by commas, "one of the".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from summarizer.values.currencies import currency_after, currency_before
from summarizer.values.dates import calendar_spans
from summarizer.values.designations import designation_spans, is_age, is_labelled, is_named
from summarizer.values.numerals import Number, find_numbers, tolerance
from summarizer.values.units import MEASURE_NAMES, read_rate, read_unit

__all__ = ["Bound", "Number", "Quantity", "find_numbers", "find_quantities", "read_quantity", "tolerance"]

Bound = Literal["exact", "approximate", "at_least", "at_most", "range"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in a text: `text[start:end]` is the whole of it, from its qualifier to its unit.

    Attributes:
        value: the number in full ("2.7 billion" is 2700000000); None for a range. Cents stay cents.
        low: the lowest value that the words allow; None if they set no lower bound.
        high: the highest value that the words allow; None if they set no upper bound. Where a number
            is approximate, they lie half the worth of its last digit that is not zero away.
        bound: what the qualifier makes of the number.
        unit: what one of it is: a unit of measurement, or the counted noun in the singular with the
            adjectives before it, its head last; for money, what it is paid for ("per share"). None
            for plain money and bare numbers.
        currency: ISO 4217 code.
    """

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    bound: Bound
    unit: str | None = None
    currency: str | None = None


_QUALIFIERS: dict[Bound, str] = {
    "at_least": r"at least|no (?:fewer|less) than|not less than|more than|upwards? of|in excess of|"
    r"exceed(?:s|ed|ing)?|"
    r"a minimum of|minimum of|greater than|(?:just |well )?over|(?:just |well )?above|north of|"
    r"higher than|longer than|"
    r"surpass(?:ed|ing|es)?|better than|>|≥",
    "at_most": r"at (?:the )?most|up to|as (?:many|much|high|few|little) as|no more than|"
    r"not more than|fewer than|less than|"
    r"(?:well )?under|below|a maximum of|maximum of|lower than|shorter than|<|≤|sub-",
    "approximate": r"about|around|approximately|approx\.|roughly|some|almost|nearly|close to|"
    r"an estimated|estimated|"
    r"circa|just (?:under|below)|virtually|~|≈|more or less|as it were|perhaps|barely",
}
_BELOW = re.compile(r"almost|nearly|just (?:under|below)|close to|barely|virtually", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?<!\w)(?:"
    + "|".join(f"(?P<{bound}>{words})" for bound, words in reversed(_QUALIFIERS.items())).replace(" ", r"\s")
    + r")\s?(?:(?:an?|the)\s)?\Z",
    re.IGNORECASE,
)  # fmt: skip
_AFTER = re.compile(
    r"(?:\s?(?P<at_least>\+(?![\d\w]))|\s(?:(?P<more>or\s(?:more|higher|above|longer)\b|plus\b(?!\s?[\d$£€])|"
    r"and\s(?:above|over|up)\b)|(?P<at_most>or\s(?:less|fewer|lower|under|below)\b)|(?P<approximate>or\sso\b|or\sthereabouts\b)))",
    re.IGNORECASE,
)
_NOTHING_FOLLOWS = frozenset(",.;:!?/()[]\"'”’") | {""}
_TIME_UNITS = frozenset("second minute hour day week month year decade".split())
_NEGATIVE = re.compile(r"(?:(?<![\w.,)\]%])[-−]|\b(?:minus|negative)\s)\Z", re.IGNORECASE)
_AGED = re.compile(r"\bage[ds]?(?:\sof)?\s\Z", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between)\s\Z", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s\Z", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:rose|rises?|fell|falls?|up|down|gain(?:s|ed)?|lost|[a-z]+ed|grew|climb\w*|jump\w*|drop\w*|cut|increase|decrease|"
    r"by|raise|lower|won|beat|voted?|vote)\s\Z"
)
_WIDEST_SHARE = 100_000
_WIDEST_LINK = 16
_JOIN = re.compile(
    r"(?P<of>\sof\s(?:(?:the|its|their|his|her)\s)?(?:(?:past|last)\s)?)|(?P<share>\s(?:in|out\sof)\s(?:every\s)?)|\s?(?P<dash>[-–—])\s?|\s(?P<to>to|through)\s|\s(?P<and>and)\s|\s(?P<or>or)\s"
)
_GOES_ON = re.compile(r"['’]s\b|[-‑]?[^\W\d_]")
_SINGLE = re.compile(r"(?P<article>an?|no|zero)(?=\s)", re.IGNORECASE)


def read_quantity(surface: str) -> Quantity | None:
    """Read the surface of one figure ("almost 30 years", "a child"); None if it holds no quantity.

    Of several, the first that has a unit or a currency, else the first. What would be no figure in
    running text is one here: a bare number behind a name, one of a pair of figures.
    """
    found = find_quantities(surface) or [
        _assemble(surface, n, 0, len(surface)) for n in find_numbers(surface)
    ]
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
    end = len(text) if end is None else end
    barred = sorted(calendar_spans(text, start, end) + designation_spans(text, start, end))
    numbers = list(_outside(find_numbers(text, start, end), barred))
    read = [_assemble(text, number, start, end) for number in numbers]
    quantities: list[Quantity] = []
    at = 0
    while at < len(numbers):
        joined = _join(text, numbers[at : at + 2], read[at : at + 2], start)
        if joined is None:
            joined = [read[at]] if _counts(text, numbers[at], read[at]) else []
            at += 1
        else:
            at += 2
        quantities += joined
    return quantities


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
    if sign := _NEGATIVE.search(text[max(start, first - 9) : first]):
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
    if not unit and not currency and _AGED.search(text[max(start, first - 9) : first]):
        unit = "year"
    exact = Quantity(first, last, value, value, value, "exact", unit, currency)
    return _qualified(text, exact, number, start, end)


def _unit_of(text: str, number: Number, value: float, end: int) -> tuple[int, str] | None:
    """The unit behind a number, or behind its qualifier: "200 or more people"."""
    words = text[number.start : number.end].lower()
    digits = words[-1:].isdigit()
    part = "half" in words or "/" in words or (value < 1 and not digits)
    behind = _AFTER.match(text, number.end, end)
    place = behind.end() if behind else number.end
    return read_unit(text, place, end, digits=digits, one=value == 1, part=part)


def _qualified(text: str, quantity: Quantity, number: Number, start: int, end: int) -> Quantity:
    window = max(start, quantity.start - 24)
    match = _BEFORE.search(text[window : quantity.start])
    if match and not _lasts(text, quantity, match, end):
        return _bounded(replace(quantity, start=window + match.start()), match, number)
    for place in (number.end, quantity.end):
        if match := _AFTER.match(text, place, end):
            return _bounded(replace(quantity, end=max(match.end(), quantity.end)), match, number)
    if number.vague:
        return replace(quantity, bound="at_least", high=None)
    return quantity


def _lasts(text: str, quantity: Quantity, match: re.Match[str], end: int) -> bool:
    """Whether "over" means during: "over three years", unless it is "over three years ago" or old."""
    during = match[0].lower().startswith("over") and quantity.unit in _TIME_UNITS
    return during and not re.match(
        r"[\s-](?:ago|old|later|earlier)\b", text[quantity.end : min(end, quantity.end + 9)]
    )


def _bounded(quantity: Quantity, match: re.Match[str], number: Number) -> Quantity:
    value = quantity.value or 0.0
    if match.lastgroup in ("at_least", "more"):
        return replace(quantity, bound="at_least", low=value, high=None)
    if match.lastgroup == "at_most":
        return replace(quantity, bound="at_most", low=None, high=value)
    half = _roundness(number) / 2
    high = value if _BELOW.match(match[0].lstrip()) else value + half
    return replace(quantity, bound="approximate", low=value - half, high=high)


def _roundness(number: Number) -> float:
    """The worth of the last digit that is not zero: 100 for 200, 10 for 30, 1e5 for 5.7 million."""
    step = number.step
    while step and number.value >= step * 10 and number.value % (step * 10) == 0:
        step *= 10
    return step


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
    return quantity.unit is not None or not is_age(text, number.start, number.end)


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


def _join(text: str, numbers: list[Number], read: list[Quantity], start: int) -> list[Quantity] | None:
    """Two numbers that belong together: one range, or a pair that shares its unit; no score ("2-1")."""
    if len(numbers) < 2 or read[1].start - read[0].end > _WIDEST_LINK:
        return None
    (a, b), (first, second) = numbers, read
    before = text[max(start, first.start - 24) : first.start]
    between = text[first.end : second.start]
    link = _JOIN.fullmatch(between)
    if link is None:
        return None
    if link["share"]:
        return _share(a, b, first, second)
    if _AGED.search(before):
        second = replace(second, unit="year")
    first = _sharing(first, second)
    if second.bound != "exact":
        return None
    low = _shared_scale(a, b)
    from_, both = _FROM.search(before), _BETWEEN.search(before)
    if from_ or link["of"] or (link["and"] and not both):
        return (
            [first, second] if (first.unit or first.currency) and (second.unit or second.currency) else None
        )
    if link["dash"] and not (second.unit or second.currency or both or b.scale > 1):
        return []  # a score, a vote, a street number
    if low >= b.value or (link["to"] and _CHANGED.search(before)):
        return None if not link["dash"] else []
    second = replace(second, currency=second.currency or first.currency) if not second.unit else second
    if first.unit != second.unit or first.currency != second.currency:
        return None
    opening = first.start - (len(both[0]) if both else 0)
    return [replace(second, start=opening, value=None, low=low, high=b.value, bound="range")]


def _share(a: Number, b: Number, first: Quantity, second: Quantity) -> list[Quantity] | None:
    """A part of a whole as one number: "four in 10" is 0.4; not "two in 10 days" or "one in 2 boats"."""
    plain = (
        a.value.is_integer()
        and b.value.is_integer()
        and not (first.unit or first.currency or second.currency)
    )
    if (
        not plain
        or a.value >= b.value
        or b.value > _WIDEST_SHARE
        or second.unit in MEASURE_NAMES - {"people"}
    ):
        return None
    return [
        replace(first, end=b.end, value=a.value / b.value, low=_over(first.low, b), high=_over(first.high, b))
    ]


def _over(part: float | None, whole: Number) -> float | None:
    return None if part is None else part / whole.value


def _sharing(first: Quantity, second: Quantity) -> Quantity:
    """The first of two with the unit or currency that is written once, behind the second."""
    if first.unit or (first.currency and second.currency and not second.unit):
        return first
    return replace(first, unit=second.unit, currency=first.currency or second.currency)


def _shared_scale(a: Number, b: Number) -> float:
    """The first number with the scale that is written once: 10 million in "10-12 million"."""
    shares = a.scale == 1 and b.scale > 1 and a.value <= b.value / b.scale
    return a.value * b.scale if shares else a.value
