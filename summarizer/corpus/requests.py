"""The requests of a journal that go by a provider's batches: what was asked, where, and what came back."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from summarizer.errors import SettingsError

MAX_TRIES = 3
"""Batches that a request goes into before its failure is taken for an answer."""

_TABLES = """
CREATE TABLE IF NOT EXISTS requests (
    id TEXT PRIMARY KEY, body TEXT, batch TEXT, wanted INTEGER DEFAULT 1,
    tries INTEGER DEFAULT 0, status INTEGER, reply TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS batches (tag TEXT PRIMARY KEY, id TEXT, ended INTEGER DEFAULT 0) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_batch ON requests (batch);
"""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: its HTTP status and its body."""

    status: int
    body: Any


class Requests:
    """A file beside the journal. A request is wanted, then in a batch, then answered or wanted again.

    Raises:
        SettingsError: if the file cannot be used.
    """

    def __init__(self, journal: str | Path) -> None:
        self.path = Path(f"{journal}.requests")
        self._lock = threading.Lock()
        try:
            self._db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            try:
                self._db.executescript(_TABLES)
            except BaseException:
                self._db.close()
                raise
        except sqlite3.Error as error:
            raise SettingsError(f"{self.path} cannot be used: {error}.") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._db.close()

    def answer(self, request: str) -> Said | None:
        """What came back for a request; after so many fruitless tries, that the provider is not there."""
        row = self._one("SELECT status, reply, tries, batch FROM requests WHERE id = ?", request)
        if row is None:
            return None
        status, reply, tries, batch = row
        if status is not None:
            return Said(status, json.loads(reply))
        if tries >= MAX_TRIES and batch is None:
            return Said(400, {"error": {"message": f"no answer in {tries} batches"}})
        return None

    def want(self, request: str, body: str) -> None:
        """Put a request down to be asked, if it is not on its way."""
        self._do(
            "INSERT INTO requests (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET wanted = 1",
            request,
            body,
        )

    def want_none(self) -> None:
        """Forget what was wanted: before the corpus is gone through anew."""
        self._do("UPDATE requests SET wanted = 0")

    def wanted(self) -> Iterator[tuple[str, str]]:
        """Requests that are in no batch, with their bodies."""
        last = ""
        query = (
            "SELECT id, body FROM requests WHERE wanted AND batch IS NULL AND status IS NULL AND id > ?"
            " ORDER BY id LIMIT 1"
        )
        while (row := self._one(query, last)) is not None:
            last = row[0]
            yield row[0], row[1]

    def count(self) -> tuple[int, int]:
        """How many requests are wanted, and how many are in batches."""
        row = self._one(
            "SELECT count(*) FILTER (WHERE wanted AND batch IS NULL), count(batch) FROM requests"
            " WHERE status IS NULL"
        )
        assert row is not None
        return row[0], row[1]

    def begin(self, tag: str, requests: Sequence[str]) -> None:
        """Note down that a batch is about to be sent."""
        with self._lock, self._db:
            self._db.execute("BEGIN")
            self._db.execute("INSERT OR REPLACE INTO batches (tag) VALUES (?)", (tag,))
            marked = "UPDATE requests SET batch = ?, tries = tries + 1 WHERE id = ?"
            self._db.executemany(marked, [(tag, request) for request in requests])

    def begun(self) -> set[str]:
        """The tags of batches of which it is not known whether they were sent."""
        with self._lock:
            return {tag for (tag,) in self._db.execute("SELECT tag FROM batches WHERE id IS NULL")}

    def forget_begun(self) -> None:
        """Those that were not sent: their requests are wanted again."""
        with self._lock, self._db:
            self._db.execute("BEGIN")
            self._db.execute(
                "UPDATE requests SET batch = NULL, tries = tries - 1"
                " WHERE batch IN (SELECT tag FROM batches WHERE id IS NULL)"
            )
            self._db.execute("DELETE FROM batches WHERE id IS NULL")

    def submitted(self, tag: str, batch_id: str) -> None:
        self._do("UPDATE batches SET id = ? WHERE tag = ?", batch_id, tag)

    def open_batches(self) -> Sequence[str]:
        """The provider's ids of batches that have not been collected."""
        with self._lock:
            return [
                row[0] for row in self._db.execute("SELECT id FROM batches WHERE id NOT NULL AND NOT ended")
            ]

    def put(self, request: str, said: Said | None) -> None:
        """Keep an answer."""
        if said is not None:
            reply = json.dumps(said.body)
            self._do("UPDATE requests SET status = ?, reply = ? WHERE id = ?", said.status, reply, request)

    def ended(self, batch_id: str) -> tuple[int, int]:
        """A batch is collected: how many of its requests are answered, and how many are wanted again."""
        with self._lock, self._db:
            self._db.execute("BEGIN")
            (tag,) = self._db.execute("SELECT tag FROM batches WHERE id = ?", (batch_id,)).fetchone()
            answered, left = self._db.execute(
                "SELECT count(status), count(*) - count(status) FROM requests WHERE batch = ?", (tag,)
            ).fetchone()
            self._db.execute("UPDATE requests SET batch = NULL WHERE batch = ? AND status IS NULL", (tag,))
            self._db.execute("UPDATE batches SET ended = 1 WHERE tag = ?", (tag,))
        return answered, left

    def _one(self, query: str, *values: Any) -> tuple[Any, ...] | None:
        with self._lock:
            row: tuple[Any, ...] | None = self._db.execute(query, values).fetchone()
        return row

    def _do(self, query: str, *values: Any) -> None:
        with self._lock:
            self._db.execute(query, values)
