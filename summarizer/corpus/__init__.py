"""Many documents: read, summarized side by side, and written down so that nothing is lost."""

from summarizer.corpus.many import asummarize_many, summarize_many
from summarizer.corpus.outcomes import AsyncOutcomes, Outcome, Outcomes, Tally, Unreadable

__all__ = ["AsyncOutcomes", "Outcome", "Outcomes", "Tally", "Unreadable", "asummarize_many", "summarize_many"]
