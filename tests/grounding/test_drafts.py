"""Drafts of several chunks, caps, ids, and a caller's own sections."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from summarizer.document import Document, Sentence
from summarizer.engines import Brief, Draft
from summarizer.grounding import Case, check, ground
from summarizer.grounding.case import CHECKS
from summarizer.schema import Record, Refers, Summary, Verbatim, sections
from tests.grounding.example import DOCUMENT, OPERATOR, WALKOUT, codes, draft, grounded, only, quotes

NAMES = ["Ana Brandt", "Omar Reyes", "Lin Zhao", "Noor Haddad"]
PARAGRAPHS = [
    f"{name} said on 3 May 2024 that plan {n} will cost {n + 10} million euros.\n"
    for n, name in enumerate(NAMES)
] + [
    "Brandt said later that the money is there.\n",
    "Reyes said on 3 May 2024 that plan 1 will cost 11 million euros.\n",
]


def read(paragraph: Sequence[Sentence], text: str) -> Iterator[tuple[str, dict[str, Any], list[Any]]]:
    """An engine that reads paragraph by paragraph: the speaker, what is said, what it costs."""
    for sentence in paragraph:
        passage = text[sentence.start : sentence.end]
        name, _, rest = passage.partition(" said ")
        n = sentence.number
        yield "actors", {"id": f"a{n}", "name": name, "kind": "person"}, [n]
        content = rest.partition("that ")[2]
        yield "claims", {"id": f"c{n}", "source_id": f"a{n}", "cue": "said", "content": content}, [n]
        if "million" in rest:
            amount = content.split(" cost ")[1].rstrip(".")
            yield (
                "figures",
                {"id": f"f{n}", "measure": f"cost of {content[:6]}", "text": amount, "source_id": f"a{n}"},
                [n],
            )


def outline(document: Document, cuts: Sequence[int]) -> set[str]:
    """The records of a document read in parts, with names in the place of ids."""
    borders = [0, *sorted(set(cuts)), len(document.sentences)]
    parts = [document.sentences[i:j] for i, j in itertools.pairwise(borders)]
    drafts = [draft(*read(part, document.text)) for part in parts if part]
    result = ground(document, drafts, Brief(Summary, dict.fromkeys(sections(Summary))))
    assert result.rejected == []
    names = {r.id: r.name for r in result.records["actors"]}  # type: ignore[attr-defined]
    seen = set()
    for items in result.records.values():
        for item in items:
            fields = item.model_dump(mode="json", exclude={"id"})
            seen.add(repr({k: names.get(v, v) if isinstance(v, str) else v for k, v in fields.items()}))
    return seen


@settings(deadline=None)
@given(st.permutations(PARAGRAPHS), st.lists(st.integers(1, 5), max_size=3))
def test_splitting_a_document_between_paragraphs_gives_the_same_records(
    order: list[str], cuts: list[int]
) -> None:
    document = Document("".join(order))
    assert outline(document, cuts) == outline(document, [])


def test_ids_are_final_and_references_follow() -> None:
    result = grounded(
        ("actors", {"id": "zz", "name": "Idris Kane", "kind": "person"}, []),
        ("actors", {**OPERATOR, "id": "q"}, []),
        (
            "claims",
            {"id": "7", "source_id": "zz", "cue": "said", "content": "The dispute could last until autumn."},
            [6],
        ),
    )
    assert [a.id for a in result.records["actors"]] == ["a1", "a2"]
    assert (only(result, "claims").id, only(result, "claims").source_id) == ("c1", "a1")


def test_caps_take_the_first_of_every_draft() -> None:
    document = Document("".join(PARAGRAPHS[:4]))
    drafts = [draft(*read(document.sentences[i : i + 2], document.text)) for i in (0, 2)]
    result = ground(document, drafts, Brief(Summary, {"actors": None, "claims": 2, "figures": 0}))
    assert [c.content[:6] for c in result.records["claims"]] == ["plan 0", "plan 2"]  # type: ignore[attr-defined]
    assert result.records["figures"] == []


class Sanction(Record):
    measure: str
    """What is imposed."""
    target_id: Annotated[str, Refers("actors")]
    article: Annotated[str | None, Verbatim()] = None


class MySummary(Summary):
    sanctions: list[Sanction] = Field(default_factory=list)


SANCTION = {
    "id": "s1",
    "measure": "Talks with the port operator broke down.",
    "target_id": "a2",
    "article": "2 March",
}


def test_a_section_of_the_callers_own_is_treated_like_the_four() -> None:
    twice = [("sanctions", {**SANCTION, "id": name}, [WALKOUT]) for name in ("s1", "s2")]
    result = grounded(("actors", OPERATOR, []), *twice, schema=MySummary)
    sanction = only(result, "sanctions")
    assert (sanction.id, sanction.target_id, sanction.article) == ("s1", "a1", "2 March")
    assert quotes(sanction)[0].startswith("Dockers in Velm")
    assert result.findings == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"measure": "A fine of 7 million was imposed on the port operator."}, "number_not_in_document"),
        (
            {"measure": "Assets of Zorvath Freight were frozen after the talks broke down."},
            "name_not_in_document",
        ),
        ({"target_id": "a7"}, "reference_broken"),
    ],
)
def test_and_audited_like_them(fields: dict[str, str], code: str) -> None:
    result = grounded(
        ("actors", OPERATOR, []), ("sanctions", {**SANCTION, **fields}, [WALKOUT]), schema=MySummary
    )
    assert code in codes(result, rejected=True)


def test_a_check_of_the_callers_own() -> None:
    @check("sanction_unlawful", "warning", on=Sanction)
    def sanction_unlawful(case: Case) -> Iterator[str]:
        """A sanction names no article."""
        if not case.record.article:  # type: ignore[attr-defined]
            yield "no article"

    try:
        bare = {**SANCTION, "article": None}
        result = grounded(("actors", OPERATOR, []), ("sanctions", bare, [WALKOUT]), schema=MySummary)
        assert codes(result) == {"sanction_unlawful"}
        with pytest.raises(ValueError, match="sanction_unlawful"):
            check("sanction_unlawful", "info")(sanction_unlawful)
    finally:
        del CHECKS["sanction_unlawful"]


def test_nothing_drafted_is_nothing_found() -> None:
    result = ground(DOCUMENT, [Draft([], "en")], Brief(Summary, {}))
    assert not any(result.records.values())
    assert (result.findings, result.rejected) == ([], [])
