"""Request and reply apart, so that any gateway, queue or batch service can sit between."""

from __future__ import annotations

import asyncio
import datetime
import json
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from summarizer.document import Chunk, Document
from summarizer.engines import Brief, Draft
from summarizer.errors import InvalidReply, SettingsError
from summarizer.options import Options, as_document
from summarizer.pipeline import Summarizer
from summarizer.schema import S, Summary, Usage

if TYPE_CHECKING:
    from summarizer.engines.llm import LLMEngine

Published = datetime.date | str | None


def build_requests(
    document: str | Document,
    *,
    model: str | None = None,
    published: Published = None,
    schema: type[Summary] = Summary,
    **options: Unpack[Options],
) -> list[dict[str, Any]]:
    """The bodies that `summarize` would send first, one for each part that the document falls into.

    Raises:
        SettingsError: if the model takes no requests.
    """
    summarizer = Summarizer(model, schema=schema, **options)
    engine = asking(summarizer)
    document = as_document(document, published)
    brief = summarizer.brief(document, time.monotonic())
    return [dict(engine.request(chunk, brief).body) for chunk in document.chunks(engine.chunk_chars)]


def build_request(
    document: str | Document,
    *,
    model: str | None = None,
    published: Published = None,
    schema: type[Summary] = Summary,
    **options: Unpack[Options],
) -> dict[str, Any]:
    """The exact body that `summarize` would send for a document, without sending it.

    Raises:
        SettingsError: if the model takes no requests, or the document needs more than one.
    """
    engine, chunk, brief = _only(
        Summarizer(model, schema=schema, **options), as_document(document, published)
    )
    return dict(engine.request(chunk, brief).body)


def parse_reply(
    document: str | Document,
    reply: str | Mapping[str, Any],
    *,
    model: str | None = None,
    published: Published = None,
    schema: type[S] = Summary,  # type: ignore[assignment]
    **options: Unpack[Options],
) -> S:
    """The summary that a reply to `build_request` comes to: read, grounded and audited like any other.

    Args:
        reply: the text of the answer, or the chat completion that holds it.
        options: those of the request.

    Raises:
        InvalidReply: if the reply holds no answer, or one that does not meet the schema.
        UnsupportedRecord: with `on_unsupported="raise"`.
    """
    summarizer = Summarizer(model, schema=schema, **options)
    document = as_document(document, published)
    engine, chunk, brief = _only(summarizer, document)
    text, usage, answered_by = _answer(reply)
    draft = engine.parse(text, chunk, brief)
    whole = Draft(draft.records, draft.language, draft.composition, usage, answered_by)
    return asyncio.run(summarizer.concluded(document, [whole], brief, time.monotonic()))


def _only(summarizer: Summarizer[Any], document: Document) -> tuple[LLMEngine, Chunk, Brief]:
    engine = asking(summarizer)
    chunks = document.chunks(engine.chunk_chars)
    if len(chunks) > 1:
        raise SettingsError(
            f"The document needs {len(chunks)} requests, one after another; give build_request its parts."
        )
    return engine, chunks[0], summarizer.brief(document, time.monotonic())


def asking(summarizer: Summarizer[Any]) -> LLMEngine:
    """The engine of a summarizer that asks a language model.

    Raises:
        SettingsError: if it is another one.
    """
    from summarizer.engines.llm import LLMEngine

    if not isinstance(summarizer.engine, LLMEngine):
        raise SettingsError(f"{summarizer.model} takes no requests; name a model such as openai/gpt-5-mini.")
    return summarizer.engine


def _answer(reply: str | Mapping[str, Any]) -> tuple[str, Usage, str | None]:
    """Text, usage and model of a reply; of a bare text only the text is known."""
    if isinstance(reply, str):
        return reply, Usage(), None
    try:
        message = reply["choices"][0]["message"]
        calls = message.get("tool_calls")
        text = calls[0]["function"]["arguments"] if calls else message["content"]
        told = reply.get("usage") or {}
        usage = Usage(
            requests=1,
            attempts=1,
            input_tokens=told.get("prompt_tokens", 0),
            output_tokens=told.get("completion_tokens", 0),
            unreported=0 if told else 1,
        )
        return text if isinstance(text, str) else json.dumps(text), usage, reply.get("model")
    except (KeyError, IndexError, TypeError, AttributeError):
        raise InvalidReply("The reply is no chat completion with an answer in it.") from None
