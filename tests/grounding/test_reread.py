"""Numbers and dates: what the document's words say is what counts."""

from __future__ import annotations

from typing import Any

import pytest

from summarizer.document import Document
from tests.grounding.example import COST, JOINED, MEDIATOR, NUMBER, TEXT, WALKOUT, codes, grounded, only


def figure(**fields: Any) -> tuple[str, dict[str, Any], list[Any]]:
    return (
        "figures",
        {"id": "f1", "measure": "cost to exporters of the strike", "text": "€4.5 million", **fields},
        [COST],
    )


def event(cite: int = WALKOUT, **fields: Any) -> tuple[str, dict[str, Any], list[Any]]:
    return (
        "events",
        {"id": "e1", "description": "Dockers in Velm walked out after talks broke down.", **fields},
        [cite],
    )


@pytest.mark.parametrize(("given", "found"), [(None, set()), (4.5e6, set()), (4.5, {"value_corrected"})])
def test_value_and_currency_come_from_the_text(given: float | None, found: set[str]) -> None:
    result = grounded(figure(value=given))
    read = only(result, "figures")
    assert (read.value, read.currency, read.bound) == (4.5e6, "EUR", "exact")
    assert codes(result) == found


def test_a_qualifier_before_the_copied_words_counts() -> None:
    number = (
        "figures",
        {"id": "f1", "measure": "dockers who joined, by the operator", "text": "900"},
        [NUMBER],
    )
    read = only(grounded(number), "figures")
    assert (read.value, read.bound) == (900, "approximate")


def test_a_number_that_code_cannot_read_is_told() -> None:
    document = Document("Mira Sol won the race in 2:06:48 on a cold day.")
    time = (
        "figures",
        {"id": "f1", "measure": "winning time of the race", "text": "2:06:48", "value": 7608},
        [1],
    )
    result = grounded(time, document=document)
    assert only(result, "figures").value == 7608
    assert codes(result) == {"value_unread"}


@pytest.mark.parametrize(
    ("fields", "date", "found"),
    [
        ({"date_text": "2 March"}, "2026-03-02", set()),
        ({"date_text": "on 2 March", "date": "2026-03-02"}, "2026-03-02", set()),
        ({"date_text": "2 March", "date": "2025-03-02"}, "2026-03-02", {"date_corrected"}),
        ({"date_text": "2 March", "date": "2026-03-05"}, "2026-03-02", {"date_corrected"}),
        ({"date": "2026-03-02"}, "2026-03-02", set()),
        ({"date": "2026-02-11"}, None, {"date_unsupported"}),
        ({"date_text": "in spring", "date": "2026-03-02"}, "2026-03-02", {"copy_dropped"}),
    ],
)
def test_dates(fields: dict[str, str], date: str | None, found: set[str]) -> None:
    result = grounded(event(**fields))
    assert only(result, "events").date == date
    assert codes(result) == found


def test_without_a_day_of_publication_nothing_is_guessed() -> None:
    arrival = event(
        MEDIATOR, description="A mediator is expected to arrive.", date_text="Thursday", date="2026-03-12"
    )
    assert only(grounded(arrival), "events").date == "2026-03-12"
    result = grounded(arrival, document=Document(TEXT))
    assert only(result, "events").date is None
    assert codes(result) == {"date_unsupported"}


def test_a_number_of_the_wording_must_be_that_of_the_evidence() -> None:
    said = {"id": "c1", "content": "1,250 dockers have joined the strike."}
    assert only(grounded(("claims", said, [JOINED])), "claims").content
