"""Replies of real models, as they came: what grounding and audit make of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarizer.exchange.apart import parse_reply
from summarizer.schema import Summary

RECORDINGS = sorted((Path(__file__).parent / "recordings").glob("*.json"))


def summary_of(recording: dict[str, Any], seeds: Path) -> Summary:
    text = (seeds / recording["document"]).read_text(encoding="utf-8")
    return parse_reply(
        text,
        json.dumps(recording["reply"]),
        model="openai/recorded",
        base_url="http://localhost:1/v1",
        published=recording["published"],
    )


def test_there_are_recordings() -> None:
    assert RECORDINGS


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_a_good_reply_passes_the_audit_but_for_what_is_known(path: Path, seeds: Path) -> None:
    recording = json.loads(path.read_text(encoding="utf-8"))
    summary = summary_of(recording, seeds)
    rejected = [[each.section, each.findings[0].code] for each in summary.rejected]
    assert rejected == recording["rejected"]
    for section, record in summary.records():
        assert record.evidence, (section, record.id)
        for evidence in record.evidence:
            assert summary.text is not None
            assert summary.text[evidence.start : evidence.end] == evidence.quote


def test_the_conflict_sample_s_facts_come_through(seeds: Path) -> None:
    path = Path(__file__).parent / "recordings" / "conflict.json"
    summary = summary_of(json.loads(path.read_text(encoding="utf-8")), seeds)
    assert {(f.value, f.currency) for f in summary.figures} >= {(10e9, "SAR"), (2.7e9, "USD")}
    assert {"2020-11-17", "2020-01-03"} <= {event.date for event in summary.events}
    speakers = {actor.id for actor in summary.actors if "Khazali" in actor.name}
    quoted = [claim for claim in summary.claims if claim.quotation == "mixed"]  # "so do the weapons"
    assert [claim.source_id in speakers for claim in quoted] == [True]
