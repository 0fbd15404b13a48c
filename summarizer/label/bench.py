"""What the page asks for: the set, its documents, changes to them, suggestions, two labellings compared."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from summarizer.document import Document
from summarizer.errors import InputError, SchemaError
from summarizer.evals.agreement import Agreement, agree
from summarizer.evals.fixture import GoldDocument, read_json
from summarizer.evals.labels import resolve
from summarizer.evals.similarity import TokenSimilarity
from summarizer.label.checking import Check, check
from summarizer.label.forms import forms
from summarizer.label.states import Saved, State, States
from summarizer.label.suggestions import Labelling, pair_up, suggest
from summarizer.label.workspace import Workspace
from summarizer.schema import Summary


@dataclass(frozen=True)
class Engine:
    """An engine that drafts: its name, and what summarizes a document."""

    name: str
    summarize: Callable[[Document], Summary]


@dataclass(frozen=True)
class Bench:
    """One labeller at work on one set.

    Attributes:
        labeller: whose labelling is written. No other one is read, unless it is adjudicated.
        engine: whose drafts may be asked for.
        adjudicated: the two labellings that are decided between.
        blind: whether suggestions of an earlier, open labelling are kept from the labeller too.
    """

    workspace: Workspace
    labeller: str
    engine: Engine | None = None
    adjudicated: tuple[str, str] | None = None
    blind: bool = False

    @cached_property
    def states(self) -> States:
        space = self.workspace
        return States(space.labelling(self.labeller), self.labeller, space.schema)

    def overview(self) -> dict[str, Any]:
        """The set and its documents with how far each is."""
        return {
            "set": self.workspace.texts.resolve().name,
            "labeller": self.labeller,
            "store": hashlib.sha256(str(self.states.folder.resolve()).encode()).hexdigest()[:16],
            "engine": self.engine.name if self.engine else None,
            "adjudicated": self.adjudicated,
            "blind": self.blind,
            "forms": forms(self.workspace.schema),
            "documents": [self._listed(key) for key in self._keys()],
        }

    def _keys(self) -> list[str]:
        if self.adjudicated is None:
            return list(self.workspace.entries)
        folders = [self.workspace.labelling(name) for name in self.adjudicated]
        return [key for key in self.workspace.entries if all((f / f"{key}.json").is_file() for f in folders)]

    def _listed(self, key: str) -> dict[str, Any]:
        entry = self.workspace.entries[key]
        listed: dict[str, Any] = {"id": key, "title": entry.title, "state": "untouched", "faults": 0}
        if not self.states.has(key):
            return listed
        try:
            saved = self.states.peek(key)
            faults = len(self._check(key, saved.state).faults)
        except InputError as error:
            return listed | {"state": "broken", "faults": 1, "problem": error.message}
        return listed | {"state": "done" if saved.state.done else "begun", "faults": faults}

    def open(self, key: str) -> dict[str, Any]:
        """A document with its text and the labeller's state.

        Raises:
            KeyError: if the set has no such document.
            InputError: if text or draft cannot be read.
        """
        document, entry = self.workspace.document(key), self.workspace.entries[key]
        saved = self.states.read(key)
        if self.adjudicated and saved.revision == 0:
            saved = self.states.write(key, 0, self._paired(key, document, saved.state))
        return {
            "id": key,
            "text": document.text,
            "title": entry.title,
            "published": entry.published.isoformat() if entry.published else None,
            "weekday": entry.published.strftime("%A") if entry.published else None,
            "source": entry.source,
            "language": entry.language,
            **self._told(key, saved),
        }

    def change(self, key: str, base: int, state: State) -> dict[str, Any]:
        """Save a state over the revision that it was made from, and check it.

        Raises:
            KeyError: if the set has no such document.
            Conflict: if the state was changed elsewhere since.
            NotSaved: if the disk does not take it.
        """
        self.workspace.entries[key]
        saved = self.states.write(key, base, state)
        return {"revision": saved.revision, "check": self._check(key, state)}

    def draft(self, key: str, base: int) -> dict[str, Any]:
        """Have the engine draft, and save its records as suggestions.

        Raises:
            KeyError: if the set has no such document.
            SummarizerError: what the engine raises, or the disk, or a change elsewhere.
        """
        if self.engine is None:
            raise InputError("No engine was named when the bench was started (--engine).")
        document = self.workspace.document(key)
        summary = self.engine.summarize(document)
        saved = self.states.read(key)
        state = suggest(summary, document, saved.state, self.engine.name)
        return self._told(key, self.states.write(key, base, state))

    def agreement(self, key: str | None = None) -> dict[str, Any]:
        """How far the two labellings agree, on one document or on all that both labelled.

        Raises:
            SchemaError: if a draft of theirs has a fault.
            MissingDependency: without scipy.
        """
        if self.adjudicated is None:
            raise InputError("No two labellings were named when the bench was started (--adjudicate).")
        one, two = self.adjudicated
        keys = [key] if key else self._keys()
        first, second = (
            {k: self._labelling(labeller, k, self.workspace.document(k))[2] for k in keys}
            for labeller in (one, two)
        )
        return _agreement(agree(first, second, TokenSimilarity(), self.workspace.schema))

    def _told(self, key: str, saved: Saved) -> dict[str, Any]:
        shown = saved.state.model_copy(update={"suggested": []}) if self.blind else saved.state
        return {
            "revision": saved.revision,
            "state": shown.model_dump(mode="json"),
            "check": self._check(key, saved.state),
        }

    def _check(self, key: str, state: State) -> Check:
        return check(state.draft, self.workspace.document(key), self.workspace.schema)

    def _paired(self, key: str, document: Document, state: State) -> State:
        one, two = (self._labelling(name, key, document) for name in self.adjudicated or ())
        return pair_up(one, two, state, TokenSimilarity(), self.workspace.schema)

    def _labelling(self, labeller: str, key: str, document: Document) -> Labelling:
        file = f"{labeller}/{key}.json"
        draft = read_json(self.workspace.labels / labeller / f"{key}.json")
        labelled = resolve(draft, document, file=file, schema=self.workspace.schema)
        if labelled.faults:
            raise SchemaError(f"{labelled.faults[0]}. A labelling with faults cannot be adjudicated.")
        entry = self.workspace.entries[key]
        gold = GoldDocument(document, labelled.records, entry.split, tuple(entry.tags), entry.language)
        return labeller, draft, gold


def _agreement(found: Agreement) -> dict[str, Any]:
    by_section: Mapping[str, float | None] = {name: found.f1(name) for name in found.sections}
    return {"documents": found.documents, "overall": found.f1("overall"), "sections": by_section}
