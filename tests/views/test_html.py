from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Actor, Document, Evidence, Run, Summary, to_html
from summarizer.views.html.marking import Mark, marked_paragraphs
from tests.views.reports import report_page
from tests.views.summaries import TEXT, bridge
from tests.views.tags import Tags

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "<!--",
    "]]>",
    "&lt;b&gt;",
    "\u202eevil\u202c",
]


Page = Callable[[], str]
PAGES: dict[str, Page] = {"summary": lambda: to_html(bridge()), "report": report_page}


def summary_of(text: str, spans: list[tuple[int, int]]) -> Summary:
    actors = [
        Actor(
            id=f"a{n}",
            name="x",
            kind="other",
            evidence=[Evidence(quote=text[start:end], start=start, end=end)],
        )
        for n, (start, end) in enumerate(spans)
    ]
    return Summary(
        language="en",
        actors=actors,
        document=Document(text).info,
        run=Run(engine="builtin/rules", library_version="0"),
    )


def marks_of(spans: list[tuple[int, int]]) -> list[Mark]:
    return [Mark(start, end, f"a{n}", f"a{n}.0") for n, (start, end) in enumerate(spans)]


@given(
    st.text(alphabet="ab\n ", min_size=1, max_size=60).filter(str.strip),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8),
)
def test_marking_keeps_the_text_and_covers_all_evidence(text: str, cuts: list[tuple[int, int]]) -> None:
    spans = [(min(a, b), max(a, b)) for a, b in cuts if a != b and max(a, b) <= len(text)]
    document = Document(text)
    marked = list(marked_paragraphs(text, marks_of(spans)))
    for paragraph, shown in zip(document.paragraphs, marked, strict=True):
        assert "".join(p.text for p in shown.passages) == text[paragraph.start : paragraph.end]
        assert shown.repeat == (paragraph.repeats is not None)
    covered: dict[str, str] = {}
    for paragraph, shown in zip(document.paragraphs, marked, strict=True):
        if paragraph.repeats is None:
            for passage in shown.passages:
                for record in passage.keys:
                    covered[record] = covered.get(record, "") + passage.text
    for number, (start, end) in enumerate(spans):
        inside = "".join(
            text[max(start, p.start) : min(end, p.end)] for p in document.paragraphs if p.repeats is None
        )
        assert covered.get(f"a{number}", "") == inside


def test_a_repeated_paragraph_shows_the_first_one_s_marks_again() -> None:
    text = "Ana Roy left.\nNobody saw it.\nAna Roy left."
    first, _, again = marked_paragraphs(text, marks_of([(0, 7)]))
    assert [p.keys for p in first.passages] == [p.keys for p in again.passages] == [("a0",), ()]
    assert [p.anchors for p in again.passages] == [(), ()]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_link_leads_somewhere_on_the_page(page: Page) -> None:
    tags = Tags(page())
    assert len(tags.ids) == len(set(tags.ids))
    assert {target.removeprefix("#") for target in tags.targets} <= set(tags.ids)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_policy_allows_the_page_s_own_style_and_script_alone(page: Page) -> None:
    html = page()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'")
    for element in ("style", "script"):
        source = re.search(f"<{element}>(.*?)</{element}>", html, re.DOTALL)
        assert source is not None
        digest = base64.b64encode(hashlib.sha256(source[1].encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy[1]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_nothing_is_loaded_from_outside(page: Page) -> None:
    tags = Tags(page())
    assert not {"link", "img", "iframe", "object", "form"} & set(tags.tags)
    assert all(target.startswith("#") for target in tags.targets)


@pytest.mark.parametrize("evil", HOSTILE)
def test_whatever_the_document_holds_is_text(evil: str) -> None:
    text = f"{evil} said {evil}.\nThen {evil} left."
    summary = summary_of(text, [(0, len(evil)), (2, len(evil) + 6)])
    summary.headline = summary.gist = evil
    summary.document.title = summary.document.source = evil
    for actor in summary.actors:
        actor.name = actor.id = actor.role = evil
    plain, attacked = Tags(to_html(bridge())), Tags(to_html(summary, text))
    assert set(attacked.tags) <= set(plain.tags)
    assert {name for name, _ in attacked.attributes} <= {name for name, _ in plain.attributes}
    assert attacked.tags.count("script") == 1


def test_a_value_too_long_to_read_is_cut_and_says_so() -> None:
    summary = bridge()
    summary.actors[0].name = "W" * 1_000_000
    page = to_html(summary)
    assert "W … 996,000 characters left out … W" in page
    assert len(page) < 100_000


def test_a_notebook_gets_the_page_in_a_frame_of_its_own() -> None:
    frame = bridge()._repr_html_()
    tags = Tags(frame)
    assert tags.tags == ["iframe"]
    attributes = dict(tags.attributes)
    assert attributes["sandbox"] == "allow-scripts"
    inside = attributes["srcdoc"] or ""
    assert Tags(inside).tags.count("script") == 1
    assert "4 to 5 million euros" in inside


def test_without_its_text_a_summary_shows_its_quotations() -> None:
    page = to_html(Summary.model_validate(bridge().model_dump()))
    assert 'id="text"' not in page
    assert "4 to 5 million euros" in page


def test_the_text_may_be_given_again() -> None:
    assert 'id="text"' in to_html(Summary.model_validate(bridge().model_dump()), TEXT)
