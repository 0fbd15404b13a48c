"""Many documents: read, summarized side by side, and written down so that nothing is lost."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.corpus.many import asummarize_many as asummarize_many
    from summarizer.corpus.many import summarize_many as summarize_many
    from summarizer.corpus.outcomes import AsyncOutcomes as AsyncOutcomes
    from summarizer.corpus.outcomes import Outcome as Outcome
    from summarizer.corpus.outcomes import Outcomes as Outcomes
    from summarizer.corpus.outcomes import Tally as Tally
    from summarizer.corpus.outcomes import Unreadable as Unreadable

__all__ = ["AsyncOutcomes", "Outcome", "Outcomes", "Tally", "Unreadable", "asummarize_many", "summarize_many"]


def __getattr__(name: str) -> Any:
    # On first use, so that the command can declare its options without the pipeline's imports.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    room = "many" if name.endswith("summarize_many") else "outcomes"
    return getattr(importlib.import_module(f"{__name__}.{room}"), name)
