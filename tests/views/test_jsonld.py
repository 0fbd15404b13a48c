"""JSON-LD is what other programs make of it: expanded by one processor and read into a graph by another."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from enum import StrEnum
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from summarizer import (
    Actor,
    Claim,
    Event,
    Evidence,
    Figure,
    InputError,
    Record,
    Refers,
    SettingsError,
    Summary,
    to_jsonld,
)
from summarizer.views.jsonld import VOCABULARY
from tests.extras import extra
from tests.views.summaries import TEXT, bridge, evidence

# rdflib's own JSON-LD parser uses what rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

SCHEMA, OA = "https://schema.org/", "http://www.w3.org/ns/oa#"
# The terms of https://www.w3.org/TR/annotation-vocab/ that are used; rdflib has those of schema.org.
OA_TERMS = set(
    "Annotation SpecificResource TextPositionSelector TextQuoteSelector TextualBody assessing describing "
    "identifying end exact hasBody hasSelector hasSource hasTarget motivatedBy start".split()
)
BASE = "https://velm.example/s/1"


def graph(summary: Summary, **options: Any) -> Any:
    rdflib = extra("rdflib")
    return rdflib.Graph().parse(data=to_jsonld(summary, **options), format="json-ld")


def expanded(summary: Summary, **options: Any) -> list[Any]:
    jsonld = extra("pyld").jsonld

    def nothing_is_fetched(url: str, options: object) -> None:
        raise AssertionError(url)

    document = json.loads(to_jsonld(summary, **options))
    found: list[Any] = jsonld.expand(document, {"documentLoader": nothing_is_fetched})
    return found


def one(found: Any, subject: str, predicate: str) -> Any:
    rdflib = extra("rdflib")
    (value,) = found.objects(rdflib.URIRef(subject), rdflib.URIRef(predicate))
    return value.toPython()


def busy() -> Summary:
    """Every kind of actor, every status of an event, each quotation: all of what may be said."""
    summary = bridge()
    kinds = ["organization", "government", "armed_group", "population", "other"]
    summary.actors += [
        Actor(id=f"a{n}", name=f"Body {n}", kind=kind, role="watchdog", affiliation_id="a2")  # type: ignore[arg-type]
        for n, kind in enumerate(kinds, start=2)
    ]
    summary.actors[0].affiliation_id = "a2"
    statuses = ["occurred", "ongoing", "planned", "conditional", "unconfirmed", "did_not_occur"]
    summary.events += [
        Event(
            id=f"e{n}",
            description=f"Event {n}.",
            agent_ids=["a1"],
            target_ids=["a2"],
            date="2027-05/2027-06-02",
            location="Velm",
            status=status,  # type: ignore[arg-type]
        )
        for n, status in enumerate(statuses, start=2)
    ]
    summary.claims += [
        Claim(id=f"c{n}", content="It holds.", quotation=quotation)  # type: ignore[arg-type]
        for n, quotation in enumerate(["indirect", "mixed"], start=2)
    ]
    summary.figures += [
        Figure(id="f2", measure="pupils", text="over 20.5 percent", value=20.5, low=20.5, bound="at_least"),
        Figure(id="f3", measure="boats", text="12 boats", value=12.0, low=12.0, high=12.0, unit="boats"),
    ]
    return summary


def test_every_term_is_one_of_its_vocabulary() -> None:
    rdflib = extra("rdflib")
    terms = {term for triple in graph(busy()) for term in triple if isinstance(term, rdflib.URIRef)}
    ours = {str(term).removeprefix(VOCABULARY) for term in terms if term.startswith(VOCABULARY)}
    known = rdflib.namespace.SDO
    assert rdflib.URIRef(SCHEMA + "headlines") not in known
    assert not {term for term in terms if term.startswith(SCHEMA) and term not in known}
    assert {str(term).removeprefix(OA) for term in terms if term.startswith(OA)} == OA_TERMS
    fields = {name for kind in (Actor, Event, Claim, Figure, Evidence) for name in kind.model_fields}
    assert ours <= fields | {"code", "severity", "prompt", "model"}


def test_two_processors_agree_and_fetch_nothing() -> None:
    rdflib = extra("rdflib")
    compare = extra("rdflib.compare")
    quads = extra("pyld").jsonld.to_rdf(expanded(busy()), {"format": "application/n-quads"})
    mine = graph(busy())
    assert len(mine) > 150
    assert compare.isomorphic(mine, rdflib.Graph().parse(data=quads, format="nt"))


def test_the_records_are_what_schema_org_calls_them() -> None:
    found = graph(busy(), base=BASE)
    assert one(found, f"{BASE}#a1", SCHEMA + "jobTitle") == "engineer"
    assert str(one(found, f"{BASE}#a1", SCHEMA + "affiliation")) == f"{BASE}#a2"
    assert str(one(found, f"{BASE}#a3", SCHEMA + "memberOf")) == f"{BASE}#a2"
    assert one(found, f"{BASE}#f1", SCHEMA + "currency") == "EUR"
    assert one(found, f"{BASE}#f1", SCHEMA + "maxValue") == 5_000_000
    assert one(found, f"{BASE}#f2", SCHEMA + "minValue") == 20.5
    assert one(found, f"{BASE}#f3", SCHEMA + "unitText") == "boats"
    assert one(found, f"{BASE}#c1", SCHEMA + "text") == "“It is *not* safe,”"
    assert one(found, f"{BASE}#e2", SCHEMA + "endDate") == "2027-06-02"


@pytest.mark.parametrize(
    ("record", "types"),
    [
        ("a1", {"Person"}),
        ("a2", {"Organization"}),
        ("a3", {"GovernmentOrganization"}),
        ("a5", {"Thing"}),
        ("e1", {"Event"}),
        ("e2", {"Event", "Action"}),
        ("c1", {"Claim", "Quotation"}),
        ("c3", {"Claim"}),
        ("f1", {"MonetaryAmount"}),
        ("f2", {"QuantitativeValue"}),
    ],
)
def test_each_record_has_its_type(record: str, types: set[str]) -> None:
    rdflib = extra("rdflib")
    found = graph(busy(), base=BASE).objects(rdflib.URIRef(f"{BASE}#{record}"), rdflib.RDF.type)
    assert {str(kind) for kind in found} == {SCHEMA + name for name in types}


def test_only_a_status_that_fits_is_said_in_schema_org_s_words() -> None:
    found = graph(busy(), base=BASE)
    statuses = {
        str(s).rpartition("#")[2]: str(o).removeprefix(SCHEMA)
        for predicate in ("eventStatus", "actionStatus")
        for s, o in found.subject_objects(extra("rdflib").URIRef(SCHEMA + predicate))
    }
    assert statuses == {
        "e2": "CompletedActionStatus",
        "e3": "ActiveActionStatus",
        "e4": "EventScheduled",
    }
    assert one(found, f"{BASE}#e7", VOCABULARY + "status") == "did_not_occur"


def test_evidence_selects_the_text() -> None:
    found = graph(bridge())
    oa = extra("rdflib").Namespace(OA)
    spans = set()
    for selectors in (
        set(found.objects(target, oa.hasSelector)) for target in found.objects(None, oa.hasTarget)
    ):
        position = {
            found.value(s, oa.start).toPython(): found.value(s, oa.end)
            for s in selectors
            if (s, oa.start, None) in found
        }
        for start, end in position.items():
            (quoted,) = {found.value(s, oa.exact) for s in selectors} - {None}
            assert TEXT[start : end.toPython()] == str(quoted)
            assert str(end.datatype).endswith("nonNegativeInteger")
            spans.add(start)
    assert len(spans) == 4


def test_the_document_goes_by_its_digest() -> None:
    (node,) = expanded(bridge())
    (document,) = node[SCHEMA + "isBasedOn"]
    digest = hashlib.sha256(TEXT.encode()).digest()
    assert document["@id"] == "ni:///sha-256;" + urlsafe_b64encode(digest).decode().rstrip("=")
    assert SCHEMA + "text" not in document
    (node,) = expanded(bridge(), with_text=True)
    assert node[SCHEMA + "isBasedOn"][0][SCHEMA + "text"] == [{"@value": TEXT}]


def test_findings_are_said_of_their_record_and_rejected_records_are_not_there() -> None:
    shown = to_jsonld(bridge())
    assert "The bridge fell." not in shown
    found = graph(bridge(), base=BASE)
    rdflib = extra("rdflib")
    (finding,) = found.subjects(rdflib.URIRef(VOCABULARY + "code"), rdflib.Literal("date_year_assumed"))
    assert str(found.value(finding, rdflib.URIRef(OA + "hasTarget"))) == f"{BASE}#e1"


def test_the_same_summary_has_the_same_names_and_another_has_others() -> None:
    other = bridge()
    other.headline = "Another"
    names = [json.loads(to_jsonld(summary))["@id"] for summary in (bridge(), bridge(), other)]
    assert names[0] == names[1] != names[2]


@pytest.mark.parametrize(
    "base", ["summaries/1", "https://velm.example/s 1", "https://velm.example/#x", "a:<b>"]
)
def test_a_base_that_is_no_iri_is_refused(base: str) -> None:
    with pytest.raises(SettingsError, match="absolute IRI"):
        to_jsonld(bridge(), base=base)


def test_a_text_that_is_not_there_cannot_be_added() -> None:
    with pytest.raises(InputError, match="without its document's text"):
        to_jsonld(Summary.model_validate_json(bridge().model_dump_json()), with_text=True)


HOSTILE = [
    "</script><script>x()</script>",
    "a b#c/1",
    "@id",
    "_:b0",
    "//evil.example/",
    "é\u202e",
    "\ud800",
    "%61",
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_document_or_a_model_says_stays_text(text: str) -> None:
    summary = bridge()
    summary.actors[0].id = summary.claims[0].source_id = text
    summary.actors[0].name = summary.headline = summary.document.id = summary.document.title = text
    summary.document.source = text
    shown = to_jsonld(summary, base=BASE)
    assert not set("<>&") & set(shown)
    found = graph(summary, base=BASE)
    author = str(one(found, f"{BASE}#c1", SCHEMA + "author"))
    assert author.startswith(f"{BASE}#")
    assert not set(author.removeprefix(f"{BASE}#")) & set("#/<>@: ")
    if text:
        assert one(found, author, SCHEMA + "name") == text.replace("\ud800", "\ufffd")


def test_ids_that_differ_have_names_that_differ() -> None:
    names = set()
    for text in HOSTILE:
        summary = bridge()
        summary.actors[0].id = text
        names.add(json.loads(to_jsonld(summary, base=BASE))["about"][0]["@id"])
    assert len(names) == len(HOSTILE)


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("https://velm.example/a?b=1#c", "https://velm.example/a?b=1#c"),
        ('https://velm.example/"><script>', "https://velm.example/%22%3E%3Cscript%3E"),
        ("javascript:alert(1)", None),
        ("http://[", None),
        ("https://", None),
        ("Velm Herald", None),
    ],
)
def test_only_a_web_address_is_a_link(source: str, url: str | None) -> None:
    summary = bridge()
    summary.document.source = source
    (node,) = expanded(summary)
    (document,) = node[SCHEMA + "isBasedOn"]
    if url:
        assert document[SCHEMA + "url"] == [{"@id": url}]
    else:
        assert document[SCHEMA + "creditText"] == [{"@value": source}]


@settings(max_examples=25, deadline=None)
@given(st.text(), st.floats())
def test_any_text_and_any_number_give_a_graph(text: str, value: float) -> None:
    summary = bridge()
    summary.figures[0].measure = summary.actors[0].id = text
    summary.figures[0].value = value
    assert len(graph(summary)) > 20


class Stage(StrEnum):
    OPEN = "open"


class Sanction(Record):
    measure: str
    target_id: Annotated[str | None, Refers("actors")] = None
    stage: Stage = Stage.OPEN
    terms: list[list[str]] = Field(default_factory=list)
    place: Evidence | None = None


class Sanctions(Summary):
    sanctions: list[Sanction]


def test_a_section_of_the_caller_s_own_is_said_in_its_own_words() -> None:
    sanction = Sanction(
        id="s1", measure="Frozen accounts", target_id="a1", terms=[["one", "two"]],
        place=Evidence(quote="x", start=0, end=1), evidence=evidence("The Velm bridge"),
    )  # fmt: skip
    found = graph(Sanctions(**bridge().model_dump(), sanctions=[sanction]), base=BASE)
    rdflib = extra("rdflib")
    assert str(one(found, f"{BASE}#s1", str(rdflib.RDF.type))) == VOCABULARY + "Sanction"
    assert one(found, f"{BASE}#s1", VOCABULARY + "measure") == "Frozen accounts"
    assert str(one(found, f"{BASE}#s1", VOCABULARY + "target_id")) == f"{BASE}#a1"
    assert one(found, f"{BASE}#s1", VOCABULARY + "stage") == "open"
    terms = found.value(rdflib.URIRef(f"{BASE}#s1"), rdflib.URIRef(VOCABULARY + "terms"))
    assert json.loads(str(terms)) == [["one", "two"]]
