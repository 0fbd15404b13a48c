"""The `summarizer` command. It parses, calls and prints; what it does, the library does.

Exit codes: 0 done; 1 a negative verdict, or nothing could be done; 2 wrong input or usage;
3 the endpoint; 4 inconclusive; 5 partly done; 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from summarizer import __version__

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
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a letter shows its escape instead
            stream.reconfigure(errors="backslashreplace")
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
    corpus.add_commands(commands, _add_settings, _settings)
    exchange.add_commands(commands)
    evals.add_commands(commands, _add_settings, _settings, _schema_class)
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
    _add_model(run)
    _add_asked(run)
    add_run_options(run)
    _add_output(run)


def _add_settings(command: argparse.ArgumentParser) -> None:
    _add_model(command)
    _add_asked(command)


def _add_model(command: argparse.ArgumentParser) -> None:
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


def _add_asked(command: argparse.ArgumentParser) -> None:
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


def _add_output(command: argparse.ArgumentParser) -> None:
    out = command.add_argument_group("output")
    out.add_argument("--format", choices=["text", "json", "md", "html"], default="text")
    out.add_argument("--with-text", action="store_true", help="put the document's text into the JSON")
    out.add_argument("--out", metavar="FILE", help="write there instead of standard output")


def _add_show(commands: Any) -> None:
    show = _add_command(commands, "show", _show, "Lay out a summary that was saved as JSON.")
    show.add_argument(
        "file", metavar="SUMMARY.json", help="what `run --format json` wrote, or - for standard input"
    )
    show.add_argument("--text", metavar="FILE", help="the document, where the JSON was saved without it")
    show.add_argument("--encoding", help="of the document")
    show.add_argument("--schema", metavar="MODULE:CLASS", help="a subclass of summarizer.Summary")
    _add_output(show)


def _add_schema(commands: Any) -> None:
    schema = _add_command(commands, "schema", _schema, "Print the JSON Schema of a summary.")
    schema.add_argument("--wire", action="store_true", help="the schema that a language model is given")
    schema.add_argument("--citations", choices=["sentences", "quotes"], default="sentences")
    schema.add_argument("--schema", metavar="MODULE:CLASS", help="a subclass of summarizer.Summary")


def _add_doctor(commands: Any) -> None:
    doctor = _add_command(commands, "doctor", _doctor, "Say what is configured and whether it works.")
    _add_model(doctor)


def _run(options: argparse.Namespace) -> int:
    from summarizer.pipeline import EMBEDDED, Summarizer

    document = _document(options)
    if options.dry_run or options.stream:
        return _run_sending(document, options)
    summarizer = Summarizer(**_settings(options))
    if summarizer.model == EMBEDDED and not options.model:
        _say(
            f"no model named, so {EMBEDDED} reads the text on this machine and nothing is sent anywhere; "
            "to use a language model, name it: --model openai/NAME, or SUMMARIZER_MODEL"
        )
    _write(_formatted(summarizer.summarize(document), options), options.out)
    return 0


def _run_sending(document: Document, options: argparse.Namespace) -> int:
    from summarizer.exchange.commands import dry_run, follow

    if options.dry_run:
        request, told = dry_run(document, _settings(options))
        _write(request, options.out)
        _say(told)
    else:
        _write(_formatted(follow(document, _settings(options), _say), options), options.out)
    return 0


def _document(options: argparse.Namespace) -> Document:
    from summarizer.document import Document, read_document, read_text
    from summarizer.pipeline import as_date

    about = {"published": as_date(options.published), "title": options.title, "source": options.source}
    if options.file == "-":
        return Document(read_text(sys.stdin.buffer, "standard input", options.encoding), **about)
    return read_document(options.file, encoding=options.encoding, **about)


def _settings(options: argparse.Namespace) -> dict[str, Any]:
    """The keyword arguments of `Summarizer` that the options stand for."""
    return {
        "model": options.model,
        "schema": _schema_class(options.schema),
        "max_records": options.max_records,
        "on_unsupported": options.on_unsupported,
        "citations": options.citations,
        "output_language": options.output_language,
        "prompt": options.prompt,
        **_model_settings(options),
    }


def _model_settings(options: argparse.Namespace) -> dict[str, Any]:
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


def _show(options: argparse.Namespace) -> int:
    from summarizer.document import read_file
    from summarizer.views import from_json

    text = read_file(options.text, options.encoding) if options.text else None
    summary = from_json(_read(options.file), schema=_schema_class(options.schema), text=text)
    _write(_formatted(summary, options), options.out)
    return 0


def _read(path: str) -> str:
    from summarizer.document import read_file, read_text

    return read_text(sys.stdin.buffer, "standard input") if path == "-" else read_file(path)


def _formatted(summary: Summary, options: argparse.Namespace) -> str:
    from summarizer import views

    if options.format == "json":
        return views.to_json(summary, with_text=options.with_text) + "\n"
    if options.format == "md":
        return views.to_markdown(summary)
    if options.format == "html":
        return views.to_html(summary)
    return views.to_text(summary, width=_width())


def _width() -> int:
    import shutil

    return max(40, min(100, shutil.get_terminal_size((100, 24)).columns))


def _write(text: str, path: str | None) -> None:
    """Print, or write a file whole: first under another name, so that Ctrl-C leaves no half of it."""
    if path is None:
        sys.stdout.write(text)
        return
    import tempfile
    from pathlib import Path

    from summarizer.errors import SettingsError

    target = Path(path)
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=target.parent, prefix=f".{target.name}.", delete=False
        ) as stream:
            temporary = Path(stream.name)
            try:
                stream.write(text)
                stream.close()
                temporary.chmod(0o666 & ~_umask())
                temporary.replace(target)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror or error}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _schema(options: argparse.Namespace) -> int:
    import json

    schema = _schema_class(options.schema)
    if options.wire:
        from summarizer.engines.llm import wire_schema

        shown = wire_schema(schema, options.citations)
    else:
        shown = schema.model_json_schema(mode="serialization")
    print(json.dumps(shown, indent=2, ensure_ascii=False))
    return 0


def _schema_class(name: str | None) -> type[Summary]:
    from summarizer.schema import Summary

    if name is None:
        return Summary
    import importlib

    from summarizer.errors import SettingsError

    module, _, attribute = name.partition(":")
    sys.path.insert(0, os.getcwd())
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise SettingsError(f"--schema {name} cannot be loaded: {error}. Write it as module:Class.") from None
    if not (isinstance(found, type) and issubclass(found, Summary)):
        raise SettingsError(f"--schema {name} is not a subclass of summarizer.Summary.")
    return found


def _doctor(options: argparse.Namespace) -> int:
    from summarizer.doctor import examine

    settings = _model_settings(options)
    report = examine(options.model, **settings)
    for line in report.lines:
        print(line)
    return report.exit_code


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


if __name__ == "__main__":
    sys.exit(main())
