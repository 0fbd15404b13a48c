"""The run file: what a run put in, what came out, and what that scored. JSON; described in docs/evals.md.

It holds the outputs, so that a run can be scored again later, by another scorer, without a model.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

from summarizer.errors import InputError, SchemaError
from summarizer.evals.fixture import Split, Strict, of_field, read_json
from summarizer.evals.score import DocumentScore
from summarizer.schema import SCHEMA_VERSION, Usage

Status = Literal["ok", "error", "not_applicable", "not_run"]


class Failure(Strict):
    """Why there is no output: the class of the error and its message."""

    type: str
    message: str


class Output(Strict):
    """What an engine made of one document, once."""

    document: str
    repeat: int = 0
    status: Status = "ok"
    """"not_applicable": the engine does not read the language. "not_run": the budget was spent before."""
    summary: dict[str, Any] | None = None
    error: Failure | None = None
    usage: Usage = Field(default_factory=Usage)
    seconds: float = 0.0


class RunInfo(Strict):
    """What a run is of: two runs with the same one may be continued by each other."""

    model: str
    options: dict[str, Any] = Field(default_factory=dict)
    prompt: str | None = None
    prompt_sha256: str | None = None
    schema_version: str = SCHEMA_VERSION
    library_version: str
    split: Split | None = None
    repeats: int = 1
    fixtures: dict[str, str]
    """Document id to the sha256 of text, labels and metadata."""
    sections: list[str]


class RunFile(Strict):
    """A run, scored."""

    format: Literal["summarizer-eval-run/1"] = "summarizer-eval-run/1"
    created: datetime.datetime
    info: RunInfo
    answered_by: list[str] = Field(default_factory=list)
    """The models that the endpoint says it used."""
    replayed: bool = False
    """Whether replies came from a recording, so that time and cost say nothing."""
    scorer: str
    tags: dict[str, list[str]] = Field(default_factory=dict)
    """Document id to its tags, for reports."""
    outputs: list[Output]
    scores: list[DocumentScore]
    """Of every output that is applicable; an error scores as an empty output."""

    def of_status(self, *statuses: Status) -> list[Output]:
        return [output for output in self.outputs if output.status in statuses]

    @property
    def usage(self) -> Usage:
        return sum((output.usage for output in self.outputs), Usage())

    @property
    def error_rate(self) -> float:
        """Errors over the outputs that were applicable and tried."""
        tried = len(self.of_status("ok", "error"))
        return len(self.of_status("error")) / tried if tried else 0.0

    @property
    def supported(self) -> float:
        """The share of output records that pass the support audit; 1 where there are none."""
        records = sum(score.evidence.records for score in self.scores)
        return sum(score.evidence.supported for score in self.scores) / records if records else 1.0

    @property
    def overlapping(self) -> float | None:
        """The share of matched records whose evidence overlaps the gold evidence."""
        matched = sum(score.evidence.matched for score in self.scores)
        return sum(score.evidence.overlapping for score in self.scores) / matched if matched else None


def load_run(path: str | Path) -> RunFile:
    """Read a run file.

    Raises:
        InputError: if there is no such file or it is not JSON.
        SchemaError: if it is not a run file of this version.
    """
    try:
        return RunFile.model_validate(read_json(Path(path)))
    except ValidationError as error:
        name, message = of_field(error.errors()[0])
        raise SchemaError(f"{path} is not a run file: {name}: {message}") from None


def run_path(path: str | Path) -> Path:
    """Where a run file is written; a link is followed.

    Raises:
        InputError: for a folder, and for a device or a pipe, which a file would be put in place of.
    """
    target = Path(path).resolve()
    if target.exists() and not target.is_file():
        raise InputError(f"{path} cannot be written: it is no file that could be taken up again.")
    return target


def save_run(run: RunFile, path: str | Path) -> None:
    """Write a run file whole or not at all; one output and one score a line, for readable differences.

    Raises:
        InputError: if it cannot be written.
    """
    target = run_path(path)
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_text("".join(_lines(run)), encoding="utf-8")
        part.replace(target)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}") from None


def _lines(run: RunFile) -> Iterator[str]:
    head = run.model_dump_json(exclude={"outputs", "scores"})
    yield head[:-1]
    parts: dict[str, Sequence[BaseModel]] = {"outputs": run.outputs, "scores": run.scores}
    for name, items in parts.items():
        yield f',\n"{name}": [\n'
        yield ",\n".join(item.model_dump_json(exclude_defaults=True) for item in items)
        yield "\n]"
    yield "}\n"
