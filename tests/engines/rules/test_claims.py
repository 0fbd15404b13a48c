"""Who says what: sources, cues, contents."""

from __future__ import annotations

import pytest

from tests.engines.rules.drafting import draft


@pytest.mark.parametrize(
    ("text", "content", "source"),
    [
        ("Mayor Odile Renn said the bridge was safe.", "The bridge was safe.", "Odile Renn"),
        ("The bridge was safe, Odile Renn said on Monday.", "The bridge was safe.", "Odile Renn"),
        ("The bridge was safe, said Odile Renn.", "The bridge was safe.", "Odile Renn"),
        ("According to Odile Renn, the bridge was safe.", "The bridge was safe.", "Odile Renn"),
        ("The bridge was safe, according to Odile Renn.", "The bridge was safe.", "Odile Renn"),
        ("Odile Renn told reporters that the bridge was safe.", "The bridge was safe.", "Odile Renn"),
        ("Odile Renn, who toured the site, said the bridge was safe.", "The bridge was safe.", "Odile Renn"),
        (
            "The bridge, Odile Renn said, was safe for traffic.",
            "The bridge was safe for traffic.",
            "Odile Renn",
        ),
    ],
)
def test_reported_speech(text: str, content: str, source: str) -> None:
    found = draft(text)
    claim = found.claim("safe")
    assert claim.content == content
    assert claim.quotation == "indirect"
    assert found.source("safe") == source


def test_a_direct_quotation_is_verbatim_and_knows_its_speaker() -> None:
    text = "“We will rebuild every house,” said Odile Renn, the mayor. “It will take a year.”"
    claim = draft(text).claim("rebuild")
    assert claim.quotation == "direct"
    assert claim.cue == "said"
    assert all(part in text for part in claim.content.split(" … "))
    assert draft(text).source("rebuild") == "Odile Renn"


def test_a_quotation_over_several_sentences_is_one_claim() -> None:
    found = draft('"The road is gone. The school is gone. We start again," Odile Renn said.')
    assert [c.content for c in found.claims] == ["The road is gone. The school is gone. We start again"]


def test_a_pronoun_and_a_conjoined_verb_have_the_subject_of_before() -> None:
    found = draft("Odile Renn opened the hall. She said it was overdue, but warned the roof leaked.")
    assert found.source("overdue") == "Odile Renn"
    assert found.source("roof leaked") == "Odile Renn"


def test_nested_speech_gives_a_claim_to_each_speaker() -> None:
    found = draft("Odile Renn said the engineer Tomas Weil believes that the pillar cracked in March.")
    assert found.source("The pillar cracked") == "Tomas Weil"
    assert any(found.names([c.source_id]) == ["Odile Renn"] for c in found.claims if c.source_id)


def test_a_pronoun_for_the_speaker_gives_way_to_the_name() -> None:
    assert (
        draft("Odile Renn said she would resign in May.").claim("resign").content
        == "Odile Renn would resign in May."
    )


def test_a_pronoun_for_speakers_without_a_name_gives_way_to_their_description() -> None:
    assert draft("Two witnesses said they saw smoke.").claim("smoke").content == "Two witnesses saw smoke."


def test_partly_quoted_words_are_mixed() -> None:
    claim = draft('Odile Renn said the plan was "a gift to speculators" and should be dropped.').claim("gift")
    assert claim.quotation == "mixed"


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Odile Renn said the bridge was safe.", "certain"),
        ("Odile Renn said the bridge might close.", "possible"),
        ("Odile Renn said the bridge would probably close.", "probable"),
        ("Odile Renn believes that the bridge is safe.", "probable"),
    ],
)
def test_certainty_follows_modals_and_hedges(text: str, certainty: str) -> None:
    assert draft(text).claim("bridge").certainty == certainty


@pytest.mark.parametrize(
    "text",
    [
        "The report was published on Monday.",
        "The United States and Canada share a lake.",
        "His claims were filed in a drawer.",
        "She read “The Long Way Home” on the train.",
    ],
)
def test_what_only_looks_like_a_cue_makes_no_claim(text: str) -> None:
    assert draft(text).claims == []


@pytest.mark.parametrize(
    ("text", "content", "source"),
    [
        ("Odile Renn is confident that the bridge is safe.", "The bridge is safe.", "Odile Renn"),
        (
            "Critics rejected Odile Renn’s claim that the bridge was safe.",
            "The bridge was safe.",
            "Odile Renn",
        ),
        ("Odile Renn ruled out a safe bridge.", "Odile Renn ruled out a safe bridge.", "Odile Renn"),
        ("Odile Renn put the cost of a safe bridge at a million euros.", None, "Odile Renn"),
        (
            "Traffic stopped on Monday, with Odile Renn saying the bridge was safe.",
            "The bridge was safe.",
            "Odile Renn",
        ),
        (
            "Engineers closed the bridge, which Odile Renn said was safe.",
            "The bridge was safe.",
            "Odile Renn",
        ),
        ("The bridge was safe, Odile Renn told reporters on Monday, but nobody used it.", None, "Odile Renn"),
    ],
)
def test_other_ways_to_attribute(text: str, content: str | None, source: str) -> None:
    found = draft(text)
    assert found.source("safe") == source
    assert content is None or found.claim("safe").content == content


def test_a_quotation_without_a_cue_is_of_whom_the_sentence_before_lets_speak() -> None:
    found = draft("Odile Renn said she was tired of the mill.\n\n“It has cost us ten years of work.”")
    assert found.source("ten years") == "Odile Renn"


def test_what_a_passive_tells_is_not_said_by_its_subject() -> None:
    found = draft("The workers were told that the mill would close.")
    assert "The workers" not in {found.source(claim.content) for claim in found.claims}


def test_what_is_denied_nobody_claims() -> None:
    found = draft("Odile Renn denied that she was afraid that the bridge would fall.")
    assert [claim.cue for claim in found.claims] == ["denied"]


def test_what_somebody_did_not_say_is_no_claim() -> None:
    drafted = draft("The minister did not say that the bridge was safe. He said that it would be closed.")
    claims = [d.record for d in drafted.records if d.section == "claims"]
    assert [getattr(claim, "cue", None) for claim in claims] == ["said"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Odile Renn denied that the mill had been sold.", "The mill had not been sold."),
        ("Odile Renn denied a report that the mill was for sale.", "The mill was not for sale."),
        ("Odile Renn denied that nobody was told.", "Odile Renn denied that nobody was told."),
    ],
)
def test_a_denial_is_worded_as_one(text: str, content: str) -> None:
    assert [claim.content for claim in draft(text).claims] == [content]


def test_a_scare_quote_beside_what_somebody_said_is_no_claim_of_another() -> None:
    found = draft(
        '"The harbour was the last reason to stay," said Ines Lodd, an analyst at Tarrow Bank, which cut its '
        'rating to "hold".'
    )
    assert [(c.cue, found.names([c.source_id])) for c in found.claims] == [("said", ["Ines Lodd"])]
