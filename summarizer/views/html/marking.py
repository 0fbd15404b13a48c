"""A text cut into passages by the marks that cover them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from summarizer.document import Document, Paragraph


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text, and what rests on it.

    Attributes:
        start, end: code points, half-open.
        key: id of what rests on it.
        anchor: id of the place, for links to it; None for no link.
    """

    start: int
    end: int
    key: str
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the text that the same things rest on.

    Attributes:
        text: its characters.
        keys: of the marks, the shortest mark's first; empty for plain text.
        anchors: of the marks that begin here.
    """

    text: str
    keys: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    """A paragraph's passages; `repeat` if it says again what an earlier one said."""

    passages: Sequence[Passage]
    repeat: bool


def marked_paragraphs(text: str, marks: Iterable[Mark]) -> Iterator[MarkedParagraph]:
    """The paragraphs of `text`, cut where marks begin and end, in time linear in text and marks.

    A paragraph that repeats an earlier one word for word shows the earlier one's marks again.
    """
    paragraphs = Document(text).paragraphs
    found = _by_paragraph(paragraphs, sorted(marks, key=lambda mark: mark.start))
    for index, paragraph in enumerate(paragraphs):
        own = found[index]
        if paragraph.repeats is not None:
            own = own + _moved(text, paragraphs[paragraph.repeats], paragraph, found[paragraph.repeats])
        yield MarkedParagraph(list(_passages(text, paragraph, own)), paragraph.repeats is not None)


def _by_paragraph(paragraphs: Sequence[Paragraph], marks: Sequence[Mark]) -> dict[int, list[Mark]]:
    """Each paragraph's marks, those that reach over its end cut there; both sides are in order."""
    found: dict[int, list[Mark]] = defaultdict(list)
    index = 0
    for mark in marks:
        while index < len(paragraphs) - 1 and paragraphs[index].end <= mark.start:
            index += 1
        at = index
        while at < len(paragraphs) and paragraphs[at].start < mark.end:
            anchor = mark.anchor if at == index else None
            start, end = max(mark.start, paragraphs[at].start), min(mark.end, paragraphs[at].end)
            if start < end:
                found[at].append(Mark(start, end, mark.key, anchor))
            at += 1
    return found


def _moved(text: str, first: Paragraph, again: Paragraph, marks: Sequence[Mark]) -> list[Mark]:
    if text[first.start : first.end] != text[again.start : again.end]:
        return []
    by = again.start - first.start
    return [replace(mark, start=mark.start + by, end=mark.end + by, anchor=None) for mark in marks]


def _passages(text: str, paragraph: Paragraph, marks: Sequence[Mark]) -> Iterator[Passage]:
    edges = {paragraph.start, paragraph.end}
    opening: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        edges |= {mark.start, mark.end}
        opening[mark.start].append(mark)
    borders = sorted(edges)
    open_marks: list[Mark] = []
    for start, end in pairwise(borders):
        open_marks = [mark for mark in open_marks if mark.end > start] + opening[start]
        covering = sorted(open_marks, key=lambda mark: mark.end - mark.start)
        anchors = tuple(mark.anchor for mark in opening[start] if mark.anchor)
        yield Passage(text[start:end], tuple(dict.fromkeys(mark.key for mark in covering)), anchors)
