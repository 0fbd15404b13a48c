"""Scores of a document: what counts on which side, and what must not change it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarizer.evals.agreement import as_summary
from summarizer.evals.fixture import GoldDocument
from summarizer.evals.score import Counts, DocumentScore, count_supported, score_document
from summarizer.schema import Evidence, Summary, sections
from tests.evals.samples import DRAFT, TOKENS, draft, gold, news

FERRY = gold()
NEWS = news().documents
BY_ID = {doc.id: doc for doc in NEWS}


def score(summary: Summary | None, doc: GoldDocument = FERRY, **options: Any) -> DocumentScore:
    return score_document(doc, summary, TOKENS, **options)


def output(**sections_: Any) -> Summary:
    return as_summary(gold(content=draft(**sections_)))


@pytest.mark.parametrize("doc", [FERRY, *NEWS], ids=lambda doc: doc.id)
def test_gold_as_prediction_is_perfect_and_an_empty_output_is_nothing(doc: GoldDocument) -> None:
    perfect = score(as_summary(doc), doc)
    for name, section in perfect.sections.items():
        assert section.counts.f1 in (1.0, None), name
        assert all(right == slots for right, slots in section.attributes.values()), name
    assert not any(section.counts.contradictions for section in perfect.sections.values())
    for name, section in score(None, doc).sections.items():
        cores = sum(g.core for g in doc.records[name])
        assert (section.counts.correct, section.counts.missing) == (0, cores)
        assert all(right == 0 for right, _ in section.attributes.values())


def test_gold_evidence_passes_the_support_audit_nearly_always() -> None:
    found = [score(as_summary(doc), doc).evidence for doc in NEWS]
    assert sum(f.supported for f in found) >= 0.95 * sum(f.records for f in found)


def test_an_optional_record_is_neither_missed_nor_spurious() -> None:
    without = output(
        actors=[a | {"affiliation_id": a.get("affiliation_id")} for a in DRAFT["actors"] if a["id"] != "a4"],
        claims=[],
        figures=[],
    )
    actors = score(without).sections["actors"]
    assert actors.counts == Counts(correct=3)
    assert score(as_summary(FERRY)).sections["actors"].optional == [("a4", "a4")]
    assert score(as_summary(FERRY)).sections["actors"].counts == Counts(correct=3)


def test_an_actor_counts_once() -> None:
    summary = as_summary(FERRY)
    twin = summary.actors[1].model_copy(update={"id": "a9", "name": "Holt"})
    counts = score(summary.model_copy(update={"actors": [*summary.actors, twin]})).sections["actors"].counts
    assert (counts.correct, counts.spurious) == (3, 1)


def test_duplicates_and_over_generation_cost_precision_and_leave_recall() -> None:
    summary = as_summary(FERRY)
    tenfold = [c.model_copy(update={"id": f"{c.id}.{n}"}) for n in range(10) for c in summary.claims]
    counts = score(summary.model_copy(update={"claims": tenfold})).sections["claims"].counts
    assert counts.recall == 1.0
    assert counts.precision == pytest.approx(0.1)


def test_a_wrong_source_is_wrong_on_both_sides_and_contradicts_nothing() -> None:
    summary = as_summary(FERRY)
    claims = [c.model_copy(update={"source_id": "a1"}) for c in summary.claims]
    section = score(summary.model_copy(update={"claims": claims})).sections["claims"]
    assert [wrong.differences for wrong in section.incorrect] == [["source"]] * 3
    assert section.counts == Counts(incorrect=3)
    assert (section.counts.precision, section.counts.recall) == (0.0, 0.0)


def test_an_accepted_source_is_as_right() -> None:
    summary = as_summary(FERRY)
    claims = [c.model_copy(update={"source_id": "a4"}) if c.id == "c3" else c for c in summary.claims]
    section = score(summary.model_copy(update={"claims": claims})).sections["claims"]
    assert section.counts.f1 == 1.0
    assert section.attributes["source_id"] == (3, 3)


def test_a_shifted_number_contradicts() -> None:
    summary = as_summary(FERRY)
    figures = [f.model_copy(update={"value": 3.5e6}) if f.id == "f2" else f for f in summary.figures]
    section = score(summary.model_copy(update={"figures": figures})).sections["figures"]
    assert [(w.gold, w.differences, w.contradicts) for w in section.incorrect] == [("f2", ["value"], True)]
    assert section.counts.contradictions == 1


def test_an_output_that_contradicts_an_optional_record_is_wrong_on_its_own_side_only() -> None:
    summary = as_summary(FERRY)
    figures = [f.model_copy(update={"value": 7.0}) if f.id == "f3" else f for f in summary.figures]
    counts = score(summary.model_copy(update={"figures": figures})).sections["figures"].counts
    assert counts == Counts(correct=2, spurious=1, contradictions=1)


def test_attributes_count_over_all_gold_slots() -> None:
    summary = as_summary(FERRY)
    events = [
        e.model_copy(update={"status": "planned", "date": None}) for e in summary.events if e.id == "e1"
    ]
    slots = score(summary.model_copy(update={"events": events, "figures": []})).sections["events"].attributes
    assert slots["status"] == (0.0, 2)
    assert slots["date"] == (0.0, 1)
    assert slots["agent_ids"] == (1.0, 1)


def test_evidence_that_is_not_where_it_says_is_not_supported() -> None:
    summary = as_summary(FERRY)
    assert count_supported(FERRY.document, summary) == 12
    moved = Evidence(quote="Holt said", start=3, end=12)
    claims = [c.model_copy(update={"evidence": [moved]}) for c in summary.claims]
    assert count_supported(FERRY.document, summary.model_copy(update={"claims": claims})) == 9


def test_swapping_the_sides_swaps_precision_and_recall() -> None:
    small = gold(content=draft(claims=DRAFT["claims"][:1], figures=DRAFT["figures"][:1]))
    one = score(as_summary(small)).counts()
    two = score(as_summary(FERRY), small).counts()
    assert (one["claims"].precision, one["claims"].recall) == (two["claims"].recall, two["claims"].precision)


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(sorted(BY_ID)), st.randoms(use_true_random=False))
@example("herring-talks", random.Random(0))  # two assignments are equally good
def test_the_order_of_the_lists_does_not_matter(key: str, chance: random.Random) -> None:
    doc = BY_ID[key]
    summary = as_summary(doc)
    half = {n: [r for r in getattr(summary, n) if chance.random() < 0.6] for n in sections(Summary)}
    shuffled = {name: chance.sample(records, len(records)) for name, records in half.items()}
    one = score(summary.model_copy(update=half), doc).counts()
    two = score(summary.model_copy(update=shuffled), doc).counts()
    assert one == two


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(sorted(BY_ID)), st.randoms(use_true_random=False))
def test_leaving_out_core_records_costs_recall_and_no_precision(key: str, chance: random.Random) -> None:
    doc = BY_ID[key]
    summary = as_summary(doc)
    kept = {n: [r for r in getattr(summary, n) if chance.random() < 0.5] for n in ("claims", "figures")}
    counts = score(summary.model_copy(update=kept), doc).counts()
    for name, records in kept.items():
        cores = {g.record.id for g in doc.records[name] if g.core}
        assert counts[name].spurious == 0
        # An optional record that stays may be as good as a core one that is gone.
        assert counts[name].correct >= sum(record.id in cores for record in records)
