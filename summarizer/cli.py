"""The `summarizer` command. It parses, calls and prints; what it does, the library does.

Exit codes: 0 done; 1 a negative verdict, or nothing could be done; 2 wrong input or usage;
3 the endpoint; 4 inconclusive; 5 partly done; 130 interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from summarizer import __version__, arguments, output

if TYPE_CHECKING:
    from summarizer.document import Document
    from summarizer.schema import Summary

INTERRUPTED = 130
_EPILOG = (
    "exit codes: 0 done; 1 negative verdict; 2 wrong input; 3 the endpoint; 4 inconclusive; "
    "5 partly done; 130 interrupted"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    with output.usable_streams():
        return _main(arguments)


def _main(arguments: Sequence[str] | None) -> int:
    try:
        options = parser().parse_args(arguments)
        code: int = options.handler(options)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        _say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left; the interpreter's own flush at exit must not complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        _say(f"the output cannot be written: {error.strerror or type(error).__name__}")
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    from summarizer.errors import SummarizerError

    if not isinstance(error, SummarizerError):
        if os.environ.get("SUMMARIZER_DEBUG"):
            raise error
        _say(f"internal error ({type(error).__name__}). This is a defect; SUMMARIZER_DEBUG=1 shows where.")
        return 1
    _say(error.message)
    if error.usage.attempts:
        from summarizer.views.wording import spent

        _say(f"spent before the error: {spent(error.usage)}")
    return error.exit_code


def _say(message: str) -> None:
    with contextlib.suppress(OSError):  # what is only said must not end what is done
        print(f"summarizer: {message}", file=sys.stderr)


class _Parser(argparse.ArgumentParser):
    def __init__(self, **kwargs: Any) -> None:
        # An abbreviation that works today breaks a script when the next option begins alike.
        super().__init__(**kwargs, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\nTry: {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    """The command's parser, every subcommand included."""
    from summarizer.corpus import commands as corpus
    from summarizer.evals import commands as evals
    from summarizer.exchange import commands as exchange
    from summarizer.label import commands as label

    root = _Parser(
        prog="summarizer",
        description="Structured summaries of news and reports, every record with its evidence.",
        epilog=_EPILOG,
    )
    root.add_argument("--version", action="version", version=f"summarizer {__version__}")
    commands = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_run(commands)
    _add_show(commands)
    _add_schema(commands)
    _add_doctor(commands)
    corpus.add_commands(commands, arguments.add_settings, arguments.settings)
    exchange.add_commands(commands)
    evals.add_commands(
        commands, arguments.add_settings, arguments.settings, arguments.schema_class, _report_page
    )
    label.add_commands(commands, arguments.schema_class)
    return root


def _add_command(
    commands: Any, name: str, handler: Callable[[argparse.Namespace], int], text: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text, epilog=_EPILOG)
    command.set_defaults(handler=handler)
    return command


def _add_run(commands: Any) -> None:
    from summarizer.exchange.commands import add_run_options

    run = _add_command(commands, "run", _run, "Summarize one document.")
    run.add_argument("file", metavar="FILE", help="a file of plain text, or - for standard input")
    about = run.add_argument_group("the document")
    about.add_argument(
        "--published", metavar="DATE", help="day of publication, YYYY-MM-DD; resolves relative dates"
    )
    about.add_argument("--title", help="its title, where that is not the first line")
    about.add_argument("--source", help="who published it")
    about.add_argument("--encoding", help="of the file; UTF-8, or what its byte order mark says, by default")
    arguments.add_model(run)
    arguments.add_asked(run)
    add_run_options(run)
    arguments.add_output(run)


def _add_show(commands: Any) -> None:
    show = _add_command(commands, "show", _show, "Lay out a summary that was saved as JSON.")
    show.add_argument(
        "file",
        metavar="SUMMARY.json",
        help="what `run --format json` wrote, or - for standard input; as tables, the output of `batch` too",
    )
    show.add_argument("--text", metavar="FILE", help="the document, where the JSON was saved without it")
    show.add_argument("--encoding", help="of the document")
    show.add_argument("--schema", metavar="MODULE:CLASS", help="a subclass of summarizer.Summary")
    arguments.add_output(show)


def _add_schema(commands: Any) -> None:
    schema = _add_command(commands, "schema", _schema, "Print the JSON Schema of a summary.")
    schema.add_argument("--wire", action="store_true", help="the schema that a language model is given")
    schema.add_argument("--citations", choices=["sentences", "quotes"], default="sentences")
    schema.add_argument("--schema", metavar="MODULE:CLASS", help="a subclass of summarizer.Summary")


def _add_doctor(commands: Any) -> None:
    doctor = _add_command(commands, "doctor", _doctor, "Say what is configured and whether it works.")
    arguments.add_model(doctor)


def _run(options: argparse.Namespace) -> int:
    from summarizer.pipeline import EMBEDDED, MODEL_VARIABLE, Summarizer

    _checked_out(options)
    document = _document(options)
    if options.dry_run or options.stream:
        return _run_sending(document, options)
    summarizer = Summarizer(**arguments.settings(options))
    if summarizer.model == EMBEDDED and not (options.model or os.environ.get(MODEL_VARIABLE)):
        _say(
            f"no model named, so {EMBEDDED} reads the text on this machine and nothing is sent anywhere; "
            "to use a language model, name it: --model openai/NAME, or SUMMARIZER_MODEL"
        )
    _deliver(summarizer.summarize(document), options)
    return 0


def _run_sending(document: Document, options: argparse.Namespace) -> int:
    from summarizer.exchange.commands import dry_run, follow

    if options.dry_run:
        request, told = dry_run(document, arguments.settings(options))
        output.write(request, options.out)
        _say(told)
    else:
        _deliver(follow(document, arguments.settings(options), _say), options)
    return 0


def _document(options: argparse.Namespace) -> Document:
    from summarizer.document import Document, read_document, read_text
    from summarizer.options import as_date

    about = {"published": as_date(options.published), "title": options.title, "source": options.source}
    if options.file == "-":
        return Document(read_text(sys.stdin.buffer, "standard input", options.encoding), **about)
    return read_document(options.file, encoding=options.encoding, **about)


def _show(options: argparse.Namespace) -> int:
    from summarizer.document import read_file
    from summarizer.views import from_json

    _checked_out(options)
    if options.format in arguments.TABLES:
        return _show_tables(options)
    text = read_file(options.text, options.encoding) if options.text else None
    summary = from_json(_read(options.file), schema=arguments.schema_class(options.schema), text=text)
    _deliver(summary, options)
    return 0


def _show_tables(options: argparse.Namespace) -> int:
    from summarizer.views.saved import opened_summaries

    schema = arguments.schema_class(options.schema)
    with opened_summaries(options.file, schema) as saved:
        _write_tables(saved, schema, options)
    for notice in saved.notices:
        _say(notice)
    return 0


def _read(path: str) -> str:
    from summarizer.document import read_file, read_text

    return read_text(sys.stdin.buffer, "standard input") if path == "-" else read_file(path)


def _deliver(summary: Summary, options: argparse.Namespace) -> None:
    if options.format in arguments.TABLES:
        from summarizer.views.tables import document_id

        _write_tables([(document_id(summary), summary)], type(summary), options)
    else:
        output.write(_formatted(summary, options), options.out)


def _write_tables(
    summaries: Iterable[tuple[str, Summary]], schema: type[Summary], options: argparse.Namespace
) -> None:
    from summarizer.views.table_files import write_tables

    kept = options.keep_formulas
    write_tables(summaries, options.out, schema=schema, form=options.format, keep_formulas=kept)


def _formatted(summary: Summary, options: argparse.Namespace) -> str:
    from summarizer import views

    if options.format == "jsonld":
        from summarizer.views.jsonld import to_jsonld

        return to_jsonld(summary, with_text=options.with_text) + "\n"
    if options.format == "json":
        return views.to_json(summary, with_text=options.with_text) + "\n"
    if options.format == "md":
        return views.to_markdown(summary)
    if options.format == "html":
        return views.to_html(summary)
    return views.to_text(summary, width=_width())


def _report_page(*about: Any, **more: Any) -> str:
    from summarizer.views.html.report import report_to_html

    return report_to_html(*about, **more)


def _width() -> int:
    import shutil

    return max(40, min(100, shutil.get_terminal_size((100, 24)).columns))


def _checked_out(options: argparse.Namespace) -> None:
    """Notice before anything is read or sent that the result could not be written.

    Raises:
        SettingsError: if the folder is missing or closed to us, or the file is the one that is read.
    """
    from pathlib import Path

    from summarizer.errors import SettingsError

    if options.format in arguments.TABLES:
        arguments.check_tables(options)
        return
    if options.out is None:
        return
    target = Path(options.out)
    if not target.parent.is_dir():
        raise SettingsError(f"{options.out} cannot be written: there is no folder {target.parent}.")
    if target.is_dir():
        raise SettingsError(f"{options.out} cannot be written: it is a folder.")
    if not os.access(target if target.exists() else target.parent, os.W_OK):
        raise SettingsError(f"{options.out} cannot be written: permission denied.")
    if target.exists() and Path(options.file).exists() and target.samefile(options.file):
        raise SettingsError(f"{options.out} is the file that is read; name another for --out.")


def _schema(options: argparse.Namespace) -> int:
    import json

    schema = arguments.schema_class(options.schema)
    if options.wire:
        from summarizer.engines.llm import wire_schema

        shown = wire_schema(schema, options.citations)
    else:
        shown = schema.model_json_schema()
    print(json.dumps(shown, indent=2, ensure_ascii=False))
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from summarizer.doctor import examine

    settings = arguments.model_settings(options)
    report = examine(options.model, **settings)
    for line in report.lines:
        print(line)
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main())
