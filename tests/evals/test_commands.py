"""The `eval` commands, from a set on disk to a verdict's exit code."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarizer.errors import InputError, SettingsError
from summarizer.evals.actions import baseline_path
from summarizer.evals.commands import add_commands
from summarizer.evals.runfile import load_run, save_run
from summarizer.schema import Summary
from summarizer.views.html.report import report_to_html
from tests.evals.samples import drop_a_fifth, news, run_of, write_set

Command = Callable[..., int]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run an `eval` command in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def add_settings(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--model", default="builtin/rules")

    def settings(options: argparse.Namespace) -> dict[str, Any]:
        return {"model": options.model, "schema": Summary}

    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(), add_settings, settings, lambda _: Summary, report_to_html)

    def call(*arguments: object) -> int:
        options = parser.parse_args(["eval", *map(str, arguments)])
        code: int = options.handler(options)
        return code

    return call


def test_from_a_set_to_a_verdict(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_set(tmp_path / "evals" / "fixtures" / "news", ["a", "b"])
    (tmp_path / "evals" / "gate.toml").write_text("resamples = 500\nmin_supported = 0.5\n", encoding="utf-8")
    assert command("run", "evals", "--out", "run.json") == 0
    assert not (tmp_path / "run.json.journal").exists()
    with pytest.raises(InputError, match="There is no baseline"):
        command("gate", "run.json")
    assert command("gate", "run.json", "--rebaseline") == 0
    assert (tmp_path / "evals" / "baselines" / "builtin-rules.json").exists()
    assert command("gate", "run.json", "--junit", "j.xml", "--markdown", "r.md", "--json", "r.json") == 0
    assert command("gate", "run.json", "--html", "r.html") == 0
    assert "Verdict: PASS" in capsys.readouterr().out
    assert all(
        (tmp_path / name).read_text(encoding="utf-8") for name in ("j.xml", "r.md", "r.json", "r.html")
    )
    assert command("score", "run.json", "--out", "again.json") == 0
    assert load_run("again.json").scores == load_run("run.json").scores
    assert command("compare", "run.json", "again.json") == 0
    assert "overall F1" in capsys.readouterr().out
    assert command("suspects", "run.json", "again.json") == 0
    assert "suspects" in capsys.readouterr().out


def test_a_blocked_run_does_not_become_the_baseline_unless_overridden(
    command: Command, tmp_path: Path
) -> None:
    fixtures = news()
    (tmp_path / "gate.toml").write_text("resamples = 500\nmin_supported = 0.0\n", encoding="utf-8")
    save_run(run_of(fixtures), tmp_path / "base" / "builtin-rules.json")
    save_run(run_of(fixtures, drop_a_fifth), "harmed.json")
    gate = ("gate", "harmed.json", "--against", "base", "--gate", "gate.toml", "--rebaseline")
    before = load_run("base/builtin-rules.json")
    assert command(*gate) == 1
    assert load_run("base/builtin-rules.json") == before
    with pytest.raises(InputError, match="a name and a reason"):
        command(*gate, "--override-by", "R. Ilves")
    assert command(*gate, "--override-by", "R. Ilves", "--because", "we measure less now") == 0
    assert load_run("base/builtin-rules.json") == load_run("harmed.json")


def test_a_budget_leaves_a_run_partly_done(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_set(tmp_path / "set", ["a"])
    assert command("run", "set", "--out", "run.json", "--budget-tokens", 0) == 5
    assert "left undone by the budget" in capsys.readouterr().err
    assert command("run", "set", "--out", "run.json") == 0


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--budget-usd", "-1", "'-1' is not a number from 0 up"),
        ("--budget-usd", "nan", "'nan' is not a number from 0 up"),
        ("--budget-tokens", "1.5", "'1.5' is not a whole number from 0 up"),
        ("--repeat", "0", "'0' is not a whole number from 1 up"),
        ("--concurrency", "many", "'many' is not a whole number from 1 up"),
    ],
)
def test_a_number_that_makes_no_sense_is_told(
    command: Command, capsys: pytest.CaptureFixture[str], option: str, value: str, told: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        command("run", "set", option, value)
    assert told in capsys.readouterr().err


def test_only_a_file_is_replaced_by_a_run_file(command: Command, tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set", ["a"])
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for taken in (pipe, folder):
        with pytest.raises(InputError, match="it is no file"):
            command("run", "set", "--out", taken)
    assert pipe.is_fifo()
    (tmp_path / "link.json").symlink_to("run.json")
    assert command("run", "set", "--out", "link.json") == 0
    assert (tmp_path / "link.json").is_symlink()
    assert load_run("run.json").outputs
    assert sorted(p.name for p in tmp_path.glob("*.journal")) == []


def test_an_engine_that_asks_nobody_has_nothing_to_replay(command: Command, tmp_path: Path) -> None:
    write_set(tmp_path / "set", ["a"])
    with pytest.raises(SettingsError, match="nothing to record or to replay"):
        command("run", "set", "--replay", "none.jsonl")


def test_labellers_are_held_against_each_other(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_set(tmp_path / "set", ["a", "b"])
    assert command("agree", folder / "labels", folder, "--texts", folder) == 0
    assert "agreement on 2 documents" in capsys.readouterr().out
    with pytest.raises(InputError, match="--texts"):
        command("agree", folder / "labels", folder)


@pytest.mark.parametrize("form", ["text", "json", "md", "junit"])
def test_a_report_in_every_form(command: Command, tmp_path: Path, form: str) -> None:
    folder = write_set(tmp_path / "set", ["a", "b"])
    command("run", "set", "--out", "run.json")
    labels = ("--labellers", folder / "labels", folder / "labels", "--texts", folder)
    assert (
        command("report", "run.json", "--fixtures", "set", "--format", form, "--out", "report", *labels) == 0
    )
    assert (tmp_path / "report").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("against", "path"),
    [("evals/baselines", "evals/baselines/openai-gpt-5-mini.json"), ("other/run.json", "other/run.json")],
)
def test_a_baseline_is_named_for_its_model(against: str, path: str) -> None:
    assert baseline_path(against, "openai/gpt-5-mini") == Path(path)
