"""Drafting with the rules engine, without a pipeline: its coroutines never wait."""

from __future__ import annotations

import datetime
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from summarizer.document import Document
from summarizer.engines import Brief, DraftRecord
from summarizer.engines.rules import RulesEngine
from summarizer.schema import Actor, Claim, Event, Figure, Summary

T = TypeVar("T")


def finished(coroutine: Coroutine[Any, Any, T]) -> T:
    """What a coroutine returns that never waits; it fails if it does."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        result: T = stop.value
        return result
    raise AssertionError("the coroutine waited")


@dataclass(frozen=True)
class Drafted:
    """A text's draft records by section."""

    records: list[DraftRecord]

    @property
    def actors(self) -> list[Actor]:
        return [d.record for d in self.records if isinstance(d.record, Actor)]

    @property
    def events(self) -> list[Event]:
        return [d.record for d in self.records if isinstance(d.record, Event)]

    @property
    def claims(self) -> list[Claim]:
        return [d.record for d in self.records if isinstance(d.record, Claim)]

    @property
    def figures(self) -> list[Figure]:
        return [d.record for d in self.records if isinstance(d.record, Figure)]

    def actor(self, name: str) -> Actor:
        return next(a for a in self.actors if name in (a.name, *a.aliases))

    def event(self, words: str) -> Event:
        return next(e for e in self.events if words in e.description)

    def claim(self, words: str) -> Claim:
        return next(c for c in self.claims if words in c.content)

    def source(self, words: str) -> str | None:
        """The name of who makes the claim that holds these words."""
        ref = self.claim(words).source_id
        return next(a.name for a in self.actors if a.id == ref) if ref else None

    def names(self, ids: list[str]) -> list[str]:
        return [next(a.name for a in self.actors if a.id == ref) for ref in ids]


def draft(text: str, published: str | None = None, caps: Mapping[str, int | None] | None = None) -> Drafted:
    day = datetime.date.fromisoformat(published) if published else None
    document = Document(text, published=day)
    engine = RulesEngine()
    records: list[DraftRecord] = []
    for chunk in document.chunks(engine.chunk_chars):
        records += finished(engine.draft(chunk, Brief(Summary, caps or {}))).records
    return Drafted(records)
