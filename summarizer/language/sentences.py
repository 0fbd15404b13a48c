"""Sentence boundaries with exact character offsets, on top of sentencex."""

from __future__ import annotations

import re

import sentencex

# sentencex is quadratic in unclosed quotation marks, so that no piece may be long.
_PIECE = 4_000
_SURROGATE = re.compile("[\ud800-\udfff]")
_INITIAL = re.compile(r"(?:^|[\s.(])(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Prof)\.\s*$")
_LOWER = re.compile(r"""["'”’)\]]*\s*[a-z]""")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]` as spans of `text`, without surrounding white space.

    The span should be one paragraph: a line break inside it is taken as white space.
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    for piece_start, piece_end in _pieces(text, start, end):
        piece = text[piece_start:piece_end]
        # sentencex takes only what UTF-8 can carry; both replacements keep every offset.
        flat = _SURROGATE.sub("\ufffd", piece.replace("\n", " ").replace("\r", " "))
        for boundary in sentencex.get_sentence_boundaries("en", flat):
            s = piece_start + boundary["start_index"]
            e = piece_start + boundary["end_index"]
            while s < e and text[s].isspace():
                s += 1
            while e > s and text[e - 1].isspace():
                e -= 1
            if s == e:
                continue
            if spans and _belongs_to_previous(text, spans[-1], s, e):
                spans[-1] = (spans[-1][0], e)
            else:
                spans.append((s, e))
    return spans


def _belongs_to_previous(text: str, previous: tuple[int, int], start: int, end: int) -> bool:
    """An initial ("John T. Chambers"), a title ("Ms. Hale") and what goes on small end no sentence."""
    before = text[previous[0] : previous[1]]
    if before.endswith(".") and _INITIAL.search(before[-6:]) and text[start].isupper():
        return True
    return bool(_LOWER.match(text, start, end)) and before[-1:] not in "!?…:"


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a span into pieces of bounded length, preferably behind a full stop, else behind white space."""
    pieces = []
    while end - start > _PIECE:
        cut = max(text.rfind(mark, start + _PIECE // 2, start + _PIECE) for mark in (". ", "。", "? ", "! "))
        if cut < 0:
            cut = text.rfind(" ", start + _PIECE // 2, start + _PIECE)
        cut = start + _PIECE if cut < 0 else cut + 1
        pieces.append((start, cut))
        start = cut
    pieces.append((start, end))
    return pieces
