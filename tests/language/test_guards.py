"""Guards for numbers and negation, and the content words that support is measured by."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.language.guards import content_words, is_unspaced, numbers_agree, numbers_in, polarity_agrees


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("1.2 million people fled", "some 1,200,000 fled", True),
        ("five died", "5 people died", True),
        ("five died and nine were hurt", "nine were hurt", True),
        ("3 died", "8 died", False),
        ("12.5 percent", "5 percent", False),
        ("1.2 million", "1.2 billion", False),
        ("prices rose", "prices rose by 4 percent", True),
    ],
)
def test_numbers(one: str, other: str, agree: bool) -> None:
    assert numbers_agree(one, other) is numbers_agree(other, one) is agree


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("will cut", "will not cut", False),
        ("they can wait", "they can’t wait", False),
        ("he denied taking part", "he took part", False),
        ("he denied taking part", "he did not take part", True),
        ("not only cut but closed", "cut and closed", True),
        ("nobody died", "no one died", True),
    ],
)
def test_polarity(one: str, other: str, agree: bool) -> None:
    assert polarity_agrees(one, other) is polarity_agrees(other, one) is agree


def test_content_words_are_stems_without_grammar_or_numbers() -> None:
    assert content_words("The attackers had attacked 12 of the Governor's offices.") == [
        "attac",
        "attac",
        "gover",
        "offic",
    ]
    assert content_words("双方签署协议") == ["双方", "方签", "签署", "署协", "协议"]
    assert content_words("It is what it was.") == []


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    content_words(text)
    numbers_in(text)
    assert polarity_agrees(text, text)
    assert all(isinstance(is_unspaced(char), bool) for char in text)
