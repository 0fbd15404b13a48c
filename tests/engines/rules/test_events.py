"""What happened: participants, dates, places, status."""

from __future__ import annotations

import pytest

from tests.engines.rules.drafting import draft

PUBLISHED = "2024-03-15"  # a Friday


def test_who_did_what_to_whom_when_and_where() -> None:
    found = draft("The police arrested Tomas Weil in Rotterdam on Tuesday, a court heard.", PUBLISHED)
    event = found.event("arrested")
    assert found.names(event.agent_ids) == ["The police"]
    assert found.names(event.target_ids) == ["Tomas Weil"]
    assert (event.date_text, event.date) == ("Tuesday", "2024-03-12")
    assert event.location == "Rotterdam"
    assert event.status == "occurred"


def test_a_passive_turns_the_roles_round() -> None:
    found = draft("Tomas Weil was dismissed by the Harbour Authority on 4 March.", PUBLISHED)
    event = found.event("dismissed")
    assert found.names(event.agent_ids) == ["Harbour Authority"]
    assert found.names(event.target_ids) == ["Tomas Weil"]
    assert event.date == "2024-03-04"


def test_without_a_day_of_publication_a_weekday_stays_unresolved() -> None:
    event = draft("The court jailed Tomas Weil on Thursday.").event("jailed")
    assert event.date_text == "Thursday"
    assert event.date is None


def test_saying_is_no_event_but_the_harm_that_is_reported_is() -> None:
    assert draft("Odile Renn said on Monday that the wells were a disgrace.", PUBLISHED).events == []
    found = draft("Police said on Thursday that gunmen had killed two farmers on Monday.", PUBLISHED)
    assert [(e.description, e.date) for e in found.events] == [
        ("Gunmen had killed two farmers on Monday.", "2024-03-11")
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The company closed the mine.", "occurred"),
        ("The company did not close the mine.", "did_not_occur"),
        ("The company will close the mine.", "planned"),
        ("The company would close the mine if prices fell.", "conditional"),
        ("The company reportedly closed the mine.", "unconfirmed"),
        ("The company is closing the mine.", "ongoing"),
    ],
)
def test_status(text: str, status: str) -> None:
    found = draft(text)
    assert [e.status for e in found.events if "mine" in e.description] == [status]


def test_what_is_announced_stays_with_the_announcement() -> None:
    found = draft("The Harbour Authority announced on Monday it would close two piers.", PUBLISHED)
    (event,) = found.events
    assert event.description == "The Harbour Authority announced on Monday it would close two piers."
    assert event.status == "occurred"


def test_a_second_telling_adds_to_the_first() -> None:
    found = draft(
        "Gunmen attacked a bus near Tarrow. The attack took place on 2 March in the village of Sill.",
        PUBLISHED,
    )
    (event,) = [e for e in found.events if "attack" in e.description.lower()]
    assert event.date == "2024-03-02"


def test_a_reduced_relative_clause_is_no_event_of_its_own() -> None:
    found = draft("The court freed Tomas Weil, the engineer found guilty of fraud.")
    assert [e.description for e in found.events] == [
        "The court freed Tomas Weil, the engineer found guilty of fraud."
    ]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Tomas Weil, who founded the mill in 1974, was cleared of all charges on Monday.", "2024-03-11"),
        ("On Monday the board approved the accounts for the year ended 31 January.", "2024-03-11"),
        ("The company promised everyone a free place next year.", None),
        ("The council has spared the library, officials said on Tuesday.", None),
    ],
)
def test_an_event_has_the_date_of_its_own_verb(text: str, date: str | None) -> None:
    assert draft(text, PUBLISHED).events[0].date == date


@pytest.mark.parametrize(
    "text", ["The library is to close in May.", "The council intends to close the library in May."]
)
def test_what_is_scheduled_or_intended_is_planned(text: str) -> None:
    (event,) = draft(text, PUBLISHED).events
    assert (event.status, event.date) == ("planned", "2024-05")


def test_a_movement_of_numbers_is_a_figure_and_no_event() -> None:
    found = draft("Profit fell 4 percent to £12 million. The board sold the mill.")
    assert [e.description for e in found.events] == ["The board sold the mill."]


def test_a_subject_keeps_its_verb_over_a_relative_clause() -> None:
    found = draft("Two brothers who had emptied a tank into the river were jailed on Monday.", PUBLISHED)
    assert found.event("jailed").description.startswith("Two brothers who had emptied a tank")
