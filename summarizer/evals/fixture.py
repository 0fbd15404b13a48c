"""Fixtures: documents with gold records, read from a folder and refused if anything in it is off.

A set is a folder with `manifest.json` and, for each document, `<id>.txt` and `<id>.gold.json`; the form
is described in evals/README.md.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.document import Document, read_document
from summarizer.errors import InputError, SchemaError
from summarizer.schema import SCHEMA_VERSION, Record, Refers, Summary, Verbatim, marked, sections

Split = Literal["dev", "test"]


class Strict(BaseModel):
    """Base of what is read from files: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid")


class Label(Strict):
    """What a labeller says about a gold record, beside the record itself."""

    importance: Literal["core", "optional"] = "core"
    """An optional record is neither missed nor spurious."""
    status: Literal["single", "double", "adjudicated"] = "single"
    accept: dict[str, list[Any]] = Field(default_factory=dict)
    """Other values that are as right, by field."""
    note: str | None = None


class Entry(Strict):
    """What a manifest says about one document."""

    text_sha256: str
    gold_sha256: str
    split: Split = "dev"
    tags: list[str] = Field(default_factory=list)
    language: str = "en"
    title: str | None = None
    published: datetime.date | None = None
    source: str | None = None


class Manifest(Strict):
    """`manifest.json`: the documents of a set, with the hashes that hold them still."""

    schema_version: str = SCHEMA_VERSION
    documents: dict[str, Entry]


@dataclass(frozen=True, slots=True)
class GoldRecord:
    """A record that a labeller wrote; `record` is of its section's class."""

    record: Any
    label: Label = field(default_factory=Label)

    @property
    def core(self) -> bool:
        return self.label.importance == "core"

    def accepted(self, name: str) -> list[Any]:
        """The values of a field that count as right, the labeller's own first."""
        return [getattr(self.record, name), *self.label.accept.get(name, ())]


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document and what a good summary of it says."""

    document: Document
    records: Mapping[str, Sequence[GoldRecord]]
    split: Split = "dev"
    tags: Sequence[str] = ()
    language: str = "en"
    sha256: str = ""
    """Of everything that a score depends on: text, gold, and what the engine is told about the text."""

    @property
    def id(self) -> str:
        return self.document.id or ""


@dataclass(frozen=True, slots=True)
class FixtureSet:
    """Gold documents, in the order of their ids."""

    documents: Sequence[GoldDocument]
    schema: type[Summary] = Summary

    @property
    def sha256(self) -> str:
        """Of the documents in the set, whatever folder they were read from."""
        lines = sorted(f"{doc.id} {doc.sha256}" for doc in self.documents)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def part(self, split: Split | None) -> FixtureSet:
        """The documents of one split; of both for None."""
        kept = [doc for doc in self.documents if split in (None, doc.split)]
        return FixtureSet(tuple(kept), self.schema)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a fixture: in which file, at which record, and what."""

    file: str
    record: str | None
    message: str

    def __str__(self) -> str:
        return f"{self.file}{f', {self.record}' if self.record else ''}: {self.message}"


def load_fixtures(path: str | Path, schema: type[Summary] = Summary) -> FixtureSet:
    """Read a set, or every set of a folder that holds `fixtures/<set>/`.

    Raises:
        SchemaError: if anything in it is off; names file and record of the first fault, counts the rest.
        InputError: if there is no set there.
    """
    documents: dict[str, GoldDocument] = {}
    faults: list[Fault] = []
    for folder in _sets(Path(path)):
        for doc in _read_set(folder, schema, faults):
            if doc.id in documents:
                faults.append(Fault(f"{folder.name}/manifest.json", doc.id, "the id is in another set too"))
            documents[doc.id] = doc
    if faults:
        more = f" ({len(faults) - 1} more; python -m summarizer.evals.labels verify lists them)"
        raise SchemaError(f"{faults[0]}{more if len(faults) > 1 else ''}")
    return FixtureSet(tuple(documents[key] for key in sorted(documents)), schema)


def find_faults(path: str | Path, schema: type[Summary] = Summary) -> list[Fault]:
    """Everything wrong in a set, or in every set of a folder."""
    faults: list[Fault] = []
    for folder in _sets(Path(path)):
        for _ in _read_set(folder, schema, faults):
            pass
    return faults


def _sets(path: Path) -> list[Path]:
    if (path / "manifest.json").is_file():
        return [path]
    found = sorted(manifest.parent for manifest in path.glob("fixtures/*/manifest.json"))
    if not found:
        raise InputError(f"{path} holds no fixtures: neither manifest.json nor fixtures/<set>/manifest.json.")
    return found


def read_json(path: Path) -> Any:
    """The content of a JSON file.

    Raises:
        InputError: if it is missing, unreadable or not JSON.
    """
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise InputError(f"{path} is not JSON: {error}") from None


def _read_set(folder: Path, schema: type[Summary], faults: list[Fault]) -> Iterator[GoldDocument]:
    place = f"{folder.name}/manifest.json"
    try:
        manifest = Manifest.model_validate(read_json(folder / "manifest.json"))
    except ValidationError as error:
        faults.extend(Fault(place, *of_field(e)) for e in error.errors())
        return
    except InputError as error:
        faults.append(Fault(place, None, error.message))
        return
    if manifest.schema_version != SCHEMA_VERSION:
        message = f"labelled for schema version {manifest.schema_version}, this library has {SCHEMA_VERSION}"
        faults.append(Fault(place, None, message))
    for key, entry in manifest.documents.items():
        before = len(faults)
        try:
            doc = _read_document(folder, key, entry, schema, faults)
        except InputError as error:
            faults.append(Fault(f"{folder.name}/{key}", None, error.message))
            continue
        except OSError as error:
            file = Path(error.filename or key).name
            faults.append(Fault(f"{folder.name}/{file}", None, error.strerror or str(error)))
            continue
        if len(faults) == before:
            yield doc


def _read_document(
    folder: Path, key: str, entry: Entry, schema: type[Summary], faults: list[Fault]
) -> GoldDocument:
    text_file, gold_file = folder / f"{key}.txt", folder / f"{key}.gold.json"
    for file, expected in ((text_file, entry.text_sha256), (gold_file, entry.gold_sha256)):
        if hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            faults.append(Fault(f"{folder.name}/{file.name}", None, "its sha256 is not the manifest's"))
    document = read_text(folder, key, entry)
    place = f"{folder.name}/{gold_file.name}"
    records, found = parse_gold(read_json(gold_file), document.text, schema, place)
    faults.extend(found)
    told = [key, entry.text_sha256, entry.gold_sha256, str(entry.published), entry.title, entry.language]
    sha256 = hashlib.sha256(json.dumps(told).encode()).hexdigest()
    return GoldDocument(document, records, entry.split, tuple(entry.tags), entry.language, sha256)


def read_text(folder: Path, key: str, entry: Entry) -> Document:
    """A set's document, without its labels."""
    return read_document(
        folder / f"{key}.txt",
        encoding="utf-8",
        published=entry.published,
        title=entry.title,
        source=entry.source,
    )


def parse_gold(
    data: Any, text: str, schema: type[Summary], file: str
) -> tuple[dict[str, tuple[GoldRecord, ...]], list[Fault]]:
    """The gold records of a file's content, with every fault that was found in them."""
    names = sections(schema)
    if not isinstance(data, dict):
        return {}, [Fault(file, None, "not an object with the sections " + ", ".join(names))]
    faults = [
        Fault(file, None, f"no section {name!r}; write [] where the text has none")
        for name in names
        if not isinstance(data.get(name), list)
    ]
    unknown = set(data) - set(names) - {"labeller", "note"}
    faults += [Fault(file, None, f"unknown key {key!r}") for key in sorted(unknown)]
    records: dict[str, tuple[GoldRecord, ...]] = {}
    for name, kind in names.items():
        items = data[name] if isinstance(data.get(name), list) else []
        parsed = [_parse_record(item, kind, file, faults) for item in items]
        records[name] = tuple(gold for gold in parsed if gold is not None)
    faults += [Fault(file, who, message) for who, message in _inconsistencies(records, text)]
    return records, faults


def _parse_record(item: Any, kind: type[Record], file: str, faults: list[Fault]) -> GoldRecord | None:
    who = str(item.get("id", "without id")) if isinstance(item, dict) else None
    try:
        if not isinstance(item, dict):
            raise SchemaError(f"a record is an object, not {type(item).__name__}")
        label = Label.model_validate(item.get("label", {}))
        record = kind.model_validate({k: v for k, v in item.items() if k != "label"})
    except ValidationError as error:
        for e in error.errors():
            name, message = of_field(e)
            faults.append(Fault(file, who, f"{name}: {message}"))
        return None
    except SchemaError as error:
        faults.append(Fault(file, who, error.message))
        return None
    return GoldRecord(record, label)


def of_field(error: Any) -> tuple[str, str]:
    """Field and message of one of pydantic's error details."""
    return ".".join(str(part) for part in error["loc"]), error["msg"]


def _inconsistencies(records: Mapping[str, Sequence[GoldRecord]], text: str) -> Iterator[tuple[str, str]]:
    """Record and message for each fault that the models alone cannot see."""
    owners: dict[str, str] = {}
    for section, golds in records.items():
        for gold in golds:
            if gold.record.id in owners:
                yield gold.record.id, "the id is used twice"
            owners[gold.record.id] = section
    for golds in records.values():
        for gold in golds:
            for message in (
                *_bad_evidence(gold.record, text),
                *_bad_copies(gold.record, text),
                *_dangling(gold, owners),
                *_bad_alternatives(gold),
            ):
                yield gold.record.id, message


def _bad_evidence(record: Record, text: str) -> Iterator[str]:
    if not record.evidence:
        yield "no evidence"
    for number, evidence in enumerate(record.evidence, 1):
        if text[evidence.start : evidence.end] != evidence.quote or not evidence.quote:
            yield f"evidence {number} is not what stands at {evidence.start}:{evidence.end}"


def _bad_copies(record: Record, text: str) -> Iterator[str]:
    for name in marked(type(record), Verbatim):
        for value in as_list(getattr(record, name)):
            if value not in text:
                yield f"{name}: {value!r} is not in the text, character for character"


def _dangling(gold: GoldRecord, owners: Mapping[str, str]) -> Iterator[str]:
    kind: type[Record] = type(gold.record)
    for name, mark in marked(kind, Refers).items():
        for value in gold.accepted(name):
            for reference in as_list(value):
                if not isinstance(reference, str) or owners.get(reference) != mark.section:
                    yield f"{name}: {reference!r} is no id in {mark.section}"


def _bad_alternatives(gold: GoldRecord) -> Iterator[str]:
    kind: type[Record] = type(gold.record)
    for name, values in gold.label.accept.items():
        if name not in kind.model_fields or name in ("id", "evidence"):
            yield f"accept: {name!r} is no field of {kind.__name__}"
            continue
        for value in values:
            try:
                kind.model_validate(gold.record.model_dump() | {name: value})
            except ValidationError:
                yield f"accept: {value!r} does not fit the field {name}"


def as_list(value: Any) -> list[Any]:
    """A field's value as a list: nothing for None, the value alone for a scalar."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
