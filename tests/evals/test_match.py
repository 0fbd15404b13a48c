"""One optimal assignment, over cells that may match at all."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.evals.match import Cell, assign, match
from summarizer.evals.similarity import SAME


def brute_force(weights: list[list[float]]) -> float:
    """The largest total of any one-to-one assignment, by trying all of them."""
    rows, columns = len(weights), len(weights[0])
    short, long = min(rows, columns), range(max(rows, columns))
    at = (lambda i, j: weights[i][j]) if rows <= columns else (lambda i, j: weights[j][i])
    return max(sum(at(i, j) for i, j in enumerate(chosen)) for chosen in itertools.permutations(long, short))


tables = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.sampled_from([0.0, 0.1, 0.5, 0.6, 0.75, 1.0]), min_size=columns, max_size=columns),
        min_size=1,
        max_size=4,
    )
)


@settings(deadline=None, max_examples=60)
@given(tables)
def test_the_total_is_that_of_brute_force(weights: list[list[float]]) -> None:
    pairs = assign(weights)
    assert sum(weights[i][j] for i, j in pairs) == pytest.approx(brute_force(weights))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(weights[i][j] > 0 for i, j in pairs)


@settings(deadline=None, max_examples=60)
@given(tables)
def test_thresholding_before_the_assignment_never_loses_a_total(topics: list[list[float]]) -> None:
    gated = [[topic if topic >= SAME else 0.0 for topic in row] for row in topics]
    found = match([[Cell(topic) for topic in row] for row in topics], [True] * len(topics))
    assert sum(pair.topic for pair in found.correct) == pytest.approx(brute_force(gated))


def test_thresholding_after_the_assignment_would_lose_matches() -> None:
    """The fault that the order of steps avoids: a cell below the threshold draws a pair away."""
    chance = random.Random(1)
    lost = 0
    for _ in range(300):
        topics = [[chance.random() for _ in range(4)] for _ in range(4)]
        found = match([[Cell(topic) for topic in row] for row in topics], [True] * 4)
        after = [pair for pair in assign(topics) if topics[pair[0]][pair[1]] >= SAME]
        assert len(found.correct) >= len(after) or sum(p.topic for p in found.correct) >= sum(
            topics[i][j] for i, j in after
        )
        lost += sum(p.topic for p in found.correct) > sum(topics[i][j] for i, j in after) + 1e-9
    assert lost > 0


@settings(deadline=None, max_examples=60)
@given(tables, st.randoms())
def test_every_record_is_in_exactly_one_place(topics: list[list[float]], chance: random.Random) -> None:
    cells = [[Cell(t, ("value",) if chance.random() < 0.3 else ()) for t in row] for row in topics]
    found = match(cells, [True] * len(cells))
    golds = [p.gold for p in (*found.correct, *found.incorrect)] + list(found.missing)
    outputs = [p.predicted for p in (*found.correct, *found.incorrect)] + list(found.spurious)
    assert sorted(golds) == list(range(len(cells)))
    assert sorted(outputs) == list(range(len(cells[0])))


def test_a_pair_that_is_about_the_same_thing_and_differs_is_incorrect() -> None:
    found = match([[Cell(0.9, ("numbers",))], [Cell(0.2)]], [True, True])
    assert [(p.gold, p.predicted, p.differences) for p in found.incorrect] == [(0, 0, ("numbers",))]
    assert found.incorrect[0].contradicts
    assert found.missing == [1]


@pytest.mark.parametrize(
    ("differences", "contradicts"), [(("source",), False), (("source", "numbers"), False)]
)
def test_what_another_source_says_contradicts_nothing(
    differences: tuple[str, ...], contradicts: bool
) -> None:
    (pair,) = match([[Cell(0.9, differences)]], [True]).incorrect
    assert pair.contradicts is contradicts


def test_a_core_record_goes_before_an_optional_one_of_equal_likeness() -> None:
    found = match([[Cell(0.8)], [Cell(0.8)]], [False, True])
    assert [(pair.gold, pair.predicted) for pair in found.correct] == [(1, 0)]


def test_nothing_to_match_is_nothing() -> None:
    assert assign([]) == assign([[]]) == []
    assert match([], []).correct == []
