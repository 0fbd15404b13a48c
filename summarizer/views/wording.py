"""Wording that the views for people share: values, dates, names behind ids, passages in their sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from summarizer.schema import Actor, Claim, Event, Evidence, Figure, Record, Refers, Summary, Usage, marked

_COMMANDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# A quote longer than this is cut in the middle when it is shown; the JSON holds all of it.
_QUOTE_CHARS = 280
_CONTEXT_CHARS = 60
_BOUNDS = {"approximate": "about ", "at_least": "at least ", "at_most": "at most ", "exact": "", "range": ""}


def names(summary: Summary) -> Mapping[str, str]:
    """Record id to what a reader calls the record."""
    return {record.id: label(record) for _, record in summary.records()}


def label(record: Record) -> str:
    """The one string that stands for a record: its name, description, content or measure."""
    match record:
        case Actor():
            return record.name
        case Event():
            return record.description
        case Claim():
            return record.content
        case Figure():
            return f"{record.text} ({record.measure})"
    own = [name for name in type(record).model_fields if name not in Record.model_fields]
    texts = [value for name in own if isinstance(value := getattr(record, name), str)]
    return texts[0] if texts else record.id


def number(value: float) -> str:
    """A value in digits: thousands grouped, no trailing zeros."""
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e18:
        return f"{int(value):,}"
    return f"{value:,.6g}" if abs(value) >= 1e-4 else f"{value:g}"


def amount(figure: Figure) -> str:
    """What code read from a figure's words: "SAR 10,000,000,000", "about 30 [year]", "5 to 7 [percent]"."""
    if figure.bound == "range" and figure.low is not None and figure.high is not None:
        value = f"{number(figure.low)} to {number(figure.high)}"
    elif figure.value is not None:
        value = _BOUNDS[figure.bound] + number(figure.value)
    else:
        return ""
    unit = f"[{figure.unit}]" if figure.unit else None
    return " ".join(filter(None, [figure.currency, value, unit]))


def details(record: Record, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A record's further fields as label and text, in words; ids become names. Generic over schemas."""
    shown = _shown_elsewhere(record)
    references = marked(type(record), Refers)
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name in shown or value is None or value == [] or value == "":
            continue
        if name in references:
            ids = value if isinstance(value, list) else [value]
            yield name.removesuffix("_ids").removesuffix("_id"), "; ".join(known.get(i, i) for i in ids)
        elif isinstance(value, list):
            yield name, "; ".join(map(str, value))
        else:
            yield name.replace("_", " "), str(value).replace("_", " ")


def _shown_elsewhere(record: Record) -> set[str]:
    shown = set(Record.model_fields)
    match record:
        case Actor():
            shown |= {"name", "kind", "role"}
        case Event():
            shown |= {"description", "date", "status"}
        case Claim():
            shown |= {"content", "source_id", "cue", "quotation"}
            if record.certainty == "certain":
                shown.add("certainty")
        case Figure():
            shown |= {"measure", "text", "value", "low", "high", "bound", "unit", "currency"}
            if record.status == "current":
                shown.add("status")
        case _:
            value = label(record)
            shown |= {name for name in type(record).model_fields if getattr(record, name) == value}
    return shown


def passage(evidence: Evidence, text: str | None) -> str:
    """A quotation to show, on one line: a short one within some of its surroundings, a long one cut."""
    quote = evidence.quote
    if text is not None and len(quote) < _CONTEXT_CHARS:
        before = _whole_words(text[max(0, evidence.start - _CONTEXT_CHARS) : evidence.start], first=True)
        after = _whole_words(text[evidence.end : evidence.end + _CONTEXT_CHARS], first=False)
        quote = before + quote + after
    quote = " ".join(quote.split())
    if len(quote) > _QUOTE_CHARS:
        half = _QUOTE_CHARS // 2
        quote = quote[:half].rsplit(" ", 1)[0] + " … " + quote[-half:].split(" ", 1)[-1]
    return quote


def _whole_words(context: str, *, first: bool) -> str:
    """Context up to its line break, cut at a word: "…words " before a quote, " words…" behind it."""
    if first:
        line = context.splitlines()[-1] if context and context[-1] not in "\r\n" else ""
        if len(line) < _CONTEXT_CHARS:
            return line
        return "…" + line.split(" ", 1)[-1]
    line = context.splitlines()[0] if context and context[0] not in "\r\n" else ""
    if len(line) < _CONTEXT_CHARS:
        return line
    return line.rsplit(" ", 1)[0] + "…"


def spent(usage: Usage) -> str:
    """What a run cost, in words; empty for a run that asked no endpoint."""
    if not usage.attempts:
        return ""
    parts = [f"{usage.requests} request{'s' * (usage.requests != 1)}"]
    if usage.attempts != usage.requests:
        parts.append(f"{usage.attempts} attempts")
    parts.append(f"{usage.input_tokens:,} tokens in, {usage.output_tokens:,} out")
    if usage.unreported:
        parts.append(f"tokens of {usage.unreported} attempts unknown")
    parts.append("cost unknown" if usage.cost_usd is None else f"${usage.cost_usd:.4f}")
    return ", ".join(parts)


def made_by(summary: Summary) -> str:
    """One line on how a summary was made."""
    run = summary.run
    model = f" ({run.model})" if run.model and not run.engine.endswith(run.model) else ""
    parts = [run.engine + model, f"prompt {run.prompt}" if run.prompt else "", spent(run.usage)]
    if run.chunks > 1:
        parts.append(f"{run.chunks} chunks")
    if run.cached:
        parts.append("from the cache")
    parts.append(f"{run.seconds:.2f} s" if run.seconds >= 0.1 else f"{run.seconds * 1000:.0f} ms")
    return ", ".join(filter(None, parts))


def visible(text: str) -> str:
    """Text without power over a terminal: control characters and overrides of direction become escapes."""
    return _COMMANDING.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def titled(section: str) -> str:
    return section.replace("_", " ").capitalize()


def grouped(records: Sequence[Claim]) -> Mapping[str | None, list[Claim]]:
    """Claims by source, sources in the order of their first claim."""
    groups: dict[str | None, list[Claim]] = {}
    for claim in records:
        groups.setdefault(claim.source_id, []).append(claim)
    return groups
