"""From citations to evidence."""

from __future__ import annotations

import pytest

from summarizer.document import Document
from summarizer.engines import Span
from tests.grounding.example import (
    COST,
    DEPUTY,
    HEADING,
    NUMBER,
    OPERATOR,
    QUOTATION,
    TEXT,
    UNION_LEADER,
    WALKOUT,
    codes,
    grounded,
    only,
    quotes,
)

WALKED_OUT = {"id": "e1", "description": "Dockers in Velm walked out after talks broke down."}
SENTENCE = (
    "Dockers in Velm walked out on 2 March after talks with the port operator, Orsund Terminals, broke down."
)


@pytest.mark.parametrize(
    "cite", [WALKOUT, SENTENCE, SENTENCE.upper(), Span(TEXT.index("Dockers"), TEXT.index("\nThe union"))]
)
def test_a_number_a_quote_and_a_span_lead_to_the_passage(cite: int | str | Span) -> None:
    event = only(grounded(("events", WALKED_OUT, [cite])), "events")
    assert quotes(event) == [SENTENCE]
    assert event.evidence[0].match == {int: "sentence", Span: "exact"}.get(
        type(cite), "exact" if cite == SENTENCE else "folded"
    )


@pytest.mark.parametrize(
    "cites", [[], [99], [0], ["Nothing of the kind was ever written here."], [Span(5, 5)], [Span(0, 99999)]]
)
def test_a_record_without_evidence_is_rejected(cites: list[int | str | Span]) -> None:
    result = grounded(("events", WALKED_OUT, cites))
    assert result.records["events"] == []
    assert "evidence_missing" in codes(result, rejected=True)


def test_a_citation_that_leads_nowhere_is_told_beside_one_that_does() -> None:
    result = grounded(("events", WALKED_OUT, [WALKOUT, 99]))
    assert quotes(only(result, "events")) == [SENTENCE]
    assert codes(result) == {"citation_unknown"}


def test_figures_and_direct_quotations_are_narrowed_to_their_words() -> None:
    content = "We will not sign a contract that costs lives"
    result = grounded(
        ("actors", UNION_LEADER, []),
        ("claims", {"id": "c1", "source_id": "a1", "content": content, "quotation": "direct"}, [QUOTATION]),
        ("figures", {"id": "f1", "measure": "cost to exporters", "text": "€4.5 million"}, [COST]),
    )  # fmt: skip
    assert quotes(only(result, "claims")) == [content]
    assert quotes(only(result, "figures")) == ["€4.5 million"]
    assert result.findings == []


def test_a_citation_one_sentence_off_is_repaired() -> None:
    figure = {"id": "f1", "measure": "dockers who joined, by the operator", "text": "about 900"}
    result = grounded(("figures", figure, [QUOTATION]))
    assert quotes(only(result, "figures")) == ["about 900"]
    assert codes(result) == {"citation_repaired"}
    two_off = grounded(("figures", figure, [DEPUTY]))
    assert codes(two_off, rejected=True) == {"figure_not_in_evidence"}


def test_an_actors_evidence_is_its_mentions() -> None:
    result = grounded(("actors", {**OPERATOR, "aliases": ["the port operator"]}, [HEADING]))
    actor = only(result, "actors")
    assert quotes(actor) == ["the port operator", "Orsund Terminals", "Orsund Terminals"]
    assert all(TEXT[e.start : e.end] == e.quote for e in actor.evidence)


def test_evidence_in_a_repeated_paragraph_is_the_first_paragraphs() -> None:
    document = Document(TEXT + TEXT)
    start = len(TEXT) + TEXT.index("Dockers")
    event = only(grounded(("events", WALKED_OUT, [Span(start, start + 30)]), document=document), "events")
    assert [e.start for e in event.evidence] == [TEXT.index("Dockers")]


def test_numbers_are_sentence_numbers() -> None:
    figure = {"id": "f1", "measure": "dockers on strike, by the operator", "text": "about 900"}
    assert quotes(only(grounded(("figures", figure, [NUMBER])), "figures")) == ["about 900"]
