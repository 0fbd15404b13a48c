"""The engine as a whole: language, citations, hostile text."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.document import Document
from summarizer.engines import Brief, Span
from summarizer.engines.rules import RulesEngine
from summarizer.errors import DocumentError, LanguageUnsupported
from summarizer.schema import Claim, Summary, marked
from tests.engines.rules.drafting import draft, finished

WORDS = (
    'the a said that Odile Renn, Weil told reporters “we will "not ” and 14 million % $ of U.S. '
    "Ministry for killed Monday was by in Rome — ( ) ; : . \n ’s announced who according to he "
    "they 3,000 it would after , ''"
).split(" ")


def test_another_language_is_refused_with_the_way_out() -> None:
    text = "Die Regierung hat am Montag mitgeteilt, dass die Brücke über den Fluss gesperrt wird. " * 3
    with pytest.raises(LanguageUnsupported, match="name a model"):
        draft(text)


def _assert_sound(text: str) -> None:
    drafted = draft(text)
    ids = [d.record.id for d in drafted.records]
    assert len(ids) == len(set(ids))
    for d in drafted.records:
        assert d.cites
        for cite in d.cites:
            assert isinstance(cite, Span)
            assert 0 <= cite.start < cite.end <= len(text)
    for actor in drafted.actors:
        assert all(form in text for form in (actor.name, *actor.aliases))
    for figure in drafted.figures:
        assert figure.text in text
    for claim in drafted.claims:
        if claim.quotation == "direct":
            assert all(part in text for part in claim.content.split(" … "))
    known = set(ids)
    for d in drafted.records:
        values = d.record.model_dump()
        refs = [values[name] for name in values if name.endswith("_id")]
        refs += [ref for name in values if name.endswith("_ids") for ref in values[name]]
        assert all(ref in known for ref in refs if ref is not None)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join))
def test_newslike_noise_never_fails_and_every_record_is_borne_out(text: str) -> None:
    with contextlib.suppress(DocumentError):
        _assert_sound(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_arbitrary_text_raises_nothing_but_document_errors(text: str) -> None:
    with contextlib.suppress(DocumentError):
        _assert_sound(text)
        finished(RulesEngine().compose(Document(text), {}, Brief(Summary, {})))


def test_verbatim_fields_are_copied_from_the_document(seeds: object) -> None:
    text = (seeds / "court.txt").read_text(encoding="utf-8")  # type: ignore[operator]
    for d in draft(text, "2025-10-17").records:
        for name in marked(type(d.record), _verbatim()):
            value = getattr(d.record, name)
            for copied in value if isinstance(value, list) else [value]:
                assert copied is None or copied in text, (name, copied)


def _verbatim() -> type:
    from summarizer.schema import Verbatim

    return Verbatim


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        ",",
        "A",
        '"',
        "'",
        "“",
        " ",
        ".",
        "(",
        "said ",
        "— ",
        "1,000 ",
        "Ministry of ",
        "’s ",
        'He said, "',
    ],
)
def test_time_is_linear_in_long_runs(unit: str) -> None:
    """Eight times the text takes nearer to eight than to sixty-four times as long: no step is quadratic."""
    opening = "The mayor said that the road was closed and that it would be open in the spring. "

    def seconds(size: int) -> float:
        text = opening + unit * (size // len(unit)) + "."
        started = time.process_time()
        with suppress(LanguageUnsupported):
            draft(text)
        return time.process_time() - started

    small = max(min(seconds(4_000) for _ in range(2)), 0.02)
    assert min(seconds(32_000) for _ in range(2)) < 40 * small


def test_caps_bound_what_is_drafted() -> None:
    text = "\n".join(f"Councillor Ada Penn{i} said the bridge {i} was closed on Monday." for i in range(40))
    caps = {"actors": 4, "events": 4, "claims": 4, "figures": 4}
    drafted = draft(text, caps=caps)
    assert len(drafted.claims) <= 2 * 4
    assert len(drafted.events) <= 2 * 4
    assert isinstance(drafted.claims[0], Claim)


def test_every_process_reads_a_text_alike() -> None:
    """Tables made of sets must not hang on their order, which each process draws anew."""
    tables = "from summarizer.engines.rules import verbs; print(list(verbs.VERBS.items()))"
    read = {
        subprocess.run(
            [sys.executable, "-c", tables],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(read) == 1
