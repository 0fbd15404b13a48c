"""Writes the pages that are made from the code: `python docs/generate.py`; the tests compare them."""

from __future__ import annotations

import argparse
import inspect
import os
from collections.abc import Iterator
from pathlib import Path

from summarizer import errors
from summarizer.cli import parser
from summarizer.grounding import finding_codes

DOCS = Path(__file__).resolve().parent


def command_page() -> str:
    """The help of every command."""
    os.environ["COLUMNS"] = "100"  # argparse wraps to the terminal
    parts = ["# The command", "", "Made from the code by `python docs/generate.py`.", ""]
    for command in _commands(parser()):
        parts += [f"## `{command.prog}`", "", "```text", command.format_help().rstrip(), "```", ""]
    return "\n".join(parts)


def _commands(command: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield command
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield from _commands(child)


def errors_page() -> str:
    """The error classes and the audit's findings."""
    parts = [
        "# Errors and findings",
        "",
        "Made from the code by `python docs/generate.py`.",
        "",
        "## What the library raises",
        "",
        "| error | is a | the command exits with | when |",
        "|---|---|---|---|",
    ]
    for kind in _error_classes():
        parent = kind.__bases__[0].__name__
        text = " ".join((kind.__doc__ or "").partition("\n\n")[0].split())
        parts.append(f"| `{kind.__name__}` | `{parent}` | {kind.exit_code} | {text} |")
    parts += [
        "",
        "Every one pickles, is one line, and has `usage`: what was spent before it was raised. Those of the",
        "endpoint have `last_reply`, the text of the last answer where there was one.",
        "",
        "## What the audit finds",
        "",
        "A record with a finding of severity error is left out, unless `on_unsupported` says otherwise.",
        "",
        "| code | severity | what it says |",
        "|---|---|---|",
    ]
    parts += [f"| `{code}` | {severity} | {text} |" for code, severity, text in finding_codes()]
    return "\n".join([*parts, ""])


def _error_classes() -> list[type[errors.SummarizerError]]:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    ours = [kind for kind in kinds if issubclass(kind, errors.SummarizerError)]
    return sorted(ours, key=lambda kind: inspect.getsourcelines(kind)[1])


PAGES = {"command.md": command_page, "errors.md": errors_page}


def main() -> None:
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
