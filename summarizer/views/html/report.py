"""The report page: a run's verdict, figures and changes, and every document with gold against output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from summarizer.evals.fixture import FixtureSet
from summarizer.evals.gate import blocked_by
from summarizer.evals.report import Measure, Report
from summarizer.evals.runfile import RunFile
from summarizer.schema import Summary
from summarizer.views.html.comparison import RESULTS, Comparison, compare_outputs
from summarizer.views.html.frame import attribute, definitions, framed, isolated
from summarizer.views.html.intervals import drawn_axis, drawn_change, drawn_interval, drawn_parts, reach_of
from summarizer.views.html.outputs import documents_section, pairing_card
from summarizer.views.wording import spent, titled

_COUNTED = ("correct", "incorrect", "missing", "spurious")
_SHOWN = 12
"""More contradictions than these are folded away at first."""


def report_to_html(
    report: Report,
    run: RunFile,
    fixtures: FixtureSet | None = None,
    *,
    baseline: RunFile | None = None,
    schema: type[Summary] = Summary,
) -> str:
    """A run's report as one HTML file that needs nothing from outside.

    Args:
        report: of that run, and of that baseline.
        fixtures: for texts and gold records; without them the page says that they are missing.
        baseline: for the change of each document's figure.

    Raises:
        SchemaError: if an output does not fit the schema.
    """
    title = f"{report.model} on {_number(report.documents, 'document')}"
    compared = compare_outputs(run, fixtures, schema, baseline)
    return framed(
        _body(report, compared, title),
        title=title,
        language="en",
        styles=["base.css", "report.css"],
        scripts=["linking.js", "filtering.js"],
    )


def _body(report: Report, compared: Sequence[Comparison], title: str) -> Iterator[str]:
    yield '<a class="skip" href="#documents">Skip to the documents</a>'
    yield f'<header><p class="kicker">Evaluation</p><h1>{isolated(title)}</h1>'
    yield from _verdict(report)
    yield f'<p class="about">{" · ".join(map(isolated, _about(report)))}</p>'
    yield from (f'<p class="about">{isolated(note)}</p>' for note in report.notes)
    yield "</header><main>"
    yield '<p id="status" role="status" aria-live="polite"></p>'
    yield from _figures(report)
    yield from _changes(report)
    yield from _contradictions(compared)
    yield from documents_section(compared, report.tags)
    yield from _left_out(report, compared)
    yield from _attributes(report)
    yield from _cost(report)
    yield "</main>"
    yield f"<footer><p>Scored by {isolated(report.scorer)}.</p></footer>"


def _about(report: Report) -> Iterator[str]:
    yield f"prompt {report.prompt}" if report.prompt else "no prompt"
    yield f"library {report.library_version}"
    yield f"split {report.split}" if report.split else "dev and test"
    if report.repeats > 1:
        yield f"{report.repeats} outputs of each document"
    if report.answered_by:
        yield f"answered by {', '.join(report.answered_by)}"
    if report.replayed:
        yield "replayed from a recording, so that time says nothing"
    if report.baseline:
        yield f"against the baseline of library {report.baseline}"


def _verdict(report: Report) -> Iterator[str]:
    verdict = report.verdict
    if verdict is None:
        yield '<p class="about">Not judged: “summarizer eval gate” holds a run against its baseline.</p>'
        return
    word = f"{verdict.outcome}, overridden" if verdict.override else verdict.outcome
    yield f'<div class="verdict {verdict.outcome.lower()}"><p><strong>{word}</strong></p><ul>'
    for check in verdict.reasons:
        yield f"<li><b>{escape(check.name)}</b> {isolated(check.message)}</li>"
    if not verdict.reasons:
        yield "<li>Every condition is met.</li>"
    if verdict.override:
        yield f"<li>Overridden by {isolated(verdict.override.name)}: {isolated(verdict.override.reason)}</li>"
    yield "</ul><details><summary>Every condition</summary><ul>"
    for check in verdict.checks:
        yield f"<li><b>{check.outcome}</b> {escape(check.name)}: {isolated(check.message)}</li>"
    yield "</ul></details></div>"


def _figures(report: Report) -> Iterator[str]:
    agreed = any(measure.agreement is not None for measure in report.measures.values())
    yield '<section aria-labelledby="h-figures"><h2 id="h-figures">Where it stands</h2>'
    ceiling = " The tall stroke is what two labellers reach." if agreed else ""
    keys = ", ".join(f'<span class="key {name}">{name}</span>' for name in _COUNTED)
    yield f'<p class="about">F1 in points, with its 95 % interval over documents.{ceiling} '
    yield f"Counts: {keys}.</p>"
    columns = ["", "F1", "95 %", drawn_axis(["0", "25", "50", "75", "100"]), "Precision", "Recall", "Counts"]
    yield _table_head("Figures", [*columns, *(["Labellers"] if agreed else [])])
    for name, measure in report.measures.items():
        if name != "contradictions":
            yield from _figure(name, measure, agreed)
    yield "</tbody></table></div>"
    rate, shared = report.measures.get("contradictions"), report.overlapping
    if rate is not None:
        between = f"{_between(rate.low, rate.high)}, 95 %"
        yield f"<p>Contradictions per 100 gold records: {_points(rate.value)} ({between}).</p>"
    also = "" if shared is None else f"; {_points(shared)} % of the matched ones share evidence with gold"
    yield f"<p>{_points(report.supported)} % of the output's records pass the support audit{also}.</p>"
    yield "</section>"


def _table_head(label: str, columns: Sequence[str]) -> str:
    heads = "".join(f'<th scope="col">{column}</th>' if column else "<td></td>" for column in columns)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{attribute(label)}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>"
    )


def _figure(name: str, measure: Measure, agreed: bool) -> Iterator[str]:
    plot = drawn_interval(measure.value, measure.low, measure.high, measure.agreement)
    yield f'<tr><th scope="row">{escape(titled(name))}</th>'
    yield f'<td class="number"><b>{_points(measure.value)}</b></td>'
    yield f'<td class="number">{_between(measure.low, measure.high)}</td><td class="plot">{plot}</td>'
    for share in (measure.precision, measure.recall):
        yield f'<td class="number">{_points(share)}</td>'
    yield f'<td class="plot">{_counts(measure)}</td>'
    if agreed:
        yield f'<td class="number">{_points(measure.agreement)}</td>'
    yield "</tr>"


def _counts(measure: Measure) -> str:
    counts = [(name, getattr(measure, name)) for name in _COUNTED]
    if any(count is None for _, count in counts):
        return ""
    return f"{drawn_parts(counts)}<span>{', '.join(f'{count:.4g}' for _, count in counts)}</span>"


def _changes(report: Report) -> Iterator[str]:
    yield '<section aria-labelledby="h-changes"><h2 id="h-changes">Change against the baseline</h2>'
    changed = {name: m for name, m in report.measures.items() if m.change is not None}
    overall = report.measures.get("overall")
    if not changed:
        apart = report.verdict is not None and {"scorer", "fixtures"} & {*blocked_by(report.verdict)}
        why = "The baseline cannot be compared with; the verdict says why." if apart else "No baseline."
        yield f"<p>{why}"
        if overall:
            yield f" These documents can show a change of the overall figure of {_points(overall.detectable)}"
            yield " points or more (one-sided 5 %, four times in five)."
        yield "</p></section>"
        return
    reach = reach_of(
        v for m in changed.values() for v in (m.change_low or 0, m.change_high or 0, m.detectable)
    )
    yield (
        '<p class="about">In points, with its 95 % interval over documents. What lies within the grey band '
        "is too small to be seen four times in five. Contradictions: per 100 gold records; more is worse.</p>"
    )
    axis = drawn_axis([f"{100 * reach * share:+g}" if share else "0" for share in (-1, -0.5, 0, 0.5, 1)])
    columns = ["", "Change", "95 %", axis, "Smallest detectable", "p worse, after Holm"]
    yield _table_head("Changes", columns)
    for name, measure in changed.items():
        yield from _change(name, measure, reach)
    yield "</tbody></table></div></section>"


def _change(name: str, measure: Measure, reach: float) -> Iterator[str]:
    change, low, high = (value or 0.0 for value in (measure.change, measure.change_low, measure.change_high))
    yield f'<tr><th scope="row">{escape(titled(name))}</th>'
    yield f'<td class="number"><b>{_signed(change)}</b></td>'
    yield f'<td class="number">{_signed(low)} to {_signed(high)}</td>'
    yield f'<td class="plot">{drawn_change(change, low, high, measure.detectable, reach)}</td>'
    p = "" if measure.p_worse is None else f"{measure.p_worse:.3f}"
    yield f'<td class="number">{_points(measure.detectable)}</td><td class="number">{p}</td></tr>'


def _contradictions(compared: Sequence[Comparison]) -> Iterator[str]:
    found = [
        (number, index, each, pairing)
        for number, each in enumerate(compared)
        for index, pairing in enumerate(each.pairings)
        if pairing.result == "contradicting"
    ]
    yield '<section aria-labelledby="h-contradictions">'
    yield f'<h2 id="h-contradictions">Contradictions: {len(found)}</h2>'
    if found:
        opened = " open" if len(found) <= _SHOWN else ""
        yield f"<details{opened}><summary>{RESULTS['contradicting'].capitalize()}</summary>"
        for number, index, each, pairing in found:
            yield pairing_card(pairing, f"c{number}-{index}", place=(each.document, f"#d{number}-{index}"))
        yield "</details>"
    yield "</section>"


def _left_out(report: Report, compared: Sequence[Comparison]) -> Iterator[str]:
    rejected = Counter(
        finding.code
        for each in compared
        if each.summary
        for rejection in each.summary.rejected
        for finding in rejection.findings
        if finding.severity == "error"
    )
    count = sum(len(each.summary.rejected) for each in compared if each.summary)
    yield '<section aria-labelledby="h-rejected"><h2 id="h-rejected">Rejected and failed</h2>'
    yield f"<p>{_number(count, 'record')} left out by the audit, "
    yield f"{_number(len(report.errors), 'output')} failed.</p>"
    yield definitions((code, str(number)) for code, number in rejected.most_common())
    if report.errors:
        lines = (f"<li>{isolated(doc)}: {escape(kind)}: {isolated(m)}</li>" for doc, kind, m in report.errors)
        yield f"<ul>{''.join(lines)}</ul>"
    if report.not_applicable:
        yield f"<p>Not applicable, for their language: {isolated(', '.join(report.not_applicable))}.</p>"
    yield "</section>"


def _attributes(report: Report) -> Iterator[str]:
    if not any(report.attributes.values()):
        return
    yield '<section aria-labelledby="h-fields"><h2 id="h-fields">Fields of matched records</h2>'
    yield _table_head("Fields", ["Section", "Field", "Right, %", "Of"])
    for section, fields in report.attributes.items():
        for name, (share, slots) in fields.items():
            words = name.removesuffix("_ids").removesuffix("_id").replace("_", " ")
            yield f'<tr><th scope="row">{escape(titled(section))}</th><td>{escape(words)}</td>'
            yield f'<td class="number">{_points(share)}</td><td class="number">{slots}</td></tr>'
    yield "</tbody></table></div></section>"


def _cost(report: Report) -> Iterator[str]:
    yield '<section aria-labelledby="h-cost"><h2 id="h-cost">Cost and time</h2>'
    yield f"<p>{escape(spent(report.usage) or 'No requests: everything ran on this machine')}.</p>"
    if report.latency:
        median, p95 = report.latency.median, report.latency.p95
        yield f"<p>Seconds an output: median {median:.3f}, 95th percentile {p95:.3f}.</p>"
    yield "</section>"


def _points(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f}"


def _signed(share: float) -> str:
    return f"{100 * share:+.1f}"


def _between(low: float, high: float) -> str:
    return f"{_points(low)} to {_points(high)}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"
