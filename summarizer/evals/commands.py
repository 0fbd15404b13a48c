"""The `eval` commands: what they take. What they do is in `actions`, imported when one of them runs."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.schema import Summary

    Page = Callable[..., str]
    Handler = Callable[[argparse.Namespace], int]

_FORMATS = ("text", "json", "md", "junit", "html")


def add_commands(
    subparsers: Any,
    add_settings: Callable[[argparse.ArgumentParser], None],
    settings: Callable[[argparse.Namespace], Mapping[str, Any]],
    schema_class: Callable[[str | None], type[Summary]],
    page: Page,
) -> None:
    """Register `eval` and its commands.

    Args:
        add_settings: adds the options that say which model summarizes and what is asked of it.
        settings: reads them, as keyword arguments of `Summarizer`.
        schema_class: finds the class that `--schema` names.
        page: lays a report out as HTML, from report, run and fixtures and, by keyword, baseline and schema.
    """
    about = "Run an engine over labelled documents, score it, and say whether a release may go out."
    parser = subparsers.add_parser("eval", help=about, description=about)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_run(commands, add_settings, settings)
    _add_score(commands, schema_class)
    _add_compare(commands)
    _add_gate(commands, schema_class, page)
    _add_report(commands, schema_class, page)
    _add_agree(commands, schema_class)
    _add_suspects(commands, schema_class)
    _add_import(commands, schema_class)


def _command(
    commands: Any, name: str, handler: Callable[[argparse.Namespace], int], about: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    command.set_defaults(handler=handler)
    return command


def _add_run(
    commands: Any,
    add_settings: Callable[[argparse.ArgumentParser], None],
    settings: Callable[[argparse.Namespace], Mapping[str, Any]],
) -> None:
    about = "Summarize the documents of a fixture set and score what comes out."
    command = _command(
        commands, "run", lambda options: _action("run_fixtures")(options, dict(settings(options))), about
    )
    command.add_argument("fixtures", metavar="FIXTURES", help="a set, or a folder that holds fixtures/<set>/")
    add_settings(command)
    running = command.add_argument_group("the run")
    running.add_argument(
        "--out", metavar="RUN.json", help="the run file; run again, it goes on where it was left"
    )
    running.add_argument("--split", choices=["dev", "test"], help="both by default")
    running.add_argument(
        "--repeat", metavar="N", type=_from(1, int), default=1, help="outputs of each document"
    )
    running.add_argument("--concurrency", metavar="N", type=_from(1, int), default=8)
    running.add_argument(
        "--budget-usd", metavar="X", type=_from(0, float), help="begin no more once this is spent"
    )
    running.add_argument(
        "--budget-tokens", metavar="N", type=_from(0, int), help="begin no more once this is spent"
    )
    recording = running.add_mutually_exclusive_group()
    recording.add_argument("--record", metavar="FILE", help="write every request's hash and reply there")
    recording.add_argument("--replay", metavar="FILE", help="take the replies from there, asking nobody")
    _add_similarity(command)


def _add_score(commands: Any, schema_class: Callable[[str | None], type[Summary]]) -> None:
    about = "Score a run again, by this library's scorer, without a model."
    command = _command(commands, "score", _with_schema("score_again", schema_class), about)
    command.add_argument("run", metavar="RUN.json")
    command.add_argument("--out", metavar="RUN.json", help="where to write it; in its place by default")
    _add_fixtures(command)
    _add_similarity(command)


def _add_compare(commands: Any) -> None:
    command = _command(
        commands,
        "compare",
        _plain("compare"),
        "Say what changed from one run to another, and how sure that is.",
    )
    command.add_argument("before", metavar="A.json")
    command.add_argument("after", metavar="B.json")
    _add_thresholds(command)


def _add_gate(commands: Any, schema_class: Callable[[str | None], type[Summary]], page: Page) -> None:
    about = "Hold a run against its baseline: exit code 0 PASS, 1 BLOCK, 4 INCONCLUSIVE."
    command = _command(commands, "gate", _with_schema("gate", schema_class, page), about)
    command.add_argument("run", metavar="RUN.json")
    command.add_argument(
        "--against",
        metavar="BASELINE",
        default="evals/baselines",
        help="a run file, or a folder that holds <model, / as ->.json; evals/baselines by default",
    )
    command.add_argument(
        "--rebaseline", action="store_true", help="after a PASS or an override, make it the baseline"
    )
    command.add_argument("--override-by", metavar="NAME", help="release all the same: who decides")
    command.add_argument("--because", metavar="REASON", help="and why; both stay in the report")
    _add_thresholds(command)
    _add_fixtures(command)
    for name, what in (
        ("json", "JSON"),
        ("markdown", "Markdown"),
        ("junit", "JUnit XML"),
        ("html", "a page"),
    ):
        command.add_argument(f"--{name}", metavar="FILE", help=f"write the report there as {what}")


def _add_report(commands: Any, schema_class: Callable[[str | None], type[Summary]], page: Page) -> None:
    about = "Lay out a run: sections, changes, contradictions, the worst documents, cost."
    command = _command(commands, "report", _with_schema("lay_out", schema_class, page), about)
    command.add_argument("run", metavar="RUN.json")
    command.add_argument("--against", metavar="BASELINE", help="a run file to compare with")
    command.add_argument(
        "--labellers", metavar="DIR", nargs=2, help="two labellings, to print their agreement beside F1"
    )
    command.add_argument("--texts", metavar="SET", help="the set that --labellers are of")
    command.add_argument("--format", choices=_FORMATS, default="text")
    command.add_argument("--out", metavar="FILE", help="write there instead of standard output")
    _add_thresholds(command)
    _add_fixtures(command)


def _add_agree(commands: Any, schema_class: Callable[[str | None], type[Summary]]) -> None:
    about = "Score two labellers against each other: the ceiling that no engine can be expected to pass."
    command = _command(commands, "agree", _with_schema("agree_labellers", schema_class), about)
    command.add_argument("one", metavar="A", help="a fixture set, or a folder of drafts")
    command.add_argument("two", metavar="B", help="a fixture set, or a folder of drafts")
    command.add_argument("--texts", metavar="SET", help="the set that drafts are of")
    command.add_argument("--schema", metavar="MODULE:CLASS", help="a subclass of summarizer.Summary")
    _add_similarity(command)


def _add_suspects(commands: Any, schema_class: Callable[[str | None], type[Summary]]) -> None:
    about = "List gold records that several engines contradict: label errors, or hard cases."
    command = _command(commands, "suspects", _with_schema("list_suspects", schema_class), about)
    command.add_argument("runs", metavar="RUN.json", nargs="+")
    command.add_argument(
        "--at-least", metavar="N", type=_from(1, int), default=2, help="engines that contradict; 2 by default"
    )
    _add_fixtures(command)


def _add_import(commands: Any, schema_class: Callable[[str | None], type[Summary]]) -> None:
    about = "Make drafts of labels that were made in another tool. Exit code 5 if something was left out."
    command = _command(commands, "import", _with_schema("import_files", schema_class), about)
    command.add_argument("files", metavar="FILE", nargs="+", help="exports of the tool, as JSON")
    command.add_argument(
        "--from", dest="form", choices=["inception", "label-studio"], required=True, help="the tool"
    )
    command.add_argument("--out", metavar="LABELS", required=True, help="the folder for the drafts")
    command.add_argument(
        "--texts", metavar="SET", help="the set that the texts are of; those it does not have are added"
    )
    command.add_argument(
        "--mapping", metavar="FILE", help="TOML that says what labels, fields and links are called here"
    )
    command.add_argument("--annotator", metavar="NAME", help="whose labels, where there are several")
    command.add_argument("--text-field", metavar="NAME", default="text", help="of a Label Studio task")
    command.add_argument("--id-field", metavar="NAME", default="id", help="of a Label Studio task's data")
    command.add_argument("--schema", metavar="MODULE:CLASS", help="a subclass of summarizer.Summary")


def _add_fixtures(command: argparse.ArgumentParser) -> None:
    command.add_argument("--fixtures", metavar="FIXTURES", default="evals", help="evals by default")
    command.add_argument("--schema", metavar="MODULE:CLASS", help="a subclass of summarizer.Summary")


def _add_thresholds(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--gate", metavar="FILE", help="thresholds; evals/gate.toml where there is one by default"
    )


def _add_similarity(command: argparse.ArgumentParser) -> None:
    scoring = command.add_argument_group("scoring")
    scoring.add_argument(
        "--similarity",
        metavar="NAME",
        default="tokens",
        help="tokens, embeddings:PROVIDER/NAME or judge:PROVIDER/NAME; tokens by default, on this machine",
    )
    scoring.add_argument(
        "--similarity-url", metavar="URL", help="endpoint of the similarity's server, with its /v1"
    )
    scoring.add_argument(
        "--verdicts", metavar="FILE", help="where a judge's verdicts are kept, one for each pair"
    )


def _from(lowest: int, kind: type[int] | type[float]) -> Callable[[str], float]:
    """A reader of numbers of that kind, none below the lowest."""

    def read(text: str) -> float:
        try:
            number = kind(text)
        except ValueError:
            number = math.nan
        if not lowest <= number < math.inf:
            whole = "whole " if kind is int else ""
            raise argparse.ArgumentTypeError(f"{text!r} is not a {whole}number from {lowest} up")
        return number

    return read


def _action(name: str) -> Callable[..., int]:
    from summarizer.evals import actions

    action: Callable[..., int] = getattr(actions, name)
    return action


def _plain(name: str) -> Handler:
    return lambda options: _action(name)(options)


def _with_schema(name: str, schema_class: Callable[[str | None], type[Summary]], *more: Page) -> Handler:
    return lambda options: _action(name)(options, schema_class(options.schema), *more)
