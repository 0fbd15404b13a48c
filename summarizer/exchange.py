"""Request and reply apart, for any gateway, queue or batch service; and a summary while it is written."""

from __future__ import annotations

import asyncio
import datetime
import json
import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, TypeVar

from typing_extensions import Unpack

from summarizer.document import Chunk, Document
from summarizer.engines import Brief, Composition, Draft
from summarizer.errors import InvalidReply, SettingsError
from summarizer.pipeline import Options, Summarizer, as_document
from summarizer.schema import Summary, Usage

if TYPE_CHECKING:
    from summarizer.engines.llm import LLMEngine

S = TypeVar("S", bound=Summary)
Published = datetime.date | str | None


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


async def astream_summary(
    document: str | Document,
    *,
    model: str | None = None,
    published: Published = None,
    schema: type[S] = Summary,  # type: ignore[assignment]
    **options: Unpack[Options],
) -> AsyncGenerator[S, None]:
    """A summary while it is written: each one valid and grounded, with more drafted than the one before.

    Headline and gist come with the last, which is the one that `asummarize` returns. A record of an
    earlier one may be gone in a later one, where it turned out to be another's double.

    Raises what `asummarize` raises.
    """
    async with Summarizer(model, schema=schema, **options) as summarizer:
        if summarizer.engine.local:
            yield await summarizer.asummarize(document, published=published)
            return
        async with aclosing(_growing(summarizer, as_document(document, published))) as summaries:
            async for summary in summaries:
                yield summary


def stream_summary(
    document: str | Document,
    *,
    model: str | None = None,
    published: Published = None,
    schema: type[S] = Summary,  # type: ignore[assignment]
    **options: Unpack[Options],
) -> Iterator[S]:
    """`astream_summary` where no event loop runs."""
    summaries = astream_summary(document, model=model, published=published, schema=schema, **options)

    async def following() -> S | None:
        return await anext(summaries, None)

    with asyncio.Runner() as runner:
        try:
            while (summary := runner.run(following())) is not None:
                yield summary
        finally:
            runner.run(summaries.aclose())


async def _growing(summarizer: Summarizer[S], document: Document) -> AsyncGenerator[S, None]:
    engine = _asking(summarizer)
    started = time.monotonic()
    brief = summarizer.brief(document, started)
    finished: list[Draft] = []
    for chunk in document.chunks(engine.chunk_chars):
        draft: Draft | None = None
        async with aclosing(engine.stream(chunk, brief)) as drafts:
            async for draft in drafts:
                yield await _unfinished(summarizer, document, [*finished, draft], brief, started)
        assert draft is not None
        finished.append(draft)
    yield await summarizer.concluded(document, finished, brief, started)


async def _unfinished(
    summarizer: Summarizer[S], document: Document, drafts: list[Draft], brief: Brief, started: float
) -> S:
    """A summary of what there is, headline and gist left empty."""
    return await summarizer.concluded(document, drafts, brief, started, Composition("", ""))


def _only(summarizer: Summarizer[Any], document: Document) -> tuple[LLMEngine, Chunk, Brief]:
    engine = _asking(summarizer)
    chunks = document.chunks(engine.chunk_chars)
    if len(chunks) > 1:
        raise SettingsError(
            f"The document needs {len(chunks)} requests, one after another; give build_request its parts."
        )
    return engine, chunks[0], summarizer.brief(document, time.monotonic())


def _asking(summarizer: Summarizer[Any]) -> LLMEngine:
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
