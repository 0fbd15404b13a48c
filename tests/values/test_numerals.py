import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.values.numerals import find_numbers, precision, tolerance


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("18,640", 18_640),
        ("3.4 million", 3_400_000),
        ("7bn", 7e9),
        ("650k", 650_000),
        ("$40m", 40e6),
        ("12 000", 12_000),
        ("4\u202f500\u202f000", 4_500_000),
        ("2.450.000", 2_450_000),
        ("6,5", 6.5),
        ("3,20,000", 320_000),
        (".75", 0.75),
        ("forty-two", 42),
        ("nineteen hundred", 1900),
        ("two hundred and six thousand", 206_000),
        ("a million", 1e6),
        ("half a billion", 5e8),
        ("half a dozen", 6),
        ("three dozen", 36),
        ("a couple of", 2),
        ("two and a half thousand", 2500),
        ("a quarter of a million", 250_000),
        ("three-quarters", 0.75),
        ("4½", 4.5),
        ("6 hundred million", 6e8),
        ("3 lakh", 3e5),
    ],
)
def test_digits_and_words_say_a_number(written, value):
    (number,) = find_numbers(written)
    assert number.value == pytest.approx(value)
    assert (number.start, number.end - (written[0] == "$")) in ((0, len(written)), (1, len(written) - 1))


@pytest.mark.parametrize(
    "text", ["the 7th attempt", "an F-35", "covered by G7", "release 4.18.2", "a third man", "second half"]
)
def test_ordinals_names_and_versions_are_no_numbers(text):
    assert find_numbers(text) == []


def test_a_number_is_the_whole_of_its_digits():
    assert [n.value for n in find_numbers("of 87,310 and 310")] == [87_310, 310]


@pytest.mark.parametrize(
    ("text", "value"),
    [("a 60m wall", 60), ("60m people", 60e6), ("60m long", 60), ("€60m", 60e6), ("60m tonnes", 60e6)],
)
def test_an_m_is_metres_unless_money_or_a_noun_makes_it_million(text, value):
    assert [n.value for n in find_numbers(text)] == [value]


def test_vague_plurals_are_lower_bounds():
    dozens, thousands = find_numbers("dozens fled, tens of thousands stayed")
    assert (dozens.value, dozens.vague) == (12, True)
    assert (thousands.value, thousands.vague) == (10_000, True)


def test_the_last_stated_digit_tells_what_rounding_leaves_open():
    assert precision("4.6bn") == pytest.approx(1e8)
    assert tolerance("4.6bn") == pytest.approx(5e7)
    assert tolerance("310 people") == 0.5
    assert tolerance("nobody") is None


@given(st.integers(0, 10**12))
def test_every_integer_is_read_back(n):
    assert [x.value for x in find_numbers(f"{n:,}")] == [n]
    assert [x.value for x in find_numbers(f"say {n} now")] == [n]


@given(st.decimals(0, 10**6, places=2))
def test_every_decimal_is_read_back(d):
    (number,) = find_numbers(f"{d:,}")
    assert number.value == pytest.approx(float(d))
    assert number.step == pytest.approx(0.01)
