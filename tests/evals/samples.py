"""A labelled document, sets of it on disk, and ways to harm an output, that the tests of the evals share."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from summarizer.document import Document
from summarizer.evals.agreement import as_summary
from summarizer.evals.fixture import FixtureSet, GoldDocument, load_fixtures
from summarizer.evals.labels import build, resolve
from summarizer.evals.run import assemble
from summarizer.evals.runfile import Output, RunFile, RunInfo
from summarizer.evals.similarity import TokenSimilarity
from summarizer.schema import Figure, Summary, sections

EVALS = Path(__file__).resolve().parents[2] / "evals"
TOKENS = TokenSimilarity()
PUBLISHED = datetime.date(2026, 3, 3)

TEXT = """Oresund Ferries halts night sailings

Oresund Ferries suspended its night crossings on Monday after an engine fire hurt three crew members. \
About 1,200 passengers were stranded in Malmo.

"We will not sail until every engine on every ship has been checked," chief executive Lena Holt said. \
Holt said the crossings would resume before Easter.

The Seafarers' Union accused the company of saving on repairs. The union's head, Jon Aas, put the cost of \
the repairs at 2.7 million euros.
"""

DRAFT: dict[str, Any] = {
    "labeller": "one",
    "actors": [
        {"id": "a1", "name": "Oresund Ferries", "aliases": ["the company"], "kind": "organization"},
        {
            "id": "a2",
            "name": "Lena Holt",
            "aliases": ["Holt"],
            "kind": "person",
            "role": "chief executive",
            "affiliation_id": "a1",
        },
        {"id": "a3", "name": "Seafarers' Union", "kind": "organization"},
        {"id": "a4", "name": "Jon Aas", "kind": "person", "affiliation_id": "a3", "importance": "optional"},
    ],
    "events": [
        {
            "id": "e1",
            "description": "Oresund Ferries suspended its night crossings.",
            "agent_ids": ["a1"],
            "date_text": "on Monday",
            "date": "2026-03-02",
            "evidence": ["Oresund Ferries suspended its night crossings on Monday"],
            "accept": {"status": ["ongoing"]},
        },
        {
            "id": "e2",
            "description": "An engine fire hurt three crew members of Oresund Ferries.",
            "evidence": ["an engine fire hurt three crew members"],
        },
    ],
    "claims": [
        {
            "id": "c1",
            "source_id": "a2",
            "cue": "said",
            "content": "We will not sail until every engine on every ship has been checked",
            "quotation": "direct",
            "evidence": ["We will not sail until every engine on every ship has been checked"],
        },
        {
            "id": "c2",
            "source_id": "a2",
            "cue": "said",
            "content": "The crossings would resume before Easter.",
            "evidence": ["Holt said the crossings would resume before Easter"],
        },
        {
            "id": "c3",
            "source_id": "a3",
            "cue": "accused",
            "content": "The company was saving on repairs.",
            "evidence": ["The Seafarers' Union accused the company of saving on repairs"],
            "accept": {"source_id": ["a4"]},
        },
    ],
    "figures": [
        {
            "id": "f1",
            "measure": "passengers stranded",
            "text": "About 1,200 passengers",
            "event_id": "e1",
            "evidence": ["About 1,200 passengers were stranded in Malmo"],
        },
        {
            "id": "f2",
            "measure": "cost of the repairs",
            "text": "2.7 million euros",
            "source_id": "a4",
            "evidence": ["put the cost of the repairs at 2.7 million euros"],
        },
        {
            "id": "f3",
            "measure": "crew members hurt",
            "text": "three crew members",
            "event_id": "e2",
            "evidence": ["an engine fire hurt three crew members"],
            "importance": "optional",
        },
    ],
}


def draft(**changes: Any) -> dict[str, Any]:
    """The draft with other sections."""
    return copy.deepcopy(DRAFT) | changes


def gold(key: str = "ferry", content: dict[str, Any] | None = None, text: str = TEXT) -> GoldDocument:
    """The draft as a gold document."""
    document = Document(text, id=key, published=PUBLISHED)
    labelled = resolve(content or DRAFT, document, file=f"{key}.json")
    assert not labelled.faults, [str(fault) for fault in labelled.faults]
    return GoldDocument(document, labelled.records, sha256=hashlib.sha256(key.encode()).hexdigest())


def write_set(folder: Path, keys: Sequence[str] = ("ferry",), **about: Any) -> Path:
    """A set on disk, built from drafts as a labeller's is."""
    (folder / "labels").mkdir(parents=True)
    listed = []
    for key in keys:
        (folder / f"{key}.txt").write_text(TEXT, encoding="utf-8")
        (folder / "labels" / f"{key}.json").write_text(json.dumps(DRAFT), encoding="utf-8")
        listed.append(
            {"id": key, "published": PUBLISHED.isoformat(), "language": "en", "split": "dev"} | about
        )
    (folder / "texts.json").write_text(json.dumps(listed), encoding="utf-8")
    assert build(folder, [folder / "labels"]) == []
    return folder


DOZEN = frozenset(
    """aurelis-results bees-fungicide cyclone-bulletin ferry-fire gilt-auction herring-talks hollin-marathon
    khesh-ridge library-vote salmonella-eggs seed-patent tessaly-election""".split()
)


def news() -> FixtureSet:
    """A dozen of the fixtures that releases are judged by."""
    fixtures = load_fixtures(EVALS)
    return dataclasses.replace(fixtures, documents=[doc for doc in fixtures.documents if doc.id in DOZEN])


Harm = Callable[[int, Summary], Summary]


def run_of(fixtures: FixtureSet, harm: Harm = lambda _, summary: summary, **info: Any) -> RunFile:
    """A scored run whose outputs are the gold records, harmed."""
    outputs = [
        Output(
            document=doc.id,
            summary=harm(index, as_summary(doc)).model_dump(mode="json", exclude={"document"}),
        )
        for index, doc in enumerate(fixtures.documents)
    ]
    about: dict[str, Any] = {
        "model": "builtin/rules",
        "library_version": "0",
        "fixtures": {doc.id: doc.sha256 for doc in fixtures.documents},
        "sections": list(sections(Summary)),
    }
    return assemble(RunInfo(**about | info), outputs, fixtures, TOKENS)


def drop_a_fifth(index: int, summary: Summary) -> Summary:
    """Every fifth record is gone, and what referred to it refers to nothing."""
    kept = {
        name: [r for number, r in enumerate(getattr(summary, name)) if (number + index) % 5]
        for name in sections(Summary)
    }
    return summary.model_copy(update=kept)


def shift_numbers(_: int, summary: Summary) -> Summary:
    """Every figure's value is a third more than its text says."""

    def shifted(figure: Figure) -> Figure:
        values = {name: getattr(figure, name) for name in ("value", "low", "high")}
        update = {name: None if value is None else value * 4 / 3 + 1 for name, value in values.items()}
        return figure.model_copy(update=update)

    return summary.model_copy(update={"figures": [shifted(figure) for figure in summary.figures]})


def swap_sources(_: int, summary: Summary) -> Summary:
    """Every claim is said by the source of the next claim with another one."""
    sources = [claim.source_id for claim in summary.claims]
    others = [next((s for s in sources[i:] + sources[:i] if s != own), None) for i, own in enumerate(sources)]
    claims = [c.model_copy(update={"source_id": o}) for c, o in zip(summary.claims, others, strict=True)]
    return summary.model_copy(update={"claims": claims})
