"""Takes the pictures of the pages: `python docs/pictures.py`, with Chromium and the extra `test-all`.

They are of what the repository holds: a seed, the labelled documents of the dev split, and the replies
to them that were recorded. Nothing is sent anywhere.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from summarizer.evals.fixture import load_fixtures
from summarizer.evals.run import rescore
from summarizer.evals.runfile import load_run, save_run
from summarizer.evals.similarity import TokenSimilarity

ROOT = Path(__file__).resolve().parents[1]
PICTURES = Path(__file__).resolve().parent / "pictures"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
SIZE = {"width": 960, "height": 520}
PHONE = {"width": 390, "height": 700}
LABELLED = "flood-wall-hearing"
COMMAND = [sys.executable, "-m", "summarizer.cli"]


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--disable-gpu", "--no-sandbox"])
        page = browser.new_page(viewport=SIZE, reduced_motion="reduce")
        take_summary(page, folder)
        take_report(page, folder)
        take_labelling(page, folder)
        browser.close()


def command(*arguments: str, may_fail: bool = False) -> None:
    subprocess.run([*COMMAND, *arguments], cwd=ROOT, check=not may_fail, capture_output=True)  # noqa: S603


def take(page: Any, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")


def take_summary(page: Any, folder: Path) -> None:
    file = folder / "summary.html"
    about = ["--published", "2020-11-20", "--format", "html", "--out", str(file)]
    command("run", "seeds/conflict.txt", "--model", "builtin/rules", *about)
    page.goto(file.as_uri())
    take(page, "summary")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    page.click("[data-record=c1] h3")
    take(page, "summary-phone")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(SIZE)


def take_report(page: Any, folder: Path) -> None:
    """The recorded replies of a large model, held against the embedded engine."""
    run, baseline, file = folder / "run.json", folder / "baseline.json", folder / "report.html"
    command("eval", "run", "evals", "--model", "builtin/rules", "--out", str(baseline))
    recorded = load_run(ROOT / "evals" / "baselines" / "openai-relay.json")
    save_run(rescore(recorded, load_fixtures(ROOT / "evals"), TokenSimilarity()), run)
    command("eval", "gate", str(run), "--against", str(baseline), "--html", str(file), may_fail=True)
    page.goto(file.as_uri())
    take(page, "report")
    page.click("#d1 > summary")
    page.locator("#d1 .card.contradicting, #d1 .card.missing").first.click()
    take(page, "report-document")


def take_labelling(page: Any, folder: Path) -> None:
    texts, labels = folder / "fixtures" / "news", folder / "labels" / "news" / "mk"
    texts.mkdir(parents=True)
    labels.mkdir(parents=True)
    fixtures = ROOT / "evals" / "fixtures" / "news"
    shutil.copy(fixtures / f"{LABELLED}.txt", texts)
    listed = json.loads((fixtures / "texts.json").read_bytes())
    (texts / "texts.json").write_text(json.dumps([each for each in listed if each["id"] == LABELLED]))
    shutil.copy(ROOT / "evals" / "labels" / "news" / "one" / f"{LABELLED}.json", labels)
    with bench(texts) as address:
        page.goto(address)
        page.get_by_role("link", name=LABELLED, exact=True).click()
        page.click("[data-record=e1] .head")
        take(page, "labelling")


@contextlib.contextmanager
def bench(texts: Path) -> Iterator[str]:
    """The labelling bench on a port of its own; its address."""
    options = ["label", str(texts), "--labeller", "mk", "--no-open", "--port", "0"]
    process = subprocess.Popen(  # noqa: S603
        [*COMMAND, *options], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
