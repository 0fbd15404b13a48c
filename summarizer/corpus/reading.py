"""A corpus from files: folders, patterns and single files, read one document at a time.

A document's id is its own, where it has one, else its file's path as it was named, with the number of
its row in a file of many (`news/march.jsonl:17`).
"""

from __future__ import annotations

import dataclasses
import datetime
import email.utils
import glob
import gzip
import importlib.util
import os
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from summarizer.corpus.formats import FORMATS, PLAIN, Format, Opened, Row
from summarizer.corpus.outcomes import Unreadable
from summarizer.document import Document
from summarizer.errors import DocumentError, MissingDependency

# JSON can escape half of a character that takes two; no UTF-8 holds it. One for one, so offsets stay.
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Fields:
    """What the fields of JSONL, CSV and Parquet are called."""

    text: str = "text"
    id: str = "id"
    title: str = "title"
    published: str = "published"
    source: str = "source"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a corpus, or what stands for it where it cannot be read.

    Attributes:
        fraction: how much of the corpus has been read with it, in bytes, from 0 to 1.
    """

    source: Document | Unreadable
    fraction: float


class Corpus:
    """The documents of files, in the files' order; iterating reads them anew.

    Args:
        inputs: files, folders (searched to the bottom, for files of known kinds) and patterns.
        fields: how the fields of JSONL, CSV and Parquet are called.
        encoding: of the text; by default UTF-8, or what a byte order mark says.
        published: the day of publication of documents that bring none.
        besides: files to leave out, such as the one that is written.

    Attributes:
        files: how many files there are.
        ignored: how many files in folders are of no known kind.

    Raises:
        DocumentError: if an input does not exist or none of its files can be read.
        MissingDependency: if a file's kind needs an extra that is not installed.
    """

    def __init__(
        self,
        inputs: Sequence[str],
        *,
        fields: Fields | None = None,
        encoding: str | None = None,
        published: datetime.date | None = None,
        besides: Sequence[str | Path] = (),
    ) -> None:
        self._inputs = inputs
        self._fields = fields or Fields()
        self._encoding = encoding
        self._published = published
        self._besides = {os.path.realpath(path) for path in besides}
        self.files = 0
        self.ignored = 0
        self._bytes = 0
        for path in self._files():
            self._count(path)
        if not self.files:
            raise DocumentError(f"No files to read in {', '.join(inputs)}; known are {', '.join(FORMATS)}.")

    def __iter__(self) -> Iterator[Entry]:
        before = 0
        for path in self._files():
            if _format(path) is not None or path in self._inputs:
                yield from self._entries(path, before)
                before += _size(path)

    def _count(self, path: str) -> None:
        kind = _format(path)
        if kind is None and path not in self._inputs:
            self.ignored += 1
            return
        self.files += 1
        self._bytes += _size(path)
        if kind and kind.needs and importlib.util.find_spec(kind.needs) is None:
            raise MissingDependency.of_extra(path, kind.needs, str(kind.extra))

    def _files(self) -> Iterator[str]:
        for given in self._inputs:
            for path in _expanded(given):
                if not self._besides or os.path.realpath(path) not in self._besides:
                    yield path

    def _entries(self, path: str, before: int) -> Iterator[Entry]:
        kind = _format(path) or PLAIN
        name = _clean(PurePath(path).as_posix())
        number = 0
        try:
            with _opened(path) as (stream, raw):
                for number, row in enumerate(kind.rows(Opened(stream, path, self._encoding)), start=1):
                    identity = f"{name}:{number}" if kind.many else name
                    fields = self._fields if kind.many else Fields()
                    read = before + (raw.tell() if kind.many else _size(path))
                    source = self._dated(row_source(row, identity, fields))
                    yield Entry(source, min(1.0, read / max(1, self._bytes)))
        except (OSError, EOFError, zlib.error, DocumentError) as error:
            identity = f"{name}:{number + 1}" if kind.many and number else name
            yield Entry(
                Unreadable(identity, _known(error, path)), (before + _size(path)) / max(1, self._bytes)
            )

    def _dated(self, source: Document | Unreadable) -> Document | Unreadable:
        if self._published is None or isinstance(source, Unreadable) or source.published is not None:
            return source
        return dataclasses.replace(source, published=self._published)


def _expanded(given: str) -> Iterator[str]:
    if os.path.isdir(given):
        yield from _walk(given)
    elif os.path.exists(given) or not glob.has_magic(given):
        if not os.path.exists(given):
            raise DocumentError(f"No such file or folder: {given}")
        yield given
    else:
        found = sorted(path for path in glob.iglob(given, recursive=True) if os.path.isfile(path))
        if not found:
            raise DocumentError(f"No file matches {given}")
        yield from found


def _walk(folder: str) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield os.path.join(parent, name)


def _format(path: str) -> Format | None:
    return FORMATS.get(PurePath(path.lower().removesuffix(".gz")).suffix)


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


@contextmanager
def _opened(path: str) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The stream to read, unpacked, and the file itself, whose position tells how far that is."""
    with open(path, "rb") as raw:
        if path.lower().endswith(".gz"):
            with gzip.GzipFile(fileobj=raw) as stream:
                yield stream, raw  # type: ignore[misc]
        else:
            yield raw, raw


def _known(error: Exception, path: str) -> DocumentError:
    if isinstance(error, DocumentError):
        return error
    if isinstance(error, EOFError | zlib.error | gzip.BadGzipFile):
        return DocumentError(f"{path} is not whole: what is packed in it cannot be unpacked.")
    assert isinstance(error, OSError)
    return DocumentError(f"{path} cannot be read: {error.strerror or error}")


def row_source(row: Row, identity: str, fields: Fields) -> Document | Unreadable:
    """The document that a row holds; `identity` is its id where it has none of its own."""
    if isinstance(row, DocumentError):
        return Unreadable(identity, row)
    identity = _clean(_text(row.get(fields.id)) or identity)
    try:
        text = row.get(fields.text)
        if not isinstance(text, str):
            raise DocumentError(_no_text(row, identity, fields.text))
        return Document(
            _SURROGATE.sub("\ufffd", text),
            id=identity,
            title=_text(row.get(fields.title)),
            published=_day(row.get(fields.published), identity),
            source=_text(row.get(fields.source)),
        )
    except DocumentError as error:
        return Unreadable(identity, error)


def _no_text(row: Mapping[str, Any], identity: str, field: str) -> str:
    if field in row:
        return f"The field {field!r} of {identity} holds no text."
    there = ", ".join(sorted(map(str, row))[:12]) or "none"
    return f"{identity} has no field {field!r}; its fields are {there}. Name the one with --text-field."


def _clean(identity: str) -> str:
    """An id that can be written down: file names may hold bytes that are no text."""
    return identity.encode("utf-8", "backslashreplace").decode()


def _text(value: Any) -> str | None:
    if not isinstance(value, str | int):
        return None
    return _SURROGATE.sub("\ufffd", str(value).strip()) or None


def _day(value: Any, identity: str) -> datetime.date | None:
    """A day from a date, or from text in the forms of ISO 8601 and of mail and feeds (RFC 5322)."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if value is None or value == "" or isinstance(value, datetime.date):
        return value or None
    for read in (datetime.datetime.fromisoformat, email.utils.parsedate_to_datetime):
        try:
            return read(value.strip()).date()
        except (TypeError, ValueError, AttributeError):
            continue
    raise DocumentError(f"The publication date of {identity} is not a day; write it as YYYY-MM-DD.")
