"""The tests of a difference: against what can be counted by hand, and their error rates."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.evals.score import DocumentScore, SectionScore
from summarizer.evals.stats import Table, compare, estimate, holm, measures, planned_spread, tabulate


def table(rows: Sequence[Sequence[int]]) -> Table:
    """One section; a row is correct, incorrect, missing, spurious, contradictions."""
    counts = np.array(rows, dtype=float).reshape(len(rows), 1, 5)
    return Table([f"d{i}" for i in range(len(rows))], ["claims"], counts)


def found(correct: int, of: int = 10) -> list[int]:
    return [correct, 0, of - correct, of - correct, 0]


def test_measures_are_f1_of_totals_their_mean_and_the_rate_of_contradictions() -> None:
    totals = np.array([[6, 1, 3, 2, 1], [0, 0, 0, 0, 0], [1, 0, 1, 1, 0]], dtype=float)
    one, nothing, half, overall, rate = measures(totals)
    assert one == pytest.approx(2 * 6 / (10 + 9))
    assert np.isnan(nothing)
    assert half == 0.5
    assert overall == pytest.approx((one + half) / 2)
    assert rate == pytest.approx(1 / 12)


def test_the_randomization_p_is_that_of_all_swaps() -> None:
    before = table([found(n) for n in (8, 7, 9, 6, 8, 7)])
    after = table([found(n) for n in (7, 6, 9, 5, 8, 6)])
    observed = (after.counts.sum(0) - before.counts.sum(0))[0, 0]
    extreme = 0
    for swaps in itertools.product((1, -1), repeat=6):
        moved = sum(s * d for s, d in zip(swaps, (after.counts - before.counts)[:, 0, 0], strict=True))
        extreme += moved <= observed
    exact = extreme / 2**6
    assert compare(before, after, resamples=20_000)["claims"].p_worse == pytest.approx(exact, abs=0.01)


def test_identical_runs_differ_in_nothing() -> None:
    same = table([found(n) for n in (8, 7, 9, 6, 8, 7)])
    for change in compare(same, same, resamples=500).values():
        assert (change.change, change.low, change.high, change.worst) == (0, 0, 0, 0)
        assert change.p == change.p_worse == 1.0
        assert change.detectable > 0


def test_a_rise_of_contradictions_is_for_the_worse() -> None:
    before = table([[9, 0, 1, 1, 0]] * 30)
    after = table([[8, 1, 1, 1, 1]] * 30)
    change = compare(before, after, resamples=2_000)["contradictions"]
    assert change.change == pytest.approx(0.1)
    assert change.p_worse < 0.01
    assert compare(after, before, resamples=2_000)["contradictions"].p_worse > 0.99


def test_saying_less_is_no_rise_of_contradictions() -> None:
    before = table([[8, 1, 1, 1, 1]] * 30)
    after = table([[5, 1, 4, 0, 1]] * 30)
    assert compare(before, after, resamples=500)["contradictions"].change == 0


def test_a_repeat_does_not_weigh_more_than_one_output() -> None:
    def score(document: str, correct: int, repeat: int) -> DocumentScore:
        section = SectionScore(correct=[("g", "o")] * correct, missing=["g"] * (4 - correct))
        return DocumentScore(document=document, repeat=repeat, sections={"claims": section})

    once = tabulate([score("a", 3, 0), score("b", 2, 0)], ["claims"])
    thrice = tabulate([score("a", n, r) for r, n in enumerate((2, 3, 4))] + [score("b", 2, 0)], ["claims"])
    assert np.array_equal(once.counts, thrice.counts)
    assert once.documents == ["a", "b"]


def test_only_the_same_documents_can_be_paired() -> None:
    with pytest.raises(ValueError, match="same documents"):
        compare(table([found(3)]), table([found(3)] * 2))


def test_the_foreseen_spread_is_that_of_reruns_that_share_half_their_outcomes() -> None:
    random = np.random.default_rng(3)
    documents, places = 60, 20
    chance = 1 / (1 + np.exp(-(1 + 0.5 * random.standard_normal((documents, 1)))))

    def counts(right: np.ndarray, wrong: np.ndarray) -> np.ndarray:
        correct, spurious = right.sum(1), wrong.sum(1)
        zero = np.zeros(documents)
        return np.stack([correct, zero, places - correct, spurious, zero], axis=-1)[:, None, :]

    def draw() -> np.ndarray:
        return random.random((documents, places)) < chance

    changes, foreseen = [], []
    for _ in range(300):
        right, wrong = draw(), ~draw()
        keep, keep_wrong = (random.random((documents, places)) < 0.5 for _ in range(2))
        again = counts(np.where(keep, right, draw()), np.where(keep_wrong, wrong, ~draw()))
        one = counts(right, wrong)
        changes.append((measures(again.sum(0)) - measures(one.sum(0)))[0])
        foreseen.append(planned_spread(one)[0])
    assert float(np.mean(foreseen)) == pytest.approx(float(np.std(changes)), rel=0.15)


def test_the_interval_holds_the_figure_and_shrinks_with_documents() -> None:
    few = estimate(table([found(n) for n in (4, 9, 6, 8)] * 2), resamples=2_000)["claims"]
    many = estimate(table([found(n) for n in (4, 9, 6, 8)] * 20), resamples=2_000)["claims"]
    assert few.low <= few.value <= few.high
    assert many.high - many.low < (few.high - few.low) / 2


def test_a_section_that_is_empty_everywhere_or_nearly_is_in_no_mean() -> None:
    rows = [[found(8), [0] * 5, [0] * 5]] * 9 + [[found(7), [0] * 5, [1, 0, 0, 0, 0]]]
    counts = np.array(rows, dtype=float)
    sparse = Table([f"d{i}" for i in range(10)], ["claims", "events", "figures"], counts)
    estimates = estimate(sparse, resamples=500)
    assert set(estimates) == {"claims", "figures", "overall", "contradictions"}
    assert estimates["figures"].value == estimates["figures"].low == 1.0
    assert set(compare(sparse, sparse, resamples=500)) == set(estimates)


def test_holm_is_holms() -> None:
    """The example of Holm's step-down in its usual form: 0.01 x 4, 0.02 x 3, then no smaller than before."""
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.02}) == pytest.approx(
        {"a": 0.04, "d": 0.06, "c": 0.06, "b": 0.06}
    )


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=8))
def test_holm_never_lowers_a_p_and_keeps_their_order(p: dict[str, float]) -> None:
    adjusted = holm(p)
    assert all(p[name] <= adjusted[name] <= 1 for name in p)
    ranked = sorted(p, key=lambda name: p[name])
    assert [adjusted[name] for name in ranked] == sorted(adjusted.values())
