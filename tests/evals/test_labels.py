"""A labeller quotes; the builder finds, reads and refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.document import Document
from summarizer.errors import SchemaError
from summarizer.evals.fixture import load_fixtures
from summarizer.evals.labels import Labelled, build, main, read_labelling, read_texts, resolve
from tests.evals.samples import DRAFT, TEXT, draft, write_set


def resolved(**changes: Any) -> Labelled:
    return resolve(draft(**changes), Document(TEXT), file="x.json")


def test_quotes_become_places() -> None:
    labelled = resolved()
    assert labelled.faults == []
    for golds in labelled.records.values():
        for gold in golds:
            for evidence in gold.record.evidence:
                assert TEXT[evidence.start : evidence.end] == evidence.quote


def test_the_second_occurrence_is_found_and_a_third_is_a_fault() -> None:
    actor = DRAFT["actors"][1] | {"evidence": [{"quote": "Holt", "nth": 2}]}
    (gold,) = resolved(actors=[actor], events=[], claims=[], figures=[]).records["actors"]
    assert gold.record.evidence[0].start == TEXT.index("Holt said the")
    actor = actor | {"evidence": [{"quote": "Holt", "nth": 3}], "affiliation_id": None}
    faults = resolved(actors=[actor], events=[], claims=[], figures=[]).faults
    assert "a2: evidence 'Holt' stands 2 times in the text, not 3" in str(faults[0])


def test_an_actor_without_evidence_gets_its_mentions() -> None:
    actor = resolved().records["actors"][1].record
    assert [e.quote for e in actor.evidence] == ["Lena Holt", "Holt"]


def test_a_figures_values_are_read_from_its_text_and_may_be_corrected() -> None:
    one, two, _ = (gold.record for gold in resolved().records["figures"])
    assert (one.value, one.bound) == (1200, "approximate")
    assert (two.value, two.currency) == (2_700_000, "EUR")
    figure = DRAFT["figures"][1] | {"value": 2.8e6, "currency": "NOK"}
    corrected = resolved(figures=[figure]).records["figures"][0].record
    assert (corrected.value, corrected.currency) == (2.8e6, "NOK")
    cleared = DRAFT["figures"][0] | {"value": "none", "low": "none"}
    nothing = resolved(figures=[cleared]).records["figures"][0].record
    assert (nothing.value, nothing.low, nothing.bound) == (None, None, "approximate")


def test_the_status_of_a_record_is_not_that_of_its_label() -> None:
    event = DRAFT["events"][0] | {"status": "planned"}
    labelled = resolve(draft(events=[event], figures=[]), Document(TEXT), file="x", status="double")
    assert labelled.faults == []
    gold = labelled.records["events"][0]
    assert (gold.record.status, gold.label.status) == ("planned", "double")


def test_null_means_left_out() -> None:
    actor = DRAFT["actors"][0] | {"aliases": None, "role": None, "accept": None, "note": None}
    labelled = resolved(actors=[actor], events=[], claims=[], figures=[])
    assert labelled.faults == []
    assert labelled.records["actors"][0].record.aliases == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"claims": [DRAFT["claims"][1] | {"evidence": ["Holt promised"]}]}, "stands 0 times in the text"),
        ({"claims": [DRAFT["claims"][1] | {"evidence": [7]}]}, "evidence is a string or"),
        ({"claims": [DRAFT["claims"][1] | {"evidence": []}]}, "no evidence"),
        ({"figures": [DRAFT["figures"][0] | {"text": "three crew"}]}, "is in none of its evidence quotes"),
        ({"figures": [DRAFT["figures"][0] | {"text": "stranded"}]}, "no number was read in 'stranded'"),
        ({"verdict": "good"}, "unknown key 'verdict'"),
        ({"claims": None}, "no section 'claims'"),
        ({"claims": ["said"]}, "a record is an object, not str"),
    ],
)
def test_what_cannot_be_is_a_fault(changes: dict[str, Any], fault: str) -> None:
    assert any(fault in str(f) for f in resolved(**changes).faults)


def test_what_is_built_is_read_back_the_same(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set")
    built = load_fixtures(folder).documents[0].records
    drafted = read_labelling(folder / "labels", folder)["ferry"].records
    assert {k: list(v) for k, v in built.items()} == {k: list(v) for k, v in drafted.items()}


def test_the_command_checks_builds_and_verifies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "set")
    assert main(["check", str(folder / "labels"), "--texts", str(folder)]) == 0
    assert "'2.7 million euros' reads as value 2700000.0" in capsys.readouterr().out
    (folder / "labels" / "ferry.json").write_text(json.dumps(draft(claims=None)), encoding="utf-8")
    (folder / "ferry.gold.json").unlink()
    assert main(["build", str(folder), "--labels", str(folder / "labels")]) == 1
    assert "labels/ferry.json: no section 'claims'" in capsys.readouterr().out
    assert not (folder / "ferry.gold.json").exists()
    assert main(["verify", str(folder)]) == 0
    assert main(["check", str(folder / "labels"), "--texts", str(tmp_path)]) == 2


@pytest.mark.parametrize(("first", "status"), [("labels", "double"), ("adjudicated", "adjudicated")])
def test_of_two_labellings_the_first_is_taken_and_both_are_told(
    tmp_path: Path, first: str, status: str
) -> None:
    folder = write_set(tmp_path / "set", ["a", "b"])
    for name in ("adjudicated", "second"):
        (folder / name).mkdir()
        other = json.dumps(draft(claims=[]))
        (folder / name / "a.json").write_text(other, encoding="utf-8")
    labellings = dict.fromkeys([first, "labels", "second"])
    assert build(folder, [folder / name for name in labellings]) == []
    one, two = load_fixtures(folder).documents
    assert len(one.records["claims"]) == (3 if first == "labels" else 0)
    assert {g.label.status for g in one.records["actors"]} == {status}
    assert {g.label.status for g in two.records["actors"]} == {"single"}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from(
    [
        "id",
        "name",
        "aliases",
        "evidence",
        "source_id",
        "agent_ids",
        "text",
        "value",
        "accept",
        "importance",
        "date",
    ]
)


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(["actors", "events", "claims", "figures"]),
    st.integers(0, 1),
    st.dictionaries(fields, anything | st.dictionaries(fields, st.lists(anything, max_size=2)), max_size=3),
)
def test_whatever_a_draft_says_is_read_or_told_and_never_a_crash(
    section: str, place: int, changes: dict[str, Any]
) -> None:
    content = draft()
    content[section][place] |= changes
    labelled = resolve(content, Document(TEXT), file="x.json")
    assert all(str(fault).startswith("x.json") for fault in labelled.faults)
    if not labelled.faults:
        json.dumps(labelled.gold)


@given(anything)
def test_what_is_no_draft_at_all_is_told(content: Any) -> None:
    assert resolve(content, Document(TEXT), file="x.json").faults


def test_a_text_that_is_not_there_is_told(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set")
    for content, message in (
        ("{}", "must be a list of objects"),
        ('[{"id": "ferry", "colour": "red"}]', "ferry: colour: Extra inputs"),
    ):
        (folder / "texts.json").write_text(content, encoding="utf-8")
        with pytest.raises(SchemaError, match=message):
            read_texts(folder)
