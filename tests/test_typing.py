"""What a caller's type checker makes of the public face: mypy checks this file with the package."""

from __future__ import annotations

import asyncio
from typing import assert_type

from pydantic import Field

from summarizer import (
    Claim,
    Document,
    Outcome,
    Record,
    Summarizer,
    Summary,
    asummarize,
    from_json,
    stream_summary,
    summarize,
    summarize_many,
    to_json,
)

TEXT = "Two people died when a ferry sank off Brindle on Monday, said Mara Voss, the mayor."


class Sanction(Record):
    target: str


class Sanctions(Summary):
    sanctions: list[Sanction] = Field(default_factory=list)


def test_without_a_schema_a_summary_is_a_summary() -> None:
    summary = summarize(TEXT, published="2026-03-04")
    assert_type(summary, Summary)
    assert_type(summary.claims, list[Claim])
    summarizer = Summarizer(max_records=3)
    assert_type(summarizer, Summarizer[Summary])
    assert_type(asyncio.run(asummarize(Document(TEXT))), Summary)
    assert_type(from_json(to_json(summary)), Summary)
    for outcome in summarize_many([TEXT], concurrency=1):
        assert_type(outcome, Outcome[Summary])
    for growing in stream_summary(TEXT):
        assert_type(growing, Summary)
    assert [summary.headline, outcome.ok] == [growing.headline, True]


def test_with_a_schema_a_summary_is_of_that_class() -> None:
    summarizer = Summarizer(schema=Sanctions)
    assert_type(summarizer, Summarizer[Sanctions])
    summary = summarizer.summarize(TEXT)
    assert_type(summary, Sanctions)
    assert_type(summarize(TEXT, schema=Sanctions).sanctions, list[Sanction])
    for outcome in summarize_many([TEXT], schema=Sanctions, concurrency=1):
        assert_type(outcome.summary, Sanctions | None)
    assert outcome.summary is not None
    assert outcome.summary.sanctions == summary.sanctions == []
