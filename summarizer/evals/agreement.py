"""Agreement of labellers, by the scorer that judges engines, and gold records that engines doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from summarizer import __version__
from summarizer.evals.fixture import GoldDocument, as_list
from summarizer.evals.score import Counts, DocumentScore, score_document
from summarizer.evals.similarity import Similarity
from summarizer.evals.stats import OVERALL
from summarizer.schema import Record, Refers, Run, Summary, marked, sections


def as_summary(gold: GoldDocument, schema: type[Summary] = Summary, *, core: bool = False) -> Summary:
    """Gold records as an engine's output: all of them, or the core ones and whom they refer to."""
    chosen = _chosen(gold) if core else None
    records = {
        name: [g.record for g in gold.records[name] if chosen is None or g.record.id in chosen]
        for name in sections(schema)
    }
    return schema(
        language=gold.language,
        document=gold.document.info,
        run=Run(engine="labels", library_version=__version__),
        **records,
    )


def _chosen(gold: GoldDocument) -> set[str]:
    """The ids of core records, and of what these refer to, directly or through another."""
    chosen: set[str] = set()
    waiting = [g.record for golds in gold.records.values() for g in golds if g.core]
    known = {g.record.id: g.record for golds in gold.records.values() for g in golds}
    while waiting:
        record = waiting.pop()
        chosen.add(record.id)
        kind: type[Record] = type(record)
        targets = (as_list(getattr(record, name)) for name in marked(kind, Refers))
        waiting += [known[i] for ids in targets for i in ids if i in known and i not in chosen]
    return chosen


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two labellings of the same documents agree, by section.

    F1 is the mean of either one judged by the other: symmetric, though who takes a record for
    optional is not. Optional records may match, and cost nothing where they do not: how far the two see
    the same in a text. `selected` judges one labeller's core records as it would judge an engine's
    output, which has no optional ones: how far the two would write the same summary, and what an engine
    can be held against.
    """

    documents: int
    sections: Mapping[str, tuple[Counts, Counts]]
    selected: Agreement | None = None

    def f1(self, name: str) -> float | None:
        """F1 of a section; of `OVERALL`, the mean of all sections that have one. None if there is none."""
        if name == OVERALL:
            return _mean(self.f1(section) for section in self.sections)
        return _mean(counts.f1 for counts in self.sections[name])


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def agree(
    one: Mapping[str, GoldDocument],
    two: Mapping[str, GoldDocument],
    similarity: Similarity,
    schema: type[Summary] = Summary,
) -> Agreement:
    """Score two labellers against each other on the documents that both labelled."""
    selected = _agree(one, two, similarity, schema, core=True)
    return replace(_agree(one, two, similarity, schema, core=False), selected=selected)


def _agree(
    one: Mapping[str, GoldDocument],
    two: Mapping[str, GoldDocument],
    similarity: Similarity,
    schema: type[Summary],
    *,
    core: bool,
) -> Agreement:
    shared = sorted(one.keys() & two.keys())
    totals = {name: (Counts(), Counts()) for name in sections(schema)}
    for key in shared:
        there = _judged(one[key], two[key], similarity, schema, core=core).counts()
        back = _judged(two[key], one[key], similarity, schema, core=core).counts()
        totals = {name: (a + there[name], b + back[name]) for name, (a, b) in totals.items()}
    return Agreement(len(shared), totals)


def _judged(
    gold: GoldDocument, other: GoldDocument, similarity: Similarity, schema: type[Summary], *, core: bool
) -> DocumentScore:
    optional = frozenset(g.record.id for golds in other.records.values() for g in golds if not g.core)
    output = as_summary(other, schema, core=core)
    return score_document(gold, output, similarity, schema=schema, unasked=optional)


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
