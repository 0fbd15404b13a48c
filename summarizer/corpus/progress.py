"""What a person sees of a run over many documents while it goes on, and how it is worded."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

from summarizer.corpus.outcomes import Outcome, Tally
from summarizer.schema import Usage

_PLAIN_SECONDS = 10.0


@dataclass(slots=True)
class Progress:
    """How far a run has come.

    Attributes:
        tally: of this run alone.
        fraction: of the corpus that is done, from 0 to 1.
        begun_at: the fraction when the first document of this run was done.
    """

    tally: Tally = field(default_factory=Tally)
    fraction: float = 0.0
    begun_at: float | None = None
    started: float = field(default_factory=time.monotonic)

    def add(self, outcome: Outcome[object], fraction: float) -> None:  # type: ignore[type-var]
        self.tally.add(outcome)
        self.fraction = max(self.fraction, fraction)
        if self.begun_at is None:
            self.begun_at = self.fraction

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    @property
    def seconds_left(self) -> float | None:
        """At the pace of this run so far; None as long as that cannot be told."""
        gained = self.fraction - (self.begun_at or 0.0)
        if gained <= 0:
            return None
        return (1 - self.fraction) * self.seconds / gained

    def __str__(self) -> str:
        tally = self.tally
        done = tally.succeeded + tally.failed
        parts = [f"{done:,} done", f"{tally.failed:,} failed" if tally.failed else ""]
        parts.append(_rate(done / max(self.seconds, 1e-9)) if done else "")
        if (left := self.seconds_left) is not None and self.fraction < 1:
            parts.append(f"about {duration(left)} left")
        return ", ".join(filter(None, [*parts, spent(tally.usage)]))


def _rate(a_second: float) -> str:
    return f"{a_second:.1f} a second" if a_second >= 1 else f"{a_second * 60:.1f} a minute"


def duration(seconds: float) -> str:
    """45 s, 12 min, 3 h 20 min, 2 d 4 h."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    if minutes < 90:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min"
    return f"{hours // 24} d {hours % 24} h"


def spent(usage: Usage) -> str:
    """Tokens, price and what a cache saved, in words; empty where no endpoint was asked."""
    kept = f"{counted(usage.from_cache, 'reply')} from the cache" if usage.from_cache else ""
    if not usage.attempts:
        return kept
    cost = "cost unknown" if usage.cost_usd is None else f"${usage.cost_usd:,.2f}"
    told = f"{usage.input_tokens:,} tokens in, {usage.output_tokens:,} out, {cost}"
    return f"{told}, {kept}" if kept else told


def counted(number: int, what: str) -> str:
    """1 document, 2 documents, 3 replies."""
    if number == 1:
        return f"1 {what}"
    return f"{number:,} {what[:-1] + 'ie' if what.endswith('y') else what}s"


@contextmanager
def shown(progress: Progress, stream: TextIO | None = None) -> Iterator[Callable[[], None]]:
    """Show progress as long as the block runs: a bar on a terminal, else a line every ten seconds.

    The block calls what it is given whenever something has changed.
    """
    stream = stream or sys.stderr
    if stream.isatty():
        with _bar(progress) as changed:
            yield changed
    else:
        yield _lines(progress, stream)


def _lines(progress: Progress, stream: TextIO) -> Callable[[], None]:
    last = time.monotonic()

    def changed() -> None:
        nonlocal last
        if time.monotonic() - last >= _PLAIN_SECONDS:
            last = time.monotonic()
            stream.write(f"{progress.fraction:4.0%}  {progress}\n")

    return changed


@contextmanager
def _bar(progress: Progress) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(bar_width=24), TaskProgressColumn(), TextColumn("{task.description}"))
    with Bar(*columns, console=Console(stderr=True), refresh_per_second=4) as bar:
        task = bar.add_task(str(progress), total=1.0)
        yield lambda: bar.update(task, completed=progress.fraction, description=str(progress))
