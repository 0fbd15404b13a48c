"""Engines: what turns a chunk of a document into draft records, and records into a headline and a gist.

An engine chooses, words and cites. It knows nothing of grounding: whatever it drafts is located,
audited and merged by others before a caller sees it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from summarizer.document import Chunk, Document
from summarizer.schema import Record, Summary, Usage


@dataclass(frozen=True, slots=True)
class Span:
    """A passage cited by its place: `text[start:end]` of the document."""

    start: int
    end: int


Citation = int | str | Span
"""A sentence's number, a quote, or a place."""

Citations = Literal["sentences", "quotes"]
"""What an engine that is asked for citations gives: numbers of sentences, or quotes."""

Mode = Literal["json_schema", "json_object", "tools"]
"""How the form of a reply is asked for."""


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A record as an engine wrote it: computed fields empty, evidence not yet looked up.

    Ids hold within the draft; so do the references to them.
    """

    section: str
    record: Record
    cites: Sequence[Citation]


@dataclass(frozen=True, slots=True)
class Composition:
    """What is written last, over the records."""

    headline: str
    gist: str
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class Draft:
    """What an engine made of one chunk, records ordered by importance within their section.

    Attributes:
        composition: headline and gist, where the engine wrote them in the same request;
            only asked for when the chunk is the whole document.
        model: the model that the endpoint says it used.
    """

    records: Sequence[DraftRecord]
    language: str
    composition: Composition | None = None
    usage: Usage = field(default_factory=Usage)
    model: str | None = None
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Brief:
    """What is asked of an engine, the same for every chunk of a document.

    Attributes:
        schema: the caller's `Summary` class.
        max_records: section to the largest number of records wanted; None for no cap.
        output_language: BCP 47 tag to write in; None for the document's own.
        deadline: when to give up, as a reading of `time.monotonic()`; None for never.
    """

    schema: type[Summary]
    max_records: Mapping[str, int | None]
    output_language: str | None = None
    deadline: float | None = None


class Engine(Protocol):
    """An engine. Its methods are coroutines, so that one pipeline serves every engine.

    Attributes:
        name: `provider/name`.
        local: the coroutines never wait for anything: they may be driven without an event loop.
        languages: the languages it reads, as primary BCP 47 subtags; None for any.
        chunk_chars: the largest chunk it takes, in characters.
    """

    @property
    def name(self) -> str: ...
    @property
    def local(self) -> bool: ...
    @property
    def languages(self) -> frozenset[str] | None: ...
    @property
    def chunk_chars(self) -> int: ...
    @property
    def prompt(self) -> tuple[str, str] | None:
        """Name with version, and sha256, of the prompt; None for an engine without one."""

    async def draft(self, chunk: Chunk, brief: Brief) -> Draft:
        """Draft the records of one chunk."""

    async def compose(
        self, document: Document, records: Mapping[str, Sequence[Record]], brief: Brief
    ) -> Composition:
        """Word a headline and a gist over a document's grounded records, by section.

        Called only when no draft brought a composition.
        """

    async def aclose(self) -> None:
        """Let go of whatever the engine holds for the running event loop."""
