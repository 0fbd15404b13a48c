"""Agreement of labellers, by the scorer that judges engines, and gold records that engines doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from summarizer import __version__
from summarizer.evals.fixture import GoldDocument
from summarizer.evals.score import Counts, DocumentScore, score_document
from summarizer.evals.similarity import Similarity
from summarizer.schema import Run, Summary, sections


def as_summary(gold: GoldDocument, schema: type[Summary] = Summary) -> Summary:
    """Gold records as an engine's output, optional ones too."""
    records = {name: [g.record for g in gold.records[name]] for name in sections(schema)}
    return schema(
        language=gold.language,
        document=gold.document.info,
        run=Run(engine="labels", library_version=__version__),
        **records,
    )


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two labellings of the same documents agree, by section.

    F1 is the mean of either one judged by the other: symmetric, though who takes a record for
    optional is not.
    """

    documents: int
    sections: Mapping[str, tuple[Counts, Counts]]

    def f1(self, section: str) -> float | None:
        both = [counts.f1 for counts in self.sections[section]]
        known = [value for value in both if value is not None]
        return sum(known) / len(known) if known else None

    @property
    def overall(self) -> float | None:
        values = [value for name in self.sections if (value := self.f1(name)) is not None]
        return sum(values) / len(values) if values else None


def agree(
    one: Mapping[str, GoldDocument],
    two: Mapping[str, GoldDocument],
    similarity: Similarity,
    schema: type[Summary] = Summary,
) -> Agreement:
    """Score two labellers against each other on the documents that both labelled."""
    shared = sorted(one.keys() & two.keys())
    totals = {name: (Counts(), Counts()) for name in sections(schema)}
    for key in shared:
        there = _judged(one[key], two[key], similarity, schema).counts()
        back = _judged(two[key], one[key], similarity, schema).counts()
        totals = {name: (a + there[name], b + back[name]) for name, (a, b) in totals.items()}
    return Agreement(len(shared), totals)


def _judged(
    gold: GoldDocument, other: GoldDocument, similarity: Similarity, schema: type[Summary]
) -> DocumentScore:
    optional = frozenset(g.record.id for golds in other.records.values() for g in golds if not g.core)
    return score_document(gold, as_summary(other, schema), similarity, schema=schema, unasked=optional)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A gold record that engines do not bear out: a label error, or a hard case.

    Attributes:
        engines: the engines that say otherwise.
        said: what each of them says of it: the differences, or "missing".
    """

    document: str
    record: str
    engines: Sequence[str]
    said: Sequence[str]


def find_suspects(runs: Mapping[str, Iterable[DocumentScore]], at_least: int = 2) -> list[Suspect]:
    """Core gold records that at least so many engines contradict or, with all others, miss.

    Contradicted ones come first: engines that agree against a label are rarely all wrong. A record
    that is merely missed is listed only if every engine missed it.

    Args:
        runs: an engine's name to the scores of its outputs.
    """
    against: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for engine, scores in runs.items():
        for score in scores:
            for section in score.sections.values():
                for wrong in (wrong for wrong in section.incorrect if wrong.core):
                    against[score.document, wrong.gold][engine] = "/".join(wrong.differences)
                for gold_id in section.missing:
                    against[score.document, gold_id].setdefault(engine, "missing")
    suspects = []
    for (document, record), said in against.items():
        spoken = {engine: words for engine, words in said.items() if words != "missing"}
        listed = spoken if len(spoken) >= at_least else said if len(said) == len(runs) >= at_least else {}
        if listed:
            suspects.append(Suspect(document, record, sorted(listed), [listed[e] for e in sorted(listed)]))
    return sorted(
        suspects, key=lambda s: (all(w == "missing" for w in s.said), -len(s.engines), s.document, s.record)
    )
