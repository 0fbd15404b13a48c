"""From drafts to grounded records: evidence, checks, references, merging, caps, final ids."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.document import Document
from summarizer.engines import Brief, Citation, Draft
from summarizer.errors import UnsupportedRecord
from summarizer.grounding.audit import clear_references, link, settle
from summarizer.grounding.caps import select
from summarizer.grounding.case import Case, primary_subtag
from summarizer.grounding.evidence import cited_evidence, mentions
from summarizer.grounding.fields import with_references
from summarizer.grounding.merge import merge
from summarizer.grounding.sameness import in_order
from summarizer.grounding.source import Source, source_of
from summarizer.schema import Actor, Finding, Record, Rejection, Summary, id_prefixes, sections

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
    cases = _cases(source_of(document), drafts, brief)
    for case in cases.values():
        settle(case)
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
        cases |= _draft_cases(source, draft, f"{number}.", translated=brief.output_language is not None)
    return cases


def _draft_cases(source: Source, draft: Draft, prefix: str, *, translated: bool) -> dict[str, Case]:
    own: dict[str, Case] = {}
    ranks: Counter[str] = Counter()
    language = "en" if translated else primary_subtag(draft.language)
    for drafted in draft.records:
        key = prefix + drafted.record.id
        duplicate = key in own
        while key in own:
            key += "'"
        record = with_references(drafted.record, lambda target: prefix + target, id=key)
        case = Case(drafted.section, record, source, language=language, translated=translated)
        case.rank = ranks[drafted.section]
        ranks[drafted.section] += 1
        _cite(case, drafted.cites)
        if duplicate:
            case.note("id_duplicate", "warning", "another record has the same id")
        own[key] = case
    link(own)
    return own


def _cite(case: Case, cites: Sequence[Citation]) -> None:
    if isinstance(case.record, Actor):
        case.cite(mentions(case.source, case.record))
        return
    evidence, lost = cited_evidence(case.source, cites)
    case.cite(evidence)
    if lost:
        case.note("citation_unknown", "warning", f"citations that lead nowhere: {len(lost)}")


def _resolved(cases: Mapping[str, Case], *, reject: bool) -> dict[str, Case]:
    """The cases that stay, their references cleared of records that do not.

    A reference to a record that is not there is taken out where that only means "not told". Where it
    would say something else (`Refers.null_means`), or the record needs it, the record goes too.
    """
    kept = {key: case for key, case in cases.items() if not (reject and case.rejected)}
    while True:
        before = len(kept)
        for case in list(kept.values()):
            clear_references(case, kept)
        if reject:
            kept = {key: case for key, case in kept.items() if not case.rejected}
        if len(kept) == before:
            return kept


def _by_section(schema: type[Summary], cases: Iterable[Case]) -> dict[str, list[Record]]:
    """The records by importance: every draft's first ones, in the document's order, then the second ones.

    So no chunk's records crowd out those of another, and the order of the drafts makes no difference.
    """
    records: dict[str, list[Record]] = {section: [] for section in sections(schema)}
    by_rank: dict[int, list[Record]] = defaultdict(list)
    section_of: dict[str, str] = {}
    for case in cases:
        by_rank[case.rank].append(case.record)
        section_of[case.record.id] = case.section
    for rank in sorted(by_rank):
        for record in in_order(by_rank[rank]):
            records[section_of[record.id]].append(record)
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
        return with_references(record, final, id=ids[record.id])

    findings: dict[tuple[str | None, str, str], Finding] = {}
    rejected: list[Rejection] = []
    for key, case in cases.items():
        own = [f.model_copy(update={"record_id": final(key)}) for f in case.findings]
        if key not in kept:
            record = renamed(case.record).model_dump(mode="json")
            rejected.append(Rejection(section=case.section, record=record, findings=own))
        elif final(key):
            findings |= {(f.record_id, f.code, f.message): f for f in own}
    present = {section: [renamed(record) for record in chosen[section]] for section in sections(schema)}
    return Grounded(present, list(findings.values()), rejected)
