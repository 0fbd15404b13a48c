"""Scores: what of a document's gold records an output has, and what it has beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from summarizer.document import Document
from summarizer.evals.attributes import credit, scored_attributes
from summarizer.evals.fixture import GoldDocument, GoldRecord, Strict
from summarizer.evals.match import Matching, Pair, match
from summarizer.evals.rules import Sides, compared_field, evidence_overlap, find_rule
from summarizer.evals.similarity import Similarity
from summarizer.grounding import audit
from summarizer.schema import Record, Summary, sections

SCORER_VERSION = "3"
"""Raised when a rule changes what a score is: runs scored by different versions are not compared."""


def scorer_id(similarity: Similarity) -> str:
    """What a run is stamped with: the rules' version and the similarity's."""
    return f"rules/{SCORER_VERSION} {similarity.id}"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records are what. Fractions come from averaging over repeats.

    Attributes:
        correct: core gold records that were found.
        incorrect: core gold records of which the output says something else; wrong on both sides.
        missing: core gold records that the output does not speak of.
        spurious: output records that match no gold record, core or optional.
        contradictions: output records that contradict a gold record, core or optional.
    """

    correct: float = 0.0
    incorrect: float = 0.0
    missing: float = 0.0
    spurious: float = 0.0
    contradictions: float = 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(self.values, other.values, strict=True)))

    def __truediv__(self, number: float) -> Counts:
        return Counts(*(value / number for value in self.values))

    @property
    def values(self) -> tuple[float, float, float, float, float]:
        return self.correct, self.incorrect, self.missing, self.spurious, self.contradictions

    @property
    def gold(self) -> float:
        return self.correct + self.incorrect + self.missing

    @property
    def output(self) -> float:
        """Output records that count: those that match an optional gold record do not."""
        return self.correct + self.incorrect + self.spurious

    @property
    def precision(self) -> float | None:
        return self.correct / self.output if self.output else None

    @property
    def recall(self) -> float | None:
        return self.correct / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """None where there is nothing to find and nothing was found."""
        return f1(self.correct, self.gold, self.output)


def f1(correct: float, gold: float, output: float) -> float | None:
    """The harmonic mean of precision and recall, from counts; None if both lists are empty."""
    return 2 * correct / (gold + output) if gold + output else None


class Wrong(Strict):
    """A gold record of which the output says something else."""

    gold: str
    record: str
    differences: list[str]
    contradicts: bool
    core: bool


class SectionScore(Strict):
    """One section of one document, by ids."""

    correct: list[tuple[str, str]] = Field(default_factory=list)
    """Gold id and output id of core records that were found."""
    optional: list[tuple[str, str]] = Field(default_factory=list)
    """The same of optional ones, which count on neither side."""
    incorrect: list[Wrong] = Field(default_factory=list)
    missing: list[str] = Field(default_factory=list)
    spurious: list[str] = Field(default_factory=list)
    attributes: dict[str, tuple[float, int]] = Field(default_factory=dict)
    """Field to how much of its slots is right, and how many there are."""

    @property
    def counts(self) -> Counts:
        core = sum(wrong.core for wrong in self.incorrect)
        return Counts(
            correct=len(self.correct),
            incorrect=core,
            missing=len(self.missing),
            spurious=len(self.spurious) + len(self.incorrect) - core,
            contradictions=sum(wrong.contradicts for wrong in self.incorrect),
        )


class EvidenceScore(Strict):
    """How the output's records stand to the text; never part of an F1."""

    records: int = 0
    supported: int = 0
    """Those whose evidence stands where it says and passes the audit."""
    matched: int = 0
    overlapping: int = 0
    """Of the matched ones, those whose evidence overlaps the gold evidence."""


class DocumentScore(Strict):
    """One output against its gold records."""

    document: str
    repeat: int = 0
    sections: dict[str, SectionScore]
    evidence: EvidenceScore = Field(default_factory=EvidenceScore)

    def counts(self) -> dict[str, Counts]:
        return {name: section.counts for name, section in self.sections.items()}


def score_document(
    gold: GoldDocument,
    summary: Summary | None,
    similarity: Similarity,
    *,
    schema: type[Summary] = Summary,
    repeat: int = 0,
    unasked: frozenset[str] = frozenset(),
) -> DocumentScore:
    """Score an output; None stands for an error or a refusal and scores as an empty one.

    Args:
        unasked: ids of output records that are not spurious when they match nothing, as a second
            labeller's optional ones.
    """
    output: dict[str, Sequence[Record]] = {
        name: _in_fixed_order(getattr(summary, name)) if summary else () for name in sections(schema)
    }
    sides = Sides(
        {g.record.id: g for golds in gold.records.values() for g in golds},
        {record.id: record for records in output.values() for record in records},
        similarity,
    )
    similarity.prepare(_wordings(gold.records, output))
    matchings = {name: _match(gold.records[name], output[name], sides) for name in output}
    aligned = {
        gold.records[name][pair.gold].record.id: output[name][pair.predicted].id
        for name, matching in matchings.items()
        for pair in matching.correct
    }
    scores = {
        name: _section(gold.records[name], output[name], matching, sides, aligned, unasked)
        for name, matching in matchings.items()
    }
    evidence = _evidence(gold, summary, output, matchings) if summary else EvidenceScore()
    return DocumentScore(document=gold.id, repeat=repeat, sections=scores, evidence=evidence)


def _in_fixed_order(records: Iterable[Record]) -> Sequence[Record]:
    """The records in an order of their own: where two assignments are equally good, which of them is
    taken must not hang on the order of the lists."""
    return sorted(records, key=lambda record: (record.model_dump_json(exclude={"id"}), record.id))


def _wordings(
    gold: Mapping[str, Sequence[GoldRecord]], output: Mapping[str, Sequence[Record]]
) -> Iterable[tuple[str, str]]:
    """Every pair of wordings that the rules may compare."""
    for name, golds in gold.items():
        for record in output[name]:
            if field := compared_field(type(record)):
                words = getattr(record, field) or ""
                accepted = (wanted for other in golds for wanted in other.accepted(field))
                yield from ((wanted, words) for wanted in accepted if isinstance(wanted, str))


def _match(golds: Sequence[GoldRecord], output: Sequence[Record], sides: Sides) -> Matching:
    if not golds:
        return Matching([], [], [], list(range(len(output))))
    rule = find_rule(type(golds[0].record))
    cells = [[rule(gold, record, sides) for record in output] for gold in golds]
    return match(cells, [gold.core for gold in golds])


def _section(
    golds: Sequence[GoldRecord],
    output: Sequence[Record],
    matching: Matching,
    sides: Sides,
    aligned: Mapping[str, str],
    unasked: frozenset[str],
) -> SectionScore:
    score = SectionScore(
        missing=[golds[i].record.id for i in matching.missing if golds[i].core],
        spurious=[output[j].id for j in matching.spurious if output[j].id not in unasked],
        incorrect=[_wrong(pair, golds, output) for pair in matching.incorrect],
    )
    for pair in matching.correct:
        gold = golds[pair.gold]
        (score.correct if gold.core else score.optional).append((gold.record.id, output[pair.predicted].id))
    found = {pair.gold: output[pair.predicted] for pair in matching.correct}
    for index, gold in enumerate(golds):
        if gold.core:
            _add_slots(score.attributes, gold, found.get(index), sides, aligned)
    return score


def _wrong(pair: Pair, golds: Sequence[GoldRecord], output: Sequence[Record]) -> Wrong:
    gold = golds[pair.gold]
    return Wrong(
        gold=gold.record.id,
        record=output[pair.predicted].id,
        differences=list(pair.differences),
        contradicts=pair.contradicts,
        core=gold.core,
    )


def _add_slots(
    slots: dict[str, tuple[float, int]],
    gold: GoldRecord,
    predicted: Record | None,
    sides: Sides,
    aligned: Mapping[str, str],
) -> None:
    for name in scored_attributes(type(gold.record)):
        right = credit(gold, predicted, name, sides, aligned)
        if right is not None:
            before, count = slots.get(name, (0.0, 0))
            slots[name] = (before + right, count + 1)


def _evidence(
    gold: GoldDocument,
    summary: Summary,
    output: Mapping[str, Sequence[Record]],
    matchings: Mapping[str, Matching],
) -> EvidenceScore:
    pairs = [
        (gold.records[name][pair.gold].record, output[name][pair.predicted])
        for name, matching in matchings.items()
        for pair in matching.correct
    ]
    return EvidenceScore(
        records=sum(len(records) for records in output.values()),
        supported=count_supported(gold.document, summary),
        matched=len(pairs),
        overlapping=sum(evidence_overlap(one, two) > 0 for one, two in pairs),
    )


def count_supported(document: Document, summary: Summary) -> int:
    """How many records pass the support audit when it is made again, whatever their engine said: their
    evidence stands where it says, and the audit finds no error."""
    faulty = {finding.record_id for finding in audit(summary, document) if finding.severity == "error"}
    return sum(
        record.id not in faulty
        and bool(record.evidence)
        and all(document.text[e.start : e.end] == e.quote for e in record.evidence)
        for _, record in summary.records()
    )
