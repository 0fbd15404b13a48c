"""The summary page's parts, each built as escaped HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from summarizer.schema import (
    Actor,
    Claim,
    Event,
    Finding,
    Record,
    Refers,
    Rejection,
    Summary,
    id_prefixes,
    marked,
    sections,
)
from summarizer.views.html.frame import attribute, definitions, framed, isolated
from summarizer.views.html.marking import Mark, MarkedParagraph, Passage, marked_paragraphs
from summarizer.views.plain import headed
from summarizer.views.wording import details, label, made_by, names, passage, titled

# Beyond the four built-in kinds, the colours begin again.
_COLOURS = 6
_FRAME_PIXELS = 640


def to_html(summary: Summary, text: str | None = None) -> str:
    """The summary as one HTML file that needs nothing from outside.

    Args:
        text: the document, for a summary that was loaded without it. With no text at all, the page
            shows the quotations alone.
    """
    return _page(summary, text if text is not None else summary.text)


def to_frame(summary: Summary) -> str:
    """The summary's page as an element of another page, a notebook's: a frame that shares nothing with it.

    `sandbox` without `allow-same-origin` gives the frame an origin of its own, so that neither style
    nor script reaches the page around it, and the page within keeps its own policy.
    """
    return (
        f'<iframe title="Summary" sandbox="allow-scripts" width="100%" height="{_FRAME_PIXELS}" '
        f'frameborder="0" srcdoc="{attribute(_page(summary, summary.text, embedded=True))}"></iframe>'
    )


def _page(summary: Summary, text: str | None, *, embedded: bool = False) -> str:
    return framed(
        _body(summary, text),
        title=summary.headline or summary.document.title or "Summary",
        language=summary.language,
        styles=["base.css", "summary.css"],
        scripts=["linking.js"],
        embedded=embedded,
    )


def _body(summary: Summary, text: str | None) -> Iterator[str]:
    yield '<a class="skip" href="#records">Skip to the records</a>'
    yield from _header(summary)
    yield f'<main class="{"" if text else "alone"}" data-scope>'
    if text:
        yield '<section id="text" class="text" aria-label="The document">'
        colours = _colours(summary)
        for paragraph in marked_paragraphs(text, _marks(summary)):
            yield _paragraph(paragraph, colours)
        yield "</section>"
    yield '<div id="records">'
    yield '<p id="status" role="status" aria-live="polite"></p>'
    yield from _timeline(summary)
    known, prefixes = names(summary), list(id_prefixes(type(summary)))
    gathered = _gathered(summary)
    for section in sections(type(summary)):
        yield from _section(section, prefixes.index(section), summary, known, gathered)
    yield from _problems(summary)
    yield "</div></main>"
    yield f"<footer><p>Made by {isolated(made_by(summary))}.</p></footer>"


def _header(summary: Summary) -> Iterator[str]:
    about = summary.document
    yield f"<header><h1>{isolated(summary.headline or about.title or 'Summary')}</h1>"
    if summary.gist:
        yield f'<p class="gist">{isolated(summary.gist)}</p>'
    facts = [about.title, about.source]
    if about.published:
        facts.append(f"published {about.published.isoformat()}")
    counts = [f"{len(getattr(summary, s))} {s}" for s in sections(type(summary)) if getattr(summary, s)]
    yield f'<p class="about">{" · ".join(isolated(fact) for fact in [*facts, *counts] if fact)}</p></header>'


def _colours(summary: Summary) -> dict[str, int]:
    order = list(sections(type(summary)))
    return {record.id: order.index(section) % _COLOURS for section, record in summary.records()}


def _marks(summary: Summary) -> Iterator[Mark]:
    for _, record in summary.records():
        for number, evidence in enumerate(record.evidence):
            yield Mark(evidence.start, evidence.end, record.id, f"{record.id}.{number}")


def _paragraph(paragraph: MarkedParagraph, colours: Mapping[str, int]) -> str:
    inside = "".join(_passage(each, colours) for each in paragraph.passages)
    if paragraph.repeat:
        return f'<p class="repeat" dir="auto"><span class="note">Said before: </span>{inside}</p>'
    return f'<p dir="auto">{inside}</p>'


def _passage(each: Passage, colours: Mapping[str, int]) -> str:
    anchors = "".join(f'<span id="{escape(f"at-{anchor}")}"></span>' for anchor in each.anchors)
    if not each.keys:
        return anchors + escape(each.text)
    kinds = " ".join(f"k{colour}" for colour in dict.fromkeys(colours[r] for r in each.keys))
    ids = attribute(" ".join(each.keys))
    target = attribute(f"#record-{each.keys[0]}")
    return f'{anchors}<a class="mark {kinds}" href="{target}" data-records="{ids}">{escape(each.text)}</a>'


def _timeline(summary: Summary) -> Iterator[str]:
    events = [
        e for s in sections(type(summary)) for e in getattr(summary, s) if isinstance(e, Event) and e.date
    ]
    if not events:
        return
    yield '<section class="timeline" aria-labelledby="h-timeline"><h2 id="h-timeline">Timeline</h2><ol>'
    for event in sorted(events, key=lambda e: e.date or ""):
        status = "" if event.status == "occurred" else f" <i>{event.status.replace('_', ' ')}</i>"
        yield f"<li><b>{escape(event.date or '')}</b>{status} {_link(event.id, event.description)}</li>"
    yield "</ol></section>"


def _link(record_id: str, words: str) -> str:
    return f'<a href="{attribute(f"#record-{record_id}")}">{isolated(words)}</a>'


def _gathered(summary: Summary) -> dict[str, list[tuple[str, Record]]]:
    """For every record, those that refer to it, with the field that does: what an actor says and does."""
    gathered: dict[str, list[tuple[str, Record]]] = {}
    for _, record in summary.records():
        for name in marked(type(record), Refers):
            value = getattr(record, name)
            for target in value if isinstance(value, list) else filter(None, [value]):
                gathered.setdefault(target, []).append(
                    (name.removesuffix("_ids").removesuffix("_id"), record)
                )
    return gathered


def _section(
    section: str,
    number: int,
    summary: Summary,
    known: Mapping[str, str],
    gathered: Mapping[str, list[tuple[str, Record]]],
) -> Iterator[str]:
    records: Sequence[Record] = getattr(summary, section)
    if not records:
        return
    heading = attribute(f"h-{section}")
    yield f'<section class="k{number % _COLOURS}" aria-labelledby="{heading}">'
    yield f'<h2 id="{heading}">{escape(titled(section))}</h2>'
    for record in records:
        yield from _card(record, summary, known, gathered.get(record.id, ()))
    yield "</section>"


def _card(
    record: Record, summary: Summary, known: Mapping[str, str], referring: Iterable[tuple[str, Record]]
) -> Iterator[str]:
    card_id = attribute(f"record-{record.id}")
    yield f'<article class="card" id="{card_id}" tabindex="-1" data-record="{attribute(record.id)}">'
    yield f'<h3><span class="id">{escape(record.id)}</span> {isolated(headed(record))}</h3>'
    facts = list(details(record, known))
    if isinstance(record, Claim):
        facts.insert(0, ("source", known.get(record.source_id or "", "the document's author")))
    yield definitions(facts)
    yield from _quotes(record, summary)
    told = "".join(
        f"<li>{escape(field)} of {_link(other.id, label(other))}</li>" for field, other in referring
    )
    if told:
        yield f"<details><summary>Refers to it</summary><ul>{told}</ul></details>"
    for finding in summary.findings:
        if finding.record_id == record.id:
            yield _finding(finding)
    yield "</article>"


def _quotes(record: Record, summary: Summary) -> Iterator[str]:
    shown = record.evidence[:1] if isinstance(record, Actor) else record.evidence
    for number, evidence in enumerate(shown):
        target = attribute(f"#at-{record.id}.{number}")
        how = "" if evidence.match in ("exact", "sentence") else f' <span class="how">{evidence.match}</span>'
        words = isolated(passage(evidence, summary.text))
        yield f'<blockquote><a class="quote" href="{target}">{words}</a>{how}</blockquote>'
    if len(record.evidence) > len(shown):
        rest = range(len(shown), len(record.evidence))
        links = " ".join(
            f'<a class="quote" href="{attribute(f"#at-{record.id}.{n}")}">{n + 1}</a>' for n in rest
        )
        yield f'<p class="places">Also at {links}</p>'


def _finding(finding: Finding) -> str:
    code = f"<code>{escape(finding.code)}</code>"
    return f'<p class="finding {finding.severity}">{isolated(finding.message)} {code}</p>'


def _problems(summary: Summary) -> Iterator[str]:
    known = {record.id for _, record in summary.records()}
    loose = [finding for finding in summary.findings if finding.record_id not in known]
    if loose:
        yield '<section aria-labelledby="h-findings"><h2 id="h-findings">Findings</h2>'
        yield from map(_finding, loose)
        yield "</section>"
    if summary.rejected:
        yield '<section class="rejected" aria-labelledby="h-rejected"><h2 id="h-rejected">Left out</h2>'
        yield "<p>Records that the document does not bear out.</p>"
        for rejection in summary.rejected:
            yield from _rejection(rejection)
        yield "</section>"


def _rejection(rejection: Rejection) -> Iterator[str]:
    words = [value for key, value in rejection.record.items() if isinstance(value, str) and key != "id"]
    yield f'<article class="card"><h3><span class="id">{escape(rejection.section)}</span> '
    yield f"{isolated(words[0] if words else '')}</h3>"
    yield from map(_finding, rejection.findings)
    yield "</article>"
