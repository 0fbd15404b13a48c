"""The `label` command: what it takes, and how it is carried out."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from summarizer.label.bench import Bench, Engine
    from summarizer.schema import Summary

    SchemaClass = Callable[[str | None], type[Summary]]

_ABOUT = "Label the documents of a set on a page in the browser, on this machine alone."


def add_commands(commands: Any, schema_class: SchemaClass) -> None:
    """Register `label`.

    Args:
        schema_class: finds the class that `--schema` names.
    """
    label = commands.add_parser("label", help=_ABOUT, description=_ABOUT)
    label.add_argument(
        "texts", metavar="SET", help="the folder of texts, such as evals/fixtures/news; Ctrl-C ends it"
    )
    label.add_argument("--labeller", metavar="NAME", help="who labels; the login name by default")
    label.add_argument(
        "--labels",
        metavar="DIR",
        help="holds a folder for each labeller; labels/SET beside fixtures, else labels in SET, by default",
    )
    label.add_argument("--schema", metavar="MODULE:CLASS", help="a subclass of summarizer.Summary")
    _add_kinds(label)
    serving = label.add_argument_group("the page")
    serving.add_argument("--port", metavar="N", type=int, help="8787, or a free one, by default")
    serving.add_argument("--no-open", action="store_true", help="print the address; open no browser")
    label.set_defaults(handler=lambda options: _label(options, schema_class))


def _add_kinds(label: argparse.ArgumentParser) -> None:
    kinds = label.add_argument_group("what the labeller sees")
    kinds.add_argument(
        "--engine",
        metavar="PROVIDER/NAME",
        help="may be asked for drafts, such as builtin/rules; a named model is sent the text",
    )
    kinds.add_argument("--base-url", metavar="URL", help="endpoint of the engine, with its /v1")
    kinds.add_argument("--api-key-env", metavar="NAME", help="environment variable that holds its key")
    kinds.add_argument(
        "--blind", action="store_true", help="a second labelling: no drafts, and none are taken up"
    )
    kinds.add_argument(
        "--adjudicate",
        metavar=("A", "B"),
        nargs=2,
        help="decide between two labellers, side by side; written as the labeller adjudicated",
    )


def _label(options: argparse.Namespace, schema_class: SchemaClass) -> int:
    from summarizer.errors import MissingDependency

    try:
        from summarizer.label.serving import serve
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn"):
            raise
        raise MissingDependency.of_extra("Labelling", error.name, "label") from None
    bench = _bench(options, schema_class)
    serve(bench, port=options.port, ready=lambda address: _announce(address, bench, options))
    return 0


def _announce(address: str, bench: Bench, options: argparse.Namespace) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    folder = bench.states.folder
    sys.stderr.write(
        f"summarizer: the labels of {bench.labeller} are kept in {folder}; Ctrl-C ends the bench\n"
    )
    if not options.no_open:
        import webbrowser

        webbrowser.open(address)


def _bench(options: argparse.Namespace, schema_class: SchemaClass) -> Bench:
    from summarizer.errors import SettingsError
    from summarizer.label.bench import Bench
    from summarizer.label.workspace import ADJUDICATED, labeller_name, open_workspace

    if options.adjudicate and (options.labeller or options.engine):
        raise SettingsError("--adjudicate decides between two labellings; leave --labeller and --engine out.")
    if options.blind and (options.adjudicate or options.engine):
        raise SettingsError("--blind shows no drafts and no other labelling; leave the other option out.")
    schema = schema_class(options.schema)
    labels = Path(options.labels) if options.labels else None
    space = open_workspace(Path(options.texts), labels, schema)
    compared = [labeller_name(name) for name in options.adjudicate or ()]
    for name in compared:
        if not space.labelling(name).is_dir():
            raise SettingsError(f"{space.labels} holds no labelling {name}.")
    if compared:
        return Bench(space, ADJUDICATED, adjudicated=(compared[0], compared[1]))
    labeller = labeller_name(options.labeller or getpass.getuser())
    return Bench(space, labeller, engine=_engine(options, schema), blind=options.blind)


def _engine(options: argparse.Namespace, schema: type[Summary]) -> Engine | None:
    if options.engine is None:
        return None
    from summarizer.label.bench import Engine
    from summarizer.pipeline import Summarizer

    summarizer = Summarizer(
        options.engine, schema=schema, base_url=options.base_url, api_key_env=options.api_key_env
    )
    return Engine(summarizer.model, summarizer.summarize)
