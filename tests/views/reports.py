"""Runs to lay out as pages: a document whose gold records are known, and outputs that are wrong about it."""

from __future__ import annotations

from collections.abc import Callable

from summarizer.evals.fixture import FixtureSet
from summarizer.evals.gate import Thresholds, judge
from summarizer.evals.report import build_report
from summarizer.evals.runfile import RunFile
from summarizer.schema import Summary
from summarizer.views.html.report import report_to_html
from tests.evals.samples import gold, run_of

QUICK = Thresholds(resamples=200)


def fixtures(*keys: str) -> FixtureSet:
    return FixtureSet([gold(key) for key in keys or ("ferry", "night")])


def wrong(index: int, summary: Summary) -> Summary:
    """The first document's output lacks a claim and doubles a sum; the others' are right."""
    if index:
        return summary
    figures = [
        f.model_copy(update={"value": 5.4e6, "low": 5.4e6, "high": 5.4e6}) if "million" in f.text else f
        for f in summary.figures
    ]
    return summary.model_copy(update={"claims": summary.claims[1:], "figures": figures})


def harmed(labelled: FixtureSet, harm: Callable[[int, Summary], Summary] = wrong) -> RunFile:
    tags = {doc.id: [doc.id, "long"] for doc in labelled.documents}
    return run_of(labelled, harm).model_copy(update={"tags": tags})


def report_page(with_baseline: bool = True, with_fixtures: bool = True) -> str:
    """A judged run's page."""
    labelled = fixtures()
    run, baseline = harmed(labelled), run_of(labelled) if with_baseline else None
    verdict = judge(run, baseline, QUICK) if baseline else None
    given = labelled if with_fixtures else None
    report = build_report(run, baseline=baseline, verdict=verdict, thresholds=QUICK, fixtures=given)
    return report_to_html(report, run, given, baseline=baseline)
