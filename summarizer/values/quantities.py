"""Quantities: a number with its qualifier, unit or currency, read as a value with its bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from summarizer.values.currencies import currency_after, currency_before
from summarizer.values.dates import calendar_spans
from summarizer.values.numerals import Number, find_numbers
from summarizer.values.units import read_unit

Bound = Literal["exact", "approximate", "at_least", "at_most", "range"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in a text: `text[start:end]` is the whole of it, from its qualifier to its unit.

    Attributes:
        value: the number in full ("2.7 billion" is 2700000000); None for a range.
        low: the lowest value that the words allow; None if they set no lower bound.
        high: the highest value that the words allow; None if they set no upper bound.
        bound: what the qualifier makes of the number.
        unit: what one of it is: a unit of measurement, or the counted noun in the singular; for
            money, what it is paid for ("per share"). None for plain money and bare numbers.
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
    "at_least": r"at least|no (?:fewer|less) than|not less than|more than|upwards? of|in excess of|exceed(?:s|ed|ing)?|"
    r"a minimum of|greater than|(?:well )?over|above|north of|higher than|surpass(?:ed|ing|es)?|>|≥|just over",
    "at_most": r"at (?:the )?most|up to|as (?:many|much|high) as|no more than|not more than|fewer than|less than|"
    r"(?:well )?under|below|a maximum of|lower than|<|≤",
    "approximate": r"about|around|approximately|approx\.|roughly|some|almost|nearly|close to|an estimated|estimated|"
    r"circa|just under|virtually|~|≈|more or less",
}
_BELOW = frozenset(["almost", "nearly", "just under", "close to"])
_BEFORE = re.compile(
    r"(?<![\w])(?:" + "|".join(f"(?P<{bound}>{words})" for bound, words in _QUALIFIERS.items())
    + r")[ \u00a0]?(?:(?:a|an|the)[ ])?\Z",
    re.IGNORECASE,
)  # fmt: skip
_AFTER = re.compile(
    r"\s?(?:(?P<at_least>\+(?!\d)|or more\b|or higher\b|plus\b(?! ?[\d$])|at least\b|and (?:above|over|up)\b)"
    r"|(?P<at_most>or (?:less|fewer|lower)\b|at most\b)|(?P<approximate>or so\b|or thereabouts\b))",
    re.IGNORECASE,
)


def read_quantity(surface: str) -> Quantity | None:
    """Read the surface of one figure ("almost 30 years", "a child"); None if it holds no number."""
    found = find_quantities(surface)
    return found[0] if found else None


def find_quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """The quantities of `text[start:end]` in order, in digits or words."""
    end = len(text) if end is None else end
    dated = calendar_spans(text, start, end)
    return [
        _assemble(text, number, start, end)
        for number in find_numbers(text, start, end)
        if not any(s <= number.start < e for s, e in dated)
    ]


def _assemble(text: str, number: Number, start: int, end: int) -> Quantity:
    first, last = number.start, number.end
    unit = currency = None
    if before := currency_before(text, first):
        first, currency = before
    if after := currency_after(text, last, end):
        last, currency = after[0], currency or after[1]
    if currency is None and (found := read_unit(text, last, end, digits=text[number.start].isdigit(), one=number.value == 1)):
        last, unit = found
    exact = Quantity(first, last, number.value, number.value, number.value, "exact", unit, currency)
    return _qualified(text, exact, number, start, end)


def _qualified(text: str, quantity: Quantity, number: Number, start: int, end: int) -> Quantity:
    window = max(start, quantity.start - 24)
    if match := _BEFORE.search(text[window : quantity.start]):
        quantity = replace(quantity, start=window + match.start())
        return _bounded(quantity, match, number)
    if match := _AFTER.match(text, quantity.end, end):
        return _bounded(replace(quantity, end=match.end()), match, number)
    if number.vague:
        return replace(quantity, bound="at_least", high=None)
    return quantity


def _bounded(quantity: Quantity, match: re.Match[str], number: Number) -> Quantity:
    value = number.value
    if match.lastgroup == "at_least":
        return replace(quantity, bound="at_least", high=None)
    if match.lastgroup == "at_most":
        return replace(quantity, bound="at_most", low=None)
    half = number.step / 2
    high = value if match[0].lower().strip() in _BELOW else value + half
    return replace(quantity, bound="approximate", low=value - half, high=high)
