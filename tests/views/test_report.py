"""What the report page tells of a run, and that it tells all of it."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.evals.fixture import FixtureSet
from summarizer.evals.report import build_report
from summarizer.evals.runfile import Failure
from summarizer.schema import Summary, sections
from summarizer.views.html.comparison import compare_outputs
from summarizer.views.html.intervals import drawn_change, drawn_interval, drawn_parts, reach_of
from summarizer.views.html.report import report_to_html
from tests.evals.samples import drop_a_fifth, gold, run_of, shift_numbers, swap_sources
from tests.views.reports import QUICK, fixtures, harmed, report_page
from tests.views.tags import Tags

SHARES = st.floats(0, 1)


@settings(max_examples=25)
@given(st.lists(st.sampled_from([drop_a_fifth, shift_numbers, swap_sources]), max_size=3))
def test_every_record_of_gold_and_output_is_in_just_one_pair(harms: list[object]) -> None:
    def harm(index: int, summary: Summary) -> Summary:
        for each in harms:
            summary = each(index, summary)  # type: ignore[operator]
        return summary

    labelled = fixtures("ferry")
    (found,) = compare_outputs(run_of(labelled, harm), labelled, Summary)
    golds = Counter(p.gold.id for p in found.pairings if p.gold)
    outputs = Counter(p.output.id for p in found.pairings if p.output)
    records = [g for section in labelled.documents[0].records.values() for g in section]
    assert {r.record.id for r in records if r.core} <= set(golds) <= {r.record.id for r in records}
    assert found.summary is not None
    assert outputs == Counter(record.id for _, record in found.summary.records())
    assert max(golds.values()) == 1


def test_documents_come_in_order_of_their_loss() -> None:
    labelled = fixtures("ferry", "night", "port")

    def worse(index: int, summary: Summary) -> Summary:
        cut = {name: getattr(summary, name)[index:] for name in sections(Summary)}
        return summary.model_copy(update=cut)

    found = compare_outputs(run_of(labelled, worse), labelled, Summary)
    assert [each.document for each in found] == ["port", "night", "ferry"]
    assert found[-1].loss == 0


def test_a_document_s_change_is_from_the_baseline() -> None:
    labelled = fixtures()
    found = compare_outputs(harmed(labelled), labelled, Summary, run_of(labelled))
    assert found[0].change is not None
    assert found[0].change < 0
    assert found[1].change == 0


def test_what_differs_between_the_sides_is_told_field_by_field() -> None:
    labelled = fixtures("ferry")
    (found,) = compare_outputs(harmed(labelled), labelled, Summary)
    (pair,) = [p for p in found.pairings if p.section == "figures" and "million" in p.gold.words]  # type: ignore[union-attr]
    assert pair.result == "contradicting"
    assert ("value", "2700000.0", "5400000.0") in pair.fields


def test_an_accepted_alternative_is_no_difference() -> None:
    labelled = fixtures("ferry")
    (event,) = [g for g in labelled.documents[0].records["events"] if g.record.id == "e1"]
    event.label.accept["location"] = ["Malmo"]
    run = run_of(
        labelled,
        lambda _, summary: summary.model_copy(
            update={"events": [e.model_copy(update={"location": "Malmo"}) for e in summary.events]}
        ),
    )
    (found,) = compare_outputs(run, labelled, Summary)
    (pair,) = [p for p in found.pairings if p.output and p.output.id == "e1"]
    assert [name for name, _, _ in pair.fields] == []


def test_without_fixtures_the_page_says_what_is_missing() -> None:
    page = report_page(with_fixtures=False)
    assert page.count("its text and gold records are not shown") == 2
    assert 'class="text"' not in page
    assert "Oresund Ferries" in page  # the output's own words


def test_labels_that_changed_since_the_run_are_not_shown() -> None:
    labelled = fixtures("ferry")
    run = harmed(labelled)
    changed = FixtureSet([gold("ferry").__class__(gold("ferry").document, gold("ferry").records, sha256="x")])
    (found,) = compare_outputs(run, changed, Summary)
    assert found.text is None
    assert "have changed" in found.absent[0]


def test_a_failed_output_is_there_with_its_error() -> None:
    labelled = fixtures("ferry")
    run = run_of(labelled)
    failed = run.outputs[0].model_copy(
        update={
            "summary": None,
            "status": "error",
            "error": Failure(type="Refused", message="declined <b>it</b>"),
        }
    )
    run = run.model_copy(update={"outputs": [failed]})
    page = report_to_html(build_report(run, thresholds=QUICK, fixtures=labelled), run, labelled)
    assert "Refused: declined &lt;b&gt;it&lt;/b&gt;" in page
    assert "There is no output." in page


def test_the_page_tells_verdict_change_and_what_could_be_seen() -> None:
    page = report_page()
    assert re.search(r'class="verdict (block|inconclusive)"', page)
    assert "drop:overall" in page
    assert "Smallest detectable" in page
    assert "Contradictions: 1" in page
    alone = report_page(with_baseline=False)
    assert "Not judged" in alone
    assert "No baseline." in alone


def test_each_evidence_link_of_a_document_has_its_place_in_the_text() -> None:
    tags = Tags(report_page())
    places = [target for target in tags.targets if target.startswith("#at-")]
    assert len(places) > 20
    assert {place[1:] for place in places} <= set(tags.ids)


@given(SHARES, SHARES, SHARES, st.floats(-3, 3))
def test_drawings_stay_within_their_place(value: float, low: float, high: float, change: float) -> None:
    reach = reach_of([change])
    assert reach >= abs(change)
    drawn = (
        drawn_interval(value, min(low, high), max(low, high), value)
        + drawn_change(change, change - low, change + high, low, reach)
        + drawn_parts([("correct", value), ("missing", low)])
    )
    shares = [float(share) for share in re.findall(r'="(-?[\d.]+)%"', drawn)]
    assert all(0 <= share <= 100 for share in shares)
