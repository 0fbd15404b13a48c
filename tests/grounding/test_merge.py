"""Merging: what becomes one, what stays apart, and that order and repetition make no difference."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.grounding.merge import merge
from summarizer.schema import Actor, Claim, Event, Evidence, Figure, Record


def at(start: int, length: int = 10) -> list[Evidence]:
    return [Evidence(quote="x" * length, start=start, end=start + length)]


def actor(id: str, name: str, *aliases: str, kind: str = "person", start: int = 0) -> Actor:  # noqa: A002
    return Actor(id=id, name=name, aliases=list(aliases), kind=kind, evidence=at(start))  # type: ignore[arg-type]


def names(*actors: Actor) -> list[tuple[str, list[str]]]:
    merged, _ = merge({"actors": actors})
    return [(a.name, a.aliases) for a in merged["actors"] if isinstance(a, Actor)]


def number(section: str, *records: Record) -> int:
    return len(merge({section: records})[0][section])


def test_forms_of_one_name_become_one_actor_under_its_fullest_form() -> None:
    assert names(
        actor("1", "Hadi", start=50), actor("2", "Omar al-Hadi", start=5), actor("3", "al-Hadi", start=90)
    ) == [("Omar al-Hadi", ["Hadi", "al-Hadi"])]
    assert names(
        actor("1", "PMF", kind="armed_group"), actor("2", "Popular Mobilization Forces", kind="armed_group")
    ) == [("Popular Mobilization Forces", ["PMF"])]


def test_a_surname_that_two_people_bear_stays_apart() -> None:
    three = [actor("1", "Imran Dar"), actor("2", "Dar"), actor("3", "Sadia Dar")]
    assert len(names(*three)) == 3
    assert len(names(*three[:2])) == 1
    assert len(names(actor("1", "Imran Dar", "Dar"), actor("2", "Sadia Dar", "Dar"))) == 2


def test_a_person_is_no_organization() -> None:
    assert len(names(actor("1", "Lena Marsh"), actor("2", "Marsh", kind="organization"))) == 2


def test_references_follow_what_they_refer_to() -> None:
    merged, replaced = merge(
        {
            "actors": [actor("1", "Omar al-Hadi"), actor("2", "Hadi", start=40)],
            "claims": [
                Claim(id="3", source_id="2", content="The harbour will reopen in spring.", evidence=at(40)),
                Claim(
                    id="4", source_id="1", content="The harbour will reopen in the spring.", evidence=at(70)
                ),
            ],
        }
    )
    (claim,) = merged["claims"]
    assert isinstance(claim, Claim)
    assert claim.source_id == "1"
    assert [e.start for e in claim.evidence] == [40, 70]
    assert replaced == {"2": "1", "4": "3"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {}, True),
        ({}, {"description": "Guards shelled the northern harbour of Aldgrove."}, True),
        ({}, {"date": None}, True),
        ({}, {"date": "2021-03"}, True),
        ({}, {"date": "2021-04-02"}, False),
        ({}, {"status": "planned"}, False),
        ({}, {"description": "The guards did not shell the northern harbour of Aldgrove."}, False),
        ({}, {"description": "The guards shelled 3 harbours north of Aldgrove."}, True),
        ({"description": "The guards shelled 2 harbours north of Aldgrove."},
         {"description": "The guards shelled 3 harbours north of Aldgrove."}, False),
        ({}, {"agent_ids": ["a1"]}, True),
        ({"agent_ids": ["a2"]}, {"agent_ids": ["a1"]}, False),
        ({}, {"description": "A ship sank off Aldgrove."}, False),
    ],
)  # fmt: skip
def test_events(one: dict[str, object], other: dict[str, object], same: bool) -> None:
    base = {"description": "The guards shelled the northern harbour of Aldgrove.", "date": "2021-03-02"}
    events = [Event(id=str(i), evidence=at(i), **{**base, **fields}) for i, fields in enumerate((one, other))]  # type: ignore[arg-type]
    assert (number("events", *events) == 1) is same


def test_an_event_without_a_date_joins_neither_of_two_that_differ() -> None:
    text = "Rockets hit the depot at Velm."
    events = [
        Event(id=str(i), description=text, date=d, evidence=at(i))
        for i, d in enumerate(("2021-01-01", None, "2021-02-01"))
    ]
    assert number("events", *events) == 3
    assert number("events", *events[:2]) == 1


def test_figures_go_by_value_unit_and_measure() -> None:
    def figure(id: int, value: float, measure: str, start: int, **more: str) -> Figure:  # noqa: A002
        return Figure(id=str(id), measure=measure, text=str(value), value=value, evidence=at(start), **more)  # type: ignore[arg-type]

    assert (
        number("figures", figure(1, 31, "people killed", 0), figure(2, 31, "people killed by the flood", 90))
        == 1
    )
    assert number("figures", figure(1, 31, "people killed", 0), figure(2, 31, "the dead", 0)) == 1, (
        "one place"
    )
    assert number("figures", figure(1, 31, "people killed", 0), figure(2, 31, "houses lost", 90)) == 2
    assert number("figures", figure(1, 31, "people killed", 0), figure(2, 36, "people killed", 90)) == 2
    euros, dollars = (figure(i, 5, "cost of the repair", i, currency=c) for i, c in enumerate(("EUR", "USD")))
    assert number("figures", euros, dollars) == 2, "a currency pair is two figures"
    said = [figure(i, 31, "people killed", 90 * i, source_id=s) for i, s in enumerate(("a1", "a2"))]
    assert number("figures", *said) == 2, "two sources, two figures"


def test_the_author_is_a_source_of_its_own() -> None:
    claims = [
        Claim(id=str(i), source_id=s, content="The bridge is unsafe.", evidence=at(i))
        for i, s in enumerate((None, "a1"))
    ]
    assert number("claims", *claims) == 2


surnames = st.sampled_from(["Hadi", "Dar", "Marsh", "Okoro"])
people = st.builds(
    lambda given, surname, start: actor("", f"{given} {surname}".strip(), start=start),
    st.sampled_from(["", "Omar", "Lena", "O."]), surnames, st.integers(0, 500),
)  # fmt: skip
happenings = st.builds(
    lambda words, date, start: Event(id="", description=" ".join(words), date=date, evidence=at(start)),
    st.lists(st.sampled_from("rockets harbour struck guards closed not 5 6".split()), min_size=3, max_size=6),
    st.sampled_from([None, "2021", "2021-03", "2021-03-04", "2022-01-01"]), st.integers(0, 500),
)  # fmt: skip


def plain(records: Sequence[Record]) -> set[str]:
    return {record.model_dump_json(exclude={"id"}) for record in records}


@settings(deadline=None)
@given(st.lists(people | happenings, max_size=9), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_makes_a_difference(made: list[Record], rng: object) -> None:
    records = [record.model_copy(update={"id": str(i)}) for i, record in enumerate(made)]
    shuffled = list(records)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]

    def merged(items: Sequence[Record]) -> dict[str, list[Record]]:
        parts = {
            "actors": [r for r in items if isinstance(r, Actor)],
            "events": [r for r in items if isinstance(r, Event)],
        }
        return merge(parts)[0]

    first, second = merged(records), merged(shuffled)
    assert {section: plain(items) for section, items in first.items()} == {
        s: plain(i) for s, i in second.items()
    }
    again, replaced = merge(first)
    assert again == first
    assert replaced == {}


def test_thousands_of_records_merge_in_no_time() -> None:
    def seconds(count: int) -> float:
        events = [
            Event(
                id=str(i),
                description=f"Workers of plant {i % (count // 2)} walked out over shift pay.",
                evidence=at(i),
            )
            for i in range(count)
        ]
        started = time.perf_counter()
        merged, _ = merge({"events": events})
        assert len(merged["events"]) == count // 2
        return time.perf_counter() - started

    small, large = seconds(400), seconds(3200)
    assert large < 30 * small + 1, "eight times as many records may not take sixty-four times as long"
