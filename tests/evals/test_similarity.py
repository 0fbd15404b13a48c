"""Paraphrases are told from look-alikes: the guards carry the decision."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.evals.similarity import SAME, TokenSimilarity, differences

PAIRS = json.loads((Path(__file__).parent / "data" / "pairs.json").read_text(encoding="utf-8"))
tokens = TokenSimilarity()


def guarded(a: str, b: str) -> float:
    return 0.0 if differences(a, b) else tokens(a, b)


def auc(good: list[float], bad: list[float]) -> float:
    """The chance that a good pair ranks above a bad one."""
    return sum((g > b) + 0.5 * (g == b) for g in good for b in bad) / len(good) / len(bad)


def test_with_guards_paraphrases_rank_above_look_alikes_and_without_they_do_not() -> None:
    good = [(claim, same) for claim, same, _ in PAIRS]
    bad = [(claim, other) for claim, _, other in PAIRS]
    assert auc([tokens(*p) for p in good], [tokens(*p) for p in bad]) < 0.5
    assert auc([guarded(*p) for p in good], [guarded(*p) for p in bad]) > 0.9


def test_most_paraphrases_match_and_few_look_alikes() -> None:
    assert sum(guarded(claim, same) >= SAME for claim, same, _ in PAIRS) >= 0.85 * len(PAIRS)
    assert sum(guarded(claim, other) >= SAME for claim, _, other in PAIRS) <= 0.1 * len(PAIRS)


def test_claims_about_other_things_do_not_match() -> None:
    assert all(tokens(a[0], b[0]) < 0.35 for a in PAIRS for b in PAIRS if a is not b)


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ("The mill employs 230 people.", "The mill employs 320 people.", ("numbers",)),
        ("The mill closed in 2019.", "The mill closed in 2021.", ("numbers",)),
        ("The loss was 1.2 million.", "The loss was 1,200,000.", ()),
        ("No fewer than 40 came.", "At least 40 came.", ()),
        # Other words for the same contradict nothing.
        ("Trams stop unless pay rises.", "Trams stop if pay does not rise.", ()),
        ("Trams stop unless pay rises.", "Trams stop if pay rises.", ("polarity",)),
        ("Should the dam burst, the mill floods.", "If the dam bursts, the mill floods.", ()),
        ("The mill should flood.", "The mill floods.", ("modality",)),
        ("Nobody could know the cause.", "Nobody can know the cause.", ()),
        ("The cause could be known.", "The cause is known.", ("modality",)),
        ("Ferris doubted that the wall would hold.", "Ferris said the wall would not hold.", ()),
        ("Oil that was not burnt will drift ashore.", "Most of the oil will drift ashore.", ()),
        ("The oil will not drift ashore.", "Most of the oil will drift ashore.", ("polarity",)),
        ("The board, which rarely meets, will decide.", "The board will not decide.", ("polarity",)),
        ("The board, which never meets in May, will decide.", "The board will decide.", ()),
        # Numbers of other things are details that each wording adds; numbers of one thing contradict.
        ("The grant is 8,000 crowns.", "The grant is paid for six months.", ()),
        ("The grant is 8,000 crowns.", "The grant is 9,000 crowns.", ("numbers",)),
        ("The grant is 8,000.", "The grant is paid for six months.", ("numbers",)),
        ("Pages for 3, 4 and 5 May are gone.", "Two binders lost pages of May.", ()),
        # Word order tells who did it in English alone.
        ("Los pozos tienen la culpa de la sequía.", "La culpa de la sequía la tienen los pozos.", ()),
        ("We will not sail until the engine is safe", "not sail until the engine is safe", ()),
    ],
)
def test_differences_are_named(a: str, b: str, found: tuple[str, ...]) -> None:
    assert differences(a, b) == found


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_similarity_is_symmetric_bounded_and_one_for_the_same(a: str, b: str) -> None:
    assert tokens(a, b) == tokens(b, a)
    assert 0.0 <= tokens(a, b) <= 1.0
    assert tokens(a, a) == 1.0
    assert differences(a, b) == differences(b, a)
