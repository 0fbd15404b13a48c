"""Running: an engine over the fixtures, concurrently, within a budget, resumable, then scored."""

from __future__ import annotations

import asyncio
import datetime
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

from summarizer import __version__
from summarizer.errors import (
    AuthenticationFailed,
    InputError,
    MissingKey,
    QuotaExceeded,
    SchemaError,
    SummarizerError,
)
from summarizer.evals.fixture import FixtureSet, GoldDocument, Split
from summarizer.evals.runfile import Failure, Output, RunFile, RunInfo
from summarizer.evals.score import DocumentScore, score_document, scorer_id
from summarizer.evals.similarity import Similarity
from summarizer.pipeline import Summarizer
from summarizer.schema import Summary, Usage, sections

under_way: ContextVar[tuple[str, int]] = ContextVar("under_way")
"""The document and the repeat that the running task is about."""

# What the next document would meet as well: the run stops, and can be resumed.
_FATAL = (AuthenticationFailed, QuotaExceeded, MissingKey)


class RecordingMismatch(InputError):
    """A recording holds no reply to the request: prompt, schema, options or text have changed since."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a run may spend; None for no limit. Checked before each output, so that it may be passed by
    what is under way."""

    cost_usd: float | None = None
    tokens: int | None = None

    def allows(self, spent: Usage) -> bool:
        """Whether another output may be started.

        Raises:
            InputError: if money is limited and the price of what was spent is not known.
        """
        if self.cost_usd is not None and spent.attempts and spent.cost_usd is None:
            raise InputError("The price of this model is not known: limit tokens instead of money.")
        return not (
            (self.cost_usd is not None and (spent.cost_usd or 0.0) >= self.cost_usd)
            or (self.tokens is not None and spent.input_tokens + spent.output_tokens >= self.tokens)
        )


@dataclass(slots=True)
class Journal:
    """The outputs so far, a line each behind a line of what the run is of, so that it can go on later."""

    path: Path | None
    info: RunInfo
    done: dict[tuple[str, int], Output] = field(default_factory=dict)
    _stream: TextIO | None = None

    @contextmanager
    def open(self) -> Iterator[Journal]:
        """Read what is there and append to it.

        Raises:
            InputError: if it is of another run, or cannot be written.
        """
        if self.path is None:
            yield self
            return
        try:
            self._read(self.path)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self.path.open("a", encoding="utf-8")
        except OSError as error:
            raise InputError(f"{self.path} cannot be used: {error.strerror or error}") from None
        except ValueError:
            raise InputError(f"{self.path} is no run's journal; remove it or name another --out.") from None
        try:
            if not self._stream.tell():
                self._write(self.info.model_dump_json())
            yield self
        finally:
            self._stream.close()

    def _read(self, path: Path) -> None:
        if not path.exists():
            return
        lines = path.read_text(encoding="utf-8").split("\n")
        if len(lines) > 1 and RunInfo.model_validate_json(lines[0]) != self.info:
            raise InputError(f"{path} is of a run with other settings; remove it or name another --out.")
        whole = [lines[0], *lines[1:-1]] if len(lines) > 1 else []
        if lines[-1]:  # the line that was being written when the run was stopped
            path.write_text("".join(f"{line}\n" for line in whole), encoding="utf-8")
        for line in whole[1:]:
            output = Output.model_validate_json(line)
            self.done[output.document, output.repeat] = output

    def add(self, output: Output) -> None:
        self.done[output.document, output.repeat] = output
        self._write(output.model_dump_json(exclude_defaults=True))

    def _write(self, line: str) -> None:
        if self._stream is not None:
            self._stream.write(line + "\n")
            self._stream.flush()


def describe_run(
    summarizer: Summarizer[Any],
    fixtures: FixtureSet,
    *,
    split: Split | None,
    repeats: int,
    options: Mapping[str, Any] | None = None,
) -> RunInfo:
    """What a run with these settings is of."""
    prompt, prompt_sha256 = summarizer.engine.prompt or (None, None)
    return RunInfo(
        model=summarizer.model,
        options={key: value for key, value in (options or {}).items() if value is not None},
        prompt=prompt,
        prompt_sha256=prompt_sha256,
        library_version=__version__,
        split=split,
        repeats=repeats,
        fixtures={doc.id: doc.sha256 for doc in fixtures.part(split).documents},
        sections=list(sections(fixtures.schema)),
    )


async def make_outputs(
    summarizer: Summarizer[Any],
    fixtures: FixtureSet,
    info: RunInfo,
    *,
    concurrency: int = 8,
    budget: Budget | None = None,
    journal: Path | None = None,
    progress: Callable[[int, int, Usage], None] | None = None,
) -> list[Output]:
    """Every document's outputs, in the order of documents and repeats.

    A failure is one document's failure, kept in its output. What the budget left undone, and what an
    earlier, interrupted run has in its journal, is not asked for (again).

    Args:
        progress: told the outputs done, those to do in all, and what was spent.

    Raises:
        EndpointError, MissingKey: for a key or quota that no document would get past.
        RecordingMismatch: if a replayed recording is of other requests.
    """
    documents = fixtures.part(info.split).documents
    todo = [(doc, repeat) for doc in documents for repeat in range(info.repeats)]
    # An embedded engine is no faster side by side with itself, and its times would tell of the others.
    slots = asyncio.Semaphore(1 if summarizer.engine.local else concurrency)
    limit = budget or Budget()
    with Journal(journal, info).open() as kept:

        async def one(doc: GoldDocument, repeat: int) -> Output:
            key = (doc.id, repeat)
            if key not in kept.done:
                async with slots:
                    if not limit.allows(_spent(kept.done.values())):
                        return Output(document=doc.id, repeat=repeat, status="not_run")
                    kept.add(await make_output(summarizer, doc, repeat))
            if progress is not None:
                progress(len(kept.done), len(todo), _spent(kept.done.values()))
            return kept.done[key]

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one(doc, repeat)) for doc, repeat in todo]
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        finally:
            await summarizer.aclose()
        return [task.result() for task in tasks]


def _spent(outputs: Iterable[Output]) -> Usage:
    return sum((output.usage for output in outputs), Usage())


async def make_output(summarizer: Summarizer[Any], doc: GoldDocument, repeat: int = 0) -> Output:
    """One document's output, or why there is none.

    Raises:
        EndpointError, MissingKey, RecordingMismatch: what the other documents would meet as well.
    """
    languages = summarizer.engine.languages
    if languages is not None and doc.language.partition("-")[0] not in languages:
        return Output(document=doc.id, repeat=repeat, status="not_applicable")
    under_way.set((doc.id, repeat))
    started = time.monotonic()
    try:
        summary = await summarizer.asummarize(doc.document)
    except (*_FATAL, RecordingMismatch):
        raise
    except SummarizerError as error:
        return _failed(
            doc, repeat, Failure(type=type(error).__name__, message=error.message), error.usage, started
        )
    except Exception as error:  # a defect in an engine is one document's failure, too
        return _failed(doc, repeat, Failure(type=type(error).__name__, message="a defect"), Usage(), started)
    return Output(
        document=doc.id,
        repeat=repeat,
        summary=summary.model_dump(mode="json", exclude={"document"}),
        usage=summary.run.usage,
        seconds=round(time.monotonic() - started, 3),
    )


def _failed(doc: GoldDocument, repeat: int, failure: Failure, usage: Usage, started: float) -> Output:
    return Output(
        document=doc.id,
        repeat=repeat,
        status="error",
        error=failure,
        usage=usage,
        seconds=round(time.monotonic() - started, 3),
    )


def assemble(
    info: RunInfo,
    outputs: Sequence[Output],
    fixtures: FixtureSet,
    similarity: Similarity,
    *,
    replayed: bool = False,
) -> RunFile:
    """A scored run file of outputs."""
    documents = {doc.id: doc for doc in fixtures.documents}
    answered = {(output.summary or {}).get("run", {}).get("model") for output in outputs}
    return RunFile(
        created=datetime.datetime.now(datetime.UTC).replace(microsecond=0),
        info=info,
        answered_by=sorted(model for model in answered if model),
        replayed=replayed,
        scorer=scorer_id(similarity),
        tags={key: list(documents[key].tags) for key in info.fixtures},
        outputs=list(outputs),
        scores=list(score_outputs(outputs, fixtures, similarity)),
    )


def score_outputs(
    outputs: Iterable[Output], fixtures: FixtureSet, similarity: Similarity
) -> Iterator[DocumentScore]:
    """The score of every output that is applicable; an error's is that of an empty output.

    Raises:
        InputError: if an output is of a document that the fixtures do not hold.
        SchemaError: if an output does not fit the schema.
    """
    documents = {doc.id: doc for doc in fixtures.documents}
    for output in outputs:
        if output.status in ("not_applicable", "not_run"):
            continue
        if output.document not in documents:
            raise InputError(
                f"The fixtures hold no document {output.document!r}, of which the run has an output."
            )
        doc = documents[output.document]
        summary = read_summary(output, doc, fixtures.schema)
        yield score_document(doc, summary, similarity, schema=fixtures.schema, repeat=output.repeat)


def read_summary(output: Output, doc: GoldDocument, schema: type[Summary]) -> Summary | None:
    """The summary in an output; None for a failure.

    Raises:
        SchemaError: if it does not fit the schema.
    """
    if output.summary is None:
        return None
    try:
        return schema.model_validate(output.summary | {"document": doc.document.info.model_dump()})
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise SchemaError(
            f"The run's output for {output.document} does not fit {schema.__name__}: {place}."
        ) from None


def rescore(run: RunFile, fixtures: FixtureSet, similarity: Similarity) -> RunFile:
    """The run scored again, by this scorer on these fixtures, without a model.

    Raises:
        InputError: if the fixtures' texts or labels are not there for every output.
    """
    current = {doc.id: doc.sha256 for doc in fixtures.documents}
    info = run.info.model_copy(
        update={"fixtures": {k: current.get(k, v) for k, v in run.info.fixtures.items()}}
    )
    return run.model_copy(
        update={
            "info": info,
            "scorer": scorer_id(similarity),
            "scores": list(score_outputs(run.outputs, fixtures, similarity)),
        }
    )
