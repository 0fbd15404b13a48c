"""The registry of checks, and the case that a check is given: one record with all that it is judged by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, TypeVar, cast

from summarizer.grounding.fields import forms, prose, prose_fields, texts, verbatim_fields
from summarizer.grounding.source import Source, Span
from summarizer.schema import Actor, Claim, Evidence, Finding, Record

T = TypeVar("T")
Severity = Literal["info", "warning", "error"]
_CLOSE, _FAR = 3, 12
CheckFunction = Callable[["Case"], Iterator[str]]


def primary_subtag(tag: str) -> str:
    """The primary subtag of a BCP 47 tag, "es" of "es-MX"; "en" for an empty one."""
    return tag.partition("-")[0].lower() or "en"


@dataclass(slots=True)
class Case:
    """A record under examination.

    Attributes:
        cited: indices of the sentences that its evidence stands in.
        near: indices of the cited sentences and their neighbours.
        linked: the records that it refers to, by field.
        rank: the record's place among its draft's records of the section, from 0.
        language: the primary BCP 47 subtag of the document's language; "en" if it is not known.
        translated: the wording is in another language than the document, so that words cannot be compared.
        mentioned: sentence index to the actors of the same draft that it names, and where.
    """

    section: str
    record: Record
    source: Source
    evidence: list[Evidence] = field(default_factory=list)
    cited: list[int] = field(default_factory=list)
    near: list[int] = field(default_factory=list)
    linked: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    mentioned: Mapping[int, Sequence[tuple[Actor, Span]]] = field(default_factory=dict)
    rank: int = 0
    language: str = "en"
    translated: bool = False
    findings: list[Finding] = field(default_factory=list)
    _wording: dict[bool | None, str] = field(default_factory=dict)
    _read: dict[str, Any] = field(default_factory=dict)

    def wording(self, *, required: bool | None = None) -> str:
        """The record's free wording in one string, as `prose` gives it."""
        if required not in self._wording:
            self._wording[required] = prose(self.record, required=required)
        return self._wording[required]

    def once(self, words: str, read: Callable[[], T]) -> T:
        """What words of the record are read as; one check reads them, the next has it from there."""
        if words not in self._read:
            self._read[words] = read()
        return cast(T, self._read[words])

    def note(self, code: str, severity: Severity, message: str) -> None:
        """Add a finding about the record."""
        self.findings.append(Finding(record_id=self.record.id, code=code, message=message, severity=severity))

    def has(self, code: str) -> bool:
        """Whether a check before noted that."""
        return any(finding.code == code for finding in self.findings)

    def cite(self, evidence: list[Evidence]) -> None:
        """Take `evidence` for the record's."""
        self.evidence = evidence
        self.cited = self.source.sentences_of(evidence)
        self.near = self.source.neighbourhood(self.cited)

    @property
    def vicinity(self) -> list[int]:
        """The evidence's neighbourhood as a reader takes it: back to where an actor is last named, and at
        least three sentences; one sentence on."""
        if not self.cited:
            return []
        first = self.cited[0]
        while first > max(0, self.cited[0] - _FAR) and (
            first > self.cited[0] - _CLOSE
            or not any(n in self.mentioned for n in range(first, self.cited[0]))
        ):
            first -= 1
        return list(range(first, min(len(self.source.sentences), self.cited[-1] + 2)))

    @property
    def rejected(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)

    def linked_names(self) -> list[str]:
        """Names and aliases of the actors that the record refers to."""
        actors = (actor for actors in self.linked.values() for actor in actors if isinstance(actor, Actor))
        return [name for actor in actors for name in forms(actor)]

    def copied(self) -> list[str]:
        """The strings of the record that must stand in the document as they are."""
        record = self.record
        copied = [text for name in verbatim_fields(type(record)) for text in texts(record, name)]
        if isinstance(record, Claim) and record.quotation == "direct":
            copied.append(record.content)
        return copied

    @property
    def wording_stands(self) -> bool:
        """Whether all free wording stands in a cited sentence as it is."""
        wording = [text for name in prose_fields(type(self.record)) for text in texts(self.record, name)]
        passages = [self.source.passage(n) for n in self.cited]
        return all(any(text in passage for passage in passages) for text in wording)

    def correct(self, **update: object) -> None:
        """Put other values into fields of the record."""
        self.record = self.record.model_copy(update=update)
        self._wording.clear()


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it is called, how much it weighs, what it looks for, in which records."""

    code: str
    severity: Severity
    description: str
    run: CheckFunction
    on: type[Record]
    corrects: bool
    wording: bool


CHECKS: dict[str, Check] = {}
"""Every check by code, in the order in which they run: those that correct first."""


def check(
    code: str,
    severity: Severity,
    *,
    on: type[Record] = Record,
    corrects: bool = False,
    wording: bool = False,
) -> Callable[[CheckFunction], CheckFunction]:
    """Register a check: a generator that yields one message for every fault it finds in a case.

    The first line of its docstring describes it in the documentation.

    Args:
        on: the class of the records that it is about.
        corrects: the check may correct its case's record or evidence; its findings say what was corrected.
        wording: the check holds free wording against the evidence, so that wording which stands there
            word for word passes without it.

    Raises:
        ValueError: if the code is taken.
    """

    def register(function: CheckFunction) -> CheckFunction:
        if code in CHECKS:
            raise ValueError(f"a check with the code {code!r} exists already")
        description = (function.__doc__ or "").strip().partition("\n")[0]
        CHECKS[code] = Check(code, severity, description, function, on, corrects, wording)
        return function

    return register


def examine(case: Case, *, corrects: bool) -> None:
    """Run on a case the checks that correct, or those that do not."""
    stands = not corrects and case.wording_stands
    for each in _checks_of(type(case.record), corrects, len(CHECKS)):
        if not (each.wording and stands):
            for message in each.run(case):
                case.note(each.code, each.severity, message)


@lru_cache(maxsize=256)
def _checks_of(kind: type[Record], corrects: bool, registered: int) -> tuple[Check, ...]:
    """The checks of a class of records, of so many that are registered."""
    return tuple(c for c in CHECKS.values() if c.corrects is corrects and issubclass(kind, c.on))
