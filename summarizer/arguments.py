"""The command-line options that become keyword arguments of `Summarizer`, and those of its output."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.schema import Summary


TABLES = ("csv", "parquet")
"""Formats that are a folder of tables."""


def add_settings(command: argparse.ArgumentParser) -> None:
    add_model(command)
    add_asked(command)


def add_model(command: argparse.ArgumentParser) -> None:
    model = command.add_argument_group("the model")
    model.add_argument(
        "--model",
        metavar="PROVIDER/NAME",
        help="such as openai/gpt-5-mini; SUMMARIZER_MODEL, else builtin/rules, by default",
    )
    model.add_argument(
        "--base-url", metavar="URL", help="endpoint of an OpenAI-compatible server, with its /v1"
    )
    model.add_argument("--api-key-env", metavar="NAME", help="environment variable that holds the key")
    model.add_argument(
        "--mode",
        choices=["json_schema", "json_object", "tools"],
        default="json_schema",
        help="how the reply's form is asked for",
    )
    model.add_argument(
        "--timeout", metavar="S", type=float, default=120.0, help="seconds for the document, retries included"
    )
    model.add_argument(
        "--param",
        metavar="NAME=VALUE",
        type=_parameter,
        action="append",
        default=[],
        help="a request parameter, such as temperature=0.2; may be repeated",
    )
    model.add_argument(
        "--cache", metavar="FILE", help="keep replies there, and look them up before a request is sent"
    )


def add_asked(command: argparse.ArgumentParser) -> None:
    how = command.add_argument_group("what is asked for")
    how.add_argument(
        "--max-records",
        metavar="N|SECTION=N,...|none|auto",
        type=_max_records,
        default="auto",
        help="largest number of records a section",
    )
    how.add_argument(
        "--on-unsupported",
        choices=["reject", "flag", "raise"],
        default="reject",
        help="what becomes of a record that its evidence does not bear out",
    )
    how.add_argument(
        "--citations", choices=["sentences", "quotes"], default="sentences", help="how the model cites"
    )
    how.add_argument("--output-language", metavar="TAG", help="language to write in, such as en")
    how.add_argument("--prompt", metavar="FILE", help="a prompt file of your own")
    how.add_argument("--schema", metavar="MODULE:CLASS", help="a subclass of summarizer.Summary")


def add_output(command: argparse.ArgumentParser) -> None:
    out = command.add_argument_group("output")
    out.add_argument("--format", choices=["text", "json", "md", "html", "jsonld", *TABLES], default="text")
    out.add_argument("--with-text", action="store_true", help="put the document's text into the JSON")
    out.add_argument(
        "--out", metavar="FILE", help="write there instead of standard output; tables: into that folder"
    )
    out.add_argument(
        "--keep-formulas",
        action="store_true",
        help="CSV: leave text as it is that a spreadsheet would run as a formula",
    )


def check_tables(options: argparse.Namespace) -> None:
    """Notice before anything is read or sent that tables could not be written as asked.

    Raises:
        SettingsError: if no folder is named, it is a file, or an option has nothing to do with tables.
        MissingDependency: for Parquet, if what the extra brings is not installed.
    """
    from pathlib import Path

    from summarizer.errors import MissingDependency, SettingsError

    if not options.out:
        raise SettingsError(f"--format {options.format} writes several files: name a folder with --out.")
    if os.path.exists(options.out) and not os.path.isdir(options.out):
        raise SettingsError(f"{options.out} is a file; --format {options.format} needs a folder.")
    folder = Path(options.out).absolute()
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not os.access(existing, os.W_OK):
        raise SettingsError(f"{options.out} cannot be written: permission denied.")
    if options.with_text or getattr(options, "text", None):
        raise SettingsError("Tables do not hold the document's text: leave out --text and --with-text.")
    if options.format == "parquet":
        from importlib.util import find_spec

        if find_spec("pyarrow") is None:
            raise MissingDependency.of_extra("--format parquet", "pyarrow", "tables")


def settings(options: argparse.Namespace) -> dict[str, Any]:
    """The keyword arguments of `Summarizer` that the options stand for."""
    return {
        "model": options.model,
        "schema": schema_class(options.schema),
        "max_records": options.max_records,
        "on_unsupported": options.on_unsupported,
        "citations": options.citations,
        "output_language": options.output_language,
        "prompt": options.prompt,
        **model_settings(options),
    }


def model_settings(options: argparse.Namespace) -> dict[str, Any]:
    typed = ("temperature", "seed", "reasoning_effort", "max_output_tokens")
    given = dict(options.param)
    return {
        "base_url": options.base_url,
        "api_key_env": options.api_key_env,
        "mode": options.mode,
        "timeout": options.timeout,
        "cache": options.cache,
        **{name: given.pop(name) for name in typed if name in given},
        "extra": given,
    }


def schema_class(name: str | None) -> type[Summary]:
    from summarizer.schema import Summary

    if name is None:
        return Summary
    import importlib

    from summarizer.errors import SettingsError
    from summarizer.options import checked_schema

    module, _, attribute = name.partition(":")
    sys.path.insert(0, os.getcwd())
    try:
        found = getattr(importlib.import_module(module), attribute)
    except Exception as error:  # the caller's own module may raise anything
        told = f"{type(error).__name__}: {error}".rstrip(".").replace("\n", " ")
        raise SettingsError(f"--schema {name} cannot be loaded ({told}). Write it as module:Class.") from None
    if not (isinstance(found, type) and issubclass(found, Summary)):
        raise SettingsError(f"--schema {name} is not a subclass of summarizer.Summary.")
    return checked_schema(found)


def _max_records(value: str) -> str | int | dict[str, int | None] | None:
    if value == "auto":
        return value
    if "=" not in value:
        return _cap(value)
    pairs = (part.partition("=") for part in value.split(","))
    return {name.strip(): _cap(cap) for name, _, cap in pairs}


def _cap(value: str) -> int | None:
    if value.strip() == "none":
        return None
    try:
        return int(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a whole number, nor none") from None


def _parameter(value: str) -> tuple[str, Any]:
    import json

    name, equals, text = value.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"{value!r} is not NAME=VALUE")
    try:
        return name, json.loads(text)
    except ValueError:
        return name, text
