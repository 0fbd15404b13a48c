"""A corpus to a journal of summaries: takes up where it was left, and stops without losing anything."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from summarizer.corpus.journal import Identities, Journal, JournalFull, Known, settings_key
from summarizer.corpus.many import IN_FLIGHT
from summarizer.corpus.outcomes import Outcome, Outcomes, Source, Unreadable, Waiting, failed, told
from summarizer.corpus.progress import Progress, counted, spent
from summarizer.corpus.reading import Corpus, Entry
from summarizer.document import Document
from summarizer.errors import (
    AuthenticationFailed,
    BudgetExceeded,
    ProviderUnavailable,
    QuotaExceeded,
    SettingsError,
    SummarizerError,
)

OtherSettings = Literal["stop", "redo", "keep"]
Summarize = Callable[[Iterator[Source]], Outcomes[Any]]

# What would be every further document's error too: the run stops, and the document is left to do.
_FATAL = (AuthenticationFailed, BudgetExceeded, QuotaExceeded, SettingsError)
_INTERRUPTED = 130
_PARTLY = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do.

    Attributes:
        retry_failed: try again what failed in an earlier run.
        limit: the largest number of documents to summarize in this run.
        budget_usd: begin no further document once this run has cost as much.
        other_settings: what becomes of documents that were done with other settings.
        patience: documents in a row that may fail for an endpoint that cannot be reached.
    """

    retry_failed: bool = False
    limit: int | None = None
    budget_usd: float | None = None
    other_settings: OtherSettings = "stop"
    patience: int = IN_FLIGHT


@dataclass(slots=True)
class Counts:
    """What was found in the corpus besides documents to do, and how documents failed.

    Attributes:
        succeeded_before, failed_before: done by earlier runs, and left as they are.
        changed: done before, but the document has changed since; done again.
        duplicates: met before under the same id, word for word; left out.
        waiting: for a provider's batch.
        renamed: met under an id that another text had; `#2` and so on tell them apart.
        failures: kind of error to number of documents.
        examples: kind of error to the message of the first.
    """

    succeeded_before: int = 0
    failed_before: int = 0
    changed: int = 0
    duplicates: int = 0
    renamed: int = 0
    waiting: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Begun:
    document_id: str
    input_sha256: str | None
    fraction: float


class Batch:
    """One run over a corpus.

    Args:
        summarize: turns documents into outcomes, lazily.
        settings: what the summaries depend on, written into every line.
        say: is told what a person should know at once.

    Attributes:
        stopped: why the run ended before the corpus did; None where it did not.

    Raises:
        SettingsError: if the journal holds documents done with other settings, and the plan is to stop then.
    """

    def __init__(
        self,
        corpus: Corpus,
        journal: Journal,
        summarize: Summarize,
        settings: Mapping[str, Any],
        plan: Plan,
        say: Callable[[str], None],
    ) -> None:
        self._corpus = corpus
        self._journal = journal
        self._summarize = summarize
        self._settings = settings
        self._plan = plan
        self._say = say
        self._begun: dict[int, _Begun] = {}
        self._met: Identities
        self._unreached = 0
        self.counts = Counts()
        self.progress = Progress()
        self.stopped: str | None = None
        self._error: SummarizerError | None = None
        self._interrupted = False
        other = journal.other_settings(settings)
        if other and plan.other_settings == "stop":
            raise _settings_differ(journal, *other, settings)

    def run(self, changed: Callable[[], None] = lambda: None) -> int:
        """Summarize what is left to do, and return the command's exit code.

        The first interrupt or termination signal lets what is in flight finish.

        Args:
            changed: called after every document.

        Raises:
            KeyboardInterrupt: at the second signal.
        """
        with (
            self._interruptible(),
            closing(Identities()) as self._met,
            closing(self._summarize(self._left())) as outcomes,
        ):
            try:
                for outcome in outcomes:
                    self._settle(outcome)
                    changed()
            except JournalFull as error:
                self._stop(error.message, error)
        return self._exit_code()

    def _left(self) -> Iterator[Source]:
        """The documents that are left to do, as long as the run goes on."""
        number = 0
        for entry in self._corpus:
            if self.stopped is not None:
                return
            if (begun := self._to_do(entry)) is None:
                continue
            if number == self._plan.limit:
                self._stop(f"The limit of {counted(number, 'document')} is reached.")
                return
            self._begun[number] = begun
            number += 1
            yield dataclasses.replace(entry.source, id=begun.document_id)

    def _to_do(self, entry: Entry) -> _Begun | None:
        """How a document goes into the journal; None if it is there already."""
        given = entry.source.id or ""
        digest = input_sha256(entry.source)
        name = self._met.meet(given, digest)
        if name is None:
            self.counts.duplicates += 1
            return None
        self.counts.renamed += name != given
        known = self._journal.find(name)
        if known is not None and self._is_done(known, digest):
            return None
        return _Begun(name, digest, entry.fraction)

    def _is_done(self, known: Known, digest: str | None) -> bool:
        if known.input_sha256 != digest:
            self.counts.changed += 1
            return False
        if self._plan.other_settings == "redo" and known.settings != settings_key(self._settings):
            return False
        if known.ok:
            self.counts.succeeded_before += 1
            return True
        self.counts.failed_before += not self._plan.retry_failed
        return not self._plan.retry_failed

    def _settle(self, outcome: Outcome[Any]) -> None:
        begun = self._begun.pop(outcome.index)
        if isinstance(outcome.error, _FATAL):
            self.progress.tally.usage += outcome.usage
            self._stop(outcome.error.message, outcome.error)
            return
        if isinstance(outcome.error, Waiting):
            self.counts.waiting += 1
            return
        try:
            line = self._line(begun, outcome)
        except Exception as error:  # a summary that cannot be written down
            outcome = failed(outcome.index, begun.document_id, error)
            line = self._line(begun, outcome)
        self._journal.append(line)
        self.progress.add(outcome, begun.fraction)
        if outcome.error is not None:
            kind = type(outcome.error).__name__
            self.counts.failures[kind] += 1
            self.counts.examples.setdefault(kind, outcome.error.message)
        self._watch_endpoint(outcome)
        self._watch_budget()

    def _line(self, begun: _Begun, outcome: Outcome[Any]) -> Mapping[str, Any]:
        line: dict[str, Any] = {
            "id": begun.document_id,
            "input_sha256": begun.input_sha256,
            "settings": self._settings,
            "status": "ok" if outcome.ok else "failed",
            "usage": outcome.usage.model_dump(mode="json"),
        }
        if outcome.summary is not None:
            return line | {"summary": outcome.summary.model_dump(mode="json")}
        assert outcome.error is not None
        return line | {"error": told(outcome.error)}

    def _watch_endpoint(self, outcome: Outcome[Any]) -> None:
        self._unreached = self._unreached + 1 if isinstance(outcome.error, ProviderUnavailable) else 0
        if self._unreached >= self._plan.patience:
            self._stop(
                f"The last {self._unreached} documents failed for want of the endpoint; the last: "
                f"{outcome.error} --retry-failed takes them up again.",
                outcome.error,
            )

    def _watch_budget(self) -> None:
        budget, usage = self._plan.budget_usd, self.progress.tally.usage
        if budget is None or not usage.attempts:
            return
        if usage.cost_usd is None:
            self._stop("The price of this model is not known, so no budget can be kept.", BudgetExceeded(""))
        elif usage.cost_usd >= budget:
            self._stop(f"The budget of ${budget:g} is spent (${usage.cost_usd:.4f}).", BudgetExceeded(""))

    def _stop(self, why: str, error: SummarizerError | None = None) -> None:
        """Begin no further document. The first reason is the one that counts."""
        if self.stopped is None:
            self.stopped, self._error = why, error

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def interrupt(number: int, _: Any) -> None:
            self._interrupted = True
            self._stop("Interrupted.")
            for name in before:
                signal.signal(name, signal.default_int_handler)
            self._say("finishing what is in flight; once more to leave it")

        before = {name: signal.signal(name, interrupt) for name in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)

    def _exit_code(self) -> int:
        tally, counts = self.progress.tally, self.counts
        succeeded = tally.succeeded + counts.succeeded_before
        if self._interrupted:
            return _INTERRUPTED
        if not succeeded and not counts.waiting:
            return self._error.exit_code if self._error else 1
        return _PARTLY if tally.failed + counts.failed_before + counts.waiting or self._error else 0

    def report(self) -> Iterator[str]:
        """What came of the run, line by line."""
        tally, counts = self.progress.tally, self.counts
        before = f", {counts.succeeded_before:,} before" if counts.succeeded_before else ""
        failed = tally.failed + counts.failed_before
        summarized = counted(tally.succeeded, "document")
        yield f"{summarized} summarized{before}; {failed:,} failed; in {self._journal.path}"
        if cost := spent(tally.usage):
            yield f"spent in this run: {cost}"
        for kind, number in counts.failures.most_common():
            yield f"{number:,} failed with {kind}; the first: {counts.examples[kind]}"
        if counts.failed_before:
            yield f"{counts.failed_before:,} failed in earlier runs; --retry-failed tries them again"
        if counts.changed:
            yield f"{counts.changed:,} had changed since they were done, and were done again"
        if counts.waiting:
            yield f"{counts.waiting:,} wait{'s' * (counts.waiting == 1)} for the provider's batches"
        if counts.duplicates:
            yield f"{counts.duplicates:,} met twice under one id, word for word, and done once"
        if counts.renamed:
            yield f"{counts.renamed:,} had the id of another document, and got a number behind it (ID#2)"
        if self.stopped is not None:
            yield f"{self.stopped} The rest is left to do: run the same command again to go on."


def input_sha256(source: Document | Unreadable) -> str | None:
    """A digest of all that a summary takes from its document; None for one that cannot be read."""
    if isinstance(source, Unreadable):
        return None
    published = source.published.isoformat() if source.published else None
    parts = [source.sha256, source.title, published, source.source]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _settings_differ(
    journal: Journal, count: int, there: Mapping[str, Any], here: Mapping[str, Any]
) -> SettingsError:
    names = [name for name in sorted({*there, *here}) if there.get(name) != here.get(name)]
    differ = "; ".join(f"{name} {there.get(name)!r}, now {here.get(name)!r}" for name in names)
    return SettingsError(
        f"{journal.path} holds {counted(count, 'document')} done with other settings ({differ}). "
        "Name another --out, or say --other-settings redo or keep."
    )
