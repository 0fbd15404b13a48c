"""How fast many documents go: against the bare openai client, instructor as documented and langextract.

    python -m benchmarks.corpus [--repeats N] [--langextract PYTHON] [--embedded N]

Every row is a ratio within one run on one machine, all parties at the same mock endpoint with the
same article and the same reply; langextract, whose replies have another form, with the same passages.
`--langextract` names an interpreter of another environment in which `langextract[openai]` is
installed; without it its rows are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.clients import article_texts

ARTICLE = Path(__file__).resolve().parents[1] / "seeds" / "results.txt"
PLACES = 64


def wire_reply(article: str) -> str:
    """The reply of a model that finds in the article what the embedded engine finds in it."""
    from summarizer import Document, summarize
    from summarizer.engines.llm.wire import wire_for
    from summarizer.schema import Summary, sections

    document = Document(article)
    summary = summarize(document)
    wire = wire_for(Summary, "sentences").model
    reply: dict[str, Any] = {"language": "en", "headline": summary.headline, "gist": summary.gist}
    for section in sections(Summary):
        (item,) = wire.model_fields[section].annotation.__args__  # type: ignore[union-attr]
        reply[section] = [_wired(record, item, document) for record in getattr(summary, section)]
    return wire.model_validate(reply).model_dump_json()


def _wired(record: Any, item: Any, document: Any) -> dict[str, Any]:
    data = record.model_dump(mode="json")
    cited = {s.number for s in document.sentences for e in record.evidence if s.start <= e.start < s.end}
    return {name: sorted(cited) if name == "evidence" else data[name] for name in item.model_fields}


def langextract_reply(reply: str) -> str:
    """The same names, figures and claims in the form that langextract asks for."""
    found = json.loads(reply)
    named = [("actor", "name"), ("claim", "content"), ("figure", "text"), ("event", "description")]
    extractions = [
        {kind: record[field], f"{kind}_attributes": {"kind": "news"}}
        for kind, field in named
        for record in found[f"{kind}s"]
    ]
    return json.dumps({"extractions": extractions})


@contextmanager
def endpoint(reply: str, seconds: float, slow: float = 0.0) -> Iterator[str]:
    """The address of a mock endpoint in a process of its own."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(reply)
        file.flush()
        command = [sys.executable, "-m", "benchmarks.endpoint", file.name, str(seconds), str(slow)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            assert process.stdin
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
            process.stdin.close()


def client(name: str, url: str, documents: int, places: int) -> dict[str, float]:
    command = [
        sys.executable,
        "-m",
        "benchmarks.clients",
        name,
        url,
        str(documents),
        str(places),
        str(ARTICLE),
    ]
    return _measured(command, None)


def langextract(python: str, url: str, documents: int, workers: int) -> dict[str, float]:
    texts = article_texts(ARTICLE.read_text(), documents)
    script = str(Path(__file__).with_name("langextract_client.py"))
    return _measured([python, script], json.dumps({"url": url, "texts": texts, "workers": workers}))


def _measured(command: list[str], given: str | None) -> dict[str, float]:
    run = subprocess.run(command, input=given, capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"{command[:3]} failed:\n{run.stderr[-2000:]}")
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    assert not found.get("failed"), found
    return found


Row = tuple[str, str, str, str]


def rates(reply: str, repeats: int) -> Iterator[Row]:
    """Many short waits: what the clients' own work leaves of the ideal rate, and what it costs."""
    documents = 10 * PLACES
    ideal = documents / PLACES * 0.2
    names = ("openai", "instructor", "ungrounded", "summarizer")
    with endpoint(reply, 0.2) as url:
        runs = [{name: client(name, url, documents, PLACES) for name in names} for _ in range(repeats)]

    def median(value: Any) -> float:
        return statistics.median(value(run) for run in runs)

    for name, target in (("summarizer", "0.9"), ("instructor", "")):
        ratio = median(lambda run, name=name: run["openai"]["seconds"] / run[name]["seconds"])
        share = median(lambda run, name=name: ideal / run[name]["seconds"])
        yield (
            f"rate, {PLACES} in flight, 200 ms: {name}",
            f"{share:.2f} of ideal",
            f"{ratio:.2f} of openai's",
            target,
        )
    share = median(lambda run: ideal / run["openai"]["seconds"])
    yield "the same: openai", f"{share:.2f} of ideal", "1", ""
    for name in names:
        ms = median(lambda run, name=name: 1000 * run[name]["cpu_seconds"] / documents)
        beyond = median(
            lambda run, name=name: (
                1000 * (run[name]["cpu_seconds"] - run["openai"]["cpu_seconds"]) / documents
            )
        )
        target = {"summarizer": "5 ms beyond", "ungrounded": "2 ms beyond"}.get(name, "")
        label = "summarizer, grounding and audit left out" if name == "ungrounded" else name
        yield (
            f"processor time an article: {label}",
            f"{ms:.1f} ms",
            f"{beyond:.1f} ms beyond openai's",
            target,
        )


def long_waits(reply: str) -> Iterator[Row]:
    documents = 8 * PLACES
    with endpoint(reply, 2.0) as url:
        found = client("summarizer", url, documents, PLACES)
    share = documents / PLACES * 2.0 / found["seconds"]
    yield f"rate, {PLACES} in flight, 2 s: summarizer", f"{share:.2f} of ideal", "", "0.97"


def slow_replies(reply: str, python: str | None) -> Iterator[Row]:
    """Every tenth reply ten times slower: against all the waiting, divided by the places.

    So many documents that the last slow reply, for which the rest of the pool stands idle, counts little.
    """
    documents, places = 960, 16
    full = documents * (0.9 * 0.2 + 0.1 * 2.0) / places
    with endpoint(reply, 0.2, 2.0) as url:
        found = client("summarizer", url, documents, places)
    yield (
        "every tenth reply 10 times slower: summarizer",
        f"{found['seconds']:.1f} s",
        f"{found['seconds'] / full:.2f} of a full pool's",
        "1.15",
    )
    if python:
        with endpoint(langextract_reply(reply), 0.2, 2.0) as url:
            found = langextract(python, url, 64, places)
        chunks = -(-len(article_texts(ARTICLE.read_text(), 1)[0]) // 1000)
        full = 64 * chunks * (0.9 * 0.2 + 0.1 * 2.0) / places
        yield (
            "the same: langextract",
            f"{found['seconds']:.1f} s",
            f"{found['seconds'] / full:.2f} of a full pool's",
            "",
        )


def against_langextract(reply: str, python: str) -> Iterator[Row]:
    with endpoint(langextract_reply(reply), 0.0) as url:
        theirs = 1000 * langextract(python, url, 64, 16)["cpu_seconds"] / 64
    with endpoint(reply, 0.0) as url:
        ours = 1000 * client("summarizer", url, 256, 16)["cpu_seconds"] / 256
    yield (
        "processor time an article: langextract",
        f"{theirs:.1f} ms",
        f"{theirs / ours:.1f} times summarizer's",
        "5",
    )


def request_size() -> Iterator[Row]:
    from summarizer import Document, Summarizer

    engine: Any = Summarizer("openai/test-1", base_url="http://127.0.0.1:9/v1").engine
    document = Document(ARTICLE.read_text())
    from summarizer.engines import Brief
    from summarizer.options import DEFAULT_CAPS
    from summarizer.schema import Summary

    (chunk,) = document.chunks(engine.chunk_chars)
    body = engine.request(chunk, Brief(Summary, DEFAULT_CAPS)).body
    schema = len(json.dumps(body["response_format"], separators=(",", ":")))
    instructions = len(body["messages"][0]["content"])
    yield (
        "schema and instructions",
        f"{schema:,} + {instructions:,} characters",
        f"{schema + instructions:,}",
        "9,000",
    )
    yield "requests an article", "1", "", "1"


def embedded(documents: int) -> Iterator[Row]:
    """The process pool over many documents: its rate against one process's, and memory as it goes on."""
    alone = _embedded(min(documents, 1000), 1)
    pool = _embedded(documents, len(os.sched_getaffinity(0)))
    yield (
        f"{documents:,} documents, builtin/rules, {pool['processes']:.0f} processes",
        f"{pool['rate']:.0f} a second",
        f"{pool['rate'] / alone['rate']:.2f} of one process's",
        "",
    )
    grown = pool["peak_mb"] - pool["tenth_mb"]
    yield (
        "the same: peak memory of the parent",
        f"{pool['peak_mb']:.0f} MB",
        f"{grown:+.0f} MB after the first tenth",
        "flat",
    )


def _embedded(documents: int, processes: int) -> dict[str, float]:
    script = (
        "import json, resource, sys, time\n"
        "from pathlib import Path\n"
        "from benchmarks.clients import article_texts\n"
        "from summarizer.corpus import summarize_many\n"
        "count, processes, article = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]).read_text()\n"
        "texts = (article_texts(article, 1)[0] + str(i) for i in range(count))\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "tenth, started = 0.0, time.perf_counter()\n"
        "for outcome in summarize_many(texts, model='builtin/rules', concurrency=processes, ordered=False):\n"
        "    assert outcome.ok\n"
        "    if outcome.index == count // 10: tenth = peak()\n"
        "rate = count / (time.perf_counter() - started)\n"
        "print(json.dumps(dict(rate=rate, tenth_mb=tenth, peak_mb=peak(), processes=processes)))\n"
    )
    return _measured([sys.executable, "-c", script, str(documents), str(processes), str(ARTICLE)], None)


def long_documents() -> Iterator[Row]:
    """One document of 1, 10 and 100 thousand words: seconds a thousand words."""
    from summarizer import summarize

    paragraphs = [
        line for seed in sorted(ARTICLE.parent.glob("*.txt")) for line in seed.read_text().splitlines()
    ]
    first = 0.0
    for words in (1_000, 10_000, 100_000):
        text = _long_text(paragraphs, words)
        started = time.process_time()
        summarize(text)
        seconds = (time.process_time() - started) * 1000 / len(text.split())
        first = first or seconds
        yield (
            f"one document of {words:,} words",
            f"{1000 * seconds:.0f} ms a thousand words",
            f"{seconds / first:.2f} of the first",
            "linear",
        )


def _long_text(paragraphs: list[str], words: int) -> str:
    """Paragraphs over and over, every sentence with a number of its own so that none repeats another."""
    lines: list[str] = []
    count = 0
    while count < words:
        line = paragraphs[len(lines) % len(paragraphs)]
        lines.append(line and f"{line} Note {len(lines)} says so.")
        count += len(lines[-1].split())
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--langextract", metavar="PYTHON")
    parser.add_argument("--embedded", metavar="N", type=int, default=2_000)
    options = parser.parse_args()
    article = ARTICLE.read_text()
    reply = wire_reply(article)
    cores = len(os.sched_getaffinity(0))
    print(f"Article of {len(article):,} characters, reply of {len(reply):,}; {cores} cores.\n")
    print("| what | measured | against | target |\n|---|---|---|---|")
    parts = [
        request_size(),
        rates(reply, options.repeats),
        long_waits(reply),
        slow_replies(reply, options.langextract),
    ]
    if options.langextract:
        parts.append(against_langextract(reply, options.langextract))
    for part in [*parts, embedded(options.embedded), long_documents()]:
        for row in part:
            print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
