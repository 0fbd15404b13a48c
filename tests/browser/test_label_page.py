"""The labelling bench in a real Chromium: from nothing to a fixture, by keys alone, killed, attacked."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer.evals.fixture import load_fixtures
from summarizer.evals.labels import build
from tests.conftest import REQUIRE_ALL
from tests.evals.samples import DRAFT, TEXT, draft
from tests.extras import extra
from tests.label.sets import labelled, running, write_texts

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--no-sandbox"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
pytestmark = pytest.mark.skipif(not CHROMIUM and not REQUIRE_ALL, reason="no Chromium on this machine")

extra("uvicorn")

PAYLOADS = [
    "<script>document.title='owned'</script>",
    "</script><script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    '" onmouseover="document.title=\'owned\'" x="',
    "<iframe srcdoc=\"<script>parent.document.title='owned'</script>\"></iframe>",
    "<a href=\"javascript:document.title='owned'\">x</a>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
    "\u202e<script>document.title='owned'</script>\u202c",
    "\u200b<scr\u200bipt>document.title='owned'</scr\u200bipt>",
]


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


def hostile(payload: str) -> dict[str, Any]:
    """A draft that holds a payload wherever a draft can."""
    content = draft(labeller=payload, note=payload)
    content["actors"][0] |= {
        "name": payload,
        "aliases": [payload],
        "role": payload,
        "kind": payload,
        "note": payload,
    }
    content["claims"][0] |= {"id": payload, "source_id": payload, "content": payload}
    content["claims"][0]["evidence"] = [payload, {"quote": payload, "nth": 7}]
    content["figures"][0] |= {
        "text": payload,
        "accept": {payload: [payload], "status": [payload]},
        "value": payload,
    }
    content["events"][0] |= {"agent_ids": [payload], payload: payload}
    return content


def test_no_document_takes_the_page_over(browser: Any, tmp_path: Path) -> None:
    files = {payload.replace("/", "∕"): payload for payload in PAYLOADS}
    bodies = {name: f"{payload} said so.\n{'M' * 5000}\n{payload}" for name, payload in files.items()}
    texts = write_texts(tmp_path, bodies)
    listed = [{"id": name, "title": payload, "source": payload} for name, payload in files.items()]
    (texts / "texts.json").write_text(json.dumps(listed), encoding="utf-8")
    labelled(texts, "mk", {name: hostile(payload) for name, payload in files.items()})
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.on("pageerror", lambda error: asked.append(str(error)))
    with running(texts, "--labeller", "mk", "--engine", "builtin/rules") as (_, address):
        page.goto(address)
        page.wait_for_selector("tbody a")
        for number, name in enumerate(files):
            page.goto(address)
            page.locator("tbody a").nth(number).click()
            page.wait_for_selector(".document")
            for card in page.locator(".card .head").all()[:12]:
                card.click()
            page.hover(".card")
            begin(page, "claim", files[name])
            saved(page)
            assert page.title().endswith("labelling")
            assert page.locator("script").count() == 1
            assert (
                page.locator("img, iframe, object, svg, base, link[href^=http], meta[http-equiv]").count()
                == 0
            )
    assert {url for url in asked if not url.startswith(address)} == set()
    context.close()


def test_a_word_of_a_megabyte_is_shown_and_labelled(page: Any, tmp_path: Path) -> None:
    texts = write_texts(tmp_path, {"ferry": "Somebody said " + "W" * 1_000_000 + " to 40 people.\n"})
    with running(texts, "--labeller", "mk") as (_, address):
        opened(page, address)
        begin(page, "figure", "40 people").get_by_label("measure").fill("hearers")
        saved(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1200
    assert drafted(texts)["figures"][0]["text"] == "40 people"


@pytest.mark.parametrize("width", [320, 600, 1200])
def test_nothing_is_cut_off_at_any_width(browser: Any, texts: Path, width: int) -> None:
    labelled(texts, "mk", {"ferry": draft(actors=[DRAFT["actors"][0] | {"name": "W" * 3000}])})
    context = browser.new_context(viewport={"width": width, "height": 700})
    with running(texts, "--labeller", "mk", "--engine", "builtin/rules") as (_, address):
        page = opened(context.new_page(), address)
        for record in ("a1", "e1", "f1"):
            page.click(f"[data-record={record}] .head")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def serious(page: Any) -> list[Any]:
    results = extra("axe_playwright_python.sync_playwright").Axe().run(page)
    found = [v for v in results.response["violations"] if v["impact"] in ("serious", "critical")]
    return [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, texts: Path, scheme: str) -> None:
    labelled(texts, "one", {"ferry": DRAFT})
    labelled(texts, "two", {"ferry": draft(claims=DRAFT["claims"][:2])})
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    with running(texts, "--labeller", "one", "--engine", "builtin/rules") as (_, address):
        page.goto(address)
        page.wait_for_selector("tbody a")
        assert serious(page) == []
        opened(page, address)
        page.get_by_role("button", name="Have builtin/rules draft").click()
        page.wait_for_selector(".card.draft")
        for record in ("a2", "e1", "f2"):
            page.click(f"[data-record={record}] .head")
            choose(page, "Jon Aas")
            for summary in page.locator("summary").all():
                summary.click()
            assert serious(page) == []
    with running(texts, "--adjudicate", "one", "two") as (_, address):
        opened(page, address)
        page.wait_for_selector(".agreement table")
        assert serious(page) == []
    context.close()


def test_a_stale_address_says_where_the_new_one_is(page: Any, texts: Path) -> None:
    with running(texts, "--labeller", "mk") as (_, address):
        token = address.rstrip("/").rsplit("/", 1)[1]
        page.goto(address.replace(token, "stale"))
        assert "gone stale" in page.inner_text("body")


def test_another_sites_page_reaches_nothing(page: Any, texts: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.html"
    foreign.write_text("<p>Another site.</p>", encoding="utf-8")
    with running(texts, "--labeller", "mk") as (_, address):
        page.goto(foreign.as_uri())
        outcome = page.evaluate(
            """async (address) => {
                const body = JSON.stringify({ base: 0, state: { draft: {} } });
                const asks = [
                    fetch(address + "api/set"),
                    fetch(address + "api/document?id=ferry", { method: "PUT", body }),
                    fetch(address + "api/drafts?id=ferry", { method: "POST", body, mode: "no-cors" }),
                ];
                const came = await Promise.allSettled(asks);
                return came.map((each) => (each.status === "rejected" ? "refused" : each.value.type));
            }""",
            address,
        )
        assert outcome == ["refused", "refused", "refused"] or outcome == ["refused", "refused", "opaque"]
    assert not labels(texts).exists()
