"""The output of a run over many documents, which is also the record of how far it has come.

One line of JSON a document::

    {"id": ..., "input_sha256": ..., "settings": {...}, "status": "ok", "usage": {...}, "summary": {...}}
    {"id": ..., "input_sha256": ..., "settings": {...}, "status": "failed", "usage": {...}, "error": {...}}

A line is written in one go, so that a process may be killed at any moment: what is then torn is the
last line alone, and it is cut off when the file is next opened. Where a document has several lines,
the last one holds; the earlier ones go when the file is compacted.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

from summarizer.errors import SettingsError, SummarizerError

_SYNC_SECONDS = 2.0


class JournalFull(SummarizerError):
    """The output cannot be written any further; what was written is whole."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the journal says of a document. `settings` is their JSON."""

    input_sha256: str | None
    settings: str
    ok: bool


class Journal:
    """An open output file, locked against other runs where the system can do that.

    Its index is kept in a temporary database, so that memory stays flat for any number of lines.

    Attributes:
        mended: bytes of a torn last line that were cut off.

    Raises:
        SettingsError: if the file cannot be opened, another run writes it, or it is something else.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.mended = 0
        self._lock = threading.Lock()
        self._synced = time.monotonic()
        if self.path.exists() and not self.path.is_file():
            raise SettingsError(f"{path} cannot be written: it is no file that could be taken up again.")
        try:
            self._file = self.path.open("a+b", buffering=0)
        except OSError as error:
            raise SettingsError(f"{path} cannot be written: {error.strerror or error}") from None
        self._index = _Index()
        try:
            _exclude_others(self._file, self.path)
            self._read()
        except BaseException:
            self._file.close()
            self._index.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def find(self, document_id: str) -> Known | None:
        with self._lock:
            return self._index.find(document_id)

    def other_settings(self, settings: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]] | None:
        """How many summaries were made with other settings, and one such settings."""
        with self._lock:
            return self._index.other_settings(settings_key(settings))

    def append(self, line: Mapping[str, Any]) -> None:
        """Write a document's line.

        Raises:
            JournalFull: if there is no room for it; the file then ends with the line before.
        """
        data = _bytes(line)
        with self._lock:
            start = os.fstat(self._file.fileno()).st_size
            try:
                _write_all(self._file, data)
            except OSError as error:
                self._file.truncate(start)
                raise JournalFull(f"{self.path} cannot be written: {error.strerror or error}.") from None
            self._index.put(line, start, len(data))
            if time.monotonic() - self._synced > _SYNC_SECONDS:
                os.fsync(self._file.fileno())
                self._synced = time.monotonic()

    def close(self) -> None:
        """Drop the lines that later ones have replaced, and close the file."""
        with self._lock:
            if self._file.closed:
                return
            with contextlib.suppress(OSError):  # without room for a second file the first one is good enough
                if self._index.replaced:
                    self._rewrite()
            with contextlib.suppress(OSError):
                os.fsync(self._file.fileno())
            self._file.close()
            self._index.close()

    def _read(self) -> None:
        start = 0
        with self.path.open("rb") as lines:
            for number, data in enumerate(lines, start=1):
                if not data.endswith(b"\n"):
                    self._cut(start, data)
                    return
                self._index.put(_parsed(data, number, self.path), start, len(data))
                start += len(data)

    def _cut(self, start: int, torn: bytes) -> None:
        if not torn.startswith(b'{"id": '[: len(torn)]):
            raise _foreign(self.path, "its last line")
        self.mended = len(torn)
        self._file.truncate(start)

    def _rewrite(self) -> None:
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(handle, "wb") as kept, self.path.open("rb") as lines:
                for start, length in self._index.lines():
                    lines.seek(start)
                    kept.write(lines.read(length))
                kept.flush()
                os.fsync(kept.fileno())
            os.chmod(name, os.stat(self.path).st_mode)
            os.replace(name, self.path)
        except BaseException:
            os.unlink(name)
            raise


class Identities:
    """Tells documents apart that go by the same id. Memory stays flat for any number."""

    def __init__(self) -> None:
        self._db = _scratch("CREATE TABLE met (id TEXT, input TEXT, number INTEGER)")
        self._db.execute("CREATE INDEX by_input ON met (id, input)")
        self._db.execute("CREATE INDEX by_number ON met (id, number)")

    def meet(self, document_id: str, input_sha256: str | None) -> str | None:
        """The id to call a document by, `ID#2` for the second text of that id; None for one met before."""
        key = (document_id, input_sha256)
        if self._db.execute("SELECT 1 FROM met WHERE id = ? AND input IS ?", key).fetchone():
            return None
        (last,) = self._db.execute("SELECT max(number) FROM met WHERE id = ?", key[:1]).fetchone()
        number = (last or 0) + 1
        self._db.execute("INSERT INTO met VALUES (?, ?, ?)", (*key, number))
        return document_id if number == 1 else f"{document_id}#{number}"

    def close(self) -> None:
        self._db.close()


def _scratch(table: str) -> sqlite3.Connection:
    # The empty name is a database of its own on disk, which the system removes when it is closed.
    database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode=OFF")
    database.execute("PRAGMA synchronous=OFF")
    database.execute(table)
    return database


class _Index:
    """Document id to what its last line says and where that stands."""

    def __init__(self) -> None:
        self._db = _scratch(
            "CREATE TABLE lines (id TEXT PRIMARY KEY, input TEXT, settings TEXT, ok INTEGER,"
            " start INTEGER, length INTEGER) WITHOUT ROWID"
        )
        self.replaced = 0

    def put(self, line: Mapping[str, Any], start: int, length: int) -> None:
        values = (
            line["id"],
            line["input_sha256"],
            settings_key(line["settings"]),
            line["status"] == "ok",
            start,
            length,
        )
        try:
            self._db.execute("INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?)", values)
        except sqlite3.IntegrityError:
            self._db.execute("REPLACE INTO lines VALUES (?, ?, ?, ?, ?, ?)", values)
            self.replaced += 1

    def find(self, document_id: str) -> Known | None:
        found = self._db.execute("SELECT input, settings, ok FROM lines WHERE id = ?", (document_id,))
        row = found.fetchone()
        return Known(row[0], row[1], bool(row[2])) if row else None

    def other_settings(self, settings: str) -> tuple[int, Mapping[str, Any]] | None:
        count, last = self._db.execute(
            "SELECT count(*), max(settings) FROM lines WHERE ok AND settings != ?", (settings,)
        ).fetchone()
        return (count, json.loads(last)) if count else None

    def lines(self) -> Iterator[tuple[int, int]]:
        yield from self._db.execute("SELECT start, length FROM lines ORDER BY start")

    def close(self) -> None:
        self._db.close()


def settings_key(settings: Mapping[str, Any]) -> str:
    """Settings as one string that is the same for the same settings."""
    return json.dumps(settings, sort_keys=True)


def _parsed(data: bytes, number: int, path: Path) -> Mapping[str, Any]:
    try:
        line = json.loads(data)
        fits = {"id", "input_sha256", "settings", "status"} <= line.keys() and isinstance(line["id"], str)
    except (ValueError, AttributeError, RecursionError):
        fits = False
    if not fits:
        raise _foreign(path, f"line {number}")
    return line  # type: ignore[no-any-return]


def _foreign(path: Path, place: str) -> SettingsError:
    return SettingsError(
        f"{path} is not the output of such a run ({place} is something else), so nothing is written to "
        "it. Name another file with --out."
    )


def _bytes(line: Mapping[str, Any]) -> bytes:
    try:
        return (json.dumps(line, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:  # an unpaired surrogate, which only an escape can carry
        return (json.dumps(line) + "\n").encode()


def _write_all(file: BinaryIO | Any, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _exclude_others(file: Any, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # a system without such locks
        return
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise SettingsError(f"Another run is writing {path}; wait for it, or name another --out.") from None
