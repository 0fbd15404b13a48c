"""Announcements that something has ended, told in a report with the day they were made.

Saying is no event; to announce an end, a withdrawal or a closure is one, whatever the verb of the report
("*said* in a Friday broadcast that the strike was over").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.engines.rules.attribution import Attribution
from summarizer.engines.rules.happening import Happening
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import sentence
from summarizer.values.dates import DateExpression

_PARTICIPLES = "ended|finished|expired|lapsed|ceased|closed|shut|withdrawn|collapsed|resigned|quit|stopped"
_ENDED = re.compile(
    rf"(?:has|have|had)\s+(?:(?:now|been|already)\s+)*(?:{_PARTICIPLES}|run\s+(?:its|their)\s+course"
    rf"|come\s+to\s+an\s+end)\b|(?:is|are|was|were)\s+(?:now\s+)?(?:over|at\s+an\s+end|finished|ended)\b"
)
_END = re.compile(
    r"\b(?:end|close|withdraw|expir|laps|ceas|terminat|suspen|resign|cancel|over\b)", re.IGNORECASE
)
_FIRST_WORDS = 15
"""Words of what is said among which its main verb is looked for."""
_NEAR = 2
"""Sentences between a first telling of an announcement and the report that dates it."""


def add_announcements(
    found: list[Happening],
    claims: Sequence[Attribution],
    readings: Sequence[Reading],
    dates: Sequence[Sequence[DateExpression]],
    text: str,
) -> None:
    """Date the announcements among `found` by the reports of them; add those that are told in a report alone.

    Args:
        dates: the date expressions of each reading.
    """
    for claim in claims:
        day = _day(claim, readings[claim.reading], dates[claim.reading])
        if day is None or claim.source is None or not _tells_end(claim):
            continue
        start, end = min(claim.extent[0], day.start), max(claim.extent[1], day.end)
        told = next(_tellings(found, claim), None)
        if told is None:
            words = sentence(text[start:end])
            found.append(Happening(claim.reading, start, end, words, "announced", [claim.source], date=day))
        elif told.date is None:
            told.date = day
            told.places.append((start, end))


def _tells_end(claim: Attribution) -> bool:
    return _ENDED.search(" ".join(claim.wording.split()[:_FIRST_WORDS])) is not None


def _day(claim: Attribution, reading: Reading, dates: Sequence[DateExpression]) -> DateExpression | None:
    """The date beside the cue, outside of what is said."""
    if claim.cue is None or claim.source is None or not claim.source.named or reading.heading:
        return None
    outside = (d for d in dates if not any(s <= d.start < e for s, e in claim.content))
    return next(outside, None)


def _tellings(found: Sequence[Happening], claim: Attribution) -> Iterator[Happening]:
    """The events in which the source already announces an end, in the sentences up to the claim's."""
    for event in found:
        near = 0 <= claim.reading - event.reading <= _NEAR
        announced = event.verb.startswith(("announc", "declar")) and _END.search(event.description)
        if near and announced and claim.source in event.agents:
            yield event
