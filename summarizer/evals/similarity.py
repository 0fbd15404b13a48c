"""Similarity: how far two wordings say the same, and what keeps them from it.

By words alone a claim and its negation are nearly one, so a similarity never decides alone: `differences`
names the guards that two wordings fail, and any of them makes a match impossible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from summarizer.language import folding
from summarizer.language.contrast import direction_agrees, modality_agrees, negation_agrees, roles_agree
from summarizer.language.detect import is_english_sentence
from summarizer.language.guards import content_words, numbers_agree
from summarizer.values.dates import dates_agree, find_dates
from summarizer.values.numerals import find_numbers

SAME = 0.5
"""The similarity from which two wordings count as one: every implementation is scaled to it."""

fold = lru_cache(maxsize=32_768)(folding.fold)
"""Folding, remembered: every wording is compared with many."""

_NEGATED = "nobody|nothing|none|neither|no one|not|never"
_REWORDINGS = [
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in (
        (r"\b(?:no|not) (?:fewer|less|more|later|earlier) than\b|\bnot (?:only|just)\b", ""),
        (r"\bunless\b", "if not"),
        # "Should the wind turn, ..." is a condition; a question ends otherwise.
        (r"\Ashould (?=[^?]*,[^?]*\Z)", "if "),
        # What could not be is no possibility, it is a "cannot" told later; "doubts that" is a "probably not".
        (rf"\b({_NEGATED}) (?:could|might)\b|\bcould (?=(?:{_NEGATED})\b)", r"\1 can "),
        (r"\bcould(?=n['’]t\b)", "can"),
        (r"\b(?:doubts?|doubted|doubtful) (?:that|whether|if)\b", "not"),
        # What a clause says of a participant by the way is not what is said to have happened.
        (r",\s(?:which|who|whom|whose|where)\b[^,;.]*,", ","),
    )
]
"""Other words for the same: what the guards read is the plainer of two ways to put it."""
_NOUN = re.compile(r"\s*([^\W\d_]+)")
_LISTED = re.compile(r"(?:\b\d{1,2}(?:st|nd|rd|th)?(?:\s*[,–-]\s*|\s+(?:and|or|to)\s+))+\Z")
"""Days before the one that carries the month: "10, 11 and 12 January"."""


@lru_cache(maxsize=16_384)
def _parted(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without its dates, and what they resolve to: when something was is not how many there were."""
    kept, at, dates = [], 0, []
    for date in find_dates(text):
        kept.append(_LISTED.sub("", text[at : date.start]))
        at = date.end
        if date.value:
            dates.append(date.value)
    return " ".join([*kept, text[at:]]), tuple(dates)


def _numbers_agree(a: str, b: str) -> bool:
    (one, dates), (two, other_dates) = _parted(a), _parted(b)
    dated = dates and other_dates
    return (numbers_agree(one, two) or _count_other_things(one, two)) and (
        not dated or any(dates_agree(d, o) for d in dates for o in other_dates)
    )


def _count_other_things(a: str, b: str) -> bool:
    """Whether the numbers that only one of the texts has count other things than those of the other:
    "8,000 cowries" and "six months" are details that each of them adds."""
    one, two = _counted(a), _counted(b)
    mine = {noun for value, noun in one if value not in {v for v, _ in two}}
    theirs = {noun for value, noun in two if value not in {v for v, _ in one}}
    return None not in mine | theirs and mine.isdisjoint(theirs)


@lru_cache(maxsize=16_384)
def _counted(text: str) -> frozenset[tuple[float, str | None]]:
    """Each number with the word that follows it, by its stem; None where no word does."""
    found = ((n.value, _NOUN.match(text, n.end)) for n in find_numbers(text))
    return frozenset((value, noun and _stem(noun.group(1))) for value, noun in found)


def _stem(noun: str) -> str | None:
    return next(iter(content_words(noun)), None)


def _roles_agree(a: str, b: str) -> bool:
    """Subject and object are told by word order in English; elsewhere it tells nothing."""
    return roles_agree(a, b) or not (is_english_sentence(a) and is_english_sentence(b))


_GUARDS = {
    "numbers": _numbers_agree,
    "polarity": negation_agrees,
    "roles": _roles_agree,
    "modality": modality_agrees,
    "direction": direction_agrees,
}
GUARD_NAMES = frozenset(_GUARDS)
_VERBATIM_WORDS = 6


class Similarity(Protocol):
    """A measure of likeness, 0 to 1, symmetric, 1 for equal wordings, at least `SAME` for "the same"."""

    @property
    def id(self) -> str:
        """Its name with its version: scores made by different ones are not compared."""

    def prepare(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Look up at once what the calls that follow will ask for."""

    def __call__(self, a: str, b: str) -> float: ...


class TokenSimilarity:
    """The embedded default: shared content words (five-letter stems) and numbers.

    The mean of Dice's coefficient and of the share of the shorter wording that is in the longer one,
    since a summary may say the same in fewer words.
    """

    id = "tokens/1"

    def prepare(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Nothing to look up."""

    def __call__(self, a: str, b: str) -> float:
        one, two = _tokens(a), _tokens(b)
        if fold(a) == fold(b):
            return 1.0
        if not one or not two:
            return 0.0
        shared = len(one & two)
        dice = 2 * shared / (len(one) + len(two))
        shorter = min(len(one), len(two))
        # What a wording of one or two words shares says little: "prices" is in many sentences.
        return (dice + shared / shorter) / 2 if shorter > 2 else dice


@lru_cache(maxsize=16_384)
def _tokens(text: str) -> frozenset[str]:
    return frozenset([*content_words(text), *(f"{number.value:g}" for number in find_numbers(text))])


@lru_cache(maxsize=65_536)
def differences(a: str, b: str) -> tuple[str, ...]:
    """The guards that two wordings fail: of numbers, polarity, roles, modality, direction.

    A wording that contains the other, six words or more, says what the other says: a shorter or longer
    piece of one quotation.
    """
    one, two = sorted((fold(a).strip(" .,"), fold(b).strip(" .,")), key=len)
    if one in two and one.count(" ") >= _VERBATIM_WORDS - 1:
        return ()
    plain = [_plainly(a), _plainly(b)]
    return tuple(name for name, agrees in _GUARDS.items() if not agrees(*plain))


@lru_cache(maxsize=16_384)
def _plainly(text: str) -> str:
    for pattern, words in _REWORDINGS:
        text = pattern.sub(words, text)
    return text
