"""Fuzzy search by words: an index proposes places, a word-by-word comparison and guards decide.

The index maps each word to its positions. The words of a quote vote, rarest first, for the place that
they would put the quote's beginning at. From the longest run of equal words there, the comparison goes
both ways and steps over what differs (seed and extend, as in sequence alignment). A place is accepted
if enough of the quote stands there, in order and with little between, and if no difference is one that
changes what is said (`harmless`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from summarizer.language.contrast import direction_agrees, modality_agrees
from summarizer.language.guards import is_negation, is_unspaced, numbers_in
from summarizer.language.lexicon import STOP_WORDS

_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W_]+(?:'[^\W_]+)?")
_COVERAGE = 0.75
_POSTINGS = 4_000
_CANDIDATES = 12
_STEP = 4
_MODALS = frozenset(("will", "would", "shall", "should", "may", "might", "can", "could", "must"))

Span = tuple[int, int]


@dataclass(slots=True)
class _Comparison:
    """What a quote and the passage `first` to `last` have in common, and what only one of them has."""

    first: int = 0
    last: int = 0
    shared: list[str] = field(default_factory=list)
    inflected: int = 0
    missing: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)

    def differ(self, missing: Sequence[str], added: Sequence[str]) -> None:
        """Take note of words that stand in each other's place."""
        if len(missing) == len(added) == 1 and inflection(missing[0], added[0]):
            self.inflected += 1
        self.missing += missing
        self.added += added

    def likeness(self) -> float:
        """1.0 for all of the quote and nothing else, 0.0 for a different thing."""
        size = len(self.shared) + len(self.missing)
        coverage = (len(self.shared) + self.inflected) / size
        extra = max(0, len(self.added) - len(self.missing))
        telling = sum(word not in STOP_WORDS for word in self.shared)
        # Three words of grammar stand together anywhere; five in a row hardly do.
        too_common = telling < min(2, size - 1) and len(self.shared) < 5
        if coverage < _COVERAGE or extra > max(1, size // 5) or too_common:
            return 0.0
        return coverage - 0.01 * extra if harmless(self.missing, self.added) else 0.0


class WordIndex:
    """The words of a folded text, by position and by form."""

    def __init__(self, folded: str) -> None:
        self._text = folded
        self._spans = list(_tokens(folded))
        self._words = [folded[start:end] for start, end in self._spans]
        self._positions: dict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(self._words):
            self._positions[word].append(position)

    def search(self, folded_quote: str) -> list[Span]:
        """The spans of the folded text that say best what the quote says, in order; [] if none does."""
        spans = list(_tokens(folded_quote))
        quote = [folded_quote[start:end] for start, end in spans]
        if len(quote) < 2:
            return []
        scores: dict[Span, float] = {}
        for origin in self._origins(quote):
            compared = self._compare(quote, origin)
            if score := compared.likeness():
                scores[compared.first, compared.last] = max(
                    score, scores.get((compared.first, compared.last), 0)
                )
        best = max(scores.values(), default=0.0)
        outer = folded_quote[: spans[0][0]], folded_quote[spans[-1][1] :]
        return sorted(self._span(first, last, *outer) for (first, last), s in scores.items() if s == best)

    def _origins(self, quote: Sequence[str]) -> list[int]:
        """Positions that the quote may begin at, those with most words in their favour."""
        votes: Counter[int] = Counter()
        budget = _POSTINGS
        for offset in sorted(range(len(quote)), key=lambda i: len(self._positions.get(quote[i], ()))):
            positions = self._positions.get(quote[offset], ())
            budget -= len(positions)
            if budget < 0:
                break
            votes.update(position - offset for position in positions)
        return [origin for origin, _ in votes.most_common(_CANDIDATES)]

    def _compare(self, quote: Sequence[str], origin: int) -> _Comparison:
        """Compare the quote with the words around the longest equal run that begins it at `origin`."""
        start, end = self._seed(quote, origin)
        compared = _Comparison(shared=list(quote[start:end]))
        before = self._words[max(0, origin + start - 2 * len(quote)) : origin + start]
        behind = self._words[origin + end : origin + end + 2 * len(quote)]
        back = _extend(quote[:start][::-1], before[::-1], compared)
        forth = _extend(quote[end:], behind, compared)
        compared.first, compared.last = origin + start - back, origin + end + forth - 1
        return compared

    def _seed(self, quote: Sequence[str], origin: int) -> Span:
        best = run = 0, 0
        for i, word in enumerate(quote):
            inside = 0 <= origin + i < len(self._words) and self._words[origin + i] == word
            run = (run[0], i + 1) if inside else (i + 1, i + 1)
            best = max(best, run, key=lambda span: span[1] - span[0])
        return best

    def _span(self, first: int, last: int, before: str, behind: str) -> Span:
        """From word to word, with the quote's own outer marks ("$", a full stop) where they stand there."""
        start, end = self._spans[first][0], self._spans[last][1]
        while before and self._text[:start].endswith(before[-1]):
            start, before = start - 1, before[:-1]
        while behind and self._text.startswith(behind[0], end):
            end, behind = end + 1, behind[1:]
        return start, end


def _extend(quote: Sequence[str], words: Sequence[str], compared: _Comparison) -> int:
    """Compare onward from a common place; how many of `words` belong to the passage.

    At a difference, the nearest place is taken where both go on with a common word; if there is none,
    what is left of the quote is missing, a changed last word with what stands in its place.
    """
    i = j = 0
    while i < len(quote):
        if j < len(words) and quote[i] == words[j]:
            compared.shared.append(quote[i])
            i, j = i + 1, j + 1
            continue
        skip = next((s for s in _SKIPS if _resumes(quote, words, i + s[0], j + s[1])), None)
        if skip is None:
            rest = quote[i:]
            taken = 1 if len(rest) == 1 and j < len(words) else 0
            compared.differ(rest, words[j : j + taken])
            return j + taken
        compared.differ(quote[i : i + skip[0]], words[j : j + skip[1]])
        i, j = i + skip[0], j + skip[1]
    return j


_SKIPS = sorted(
    ((a, b) for a in range(_STEP + 1) for b in range(_STEP + 1) if a + b),
    key=lambda skip: (max(skip), abs(skip[0] - skip[1])),
)


def _resumes(quote: Sequence[str], words: Sequence[str], i: int, j: int) -> bool:
    return i < len(quote) and j < len(words) and quote[i] == words[j]


def inflection(word: str, other: str) -> bool:
    """Whether two folded words look like forms of one: "attack" and "attacked"."""
    pairs = zip(word, other, strict=False)
    shared = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(word), len(other)))
    longest = max(len(word), len(other))
    return shared >= 3 and longest - shared <= 3 and shared * 2 > longest


def harmless(missing: Sequence[str], added: Sequence[str]) -> bool:
    """Whether leaving out `missing` words and putting in `added` ones leaves what is said unchanged.

    Not if a number changes, a negation comes or goes, or a word moves to another place; nor if one is
    exchanged for its opposite, or a modal verb for one of another strength. All words folded.
    """
    if any(is_negation(word) for word in (*missing, *added)) or set(missing) & set(added):
        return False
    lost, gained = " ".join(missing), " ".join(added)
    exchanged = bool(_MODALS & set(missing) and _MODALS & set(added))
    return (
        numbers_in(lost) == numbers_in(gained)
        and _numbered(missing) == _numbered(added)
        and direction_agrees(lost, gained)
        and (not exchanged or modality_agrees(lost, gained))
    )


def _numbered(words: Sequence[str]) -> set[str]:
    """Words whose digits are no plain number: "G7", "0700", "10,13,24"."""
    return {word for word in words if any(c.isdigit() for c in word) and not _is_number(word)}


def _is_number(word: str) -> bool:
    return word[0] in "123456789" and bool(numbers_in(word))


def _tokens(folded: str) -> Iterator[Span]:
    """Words and numbers; single characters in scripts that do not put white space between words."""
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        if is_unspaced(folded[start]) or is_unspaced(folded[end - 1]):
            yield from ((i, i + 1) for i in range(start, end))
        else:
            yield start, end
