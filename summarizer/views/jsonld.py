"""A `Summary` as JSON-LD 1.1, for a knowledge graph or a web page.

What schema.org has words for is said in them; where a record stands in the text is said by Web
Annotations (https://www.w3.org/TR/annotation-model/), whose text positions count code points from 0
with the end outside, as ours do. Everything else stays under this library's own vocabulary, one term
for each field, so that nothing is bent to fit. The context is part of the output: nothing is fetched.
"""

from __future__ import annotations

import base64
import json
import math
import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from summarizer.errors import SettingsError
from summarizer.schema import (
    Actor,
    Claim,
    DocumentInfo,
    Event,
    Evidence,
    Figure,
    Finding,
    Record,
    Refers,
    Summary,
    marked,
    sections,
)
from summarizer.views.serial import held_text, to_json

VOCABULARY = "urn:uuid:6f1d2a52-3c3c-5b0e-9d0a-7b1a5f0c9a41#"
"""Begins the terms that schema.org has none for; `summarizer:` in the output."""

_CONTEXT: Mapping[str, Any] = {
    "@version": 1.1,
    "@vocab": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "summarizer": VOCABULARY,
    "actionStatus": {"@type": "@vocab"},
    "eventStatus": {"@type": "@vocab"},
    "url": {"@type": "@id"},
    # An annotation points at its record; written inside the record, it reads the other way round.
    "evidence": {"@reverse": "oa:hasBody"},
    "findings": {"@reverse": "oa:hasTarget"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@id"},
    "body": "oa:hasBody",
    "target": "oa:hasTarget",
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": "oa:hasSelector",
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "exact": "oa:exact",
}
_ACTOR_TYPES = {
    "person": "Person",
    "organization": "Organization",
    "government": "GovernmentOrganization",
    "armed_group": "Organization",
}
_EVENT_STATUS = {"planned": "EventScheduled"}
_ACTION_STATUS = {"occurred": "CompletedActionStatus", "ongoing": "ActiveActionStatus"}
_ABOUT, _PARTS, _MENTIONS = "about", "hasPart", "mentions"
_SURROGATE = re.compile("[\ud800-\udfff]")

Node = dict[str, Any]


def to_jsonld(
    summary: Summary, *, base: str | None = None, with_text: bool = False, indent: int | None = 2
) -> str:
    """The summary as one JSON-LD document.

    It may stand inside a page's `<script type="application/ld+json">`: no markup is left in it.
    Records that were rejected are not part of it.

    Args:
        base: the IRI that the summary is to go by; records get it with their id as fragment. By
            default a name-based UUID of the summary's JSON: the same summary, the same names.
        with_text: add the document's text.
        indent: spaces a level; None for one line.

    Raises:
        SettingsError: if `base` is not an absolute IRI without a fragment.
        InputError: if `with_text` is asked of a summary that was loaded without its text.
    """
    text = held_text(summary) if with_text else None
    iri = _base(base) if base else f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, to_json(summary))}"
    graph = _Graph(summary)
    node = {"@context": {**_CONTEXT, "record": f"{iri}#"}, "@id": iri, **graph.summary(text)}
    written = json.dumps(node, ensure_ascii=False, indent=indent, allow_nan=False)
    for mark in "<>&\u2028\u2029":
        written = written.replace(mark, f"\\u{ord(mark):04x}")
    return _SURROGATE.sub("\ufffd", written)


def _base(iri: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`#]+", iri):
        raise SettingsError(
            "base must be an absolute IRI without a fragment, such as https://example.org/s/1."
        )
    return iri


class _Graph:
    """The nodes of one summary."""

    def __init__(self, summary: Summary) -> None:
        self._summary = summary
        self._document = _digest_iri(summary.document.sha256)
        self._actors = {actor.id: actor for actor in summary.actors}

    def summary(self, text: str | None) -> Node:
        whole = self._summary
        node: Node = {
            "@type": "CreativeWork",
            "headline": whole.headline,
            "abstract": whole.gist,
            "inLanguage": whole.language,
            "isBasedOn": self._source(whole.document, text),
            "prov:wasGeneratedBy": self._making(),
        }
        for section in sections(type(whole)):
            for record in getattr(whole, section):
                place, said = self._said(record)
                node.setdefault(place, []).append(self._record(record, said))
        known = {record.id for _, record in whole.records()}
        node["findings"] = [_assessment(f) for f in whole.findings if f.record_id not in known]
        return _told(node)

    def _source(self, document: DocumentInfo, text: str | None) -> Node:
        address = _address(document.source)
        return _told(
            {
                "@id": self._document,
                "@type": "MediaObject",
                "encodingFormat": "text/plain",
                "sha256": document.sha256,
                "identifier": document.id,
                "name": document.title,
                "datePublished": document.published and document.published.isoformat(),
                "url": address,
                "creditText": None if address else document.source,
                "text": text,
            }
        )

    def _making(self) -> Node:
        run = self._summary.run
        return {
            "@type": "prov:Activity",
            "prov:used": {"@id": self._document},
            "prov:wasAssociatedWith": _told(
                {
                    "@type": ["prov:SoftwareAgent", "SoftwareApplication"],
                    "name": run.engine,
                    "softwareVersion": run.library_version,
                    "summarizer:model": run.model,
                    "summarizer:prompt": run.prompt,
                }
            ),
        }

    def _said(self, record: Record) -> tuple[str, tuple[Node, set[str]]]:
        """Where in the summary a record stands; what schema.org says of it, and which fields that covers."""
        match record:
            case Actor():
                return _ABOUT, self._actor(record)
            case Event():
                return _ABOUT, _event(record)
            case Claim():
                return _PARTS, self._claim(record)
            case Figure():
                return _MENTIONS, _figure(record)
        return _MENTIONS, ({"@type": f"summarizer:{quote(type(record).__name__, safe='')}"}, set())

    def _record(self, record: Record, said: tuple[Node, set[str]]) -> Node:
        node, used = said
        motivation = "oa:identifying" if isinstance(record, Actor) else "oa:describing"
        evidence = [
            self._annotation(e, f"{_reference(record.id)}/{number}", motivation)
            for number, e in enumerate(record.evidence, start=1)
        ]
        findings = [_assessment(f) for f in self._summary.findings if f.record_id == record.id]
        rest = {
            f"summarizer:{quote(name, safe='')}": value
            for name, value in _remaining(record, used | set(Record.model_fields))
        }
        return _told(
            {"@id": _reference(record.id), **node, **rest, "evidence": evidence, "findings": findings}
        )

    def _annotation(self, evidence: Evidence, iri: str, motivation: str) -> Node:
        return {
            "@id": iri,
            "@type": "oa:Annotation",
            "motivation": motivation,
            "target": {
                "@type": "oa:SpecificResource",
                "source": self._document,
                "selector": [
                    {"@type": "oa:TextPositionSelector", "start": evidence.start, "end": evidence.end},
                    {"@type": "oa:TextQuoteSelector", "exact": evidence.quote},
                ],
            },
            "summarizer:match": evidence.match,
        }

    def _actor(self, actor: Actor) -> tuple[Node, set[str]]:
        kind = _ACTOR_TYPES.get(actor.kind, "Thing")
        node: Node = {"@type": kind, "name": actor.name, "alternateName": actor.aliases}
        node["jobTitle" if kind == "Person" else "description"] = actor.role
        used = {"name", "aliases", "role"}
        larger = self._actors.get(actor.affiliation_id or "")
        if kind != "Thing" and larger and _ACTOR_TYPES.get(larger.kind, "").endswith("Organization"):
            node["affiliation" if kind == "Person" else "memberOf"] = _link(larger.id)
            used.add("affiliation_id")
        return node, used

    def _claim(self, claim: Claim) -> tuple[Node, set[str]]:
        node = {
            "@type": ["Claim", "Quotation"] if claim.quotation == "direct" else "Claim",
            "text": claim.content,
            "author": None if claim.source_id is None else _link(claim.source_id),
            "appearance": {"@id": self._document},
        }
        return node, {"content", "source_id"}


def _event(event: Event) -> tuple[Node, set[str]]:
    # An earthquake has neither agent nor object; what has is an action too, whose words these are.
    acted = bool(event.agent_ids or event.target_ids)
    start, _, end = (event.date or "").partition("/")
    node = {
        "@type": ["Event", "Action"] if acted else "Event",
        "description": event.description,
        "agent": [_link(i) for i in event.agent_ids],
        "object": [_link(i) for i in event.target_ids],
        "startDate": start,
        "endDate": end,
        "location": event.location and {"@type": "Place", "name": event.location},
        "eventStatus": _EVENT_STATUS.get(event.status),
        "actionStatus": _ACTION_STATUS.get(event.status) if acted else None,
    }
    return node, {"description", "agent_ids", "target_ids", "date", "location"}


def _figure(figure: Figure) -> tuple[Node, set[str]]:
    used = {"measure", "text", "value", "low", "high", "currency" if figure.currency else "unit"}
    node: Node = {"@type": "MonetaryAmount" if figure.currency else "QuantitativeValue"}
    node |= {"name": figure.measure, "description": figure.text, "value": _number(figure.value)}
    if figure.bound != "exact":
        node |= {"minValue": _number(figure.low), "maxValue": _number(figure.high)}
    node |= {"currency": figure.currency} if figure.currency else {"unitText": figure.unit}
    return node, used


def _assessment(finding: Finding) -> Node:
    return {
        "@type": "oa:Annotation",
        "motivation": "oa:assessing",
        "body": {"@type": "oa:TextualBody", "rdf:value": finding.message},
        "summarizer:code": finding.code,
        "summarizer:severity": finding.severity,
    }


def _remaining(record: Record, used: set[str]) -> Iterator[tuple[str, Any]]:
    """The fields that schema.org has no word for, with their values as JSON-LD."""
    data = record.model_dump(mode="json", exclude=used)
    references = marked(type(record), Refers)
    for name, value in data.items():
        if name in references and value is not None:
            yield name, [_link(i) for i in value] if isinstance(value, list) else _link(value)
        else:
            yield name, _value(value)


def _value(value: Any) -> Any:
    if isinstance(value, float):
        return _number(value)
    nested = isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(item, dict | list) for item in value)
    )
    if nested:  # kept as it is: a set of JSON-LD has neither keys nor levels
        return {"@type": "@json", "@value": json.loads(json.dumps(value), parse_constant=str)}
    return value


def _number(value: float | None) -> float | int | None:
    if value is None or not math.isfinite(value):
        return None
    # JSON-LD writes a number with a fraction as a double, 4.2E6, and one without as an integer.
    return int(value) if value.is_integer() else value


def _reference(record_id: str) -> str:
    return "record:" + quote(record_id, safe="", errors="surrogatepass")


def _link(record_id: str) -> Node:
    return {"@id": _reference(record_id)}


def _digest_iri(sha256: str) -> str:
    """A text by the name of its digest (RFC 6920)."""
    try:
        name = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    except ValueError:
        name = quote(sha256, safe="", errors="surrogatepass")
    return f"ni:///sha-256;{name}"


def _address(source: str | None) -> str | None:
    """A source that is a web address, with what no IRI may hold percent-encoded."""
    try:
        parts = urlsplit(source or "")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", source or ""):
        return None
    return quote(source or "", safe="%/:?#@!$&'()*+,;=~", errors="surrogatepass")


def _told(node: Node) -> Node:
    return {name: value for name, value in node.items() if value is not None and value != [] and value != ""}
