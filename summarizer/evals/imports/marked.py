"""What somebody marked in a document, in whatever tool: places, their labels, and links between them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of a Label Studio task hold the text and the document's id."""

    text: str = "text"
    id: str = "id"


@dataclass(frozen=True, slots=True)
class Mention:
    """A marked place `text[start:end]`, in code points.

    Attributes:
        key: what links call it.
        labels: what the tool calls it: one label, or several.
        fields: what was written about it, by the tool's name for the field.
    """

    key: str
    labels: Sequence[str]
    start: int
    end: int
    fields: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Link:
    """A link from one mention to another; the name is empty where the tool has none."""

    name: str
    source: str
    target: str


@dataclass(slots=True)
class Marked:
    """One person's labels of a document.

    Attributes:
        left: what the reader could not take over, and how often.
    """

    id: str
    text: str
    annotator: str
    mentions: list[Mention] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)


class Utf16:
    """Turns offsets in UTF-16 code units, which Java and JavaScript count, into those in code points."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _ends(self) -> Sequence[int]:
        return list(accumulate(1 + (letter > "\uffff") for letter in self._text))

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """The span in code points; None if it lies outside the text or cuts a character in two."""
        points = self._point(start), self._point(end)
        if points[0] is None or points[1] is None or points[0] >= points[1]:
            return None
        return points[0], points[1]

    def _point(self, units: int) -> int | None:
        if units <= 0:
            return 0 if units == 0 else None
        index = bisect_left(self._ends, units)
        return index + 1 if index < len(self._ends) and self._ends[index] == units else None
