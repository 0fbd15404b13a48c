"""Dates: the expressions that name a day, week, month, year or interval, resolved to ISO values.

What depends on the day of writing ("Thursday", "last month", "January 3") is resolved against
`published`, and without it stays unresolved: nothing is guessed.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from summarizer.values.calendar import (
    dates_agree,
    iso_month,
    iso_quarter,
    iso_week,
    iso_year,
    make_day,
    shift_days,
)

__all__ = ["DateExpression", "calendar_spans", "dates_agree", "find_dates", "read_date"]

Day = datetime.date

_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second
    twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth
    thirtieth thirty-first""".split()
_COUNTS = {w: i for i, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
_COUNTS |= {"a": 1, "an": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}

_full = "|".join(f"{m}|{m.upper()}" for m in _MONTHS)
_short = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\b\.?"
_ORD = "|".join(sorted(_ORDINALS, key=len, reverse=True))
M = rf"(?:(?:{_full})\b|{_short})"
MSAFE = "(?:" + "|".join(f"{m}|{m.upper()}" for m in _MONTHS if m not in ("March", "April", "May", "June", "August")) + r"|(?:Sept|Oct|Nov|Dec|Feb)\.)"
D = rf"(?:(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:/]\d)|(?:{_ORD})\b)"
Y = r"(?:(?:1[5-9]|20|21)\d\d(?![\w%]|[,.]\d))"
W = "(?:" + "|".join(_WEEKDAYS) + r"|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)(?:\.|(?=,)))"
PART = r"(?:(?i:early|mid|late|the (?:start|beginning|middle|end) of|the (?:first|second) half of)(?:[- ](?:in )?))"
DASH = r" ?(?:-|–|—|to|through|until|till) ?"
UNIT = r"(?:day|week|month|year|decade)s?"
COUNT = rf"(?:\d{{1,3}}|{'|'.join(_COUNTS)})"
YY = rf"(?:,? ?(?:of )?(?P<y>{Y}))"

_RULES: dict[str, str] = {
    "iso_day": r"(?<![\w-])\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])",
    "iso_week": r"\b\d{4}-W\d\d\b",
    "numeric": r"(?<![\w./-])(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}/\d\d/\d\d)(?![\w/]|\.\d)",
    "week_of": rf"(?i:the week (?:of|beginning|starting)) (?P<m>{M}) (?P<d>{D}){YY}?",
    "month_days": rf"\b(?P<m>{M}) (?P<d>{D})(?:{DASH}| and )(?:(?P<m2>{M}) )?(?P<d2>{D}){YY}?",
    "days_month": rf"\b(?P<d>{D})(?: (?P<m>{M}))?(?:{DASH}| and )(?P<d2>{D}) (?:of )?(?P<m2>{M}){YY}?",
    "month_day": rf"(?:\b(?:(?i:this coming|next|last|this) )?(?P<w>{W}),? )?\b(?P<m>{M}) (?P<d>{D}){YY}?",
    "day_month": rf"(?:\b(?P<w>{W}),? )?(?:the )?(?<![\d.,])\b(?P<d>{D}) (?:of )?(?P<m>{M}){YY}?",
    "month_year": rf"(?:\b{PART})?\b(?P<m>{M}),? (?:of )?(?:(?P<y>{Y})|(?P<rel>last year|this year|next year))",
    "month": rf"(?P<part>\b{PART})?(?P<which>\b(?i:last|this|next|this past|this coming) )?(?P<m>\b{M})(?!\w)",
    "quarter": rf"\b(?:(?:the )?(?P<y0>{Y}) )?(?:the )?(?:Q(?P<n>[1-4])|(?P<nth>(?i:first|second|third|fourth))[- ](?i:quarter))\b(?:{YY}|(?P<rel> of (?:this|last|next) year))?",
    "years": rf"(?<![\w$€£./-])(?P<y>{Y})(?:(?: and | to )|[-–—/])(?P<y2>{Y}|\d\d(?![\w%]|[.,]\d))",
    "decade": r"(?:(?:the )?(?:early|mid|late)[- ])?(?<![\w$€£.])(?P<century>1[5-9]|20)(?P<ten>\d)0['’]?s\b",
    "year": rf"(?P<part>\b{PART})?(?:\b(?:post|pre|mid)-)?(?<![\w$€£#./:+-])(?P<y>{Y})(?!-\d)",
    "relative": r"\b(?P<part>(?i:early|late|earlier|later|the end of|the start of) )?(?P<which>(?i:this|last|next|this past|this coming)) "
    r"(?P<unit>week|month|year|quarter|weekend|night|morning|afternoon|evening)\b",
    "end_of": r"\b(?i:(?:the )?end of the (?P<unit>year|month|week))\b|\b(?i:year[- ]end)\b",
    "ago": rf"\b(?:(?i:about|nearly|almost|more than|over|around|some) )?(?P<n>(?i:{COUNT})) (?P<unit>{UNIT}) ago\b",
    "weekday": rf"\b(?:(?P<which>(?i:last|next|this|this coming|this past)) )?(?P<w>{W})(?:['’]s)?(?: (?:morning|afternoon|evening|night))?",
    "deictic": r"\b(?i:the day before yesterday|the day after tomorrow|yesterday|today|tonight|tomorrow|last night)\b",
}
_COMPILED = {name: re.compile(pattern) for name, pattern in _RULES.items()}
_ANY = re.compile("|".join(f"(?P<{name}>{re.sub(r'[(][?]P<[a-z0-9]+>', '(?:', p)})" for name, p in _RULES.items()))


@dataclass(frozen=True, slots=True)
class DateExpression:
    """An expression of calendar time: `text[start:end]`.

    Attributes:
        value: ISO 8601 day, week, month, year or interval; None where it cannot be resolved.
    """

    start: int
    end: int
    value: str | None


@dataclass(frozen=True, slots=True)
class _Context:
    """What an expression is resolved against."""

    text: str
    start: int
    end: int
    published: Day | None

    def future(self) -> bool:
        """Whether the clause before the expression speaks of what is to come."""
        before = self.text[max(0, self.start - 100) : self.start]
        clause = _CLAUSE.split(before)[-1]
        cues = [m for m in _TENSE.finditer(clause)]
        return bool(cues) and cues[-1].lastgroup == "future"


_CLAUSE = re.compile(r"[.;:!?\n](?=\s)|\n")
_TENSE = re.compile(
    r"\b(?:(?P<future>(?i:will|shall|is to|are to|was to|were to|to be|due|scheduled|set (?:to|for)|expect(?:s|ed)?|"
    r"plan(?:s|ned|ning)?|going to|upcoming|coming|until|till|by|payable|effective|expires?|would|next|deadline|"
    r"to resume|to start|to begin|to meet|begins|starts|opens|takes effect|intends? to|no later than|of record))"
    r"|(?P<past>(?i:said|says|told|was|were|had|has|have|since|did|after|[a-z]{3,}ed|began|took|came|went|fell|rose|"
    r"met|made|held|won|lost|broke|shot|led|left|sent|wrote|found)))\b"
)


def find_dates(
    text: str, published: Day | None = None, start: int = 0, end: int | None = None
) -> list[DateExpression]:
    """The date expressions of `text[start:end]`, in order.

    Args:
        published: the day of writing, which relative expressions are resolved against. A weekday or
            a day without a year is the latest one, unless its clause speaks of the future.
    """
    end = len(text) if end is None else end
    return [
        DateExpression(s, e, _resolve(kind, _Context(text, s, e, published)))
        for kind, s, e in _scan(text, start, end)
    ]


def read_date(surface: str, published: Day | None = None) -> str | None:
    """The ISO value of the first date that `surface` names; None if there is none or it cannot be resolved."""
    found = find_dates(surface, published)
    return found[0].value if found else None


def calendar_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans whose digits belong to the calendar, so that they are not quantities."""
    return [(s, e) for kind, s, e in _scan(text, start, end) if kind != "ago"]


def _scan(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    found = []
    position = start
    while match := _ANY.search(text, position, end):
        position = match.end()
        kind = match.lastgroup
        assert kind is not None
        if kind not in _GUARDS or _GUARDS[kind](text, *match.span()):
            found.append((kind, *match.span()))
        else:
            position = _next_word(text, match.start(), match.end())
    return found


def _next_word(text: str, start: int, end: int) -> int:
    """Past the first word of a match that was refused, so that what follows it gets its chance."""
    space = text.find(" ", start, end)
    return end if space < 0 else space + 1


_MONTH_BEFORE = re.compile(r"\b(?:in|since|until|till|by|from|of|during|through|for|before|after|between|to|and|on|or|late|early)\s\Z")
_NAME_AFTER = re.compile(r"\s(?!I\b)[A-Z]\w+|['’]s\s[a-z]+\s(?:said|told)")


def _is_month(text: str, start: int, end: int) -> bool:
    """Whether a month without day or year is one: "in May", not "May said" or "April Smith"."""
    surface = text[start:end]
    if surface.rstrip(".") in ("Mar", "Jan", "Jun", "Jul", "Apr", "Aug", "Feb", "Sep", "Dec", "Oct", "Nov", "MAR", "MAY", "MARCH"):
        return False
    if " " in surface or "-" in surface:
        return True
    name_follows = bool(_NAME_AFTER.match(text, end))
    if re.fullmatch(MSAFE, surface):
        return not (name_follows and not _MONTH_BEFORE.search(text[max(0, start - 10) : start]))
    return bool(_MONTH_BEFORE.search(text[max(0, start - 10) : start])) and not name_follows


_COUNTED_AFTER = re.compile(
    r"\s?(?:%|percent|per cent|people|men|women|children|soldiers|troops|civilians|refugees|workers|jobs|homes|times|"
    r"dollars|euros|pounds|yen|miles|km|kilomet\w+|met(?:er|re)s|feet|tons|tonnes|years|days|hours|points|GMT|million|billion|"
    r"rpm|barrels|votes|employees|members|families|houses|students|protesters|demonstrators|police|police officers|cases)\b"
)
_COUNT_BEFORE = re.compile(
    r"(?:\b(?:about|some|nearly|almost|over|than|least|roughly|approximately|another|to|all|No\.|number)|[$€£¥])\s\Z", re.IGNORECASE
)
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|from|of|during|through|for|before|after|between|and|the|late|early|year|mid|to|around|about)\s\Z",
    re.IGNORECASE,
)


def _is_year(text: str, start: int, end: int) -> bool:
    if _COUNTED_AFTER.match(text, end):
        return False
    before = text[max(0, start - 16) : start]
    if re.match(r"\D*(?:1[5-8])", text[start:end]) and not _YEAR_BEFORE.search(before):
        return False
    return not (_COUNT_BEFORE.search(before) and re.search(r"[a-z]", text[end : end + 2]))


_GUARDS: dict[str, Callable[[str, int, int], bool]] = {"month": _is_month, "year": _is_year}


def _month_number(name: str) -> int:
    return [m[:3].lower() for m in _MONTHS].index(name[:3].lower()) + 1


def _day_number(written: str) -> int:
    word = written.lower()
    return _ORDINALS.index(word) + 1 if word in _ORDINALS else int(re.sub(r"\D", "", written))


def _resolve(kind: str, context: _Context) -> str | None:
    match = _COMPILED[kind].match(context.text, context.start, context.end)
    if match is None:  # a lookbehind of the joint expression saw what this one does not
        return None
    return _RESOLVERS[kind](match, context)


def _day_in_year(month: int, day: int, year: str | None, context: _Context) -> Day | None:
    """The day; without a year the latest one, or the next if the clause speaks of the future."""
    if year:
        return make_day(int(year), month, day)
    published = context.published
    if published is None:
        return None
    wanted = make_day(published.year, month, day)
    if context.future():
        return wanted if wanted and wanted >= published else make_day(published.year + 1, month, day)
    return wanted if wanted and wanted <= published else make_day(published.year - 1, month, day)


def _month_in_year(month: int, published: Day, future: bool) -> str:
    if future:
        return iso_month(published.year + (month < published.month), month)
    return iso_month(published.year - (month > published.month), month)


def _iso_day(m: re.Match[str], c: _Context) -> str | None:
    year, month, day = map(int, m[0][:10].split("-"))
    found = make_day(year, month, day)
    return found.isoformat() if found else None


def _numeric(m: re.Match[str], c: _Context) -> str | None:
    """Day and month only where one of them is past 12 or both are equal; a dotted date is day first."""
    a, b, last = (int(part) for part in re.split(r"[/.]", m[0]))
    if a > 31:
        found = make_day(a, b, last)
    elif "." in m[0] or a > 12:
        found = make_day(last, b, a)
    elif b > 12 or a == b:
        found = make_day(last, a, b)
    else:
        return None
    return found.isoformat() if found else None


def _one_day(m: re.Match[str], c: _Context) -> str | None:
    found = _day_in_year(_month_number(m["m"]), _day_number(m["d"]), m["y"], c)
    return found.isoformat() if found else None


def _week_of(m: re.Match[str], c: _Context) -> str | None:
    found = _day_in_year(_month_number(m["m"]), _day_number(m["d"]), m["y"], c)
    return iso_week(found) if found else None


def _days(m: re.Match[str], c: _Context) -> str | None:
    names = (m["m"] or m["m2"], m["m2"] or m["m"])
    last = _day_in_year(_month_number(names[1]), _day_number(m["d2"]), m["y"], c)
    if last is None:
        return None
    first = make_day(last.year, _month_number(names[0]), _day_number(m["d"]))
    if first and first > last:
        first = make_day(last.year - 1, first.month, first.day)
    return f"{first.isoformat()}/{last.isoformat()}" if first else None


def _month_year(m: re.Match[str], c: _Context) -> str | None:
    if m["y"]:
        return iso_month(int(m["y"]), _month_number(m["m"]))
    if c.published is None:
        return None
    offset = {"l": -1, "t": 0, "n": 1}[m["rel"][0]]
    return iso_month(c.published.year + offset, _month_number(m["m"]))


def _month(m: re.Match[str], c: _Context) -> str | None:
    if c.published is None:
        return None
    which, month = (m["which"] or "").strip().lower(), _month_number(m["m"])
    if which == "this":
        return iso_month(c.published.year, month)
    if which in ("last", "this past"):
        return iso_month(c.published.year - (month >= c.published.month), month)
    if which:
        return iso_month(c.published.year + (month <= c.published.month), month)
    return _month_in_year(month, c.published, c.future())


def _quarter(m: re.Match[str], c: _Context) -> str | None:
    quarter = int(m["n"]) if m["n"] else _ORDINALS.index(m["nth"].lower()) + 1
    year = m["y0"] or m["y"]
    if year:
        return iso_quarter(int(year), quarter)
    if c.published is None:
        return None
    if m["rel"]:
        return iso_quarter(c.published.year + {"t": 0, "l": -1, "n": 1}[m["rel"][4]], quarter)
    begun = (quarter - 1) * 3 + 1 <= c.published.month
    return iso_quarter(c.published.year - (not begun and not c.future()), quarter)


def _years(m: re.Match[str], c: _Context) -> str | None:
    first, last = m["y"], m["y2"]
    last = first[:2] + last if len(last) == 2 else last
    return f"{first}/{last}" if int(first) < int(last) else None


def _decade(m: re.Match[str], c: _Context) -> str:
    ten = m["century"] + m["ten"]
    return f"{ten}0/{ten}9"


def _year(m: re.Match[str], c: _Context) -> str:
    return iso_year(int(m["y"]))


def _relative(m: re.Match[str], c: _Context) -> str | None:
    if c.published is None:
        return None
    which = m["which"].lower()
    offset = {"this": 0, "this coming": 0, "last": -1, "this past": -1, "next": 1}[which]
    return _offset(c.published, m["unit"], offset)


def _offset(published: Day, unit: str, offset: int) -> str | None:
    if unit == "year":
        return iso_year(published.year + offset)
    if unit == "month":
        return iso_month(published.year, published.month + offset)
    if unit == "quarter":
        return iso_quarter(published.year, (published.month - 1) // 3 + 1 + offset)
    if unit in ("week", "weekend"):
        day = shift_days(published, 7 * offset)
        return iso_week(day) if day else None
    day = shift_days(published, offset)
    return day.isoformat() if day else None


def _end_of(m: re.Match[str], c: _Context) -> str | None:
    return None if c.published is None else _offset(c.published, m["unit"] or "year", 0)


def _ago(m: re.Match[str], c: _Context) -> str | None:
    if c.published is None:
        return None
    written = m["n"].lower()
    count = _COUNTS[written] if written in _COUNTS else int(written)
    unit = m["unit"].rstrip("s")
    if unit == "decade":
        unit, count = "year", count * 10
    if unit == "year" and count >= c.published.year:
        return None
    return _offset(c.published, unit, -count)


_INDEFINITE = re.compile(r"\b(?i:an?|every|each|any|some|one)\s\Z")


def _weekday(m: re.Match[str], c: _Context) -> str | None:
    if c.published is None or _INDEFINITE.search(c.text[max(0, m.start() - 8) : m.start()]):
        return None
    wanted = [w[:3] for w in _WEEKDAYS].index(m["w"][:3])
    which = (m["which"] or "").lower()
    back = (c.published.weekday() - wanted) % 7
    ahead = (7 - back) % 7
    if which == "last" or which == "this past":
        days = -(back or 7)
    elif which == "next":
        days = ahead or 7
    elif which.startswith("this") or c.future():
        days = ahead
    else:
        days = -back
    day = shift_days(c.published, days)
    return day.isoformat() if day else None


def _deictic(m: re.Match[str], c: _Context) -> str | None:
    if c.published is None:
        return None
    words = m[0].lower()
    days = {"yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "tomorrow": 1}.get(words)
    if days is None:
        days = -2 if "before" in words else 2
    day = shift_days(c.published, days)
    return day.isoformat() if day else None


_RESOLVERS: dict[str, Callable[[re.Match[str], _Context], str | None]] = {
    "iso_day": _iso_day, "iso_week": lambda m, c: m[0], "numeric": _numeric, "week_of": _week_of,
    "month_days": _days, "days_month": _days, "month_day": _one_day, "day_month": _one_day,
    "month_year": _month_year, "month": _month, "quarter": _quarter, "years": _years, "decade": _decade,
    "year": _year, "relative": _relative, "end_of": _end_of, "ago": _ago, "weekday": _weekday,
    "deictic": _deictic,
}  # fmt: skip
