"""The gate: PASS, INCONCLUSIVE or BLOCK, every reason named."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from summarizer.errors import InputError, SchemaError
from summarizer.evals.fixture import Strict, of_field
from summarizer.evals.runfile import RunFile
from summarizer.evals.stats import CONTRADICTIONS, OVERALL, Change, Table, compare, measures, names, tabulate

Outcome = Literal["PASS", "INCONCLUSIVE", "BLOCK"]
_EXIT: Mapping[Outcome, int] = {"PASS": 0, "BLOCK": 1, "INCONCLUSIVE": 4}


class ModelThresholds(Strict):
    """What is asked of one model beside what is asked of all."""

    floors: dict[str, float] = Field(default_factory=dict)


class Thresholds(Strict):
    """`gate.toml`. Shares and F1 are from 0 to 1."""

    alpha: float = Field(default=0.05, gt=0, lt=1)
    """Chance of a BLOCK for a significant drop when nothing has changed, over all measures together."""
    margin: float = Field(default=0.03, gt=0, lt=1)
    """The drop of the overall figure that must be excluded, one-sided 95 %, for a PASS."""
    max_error_rate: float = Field(default=0.02, ge=0, le=1)
    min_supported: float = Field(default=0.99, ge=0, le=1)
    floors: dict[str, float] = Field(default_factory=dict)
    """Least F1, of "overall" or of a section."""
    models: dict[str, ModelThresholds] = Field(default_factory=dict)
    """Floors of single models, which go before the general ones."""
    resamples: int = Field(default=10_000, ge=100)
    seed: int = 0

    def floors_of(self, model: str) -> dict[str, float]:
        own = self.models.get(model)
        return self.floors | (own.floors if own else {})


class Check(Strict):
    """One condition of the gate and how it came out."""

    name: str
    outcome: Outcome
    message: str


class Override(Strict):
    """Somebody's decision to release in spite of the verdict; it stays in the report."""

    name: str = Field(min_length=1)
    reason: str = Field(min_length=1)


class Verdict(Strict):
    """The gate's answer, with every condition that was looked at."""

    outcome: Outcome
    checks: list[Check]
    override: Override | None = None

    @property
    def reasons(self) -> list[Check]:
        """The conditions that made the outcome."""
        return [check for check in self.checks if check.outcome == self.outcome != "PASS"]

    @property
    def exit_code(self) -> int:
        """0 for PASS and for what was overridden, 1 for BLOCK, 4 for INCONCLUSIVE."""
        return 0 if self.override else _EXIT[self.outcome]


def load_thresholds(path: str | Path) -> Thresholds:
    """Read a `gate.toml`.

    Raises:
        InputError: if it cannot be read or is not TOML.
        SchemaError: if it says something unknown or impossible.
    """
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise InputError(f"{path} is not TOML: {error}") from None
    try:
        return Thresholds.model_validate(content)
    except ValidationError as error:
        name, message = of_field(error.errors()[0])
        raise SchemaError(f"{path}: {name}: {message}") from None


def judge(
    run: RunFile, baseline: RunFile | None, thresholds: Thresholds, override: Override | None = None
) -> Verdict:
    """Hold a run against the absolute conditions and, where there is one, against its baseline."""
    checks = [*_comparable(run, baseline), *_absolute(run, thresholds)]
    if baseline is not None and all(check.outcome == "PASS" for check in checks if check.name in _SAME):
        checks += _relative(compare_runs(baseline, run, thresholds), thresholds)
    outcomes = {check.outcome for check in checks}
    outcome: Outcome = next(o for o in ("BLOCK", "INCONCLUSIVE", "PASS") if o in outcomes)
    return Verdict(outcome=outcome, checks=checks, override=override)


def compare_runs(before: RunFile, after: RunFile, thresholds: Thresholds) -> dict[str, Change]:
    """The changes between two runs, on the documents that both engines read.

    Raises:
        InputError: if scorer or fixtures differ: such figures are not comparable.
    """
    for check in _comparable(after, before):
        if check.outcome == "BLOCK":
            raise InputError(f"The runs cannot be compared: {check.message}")
    one, two = table_of(before), table_of(after)
    shared = [key for key in two.documents if key in set(one.documents)]
    if not shared:
        raise InputError("The runs cannot be compared: they have no scored document in common.")
    return compare(one.of(shared), two.of(shared), resamples=thresholds.resamples, seed=thresholds.seed)


def table_of(run: RunFile) -> Table:
    """A run's counts by document and section."""
    return tabulate(run.scores, run.info.sections)


_SAME = ("scorer", "fixtures", "complete")


def _comparable(run: RunFile, baseline: RunFile | None) -> Iterator[Check]:
    missing = len(run.of_status("not_run"))
    yield _check("complete", not missing, f"{missing} of {len(run.outputs)} outputs were not run")
    if baseline is None:
        return
    same = run.scorer == baseline.scorer
    yield _check("scorer", same, f"scored by {run.scorer}, the baseline by {baseline.scorer}")
    mine, theirs = run.info.fixtures, baseline.info.fixtures
    other = sorted(key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key))
    message = f"{len(other)} documents differ from the baseline's ({', '.join(other[:5])})" if other else ""
    yield _check("fixtures", not other, message or f"the baseline's {len(mine)} documents")


def _absolute(run: RunFile, thresholds: Thresholds) -> Iterator[Check]:
    failed, tried = len(run.of_status("error")), len(run.of_status("ok", "error"))
    limit = thresholds.max_error_rate
    yield _check(
        "errors", run.error_rate <= limit, f"{failed} of {tried} outputs failed, at most {limit:.0%} may"
    )
    unusable = sum(o.error is not None and o.error.type == "InvalidReply" for o in run.outputs)
    yield _check("schema", not unusable, f"{unusable} replies never met the schema")
    share, least = run.supported, thresholds.min_supported
    yield _check(
        "evidence", share >= least, f"{share:.1%} of the records pass the support audit, of {least:.0%}"
    )
    floors = thresholds.floors_of(run.info.model)
    if floors and run.scores:
        values = dict(zip(names(run.info.sections), measures(table_of(run).counts.sum(0)), strict=True))
        for name, floor in floors.items():
            value = float(values.get(name, float("nan")))
            yield _check(f"floor:{name}", value >= floor, f"{name} F1 {value:.3f}, the floor is {floor:.3f}")


def _relative(changes: Mapping[str, Change], thresholds: Thresholds) -> Iterator[Check]:
    for name, change in changes.items():
        worse = change.p_holm < thresholds.alpha
        yield _check(f"drop:{name}", not worse, describe(name, change))
    overall = changes.get(OVERALL)
    if overall is not None:
        excluded = overall.worst >= -thresholds.margin
        message = (
            f"the overall figure is at worst {100 * overall.worst:+.1f} points from the baseline's (95 %), "
            f"a drop of {100 * thresholds.margin:g} points can{'' if excluded else 'not'} be excluded"
        )
        yield Check(name="margin", outcome="PASS" if excluded else "INCONCLUSIVE", message=message)


def describe(name: str, change: Change) -> str:
    """A change in words: points of F1, or contradictions per 100 gold records."""
    what = "contradictions per 100 gold records" if name == CONTRADICTIONS else f"{name} F1"
    return (
        f"{what} {100 * change.before:.1f} to {100 * change.after:.1f} ({100 * change.change:+.1f}, "
        f"95 % {100 * change.low:+.1f} to {100 * change.high:+.1f}, p worse {change.p_holm:.3f} after Holm)"
    )


def _check(name: str, passed: bool, message: str) -> Check:
    return Check(name=name, outcome="PASS" if passed else "BLOCK", message=message)


def blocked_by(verdict: Verdict) -> Sequence[str]:
    """The names of the conditions that block."""
    return [check.name for check in verdict.checks if check.outcome == "BLOCK"]
