"""A browser, a page whose script must not fail, and a set to label."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.labelling import CHROMIUM, FLAGS
from tests.extras import extra
from tests.label.sets import write_texts


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with extra("playwright.sync_api").sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1200, "height": 850})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []
    context.close()


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_texts(tmp_path)
