"""Calendar values: ISO 8601 days, weeks, months, years and intervals as strings, and their arithmetic."""

from __future__ import annotations

import calendar
import datetime
import re
from functools import lru_cache

_VALUE = re.compile(r"(\d{4})(?:-W(\d\d)|-(\d\d)(?:-(\d\d))?)?")

Day = datetime.date


def iso_week(day: Day) -> str:
    """The ISO week of a day: "2020-W47"."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def iso_month(year: int, month: int) -> str:
    """A month by its number, which may lie outside 1 to 12: month 0 is last December."""
    years, index = divmod(year * 12 + month - 1, 12)
    return f"{years:04d}-{index + 1:02d}"


def iso_year(year: int) -> str:
    """A year, four digits."""
    return f"{year:04d}"


def iso_quarter(year: int, quarter: int) -> str:
    """A quarter as an interval of months, for ISO 8601 has no quarters: "2020-07/2020-09"."""
    years, index = divmod(year * 4 + quarter - 1, 4)
    return f"{years:04d}-{index * 3 + 1:02d}/{years:04d}-{index * 3 + 3:02d}"


def make_day(year: int, month: int, day: int) -> Day | None:
    """The day, or None if the calendar has no such day."""
    try:
        return Day(year, month, day)
    except ValueError:
        return None


def shift_days(day: Day, days: int) -> Day | None:
    """The day so many days later; None outside the calendar's years 1 to 9999."""
    try:
        return day + datetime.timedelta(days=days)
    except OverflowError:
        return None


@lru_cache(maxsize=4096)
def days_of(value: str) -> tuple[Day, Day] | None:
    """First and last day of an ISO value; None if it is not one.

    >>> days_of("2020-02")
    (datetime.date(2020, 2, 1), datetime.date(2020, 2, 29))
    """
    first, _, last = value.partition("/")
    begin, finish = _days_of_point(first), _days_of_point(last or first)
    if begin is None or finish is None or begin[0] > finish[1]:
        return None
    return begin[0], finish[1]


def _days_of_point(value: str) -> tuple[Day, Day] | None:
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    year = int(match[1])
    try:
        if match[2]:
            monday = Day.fromisocalendar(year, int(match[2]), 1)
            return monday, monday + datetime.timedelta(days=6)
        if match[4]:
            day = Day(year, int(match[3]), int(match[4]))
            return day, day
        if match[3]:
            month = int(match[3])
            return Day(year, month, 1), Day(year, month, calendar.monthrange(year, month)[1])
        return Day(year, 1, 1), Day(year, 12, 31)
    except (ValueError, OverflowError):
        return None


def dates_agree(a: str, b: str) -> bool:
    """Whether two ISO values can mean the same time, judged at the coarser of their resolutions.

    A day agrees with its week, month and year. Where neither holds the other whole, as a week that
    runs into the next month, the shorter must lie in the longer by half at least.
    """
    first, second = days_of(a), days_of(b)
    if first is None or second is None:
        return False
    shared = (min(first[1], second[1]) - max(first[0], second[0])).days + 1
    shorter = min((span[1] - span[0]).days + 1 for span in (first, second))
    return 2 * shared >= shorter
