"""What the page must know to show a form for a record, made from the record's JSON Schema and its marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from summarizer.schema import (
    Computed,
    Figure,
    Record,
    Refers,
    Reread,
    Summary,
    Verbatim,
    id_prefixes,
    marked,
    sections,
)

# Keys of the page that are taken: v adds evidence, n goes to the open record.
_TAKEN = frozenset("vn")


def forms(schema: type[Summary]) -> list[dict[str, Any]]:
    """One form a section, in order: `name`, `one` (what one record is called), `prefix`, `key`, `fields`."""
    made: list[dict[str, Any]] = []
    for name, kind in sections(schema).items():
        taken = _TAKEN.union(form["key"] for form in made)
        made.append(
            {
                "name": name,
                "one": _in_words(kind.__name__),
                "about": (kind.__doc__ or "").partition("\n\n")[0],
                "prefix": id_prefixes(schema)[name],
                "key": next((c for c in name.lower() if c.isalpha() and c not in taken), ""),
                "mentions": bool(_is_named(kind)),
                "fields": list(_fields(kind)),
            }
        )
    return made


def _is_named(kind: type[Record]) -> bool:
    from summarizer.schema import Actor

    return issubclass(kind, Actor)


def _in_words(name: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()


def _fields(kind: type[Record]) -> Iterator[dict[str, Any]]:
    schema = kind.model_json_schema()
    verbatim, refers = marked(kind, Verbatim), marked(kind, Refers)
    by_code = set(marked(kind, Computed))
    if issubclass(kind, Figure):  # its numbers are read from its text
        by_code |= set(marked(kind, Reread))
    for name, said in schema["properties"].items():
        if name in Record.model_fields:
            continue
        plain, nullable = _without_null(said, schema)
        field = {
            "name": name,
            "label": _label(name),
            "help": said.get("description", ""),
            "required": name in schema.get("required", ()),
            "nullable": nullable,
            "verbatim": name in verbatim,
            "by_code": name in by_code,
            **_control(plain, refers.get(name), schema),
        }
        if "default" in said:
            field["default"] = said["default"]
        yield field


def _label(name: str) -> str:
    return name.removesuffix("_ids").removesuffix("_id").replace("_", " ")


def _without_null(said: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """A property's schema without the alternative null, its reference followed, and whether it had one."""
    choices = said.get("anyOf", [said])
    rest = [choice for choice in choices if choice.get("type") != "null"]
    plain = rest[0] if len(rest) == 1 else {}
    if "$ref" in plain:
        plain = schema["$defs"][plain["$ref"].rpartition("/")[2]]
    return plain, len(rest) < len(choices)


def _control(plain: Mapping[str, Any], mark: Refers | None, schema: Mapping[str, Any]) -> dict[str, Any]:
    """How a value is entered: `control`, with the `choices` or the `section` to choose from."""
    if plain.get("type") == "array":
        items, _ = _without_null(plain.get("items", {}), schema)
        inner = _control(items, mark, schema)
        many = {"text": "texts", "choice": "choices", "reference": "references"}
        return inner | {"control": many.get(inner["control"], "json")}
    if mark is not None:
        return {"control": "reference", "section": mark.section, "null_means": mark.null_means or "none"}
    if "enum" in plain or "const" in plain:
        return {"control": "choice", "choices": plain.get("enum", [plain.get("const")])}
    kinds = {"string": "text", "number": "number", "integer": "integer", "boolean": "boolean"}
    control = {"control": kinds.get(str(plain.get("type")), "json")}
    return control | ({"pattern": plain["pattern"]} if "pattern" in plain else {})
