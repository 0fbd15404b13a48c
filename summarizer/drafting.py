"""The steps between a document's chunks and its summary: draft, ground, compose."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from summarizer.document import Chunk, Document
from summarizer.engines import Brief, Composition, Draft, Engine
from summarizer.errors import SummarizerError
from summarizer.grounding import Grounded, audit_composition, ground
from summarizer.options import OnUnsupported
from summarizer.schema import Usage

CarryOut = Callable[..., Awaitable[Any]]
"""Does work that is the processor's, wherever it sees fit: takes a function and its arguments."""


@dataclasses.dataclass(frozen=True, slots=True)
class Composed:
    """What a document's drafts come to.

    Attributes:
        grounded: its records, with the findings about them and about headline and gist.
        usage: what drafting and composing spent.
    """

    grounded: Grounded
    composition: Composition
    usage: Usage


async def at_once(work: Callable[..., Any], *arguments: Any) -> Any:
    """Carry work out here and now."""
    return work(*arguments)


async def draft(engine: Engine, chunks: Sequence[Chunk], brief: Brief) -> Sequence[Draft]:
    """The chunks' drafts, in their order, asked for side by side.

    Raises:
        SummarizerError: the first chunk's that failed, with what all of them spent; the others are stopped.
    """
    if len(chunks) == 1 or engine.local:
        return [await engine.draft(chunk, brief) for chunk in chunks]
    import asyncio

    tasks = [asyncio.ensure_future(engine.draft(chunk, brief)) for chunk in chunks]
    try:
        return await asyncio.gather(*tasks)
    except SummarizerError as error:
        error.usage += await _stop(tasks, error)
        raise
    finally:
        await _stop(tasks, None)


async def _stop(tasks: Sequence[Any], known: SummarizerError | None) -> Usage:
    """Cancel what still runs, wait for it, and return what the tasks other than the `known` failure spent."""
    import asyncio

    for task in tasks:
        task.cancel()
    spent = Usage()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Draft) or (isinstance(outcome, SummarizerError) and outcome is not known):
            spent += outcome.usage
    return spent


async def ground_and_compose(
    engine: Engine,
    document: Document,
    drafts: Sequence[Draft],
    brief: Brief,
    composition: Composition | None,
    *,
    on_unsupported: OnUnsupported,
    carry_out: CarryOut,
) -> Composed:
    """The drafts' records grounded, with headline and gist over them.

    Args:
        composition: headline and gist; None for the only draft's own, or for asking the engine.
        carry_out: where grounding is done.

    Raises:
        EndpointError: if headline and gist have to be asked for, and that fails.
        UnsupportedRecord: with `on_unsupported="raise"`.
    """
    spent = sum((d.usage for d in drafts), Usage())
    if composition is None and len(drafts) == 1:
        composition = drafts[0].composition
    try:
        grounded = await carry_out(_grounded, document, drafts, brief, on_unsupported, composition)
        if composition is None:
            composition = await engine.compose(document, grounded.records, brief)
            spent += composition.usage
            grounded = _audited(document, grounded, composition)
    except SummarizerError as error:
        error.usage = spent + error.usage
        raise
    return Composed(grounded, composition, spent)


def _grounded(
    document: Document,
    drafts: Sequence[Draft],
    brief: Brief,
    on_unsupported: OnUnsupported,
    composition: Composition | None,
) -> Grounded:
    """Grounded records, and findings about a composition too, if there is one already."""
    grounded = ground(document, drafts, brief, on_unsupported=on_unsupported)
    return grounded if composition is None else _audited(document, grounded, composition)


def _audited(document: Document, grounded: Grounded, composition: Composition) -> Grounded:
    found = audit_composition(document, grounded.records, composition)
    return dataclasses.replace(grounded, findings=[*grounded.findings, *found])
