"""The wire model: what of the public records a language model is asked for, and in which form."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import jsonschema
import pytest
from pydantic import BaseModel, Field

from summarizer.engines.llm.reply import to_composition, to_records
from summarizer.engines.llm.wire import composition_wire, wire_for, wire_schema
from summarizer.errors import SchemaError
from summarizer.schema import Computed, Event, Record, Refers, Summary, Verbatim
from tests.engines.llm.samples import reply

# https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
STRICT = frozenset(
    {
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "anyOf",
        "enum",
        "const",
        "$ref",
        "$defs",
    }
    | {"description", "pattern", "format", "multipleOf", "minimum", "maximum", "exclusiveMinimum"}
    | {"exclusiveMaximum", "minItems", "maxItems"}
)


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema."""
    yield schema
    for named in ("properties", "$defs"):
        for inner in schema.get(named, {}).values():
            yield from nodes(inner)
    for inner in [*schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]:
        yield from nodes(inner)


def assert_strict(schema: Any) -> None:
    assert schema["type"] == "object"
    for node in nodes(schema):
        assert set(node) <= STRICT
        assert "$ref" not in node or len(node) == 1
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])


class Money(BaseModel):
    amount: Annotated[float, Field(ge=0)] = 0
    currency: str | None = None


class Level(enum.Enum):
    LOW = "low"
    HIGH = "high"


class Sanction(Record):
    """A measure against somebody.

    This paragraph is for people.
    """

    target_id: Annotated[str | None, Refers("actors")] = None
    against: Annotated[str, Verbatim()]
    sizes: list[Money] = Field(default_factory=list, max_length=3)
    level: Level = Level.LOW
    since: datetime.date | None = None
    event_ids: Annotated[list[str], Refers("events")] = Field(default_factory=list)
    title: str = ""
    weight: Annotated[float | None, Field(ge=0, le=1)] = None
    guessed: Annotated[str, Computed()] = ""


class SanctionSummary(Summary):
    sanctions: list[Sanction] = Field(default_factory=list)
    """Measures that were decided."""


@pytest.mark.parametrize("citations", ["sentences", "quotes"])
@pytest.mark.parametrize("schema", [Summary, SanctionSummary])
@pytest.mark.parametrize("whole", [True, False])
def test_the_schema_is_in_the_strict_subset(schema: type[Summary], citations: Any, whole: bool) -> None:
    assert_strict(wire_for(schema, citations, whole=whole).schema)


def test_the_strict_schema_of_openai_says_the_same() -> None:
    from openai.lib._pydantic import to_strict_json_schema

    ours = wire_schema(Summary)
    theirs = to_strict_json_schema(wire_for(Summary).model)
    assert list(ours["properties"]) == list(theirs["properties"])
    for name, definition in ours["$defs"].items():
        assert list(definition["properties"]) == list(theirs["$defs"][name]["properties"])
        assert definition["required"] == theirs["$defs"][name]["required"]


def test_a_reply_that_fits_the_schema_fits_the_model() -> None:
    jsonschema.validate(reply(), dict(wire_schema(Summary)))
    wire_for(Summary).model.model_validate(reply())


def test_computed_fields_and_the_library_s_own_are_not_asked_for() -> None:
    schema = wire_schema(Summary)
    assert list(schema["properties"]) == [
        "language", "actors", "events", "claims", "figures", "headline", "gist",
    ]  # fmt: skip
    figure = schema["$defs"]["Figure"]["properties"]
    assert not {"low", "high", "bound", "unit", "currency"} & set(figure)
    assert {"measure", "text", "value", "status", "source_id", "event_id"} <= set(figure)


def test_ids_are_asked_for_only_where_something_refers_to_them() -> None:
    definitions = wire_schema(Summary)["$defs"]
    assert {name for name in definitions if "id" in definitions[name]["properties"]} == {"Actor", "Event"}


@pytest.mark.parametrize(("citations", "kind"), [("sentences", "integer"), ("quotes", "string")])
def test_evidence_is_cited_as_was_asked_and_an_actor_s_is_not_asked_for(citations: Any, kind: str) -> None:
    definitions = wire_schema(Summary, citations)["$defs"]
    for name in ("Event", "Claim", "Figure"):
        assert definitions[name]["properties"]["evidence"]["items"] == {"type": kind}
    assert "evidence" not in definitions["Actor"]["properties"]


def test_a_section_of_the_caller_s_own_is_asked_for_like_the_four() -> None:
    schema = wire_schema(SanctionSummary)
    assert schema["properties"]["sanctions"]["description"] == "Measures that were decided."
    sanction = schema["$defs"]["Sanction"]
    assert sanction["description"] == "A measure against somebody."
    assert list(sanction["properties"]) == [
        "evidence", "target_id", "against", "sizes", "level", "since", "event_ids", "title", "weight",
    ]  # fmt: skip
    assert sanction["properties"]["against"]["description"] == "Verbatim."
    assert sanction["properties"]["target_id"]["description"] == "From actors, by id."
    assert sanction["properties"]["weight"] == {"type": ["number", "null"], "minimum": 0, "maximum": 1}


def test_a_part_of_a_document_is_not_asked_for_headline_and_gist() -> None:
    assert {"headline", "gist"}.isdisjoint(wire_for(Summary, whole=False).schema["properties"])
    assert list(composition_wire(Summary).schema["properties"]) == ["headline", "gist"]


def test_a_wire_model_is_made_once() -> None:
    assert wire_for(Summary).model is wire_for(Summary).model


class Tagged(BaseModel):
    kind: Literal["tagged"]


class Other(BaseModel):
    kind: Literal["other"]


def a_summary(annotation: Any) -> type[Summary]:
    record = type("Odd", (Record,), {"__annotations__": {"odd": annotation}, "__module__": __name__})
    fields = {"odds": list[record]}  # type: ignore[valid-type]
    return type("OddSummary", (Summary,), {"__annotations__": fields, "odds": Field(default_factory=list)})


@pytest.mark.parametrize(
    ("annotation", "advice"),
    [
        (dict[str, int], "a key and a value"),
        (tuple[int, str], "list"),
        (set[str], "list"),
        (Annotated[str, Field(min_length=1)], "docstring"),
        (Annotated[str, Field(max_length=9)], "docstring"),
    ],
)
def test_what_strict_outputs_cannot_carry_is_refused_by_field_with_a_way_to_write_it(
    annotation: Any, advice: str
) -> None:
    with pytest.raises(SchemaError, match=rf"Odd\.odd .*{advice}"):
        wire_schema(a_summary(annotation))


@pytest.mark.parametrize(
    "annotation",
    [
        Annotated[Tagged | Other, Field(discriminator="kind")],
        list[Annotated[Tagged | Other, Field(discriminator="kind")]],
        Annotated[str, Field(examples=["x"])],
        Money | None,
    ],
)
def test_what_can_be_said_in_the_strict_subset_is(annotation: Any) -> None:
    assert_strict(wire_schema(a_summary(annotation)))


def test_a_required_field_beside_the_sections_is_refused() -> None:
    class Scored(Summary):
        score: float

    with pytest.raises(SchemaError, match=r"Scored\.score"):
        wire_schema(Scored)


def read(schema: type[Summary] = Summary, **changes: Any) -> list[Any]:
    return to_records(schema, wire_for(schema).model.model_validate(reply(**changes)))


def test_wire_records_become_the_public_classes_with_their_citations() -> None:
    records = read()
    assert [(each.section, type(each.record).__name__, tuple(each.cites)) for each in records] == [
        ("actors", "Actor", ()),
        ("events", "Event", (1,)),
        ("claims", "Claim", (3,)),
        ("figures", "Figure", (2,)),
    ]
    assert records[3].record.id == "f1"
    assert all(each.record.evidence == [] for each in records)


@pytest.mark.parametrize("given", ["in March", "2026-3", "", "03/02/2026", 2026])
def test_a_date_that_is_no_date_is_dropped_not_asked_for_again(given: Any) -> None:
    (event,) = [
        r.record for r in read(events=[{**reply()["events"][0], "date": given}]) if r.section == "events"
    ]
    assert isinstance(event, Event)
    assert event.date is None


def test_empty_strings_are_null_and_missing_optional_fields_are_their_defaults() -> None:
    claim = {"evidence": [1], "source_id": "", "cue": "", "content": "It rains."}
    (record,) = [each.record for each in read(claims=[claim]) if each.section == "claims"]
    assert (record.source_id, record.cue, record.quotation, record.certainty) == (
        None,
        None,
        "indirect",
        "certain",
    )


def test_of_two_records_with_one_id_the_first_keeps_it() -> None:
    actor = reply()["actors"][0]
    actors = [actor, {**actor, "name": "Lindau"}, {**actor, "id": " ", "name": "The operator"}]
    ids = [each.record.id for each in read(actors=actors) if each.section == "actors"]
    assert ids[0] == "a1"
    assert len(set(ids)) == 3


def test_headline_and_gist_come_with_a_whole_document() -> None:
    composition = to_composition(wire_for(Summary).model.model_validate(reply(headline=" News ")))
    assert composition is not None
    assert composition.headline == "News"
    part = wire_for(Summary, whole=False).model.model_validate(reply())
    assert to_composition(part) is None


def test_a_caller_s_own_constraints_are_told_and_hold() -> None:
    class Terse(Summary):
        sanctions: Annotated[list[Sanction], Field(min_length=1, max_length=2)]

    section = wire_schema(Terse)["properties"]["sanctions"]
    assert (section["minItems"], section["maxItems"]) == (1, 2)
    with pytest.raises(ValueError, match="sanctions"):
        wire_for(Terse).model.model_validate(reply(sanctions=[]))
    sanction = {"evidence": [1], "against": "x", "weight": 2.0}
    with pytest.raises(ValueError, match="weight"):
        wire_for(SanctionSummary).model.model_validate(reply(sanctions=[sanction]))
