"""The wire model: what a language model fills, generated from the caller's `Summary` class.

Computed fields are dropped, evidence becomes citations, ids are asked for only where something refers
to them, and every field is required, so that the schema fits OpenAI's strict structured outputs.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WrapValidator, create_model
from pydantic.fields import FieldInfo
from pydantic.json_schema import model_json_schema

from summarizer.engines import Citations
from summarizer.errors import SchemaError
from summarizer.schema import Actor, Computed, Record, Refers, Reread, Summary, Verbatim, marked, sections

_MARKERS = (Verbatim, Computed, Reread, Refers)
_CITES: Mapping[Citations, tuple[Any, str]] = {
    "sentences": (list[int], "Numbers of the sentences that bear it out."),
    "quotes": (list[str], "Verbatim quotes that bear it out, each within one sentence."),
}

# Schema keyword: how to write instead what strict structured outputs cannot carry.
_REFUSED = {
    "allOf": "use one class",
    "not": "say it in the docstring",
    "prefixItems": "use a list, or a class with named fields, in place of a tuple",
    "uniqueItems": "use a list in place of a set",
    "minLength": "say the length in the docstring",
    "maxLength": "say the length in the docstring",
    "patternProperties": "use a list of a class with a key and a value in place of a dict",
    "default": "leave the default out of the nested class",
}
# Says nothing that a model needs: alternatives are told apart by their own constants.
_DROPPED = frozenset({"title", "examples", "discriminator"})
_KEPT = frozenset(
    {
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "anyOf",
        "enum",
        "const",
        "$ref",
        "$defs",
    }
    | {"description", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
    | {"multipleOf", "minItems", "maxItems"}
)


class WireModel(BaseModel):
    """Base of the generated models. Lenient where that costs nothing: further keys are ignored."""

    model_config = ConfigDict(extra="ignore", use_attribute_docstrings=True, hide_input_in_errors=True)

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # instructor asks for the schema with every request, and making it takes longer than all the rest.
        return super().model_json_schema(*args, **kwargs) if args or kwargs else _raw_schema(cls)


@lru_cache(maxsize=256)
def _raw_schema(model: type[BaseModel]) -> dict[str, Any]:
    return model_json_schema(model)


@dataclass(frozen=True, slots=True)
class Wire:
    """A wire model with the schema that goes with it.

    Attributes:
        model: what a reply is parsed into, wrapped by instructor once.
        schema: its JSON Schema in the strict subset, without titles.
    """

    model: type[BaseModel]
    schema: Mapping[str, Any]


@lru_cache(maxsize=64)
def wire_for(schema: type[Summary], citations: Citations = "sentences", *, whole: bool = True) -> Wire:
    """The wire model of a `Summary` class; `whole` asks for headline and gist as well.

    Raises:
        SchemaError: if strict structured outputs cannot carry the schema; names the field.
    """
    fields: dict[str, Any] = {"language": (str, _described(schema.model_fields["language"]))}
    referred = _referred(schema)
    for section, record in sections(schema).items():
        model = _wire_record(record, citations, asks_id=section in referred)
        field = schema.model_fields[section]
        annotation = Annotated[list[model], _described(field), *_kept(field)]  # type: ignore[valid-type]
        fields[section] = (annotation, ...)
    if whole:
        fields |= _composition_fields(schema)
    _refuse_other_fields(schema, set(fields))
    return _wire("Summary", fields, schema.__name__)


@lru_cache(maxsize=16)
def composition_wire(schema: type[Summary]) -> Wire:
    """The wire model of a headline and a gist alone."""
    return _wire("Composition", _composition_fields(schema), schema.__name__)


def wire_schema(schema: type[Summary], citations: Citations = "sentences") -> Mapping[str, Any]:
    """The JSON Schema that a language model is given for a `Summary` class."""
    return wire_for(schema, citations).schema


def cites(record: type[Record]) -> bool:
    """Whether a record is asked for its evidence. An actor's is its mentions, which code finds."""
    return not issubclass(record, Actor)


def _wire(name: str, fields: Mapping[str, Any], owner: str) -> Wire:
    from instructor import openai_schema

    model = _create(name, fields)
    schema = strict_schema(model, owner)
    return Wire(openai_schema(model), schema)


def _create(name: str, fields: Mapping[str, Any], doc: str | None = None) -> type[WireModel]:
    model: type[WireModel] = create_model(name, __base__=WireModel, __doc__=doc, **fields)
    return model


def _composition_fields(schema: type[Summary]) -> dict[str, Any]:
    return {name: (str, _described(schema.model_fields[name])) for name in ("headline", "gist")}


def _described(field: FieldInfo) -> Any:
    return Field(description=field.description)


def _referred(schema: type[Summary]) -> set[str]:
    """The sections that some field refers to."""
    return {mark.section for record in sections(schema).values() for mark in marked(record, Refers).values()}


def _refuse_other_fields(schema: type[Summary], asked: set[str]) -> None:
    computed = marked(schema, Computed)
    for name, field in schema.model_fields.items():
        if name not in asked | set(computed) | {"headline", "gist"} and field.is_required():
            raise SchemaError(
                f"{schema.__name__}.{name} cannot be asked for: a field of a Summary must be a list of "
                "Records (list[Sanction] where class Sanction(Record)), or have a default."
            )


def _wire_record(record: type[Record], citations: Citations, *, asks_id: bool) -> type[WireModel]:
    fields: dict[str, Any] = {"id": (str, ...)} if asks_id else {}
    if cites(record):
        kind, description = _CITES[citations]
        fields["evidence"] = (kind, Field(default_factory=list, description=description))
    dropped = {"id", "evidence", *marked(record, Computed)}
    for name, field in record.model_fields.items():
        if name not in dropped:
            fields[name] = (_annotation(record, name, field), _default(field))
    return _create(record.__name__, fields, _first_paragraph(record))


def _annotation(record: type[Record], name: str, field: FieldInfo) -> Any:
    described = Field(description=_description(record, name, field))
    annotated: Any = Annotated[field.annotation, described, *_kept(field)]
    if name in marked(record, Reread) and is_nullable(field.annotation):
        return Annotated[annotated, WrapValidator(_or_none)]
    return annotated


def _kept(field: FieldInfo) -> list[Any]:
    """The caller's own constraints on a field."""
    return [mark for mark in field.metadata if not isinstance(mark, _MARKERS)]


def _description(record: type[Record], name: str, field: FieldInfo) -> str | None:
    description = field.description
    if name in (refers := marked(record, Refers)) and not description:
        return f"From {refers[name].section}, by id."
    if name in marked(record, Verbatim):
        return f"{description or ''} Verbatim.".strip()
    return description


def _or_none(value: Any, handler: Callable[[Any], Any]) -> Any:
    """What code reads again anyway is not worth a re-ask."""
    try:
        return handler(value)
    except ValidationError:
        return None


def _default(field: FieldInfo) -> Any:
    if field.is_required():
        return ...
    return Field(default_factory=field.default_factory) if field.default_factory else field.default


def _first_paragraph(record: type[Record]) -> str:
    return " ".join((record.__doc__ or "").strip().split("\n\n")[0].split())


def is_nullable(annotation: Any) -> bool:
    """Whether a field's type admits None."""
    if get_origin(annotation) is Annotated:
        return is_nullable(get_args(annotation)[0])
    return get_origin(annotation) in (Union, types.UnionType) and type(None) in get_args(annotation)


def strict_schema(model: type[BaseModel], owner: str) -> Mapping[str, Any]:
    """The JSON Schema of a wire model in the subset of OpenAI's strict structured outputs.

    https://platform.openai.com/docs/guides/structured-outputs#supported-schemas

    Raises:
        SchemaError: if a part of it is outside that subset.
    """
    try:
        raw = dict(model.model_json_schema())
    except Exception as error:  # pydantic raises several kinds for types without a JSON Schema
        raise SchemaError(f"{owner} has a field that JSON Schema cannot describe: {error}") from None
    definitions = raw.pop("$defs", {})
    schema: dict[str, Any] = _tidy(raw, owner, top=True)
    if definitions:
        schema["$defs"] = {name: _tidy(part, name) for name, part in definitions.items()}
    return schema


def _tidy(node: Mapping[str, Any], path: str, *, top: bool = False) -> dict[str, Any]:
    if node.get("type") == "object" and "properties" not in node:
        raise SchemaError(f"{path} is a dict: use a list of a class with a key and a value instead.")
    out: dict[str, Any] = {}
    for key, value in _relevant(node, path):
        if key == "properties":
            out[key] = {name: _tidy(_required(part), f"{path}.{name}") for name, part in value.items()}
        elif key == "items":
            out[key] = _tidy(value, path)
        elif key in ("anyOf", "oneOf"):
            out["anyOf"] = [_tidy(variant, path) for variant in value]
        elif key == "pattern":
            out[key] = value.replace(r"\d", "[0-9]")  # llama.cpp's grammars know no \d
        else:
            out[key] = value
    if top:
        out.pop("description", None)
    if "properties" in out:
        out |= {"required": list(out["properties"]), "additionalProperties": False}
    if "$ref" in out and len(out) > 1:  # strict mode takes a reference only on its own
        out["anyOf"] = [{"$ref": out.pop("$ref")}]
    return _shortened(out)


def _shortened(node: dict[str, Any]) -> dict[str, Any]:
    """`anyOf` of a plain type and null, as a pair of types: the same to a validator, and half the length."""
    match node.get("anyOf"):
        case [{"type": str(kind), **rest}, {"type": "null"}] if kind != "object" and "enum" not in rest:
            others = {key: value for key, value in node.items() if key != "anyOf"}
            return {"type": [kind, "null"], **{str(key): value for key, value in rest.items()}, **others}
    return node


def _required(part: Mapping[str, Any]) -> dict[str, Any]:
    """On the wire every field is required, so that its default says nothing."""
    return {key: value for key, value in part.items() if key != "default"}


def _relevant(node: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for key, value in node.items():
        if key in _REFUSED:
            raise SchemaError(
                f"{path} uses {key}, which strict structured outputs cannot carry: {_REFUSED[key]}."
            )
        if key in _KEPT or key == "oneOf":
            yield key, value
        elif key not in _DROPPED:
            raise SchemaError(f"{path} uses {key}, which strict structured outputs cannot carry.")
