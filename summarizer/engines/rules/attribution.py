"""Attributions, as claims are found: source, cue and content by their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from summarizer.engines.rules.entities import Entity

Quotation = Literal["direct", "indirect", "mixed"]

Span = tuple[int, int]


@dataclass(slots=True)
class Attribution:
    """A claim as found.

    Attributes:
        cue: its place, if it has one.
        content: the places of what is claimed, in order.
        extent: from the first to the last of source, cue and content.
        clause: its content is a clause or a quotation rather than an object or an infinitive.
    """

    reading: int
    source: Entity | None
    cue: Span | None
    content: list[Span]
    extent: Span
    quotation: Quotation
    wording: str = ""
    cue_text: str | None = None
    clause: bool = True
