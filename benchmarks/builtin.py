"""How good the embedded engine is on annotated news, and how fast.

    python benchmarks/builtin.py [--corpus FOLDER] [--seconds-only]

FOLDER (or the environment's `SUMMARIZER_CORPUS`) holds `dev_attribution.jsonl`, `dev_ner.jsonl`,
`dev_dates.jsonl`, `dev_quantities.jsonl`, `dev_events.jsonl` and their scorer, `score_dev.py`; without
it only the times are printed. Every third document of a file was kept aside while the rules were
written. The caps on the number of records are off, since the annotations are exhaustive.

Rows marked "found" measure what the engine reads before it selects: every name, places too, every
date and every quantity, where a summary has places and dates only as an event's.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from summarizer.document import Document
from summarizer.engines.rules import grammar, reading
from summarizer.engines.rules.actors import Cast
from summarizer.pipeline import Summarizer
from summarizer.schema import Actor, Claim, Summary
from summarizer.values.dates import find_dates
from summarizer.values.quantities import Quantity, find_quantities

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
TYPES = {"person": "PER", "other": "ORG"}
Prediction = dict[str, list[dict[str, Any]]]
Predict = Callable[[str, str | None], Prediction]
Rows = Iterator[tuple[str, Mapping[str, float] | float | None]]


@lru_cache(maxsize=512)
def summary_of(text: str, published: str | None) -> Summary:
    day = datetime.date.fromisoformat(published) if published else None
    return Summarizer("builtin/rules", max_records=None).summarize(text, published=day)


def from_summary(text: str, published: str | None) -> Prediction:
    """A summary in the scorer's neutral form: ids to names, evidence to places."""
    summary = summary_of(text, published)
    actors = {actor.id: actor for actor in summary.actors}
    return {
        "actors": [entry for actor in summary.actors for entry in _forms(actor)],
        "claims": [
            {
                "speaker": actors[claim.source_id].name if claim.source_id else None,
                "speaker_aliases": actors[claim.source_id].aliases if claim.source_id else [],
                "text": claim.content,
                "spans": [[e.start, e.end] for e in claim.evidence],
            }
            | _spoken_at(claim, actors)
            for claim in summary.claims
        ],
        "figures": [
            _number(f.value, f.low, f.high, _unit(f.unit, f.currency)) | _place(f.evidence[0])
            for f in summary.figures
        ],
        "events": [
            {
                "what": event.description,
                "when": event.date,
                "where": event.location,
                "participants": [
                    words
                    for ref in (*event.agent_ids, *event.target_ids)
                    for words in _descriptions(actors[ref])
                ],
            }
            for event in summary.events
        ],
        "dates": [{"value": e.date} | _place(e.evidence[0]) for e in summary.events if e.date],
    }


def as_found(text: str, published: str | None) -> Prediction:
    """What the engine reads before it selects."""
    document = Document(text)
    readings = reading.read(document, document.sentences)
    grammar.tag(readings)
    entities = [e for e in Cast(readings, text).entities if e.named]
    day = datetime.date.fromisoformat(published) if published else None
    return {
        "actors": [
            {
                "name": m.name,
                "start": m.start,
                "end": m.end,
                "type": "LOC" if e.place or e.nation else TYPES.get(e.kind, "ORG"),
            }
            for e in entities
            for m in e.mentions
        ],
        "dates": [
            {"value": d.value, "start": d.start, "end": d.end} for d in find_dates(text, day) if d.value
        ],
        "figures": [_found(q) for q in find_quantities(text)],
    }


def _forms(actor: Actor) -> Iterator[dict[str, Any]]:
    for form in (actor.name, *actor.aliases):
        place = next((e for e in actor.evidence if e.quote == form), actor.evidence[0])
        yield {"name": form, "type": TYPES.get(actor.kind, "ORG")} | _place(place)


def _descriptions(actor: Actor) -> list[str]:
    """What a participant is called: names, and the role that the scorer's annotations list beside them."""
    return [actor.name, *actor.aliases, *([actor.role] if actor.role else [])]


def _place(span: Any) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _found(quantity: Quantity) -> dict[str, Any]:
    unit = _unit(quantity.unit, quantity.currency)
    return _number(quantity.value, quantity.low, quantity.high, unit) | _place(quantity)


def _spoken_at(claim: Claim, actors: Mapping[str, Actor]) -> dict[str, int]:
    """Where the claim's evidence calls its source, nearest its cue: "the company" may stand for a name."""
    if claim.source_id is None or not claim.cue:
        return {}
    for whole in claim.evidence:
        cue = whole.quote.find(claim.cue) + whole.start
        inside = [
            e for e in actors[claim.source_id].evidence if whole.start <= e.start and e.end <= whole.end
        ]
        if inside and cue >= whole.start:
            near = min(inside, key=lambda e: min(abs(e.end - cue), abs(e.start - cue)))
            return {"speaker_start": near.start, "speaker_end": near.end}
    return {}


CURRENCIES = {"USD": "dollar", "EUR": "euro", "GBP": "pound sterling"}
"""As the annotations call them within a compound unit ("dollar per month")."""


def _unit(unit: str | None, currency: str | None) -> str | None:
    """A unit that holds the currency too, which the records keep apart."""
    return f"{CURRENCIES.get(currency, currency)} {unit}" if unit and currency else unit or currency


def _number(value: float | None, low: float | None, high: float | None, unit: str | None) -> dict[str, Any]:
    return {"value": value if value is not None else [low, high], "unit": unit or ""}


def claim_rows(scorer: ModuleType, gold: Sequence[Any]) -> Rows:
    scores = scorer.score_attribution(gold, _predictions(gold, from_summary))
    yield "claims: half of the evidence", scores["evidence_half_overlap"]
    yield "claims: that and the speaker", scores["claim_and_speaker"]
    yield "claims: speaker accuracy", scores["speaker_accuracy"]
    for kind in ("direct", "mixed", "indirect"):
        yield f"claims: recall, {kind}", scores["recall_by_kind"].get(kind)


def actor_rows(scorer: ModuleType, gold: Sequence[Any]) -> Rows:
    for name, predict in (("actors", from_summary), ("names found", as_found)):
        scores = scorer.score_ner(gold, _predictions(gold, predict))
        yield f"{name}: entity by name", scores["entity_by_name"]
        yield f"{name}: recall, named twice", scores["entity_recall_mentioned_twice"]


def date_rows(scorer: ModuleType, gold: Sequence[Any]) -> Rows:
    for name, predict in (("event dates", from_summary), ("dates found", as_found)):
        yield f"{name}: values as set", scorer.score_date_values(gold, _predictions(gold, predict))


def figure_rows(scorer: ModuleType, gold: Sequence[Any]) -> Rows:
    news = [d for d in gold if d["source"].startswith("NewsQuant")]
    for name, predict in (("figures", from_summary), ("quantities found", as_found)):
        (scores,) = scorer.score_figures(news, _predictions(news, predict)).values()
        yield f"{name}: value", scores["value"]
        yield f"{name}: value and unit", scores["value_and_unit"]


def event_rows(scorer: ModuleType, gold: Sequence[Any]) -> Rows:
    scores = scorer.score_muc(gold, _predictions(gold, from_summary))
    yield "events: template recall", scores["template_recall"]
    yield "events: exact day", scores["when_exact_day"]


FIELDS: Mapping[str, Callable[[ModuleType, Sequence[Any]], Rows]] = {
    "attribution": claim_rows,
    "ner": actor_rows,
    "dates": date_rows,
    "quantities": figure_rows,
    "events": event_rows,
}


def _predictions(gold: Sequence[Any], predict: Predict) -> dict[str, Prediction]:
    found = {}
    for document in gold:
        try:
            found[document["id"]] = predict(document["text"], document.get("doc_date"))
        except Exception as error:  # a failed document scores nothing, and is told
            print(f"{document['id']}: {type(error).__name__}: {error}", file=sys.stderr)
    return found


def print_quality(corpus: Path) -> None:
    spec = importlib.util.spec_from_file_location("score_dev", corpus / "score_dev.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    print(f"{'':34}{'worked on':^24}{'kept aside':^24}")
    print(f"{'':34}{'P':>8}{'R':>8}{'F1':>8}{'P':>8}{'R':>8}{'F1':>8}")
    for name, rows in FIELDS.items():
        gold = scorer.load(corpus / f"dev_{name}.jsonl")
        worked = rows(scorer, [d for i, d in enumerate(gold) if i % 3 != 2])
        aside = rows(scorer, [d for i, d in enumerate(gold) if i % 3 == 2])
        for (label, first), (_, second) in zip(worked, aside, strict=True):
            print(f"{label:34}{_shown(first)}{_shown(second)}")


def _shown(score: Mapping[str, float] | float | None) -> str:
    if isinstance(score, Mapping):
        return f"{score['p']:8.3f}{score['r']:8.3f}{score['f1']:8.3f}"
    return f"{'':8}{score:8.3f}{'':8}" if score is not None else f"{'':8}{'-':>8}{'':8}"


def print_times(runs: int = 15) -> None:
    """Milliseconds for 600 words, warm: the median over the samples in `seeds/`, the whole pipeline."""
    summarizer = Summarizer("builtin/rules")
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    words = sum(len(text.split()) for text in texts)
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        for text in texts:
            summarizer.summarize(text, published=datetime.date(2026, 2, 11))
        times.append(time.perf_counter() - started)
    print(
        f"600 words, warm: {statistics.median(times[1:]) / words * 600 * 1000:.1f} ms (all of {words} words)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, default=os.environ.get("SUMMARIZER_CORPUS"))
    parser.add_argument("--seconds-only", action="store_true")
    options = parser.parse_args()
    print_times()
    if not options.seconds_only and options.corpus is None:
        print("No --corpus and no SUMMARIZER_CORPUS: the quality is not measured.", file=sys.stderr)
    elif not options.seconds_only:
        print_quality(Path(options.corpus))


if __name__ == "__main__":
    main()
