from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summarizer import Actor, Claim, Event, Figure, Record
from summarizer.grounding.caps import select


def actor(number: int) -> Actor:
    return Actor(id=f"a{number}", name=f"Actor {number}", kind="person")


RECORDS: dict[str, list[Record]] = {
    "actors": [actor(n) for n in range(1, 7)],
    "events": [
        Event(id="e1", description="One", agent_ids=["a5"]),
        Event(id="e2", description="Two", agent_ids=["a6"], target_ids=["a1"]),
    ],
    "claims": [Claim(id="c1", content="Yes", source_id="a4"), Claim(id="c2", content="No", source_id="a6")],
    "figures": [Figure(id="f1", measure="m", text="5", event_id="e2")],
}


def ids(records: dict[str, list[Record]], section: str) -> list[str]:
    return [record.id for record in records[section]]


def test_without_caps_nothing_is_cut() -> None:
    assert select(RECORDS, {}) == RECORDS


def test_what_kept_records_refer_to_comes_before_the_rest() -> None:
    kept = select(RECORDS, {"actors": 3, "events": 1})
    assert ids(kept, "events") == ["e2"]  # the figure belongs to it
    assert ids(kept, "actors") == ["a1", "a4", "a6"]


def test_a_cap_holds_and_references_to_what_was_cut_are_taken_out() -> None:
    kept = select(RECORDS, {"actors": 1, "events": 0, "claims": 0})
    assert (ids(kept, "actors"), ids(kept, "events")) == (["a1"], [])
    figure = kept["figures"][0]
    assert isinstance(figure, Figure)
    assert figure.event_id is None


def test_the_source_of_a_kept_claim_stays_beyond_the_cap() -> None:
    kept = select(RECORDS, {"actors": 0, "claims": 1})
    assert ids(kept, "actors") == ["a4"]


@given(st.dictionaries(st.sampled_from(list(RECORDS)), st.one_of(st.none(), st.integers(0, 7))))
def test_order_is_kept_and_no_reference_dangles(caps: dict[str, int | None]) -> None:
    kept = select(RECORDS, caps)
    present = {record.id for records in kept.values() for record in records}
    for section, records in kept.items():
        assert [r.id for r in RECORDS[section] if r.id in present] == [r.id for r in records]
        cap = caps.get(section)
        if cap is not None and section != "actors":
            assert len(records) <= cap
        for record in records:
            if isinstance(record, Claim):
                assert record.source_id in present
            if isinstance(record, Event):
                assert set(record.agent_ids + record.target_ids) <= present
