"""What a date expression means, given the day of writing: its kind and its parts to an ISO value."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from summarizer.values.calendar import (
    iso_month,
    iso_quarter,
    iso_week,
    iso_year,
    make_day,
    shift_days,
)
from summarizer.values.date_grammar import COUNTS, ORDINALS, day_number, form, month_number, weekday_number

Day = datetime.date

Tense = Literal["past", "future"]
_WINDOW = 100
_CLAUSE = re.compile(r"(?<![ap]\.m)(?<!\b[A-Z])[.!?](?=\s+[\"“'‘]?[A-Z])|[;:]\s|\n\n")
_TENSE = re.compile(
    r"\b(?:(?P<future>(?<!had been )(?:will|shall|would|'ll|(?:is|are|was|were) to|to be \w+|due|"
    r"scheduled|set (?:to|for)|"
    r"expect(?:s|ed)?|plan(?:s|ned|ning)?|going to|upcoming|coming|deadline|begins|starts|opens|"
    r"expires|takes effect|"
    r"intends?|supposed|payable|effective|(?<!scheduled )(?<!expected )to (?:resume|start|begin|meet|"
    r"take|hold|vote|expire|open)))"
    r"|(?P<past>(?<!\bbe )(?:said|says|told|was|were|had|has|have|did|began|took|came|went|fell|rose|"
    r"met|made|held|won|lost|"
    r"broke|shot|led|left|sent|wrote|found|since|(?!need|hundred|indeed|speed|feed|exceed|proceed)[a-z]{3,}ed)))\b"
)
_LIMIT = re.compile(
    r"\b(?:(?:by|until|till|no later than|payable|effective|of record|due|next)\s(?:the\s)?|"
    r"(?:ahead of|before)\s(?:(?:the|its|their|a)\s)?(?:\w{1,20}['’]s\s)?)"
    r"(?:\d{1,2}(?::\d\d)?\s?[ap]\.?m\.?,?\s(?:[A-Z]{2,4},?\s)?)?\Z"
)
_NOUN_AFTER = re.compile(
    r"\s(?!(?:in|of|at|on|and|or|when|as|to|for|with|by|that|before|after|is|was|if|but|will|he|she|they)\b)[a-z]"
)
_NAMED_YEAR = re.compile(r",?\s(?:of\s)?(last|this|next)\syear\b", re.IGNORECASE)
_INDEFINITE = re.compile(r"\b(?:an?|every|each|any|some|one)\s\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """Where an expression stands, the day of writing, and the tense, if it is known from elsewhere."""

    text: str
    start: int
    end: int
    published: Day | None
    known_tense: Tense | None = None

    def before(self, length: int) -> str:
        return self.text[max(0, self.start - length) : self.start]

    def tense(self) -> str | None:
        """Whether the clause speaks of the "past" or the "future"; None if it does not tell.

        The nearest verb before the expression tells ("will meet on Monday"); without one, the first
        after it ("On Monday the court will rule").
        """
        if self.known_tense:
            return self.known_tense
        before = self.before(_WINDOW)
        if _LIMIT.search(before):
            return "future"
        *_, last = None, *_TENSE.finditer(_CLAUSE.split(before)[-1])
        if last is None:
            after = self.text[self.end : self.end + _WINDOW]
            last = _TENSE.search(_CLAUSE.split(after)[0])
        return last.lastgroup if last else None

    def future(self) -> bool:
        return self.tense() == "future"


def resolve(kind: str, context: Context) -> str | None:
    """The ISO value of the expression of that kind; None where it cannot be told."""
    match = form(kind).match(context.text, context.start, context.end)
    return _RESOLVERS[kind](match, context) if match else None


def _iso(day: Day | None) -> str | None:
    return day.isoformat() if day else None


def _near(month: int, day: int, context: Context, weekday: str | None = None) -> Day | None:
    """A day without a year: the latest one or the next, or that of the year behind it ("last year").

    Where its weekday is named too, the nearest year in which it falls on that weekday.
    """
    published = context.published
    if published is None:
        return None
    if named := _NAMED_YEAR.match(context.text, context.end):
        return make_day(published.year + _OFFSETS[named[1].lower()], month, day)
    years = (published.year, published.year - 1, published.year + 1)
    days = [d for year in years if (d := make_day(year, month, day))]
    if weekday:
        days = [d for d in days if d.weekday() == weekday_number(weekday) - 1]
        return min(days, key=lambda d: abs((d - published).days), default=None)
    past = max((d for d in days if d <= published), default=None)
    ahead = min((d for d in days if d >= published), default=None)
    return _meant(past, ahead, published, context.tense())


def _meant(past: Day | None, ahead: Day | None, published: Day, tense: str | None) -> Day | None:
    """Of the latest day and the next one, the one that the clause means.

    Without a tense it is the past one if that lies in the year of writing, since another year is
    usually named; otherwise the nearer.
    """
    if past is None or ahead is None or tense == "future":
        return ahead or past
    if tense == "past" or past.year == published.year:
        return past
    return min(past, ahead, key=lambda day: abs((day - published).days))


def _one_day(m: re.Match[str], c: Context) -> Day | None:
    month, day = month_number(m["m"]), day_number(m["d"])
    if m["y"]:
        return make_day(int(m["y"]), month, day)
    return _near(month, day, c, m.groupdict().get("w"))


def _iso_day(m: re.Match[str], c: Context) -> str | None:
    return _iso(make_day(*map(int, m[0][:10].split("-"))))


def _iso_week(m: re.Match[str], c: Context) -> str | None:
    return m[0] if 1 <= int(m[0][-2:]) <= 53 else None


def _numeric(m: re.Match[str], c: Context) -> str | None:
    """Slashed days and months only where one is past 12 or both are equal; dotted ones are day first."""
    a, b, last = (int(part) for part in re.split(r"[/.]", m[0]))
    if a > 31:
        return _iso(make_day(a, b, last))
    if "." in m[0] or a > 12:
        return _iso(make_day(last, b, a))
    return _iso(make_day(last, a, b)) if b > 12 or a == b else None


def _week_of(m: re.Match[str], c: Context) -> str | None:
    day = _one_day(m, c)
    return iso_week(day) if day else None


def _days(m: re.Match[str], c: Context) -> str | None:
    """From one day to another; a month or year that is written once holds for both."""
    parts = m.groupdict()
    months = (m["m"] or m["m2"], m["m2"] or m["m"])
    month, day = month_number(months[1]), day_number(m["d2"])
    last = make_day(int(m["y"]), month, day) if m["y"] else _near(month, day, c)
    if last is None:
        return None
    first_month, first_day = month_number(months[0]), day_number(m["d"] or parts["b"])
    first = make_day(last.year, first_month, first_day)
    if first and first > last:
        first = make_day(last.year - 1, first_month, first_day)
    return f"{first.isoformat()}/{last.isoformat()}" if first else None


_OFFSETS = {"last": -1, "this past": -1, "this": 0, "this coming": 1, "next": 1}


def _words(written: str | None) -> str:
    return " ".join((written or "").lower().split())


def _month_year(m: re.Match[str], c: Context) -> str | None:
    month = month_number(m["m"])
    if m["y"]:
        return iso_month(int(m["y"]), month)
    if c.published is None:
        return None
    return iso_month(c.published.year + _OFFSETS[_words(m["rel"]).split()[0]], month)


def _month(m: re.Match[str], c: Context) -> str | None:
    if c.published is None:
        return None
    which, month, now = _words(m["which"]), month_number(m["m"]), c.published
    if which == "this":
        return iso_month(now.year, month)
    if which in ("last", "this past"):
        return iso_month(now.year - (month >= now.month), month)
    if which:
        return iso_month(now.year + (month < now.month), month)
    past = Day(now.year - (month > now.month), month, 1)
    ahead = Day(now.year + (month < now.month), month, 1)
    return (_meant(past, ahead, now.replace(day=1), c.tense()) or past).isoformat()[:7]


def _quarter(m: re.Match[str], c: Context) -> str | None:
    quarter = int(m["n"]) if m["n"] else ORDINALS.index(m["nth"].lower()) + 1
    if year := m["y0"] or m["y"]:
        return iso_quarter(int(year), quarter)
    if c.published is None:
        return None
    if m["rel"]:
        return iso_quarter(c.published.year + _OFFSETS[_words(m["rel"]).split()[1]], quarter)
    begun = quarter * 3 - 2 <= c.published.month
    return iso_quarter(c.published.year - (not begun and not c.future()), quarter)


def _years(m: re.Match[str], c: Context) -> str | None:
    first, last = m["y"], m["y2"]
    last = first[:2] + last if len(last) == 2 else last
    return f"{first}/{last}" if int(first) < int(last) else None


def _decade(m: re.Match[str], c: Context) -> str:
    ten = (m["century"] or "19") + m["ten"]
    return f"{ten}0/{ten}9"


def _century(m: re.Match[str], c: Context) -> str:
    last = int(m["n"]) * 100
    return f"{last - 99}/{last}"


def _year(m: re.Match[str], c: Context) -> str:
    return m["y"]


def _shifted(published: Day, unit: str, offset: int) -> str | None:
    """The day, week, weekend, month, quarter or year so many later, in that resolution."""
    if unit == "year":
        return iso_year(published.year + offset) if 0 < published.year + offset < 10000 else None
    if unit == "month":
        return iso_month(published.year, published.month + offset)
    if unit == "quarter":
        return iso_quarter(published.year, (published.month - 1) // 3 + 1 + offset)
    day = shift_days(published, offset if unit == "day" else 7 * offset)
    if day and unit == "weekend":
        saturday = shift_days(day, 5 - day.weekday())
        sunday = shift_days(day, 6 - day.weekday())
        return f"{saturday}/{sunday}" if saturday and sunday else None
    return iso_week(day) if day and unit == "week" else _iso(day)


def _relative(m: re.Match[str], c: Context) -> str | None:
    if c.published is None:
        return None
    if m["over"] and not c.future():
        return _shifted(c.published, "weekend", -(c.published.weekday() < 5))
    return _shifted(c.published, (m["unit"] or "weekend").lower(), _OFFSETS[_words(m["which"] or "this")])


def _end_of(m: re.Match[str], c: Context) -> str | None:
    return _shifted(c.published, (m["unit"] or "year").lower(), 0) if c.published else None


def _year_ago(m: re.Match[str], c: Context) -> str | None:
    return _shifted(c.published, "year", -1) if c.published else None


def _away(m: re.Match[str], c: Context) -> str | None:
    """ "three days ago", "in two years": as precise as the unit that is counted."""
    if c.published is None:
        return None
    written = _words(m["n"])
    count = COUNTS[written] if written in COUNTS else int(written)
    unit = m["unit"].rstrip("s")
    if unit == "decade":
        return None
    ahead = bool(m.groupdict().get("in"))
    return _shifted(c.published, unit, count if ahead else -count)


def _is_any(c: Context) -> bool:
    """Whether a weekday is any such day: "on a Thursday in May", not "in a Thursday interview"."""
    return bool(_INDEFINITE.search(c.before(8)) and not _NOUN_AFTER.match(c.text, c.end))


def _weekday(m: re.Match[str], c: Context) -> str | None:
    published = c.published
    if published is None or _is_any(c):
        return None
    back = (published.weekday() - weekday_number(m["w"]) + 1) % 7
    ahead = -back % 7
    which = _words(m["which"])
    if which in ("last", "this past"):
        days = -(back or 7)
    elif which == "next":
        days = ahead or 7
    else:
        days = ahead if which.startswith("this") or c.future() else -back
    return _iso(shift_days(published, days))


_DEICTIC = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}


def _deictic(m: re.Match[str], c: Context) -> str | None:
    if c.published is None:
        return None
    return _iso(shift_days(c.published, _DEICTIC.get(_words(m[0]), 0)))


_RESOLVERS: dict[str, Callable[[re.Match[str], Context], str | None]] = {
    "iso_day": _iso_day,
    "iso_week": _iso_week,
    "numeric": _numeric,
    "week_of": _week_of,
    "month_days": _days,
    "days_month": _days,
    "month_day": lambda m, c: _iso(_one_day(m, c)),
    "day_month": lambda m, c: _iso(_one_day(m, c)),
    "month_year": _month_year,
    "month": _month,
    "quarter": _quarter,
    "years": _years,
    "decade": _decade,
    "century": _century,
    "year": _year,
    "night": _deictic,
    "relative": _relative,
    "end_of": _end_of,
    "year_ago": _year_ago,
    "ago": _away,
    "ahead": _away,
    "weekday": _weekday,
    "deictic": _deictic,
}
