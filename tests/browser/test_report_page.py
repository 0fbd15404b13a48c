"""The report page in a real Chromium: choosing, linking, keys, hostile runs, size, accessibility."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summarizer import Summary
from summarizer.evals.fixture import FixtureSet, GoldDocument, GoldRecord
from summarizer.evals.report import build_report
from summarizer.evals.runfile import Failure, RunFile
from summarizer.schema import sections
from summarizer.views.html.report import report_to_html
from tests.browser.hostile import HOSTILE, OURS, hostile_summary, serious, watched
from tests.browser.labelling import without_chromium
from tests.evals.samples import drop_a_fifth, gold, run_of
from tests.views.reports import QUICK, fixtures, harmed, report_page

pytestmark = without_chromium


def shown(page: Any, folder: Path, html: str | None = None) -> Any:
    file = folder / "report.html"
    file.write_text(html or report_page(), encoding="utf-8")
    page.goto(file.as_uri())
    return page


def unfold(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


def hostile_gold(number: int, payload: str, place: str) -> GoldDocument:
    summary = hostile_summary(payload, place)
    document = gold("x").document.__class__(
        summary.text or "", id=f"{number} {payload}", title=summary.document.title
    )
    records = {
        name: tuple(GoldRecord(record) for record in getattr(summary, name)) for name in sections(Summary)
    }
    return GoldDocument(document, records, tags=(payload,), sha256=str(number))


def hostile_report() -> str:
    """A run over hostile documents: matched, contradicting, missing and spurious records, and an error."""
    labelled = FixtureSet([hostile_gold(number, *each) for number, each in enumerate(HOSTILE)])

    def harm(index: int, summary: Summary) -> Summary:
        figures = [f.model_copy(update={"value": 7.0 + index}) for f in summary.figures]
        extra = [a.model_copy(update={"id": a.id + "+", "name": a.name + "?"}) for a in summary.actors]
        findings = hostile_summary(*HOSTILE[index]).findings
        claims = summary.claims if index % 2 else []
        update = {"figures": figures, "claims": claims, "actors": extra, "findings": findings}
        return summary.model_copy(update=update)

    payload = HOSTILE[0][0]
    run = run_of(labelled, harm, model=payload, prompt=payload)
    failed = {"summary": None, "status": "error", "error": Failure(type="Refused", message=payload)}
    run.outputs[-1] = run.outputs[-1].model_copy(update=failed)
    tagged = {doc.id: list(doc.tags) for doc in labelled.documents}
    run = run.model_copy(update={"tags": tagged, "answered_by": [payload]})
    baseline = run_of(labelled)
    report = build_report(run, baseline=baseline, thresholds=QUICK, fixtures=labelled)
    return report_to_html(report, run, labelled, baseline=baseline)


def test_no_document_takes_the_page_over(browser: Any, tmp_path: Path) -> None:
    with watched(browser, viewport={"width": 1200, "height": 800}) as watch:
        page = shown(watch.page, tmp_path, hostile_report())
        title = page.title()
        unfold(page)
        for number in range(len(HOSTILE)):
            page.click(f"#d{number} .card >> nth=0")
        for tag in page.locator(".tag").all():
            tag.click()
            tag.click()
        page.fill("#find", "<script>")
        assert page.title() == title
        assert page.locator("script").count() == 1
        assert page.locator(OURS).count() == 0
        assert page.locator(".document").count() == len(HOSTILE)


def test_choosing_a_pair_lights_up_both_sides_evidence(page: Any, tmp_path: Path) -> None:
    shown(page, tmp_path)
    page.click("#d0 > summary")
    page.click("#d0 .card.contradicting")
    assert "2.7 million euros" in " ".join(page.locator(".mark.on").all_inner_texts())
    assert "contradicting" in page.inner_text("#status")
    page.click("#d0 .card.contradicting .quote >> nth=0")
    assert "2.7 million euros" in page.evaluate("document.activeElement.textContent")


def test_choosing_a_passage_goes_to_its_worst_pair(page: Any, tmp_path: Path) -> None:
    shown(page, tmp_path)
    page.click("#d0 > summary")
    page.click("#d0 .mark.contradicting >> nth=0")
    assert page.locator(".card.contradicting.on").count() == 1
    assert page.evaluate("document.activeElement.className").startswith("card contradicting")


def test_a_contradiction_leads_to_its_document(page: Any, tmp_path: Path) -> None:
    shown(page, tmp_path)
    page.click("#h-contradictions + details a")
    assert page.evaluate("document.getElementById('d0').open")
    assert page.locator("#d0 .card.contradicting.on").is_visible()


def test_the_keyboard_does_all_of_it(page: Any, tmp_path: Path) -> None:
    shown(page, tmp_path)
    page.focus("#d0 > summary")
    page.keyboard.press("Enter")
    assert page.locator("#d0 .text").is_visible()
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#d0 .card.contradicting .quote')"):
            break
    page.keyboard.press("Enter")
    assert page.locator(".mark.on").count() > 0
    page.keyboard.press("Escape")
    assert page.locator(".on").count() == 0


def test_documents_are_chosen_by_tag_result_and_word(page: Any, tmp_path: Path) -> None:
    labelled = fixtures("ferry", "night", "port")
    run = harmed(labelled)
    report = build_report(run, thresholds=QUICK, fixtures=labelled)
    shown(page, tmp_path, report_to_html(report, run, labelled))

    def there() -> list[str]:
        names = page.locator(".document:visible").all()
        return [str(each.get_attribute("data-document")) for each in names]

    assert there() == ["ferry", "night", "port"]
    overall = 100 * report.measures["overall"].value
    assert page.inner_text("#chosen") == f"3 of 3 outputs, overall F1 {overall:.1f}"
    page.click("#controls summary")
    page.click(".tag >> text=night")
    assert there() == ["night"]
    assert page.inner_text("#chosen") == "1 of 3 outputs, overall F1 100.0"
    page.click("#reset")
    page.select_option("#choose-result", "contradicting")
    assert there() == ["ferry"]
    page.click("#d0 > summary")
    assert {"contradicting"} == set(page.locator("#d0 .card:visible b").all_inner_texts())
    page.click("#reset")
    page.select_option("#choose-section", "claims")
    assert there() == ["ferry", "night", "port"]
    page.fill("#find", "PORT")
    assert there() == ["port"]
    page.select_option("#choose-order", "document")
    page.fill("#find", "")
    assert there() == ["ferry", "night", "port"]


def test_the_figure_of_those_chosen_is_the_scorer_s(page: Any, tmp_path: Path) -> None:
    labelled = fixtures("a", "b", "c", "d")
    run = harmed(labelled, drop_a_fifth)
    report = build_report(run, thresholds=QUICK, fixtures=labelled)
    shown(page, tmp_path, report_to_html(report, run, labelled))
    for name in ("a", "d"):
        page.evaluate(f"document.querySelector('[data-tag={name}]').click()")
        value, count = report.tags[name]
        assert page.inner_text("#chosen") == f"{count} of 4 outputs, overall F1 {100 * value:.1f}"
        page.evaluate(f"document.querySelector('[data-tag={name}]').click()")


def test_without_script_everything_is_there_but_the_controls(browser: Any, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = shown(context.new_page(), tmp_path)
    assert not page.locator("#controls").is_visible()
    page.click("#h-contradictions + details a")
    assert page.locator("#d0 .text").is_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1200])
def test_nothing_is_cut_off_at_any_width(browser: Any, tmp_path: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 700})
    page = shown(context.new_page(), tmp_path)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, tmp_path: Path, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = shown(context.new_page(), tmp_path)
    assert serious(page) == []
    unfold(page)
    page.click("#d0 .card.contradicting")
    page.evaluate("document.querySelector('.tag').click()")
    assert serious(page) == []
    context.close()


def many(documents: int) -> tuple[RunFile, FixtureSet]:
    labelled = fixtures(*(f"doc{number:03}" for number in range(documents)))
    return harmed(labelled, drop_a_fifth), labelled


def test_a_report_on_ninety_two_documents_is_small_and_quick(page: Any, tmp_path: Path) -> None:
    run, labelled = many(92)
    report = build_report(run, thresholds=QUICK, fixtures=labelled)
    html = report_to_html(report, run, labelled)
    assert len(html.encode()) < 4_000_000
    shown(page, tmp_path, html)
    # What is folded has no layout: a page of as many open documents takes many times as long.
    boxes = "[...document.querySelectorAll('.document .card')].filter((c) => c.checkVisibility()).length"
    assert page.evaluate(boxes) == 0
    page.click("#d91 > summary")
    assert page.evaluate(boxes) > 0
