from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import ValidationError

from summarizer import Actor, Event, Figure, Record, Refers, Summary, Usage, Verbatim
from summarizer.schema import Computed, id_prefixes, marked, sections


class Sanction(Record):
    target_id: Annotated[str | None, Refers("actors")] = None
    measure: str


class Appeal(Record):
    """Shares its first letter with the actors."""

    court: Annotated[str, Verbatim()]


class CourtSummary(Summary):
    appeals: list[Appeal]
    sanctions: list[Sanction]


def test_a_schema_s_sections_are_its_lists_of_records_in_order() -> None:
    assert list(sections(Summary)) == ["actors", "events", "claims", "figures"]
    assert sections(CourtSummary)["sanctions"] is Sanction


def test_every_section_has_an_id_prefix_of_its_own() -> None:
    assert id_prefixes(CourtSummary) == {
        "actors": "a",
        "events": "e",
        "claims": "c",
        "figures": "f",
        "appeals": "ap",
        "sanctions": "s",
    }


def test_markers_are_found_on_plain_and_on_list_fields() -> None:
    assert set(marked(Event, Refers)) == {"agent_ids", "target_ids"}
    assert {"low", "high", "bound", "unit", "currency", "evidence"} == set(marked(Figure, Computed))


def test_evidence_is_written_last() -> None:
    actor = Actor(id="a1", name="Ana Roy", kind="person")
    assert list(actor.model_dump())[-1] == "evidence"
    assert list(actor.model_dump(include={"name"})) == ["name"]


@pytest.mark.parametrize("date", ["2020", "2020-10", "2020-11-17", "2020-W47", "2020-11-17/2020-11-19"])
def test_dates_may_be_of_reduced_precision(date: str) -> None:
    assert Event(id="e1", description="x", date=date).date == date


@pytest.mark.parametrize("date", ["Tuesday", "17-11-2020", "2020-11-17T10:00", "2020/11"])
def test_other_dates_are_refused(date: str) -> None:
    with pytest.raises(ValidationError):
        Event(id="e1", description="x", date=date)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        Actor(id="a1", name="Ana Roy", kind="person", alias="Roy")


def test_usage_adds_up() -> None:
    one = Usage(requests=1, attempts=2, input_tokens=10, output_tokens=3, cost_usd=0.5)
    two = Usage(requests=1, attempts=1, input_tokens=5, unreported=1, cost_usd=0.25)
    assert one + two == Usage(
        requests=2, attempts=3, input_tokens=15, output_tokens=3, unreported=1, cost_usd=0.75
    )


def test_a_cost_is_unknown_if_any_part_of_it_is() -> None:
    known = Usage(attempts=1, cost_usd=0.5)
    assert (known + Usage(attempts=1)).cost_usd is None
    assert (known + Usage()).cost_usd == 0.5
    assert (Usage() + Usage()).cost_usd is None
