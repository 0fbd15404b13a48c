"""What the audit finds, and what is no fault."""

from __future__ import annotations

from typing import Any

import pytest

from summarizer.document import Document
from summarizer.errors import UnsupportedRecord
from tests.grounding.example import (
    DEPUTY,
    DEPUTY_LEADER,
    HIRING,
    JOINED,
    MEDIATOR,
    OPERATOR,
    QUOTATION,
    UNION_LEADER,
    WALKOUT,
    codes,
    grounded,
    only,
)

ACTORS = [("actors", UNION_LEADER, []), ("actors", OPERATOR, []), ("actors", DEPUTY_LEADER, [])]


def claim(content: str, cite: int = DEPUTY, **fields: Any) -> Any:
    given = {"id": "c1", "source_id": "a3", "cue": "said", "content": content, **fields}
    return "claims", given, [cite]


def event(description: str, cite: int = WALKOUT, **fields: Any) -> Any:
    return "events", {"id": "e1", "description": description, **fields}, [cite]


@pytest.mark.parametrize(
    "record",
    [
        claim("The dispute could last until autumn."),
        claim("The strike in Velm could go on until autumn."),
        claim("Orsund Terminals has not ruled out new hirings.", HIRING, source_id="a2", cue=None),
        event("Dockers walked out after talks with Orsund Terminals broke down.", target_ids=["a2"]),
        event("Dockers walked out on 2 March 2026 after talks broke down."),
        event(
            "Petra Halvorsen told reporters that the union would not sign the contract.",
            QUOTATION,
            agent_ids=["a1"],
        ),
        event("A mediator is expected to arrive on 12 March.", MEDIATOR, status="planned"),
    ],
)
def test_what_the_document_bears_out_has_no_findings(record: Any) -> None:
    result = grounded(*ACTORS, record)
    assert result.findings == []
    assert result.rejected == []


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (event("Dockers in Velm walked out after 17 talks broke down."), "number_not_in_document"),
        (event("1,250 talks with the port operator broke down.", HIRING), "number_not_in_evidence"),
        (event("Dockers in Brankow walked out after talks broke down."), "name_not_in_document"),
        (event("Dockers in Velm walked out on 3 March after talks broke down."), "date_not_in_document"),
        (event("Police cleared the gates of the refinery with water cannon."), "unsupported"),
        (claim("We shall not sign a contract that costs lives", QUOTATION, quotation="direct"),
         "quotation_not_verbatim"),
        (("figures", {"id": "f1", "measure": "strikers", "text": "1,350 dockers"}, [JOINED]), "copy_missing"),
        (("actors", {"id": "a9", "name": "Zorvath Freight", "kind": "other"}, []), "copy_missing"),
        (claim("The dispute could last until autumn.", source_id="a9"), "reference_broken"),
    ],
)  # fmt: skip
def test_what_it_does_not_is_rejected(record: Any, code: str) -> None:
    result = grounded(*ACTORS, record)
    assert code in codes(result, rejected=True)
    assert [r.section for r in result.rejected] == [record[0]]
    assert result.rejected[0].record["id"] not in {r.id for items in result.records.values() for r in items}


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (claim("The dispute of 2 March could last until autumn."), "date_not_in_evidence"),
        (claim("The dispute could not last until autumn."), "polarity_differs"),
        (claim("Orsund has ruled out new hirings.", HIRING, source_id="a2", cue=None), "polarity_differs"),
        (claim("The dispute could last until autumn.", source_id="a2"), "source_disputed"),
        (event("Dockers walked out after talks broke down.", agent_ids=["a3"]), "reference_not_near"),
        (event("Dockers walked out after talks with Idris Kane broke down."), "name_not_in_evidence"),
        (event("Dockers walked out after talks broke down.", agent_ids=["a9"]), "reference_dropped"),
        (claim("The dispute could last until autumn.", cue="claimed"), "copy_dropped"),
        (claim("The dispute could last until autumn.", cue="puts"), "copy_not_in_evidence"),
    ],
)  # fmt: skip
def test_what_may_be_wrong_is_flagged(record: Any, code: str) -> None:
    result = grounded(*ACTORS, record)
    assert code in codes(result)
    assert result.rejected == []


def test_a_claim_does_not_become_the_authors_because_its_source_was_invented() -> None:
    invented = ("actors", {"id": "a1", "name": "Zorvath Freight", "kind": "organization"}, [])
    result = grounded(invented, claim("The dispute could last until autumn.", source_id="a1"))
    assert result.records["claims"] == []
    assert codes(result, rejected=True) >= {"copy_missing", "reference_broken"}


def test_on_unsupported() -> None:
    invented = event("Police cleared the gates of the refinery with water cannon.")
    flagged = grounded(invented, on_unsupported="flag")
    assert only(flagged, "events").description.startswith("Police")
    assert "unsupported" in codes(flagged)
    with pytest.raises(UnsupportedRecord, match=r"events.*unsupported") as raised:
        grounded(invented, on_unsupported="raise")
    assert "Police" not in str(raised.value)


def test_two_records_may_not_share_an_id() -> None:
    result = grounded(
        ("actors", UNION_LEADER, []), ("actors", {**OPERATOR, "id": "a1"}, []),
        claim("The dispute could last until autumn.", source_id="a1"),
    )  # fmt: skip
    assert [a.id for a in result.records["actors"]] == ["a1", "a2"]
    assert codes(result) >= {"id_duplicate"}
    assert only(result, "claims").source_id == "a1"


def test_where_capitals_mark_more_than_names_they_are_not_checked() -> None:
    text = "Die Stadt sperrt die Brücke über den Fluss ab Montag für alle schweren Lastwagen."
    record = event("Lastwagen dürfen die Brücke der Stadt ab Montag nicht mehr in Fahrtrichtung befahren.", 1)
    assert "name_not_in_document" not in codes(grounded(record, document=Document(text)), rejected=True)
