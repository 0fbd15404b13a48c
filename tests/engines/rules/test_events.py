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


def test_a_clause_with_its_own_people_and_day_tells_an_event_of_its_own() -> None:
    found = draft(
        "Rebels raided three villages after the army killed Amal Idris, commander of the Nile Front, "
        "and Tomas Weil, his deputy, on January 3.",
        PUBLISHED,
    )
    killing = found.event("killed")
    assert killing.date == "2024-01-03"
    assert found.names(killing.target_ids) == ["Amal Idris", "Tomas Weil"]


def test_an_after_clause_without_a_day_stays_with_its_event() -> None:
    (event,) = [
        e for e in draft("Rebels left Tarrow after the army shelled it.").events if "left" in e.description
    ]
    assert event.description == "Rebels left Tarrow after the army shelled it."


def test_what_happened_in_a_deed_has_the_day_of_the_deed() -> None:
    found = draft(
        "What ended the truce was a raid on January 3. In it the army killed Amal Idris.", PUBLISHED
    )
    (event,) = found.events
    assert (event.description, event.date) == ("The army killed Amal Idris.", "2024-01-03")


@pytest.mark.parametrize(
    "said",
    [
        "Odile Renn told reporters on Thursday that the strike was over.",
        "“The strike has ended,” Odile Renn said in a Thursday broadcast.",
    ],
)
def test_to_say_that_something_has_ended_is_to_announce_it(said: str) -> None:
    (event,) = draft(said, PUBLISHED).events
    assert event.date == "2024-03-14"


def test_a_report_of_an_announcement_dates_it() -> None:
    found = draft(
        "Odile Renn announced the end of the dockers’ strike. "
        "“The strike has ended because its terms were met,” Odile Renn said in a Thursday broadcast.",
        PUBLISHED,
    )
    (event,) = found.events
    assert event.description == "Odile Renn announced the end of the dockers’ strike."
    assert event.date == "2024-03-14"


def test_an_announcement_is_not_dated_by_what_else_its_source_says() -> None:
    found = draft(
        "Odile Renn announced the end of the strike. Odile Renn said on Thursday that wages were low.",
        PUBLISHED,
    )
    assert [e.date for e in found.events] == [None]


def test_a_harm_told_in_brief_is_the_event_that_tells_it_with_its_day() -> None:
    found = draft(
        "The mayor closed the port after a child was killed by gunfire this week. "
        "Late on Tuesday gunmen stormed the port, killing a child.",
        PUBLISHED,
    )
    assert [e.date for e in found.events if "child" in e.description and "closed" not in e.description] == [
        "2024-03-12"
    ]


def test_a_dateline_is_no_part_of_a_description() -> None:
    found = draft("SILL, March 14 - A dam above the town burst on Monday.", PUBLISHED)
    assert [e.description for e in found.events] == ["A dam above the town burst on Monday."]


def test_a_hyphen_within_a_word_makes_no_dateline() -> None:
    found = draft("The 44-metre tower collapsed on Monday.", PUBLISHED)
    assert [e.description for e in found.events] == ["The 44-metre tower collapsed on Monday."]


def test_a_state_is_no_event() -> None:
    assert draft("Dozens were still missing by nightfall.").events == []


def test_shot_dead_and_died_are_one_event() -> None:
    found = draft("Gunmen shot Tomas Weil in Sill on Monday. Weil died in hospital.", PUBLISHED)
    (event,) = found.events
    assert found.names(event.target_ids) == ["Tomas Weil"]


@pytest.mark.parametrize("subject", ["The council", "Two drivers", "Marketers", "The port authority"])
def test_bodies_and_people_without_a_name_are_agents(subject: str) -> None:
    found = draft(f"{subject} blocked the main road on Monday.", PUBLISHED)
    (event,) = found.events
    assert found.names(event.agent_ids) == [subject]


def test_whose_a_thing_is_is_the_target_of_what_is_done_to_it() -> None:
    found = draft("Police searched the offices of the Harbour Authority on Monday.", PUBLISHED)
    (event,) = found.events
    assert found.names(event.target_ids) == ["Harbour Authority"]


def test_one_deed_told_twice_in_the_same_words_is_worded_by_the_finer_day() -> None:
    found = draft(
        "A nurse was killed by sniper fire at the port of Tarrow this week. The talks with Velm went on.\n\n"
        "Late on Tuesday, snipers attacked the port of Tarrow, killing a nurse and wounding two sailors.",
        PUBLISHED,
    )
    told = [e for e in found.events if "nurse" in e.description]
    assert [(e.date, e.description.split(",")[0]) for e in told] == [("2024-03-12", "Late on Tuesday")]


def test_no_description_ends_with_what_leads_to_the_next_clause() -> None:
    found = draft(
        "Velm said in mid-February it would spend 40 million euros on its port and this week the ferry to "
        "Tarrow was resumed after nine years.",
        PUBLISHED,
    )
    assert not any(e.description.rstrip(".").endswith((" and", " but")) for e in found.events)
    assert found.event("resumed").date == "2024-W11"


def test_a_body_without_a_name_stands_for_its_pronoun() -> None:
    found = draft("The harbour inspectorate closed two quays on Monday. It has ordered checks of others.")
    assert "The harbour inspectorate has ordered" in found.event("ordered").description


def test_the_deed_of_the_first_sentence_comes_first() -> None:
    found = draft(
        "A crane collapsed on Monday in the port of Tarrow, killing two men.\n\n"
        "Nobody else was hurt. The harbour inspectorate closed two quays on Monday. "
        "The Harbour Authority has closed all others to ships from Velm.",
        PUBLISHED,
    )
    assert found.events[0].description.startswith("A crane collapsed")
