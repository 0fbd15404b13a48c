"""The records that a document is turned into, and what is known about how they were made.

The attribute docstrings of the fields are what a language model reads in its schema: keep them short.
Markers in the annotations say who writes a field and how it is checked:

- `Verbatim()`: copied from the document, character for character.
- `Computed()`: filled by code; a language model never sees it.
- `Reread()`: asked for, then read again from the document by code, which has the last word.
- `Refers("actors")`: the id of a record of that section.
- no marker: free wording for strings, whose names and numbers are checked against the evidence.

Field names follow the field's terms: attribution as source, cue and content (PARC 3.0), certainty
(FactBank), reduced-precision dates and intervals (ISO 8601), currencies (ISO 4217), best, low and
high estimates (UCDP).
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal, Self, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from typing_extensions import TypeVar

SCHEMA_VERSION = "1"

_DAY = r"\d{4}(-\d{2}(-\d{2})?|-W\d{2})?"
ISO_DATE = rf"^{_DAY}(/{_DAY})?$"


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Marks a string copied from the document."""


@dataclass(frozen=True, slots=True)
class Computed:
    """Marks a field that code fills."""


@dataclass(frozen=True, slots=True)
class Reread:
    """Marks a field that is asked for and then read again by code."""


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks an id, or a list of ids, of records of `section`.

    Attributes:
        null_means: what null says, where that is more than "not told".
    """

    section: str
    null_means: str | None = None


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Evidence(_Model):
    """A passage of the document: `text[start:end] == quote`, in code points, half-open."""

    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    match: Literal["exact", "folded", "fuzzy", "sentence"] = "exact"
    """How the passage was found: character for character; after folding case, white space, quote
    marks and dashes; by a guarded fuzzy search; or as the sentence that was cited by its number."""


class Record(_Model):
    """Base of every record. Subclass it to add a section of your own to a `Summary`."""

    id: str
    """Short unique id."""
    evidence: Annotated[list[Evidence], Computed()] = Field(default_factory=list)
    """Where the document bears the record out."""

    @model_serializer(mode="wrap")
    def _evidence_last(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # Pydantic puts a base class's fields first; a person reads what it says before what it rests on.
        data: dict[str, Any] = handler(self)
        if "evidence" in data:
            data["evidence"] = data.pop("evidence")
        return data


class Actor(Record):
    """Who acts or is acted upon. A place only where it stands for a government."""

    name: Annotated[str, Verbatim()]
    """Fullest form used in the text; unnamed actors as described ("a Western diplomat")."""
    aliases: Annotated[list[str], Verbatim()] = Field(default_factory=list)
    """Other forms used in the text."""
    kind: Literal["person", "organization", "government", "armed_group", "population", "other"]
    role: str | None = None
    """Title or function, in the text's words."""
    affiliation_id: Annotated[str | None, Refers("actors")] = None
    """Id of the actor it belongs to."""


class Event(Record):
    """What happened, is happening or is planned. Announcing is an event; what is announced is planned."""

    description: str
    """One self-contained sentence."""
    agent_ids: Annotated[list[str], Refers("actors")] = Field(default_factory=list)
    """Who did it."""
    target_ids: Annotated[list[str], Refers("actors")] = Field(default_factory=list)
    """Whom it was done to."""
    date_text: Annotated[str | None, Verbatim()] = None
    """The words that date it."""
    date: Annotated[str | None, Reread(), Field(pattern=ISO_DATE)] = None
    """Day 2020-11-17, week 2020-W47, month 2020-10, year 2020, or start/end; null if not told."""
    location: str | None = None
    status: Literal["occurred", "ongoing", "planned", "conditional", "unconfirmed", "did_not_occur"] = (
        "occurred"
    )


class Claim(Record):
    """What somebody says, believes or denies."""

    source_id: Annotated[str | None, Refers("actors", null_means="the document's author")] = None
    """Who says it; null for the document's author."""
    cue: Annotated[str | None, Verbatim()] = None
    """The words that attribute it ("said", "according to")."""
    content: str
    """One self-contained sentence, without "X said"; a direct quotation verbatim."""
    quotation: Literal["direct", "indirect", "mixed"] = "indirect"
    certainty: Literal["certain", "probable", "possible", "unknown"] = "certain"
    """How sure the source is."""


class Figure(Record):
    """A number that carries news."""

    measure: str
    """What is counted or measured."""
    text: Annotated[str, Verbatim()]
    """The number as written, with its unit and qualifier."""
    value: Annotated[float | None, Reread()] = None
    """In full: 2.7 billion is 2700000000."""
    low: Annotated[float | None, Computed()] = None
    """Lowest value that the words allow."""
    high: Annotated[float | None, Computed()] = None
    """Highest value that the words allow."""
    bound: Annotated[Literal["exact", "approximate", "at_least", "at_most", "range"], Computed()] = "exact"
    """What the qualifier makes of the number."""
    unit: Annotated[str | None, Computed()] = None
    """What one of it is: "percent", "year", "people"; null for money and bare counts."""
    currency: Annotated[str | None, Computed()] = None
    """ISO 4217 code."""
    status: Literal["current", "superseded", "forecast"] = "current"
    source_id: Annotated[str | None, Refers("actors")] = None
    """Who gives the number, if the text says."""
    event_id: Annotated[str | None, Refers("events")] = None
    """The event it belongs to."""


class DocumentInfo(_Model):
    """Which document was summarized."""

    id: str | None = None
    title: str | None = None
    published: datetime.date | None = None
    source: str | None = None
    sha256: str
    """Of the text's UTF-8 bytes."""


class Finding(_Model):
    """One thing that the audit noticed about a record, or about headline and gist."""

    record_id: str | None = None
    code: str
    """Stable code of the check."""
    message: str
    severity: Literal["info", "warning", "error"]


class Rejection(_Model):
    """A record that was left out, with the findings that it was left out for."""

    section: str
    record: dict[str, Any]
    findings: list[Finding]


class Usage(_Model):
    """What was spent, over all attempts, failed ones too.

    Token counts are the endpoint's own; `cached_tokens` are part of `input_tokens`, and
    `reasoning_tokens` part of `output_tokens`.
    """

    requests: int = 0
    """Requests that were meant: one a chunk, one for composing, one a re-ask."""
    attempts: int = 0
    """Requests that were sent, retries included."""
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0
    unreported: int = 0
    """Attempts that were sent and whose tokens the endpoint did not tell."""
    from_cache: int = 0
    """Requests that were not sent, since a cache held their replies: they cost nothing."""
    cost_usd: float | None = None
    """None where the price is unknown, never 0 for it."""

    def __add__(self, other: Usage) -> Usage:
        summed = [name for name in Usage.model_fields if name != "cost_usd"]
        counts = {name: getattr(self, name) + getattr(other, name) for name in summed}
        costs = [u.cost_usd for u in (self, other) if u.attempts]
        known = [cost for cost in costs if cost is not None]
        return Usage(**counts, cost_usd=sum(known) if costs and len(known) == len(costs) else None)


class Run(_Model):
    """How a summary was made."""

    engine: str
    """`provider/name` as it was asked for: `builtin/rules`, `openai/gpt-5-mini`."""
    model: str | None = None
    """The model that the endpoint says it used."""
    prompt: str | None = None
    """Name and version of the prompt."""
    prompt_sha256: str | None = None
    schema_version: str = SCHEMA_VERSION
    library_version: str
    chunks: int = 1
    usage: Usage = Field(default_factory=Usage)
    seconds: float = 0.0
    cached: bool = False


class Summary(_Model):
    """What a document says. Every list is ordered by importance."""

    language: str
    """Language of the wording, as a BCP 47 tag: "en"."""
    actors: list[Actor] = Field(default_factory=list)
    events: list[Event] = Field(default_factory=list)
    claims: list[Claim] = Field(default_factory=list)
    figures: list[Figure] = Field(default_factory=list)
    headline: str = ""
    """The news in at most 15 words."""
    gist: str = ""
    """The news in two or three sentences."""
    document: Annotated[DocumentInfo, Computed()]
    findings: Annotated[list[Finding], Computed()] = Field(default_factory=list)
    rejected: Annotated[list[Rejection], Computed()] = Field(default_factory=list)
    run: Annotated[Run, Computed()]

    _text: str | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _take_text(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Accept JSON that was written with its document's text, as `document.text`."""
        text = None
        if isinstance(data, dict) and isinstance(data.get("document"), dict):
            document = dict(data["document"])
            text = document.pop("text", None)
            data = {**data, "document": document}
        summary = handler(data)
        if text is not None:
            if text_sha256(text) != summary.document.sha256:
                raise ValueError("document.text is not the text that was summarized: its sha256 differs")
            summary._text = text
        return summary

    def __eq__(self, other: object) -> bool:
        # A document is known by its hash, whether its text is at hand or was left out of the JSON.
        return type(other) is type(self) and self.__dict__ == other.__dict__

    @property
    def text(self) -> str | None:
        """The document's text; None on a summary that was loaded from JSON without it."""
        return self._text

    def _repr_html_(self) -> str:
        """The summary's page, for a notebook: in a frame that shares nothing with the notebook's own."""
        from summarizer.views.html.summary import to_frame

        return to_frame(self)

    def records(self) -> Iterator[tuple[str, Record]]:
        """Every record with the name of its section, in the sections' order."""
        for section in sections(type(self)):
            for record in getattr(self, section):
                yield section, record

    def record(self, record_id: str) -> Record:
        """The record with that id.

        Raises:
            KeyError: if there is none.
        """
        for _, record in self.records():
            if record.id == record_id:
                return record
        raise KeyError(record_id)


S = TypeVar("S", bound=Summary, default=Summary)
"""The caller's summary: `Summary` where no `schema` is given, for type checkers too."""


def text_sha256(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=64)
def sections(schema: type[Summary]) -> Mapping[str, type[Record]]:
    """The lists of records that a schema declares, in order: field name to record class."""
    found: dict[str, type[Record]] = {}
    for name, field in schema.model_fields.items():
        if get_origin(field.annotation) is list:
            (item,) = get_args(field.annotation)
            if isinstance(item, type) and issubclass(item, Record):
                found[name] = item
    return found


@lru_cache(maxsize=64)
def id_prefixes(schema: type[Summary]) -> Mapping[str, str]:
    """The shortest prefix that tells a section's ids from the others': actors a1, a2; claims c1."""
    names = list(sections(schema))
    prefixes: dict[str, str] = {}
    for name in names:
        length = 1
        while name[:length] in prefixes.values() and length < len(name):
            length += 1
        prefixes[name] = name[:length]
    return prefixes


@lru_cache(maxsize=256)
def marked(record: type[BaseModel], marker: type) -> Mapping[str, Any]:
    """The fields of a model that carry a marker: field name to the marker."""
    return {
        name: mark
        for name, field in record.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, marker)
    }
