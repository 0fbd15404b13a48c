"""The labelling bench in a real Chromium: hostile documents, other sites, sizes, accessibility."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.browser.hostile import PAYLOADS, serious
from tests.browser.labelling import begin, choose, drafted, labels, opened, saved, without_chromium
from tests.evals.samples import DRAFT, draft
from tests.extras import extra
from tests.label.sets import labelled, running, write_texts

pytestmark = without_chromium
extra("uvicorn")


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
    files = {payload.replace("/", "∕"): payload for payload in PAYLOADS[::2]}
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
