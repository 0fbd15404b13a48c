"""Announcements that something has ended, told in a report with the day they were made.

Saying is no event; to announce an end, a withdrawal or a closure is one, whatever the verb of the report
("*said* in a Friday broadcast that the strike was over").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.engines.rules.attribution import Attribution
from summarizer.engines.rules.happening import Happening
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import sentence
from summarizer.values.dates import DateExpression

_ENDED = re.compile(
    r"\b(?:ha[sd]|have|is|are|was|were)(?: (?:now|been|already))* (?:ended|finished|expired|lapsed|ceased"
    r"|closed|withdrawn|collapsed|resigned|quit|stopped|over|at an end|run (?:its|their) course"
    r"|come to an end)\b"
)
_ANNOUNCED = frozenset("announced announces declared declares".split())
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
        ended = _ENDED.search(claim.wording)
        beside = (d for d in dates[claim.reading] if not any(s <= d.start < e for s, e in claim.content))
        day = next(beside, None) if ended and claim.cue and not readings[claim.reading].heading else None
        if day is None or claim.source is None or not claim.source.named:
            continue
        start, end = min(claim.extent[0], day.start), max(claim.extent[1], day.end)
        near = (e for e in found if 0 <= claim.reading - e.reading <= _NEAR and claim.source in e.agents)
        told = next((e for e in near if e.verb in _ANNOUNCED), None)
        if told is None:
            words = sentence(text[start:end])
            found.append(Happening(claim.reading, start, end, words, "announced", [claim.source], date=day))
        elif told.date is None:
            told.date = day
            told.places.append((start, end))
