"""Bounds: what the words around a number make of it, as its lowest and highest value."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from summarizer.values.numerals import Number

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
_LETTERS = re.compile(r"[^\W\d_]+")
_LAST_WORDS = frozenset(
    """least than of exceed exceeds exceeded exceeding over above surpass surpassed surpasses surpassing most
    to many much high few little under below about around approximately approx roughly some almost nearly
    estimated circa virtually less were perhaps barely as""".split()
)
_SIGNS = frozenset("<>≤≥~≈-")
QUALIFIER_AFTER = re.compile(
    r"(?:\s?(?P<at_least>\+(?![\d\w])|[\s-]?plus\b(?!\s?[\d$£€]))|\s(?:(?P<more>or\s(?:more|higher|above|longer)\b|"
    r"and\s(?:above|over|up)\b)|(?P<at_most>or\s(?:less|fewer|lower|under|below)\b)|(?P<approximate>or\sso\b|or\sthereabouts\b)))",
    re.IGNORECASE,
)
_TIME_UNITS = frozenset("second minute hour day week month year decade".split())


def qualify(text: str, quantity: Quantity, number: Number, start: int, end: int) -> Quantity:
    """The quantity with the qualifier that stands before or behind it, within `text[start:end]`."""
    window = max(start, quantity.start - 24)
    before = text[window : quantity.start]
    match = _BEFORE.search(before) if _may_qualify(before) else None
    if match and not _lasts(text, quantity, match, end):
        return _bounded(replace(quantity, start=window + match.start()), match, number)
    for place in (number.end, quantity.end):
        if match := QUALIFIER_AFTER.match(text, place, end):
            return _bounded(replace(quantity, end=max(match.end(), quantity.end)), match, number)
    if number.vague:
        return replace(quantity, bound="at_least", high=None)
    return quantity


def _may_qualify(before: str) -> bool:
    """Whether the last word before a number, or the one before an article, is the last of a qualifier."""
    words = _LETTERS.findall(before.lower())
    last = words[-2:-1] if words[-1:] in (["a"], ["an"], ["the"]) else words[-1:]
    return not _LAST_WORDS.isdisjoint(last) or not _SIGNS.isdisjoint(before[-3:])


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
