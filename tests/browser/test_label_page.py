"""The labelling bench in a real Chromium: from nothing to a fixture, by keys alone, killed, in two tabs."""

from __future__ import annotations

import re
import signal
from pathlib import Path
from typing import Any

import pytest

from summarizer.evals.fixture import load_fixtures
from summarizer.evals.labels import build
from tests.browser.labelling import begin, choose, drafted, labels, opened, saved, without_chromium
from tests.evals.samples import DRAFT, TEXT, draft
from tests.extras import extra
from tests.label.sets import labelled, running

pytestmark = without_chromium
extra("uvicorn")


def test_a_document_is_labelled_from_nothing_into_a_valid_fixture(page: Any, texts: Path) -> None:
    with running(texts, "--labeller", "mk") as (_, address):
        opened(page, address)
        begin(page, "actor", "Oresund Ferries").get_by_label("kind").select_option("organization")
        begin(page, "actor", "Lena Holt").get_by_label("kind").select_option("person")
        choose(page, "Holt")
        page.get_by_role("button", name="Add selection: aliases").click()
        page.get_by_label("affiliation").select_option(label="Oresund Ferries (a1)")
        form = begin(page, "event", "Oresund Ferries suspended its night crossings on Monday")
        form.get_by_label("Oresund Ferries (a1)").first.check()
        choose(page, "on Monday")
        page.get_by_role("button", name="Fill in selection: date text").click()
        form.get_by_label("date", exact=True).fill("2026-03-02")
        form = begin(page, "claim", "Holt said the crossings would resume before Easter")
        form.get_by_label("content", exact=False).fill("The crossings would resume before Easter.")
        form.get_by_label("source").select_option(label="Lena Holt (a2)")
        form.get_by_label("certainty").select_option("certain")
        form = begin(page, "figure", "About 1,200 passengers")
        form.get_by_label("measure").fill("passengers stranded")
        form.get_by_label("event").select_option(index=1)
        form.get_by_label("importance").select_option("optional")
        page.wait_for_selector(".card.on .reading >> text=value 1,200")
        page.get_by_label("done").check()
        saved(page)
        assert "no faults" in page.inner_text(".saved")
        page.get_by_role("link", name="All documents").click()
        assert page.inner_text("tbody tr:first-child .state") == "done"
    assert build(texts, [labels(texts)]) == []
    (document,) = load_fixtures(texts).documents
    records = {section: [gold.record for gold in golds] for section, golds in document.records.items()}
    assert [actor.name for actor in records["actors"]] == ["Oresund Ferries", "Lena Holt"]
    assert records["actors"][1].aliases == ["Holt"]
    assert records["actors"][1].affiliation_id == "a1"
    assert (records["events"][0].date_text, records["events"][0].agent_ids) == ("on Monday", ["a1"])
    assert records["claims"][0].source_id == "a2"
    assert (records["figures"][0].value, records["figures"][0].event_id) == (1200, "e1")
    assert not document.records["figures"][0].core


def test_the_keyboard_does_all_of_it(page: Any, texts: Path) -> None:
    with running(texts, "--labeller", "mk") as (_, address):
        page.goto(address)
        page.wait_for_selector("tbody a")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector(".document")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # skip to the text
        page.keyboard.press("Control+Home")
        for _ in range(2):
            page.keyboard.press("Control+Shift+ArrowRight")
        page.keyboard.press("a")
        assert page.evaluate("document.activeElement.dataset.field") == "kind"
        page.keyboard.type("org")
        saved(page)
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.className") == "document"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Home")
        page.keyboard.press("Shift+End")
        page.keyboard.press("e")
        assert page.evaluate("document.activeElement.dataset.field") == "description"
        page.keyboard.press("Control+a")
        page.keyboard.type("The ferries stopped.")
        page.keyboard.press("Escape")
        page.keyboard.press("Control+Home")
        page.keyboard.press("Enter")  # the record at the cursor
        assert page.locator(".card.on").get_attribute("data-record") == "a1"
        page.keyboard.press("Control+z")
        saved(page)
    content = drafted(texts)
    assert content["actors"] == [{"id": "a1", "name": "Oresund Ferries", "kind": "organization"}]
    assert content["events"][0]["description"] != "The ferries stopped."
    assert content["events"][0]["evidence"][0].startswith("Oresund Ferries suspended")


def test_typing_in_the_text_changes_nothing_of_it(page: Any, texts: Path) -> None:
    with running(texts, "--labeller", "mk") as (_, address):
        opened(page, address)
        page.click(".document")
        page.keyboard.type("xyz 123")
        page.keyboard.press("Backspace")
        page.keyboard.press("Delete")
        page.keyboard.insert_text("pasted")
        assert page.evaluate("document.querySelector('.document').textContent") == TEXT


def test_faults_come_and_go_at_their_field_while_typing(page: Any, texts: Path) -> None:
    labelled(texts, "mk", {"ferry": DRAFT})
    with running(texts, "--labeller", "mk") as (_, address):
        opened(page, address)
        page.click("[data-record=c1] .head")
        cue = page.get_by_label("cue", exact=True)
        cue.fill("shouted")
        page.wait_for_selector("[data-faults=cue] >> text=is not in the text")
        assert cue.get_attribute("aria-invalid") == "true"
        assert page.evaluate("document.activeElement.dataset.field") == "cue"
        cue.fill("said")
        page.wait_for_selector("[data-faults=cue]:empty", state="attached")
        assert cue.get_attribute("aria-invalid") == "false"


def test_undo_and_redo_go_through_everything(page: Any, texts: Path) -> None:
    labelled(texts, "mk", {"ferry": DRAFT})
    with running(texts, "--labeller", "mk") as (_, address):
        opened(page, address)
        page.click("[data-record=a2] .head")
        page.get_by_role("button", name="Delete a2").click()
        saved(page)
        page.wait_for_selector("[data-record=a2]", state="detached")
        assert (
            "source_id" not in drafted(texts)["claims"][0] or drafted(texts)["claims"][0]["source_id"] is None
        )
        page.get_by_role("button", name="Undo").click()
        page.wait_for_selector("[data-record=a2]")
        saved(page)
        assert drafted(texts) == DRAFT
        page.get_by_role("button", name="Redo").click()
        page.wait_for_selector("[data-record=a2]", state="detached")


def test_a_killed_server_loses_nothing_and_the_tab_says_so(browser: Any, texts: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    with running(texts, "--labeller", "mk") as (process, address):
        port = address.split(":")[2].split("/")[0]
        opened(page, address)
        begin(page, "actor", "Oresund Ferries").get_by_label("kind").select_option("organization")
        saved(page)
        process.send_signal(signal.SIGKILL)
        process.wait(20)
        begin(page, "actor", "Jon Aas").get_by_label("kind").select_option("person")
        page.wait_for_selector(".saved.bad >> text=Not saved: The bench does not answer")
        page.close(run_before_unload=False)
    with running(texts, "--labeller", "mk", "--port", port) as (_, again):
        page = opened(context.new_page(), again)
        page.wait_for_selector("[data-record=a2] >> text=Jon Aas")
        saved(page)
        assert [actor["name"] for actor in drafted(texts)["actors"]] == ["Oresund Ferries", "Jon Aas"]
    context.close()


@pytest.mark.parametrize("mine", [True, False])
def test_two_tabs_do_not_overwrite_one_another(browser: Any, texts: Path, mine: bool) -> None:
    context = browser.new_context()
    with running(texts, "--labeller", "mk") as (_, address):
        one, two = (opened(context.new_page(), address) for _ in range(2))
        begin(one, "actor", "Lena Holt").get_by_label("kind").select_option("person")
        saved(one)
        begin(two, "actor", "Jon Aas")
        two.wait_for_selector(".conflict")
        assert [actor["name"] for actor in drafted(texts)["actors"]] == ["Lena Holt"]
        two.get_by_role("button", name="Keep what is here" if mine else "Take the other one").click()
        saved(two)
        assert two.locator(".conflict").count() == 0
        names = [actor["name"] for actor in drafted(texts)["actors"]]
        assert names == (["Jon Aas"] if mine else ["Lena Holt"])
        two.get_by_role("button", name="Undo").click()
        saved(two)
        names = [actor["name"] for actor in drafted(texts)["actors"]]
        assert names == (["Lena Holt"] if mine else ["Jon Aas"])
    context.close()


def test_an_engines_drafts_are_no_labels_until_they_are_taken(page: Any, texts: Path) -> None:
    with running(texts, "--labeller", "mk", "--engine", "builtin/rules") as (_, address):
        opened(page, address)
        page.get_by_role("button", name="Have builtin/rules draft").click()
        page.wait_for_selector(".card.draft")
        saved(page)
        assert drafted(texts) == {"labeller": "mk", "actors": [], "events": [], "claims": [], "figures": []}
        before = page.locator(".card.draft").count()
        claim = page.locator("[aria-labelledby=section-2] .card.draft").first
        claim.get_by_role("button", name="Accept").click()
        page.locator("[aria-labelledby=section-3] .card.draft").first.get_by_role(
            "button", name="Dismiss"
        ).click()
        saved(page)
        assert "no faults" in page.inner_text(".saved")
        content = drafted(texts)
        source = content["claims"][0].get("source_id")
        assert source is None or source in {actor["id"] for actor in content["actors"]}
        taken = len(content["claims"]) + len(content["actors"])
        assert page.locator(".card.draft").count() == before - taken - 1


def test_two_labellings_are_adjudicated_into_a_valid_fixture(page: Any, texts: Path) -> None:
    labelled(texts, "one", {"ferry": DRAFT})
    other = draft(claims=[DRAFT["claims"][0] | {"source_id": "a3"}])
    labelled(texts, "two", {"ferry": other})
    with running(texts, "--adjudicate", "one", "two") as (_, address):
        page.goto(address)
        page.wait_for_selector(".agreement >> text=overall")
        page.get_by_role("link", name="ferry").click()
        page.wait_for_selector(".agreement >> text=On this document")
        page.get_by_role("group", name="not the same: source").get_by_role(
            "button", name="Take two's"
        ).click()
        for name in page.get_by_role("button", name=re.compile("that agree$")).all_inner_texts():
            page.get_by_role("button", name=name).first.click()
        while page.get_by_role("button", name=re.compile("^Leave")).count():
            page.get_by_role("button", name=re.compile("^Leave")).first.click()
        saved(page)
        assert "no faults" in page.inner_text(".saved")
    assert build(texts, [labels(texts, name) for name in ("adjudicated", "one", "two")]) == []
    (document,) = load_fixtures(texts).documents
    names = {gold.record.id: gold.record.name for gold in document.records["actors"]}
    (claim,) = document.records["claims"]
    assert claim.label.status == "adjudicated"
    assert names[claim.record.source_id] == "Seafarers' Union"
    assert sorted(names.values()) == ["Jon Aas", "Lena Holt", "Oresund Ferries", "Seafarers' Union"]


def test_a_callers_own_section_is_labelled_without_more_code(page: Any, texts: Path) -> None:
    with running(texts, "--labeller", "mk", "--schema", "tests.label.sets:SanctionSummary") as (_, address):
        opened(page, address)
        form = begin(page, "sanction", "Oresund Ferries suspended its night crossings")
        form.get_by_label("weeks").fill("3")
        form.get_by_label("lifted").select_option("yes")
        saved(page)
        assert "no faults" in page.inner_text(".saved")
    (sanction,) = drafted(texts)["sanctions"]
    assert (sanction["weeks"], sanction["lifted"]) == (3, True)
