"""The order in which documents go in and their outcomes come out, the same for every way to run them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from summarizer.corpus.outcomes import Outcome, Source


class Input(Iterator[tuple[int, Source]]):
    """The sources with their indexes. Where the caller's iterable raises, the input ends.

    `reraise` raises that exception, once the documents before it are done.
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources: Iterator[tuple[int, Source]] = enumerate(sources)
        self._error: Exception | None = None

    def __next__(self) -> tuple[int, Source]:
        try:
            return next(self._sources)
        except StopIteration:
            raise
        except Exception as error:
            self._error = error
            self._sources = iter(())
            raise StopIteration from None

    def reraise(self) -> None:
        if self._error is not None:
            raise self._error


class HandOut:
    """Hands outcomes out as they come, or by their index; then those that come early are kept.

    Attributes:
        ahead: how many may be kept before no further document should be begun.
    """

    def __init__(self, ordered: bool, ahead: int) -> None:
        self._ordered = ordered
        self._early: dict[int, Outcome[Any]] = {}
        self._next = 0
        self.ahead = ahead

    @property
    def full(self) -> bool:
        return len(self._early) >= self.ahead

    def take(self, outcome: Outcome[Any]) -> Iterator[Outcome[Any]]:
        """The outcomes whose turn it is, now that this one is there."""
        if not self._ordered:
            yield outcome
            return
        self._early[outcome.index] = outcome
        while self._next in self._early:
            ready = self._early.pop(self._next)
            self._next += 1
            yield ready
