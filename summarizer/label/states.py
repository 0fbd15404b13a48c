"""One labeller's work on disk, so that none of it is lost: a journal of every change, and the drafts.

A change is first appended to the journal and flushed to the disk; then the draft's file is replaced.
Whenever the process is killed, the journal's last whole line is the state. A draft that was edited by
other means is taken up as a change of its own.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from summarizer.errors import InputError, SummarizerError
from summarizer.evals.fixture import Strict, read_json
from summarizer.schema import Summary, sections

_FOLDER = ".bench"
# A journal is cut back to its newest lines when it has grown to twice as many.
_KEPT = 100


class Suggestion(Strict):
    """A record that the labeller may take over: an engine's draft, or another labelling's record.

    Ids are unique among the suggestions and the draft, so that a record keeps its id when it is taken.
    """

    section: str
    record: dict[str, Any]
    origin: str
    """The engine, or the labeller, that it comes from."""
    pair: int | None = None
    """The same number for two records, of two labellings, that are about the same thing."""
    differences: list[str] = Field(default_factory=list)
    """What a pair differs in, by the scorer's rules; empty for a pair that agrees."""


class State(Strict):
    """A labeller's work on one document: the draft as it is built from, and what is beside it."""

    draft: dict[str, Any]
    suggested: list[Suggestion] = Field(default_factory=list)
    done: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """A state with the number of the change that led to it; 0 before there is any."""

    revision: int
    state: State


class Conflict(SummarizerError):
    """The state was changed by others since it was read; `saved` is what it is now."""

    def __init__(self, saved: Saved) -> None:
        super().__init__("The document was changed elsewhere in the meantime; nothing was overwritten.")
        self.saved = saved


class NotSaved(SummarizerError):
    """The state cannot be written."""


@dataclass(frozen=True, slots=True)
class States:
    """The states of one labelling. Safe among threads and processes.

    Attributes:
        folder: holds the drafts, `<id>.json`.
        labeller: whose they are.
        schema: whose sections a draft has.
    """

    folder: Path
    labeller: str
    schema: type[Summary] = field(default=Summary)

    def has(self, key: str) -> bool:
        """Whether there is a draft."""
        return self._draft(key).is_file()

    def read(self, key: str) -> Saved:
        """The state as it is now.

        Raises:
            InputError: if the draft's file was changed to something that is no draft.
            NotSaved: if the folder cannot be written, so that no change could be kept.
        """
        if not self.folder.is_dir():
            return Saved(0, self._empty())
        try:
            with self._locked():
                return self._read(key)
        except OSError as error:
            raise self._not_saved(error) from None

    def peek(self, key: str) -> Saved:
        """The state, writing nothing: what was edited by other means is not taken up yet.

        Raises:
            InputError: if the draft's file was changed to something that is no draft.
        """
        return self._read(key, adopts=False)

    def write(self, key: str, base: int, state: State) -> Saved:
        """Put a state in the place of the one with the revision `base`.

        Raises:
            Conflict: if that is no longer the current one.
            InputError: if the draft's file was changed to something that is no draft.
            NotSaved: if the disk does not take it.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._locked():
                saved = self._read(key)
                if saved.revision != base:
                    raise Conflict(saved)
                return self._append(key, Saved(base + 1, state))
        except OSError as error:
            raise self._not_saved(error) from None

    def _not_saved(self, error: OSError) -> NotSaved:
        return NotSaved(f"{self.folder} cannot be written: {error.strerror or error}")

    def _empty(self) -> State:
        return State(draft={"labeller": self.labeller, **{name: [] for name in sections(self.schema)}})

    def _draft(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _journal(self, key: str) -> Path:
        return self.folder / _FOLDER / f"{key}.jsonl"

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        if not (self.folder / _FOLDER / ".gitignore").exists():
            (self.folder / _FOLDER).mkdir(exist_ok=True)
            (self.folder / _FOLDER / ".gitignore").write_text("*\n", encoding="utf-8")
        with (self.folder / _FOLDER / "lock").open("a") as file:
            with contextlib.suppress(ImportError):  # a system without such locks
                import fcntl

                fcntl.flock(file.fileno(), fcntl.LOCK_EX)
            yield

    def _read(self, key: str, *, adopts: bool = True) -> Saved:
        lines = _whole_lines(self._journal(key))
        known = [line["sha256"] for line in lines[-2:]]
        last = Saved(lines[-1]["revision"], State(**lines[-1]["state"])) if lines else None
        path = self._draft(key)
        if not path.is_file():
            return last if last else Saved(0, self._empty())
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if last and found in known:  # the one before the last: killed between the journal and the draft
            return last
        state = State(draft=_tidy(read_json(path), path, self.schema))
        if last:
            state = last.state.model_copy(update={"draft": state.draft})
        taken = Saved((last.revision if last else 0) + 1, state)
        return self._append(key, taken, found) if adopts else taken

    def _append(self, key: str, saved: Saved, sha256: str | None = None) -> Saved:
        """Journal a state, and write its draft unless the file, with that hash, holds it already."""
        content = (json.dumps(saved.state.draft, ensure_ascii=False, indent=1) + "\n").encode()
        line = {
            "revision": saved.revision,
            "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "sha256": sha256 or hashlib.sha256(content).hexdigest(),
            "state": saved.state.model_dump(mode="json"),
        }
        journal = self._journal(key)
        lines = _whole_lines(journal)
        encoded = _encoded([line])
        if len(lines) >= 2 * _KEPT or (journal.exists() and not _ends_whole(journal)):
            _replace(journal, _encoded(lines[-_KEPT:]) + encoded)
        else:
            with journal.open("ab") as file:
                file.write(encoded)
                file.flush()
                os.fsync(file.fileno())
        if sha256 is None:
            _replace(self._draft(key), content)
        return saved


def _tidy(draft: Any, path: Path, schema: type[Summary]) -> dict[str, Any]:
    """A draft from a file, its missing sections empty.

    Raises:
        InputError: if its sections are not lists of objects.
    """
    if not isinstance(draft, dict):
        raise InputError(f"{path} is no draft: a JSON object is wanted. Mend it, or move it away.")
    tidied = draft | {name: draft.get(name) or [] for name in sections(schema)}
    for name in sections(schema):
        items = tidied[name]
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise InputError(
                f"{path} is no draft: {name} must be a list of objects. Mend it, or move it away."
            )
    return tidied


def _whole_lines(journal: Path) -> list[dict[str, Any]]:
    """The lines of a journal up to the first that is torn."""
    lines: list[dict[str, Any]] = []
    if journal.is_file():
        for raw in journal.read_bytes().split(b"\n"):
            try:
                line = json.loads(raw)
                State.model_validate(line["state"])
            except (ValueError, ValidationError, KeyError, TypeError):
                break
            lines.append(line)
    return lines


def _ends_whole(journal: Path) -> bool:
    with journal.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _encoded(lines: Sequence[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole: whoever looks sees the old one or the new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
