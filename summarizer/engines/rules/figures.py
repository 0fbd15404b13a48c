"""Figures: the numbers that carry news, what they count, who gives them and where they stand."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from math import log10
from typing import Literal

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.measures import measure
from summarizer.engines.rules.reading import Reading
from summarizer.values.quantities import Quantity, find_quantities, read_quantity

_ONE = re.compile(
    r"\b(?:a|an)\s+(?:[a-z]+(?:-[a-z]+)*\s+)?(?:" + "|".join(sorted(lexicon.VICTIMS)) + r")\b", re.IGNORECASE
)


_LEAST = -1.0
"""The least weight of a figure that a summary may hold."""
_FAR = 25
"""Sentences from the beginning after which a figure is no longer the less for standing later."""
_NEAR = 60
"""Characters between two figures of which the second may refer to the first."""


@dataclass(slots=True)
class Counted:
    """A figure as found."""

    reading: int
    quantity: Quantity
    text: str
    measure: str
    status: Literal["current", "superseded", "forecast"]
    weight: float


def find_figures(readings: Sequence[Reading], text: str, every: bool = False) -> list[Counted]:
    """The figures of a text in order; with `every`, all quantities, those too that carry no news."""
    found: list[Counted] = []
    for index, reading in enumerate(readings):
        if reading.heading and reading.capitals:
            continue
        quantities = [*find_quantities(text, reading.body, reading.end), *_single_victims(reading, text)]
        taken = {i for q in quantities for i in reading.covered(q.start, q.end)}
        for quantity in sorted(quantities, key=lambda q: q.start):
            if not every and not _carries_news(reading, quantity, text):
                continue
            figure = _counted(reading, index, quantity, text, taken)
            if found and found[-1].reading == index:
                _refer(found[-1], figure, text)
            if every or figure.weight > _LEAST:
                found.append(figure)
    once = {
        (f.measure.lower(), f.quantity.value, f.quantity.low, f.quantity.unit, f.quantity.currency): id(f)
        for f in sorted(found, key=lambda f: (not readings[f.reading].heading, -f.reading))
    }
    kept = set(once.values())
    return [f for f in found if id(f) in kept]


_SAME = re.compile(
    r"[^,]{,30}[(,/]\s*(?:or\s+|up\s+|down\s+)?|(?P<worth>\s+worth\s+)"
    r"|(?P<against>.*(?:\bfrom|\bagainst|\bbeating|\bcompared (?:with|to)|,\s+not)\s+(?:just\s+|the\s+)?)",
    re.DOTALL,
)


def _refer(previous: Counted, figure: Counted, text: str) -> None:
    """Give a figure the measure of the one before it that it restates, is set against or tells a change of.

    "$1.42, or 1.8 percent", "10 million pesos ($500,000)", "4 pence, down from 9 pence", "£2bn, up 4%".
    """
    one, two = previous.quantity, figure.quantity
    link = _SAME.fullmatch(text, one.end, two.start) if two.start - one.end < _NEAR else None
    if link is None:
        return
    alike = one.currency == two.currency and (one.unit is None) == (two.unit is None)
    if link["worth"]:
        figure.measure = f"value of {previous.measure}"
    elif link["against"]:
        figure.measure = previous.measure if alike else figure.measure
    elif figure.measure.startswith(("rise in", "fall in")):
        told = previous.measure.removeprefix("rise in ").removeprefix("fall in ")
        figure.measure = f"{figure.measure[:7]} {told}"
    elif one.currency or two.currency:
        figure.measure, figure.status = previous.measure, previous.status


def _single_victims(reading: Reading, text: str) -> Iterator[Quantity]:
    """ "a child" in a toll: one person killed, injured or missing."""
    for match in _ONE.finditer(text, reading.body, reading.end):
        first, last = reading.token_at(match.start()), reading.token_at(match.end() - 1) + 1
        around = {
            t.lower for t in reading.tokens[max(0, first - 2) : first] + reading.tokens[last : last + 3]
        }
        quantity = read_quantity(match.group())
        if around & verbs.HARM.keys() and quantity is not None:
            yield Quantity(match.start(), match.end(), 1.0, 1.0, 1.0, "exact", quantity.unit)


_AGE = re.compile(r".*[-\s]years?[-\s]old\b|\S+\s\w+\sago\b", re.DOTALL)


def _carries_news(reading: Reading, quantity: Quantity, text: str) -> bool:
    """Not ages in passing ("a 12-year-old", "aged 40"), nor "one" for "someone", nor what is "ago"."""
    one = text[quantity.start : quantity.end].lower().startswith("one") and quantity.value == 1
    aged = text[max(reading.start, quantity.start - 5) : quantity.start].lower() in ("aged ", " age ")
    return not (one or aged or _AGE.match(text, quantity.start, min(quantity.end + 10, reading.end)))


def _counted(reading: Reading, index: int, quantity: Quantity, text: str, taken: Container[int]) -> Counted:
    surface = text[quantity.start : quantity.end]
    what = measure(reading, quantity, text, taken)
    return Counted(
        index, quantity, surface, what, _status(reading, quantity), _weight(reading, index, quantity, text)
    )


def _weight(reading: Reading, index: int, quantity: Quantity, text: str) -> float:
    """Importance: early, large, of harm, a share or told with a qualifier; not one or two unharmed."""
    first, last = reading.token_at(quantity.start), reading.token_at(quantity.end)
    around = {t.lower for t in reading.tokens[max(0, first - 3) : last + 4]}
    size = quantity.value or quantity.high or quantity.low or 0.0
    harm = not verbs.HARM.keys().isdisjoint(around)
    weight = 0.24 * log10(1 + abs(size)) - 0.08 * min(index, _FAR) - 1.5 * (size <= 2 and not harm)
    weight += 0.8 * (quantity.unit == "percent") + 0.8 * (quantity.bound != "exact")
    weight += 0.5 * harm - 2.0 * (text[quantity.start - 1] == "(")
    return weight - 2.0 * reading.heading


def _status(reading: Reading, quantity: Quantity) -> Literal["current", "superseded", "forecast"]:
    """Forecast behind a modal or a word of expecting; superseded what was corrected or is denied.

    "The debt is £388 million, not *£338 million*"; "an earlier statement had given the toll as *36*".
    """
    k = reading.token_at(quantity.start)
    words = [t.lower for t in reading.tokens[max(0, k - 12) : k] if t.text != "May"]
    denied = words[-1:] == ["not"] or words[-2:] in (["instead", "of"], ["rather", "than"])
    replaced = words[-1:] == ["from"] and not _REVISING.isdisjoint(words)
    earlier = "had" in words and not _STATING.isdisjoint(words)
    if denied or replaced or earlier:
        return "superseded"
    return "forecast" if not _EXPECTING.isdisjoint(words) else "current"


_REVISING = frozenset("revised corrected amended".split())
_STATING = frozenset("given said put reported announced stated".split())
_EXPECTING = frozenset(
    """
    will would expects expected expect forecast forecasts projected plans plan could may might target
    targets intends estimate estimates
""".split()
)
