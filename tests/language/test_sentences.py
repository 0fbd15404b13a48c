"""Sentence boundaries."""

from __future__ import annotations

from summarizer.language.sentences import split_sentences


def test_an_unpaired_surrogate_changes_no_boundary() -> None:
    text = "The file was dam\ud800aged. It was read \udfffall the same."
    assert split_sentences(text) == split_sentences(text.replace("\ud800", "x").replace("\udfff", "y"))
