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
    r"|''|n['’]t\b|['’]s\b|['’]t\b|\S"
)


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
        inside: for each token, whether it is between quotation marks.
        subjects: the subjects of verbs that were asked for, kept by `grammar.subject`.
        verbs: for each token, whether it is a finite verb or part of one; filled in by `grammar.tag`.
        capitals: most of its words are capitalised, so that capitals tell nothing.
        dateline: how many tokens a dateline takes ("GENEVA, Nov. 3 (AP) — ").
    """

    sentence: Sentence
    tokens: list[Token]
    quotes: list[tuple[int, int]] = field(default_factory=list)
    heading: bool = False
    inside: list[bool] = field(default_factory=list)
    verbs: list[bool] = field(default_factory=list)
    subjects: dict[int, tuple[int, int] | None] = field(default_factory=dict)
    capitals: bool = False
    dateline: int = 0

    @property
    def start(self) -> int:
        return self.sentence.start

    @property
    def body(self) -> int:
        """Where the sentence begins behind its dateline."""
        return self.tokens[self.dateline].start if self.dateline < len(self.tokens) else self.start

    @property
    def end(self) -> int:
        return self.sentence.end

    @property
    def overlong(self) -> bool:
        """Whether it is no sentence of running text: a list or noise, in which clauses are not looked for."""
        return len(self.tokens) > 300

    def quoted(self, i: int) -> bool:
        """Whether token `i` is between quotation marks."""
        return self.inside[i]

    def token_at(self, place: int) -> int:
        """The index of the token that covers a place, or of the last one before it."""
        return max(0, bisect_right(self.tokens, place, key=lambda token: token.start) - 1)

    def covered(self, start: int, end: int) -> range:
        """The indices of the tokens of a span of the document."""
        return range(self.token_at(start), self.token_at(end - 1) + 1)


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`. A possessive "'s" is a token of its own."""
    return [Token(m.start(), m.end(), t := m.group(), t.lower()) for m in _TOKEN.finditer(text, start, end)]


def read(document: Document, sentences: Sequence[Sentence]) -> list[Reading]:
    """Read sentences in order; a quotation may run over several sentences of a paragraph."""
    readings: list[Reading] = []
    opened = ""
    for sentence in sentences:
        previous = readings[-1] if readings else None
        if previous and previous.sentence.paragraph != sentence.paragraph:
            opened = ""
        found = Reading(sentence, tokens(document.text, sentence.start, sentence.end))
        opened = _mark_quotes(document.text, found, opened)
        found.inside = _inside(found)
        found.heading = _is_heading(found)
        found.capitals = sum(t.capital for t in found.tokens) * 2 > sum(
            t.text[0].isalpha() for t in found.tokens
        )
        found.dateline = _dateline(found)
        readings.append(found)
    return readings


_MARK = re.compile(r"[\"“”«»„]|''|``|(?:(?<=[\s(—–])|^)[‘'](?=\w)|(?<=[.,!?…])[’'](?=[\s)—–]|$)")
_OPENING = frozenset(("“", "«", "„", "``", "‘"))
_CLOSING = frozenset(("”", "»", "’"))


def _mark_quotes(text: str, reading: Reading, opened: str) -> str:
    """Fill in `quotes`; returns the mark of the quotation that is still open at the sentence's end."""
    start = reading.start
    last_closing = _last_closing(text, reading.start, reading.end)
    for match in _MARK.finditer(text, reading.start, reading.end):
        mark = match.group()
        single = mark in "‘’'"
        if not opened:
            if mark in _CLOSING or (single and match.end() > last_closing):
                continue
            opened, start = mark, match.start()
        elif (opened in "‘'") == single and mark not in _OPENING:
            reading.quotes.append((start, match.end()))
            opened = ""
    if opened:
        reading.quotes.append((start, reading.end))
    return opened


_CLOSED = re.compile(r"[.,!?…][’'](?=\s|$)")


def _last_closing(text: str, start: int, end: int) -> int:
    """Where the last single quotation mark stands that closes behind punctuation, as speech does; else -1."""
    return max((match.start() for match in _CLOSED.finditer(text, start, end)), default=-1)


def _inside(reading: Reading) -> list[bool]:
    flags = [False] * len(reading.tokens)
    for start, end in reading.quotes:
        first = reading.token_at(start)
        for i in range(first, len(flags)):
            if reading.tokens[i].start >= end:
                break
            flags[i] = reading.tokens[i].start >= start
    return flags


def _is_heading(reading: Reading) -> bool:
    """A line without a closing mark, or nearly all of it in capitals or title case."""
    last = reading.tokens[-1].text if reading.tokens else ""
    return last not in {".", "!", "?", "”", '"', "’", "'", "…", ":", ")", "»", ";", ","}


def _dateline(reading: Reading) -> int:
    """Tokens of a dateline: place, day and agency before a dash ("GENEVA, 3 Nov (AP) -- [Text] ...")."""
    tokens = reading.tokens
    dash = next((i for i, t in enumerate(tokens[:30]) if t.text in _DASHES and not _joins(tokens, i)), 0)
    before, depth = 0, 0
    for token in tokens[:dash]:
        depth += (token.text == "(") - (token.text == ")")
        loose = token.capital or token.text[0].isdigit() or token.lower in ("of", "de", "may")
        if token.word and not depth and not loose:
            return 0
        before += token.word and not depth
    if not 0 < before <= 8:
        return 0
    end = dash
    while end < len(tokens) - 1 and (tokens[end].text in _DASHES or tokens[end].text == "["):
        closing = (i for i in range(end, min(end + 12, len(tokens) - 1)) if tokens[i].text == "]")
        end = 1 + (next(closing, end) if tokens[end].text == "[" else end)
    return end


def _joins(tokens: list[Token], i: int) -> bool:
    """Whether a hyphen stands within a word ("44-metre"), not between two."""
    near = tokens[i - 1 : i + 2]
    return (
        tokens[i].text == "-"
        and len(near) == 3
        and near[0].end == near[1].start
        and near[1].end == near[2].start
    )


_DASHES = ("—", "–", "-")
