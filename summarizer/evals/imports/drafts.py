"""Makes a draft of what was marked: which mentions are one record, what its fields say, whom it refers to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin

from summarizer.evals.imports.mapping import GROUP, LEAVE, Mapped, Target, plain
from summarizer.evals.imports.marked import Marked, Mention
from summarizer.language.folding import fold
from summarizer.schema import Actor, Claim, Record, Refers, Summary, Verbatim, id_prefixes, marked, sections

_QUOTE_MARKS = '"“”„«»‹›'
# Where a layer is no section, these fields say what the place is called.
_LABEL_FIELDS = ("value", "label")
_EDGE = " \t\r\n\u00a0"


@dataclass(slots=True)
class _Group:
    """Mentions that are one record."""

    section: str
    kind: type[Record]
    mentions: list[Mention] = field(default_factory=list)
    values: dict[str, list[Any]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    id: str = ""

    def say(self, name: str, values: Iterable[Any]) -> None:
        known = self.values.setdefault(name, [])
        known += [value for value in values if value not in known]


def draft(given: Marked, mapped: Mapped, schema: type[Summary], left: Counter[str]) -> dict[str, Any]:
    """The draft of one document, its records in the order of the text.

    Args:
        left: is told what did not become part of it.
    """
    return _Drafting(given, mapped, schema, left).draft()


class _Drafting:
    def __init__(self, given: Marked, mapped: Mapped, schema: type[Summary], left: Counter[str]) -> None:
        self._given, self._mapped, self._left = given, mapped, left
        self._text = given.text
        self._kinds = sections(schema)
        self._schema = schema
        self._groups: list[_Group] = []
        self._of: dict[str, _Group] = {}

    def draft(self) -> dict[str, Any]:
        for mention in sorted(self._given.mentions, key=lambda m: (m.start, -m.end)):
            self._place(mention)
        self._join_same()
        self._number()
        for link in self._given.links:
            if not self._mapped.same(link.name) and not self._mapped.leaves(link.name):
                self._link(link.name, link.source, link.target)
        made: dict[str, Any] = {"labeller": self._given.annotator or "imported"}
        made |= {section: [] for section in self._kinds}
        for group in self._groups:
            made[group.section].append(self._record(group))
        return made

    def _place(self, mention: Mention) -> None:
        target, used = self._target(mention)
        if target is None:
            return
        kind = self._kinds[target.section]
        group = _Group(target.section, kind, [mention])
        for name, value in target.values.items():
            group.say(name, [value])
        for name, values in mention.fields.items():
            own = self._mapped.field(kind, name)
            if own is None and name not in used:
                self._left[f"values of {name!r}, which is no field of {target.section}"] += len(values)
            elif own not in (None, LEAVE):
                group.say(str(own), values)
        group.names = set(self._names(group))
        same = next((g for g in self._groups if self._is_same(g, group)), None)
        self._of[mention.key] = _joined(same, group) if same else group
        if same is None:
            self._groups.append(group)

    def _target(self, mention: Mention) -> tuple[Target | None, Sequence[str]]:
        """What a mention is, and which of its fields said so."""
        answers = [(label, self._mapped.label(label)) for label in mention.labels]
        used = [name for name in mention.fields if plain(name) in _LABEL_FIELDS]
        if not any(answer for _, answer in answers):
            answers += [(v, self._mapped.label(v)) for name in used for v in mention.fields[name]]
        found = [answer for _, answer in answers if isinstance(answer, Target)]
        if found:
            others = [label for label, answer in answers if answer is None]
            more = [answer for answer in found if answer.section != found[0].section]
            if len(mention.labels) > 1:
                self._left.update(f"labels {label!r}, which stands for no section" for label in others)
            self._left.update(f"second labels of one place, as {answer.section}" for answer in more)
            return Target(found[0].section, _values(found)), used
        if not any(answer == LEAVE for _, answer in answers):
            self._left[
                f"places labelled {' / '.join(label for label, _ in answers)!r}, which is no section"
            ] += 1
        return None, used

    def _names(self, group: _Group) -> Iterator[str]:
        """What a group may be called by others: its id, its name, its words."""
        mention = group.mentions[0]
        yield from (fold(str(value)) for value in group.values.get(GROUP, ()))
        yield from (fold(str(value)) for value in group.values.get(surface_field(group.kind), ()))
        yield fold(self._quote(mention))

    def _is_same(self, known: _Group, new: _Group) -> bool:
        if known.section != new.section:
            return False
        ids = known.values.get(GROUP), new.values.get(GROUP)
        if any(ids):
            return ids[0] is not None and ids[0] == ids[1]
        return issubclass(new.kind, Actor) and bool(known.names & new.names)

    def _join_same(self) -> None:
        for link in self._given.links:
            if not self._mapped.same(link.name):
                continue
            one, other = self._of.get(link.source), self._of.get(link.target)
            if one is None or other is None or one.section != other.section:
                self._left[f"links {link.name!r} between places that are not of one section"] += 1
            elif one is not other:
                _joined(one, other)
                self._groups = [group for group in self._groups if group is not other]
                self._of = {key: one if group is other else group for key, group in self._of.items()}

    def _number(self) -> None:
        prefixes = id_prefixes(self._schema)
        for group in self._groups:
            group.mentions.sort(key=lambda mention: mention.start)
        self._groups.sort(key=lambda group: group.mentions[0].start)
        numbers = Counter[str]()
        for group in self._groups:
            numbers[group.section] += 1
            group.id = f"{prefixes[group.section]}{numbers[group.section]}"

    def _link(self, name: str, source: str, target: str) -> None:
        one, other = self._of.get(source), self._of.get(target)
        shown = repr(name) if name else "without a name"
        if one is None or other is None:
            self._left[f"links {shown} to or from a place that was left out"] += 1
            return
        # A relation may be drawn either way: the record that has such a field is the one that refers.
        for here, there in ((one, other), (other, one)):
            if own := self._mapped.link(here.kind, there.section, name):
                here.say(own, [_Reference(there.id)])
                return
        self._left[f"links {shown} between {one.section} and {other.section}, which no field stands for"] += 1

    def _record(self, group: _Group) -> dict[str, Any]:
        said = {name: values for name, values in group.values.items() if name != GROUP and values}
        record: dict[str, Any] = {"id": group.id}
        for name, values in said.items():
            self._fill(record, group, name, values)
        surface = surface_field(group.kind)
        words = [self._quote(mention) for mention in group.mentions]
        record.setdefault(surface, max(words, key=len) if issubclass(group.kind, Actor) else words[0])
        if issubclass(group.kind, Actor):
            aliases = [*record.get("aliases", ()), *words]
            record["aliases"] = [a for a in dict.fromkeys(aliases) if a != record["name"]]
        if issubclass(group.kind, Claim) and record.get("quotation") == "direct":
            record["content"] = str(record["content"]).strip(_QUOTE_MARKS + _EDGE)
        return record | {"evidence": [self._evidence(mention) for mention in group.mentions]}

    def _fill(self, record: dict[str, Any], group: _Group, name: str, values: Sequence[Any]) -> None:
        info = group.kind.model_fields.get(name)
        refers = marked(group.kind, Refers).get(name)
        if refers is not None:
            values = [v for v in (self._referred(value, refers.section, name) for value in values) if v]
            values = list(dict.fromkeys(values))
        annotation = info.annotation if info else str
        if _is_list(annotation):
            record[name] = values if refers else [part for value in values for part in _parts(value)]
            return
        if len(values) > 1:
            self._left[f"further values of {name}, of which a record of {group.section} has one"] += (
                len(values) - 1
            )
        if values:
            record[name] = values[0] if refers else _typed(values[0], annotation)

    def _referred(self, value: Any, section: str, name: str) -> str | None:
        """The id of the record that a link or a written name stands for."""
        if isinstance(value, _Reference):
            return value.id
        wanted = fold(str(value))
        for group in self._groups:
            if group.section == section and wanted in group.names:
                return group.id
        self._left[f"values of {name} that name no record of {section}"] += 1
        return None

    def _quote(self, mention: Mention) -> str:
        return self._text[mention.start : mention.end].strip(_EDGE)

    def _evidence(self, mention: Mention) -> dict[str, Any] | str:
        """A quote, with the number of its occurrence where that is not the first."""
        words = self._quote(mention)
        start = self._text.index(words, mention.start)
        number, at = 1, self._text.find(words)
        while at < start:
            number, at = number + 1, self._text.find(words, at + 1)
        return words if number == 1 else {"quote": words, "nth": number}


@dataclass(frozen=True, slots=True)
class _Reference:
    """A record that a link was drawn to."""

    id: str


def surface_field(kind: type[Record]) -> str:
    """The field that the marked words themselves fill: the first that is copied, else of wording."""
    required = [name for name, info in kind.model_fields.items() if info.is_required() and name != "id"]
    verbatim = [name for name in required if name in marked(kind, Verbatim)]
    wording = [name for name in required if kind.model_fields[name].annotation is str]
    return next(iter([*verbatim, *wording]), "note")


def _joined(group: _Group, other: _Group) -> _Group:
    group.mentions += other.mentions
    group.names |= other.names
    for name, values in other.values.items():
        group.say(name, values)
    return group


def _values(found: Sequence[Target]) -> Mapping[str, Any]:
    values: dict[str, Any] = {}
    for target in found:
        if target.section == found[0].section:
            values |= target.values
    return values


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list


def _parts(value: Any) -> list[str]:
    return [part.strip() for part in str(value).split(";") if part.strip()]


def _typed(value: Any, annotation: Any) -> Any:
    """A written value as its field has it: a number, or a choice in the schema's spelling."""
    options = get_args(annotation) or (annotation,)
    choices = [
        choice for option in options for choice in (option, *get_args(option)) if isinstance(choice, str)
    ]
    if choices:
        return next((choice for choice in choices if plain(choice) == plain(str(value))), value)
    if float in options or int in options:
        try:
            return float(value)
        except ValueError:
            return value
    return value
