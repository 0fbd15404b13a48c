"""Any text: nothing is raised, spans lie in the text and in order, and time grows with length only."""

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarizer.values.dates import find_dates, read_date
from summarizer.values.numerals import find_numbers
from summarizer.values.quantities import find_quantities, read_quantity

PIECES = """1 12 300 1,000 2.5 2019 ½ 1/2 $ € % - – , . ' " ( ) : / of and to a an one two half third
dozen hundred million bn m k kg people soldiers May March Monday Jan. 3 2020-02-30 in last
next week year ago at least about between from per °C US no minus 9 a.m. 5-4 Q3 the 1990s
end 99999999999999999999999 é 漢 ١٢ ² 😀""".split()
PIECES += ["\n", "\t", "\u00a0", ""]
passages = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join) | st.lists(
    st.sampled_from(PIECES)
).map("".join)


@example("5₪6", None)
@given(st.text() | passages, st.none() | st.dates())
def test_any_text_can_be_read(text, published):
    for spans in (find_numbers(text), find_quantities(text), find_dates(text, published)):
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))
    read_quantity(text)


@given(passages)
def test_values_are_finite_and_ordered(text):
    for quantity in find_quantities(text):
        known = [v for v in (quantity.low, quantity.value, quantity.high) if v is not None]
        assert all(abs(v) < 1e60 for v in known)
        assert known == sorted(known)


@given(passages)
def test_dates_are_found_alike_with_and_without_a_day_of_writing(text):
    spans = [(d.start, d.end) for d in find_dates(text)]
    assert spans == [(d.start, d.end) for d in find_dates(text, date(2021, 5, 5))]


@given(passages, st.integers(0, 40), st.integers(0, 40))
def test_a_passage_stays_within_its_bounds(text, a, b):
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    for span in [*find_quantities(text, start, end), *find_dates(text, None, start, end)]:
        assert start <= span.start < span.end <= end


@settings(deadline=None)  # the first surface that looks foreign loads dateparser
@given(st.text(max_size=12) | passages)
def test_a_surface_can_be_read_as_a_date(text):
    read_date(text)


@pytest.mark.parametrize(
    "unit",
    ["9", ",", " ", "A", '"', "1,", "111,", "1 ", "Nov 1-", "one-", "half ", "a ", "1/", "\n1. ", "+1 "],
)
def test_time_grows_with_length(unit):
    def seconds(length):
        text = (unit * length)[:length]
        started = time.process_time()
        find_quantities(text)
        find_dates(text, date(2021, 5, 5))
        return time.process_time() - started

    short = max(min(seconds(2_000) for _ in range(2)), 0.004)
    assert (
        min(seconds(16_000) for _ in range(2)) < 40 * short
    )  # eight times the length; quadratic would be 64
