"""What a labeller works on: the texts of a set, and the folders in which labellings of them lie."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from summarizer.document import Document
from summarizer.errors import InputError, SettingsError
from summarizer.evals.fixture import Entry, read_text
from summarizer.evals.labels import read_texts
from summarizer.language.detect import is_english
from summarizer.schema import Summary

ADJUDICATED = "adjudicated"
"""The labelling that `labels build` takes for the adjudicated one."""

# A name that is a folder of its own on every system, and no path.
_NAME = re.compile(r"\w[\w.@+-]{0,63}")


@dataclass(frozen=True)
class Workspace:
    """A set's texts and the labellings of it.

    Attributes:
        texts: the set's folder.
        entries: what is known about each text, by its id.
        labels: the folder that holds a folder for each labeller.
        schema: whose sections are labelled.
    """

    texts: Path
    entries: Mapping[str, Entry]
    labels: Path
    schema: type[Summary] = Summary

    def document(self, key: str) -> Document:
        """The text that goes by that id.

        Raises:
            KeyError: if the set has none.
            DocumentError: if it cannot be read.
        """
        return read_text(self.texts, key, self.entries[key])

    def labelling(self, labeller: str) -> Path:
        """The folder of a labeller's drafts."""
        return self.labels / labeller


def open_workspace(texts: Path, labels: Path | None = None, schema: type[Summary] = Summary) -> Workspace:
    """The workspace of a set's folder; text files without a `texts.json` are given one.

    Args:
        labels: where labellings are kept; by default `labels/<set>` beside `fixtures`, else `labels` in
            the folder itself.

    Raises:
        InputError: if there are no texts, one of them lies outside the folder, or `labels` is no folder.
        SchemaError: if `texts.json` says something unknown.
    """
    if not texts.is_dir():
        raise InputError(f"{texts} is no folder; name the folder that holds the texts.")
    if labels is not None and labels.exists() and not labels.is_dir():
        raise InputError(f"{labels} is no folder; --labels names the one that holds the labellers' folders.")
    if not (texts / "texts.json").exists():
        _list_texts(texts)
    entries = read_texts(texts)
    if not entries:
        raise InputError(f"{texts}/texts.json names no texts.")
    for key in entries:
        _must_lie_in(texts, key)
    return Workspace(texts, entries, labels or _beside(texts), schema)


def _beside(texts: Path) -> Path:
    folder = texts.resolve()
    if folder.parent.name == "fixtures":
        return folder.parent.parent / "labels" / folder.name
    return folder / "labels"


def _must_lie_in(folder: Path, key: str) -> None:
    path = folder / f"{key}.txt"
    if Path(key).name != key or path.resolve().parent != folder.resolve():
        raise InputError(f"{folder.name}/texts.json names {key!r}, which is no file in that folder.")


def _list_texts(folder: Path) -> None:
    """Write `texts.json`, without which no fixture can be built, from the text files alone."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise InputError(f"{folder} holds neither texts.json nor text files (<id>.txt).")
    listed = []
    for path in paths:
        _must_lie_in(folder, path.stem)
        entry = Entry(text_sha256=hashlib.sha256(path.read_bytes()).hexdigest(), gold_sha256="")
        language = "en" if is_english(read_text(folder, path.stem, entry).text) else "und"
        listed.append({"id": path.stem, "published": None, "language": language})
    content = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
    try:
        (folder / "texts.json").write_text(content, encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{folder} has no texts.json, and none can be written: {error.strerror or error}"
        ) from None


def labeller_name(name: str) -> str:
    """The name, if it can be a folder's.

    Raises:
        SettingsError: if it cannot.
    """
    if not _NAME.fullmatch(name):
        raise SettingsError(
            f"{name!r} cannot be a labeller's name: use up to 64 letters, digits, '.', '-', '_', '@' or '+'."
        )
    return name
