"""Figures: the numbers that carry news, what they count, who gives them and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log10
from typing import Literal

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.grammar import subject
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import flat
from summarizer.values.quantities import Quantity, find_quantities, read_quantity

_ONE = re.compile(
    r"\b(?:a|an)\s+(?:[a-z]+(?:-[a-z]+)*\s+)?(?:" + "|".join(sorted(lexicon.VICTIMS)) + r")\b", re.IGNORECASE
)


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
        for quantity in sorted(quantities, key=lambda q: q.start):
            if not every and not _carries_news(reading, quantity, text):
                continue
            figure = _counted(reading, index, quantity, text)
            previous = found[-1] if found else None
            if previous and _restates(text, previous.quantity, quantity):
                figure.measure, figure.status = previous.measure, previous.status
            elif previous and previous.reading == index and _compares(previous, quantity, text):
                figure.measure = previous.measure
            found.append(figure)
    once = {
        (f.measure.lower(), f.quantity.value, f.quantity.low, f.quantity.unit, f.quantity.currency): f
        for f in sorted(found, key=lambda f: (not readings[f.reading].heading, -f.reading))
    }
    return [f for f in found if any(f is kept for kept in once.values())]


_COMPARED = re.compile(r"(?:\bfrom|\bagainst|\bcompared (?:with|to)|,\s+not)\s+(?:just\s+|only\s+)?$")


def _compares(new: Counted, old: Quantity, text: str) -> bool:
    """Whether the second is what the first is measured against ("4 pence, down from 9 pence")."""
    one = new.quantity
    alike = one.currency == old.currency and (one.unit is None) == (old.unit is None)
    return alike and _COMPARED.search(text, one.end, old.start) is not None


def _restates(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether two amounts are one in two currencies: "10 million pesos ($500,000)", "$2.7bn, £2.1bn"."""
    between = text[first.end : second.start]
    return bool(
        first.currency
        and second.currency
        and first.currency != second.currency
        and re.fullmatch(r"\s*[(,/]\s*(?:or\s+)?", between)
    )


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


_AGE_BEHIND = re.compile(r"[-\s]years?[-\s]old\b")
_LISTED = re.compile(r"\s*[.)\]]\s")


def _carries_news(reading: Reading, quantity: Quantity, text: str) -> bool:
    """Not list numbers, ages in passing, small bare number words, or "one" for "someone"."""
    tokens = reading.tokens
    surface = text[quantity.start : quantity.end].lower()
    if surface.startswith("one") and quantity.value == 1:
        return False
    if _AGE_BEHIND.match(text, quantity.end) or "year-old" in surface:
        return False
    if quantity.unit is not None or quantity.currency is not None or quantity.value is None:
        return True
    k = reading.token_at(quantity.start)
    before = [t.lower for t in tokens[max(0, k - 2) : k]]
    if before[1:] in (["was"], ["is"]) and before[0] in lexicon.HUMAN:  # "whose son was 16"
        return False
    enclosed = before[-1:] == [","] and text[quantity.end] in ",)" if quantity.end < len(text) else False
    listed = quantity.start == reading.start and _LISTED.match(text, quantity.end) is not None
    aged = before[-1:] in (["aged"], ["age"])
    return not (
        listed or aged or (enclosed and quantity.value < 110) or (surface.isalpha() and quantity.value <= 12)
    )


def _counted(reading: Reading, index: int, quantity: Quantity, text: str) -> Counted:
    surface = text[quantity.start : quantity.end]
    first, last = reading.token_at(quantity.start), reading.token_at(quantity.end)
    around = {t.lower for t in reading.tokens[max(0, first - 3) : last + 4]}
    size = quantity.value or quantity.high or quantity.low or 0.0
    weight = (
        0.25 * log10(1 + abs(size))
        - 0.04 * index
        - 0.8 * (size <= 2)
        - 1.5 * (text[quantity.start - 1] == "(")
    )
    weight += 1.3 * (quantity.unit == "percent") + 0.8 * bool(quantity.currency)
    weight += (
        1.0 * (quantity.bound != "exact")
        - 0.6 * surface[0].isalpha()
        + 1.0 * bool(around & verbs.HARM.keys())
    )
    return Counted(
        index, quantity, surface, _measure(reading, quantity, text), _status(reading, quantity), weight
    )


_SPANS_OF_TIME = frozenset("second minute hour day week month year".split())


def _measure(reading: Reading, quantity: Quantity, text: str) -> str:
    """What is counted: the counted noun with what befell it, or what the clause says the amount is of."""
    tokens = reading.tokens
    first, last = reading.token_at(quantity.start), reading.token_at(quantity.end - 1) + 1
    noun = None if quantity.currency or _is_measurement(quantity, text) else quantity.unit
    if noun is None:
        return _of_what(reading, first, last, text)
    surface = [t.lower for t in tokens[first:last]]
    nouns = [w for w in surface[-1:] if w.isalpha() and w not in verbs.HARM] or [noun]
    open_before = first and tokens[first - 1].word
    near = [
        *surface,
        *(t.lower for t in reversed(tokens[max(0, first - 2) : first] if open_before else [])),
        *(t.lower for t in tokens[last : last + 3]),
    ]
    harm = next((verbs.HARM[w] for w in near if w in verbs.HARM), None)
    if harm is not None:
        return f"{nouns[0]} {harm}"
    end = _run(reading, last)
    while end > last and tokens[end - 1].lower in lexicon.PREPOSITIONS | lexicon.DETERMINERS:
        end -= 1
    return flat(" ".join([nouns[0], text[tokens[last].start : tokens[end - 1].end] if end > last else ""]))


def _run(reading: Reading, first: int) -> int:
    """Where the words end that belong to a number before token `first`: at a mark, a link or a number."""
    tokens = reading.tokens
    end = first
    while end < min(len(tokens), first + 6) and tokens[end].word and not tokens[end].text[0].isdigit():
        if tokens[end].lower in lexicon.CLAUSE_BREAKS | lexicon.CALENDAR | {"and", "or", "to"}:
            break
        end += 1
    return end


_UNITS = _SPANS_OF_TIME | frozenset(
    "percent metre kilometre mile foot inch kilogram gram tonne pound litre point penny cent hectare "
    "millimetre centimetre degree share".split()
)


def _is_measurement(quantity: Quantity, text: str) -> bool:
    """Whether the unit measures something else than what is counted ("5 metres", "2 million marks")."""
    unit = quantity.unit or ""
    surface = text[quantity.start : quantity.end]
    scaled = re.search(r"\d\s*(?:million|billion|bn|m)\b", surface) is not None
    return "per " in unit or unit.rsplit(" ", 1)[-1] in _UNITS or (scaled and unit not in lexicon.HUMAN)


def _of_what(reading: Reading, first: int, last: int, text: str) -> str:
    """What an amount is of: the noun before "of", else verb and object, else the subject and its verb."""
    tokens = reading.tokens

    def said(words: list[int]) -> str:
        return text[tokens[words[0]].start : tokens[words[-1]].end] if words else ""

    following = _run(reading, last)
    behind = said(_trimmed(reading, last, following))
    if behind and tokens[last].lower in ("of", "in", "on") and tokens[first - 1].lower != "of":
        return flat(behind)
    verb = next((i for i in range(first - 1, reading.dateline - 1, -1) if reading.verbs[i]), None)
    before = _trimmed(reading, reading.dateline if verb is None else verb + 1, first)
    if verb is None or (before and tokens[first - 1].lower == "of"):
        return flat(said(before) or behind or "amount")
    word = tokens[verb].lower
    if any(t.text[0].isdigit() for t in tokens[verb + 1 : first]):  # "slipped 2 percent to £1 billion"
        before = []
    if before:
        bare = word in verbs.BE | verbs.HAVE | verbs.MODALS
        return flat(said(before if bare else [verb, *before]))
    span = subject(reading, verb)
    doer = said(_trimmed(reading, *span)) if span else ""
    if word in verbs.HAVE | verbs.MODALS and behind:
        return flat(behind)
    return flat(doer if doer and word in verbs.BE | _LINKS else f"{doer} {tokens[verb].text}")


_LINKS = frozenset("came stood totaled totalled amounted reached was is hit".split())
_LEADING = _SPANS_OF_TIME | lexicon.DETERMINERS | {"last", "next", "and", "or", "to", "from"}


def _trimmed(reading: Reading, first: int, last: int) -> list[int]:
    """The indices of a phrase's tokens without other numbers, its determiner and the words that tie it."""
    tokens = reading.tokens
    number = next(
        (
            i
            for i in range(last - 1, first - 1, -1)
            if tokens[i].text[0].isdigit() or tokens[i].text in ',;:(“"'
        ),
        None,
    )
    if number is not None:
        first = number + 1
    while last > first and (
        tokens[last - 1].lower in lexicon.PREPOSITIONS | _LEADING | lexicon.PRONOUNS
        or not tokens[last - 1].word
    ):
        last -= 1
    while first < last and (
        tokens[first].lower in _LEADING | lexicon.PREPOSITIONS | lexicon.PRONOUNS or not tokens[first].word
    ):
        first += 1
    return list(range(max(first, last - 9), last))


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
