"""The verdict: each condition blocks for its own reason, and harmed engines do not get by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summarizer.errors import InputError, SchemaError
from summarizer.evals.gate import Override, Thresholds, blocked_by, compare_runs, judge, load_thresholds
from summarizer.evals.runfile import Failure, Output, RunFile
from summarizer.schema import Usage
from tests.evals.samples import EVALS, drop_a_fifth, news, run_of, shift_numbers, swap_sources

FIXTURES = news()
PERFECT = run_of(FIXTURES)
GATE = Thresholds(resamples=2_000, min_supported=0.0)


def changed(run: RunFile = PERFECT, **fields: Any) -> RunFile:
    return run.model_copy(update=fields)


def failing(count: int, kind: str = "ProviderUnavailable") -> RunFile:
    """The perfect run with failures in place of some outputs, scored as before."""
    outputs = [
        Output(document=o.document, status="error", error=Failure(type=kind, message="")) if n < count else o
        for n, o in enumerate(PERFECT.outputs)
    ]
    return changed(outputs=outputs)


def test_an_identical_run_passes() -> None:
    verdict = judge(PERFECT, PERFECT, GATE)
    assert (verdict.outcome, verdict.exit_code, verdict.reasons) == ("PASS", 0, [])
    assert {check.name for check in verdict.checks} >= {"drop:overall", "drop:claims", "margin", "evidence"}


@pytest.mark.parametrize(
    ("harm", "reasons", "innocent"),
    [
        (
            drop_a_fifth,
            {"drop:overall", "drop:events", "drop:claims", "drop:figures"},
            {"drop:contradictions"},
        ),
        (
            shift_numbers,
            {"drop:figures", "drop:contradictions", "drop:overall"},
            {"drop:claims", "drop:actors"},
        ),
        (
            swap_sources,
            {"drop:claims", "drop:overall"},
            {"drop:figures", "drop:actors", "drop:contradictions"},
        ),
    ],
)
def test_a_harmed_engine_is_blocked_for_the_right_reason(
    harm: Any, reasons: set[str], innocent: set[str]
) -> None:
    verdict = judge(run_of(FIXTURES, harm), PERFECT, GATE)
    assert verdict.exit_code == 1
    assert reasons <= set(blocked_by(verdict))
    assert not innocent & set(blocked_by(verdict))


def test_a_harmed_baseline_makes_the_next_run_better() -> None:
    verdict = judge(PERFECT, run_of(FIXTURES, drop_a_fifth), GATE)
    assert verdict.outcome == "PASS"


@pytest.mark.parametrize(
    ("run", "reason"),
    [
        (changed(scorer="other/1"), "scorer"),
        (changed(info=PERFECT.info.model_copy(update={"fixtures": {"x": "y"}})), "fixtures"),
        (failing(1), "errors"),
        (failing(1, "InvalidReply"), "schema"),
        (changed(outputs=[Output(document="x", status="not_run"), *PERFECT.outputs]), "complete"),
    ],
)
def test_what_cannot_be_released_blocks_whatever_the_figures(run: RunFile, reason: str) -> None:
    verdict = judge(run, PERFECT, GATE)
    assert verdict.exit_code == 1
    assert reason in blocked_by(verdict)


def test_runs_that_cannot_be_compared_are_not() -> None:
    verdict = judge(changed(scorer="other/1"), PERFECT, GATE)
    assert not any(check.name.startswith("drop:") for check in verdict.checks)
    with pytest.raises(InputError, match="cannot be compared: scored by other/1"):
        compare_runs(PERFECT, changed(scorer="other/1"), GATE)


def test_too_little_support_blocks() -> None:
    def unfounded(_: int, summary: Any) -> Any:
        claims = [claim.model_copy(update={"evidence": []}) for claim in summary.claims]
        return summary.model_copy(update={"claims": claims})

    run = run_of(FIXTURES, unfounded)
    assert run.supported < PERFECT.supported
    strict = GATE.model_copy(update={"min_supported": PERFECT.supported})
    assert "evidence" not in blocked_by(judge(PERFECT, None, strict))
    assert "evidence" in blocked_by(judge(run, None, strict))


def test_floors_block_and_a_models_own_go_first() -> None:
    floors = GATE.model_copy(update={"floors": {"overall": 0.95, "claims": 0.9}})
    harmed = run_of(FIXTURES, drop_a_fifth)
    assert blocked_by(judge(harmed, None, floors)) == ["floor:overall", "floor:claims"]
    own = Thresholds.model_validate(
        floors.model_dump() | {"models": {"builtin/rules": {"floors": {"overall": 0.5, "claims": 0.5}}}}
    )
    assert judge(harmed, None, own).outcome == "PASS"


def test_the_first_baseline_needs_the_absolute_conditions_only() -> None:
    assert judge(PERFECT, None, GATE).outcome == "PASS"
    assert judge(failing(1), None, GATE).outcome == "BLOCK"


def test_what_cannot_be_told_is_inconclusive() -> None:
    """One document is worse by chance: too little to call a drop, too much to exclude one."""

    def one_worse(index: int, summary: Any) -> Any:
        worst = {"events": summary.events[:1], "claims": summary.claims[:1], "figures": []}
        return summary.model_copy(update=worst) if index == 0 else summary

    verdict = judge(run_of(FIXTURES, one_worse), PERFECT, GATE)
    assert (verdict.outcome, verdict.exit_code) == ("INCONCLUSIVE", 4)
    assert [check.name for check in verdict.reasons] == ["margin"]


def test_an_override_releases_and_stays_visible() -> None:
    override = Override(name="R. Ilves", reason="the figures section was relabelled")
    verdict = judge(run_of(FIXTURES, shift_numbers), PERFECT, GATE, override)
    assert (verdict.outcome, verdict.exit_code) == ("BLOCK", 0)
    assert verdict.override == override
    assert verdict.reasons


def test_the_thresholds_in_the_repository_are_read() -> None:
    assert load_thresholds(EVALS / "gate.toml").margin == 0.03


@pytest.mark.parametrize("content", ["alpha = 2", "alpha = ", "allowance = 1", "[floors]\noverall = 'high'"])
def test_thresholds_that_make_no_sense_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises((SchemaError, InputError)):
        load_thresholds(path)


def test_costs_add_up() -> None:
    spent = Usage(requests=1, attempts=2, input_tokens=10, cost_usd=0.5)
    run = changed(outputs=[o.model_copy(update={"usage": spent}) for o in PERFECT.outputs[:2]])
    assert (run.usage.attempts, run.usage.cost_usd) == (4, 1.0)
