"""Many documents on many machines, with Ray (the extra `ray`).

A worker is an asynchronous Ray actor that holds one `Summarizer` and keeps many requests in flight, so
it needs a fraction of a processor. A worker that dies is started again, and Ray gives it the documents
that it had in flight once more: they may be paid for twice. Every worker gets its share of the rates.
"""

from __future__ import annotations

import asyncio
import json
import operator
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import ExitStack
from functools import partial, reduce
from typing import Any, Unpack

from summarizer.corpus.limits import Limits
from summarizer.corpus.many import IN_FLIGHT
from summarizer.corpus.outcomes import Outcome, Outcomes, Source, Unreadable, document_id, failed, told
from summarizer.corpus.reading import Fields, row_source
from summarizer.corpus.sequence import HandOut, Input
from summarizer.corpus.tasks import work
from summarizer.document import Document
from summarizer.engines.llm import Budget, Estimate, estimate
from summarizer.engines.llm.spending import Reservation
from summarizer.errors import MissingDependency, SummarizerError
from summarizer.exchange.apart import asking
from summarizer.options import Options, as_document
from summarizer.pipeline import Summarizer
from summarizer.schema import S, Summary

CPUS = 0.25
"""Processors that a worker asks Ray for: it waits for replies nearly all of the time."""

_TRIES = 5
_AHEAD = 8

Build = Callable[..., Summarizer[Any]]


class Worker:
    """Summarizes documents side by side in one event loop."""

    def __init__(self, build: Build, concurrency: int, rpm: float | None, tpm: float | None) -> None:
        self._limits = Limits(concurrency, rpm, tpm)
        self._summarizer = build(listener=self._limits.hear)

    async def summarize(self, index: int, source: Source) -> Outcome[Any]:
        await self._limits.place()
        return await work(self._summarizer, self._limits, index, source)


class RowsWorker(Worker):
    """What Ray Data calls with batches of rows, column by column."""

    def __init__(self, fields: Fields, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._fields = fields

    async def __call__(self, batch: Mapping[str, Any]) -> Any:
        columns = {name: _plain(values) for name, values in batch.items()}
        count = len(next(iter(columns.values()), ()))
        rows = [{name: values[i] for name, values in columns.items()} for i in range(count)]
        sources = [row_source(row, f"row {i}", self._fields) for i, row in enumerate(rows)]
        outcomes = await asyncio.gather(*(self.summarize(i, source) for i, source in enumerate(sources)))
        yield {
            **columns,
            "summary": [o.summary.model_dump_json() if o.summary else None for o in outcomes],
            "error": [json.dumps(told(o.error)) if o.error else None for o in outcomes],
            "usage": [o.usage.model_dump_json() for o in outcomes],
        }


def summarize_dataset(
    dataset: Any,
    *,
    model: str | None = None,
    schema: type[S] = Summary,  # type: ignore[assignment]
    fields: Fields | None = None,
    workers: int = 2,
    concurrency: int = IN_FLIGHT,
    rpm: float | None = None,
    tpm: float | None = None,
    batch_size: int = 16,
    cpus: float = CPUS,
    **options: Unpack[Options],
) -> Any:
    """Summarize the rows of a `ray.data.Dataset`, lazily, on the machines of the cluster.

    Args:
        dataset: rows with the columns that `fields` names; by default `text`, and where there are such,
            `id`, `title`, `published` and `source`.
        workers: how many workers; every one needs `cpus` processors.
        concurrency: documents in flight at every worker.
        rpm, tpm: requests and tokens a minute, over all workers.
        batch_size: rows that a worker is given at a time; it works on several such batches at once.
        model, schema, options: as `Summarizer` takes them. A key that is found in the environment, a
            prompt file and the schema's module must be there on the workers too.

    Returns:
        A dataset with three more columns, JSON or null each: `summary`, `error` (its `type` and
        `message`) and `usage`.

    Raises:
        SettingsError and others, at once, as `Summarizer` does.
        MissingDependency: if Ray is not installed.
    """
    ray_data = _ray().data
    build = partial(Summarizer, model, schema=schema, **options)
    build()
    Limits(concurrency, rpm, tpm)
    return dataset.map_batches(
        RowsWorker,
        fn_constructor_args=(fields or Fields(), build, concurrency, *_shares(workers, rpm, tpm)),
        batch_size=batch_size,
        compute=ray_data.ActorPoolStrategy(
            size=workers, max_concurrent_calls_per_actor=1 + -(-concurrency // batch_size)
        ),
        num_cpus=cpus,
    )


def summarize_on_ray(
    documents: Iterable[Source],
    *,
    address: str | None = None,
    workers: int = 2,
    concurrency: int | None = None,
    ordered: bool = True,
    rpm: float | None = None,
    tpm: float | None = None,
    budget: Budget | None = None,
    **settings: Any,
) -> Outcomes[Any]:
    """`summarize_many` on the machines of a Ray cluster.

    Args:
        address: of the cluster; None for the one that is connected, else one on this machine.
        workers: how many workers; every one needs a quarter of a processor.
        concurrency: documents in flight at every worker, 32 by default.
        budget: over all workers. What a document's first requests are expected to cost is reserved here
            before a worker is given it, so that the cap is passed by no more than these estimates
            were too low for the documents in flight.
        settings: as `Summarizer` takes them.

    Raises:
        SettingsError and others, at once, as `Summarizer` does.
        MissingDependency: if Ray is not installed.
    """
    ray = _ray()
    build = partial(Summarizer, **settings)
    purse = _Purse(budget, build())
    places = IN_FLIGHT if concurrency is None else concurrency
    Limits(places, rpm, tpm)
    if not ray.is_initialized():
        ray.init(address=address, include_dashboard=None if address else False, log_to_driver=False)
    remote = ray.remote(Worker).options(
        num_cpus=CPUS, max_restarts=-1, max_task_retries=_TRIES, max_concurrency=2 * places
    )
    actors = [remote.remote(build, places, *_shares(workers, rpm, tpm)) for _ in range(workers)]
    return Outcomes(_driven(ray, actors, documents, places, ordered, purse))


class _Purse:
    """Reserves what every document in flight is expected to cost, and settles for what it did cost."""

    def __init__(self, budget: Budget | None, summarizer: Summarizer[Any]) -> None:
        self._budget = budget
        self._summarizer = summarizer
        self._held: dict[int, tuple[ExitStack, Reservation]] = {}

    def reserve(self, index: int, source: Source) -> Outcome[Any] | None:
        """The outcome of a document that the budget does not allow, or that has no text; None for others."""
        if self._budget is None or isinstance(source, Unreadable):
            return None
        held = ExitStack()
        try:
            expected = self._expected(as_document(source))
            self._held[index] = held, held.enter_context(self._budget.reserve(expected))
        except Exception as error:
            return failed(index, document_id(source), error)
        return None

    def settle(self, outcome: Outcome[Any]) -> Outcome[Any]:
        if outcome.index in self._held:
            held, reservation = self._held.pop(outcome.index)
            reservation.settle(outcome.usage)
            held.close()
        return outcome

    def _expected(self, document: Document) -> Estimate:
        engine = asking(self._summarizer)
        brief = self._summarizer.brief(document, time.monotonic())
        bodies = (engine.request(chunk, brief).body for chunk in document.chunks(engine.chunk_chars))
        return reduce(operator.add, (estimate(body, engine.settings.endpoint) for body in bodies))


def _driven(
    ray: Any,
    actors: list[Any],
    documents: Iterable[Source],
    places: int,
    ordered: bool,
    purse: _Purse,
) -> Generator[Outcome[Any], None, None]:
    given = Input(documents)
    handed_out = HandOut(ordered, ahead=_AHEAD * places * len(actors))
    idle = [actor for actor in actors for _ in range(places)]
    in_flight: dict[Any, tuple[int, Source, Any]] = {}
    try:
        while True:
            while idle and not handed_out.full and (item := next(given, None)):
                if (refused := purse.reserve(*item)) is not None:
                    yield from handed_out.take(refused)
                    continue
                actor = idle.pop(0)
                in_flight[actor.summarize.remote(*item)] = (*item, actor)
            if not in_flight:
                break
            for reference in ray.wait(list(in_flight), num_returns=1)[0]:
                index, source, actor = in_flight.pop(reference)
                idle.append(actor)
                yield from handed_out.take(purse.settle(_fetched(ray, reference, index, source)))
    finally:
        for actor in actors:
            ray.kill(actor)
    given.reraise()


def _fetched(ray: Any, reference: Any, index: int, source: Source) -> Outcome[Any]:
    try:
        outcome: Outcome[Any] = ray.get(reference)
    except Exception as error:  # the worker died with it, again and again
        died = SummarizerError(f"The worker was lost that worked on this document ({type(error).__name__}).")
        return failed(index, document_id(source), died)
    return outcome


def _shares(workers: int, *rates: float | None) -> tuple[float | None, ...]:
    return tuple(rate and rate / workers for rate in rates)


def _plain(values: Any) -> list[Any]:
    """A column as Python's own values: Ray hands out arrays."""
    return list(values.tolist() if hasattr(values, "tolist") else values)


def _ray() -> Any:
    try:
        import ray
        import ray.data
    except ImportError:
        raise MissingDependency.of_extra("This", "Ray", "ray") from None
    return ray
