"""A document and drafts over it, for the tests of this folder."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from summarizer.document import Document
from summarizer.engines import Brief, Citation, Draft, DraftRecord
from summarizer.grounding import Grounded, ground
from summarizer.schema import Record, Summary, sections

TEXT = """Harbour strike in Velm enters second week
Dockers in Velm walked out on 2 March after talks with the port operator, Orsund Terminals, broke down.
The union says 1,250 dockers have joined the strike. Orsund Terminals puts the number at about 900.
“We will not sign a contract that costs lives,” union leader Petra Halvorsen told reporters on Monday.
Her deputy, Idris Kane, said the dispute could last until autumn. Orsund has not ruled out new hirings.
A mediator is expected to arrive on Thursday. The strike has cost exporters €4.5 million so far.
"""
DOCUMENT = Document(TEXT, published=datetime.date(2026, 3, 10))
(HEADING, WALKOUT, JOINED, NUMBER, QUOTATION, DEPUTY, HIRING, MEDIATOR, COST) = range(1, 10)

UNION_LEADER = {"id": "a1", "name": "Petra Halvorsen", "kind": "person", "role": "union leader"}
OPERATOR = {"id": "a2", "name": "Orsund Terminals", "aliases": ["Orsund"], "kind": "organization"}
DEPUTY_LEADER = {"id": "a3", "name": "Idris Kane", "kind": "person", "affiliation_id": "a1"}


def draft(*records: tuple[str, Mapping[str, Any], list[Citation]], schema: type[Summary] = Summary) -> Draft:
    """A draft of records given as section, fields and citations."""
    kinds = sections(schema)
    return Draft(
        [DraftRecord(s, kinds[s].model_validate(fields), cites) for s, fields, cites in records], "en"
    )


def grounded(
    *records: tuple[str, Mapping[str, Any], list[Citation]],
    document: Document = DOCUMENT,
    schema: type[Summary] = Summary,
    **options: Any,
) -> Grounded:
    """What becomes of one draft."""
    brief = Brief(schema, dict.fromkeys(sections(schema)))
    return ground(document, [draft(*records, schema=schema)], brief, **options)


def only(result: Grounded, section: str) -> Any:
    """The one record of a section."""
    (record,) = result.records[section]
    return record


def codes(result: Grounded, *, rejected: bool = False) -> set[str]:
    """The codes of the findings, or of those that records were rejected for."""
    if rejected:
        return {f.code for r in result.rejected for f in r.findings if f.severity == "error"}
    return {f.code for f in result.findings}


def quotes(record: Record) -> list[str]:
    return [evidence.quote for evidence in record.evidence]
