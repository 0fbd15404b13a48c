"""From a labeller's draft, whose evidence is quoted, to a gold file, whose evidence has offsets.

The form of a draft is described in evals/README.md. As a command::

    python -m summarizer.evals.labels check LABELS --texts SET
    python -m summarizer.evals.labels build SET --labels LABELS [LABELS ...]
    python -m summarizer.evals.labels verify SET
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summarizer.document import Document
from summarizer.errors import InputError, SchemaError, SummarizerError
from summarizer.evals.fixture import (
    Entry,
    Fault,
    GoldDocument,
    GoldRecord,
    Manifest,
    as_list,
    find_faults,
    of_field,
    parse_gold,
    read_json,
    read_text,
)
from summarizer.schema import Actor, Figure, Record, Summary, sections
from summarizer.values.quantities import read_quantity

# A draft's "status" is that of an event or a figure; the label's own is said when the set is built.
_LABEL_FIELDS = ("importance", "accept", "note")
NOTHING = "none"
"""What a labeller writes for a figure's value, bound or unit where code reads one and there is none."""
_READ_FIELDS = ("value", "low", "high", "bound", "unit", "currency")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A draft with its offsets looked up.

    Attributes:
        gold: what a gold file holds.
        records: the same, parsed; complete only if there are no faults.
        faults: what makes the draft unusable.
        notices: what a labeller may want to look at again.
    """

    gold: Mapping[str, Any]
    records: Mapping[str, Sequence[GoldRecord]]
    faults: Sequence[Fault]
    notices: Sequence[Fault]


@dataclass(slots=True)
class _Resolver:
    """Turns a draft's records into gold ones, gathering faults and notices on the way."""

    text: str
    file: str
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)

    def fault(self, who: str, message: str) -> None:
        self.faults.append(Fault(self.file, who, message))

    def notice(self, who: str, message: str) -> None:
        self.notices.append(Fault(self.file, who, message))

    def record(self, item: Mapping[str, Any], kind: type[Record], status: str) -> dict[str, Any]:
        who = str(item.get("id", "without id"))
        label = {name: item[name] for name in _LABEL_FIELDS if item.get(name) is not None}
        rest = {name: value for name, value in item.items() if name not in _LABEL_FIELDS}
        # A field that may be null keeps its default when it is: "aliases": null means none.
        rest = {name: value for name, value in rest.items() if value is not None}
        quotes = as_list(rest.pop("evidence", None))
        if not quotes and issubclass(kind, Actor):
            quotes = _mentions(rest, self.text)
        evidence = [span for quote in quotes if (span := self.find(quote, who))]
        if issubclass(kind, Figure):
            cleared = {name: None for name in _READ_FIELDS if rest.get(name) == NOTHING}
            rest = self.read_figure(rest, quotes, who) | rest | cleared
        return {**rest, "evidence": evidence, "label": {"status": status} | label}

    def find(self, quote: Any, who: str) -> dict[str, Any] | None:
        """The place of a quote's nth occurrence, as `Evidence`."""
        words, nth = (quote.get("quote"), quote.get("nth")) if isinstance(quote, dict) else (quote, None)
        if not isinstance(words, str) or not words.strip() or not isinstance(nth, int | None):
            self.fault(who, 'evidence is a string or {"quote": "...", "nth": 2}')
            return None
        places = _occurrences(self.text, words)
        if not 1 <= (nth or 1) <= len(places):
            wanted = f", not {nth}" if nth else ""
            self.fault(who, f"evidence {words!r} stands {len(places)} times in the text{wanted}")
            return None
        if len(places) > 1 and nth is None and len(words) > 25:
            self.notice(who, f"{words!r} stands {len(places)} times; took the first")
        start = places[(nth or 1) - 1]
        return {"quote": words, "start": start, "end": start + len(words)}

    def read_figure(self, item: Mapping[str, Any], quotes: Sequence[Any], who: str) -> dict[str, Any]:
        surface = str(item.get("text", ""))
        held = [quote.get("quote") if isinstance(quote, dict) else quote for quote in quotes]
        if not any(surface in str(quote) for quote in held):
            self.fault(who, f"text: {surface!r} is in none of its evidence quotes")
        quantity = read_quantity(surface)
        if quantity is None:
            if item.get("value") is None and item.get("low") is None and item.get("high") is None:
                self.fault(who, f"text: no number was read in {surface!r}; write value")
            return {}
        read = {name: getattr(quantity, name) for name in _READ_FIELDS}
        shown = ", ".join(f"{name} {value}" for name, value in read.items() if value is not None)
        self.notice(who, f"{surface!r} reads as {shown}")
        return read


def resolve(
    draft: Any, document: Document, *, file: str, schema: type[Summary] = Summary, status: str = "single"
) -> Labelled:
    """Look up the quotes of a draft and check it as a gold file is checked."""
    if not isinstance(draft, dict):
        return Labelled({}, {}, [Fault(file, None, "a draft is a JSON object")], [])
    resolver = _Resolver(document.text, file)
    gold: dict[str, Any] = {key: value for key, value in draft.items() if key not in sections(schema)}
    for name, kind in sections(schema).items():
        items = draft.get(name)
        if isinstance(items, list):
            gold[name] = [resolver.record(i, kind, status) if isinstance(i, dict) else i for i in items]
    records, faults = parse_gold(gold, document.text, schema, file)
    if not faults and not resolver.faults:
        # Written out in full, so that a gold file does not change its meaning with a default.
        for name, golds in records.items():
            gold[name] = [
                g.record.model_dump(mode="json") | {"label": g.label.model_dump(mode="json")} for g in golds
            ]
    return Labelled(gold, records, [*resolver.faults, *faults], resolver.notices)


def _occurrences(text: str, words: str) -> list[int]:
    places = []
    at = text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def _mentions(actor: Mapping[str, Any], text: str) -> list[str]:
    names = [actor.get("name"), *as_list(actor.get("aliases"))]
    return [name for name in names if isinstance(name, str) and name in text]


def read_texts(folder: Path) -> dict[str, Entry]:
    """What `texts.json` and the text files of a set say, before there are labels.

    Raises:
        InputError, SchemaError: if the file cannot be read or says something unknown.
    """
    listed = read_json(folder / "texts.json")
    if not isinstance(listed, list) or not all(isinstance(about, dict) and "id" in about for about in listed):
        raise SchemaError(f"{folder.name}/texts.json must be a list of objects, each with an id.")
    return {str(about["id"]): _entry(folder, about) for about in listed}


def _entry(folder: Path, about: Mapping[str, Any]) -> Entry:
    key = str(about["id"])
    path = folder / f"{key}.txt"
    if not path.is_file():
        raise InputError(f"{folder.name}/texts.json names {key}, and there is no {key}.txt.")
    known = {name: value for name, value in about.items() if name != "id" and value is not None}
    try:
        return Entry(**known, text_sha256=_sha256(path), gold_sha256="")
    except ValidationError as error:
        name, message = of_field(error.errors()[0])
        raise SchemaError(f"{folder.name}/texts.json, {key}: {name}: {message}") from None


def read_labelling(labels: Path, texts: Path, schema: type[Summary] = Summary) -> dict[str, GoldDocument]:
    """One labeller's drafts as gold documents, by id.

    Raises:
        SchemaError: at the first fault.
    """
    entries = read_texts(texts)
    documents = {}
    for path in drafts_of(labels):
        entry, document = _document(texts, path.stem, entries)
        labelled = resolve(read_json(path), document, file=f"{labels.name}/{path.name}", schema=schema)
        if labelled.faults:
            raise SchemaError(str(labelled.faults[0]))
        documents[path.stem] = GoldDocument(
            document, labelled.records, entry.split, tuple(entry.tags), entry.language, entry.text_sha256
        )
    return documents


def drafts_of(labels: Path) -> list[Path]:
    """The drafts of a folder, or the one draft that the path names."""
    paths = [labels] if labels.is_file() else sorted(labels.glob("*.json"))
    if not paths:
        raise InputError(f"{labels} holds no drafts (<id>.json).")
    return paths


def _document(texts: Path, key: str, entries: Mapping[str, Entry]) -> tuple[Entry, Document]:
    if key not in entries:
        raise InputError(f"{texts.name}/texts.json does not name {key}.")
    entry = entries[key]
    return entry, read_text(texts, key, entry)


def build(texts: Path, labellings: Sequence[Path], *, schema: type[Summary] = Summary) -> list[Fault]:
    """Write a gold file for every draft without fault, and the manifest; return the faults.

    Of a document that several labelled, the first labelling's draft is taken, and its records are
    "double", or "adjudicated" if that labelling is called so.
    """
    entries = read_texts(texts)
    drafts: dict[str, list[Path]] = {}
    for labels in labellings:
        for path in drafts_of(labels):
            drafts.setdefault(path.stem, []).append(path)
    faults: list[Fault] = []
    for key, (first, *others) in drafts.items():
        _, document = _document(texts, key, entries)
        status = "adjudicated" if first.parent.name == "adjudicated" else "double" if others else "single"
        file = f"{first.parent.name}/{first.name}"
        labelled = resolve(read_json(first), document, file=file, schema=schema, status=status)
        faults += labelled.faults
        if not labelled.faults:
            _write_json(texts / f"{key}.gold.json", labelled.gold)
    _write_manifest(texts, entries)
    return faults


def _write_manifest(texts: Path, entries: Mapping[str, Entry]) -> None:
    """Write the manifest of the documents that have a gold file."""
    documents = {
        key: entry.model_copy(update={"gold_sha256": _sha256(texts / f"{key}.gold.json")})
        for key, entry in sorted(entries.items())
        if (texts / f"{key}.gold.json").is_file()
    }
    _write_json(texts / "manifest.json", Manifest(documents=documents).model_dump(mode="json"))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def check(labels: Path, texts: Path) -> tuple[list[Fault], list[Fault]]:
    """The faults and the notices of every draft of a folder, or of one draft."""
    entries = read_texts(texts)
    faults: list[Fault] = []
    notices: list[Fault] = []
    for path in drafts_of(labels):
        try:
            _, document = _document(texts, path.stem, entries)
            labelled = resolve(read_json(path), document, file=path.name)
        except InputError as error:
            faults.append(Fault(path.name, None, error.message))
            continue
        faults += labelled.faults
        notices += labelled.notices
    return faults, notices


def main(arguments: Sequence[str] | None = None) -> int:
    """Check drafts, build a set from them, or verify a set; 0 without faults, 1 with, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m summarizer.evals.labels", description="Labelling tools.")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="check drafts and say how they are read")
    checking.add_argument("labels", type=Path)
    checking.add_argument("--texts", type=Path, required=True)
    building = commands.add_parser("build", help="write gold files and manifest")
    building.add_argument("texts", type=Path)
    building.add_argument("--labels", type=Path, nargs="+", required=True)
    verifying = commands.add_parser("verify", help="list every fault of a set")
    verifying.add_argument("texts", type=Path)
    options = parser.parse_args(arguments)
    notices: list[Fault] = []
    try:
        if options.command == "check":
            faults, notices = check(options.labels, options.texts)
        elif options.command == "build":
            faults = build(options.texts, options.labels)
        else:
            faults = find_faults(options.texts)
    except SummarizerError as error:
        sys.stderr.write(f"{error.message}\n")
        return error.exit_code
    sys.stdout.writelines(f"notice: {notice}\n" for notice in notices)
    sys.stdout.writelines(f"fault: {fault}\n" for fault in faults)
    sys.stdout.write(f"{len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
