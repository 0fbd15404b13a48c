"""A report on a run: one model that every form of it (terminal, JSON, Markdown, JUnit) is made from."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field

from summarizer.evals.agreement import Agreement
from summarizer.evals.fixture import FixtureSet, GoldDocument, Strict
from summarizer.evals.gate import Thresholds, Verdict, compare_runs, table_of
from summarizer.evals.run import read_summary
from summarizer.evals.runfile import RunFile
from summarizer.evals.score import Counts, DocumentScore
from summarizer.evals.stats import OVERALL, Change, Estimate, estimate
from summarizer.schema import Claim, Figure, Record, Summary, Usage

_WORST = 5


class Measure(Strict):
    """A measure of the run, F1 or share, with its interval and, where there is one, the change."""

    value: float
    low: float
    high: float
    detectable: float
    """The smallest change that the set can show four times in five."""
    precision: float | None = None
    recall: float | None = None
    macro: float | None = None
    """Mean of the documents' F1, those left out where gold and output are both empty."""
    correct: float | None = None
    incorrect: float | None = None
    missing: float | None = None
    spurious: float | None = None
    agreement: float | None = None
    """F1 of two labellers: the human ceiling."""
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    p_worse: float | None = None
    """One-sided, after Holm over all measures."""


class Difference(Strict):
    """A gold record and what the output has in its place, in words."""

    section: str
    what: str
    """"missing", "spurious", or what differs: "value", "source", "polarity"."""
    gold: str | None = None
    output: str | None = None


class DocumentReport(Strict):
    """One document's figure, and where gold and output part."""

    document: str
    f1: float | None
    differences: list[Difference]


class Latency(Strict):
    """Seconds an output took."""

    median: float
    p95: float
    total: float


class Report(Strict):
    """All that is told about a run."""

    model: str
    answered_by: list[str]
    prompt: str | None
    library_version: str
    scorer: str
    split: str | None
    documents: int
    repeats: int
    replayed: bool
    verdict: Verdict | None = None
    baseline: str | None = None
    """Library version and prompt of the baseline."""
    measures: dict[str, Measure]
    attributes: dict[str, dict[str, tuple[float, int]]]
    """Section to field to its accuracy and its number of slots."""
    tags: dict[str, tuple[float, int]]
    """Tag to overall F1 and number of documents."""
    supported: float
    overlapping: float | None
    contradictions: list[tuple[str, Difference]]
    worst: list[DocumentReport]
    errors: list[tuple[str, str, str]]
    """Document, class and message of each failure."""
    not_applicable: list[str]
    usage: Usage
    latency: Latency | None = None
    agreed_documents: int | None = None
    """How many documents the agreement was measured on."""
    notes: list[str] = Field(default_factory=list)
    """What a reader of the comparison should know of it."""


def build_report(
    run: RunFile,
    *,
    baseline: RunFile | None = None,
    verdict: Verdict | None = None,
    thresholds: Thresholds | None = None,
    fixtures: FixtureSet | None = None,
    agreement: Agreement | None = None,
) -> Report:
    """Gather what is told about a run.

    Args:
        baseline: the run to hold it against; left out where the two cannot be compared.
        fixtures: for the words of gold records; ids stand in for them otherwise.
        agreement: of two labellers; what each would have scored as an engine is printed beside F1.
    """
    thresholds = thresholds or Thresholds()
    table = table_of(run)
    estimates = estimate(table, resamples=thresholds.resamples, seed=thresholds.seed) if run.scores else {}
    changes = compare_runs(baseline, run, thresholds) if baseline else {}
    words = _Words(run, fixtures)
    info = run.info
    return Report(
        model=info.model,
        answered_by=run.answered_by,
        prompt=info.prompt,
        library_version=info.library_version,
        scorer=run.scorer,
        split=info.split,
        documents=len(table.documents),
        repeats=info.repeats,
        replayed=run.replayed,
        verdict=verdict,
        baseline=f"{baseline.info.library_version}, {baseline.info.prompt or 'no prompt'}"
        if baseline
        else None,
        measures=dict(_measures(run, estimates, changes, agreement)),
        attributes=_attributes(run.scores, info.sections),
        tags=_tags(run),
        supported=run.supported,
        overlapping=run.overlapping,
        contradictions=list(_contradictions(run, words)),
        worst=_worst(run, words),
        errors=[(o.document, o.error.type, o.error.message) for o in run.outputs if o.error],
        not_applicable=sorted({o.document for o in run.of_status("not_applicable")}),
        usage=run.usage,
        latency=_latency(run),
        agreed_documents=agreement.documents if agreement else None,
        notes=list(_notes(run, baseline)),
    )


def _notes(run: RunFile, baseline: RunFile | None) -> Iterator[str]:
    """What a reader of a comparison should know of it."""
    if baseline is not None:
        mine, theirs = ({score.document for score in r.scores} for r in (run, baseline))
        if alone := sorted(mine ^ theirs):
            yield f"Applicable to only one of the two runs, and not compared: {', '.join(alone)}."


def _measures(
    run: RunFile,
    estimates: Mapping[str, Estimate],
    changes: Mapping[str, Change],
    agreement: Agreement | None,
) -> Iterator[tuple[str, Measure]]:
    for name in [OVERALL, *run.info.sections, "contradictions"]:
        found = estimates.get(name)
        if found is None:
            continue
        measure = Measure(value=found.value, low=found.low, high=found.high, detectable=found.detectable)
        if name in run.info.sections:
            _add_counts(measure, [score.counts()[name] for score in run.scores], run.info.repeats)
        if agreement and agreement.selected and name in (OVERALL, *agreement.sections):
            measure.agreement = agreement.selected.f1(name)
        if change := changes.get(name):
            measure.change, measure.p_worse = change.change, change.p_holm
            measure.change_low, measure.change_high = change.low, change.high
            measure.detectable = change.detectable
        yield name, measure


def _add_counts(measure: Measure, counts: Sequence[Counts], repeats: int) -> None:
    total = sum(counts, Counts()) / repeats
    measure.precision, measure.recall = total.precision, total.recall
    measure.correct, measure.incorrect = total.correct, total.incorrect
    measure.missing, measure.spurious = total.missing, total.spurious
    known = [value for c in counts if (value := c.f1) is not None]
    measure.macro = statistics.fmean(known) if known else None


def _attributes(
    scores: Sequence[DocumentScore], sections: Sequence[str]
) -> dict[str, dict[str, tuple[float, int]]]:
    found: dict[str, dict[str, tuple[float, int]]] = {}
    for section in sections:
        totals: dict[str, tuple[float, int]] = {}
        for score in scores:
            for name, (right, slots) in score.sections[section].attributes.items():
                before, count = totals.get(name, (0.0, 0))
                totals[name] = (before + right, count + slots)
        found[section] = {name: (right / slots, slots) for name, (right, slots) in totals.items()}
    return found


def _tags(run: RunFile) -> dict[str, tuple[float, int]]:
    groups: dict[str, list[DocumentScore]] = defaultdict(list)
    for score in run.scores:
        for tag in run.tags.get(score.document, ()):
            groups[tag].append(score)
    return {
        tag: (value, len({score.document for score in scores}))
        for tag, scores in sorted(groups.items())
        if (value := overall_f1(scores, run.info.sections)) is not None
    }


def overall_f1(scores: Sequence[DocumentScore], sections: Sequence[str]) -> float | None:
    """The mean of the sections' F1 over some documents; None if there is nothing in any section."""
    totals = {name: sum((score.counts()[name] for score in scores), Counts()) for name in sections}
    known = [value for counts in totals.values() if (value := counts.f1) is not None]
    return statistics.fmean(known) if known else None


class _Words:
    """The records of a run and of its gold, in words, as far as they are at hand."""

    def __init__(self, run: RunFile, fixtures: FixtureSet | None) -> None:
        self._gold: dict[tuple[str, str], str] = {}
        self._output: dict[tuple[str, int, str], str] = {}
        documents = {doc.id: doc for doc in fixtures.documents} if fixtures else {}
        for doc in documents.values():
            self._add_gold(doc)
        for output in run.outputs:
            doc_or_none = documents.get(output.document)
            if doc_or_none is not None and fixtures is not None:
                summary = read_summary(output, doc_or_none, fixtures.schema)
                for record_id, words in _in_words(summary):
                    self._output[output.document, output.repeat, record_id] = words

    def _add_gold(self, doc: GoldDocument) -> None:
        golds = [g.record for section in doc.records.values() for g in section]
        names = {record.id: getattr(record, "name", record.id) for record in golds}
        for record in golds:
            self._gold[doc.id, record.id] = describe_record(record, names)

    def gold(self, score: DocumentScore, record_id: str) -> str:
        return self._gold.get((score.document, record_id), record_id)

    def output(self, score: DocumentScore, record_id: str) -> str:
        return self._output.get((score.document, score.repeat, record_id), record_id)


def _in_words(summary: Summary | None) -> Iterator[tuple[str, str]]:
    if summary is not None:
        names = {record.id: getattr(record, "name", record.id) for _, record in summary.records()}
        yield from ((record.id, describe_record(record, names)) for _, record in summary.records())


def describe_record(record: Record, names: Mapping[str, str]) -> str:
    """A record in a line: what it is matched by."""
    if isinstance(record, Claim):
        return f"{names.get(record.source_id or '', 'the author')}: {record.content}"
    if isinstance(record, Figure):
        return f"{record.text} ({record.measure})"
    data: dict[str, Any] = record.model_dump(exclude={"id", "evidence"})
    return next((value for value in data.values() if isinstance(value, str)), record.id)


def _differences(score: DocumentScore, words: _Words) -> Iterator[Difference]:
    for name, section in score.sections.items():
        for wrong in section.incorrect:
            yield Difference(
                section=name,
                what="/".join(wrong.differences),
                gold=words.gold(score, wrong.gold),
                output=words.output(score, wrong.record),
            )
        for gold_id in section.missing:
            yield Difference(section=name, what="missing", gold=words.gold(score, gold_id))
        for record_id in section.spurious:
            yield Difference(section=name, what="spurious", output=words.output(score, record_id))


def _contradictions(run: RunFile, words: _Words) -> Iterator[tuple[str, Difference]]:
    for score in run.scores:
        for name, section in score.sections.items():
            for wrong in section.incorrect:
                if wrong.contradicts:
                    yield (
                        score.document,
                        Difference(
                            section=name,
                            what="/".join(wrong.differences),
                            gold=words.gold(score, wrong.gold),
                            output=words.output(score, wrong.record),
                        ),
                    )


def _worst(run: RunFile, words: _Words) -> list[DocumentReport]:
    first = [score for score in run.scores if score.repeat == 0]
    figures = {score.document: overall_f1([score], run.info.sections) for score in first}
    known = [score for score in first if figures[score.document] is not None]
    known.sort(key=lambda score: (figures[score.document] or 0.0, score.document))
    return [
        DocumentReport(
            document=score.document, f1=figures[score.document], differences=list(_differences(score, words))
        )
        for score in known[:_WORST]
    ]


def _latency(run: RunFile) -> Latency | None:
    seconds = sorted(output.seconds for output in run.of_status("ok", "error"))
    if not seconds:
        return None
    last = min(len(seconds) - 1, round(0.95 * (len(seconds) - 1)))
    return Latency(median=statistics.median(seconds), p95=seconds[last], total=sum(seconds))


def to_json(report: BaseModel) -> str:
    """The report as JSON."""
    return report.model_dump_json(indent=1) + "\n"
