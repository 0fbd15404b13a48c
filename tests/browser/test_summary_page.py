"""The summary page in a real Chromium: clicks, keys, hostile documents, notebooks, accessibility."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summarizer import Actor, Document, Evidence, Run, Summary, to_html
from tests.browser.hostile import HOSTILE, OURS, hostile_summary, serious, watched
from tests.browser.labelling import without_chromium
from tests.views.summaries import bridge

pytestmark = without_chromium


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
    with watched(browser) as watch:
        for payload, place in HOSTILE:
            page = shown(watch.page, tmp_path, hostile_summary(payload, place))
            page.hover(".card")
            page.keyboard.press("Tab")
            page.click(".card h3")
            assert page.locator(".mark.on").count() > 0
            page.click(".places .quote")
            assert page.title() == "It rained", (payload, place)
            assert page.locator("script").count() == 1
            assert page.locator(f"{OURS}, svg").count() == 0


def test_no_document_takes_the_notebook_over(browser: Any, tmp_path: Path) -> None:
    frames = "".join(hostile_summary(*each)._repr_html_() for each in HOSTILE)
    notebook = tmp_path / "notebook.html"
    style = "<style>h1 { color: rgb(1, 2, 3); }</style>"
    notebook.write_text(f"<!doctype html><title>Notes</title>{style}<h1>Notes</h1>{frames}", "utf-8")
    with watched(browser) as watch:
        watch.page.goto(notebook.as_uri())
        assert len(watch.page.frames) == 1 + len(HOSTILE)
        for frame in watch.page.frames[1:]:
            frame.click(".card h3")
            assert frame.locator(f"{OURS.replace(', base', '')}, svg").count() == 0
            assert frame.locator("base").count() == 1
            assert frame.evaluate("document.title") == "It rained"
        assert watch.page.title() == "Notes"
        assert watch.page.locator("script").count() == 0
        colour = "getComputedStyle(document.querySelector('h1')).color"
        assert watch.page.evaluate(colour) == "rgb(1, 2, 3)"


@pytest.mark.parametrize("script", [True, False])
def test_a_frame_s_links_stay_within_it(browser: Any, tmp_path: Path, script: bool) -> None:
    notebook = tmp_path / "notebook.html"
    frame = bridge()._repr_html_()
    shown_frame = frame if script else frame.replace('sandbox="allow-scripts"', 'sandbox=""')
    notebook.write_text(f"<!doctype html><title>Notes</title>{shown_frame}", "utf-8")
    with watched(browser) as watch:
        page = watch.page
        page.goto(notebook.as_uri())
        inside = page.frame_locator("iframe")
        inside.locator(".timeline a").click()
        inside.locator(".card:target").wait_for()
        inside.locator(".mark >> text=Ida Brandt").click()
        assert inside.locator(".card.on, .card:target").first.get_attribute("data-record") == "a1"
        reached = "() => { try { return parent.document.title } catch { return 'refused' } }"
        assert page.frames[1].evaluate(reached) == "refused"
        assert page.url == notebook.as_uri()
        assert page.frames[1].url.startswith("about:srcdoc")


def test_a_word_of_a_megabyte_is_laid_out(page: Any, tmp_path: Path) -> None:
    summary = hostile_summary("W" * 1_000_000, "name")
    summary._text = (summary.text or "") + "\n" + "W" * 1_000_000
    shown(page, tmp_path, summary)
    page.click(".places .quote")
    assert page.locator(".mark.on").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1200


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, tmp_path: Path, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = shown(context.new_page(), tmp_path, bridge())
    for summary in page.locator("summary").all():
        summary.click()
    page.click("[data-record=c1] h3")
    assert page.locator(".mark.on").count() > 0
    assert serious(page) == []
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
