"""Differences of meaning behind nearly the same words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.language.contrast import direction_agrees, modality_agrees, negation_agrees, roles_agree


@pytest.mark.parametrize(
    ("guard", "a", "b", "agrees"),
    [
        (direction_agrees, "Rents rose in spring.", "Rents fell in spring.", False),
        (direction_agrees, "Rents rose in spring.", "Rents climbed in spring.", True),
        (direction_agrees, "Rents rose, then fell.", "Rents fell.", True),
        (direction_agrees, "The clinic opened a ward.", "The clinic has a ward.", True),
        (modality_agrees, "The wall may collapse.", "The wall collapsed.", False),
        (modality_agrees, "The wall may collapse.", "The wall could collapse.", True),
        (modality_agrees, "The shop must close.", "The shop has closed.", False),
        (modality_agrees, "The shop closed, and the owner may appeal.", "The shop closed.", True),
        (negation_agrees, "The tests were not reliable.", "The tests were reliable.", False),
        (negation_agrees, "The court cannot rule.", "The court is unable to rule.", True),
        (negation_agrees, "The talks failed, and nobody left.", "The talks failed.", True),
        (negation_agrees, "The ship sailed without a pilot.", "The ship sailed with a pilot.", False),
        (negation_agrees, "Oil that has not sunk will drift.", "Some oil will drift.", True),
        (negation_agrees, "Oil that has sunk will not drift.", "Some oil will drift.", False),
        (roles_agree, "Acme sued Borel.", "Borel sued Acme.", False),
        (roles_agree, "Acme sued Borel.", "Borel was sued by Acme.", True),
        (roles_agree, "The mayor thanked the nurses.", "The nurses thanked the mayor.", False),
        (roles_agree, "In March the bank raised its rates.", "The bank raised its rates in March.", True),
    ],
)
def test_each_guard_answers_its_own_question(guard, a: str, b: str, agrees: bool) -> None:
    assert guard(a, b) is agrees
    assert guard(b, a) is agrees


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80), st.text(max_size=80))
def test_guards_are_symmetric_and_find_nothing_between_a_text_and_itself(a: str, b: str) -> None:
    for guard in (direction_agrees, modality_agrees, negation_agrees, roles_agree):
        assert guard(a, a)
        assert guard(a, b) == guard(b, a)
