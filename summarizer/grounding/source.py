"""A document as grounding reads it: its sentences by place, with their words, numbers and dates."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from summarizer.document import Document, Sentence
from summarizer.grounding.locate import Locator
from summarizer.language.guards import content_words
from summarizer.schema import Evidence
from summarizer.values.dates import find_dates
from summarizer.values.numerals import find_numbers

Span = tuple[int, int]


class Source:
    """One document with everything about it that several records ask for, worked out once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.sentences: Sequence[Sentence] = document.sentences
        self._starts = [s.start for s in self.sentences]
        self.locator = Locator(
            document.text, [(p.start, p.end) for p in document.paragraphs if p.repeats is not None]
        )
        self.stems = lru_cache(maxsize=None)(self._stems)
        self.numbers = lru_cache(maxsize=None)(self._numbers)
        self.dates = lru_cache(maxsize=None)(self._dates)

    def passage(self, index: int) -> str:
        """The text of the sentence at an index, from 0."""
        sentence = self.sentences[index]
        return self.text[sentence.start : sentence.end]

    def sentences_of(self, evidence: Iterable[Evidence]) -> list[int]:
        """The indices of the sentences that evidence touches, in order."""
        found: set[int] = set()
        for piece in evidence:
            first = max(0, bisect_right(self._starts, piece.start) - 1)
            for index in range(first, len(self.sentences)):
                if self.sentences[index].start >= piece.end:
                    break
                if self.sentences[index].end > piece.start:
                    found.add(index)
        return sorted(found)

    def neighbourhood(self, indices: Iterable[int], distance: int = 1) -> list[int]:
        """The sentences at the indices and those up to `distance` away, in order."""
        last = len(self.sentences)
        return sorted({n for i in indices for n in range(i - distance, i + distance + 1) if 0 <= n < last})

    def _stems(self, index: int) -> frozenset[str]:
        return frozenset(content_words(self.passage(index)))

    def _numbers(self, index: int) -> frozenset[float]:
        return frozenset(number.value for number in find_numbers(self.passage(index)))

    def _dates(self, index: int) -> tuple[str, ...]:
        found = find_dates(self.passage(index), self.document.published)
        return tuple(date.value for date in found if date.value)

    @cached_property
    def all_stems(self) -> frozenset[str]:
        return frozenset().union(*(self.stems(i) for i in range(len(self.sentences))))

    @cached_property
    def all_numbers(self) -> frozenset[float]:
        return frozenset().union(*(self.numbers(i) for i in range(len(self.sentences))))

    @cached_property
    def all_dates(self) -> frozenset[str]:
        return frozenset(date for i in range(len(self.sentences)) for date in self.dates(i))
