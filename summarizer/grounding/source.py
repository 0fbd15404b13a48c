"""A document as grounding reads it: its sentences by place, with their words, numbers and dates."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from summarizer.document import Document, Sentence
from summarizer.grounding.locate import Locator
from summarizer.language.folding import fold
from summarizer.language.guards import content_stems
from summarizer.schema import Evidence
from summarizer.values.dates import DateExpression, find_dates
from summarizer.values.numerals import find_numbers
from summarizer.values.quantities import Quantity, find_quantities

Span = tuple[int, int]
_FORM = re.compile(r"\w+")
_INNER = re.compile(r"(?<=[\w,] )[^\W\d_]{4,}")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


@lru_cache(maxsize=4096)
def word_forms(text: str) -> frozenset[str]:
    """The folded words of a text; what stands before an apostrophe or a hyphen is a word, "G20" is one."""
    return _forms(text)


def _forms(text: str) -> frozenset[str]:
    return frozenset(_FORM.findall(fold(text)))


def measured_in(quantity: Quantity) -> str:
    """A quantity's unit or currency; "" for a bare number."""
    return quantity.unit or quantity.currency or ""


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
        self._passages = tuple(self.text[s.start : s.end] for s in self.sentences)
        self.stems = lru_cache(maxsize=None)(self._stems)
        self.numbers = lru_cache(maxsize=None)(self._numbers)
        self.quantities = lru_cache(maxsize=None)(self._quantities)
        self.dates = lru_cache(maxsize=None)(self._dates)
        self.words = lru_cache(maxsize=None)(self._words)
        self.holds = lru_cache(maxsize=None)(self.locator.holds)
        self.given_within = lru_cache(maxsize=4096)(self.locator.given_within)
        self.within = lru_cache(maxsize=4096)(self.locator.within)
        # Several checks read the same wording.
        self.numbers_in = lru_cache(maxsize=256)(find_numbers)
        self.quantities_in = lru_cache(maxsize=256)(find_quantities)
        self.dates_in = lru_cache(maxsize=256)(self._dates_in)

    def passage(self, index: int) -> str:
        """The text of the sentence at an index, from 0."""
        return self._passages[index]

    def sentences_of(self, evidence: Iterable[Evidence]) -> list[int]:
        """The indices of the sentences that evidence touches, in order."""
        return sorted({index for piece in evidence for index in self.sentences_in(piece.start, piece.end)})

    def sentences_in(self, start: int, end: int) -> Iterator[int]:
        """The indices of the sentences that a span touches, in order."""
        for index in range(max(0, bisect_right(self._starts, start) - 1), len(self.sentences)):
            if self._starts[index] >= end:
                break
            if self.sentences[index].end > start:
                yield index

    def runs(self, indices: Sequence[int]) -> list[Span]:
        """The spans of the sentences at the indices, those that follow one another joined."""
        runs: list[Span] = []
        last = None
        for index in indices:
            sentence = self.sentences[index]
            start = runs.pop()[0] if runs and index - 1 == last else sentence.start
            runs.append((start, sentence.end))
            last = index
        return runs

    def neighbourhood(self, indices: Iterable[int], distance: int = 1) -> list[int]:
        """The sentences at the indices and those up to `distance` away, in order."""
        last = len(self.sentences)
        return sorted({n for i in indices for n in range(i - distance, i + distance + 1) if 0 <= n < last})

    def _stems(self, index: int) -> frozenset[str]:
        return content_stems(self.passage(index))

    def _numbers(self, index: int) -> frozenset[float]:
        sentence = self.sentences[index]
        return frozenset(number.value for number in find_numbers(self.text, sentence.start, sentence.end))

    def _quantities(self, index: int) -> tuple[Quantity, ...]:
        sentence = self.sentences[index]
        return tuple(find_quantities(self.text, sentence.start, sentence.end))

    def _dates(self, index: int) -> tuple[str, ...]:
        found = find_dates(self.passage(index), self.document.published)
        return tuple(date.value for date in found if date.value)

    def _dates_in(self, text: str) -> list[DateExpression]:
        return find_dates(text, self.document.published)

    def _words(self, index: int) -> frozenset[str]:
        return word_forms(self.passage(index))

    def places(self, text: str, index: int) -> list[Span]:
        """Where a string stands in the sentence at an index."""
        sentence = self.sentences[index]
        return self.locator.places_within(text, sentence.start, sentence.end)

    def quoted(self, span: Span) -> bool:
        """Whether a span lies inside quotation marks that open and close within its sentence."""
        first = bisect_right(self._starts, span[0]) - 1
        sentence = self.sentences[max(0, first)]
        quotations = _QUOTED.finditer(self.text, sentence.start, sentence.end)
        return any(m.start() <= span[0] and span[1] <= m.end() for m in quotations)

    @cached_property
    def capitals_mark_names(self) -> bool:
        """Whether most words are written small, unlike German nouns or a text all in capitals."""
        inner: list[str] = _INNER.findall(self.text)
        capitals = [word for word in inner if word[:1].isupper()]
        return 3 * len(capitals) < len(inner)

    @cached_property
    def all_words(self) -> frozenset[str]:
        return _forms(self.text)

    @cached_property
    def all_stems(self) -> frozenset[str]:
        return frozenset().union(*(self.stems(i) for i in range(len(self.sentences))))

    @cached_property
    def all_numbers(self) -> frozenset[float]:
        return frozenset().union(*(self.numbers(i) for i in range(len(self.sentences))))

    @cached_property
    def all_dates(self) -> frozenset[str]:
        return frozenset(date for i in range(len(self.sentences)) for date in self.dates(i))


@lru_cache(maxsize=2)
def source_of(document: Document) -> Source:
    """A document as grounding reads it; what was read of the last ones is kept for headline and gist."""
    return Source(document)
