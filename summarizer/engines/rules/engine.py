"""The rules engine: what the fields' modules find, put in order of importance and into records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import TypeVar

from summarizer.document import Chunk, Document
from summarizer.engines import Brief, Composition, Draft, DraftRecord, Span
from summarizer.engines.rules import compose, grammar, lexicon, reading, verbs
from summarizer.engines.rules.actors import Cast
from summarizer.engines.rules.attribution import Attribution
from summarizer.engines.rules.claims import find_claims
from summarizer.engines.rules.entities import Entity
from summarizer.engines.rules.events import find_events
from summarizer.engines.rules.figures import Counted, find_figures
from summarizer.engines.rules.happening import Happening
from summarizer.engines.rules.wording import flat
from summarizer.errors import LanguageUnsupported
from summarizer.language.detect import is_english
from summarizer.schema import Actor, Claim, Event, Figure, Record

_T = TypeVar("_T")
_SPARE = 1.25
"""How many times as many records as asked for are drafted, so that others can take a rejected one's place."""
_PROMINENT = 2.0
"""The weight of an actor that a summary names although none of its records refers to it."""
_SLIGHT = 0.8
"""The weight up to which a claim stays out of a summary, however few there are."""
_OFTEN = 5
"""Mentions that make a state an actor of a text however short."""
_ORDINARY_CHARS = 8_000
"""Characters of an article for which the caps are meant."""
_MENTIONS = 50
"""Mentions of an actor that are cited; the rest prove nothing more."""


class RulesEngine:
    """Drafts records by rules for English news, on this machine. Holds no state: safe to share."""

    name = "builtin/rules"
    local = True
    languages: frozenset[str] | None = frozenset({"en"})
    chunk_chars = 100_000
    prompt: tuple[str, str] | None = None

    async def draft(self, chunk: Chunk, brief: Brief) -> Draft:
        """Draft the records of one chunk. Never awaits anything.

        Raises:
            LanguageUnsupported: if the document is not in English.
        """
        if not is_english(chunk.document.text):
            raise LanguageUnsupported(
                "The document does not read as English, the only language of builtin/rules: "
                "name a model, for example --model openai/gpt-5-mini."
            )
        return Draft(_records(chunk, _room(chunk, brief.max_records)), "en")

    async def compose(
        self, document: Document, records: Mapping[str, Sequence[Record]], brief: Brief
    ) -> Composition:
        """Choose headline and gist from the text. Never awaits anything."""
        return compose.compose(document, records)

    async def aclose(self) -> None:
        """It holds nothing."""


def _room(chunk: Chunk, caps: Mapping[str, int | None]) -> dict[str, int | None]:
    """The caps, which are for an article of ordinary length, made smaller for a shorter one.

    Not that of the figures: what of them is of no importance is left out at any length.
    """
    size = sum(s.end - s.start for s in chunk.sentences)
    share = min(1.0, (size / _ORDINARY_CHARS) ** 0.5)
    return {
        name: cap if cap is None or name == "figures" else ceil(cap * share) for name, cap in caps.items()
    }


def _records(chunk: Chunk, caps: Mapping[str, int | None]) -> list[DraftRecord]:
    document = chunk.document
    readings = reading.read(document, chunk.sentences)
    grammar.tag(readings)
    cast = Cast(readings, document.text)
    claims = find_claims(readings, cast, document.text)
    for claim in claims:
        if claim.source is not None:
            claim.source.voice += 1
    events = find_events(
        readings, cast, claims, document.text, document.published, every=caps.get("events", 0) is None
    )
    figures = find_figures(readings, document.text, every=caps.get("figures", 0) is None)
    figures = _best(figures, caps.get("figures"), lambda f: f.weight)
    tellers = {id(figure): _teller(figure, claims) for figure in figures}
    if caps.get("claims") is not None:
        claims = [claim for claim in claims if _claim_weight(claim) > _SLIGHT]
    claims = _best(claims, caps.get("claims"), _claim_weight)
    events = _best(events, caps.get("events"), lambda e: e.weight)
    for event in events:
        for agent in event.agents:
            agent.deeds += 1
    actors = _appearing(cast, claims, events, caps.get("actors"))
    for number, entity in enumerate(actors, 1):
        entity.id = f"a{number}"
    ids = {id(event): f"e{number}" for number, event in enumerate(events, 1)}
    return [
        *(_actor(a) for a in actors),
        *(_event(e, ids[id(e)], document.text) for e in events),
        *(_claim(c, f"c{n}") for n, c in enumerate(claims, 1)),
        *(_figure(f, f"f{n}", tellers[id(f)], events, ids) for n, f in enumerate(figures, 1)),
    ]


def _best(found: Sequence[_T], cap: int | None, weight: Callable[[_T], float]) -> list[_T]:
    """The findings in order of importance, cut where no cap could reach: long texts stay cheap to ground."""
    ordered = sorted(found, key=lambda x: -weight(x))
    return ordered if cap is None else ordered[: ceil(_SPARE * cap)]


def _appearing(
    cast: Cast, claims: Sequence[Attribution], events: Sequence[Happening], most: int | None
) -> list[Entity]:
    """The actors, the most important first: places stay out, and so does who has no name and no part.

    What is no more than the target of an event must be a person or prominent otherwise, since things are
    targets too ("struck the *Cerro Alto*"), and so must who has no name be somebody rather than something.
    An unnamed one beyond the first `most` stays only as the source of a claim: an event's reference to it
    would keep it in the summary at a named actor's cost.
    """
    sources = {id(c.source) for c in claims}
    agents = {id(e) for h in events for e in h.agents}
    parts = (
        sources | agents | {id(e) for h in events for e in h.targets if most is None or e.kind == "person"}
    )
    actors = [e for e in cast.entities if not e.place and (e.named or id(e) in parts)]
    actors.sort(key=lambda e: -e.weight)
    if most is None:
        return actors
    actors = [e for e in actors if e.named or e.kind != "other"]
    actors = [e for e in actors if id(e) in parts or e.weight > _PROMINENT]
    return [
        e for n, e in enumerate(actors)
        if n < most or id(e) in sources | agents
        or (e.named and (n < _SPARE * most or id(e) in parts or e.followed or _often(e)))
    ]  # fmt: skip


def _often(entity: Entity) -> bool:
    """Whether a state is named so often that the text is about it."""
    return entity.nation is not None and len(entity.mentions) >= _OFTEN


def _actor(entity: Entity) -> DraftRecord:
    name = entity.name
    aliases = dict.fromkeys(
        m.name for m in entity.mentions if not m.descriptive and flat(m.name) != flat(name)
    )
    record = Actor(
        id=entity.id,
        name=name,
        aliases=list(aliases),
        kind=entity.kind,
        role=flat(entity.role) if entity.role else None,
        affiliation_id=(entity.affiliation.id or None) if entity.affiliation else None,
    )
    return DraftRecord("actors", record, [Span(m.start, m.end) for m in entity.mentions[:_MENTIONS]])


def _event(event: Happening, event_id: str, text: str) -> DraftRecord:
    record = Event(
        id=event_id,
        description=event.description,
        agent_ids=[e.id for e in event.agents if e.id],
        target_ids=[e.id for e in event.targets if e.id],
        date_text=text[event.date.start : event.date.end] if event.date else None,
        date=event.date.value if event.date else None,
        location=event.location,
        status=event.status,
    )
    return DraftRecord(
        "events", record, [Span(event.start, event.end), *(Span(*p) for p in event.places[:3])]
    )


def _claim_weight(claim: Attribution) -> float:
    """Importance: a known person's statement, at some length; less for bare numbers, objects and aims."""
    words = claim.wording.split()
    weight = 0.7 * (len(words) > 20) - 0.5 * (len(words) < 6) + 0.6 * (_certainty(claim) != "certain")
    weight -= 0.8 * any(w[0].isdigit() for w in words) + 1.5 * (not claim.clause)
    if claim.source is not None:
        weight += 1.5 * (claim.source.named or claim.source.kind != "other")
        weight += 0.8 * (claim.source.named and claim.source.kind == "person") + 0.3 * claim.source.weight
    return weight - 0.02 * claim.reading


def _claim(claim: Attribution, claim_id: str) -> DraftRecord:
    record = Claim(
        id=claim_id,
        source_id=(claim.source.id or None) if claim.source else None,
        cue=claim.cue_text,
        content=claim.wording,
        quotation=claim.quotation,
        certainty=_certainty(claim),
    )
    return DraftRecord("claims", record, [Span(*claim.extent)])


def _certainty(claim: Attribution) -> str:
    words = [w.strip(".,;:“”\"'") for w in claim.wording.lower().split()]
    found = {verbs.CERTAINTY[w] for w in words if w in verbs.CERTAINTY}
    cue = verbs.DOUBTFUL.get((claim.cue_text or "").lower(), "certain")
    return "possible" if "possible" in found else "probable" if "probable" in found else cue


_JUDGING = lexicon.words("accuse blame criticize criticise condemn denounce praise dismiss decry")


def _teller(figure: Counted, claims: Sequence[Attribution]) -> Entity | None:
    """Who gives a figure: the source of the innermost statement that tells it, whether or not that is kept.

    Not who takes a stand on what is known without him ("blamed rebels for the attack that killed 14").
    """
    place = figure.quantity.start
    telling = [
        (e - s, n)
        for n, c in enumerate(claims)
        for s, e in c.content
        if s <= place < e and verbs.SPEECH.get(c.cue_text or "say") not in _JUDGING
    ]
    return claims[min(telling)[1]].source if telling else None


def _figure(
    figure: Counted, figure_id: str,
    source: Entity | None, events: Sequence[Happening], ids: dict[int, str],
) -> DraftRecord:  # fmt: skip
    place = figure.quantity.start
    tellings = (
        (end - start, n) for n, e in enumerate(events) for start, end in e.tellings if start <= place < end
    )
    event = next((events[n] for _, n in sorted(tellings)), None)
    record = Figure(
        id=figure_id,
        measure=figure.measure,
        text=figure.text,
        value=figure.quantity.value,
        status=figure.status,
        source_id=(source.id or None) if source else None,
        event_id=ids[id(event)] if event else None,
    )
    return DraftRecord("figures", record, [Span(figure.quantity.start, figure.quantity.end)])
