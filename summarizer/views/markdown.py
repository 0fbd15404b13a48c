"""A `Summary` as Markdown, fit for a note, an issue or a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from summarizer.schema import Actor, Claim, Record, Summary, sections
from summarizer.views.plain import headed
from summarizer.views.wording import details, grouped, label, made_by, names, passage, titled, visible

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_AT_LINE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def escape(text: str) -> str:
    """Text that Markdown shows as it is: nothing in a document may become markup."""
    flat = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _AT_LINE_START.sub(r"\1\\\2", flat).replace("&", "&amp;")


def to_markdown(summary: Summary) -> str:
    """The summary as Markdown; whatever the document holds is escaped."""
    known = names(summary)
    lines = [f"# {escape(summary.headline or 'Summary')}", ""]
    if summary.gist:
        lines += [escape(summary.gist), ""]
    for section in sections(type(summary)):
        records: Sequence[Record] = getattr(summary, section)
        if records:
            lines += [f"## {titled(section)}", "", *_section(records, summary, known), ""]
    lines += _problems(summary)
    lines += [f"*Made by {escape(made_by(summary))}.*"]
    return visible("\n".join(lines) + "\n")


def _section(records: Sequence[Record], summary: Summary, known: Mapping[str, str]) -> Iterator[str]:
    if isinstance(records[0], Claim):
        for source, claims in grouped([r for r in records if isinstance(r, Claim)]).items():
            who = "The document's author" if source is None else known.get(source, source)
            yield f"- **{escape(who)}**"
            for claim in claims:
                yield from _record(claim, summary, known, indent="  ")
        return
    for record in records:
        yield from _record(record, summary, known)


def _record(record: Record, summary: Summary, known: Mapping[str, str], indent: str = "") -> Iterator[str]:
    extra = "; ".join(f"{name}: {text}" for name, text in details(record, known))
    yield f"{indent}- `{record.id}` {escape(headed(record))}" + (f" — {escape(extra)}" if extra else "")
    for evidence in record.evidence[: 1 if isinstance(record, Actor) else 3]:
        yield f"{indent}  > {escape(passage(evidence, summary.text))}"
    for finding in summary.findings:
        if finding.record_id == record.id:
            yield f"{indent}  - ⚠ {escape(finding.message)} (`{finding.code}`)"


def _problems(summary: Summary) -> Iterator[str]:
    known = {record.id for _, record in summary.records()}
    loose = [f for f in summary.findings if f.record_id not in known]
    if loose:
        yield from ("## Findings", "")
        yield from (f"- {escape(f.message)} (`{f.code}`)" for f in loose)
        yield ""
    if summary.rejected:
        yield from ("## Left out", "", "Records that the document does not bear out.", "")
        schema = sections(type(summary))
        for rejection in summary.rejected:
            record = schema[rejection.section].model_validate(rejection.record)
            why = "; ".join(f"{escape(f.message)} (`{f.code}`)" for f in rejection.findings)
            yield f"- {rejection.section}: {escape(label(record))} — {why}"
        yield ""
