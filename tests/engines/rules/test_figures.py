"""Which numbers are figures, and what they count."""

from __future__ import annotations

import pytest

from tests.engines.rules.drafting import draft


@pytest.mark.parametrize(
    ("text", "surface", "value", "measure"),
    [
        ("The blast killed 14 miners on Monday.", "14 miners", 14.0, "miners killed"),
        ("A child was killed and the driver fled.", "A child", 1.0, "child killed"),
        ("The storm injured at least 20 people.", "at least 20 people", 20.0, "people injured"),
        ("Net profit fell 12 percent.", "12 percent", 12.0, "fall in Net profit"),
        ("Net profit fell to £4 million.", "£4 million", 4_000_000.0, "Net profit"),
        ("The mill lost 40 jobs in May.", "40 jobs", 40.0, "jobs lost"),
        ("The storm left, and 30 houses were destroyed.", "30 houses", 30.0, "houses destroyed"),
        ("The pier is 210 metres long.", "210 metres", 210.0, "length of pier"),
        ("The firm spent $6 million on pumps.", "$6 million", 6_000_000.0, "sum spent on pumps"),
        ("Some 4 percent of voters stayed away.", "Some 4 percent", 4.0, "share of voters"),
        ("The harbour was closed for nine days.", "nine days", 9.0, "time for which harbour was closed"),
        ("The mill, which employs 90 people, is old.", "90 people", 90.0, "people employed"),
        ("The pump was bought at a cost of $4 million.", "$4 million", 4_000_000.0, "cost"),
        ("They left a 12-page letter.", "12-page", 12.0, "pages of letter"),
        ("The train was travelling at 90 mph.", "90 mph", 90.0, "speed of train"),
        ("The house is 80 metres from the river.", "80 metres", 80.0, "distance from the river"),
        ("Thefts fell by 9 percent.", "9 percent", 9.0, "fall in Thefts"),
        ("The road carries a 5-tonne limit.", "5-tonne", 5.0, "weight of limit"),
        ("Output rose 31 points, or 2.4 percent.", "2.4 percent", 2.4, "rise in Output"),
        ("The board proposed a dividend of £40 million.", "£40 million", 40_000_000.0, "dividend"),
    ],
)
def test_measures(text: str, surface: str, value: float, measure: str) -> None:
    figure = next(f for f in draft(text).figures if f.text == surface)
    assert figure.value == value
    assert figure.measure == measure


def test_one_amount_in_two_currencies_is_two_figures_of_one_measure() -> None:
    found = draft("The city will spend 3 billion Kenyan shillings ($23 million) on pumps.")
    assert [f.text for f in found.figures] == ["3 billion Kenyan shillings", "$23 million"]
    assert len({f.measure for f in found.figures}) == 1
    assert {f.status for f in found.figures} == {"forecast"}


def test_a_figure_knows_who_gives_it_and_its_event() -> None:
    found = draft("Odile Renn said the flood destroyed 45 houses.")
    (figure,) = found.figures
    assert found.names([figure.source_id or ""]) == ["Odile Renn"]


def test_who_takes_a_stand_on_a_deed_does_not_give_its_figure() -> None:
    (figure,) = draft("Odile Renn blamed the rebels for an attack that killed 14 people on Monday.").figures
    assert figure.source_id is None


def test_conflicting_tolls_are_two_figures_with_their_sources() -> None:
    found = draft(
        "The Harbour Authority said 9 people were killed. The Seamen Union said 15 people were killed."
    )
    assert {(f.value, f.source_id) for f in found.figures} == {
        (9.0, found.actor("Harbour Authority").id),
        (15.0, found.actor("Seamen Union").id),
    }


@pytest.mark.parametrize(
    "text",
    [
        "The office corrected the toll to 31 people from 24 people.",
        "The toll is 31 people, not 24 people.",
        "The toll is 31 people. An earlier statement had given it as 24 people.",
    ],
)
def test_a_corrected_figure_is_superseded(text: str) -> None:
    assert {f.value: f.status for f in draft(text).figures} == {31.0: "current", 24.0: "superseded"}


def test_last_years_number_was_never_wrong() -> None:
    figures = draft("Profit rose to £31 million from £24 million a year earlier.").figures
    assert {f.measure for f in figures} == {"Profit"}
    assert {f.status for f in figures} == {"current"}


@pytest.mark.parametrize(
    "text",
    [
        "1. Open the valve and wait.",
        "Tomas Weil, 58, lives by the harbour.",
        "The bridge was built six years ago.",
        "A 12-year-old girl won the prize.",
        "The court met on 4 March 2019.",
        "One thinks of the old harbour.",
    ],
)
def test_numbers_that_carry_no_news_are_no_figures(text: str) -> None:
    assert draft(text).figures == []
