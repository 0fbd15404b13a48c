"""The summary page's parts, each built as escaped HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
Gathered = dict[str, dict[tuple[str, str], list[Record]]]
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
    yield f'<p class="about">{" · ".join(isolated(fact) for fact in facts if fact)}</p>'
    yield f'<nav class="about" aria-label="Sections">{" ".join(_contents(summary))}</nav></header>'


def _contents(summary: Summary) -> Iterator[str]:
    """Links to the page's sections with how much is in each: the key to the colours, too."""
    for number, section in enumerate(sections(type(summary))):
        if records := getattr(summary, section):
            words = escape(_counted(len(records), section))
            yield f'<a class="key k{number % _COLOURS}" href="#{attribute(f"h-{section}")}">{words}</a>'
    for count, words, target in (
        (len(summary.findings), _counted(len(summary.findings), "findings"), "h-findings"),
        (len(summary.rejected), f"{len(summary.rejected)} left out", "h-rejected"),
    ):
        if count:
            yield f'<a href="#{target}">{words}</a>'


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
    own, *under = dict.fromkeys(colours[key] for key in each.keys)
    kinds = f"k{own} u{under[0]}" if under else f"k{own}"
    ids = attribute("\n".join(each.keys))
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


def _gathered(summary: Summary) -> Gathered:
    """For every record, those that refer to it, by section and field: what an actor says and does."""
    gathered: Gathered = {}
    for section, record in summary.records():
        for name in marked(type(record), Refers):
            value = getattr(record, name)
            for target in value if isinstance(value, list) else filter(None, [value]):
                role = name.removesuffix("_ids").removesuffix("_id")
                gathered.setdefault(target, {}).setdefault((section, role), []).append(record)
    return gathered


def _section(
    section: str,
    number: int,
    summary: Summary,
    known: Mapping[str, str],
    gathered: Gathered,
) -> Iterator[str]:
    records: Sequence[Record] = getattr(summary, section)
    if not records:
        return
    heading = attribute(f"h-{section}")
    yield f'<section class="k{number % _COLOURS}" aria-labelledby="{heading}">'
    yield f'<h2 id="{heading}">{escape(titled(section))}</h2>'
    for record in records:
        yield from _card(record, summary, known, gathered.get(record.id, {}))
    yield "</section>"


def _card(
    record: Record,
    summary: Summary,
    known: Mapping[str, str],
    referring: Mapping[tuple[str, str], Sequence[Record]],
) -> Iterator[str]:
    card_id = attribute(f"record-{record.id}")
    yield f'<article class="card" id="{card_id}" tabindex="-1" data-record="{attribute(record.id)}">'
    yield f'<h3><span class="id">{escape(record.id)}</span> {isolated(headed(record))}</h3>'
    facts = list(details(record, known))
    if isinstance(record, Claim):
        facts.insert(0, ("source", known.get(record.source_id or "", "the document's author")))
    yield definitions(facts)
    yield from _quotes(record, summary)
    yield from _referring(referring)
    for finding in summary.findings:
        if finding.record_id == record.id:
            yield _finding(finding)
    yield "</article>"


def _referring(referring: Mapping[tuple[str, str], Sequence[Record]]) -> Iterator[str]:
    if not referring:
        return
    words = {
        (section, role): f"{_counted(len(records), section)} as {role.replace('_', ' ')}"
        for (section, role), records in referring.items()
    }
    yield f"<details><summary>{escape(' · '.join(words.values()))}</summary>"
    for key, records in referring.items():
        items = "".join(f"<li>{_link(record.id, label(record))}</li>" for record in records)
        yield f"<p>{escape(words[key])}</p><ul>{items}</ul>"
    yield "</details>"


def _counted(count: int, section: str) -> str:
    words = section.replace("_", " ")
    return f"{count} {words if count != 1 else words.removesuffix('s')}"


def _quotes(record: Record, summary: Summary) -> Iterator[str]:
    """The evidence, as links to its places; an actor's is its name, so that places are enough."""
    quoted = () if isinstance(record, Actor) and summary.text else record.evidence
    for number, evidence in enumerate(quoted):
        how = "" if evidence.match in ("exact", "sentence") else f' <span class="how">{evidence.match}</span>'
        words = isolated(passage(evidence, summary.text))
        yield f"<blockquote>{_place(record, number, words)}{how}</blockquote>"
    if record.evidence and not quoted:
        links = " ".join(_place(record, number, str(number + 1)) for number in range(len(record.evidence)))
        yield f'<p class="places">Mentioned at {links}</p>'


def _place(record: Record, number: int, words: str) -> str:
    return f'<a class="quote" href="{attribute(f"#at-{record.id}.{number}")}">{words}</a>'


def _finding(finding: Finding, about: str = "") -> str:
    code = f"<code>{escape(finding.code)}</code>"
    return f'<p class="finding {finding.severity}">{about} {isolated(finding.message)} {code}</p>'


def _problems(summary: Summary) -> Iterator[str]:
    known = names(summary)
    if summary.findings:
        yield '<section aria-labelledby="h-findings"><h2 id="h-findings">Findings</h2>'
        for finding in summary.findings:
            about = finding.record_id
            yield _finding(finding, _link(about, about) if about in known and about else "")
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
