"""An event as the rules find it, and how much it matters to a summary."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from summarizer.engines.rules.clauses import Status
from summarizer.engines.rules.entities import Entity
from summarizer.values.calendar import days_of
from summarizer.values.dates import DateExpression


@dataclass(slots=True)
class Happening:
    """An event as found, with the place of the clause that tells it; `places` are further tellings of it."""

    reading: int
    start: int
    end: int
    description: str
    verb: str
    agents: list[Entity] = field(default_factory=list)
    targets: list[Entity] = field(default_factory=list)
    date: DateExpression | None = None
    location: str | None = None
    status: Status = "occurred"
    weight: float = 0.0
    places: list[tuple[int, int]] = field(default_factory=list)

    @property
    def tellings(self) -> list[tuple[int, int]]:
        """Every place that tells it."""
        return [(self.start, self.end), *self.places]


def importance(event: Happening, published: datetime.date | None) -> float:
    """Importance: a main actor, a day near publication, a place, the lead; fully told, as a fact."""
    words = event.description.lower().split()
    weight = nearness(event.date, published) + 0.8 * (event.reading < 3) + 0.8 * (event.reading < 2)
    weight += (
        0.3 * bool(event.agents) + 0.3 * bool(event.targets) + 0.5 * (not {"has", "have"}.isdisjoint(words))
    )
    weight += min(1.0, 0.2 * max((e.weight for e in (*event.agents, *event.targets)), default=0.0))
    weight -= 1.5 * (len(words) < 7)
    return weight - 1.5 * (event.status in ("did_not_occur", "unconfirmed"))


def nearness(date: DateExpression | None, published: datetime.date | None) -> float:
    """1 for what has a day of the month of publication or the ones beside it; less for background."""
    span = days_of(date.value) if date and date.value else None
    near = span is not None and published is not None and abs((span[0] - published).days) <= 60
    return 1.0 if near else 0.2 * (date is not None)
