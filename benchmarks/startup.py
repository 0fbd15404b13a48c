"""How light the library is: imports and cold commands against bare Python, one article warm, and memory.

    python -m benchmarks.startup [--runs 15]

Times are medians over alternating runs in one go, so that the ratios hold where the times do not.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
ARTICLE = SEEDS / "results.txt"

COMMANDS = {
    "bare python": ["-c", "pass"],
    "import summarizer": ["-c", "import summarizer"],
    "summarizer --version": ["-m", "summarizer.cli", "--version"],
    "summarizer --help": ["-m", "summarizer.cli", "--help"],
    "import pydantic": ["-c", "import pydantic; pydantic.BaseModel"],
    "summarizer run ARTICLE": ["-m", "summarizer.cli", "run", str(ARTICLE), "--published", "2026-02-11"],
    "import openai, instructor": ["-c", "import openai, instructor; instructor.from_openai"],
}


def cold(runs: int) -> dict[str, tuple[float, float]]:
    """Median seconds and peak resident megabytes of each command in a process of its own."""
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs + 1):
        for name, arguments in COMMANDS.items():
            started = time.perf_counter()
            subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
            seconds[name].append(time.perf_counter() - started)
    return {name: (statistics.median(times[1:]), _peak(COMMANDS[name])) for name, times in seconds.items()}


def _peak(arguments: list[str]) -> float:
    """Peak resident megabytes of a child that runs `arguments`, asked of the child's own child."""
    script = (
        "import resource, subprocess, sys;"
        "subprocess.run([sys.executable, *sys.argv[1:]], capture_output=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True
    )
    return int(run.stdout) / 1024


def warm(runs: int) -> list[tuple[str, int, float]]:
    """Each sample with its words and the median milliseconds that the embedded engine takes for it."""
    from summarizer import summarize

    rows = []
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        summarize(text)
        times = []
        for _ in range(runs):
            started = time.perf_counter()
            summarize(text, published="2026-02-11")
            times.append(time.perf_counter() - started)
        rows.append((path.stem, len(text.split()), statistics.median(times) * 1000))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    results = cold(runs)
    bare = results["bare python"][0]
    print("| whole process | ms | against bare python | peak MB |\n|---|---|---|---|")
    for name, (seconds, peak) in results.items():
        print(f"| {name} | {seconds * 1000:.0f} | {seconds / bare:.1f} | {peak:.0f} |")
    print("\n| article, warm | words | ms | ms for 600 words |\n|---|---|---|---|")
    for name, words, ms in warm(runs):
        print(f"| {name} | {words} | {ms:.1f} | {ms * 600 / words:.1f} |")
    print(
        f"\nPeak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


if __name__ == "__main__":
    main()
