"""A figure's words in other languages, said in English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.values.glossary import in_english
from summarizer.values.quantities import read_quantity


@pytest.mark.parametrize(
    ("surface", "language", "value", "unit"),
    [
        ("rund 3.400 Fahrzeuge", "de", 3400, None),
        ("knapp 2,3 Mrd. Euro", "de", 2.3e9, "EUR"),
        ("mehr als 12 Prozent", "de", 12, "percent"),
        ("cerca del 80 %", "es", 80, "percent"),
        ("3 mil millones de dólares", "es", 3e9, None),
        ("plus de 12 000 tonnes", "fr", 12000, "tonne"),
        ("environ 3,2 milliards d'euros", "fr", 3.2e9, "EUR"),
        ("quasi 40 mila persone", "it", 40000, "people"),
        ("2,5 milhões de euros", "pt", 2.5e6, "EUR"),
        ("ruim 7 miljoen liter", "nl", 7e6, "litre"),
    ],
)
def test_what_a_figure_says(surface: str, language: str, value: float, unit: str | None) -> None:
    quantity = read_quantity(in_english(surface, language) or "")
    assert quantity is not None
    assert quantity.value == value
    assert unit is None or unit in (quantity.unit, quantity.currency)


def test_an_unknown_language_is_left_to_others() -> None:
    assert in_english("4,1 miliona", "sk") is None


@given(st.text())
def test_english_stays_as_it_is(surface: str) -> None:
    assert in_english(surface, "en") == surface


@given(st.text(), st.sampled_from(["de", "es", "fr", "it", "pt", "nl"]))
def test_any_text_is_taken(surface: str, language: str) -> None:
    assert in_english(surface, language) is not None
