"""What the audit catches: correct records with one error put in, by kind of error, and false alarms.

    python benchmarks/audit.py [--fixtures FOLDER] [--split dev|test] [--rounds N] [--failures]

The correct records are those of `benchmarks/audit_drafts.json`, written by hand over three of the
samples in `seeds/` the way a language model words and cites; the gold records of `evals/`, cited by
the numbers of the sentences that their evidence stands in; and, untouched only, the embedded engine's.
An error is caught if the record is rejected, flagged with severity warning or error, or put right.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from summarizer.document import Document, read_document
from summarizer.engines import Brief, Draft, DraftRecord
from summarizer.evals.fixture import load_fixtures
from summarizer.grounding import Grounded, ground
from summarizer.grounding.source import Source
from summarizer.schema import Record, Summary, sections

ROOT = Path(__file__).resolve().parents[1]
NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])")
WORDS = {
    "two": "six",
    "three": "nine",
    "four": "seven",
    "five": "eight",
    "Five": "Eight",
    "seven": "eleven",
    "twice": "once",
}


@dataclass(frozen=True)
class Draught:
    """A document with correct records, each with its citations."""

    document: Document
    records: Sequence[DraftRecord]

    def ground(self) -> Grounded:
        brief = Brief(Summary, dict.fromkeys(sections(Summary)))
        return ground(self.document, [Draft(self.records, "en")], brief)

    def with_record(self, index: int, **update: Any) -> Draught:
        changed = list(self.records)
        drafted = changed[index]
        changed[index] = replace(drafted, record=drafted.record.model_copy(update=update))
        return replace(self, records=changed)


def by_hand() -> Iterator[Draught]:
    data = json.loads((ROOT / "benchmarks" / "audit_drafts.json").read_text("utf-8"))
    for name, written in data.items():
        published = datetime.date.fromisoformat(written.pop("published"))
        document = read_document(ROOT / "seeds" / f"{name}.txt", published=published)
        drafted = [
            DraftRecord(
                section,
                kind.model_validate({k: v for k, v in fields.items() if k != "cites"}),
                fields.get("cites", ()),
            )
            for section, kind in sections(Summary).items()
            for fields in written[section]
        ]
        yield Draught(document, drafted)


def by_labellers(folder: Path, split: Literal["dev", "test"] | None) -> Iterator[Draught]:
    """Gold records; one that needs no number, such as an actor, cites none."""
    for gold in load_fixtures(folder).part(split).documents:
        if gold.language != "en":
            continue
        source = Source(gold.document)
        drafted = [
            DraftRecord(section, item.record, [n + 1 for n in source.sentences_of(item.record.evidence)])
            for section, items in gold.records.items()
            for item in items
        ]
        yield Draught(gold.document, drafted)


def by_rules() -> Iterator[Draught]:
    from summarizer.engines.rules import RulesEngine

    brief = Brief(Summary, dict.fromkeys(sections(Summary)))
    engine = RulesEngine()
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        document = read_document(path, published=datetime.date(2025, 6, 9))
        (chunk,) = document.chunks(engine.chunk_chars)
        yield Draught(document, asyncio.run(engine.draft(chunk, brief)).records)


Error = Callable[[Draught, int, random.Random], Draught | None]


def _prose(record: Record) -> str:
    return next((name for name in ("description", "content") if hasattr(record, name)), "")


def wrong_number(draught: Draught, index: int, rng: random.Random) -> Draught | None:
    """A number in the wording, or a figure's text, becomes another."""
    record = draught.records[index].record
    name = _prose(record) or ("text" if hasattr(record, "text") else "")
    text = getattr(record, name, "")
    if found := NUMBER.search(text):
        digits = found[0]
        changed = (
            str(rng.randint(1, 9)) + digits[1:] if len(digits) > 1 else str(int(digits) + rng.randint(1, 9))
        )
        return (
            draught.with_record(index, **{name: text.replace(digits, changed, 1)})
            if changed != digits
            else None
        )
    for word, other in WORDS.items():
        if re.search(rf"\b{word}\b", text):
            return draught.with_record(index, **{name: re.sub(rf"\b{word}\b", other, text, count=1)})
    return None


def wrong_value(draught: Draught, index: int, rng: random.Random) -> Draught | None:
    """A figure's value is a thousand times too large, or another number."""
    value = getattr(draught.records[index].record, "value", None)
    return None if value is None else draught.with_record(index, value=value * rng.choice([1000, 0.001, 1.5]))


def shifted_date(draught: Draught, index: int, rng: random.Random) -> Draught | None:
    """An event's date moves, by days, months or years as it is precise."""
    date = getattr(draught.records[index].record, "date", None)
    if not date or "/" in date or "W" in date:
        return None
    parts = [int(part) for part in date.split("-")]
    parts[-1] = parts[-1] % 12 + rng.randint(1, 2) if len(parts) > 1 else parts[-1] + rng.choice([-1, 1])
    shifted = "-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:])])
    return draught.with_record(index, date=shifted)


NAMES = ("Norvald Ekeby", "Turkey", "Zorvath Industries", "General Amadi", "Portugal")


def invented_name(draught: Draught, index: int, rng: random.Random) -> Draught | None:
    """A name in the wording becomes one that the document does not hold; an actor's too."""
    record = draught.records[index].record
    if hasattr(record, "name"):
        return draught.with_record(index, name=rng.choice(NAMES))
    name = _prose(record)
    text = getattr(record, name, "")
    found = re.search(r"(?<=[a-z,] )(?:[A-Z]\w+ )*[A-Z]\w+", text)
    if not found:
        return None
    return draught.with_record(index, **{name: text.replace(found[0], rng.choice(NAMES), 1)})


def altered_quotation(draught: Draught, index: int, rng: random.Random) -> Draught | None:
    """A word of a direct quotation is changed, left out or put in."""
    record = draught.records[index].record
    if getattr(record, "quotation", "") != "direct":
        return None
    words = record.content.split()  # type: ignore[attr-defined]
    if len(words) < 3:
        return None
    place = rng.randrange(1, len(words) - 1)
    change = rng.choice([["really"], [], [words[place], "certainly"]])
    return draught.with_record(index, content=" ".join([*words[:place], *change, *words[place + 1 :]]))


NEGATED = re.compile(
    r"\b(is|are|was|were|will|would|has|have|had|should|could|might|must)\b(?! not| never| no\b)"
)


def lost_negation(draught: Draught, index: int, rng: random.Random) -> Draught | None:
    """A negation is taken out of the wording, or put in."""
    record = draught.records[index].record
    name = _prose(record)
    if not name or getattr(record, "quotation", "") == "direct":
        return None
    text = getattr(record, name)
    if re.search(r"\b(?:not|never|no) ", text):
        changed = re.sub(r"\b(?:did not|not|never|no) ", "", text, count=1)
    elif NEGATED.search(text):
        changed = NEGATED.sub(lambda m: f"{m[0]} not", text, count=1)
    else:
        return None
    return draught.with_record(index, **{name: changed})


def swapped_source(draught: Draught, index: int, rng: random.Random) -> Draught | None:
    """A claim is laid into another actor's mouth."""
    own = getattr(draught.records[index].record, "source_id", None)
    others = [d.record.id for d in draught.records if d.section == "actors" and d.record.id != own]
    if draught.records[index].section != "claims" or own is None:
        return None
    return draught.with_record(index, source_id=rng.choice(others))


def swapped_actor(draught: Draught, index: int, rng: random.Random) -> Draught | None:
    """An event's agent becomes another actor of the document."""
    agents = getattr(draught.records[index].record, "agent_ids", None)
    if not agents:
        return None
    others = [d.record.id for d in draught.records if d.section == "actors" and d.record.id not in agents]
    return draught.with_record(index, agent_ids=[rng.choice(others)])


def wrong_citation(draught: Draught, index: int, rng: random.Random) -> Draught | None:
    """The record cites a sentence far from the right one."""
    drafted = draught.records[index]
    cites = [cite for cite in drafted.cites if isinstance(cite, int)]
    if drafted.section == "actors" or not cites:
        return None
    far = [s.number for s in draught.document.sentences if all(abs(s.number - cite) > 2 for cite in cites)]
    changed = list(draught.records)
    changed[index] = replace(drafted, cites=[rng.choice(far)])
    return replace(draught, records=changed)


ERRORS: Mapping[str, Error] = {
    "wrong number in the wording": wrong_number,
    "wrong value of a figure": wrong_value,
    "shifted date": shifted_date,
    "invented name": invented_name,
    "altered quotation": altered_quotation,
    "negation lost or added": lost_negation,
    "swapped source of a claim": swapped_source,
    "swapped agent of an event": swapped_actor,
    "citation far off": wrong_citation,
}


def invented_records(draughts: Sequence[Draught], rng: random.Random) -> Iterator[tuple[Draught, int]]:
    """An event or claim of another document, citing a real sentence of this one."""
    for there in draughts:
        here = rng.choice([draught for draught in draughts if draught is not there])
        for drafted in there.records:
            if drafted.section in ("events", "claims"):
                bare = {
                    "id": "x1",
                    "agent_ids": [],
                    "target_ids": [],
                    "source_id": None,
                    "date": None,
                    "date_text": None,
                    "cue": None,
                    "quotation": "indirect",
                }
                update = {k: v for k, v in bare.items() if k in type(drafted.record).model_fields}
                record = drafted.record.model_copy(update=update)
                cite = rng.choice(here.document.sentences).number
                yield (
                    replace(here, records=[*here.records, DraftRecord(drafted.section, record, [cite])]),
                    len(here.records),
                )


@dataclass
class Verdict:
    rejected: bool
    flagged: bool
    findings: list[str]


def verdict(draught: Draught, index: int, *, before: Counter[str] | None = None) -> Verdict:
    """What the audit says of one record, without what it says of it unchanged."""
    drafted = draught.records[index]
    around = [d for d in draught.records if d.section == "actors" or d.section == "events" != drafted.section]
    alone = replace(draught, records=around if drafted in around else [*around, drafted])
    grounded = alone.ground()
    mine = [
        r
        for r in grounded.rejected
        if r.section == drafted.section
        and (drafted.section != "actors" or r.record["name"] == drafted.record.name)
    ]  # type: ignore[attr-defined]
    findings = [f for r in mine for f in r.findings]
    if drafted.section != "actors":
        kept = {r.id for r in grounded.records[drafted.section]}
        findings += [f for f in grounded.findings if f.record_id in kept]
    codes = Counter(f"{f.code}: {f.message}" for f in findings if f.severity != "info") - (
        before or Counter()
    )
    return Verdict(bool(mine), bool(codes), list(codes))


def unchanged(draughts: Sequence[Draught]) -> tuple[Counter[str], list[str]]:
    counts: Counter[str] = Counter()
    shown: list[str] = []
    for draught in draughts:
        for index, drafted in enumerate(draught.records):
            found = verdict(draught, index)
            counts["all"] += 1
            counts["rejected"] += found.rejected
            counts["flagged"] += found.flagged
            if found.flagged:
                shown.append(f"{drafted.section} {_words(drafted.record)}: {found.findings}")
    return counts, shown


def _words(record: Record) -> str:
    return str(
        next(
            (getattr(record, n) for n in ("description", "content", "name", "text") if hasattr(record, n)),
            record.id,
        )
    )


def spoilt(
    draughts: Sequence[Draught], rng: random.Random, rounds: int
) -> Iterator[tuple[str, Draught, int, Verdict]]:
    """Every record with every error that it can hold, and what the audit says."""
    for draught in draughts:
        for index in range(len(draught.records)):
            before = Counter(verdict(draught, index).findings)
            for kind, spoil in ERRORS.items():
                for _ in range(rounds):
                    if (changed := spoil(draught, index, rng)) is not None:
                        yield kind, changed, index, verdict(changed, index, before=before)
    for changed, index in invented_records(draughts, rng):
        yield "invented record", changed, index, verdict(changed, index)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fixtures", type=Path, default=ROOT / "evals", help="folder with gold records")
    parser.add_argument("--split", choices=["dev", "test"], help="only these gold records")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--documents", type=int, default=20, help="gold documents that errors are put into")
    parser.add_argument("--rounds", type=int, default=1, help="tries a record and kind of error")
    parser.add_argument("--failures", action="store_true", help="print false alarms and what was not caught")
    options = parser.parse_args()
    sets = {
        "written over samples": list(by_hand()),
        "gold": list(by_labellers(options.fixtures, options.split)),
        "the embedded engine's": list(by_rules()),
    }
    notes: list[str] = []
    print("| correct records | number | rejected | flagged |\n|---|---|---|---|")
    for name, draughts in sets.items():
        counts, shown = unchanged(draughts)
        notes += [f"false alarm, {name}: {line}" for line in shown]
        rejected, flagged = (counts[k] / counts["all"] for k in ("rejected", "flagged"))
        print(f"| {name} | {counts['all']} | {rejected:.1%} | {flagged:.1%} |")
    results: dict[str, list[Verdict]] = defaultdict(list)
    rng = random.Random(options.seed)
    gold = rng.sample(sets["gold"], min(options.documents, len(sets["gold"])))
    for kind, changed, index, found in spoilt([*sets["written over samples"], *gold], rng, options.rounds):
        results[kind].append(found)
        if not found.flagged and not found.rejected:
            drafted = changed.records[index]
            notes.append(f"missed, {kind}: {drafted.record!r} cites {drafted.cites}")
    print("\n| error put in | records | caught | of these rejected |\n|---|---|---|---|")
    for kind, verdicts in results.items():
        caught = [found for found in verdicts if found.flagged or found.rejected]
        rejected = sum(found.rejected for found in caught) / max(1, len(caught))
        print(f"| {kind} | {len(verdicts)} | {len(caught) / len(verdicts):.1%} | {rejected:.1%} |")
    if options.failures:
        print("\n" + "\n".join(notes))


if __name__ == "__main__":
    main()
