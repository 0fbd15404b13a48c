"""What becomes of each document of a corpus, and what all of them cost together."""

from __future__ import annotations

import traceback
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Self

from summarizer.document import Document
from summarizer.errors import SummarizerError
from summarizer.schema import S, Usage


class Waiting(SummarizerError):
    """The document's answers are not there yet; it is neither done nor failed."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands in a corpus for a document that could not be read; its outcome is `error`."""

    id: str | None
    error: SummarizerError


Source = str | Document | Unreadable
"""What a corpus is made of."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[S]):
    """What became of one document: a summary or an error, never both and never neither.

    Attributes:
        index: the document's place in the input, from 0.
        document_id: the caller's name for the document.
        usage: what the document cost, also where it failed.
    """

    index: int
    document_id: str | None
    summary: S | None = None
    error: SummarizerError | None = None
    usage: Usage = field(default_factory=Usage)

    @property
    def ok(self) -> bool:
        """Whether there is a summary."""
        return self.error is None


def succeeded(index: int, summary: S) -> Outcome[S]:
    return Outcome(index, summary.document.id, summary=summary, usage=summary.run.usage)


def failed(index: int, document_id: str | None, error: Exception) -> Outcome[Any]:
    """The outcome of a document that an exception ended, also one that nobody foresaw."""
    known = error if isinstance(error, SummarizerError) else _unforeseen(error)
    return Outcome(index, document_id, error=known, usage=known.usage)


def _unforeseen(error: Exception) -> SummarizerError:
    # The exception's own words may hold document text, so only its kind and place are told.
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    wrapped = SummarizerError(f"internal error ({type(error).__name__}{place}). This is a defect.")
    wrapped.__cause__ = error
    return wrapped


def document_id(source: Source) -> str | None:
    return source.id if isinstance(source, Document | Unreadable) else None


def told(error: SummarizerError) -> dict[str, str]:
    """An error as data."""
    return {"type": type(error).__name__, "message": error.message}


@dataclass(slots=True)
class Tally:
    """How many documents came out well and how many did not, and what they all cost."""

    succeeded: int = 0
    failed: int = 0
    usage: Usage = field(default_factory=Usage)

    def add(self, outcome: Outcome[Any]) -> None:
        if outcome.ok:
            self.succeeded += 1
        else:
            self.failed += 1
        self.usage += outcome.usage


class Outcomes(Iterator[Outcome[S]]):
    """The outcomes of a corpus, as they are asked for; `tally` counts those that were handed out.

    Leaving it early, by `close` or at the end of a `with` block, stops what is still in flight.
    """

    def __init__(self, outcomes: Generator[Outcome[S], None, None]) -> None:
        self._outcomes = outcomes
        self.tally = Tally()

    def __next__(self) -> Outcome[S]:
        outcome = next(self._outcomes)
        self.tally.add(outcome)
        return outcome

    def close(self) -> None:
        self._outcomes.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


class AsyncOutcomes(AsyncIterator[Outcome[S]]):
    """`Outcomes` for a running event loop."""

    def __init__(self, outcomes: AsyncGenerator[Outcome[S], None]) -> None:
        self._outcomes = outcomes
        self.tally = Tally()

    async def __anext__(self) -> Outcome[S]:
        outcome = await anext(self._outcomes)
        self.tally.add(outcome)
        return outcome

    async def aclose(self) -> None:
        await self._outcomes.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.aclose()
