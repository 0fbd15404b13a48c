"""Guards: what two texts must agree in before likeness of their words may count for anything.

By words alone "will cut" and "will not cut" are nearly the same, and so are a claim with another number
in it or with the roles swapped. Each guard answers one such question; none of them says that two texts
mean the same, only that this difference is not between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from summarizer.language.folding import fold
from summarizer.values.numerals import find_numbers

_STEM = 5
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?")
# Scripts that do not put white space between words: pairs of neighbouring characters stand in for words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
STOP_WORDS = frozenset(
    ["a", "an", "the", "this", "that", "these", "those", "there", "here", "it", "its", "itself", "he", "him", "his", "himself", "she", "her", "hers", "herself", "they", "them", "their", "theirs", "themselves", "we", "us", "our", "ours", "you", "your", "yours", "i", "me", "my", "mine", "who", "whom", "whose", "which", "what", "when", "where", "why", "how", "and", "or", "but", "nor", "so", "yet", "if", "then", "than", "as", "because", "since", "while", "although", "though", "whether", "until", "unless", "of", "in", "on", "at", "by", "for", "with", "from", "to", "into", "onto", "upon", "over", "under", "about", "after", "before", "between", "among", "through", "during", "against", "within", "without", "across", "along", "around", "behind", "beyond", "near", "off", "out", "up", "down", "per", "via", "is", "am", "are", "was", "were", "be", "been", "being", "has", "have", "had", "having", "do", "does", "did", "doing", "will", "would", "shall", "should", "can", "could", "may", "might", "must", "not", "no", "also", "just", "only", "very", "more", "most", "much", "many", "some", "any", "each", "every", "all", "both", "few", "other", "another", "such", "same", "own", "one", "ones", "said", "says", "say", "saying", "tell", "told", "according"]
)
_NEGATIONS = frozenset(
    ["not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "cannot", "without", "n't", "hardly", "scarcely", "barely", "deny", "denies", "denied", "denying", "refuse", "refuses", "refused", "refusing", "reject", "rejects", "rejected", "rejecting", "fail", "fails", "failed", "failing", "lack", "lacks", "lacked", "lacking", "unable", "unwilling"]
)


def words(text: str) -> list[str]:
    """The words of a text, folded, in order; numbers and contractions in one piece."""
    return _TOKEN.findall(fold(text))


def content_words(text: str) -> list[str]:
    """The stems of a text's content words, in order, repeats kept.

    A stem is a word's first five letters, folded; stop words, numbers and words of one or two letters
    are left out. Scripts without white space between words give pairs of characters instead.
    """
    stems: list[str] = []
    for word in words(text):
        if _UNSPACED.match(word):
            stems += [word[i : i + 2] for i in range(max(1, len(word) - 1))]
        else:
            word = word.partition("'")[0]
            if len(word) > 2 and word not in STOP_WORDS and not word[0].isdigit():
                stems.append(word[:_STEM])
    return stems


def is_unspaced(char: str) -> bool:
    """Whether a character is of a script that does not put white space between words."""
    return bool(_UNSPACED.match(char))


@lru_cache(maxsize=8192)
def _values(text: str) -> frozenset[float]:
    return frozenset(number.value for number in find_numbers(text))


def numbers_agree(a: str, b: str) -> bool:
    """Whether the numbers of one text are all among the other's, scale words read ("1.2 million")."""
    one, two = _values(a), _values(b)
    return one <= two or two <= one


def is_negation(word: str) -> bool:
    """Whether a folded word negates what follows it."""
    return word in _NEGATIONS or word.endswith("n't")


def polarity_agrees(a: str, b: str) -> bool:
    """Whether both texts hold an even, or both an odd, number of negations."""
    return _negations(a) % 2 == _negations(b) % 2


def _negations(text: str) -> int:
    return sum(is_negation(word) for word in words(text))


_OPPOSITES = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        (
            "rise rises rose risen rising increase increases increased up gain gains gained grow grows grew climb climbed",
            "fall falls fell fallen falling decrease decreases decreased down lose loses lost shrink shrank drop dropped",
        ),
        ("before", "after"),
        ("more above over least minimum", "less fewer below under most maximum"),
        ("all every", "some few none"),
        ("will shall must", "may might could can should would"),
        ("win wins won", "lose loses lost"),
    )
)


def inflection(word: str, other: str) -> bool:
    """Whether two folded words look like forms of one: "attack" and "attacked"."""
    shared = 0
    for one, two in zip(word, other, strict=False):
        if one != two:
            break
        shared += 1
    return shared >= 4 and max(len(word), len(other)) - shared <= 3


def harmless(missing: Sequence[str], added: Sequence[str]) -> bool:
    """Whether leaving out `missing` words and putting in `added` ones leaves what is said unchanged.

    Not if a number changes, if a negation comes or goes, or if a word is exchanged for its opposite.
    """
    if any(is_negation(word) for word in (*missing, *added)):
        return False
    if _values(" ".join(missing)) != _values(" ".join(added)):
        return False
    return not any(_exchanged(one, other, missing, added) for one, other in _OPPOSITES)


def _exchanged(
    one: frozenset[str], other: frozenset[str], missing: Sequence[str], added: Sequence[str]
) -> bool:
    lost, gained = set(missing), set(added)
    return bool((lost & one and gained & other) or (lost & other and gained & one))
