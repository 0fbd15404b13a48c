"""Numbers and dates: what the document's words say is what counts."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest

from summarizer.document import Document
from summarizer.engines import Brief
from summarizer.grounding import ground, reread
from summarizer.schema import Summary, sections
from tests.grounding.example import (
    COST,
    DEPUTY,
    JOINED,
    MEDIATOR,
    NUMBER,
    TEXT,
    WALKOUT,
    codes,
    draft,
    grounded,
    only,
)


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
    document = Document("The union was offered 3-2.5-2.5 percent over three years.")
    offer = (
        "figures",
        {"id": "f1", "measure": "raises that the union was offered", "text": "3-2.5-2.5 percent", "value": 8},
        [1],
    )
    result = grounded(offer, document=document)
    assert only(result, "figures").value == 8
    assert codes(result) == {"value_unread"}


TABLE = Document(
    "Traffic by kind, in million tonnes. Ore came to 12.4 and grain to 3.5 in 2027, of 41 kinds. "
    "Mira Sol took 2:06:48 and 18 of 20 horses came home."
)


@pytest.mark.parametrize(
    ("measure", "text", "value", "unit"),
    [
        ("ore landed, in million tonnes", "12.4", 12.4e6, "tonne"),
        ("million tonnes of ore landed", "12.4", 12.4e6, "tonne"),
        ("ore landed, in barrels", "12.4", 12.4, None),  # the document knows no barrels
        ("grain landed", "3.5 in 2027", 3.5, None),
        ("winning time of Mira Sol", "2:06:48", 7608, "second"),
        ("horses that came home", "18 of 20", 18, None),
    ],
)
def test_what_the_words_around_a_number_leave_to_its_measure(
    measure: str, text: str, value: float, unit: str | None
) -> None:
    cited = 2 if text in "12.4 3.5 in 2027" else 3
    result = grounded(("figures", {"id": "f1", "measure": measure, "text": text}, [cited]), document=TABLE)
    read = only(result, "figures")
    assert (read.value, read.unit) == (value, unit)


@pytest.mark.parametrize(
    ("fields", "date", "found"),
    [
        ({"date_text": "2 March"}, "2026-03-02", set()),
        ({"date_text": "on 2 March", "date": "2026-03-02"}, "2026-03-02", set()),
        ({"date_text": "2 March", "date": "2025-03-02"}, "2026-03-02", {"date_corrected"}),
        ({"date_text": "2 March", "date": "2026-03-05"}, "2026-03-02", {"date_corrected"}),
        ({"date": "2026-03-02"}, "2026-03-02", set()),
        ({"date": "2026-02-11"}, None, {"date_unsupported"}),
        ({"date_text": "2 March", "status": "planned"}, "2027-03-02", set()),
        ({"date_text": "2 March", "status": "planned", "date": "2026-03-02"}, "2026-03-02", set()),
        ({"date_text": "in spring", "date": "2026-03-02"}, "2026-03-02", {"copy_dropped"}),
    ],
)
def test_dates(fields: dict[str, str], date: str | None, found: set[str]) -> None:
    result = grounded(event(**fields))
    assert only(result, "events").date == date
    assert codes(result) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("139 of the 412 dockers", 139.0),
        ("a third of 412 dockers", 1 / 3),
        ("an average of 540 tonnes", 540.0),
        ("a record of 77 ships", 77.0),
    ],
)
def test_the_number_is_the_part_that_is_told_of_a_whole(text: str, value: float) -> None:
    document = Document(f"The port of Velm counted {text} in May.")
    record = ("figures", {"id": "f1", "measure": "count of the port in May", "text": text}, [1])
    assert only(grounded(record, document=document), "figures").value == pytest.approx(value)


def test_a_date_is_no_finer_than_its_words() -> None:
    document = Document("Dockers in Velm walked out in May 2025.")
    walkout = event(1, description="Dockers in Velm walked out.", date_text="May 2025", date="2025-05-17")
    result = grounded(walkout, document=document)
    assert only(result, "events").date == "2025-05"
    assert codes(result) == {"date_corrected"}


@pytest.mark.parametrize(("date", "kept"), [("2026", True), ("2027", False)])
def test_a_season_is_in_the_year_that_it_begins_in(date: str, kept: bool) -> None:
    dispute = event(
        DEPUTY, description="The dispute will last.", date_text="autumn", date=date, status="planned"
    )
    result = grounded(dispute)
    assert only(result, "events").date == (date if kept else None)
    assert ("date_unread" if kept else "date_unsupported") in codes(result)


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


SPANISH = Document(
    "El puerto de Velm cerró el lunes. Faltan unos 9.000 contenedores y entre cinco y siete grúas, "
    "con daños de 2,5 millones de euros. Abrirá antes de Navidad.",
    published=datetime.date(2026, 3, 10),
)


def spanish(*records: Any) -> Any:
    brief = Brief(Summary, dict.fromkeys(sections(Summary)))
    return ground(SPANISH, [dataclasses.replace(draft(*records), language="es-MX")], brief)


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "currency"),
    [
        ("unos 9.000 contenedores", 9000, 8500, 9500, None),
        ("entre cinco y siete grúas", None, 5, 7, None),
        ("2,5 millones de euros", 2.5e6, 2.5e6, 2.5e6, "EUR"),
    ],
)
def test_numbers_are_read_in_the_documents_language(
    text: str, value: float | None, low: float, high: float, currency: str | None
) -> None:
    result = spanish(("figures", {"id": "f1", "measure": "daños del puerto de Velm", "text": text}, [2]))
    read = only(result, "figures")
    assert (read.value, read.low, read.high, read.currency) == (value, low, high, currency)
    assert not codes(result) & {"value_corrected", "value_unread"}


@pytest.mark.parametrize(
    ("fields", "date", "found"),
    [
        ({"date_text": "el lunes"}, "2026-03-09", set()),
        ({"date_text": "el lunes", "date": "2026-03-04"}, "2026-03-09", {"date_corrected"}),
        ({"date_text": "antes de Navidad", "date": "2026-12-25"}, "2026-12-25", {"date_unread"}),
    ],
)
def test_dates_are_read_in_the_documents_language(fields: dict[str, str], date: str, found: set[str]) -> None:
    closing = {"id": "e1", "description": "El puerto de Velm cerró.", **fields}
    result = spanish(("events", closing, [1, 3]))
    assert only(result, "events").date == date
    assert codes(result) == found


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("_quantity", figure(value=4.5e6)),
        ("_quantity", figure(text="walked out", value=4.0)),
        ("_readings", event(date_text="Monday")),
        ("_readings", event(DEPUTY, date_text="autumn", date="2026", status="planned")),
        ("_readings", event(DEPUTY, date_text="autumn", date="2027", status="planned")),
    ],
)
def test_a_number_and_a_date_are_read_once_by_all_checks_that_ask(
    monkeypatch: pytest.MonkeyPatch, question: str, record: tuple[str, dict[str, Any], list[Any]]
) -> None:
    asked = []
    original = getattr(reread, question)

    def counted(*about: Any) -> Any:
        asked.append(about)
        return original(*about)

    monkeypatch.setattr(reread, question, counted)
    grounded(record)
    assert len(asked) == 1
