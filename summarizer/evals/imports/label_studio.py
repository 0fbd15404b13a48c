"""Reads what Label Studio exports as JSON, and as JSON-MIN as far as that goes.

https://labelstud.io/guide/export. A label's region is a mention, what was chosen or written for the region
(its control tag's name being the field's) is a field, a relation is a link. JSON-MIN keeps neither
relations nor, for a single choice, which region it was made for. Offsets come from the browser, so they
count UTF-16 code units; older exports and some importers count code points: the region's own text decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from summarizer.errors import SchemaError
from summarizer.evals.imports.marked import Fields, Link, Marked, Mention, Utf16

_LABELS = ("labels", "hypertextlabels", "paragraphlabels")
# The keys under which a control keeps what was said with it.
_SAID = ("choices", "number", "rating", "datetime", "taxonomy")

Task = Mapping[str, Any]


def documents(data: Any, name: str, fields: Fields) -> Iterator[Marked]:
    """The annotations of an export's tasks; those that were skipped, and predictions, are none.

    Raises:
        SchemaError: if it is no such export, or a task's text is not where `fields` says.
    """
    tasks = data if isinstance(data, list) else [data]
    if not tasks or not all(isinstance(task, dict) for task in tasks):
        raise SchemaError(f"{name} is not an export of Label Studio as JSON or JSON-MIN.")
    for task in tasks:
        if isinstance(task.get("data"), dict) and isinstance(task.get("annotations"), list):
            yield from _full(task, name, fields)
        else:
            yield _minimal(task, name, fields)


def _full(task: Task, name: str, fields: Fields) -> Iterator[Marked]:
    for annotation in task["annotations"]:
        if not isinstance(annotation, dict):
            raise SchemaError(f"An annotation in {name} is not an object.")
        if annotation.get("was_cancelled"):
            continue
        marked = _opened(task["data"], task, name, fields, annotation.get("completed_by"))
        results = [result for result in _listed(annotation.get("result")) if isinstance(result, dict)]
        regions = _Regions(marked)
        for result in results:
            if isinstance(result.get("value"), dict) and result.get("type") in _LABELS:
                regions.label(str(result.get("id")), result["value"], result["type"])
        for result in results:
            if result.get("type") == "relation":
                _relate(marked, result)
            elif result.get("type") not in _LABELS:
                given = result.get("value")
                value = given if isinstance(given, dict) else {}
                regions.say(
                    str(result.get("id")), str(result.get("from_name")), _said(value, result.get("type"))
                )
        regions.close()
        yield marked


def _minimal(task: Task, name: str, fields: Fields) -> Marked:
    marked = _opened(task, task, name, fields, task.get("annotator"))
    regions = _Regions(marked)
    found = [(control, item) for control, items in task.items() for item in _regions_of(items)]
    for _, value in found:
        if kind := next((kind for kind in _LABELS if kind in value), None):
            regions.label(_place_key(value), value, kind)
    for control, value in found:
        if not any(kind in value for kind in _LABELS):
            regions.say(_place_key(value), control, _said(value, None))
    # A region's choice that was reduced to its words cannot be told from a field of the task's data.
    marked.left["documents whose relations and single choices, if any, JSON-MIN does not keep"] += 1
    regions.close()
    return marked


def _regions_of(items: Any) -> list[Mapping[str, Any]]:
    return [item for item in _listed(items) if isinstance(item, dict) and "start" in item and "end" in item]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _place_key(value: Mapping[str, Any]) -> str:
    return f"{value.get('start')}:{value.get('end')}"


def _opened(data: Mapping[str, Any], task: Task, name: str, fields: Fields, annotator: Any) -> Marked:
    text = data.get(fields.text)
    if not isinstance(text, str) or not text:
        there = ", ".join(sorted(key for key, value in data.items() if isinstance(value, str))) or "none"
        raise SchemaError(
            f"A task of {name} has no text in its field {fields.text!r}; its fields of text are {there}. "
            "Name the one with --text-field."
        )
    own = data.get(fields.id)
    upload = PurePath(str(task.get("file_upload") or "task")).stem
    key = own if isinstance(own, str) and own else f"{upload}-{task.get('id')}"
    who = annotator.get("email") or annotator.get("id") if isinstance(annotator, dict) else annotator
    return Marked(key, text, "" if who is None else str(who))


class _Regions:
    """The regions of one annotation; what is said of a region may come before or after its label."""

    def __init__(self, marked: Marked) -> None:
        self._marked = marked
        self._offsets = Utf16(marked.text)
        self._places: dict[str, tuple[int, int]] = {}
        self._labels: dict[str, list[str]] = {}
        self._fields: dict[str, dict[str, list[str]]] = {}

    def label(self, key: str, value: Mapping[str, Any], kind: str) -> None:
        labels = [str(label) for label in _listed(value.get(kind))]
        place = self._place(value)
        if place is None:
            self._marked.left[f"places labelled {' / '.join(labels)!r} that are not in the text"] += 1
            return
        self._places[key] = place
        self._labels.setdefault(key, []).extend(labels)

    def say(self, key: str, control: str, said: list[str]) -> None:
        if key in self._places:
            self._fields.setdefault(key, {}).setdefault(control, []).extend(said)
        else:
            self._marked.left[f"values of {control!r} that belong to no place"] += 1

    def close(self) -> None:
        self._marked.mentions += [
            Mention(key, self._labels[key], *place, self._fields.get(key, {}))
            for key, place in self._places.items()
        ]

    def _place(self, value: Mapping[str, Any]) -> tuple[int, int] | None:
        """Where a region is: by code units, or by code points if that is where its text stands."""
        start, end, words = value.get("start"), value.get("end"), value.get("text")
        if not isinstance(start, int) or not isinstance(end, int):
            return None
        units = self._offsets.place(start, end)
        points = (start, end) if 0 <= start < end <= len(self._marked.text) else None
        if not isinstance(words, str):
            return units
        return next((place for place in (units, points) if place and self._stands(words, place)), None)

    def _stands(self, words: str, place: tuple[int, int]) -> bool:
        # The tool writes a line break of a region's text as a backslash and an n.
        return self._marked.text[slice(*place)] in (words, words.replace("\\n", "\n"))


def _said(value: Mapping[str, Any], kind: Any) -> list[str]:
    """What was chosen or written, as strings; a path of a taxonomy by its last step."""
    key = "text" if kind == "textarea" else next((key for key in _SAID if key in value), "text")
    given = value.get(key)
    listed = given if isinstance(given, list) else [] if given is None else [given]
    return [str(item[-1] if isinstance(item, list) and item else item) for item in listed]


def _relate(marked: Marked, result: Mapping[str, Any]) -> None:
    ends = str(result.get("from_id")), str(result.get("to_id"))
    source, target = reversed(ends) if result.get("direction") == "left" else ends
    names = [str(label) for label in _listed(result.get("labels"))]
    marked.links += [Link(name, source, target) for name in names or [""]]
