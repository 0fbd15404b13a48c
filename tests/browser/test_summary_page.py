"""The summary page in a real Chromium: clicks, keys, hostile documents, accessibility."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer import Actor, Document, Evidence, Run, Summary, to_html
from tests.conftest import REQUIRE_ALL
from tests.extras import extra
from tests.views.summaries import bridge

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--no-sandbox"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
pytestmark = pytest.mark.skipif(not CHROMIUM and not REQUIRE_ALL, reason="no Chromium on this machine")

PAYLOADS = [
    "<script>document.title='owned'</script>",
    "</script><script>document.title='owned'</script>",
    "</style><script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "<svg onload=\"document.title='owned'\">",
    '" onmouseover="document.title=\'owned\'" x="',
    "' autofocus onfocus='document.title=`owned`' x='",
    "<iframe srcdoc=\"<script>parent.document.title='owned'</script>\"></iframe>",
    "<a href=\"javascript:document.title='owned'\">x</a>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
    "<base href=http://127.0.0.1:9/>",
    "<form action=http://127.0.0.1:9/><input autofocus>",
    "<object data=http://127.0.0.1:9/></object>",
    "<!--><script>document.title='owned'</script>-->",
    "<![CDATA[<script>document.title='owned'</script>]]>",
    "&lt;script&gt;document.title='owned'&lt;/script&gt;",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=document.title='owned'>",
    "\u202e<script>document.title='owned'</script>\u202c",
    "\u200b<scr\u200bipt>document.title='owned'</scr\u200bipt>",
]
# Each in four places: in the text, in names, in ids, and in title and source.
HOSTILE = [(payload, place) for payload in PAYLOADS for place in ("text", "name", "id", "about")]


def hostile_summary(payload: str, place: str) -> Summary:
    text = f"{payload if place == 'text' else 'Nobody'} said that it rained.\n{'M' * 5000}"
    title = payload if place == "about" else "A title"
    document = Document(text, title=title, source=title)
    end = text.index(" said")
    actor = Actor(
        id=payload if place == "id" else "a1",
        name=payload if place == "name" else "Nobody",
        kind="other",
        role=payload if place == "name" else None,
        evidence=[Evidence(quote=text[:end], start=0, end=end)] if end else [],
    )
    summary = Summary(
        language="en",
        actors=[actor],
        headline="It rained",
        gist=payload if place == "about" else "",
        document=document.info,
        run=Run(engine="builtin/rules", library_version="0"),
    )
    summary._text = text
    return summary


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with extra("playwright.sync_api").sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    yield context.new_page()
    context.close()


def shown(page: Any, folder: Path, summary: Summary) -> Any:
    file = folder / "summary.html"
    file.write_text(to_html(summary), encoding="utf-8")
    page.goto(file.as_uri())
    return page


def test_choosing_a_record_brings_its_evidence_into_view(page: Any, tmp_path: Path) -> None:
    shown(page, tmp_path, bridge())
    page.click('[data-record="f1"] .quote')
    lit = page.locator(".mark.on")
    assert lit.all_inner_texts() == ["4 to 5 million euros"]
    assert page.evaluate("document.activeElement.textContent") == "4 to 5 million euros"
    assert "f1" in page.inner_text("#status")


def test_choosing_a_passage_brings_its_records_into_view(page: Any, tmp_path: Path) -> None:
    shown(page, tmp_path, bridge())
    page.click(".mark >> text=Ida Brandt")
    assert page.locator(".card.on").get_attribute("data-record") == "a1"
    assert page.evaluate("document.activeElement.dataset.record") == "a1"


def test_the_keyboard_does_all_of_it(page: Any, tmp_path: Path) -> None:
    shown(page, tmp_path, bridge())
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "4 to 5 million euros":
            break
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.record") == "f1"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator(".on").count() == 0


def test_links_work_without_script(browser: Any, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = shown(context.new_page(), tmp_path, bridge())
    page.click(".mark >> text=Ida Brandt")
    assert page.url.endswith("#record-a1")
    context.close()


def test_no_document_takes_the_page_over(browser: Any, tmp_path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    for payload, place in HOSTILE:
        shown(page, tmp_path, hostile_summary(payload, place))
        page.hover(".card")
        page.keyboard.press("Tab")
        page.click(".card h3")
        assert page.title() == "It rained", (payload, place)
        assert page.locator("script").count() == 1
        assert page.locator("img, iframe, object, form, svg, link, base").count() == 0
    assert {url for url in asked if not url.startswith("file:")} == set()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, tmp_path: Path, scheme: str) -> None:
    axe = extra("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    results = axe.run(shown(context.new_page(), tmp_path, bridge()))
    serious = [v for v in results.response["violations"] if v["impact"] in ("serious", "critical")]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in serious] == []
    context.close()


@pytest.mark.parametrize("width", [320, 600, 1200])
def test_nothing_is_cut_off_at_any_width(browser: Any, tmp_path: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 700})
    page = shown(context.new_page(), tmp_path, hostile_summary("W" * 3000, "name"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_a_document_of_twenty_thousand_words_is_shown_whole(page: Any, tmp_path: Path) -> None:
    words = 20_000
    text = "\n".join(
        f"Minister number {i} said that {i} people had come to see the bridge." for i in range(words // 13)
    )
    spans = [(s.start, s.end) for s in Document(text).sentences]
    actors = [
        Actor(
            id=f"a{n}",
            name="Minister",
            kind="person",
            evidence=[Evidence(quote=text[start:end], start=start, end=end)],
        )
        for n, (start, end) in enumerate(spans)
    ]
    summary = Summary(
        language="en",
        actors=actors,
        document=Document(text).info,
        run=Run(engine="builtin/rules", library_version="0"),
    )
    summary._text = text
    shown(page, tmp_path, summary)
    page.click(f'[data-record="a{len(actors) - 1}"] .quote')
    assert page.locator(".mark.on").count() == 1
