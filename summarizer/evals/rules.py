"""The rule of each section: when a predicted record is the gold one. In order: gate, similarity, guards.

docs/evals.md states the rules for readers. A section of the caller's own is compared by its free wording
and its evidence; to give it a rule of its own, register a function with `rule_for(MyRecord)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.evals.fixture import GoldRecord, as_list
from summarizer.evals.match import Cell
from summarizer.evals.similarity import Similarity, TokenSimilarity, differences, fold
from summarizer.grounding.fields import is_required, prose_fields
from summarizer.language.guards import words
from summarizer.language.names import name_tokens, same_name
from summarizer.schema import Actor, Claim, Event, Figure, Record
from summarizer.values.dates import dates_agree
from summarizer.values.quantities import read_quantity
from summarizer.values.units import MEASURES

_SHARED_WORDS = 0.25
"""Below this likeness of wording, shared evidence does not make two propositions one."""
_PARTICIPANTS = 0.25
"""What participants weigh beside the content of an event."""
_ROUNDING_CAP = 0.05
_SAME_VALUE = 0.9
"""What shared evidence is worth where the values are equal: the same place in the text is worth more."""
_EVENT_GUARDS = frozenset({"numbers", "polarity", "roles", "direction"})
_CALLED_OFF = re.compile(
    r"\b(?:fell through|call(?:ed|s|ing)? off|cancell?ed|abandoned|scrapped|shelved|averted|prevented|failed"
    r"|refused|rejected|blocked|not|never|no)\b",
    re.IGNORECASE,
)
"""Words of an event that did not take place, whatever status it is given."""
_TOKENS = TokenSimilarity()
# People, pages and times are counted like drivers and sheets: a reader may call them otherwise.
_MEASURED = frozenset(MEASURES.values()) - {"people", "page", "time", "point"}
_NAME = re.compile(r"(?<!\A)\b[^\W\d_a-z][\w'’-]*")
_DIGITS = re.compile(r"\d(?:[\d.,]|\s(?=\d{3}))*")


@dataclass(frozen=True, slots=True)
class Sides:
    """What the rules look things up in: both sides' records by id, and the measure of likeness."""

    gold: Mapping[str, GoldRecord]
    predicted: Mapping[str, Record]
    similarity: Similarity


Rule = Callable[[GoldRecord, Any, Sides], Cell]
_RULES: dict[type[Record], Rule] = {}


def rule_for(kind: type[Record]) -> Callable[[Rule], Rule]:
    """Register the rule of a record class, which holds for its subclasses too."""

    def register(rule: Rule) -> Rule:
        _RULES[kind] = rule
        return rule

    return register


_DETERMINER = re.compile(r"\A(?:an?|the|some|his|her|its|their|our|my|one|another)\s", re.IGNORECASE)
_POSTMODIFIES = frozenset(
    "of in at on from for with without to by near among who whom whose that which not close familiar".split()
)


def find_rule(kind: type[Record]) -> Rule:
    """The rule of a record class: its own, or that of the nearest class it derives from."""
    return next(_RULES[base] for base in kind.__mro__ if base in _RULES)


def compared_field(kind: type[Record]) -> str | None:
    """The field whose wording says what a record is: the first of free wording that it cannot do without."""
    return next((name for name in prose_fields(kind) if is_required(kind, name)), None)


@rule_for(Record)
def compare_records(gold: GoldRecord, predicted: Record, sides: Sides) -> Cell:
    """Wording with its guards, or shared evidence and some of the words."""
    name = compared_field(type(predicted))
    if name is None:
        return Cell(evidence_overlap(gold.record, predicted))
    likeness, found = _likeness(_strings(gold, name), getattr(predicted, name) or "", sides)
    return Cell(_with_evidence(likeness, gold.record, predicted), found)


@rule_for(Actor)
def compare_actors(gold: GoldRecord, predicted: Actor, sides: Sides) -> Cell:
    """The names are forms of one name, or the predicted name is one of the gold aliases."""
    return Cell(name_likeness(gold, predicted))


def name_likeness(gold: GoldRecord, predicted: Actor) -> float:
    """1 for the same name, 0.9 for another form of it, 0.8 for an alias or for a person's full name behind
    a word that is no known title ("Striker Ada Lund"), 0 for somebody else."""
    actor: Actor = gold.record
    names = _strings(gold, "name")
    if any(fold(name) == fold(predicted.name) for name in names):
        return 1.0
    person = None if actor.kind == "person" else False
    if any(same_name(name, predicted.name, person=person) for name in names):
        return 0.9
    aliases = [alias for value in gold.accepted("aliases") for alias in as_list(value)]
    if any(_is_described_alike(name, predicted.name) for name in names):
        return 0.9
    known = any(_is_alias(alias, predicted.name, person) for alias in aliases)
    titled = actor.kind == "person" and any(_is_titled(name, predicted.name) for name in names)
    return 0.8 if known or titled else 0.0


def _is_titled(one: str, two: str) -> bool:
    """Whether one name is a full name and the other the same behind something else."""
    short, long = sorted((name_tokens(one), name_tokens(two)), key=len)
    return len(short) > 1 and long[-len(short) :] == short


def _is_described_alike(one: str, two: str) -> bool:
    """Whether two descriptions of somebody unnamed differ in their determiner and in what follows the noun
    alone: "their union" is "union", "two officials with knowledge of it" are "two officials"."""
    short, long = sorted((_DETERMINER.sub("", name).split() for name in (one, two)), key=len)
    if not short or not (short[0].islower() and long[0].islower()):
        return False
    return long[: len(short)] == short and (len(long) == len(short) or long[len(short)] in _POSTMODIFIES)


def _is_alias(alias: str, name: str, person: bool | None) -> bool:
    """A single word is an alias only exactly: a bare surname would stand for all its bearers."""
    tokens = name_tokens(alias)
    if len(tokens) < 2 or len(name_tokens(name)) < 2:
        return tokens == name_tokens(name)
    return same_name(alias, name, person=person)


@rule_for(Claim)
def compare_claims(gold: GoldRecord, predicted: Claim, sides: Sides) -> Cell:
    """The sources must be one; then wording with its guards, or shared evidence and some of the words."""
    cell = compare_records(gold, predicted, sides)
    if refers_alike(gold, "source_id", predicted.source_id, sides):
        return cell
    return Cell(cell.topic, ("source", *cell.differences))


@rule_for(Event)
def compare_events(gold: GoldRecord, predicted: Event, sides: Sides) -> Cell:
    """Dates must agree where both are told; participants count a quarter, content three quarters. The
    participants' names in the descriptions alone make no content."""
    likeness, found = _likeness(_strings(gold, "description"), predicted.description, sides)
    names = _participants_words(gold, predicted, sides)
    deeds = max(_deeds_alike(other, predicted.description, names) for other in _strings(gold, "description"))
    if deeds < _SHARED_WORDS:
        return Cell(deeds)
    content = _with_evidence(likeness, gold.record, predicted)
    share = participants_f1(gold, predicted, sides)
    topic = content if share is None else _PARTICIPANTS * share + (1 - _PARTICIPANTS) * content
    return Cell(topic, tuple(dict.fromkeys(_event_differences(gold, predicted, found, sides))))


def _participants_words(gold: GoldRecord, predicted: Event, sides: Sides) -> frozenset[str]:
    golds = [
        sides.gold[i].record for i in (*gold.record.agent_ids, *gold.record.target_ids) if i in sides.gold
    ]
    outputs = [sides.predicted.get(i) for i in (*predicted.agent_ids, *predicted.target_ids)]
    actors = [actor for actor in (*golds, *outputs) if isinstance(actor, Actor)]
    return frozenset(word for a in actors for name in (a.name, *a.aliases) for word in words(name))


def _deeds_alike(one: str, two: str, names: frozenset[str]) -> float:
    rest = [" ".join(word for word in words(text) if word not in names) for text in (one, two)]
    return _TOKENS(*rest)


def _event_differences(
    gold: GoldRecord, predicted: Event, found: Iterable[str], sides: Sides
) -> Iterator[str]:
    dates = [date for date in gold.accepted("date") if date]
    if dates and predicted.date and not any(dates_agree(date, predicted.date) for date in dates):
        yield "date"
    void, statuses = "did_not_occur", gold.accepted("status")
    if predicted.status not in statuses and void in (predicted.status, *statuses):
        both = (gold.record.description, predicted.description)
        if not all(map(_CALLED_OFF.search, both)):  # else both say it, and just the labels differ
            yield "polarity"
    # "Was called off" and "did not take place" differ in negations and say the same.
    ignored = {"polarity"} if predicted.status == void else set()
    yield from (name for name in found if name in _EVENT_GUARDS - ignored)
    if _roles_swapped(gold, predicted, sides):
        yield "roles"


@rule_for(Figure)
def compare_figures(gold: GoldRecord, predicted: Figure, sides: Sides) -> Cell:
    """Units of one kind, values equal within the rounding of the stated digits; then the same place in
    the text, the same measure, or shared evidence."""
    figure: Figure = gold.record
    measure, _ = _likeness(_strings(gold, "measure"), predicted.measure, sides)
    same_place = _overlap(_surface(figure), _surface(predicted)) > 0
    difference = _figure_difference(gold, predicted)
    if same_place:
        topic = 1.0
    elif difference:  # shared names alone do not tell that two numbers should be equal
        topic = min(measure, _unnamed_likeness(figure.measure, predicted.measure))
    else:
        topic = max(measure, _SAME_VALUE * evidence_overlap(figure, predicted))
    return Cell(topic, difference)


def _figure_difference(gold: GoldRecord, predicted: Figure) -> tuple[str, ...]:
    """What parts two figures, whatever they measure; where no number was read, none is contradicted."""
    if not units_agree(gold.record, predicted):
        return ("unit",)
    if any(values_equal(alternative, predicted) for alternative in _alternatives(gold)):
        return ()
    numbers = (predicted.value, predicted.low, predicted.high)
    return ("no number",) if all(number is None for number in numbers) else ("value",)


def _unnamed_likeness(one: str, two: str) -> float:
    return _TOKENS(*(_NAME.sub("", measure) for measure in (one, two)))


def _alternatives(gold: GoldRecord) -> Iterator[Figure]:
    """The gold figure as labelled, and with each other value that was accepted."""
    yield gold.record
    for value in gold.label.accept.get("value", ()):
        yield gold.record.model_copy(update={"value": value, "low": value, "high": value})


def units_agree(one: Figure, two: Figure) -> bool:
    """Whether two figures are of one kind, or one tells no unit and the other has its own from elsewhere
    than its text: the "49.6" of a table may be tonnes, "40 percent" is not 40."""
    kinds = (unit_kind(one), unit_kind(two))
    return kinds[0] == kinds[1] or any(
        kind is None and _is_bare(other) for kind, other in zip(kinds, (two, one), strict=True)
    )


def unit_kind(figure: Figure) -> str | None:
    """Money by currency, measures by unit, one kind for all that is merely counted; None without a unit."""
    if figure.currency:
        return figure.currency
    return figure.unit if figure.unit in _MEASURED or figure.unit is None else "count"


def _is_bare(figure: Figure) -> bool:
    """Whether the figure's own text measures nothing."""
    quantity = read_quantity(figure.text)
    return quantity is None or (quantity.currency is None and quantity.unit not in _MEASURED)


def values_equal(one: Figure, two: Figure) -> bool:
    """Whether two figures state one value: ranges by their ends, values as one rounds to the other.

    "2.7 billion" equals 2,711,000,000, which rounds to it; "12 percent" equals 12.4; 41,250 does not
    equal 41,000. What rounding may bridge ends at a twentieth of the value.
    """
    if one.value is None or two.value is None:
        return one.value is two.value and (one.low, one.high) == (two.low, two.high)
    tolerance = max(_rounding(one), _rounding(two))
    return abs(one.value - two.value) <= min(tolerance, _ROUNDING_CAP * max(abs(one.value), abs(two.value)))


def _rounding(figure: Figure) -> float:
    """Half a unit of the last digit that a figure states, its scale word counted in."""
    value = abs(figure.value or 0.0)
    match = _DIGITS.search(figure.text)
    if match is None:  # "two million": the million is the scale
        zeros = len(str(int(value))) - len(str(int(value)).rstrip("0")) if value else 0
        return 0.5 * 10.0**zeros
    digits = match.group().rstrip(".,").replace(",", "")
    digits = "".join(digits.split())
    decimals = len(digits.rpartition(".")[2]) if "." in digits else 0
    try:
        stated = float(digits)
    except ValueError:  # "1.200.000"
        return 0.5
    return 0.5 * 10.0**-decimals * (value / stated if stated else 1.0)


def refers_alike(gold: GoldRecord, name: str, target: str | None, sides: Sides) -> bool:
    """Whether a reference to an actor names one of the accepted ones; null is a choice of its own."""
    return any(_same_actor(accepted, target, sides) for accepted in gold.accepted(name))


def _same_actor(gold_id: str | None, predicted_id: str | None, sides: Sides) -> bool:
    if gold_id is None or predicted_id is None:
        return gold_id is predicted_id
    gold, predicted = sides.gold.get(gold_id), sides.predicted.get(predicted_id)
    return gold is not None and isinstance(predicted, Actor) and name_likeness(gold, predicted) > 0


def shared_actors(gold_ids: Sequence[str], predicted_ids: Sequence[str], sides: Sides) -> int:
    """How many of the gold actors are among the predicted ones, each counted once."""
    left = list(dict.fromkeys(predicted_ids))
    shared = 0
    for gold_id in dict.fromkeys(gold_ids):
        found = next((i for i in left if _same_actor(gold_id, i, sides)), None)
        if found is not None:
            left.remove(found)
            shared += 1
    return shared


def participants_f1(gold: GoldRecord, predicted: Event, sides: Sides) -> float | None:
    """F1 over who did it and whom it was done to, role by role; None if neither side names anybody."""
    event: Event = gold.record
    roles = [(event.agent_ids, predicted.agent_ids), (event.target_ids, predicted.target_ids)]
    total = sum(len(set(ids)) for pair in roles for ids in pair)
    shared = sum(shared_actors(one, two, sides) for one, two in roles)
    return 2 * shared / total if total else None


def _roles_swapped(gold: GoldRecord, predicted: Event, sides: Sides) -> bool:
    event: Event = gold.record
    straight = participants_f1(gold, predicted, sides)
    crossed = min(
        shared_actors(event.agent_ids, predicted.target_ids, sides),
        shared_actors(event.target_ids, predicted.agent_ids, sides),
    )
    return straight == 0 and crossed > 0


def evidence_overlap(one: Record, two: Record) -> float:
    """The share of the shorter evidence that the longer one covers: citing a sentence or a clause of it
    is the same evidence."""
    lengths = [sum(end - start for start, end in _spans(record)) for record in (one, two)]
    return _overlap(_spans(one), _spans(two)) / min(lengths) if min(lengths) else 0.0


def _spans(record: Record) -> list[tuple[int, int]]:
    """A record's evidence as spans in order, overlapping ones joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((e.start, e.end) for e in record.evidence):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _overlap(one: Sequence[tuple[int, int]], two: Sequence[tuple[int, int]]) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in two)


def _surface(figure: Figure) -> list[tuple[int, int]]:
    """Where the figure's own words stand: in the first piece of its evidence that holds them."""
    for evidence in figure.evidence:
        at = evidence.quote.find(figure.text)
        if at >= 0:
            return [(evidence.start + at, evidence.start + at + len(figure.text))]
    return []


def _strings(gold: GoldRecord, name: str) -> list[str]:
    return [value for value in gold.accepted(name) if isinstance(value, str)]


def _likeness(alternatives: Sequence[str], words: str, sides: Sides) -> tuple[float, tuple[str, ...]]:
    """The likeness to the best alternative and the guards failed: one without failure comes first."""
    scored = [(differences(other, words), sides.similarity(other, words)) for other in alternatives]
    if not scored:
        return 0.0, ()
    found, likeness = max(scored, key=lambda s: (s[1] >= _SHARED_WORDS and not s[0], s[1]))
    return likeness, found


def _with_evidence(likeness: float, one: Record, two: Record) -> float:
    if likeness < _SHARED_WORDS:
        return likeness
    return max(likeness, (likeness + evidence_overlap(one, two)) / 2)
