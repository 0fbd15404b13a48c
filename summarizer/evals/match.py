"""Matching: which predicted record is which gold record, decided by one optimal assignment.

What may not match is set to zero before the assignment, not dropped after it: an assignment that may
use forbidden cells gives up allowed ones for them (335 of 3,000 random cases lost a match that way).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.errors import MissingDependency
from summarizer.evals.similarity import GUARD_NAMES, SAME

CONTRADICTORY = GUARD_NAMES | {"value"}
"""The differences that make a record contradict the gold one rather than miss it."""
_CORE_FIRST = 1e-6


@dataclass(frozen=True, slots=True)
class Cell:
    """How a predicted and a gold record compare.

    Attributes:
        topic: how far they are about the same thing, 0 to 1.
        differences: what keeps them from being the same: a closed gate ("source", "unit", "date"), a
            guard ("numbers", "polarity", ...), or another "value".
    """

    topic: float
    differences: tuple[str, ...] = ()

    @property
    def similarity(self) -> float:
        return self.topic if self.topic >= SAME and not self.differences else 0.0

    @property
    def wrong(self) -> float:
        """The topic's likeness of a pair that is about the same thing and says something else of it."""
        return self.topic if self.topic >= SAME and self.differences else 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold and a predicted record, by their places in the lists, that were put together."""

    gold: int
    predicted: int
    topic: float
    differences: tuple[str, ...] = ()

    @property
    def contradicts(self) -> bool:
        """Whether only what is said differs: another source's words, or another day's, contradict nothing."""
        return bool(self.differences) and CONTRADICTORY.issuperset(self.differences)


@dataclass(frozen=True, slots=True)
class Matching:
    """What became of a section's records.

    Attributes:
        correct: pairs that are the same.
        incorrect: of what is left, pairs about the same thing that say something else of it.
        missing, spurious: the places of gold, and of predicted, records that are in no pair.
    """

    correct: Sequence[Pair]
    incorrect: Sequence[Pair]
    missing: Sequence[int]
    spurious: Sequence[int]


def match(cells: Sequence[Sequence[Cell]], core: Sequence[bool]) -> Matching:
    """Match gold records (rows) with predicted ones (columns).

    Args:
        core: for each gold record whether it is core, which goes first among equals.
    """
    columns = len(cells[0]) if cells else 0
    weights = [[_weight(cell, first) for cell in row] for row, first in zip(cells, core, strict=True)]
    correct = [Pair(i, j, cells[i][j].topic) for i, j in assign(weights)]
    golds, used = {p.gold for p in correct}, {p.predicted for p in correct}
    rest = [
        [0.0 if i in golds or j in used else cell.wrong for j, cell in enumerate(row)]
        for i, row in enumerate(cells)
    ]
    incorrect = [Pair(i, j, cells[i][j].topic, cells[i][j].differences) for i, j in assign(rest)]
    golds |= {p.gold for p in incorrect}
    used |= {p.predicted for p in incorrect}
    return Matching(
        correct,
        incorrect,
        [i for i in range(len(cells)) if i not in golds],
        [j for j in range(columns) if j not in used],
    )


def _weight(cell: Cell, first: bool) -> float:
    return cell.similarity + (_CORE_FIRST if first and cell.similarity else 0.0)


def solver() -> Callable[..., Any]:
    """`scipy.optimize.linear_sum_assignment`.

    Raises:
        MissingDependency: if scipy is not installed.
    """
    try:
        from scipy.optimize import linear_sum_assignment
    except ImportError:
        raise MissingDependency.of_extra("Scoring", "scipy", "eval") from None
    solve: Callable[..., Any] = linear_sum_assignment
    return solve


def assign(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The one-to-one assignment of rows to columns with the largest total weight, zero cells left out.

    Jonker-Volgenant, as `scipy.optimize.linear_sum_assignment` has it.

    Raises:
        MissingDependency: if scipy is not installed.
    """
    if not any(weight > 0 for row in weights for weight in row):
        return []
    rows, columns = solver()(weights, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if weights[i][j] > 0]
