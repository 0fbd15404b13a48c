"""Locating quotes: what counts as found, what never does, and offsets that are always exact."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarizer import locate
from summarizer.grounding import Locator
from summarizer.language.folding import fold

TEXT = (
    "The harbour authority said on Monday that it will not close the northern quay this winter. "
    "“We have 41,250 people on the list,” Marta Oyelaran said — “and they can’t wait.”\n"
    "Fares rose by 12.5 percent to €3 billion, according to the authority. "
    "Oyelaran, who led the authority for twenty-five years, denied that 3 workers had died."
)


def found(quote: str, text: str = TEXT) -> str | None:
    (evidence,) = locate(text, [quote])
    if evidence is not None:
        assert text[evidence.start : evidence.end] == evidence.quote
    return evidence and evidence.quote


@pytest.mark.parametrize(
    ("quote", "match"),
    [
        ("it will not close the northern quay", "exact"),
        ("IT WILL NOT CLOSE THE NORTHERN QUAY", "folded"),
        ("it will\n not  close the\tnorthern quay", "folded"),
        ('"We have 41,250 people on the list,"', "folded"),
        ("they can't wait", "folded"),
        ("said -- “and", None),
        ("said - “and", "folded"),
        ("nor\u00adthern qu\u200bay", "folded"),
        ("ﬁrst", None),
        ("ｎｏｒｔｈｅｒｎ quay", "folded"),
        ("will not close the quay this winter", "fuzzy"),
        ("will not close the northern pier this winter", "fuzzy"),
        ("that it will not close the northern quays this winter", "fuzzy"),
    ],
)
def test_the_strictest_way_that_finds_a_quote_is_told(quote: str, match: str | None) -> None:
    (evidence,) = locate(TEXT, [quote])
    assert (evidence and evidence.match) == match


@pytest.mark.parametrize(
    "quote",
    [
        "250 people on the list",
        "5 percent",
        "it will close the northern quay this winter",
        "will close the northern quay",
        "41,251 people on the list",
        "8 workers had died",
        "denied that 8 workers had died",
        "€3",
        "they can",
        "that it will.",
        "five years",
        "twenty",
        "Fares fell by 12.5 percent to €3 billion",
        "Fares rose by 2.5 percent",
        "north",
        "The harbour authority opened a canteen for its pensioners",
        "",
        "  ",
        "…",
        "the",
    ],
)
def test_what_the_text_does_not_say_is_not_found(quote: str) -> None:
    assert found(quote) is None or quote == "the"


def test_an_ellipsis_gives_one_passage_or_its_pieces() -> None:
    quote = "The harbour authority said […] it will not close ... this winter"
    assert found(quote) == TEXT[: TEXT.index("this winter") + len("this winter")]
    pieces = Locator(TEXT).find(quote)
    assert [piece.quote for piece in pieces] == [
        "The harbour authority said",
        "it will not close",
        "this winter",
    ]
    assert found("this winter ... The harbour authority") is None, "parts out of order are not a quote"


def test_an_ellipsis_leaves_something_out_and_no_more_than_it_must() -> None:
    text = "The pier is old. The pier is closed, the mayor said. The pier is closed until May, she said."
    assert found("The pier … the mayor", text) == "The pier is closed, the mayor"
    assert found("the mayor … said", "So the mayor said.") == "the mayor said", "nothing else follows"
    assert found("The pier is closed ... she said", text) == "The pier is closed until May, she said"
    spaced = "The pier is  closed until May. The pier is closed until June."
    assert found("pier … closed until May", spaced) == "pier is  closed until May"
    twice = "First, not all of them came. Second, not all of them stayed."
    assert (
        found("First, [...] not all of them", twice) == "First, not all of them came. Second, not all of them"
    )


@pytest.mark.parametrize(
    ("quote", "text", "there"),
    [
        ("11", "The council voted 11-9 for it", True),
        ("9", "The council voted 11–9 for it", True),
        ("10 percent", "a rise of 5-10 percent", False),
        ("11", "on 2031-11-09", False),
        ("3", "they lost 4-3-2", False),
        ("1", "they won 11-9", False),
        ("sold well [10,13,25]", "the book sold well [10,13,24]", False),
    ],
)
def test_the_numbers_of_a_score_stand_each_for_itself(quote: str, text: str, there: bool) -> None:
    assert found(quote, text) == (quote if there else None)


def test_dots_that_stand_in_the_text_are_no_ellipsis() -> None:
    assert found("and ... nothing", "He waited and ... nothing came.") == "and ... nothing"


def test_a_word_that_stands_often_is_found_where_the_other_evidence_is() -> None:
    name = TEXT.rindex("Oyelaran")
    passage = "Oyelaran, who led the authority for twenty-five years"
    for quotes in ([passage, "Oyelaran"], ["Oyelaran", passage]):
        answer = dict(zip(quotes, locate(TEXT, quotes), strict=True))
        assert answer["Oyelaran"] is not None
        assert answer["Oyelaran"].start == name
    assert found("Oyelaran") == "Oyelaran"
    assert locate(TEXT, ["Oyelaran"])[0].start == TEXT.index("Oyelaran")  # type: ignore[union-attr]


def test_repeated_passages_give_way_to_the_first() -> None:
    text = "Snow fell in Aldgrove. Roads closed.\nSnow fell in Aldgrove. Roads closed."
    half = text.index("\n") + 1
    locator = Locator(text, repeats=[(half, len(text))])
    assert [e.start for e in locator.find("Roads closed", near=[(len(text) - 1, len(text))])] == [
        text.index("Roads")
    ]
    assert len(locator.mentions("Aldgrove", 5)) == 1
    assert locator.first_copy(half, half + 4).start == 0


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("他说，双方将于周四签署协议。", "双方将于周四签署"),
        ("東京都は１２日、新しい計画を発表した。", "12日、新しい計画"),
        ("한국은행은 기준금리를 동결했다.", unicodedata.normalize("NFD", "기준금리를 동결했다")),
        (unicodedata.normalize("NFD", "한국은행은 기준금리를 동결했다."), "기준금리를 동결했다"),
        ("قال الوزير إن المحادثات ستستأنف يوم الأحد.", "المحادثات ستستأنف"),
        ("Cafe\u0301 owners met in Zu\u0308rich.", "Café owners met in Zürich"),
        ("\ufeffThe mayor\r\nresigned.", "The mayor resigned"),
        ("\u200fהשר אמר\u200f כי ההסכם נחתם", "השר אמר כי ההסכם"),
        ("They won 🏆🇳🇴 again.", "won 🏆🇳🇴 again"),
    ],
)
def test_any_script_is_found_with_exact_offsets(text: str, quote: str) -> None:
    answer = found(quote, text)
    assert answer is not None
    assert fold(answer) == fold(quote)


def test_a_character_is_never_cut_from_its_accents() -> None:
    assert found("Cafe", "Cafe\u0301 owners") is None
    assert found("us", "the U\u0308s") is None


@settings(deadline=None)
@given(st.text(), st.integers(0, 60), st.integers(1, 40))
@example("a\u0301b", 0, 1)
@example("\u1100\u1161\u11a8 \u1112\u1161\u11ab", 0, 3)
@example("ﬁﬁﬁ", 1, 1)
@example("İstanbul İzmir", 0, 8)
def test_every_answer_is_the_passage_at_its_offsets(text: str, start: int, length: int) -> None:
    quote = text[start : start + length]
    for evidence in locate(text, [quote, quote.upper(), f"{quote}…{quote}"]):
        if evidence is not None:
            assert 0 <= evidence.start < evidence.end <= len(text)
            assert text[evidence.start : evidence.end] == evidence.quote


words = st.lists(
    st.text(st.characters(categories=["Ll", "Lu", "Lo", "Nd"]), min_size=1, max_size=6),
    min_size=1,
    max_size=12,
)


@settings(deadline=None)
@given(words, st.data())
def test_whole_words_of_a_text_are_always_found(tokens: list[str], data: st.DataObject) -> None:
    text = " ".join(tokens)
    first = data.draw(st.integers(0, len(tokens) - 1))
    last = data.draw(st.integers(first + 1, len(tokens)))
    quote = " ".join(tokens[first:last])
    (evidence,) = locate(text, [quote])
    if evidence is None:
        # Only a number that goes on in the next word ("5 million") may hide one.
        assert any(char.isdigit() for char in text)
    else:
        assert evidence.quote == quote


@settings(deadline=None)
@given(st.permutations(["Oyelaran", "authority", "41,250 people", "this winter", "the authority"]))
def test_the_order_of_the_quotes_makes_no_difference(quotes: list[str]) -> None:
    answers = dict(zip(quotes, locate(TEXT, quotes), strict=True))
    assert answers == {quote: answers[quote] for quote in sorted(quotes)}
    assert list(answers.values()) == [locate(TEXT, sorted(quotes))[sorted(quotes).index(q)] for q in quotes]


def test_a_string_is_no_list_of_quotes() -> None:
    with pytest.raises(TypeError, match="list of strings"):
        locate("The court sat.", "The court")
