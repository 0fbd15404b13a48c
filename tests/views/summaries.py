"""A summary made by hand, of a text that is hard to lay out."""

from __future__ import annotations

import datetime

from summarizer import (
    Actor,
    Claim,
    Document,
    Event,
    Evidence,
    Figure,
    Finding,
    Rejection,
    Run,
    Summary,
    Usage,
)

TEXT = (
    "Bridge at Velm closed <b>again</b>\n"
    "The Velm bridge was closed on Monday, 3 May. “It is *not* safe,” said engineer Ida Brandt. "
    "Repairs will cost 4 to 5 million euros."
)


def evidence(quote: str) -> list[Evidence]:
    start = TEXT.index(quote)
    return [Evidence(quote=quote, start=start, end=start + len(quote))]


def bridge() -> Summary:
    document = Document(TEXT, title="Velm", published=datetime.date(2027, 5, 4), source="Velm Herald")
    summary = Summary(
        language="en",
        actors=[
            Actor(id="a1", name="Ida Brandt", kind="person", role="engineer", evidence=evidence("Ida Brandt"))
        ],
        events=[
            Event(
                id="e1",
                description="The Velm bridge was closed.",
                date_text="Monday, 3 May",
                date="2027-05-03",
                evidence=evidence("The Velm bridge was closed on Monday, 3 May."),
            )
        ],
        claims=[
            Claim(
                id="c1",
                source_id="a1",
                cue="said",
                content="“It is *not* safe,”",
                quotation="direct",
                evidence=evidence("“It is *not* safe,”"),
            )
        ],
        figures=[
            Figure(
                id="f1",
                measure="cost of the repairs",
                text="4 to 5 million euros",
                value=4.5e6,
                low=4e6,
                high=5e6,
                bound="range",
                currency="EUR",
                status="forecast",
                event_id="e1",
                evidence=evidence("4 to 5 million euros"),
            )
        ],
        headline="Velm bridge closed <b>again</b>",
        gist="The bridge at Velm is closed. Repairs cost millions.",
        document=document.info,
        findings=[
            Finding(
                record_id="e1",
                code="date_year_assumed",
                message="The year is the publication's.",
                severity="info",
            ),
            Finding(code="headline_name", message="The headline names somebody new.", severity="warning"),
        ],
        rejected=[
            Rejection(
                section="events",
                record={"id": "e2", "description": "The bridge fell."},
                findings=[
                    Finding(record_id="e2", code="support", message="Nothing bears it out.", severity="error")
                ],
            )
        ],
        run=Run(
            engine="openai/large",
            library_version="0",
            prompt="summarize@3",
            usage=Usage(requests=1, attempts=2, input_tokens=3100, output_tokens=900, cost_usd=0.0123),
            seconds=4.2,
        ),
    )
    summary._text = TEXT
    return summary
