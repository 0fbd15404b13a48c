"""One document, from text to a grounded `Summary`.

The data flows one way: document, chunks, `engine.draft`, `ground` (locate, audit, merge),
`engine.compose`, audit of headline and gist, `Summary`.
"""

from __future__ import annotations

import copy
import datetime
import os
import time
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Unpack, cast

from summarizer import __version__
from summarizer.document import Document
from summarizer.drafting import CarryOut, Composed, at_once, draft, ground_and_compose
from summarizer.engines import Brief, Citations, Composition, Draft, Engine, Mode
from summarizer.errors import SettingsError
from summarizer.options import (
    ORDINARY_CHARS,
    MaxRecords,
    OnUnsupported,
    Options,
    as_document,
    caps_of,
    check_embedded,
    check_kinds,
    check_language,
    check_used,
    checked_schema,
    seconds,
)
from summarizer.schema import Run, S, Summary

if TYPE_CHECKING:
    from summarizer.engines.llm import Budget, Listener

EMBEDDED = "builtin/rules"
"""The model that is used when none is named: on this machine, without a key."""

MODEL_VARIABLE = "SUMMARIZER_MODEL"
"""The environment variable that names a model where the caller does not."""


def chosen_model(model: str | None) -> str:
    """The model that is named, by the caller or by `MODEL_VARIABLE`; `EMBEDDED` where none is."""
    return model or os.environ.get(MODEL_VARIABLE) or EMBEDDED


class Summarizer(Generic[S]):
    """Summarizes documents with one set of settings. Safe to share between threads and tasks.

    Args:
        model: `provider/name`: `builtin/rules` runs on this machine; `openai/NAME`, with `base_url`
            for any OpenAI-compatible server, sends the text there. None: the environment's
            `SUMMARIZER_MODEL`, else `builtin/rules`.
        schema: `Summary` or a subclass with sections of your own.
        base_url: the endpoint, up to and including `/v1`.
        api_key: the endpoint's key.
        api_key_env: the environment variable that holds the key.
        timeout: seconds for a document, all retries included.
        max_records: the largest number of records in a section: one number for all, a mapping by
            section, or None for no cap. By default 12 actors, 10 events, 12 claims and 12 figures,
            and more for a document longer than an ordinary article. A claim's source is
            kept beyond the cap, since a claim without one is its author's.
        on_unsupported: what becomes of a record that its evidence does not bear out: "reject" moves
            it to `Summary.rejected`, "flag" keeps it with its findings, "raise" raises.
        citations: how the model cites: "sentences" by number, or "quotes" verbatim.
        mode: how the reply's form is asked for; "json_schema" is enforced by the endpoint.
        output_language: BCP 47 tag to write in; None for the document's own language.
        prompt: a prompt file of your own in the form of the ones in `prompts/`.
        temperature, seed, reasoning_effort, max_output_tokens: passed on where given.
        extra: further request parameters by name.
        budget: a cap on what may be spent, which several summarizers may share.
        cache: a file in which replies are kept, and looked up before a request is sent.
        repeat: which of several deliberate repeats this is; a cache keeps them apart.
        listener: is told what happens to every request.

    Raises:
        SettingsError: if an option's value makes no sense, no such provider exists, or a key is missing.
        SchemaError: if `schema` is one that an LLM cannot be held to.
        PromptError: if the prompt file cannot be used.
        TypeError: for an option that does not exist.
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        schema: type[S] = Summary,  # type: ignore[assignment]
        base_url: str | None = None,
        api_key: str | None = None,
        api_key_env: str | None = None,
        timeout: float = 120.0,
        max_records: MaxRecords = "auto",
        on_unsupported: OnUnsupported = "reject",
        citations: Citations = "sentences",
        mode: Mode = "json_schema",
        output_language: str | None = None,
        prompt: str | Path | None = None,
        temperature: float | None = None,
        seed: int | None = None,
        reasoning_effort: str | None = None,
        max_output_tokens: int | None = None,
        extra: Mapping[str, Any] | None = None,
        budget: Budget | None = None,
        cache: str | Path | None = None,
        repeat: int = 0,
        listener: Listener | None = None,
    ) -> None:
        check_kinds({"model": model, "output_language": output_language})
        check_language(output_language)
        self.model = chosen_model(model)
        self.schema = checked_schema(schema)
        self.timeout = seconds("timeout", timeout)
        self.max_records = max_records
        self._caps = caps_of(self.schema, max_records)
        SettingsError.unless_one_of("on_unsupported", on_unsupported, OnUnsupported)
        self.on_unsupported = on_unsupported
        self.output_language = output_language
        self.engine = self._engine(
            base_url=base_url,
            api_key=api_key,
            api_key_env=api_key_env,
            citations=citations,
            mode=mode,
            prompt=prompt,
            temperature=temperature,
            seed=seed,
            reasoning_effort=reasoning_effort,
            max_output_tokens=max_output_tokens,
            extra=extra,
            budget=budget,
            cache=cache,
            repeat=repeat,
            listener=listener,
        )

        self._carry_out: CarryOut = at_once

    def grounding_by(self, carry_out: CarryOut) -> Summarizer[S]:
        """The same summarizer, what is the processor's work about its replies carried out by another."""
        other = copy.copy(self)
        other._carry_out = carry_out
        return other

    def __repr__(self) -> str:
        return f"Summarizer({self.model!r}, schema={self.schema.__name__})"

    def _engine(self, **settings: Any) -> Engine:
        check_kinds(settings)
        if self.model == EMBEDDED:
            from summarizer.engines.rules import RulesEngine

            engine = RulesEngine()
            check_embedded(engine, self.schema)
            defaults = Summarizer.__init__.__kwdefaults__ or {}
            check_used(engine, {n: v for n, v in settings.items() if v != defaults[n]}, self.output_language)
            return engine
        from summarizer.engines.llm import LLMEngine, resolve

        settings["extra"] = dict(settings["extra"] or {})
        return LLMEngine(resolve(self.model, timeout=self.timeout, **settings), self.schema)

    def summarize(self, document: str | Document, *, published: datetime.date | str | None = None) -> S:
        """Summarize one document. May be called from any thread, also where an event loop runs.

        Args:
            document: the text, or a `Document`.
            published: the day of publication, as a date or an ISO 8601 string; overrides the document's.

        Raises:
            DocumentError: if there is no text, or the engine does not read its language.
            EndpointError: if the endpoint fails, refuses, or never answers usably; carries what was spent.
            UnsupportedRecord: with `on_unsupported="raise"`.
        """
        document = as_document(document, published)
        if self.engine.local:
            return _run_without_loop(self._summarize(document))
        return _run_with_loop(self._summarize_and_close(document))

    async def asummarize(
        self, document: str | Document, *, published: datetime.date | str | None = None
    ) -> S:
        """`summarize` for a running event loop; an embedded engine runs in a thread of its own."""
        document = as_document(document, published)
        if self.engine.local:
            import asyncio

            return await asyncio.to_thread(self.summarize, document)
        return await self._summarize(document)

    async def aclose(self) -> None:
        """Close the connections that belong to the running event loop."""
        await self.engine.aclose()

    async def __aenter__(self) -> Summarizer[S]:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.aclose()

    async def _summarize_and_close(self, document: Document) -> S:
        try:
            return await self._summarize(document)
        finally:
            await self.aclose()

    async def _summarize(self, document: Document) -> S:
        started = time.monotonic()
        brief = self.brief(document, started)
        drafts = await draft(self.engine, document.chunks(self.engine.chunk_chars), brief)
        return await self.concluded(document, drafts, brief, started)

    async def concluded(
        self,
        document: Document,
        drafts: Sequence[Draft],
        brief: Brief,
        started: float,
        composition: Composition | None = None,
    ) -> S:
        """The summary that drafts of a document's chunks come to.

        Args:
            started: when the first was asked for, as a reading of `time.monotonic()`.
            composition: headline and gist; None for the draft's own, or for asking the engine.

        Raises:
            EndpointError: if headline and gist have to be asked for, and that fails.
            UnsupportedRecord: with `on_unsupported="raise"`.
        """
        composed = await ground_and_compose(
            self.engine,
            document,
            drafts,
            brief,
            composition,
            on_unsupported=self.on_unsupported,
            carry_out=self._carry_out,
        )
        return self._assemble(document, drafts, composed, time.monotonic() - started)

    def _assemble(self, document: Document, drafts: Sequence[Draft], composed: Composed, seconds: float) -> S:
        prompt, prompt_sha256 = self.engine.prompt or (None, None)
        run = Run(
            engine=self.model,
            model=next((d.model for d in drafts if d.model), None),
            prompt=prompt,
            prompt_sha256=prompt_sha256,
            library_version=__version__,
            chunks=len(drafts),
            usage=composed.usage,
            seconds=round(seconds, 3),
            cached=all(d.cached for d in drafts),
        )
        summary = self.schema(
            language=self.output_language or drafts[0].language,
            **composed.grounded.records,
            headline=composed.composition.headline,
            gist=composed.composition.gist,
            document=document.info,
            findings=composed.grounded.findings,
            rejected=composed.grounded.rejected,
            run=run,
        )
        summary._text = document.text
        return summary

    def brief(self, document: Document, started: float) -> Brief:
        """What is asked of the engine about a document."""
        caps = self._caps
        if self.max_records == "auto":
            factor = max(1.0, (sum(s.end - s.start for s in document.sentences) / ORDINARY_CHARS) ** 0.5)
            caps = {name: cap and round(cap * factor) for name, cap in caps.items()}
        return Brief(
            schema=self.schema,
            max_records=caps,
            output_language=self.output_language,
            deadline=None if self.engine.local else started + self.timeout,
        )


def summarize(
    document: str | Document,
    *,
    model: str | None = None,
    published: datetime.date | str | None = None,
    schema: type[S] = Summary,  # type: ignore[assignment]
    **options: Unpack[Options],
) -> S:
    """Turn a document into a `Summary`: actors, events, claims and figures, each with evidence.

    With no model named, the embedded engine does it on this machine, without a key. Text leaves the
    machine only if a model is named, here or in the environment's `SUMMARIZER_MODEL`.

    `options` are those of `Summarizer`; raises what `Summarizer` and `Summarizer.summarize` raise.
    """
    return Summarizer(model, schema=schema, **options).summarize(document, published=published)


async def asummarize(
    document: str | Document,
    *,
    model: str | None = None,
    published: datetime.date | str | None = None,
    schema: type[S] = Summary,  # type: ignore[assignment]
    **options: Unpack[Options],
) -> S:
    """`summarize` for a running event loop."""
    async with Summarizer(model, schema=schema, **options) as summarizer:
        return await summarizer.asummarize(document, published=published)


def _run_without_loop(coroutine: Coroutine[Any, Any, S]) -> S:
    """Drive a coroutine that never waits, which needs no event loop and no import of asyncio."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return cast(S, stop.value)
    coroutine.close()
    raise RuntimeError("an engine that calls itself local waited for something")


def _run_with_loop(coroutine: Coroutine[Any, Any, S]) -> S:
    """Run a coroutine to its end, in a thread of its own where this one already runs a loop."""
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coroutine)
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
