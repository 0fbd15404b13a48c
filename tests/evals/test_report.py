"""Reports: the verdict first, nothing of a document becomes markup, a build server reads the XML."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from summarizer.evals.agreement import agree
from summarizer.evals.forms import to_junit, to_markdown, to_text
from summarizer.evals.gate import Override, Thresholds, judge
from summarizer.evals.report import Report, build_report, overall_f1, to_json
from summarizer.evals.runfile import Failure, Output
from tests.evals.samples import TOKENS, drop_a_fifth, news, run_of, shift_numbers

FIXTURES = news()
GATE = Thresholds(resamples=500)
BASE = run_of(FIXTURES)
HARMED = run_of(FIXTURES, shift_numbers)


def harmed(override: Override | None = None) -> Report:
    verdict = judge(HARMED, BASE, GATE, override)
    return build_report(HARMED, baseline=BASE, verdict=verdict, thresholds=GATE, fixtures=FIXTURES)


def test_the_verdict_comes_first_with_its_reasons() -> None:
    for form in (to_text, to_markdown):
        lines = form(harmed()).splitlines()
        assert "Verdict: BLOCK" in lines[0]
        assert any("drop:figures" in line for line in lines[:6])


def test_everything_that_was_asked_for_is_there() -> None:
    text = to_text(harmed(), width=200)
    for part in (
        "figures",
        "change",
        "p worse",
        "Contradictions:",
        "Among the worst",
        "gold",
        "tag",
        "Seconds",
    ):
        assert part in text
    report = harmed()
    assert report.measures["figures"].change == pytest.approx(-1.0)
    assert report.measures["overall"].change == pytest.approx(-0.25)
    assert len(report.contradictions) >= 14
    document, difference = report.contradictions[0]
    gold = next(doc for doc in FIXTURES.documents if doc.id == document)
    assert any(g.record.text in (difference.gold or "") for g in gold.records["figures"])


def test_gold_and_output_stand_side_by_side_in_the_worst_documents() -> None:
    report = build_report(run_of(FIXTURES, drop_a_fifth), fixtures=FIXTURES, thresholds=GATE)
    assert [w.f1 for w in report.worst] == sorted(w.f1 or 0 for w in report.worst)
    assert all(d.gold for w in report.worst for d in w.differences if d.what == "missing")


def test_the_overall_figure_is_the_mean_of_the_sections() -> None:
    report = build_report(run_of(FIXTURES, drop_a_fifth), thresholds=GATE)
    sections = [m.value for name, m in report.measures.items() if name not in ("overall", "contradictions")]
    assert report.measures["overall"].value == pytest.approx(sum(sections) / 4)
    assert overall_f1([], ["claims"]) is None


def test_agreement_is_printed_beside_f1() -> None:
    labels = {doc.id: doc for doc in FIXTURES.documents}
    report = build_report(BASE, thresholds=GATE, agreement=agree(labels, labels, TOKENS))
    assert report.measures["claims"].agreement == 1.0
    assert "labellers" in to_text(report)


def test_json_is_the_whole_report() -> None:
    assert Report.model_validate(json.loads(to_json(harmed()))) == harmed()


def test_junit_names_each_condition_and_each_failed_document() -> None:
    run = HARMED.model_copy(
        update={
            "outputs": [
                Output(
                    document="a<b", status="error", error=Failure(type="Refused", message="no & never\x1b")
                ),
                Output(document="danish", status="not_applicable"),
                *HARMED.outputs,
            ]
        }
    )
    report = build_report(run, baseline=BASE, verdict=judge(run, BASE, GATE), thresholds=GATE)
    root = ElementTree.fromstring(to_junit(report))
    failed = {case.get("name") for case in root.iter("testcase") if case.find("failure") is not None}
    assert {"drop:figures", "drop:overall"} <= failed
    (error,) = root.iter("error")
    assert error.get("message") == "no & never"
    gate = root.find("testsuite")
    assert gate is not None
    assert int(gate.get("failures", "")) == len(failed)
    assert [case.get("name") for case in root.iter("testcase") if case.get("classname") == "documents"] == [
        "a<b",
        "danish",
    ]


def test_an_override_is_told_and_fails_nothing() -> None:
    report = harmed(Override(name="R. Ilves", reason="relabelled"))
    assert "Overridden by R. Ilves: relabelled" in to_text(report)
    assert not list(ElementTree.fromstring(to_junit(report)).iter("failure"))


def test_nothing_of_a_document_becomes_markup_or_moves_the_cursor() -> None:
    hostile = "<img src=x> | [click](http://evil.example) @everyone `rm` \x1b[31m\nnew # line"
    report = harmed()
    document, difference = report.contradictions[0]
    difference = difference.model_copy(update={"gold": hostile})
    report = report.model_copy(update={"contradictions": [(document, difference)]})
    (line,) = (line for line in to_markdown(report).splitlines() if "img src" in line)
    for mark in ("<img", " [click", "://", "@everyone", "\x1b"):
        assert mark not in line
    assert "\x1b" not in to_text(report)


def test_documents_that_only_one_run_could_read_are_told() -> None:
    fewer = BASE.model_copy(update={"scores": BASE.scores[1:]})
    report = build_report(fewer, baseline=BASE, thresholds=GATE)
    assert "Applicable to only one of the two runs" in to_text(report)
    assert BASE.scores[0].document in report.notes[0]


def test_a_run_without_fixtures_is_reported_by_ids() -> None:
    report = build_report(HARMED, thresholds=GATE)
    assert report.contradictions[0][1].gold.startswith("f")
