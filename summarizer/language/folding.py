"""Folding: what two spellings of the same words have in common, with a way back to the original.

Folding drops what editors, crawlers and keyboards change without changing what is said: case, runs
of white space, the shape of quotation marks and dashes, compatibility forms (NFKC), soft hyphens and
zero-width characters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

_SAME = {
    **dict.fromkeys("‘’‚‛′´`", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_DROPPED = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
# Where no character joins the one before it, whole strings fold alike, and many times faster.
_PLAIN = str.maketrans({**_SAME, **dict.fromkeys(_DROPPED, "")})
# What folds letter by letter, with the single spaces between; what follows may join its last letter.
_LETTERS = re.compile(r"[!-_a-~]+(?: [!-_a-~]+)*(?![\u0300-\u200f\u2028-\U0010ffff])")
_SIMPLE = re.compile("[\x00-\u02ff\u20a0-\u20bf]*")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text with, for every folded character, the place it came from.

    Attributes:
        text: the folded text.
        starts: for each folded character, where its source begins in the original.
        ends: for each folded character, where its source ends (half-open).
    """

    text: str
    starts: list[int]
    ends: list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original span behind `text[start:end]`, which must not be empty."""
        return self.starts[start], self.ends[end - 1]


def _joins(char: str) -> bool:
    """Whether a character may be one with the one before it: marks, vowels and finals of Hangul syllables."""
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"


def _fold_cluster(cluster: str) -> str:
    same = _SAME.get(cluster)
    if same is not None:
        return same
    # NFKC makes of a lone accent a space that carries it, and of some ligatures a whole phrase.
    form: Literal["NFC", "NFKC"] = "NFC" if " " in unicodedata.normalize("NFKC", cluster) else "NFKC"
    folded = unicodedata.normalize(form, unicodedata.normalize(form, cluster).casefold())
    return "".join(_SAME.get(c, c) for c in folded)


def fold_map(text: str) -> Folded:
    """Fold `text`, keeping the way back. Linear in its length."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    i, n = 0, len(text)
    blank = True  # leading white space goes
    while i < n:
        if run := _LETTERS.match(text, i):
            j = run.end()
            out.append(run[0].lower())
            starts.extend(range(i, j))
            ends.extend(range(i + 1, j + 1))
            blank = False
            i = j
            continue
        char = text[i]
        j = i + 1
        if char in _DROPPED:
            i = j
            continue
        if char.isspace():
            while j < n and (text[j].isspace() or text[j] in _DROPPED):
                j += 1
            if not blank:
                out.append(" ")
                starts.append(i)
                ends.append(j)
                blank = True
            i = j
            continue
        while j < n and text[j] > "\u02ff" and _joins(text[j]):
            j += 1
        folded = _fold_cluster(text[i:j])
        out.append(folded)
        starts.extend([i] * len(folded))
        ends.extend([j] * len(folded))
        blank = False
        i = j
    if out and blank:
        out.pop(), starts.pop(), ends.pop()
    return Folded("".join(out), starts, ends)


def fold(text: str) -> str:
    """The folded form of `text`, without the way back."""
    if text.isascii():
        return " ".join(text.lower().split()).replace("`", "'")
    plain = " ".join(text.translate(_PLAIN).split())
    if _SIMPLE.fullmatch(plain) and unicodedata.is_normalized("NFKC", plain):
        folded = plain.casefold()
        if unicodedata.is_normalized("NFKC", folded):
            return folded
    return fold_map(text).text
