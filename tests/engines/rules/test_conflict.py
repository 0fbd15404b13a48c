"""The conflict sample, whose second half stands twice, after the whole pipeline."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from summarizer import Summary, summarize


@pytest.fixture(scope="module")
def summary() -> Summary:
    text = (Path(__file__).parents[3] / "seeds" / "conflict.txt").read_text(encoding="utf-8")
    return summarize(text, model="builtin/rules", published=datetime.date(2020, 11, 20))


@pytest.mark.parametrize(
    ("name", "kind", "alias"),
    [
        ("Qais al-Khazali", "person", "Khazali"),
        ("Saudi Arabia", "government", "Riyadh"),
        ("Qasem Soleimani", "person", None),
        ("Abu Mahdi al-Muhandis", "person", None),
        ("Asaib Ahl al-Haq", "organization", None),
        ("Iraq", "government", None),
        ("Pentagon", "government", None),
        ("United States", "government", "US"),
    ],
)
def test_actors_stand_once_with_their_aliases(
    summary: Summary, name: str, kind: str, alias: str | None
) -> None:
    (actor,) = [a for a in summary.actors if name in (a.name, *a.aliases)]
    assert actor.kind == kind
    assert alias is None or alias in actor.aliases


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("killed two men", "2020-01-03"),
        ("the conditional truce had run its course", "2020-11-19"),
        ("agreed to the pause", "2020-10"),
        ("barrage hit the Green Zone", "2020-11-17"),
        ("promised to put another 10 billion", "2020-10"),
        ("opened again this week", "2020-W47"),
    ],
)
def test_events_stand_once_with_their_dates(summary: Summary, words: str, date: str | None) -> None:
    (event,) = [e for e in summary.events if words in e.description]
    assert event.date == date


def test_a_deed_is_told_by_itself_with_who_did_it_to_whom(summary: Summary) -> None:
    names = {actor.id: actor.name for actor in summary.actors}
    (killings,) = [e for e in summary.events if e.date == "2020-01-03"]
    assert killings.description.startswith("The United States killed two men")
    assert [names[ref] for ref in killings.agent_ids] == ["United States"]
    assert [names[ref] for ref in killings.target_ids] == ["Qasem Soleimani", "Abu Mahdi al-Muhandis"]
    assert any("a strike on January 3" in e.quote for e in killings.evidence)


def test_without_a_day_of_publication_no_day_is_guessed() -> None:
    text = (Path(__file__).parents[3] / "seeds" / "conflict.txt").read_text(encoding="utf-8")
    summary: Summary = summarize(text, model="builtin/rules")
    events = summary.events
    assert "Thursday" in [e.date_text for e in events]
    assert all(e.date is None for e in events)


def test_figures_of_the_sample(summary: Summary) -> None:
    found = {(f.value, f.currency or f.unit) for f in summary.figures}
    assert {(5.0, "civilian"), (10e9, "SAR"), (2.7e9, "USD"), (30.0, "year")} <= found


def test_his_statements_are_his(summary: Summary) -> None:
    leader = next(a.id for a in summary.actors if a.name == "Qais al-Khazali")
    assert sum(claim.source_id == leader for claim in summary.claims) >= 4


def test_every_piece_of_evidence_is_verbatim(summary: Summary) -> None:
    text = summary.text or ""
    pieces = [e for _, record in summary.records() for e in record.evidence]
    assert pieces
    assert all(text[e.start : e.end] == e.quote for e in pieces)
