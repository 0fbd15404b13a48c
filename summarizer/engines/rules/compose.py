"""Headline and gist, chosen from the text."""

from __future__ import annotations

from summarizer.document import Document
from summarizer.engines import Composition

_HEADLINE_WORDS = 15


def compose(document: Document) -> Composition:
    """The title or first line as headline; the first sentences that do not repeat it as gist."""
    lines = [document.text[s.start : s.end] for s in document.sentences]
    headline = document.title or lines[0]
    words = headline.split()
    if len(words) > _HEADLINE_WORDS:
        headline = " ".join(words[:_HEADLINE_WORDS]).rstrip(",;:–—- ") + "…"
    gist = [line for line in lines if line != headline and line.endswith((".", "”", '"'))][:2]
    return Composition(headline, " ".join(gist))
