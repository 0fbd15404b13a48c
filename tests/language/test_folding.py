"""Folding: what it drops, and that the way back is kept."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarizer.language.folding import fold, fold_map


def test_what_is_folded() -> None:
    assert fold("  “Größe”\r\n— it’s\u00a0½ \ufb01n\u00adished… ") == '"grösse" - it\'s 1⁄2 finished...'


@settings(deadline=None)
@given(st.text())
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold_map(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert folded.starts == sorted(folded.starts)
    assert all(start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))


@settings(deadline=None)
@given(st.text())
@example("a\u00a8b")
@example("\u1112\u1161\u11ab")
@example("\u0345\u1fbc")
def test_folding_is_idempotent_and_blind_to_normal_forms(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


LATIN = st.characters(max_codepoint=0x24F)
TRICKY = st.sampled_from("aB `´'\"“”’—…£€¨½ßİŉ\u00a0\u00ad\u200b\u0301 \n\x1c")


@settings(deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), LATIN, TRICKY)))
@example("“A £5 fee”\u00a0— İt")
def test_the_way_without_a_map_folds_alike(text: str) -> None:
    assert fold(text) == fold_map(text).text
