"""Labels of other tools become drafts that `labels check` accepts, and what cannot is told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import InputError, Record, SchemaError, Summary
from summarizer.cli import main
from summarizer.evals.imports import Imported, add_texts, import_labels, write_drafts
from summarizer.evals.imports.marked import Utf16
from summarizer.evals.labels import build, check

TEXT = (
    "⛴🌊 Night ferries stop\n"
    "Oresund Ferries suspended its night crossings on Monday. “It is a hard 🌊 week,” Lena Holt said.\n"
    "The line carries about 1,200 passengers a night; the Holt plan would spare 1,200 of them, Holt said."
)
CUSTOM = "webanno.custom."


def units(words: str, nth: int = 1) -> tuple[int, int]:
    """Where words stand, in UTF-16 code units."""
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    before = len(TEXT[:start].encode("utf-16-le")) // 2
    return before, before + len(words.encode("utf-16-le")) // 2


class Cas:
    """An INCEpTION export, built as the tool writes it."""

    def __init__(self, annotator: str = "mk", title: str = "ferries.txt") -> None:
        core = "de.tudarmstadt.ukp.dkpro.core.api."
        self.structures: list[dict[str, Any]] = []
        self.add("uima.cas.Sofa", sofaNum=1, sofaID="_InitialView", mimeType="text", sofaString=TEXT)
        about = {"documentTitle": title, "documentId": annotator}
        self.span(core + "metadata.type.DocumentMetaData", TEXT, **about)
        self.span(core + "segmentation.type.Token", "Night")

    def add(self, kind: str, /, **features: Any) -> int:
        number = len(self.structures) + 1
        self.structures.append({"%ID": number, "%TYPE": kind, **features})
        return number

    def span(self, layer: str, words: str, nth: int = 1, /, **features: Any) -> int:
        begin, end = units(words, nth)
        return self.add(layer, **{"@sofa": 1, "begin": begin, "end": end, **features})

    def relation(self, layer: str, source: int, target: int, **features: Any) -> int:
        return self.add(
            layer, **{"@sofa": 1, "begin": 0, "end": 1, "@Governor": source, "@Dependent": target}, **features
        )

    def save(self, folder: Path, name: str = "mk.json") -> Path:
        content = {
            "%TYPES": {},
            "%FEATURE_STRUCTURES": self.structures,
            "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [s["%ID"] for s in self.structures[1:]]}},
        }
        path = folder / name
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return path


def labelled() -> Cas:
    """One of each record, referring to each other in each of the ways that the tool has."""
    cas = Cas()
    line = cas.span(CUSTOM + "Actor", "Oresund Ferries", kind="Organization")
    holt = cas.span(
        CUSTOM + "Actor", "Lena Holt", kind="person", role="chief executive", affiliation="Oresund Ferries"
    )
    short = cas.span(CUSTOM + "Actor", "Holt", 3, kind="person")
    cas.relation(CUSTOM + "Coreference", short, holt)
    link = cas.add(CUSTOM + "EventAgentsLink", **{"role": "agent", "@target": line})
    agents = cas.add("uima.cas.FSArray", **{"%ELEMENTS": [link]})
    event = cas.span(
        CUSTOM + "Event", "Oresund Ferries suspended its night crossings on Monday",
        description="Oresund Ferries suspended its night crossings.", date_text="on Monday",
        **{"@agents": agents},
    )  # fmt: skip
    cas.span(CUSTOM + "Claim", "“It is a hard 🌊 week,”", quotation="direct", cue="said", **{"@source": holt})
    figure = cas.span(CUSTOM + "Figure", "about 1,200 passengers", measure="passengers a night")
    cas.relation(CUSTOM + "Link", figure, event, label="event")
    return cas


def imported(path: Path, form: str = "inception", **options: Any) -> Imported:
    return import_labels([path], form, **options)


def only(made: Imported) -> dict[str, Any]:
    (draft,) = made.drafts.values()
    return draft


def test_each_layer_becomes_records_that_refer_to_each_other(tmp_path: Path) -> None:
    made = imported(labelled().save(tmp_path))
    assert not made.left
    assert made.texts == {"ferries": TEXT}
    draft = only(made)
    assert draft["labeller"] == "mk"
    assert draft["actors"] == [
        {
            "id": "a1", "kind": "organization", "name": "Oresund Ferries", "aliases": [],
            "evidence": ["Oresund Ferries"],
        },
        {
            "id": "a2", "kind": "person", "role": "chief executive", "affiliation_id": "a1",
            "name": "Lena Holt", "aliases": ["Holt"],
            "evidence": ["Lena Holt", {"quote": "Holt", "nth": 3}],
        },
    ]  # fmt: skip
    (event,) = draft["events"]
    assert event["agent_ids"] == ["a1"]
    assert event["description"] == "Oresund Ferries suspended its night crossings."
    (claim,) = draft["claims"]
    assert claim["content"] == "It is a hard 🌊 week,"
    assert claim["source_id"] == "a2"
    (figure,) = draft["figures"]
    assert (figure["text"], figure["event_id"]) == ("about 1,200 passengers", "e1")


def test_drafts_pass_the_check_and_a_set_is_built_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = labelled().save(tmp_path)
    labels, texts = tmp_path / "labels" / "mk", tmp_path / "set"
    command = [
        "eval",
        "import",
        str(path),
        "--from",
        "inception",
        "--out",
        str(labels),
        "--texts",
        str(texts),
    ]
    assert main(command) == 0
    assert "1 drafts" in capsys.readouterr().out
    faults, _ = check(labels, texts)
    assert faults == []
    assert build(texts, [labels]) == []
    gold = json.loads((texts / "ferries.gold.json").read_text(encoding="utf-8"))
    for section in ("actors", "events", "claims", "figures"):
        for record in gold[section]:
            for evidence in record["evidence"]:
                assert TEXT[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_nothing_is_dropped_without_a_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cas = labelled()
    cas.span(CUSTOM + "Weather", "Monday")
    cas.span(CUSTOM + "Weather", "week")
    cas.span(CUSTOM + "Event", "The line", mood="calm")
    cas.add(CUSTOM + "Genre", genre="news")
    cas.add(CUSTOM + "Actor", **{"@sofa": 1, "begin": 3, "end": 10_000})
    cas.relation(CUSTOM + "Rivalry", 4, 5)
    cas.span(CUSTOM + "Claim", "The line carries", source="Nobody", content="It carries.")
    path = cas.save(tmp_path)
    assert main(["eval", "import", str(path), "--from", "inception", "--out", str(tmp_path / "out")]) == 5
    told = capsys.readouterr().err
    for expected in [
        "2 places labelled 'webanno.custom.Weather', which is no section",
        "1 values of 'mood', which is no field of events",
        "1 annotations of 'webanno.custom.Genre', which have no place in the text",
        "1 places of 'webanno.custom.Actor' that are not in the text",
        "1 links 'Rivalry' between actors and actors",
        "1 values of source_id that name no record of actors",
    ]:
        assert expected in told, told


def test_a_mapping_says_what_names_do_not(tmp_path: Path) -> None:
    cas = Cas()
    ner = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
    line = cas.span(ner, "Oresund Ferries", value="ORG")
    cas.span(ner, "Lena Holt", value="PER")
    cas.span(ner, "Monday", value="DATE")
    deed = cas.span(
        CUSTOM + "Deed", "Oresund Ferries suspended its night crossings", Inhalt="Ferries stopped.", mood="x"
    )
    cas.relation(CUSTOM + "Rel", line, deed, label="did it")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        '[labels]\nDATE = "-"\nDeed = {section = "events", status = "ongoing"}\n'
        '[fields]\nInhalt = "description"\nmood = "-"\n[links]\n"did it" = "agent_ids"\n',
        encoding="utf-8",
    )
    made = imported(cas.save(tmp_path), mapping=mapping)
    assert not made.left
    draft = only(made)
    assert [actor["kind"] for actor in draft["actors"]] == ["organization", "person"]
    assert draft["events"][0]["description"] == "Ferries stopped."
    assert draft["events"][0]["status"] == "ongoing"
    assert draft["events"][0]["agent_ids"] == ["a1"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[labels", "is not TOML"),
        ('[labels]\nA = "people"\n', "is no section"),
        ('[names]\nA = "actors"\n', "names"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(content, encoding="utf-8")
    with pytest.raises(SchemaError, match=said):
        imported(labelled().save(tmp_path), mapping=tmp_path / "m.toml")


def region(key: str, words: str, labels: Sequence[str], nth: int = 1, **value: Any) -> dict[str, Any]:
    start, end = units(words, nth)
    shown = words.replace("\n", "\\n")
    return {
        "id": key, "from_name": "label", "to_name": "text", "type": "labels",
        "value": {"start": start, "end": end, "text": shown, "labels": list(labels), **value},
    }  # fmt: skip


def said(key: str, control: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": key, "from_name": control, "to_name": "text", "type": kind, "value": dict(value)}


def relation(source: str, target: str, *labels: str, direction: str = "right") -> dict[str, Any]:
    return {
        "type": "relation",
        "from_id": source,
        "to_id": target,
        "direction": direction,
        "labels": list(labels),
    }


def results() -> list[dict[str, Any]]:
    return [
        said("r2", "role", "textarea", {"text": ["chief executive"]}),
        region("r1", "Oresund Ferries", ["Organization"]),
        region("r2", "Lena Holt", ["Actor"]),
        said("r2", "kind", "choices", {"choices": ["person"]}),
        region("r3", "Oresund Ferries suspended its night crossings on Monday", ["Event"]),
        said("r3", "description", "textarea", {"text": ["Oresund Ferries suspended its night crossings."]}),
        relation("r3", "r1", "agent"),
        region("r4", "“It is a hard 🌊 week,”", ["Claim"]),
        said("r4", "quotation", "choices", {"choices": ["direct"]}),
        relation("r2", "r4", direction="left"),
        region("r5", "1,200", ["Figure"], nth=2),
        said("r5", "measure", "textarea", {"text": ["passengers spared"]}),
        said("r5", "value", "number", {"number": 1200}),
    ]


def task(found: Sequence[Mapping[str, Any]], number: int = 7, who: Any = 3, **more: Any) -> dict[str, Any]:
    annotation = {"id": 1, "completed_by": who, "was_cancelled": False, "result": list(found)}
    return {"id": number, "data": {"text": TEXT}, "annotations": [annotation], "predictions": [], **more}


def saved(content: Any, folder: Path) -> Path:
    path = folder / "export.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_label_studio_export_becomes_a_draft_that_passes_the_check(tmp_path: Path) -> None:
    made = imported(saved([task(results())], tmp_path), "label-studio")
    assert not made.left
    draft = made.drafts["task-7"]
    assert draft["labeller"] == "3"
    assert [(a["name"], a["kind"]) for a in draft["actors"]] == [
        ("Oresund Ferries", "organization"),
        ("Lena Holt", "person"),
    ]
    assert draft["events"][0]["agent_ids"] == ["a1"]
    assert draft["claims"][0]["source_id"] == "a2"
    assert draft["figures"][0]["evidence"] == [{"quote": "1,200", "nth": 2}]
    assert draft["figures"][0]["value"] == 1200.0
    write_drafts(made, tmp_path / "labels")
    add_texts(made, tmp_path / "set")
    assert check(tmp_path / "labels", tmp_path / "set")[0] == []


def test_offsets_that_count_code_points_are_known_by_the_region_s_text(tmp_path: Path) -> None:
    start = TEXT.index("Lena Holt")
    one = region("r1", "Lena Holt", ["Person"], start=start, end=start + 9)
    two = region("r2", "Oresund Ferries suspended", ["Event"], text="something else")
    made = imported(saved([task([one, two])], tmp_path), "label-studio")
    assert only(made)["actors"][0]["name"] == "Lena Holt"
    assert only(made)["events"] == []
    assert made.left["places labelled 'Event' that are not in the text"] == 1


def test_a_line_break_that_the_tool_wrote_as_two_letters_is_one(tmp_path: Path) -> None:
    made = imported(saved([task([region("r1", "stop\nOresund", ["Event"])])], tmp_path), "label-studio")
    assert only(made)["events"][0]["evidence"] == ["stop\nOresund"]


def test_json_min_gives_what_it_keeps(tmp_path: Path) -> None:
    labels = [region("x", "Lena Holt", ["Person"])["value"], region("y", "Holt plan", ["Event"])["value"]]
    start, end = units("Holt plan")
    status = [{"start": start, "end": end, "choices": ["planned", "x"]}]
    item = {
        "id": 4,
        "text": TEXT,
        "label": labels,
        "status": status,
        "mood": "calm",
        "annotator": 2,
        "annotation_id": 9,
    }
    made = imported(saved([item], tmp_path), "label-studio")
    assert [actor["name"] for actor in only(made)["actors"]] == ["Lena Holt"]
    assert only(made)["events"][0]["status"] == "planned"
    assert any("JSON-MIN" in what for what in made.left)
    assert made.left["further values of status, of which a record of events has one"] == 1


def test_labels_of_several_people_are_not_mixed(tmp_path: Path) -> None:
    both = task(results())
    both["annotations"].append({"id": 2, "completed_by": {"email": "eva@velm.example"}, "result": []})
    both["annotations"].append({"id": 3, "completed_by": 9, "was_cancelled": True, "result": results()})
    path = saved([both], tmp_path)
    with pytest.raises(InputError, match=r"by 3, eva@velm\.example: choose with --annotator"):
        imported(path, "label-studio")
    assert len(only(imported(path, "label-studio", annotator="3"))["actors"]) == 2
    assert only(imported(path, "label-studio", annotator="eva@velm.example"))["actors"] == []
    nobody = imported(path, "label-studio", annotator="zoe")
    assert nobody.left["documents without labels by that annotator"] == 1
    files = [Cas("mk").save(tmp_path, "a.json"), Cas("zo").save(tmp_path, "b.json")]
    with pytest.raises(InputError, match="by mk, zo"):
        import_labels(files, "inception")


def test_what_belongs_to_no_place_is_told(tmp_path: Path) -> None:
    found = [
        *results(),
        said("doc", "topic", "choices", {"choices": ["sea"]}),
        relation("r1", "gone", "agent"),
    ]
    left = imported(saved([task(found)], tmp_path), "label-studio").left
    assert left["values of 'topic' that belong to no place"] == 1
    assert left["links 'agent' to or from a place that was left out"] == 1


@pytest.mark.parametrize(
    ("content", "form", "said"),
    [
        ({"a": 1}, "inception", "not an export of INCEpTION"),
        ({"%FEATURE_STRUCTURES": []}, "inception", "0 texts"),
        ([1], "label-studio", "not an export of Label Studio"),
        (
            [{"id": 1, "data": {"body": "x"}, "annotations": [{"result": []}]}],
            "label-studio",
            "body.*--text-field",
        ),
    ],
)
def test_a_file_that_is_no_export_is_refused(content: Any, form: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=said):
        imported(saved(content, tmp_path), form)


@pytest.mark.parametrize("title", ["../../etc/passwd.txt", "a/../..", "", "C:\\x\\y", "…/\n"])
def test_no_document_is_written_outside_its_folder(title: str, tmp_path: Path) -> None:
    made = imported(Cas(title=title).save(tmp_path))
    write_drafts(made, tmp_path / "out" / "labels")
    add_texts(made, tmp_path / "out" / "set")
    (name,) = [path.name for path in (tmp_path / "out" / "labels").iterdir()]
    assert name.endswith(".json")
    assert {path.name for path in tmp_path.iterdir()} == {"mk.json", "out"}


def test_work_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    made = imported(labelled().save(tmp_path))
    write_drafts(made, tmp_path / "out")
    with pytest.raises(InputError, match="is there already"):
        write_drafts(made, tmp_path / "out")
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "ferries.txt").write_text("Another text", encoding="utf-8")
    with pytest.raises(InputError, match="is not the text"):
        add_texts(made, tmp_path / "set")


def test_a_text_that_the_set_has_goes_by_its_id_there(tmp_path: Path) -> None:
    first = imported(labelled().save(tmp_path))
    assert add_texts(first, tmp_path / "set") == ["ferries"]
    again = imported(saved([task(results())], tmp_path), "label-studio", texts=tmp_path / "set")
    assert list(again.drafts) == ["ferries"]
    assert add_texts(again, tmp_path / "set") == []


class Crossing(Record):
    route: str
    daily: bool | None = None


class Crossings(Summary):
    crossings: list[Crossing]


def test_a_section_of_one_s_own_is_a_label_like_the_others(tmp_path: Path) -> None:
    cas = Cas()
    cas.span(CUSTOM + "Crossing", "night crossings", note="hard to say", importance="optional")
    (crossing,) = only(imported(cas.save(tmp_path), schema=Crossings))["crossings"]
    assert crossing == {
        "id": "cr1", "route": "night crossings", "note": "hard to say", "importance": "optional",
        "evidence": ["night crossings"],
    }  # fmt: skip


JUNK: Sequence[Any] = (None, 7, -1, 1.5, "x", "\ud83d", True, [], [[1]], {}, {"a": [1]})


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every value within a piece of JSON, by its container and its key there."""
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield node, key
        if isinstance(value, dict | list):
            yield from places(value)


@pytest.mark.parametrize("form", ["inception", "label-studio"])
def test_a_file_that_was_tampered_with_is_read_or_refused(form: str, tmp_path: Path) -> None:
    whole = json.dumps(
        json.loads(labelled().save(tmp_path).read_bytes()) if form == "inception" else [task(results())]
    )
    for number in range(len(list(places(json.loads(whole))))):
        for junk in JUNK:
            damaged = json.loads(whole)
            container, key = list(places(damaged))[number]
            container[key] = junk
            path = tmp_path / "damaged.json"
            path.write_text(json.dumps(damaged), encoding="utf-8")
            try:
                made = imported(path, form)
            except InputError:
                continue
            folder = tmp_path / f"{number}-{JUNK.index(junk)}"
            write_drafts(made, folder / "labels")
            add_texts(made, folder / "set")


@given(st.text(st.characters(exclude_categories=["Cs"])), st.data())
def test_code_units_become_the_code_points_that_they_stand_for(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    places = [len(text[:at].encode("utf-16-le")) // 2 for at in (start, end)]
    assert Utf16(text).place(*places) == ((start, end) if start < end else None)


@pytest.mark.parametrize("place", [(1, 2), (0, 1), (-1, 2), (0, 9), (2, 2), (3, 2)])
def test_a_place_that_is_none_is_not_made_up(place: tuple[int, int]) -> None:
    assert Utf16("🌊ab").place(*place) is None
