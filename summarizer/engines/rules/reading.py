"""A document read for the rules: every sentence as tokens, with what stands between quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from summarizer.document import Document, Sentence

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W_]+(?:[-&][^\W_]+|['’](?!s\b)(?!t\b)[^\W_]+)*"
    r"|n['’]t\b|['’]s\b|['’]t\b|\S"
)
_OPENING = "“«„"
_CLOSING = "”»"


class Token(NamedTuple):
    """A word, number or mark `text[start:end]` of the document."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def word(self) -> bool:
        return self.text[0].isalnum()


@dataclass(slots=True)
class Reading:
    """A sentence as read.

    Attributes:
        quotes: what stands between quotation marks in it, marks included, as spans of the document.
        heading: a headline, caption, byline or table row rather than a sentence.
    """

    sentence: Sentence
    tokens: list[Token]
    quotes: list[tuple[int, int]] = field(default_factory=list)
    heading: bool = False

    @property
    def start(self) -> int:
        return self.sentence.start

    @property
    def end(self) -> int:
        return self.sentence.end

    def quoted(self, place: int) -> bool:
        """Whether a place of the document is between quotation marks."""
        return any(start <= place < end for start, end in self.quotes)

    def token_at(self, place: int) -> int:
        """The index of the token that covers a place, or of the last one before it."""
        return max(0, bisect_right(self.tokens, place, key=lambda token: token.start) - 1)


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`. A possessive "'s" is a token of its own."""
    return [Token(m.start(), m.end(), t := m.group(), t.lower()) for m in _TOKEN.finditer(text, start, end)]


def read(document: Document, sentences: Sequence[Sentence]) -> list[Reading]:
    """Read sentences in order; a quotation may run over several sentences of a paragraph."""
    readings: list[Reading] = []
    open_quote = False
    for sentence in sentences:
        previous = readings[-1] if readings else None
        if previous and previous.sentence.paragraph != sentence.paragraph:
            open_quote = False
        found = Reading(sentence, tokens(document.text, sentence.start, sentence.end))
        open_quote = _mark_quotes(document.text, found, open_quote)
        found.heading = _is_heading(found)
        readings.append(found)
    return readings


def _mark_quotes(text: str, reading: Reading, is_open: bool) -> bool:
    """Fill in `quotes`; returns whether a quotation is still open at the sentence's end."""
    start = reading.start if is_open else -1
    for i in range(reading.start, reading.end):
        mark = text[i]
        if mark not in '"“”«»„':
            continue
        if mark in _OPENING or (mark == '"' and start < 0):
            start = i if start < 0 else start
        elif start >= 0 and (mark in _CLOSING or mark == '"'):
            reading.quotes.append((start, i + 1))
            start = -1
    if start >= 0:
        reading.quotes.append((start, reading.end))
    return start >= 0


def _is_heading(reading: Reading) -> bool:
    """A line without a closing mark, or nearly all of it in capitals or title case."""
    last = reading.tokens[-1].text if reading.tokens else ""
    return last not in {".", "!", "?", "”", '"', "’", "'", "…", ":", ")", "»", ";", ","}
