"""Sets to label: a text of the evals' samples, with what is known about it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from summarizer.schema import Record, Refers, Summary, Verbatim
from tests.conftest import ROOT
from tests.evals.samples import PUBLISHED, TEXT


class Sanction(Record):
    """A measure that one side imposes on another."""

    measure: str
    """What is imposed."""
    target_id: Annotated[str | None, Refers("actors")] = None
    article: Annotated[str | None, Verbatim()] = None
    weeks: int | None = None
    lifted: bool = False


class SanctionSummary(Summary):
    sanctions: list[Sanction]


def write_texts(folder: Path, texts: dict[str, str] | None = None) -> Path:
    """A set without labels: `fixtures/ferries` in a folder."""
    made = folder / "fixtures" / "ferries"
    made.mkdir(parents=True)
    listed = []
    for key, text in (texts or {"ferry": TEXT, "quiet": "Nothing happened on Tuesday.\n"}).items():
        (made / f"{key}.txt").write_bytes(text.encode())
        listed.append({"id": key, "published": PUBLISHED.isoformat(), "source": "The Sound"})
    (made / "texts.json").write_text(json.dumps(listed), encoding="utf-8")
    return made


def labelled(folder: Path, labeller: str, drafts: dict[str, Any]) -> Path:
    """A labeller's drafts of a set."""
    made = folder.parent.parent / "labels" / folder.name / labeller
    made.mkdir(parents=True)
    for key, content in drafts.items():
        (made / f"{key}.json").write_text(json.dumps(content), encoding="utf-8")
    return made


@contextlib.contextmanager
def running(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`summarizer label` as a process of its own, with the address that it printed."""
    command = [sys.executable, "-m", "summarizer.cli", "label", str(folder), "--no-open", *options]
    if "--port" not in options:
        command += ["--port", "0"]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": path},
    )
    try:
        assert process.stdout
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()
