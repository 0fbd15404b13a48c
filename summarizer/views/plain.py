"""A `Summary` laid out for a terminal: grouped, wrapped, evidence quoted, findings in plain sight."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from summarizer.schema import Actor, Claim, Event, Figure, Finding, Record, Rejection, Summary, sections
from summarizer.views.wording import amount, details, grouped, label, made_by, names, passage, titled, visible

_HANG = "      "


def to_text(summary: Summary, *, width: int = 100) -> str:
    """The summary as plain text, at most `width` columns wide, but no narrower than 20."""
    width = max(20, width)
    known = names(summary)
    lines = [*_opening(summary, width)]
    for section in sections(type(summary)):
        records: Sequence[Record] = getattr(summary, section)
        if records:
            lines += ["", titled(section).upper()]
            lines += _section(records, summary, known, width)
    lines += _problems(summary, width)
    lines += ["", *textwrap.wrap(f"Made by {made_by(summary)}.", width)]
    return visible("\n".join(lines) + "\n")


def _opening(summary: Summary, width: int) -> Iterator[str]:
    yield from textwrap.wrap(summary.headline, width)
    if summary.headline:
        yield "=" * min(width, max(map(len, textwrap.wrap(summary.headline, width))))
    about = [summary.document.title, summary.document.source]
    if summary.document.published:
        about.append(f"published {summary.document.published:%Y-%m-%d}")
    if any(about):
        yield from textwrap.wrap(", ".join(filter(None, about)), width)
    if summary.gist:
        yield ""
        yield from textwrap.wrap(summary.gist, width)


def _section(
    records: Sequence[Record], summary: Summary, known: Mapping[str, str], width: int
) -> Iterator[str]:
    if isinstance(records[0], Claim):
        for source, claims in grouped([r for r in records if isinstance(r, Claim)]).items():
            yield from _wrapped(_source_line(source, known), width, "  ", "    ")
            for claim in claims:
                yield from _record(claim, summary, known, width)
        return
    for record in records:
        yield from _record(record, summary, known, width)


def _source_line(source: str | None, known: Mapping[str, str]) -> str:
    return "The document's author:" if source is None else f"{known.get(source, source)} [{source}]:"


def _record(record: Record, summary: Summary, known: Mapping[str, str], width: int) -> Iterator[str]:
    yield from _wrapped(f"{record.id:<4}{headed(record)}", width, "  ", _HANG)
    extra = " · ".join(f"{name}: {text}" for name, text in details(record, known))
    if extra:
        yield from _wrapped(extra, width, _HANG, _HANG)
    shown = record.evidence[:1] if isinstance(record, Actor) else record.evidence[:3]
    for evidence in shown:
        yield from _wrapped(f"“{passage(evidence, summary.text)}”", width, _HANG + "> ", _HANG + "  ")
    left = len(record.evidence) - len(shown)
    if left > 0 and not isinstance(record, Actor):
        yield f"{_HANG}  and {left} more"
    for finding in summary.findings:
        if finding.record_id == record.id:
            yield from _wrapped(f"! {finding.message} [{finding.code}]", width, _HANG, _HANG + "  ")


def headed(record: Record) -> str:
    """A record's first line: what it says, and the few fields that qualify it."""
    match record:
        case Actor():
            kind = record.kind.replace("_", " ")
            return f"{record.name} ({kind}{', ' + record.role if record.role else ''})"
        case Event():
            when = record.date or "no date"
            status = "" if record.status == "occurred" else f", {record.status.replace('_', ' ')}"
            return f"[{when}{status}] {record.description}"
        case Claim():
            marks = ("“", "”") if record.quotation == "direct" else ("", "")
            content = record.content.strip('“”"')
            cue = f" ({record.cue})" if record.cue else ""
            return f"{marks[0]}{content}{marks[1]}{cue}"
        case Figure():
            read = amount(record)
            return f"{record.text}: {record.measure}" + (f" = {read}" if read else "")
    return label(record)


def _problems(summary: Summary, width: int) -> Iterator[str]:
    known = {record.id for _, record in summary.records()}
    loose = [f for f in summary.findings if f.record_id not in known]
    if loose:
        yield from ("", "FINDINGS")
        for finding in loose:
            yield from _finding(finding, width)
    if summary.rejected:
        yield from ("", "LEFT OUT (not borne out by the document)")
        for rejection in summary.rejected:
            yield from _rejection(rejection, width)


def _finding(finding: Finding, width: int) -> Iterator[str]:
    about = f"{finding.record_id}: " if finding.record_id else ""
    yield from _wrapped(f"! {about}{finding.message} [{finding.code}]", width, "  ", "    ")


def _rejection(rejection: Rejection, width: int) -> Iterator[str]:
    texts = [v for k, v in rejection.record.items() if isinstance(v, str) and k != "id"]
    yield from _wrapped(f"{rejection.section}: {texts[0] if texts else ''}", width, "  ", "    ")
    for finding in rejection.findings:
        yield from _wrapped(f"! {finding.message} [{finding.code}]", width, _HANG, _HANG + "  ")


def _wrapped(text: str, width: int, first: str, rest: str) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest) or [first.rstrip()]
