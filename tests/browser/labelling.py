"""What the tests of the labelling bench do in a browser: open a document, select words, make records."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REQUIRE_ALL

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--no-sandbox"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
without_chromium = pytest.mark.skipif(not CHROMIUM and not REQUIRE_ALL, reason="no Chromium on this machine")


def labels(texts: Path, labeller: str = "mk") -> Path:
    return texts.parent.parent / "labels" / texts.name / labeller


def drafted(texts: Path, labeller: str = "mk") -> Any:
    return json.loads((labels(texts, labeller) / "ferry.json").read_bytes())


def opened(page: Any, address: str, key: str = "ferry") -> Any:
    page.goto(address)
    page.get_by_role("link", name=key, exact=True).click()
    page.wait_for_selector(".document")
    return page


def choose(page: Any, words: str) -> None:
    """Select words in the text, as a mouse does."""
    page.evaluate(
        """(words) => {
            const pane = document.querySelector(".document");
            const at = pane.textContent.indexOf(words);
            pane.focus();
            getSelection().setBaseAndExtent(pane.firstChild, at, pane.firstChild, at + words.length);
        }""",
        words,
    )
    page.wait_for_selector(".chosen .actions")


def begin(page: Any, one: str, words: str) -> Any:
    """Make a record of words; its form."""
    choose(page, words)
    page.locator(".chosen").get_by_role("button", name=f"New {one}").click()
    return page.locator("form")


def saved(page: Any) -> None:
    page.wait_for_selector(".saved >> text=/^Saved/")
