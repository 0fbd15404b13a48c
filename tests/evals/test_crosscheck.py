"""Our figures against those of other people's scorers, on the same likenesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import metametric.dsl as mm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nervaluate import Evaluator
from stickler.algorithms.hungarian import HungarianMatcher

from summarizer.evals.match import Cell, match
from summarizer.evals.rules import evidence_overlap
from summarizer.evals.score import Counts, f1
from summarizer.evals.similarity import SAME
from summarizer.schema import Actor, Evidence

levels = st.sampled_from([0.0, 0.2, 0.45, 0.5, 0.6, 0.75, 0.9, 1.0])
tables = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.lists(levels, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)
unhurried = settings(deadline=None, max_examples=80)


@dataclass(frozen=True)
class Item:
    """A record that knows only its place."""

    side: str
    place: int


def counts_of(topics: Sequence[Sequence[float]]) -> tuple[Counts, float]:
    """Our counts, and the summed likeness of the correct pairs."""
    found = match([[Cell(topic) for topic in row] for row in topics], [True] * len(topics))
    counts = Counts(len(found.correct), 0, len(found.missing), len(found.spurious))
    return counts, sum(pair.topic for pair in found.correct)


@unhurried
@given(tables)
def test_soft_precision_recall_and_f1_are_those_of_metametric(topics: list[list[float]]) -> None:
    gated = [[topic if topic >= SAME else 0.0 for topic in row] for row in topics]
    golds = [Item("gold", i) for i in range(len(topics))]
    outputs = [Item("output", j) for j in range(len(topics[0]))]

    def likeness(one: Item, two: Item) -> float:
        if one.side == two.side:
            return float(one == two)
        gold, output = (one, two) if one.side == "gold" else (two, one)
        return gated[gold.place][output.place]

    inner = mm.Metric.from_function(likeness)
    _, total = counts_of(topics)
    for name, size in (("precision", len(outputs)), ("recall", len(golds)), ("f1", None)):
        theirs = mm.set_matching[Item, "<->", name](inner).score(outputs, golds)
        ours = f1(total, len(golds), len(outputs)) if size is None else total / size
        assert ours == pytest.approx(theirs, abs=1e-9), name


@unhurried
@given(tables)
def test_counts_are_those_of_sticklers_matcher_once_its_cells_are_gated(topics: list[list[float]]) -> None:
    """Stickler applies its threshold after the assignment; given gated cells both orders are one."""

    def likeness(one: str, two: str) -> float:
        topic = topics[int(one[1:])][int(two[1:])]
        return topic if topic >= SAME else 0.0

    matcher = HungarianMatcher(likeness, normalize_values=False, match_threshold=SAME)
    golds = [f"g{i}" for i in range(len(topics))]
    outputs = [f"o{j}" for j in range(len(topics[0]))]
    theirs = matcher.calculate_metrics(golds, outputs)
    ours, total = counts_of(topics)
    # Where several assignments have the largest total, the number of pairs may differ between them.
    their_total = sum(score for _, _, score in theirs["matched_pairs"])
    assert total == pytest.approx(their_total)
    if ours.correct == theirs["tp"]:
        assert ours.precision == pytest.approx(theirs["precision"])
        assert ours.recall == pytest.approx(theirs["recall"])


def test_counts_are_sticklers_where_the_best_assignment_is_one() -> None:
    topics = [[0.9, 0.2, 0.6], [0.3, 0.8, 0.1], [0.7, 0.4, 0.3], [0.2, 0.1, 0.45]]
    matcher = HungarianMatcher(
        lambda a, b: topics[int(a)][int(b)] if topics[int(a)][int(b)] >= SAME else 0.0,
        normalize_values=False,
        match_threshold=SAME,
    )
    theirs = matcher.calculate_metrics(["0", "1", "2", "3"], ["0", "1", "2"])
    ours, _ = counts_of(topics)
    assert (ours.correct, ours.precision, ours.recall) == (
        theirs["tp"],
        pytest.approx(theirs["precision"]),
        pytest.approx(theirs["recall"]),
    )


spans = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), min_size=1, max_size=1)


def record(found: list[tuple[int, int]]) -> Actor:
    evidence = [Evidence(quote="x" * length, start=start, end=start + length) for start, length in found]
    return Actor(id="a", name="x", kind="other", evidence=evidence)


@unhurried
@given(spans, spans)
def test_evidence_overlaps_where_nervaluate_sees_a_partial_match(
    gold: list[tuple[int, int]], output: list[tuple[int, int]]
) -> None:
    """nervaluate counts tokens, whose last one is inside; a character is a token here."""

    def entities(found: list[tuple[int, int]]) -> list[dict[str, object]]:
        return [{"label": "E", "start": start, "end": start + length - 1} for start, length in found]

    overall = Evaluator([entities(gold)], [entities(output)], tags=["E"]).evaluate()["overall"]
    theirs = overall["ent_type"].correct
    assert (evidence_overlap(record(gold), record(output)) > 0) == (theirs == 1)
    exact = overall["exact"].correct == 1
    assert exact == (gold == output)
