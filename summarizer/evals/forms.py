"""The forms of a report: text for a terminal, Markdown for a pull request, JUnit XML for a build server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from summarizer.evals.report import Difference, Measure, Report

_CONTROL = {code: None for code in range(32) if code not in (9, 10, 13)}


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a report: a heading with lines below it, or a table with a header."""

    heading: str
    lines: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()


def blocks(report: Report) -> Iterator[Block]:
    """A report in order of what matters: the verdict first."""
    verdict = report.verdict
    if verdict is not None:
        word = f"{verdict.outcome}, overridden" if verdict.override else verdict.outcome
        lines = [f"{check.name}: {check.message}" for check in verdict.reasons]
        if verdict.override:
            lines.append(f"Overridden by {verdict.override.name}: {verdict.override.reason}")
        yield Block(f"Verdict: {word}", lines or ["Every condition is met."])
    yield Block(f"{report.model} on {report.documents} documents", list(_about(report)))
    yield Block("Sections", table=[*_section_table(report)])
    yield Block("Evidence", [_evidence(report)])
    if any(report.attributes.values()):
        yield Block("Attributes", table=[*_attribute_table(report)])
    if report.tags:
        rows = [(tag, _percent(value), str(count)) for tag, (value, count) in report.tags.items()]
        yield Block("Tags", table=[("tag", "overall F1", "documents"), *rows])
    yield Block(
        f"Contradictions: {len(report.contradictions)}",
        [f"{document}, {_sides(difference)}" for document, difference in report.contradictions],
    )
    for document in report.worst:
        sides = [(d.section, d.what, d.gold or "", d.output or "") for d in document.differences]
        heading = f"Among the worst: {document.document}, {_percent(document.f1)}"
        yield Block(heading, table=[("section", "what", "gold", "output"), *sides])
    if report.errors:
        yield Block(
            f"Errors: {len(report.errors)}",
            [f"{doc}: {kind}: {message}" for doc, kind, message in report.errors],
        )
    if report.not_applicable:
        yield Block("Not applicable: the engine does not read their language", report.not_applicable)
    yield Block("Cost and time", list(_cost(report)))


def _about(report: Report) -> Iterator[str]:
    parts = [
        f"prompt {report.prompt}" if report.prompt else "no prompt",
        f"library {report.library_version}",
        f"scorer {report.scorer}",
        f"split {report.split or 'dev and test'}",
        f"{report.repeats} repeat{'s' * (report.repeats != 1)}",
    ]
    if report.answered_by:
        parts.append(f"answered by {', '.join(report.answered_by)}")
    if report.replayed:
        parts.append("replayed from a recording: time says nothing")
    yield "; ".join(parts)
    if report.baseline:
        yield f"Against the baseline of library {report.baseline}."
    yield from report.notes
    if overall := report.measures.get("overall"):
        yield (
            f"The smallest change of the overall figure that these documents can show: "
            f"{100 * overall.detectable:.1f} points (one-sided 5 %, four times in five)."
        )
    if report.agreed_documents:
        yield (
            f"Labellers: what the core records of one score by the labels of the other, on "
            f"{report.agreed_documents} documents."
        )


def _section_table(report: Report) -> Iterator[Sequence[str]]:
    compared = any(m.change is not None for m in report.measures.values())
    agreed = any(m.agreement is not None for m in report.measures.values())
    header = [
        "",
        "F1",
        "95 %",
        "P",
        "R",
        "macro",
        "correct",
        "incorrect",
        "missing",
        "spurious",
        "detectable",
    ]
    yield [*header, *(["change", "95 %", "p worse"] if compared else []), *(["labellers"] if agreed else [])]
    for name, measure in report.measures.items():
        row = [
            name if name != "contradictions" else "contradictions / gold",
            _percent(measure.value),
            f"{100 * measure.low:.1f} to {100 * measure.high:.1f}",
            *(_percent(value) for value in (measure.precision, measure.recall, measure.macro)),
            *(_count(v) for v in (measure.correct, measure.incorrect, measure.missing, measure.spurious)),
            f"{100 * measure.detectable:.1f}",
        ]
        if compared:
            row += _change(measure)
        if agreed:
            row.append(_percent(measure.agreement))
        yield row


def _change(measure: Measure) -> list[str]:
    if measure.change is None or measure.change_low is None or measure.change_high is None:
        return ["", "", ""]
    interval = f"{100 * measure.change_low:+.1f} to {100 * measure.change_high:+.1f}"
    return [f"{100 * measure.change:+.1f}", interval, f"{measure.p_worse:.3f}"]


def _attribute_table(report: Report) -> Iterator[Sequence[str]]:
    yield "section", "field", "right", "slots"
    for section, fields in report.attributes.items():
        for name, (share, slots) in fields.items():
            yield section, name, _percent(share), str(slots)


def _evidence(report: Report) -> str:
    text = f"{report.supported:.1%} of the output's records pass the support audit"
    if report.overlapping is not None:
        text += f"; {report.overlapping:.1%} of the matched ones share evidence with the gold record"
    return text + "."


def _cost(report: Report) -> Iterator[str]:
    usage = report.usage
    cost = "unknown" if usage.cost_usd is None else f"${usage.cost_usd:.4f}"
    if usage.attempts:
        yield (
            f"{usage.requests} requests, {usage.attempts} attempts, {usage.input_tokens:,} input and "
            f"{usage.output_tokens:,} output tokens, cost {cost}."
        )
    else:
        yield "No requests: everything ran on this machine."
    if report.latency:
        latency = report.latency
        yield f"Seconds an output: median {latency.median:.3f}, 95th percentile {latency.p95:.3f}."


def _sides(difference: Difference) -> str:
    return f"{difference.section}, {difference.what}: gold {difference.gold!r}, output {difference.output!r}"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f}"


def _count(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if value == int(value) else f"{value:.1f}"


def to_text(report: Report, width: int = 48) -> str:
    """The report for a terminal; cells longer than `width` are cut."""
    parts = []
    for block in blocks(report):
        lines = [block.heading, *(f"  {_plain(line)}" for line in block.lines)]
        if block.table:
            cells = [[_cut(_plain(cell), width) for cell in row] for row in block.table]
            widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
            lines += [
                "  " + "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip()
                for row in cells
            ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Without line breaks and control characters, which a document may hold to fool a terminal."""
    return " ".join(text.split()).translate({**_CONTROL, 127: None, **dict.fromkeys(range(128, 160))})


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def to_markdown(report: Report) -> str:
    """The report for a pull request's comment."""
    parts = []
    for block in blocks(report):
        parts.append(f"### {_escaped(block.heading)}")
        if block.lines:
            parts.append("\n".join(f"- {_escaped(line)}" for line in block.lines))
        if block.table:
            head, *rows = [[_escaped(cell) for cell in row] for row in block.table]
            rule = ["---"] * len(head)
            parts.append("\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows)))
    return "\n\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    """Text as text: nothing in a document may become markup."""
    plain = _plain(text)
    for mark in "\\`*_[]|~#":
        plain = plain.replace(mark, "\\" + mark)
    # A link or a mention that a hosting page would make of plain text is cut by an entity.
    plain = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;")
    return plain.replace("://", "&#58;//")


def to_junit(report: Report) -> str:
    """The gate's conditions, and documents without an output, as test cases: a condition that blocks is a
    failure, one that is inconclusive is skipped; a document that failed is an error, and one in a language
    that the engine does not read is skipped."""
    suites = ElementTree.Element("testsuites", name="summarizer eval")
    gate = ElementTree.SubElement(suites, "testsuite", name="gate")
    for check in report.verdict.checks if report.verdict else []:
        case = ElementTree.SubElement(gate, "testcase", classname="gate", name=check.name)
        overridden = report.verdict is not None and report.verdict.override is not None
        if check.outcome == "BLOCK" and not overridden:
            ElementTree.SubElement(case, "failure", message=_plain(check.message))
        elif check.outcome != "PASS":
            ElementTree.SubElement(case, "skipped", message=_plain(f"{check.outcome}: {check.message}"))
    documents = ElementTree.SubElement(suites, "testsuite", name="documents")
    for document, kind, message in report.errors:
        case = ElementTree.SubElement(documents, "testcase", classname="documents", name=document)
        ElementTree.SubElement(case, "error", type=kind, message=_plain(message))
    for document in report.not_applicable:
        case = ElementTree.SubElement(documents, "testcase", classname="documents", name=document)
        ElementTree.SubElement(case, "skipped", message="the engine does not read its language")
    for suite in (gate, documents):
        suite.set("tests", str(len(suite)))
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            suite.set(name, str(sum(case.find(tag) is not None for case in suite)))
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"
