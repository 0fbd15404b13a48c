"""Summaries that were saved: one as JSON, or many as JSONL, such as what `summarizer batch` writes."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Generic

from pydantic import ValidationError

from summarizer.document import read_text
from summarizer.errors import DocumentError, SchemaError
from summarizer.schema import S
from summarizer.views.serial import from_json
from summarizer.views.tables import document_id


class SavedSummaries(Generic[S]):
    """The summaries of a file, each with what its document is called; read one at a time.

    Of a document that has several lines, as it has after a run that was killed, the last one holds.

    Args:
        stream: the file; it must be seekable.
        name: what messages call it.

    Attributes:
        failed: after reading, how many documents have an error in place of a summary.
        torn: whether the last line is a part of one.

    Raises:
        SchemaError: while reading, at a line that holds no summary of that class.
    """

    def __init__(self, stream: BinaryIO, name: str, schema: type[S]) -> None:
        self._stream, self._name, self._schema = stream, name, schema
        self.failed = 0
        self.torn = False

    def __iter__(self) -> Iterator[tuple[str, S]]:
        self.failed, self.torn = 0, False
        self._stream.seek(0)
        if not isinstance(_parsed(self._stream.readline()), dict):
            self._stream.seek(0)
            summary = from_json(read_text(self._stream, self._name), schema=self._schema)
            yield document_id(summary), summary
            return
        with closing(_LastLines()) as last:
            for number, _, line in self._lines():
                if "status" in line and isinstance(line.get("id"), str):
                    last.put(line["id"], number)
            for number, data, line in self._lines():
                if "status" not in line:
                    summary = self._summary(number, data)
                    yield document_id(summary), summary
                elif not last.holds(str(line.get("id")), number):
                    continue
                elif line["status"] == "ok":
                    yield str(line.get("id")), self._summary(number, json.dumps(line.get("summary")).encode())
                else:
                    self.failed += 1

    @property
    def notices(self) -> list[str]:
        """What a reader of the tables should know that they do not say."""
        left = f"{self.failed} documents have an error in place of a summary, and are in no table"
        return [left] * bool(self.failed) + ["the last line is torn, and was left out"] * self.torn

    def _lines(self) -> Iterator[tuple[int, bytes, Mapping[str, Any]]]:
        self._stream.seek(0)
        for number, data in enumerate(self._stream, start=1):
            if not data.strip():
                continue
            line = _parsed(data)
            if isinstance(line, dict):
                yield number, data, line
            elif data.endswith(b"\n"):
                raise SchemaError(f"Line {number} of {self._name} is not a JSON object.")
            else:
                self.torn = True

    def _summary(self, number: int, data: bytes) -> S:
        try:
            return self._schema.model_validate_json(data)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = f"{'.'.join(map(str, first['loc'])) or 'the line'}: {first['msg']}."
            kind = self._schema.__name__
            raise SchemaError(f"Line {number} of {self._name} is not a saved {kind}: {where}") from None


@contextmanager
def opened_summaries(path: str, schema: type[S]) -> Iterator[SavedSummaries[S]]:
    """The summaries of a file; `-` is standard input, which is kept on disk while it is read.

    Raises:
        DocumentError: if the file cannot be read.
    """
    if path == "-":
        with tempfile.TemporaryFile() as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
            yield SavedSummaries(kept, "standard input", schema)
        return
    try:
        with Path(path).open("rb") as stream:
            yield SavedSummaries(stream, path, schema)
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror or error}.") from None


class _LastLines:
    """Document id to the number of its last line, in a temporary database: memory stays flat."""

    def __init__(self) -> None:
        self._lines = sqlite3.connect("", isolation_level=None)
        self._lines.execute("PRAGMA journal_mode=OFF")
        self._lines.execute("CREATE TABLE last (id TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def put(self, key: str, line: int) -> None:
        self._lines.execute("REPLACE INTO last VALUES (?, ?)", (_storable(key), line))

    def holds(self, key: str, line: int) -> bool:
        found = self._lines.execute("SELECT line FROM last WHERE id = ?", (_storable(key),)).fetchone()
        return found is None or found[0] == line

    def close(self) -> None:
        self._lines.close()


def _storable(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
