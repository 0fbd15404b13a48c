"""Fuzzy search by words: an index proposes places, a word-by-word alignment and guards decide.

The index maps each word to its positions. The words of a quote vote, rarest first, for the place that
they would put the quote's beginning at; the best places are aligned word by word. A place is accepted
if enough of the quote's words stand there, in order and with little between them, and if no difference
is one that changes what is said (`language.guards.harmless`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from summarizer.language.guards import STOP_WORDS, harmless, inflection, is_unspaced

_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W_]+(?:'[^\W_]+)?")
_COVERAGE = 0.75
_BUCKET = 3
_POSTINGS = 4_000
_CANDIDATES = 8

Span = tuple[int, int]


class WordIndex:
    """The words of a folded text, by position and by form."""

    def __init__(self, folded: str) -> None:
        self._spans = list(_tokens(folded))
        self._words = [folded[start:end] for start, end in self._spans]
        self._positions: dict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(self._words):
            self._positions[word].append(position)

    def search(self, folded_quote: str) -> list[Span]:
        """The spans of the folded text that say best what the quote says, in order; [] if none does."""
        quote = [folded_quote[start:end] for start, end in _tokens(folded_quote)]
        if len(quote) < 2:
            return []
        scores: dict[Span, float] = {}
        for origin in self._origins(quote):
            low, high = self._passage(quote, origin)
            if low < high and (score := _likeness(quote, self._words[low:high])):
                scores[self._spans[low][0], self._spans[high - 1][1]] = score
        best = max(scores.values(), default=0.0)
        return sorted(span for span, score in scores.items() if score == best)

    def _origins(self, quote: Sequence[str]) -> list[int]:
        """Positions that the quote may begin at, those with most words in their favour."""
        votes: Counter[int] = Counter()
        budget = _POSTINGS
        for offset in sorted(range(len(quote)), key=lambda i: len(self._positions.get(quote[i], ()))):
            positions = self._positions.get(quote[offset], ())
            budget -= len(positions)
            if budget < 0:
                break
            for bucket in {(position - offset) // _BUCKET for position in positions}:
                votes[bucket] += 1
        joined = {bucket: count + votes[bucket + 1] for bucket, count in list(votes.items())}
        best = sorted(joined, key=lambda bucket: (-joined[bucket], bucket))[:_CANDIDATES]
        return [bucket * _BUCKET for bucket in best]

    def _passage(self, quote: Sequence[str], origin: int) -> Span:
        """The words around `origin` that the quote covers: from its first word found to its last."""
        slack = _BUCKET + len(quote) // 4
        low = max(0, origin - slack)
        high = min(len(self._words), origin + len(quote) + 2 * slack)
        blocks = _common(quote, self._words[low:high])
        if not blocks:
            return 0, 0
        # A word that was changed at either end still belongs to the passage.
        first = low + blocks[0][1] - blocks[0][0]
        last_quote, last_window, size = blocks[-1]
        last = low + last_window + size + len(quote) - (last_quote + size)
        return max(first, 0), min(last, len(self._words))


def _common(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, int]]:
    """Runs that stand in both, in order: where in `a`, where in `b`, how many words."""
    from rapidfuzz.distance import LCSseq

    runs = [
        (op.src_start, op.dest_start, op.src_end - op.src_start)
        for op in LCSseq.opcodes(a, b)
        if op.tag == "equal"
    ]
    return runs


def _likeness(quote: Sequence[str], passage: Sequence[str]) -> float:
    """How nearly a passage is the quote, 1.0 for all its words and nothing between; 0.0 for a different thing."""
    runs = _common(quote, passage)
    shared = [i + k for i, _, size in runs for k in range(size)]
    standing = [j + k for _, j, size in runs for k in range(size)]
    missing = [word for i, word in enumerate(quote) if i not in set(shared)]
    added = [word for j, word in enumerate(passage) if j not in set(standing)]
    inflected = sum(any(inflection(word, other) for other in added) for word in missing)
    telling = sum(quote[i] not in STOP_WORDS for i in shared)
    coverage = (len(shared) + inflected) / len(quote)
    if coverage < _COVERAGE or telling < min(2, len(quote) - 1) or not harmless(missing, added):
        return 0.0
    extra = len(added) - min(len(added), len(missing))
    return coverage - 0.01 * extra if extra <= max(1, len(quote) // 5) else 0.0


def _tokens(folded: str) -> Iterator[Span]:
    """Words and numbers; single characters in scripts that do not put white space between words."""
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        if is_unspaced(folded[start]) or is_unspaced(folded[end - 1]):
            yield from ((i, i + 1) for i in range(start, end))
        else:
            yield start, end
