"""Reads what INCEpTION exports as UIMA CAS JSON 0.4: one document of one annotator a file.

https://github.com/apache/uima-uimaj-io-jsoncas/blob/main/SPECIFICATION.adoc. Offsets count UTF-16 code
units. A span layer gives mentions, a relation layer links, and so does a span's link feature; the layer's
name is the label, and its other features are fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from summarizer.errors import SchemaError
from summarizer.evals.imports.marked import Fields, Link, Marked, Mention, Utf16

_SOFA = "uima.cas.Sofa"
_ABOUT = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
# What the tool itself keeps in every document; nobody labelled it.
_OWN = (
    "uima.",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.",
)
_ENDS = ("Governor", "Dependent")
_PLACE = ("sofa", "begin", "end")
_NAMING = ("role", "label", "value")

Structure = Mapping[str, Any]


def documents(data: Any, name: str, fields: Fields) -> Iterator[Marked]:
    """The document of an export.

    Raises:
        SchemaError: if it is none, or none with a text.
    """
    structures = data.get("%FEATURE_STRUCTURES") if isinstance(data, dict) else None
    if not isinstance(structures, list) or not all(_is_structure(item) for item in structures):
        raise SchemaError(f"{name} is not an export of INCEpTION as UIMA CAS JSON (0.4).")
    yield _Export(structures, name).marked()


class _Export:
    def __init__(self, structures: Sequence[Structure], name: str) -> None:
        self._structures = [_unmarked(structure) for structure in structures]
        self._by_id = {structure["%ID"]: structure for structure in self._structures}
        texts = [s["sofaString"] for s in self._of_type(_SOFA) if isinstance(s.get("sofaString"), str)]
        if len(texts) != 1:
            raise SchemaError(f"{name} holds {len(texts)} texts; an export of one document holds one.")
        about = next(iter(self._of_type(_ABOUT)), {})
        title = str(about.get("documentTitle") or PurePath(name).stem)
        self._marked = Marked(
            PurePath(title).stem, texts[0], str(about.get("documentId") or PurePath(name).stem)
        )
        self._offsets = Utf16(texts[0])

    def marked(self) -> Marked:
        linked: set[Any] = set()
        for structure in self._structures:
            if str(structure["%TYPE"]).startswith(_OWN):
                continue
            if _is_relation(structure):
                self._relation(structure)
            elif "begin" in structure:
                linked |= self._span(structure)
        for structure in self._structures:
            self._tell(structure, linked)
        return self._marked

    def _of_type(self, name: str) -> list[Structure]:
        return [structure for structure in self._structures if structure["%TYPE"] == name]

    def _span(self, structure: Structure) -> set[Any]:
        """Take a span over; return the ids of the structures that are part of it."""
        layer = str(structure["%TYPE"])
        place = self._offsets.place(_whole(structure["begin"]), _whole(structure.get("end")))
        if place is None:
            self._marked.left[f"places of {layer!r} that are not in the text"] += 1
            return set()
        key = str(structure.get("%ID"))
        said: dict[str, Sequence[str]] = {}
        used: set[Any] = set()
        for name, value in structure.items():
            if name.startswith("%") or name in _PLACE or value is None or value == "":
                continue
            if isinstance(value, _Ref):
                used |= self._feature(key, name, value, said)
            else:
                said[name] = [_written(value)]
        self._marked.mentions.append(Mention(key, [layer], *place, said))
        return used

    def _feature(self, key: str, name: str, value: _Ref, said: dict[str, Sequence[str]]) -> set[Any]:
        """Take over what a feature refers to: another place, links with roles, or several strings."""
        whole = self._by_id.get(value.id, {})
        given = whole.get("%ELEMENTS", [value.id])
        elements = given if isinstance(given, list) else []
        if str(whole.get("%TYPE")) == "uima.cas.StringArray":
            said[name] = [str(element) for element in elements if element]
            return {value.id}
        used = {value.id} - {s.get("%ID") for s in [whole] if "begin" in s}
        for element in elements:
            link = self._by_id.get(element, {}) if isinstance(element, int) else {}
            target = link.get("target")
            if isinstance(target, _Ref):
                used.add(element)
                self._marked.links.append(Link(str(link.get("role") or name), key, str(target.id)))
            elif "begin" in link:
                self._marked.links.append(Link(name, key, str(element)))
        return used

    def _relation(self, structure: Structure) -> None:
        source, target = (structure[end] for end in _ENDS)
        layer = str(structure["%TYPE"]).rpartition(".")[2]
        named = [str(structure[name]) for name in _NAMING if isinstance(structure.get(name), str)]
        self._marked.links.append(Link(next(iter(named), layer), str(source.id), str(target.id)))

    def _tell(self, structure: Structure, linked: set[Any]) -> None:
        layer = str(structure["%TYPE"])
        taken = layer.startswith(_OWN) or _is_relation(structure) or "begin" in structure
        if not taken and structure.get("%ID") not in linked:
            self._marked.left[f"annotations of {layer!r}, which have no place in the text"] += 1


class _Ref:
    """A reference to another structure, by its id."""

    def __init__(self, number: int) -> None:
        self.id = number


def _is_structure(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("%ID"), int) and isinstance(item.get("%TYPE"), str)


def _unmarked(structure: Structure) -> dict[str, Any]:
    """Features without the marks on their names: @ of references, ^ of offsets, # of numbers JSON lacks."""
    plain: dict[str, Any] = {}
    for name, value in structure.items():
        if name.startswith("@"):
            plain[name[1:]] = _Ref(value) if isinstance(value, int) else None
        else:
            plain[name.lstrip("^#")] = value
    return plain


def _is_relation(structure: Structure) -> bool:
    return all(isinstance(structure.get(end), _Ref) for end in _ENDS)


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else -1


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
