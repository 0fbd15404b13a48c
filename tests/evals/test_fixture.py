"""Fixtures are read whole or refused, with file and record named."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any

import pytest

from summarizer.errors import InputError, SchemaError
from summarizer.evals.fixture import find_faults, load_fixtures
from summarizer.schema import Record, Refers, Summary
from tests.evals.samples import EVALS, news, write_set


def edit(folder: Path, section: str, place: int, **changes: Any) -> None:
    """Change a gold record, and the manifest's hash with it."""
    path = folder / "ferry.gold.json"
    content = json.loads(path.read_bytes())
    content[section][place] |= changes
    path.write_text(json.dumps(content), encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["documents"]["ferry"]["gold_sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_a_set_is_read_with_its_documents_labels_and_metadata(tmp_path: Path) -> None:
    write_set(tmp_path / "set", ["b", "a"], tags=["agency", "hedges"])
    fixtures = load_fixtures(tmp_path / "set")
    assert [doc.id for doc in fixtures.documents] == ["a", "b"]
    doc = fixtures.documents[0]
    assert str(doc.document.published) == "2026-03-03"
    assert doc.tags == ("agency", "hedges")
    optional = [g.record.id for golds in doc.records.values() for g in golds if not g.core]
    assert optional == ["a4", "f3"]
    assert doc.records["events"][0].accepted("status") == ["occurred", "ongoing"]


def test_a_folder_of_sets_is_read_too(tmp_path: Path) -> None:
    write_set(tmp_path / "fixtures" / "one", ["a"])
    write_set(tmp_path / "fixtures" / "two", ["b"])
    assert len(load_fixtures(tmp_path).documents) == 2
    assert len(load_fixtures(tmp_path).part("test").documents) == 0


def test_an_id_in_two_sets_is_refused(tmp_path: Path) -> None:
    write_set(tmp_path / "fixtures" / "one", ["a"])
    write_set(tmp_path / "fixtures" / "two", ["a"])
    with pytest.raises(SchemaError, match=r"two/manifest\.json, a: the id is in another set too"):
        load_fixtures(tmp_path)


@pytest.mark.parametrize(
    ("section", "place", "changes", "message"),
    [
        (
            "claims",
            1,
            {"evidence": [{"quote": "Holt said", "start": 0, "end": 9}]},
            "c2: evidence 1 is not what",
        ),
        ("claims", 1, {"evidence": []}, "c2: no evidence"),
        ("claims", 1, {"id": "c1"}, "c1: the id is used twice"),
        ("claims", 1, {"source_id": "a9"}, "c2: source_id: 'a9' is no id in actors"),
        ("claims", 1, {"source_id": "e1"}, "c2: source_id: 'e1' is no id in actors"),
        ("claims", 1, {"quotation": "spoken"}, "c2: quotation: Input should be"),
        ("claims", 1, {"colour": "red"}, "c2: colour: Extra inputs"),
        ("claims", 1, {"cue": "whispered"}, "c2: cue: 'whispered' is not in the text"),
        ("claims", 1, {"label": {"importance": "vital"}}, "c2: importance: Input should be"),
        ("claims", 1, {"label": {"accept": {"source_id": ["a9"]}}}, "c2: source_id: 'a9' is no id"),
        ("claims", 1, {"label": {"accept": {"colour": ["red"]}}}, "c2: accept: 'colour' is no field"),
        ("events", 0, {"label": {"accept": {"status": ["over"]}}}, "e1: accept: 'over' does not fit"),
        ("events", 0, {"date": "Monday"}, "e1: date: String should match pattern"),
        ("actors", 0, {"name": "Øresund Ferries"}, "a1: name: 'Øresund Ferries' is not in the text"),
    ],
)
def test_each_fault_is_refused_with_its_file_and_record(
    tmp_path: Path, section: str, place: int, changes: dict[str, Any], message: str
) -> None:
    folder = write_set(tmp_path / "set")
    edit(folder, section, place, **changes)
    with pytest.raises(SchemaError) as caught:
        load_fixtures(folder)
    assert f"set/ferry.gold.json, {message}" in str(caught.value)


@pytest.mark.parametrize("name", ["ferry.txt", "ferry.gold.json"])
def test_a_file_that_is_not_the_manifests_is_refused(tmp_path: Path, name: str) -> None:
    folder = write_set(tmp_path / "set")
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(SchemaError, match=f"set/{name}: its sha256 is not the manifest's"):
        load_fixtures(folder)


def test_every_fault_is_listed(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set")
    edit(folder, "claims", 1, source_id="a9", cue="whispered")
    assert len(find_faults(folder)) == 2
    with pytest.raises(SchemaError, match="1 more"):
        load_fixtures(folder)


def test_a_missing_file_a_missing_section_and_no_set_at_all_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no fixtures"):
        load_fixtures(tmp_path)
    folder = write_set(tmp_path / "set")
    (folder / "ferry.gold.json").unlink()
    assert "ferry" in str(find_faults(folder)[0])
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    assert "not JSON" in str(find_faults(folder)[0])


class Sanction(Record):
    """A penalty."""

    measure: str
    against_id: Annotated[str | None, Refers("actors")] = None


class Mine(Summary):
    sanctions: list[Sanction]


def test_a_schema_of_ones_own_has_gold_records_too(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set")
    with pytest.raises(SchemaError, match="no section 'sanctions'"):
        load_fixtures(folder, Mine)


def test_changing_a_label_changes_the_sets_hash(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set")
    before = load_fixtures(folder).sha256
    edit(folder, "actors", 0, kind="government")
    assert load_fixtures(folder).sha256 != before


def test_the_fixtures_that_releases_are_judged_by_are_sound() -> None:
    assert len(load_fixtures(EVALS).documents) >= len(news().documents) == 12


@pytest.mark.parametrize("name", ["a.txt", "a.gold.json"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    folder = write_set(tmp_path / "set", ["a"])
    (folder / name).unlink()
    with pytest.raises(SchemaError, match=f"^set/{name}: No such file or directory$"):
        load_fixtures(folder)
