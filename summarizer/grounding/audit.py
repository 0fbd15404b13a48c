"""From drafts to grounded records: evidence, checks, references, merging, caps, final ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.document import Document
from summarizer.engines import Brief, Composition, Draft
from summarizer.errors import UnsupportedRecord
from summarizer.grounding import checks, reread  # noqa: F401  (their import registers the checks)
from summarizer.grounding.caps import select
from summarizer.grounding.case import Case, examine
from summarizer.grounding.evidence import cited_evidence, mentions, narrow
from summarizer.grounding.fields import (
    means_more,
    prose_fields,
    reference_fields,
    references,
    texts,
    verbatim_fields,
    with_references,
)
from summarizer.grounding.merge import merge
from summarizer.grounding.source import Source
from summarizer.language.guards import content_words
from summarizer.schema import Actor, Finding, Record, Rejection, Summary, id_prefixes, sections
from summarizer.values.numerals import find_numbers

OnUnsupported = Literal["reject", "flag", "raise"]


@dataclass(frozen=True, slots=True)
class Grounded:
    """What became of an engine's drafts.

    Attributes:
        records: section to records, evidence filled, ids final, ordered by importance.
        findings: about the records that are there; those about rejected ones stand with them.
        rejected: the records that were left out, each with why.
    """

    records: Mapping[str, list[Record]]
    findings: list[Finding]
    rejected: list[Rejection]


def ground(
    document: Document, drafts: Sequence[Draft], brief: Brief, *, on_unsupported: OnUnsupported = "reject"
) -> Grounded:
    """Turn drafts into records that the document bears out.

    Args:
        on_unsupported: "reject" leaves out a record with a finding of severity error, "flag" keeps
            it, "raise" raises.

    Raises:
        UnsupportedRecord: with "raise", for the first record with such a finding.
    """
    cases = _cases(Source(document), drafts, brief)
    for case in cases.values():
        _audit(case)
    if on_unsupported == "raise" and (bad := next((c for c in cases.values() if c.rejected), None)):
        codes = ", ".join(sorted({f.code for f in bad.findings if f.severity == "error"}))
        raise UnsupportedRecord(f"A record of {bad.section} is not borne out by the document: {codes}.")
    kept = _resolved(cases, reject=on_unsupported == "reject")
    records = _by_section(brief.schema, kept.values())
    merged, replaced = merge(records)
    chosen = select(merged, brief.max_records)
    ids = _final_ids(brief.schema, chosen, [c for key, c in cases.items() if key not in kept])
    return _grounded(brief.schema, cases, kept, chosen, replaced, ids)


def _cases(source: Source, drafts: Sequence[Draft], brief: Brief) -> dict[str, Case]:
    """Every drafted record as a case, under an id that is unique over all drafts."""
    cases: dict[str, Case] = {}
    for number, draft in enumerate(drafts):
        own: dict[str, Case] = {}
        for drafted in draft.records:
            key = f"{number}.{drafted.record.id}"
            duplicate = key in cases
            while key in cases:
                key += "'"
            record = with_references(drafted.record, lambda target: f"{number}.{target}").model_copy(
                update={"id": key}
            )
            case = Case(drafted.section, record, source, translated=brief.output_language is not None)
            evidence, lost = (
                (mentions(source, record), [])
                if isinstance(record, Actor)
                else cited_evidence(source, drafted.cites)
            )
            case.cite(evidence)
            if duplicate:
                case.note("id_duplicate", "warning", "another record has the same id")
            if lost:
                case.note("citation_unknown", "warning", f"{len(lost)} citation(s) lead nowhere")
            cases[key] = own[key] = case
        for case in own.values():
            case.linked = {
                name: [own[t].record for field, _, t in references(case.record) if field == name and t in own]
                for name in reference_fields(type(case.record))
            }
    return cases


def _audit(case: Case) -> None:
    examine(case, corrects=True)
    narrow(case)
    examine(case, corrects=False)
    case.correct(evidence=case.evidence)


def _resolved(cases: Mapping[str, Case], *, reject: bool) -> dict[str, Case]:
    """The cases that stay, their references cleared of records that do not.

    A reference to a record that is not there is taken out where that only means "not told". Where it
    would say something else (`Refers.null_means`), or the record needs it, the record goes too.
    """
    kept = {key: case for key, case in cases.items() if not (reject and case.rejected)}
    while True:
        before = len(kept)
        for case in list(kept.values()):
            _clear_references(case, kept)
        if reject:
            kept = {key: case for key, case in kept.items() if not case.rejected}
        if len(kept) == before:
            return kept


def _clear_references(case: Case, kept: Mapping[str, Case]) -> None:
    kind = type(case.record)
    for name, marker, target in list(references(case.record)):
        if target in kept and kept[target].section == marker.section:
            continue
        if means_more(kind, name):
            case.note("reference_broken", "error", f"{name} refers to a record that is not there")
        else:
            case.note("reference_dropped", "warning", f"{name} referred to a record that is not there")
    case.record = with_references(case.record, lambda target: target if target in kept else None)


def _by_section(schema: type[Summary], cases: Iterable[Case]) -> dict[str, list[Record]]:
    records: dict[str, list[Record]] = {section: [] for section in sections(schema)}
    for case in cases:
        records[case.section].append(case.record)
    return records


def _final_ids(
    schema: type[Summary], chosen: Mapping[str, Sequence[Record]], rejected: Sequence[Case]
) -> dict[str, str]:
    ids: dict[str, str] = {}
    prefixes = id_prefixes(schema)
    left_out: dict[str, list[Record]] = defaultdict(list)
    for case in rejected:
        left_out[case.section].append(case.record)
    for section, prefix in prefixes.items():
        for number, record in enumerate([*chosen.get(section, ()), *left_out[section]], 1):
            ids[record.id] = f"{prefix}{number}"
    return ids


def _grounded(
    schema: type[Summary],
    cases: Mapping[str, Case],
    kept: Mapping[str, Case],
    chosen: Mapping[str, Sequence[Record]],
    replaced: Mapping[str, str],
    ids: Mapping[str, str],
) -> Grounded:
    def final(target: str) -> str | None:
        return ids.get(replaced.get(target, target))

    def renamed(record: Record) -> Record:
        return with_references(record, final).model_copy(update={"id": ids[record.id]})

    findings: list[Finding] = []
    rejected: list[Rejection] = []
    for key, case in cases.items():
        own = [f.model_copy(update={"record_id": final(key)}) for f in case.findings]
        if key not in kept:
            record = renamed(case.record).model_dump(mode="json")
            rejected.append(Rejection(section=case.section, record=record, findings=own))
        elif final(key):
            findings += [f for f in own if f not in findings]
    return Grounded(
        {section: [renamed(r) for r in chosen[section]] for section in sections(schema)}, findings, rejected
    )


def audit_composition(
    document: Document, records: Mapping[str, Sequence[Record]], composition: Composition
) -> list[Finding]:
    """What headline and gist state that no record bears: numbers and names."""
    source = Source(document)
    every = [record for section in records.values() for record in section]
    borne = "\n".join(
        [*(text for r in every for text in _all_texts(r)), *(e.quote for r in every for e in r.evidence)]
    )
    numbers = {n.value for n in find_numbers(borne)}
    stems = frozenset(content_words(borne))
    findings: list[Finding] = []
    for part in ("headline", "gist"):
        text = getattr(composition, part)
        strange = [n.value for n in find_numbers(text) if n.value not in numbers and n.value != 1]
        if strange:
            unknown = [n for n in strange if n not in source.all_numbers]
            shown = ", ".join(f"{n:.12g}" for n in strange)
            findings.append(
                Finding(
                    code="composition_number",
                    severity="error" if unknown else "warning",
                    message=f"{part}: no record bears {shown}",
                )
            )
        names = checks.strange_names(text, stems)
        if names:
            unknown_names = checks.strange_names(text, source.all_stems | stems)
            findings.append(
                Finding(
                    code="composition_name",
                    severity="error" if unknown_names else "warning",
                    message=f"{part}: no record bears {', '.join(names)}",
                )
            )
    return findings


def _all_texts(record: Record) -> list[str]:
    kind = type(record)
    return [text for name in (*prose_fields(kind), *verbatim_fields(kind)) for text in texts(record, name)]
