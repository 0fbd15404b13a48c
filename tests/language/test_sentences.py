"""Sentence boundaries."""

from __future__ import annotations

from summarizer.language.sentences import split_sentences


def test_an_unpaired_surrogate_changes_no_boundary() -> None:
    text = "The file was dam\ud800aged. It was read \udfffall the same."
    assert split_sentences(text) == split_sentences(text.replace("\ud800", "x").replace("\udfff", "y"))


def test_a_title_does_not_end_a_sentence() -> None:
    text = "He met Ms. Orwen today. It was late, according to Gov. Tal Marsh of the coast."
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "He met Ms. Orwen today.",
        "It was late, according to Gov. Tal Marsh of the coast.",
    ]
