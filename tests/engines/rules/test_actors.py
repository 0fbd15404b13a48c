"""Who is an actor, under which names, of which kind."""

from __future__ import annotations

import pytest

from tests.engines.rules.drafting import draft


def test_a_surname_and_a_titled_name_are_one_actor_under_its_fullest_form() -> None:
    found = draft(
        "President Amara Diallo met reporters on Monday. Diallo said the vote would be held. Ms. Diallo left."
    )
    diallo = found.actor("Amara Diallo")
    assert diallo.kind == "person"
    assert diallo.role == "President"
    assert "Diallo" in diallo.aliases
    assert sum("Diallo" in a.name for a in found.actors) == 1


def test_names_of_a_country_and_its_acting_capital_are_one_government() -> None:
    found = draft(
        "The US sent two ships. Washington withdrew them, and the United States said it regretted the delay."
    )
    country = found.actor("US")
    assert country.name == "United States"
    assert country.kind == "government"
    assert {"US", "Washington"} <= set(country.aliases)


def test_a_capital_where_things_happen_is_no_actor() -> None:
    found = draft(
        "Protesters gathered in Lisbon on Friday. The march through Lisbon ended at noon, police said."
    )
    assert all(a.name != "Lisbon" for a in found.actors)


def test_us_the_pronoun_is_not_the_us() -> None:
    found = draft(
        "The plan helps us all. Nobody told us, the residents of Marlow said, and that made us angry."
    )
    assert all(a.name.upper() != "US" for a in found.actors)


def test_an_appositive_gives_role_and_affiliation() -> None:
    found = draft(
        "Joram Achieng, head of the Lakeside Farmers Union, said rents fell. The Lakeside Farmers Union met."
    )
    actor = found.actor("Joram Achieng")
    assert actor.role == "head of the Lakeside Farmers Union"
    assert actor.affiliation_id == found.actor("Lakeside Farmers Union").id


def test_a_definite_description_stands_for_the_one_who_has_the_role() -> None:
    found = draft(
        "Ilse Brandt, director of the Delta Museum, opened the show. The director said it would stay."
    )
    assert found.source("It would stay") == "Ilse Brandt"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Dr. Miriam Osei treated the wounded, a nurse said.", "Miriam Osei", "person"),
        (
            "The Ministry of the Interior denied it had ordered the raid.",
            "Ministry of the Interior",
            "government",
        ),
        ("Halden Shipping Corp. reported a loss on Tuesday.", "Halden Shipping Corp", "organization"),
        (
            "Fighters of the Northern Liberation Front attacked a convoy.",
            "Northern Liberation Front",
            "armed_group",
        ),
        ("The Kenyans celebrated the victory in the streets.", "Kenyans", "population"),
        ("Dunmere were two points down at the break, and Dunmere scored.", "Dunmere", "organization"),
    ],
)
def test_kinds(text: str, name: str, kind: str) -> None:
    assert draft(text).actor(name).kind == kind


def test_an_unnamed_source_is_an_actor_as_described() -> None:
    found = draft("A spokesman for the Harbour Authority said the ferry had been repaired.")
    assert found.source("ferry had been repaired") == "A spokesman for the Harbour Authority"


def test_capitals_of_a_headline_or_an_opening_prove_nothing() -> None:
    found = draft(
        "Storm Damage Slows Harvest\n\nHeavy rain fell for a week. Farmers said fields were under water."
    )
    assert not any(a.name in ("Storm Damage Slows Harvest", "Heavy", "Fields") for a in found.actors)


def test_dates_currencies_and_nationalities_alone_are_no_names() -> None:
    found = draft(
        "On Tuesday, August 4, the Dutch port paid 3 million euros (3.3 million USD) to a Swedish yard."
    )
    assert not {"Tuesday", "August", "USD", "Dutch", "Swedish"} & {a.name for a in found.actors}


def test_the_most_mentioned_come_first_and_unnamed_ones_give_way() -> None:
    text = "Mayor Odile Renn spoke. Renn said the bridge was safe. Karl Voss left. A child was injured."
    assert draft(text).actors[0].name == "Odile Renn"
    capped = draft(text, caps={"actors": 2})
    assert all(a.name != "A child" for a in capped.actors)


def test_a_body_that_somebody_leads_and_a_state_named_often_are_not_cut() -> None:
    people = "Odile Renn, mayor of Sill, spoke. Tomas Weil, mayor of Tarrow, spoke. "
    states = "Kenya’s ports closed. Troops left Kenya. Kenya’s roads flooded. Trade with Kenya fell. "
    led = "Amal Idris, commander of the Nile Front, criticized Kenya. "
    names = {a.name for a in draft(led + people + states, caps={"actors": 2}).actors}
    assert {"Amal Idris", "Nile Front", "Kenya"} <= names


@pytest.mark.parametrize(
    ("clause", "role"), [("who commanded", "commander"), ("who heads", "head"), ("who founded", "founder")]
)
def test_a_relative_clause_gives_role_and_affiliation(clause: str, role: str) -> None:
    found = draft(f"Amal Idris, 47, {clause} the Nile Front, left Sill on Monday.")
    actor = found.actor("Amal Idris")
    assert (actor.kind, actor.role) == ("person", role)
    assert actor.affiliation_id == found.actor("Nile Front").id


def test_a_possessor_is_an_affiliation() -> None:
    found = draft("Tarrow United’s president, Odile Renn, resigned on Monday. Tarrow United are sixth.")
    actor = found.actor("Odile Renn")
    assert actor.role == "president"
    assert actor.affiliation_id == found.actor("Tarrow United").id


def test_a_body_shortened_to_its_first_word_is_an_organization_and_no_person() -> None:
    found = draft("Norden Transit runs the trams. Norden closed two lines on Monday.")
    assert found.actor("Norden Transit").kind == "organization"
