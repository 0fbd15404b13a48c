"""Replies kept in one SQLite file, for the caller who asks for it. Safe for several processes.

What a reply is found by covers everything that can change it: server, model, all messages, schema,
parameters, the version of the public schema, and a repeat index, so that a deliberate repeat is not
answered from the first. The endpoint's key goes in nowhere; the replies do, and they speak of the documents.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.engines.llm.keys import Endpoint
from summarizer.errors import SettingsError
from summarizer.schema import SCHEMA_VERSION, Usage

_APPLICATION = 0x67736D31  # marks a file as ours in SQLite's header
_BUSY_SECONDS = 30.0
_TABLE = """
CREATE TABLE replies (
    key TEXT PRIMARY KEY, text TEXT NOT NULL, model TEXT, usage TEXT NOT NULL, stored REAL NOT NULL
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A reply from the cache.

    Attributes:
        text: the reply.
        model: the model that the endpoint said it used.
        usage: what it cost when it was first given.
    """

    text: str
    model: str | None
    usage: Usage


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What a cache holds: entries, the file's size, and what the replies cost when they were given."""

    path: Path
    entries: int
    bytes: int
    usage: Usage


class Cache:
    """A file of replies; it is made when the first one is kept.

    Raises:
        SettingsError: if the file cannot be used or is something else, which is then left as it is.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        if self.path.exists():
            with self._open():
                pass
        elif not self.path.parent.is_dir():
            raise SettingsError(f"The folder of the cache {self.path} does not exist.")
        elif not os.access(self.path.parent, os.W_OK):
            raise SettingsError(f"The cache {self.path} cannot be written: permission denied.")

    def __repr__(self) -> str:
        return f"Cache({str(self.path)!r})"

    def get(self, key: str) -> Kept | None:
        """The reply that was kept under a key."""
        if not self.path.exists():
            return None
        with self._open() as db:
            row = db.execute("SELECT text, model, usage FROM replies WHERE key = ?", (key,)).fetchone()
        return Kept(row[0], row[1], Usage.model_validate_json(row[2])) if row else None

    def put(self, key: str, kept: Kept) -> None:
        """Keep a reply; the first one under a key stays."""
        row = (key, kept.text, kept.model, kept.usage.model_dump_json(), time.time())
        with self._open() as db:
            db.execute("INSERT OR IGNORE INTO replies VALUES (?, ?, ?, ?, ?)", row)

    def info(self) -> CacheInfo:
        """What the cache holds."""
        if not self.path.exists():
            return CacheInfo(self.path, 0, 0, Usage())
        with self._open() as db:
            rows = db.execute("SELECT usage FROM replies").fetchall()
        usage = sum((Usage.model_validate_json(row[0]) for row in rows), Usage())
        return CacheInfo(self.path, len(rows), self.path.stat().st_size, usage)

    def clear(self) -> int:
        """Forget every reply; returns how many there were."""
        if not self.path.exists():
            return 0
        with self._open() as db:
            count = db.execute("DELETE FROM replies").rowcount
            db.execute("VACUUM")
        return int(count)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for one operation: nothing is held between them, by any thread or process."""
        try:
            with closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)) as db:
                if not self._is_ours(db, "BEGIN"):
                    self._make(db)
                yield db
        except sqlite3.DatabaseError as error:
            message = f"The cache {self.path} cannot be used: {error}. It was left as it is."
            raise SettingsError(message) from None

    def _is_ours(self, db: sqlite3.Connection, begin: str) -> bool:
        """Whether the file is a cache already, as one transaction sees it; False for an empty file."""
        db.execute(begin)
        (owner,) = db.execute("PRAGMA application_id").fetchone()
        (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if begin == "BEGIN":
            db.execute("COMMIT")
        if owner != _APPLICATION and (owner or tables):
            raise SettingsError(f"{self.path} is another program's database; it was left as it is.")
        return bool(owner)

    def _make(self, db: sqlite3.Connection) -> None:
        if not self._is_ours(db, "BEGIN IMMEDIATE"):  # another process may have been first
            db.execute(_TABLE)
            db.execute(f"PRAGMA application_id = {_APPLICATION}")
        db.execute("COMMIT")


def cache_key(endpoint: Endpoint, body: Mapping[str, Any], repeat: int) -> str:
    """The key of a request: a digest of everything that can change its reply."""
    parts = [endpoint.provider, endpoint.base_url, SCHEMA_VERSION, repeat, body]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=dict).encode()).hexdigest()
