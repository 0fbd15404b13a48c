"""What another tool's labels, fields and links are called here.

By default a label is a section's name, in the singular or plural, or a kind of actor; a field is a field's
name; a link is the name of a field that refers. A mapping says more, as TOML::

    [labels]
    LOC = "-"                                            # left out, knowingly
    Company = { section = "actors", kind = "organization" }

    [fields]
    Summary = "description"

    [links]
    "done by" = "agent_ids"
    coref = "="                                          # the same record
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import Field, ValidationError

from summarizer.errors import InputError, SchemaError
from summarizer.evals.fixture import Strict, of_field
from summarizer.schema import Actor, Record, Refers, Summary, marked, sections

LEAVE: Final = "-"
SAME = "="
GROUP = "id"
"""The field that tells which mentions are one record."""
_LABEL_FIELDS = ("importance", "note")
_SAME_NAMES = ("same", "same_as", "identity", "coreference", "coref")
# The tags of CoNLL and OntoNotes, which many tools begin with.
_ACTOR_TAGS = {"per": "person", "org": "organization"}


class _File(Strict):
    labels: dict[str, str | dict[str, Any]] = Field(default_factory=dict)
    fields: dict[str, str] = Field(default_factory=dict)
    links: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """A section, and the values that the label alone gives a record's fields."""

    section: str
    values: Mapping[str, Any]


def plain(name: str) -> str:
    """A name as it is compared: `Date Text` and `date-text` are `date_text`."""
    return re.sub(r"\W+", "_", name.strip()).strip("_").casefold()


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping for a schema. Each of its answers is `LEAVE`, or None where nothing says what it is."""

    schema: type[Summary]
    given: _File

    def label(self, name: str) -> Target | Literal["-"] | None:
        """What a label stands for; a layer also goes by the last part of its name."""
        short = name.rpartition(".")[2]
        said = self.given.labels.get(name, self.given.labels.get(short))
        if said == LEAVE:
            return LEAVE
        if isinstance(said, str):
            return Target(said, {})
        if said:
            return Target(said["section"], {k: v for k, v in said.items() if k != "section"})
        return self._by_name(plain(short))

    def _by_name(self, name: str) -> Target | None:
        for section, kind in sections(self.schema).items():
            if name in (section, section.removesuffix("s"), plain(kind.__name__)):
                return Target(section, {})
            if issubclass(kind, Actor):
                tag = _ACTOR_TAGS.get(name, name)
                if tag in _choices(kind, "kind") and tag != "other":
                    return Target(section, {"kind": tag})
        return None

    def field(self, kind: type[Record], name: str) -> str | None:
        """The field that another tool's field stands for, `GROUP`, or one of a label's own."""
        said = self.given.fields.get(name)
        name = said if said is not None else plain(name)
        if name in (LEAVE, GROUP, *_LABEL_FIELDS):
            return name
        candidates = (name, f"{name}_id", f"{name}_ids")
        return next((c for c in candidates if c in kind.model_fields and c != "evidence"), None)

    def link(self, kind: type[Record], section: str, name: str) -> str | None:
        """The field of a record of that class that a link to a record of that section fills."""
        fitting = [f for f, refers in marked(kind, Refers).items() if refers.section == section]
        said = self.given.links.get(name, plain(name))
        if not said:
            return fitting[0] if len(fitting) == 1 else None
        names = {said, f"{said}_id", f"{said}_ids", f"{said.removesuffix('s')}_ids"}
        return next((f for f in fitting if f in names), None)

    def same(self, name: str) -> bool:
        """Whether a link says that both ends are one record."""
        return self.given.links.get(name) == SAME or (
            name not in self.given.links and plain(name) in _SAME_NAMES
        )

    def leaves(self, link: str) -> bool:
        return self.given.links.get(link) == LEAVE


def _choices(kind: type[Record], name: str) -> tuple[Any, ...]:
    annotation = kind.model_fields[name].annotation
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def read_mapping(path: Path | None, schema: type[Summary]) -> Mapped:
    """The mapping of a TOML file; without one, what names alone say.

    Raises:
        InputError: if the file cannot be read.
        SchemaError: if it is no mapping, or names a section that the schema does not have.
    """
    if path is None:
        return Mapped(schema, _File())
    try:
        given = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SchemaError(f"{path} is not TOML: {error}.") from None
    except ValidationError as error:
        name, message = of_field(error.errors()[0])
        raise SchemaError(f"{path}, {name}: {message}") from None
    for label, said in given.labels.items():
        section = said.get("section") if isinstance(said, dict) else said
        if section not in (*sections(schema), LEAVE):
            known = ", ".join(sections(schema))
            raise SchemaError(f"{path}, labels.{label}: {section!r} is no section; there are {known}, and -.")
    return Mapped(schema, given)
