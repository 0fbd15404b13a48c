"""Is it English?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.language.detect import is_english, is_english_sentence


@pytest.mark.parametrize(
    "text",
    [
        "The council approved the budget on Monday, and the mayor said that it would be published in May.",
        "Harbour reopens after spill",
        "Revenue 2023 4.5m\nRevenue 2024 4.9m\nMargin 12%",
        "12 345 678",
        "Prime Minister Giorgia Bianchi della Rovere met the guests, and she said it was a good day.",
    ],
)
def test_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Der Rat hat am Montag den Haushalt beschlossen, und sie sagte, dass er im Mai erscheint.",
        "Le conseil a adopté le budget lundi et elle a déclaré que le document sera publié dans la semaine.",
        "El consejo aprobó el presupuesto el lunes y la alcaldesa dijo que se publicará en mayo.",
        "Il consiglio ha approvato il bilancio lunedì e ha detto che sarà pubblicato nel mese di maggio.",
        "De raad heeft maandag de begroting goedgekeurd en zei dat het in mei wordt gepubliceerd.",
        "Совет одобрил бюджет в понедельник, и мэр сказала, что он будет опубликован в мае.",
        "市議会は月曜日に予算を承認し、市長は五月に公表すると述べた。",
        "أقر المجلس الميزانية يوم الاثنين وقالت رئيسة البلدية إنها ستنشر في مايو.",
    ],
)
def test_other_languages(text: str) -> None:
    assert not is_english(text)


def test_one_foreign_article_tells_a_sentence_and_names_alone_are_english() -> None:
    assert is_english_sentence("Acme sued Borel.")
    assert is_english_sentence("The bridge to El Paso is closed.")
    assert not is_english_sentence("Los puentes de Tarro")


@given(st.text(max_size=500))
def test_any_text_gets_an_answer(text: str) -> None:
    assert is_english(text) in (True, False)
