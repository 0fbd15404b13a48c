"""Documents, replies and engines that the tests of the LLM engine share."""

from __future__ import annotations

from typing import Any

from summarizer.document import Document
from summarizer.engines import Brief, Draft
from summarizer.engines.llm import LLMEngine, resolve
from summarizer.schema import Summary

TEXT = (
    "The harbour of Lindau was closed on Monday after a ferry ran aground.\n"
    "Mayor Mara Voss said about 40 passengers were brought ashore.\n"
    "“Nobody was hurt,” she said.\n"
    "The operator expects the ferry to sail again in March."
)


def reply(**changes: Any) -> dict[str, Any]:
    """A reply that meets the wire schema."""
    return {
        "language": "en",
        "actors": [
            {
                "id": "a1",
                "name": "Mara Voss",
                "aliases": [],
                "kind": "person",
                "role": "Mayor",
                "affiliation_id": None,
            }
        ],
        "events": [
            {
                "id": "e1",
                "evidence": [1],
                "description": "A ferry ran aground in the harbour of Lindau.",
                "agent_ids": [],
                "target_ids": [],
                "date_text": "on Monday",
                "date": "2026-03-02",
                "location": "Lindau",
                "status": "occurred",
            }
        ],
        "claims": [
            {
                "evidence": [3],
                "source_id": "a1",
                "cue": "said",
                "content": "Nobody was hurt,",
                "quotation": "direct",
                "certainty": "certain",
            }
        ],
        "figures": [
            {
                "evidence": [2],
                "measure": "passengers brought ashore",
                "text": "about 40 passengers",
                "value": 40,
                "status": "current",
                "source_id": "a1",
                "event_id": "e1",
            }
        ],
        "headline": "Ferry runs aground in the harbour of Lindau",
        "gist": "A ferry ran aground. Nobody was hurt, Mayor Mara Voss said.",
        **changes,
    }


def part(**changes: Any) -> dict[str, Any]:
    """A reply for a part of a document, which is not asked for headline and gist."""
    whole = reply(**changes)
    return {key: value for key, value in whole.items() if key not in ("headline", "gist")}


def engine_for(url: str, schema: type[Summary] = Summary, **settings: Any) -> LLMEngine:
    return LLMEngine(resolve("openai/test", base_url=url, **{"timeout": 5.0, **settings}), schema)


def brief(schema: type[Summary] = Summary, **changes: Any) -> Brief:
    caps = {"actors": 12, "events": 10, "claims": 12, "figures": 12}
    return Brief(**{"schema": schema, "max_records": caps, **changes})


async def draft(url: str, text: str = TEXT, **settings: Any) -> Draft:
    engine = engine_for(url, **settings)
    try:
        return await engine.draft(Document(text).chunks(engine.chunk_chars)[0], brief())
    finally:
        await engine.aclose()
