"""Attributes: how right the fields of matched records are, beside what they were matched by.

A slot is a field of a core gold record that says something, or that the matched record fills although
the gold one does not. A slot of a record that was missed is wrong. Accuracy is right over slots.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_origin

from summarizer.evals.fixture import GoldRecord, as_list
from summarizer.evals.rules import Sides, compared_field, refers_alike, shared_actors
from summarizer.evals.similarity import SAME
from summarizer.language.folding import fold
from summarizer.language.guards import content_words
from summarizer.schema import Actor, Claim, Event, Figure, Record, Refers, Reread, marked
from summarizer.values.dates import dates_agree

_SCORED: Mapping[type[Record], Sequence[str]] = {
    Actor: ("kind", "role", "affiliation_id"),
    Event: ("agent_ids", "target_ids", "date", "location", "status"),
    Claim: ("source_id", "cue", "quotation", "certainty"),
    Figure: ("bound", "unit", "currency", "status", "source_id", "event_id"),
}


def scored_attributes(kind: type[Record]) -> list[str]:
    """The fields of a record class that are scored; of one's own class, all but what it is matched by."""
    base = next((known for known in _SCORED if issubclass(kind, known)), Record)
    left_out = {"id", "evidence", compared_field(kind), *base.model_fields}
    return [*_SCORED.get(base, ()), *(name for name in kind.model_fields if name not in left_out)]


def credit(
    gold: GoldRecord, predicted: Record | None, name: str, sides: Sides, aligned: Mapping[str, str]
) -> float | None:
    """How right a field is, 0 to 1; None if there is no slot.

    Args:
        predicted: the matched record; None if the gold record was missed.
        aligned: gold id to the id of the record matched with it, for references.
    """
    accepted = gold.accepted(name)
    value = None if predicted is None else getattr(predicted, name)
    if all(_empty(a) for a in accepted) and _empty(value):
        return None
    if predicted is None:
        return 0.0
    if name in marked(type(predicted), Refers):
        return _reference_credit(gold, value, name, sides, aligned)
    if _empty(value):
        return float(any(_empty(a) for a in accepted))
    return max(_value_credit(a, value, type(predicted), name, sides) for a in accepted)


def _empty(value: Any) -> bool:
    return value is None or value in ("", [])


def _reference_credit(
    gold: GoldRecord, value: Any, name: str, sides: Sides, aligned: Mapping[str, str]
) -> float:
    kind: type[Record] = type(gold.record)
    to_actors = marked(kind, Refers)[name].section == "actors"
    if not isinstance(value, list):
        if to_actors:
            return float(refers_alike(gold, name, value, sides))
        return float(value in [a and aligned.get(a, "") for a in gold.accepted(name)])
    best = 0.0
    for wanted in map(as_list, gold.accepted(name)):
        shared = (
            shared_actors(wanted, value, sides)
            if to_actors
            else len({aligned.get(a) for a in wanted} & set(value))
        )
        total = len(set(wanted)) + len(set(value))
        best = max(best, 2 * shared / total if total else 1.0)
    return best


def _value_credit(wanted: Any, value: Any, kind: type[Record], name: str, sides: Sides) -> float:
    if wanted is None:
        return 0.0
    if isinstance(wanted, str) and isinstance(value, str):
        if get_origin(kind.model_fields[name].annotation) is Literal:
            return float(wanted == value)
        if name in marked(kind, Reread):
            return float(dates_agree(wanted, value))
        return float(_words_alike(wanted, value, sides))
    if isinstance(wanted, float) and isinstance(value, int | float):
        return float(math.isclose(wanted, value, rel_tol=1e-9))
    return float(wanted == value)


def _words_alike(wanted: str, value: str, sides: Sides) -> bool:
    """Equal after folding, one within the other by whole content words, or alike by the measure."""
    if fold(wanted) == fold(value):
        return True
    one, two = set(content_words(wanted)), set(content_words(value))
    return bool(one and two and (one <= two or two <= one)) or sides.similarity(wanted, value) >= SAME
