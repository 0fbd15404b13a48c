"""Who is seen to speak, and what is no fault."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from summarizer.document import Document
from tests.grounding.example import codes, grounded

TEXT = """The Tolvik Rowing Club (TRC), which owns the boathouse, called the fire a disaster.
Brother Anselm, the caretaker, said the doors had been locked.
The boathouse was insured, said deputy treasurer Prof. Ida Wren of Quayside Mutual.
She added that the policy had run out in May. Wren now believes the roof was rotten.
According to Anselm, no boat was lost; a count by Quayside Mutual, was made, according to him, at dawn.
It promised a new roof in spring.
Anselm hates the Wrens; the Wrens hate Anselm.
MR HALE: The club will row again.
Nobody will stop it.
"""
DOCUMENT = Document(TEXT, published=datetime.date(2026, 3, 10))
CLUB = {"id": "a1", "name": "Tolvik Rowing Club", "aliases": ["TRC"], "kind": "organization"}
ANSELM = {"id": "a2", "name": "Brother Anselm", "aliases": ["Anselm"], "kind": "person"}
WREN = {"id": "a3", "name": "Ida Wren", "aliases": ["Wren"], "kind": "person"}
INSURER = {"id": "a4", "name": "Quayside Mutual", "kind": "organization"}
HALE = {"id": "a5", "name": "MR HALE", "kind": "person"}

CLAIMS = [
    ("The fire is a disaster.", "called", "a1", ["a2", "a4"]),
    ("The doors had been locked.", "said", "a2", ["a1", "a3"]),
    ("The boathouse was insured.", "said", "a3", ["a1", "a2"]),
    ("The policy had run out in May.", "added", "a3", ["a1", "a2", "a4"]),
    ("The roof was rotten.", "believes", "a3", ["a1", "a2", "a4"]),
    ("No boat was lost.", "According to", "a2", []),
    ("The count was made at dawn.", "according to", "a2", []),
    ("A new roof will be there in spring.", "promised", "a4", ["a2", "a3"]),
    ("The club will row again.", None, "a5", ["a1", "a2"]),
]


def codes_of(content: str, cue: str | None, source: str) -> set[str]:
    (cites,) = [[s.number] for s in DOCUMENT.sentences if content.split()[-1][:-1] in TEXT[s.start : s.end]]
    claim: Any = ("claims", {"id": "c1", "source_id": source, "cue": cue, "content": content}, cites)
    actors: Any = [("actors", actor, []) for actor in (CLUB, ANSELM, WREN, INSURER, HALE)]
    return codes(grounded(*actors, claim, document=DOCUMENT))


@pytest.mark.parametrize(("content", "cue", "source", "others"), CLAIMS)
def test_who_speaks_is_not_disputed(content: str, cue: str | None, source: str, others: list[str]) -> None:
    assert "source_disputed" not in codes_of(content, cue, source)


@pytest.mark.parametrize(
    ("content", "cue", "other"), [(c, cue, other) for c, cue, _, others in CLAIMS for other in others]
)
def test_somebody_else_is_not_taken_for_the_speaker(content: str, cue: str | None, other: str) -> None:
    assert codes_of(content, cue, other) & {"source_disputed", "reference_not_near"}


@pytest.mark.parametrize("source", ["a2", "a3"])
def test_where_each_speaks_of_the_other_nobody_is_disputed(source: str) -> None:
    place = next(s for s in DOCUMENT.sentences if TEXT.startswith("Anselm hates", s.start))
    claim = {"id": "c1", "source_id": source, "cue": "hate", "content": "The others are hateful."}
    wrens = {**WREN, "aliases": ["Wren", "Wrens"]}
    actors: Any = [("actors", ANSELM, []), ("actors", wrens, [])]
    cited: Any = ("claims", claim, [place.number])
    assert "source_disputed" not in codes(grounded(*actors, cited, document=DOCUMENT))
