"""The `batch` command: what it takes, and how it is carried out."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.corpus.batch import Batch, Summarize

Settings = Callable[[argparse.Namespace], Mapping[str, Any]]

_ABOUT = "Summarize many documents into a file of JSON lines; run again, it takes up where it was left."

_FIELDS = {
    "text": "the text",
    "id": "its id",
    "title": "its title",
    "published": "the day of publication",
    "source": "who published it",
}


def add_commands(
    subparsers: Any, add_settings: Callable[[argparse.ArgumentParser], None], settings: Settings
) -> None:
    """Register `batch`.

    Args:
        add_settings: adds the options that say which model summarizes and what is asked of it.
        settings: reads them, as keyword arguments of `Summarizer`.
    """
    batch = subparsers.add_parser("batch", help=_ABOUT, description=_ABOUT)
    batch.add_argument(
        "inputs",
        metavar="INPUT",
        nargs="+",
        help="a file, folder or pattern: text, Markdown, HTML, PDF, JSONL, CSV, Parquet, each also as .gz",
    )
    batch.add_argument("--out", metavar="FILE", required=True, help="JSON lines, one a document")
    _add_reading(batch)
    add_settings(batch)
    _add_running(batch)
    batch.add_argument(
        "--provider-batch",
        choices=["submit", "status", "collect"],
        help="by OpenAI's Batch API, at half the price and within a day: send what is to be asked, say how "
        "far it is, or fetch the answers and summarize with them; again until nothing waits",
    )
    batch.set_defaults(handler=lambda options: _batch(options, dict(settings(options))))


def _add_reading(batch: argparse.ArgumentParser) -> None:
    reading = batch.add_argument_group("the documents")
    for name, what in _FIELDS.items():
        reading.add_argument(
            f"--{name}-field",
            metavar="NAME",
            default=name,
            help=f"field or column that holds {what}; {name} by default",
        )
    reading.add_argument(
        "--published", metavar="DATE", help="day of publication of documents that bring none, YYYY-MM-DD"
    )
    reading.add_argument("--encoding", help="of text; UTF-8, or what a byte order mark says, by default")


def _add_running(batch: argparse.ArgumentParser) -> None:
    running = batch.add_argument_group("the run")
    running.add_argument("--retry-failed", action="store_true", help="try again what failed in earlier runs")
    running.add_argument(
        "--other-settings",
        choices=["stop", "redo", "keep"],
        default="stop",
        help="what becomes of documents that were done with other settings",
    )
    running.add_argument("--limit", metavar="N", type=int, help="summarize at most so many in this run")
    running.add_argument(
        "--budget-usd", metavar="X", type=float, help="begin no more once this run has cost it"
    )
    running.add_argument(
        "--concurrency",
        metavar="N",
        type=int,
        help="documents in flight, 32 by default and fewer while the endpoint throttles; processes for "
        "builtin/rules, one a processor by default",
    )
    running.add_argument("--rpm", metavar="N", type=float, help="requests a minute that the endpoint allows")
    running.add_argument("--tpm", metavar="N", type=float, help="tokens a minute that it allows, in and out")
    running.add_argument(
        "--ray",
        metavar="ADDRESS",
        nargs="?",
        const="",
        help="summarize on a Ray cluster: the one at this address, else one on this machine",
    )
    running.add_argument(
        "--ray-workers",
        metavar="N",
        type=int,
        default=2,
        help="workers on it, each with --concurrency in flight",
    )


def _batch(options: argparse.Namespace, settings: dict[str, Any]) -> int:
    from summarizer.corpus.batch import Batch, Plan
    from summarizer.corpus.journal import Journal
    from summarizer.corpus.many import IN_FLIGHT
    from summarizer.corpus.reading import Corpus, Fields
    from summarizer.corpus.settings import fingerprint
    from summarizer.options import as_date

    _check(options)
    plan = Plan(
        retry_failed=options.retry_failed,
        limit=options.limit,
        budget_usd=options.budget_usd,
        other_settings=options.other_settings,
        patience=max(10, options.concurrency or IN_FLIGHT),
    )
    fields = Fields(**{name: getattr(options, f"{name}_field") for name in _FIELDS})
    depends_on = fingerprint(settings)
    _say(f"summarizing with {depends_on['model']}")
    corpus = Corpus(
        options.inputs,
        fields=fields,
        encoding=options.encoding,
        published=as_date(options.published),
        besides=[options.out],
    )
    with Journal(options.out) as journal:
        if journal.mended:
            _say(f"{options.out} ended in the middle of a line, which is cut off; its document is done again")

        def carry_out(summarize: Summarize) -> int:
            batch = Batch(corpus, journal, summarize, depends_on, plan, _say)
            return _run(batch, corpus.files, corpus.ignored)

        if options.provider_batch:
            return _by_provider(options, settings, carry_out)
        return carry_out(_summarizing(options, settings))


def _check(options: argparse.Namespace) -> None:
    from summarizer.errors import SettingsError

    for name in ("limit", "budget_usd", "ray_workers", "concurrency", "rpm", "tpm"):
        value = getattr(options, name)
        if value is not None and not value > 0:
            raise SettingsError(f"--{name.replace('_', '-')} must be above 0, not {value:g}.")
    if any(_same_file(options.out, given) for given in options.inputs):
        raise SettingsError(f"{options.out} is a file that is read; name another for --out.")
    if options.provider_batch and (options.budget_usd is not None or options.ray is not None):
        raise SettingsError("--provider-batch goes neither with --budget-usd nor with --ray.")


def _same_file(one: str, other: str) -> bool:
    return os.path.isfile(other) and os.path.realpath(one) == os.path.realpath(other)


def _summarizing(options: argparse.Namespace, settings: dict[str, Any]) -> Summarize:
    from summarizer.corpus.many import summarize_many

    if options.budget_usd is not None:
        from summarizer.engines.llm import Budget

        settings["budget"] = Budget(usd=options.budget_usd)
    if options.ray is not None:
        from summarizer.corpus.ray import summarize_on_ray

        on_ray = partial(summarize_on_ray, address=options.ray or None, workers=options.ray_workers)
        return partial(on_ray, **_pace(options), **settings)
    return partial(summarize_many, **_pace(options), **settings)


def _pace(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "ordered": False,
        "concurrency": options.concurrency,
        "rpm": options.rpm,
        "tpm": options.tpm,
    }


def _by_provider(
    options: argparse.Namespace, settings: dict[str, Any], carry_out: Callable[[Summarize], int]
) -> int:
    from summarizer.corpus.progress import counted
    from summarizer.corpus.provider_batch import Provider, summarize_from
    from summarizer.corpus.requests import Requests

    with Requests(options.out) as requests, Provider(requests, settings) as provider:
        if options.provider_batch == "status":
            _say_all(provider.status())
            code = 0
        else:
            if options.provider_batch == "collect":
                _say_all(provider.collect())
            requests.want_none()
            code = carry_out(summarize_from(requests, settings))
            if options.provider_batch == "submit":
                _say_all(provider.submit())
                code = 0
        wanted, sent = requests.count()
        _say(f"{counted(sent, 'request')} at the provider; {wanted:,} to be sent by --provider-batch submit")
    return code


def _run(batch: Batch, files: int, ignored: int) -> int:
    from summarizer.corpus.progress import counted, shown

    beside = f"; {counted(ignored, 'other')} of no known kind left out" if ignored else ""
    _say(f"reading {counted(files, 'file')}{beside}")
    try:
        with shown(batch.progress) as changed:
            code = batch.run(changed)
    finally:
        _say_all(batch.report())
    return code


def _say_all(messages: Iterable[str]) -> None:
    for message in messages:
        _say(message)


def _say(message: str) -> None:
    sys.stderr.write(f"summarizer: {message}\n")
