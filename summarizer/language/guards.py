"""Guards: what two texts must agree in before likeness of their words may count for anything.

By words alone "will cut" and "will not cut" are nearly the same, and so are a claim with another number
in it or with the roles swapped. Each guard answers one such question; none of them says that two texts
mean the same, only that this difference is not between them. They read English;
further ones are in `language.contrast`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from summarizer.language.folding import fold
from summarizer.language.lexicon import NEGATIONS, STOP_WORDS
from summarizer.values.numerals import find_numbers

_STEM = 5
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?")
# Scripts that do not put white space between words: pairs of neighbouring characters stand in for words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]+"
)


def words(text: str) -> list[str]:
    """The words of a text, folded, in order; numbers and contractions in one piece."""
    return list(_words(text))


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


@lru_cache(maxsize=8192)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(chain.from_iterable(map(_stems_of, _words(text))))


@lru_cache(maxsize=16_384)
def _stems_of(word: str) -> tuple[str, ...]:
    """A content word's stem; none of a stop word, a number or a word of one or two letters."""
    if _UNSPACED.match(word):
        return tuple(word[i : i + 2] for i in range(max(1, len(word) - 1)))
    word = word.partition("'")[0]
    if len(word) < 3 or word in STOP_WORDS or word[0].isdigit():
        return ()
    return (word[:_STEM],)


def content_words(text: str) -> list[str]:
    """The stems of a text's content words, in order, repeats kept.

    A stem is a word's first five letters, folded; stop words, numbers and words of one or two letters
    are left out. Scripts without white space between words give pairs of characters instead.
    """
    return list(_stems(text))


@lru_cache(maxsize=8192)
def content_stems(text: str) -> frozenset[str]:
    """The different `content_words` of a text."""
    return frozenset(_stems(text))


def is_unspaced(char: str) -> bool:
    """Whether a character is of a script that does not put white space between words."""
    return char > "\u0dff" and bool(_UNSPACED.match(char))


@lru_cache(maxsize=8192)
def numbers_in(text: str) -> frozenset[float]:
    """The values of the numbers that a text holds."""
    return frozenset(number.value for number in find_numbers(text))


def numbers_agree(a: str, b: str) -> bool:
    """Whether the numbers of one text are all among the other's, scale words read ("1.2 million").

    A text without numbers agrees with any: leaving a number out contradicts nothing.
    """
    one, two = numbers_in(a), numbers_in(b)
    return one <= two or two <= one


def is_negation(word: str) -> bool:
    """Whether a folded word negates what it governs."""
    return word in NEGATIONS or word.endswith("n't")


def polarity_agrees(a: str, b: str) -> bool:
    """Whether both texts hold an even, or both an odd, number of negations.

    "Not only" is none; verbs like "deny" and "refuse" are.
    """
    return _negations(a) % 2 == _negations(b) % 2


_CONTRACTED = re.compile("[nN]['‘’‚‛′´`][tT]")
_DECLINE = frozenset(("decline", "declines", "declined", "declining"))
_NEGATING = NEGATIONS | _DECLINE
# A comma inside a number joins; conjunctions begin another statement.
_CLAUSE = re.compile(
    r"[;:()—–]|,(?!\d)|\b(?:but|and|because|although|though|while|whereas|unless|since|who|which)\b",
    re.IGNORECASE,
)


def polarity_borne_out(wording: str, passages: Iterable[str]) -> bool:
    """Whether each clause of a wording is negated as the clause is that it rests on.

    That is the clause of the passages with most of its content words; where several have as many, one
    is enough. A clause that shares less than half of its words with any may rest on a whole passage,
    too; one that shares none is not judged.
    """
    passages = list(passages)
    if not any(map(_negates_something, (wording, *passages))):
        return True
    clauses = [polarity for passage in passages for polarity in _clauses(passage)]
    wholes = [_polarity(passage) for passage in passages]
    for stems, parity in map(_polarity, map(_reported, _CLAUSE.split(wording))):
        most = max((len(stems & held) for held, _ in clauses), default=0)
        bearing = clauses if most * 2 >= len(stems) else [*clauses, *wholes]
        if most and parity not in {p for held, p in bearing if len(stems & held) >= most}:
            return False
    return True


@lru_cache(maxsize=4096)
def _clauses(passage: str) -> tuple[tuple[frozenset[str], int], ...]:
    return tuple(map(_polarity, _CLAUSE.split(passage)))


@lru_cache(maxsize=4096)
def _polarity(text: str) -> tuple[frozenset[str], int]:
    """The content words of a text, and whether it holds an odd number of negations."""
    return content_stems(text), _negations(text) % 2


def _reported(clause: str) -> str:
    """What a clause reports ("she said that ..."); all of it if the reporting negates ("denied that")."""
    head, _, tail = clause.partition(" that ")
    return tail if tail and not _negations(head) else clause


def _negates_something(text: str) -> bool:
    """Whether there is a word in a text that may negate another; most have none."""
    return not _NEGATING.isdisjoint(_words(text)) or bool(_CONTRACTED.search(text))


def _negations(text: str) -> int:
    if not _negates_something(text):
        return 0
    own = _words(text)
    following = [*own[1:], ""]
    return sum(_negates(word, after) for word, after in zip(own, following, strict=False))


def _negates(word: str, after: str) -> bool:
    if word in _DECLINE:
        return after == "to"
    return is_negation(word) and not (word == "not" and after in ("only", "just", "merely", "least"))
