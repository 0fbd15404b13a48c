"""Is a difference between two runs more than chance? Everything is paired over documents.

A document is a cluster: its records stand or fall together, and its repeats are averaged, so that
documents are what is swapped (approximate randomization) and drawn again (bootstrap). F1 is computed
from the totals of each resample, not averaged.

Sources: approximate randomization, Noreen 1989, as Yeh 2000 has it for F1; percentile bootstrap over
clusters, Efron and Tibshirani 1993; Holm 1979.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarizer.errors import MissingDependency
from summarizer.evals.score import Counts, DocumentScore

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

OVERALL = "overall"
CONTRADICTIONS = "contradictions"
_DETECTED = 1.6449 + 0.8416
"""A change of so many standard errors is detected four times in five by a one-sided test at 5 %."""


def _numpy() -> Any:
    try:
        import numpy
    except ImportError:
        raise MissingDependency.of_extra("Comparing runs", "numpy", "eval") from None
    return numpy


@dataclass(frozen=True)
class Table:
    """What was counted, as an array.

    Attributes:
        documents: ids, in order.
        sections: names, in order.
        counts: documents x sections x the five of `Counts`, repeats averaged.
    """

    documents: Sequence[str]
    sections: Sequence[str]
    counts: Array

    def of(self, documents: Sequence[str]) -> Table:
        """The rows of those documents, in that order."""
        row = {key: index for index, key in enumerate(self.documents)}
        return Table(documents, self.sections, self.counts[[row[key] for key in documents]])


def tabulate(scores: Iterable[DocumentScore], sections: Sequence[str]) -> Table:
    """The counts of every document, its repeats averaged."""
    np = _numpy()
    repeats: dict[str, list[Mapping[str, Counts]]] = defaultdict(list)
    for score in scores:
        repeats[score.document].append(score.counts())
    documents = sorted(repeats)
    rows = [
        [
            [sum(c[name].values[i] for c in repeats[key]) / len(repeats[key]) for i in range(5)]
            for name in sections
        ]
        for key in documents
    ]
    return Table(documents, sections, np.array(rows, dtype=float).reshape(len(documents), len(sections), 5))


def measures(totals: Array) -> Array:
    """The measures of totals of shape (..., sections, 5): each section's F1, their mean, and contradictions
    per gold record. What is undefined (both lists empty) is nan, and not in the mean.

    Per gold record, and not per record of the output, so that saying less is no rise of contradictions.
    """
    np = _numpy()
    correct, incorrect, missing, spurious, contradictions = np.moveaxis(totals, -1, 0)
    size = 2 * correct + 2 * incorrect + missing + spurious
    gold = (correct + incorrect + missing).sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        f1 = 2 * correct / size
        known = np.isfinite(f1)
        mean = np.where(known, f1, 0).sum(-1) / known.sum(-1)
        rate = np.where(gold > 0, contradictions.sum(-1) / gold, 0.0)
    found: Array = np.concatenate([f1, mean[..., None], rate[..., None]], axis=-1)
    return found


def names(sections: Sequence[str]) -> list[str]:
    """The names of what `measures` returns, in order."""
    return [*sections, OVERALL, CONTRADICTIONS]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure of one run with its 95 % interval, and the smallest change that a comparison would show."""

    value: float
    low: float
    high: float
    detectable: float


def estimate(table: Table, *, resamples: int = 10_000, seed: int = 0) -> dict[str, Estimate]:
    """Each measure of a run with its interval over documents."""
    np = _numpy()
    point = measures(table.counts.sum(0))
    drawn = measures(_redraw(table.counts, resamples, seed))
    planned = planned_spread(table.counts)
    estimates = {}
    for i, name in enumerate(names(table.sections)):
        if np.isfinite(point[i]):
            low, high = np.percentile(_known(drawn[:, i]), [2.5, 97.5])
            estimates[name] = Estimate(
                float(point[i]), float(low), float(high), float(_DETECTED * planned[i])
            )
    return estimates


def _known(values: Array) -> Array:
    """Without the resamples in which a measure was undefined: no record on either side."""
    known: Array = values[_numpy().isfinite(values)]
    return known


def planned_spread(counts: Array) -> Array:
    """The standard error to expect of a change, before there is a second run to compare with.

    Delta method: what is found of a document's gold records is binomial, what is spurious Poisson, and
    what makes a document hard is the same in both runs and cancels. Half of the outcomes are taken to
    be shared between two releases, so that Var(B - A) = 2 (1 - 1/2) Var(A).
    """
    np = _numpy()
    correct, incorrect, missing, spurious, contradictions = np.moveaxis(counts, -1, 0)
    gold = correct + incorrect + missing
    share = (correct + 0.5) / (gold + 1)
    total = gold + correct + incorrect + spurious
    with np.errstate(invalid="ignore", divide="ignore"):
        size = total.sum(0)
        by_correct = 2 * (size - correct.sum(0)) / size**2
        by_spurious = 2 * correct.sum(0) / size**2
        variance = by_correct**2 * (gold * share * (1 - share)).sum(0) + by_spurious**2 * spurious.sum(0)
        known = np.isfinite(variance)
        overall = np.where(known, variance, 0).sum() / known.sum() ** 2
        rate = (contradictions.sum() + 0.5) / max(gold.sum(), 1) ** 2
    spread: Array = np.sqrt(np.concatenate([variance, [overall, rate]]))
    return spread


@dataclass(frozen=True, slots=True)
class Change:
    """How a measure differs between two runs on the same documents.

    Attributes:
        before, after: the measure of either run; `change` is after minus before.
        low, high: 95 % interval of the change.
        worst: the change for the worse that cannot be excluded, one-sided 95 %.
        p: two-sided; p_worse: one-sided, that the change is for the worse; p_holm: p_worse after Holm.
        detectable: the smallest change that would have been seen four times in five; for runs without
            any difference as `planned_spread` foresees it.
    """

    before: float
    after: float
    low: float
    high: float
    worst: float
    p: float
    p_worse: float
    p_holm: float
    detectable: float

    @property
    def change(self) -> float:
        return self.after - self.before


def compare(before: Table, after: Table, *, resamples: int = 10_000, seed: int = 0) -> dict[str, Change]:
    """Compare two runs, paired over documents.

    Raises:
        ValueError: if the tables are not of the same documents and sections.
    """
    if list(before.documents) != list(after.documents) or list(before.sections) != list(after.sections):
        raise ValueError("only runs of the same documents and sections can be paired")
    np = _numpy()
    a, b = before.counts, after.counts
    old, new = measures(a.sum(0)), measures(b.sum(0))
    observed = new - old
    permuted = _swap(a, b, resamples, seed)
    drawn = _redraw(np.concatenate([a, b], axis=-1), resamples, seed + 1)
    changes = measures(drawn[..., 5:]) - measures(drawn[..., :5])
    planned = planned_spread(a)
    found: dict[str, Change] = {}
    for i, name in enumerate(names(before.sections)):
        if not np.isfinite(observed[i]):
            continue
        # For contradictions up is worse; turning the sign lets one rule serve all.
        sign = -1.0 if name == CONTRADICTIONS else 1.0
        chance, change = sign * _known(permuted[:, i]), sign * _known(changes[:, i])
        tiny = 1e-12
        low, high = np.sort(sign * np.percentile(change, [2.5, 97.5]))
        spread = float(np.std(change)) or float(planned[i])
        found[name] = Change(
            before=float(old[i]),
            after=float(new[i]),
            low=float(low),
            high=float(high),
            worst=float(sign * np.percentile(change, 5)),
            p=_p(np.abs(chance) >= abs(observed[i]) - tiny),
            p_worse=_p(chance <= sign * observed[i] + tiny),
            p_holm=1.0,
            detectable=_DETECTED * spread,
        )
    return _with_holm(found)


def _p(extreme: Array) -> float:
    return float((extreme.sum() + 1) / (len(extreme) + 1))


def _swap(a: Array, b: Array, resamples: int, seed: int) -> Array:
    """The changes that would be seen if which run is which were chance, document by document."""
    np = _numpy()
    swapped = np.random.default_rng(seed).integers(0, 2, size=(resamples, len(a))).astype(float)
    moved = np.einsum("rd,dsk->rsk", swapped, b - a, optimize=True)
    return measures(b.sum(0) - moved) - measures(a.sum(0) + moved)


def _redraw(counts: Array, resamples: int, seed: int) -> Array:
    """Totals over as many documents, drawn with replacement."""
    np = _numpy()
    size = len(counts)
    weights = np.random.default_rng(seed).multinomial(size, [1 / size] * size, size=resamples).astype(float)
    totals: Array = np.einsum("rd,dsk->rsk", weights, counts, optimize=True)
    return totals


def _with_holm(found: Mapping[str, Change]) -> dict[str, Change]:
    """The changes with the one-sided p adjusted over all of them."""
    from dataclasses import replace

    adjusted = holm({name: change.p_worse for name, change in found.items()})
    return {name: replace(change, p_holm=adjusted[name]) for name, change in found.items()}


def holm(p: Mapping[str, float]) -> dict[str, float]:
    """P-values adjusted by Holm's step-down method, which holds whatever the tests' dependence."""
    adjusted: dict[str, float] = {}
    largest = 0.0
    for rank, name in enumerate(sorted(p, key=lambda key: p[key])):
        largest = max(largest, min(1.0, p[name] * (len(p) - rank)))
        adjusted[name] = largest
    return adjusted
