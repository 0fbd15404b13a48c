"""The document's text cut into passages by the evidence that covers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.document import Document, Paragraph
from summarizer.schema import Summary


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the text that the same records rest on.

    Attributes:
        text: its characters.
        records: ids of the records, the one with the shortest evidence first; empty for plain text.
        anchors: ids of evidence that begins here, `record.number`.
    """

    text: str
    records: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    """A paragraph's passages; `repeat` if it says again what an earlier one said."""

    passages: Sequence[Passage]
    repeat: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    record: str
    anchor: str | None


def marked_paragraphs(summary: Summary, text: str) -> Iterator[MarkedParagraph]:
    """The paragraphs of `text` with their evidence marked, in time linear in text and evidence.

    A paragraph that repeats an earlier one word for word shows the earlier one's marks again.
    """
    paragraphs = Document(text).paragraphs
    marks = _by_paragraph(paragraphs, _marks(summary))
    for index, paragraph in enumerate(paragraphs):
        own = marks[index]
        if paragraph.repeats is not None:
            own = own + _moved(text, paragraphs[paragraph.repeats], paragraph, marks[paragraph.repeats])
        yield MarkedParagraph(list(_passages(text, paragraph, own)), paragraph.repeats is not None)


def _marks(summary: Summary) -> list[_Mark]:
    marks = [
        _Mark(evidence.start, evidence.end, record.id, f"{record.id}.{number}")
        for _, record in summary.records()
        for number, evidence in enumerate(record.evidence)
    ]
    return sorted(marks, key=lambda mark: mark.start)


def _by_paragraph(paragraphs: Sequence[Paragraph], marks: Sequence[_Mark]) -> dict[int, list[_Mark]]:
    """Each paragraph's marks, those that reach over its end cut there; both sides are in order."""
    found: dict[int, list[_Mark]] = defaultdict(list)
    index = 0
    for mark in marks:
        while index < len(paragraphs) - 1 and paragraphs[index].end <= mark.start:
            index += 1
        at = index
        while at < len(paragraphs) and paragraphs[at].start < mark.end:
            anchor = mark.anchor if at == index else None
            start, end = max(mark.start, paragraphs[at].start), min(mark.end, paragraphs[at].end)
            if start < end:
                found[at].append(_Mark(start, end, mark.record, anchor))
            at += 1
    return found


def _moved(text: str, first: Paragraph, again: Paragraph, marks: Sequence[_Mark]) -> list[_Mark]:
    if text[first.start : first.end] != text[again.start : again.end]:
        return []
    by = again.start - first.start
    return [_Mark(mark.start + by, mark.end + by, mark.record, None) for mark in marks]


def _passages(text: str, paragraph: Paragraph, marks: Sequence[_Mark]) -> Iterator[Passage]:
    edges = {paragraph.start, paragraph.end}
    opening: dict[int, list[_Mark]] = defaultdict(list)
    for mark in marks:
        edges |= {mark.start, mark.end}
        opening[mark.start].append(mark)
    borders = sorted(edges)
    open_marks: list[_Mark] = []
    for start, end in pairwise(borders):
        open_marks = [mark for mark in open_marks if mark.end > start] + opening[start]
        covering = sorted(open_marks, key=lambda mark: mark.end - mark.start)
        anchors = tuple(mark.anchor for mark in opening[start] if mark.anchor)
        yield Passage(text[start:end], tuple(dict.fromkeys(mark.record for mark in covering)), anchors)
