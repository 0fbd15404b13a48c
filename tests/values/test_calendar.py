from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.values.calendar import dates_agree, days_of, iso_month, iso_quarter, iso_week

days = st.dates(date(1500, 1, 1), date(2200, 12, 31))


@given(days)
def test_a_day_agrees_with_everything_that_holds_it(day):
    for wider in (day.isoformat(), iso_week(day), day.isoformat()[:7], day.isoformat()[:4]):
        assert dates_agree(day.isoformat(), wider)
        assert dates_agree(wider, day.isoformat())


@given(days, days)
def test_two_days_agree_only_if_they_are_one(a, b):
    assert dates_agree(a.isoformat(), b.isoformat()) == (a == b)


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        ("2021-W13", "2021-04", True),  # four of its days
        ("2021-W13", "2021-03", False),
        ("2021-07/2021-09", "2021-08-15", True),
        ("2021-07/2021-09", "2021", True),
        ("2021-07/2021-09", "2021-10", False),
        ("2021-02-30", "2021-02", False),
        ("", "2021", False),
        ("2022/2021", "2021", False),
    ],
)
def test_agreement_is_judged_at_the_coarser_resolution(a, b, agree):
    assert dates_agree(a, b) is agree
    assert dates_agree(b, a) is agree


@given(st.text())
def test_what_is_no_iso_value_has_no_days(text):
    assert days_of(text) is None or text[:4].isdigit()


def test_months_and_quarters_carry_over_the_year():
    assert (iso_month(2021, 0), iso_month(2021, 13)) == ("2020-12", "2022-01")
    assert (iso_quarter(2021, 0), iso_quarter(2021, 2)) == ("2020-10/2020-12", "2021-04/2021-06")
