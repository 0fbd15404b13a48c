"""The command's part: requests shown and not sent, records shown as they come, replies kept."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.document import Document
    from summarizer.schema import Record, Summary, Usage

_LABELS = ("name", "description", "content", "text")


def add_run_options(run: argparse.ArgumentParser) -> None:
    """The options of `run` that are about sending."""
    sending = run.add_argument_group("sending")
    sending.add_argument("--dry-run", action="store_true", help="print the request, send nothing")
    sending.add_argument(
        "--stream", action="store_true", help="name records on standard error as they are written"
    )


def add_commands(commands: Any) -> None:
    """Register `cache`."""
    about = "Say what a file of kept replies holds, or empty it."
    cache = commands.add_parser("cache", help=about, description=about)
    cache.add_argument("action", choices=["info", "clear"])
    cache.add_argument("file", metavar="FILE", help="what --cache named")
    cache.set_defaults(handler=_cache)


def dry_run(document: Document, settings: Mapping[str, Any]) -> tuple[str, str]:
    """The requests as JSON, an array where there are several, and a line on what they would cost."""
    from summarizer.engines.llm import estimate
    from summarizer.exchange.apart import asking, build_requests
    from summarizer.pipeline import Summarizer

    bodies = build_requests(document, **settings)
    endpoint = asking(Summarizer(**settings)).settings.endpoint
    expected = [estimate(body, endpoint) for body in bodies]
    costs = [each.cost_usd for each in expected]
    price = f"about {sum(map(float, costs)):.4f} USD" if None not in costs else "at an unknown price"  # type: ignore[arg-type]
    told = (
        f"nothing was sent to {endpoint.host}; {len(bodies)} request{'s' if len(bodies) > 1 else ''}, about "
        f"{sum(each.input_tokens for each in expected)} tokens in and "
        f"{sum(each.output_tokens for each in expected)} out, {price}"
    )
    return json.dumps(bodies if len(bodies) > 1 else bodies[0], ensure_ascii=False, indent=1) + "\n", told


def follow(document: Document, settings: Mapping[str, Any], say: Callable[[str], None]) -> Summary:
    """The summary of a document, its records named as they come.

    Args:
        say: is given each line.
    """
    from summarizer.exchange.streaming import stream_summary

    seen: set[tuple[str, str]] = set()
    summary: Summary | None = None
    for summary in stream_summary(document, **settings):
        for section, record in summary.records():
            line = (section, _label(record))
            if line not in seen:
                seen.add(line)
                say(f"{section}: {line[1]}")
    assert summary is not None
    return summary


def _label(record: Record) -> str:
    """What a record is called in one line."""
    for name in _LABELS:
        if isinstance(label := getattr(record, name, None), str):
            return label
    return record.id


def _cache(options: argparse.Namespace) -> int:
    from summarizer.engines.llm import Cache

    cache = Cache(options.file)
    if options.action == "clear":
        count = cache.clear()
        sys.stdout.write(f"{count} {'reply' if count == 1 else 'replies'} forgotten\n")
        return 0
    info = cache.info()
    replies = f"{info.entries} {'reply' if info.entries == 1 else 'replies'}"
    sys.stdout.write(f"{info.path}: {replies}, {info.bytes / 1024:.0f} kB, saving {_tokens(info.usage)}\n")
    return 0


def _tokens(usage: Usage) -> str:
    return f"{usage.input_tokens} tokens in and {usage.output_tokens} out each time all are used"
