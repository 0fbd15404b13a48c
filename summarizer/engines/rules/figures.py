"""Figures: the numbers that carry news, what they count, who gives them and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.engines.rules import lexicon
from summarizer.engines.rules.grammar import verb_group
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import flat
from summarizer.values.quantities import Quantity, find_quantities, read_quantity

_ONE = re.compile(r"\b(?:a|an)\s+(?:[a-z]+(?:-[a-z]+)*\s+)?(?:" + "|".join(sorted(lexicon.VICTIMS)) + r")\b", re.IGNORECASE)


@dataclass(slots=True)
class Counted:
    """A figure as found."""

    reading: int
    quantity: Quantity
    text: str
    measure: str
    status: Literal["current", "superseded", "forecast"]
    weight: float


def find_figures(readings: Sequence[Reading], text: str) -> list[Counted]:
    """The figures of a text in order."""
    found: list[Counted] = []
    for index, reading in enumerate(readings):
        quantities = [*find_quantities(text, reading.body, reading.end), *_single_victims(reading, text)]
        for quantity in sorted(quantities, key=lambda q: q.start):
            if not _carries_news(reading, quantity, text):
                continue
            figure = _counted(reading, index, quantity, text)
            previous = found[-1] if found else None
            if previous and _restates(text, previous.quantity, quantity):
                figure.measure, figure.status = previous.measure, previous.status
            found.append(figure)
    once = {(f.measure.lower(), f.quantity.value, f.quantity.low, f.quantity.unit, f.quantity.currency): f for f in reversed(found)}
    return [f for f in found if any(f is kept for kept in once.values())]


def _restates(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether two amounts are one in two currencies: "10 million pesos ($500,000)", "$2.7bn, £2.1bn"."""
    between = text[first.end : second.start]
    return bool(first.currency and second.currency and first.currency != second.currency and re.fullmatch(r"\s*[(,/]\s*(?:or\s+)?", between))


def _single_victims(reading: Reading, text: str) -> Iterator[Quantity]:
    """ "a child" in a toll: one person killed, injured or missing."""
    for match in _ONE.finditer(text, reading.body, reading.end):
        first, last = reading.token_at(match.start()), reading.token_at(match.end() - 1) + 1
        around = {t.lower for t in reading.tokens[max(0, first - 2) : first] + reading.tokens[last : last + 3]}
        quantity = read_quantity(match.group())
        if around & lexicon.HARM.keys() and quantity is not None:
            yield Quantity(match.start(), match.end(), 1.0, 1.0, 1.0, "exact", quantity.unit)


def _carries_news(reading: Reading, quantity: Quantity, text: str) -> bool:
    """Not list numbers, ages in passing, times of day, scores, or "one" for "someone"."""
    before = text[max(reading.start, quantity.start - 12) : quantity.start]
    after = text[quantity.end : min(reading.end, quantity.end + 12)]
    surface = text[quantity.start : quantity.end]
    plain = quantity.unit is None and quantity.currency is None
    if plain and (re.match(r"\s*[.)\]]\s", after) and quantity.start == reading.start):
        return False
    if plain and re.search(r",\s*$", before) and re.match(r",|\)", after) and (quantity.value or 0) < 110:
        return False
    if re.match(r"[-\s]years?[-\s]old\b", after) or re.search(r"\baged?\s*$", before, re.IGNORECASE) or "year-old" in surface:
        return False
    return not (plain and (quantity.value or 0) <= 1 and not surface[0].isdigit())


def _counted(reading: Reading, index: int, quantity: Quantity, text: str) -> Counted:
    status = _status(reading, quantity)
    weight = max(0.0, 3.0 - 0.3 * index) + (2.0 if quantity.currency else 0.0) + (1.0 if quantity.unit else -2.0)
    around = {t.lower for t in reading.tokens[max(0, reading.token_at(quantity.start) - 3) : reading.token_at(quantity.end) + 4]}
    weight += 2.0 * bool(around & lexicon.HARM.keys()) + (0.5 if quantity.unit == "percent" else 0.0)
    if quantity.unit in _SPANS_OF_TIME:
        weight -= 1.0
    return Counted(index, quantity, text[quantity.start : quantity.end], _measure(reading, quantity, text), status, weight)


_SPANS_OF_TIME = frozenset("second minute hour day week month year".split())


def _measure(reading: Reading, quantity: Quantity, text: str) -> str:
    """What is counted: the noun with the verb that it is the object or subject of, or the words before the number."""
    tokens = reading.tokens
    first, last = reading.token_at(quantity.start), reading.token_at(quantity.end - 1) + 1
    noun = quantity.unit if quantity.unit and not quantity.currency and quantity.unit not in _UNITS else None
    if noun is not None:
        harm = next((t.lower for t in [*reversed(tokens[max(0, first - 2) : first]), *tokens[last : last + 3]] if t.lower in lexicon.HARM), None)
        nouns = text[quantity.start : quantity.end].split()
        plural = nouns[-1].lower() if nouns[-1].isalpha() else noun
        if harm is not None:
            return f"{plural} {lexicon.HARM[harm]}"
        end = last
        while end < len(tokens) and end - last < 6 and tokens[end].word and not (tokens[end].lower in lexicon.CLAUSE_BREAKS or tokens[end].lower in ("and", "or")):
            end += 1
        return flat(" ".join([plural, text[tokens[last].start : tokens[end - 1].end] if end > last else ""]))
    return _words_before(reading, first, last, text)


_UNITS = _SPANS_OF_TIME | frozenset("percent metre kilometre mile foot inch kilogram gram tonne pound litre percentage point".split())


def _words_before(reading: Reading, first: int, last: int, text: str) -> str:
    """The words from the verb or clause opening before the number, without the preposition that ties them."""
    tokens = reading.tokens
    end = first
    while end > 0 and (tokens[end - 1].lower in lexicon.PREPOSITIONS | {"to", "a", "an", "the"} or not tokens[end - 1].word):
        end -= 1
    start = end
    while start > reading.dateline and end - start < 9 and tokens[start - 1].word \
            and tokens[start - 1].lower not in lexicon.CLAUSE_BREAKS | lexicon.PRONOUNS | lexicon.MODALS:
        start -= 1
    while start < end and (tokens[start].lower in _SPANS_OF_TIME | lexicon.DETERMINERS | {"last", "next", "and", "or"} or not tokens[start].word):
        start += 1
    if end <= start:
        end = min(len(tokens), last + 8)
        start = last
        while end > start and not tokens[end - 1].word:
            end -= 1
    return flat(text[tokens[start].start : tokens[end - 1].end]) if end > start else "amount"


def _status(reading: Reading, quantity: Quantity) -> Literal["current", "superseded", "forecast"]:
    """Forecast behind a modal or a word of expecting; superseded behind "up from", "instead of", "earlier"."""
    k = reading.token_at(quantity.start)
    words = [t.lower for t in reading.tokens[max(0, k - 12) : k]]
    near = words[-4:]
    if "from" in near[-1:] or "instead" in near or {"down", "up", "revised"} & set(near) and "from" in near:
        return "superseded"
    if {"will", "would", "expects", "expected", "forecast", "forecasts", "projected", "plans", "could", "may", "might", "target"} & set(words):
        return "forecast"
    return "current"
