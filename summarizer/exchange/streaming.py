"""A summary while it is written."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, suppress
from typing import Unpack

from summarizer.document import Document
from summarizer.engines import Brief, Composition, Draft
from summarizer.errors import InputError
from summarizer.exchange.apart import Published, asking
from summarizer.options import Options, as_document
from summarizer.pipeline import Summarizer
from summarizer.schema import S, Summary


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
) -> Generator[S, None, None]:
    """`astream_summary` where no event loop runs.

    Raises:
        InputError: if one runs in this thread, as in a notebook; else as `asummarize` does.
    """
    with suppress(RuntimeError):
        asyncio.get_running_loop()
        raise InputError("An event loop runs here, as in a notebook: use astream_summary, with async for.")
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
    engine = asking(summarizer)
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
