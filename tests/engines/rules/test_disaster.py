"""The disaster sample, with a dateline, a corrected toll and people missing, after the whole pipeline."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from summarizer import Summary, summarize


@pytest.fixture(scope="module")
def summary() -> Summary:
    text = (Path(__file__).parents[3] / "seeds" / "disaster.txt").read_text(encoding="utf-8")
    return summarize(text, model="builtin/rules", published=datetime.date(2025, 6, 10))


def test_the_disaster_is_told_without_the_dateline_and_dated_by_its_own_day(summary: Summary) -> None:
    (burst,) = [e for e in summary.events if "burst" in e.description]
    assert burst.description.startswith("A dam holding back the waste of a copper mine burst")
    assert (burst.date_text, burst.date) == ("Monday", "2025-06-09")


@pytest.mark.parametrize("words", ["given the toll", "still missing"])
def test_a_toll_that_was_given_and_a_state_are_no_events(summary: Summary, words: str) -> None:
    assert summary.events
    assert all(words not in e.description for e in summary.events)


def test_the_toll_that_was_corrected_stays_a_figure(summary: Summary) -> None:
    found = {f.value: f.status for f in summary.figures}
    assert found[36.0] == "superseded"
    assert 31.0 in found
