"""Pairs of numbers that belong together: ranges, shares, changes, and scores, which are none of these."""

from __future__ import annotations

import re
from dataclasses import replace

from summarizer.values.bounds import Quantity
from summarizer.values.numerals import Number
from summarizer.values.units import MEASURE_NAMES

AGED = re.compile(r"\bage[ds]?(?:\sof)?\s\Z", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between)\s\Z", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s\Z", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:rose|rises?|fell|falls?|up|down|gain(?:s|ed)?|lost|[a-z]+ed|grew|climb\w*|jump\w*|drop\w*|cut|increase|decrease|"
    r"by|raise|lower|won|beat|voted?|vote)\s\Z"
)
_WIDEST_SHARE = 100_000
_VERB_BEFORE = re.compile(r"(?:[a-z](?:ed|ing)|won|lost|shot|hit)\s\Z")
_WIDEST_LINK = 16
_JOIN = re.compile(
    r"(?P<of>\sof\s(?:(?:the|its|their|his|her)\s)?(?:(?:past|last)\s)?)|(?P<share>\s(?:in|out\sof)\s(?:every\s)?)|\s?(?P<dash>[-–—])\s?|\s(?P<to>to|through)\s|\s(?P<and>and)\s|\s(?P<or>or)\s"
)


def join_pair(text: str, numbers: list[Number], read: list[Quantity], start: int) -> list[Quantity] | None:
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
        return _share(text, a, b, first, second)
    if AGED.search(before):
        second = replace(second, unit="year")
    first = _sharing(first, second)
    if second.bound != "exact":
        return None
    if _FROM.search(before) or link["of"] or (link["and"] and not _BETWEEN.search(before)):
        shared = (first.unit or first.currency) and (second.unit or second.currency)
        return [first, second] if shared else None
    return _range(first, second, a, b, link, before)


def _range(
    first: Quantity, second: Quantity, a: Number, b: Number, link: re.Match[str], before: str
) -> list[Quantity] | None:
    """From one number to another; with a dash and without a unit rather a score, a vote, a street number."""
    both = _BETWEEN.search(before)
    counted = second.unit or second.currency or both or b.scale > 1
    low, high = (first.value or 0.0) * _shared_scale(a, b), second.value or 0.0
    if link["dash"] and not (counted and low < high):
        return []
    if low >= high or (link["to"] and _CHANGED.search(before) and not AGED.search(before)):
        return None
    second = replace(second, currency=second.currency or first.currency) if not second.unit else second
    if first.unit != second.unit or first.currency != second.currency:
        return None
    opening = first.start - (len(both[0]) if both else 0)
    return [replace(second, start=opening, value=None, low=low, high=high, bound="range")]


def _share(text: str, a: Number, b: Number, first: Quantity, second: Quantity) -> list[Quantity] | None:
    """A part of a whole as one number: "four in 10" is 0.4; not "killed two in three raids"."""
    bare = first.value == a.value and not (first.unit or first.currency or second.currency)
    if not (bare and a.value.is_integer() and b.value.is_integer() and a.value < b.value <= _WIDEST_SHARE):
        return None
    if second.unit in MEASURE_NAMES - {"people"} or _VERB_BEFORE.search(
        text[max(0, first.start - 16) : first.start]
    ):
        return None
    usual = a.value == 1 or b.value % 10 == 0 or first.bound != "exact" or text[first.start].isupper()
    if second.unit and not usual:
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
    """The scale that is written once, behind the second number: a million in "10-12 million"."""
    return b.scale if a.scale == 1 and b.scale > 1 and a.value <= b.value / b.scale else 1.0
