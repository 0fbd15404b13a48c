"""One output held against its gold records: pairs with how they came out, and what differs in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from summarizer.evals.fixture import FixtureSet, GoldDocument, GoldRecord, as_list
from summarizer.evals.report import describe_record, overall_f1
from summarizer.evals.rules import compared_field
from summarizer.evals.run import read_summary
from summarizer.evals.runfile import Output, RunFile
from summarizer.evals.score import Counts, DocumentScore, SectionScore
from summarizer.schema import Claim, DocumentInfo, Record, Refers, Summary, marked
from summarizer.views.plain import headed

Result = Literal["contradicting", "incorrect", "missing", "spurious", "matched", "optional"]

RESULTS: Mapping[Result, str] = {
    "contradicting": "the output says the opposite, or gives another number",
    "incorrect": "about the same thing, and wrong in what is compared",
    "missing": "in the gold records alone",
    "spurious": "in the output alone",
    "matched": "found",
    "optional": "found, and not asked for",
}
"""How a pair can come out, the worst first, with what it means."""


@dataclass(frozen=True, slots=True)
class Side:
    """A record of gold or output, as far as it is at hand.

    Attributes:
        words: the record in a line; its id where the record is not at hand.
    """

    id: str
    words: str
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Pairing:
    """What stands on either side, and how it came out.

    Attributes:
        differences: what made the pair wrong, by the scorer.
        fields: name, gold's value and output's value, for each field in which they differ, the wording
            apart that both sides show.
    """

    section: str
    result: Result
    gold: Side | None = None
    output: Side | None = None
    differences: Sequence[str] = ()
    fields: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """One output and everything that is known about how it fared.

    Attributes:
        f1: over the sections; None where gold and output are both empty.
        change: of f1, in the baseline's place; None without a baseline that has it.
        text: None where the fixtures are not at hand.
        absent: what could not be shown, in words.
    """

    document: str
    repeat: int
    f1: float | None
    change: float | None
    counts: Mapping[str, Counts]
    pairings: Sequence[Pairing]
    tags: Sequence[str] = ()
    split: str | None = None
    title: str | None = None
    text: str | None = None
    summary: Summary | None = None
    absent: Sequence[str] = field(default_factory=tuple)
    failure: str | None = None

    @property
    def loss(self) -> float:
        """What is missing to a perfect F1; 0 where there was nothing to find and nothing was found."""
        return 0.0 if self.f1 is None else 1.0 - self.f1

    def of_result(self, result: Result) -> list[Pairing]:
        return [pairing for pairing in self.pairings if pairing.result == result]


def compare_outputs(
    run: RunFile, fixtures: FixtureSet | None, schema: type[Summary], baseline: RunFile | None = None
) -> list[Comparison]:
    """Every scored output of a run, the greatest loss first.

    Raises:
        SchemaError: if an output does not fit the schema.
    """
    golds = {doc.id: doc for doc in fixtures.documents} if fixtures else {}
    outputs = {(output.document, output.repeat): output for output in run.outputs}
    before = _f1_by_document(baseline) if baseline else {}
    found = [
        _compare(score, outputs[score.document, score.repeat], golds.get(score.document), run, schema, before)
        for score in run.scores
        if (score.document, score.repeat) in outputs
    ]
    return sorted(found, key=lambda each: (-each.loss, each.document, each.repeat))


def _f1_by_document(run: RunFile) -> Mapping[str, float]:
    by_document: dict[str, list[DocumentScore]] = {}
    for score in run.scores:
        by_document.setdefault(score.document, []).append(score)
    values = {key: overall_f1(scores, run.info.sections) for key, scores in by_document.items()}
    return {key: value for key, value in values.items() if value is not None}


def _compare(
    score: DocumentScore,
    output: Output,
    gold: GoldDocument | None,
    run: RunFile,
    schema: type[Summary],
    before: Mapping[str, float],
) -> Comparison:
    absent = list(_absences(output, gold, run))
    if gold is not None and gold.sha256 != run.info.fixtures.get(gold.id):
        gold = None  # other labels than those that were scored: their ids mean other records
    summary = _summary(output, gold, schema)
    f1 = overall_f1([score], run.info.sections)
    earlier = before.get(score.document)
    return Comparison(
        document=score.document,
        repeat=score.repeat,
        f1=f1,
        change=None if f1 is None or earlier is None else f1 - earlier,
        counts=score.counts(),
        pairings=[*_Pairing(gold, summary).of(score.sections)],
        tags=run.tags.get(score.document, ()),
        split=gold.split if gold else run.info.split,
        title=gold.document.title if gold else None,
        text=gold.document.text if gold else None,
        summary=summary,
        absent=absent,
        failure=f"{output.error.type}: {output.error.message}" if output.error else None,
    )


def _absences(output: Output, gold: GoldDocument | None, run: RunFile) -> Iterator[str]:
    if gold is None:
        yield "The fixtures at hand do not hold the document: its text and gold records are not shown."
    elif gold.sha256 != run.info.fixtures.get(gold.id):
        yield (
            "Text or labels have changed since the run was scored, so they are not shown; "
            "“summarizer eval score” scores the run again."
        )
    if output.summary is None:
        yield "There is no output."


def _summary(output: Output, gold: GoldDocument | None, schema: type[Summary]) -> Summary | None:
    if gold is not None:
        return read_summary(output, gold, schema)
    if output.summary is None:
        return None
    return schema.model_validate(output.summary | {"document": DocumentInfo(sha256="").model_dump()})


class _Pairing:
    """Pairs by id, made into pairs of records."""

    def __init__(self, gold: GoldDocument | None, summary: Summary | None) -> None:
        records = gold.records.values() if gold else ()
        self._labels: dict[str, GoldRecord] = {g.record.id: g for section in records for g in section}
        self._gold: dict[str, Record] = {key: g.record for key, g in self._labels.items()}
        self._output = {record.id: record for _, record in summary.records()} if summary else {}
        self._names = tuple(
            {key: getattr(record, "name", record.id) for key, record in side.items()}
            for side in (self._gold, self._output)
        )

    def of(self, sections: Mapping[str, SectionScore]) -> Iterator[Pairing]:
        for name, section in sections.items():
            for wrong in section.incorrect:
                result: Result = "contradicting" if wrong.contradicts else "incorrect"
                yield self._pair(name, result, wrong.gold, wrong.record, wrong.differences)
            for key in section.missing:
                yield Pairing(name, "missing", gold=self._side(key, 0))
            for key in section.spurious:
                yield Pairing(name, "spurious", output=self._side(key, 1))
            for one, two in section.correct:
                yield self._pair(name, "matched", one, two)
            for one, two in section.optional:
                yield self._pair(name, "optional", one, two)

    def _pair(
        self, section: str, result: Result, gold: str, output: str, differences: Sequence[str] = ()
    ) -> Pairing:
        fields = list(self._differing(gold, output))
        return Pairing(section, result, self._side(gold, 0), self._side(output, 1), differences, fields)

    def _side(self, key: str, which: int) -> Side:
        record = (self._gold, self._output)[which].get(key)
        if record is None:
            return Side(key, key)
        told = describe_record(record, self._names[which]) if isinstance(record, Claim) else headed(record)
        return Side(key, told, record)

    def _differing(self, gold: str, output: str) -> Iterator[tuple[str, str, str]]:
        label, record = self._labels.get(gold), self._output.get(output)
        if label is None or record is None or type(label.record) is not type(record):
            return
        told = {*Record.model_fields, compared_field(type(record))}
        for name in type(record).model_fields:
            if name in told:
                continue
            accepted = [self._worded(label.record, name, value, 0) for value in label.accepted(name)]
            given = self._worded(record, name, getattr(record, name), 1)
            if given not in accepted:
                yield name.removesuffix("_ids").removesuffix("_id").replace("_", " "), accepted[0], given

    def _worded(self, record: Record, name: str, value: object, which: int) -> str:
        if name in marked(type(record), Refers):
            return "; ".join(sorted(self._names[which].get(key, str(key)) for key in as_list(value)))
        return "; ".join(str(each).replace("_", " ") for each in as_list(value))
