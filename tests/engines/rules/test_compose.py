"""Headline and gist."""

from __future__ import annotations

from summarizer.document import Document
from summarizer.engines.rules.compose import compose

ARTICLE = (
    "Harbour reopens after oil spill\n"
    "TARROW, March 3 — The port of Tarrow reopened on Monday after divers closed a leak in a sunken barge. "
    "He was pleased. The leak had covered two beaches with oil and killed hundreds of birds. "
    "The harbour reopened on Monday after divers closed the leak in the barge.\n"
)


def test_the_first_line_is_the_headline_and_a_title_goes_before_it() -> None:
    assert compose(Document(ARTICLE), {}).headline == "Harbour reopens after oil spill"
    assert (
        compose(Document(ARTICLE, title="Port of Tarrow open again"), {}).headline
        == "Port of Tarrow open again"
    )


def test_a_long_lead_gives_a_headline_of_at_most_fifteen_words() -> None:
    lead = ARTICLE.partition("— ")[2]
    headline = compose(Document(lead), {}).headline
    assert headline == "The port of Tarrow reopened on Monday after divers closed a leak"
    assert len(headline.split()) <= 15


def test_the_gist_is_in_order_without_dateline_repetition_or_dangling_pronoun() -> None:
    gist = compose(Document(ARTICLE), {}).gist
    assert gist == (
        "The port of Tarrow reopened on Monday after divers closed a leak in a sunken barge. "
        "The leak had covered two beaches with oil and killed hundreds of birds."
    )


def test_a_text_of_one_word_has_both() -> None:
    composition = compose(Document("Hello"), {})
    assert composition.headline == "Hello"
    assert composition.gist
