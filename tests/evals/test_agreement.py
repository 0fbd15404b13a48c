"""Two labellers by the scorer that judges engines, and gold records that engines doubt."""

from __future__ import annotations

import pytest

from summarizer.evals.agreement import agree, as_summary, find_suspects
from summarizer.evals.score import DocumentScore, SectionScore, Wrong
from tests.evals.samples import DRAFT, TOKENS, draft, gold, news


def test_a_labelling_agrees_with_itself() -> None:
    labels = {doc.id: doc for doc in news().documents}
    agreement = agree(labels, labels, TOKENS)
    assert agreement.documents == len(labels)
    assert agreement.f1("overall") == 1.0


def test_agreement_is_symmetric_and_falls_with_what_only_one_saw() -> None:
    one = {"ferry": gold(), "only one": gold()}
    two = {"ferry": gold(content=draft(claims=DRAFT["claims"][:2]))}
    there, back = agree(one, two, TOKENS), agree(two, one, TOKENS)
    assert there.documents == 1
    assert there.f1("claims") == back.f1("claims") == pytest.approx(0.8)
    assert there.f1("actors") == 1.0


def test_what_either_labeller_took_for_optional_costs_nothing() -> None:
    optional = [f | {"importance": "optional"} for f in DRAFT["figures"]]
    one, two = {"ferry": gold()}, {"ferry": gold(content=draft(figures=optional))}
    assert agree(one, two, TOKENS).f1("figures") == 1.0
    one = {"ferry": gold(content=draft(figures=[]))}
    assert agree(one, two, TOKENS).f1("figures") is None


def said(engine_says: dict[str, str]) -> DocumentScore:
    """A score in which gold records are missing or wrong as told."""
    wrong = [
        Wrong(gold=key, record="x", differences=[what], contradicts=True, core=True)
        for key, what in engine_says.items()
        if what != "missing"
    ]
    missing = [key for key, what in engine_says.items() if what == "missing"]
    return DocumentScore(document="d", sections={"figures": SectionScore(incorrect=wrong, missing=missing)})


def test_suspects_are_contradicted_by_several_or_missed_by_all() -> None:
    found = find_suspects(
        {
            "one": [said({"f1": "value", "f2": "value", "f3": "missing", "f4": "missing"})],
            "two": [said({"f1": "value", "f3": "missing"})],
            "three": [said({"f3": "missing", "f1": "missing"})],
        }
    )
    assert [(s.record, list(s.engines), list(s.said)) for s in found] == [
        ("f1", ["one", "two"], ["value", "value"]),
        ("f3", ["one", "three", "two"], ["missing"] * 3),
    ]


def test_what_is_said_of_an_optional_record_makes_no_suspect() -> None:
    score = said({"f1": "value"})
    score.sections["figures"].incorrect[0].core = False
    assert find_suspects({"one": [score], "two": [score]}) == []


def test_one_engine_alone_makes_no_suspect() -> None:
    assert find_suspects({"one": [said({"f1": "value"})]}) == []


def test_as_an_engine_a_labeller_is_judged_by_core_records_alone() -> None:
    """What one left optional is missing from the summary that this labeller would write."""
    optional = [c | {"importance": "optional"} for c in DRAFT["claims"]]
    one, two = {"ferry": gold()}, {"ferry": gold(content=draft(claims=optional))}
    agreement = agree(one, two, TOKENS)
    assert agreement.f1("claims") == 1.0
    assert agreement.selected is not None
    assert agreement.selected.f1("claims") == 0.0
    assert agreement.selected.f1("events") == agreement.f1("events")


def test_whom_a_core_record_refers_to_is_told_with_it() -> None:
    optional = [a | {"importance": "optional"} for a in DRAFT["actors"]]
    document = gold(content=draft(actors=optional))
    told = {record.id for record in as_summary(document, core=True).actors}
    assert {c.source_id for c in as_summary(document, core=True).claims} - {None} <= told
