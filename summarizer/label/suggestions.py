"""Records that a labeller may take over: what an engine makes of a document, and what others labelled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from summarizer.document import Document
from summarizer.evals.agreement import as_summary
from summarizer.evals.fixture import GoldDocument
from summarizer.evals.score import SectionScore, score_document
from summarizer.evals.similarity import Similarity
from summarizer.label.states import State, Suggestion
from summarizer.schema import (
    Actor,
    Computed,
    Evidence,
    Figure,
    Record,
    Refers,
    Reread,
    Summary,
    id_prefixes,
    marked,
    sections,
)


def suggest(summary: Summary, document: Document, state: State, origin: str) -> State:
    """The state with an engine's records as suggestions; those of the same origin before are replaced."""
    schema = type(summary)
    kept = [each for each in state.suggested if each.origin != origin]
    found = [
        (section, drafted(record, document.text))
        for section in sections(schema)
        for record in getattr(summary, section)
    ]
    fresh = _renumbered(found, state.draft, kept, schema)
    suggested = [Suggestion(section=section, record=item, origin=origin) for section, item in fresh]
    return state.model_copy(update={"suggested": [*kept, *suggested]})


def drafted(record: Record, text: str) -> dict[str, Any]:
    """A grounded record in the form of a draft: evidence quoted, what code reads again left out."""
    kind = type(record)
    left_out = {
        "evidence",
        *marked(kind, Computed),
        *(marked(kind, Reread) if isinstance(record, Figure) else ()),
    }
    item = {
        name: value
        for name, value in record.model_dump(mode="json", exclude=left_out).items()
        if value not in (None, [], "")
    }
    if not isinstance(record, Actor):  # an actor's evidence is its mentions, found by its names
        item["evidence"] = [quoted(evidence, text) for evidence in record.evidence]
    return item


def quoted(evidence: Evidence, text: str) -> str | dict[str, Any]:
    """A place as a quote, with its number among the quote's occurrences where it is not the first."""
    quote = text[evidence.start : evidence.end]
    nth = len(re.findall(f"(?={re.escape(quote)})", text[: evidence.end]))
    return quote if nth == 1 else {"quote": quote, "nth": nth}


def _renumbered(
    found: Sequence[tuple[str, dict[str, Any]]],
    draft: Mapping[str, Any],
    suggested: Iterable[Suggestion],
    schema: type[Summary],
) -> list[tuple[str, dict[str, Any]]]:
    """Records with ids that neither the draft nor another suggestion has, their references following."""
    used = {item.get("id") for name in sections(schema) for item in draft.get(name) or ()}
    used |= {each.record.get("id") for each in suggested}
    ids: dict[str, str] = {}
    for section, item in found:
        prefix = id_prefixes(schema)[section]
        number = 1
        while f"{prefix}{number}" in used:
            number += 1
        ids[item["id"]] = f"{prefix}{number}"
        used.add(ids[item["id"]])
    return [(section, _following(item, sections(schema)[section], ids)) for section, item in found]


def _following(item: Mapping[str, Any], kind: type[Record], ids: Mapping[str, str]) -> dict[str, Any]:
    def follow(value: Any) -> Any:
        return [ids.get(v, v) for v in value] if isinstance(value, list) else ids.get(value, value)

    references = marked(kind, Refers)
    moved = {
        name: follow(value) if name in references and isinstance(value, str | list) else value
        for name, value in item.items()
    }
    accept = item.get("accept")
    if isinstance(accept, Mapping):
        moved["accept"] = {
            name: [follow(v) if isinstance(v, str | list) else v for v in values]
            if name in references
            else values
            for name, values in accept.items()
        }
    return moved | {"id": ids[item["id"]]}


Labelling = tuple[str, Mapping[str, Any], GoldDocument]
"""Who labelled, the draft, and the same as gold."""


def pair_up(
    one: Labelling, two: Labelling, state: State, similarity: Similarity, schema: type[Summary] = Summary
) -> State:
    """The state with the records of two labellings as suggestions, those about the same thing paired.

    Pairs are those of the scorer that judges engines, optional records included.
    """
    judged = score_document(one[2], as_summary(two[2], schema), similarity, schema=schema)
    suggested: list[Suggestion] = []
    ids: list[dict[str, tuple[int, list[str]]]] = [{}, {}]
    for pair, (first, second, differences) in enumerate(_pairs(judged.sections)):
        ids[0][first] = ids[1][second] = (pair, differences)
    for (labeller, draft, _), paired in zip((one, two), ids, strict=True):
        found = [(name, dict(item)) for name in sections(schema) for item in draft[name]]
        fresh = _renumbered(found, state.draft, suggested, schema)
        for (section, before), (_, item) in zip(found, fresh, strict=True):
            number, differences = paired.get(before["id"], (None, []))
            suggested.append(
                Suggestion(
                    section=section, record=item, origin=labeller, pair=number, differences=differences
                )
            )
    return state.model_copy(update={"suggested": suggested})


def _pairs(scored: Mapping[str, SectionScore]) -> Iterator[tuple[str, str, list[str]]]:
    for section in scored.values():
        for first, second in [*section.correct, *section.optional]:
            yield first, second, []
        for wrong in section.incorrect:
            yield wrong.gold, wrong.record, wrong.differences
