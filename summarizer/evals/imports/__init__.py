"""Labels made in other tools, as drafts in the form of evals/README.md.

A reader (`inception`, `label_studio`) says what was marked and linked in a document, `mapping` what that
is called here, and `drafts` makes records of it. Whatever does not become part of a draft is counted and
told.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summarizer.errors import InputError, SchemaError
from summarizer.evals.fixture import read_json
from summarizer.evals.imports import inception, label_studio
from summarizer.evals.imports.drafts import draft
from summarizer.evals.imports.mapping import Mapped, read_mapping
from summarizer.evals.imports.marked import Fields, Marked
from summarizer.evals.labels import read_texts
from summarizer.schema import Summary, sections

READERS: Mapping[str, Callable[[Any, str, Fields], Iterator[Marked]]] = {
    "inception": inception.documents,
    "label-studio": label_studio.documents,
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSAFE = re.compile(r"[^\w.@+-]+")


@dataclass(slots=True)
class Imported:
    """What came of an import.

    Attributes:
        drafts: document id to its draft.
        texts: document id to its text.
        left: what was left out, and how often.
    """

    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)

    def count(self, schema: type[Summary]) -> Mapping[str, int]:
        """How many records the drafts hold, by section."""
        return {name: sum(len(made[name]) for made in self.drafts.values()) for name in sections(schema)}


def import_labels(
    files: Iterable[Path],
    form: str,
    *,
    mapping: Path | None = None,
    annotator: str | None = None,
    fields: Fields | None = None,
    texts: Path | None = None,
    schema: type[Summary] = Summary,
) -> Imported:
    """Read exports and make a draft of each document.

    Args:
        form: a name of `READERS`.
        mapping: a TOML file that says what labels, fields and relations are called.
        annotator: whose labels to take, where a document has those of several.
        fields: which fields of a Label Studio task hold text and id.
        texts: a set; a document with the text of one of it goes by that one's id.

    Raises:
        InputError, SchemaError: if a file cannot be used, or it is not clear whose labels to take.
    """
    mapped = read_mapping(mapping, schema)
    known = _known_texts(texts) if texts else {}
    found: dict[str, list[Marked]] = {}
    for path in files:
        for marked in READERS[form](read_json(path), path.name, fields or Fields()):
            key = known.get(marked.text) or _UNSAFE.sub("-", marked.id).strip("-.") or "document"
            found.setdefault(key, []).append(marked)
    imported = Imported()
    for key, candidates in found.items():
        _take(imported, key, _chosen(key, candidates, annotator), mapped, schema)
    return imported


def _take(imported: Imported, key: str, marked: Marked | None, mapped: Mapped, schema: type[Summary]) -> None:
    if marked is None:
        imported.left["documents without labels by that annotator"] += 1
        return
    if _SURROGATE.search(marked.text):
        raise SchemaError(f"The text of {key} holds half of a character, which no file of text can.")
    imported.texts[key] = marked.text
    imported.drafts[key] = draft(marked, mapped, schema, imported.left)
    imported.left.update(marked.left)


def _chosen(key: str, candidates: Sequence[Marked], annotator: str | None) -> Marked | None:
    if len({marked.text for marked in candidates}) > 1:
        raise InputError(f"Two texts go by the id {key}; import them one at a time.")
    if annotator is not None:
        candidates = [marked for marked in candidates if marked.annotator == annotator]
    if len(candidates) > 1:
        names = ", ".join(sorted({marked.annotator for marked in candidates}))
        raise InputError(f"{key} was labelled more than once, by {names}: choose with --annotator.")
    return candidates[0] if candidates else None


def _known_texts(folder: Path) -> dict[str, str]:
    if not (folder / "texts.json").is_file():
        return {}
    return {_read(folder / f"{key}.txt"): key for key in read_texts(folder)}


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def write_drafts(imported: Imported, folder: Path) -> None:
    """Write each draft as `<id>.json`.

    Raises:
        InputError: if one of the files is there already; then none is written.
    """
    paths = {folder / f"{key}.json": made for key, made in imported.drafts.items()}
    if there := [path for path in paths if path.exists()]:
        raise InputError(f"{there[0]} is there already; name another folder, so that nobody's work is lost.")
    folder.mkdir(parents=True, exist_ok=True)
    for path, made in paths.items():
        content = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
        path.write_bytes(content.encode("utf-8", "backslashreplace"))


def add_texts(imported: Imported, folder: Path) -> list[str]:
    """Add the texts that a set does not have yet, with an entry in its `texts.json`; return their ids.

    Raises:
        InputError: if the set has another text of that id; then nothing is written.
    """
    listed = read_json(folder / "texts.json") if (folder / "texts.json").is_file() else []
    new = []
    for key, text in imported.texts.items():
        path = folder / f"{key}.txt"
        if not path.exists():
            new.append(key)
        elif _read(path) != text:
            raise InputError(f"{path} is not the text that was labelled as {key}.")
    folder.mkdir(parents=True, exist_ok=True)
    for key in new:
        with (folder / f"{key}.txt").open("w", encoding="utf-8", newline="") as file:
            file.write(imported.texts[key])
    entries = [*listed, *({"id": key} for key in new)]
    if new:
        about = json.dumps(entries, ensure_ascii=False, indent=1)
        (folder / "texts.json").write_text(about + "\n", encoding="utf-8")
    return new
