"""Forms, checks, suggestions and the comparison of two labellings."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from summarizer import Summarizer
from summarizer.document import Document
from summarizer.errors import InputError, SchemaError, SettingsError
from summarizer.evals.labels import resolve
from summarizer.label.bench import Bench, Engine
from summarizer.label.checking import check
from summarizer.label.forms import forms
from summarizer.label.states import State
from summarizer.label.suggestions import quoted
from summarizer.label.workspace import labeller_name, open_workspace
from summarizer.schema import Evidence, Summary
from tests.evals.samples import DRAFT, PUBLISHED, TEXT, draft
from tests.label.sets import SanctionSummary, labelled, write_texts

DOCUMENT = Document(TEXT, published=PUBLISHED)
RULES = Engine("builtin/rules", Summarizer("builtin/rules").summarize)


def test_a_form_offers_what_the_schema_allows() -> None:
    actors, events, _, figures = forms(Summary)
    fields = {field["name"]: field for field in actors["fields"]}
    assert actors["one"] == "actor"
    assert [form["key"] for form in forms(Summary)] == ["a", "e", "c", "f"]
    assert fields["name"]["verbatim"]
    assert fields["name"]["required"]
    assert fields["kind"]["choices"][:2] == ["person", "organization"]
    assert fields["affiliation_id"]["control"] == "reference"
    assert fields["aliases"]["control"] == "texts"
    assert next(f for f in events["fields"] if f["name"] == "agent_ids")["section"] == "actors"
    by_code = [field["name"] for field in figures["fields"] if field["by_code"]]
    assert by_code == ["value", "low", "high", "bound", "unit", "currency"]


def test_a_callers_own_section_has_a_form_without_more_code() -> None:
    own = forms(SanctionSummary)[-1]
    assert (own["name"], own["one"], own["prefix"], own["key"]) == ("sanctions", "sanction", "s", "s")
    controls = {field["name"]: field["control"] for field in own["fields"]}
    assert controls == {
        "measure": "text",
        "target_id": "reference",
        "article": "text",
        "weeks": "integer",
        "lifted": "boolean",
    }


@pytest.mark.parametrize(
    ("section", "change", "field", "message"),
    [
        ("actors", {"kind": None}, "kind", "Field required"),
        ("actors", {"name": "Orsund"}, "name", "is not in the text"),
        ("actors", {"aliases": ["X"]}, "aliases", "is not in the text"),
        ("events", {"agent_ids": ["a9"]}, "agent_ids", "is no id in actors"),
        ("events", {"date": "Monday"}, "date", "pattern"),
        ("claims", {"evidence": []}, "evidence", "no evidence"),
        ("claims", {"evidence": ["nowhere"]}, "evidence", "stands 0 times"),
        ("figures", {"text": "stranded", "value": None}, "text", "no number was read"),
        ("figures", {"accept": {"colour": ["red"]}}, "accept", "is no field"),
        ("claims", {"importance": "high"}, "importance", "'core' or 'optional'"),
    ],
)
def test_a_fault_is_told_at_its_field(section: str, change: dict[str, Any], field: str, message: str) -> None:
    content = draft()
    content[section][0] |= change
    who = content[section][0]["id"]
    found = check(content, DOCUMENT).faults
    assert any(f.record == who and f.field == field and message in f.message for f in found), found


def test_faults_are_those_of_the_builder() -> None:
    content = draft(events=[], claims=[DRAFT["claims"][0] | {"cue": "shouted"}])
    told = [fault.message for fault in resolve(content, DOCUMENT, file="").faults]
    found = check(content, DOCUMENT).faults
    assert [
        f"{f.field}: {f.message}" if f.field not in (None, "evidence") else f.message for f in found
    ] == told
    assert len(told) == 3


def test_how_code_reads_a_figure_is_told_until_the_labeller_corrects_it() -> None:
    one, two, _ = check(DRAFT, DOCUMENT).readings["figures"]
    assert (one["value"], one["bound"]) == (1200, "approximate")
    assert (two["value"], two["currency"]) == (2_700_000, "EUR")
    figure = DRAFT["figures"][1] | {"currency": "NOK"}
    assert "currency" not in check(draft(figures=[figure]), DOCUMENT).readings["figures"][0]


def test_a_later_place_of_the_same_words_is_numbered() -> None:
    start = TEXT.rindex("Holt")
    place = Evidence(quote="Holt", start=start, end=start + 4)
    assert quoted(place, TEXT) == {"quote": "Holt", "nth": 2}
    assert quoted(Evidence(quote="aa", start=1, end=3), "aaa") == {"quote": "aa", "nth": 2}


def test_an_engines_records_are_suggested_and_valid_once_taken(tmp_path: Path) -> None:
    bench = Bench(open_workspace(write_texts(tmp_path)), "mk", engine=RULES)
    mine = DRAFT["actors"][2]
    bench.change("ferry", 0, State(draft=draft(actors=[mine], events=[], claims=[], figures=[])))
    told = bench.draft("ferry", 1)
    suggested = told["state"]["suggested"]
    assert {each["origin"] for each in suggested} == {"builtin/rules"}
    assert mine["id"] not in {each["record"]["id"] for each in suggested}
    assert told["state"]["draft"]["actors"] == [mine]
    taken = draft(actors=[], events=[], claims=[], figures=[])
    for each in suggested:
        taken[each["section"]].append(each["record"])
    assert check(taken, DOCUMENT).faults == []
    again = bench.draft("ferry", 2)["state"]["suggested"]
    assert len(again) == len(suggested)


def test_no_engine_drafts_in_a_blind_labelling_and_earlier_drafts_are_not_shown(tmp_path: Path) -> None:
    space = open_workspace(write_texts(tmp_path))
    Bench(space, "mk", engine=RULES).draft("ferry", 0)
    blind = Bench(space, "mk", blind=True)
    assert blind.open("ferry")["state"]["suggested"] == []
    with pytest.raises(InputError, match="No engine"):
        blind.draft("ferry", 1)


def test_a_labeller_sees_no_other_labelling(tmp_path: Path) -> None:
    texts = write_texts(tmp_path)
    labelled(texts, "one", {"ferry": DRAFT})
    bench = Bench(open_workspace(texts), "two", blind=True)
    assert {each["state"] for each in bench.overview()["documents"]} == {"untouched"}
    assert bench.open("ferry")["state"]["draft"]["actors"] == []
    with pytest.raises(InputError, match="No two labellings"):
        bench.agreement()


def other_labelling() -> dict[str, Any]:
    """The draft with other ids, a claim of another source, and an event less."""
    content = copy.deepcopy(draft(labeller="two"))
    content["events"].pop()
    content["figures"][2]["event_id"] = "e1"
    content["claims"][0]["source_id"] = "a3"
    return content


def test_two_labellings_are_paired_and_their_agreement_told(tmp_path: Path) -> None:
    texts = write_texts(tmp_path)
    labelled(texts, "one", {"ferry": DRAFT})
    labelled(texts, "two", {"ferry": other_labelling(), "quiet": other_labelling()})
    bench = Bench(open_workspace(texts), "adjudicated", adjudicated=("one", "two"))
    assert [each["id"] for each in bench.overview()["documents"]] == ["ferry"]
    agreed = bench.agreement()
    assert agreed == bench.agreement("ferry")
    assert agreed["sections"]["actors"] == 1.0
    assert agreed["sections"]["events"] == pytest.approx(2 / 3)
    suggested = bench.open("ferry")["state"]["suggested"]
    ids = [each["record"]["id"] for each in suggested]
    assert len(set(ids)) == len(ids)
    pairs: dict[Any, list[Any]] = {}
    for each in suggested:
        pairs.setdefault(each["pair"], []).append(each)
    alone = pairs.pop(None)
    assert [(each["origin"], each["record"]["id"]) for each in alone] == [("one", "e2")]
    assert all([each["origin"] for each in pair] == ["one", "two"] for pair in pairs.values())
    (claim,) = (pair for pair in pairs.values() if pair[0]["differences"])
    assert claim[0]["differences"] == ["source"]
    names = {
        each["record"].get("name"): each["record"]["id"] for each in suggested if each["origin"] == "two"
    }
    assert claim[1]["record"]["source_id"] == names["Seafarers' Union"] != "a3"


def test_a_labelling_with_faults_is_not_adjudicated(tmp_path: Path) -> None:
    texts = write_texts(tmp_path)
    labelled(texts, "one", {"ferry": DRAFT})
    labelled(texts, "two", {"ferry": draft(actors=[])})
    bench = Bench(open_workspace(texts), "adjudicated", adjudicated=("one", "two"))
    with pytest.raises(SchemaError, match=r"two/ferry\.json, e1: agent_ids"):
        bench.open("ferry")


def test_text_files_alone_become_a_set(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "fremd.txt").write_text(
        "Der Rat hat die Brücke nach der Sitzung gesperrt. " * 9, encoding="utf-8"
    )
    space = open_workspace(tmp_path)
    assert {key: entry.language for key, entry in space.entries.items()} == {"fremd": "und", "plain": "en"}
    assert space.labels == tmp_path.resolve() / "labels"
    assert open_workspace(tmp_path).entries == space.entries


@pytest.mark.parametrize("key", ["../outside", "sub/inside", "linked", ".."])
def test_a_text_outside_the_folder_is_refused(tmp_path: Path, key: str) -> None:
    (tmp_path / "outside.txt").write_text("secret", encoding="utf-8")
    texts = write_texts(tmp_path, {"ferry": TEXT})
    (texts / "sub").mkdir()
    (texts / "sub" / "inside.txt").write_text("inside", encoding="utf-8")
    (texts / "linked.txt").symlink_to(tmp_path / "outside.txt")
    (texts / "texts.json").write_text(f'[{{"id": "{key}"}}]', encoding="utf-8")
    with pytest.raises(InputError):
        open_workspace(texts)


def test_a_folder_without_texts_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"neither texts\.json nor text files"):
        open_workspace(tmp_path)
    with pytest.raises(InputError, match="is no folder"):
        open_workspace(tmp_path / "missing")


def test_labels_that_could_not_be_kept_are_told_before_anything_is_labelled(tmp_path: Path) -> None:
    texts = write_texts(tmp_path, {"ferry": TEXT})
    with pytest.raises(InputError, match="--labels names"):
        open_workspace(texts, texts / "ferry.txt")


@pytest.mark.parametrize("name", ["", "..", "a/b", ".hidden", "-x", "x" * 65, "a\nb"])
def test_a_labeller_is_no_path(name: str) -> None:
    with pytest.raises(SettingsError):
        labeller_name(name)
    assert labeller_name("Mk.2-é") == "Mk.2-é"
