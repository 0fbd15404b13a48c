from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from summarizer import InputError, Record, Summary, from_json, to_json, to_markdown, to_text
from summarizer.views.markdown import escape
from summarizer.views.wording import number
from tests.views.summaries import TEXT, bridge


def test_json_goes_back_to_the_same_summary() -> None:
    summary = bridge()
    assert to_json(Summary.model_validate_json(to_json(summary))) == to_json(summary)


def test_json_holds_the_text_only_when_asked() -> None:
    assert "text" not in json.loads(to_json(bridge()))["document"]
    whole = to_json(bridge(), with_text=True)
    assert json.loads(whole)["document"]["text"] == TEXT
    assert Summary.model_validate_json(whole).text == TEXT


def test_a_summary_equals_what_was_saved_of_it() -> None:
    assert from_json(to_json(bridge())) == bridge() == from_json(to_json(bridge(), with_text=True))
    assert from_json(to_json(bridge()).replace("Ida Brandt", "Ada Brandt")) != bridge()


def test_a_text_that_was_changed_since_is_refused() -> None:
    changed = to_json(bridge(), with_text=True).replace("Repairs will cost", "Repairs may cost")
    with pytest.raises(ValidationError, match="sha256"):
        Summary.model_validate_json(changed)


def test_the_text_cannot_be_asked_of_a_summary_that_was_loaded_without_it() -> None:
    with pytest.raises(InputError, match="without its document's text"):
        to_json(Summary.model_validate_json(to_json(bridge())), with_text=True)


@pytest.mark.parametrize("view", [to_text, to_markdown])
def test_people_are_shown_everything_that_matters(view: object) -> None:
    shown = " ".join(view(bridge()).split()).replace("\\", "").replace("> ", "")  # type: ignore[operator]
    for expected in [
        "Ida Brandt (person, engineer)",
        "[2027-05-03] The Velm bridge was closed.",
        "4 to 5 million euros: cost of the repairs = EUR 4,000,000 to 5,000,000",
        "forecast",
        "The year is the publication's.",
        "The headline names somebody new.",
        "The bridge fell.",
        "Nothing bears it out.",
        "openai/large, prompt summarize@3, 1 request, 2 attempts, 3,100 tokens in, 900 out, $0.0123",
    ]:
        assert expected in shown, expected


def test_text_keeps_to_its_width() -> None:
    for width in (40, 72, 100):
        assert max(map(len, to_text(bridge(), width=width).splitlines())) <= width


def test_a_quotation_stands_under_its_source_between_one_pair_of_marks() -> None:
    lines = to_text(bridge()).splitlines()
    at = next(i for i, line in enumerate(lines) if "Ida Brandt [a1]:" in line)
    assert "“It is *not* safe,” (said)" in lines[at + 1]


def test_short_evidence_is_shown_in_its_surroundings() -> None:
    assert "Repairs will cost 4 to 5 million euros." in to_text(bridge())


def test_markdown_lets_no_markup_through() -> None:
    shown = to_markdown(bridge())
    assert "<b>" not in shown
    assert "\\*not\\*" in shown


@given(st.text())
def test_escaped_text_holds_no_bare_markup(text: str) -> None:
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`<>\[\]#|~]", escape(text))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1.0, "1"),
        (2.7e9, "2,700,000,000"),
        (0.25, "0.25"),
        (1234.5, "1,234.5"),
        (-3.0, "-3"),
        (1e-9, "1e-09"),
    ],
)
def test_numbers_are_shown_in_full(value: float, shown: str) -> None:
    assert number(value) == shown


def test_a_section_of_the_caller_s_own_is_shown_too() -> None:
    class Sanction(Record):
        measure: str
        target: str | None = None

    class Sanctions(Summary):
        sanctions: list[Sanction]

    summary = Sanctions(
        **bridge().model_dump(),
        sanctions=[Sanction(id="s1", measure="Frozen accounts", target="Velm Ltd")],
    )
    for view in (to_text, to_markdown):
        shown = view(summary)
        assert "Frozen accounts" in shown
        assert "target: Velm Ltd" in shown


def test_an_empty_summary_is_shown_as_such() -> None:
    empty = bridge().model_copy(
        update={name: [] for name in ("actors", "events", "claims", "figures", "findings", "rejected")}
    )
    assert to_text(empty).startswith("Velm bridge closed")
    assert "ACTORS" not in to_text(empty)


def test_only_the_first_mention_of_an_actor_is_quoted() -> None:
    summary = bridge()
    once = to_text(summary)
    summary.actors[0].evidence *= 5
    assert to_text(summary) == once
