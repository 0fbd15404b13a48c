"""Documents that try to take a page over, and the watch that is kept on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from summarizer import Actor, Claim, Document, Evidence, Figure, Finding, Rejection, Run, Summary
from tests.extras import extra

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
    "</details></template></iframe><script>document.title='owned'</script>",
    "javascript:document.title='owned'",
    "\u202e<script>document.title='owned'</script>\u202c",
    "\u200b<scr\u200bipt>document.title='owned'</scr\u200bipt>",
]
PLACES = ("text", "name", "id", "about")
HOSTILE = [(payload, place) for payload in PAYLOADS for place in PLACES]
"""Each payload in the text, in names and wordings, in ids, and in title, source and headline's neighbours."""

OURS = "img, iframe, object, embed, form, link, base, meta[http-equiv=refresh], [onload], [onmouseover]"
"""No page of ours has one of these."""


def hostile_summary(payload: str, place: str) -> Summary:
    """A summary with the payload in one place."""
    words = payload if place == "name" else "Nobody"
    about = payload if place == "about" else "A title"
    suffix = payload if place == "id" else ""
    text = f"{payload if place == 'text' else 'Nobody'} said that it rained 40 times.\n{'M' * 5000}"
    document = Document(text, title=about, source=about)
    end = text.index(" said")
    whole = [Evidence(quote=text[: end + 27], start=0, end=end + 27)]
    summary = Summary(
        language="en",
        actors=[
            Actor(
                id=f"a1{suffix}",
                name=words,
                aliases=[words],
                kind="other",
                role=words,
                evidence=[Evidence(quote=text[:end], start=0, end=end)],
            )
        ],
        claims=[Claim(id=f"c1{suffix}", source_id=f"a1{suffix}", cue=words, content=words, evidence=whole)],
        figures=[Figure(id=f"f1{suffix}", measure=words, text=words, unit=words, value=40, evidence=whole)],
        headline="It rained",
        gist=payload if place == "about" else "",
        document=document.info,
        findings=[Finding(record_id=f"a1{suffix}", code="support", message=words, severity="warning")],
        rejected=[Rejection(section="claims", record={"id": f"c2{suffix}", "content": words}, findings=[])],
        run=Run(engine="builtin/rules", library_version="0", prompt=about, model=about),
    )
    summary._text = text
    return summary


@dataclass
class Watched:
    """A page, and what it asked for or said that it should not have."""

    page: Any
    told: list[str] = field(default_factory=list)


@contextmanager
def watched(browser: Any, **settings: Any) -> Iterator[Watched]:
    """A page on which every request that is not for a file, every dialog and every error is an offence."""
    context = browser.new_context(**settings)
    watch = Watched(context.new_page())
    context.on("request", lambda request: watch.told.append(request.url))
    watch.page.on("dialog", lambda dialog: watch.told.append(dialog.message))
    watch.page.on("pageerror", lambda error: watch.told.append(str(error)))
    yield watch
    assert [told for told in watch.told if not told.startswith(("file:", "about:srcdoc"))] == []
    context.close()


def serious(page: Any) -> list[Any]:
    """What axe-core finds serious or critical; the page's policy must be bypassed."""
    results = extra("axe_playwright_python.sync_playwright").Axe().run(page)
    found = [v for v in results.response["violations"] if v["impact"] in ("serious", "critical")]
    return [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]
