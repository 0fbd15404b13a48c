"""When a predicted record is the gold one."""

from __future__ import annotations

from typing import Any

import pytest

from summarizer.evals.fixture import GoldRecord, Label
from summarizer.evals.match import Cell
from summarizer.evals.rules import Sides, find_rule, values_equal
from summarizer.evals.similarity import TokenSimilarity
from summarizer.schema import Actor, Claim, Event, Evidence, Figure, Record
from summarizer.values.quantities import read_quantity

ACTORS = [
    Actor(id="a1", name="Northern Rail", aliases=["the operator"], kind="organization"),
    Actor(id="a2", name="Ida Brandt", aliases=["Brandt"], kind="person"),
    Actor(id="a3", name="Karl Brandt", kind="person"),
]


def compare(gold: Record, predicted: Record, **accept: list[Any]) -> Cell:
    """The cell of two records, the actors being on both sides."""
    golds = {actor.id: GoldRecord(actor) for actor in ACTORS}
    sides = Sides(golds, {actor.id: actor for actor in ACTORS}, TokenSimilarity())
    return find_rule(type(gold))(GoldRecord(gold, Label(accept=accept)), predicted, sides)


def actor(name: str) -> Actor:
    return Actor(id="x", name=name, kind="other")


def figure(text: str, measure: str = "cost of the line", **changes: Any) -> Figure:
    quantity = read_quantity(text)
    assert quantity is not None
    read = {name: getattr(quantity, name) for name in ("value", "low", "high", "bound", "unit", "currency")}
    return Figure(id="f", measure=measure, text=text, **read | changes)


def evidence(start: int, end: int) -> list[Evidence]:
    return [Evidence(quote="x" * (end - start), start=start, end=end)]


@pytest.mark.parametrize(
    ("gold", "name", "same"),
    [
        (ACTORS[0], "Northern Rail", True),
        (ACTORS[0], "the operator", True),
        (ACTORS[0], "Southern Rail", False),
        (ACTORS[0], "Rail", False),
        (ACTORS[1], "Brandt", True),
        (ACTORS[1], "Dr Ida Brandt", True),
        (ACTORS[1], "Conductor Ida Brandt", True),
        (ACTORS[1], "Karl Brandt", False),
        (ACTORS[2], "Ida Brandt", False),
    ],
)
def test_an_actor_is_who_its_name_or_alias_says(gold: Actor, name: str, same: bool) -> None:
    assert (compare(gold, actor(name)).similarity > 0) is same


@pytest.mark.parametrize(
    ("gold", "name", "same"),
    [
        ("union", "their union", True),
        ("two officials", "two officials with knowledge of the talks", True),
        ("night nurse", "The night nurse on duty", True),
        ("An inspector", "An inspector who may not speak to the press", True),
        ("two officials", "three officials", False),
        ("officials", "officials and relatives", False),
        ("night nurse", "nurse", False),
    ],
)
def test_somebody_unnamed_is_who_the_noun_says(gold: str, name: str, same: bool) -> None:
    one, two = Actor(id="a", name=gold, kind="other"), actor(name)
    assert (compare(one, two).similarity > 0) is same


def claim(content: str, source: str | None = "a2", **changes: Any) -> Claim:
    return Claim(id="c", source_id=source, content=content, **changes)


def test_a_claim_needs_its_source() -> None:
    said = claim("The night train will run again in June.")
    assert compare(said, claim("In June the night train will run again.")).similarity > 0.5
    other = compare(said, claim("In June the night train will run again.", "a3"))
    assert (other.similarity, other.differences) == (0.0, ("source",))
    assert compare(said, claim(said.content, None)).differences == ("source",)
    assert compare(said, claim(said.content, "a3"), source_id=["a3"]).similarity == 1.0
    assert compare(claim(said.content, None), claim(said.content, None)).similarity == 1.0


def test_a_negated_claim_is_about_the_same_thing_and_does_not_match() -> None:
    cell = compare(claim("The night train will run again."), claim("The night train will not run again."))
    assert (cell.similarity, cell.differences) == (0.0, ("polarity",))
    assert cell.wrong > 0.5


def test_shared_evidence_lifts_a_claim_in_other_words_but_not_in_no_common_words() -> None:
    said = claim("Fares are going to rise by a tenth in winter.", evidence=evidence(0, 100))
    words = claim("Tickets rise a tenth from December.", evidence=evidence(20, 90))
    assert compare(said, words).similarity >= 0.5
    assert compare(said, words.model_copy(update={"evidence": evidence(200, 290)})).similarity == 0.0
    assert compare(said, claim("Staff are tired.", evidence=evidence(0, 100))).similarity == 0.0


def event(description: str = "Northern Rail dismissed Ida Brandt.", **changes: Any) -> Event:
    return Event(id="e", description=description, **{"agent_ids": ["a1"], "target_ids": ["a2"]} | changes)


def test_an_events_dates_must_agree_at_the_coarser_resolution() -> None:
    gold = event(date="2026-03-02")
    assert compare(gold, event(date="2026-03")).similarity > 0.5
    assert compare(gold, event()).similarity > 0.5
    assert compare(gold, event(date="2026-04-02")).differences == ("date",)
    assert compare(gold, event(date="2026-04"), date=["2026-04"]).similarity > 0.5


def test_an_event_with_its_roles_swapped_contradicts() -> None:
    swapped = event("Ida Brandt dismissed Northern Rail.", agent_ids=["a2"], target_ids=["a1"])
    cell = compare(event(), swapped)
    assert cell.similarity == 0.0
    assert "roles" in cell.differences


def test_participants_tell_events_of_like_words_apart() -> None:
    gold = event("The operator dismissed a driver.")
    same = compare(gold, event("The driver was dismissed."))
    other = compare(gold, event("The driver was dismissed.", agent_ids=["a3"], target_ids=[]))
    assert same.topic > other.topic


def test_the_names_of_the_participants_alone_make_no_event() -> None:
    gold = event("Northern Rail dismissed Ida Brandt.")
    other = event("Northern Rail praised Ida Brandt.", evidence=evidence(0, 40))
    assert compare(gold.model_copy(update={"evidence": evidence(0, 40)}), other).similarity == 0.0
    assert compare(gold, event("Ida Brandt was dismissed by Northern Rail.")).similarity > 0.5


def test_an_event_that_did_not_occur_contradicts_one_that_did() -> None:
    assert "polarity" in compare(event(), event(status="did_not_occur")).differences
    off = event("The dismissal was called off.", status="did_not_occur")
    void = event("The dismissal did not take place.", status="did_not_occur")
    assert "polarity" not in compare(off, void).differences
    assert "polarity" not in compare(void, event("The dismissal fell through.")).differences


@pytest.mark.parametrize(
    ("one", "two", "equal"),
    [
        ("2.7 billion", "2,711,000,000", True),
        ("2.7 billion", "2.8 billion", False),
        ("12 percent", "12.4 percent", True),
        ("12 percent", "13 percent", False),
        ("41,250", "41,000", False),
        ("1 million", "1.4 million", False),
        ("1.2 million", "1.2", False),
        ("five", "5", True),
        ("between 6 and 7 million", "between 6 and 7 million", True),
        ("between 6 and 7 million", "between 6 and 8 million", False),
    ],
)
def test_values_are_equal_within_the_rounding_of_the_stated_digits(one: str, two: str, equal: bool) -> None:
    assert values_equal(figure(one), figure(two)) is equal
    assert values_equal(figure(two), figure(one)) is equal


def test_a_figures_unit_must_be_of_one_kind() -> None:
    assert compare(figure("40 million euros"), figure("40 million dollars")).differences == ("unit",)
    assert compare(figure("40 percent"), figure("40")).differences == ("unit",)
    assert not compare(figure("40", unit="tonne"), figure("40")).differences  # a table's head told it
    assert compare(figure("40 drivers"), figure("40 people")).similarity > 0.5


def test_figures_of_one_team_do_not_contradict_each_other_by_its_name() -> None:
    goals = figure("2", "goals scored by Northern Rovers", evidence=evidence(0, 10))
    place = figure("9", "league position of Northern Rovers", evidence=evidence(50, 60))
    assert compare(goals, place).wrong == 0.0
    other = figure("3", "goals scored by Northern Rovers", evidence=evidence(50, 60))
    assert compare(goals, other).wrong > 0.5


def test_a_figure_whose_number_was_not_read_contradicts_nothing() -> None:
    cell = compare(figure("7 votes"), figure("7 votes to 2", value=None, low=None, high=None))
    assert (cell.similarity, cell.differences) == (0.0, ("no number",))


def test_a_figure_with_another_value_contradicts() -> None:
    cell = compare(figure("40 million euros"), figure("60 million euros"))
    assert (cell.similarity, cell.differences) == (0.0, ("value",))
    assert compare(figure("40 million euros"), figure("60 million euros"), value=[6e7]).similarity > 0.5


def test_the_same_number_of_something_else_does_not_match() -> None:
    assert (
        compare(figure("12 people", "passengers hurt"), figure("12 people", "trains cancelled")).similarity
        == 0.0
    )


class Sanction(Record):
    """A penalty."""

    penalty: str


def test_a_record_of_ones_own_is_compared_by_its_wording() -> None:
    gold = Sanction(id="s1", penalty="The operator has to pay a fine of 3 million euros.")
    assert (
        compare(gold, Sanction(id="s", penalty="A fine of 3 million euros for the operator.")).similarity
        > 0.5
    )
    assert compare(gold, Sanction(id="s", penalty="A fine of 9 million euros.")).differences == ("numbers",)
