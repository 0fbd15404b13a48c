"""Locating: where in a text a quote stands.

Three ways, each tried only where the one before found nothing: character for character; after folding
(`language.folding`); and a fuzzy search by words, whose candidates come from an index and are decided
on by guards (`grounding.alignment`). A quote with an ellipsis inside is found part by part.

A match keeps whole words and whole numbers: "250" is not in "41,250", "5 percent" not in "12.5
percent", "$2" not in "$2 billion", "they can" not in "they can't".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import Literal

from summarizer.grounding.alignment import WordIndex
from summarizer.grounding.boundaries import cuts, stops_before_not
from summarizer.language.folding import Folded, fold, fold_map
from summarizer.schema import Evidence

_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.{3,}|…)\s*\]|\(\s*(?:\.{3,}|…)\s*\)|\.{3,}|…)\s*")
_PART_GAP = 2_000
_Span = tuple[int, int]
_Place = tuple[int, int, Literal["exact", "folded", "fuzzy"]]


class Locator:
    """Finds quotes in one text. The index is built once, in time linear in the text.

    Args:
        text: what to search.
        repeats: spans that repeat an earlier passage: a place there counts only where there is no other.
    """

    def __init__(self, text: str, repeats: Sequence[_Span] = ()) -> None:
        self.text = text
        self._repeats = sorted(repeats)
        self._named: dict[str, list[_Place]] = {}

    @cached_property
    def _folded(self) -> Folded:
        return fold_map(self.text)

    @cached_property
    def _words(self) -> WordIndex:
        return WordIndex(self._folded.text)

    def find(self, quote: str, near: Sequence[_Span] = ()) -> list[Evidence]:
        """Where `quote` stands: one piece, or several for a quote with an ellipsis; [] if nowhere.

        Args:
            near: spans of other evidence of the same record. Among several places the one nearest to
                them is taken, and the first one if there is nothing to be near to.
        """
        parts = [part for part in _ELLIPSIS.split(quote) if part.strip()]
        if len(parts) > 1 and not self._as_given(quote) and (pieces := self._find_parts(parts, near)):
            return pieces
        places = self.places(quote)
        return [self._evidence(nearest(places, near))] if places else []

    def places_within(self, quote: str, start: int, end: int) -> list[_Span]:
        """Every place where `quote`, folded if need be, stands in `text[start:end]`."""
        return [(s, e) for s, e, _ in self._exact(quote, start, end) or self._in_folded(quote, start, end)]

    def given_within(self, quote: str, start: int, end: int) -> list[Evidence]:
        """Where `quote`, folded if need be, stands first in `text[start:end]`."""
        places = self._exact(quote, start, end) or self._in_folded(quote, start, end)
        return [self._evidence(places[0])] if places else []

    def within(self, quote: str, start: int, end: int) -> list[Evidence]:
        """Where `quote` stands first in `text[start:end]`; the rest of the text costs no time."""
        if found := self.given_within(quote, start, end):
            return found
        pieces = Locator(self.text[start:end]).find(quote)
        moved = ({"start": start + piece.start, "end": start + piece.end} for piece in pieces)
        return [piece.model_copy(update=place) for piece, place in zip(pieces, moved, strict=True)]

    def holds(self, quote: str) -> bool:
        """Whether the quote stands anywhere."""
        first = next(_occurrences(self.text, quote, 0, len(self.text)), None) if quote.strip() else None
        return first is not None or bool(self.find(quote))

    def mentions(self, name: str, limit: int | None = None) -> list[Evidence]:
        """The first `limit` places where a name stands, or all, repeated passages left out."""
        return [self._evidence(place) for place in self.places_of(name)[:limit]]

    def places_of(self, name: str) -> list[_Place]:
        """Every place where a name stands, repeated passages left out."""
        if name not in self._named:
            self._named[name] = self._as_given(name) if name.strip() else []
        return self._named[name]

    def first_copy(self, start: int, end: int) -> Evidence:
        """The span, or, if it lies in a passage that repeats an earlier one, the earlier place."""
        place: _Place = (start, end, "exact")
        if self._repeated(place):
            place = self.places(self.text[start:end])[0]
        return self._evidence(place)

    def places(self, quote: str) -> list[_Place]:
        """Every place where the quote stands in one piece, found in the strictest way that finds any."""
        return self._as_given(quote) or self._unrepeated(self._fuzzy(quote))

    def _as_given(self, quote: str) -> list[_Place]:
        return self._unrepeated(self._exact(quote) or self._in_folded(quote))

    def _any_spelling(self, quote: str) -> list[_Place]:
        """Every place where the quote stands as given or folded, in order."""
        exact = self._exact(quote)
        taken = {(start, end) for start, end, _ in exact}
        return sorted(self._unrepeated([*exact, *(p for p in self._in_folded(quote) if p[:2] not in taken)]))

    def _unrepeated(self, places: list[_Place]) -> list[_Place]:
        return [place for place in places if not self._repeated(place)] or places

    def _exact(self, quote: str, start: int = 0, end: int | None = None) -> list[_Place]:
        if not quote.strip():
            return []
        end = len(self.text) if end is None else end
        return [(s, e, "exact") for s, e in _occurrences(self.text, quote, start, end)]

    def _in_folded(self, quote: str, start: int = 0, end: int | None = None) -> list[_Place]:
        folded = fold(quote)
        if not folded:
            return []
        low = bisect_left(self._folded.starts, start)
        high = len(self._folded.text) if end is None else bisect_right(self._folded.ends, end)
        found = (self._folded.original(s, e) for s, e in _occurrences(self._folded.text, folded, low, high))
        return [(s, e, "folded") for s, e in found if not cuts(self.text, s, e)]

    def _fuzzy(self, quote: str) -> list[_Place]:
        found = (self._folded.original(s, e) for s, e in self._words.search(fold(quote)))
        whole = ((s, e) for s, e in found if not cuts(self.text, s, e))
        return [(s, e, "fuzzy") for s, e in whole if not stops_before_not(self.text, s, e)]

    def _repeated(self, place: _Place) -> bool:
        before = bisect_right(self._repeats, place[0], key=itemgetter(0)) - 1
        return before >= 0 and place[1] <= self._repeats[before][1]

    def _find_parts(self, parts: Sequence[str], near: Sequence[_Span]) -> list[Evidence]:
        """Parts in the order of the quote, each behind the one before and not far from it."""
        first, *following = [self._any_spelling(part) or self.places(part) for part in parts]
        chains = [chain for place in first if (chain := _chain(self.text, place, following))]
        chains = [chain for chain in chains if _leaves_out(self.text, chain)] or chains
        if not chains:
            return []
        # A beginning that stands often belongs to the end that follows soonest.
        tight = list({chain[-1][1]: chain for chain in chains}.values())
        whole: list[_Place] = [(chain[0][0], chain[-1][1], "exact") for chain in tight]
        shortest = min(end - start for start, end, _ in whole)
        best = nearest([w for w in whole if near or w[1] - w[0] == shortest], near)
        return [self._evidence(place) for place in tight[whole.index(best)]]

    def _evidence(self, place: _Place) -> Evidence:
        start, end, match = place
        return Evidence(quote=self.text[start:end], start=start, end=end, match=match)


def _chain(text: str, first: _Place, following: Sequence[Sequence[_Place]]) -> list[_Place]:
    """The places that continue one, each the nearest of its part behind the one before; [] if one lacks.

    What stands right behind the part before leaves nothing out, and counts only where nothing else follows.
    """
    chain = [first]
    for places in following:
        end = chain[-1][1]
        at = bisect_left(places, end, key=itemgetter(0))
        reached = [place for place in places[at : at + 2] if place[0] <= end + _PART_GAP]
        if not reached:
            return []
        chain.append(next((p for p in reached if _leaves_out(text, (chain[-1], p))), reached[0]))
    return chain


def _leaves_out(text: str, chain: Sequence[_Place]) -> bool:
    """Whether words stand between each place and the next."""
    gaps = (text[one[1] : other[0]] for one, other in pairwise(chain))
    return all(any(char.isalnum() for char in gap) for gap in gaps)


def locate(text: str, quotes: Sequence[str]) -> list[Evidence | None]:
    """Where the quotes stand in a text: one answer a quote, None for one that is not there.

    The quotes are taken as evidence for one thing: one that stands in several places is found where it
    lies nearest to those that stand in one place only, else where it comes first. Their order makes no
    difference. A quote with an ellipsis inside gives the passage from its first part to its last.

    Raises:
        TypeError: if `quotes` is one string: its letters would be searched one by one.
    """
    if isinstance(quotes, str):
        raise TypeError("quotes must be a list of strings, not a string")
    locator = Locator(text)
    anchors = [(p[0], p[1]) for q in quotes if len(places := locator.places(q)) == 1 for p in places]
    return [_joined(text, locator.find(quote, anchors)) for quote in quotes]


def _joined(text: str, pieces: Sequence[Evidence]) -> Evidence | None:
    if len(pieces) < 2:
        return pieces[0] if pieces else None
    ways = ("exact", "folded", "fuzzy")
    start, end = pieces[0].start, pieces[-1].end
    return Evidence(
        quote=text[start:end], start=start, end=end, match=max((p.match for p in pieces), key=ways.index)
    )


def nearest(places: Sequence[_Place], near: Sequence[_Span]) -> _Place:
    """The place with the smallest gap to any span of `near`; the first of equals."""
    return min(places, key=lambda p: min((max(s - p[1], p[0] - e, 0) for s, e in near), default=0))


def _occurrences(text: str, quote: str, low: int, high: int) -> Iterator[_Span]:
    start = text.find(quote, low, high)
    while start >= 0:
        end = start + len(quote)
        if not cuts(text, start, end):
            yield start, end
        start = text.find(quote, start + 1, high)
