"""Whole summaries: headline and gist, and saved ones checked again."""

from __future__ import annotations

import pytest

from summarizer.engines import Composition
from summarizer.errors import InputError
from summarizer.grounding import audit, audit_composition, finding_codes
from summarizer.schema import Run, Summary
from tests.grounding.example import (
    DOCUMENT,
    JOINED,
    OPERATOR,
    QUOTATION,
    TEXT,
    UNION_LEADER,
    WALKOUT,
    grounded,
)

RECORDS = [
    ("actors", UNION_LEADER, []),
    ("actors", OPERATOR, []),
    ("events", {"id": "e1", "description": "Dockers in Velm walked out after talks broke down.",
                "target_ids": ["a2"], "date_text": "2 March"}, [WALKOUT]),
    ("claims", {"id": "c1", "source_id": "a1", "cue": "told", "quotation": "direct",
                "content": "We will not sign a contract that costs lives"}, [QUOTATION]),
    ("figures", {"id": "f1", "measure": "dockers on strike", "text": "1,250 dockers"}, [JOINED]),
]  # fmt: skip


def summary(**fields: object) -> Summary:
    made = Summary(
        language="en",
        **grounded(*RECORDS).records,  # type: ignore[arg-type]
        headline="1,250 dockers strike in Velm",
        gist="Dockers in Velm walked out on 2 March. Petra Halvorsen said they will not sign.",
        document=DOCUMENT.info,
        run=Run(engine="builtin/rules", library_version="1"),
    )
    return made.model_copy(update=fields)


@pytest.mark.parametrize(
    ("headline", "code"),
    [
        ("1,250 dockers strike in Velm", None),
        ("Strike in Velm: Petra Halvorsen will not sign", None),
        ("1,350 dockers strike in Velm", "composition_invented"),
        ("Strike in Velm spreads to Brankow", "composition_invented"),
        ("Strike in Velm involves 900 dockers", "composition_number"),
        ("Strike in Velm: deputy Idris Kane speaks", "composition_name"),
    ],
)
def test_headline_and_gist_state_only_what_records_bear(headline: str, code: str | None) -> None:
    findings = audit_composition(DOCUMENT, grounded(*RECORDS).records, Composition(headline, ""))
    assert [f.code for f in findings] == ([code] if code else [])
    assert all(f.record_id is None for f in findings)


def test_a_good_summary_loaded_again_has_no_findings() -> None:
    loaded = Summary.model_validate_json(summary().model_dump_json())
    assert audit(loaded, DOCUMENT) == []
    assert audit(loaded, TEXT) == []
    with pytest.raises(InputError):
        audit(loaded)
    with pytest.raises(InputError, match="is empty"):
        audit(summary(), "")


def test_what_was_changed_since_is_found() -> None:
    changed = summary(headline="9,999 dockers strike")
    changed.figures[0].value = 125
    changed.events[0].target_ids = ["a7"]
    changed.claims[0].evidence[0].start += 1
    found = {(f.record_id, f.code) for f in audit(changed, DOCUMENT)}
    assert {
        (None, "composition_invented"),
        ("f1", "value_corrected"),
        ("e1", "reference_dropped"),
        ("c1", "evidence_displaced"),
    } <= found
    assert changed.figures[0].value == 125, "nothing is changed"


def test_another_text_is_told() -> None:
    assert "document_differs" in {f.code for f in audit(summary(), TEXT + "\nMore.")}


def test_every_code_is_documented() -> None:
    listed = finding_codes()
    assert len({code for code, _, _ in listed}) == len(listed)
    assert all(
        text.endswith(".") and severity in {"info", "warning", "error"} for _, severity, text in listed
    )
