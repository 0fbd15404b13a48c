"""The grammar of English date expressions: which spans of a text name calendar time, and of which kind.

The first word of an expression selects the forms to try, each of bounded length, so that scanning is
linear. Names of months, weekdays and days are looked up in a table behind the match, not spelled out in
the forms: compiling those took longer than reading an article.
Without its capital "may", "march" or "august" is a month only by a day's number, "sat" and "mon" never.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second
    twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth
    thirtieth thirty-first""".split()
COUNTS = {
    w: i for i, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
COUNTS |= {
    "a": 1,
    "an": 1,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "a couple of": 2,
}

_M = r"(?:(?!May|June|July)[A-Z][A-Za-z]{2,3}\.|[A-Za-z]{3,9}\b)"
_D = r"(?:(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:/]\d)|[a-z]{5,11}(?:-[a-z]{5,6})?\b)"
_Y = r"(?:(?:1[5-9]|20|21)\d\d(?![\w%]|[,.]\d))"
_OF_Y = rf"(?:,? ?(?:of )?(?P<y>{_Y}))"
_W = rf"(?:[A-Za-z]{{6,9}}\b|[A-Z][a-z]{{2,4}}\.?,?(?= (?:\d|{_M} \d)))"
_PART = (
    r"(?:(?i:early|mid|late|the (?:start|beginning|middle|end) of|the (?:first|second) half of)[- ](?:in )?)"
)
_TO = r" ?(?:-|–|—|to|through|until|till) ?"
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(sorted(COUNTS, key=len, reverse=True))})"
_WHICH = "(?i:last|this|next|this past|this coming)"

_RULES: dict[str, str] = {
    "iso_day": r"(?<![\w-])\d{4}-\d\d-\d\d(?:T[\d:.]{1,16}(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])",
    "iso_week": r"(?<![\w-])\d{4}-W\d\d(?![\w-])",
    "numeric": r"(?<![\w./-])(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}/\d\d/\d\d)(?![\w/]|\.\d)",
    "week_of": rf"(?i:the week (?:of|beginning|starting)) (?P<m>{_M}) (?P<d>{_D}){_OF_Y}?",
    "month_days": rf"\b(?P<m>{_M}) (?P<d>{_D})(?:{_TO}|(?<=etween .{{5}}) and )(?:(?P<m2>{_M}) )?(?"
    rf"P<d2>{_D}){_OF_Y}?",
    "days_month": rf"(?:(?<=[Bb]etween )(?P<b>{_D}) and |(?<![\d.,:$€£])\b(?P<d>{_D})(?: (?P<m>{_M}))?{_TO})"
    rf"(?P<d2>{_D}) (?:of )?(?P<m2>{_M}){_OF_Y}?",
    "month_day": rf"(?:\b(?:{_WHICH} )?(?P<w>{_W}),? (?:the )?)?\b(?P<m>{_M}) (?:the )?(?P<d>{_D}){_OF_Y}?",
    "day_month": rf"(?:\b(?P<w>{_W}),? )?(?:the )?(?<![\d.,:$€£])\b(?P<d>{_D}) (?:of )?(?P<m>{_M})(?"
    rf"!\w){_OF_Y}?",
    "month_year": rf"(?:\b{_PART})?\b(?P<m>{_M}),? (?:of )?(?:(?P<y>{_Y})|(?P<rel>(?:last|this|next) year))",
    "month": rf"(?P<part>\b{_PART})?(?P<which>\b{_WHICH} )?\b(?P<m>{_M})(?!\w)",
    "quarter": rf"\b(?:(?:the )?(?P<y0>{_Y}) )?(?:the )?(?:Q(?P<n>[1-4])|(?P<nth>(?i:first|second|"
    rf"third|fourth))[- ]"
    rf"(?i:quarter))\b(?:{_OF_Y}|(?P<rel> of (?:last|this|next) year))?",
    "years": rf"(?<![\w$€£¥./-])(?P<y>{_Y})(?: to |(?<=etween .{{4}}) and |[-–—/])(?P<y2>{_Y}|\d\d(?"
    rf"![\w%]|[,.]\d))",
    "decade": r"(?:(?:the )?(?:early|mid|late)[- ])?(?<![\w$€£¥.])(?:(?P<century>1[5-9]|20)|(?<=['’]))"
    r"(?P<ten>\d)0['’]?s\b",
    "century": r"\b(?:the )?(?P<n>1\d|20|21)(?:th|st)[- ](?i:century)\b",
    "year": rf"(?P<part>\b{_PART})?(?:\b(?:post|pre|mid)-|(?<![\w$€£¥#./:+-]))(?P<y>{_Y})(?!-\d)",
    "night": r"\b(?i:last night|this (?:morning|afternoon|evening))\b",
    "relative": rf"\b(?:(?i:early|late|earlier|later|the end of|the start of) )?(?:(?P<which>{_WHICH}) "
    r"(?P<unit>week|month|year|quarter|weekend)|over (?P<over>the weekend))\b",
    "end_of": r"\b(?i:(?:the )?end of the (?P<unit>year|month|week)|year[- ]end)\b",
    "year_ago": r"\b(?i:(?:the )?year[-‑](?:ago|earlier))\b",
    "ago": rf"\b(?:(?i:about|nearly|almost|more than|over|around|some) )?(?P<n>(?i:{_COUNT}))[- ]"
    r"(?P<unit>(?:day|week|month|year|decade)s?)[- ]ago\b",
    "ahead": rf"\b(?P<in>in )(?P<n>(?i:{_COUNT})) (?P<unit>(?:day|week|month|year)s?)(?!['’\w])",
    "weekday": rf"\b(?:(?P<which>{_WHICH}|(?i:earlier|late|early)) )?(?P<w>{_W})(?: (?i:morning|"
    rf"afternoon|evening|night)\b)?",
    "deictic": r"\b(?i:the day before yesterday|the day after tomorrow|yesterday|today|tonight|tomorrow)\b",
}


def _spaced(pattern: str) -> str:
    """A blank of the grammar is any one or two characters of white space, a line break among them."""
    return re.sub(
        r"\[[^\]]*\]| ", lambda m: r"(?:\s\s?)" if m[0] == " " else m[0].replace(" ", r"\s"), pattern
    )


def _fixed(pattern: str) -> str:
    """Blanks inside a lookbehind have a fixed width."""
    return re.sub(r"\(\?<=[^()]*\)", lambda m: m[0].replace(" ", r"\s"), pattern)


def _spellings(names: list[str], *lengths: int) -> dict[str, int]:
    """Every spelling of the names to their number from 1: in full in any case, cut short with a capital."""
    numbers: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        short = [name[:length] for length in lengths if length < len(name)]
        forms = [name, name.lower(), *short]
        numbers |= dict.fromkeys([*forms, *(form.upper() for form in forms)], number)
    return numbers


_MONTH_NUMBERS = {**_spellings(MONTHS, 3), "Sept": 9, "SEPT": 9}
_WEEKDAY_NUMBERS = _spellings(WEEKDAYS, 3) | {"Tues": 2, "Thur": 4, "Thurs": 4}
_DAY_NUMBERS = {word: number for number, word in enumerate(ORDINALS, 1)}
_CALENDAR = {
    **dict.fromkeys(_WEEKDAY_NUMBERS, "month_day day_month weekday"),
    **dict.fromkeys(_MONTH_NUMBERS, "month_days month_day month_year month"),
}
_PREFIXES = {
    **dict.fromkeys(ORDINALS, "days_month day_month quarter"),
    **dict.fromkeys(
        ("early", "mid", "late", "earlier", "later"), "month_year month decade year relative weekday"
    ),
    **dict.fromkeys(("last", "this", "next"), "month_day month night relative weekday"),
    **dict.fromkeys(("about", "nearly", "almost", "more", "around", "some", *COUNTS), "ago"),
    **dict.fromkeys(("yesterday", "today", "tonight", "tomorrow"), "deictic"),
    **dict.fromkeys(("q1", "q2", "q3", "q4"), "quarter"),
    "the": "week_of day_month month_year month quarter decade century year relative end_of year_ago deictic",
    "over": "relative ago",
    "post": "year",
    "pre": "year",
    "in": "ahead",
    "end": "end_of",
    "year": "end_of year_ago",
}
_BY_DIGITS = {
    "four_digits": "iso_day iso_week numeric quarter years decade year",
    "digits": "numeric days_month day_month decade century ago",
}
_FIRST_WORDS = {
    form: kinds for word, kinds in _PREFIXES.items() for form in (word, word.capitalize(), word.upper())
} | _CALENDAR
_UNITS = """ago day week weekend month year quarter days weeks months years night morning afternoon evening
    yesterday today tonight tomorrow""".split()
_TELLING = frozenset(_CALENDAR).union(*((unit, unit.capitalize(), unit.upper()) for unit in _UNITS))
"""Words without one of which, or a digit, nothing is dated."""
_AFTER_THE = re.compile(
    r"\s\s?(?:week|year|end|start|beginning|middle|early|mid|late|day|first|second|third|\d|Q\d|[a-z]+(?:th|st)\b)"
)
_WORD = re.compile(r"\w+")
_FIRST_WORD = re.compile(r"(?P<four_digits>\d{4})\w*|(?P<digits>\d)\w*|\w+")
_DIGIT = re.compile(r"\d")


@cache
def form(kind: str) -> re.Pattern[str]:
    """The regular expression of a kind of expression, with its named parts."""
    return re.compile(_spaced(_fixed(_RULES[kind])))


@cache
def _forms(kinds: str) -> list[tuple[str, re.Pattern[str]]]:
    return [(kind, form(kind)) for kind in sorted(kinds.split(), key=list(_RULES).index)]


@lru_cache(maxsize=2048)
def scan(text: str, start: int, end: int) -> tuple[tuple[str, int, int], ...]:
    """The date expressions of `text[start:end]`: kind, start, end; in order, not overlapping."""
    if not _DIGIT.search(text, start, end) and _TELLING.isdisjoint(_WORD.findall(text, start, end)):
        return ()
    found: list[tuple[str, int, int]] = []
    position = start
    for word in _FIRST_WORD.finditer(text, start, end):
        kinds = word.lastgroup or _FIRST_WORDS.get(word[0])
        if kinds is None or word.start() < position or not _goes_on(text, word):
            continue
        if expression := _first_form(text, word.start(), end, _BY_DIGITS.get(kinds, kinds)):
            found.append(expression)
            position = expression[2]
    return tuple(found)


def _goes_on(text: str, word: re.Match[str]) -> bool:
    """Whether what follows an article may be the rest of an expression."""
    return word[0] not in ("the", "The") or bool(_AFTER_THE.match(text, word.end()))


def month_number(name: str) -> int:
    """1 to 12; 0 for a word that is no month."""
    return _MONTH_NUMBERS.get(name.rstrip("."), 0)


def weekday_number(name: str) -> int:
    """1 for Monday to 7; 0 for a word that is no weekday."""
    return _WEEKDAY_NUMBERS.get(name.rstrip(".,"), 0)


def day_number(written: str) -> int:
    """3 for "3", "3rd" and "third"; 0 for a word that is no day of a month."""
    return int(written.rstrip("stndrh")) if written[0].isdigit() else _DAY_NUMBERS.get(written, 0)


_LOOKED_UP = {
    "m": month_number, "m2": month_number, "w": weekday_number,
    "d": day_number, "d2": day_number, "b": day_number,
}  # fmt: skip
_WORDS_TOO = frozenset(("may", "march", "august"))


def _names(kind: str, match: re.Match[str]) -> bool:
    """Whether the words of a match are names of the calendar, and months rather than words ("may")."""
    parts = match.groupdict()
    if not all(lookup(parts[part]) for part, lookup in _LOOKED_UP.items() if parts.get(part)):
        return False
    return parts.get("m") not in _WORDS_TOO or kind in ("day_month", "days_month") or bool(parts.get("y"))


def _first_form(text: str, start: int, end: int, kinds: str) -> tuple[str, int, int] | None:
    """The first kind, in the grammar's order, that matches at a place and passes its guard."""
    for kind, pattern in _forms(kinds):
        match = pattern.match(text, start, end)
        if match and _names(kind, match) and (kind not in _GUARDS or _GUARDS[kind](text, *match.span())):
            return kind, *match.span()
    return None


_SPOKEN = frozenset("march april may june august".split())
"""Months that are names or words too."""
_MONTH_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|from|of|during|through|for|before|after|between|to|and|or|late|early)\s\Z",
    re.IGNORECASE,
)
_NAME_AFTER = re.compile(r"\s(?!I\b)[A-Z]\w+|\s?['’]s\s|\s(?:said|says|told|has|had|was|is|will)\b")


def _is_month(text: str, start: int, end: int) -> bool:
    """Whether a month without day or year is one: "in May", not "May said" or "April Smith"."""
    surface = text[start:end]
    if " " in surface or "-" in surface:
        return True
    before = bool(_MONTH_BEFORE.search(text[max(0, start - 10) : start]))
    named = bool(_NAME_AFTER.match(text, end))
    name = surface.rstrip(".")
    if name.lower() in _SPOKEN:
        return before and not named and not name.isupper()
    return len(name) > 3 and (before or not re.match(r"\s[A-Z][a-z]", text[end : end + 3]))


_COUNTED_AFTER = re.compile(
    r"\s?(?:%|°|percent|per cent|people|men|women|children|soldiers|troops|civilians|refugees|workers|"
    r"jobs|homes|times|dollars|"
    r"euros|pounds|yen|miles|km|kilo\w+|met(?:er|re)s|feet|tons|tonnes|years|days|hours|points|GMT|[mb]illion|trillion|rpm|"
    r"barrels|votes|employees|members|families|houses|students|protesters|demonstrators|police|cases|hectares|acres|fighters)\b"
)
_MEASURED_AFTER = re.compile(
    r"\s?(?:%|percent|per cent|km|miles|met(?:er|re)s|feet|dollars|tons|tonnes|[mb]illion)\b"
)
_YEAR_BEFORE = re.compile(r"\b(?:in|since|until|till|during|year)\s\Z", re.IGNORECASE)
_PLAIN_BEFORE = re.compile(
    r"\b(?:by|from|of|to|for|before|after|and|the|through|late|early|between|\w+,)\s\Z", re.IGNORECASE
)
_COUNT_BEFORE = re.compile(
    r"\b(?:about|some|nearly|almost|over|than|least|roughly|approximately|another|all|No\.|number|up\sto|many\sas)\s\Z",
    re.IGNORECASE,
)


def _is_year(text: str, start: int, end: int) -> bool:
    """Whether four digits are a year: "in 2000", not "about 2000 people" or "2000 km"."""
    before = text[max(0, start - 16) : start]
    if _YEAR_BEFORE.search(before):
        return not _MEASURED_AFTER.match(text, end)
    if _COUNTED_AFTER.match(text, end):
        return False
    if text[start : start + 2] in ("15", "16", "17", "18", "21") and not _PLAIN_BEFORE.search(before):
        return False
    return not (_COUNT_BEFORE.search(before) and re.match(r"\s[a-z]", text[end : end + 2]))


_MODAL = re.compile(r"\b(?:will|shall|would|due|going to|to be|expect\w*|plan\w*|set to|could|may|likely)\b")


def _is_ahead(text: str, start: int, end: int) -> bool:
    """Whether "in five years" looks ahead ("will be repaid in five years"), not at a duration."""
    clause = re.split(r"[.;,\n]\s", text[max(0, start - 60) : start])[-1]
    return bool(_MODAL.search(clause))


def _is_today(text: str, start: int, end: int) -> bool:
    """Whether a capitalised "Today" opens a sentence rather than belong to a name ("USA Today")."""
    if not text[start].isupper() or text[start:end].isupper():
        return True
    before = text[max(0, start - 3) : start].rstrip()
    return not before or not before[-1].isalnum() or text[start - 1] == "\n"


_GUARDS: dict[str, Callable[[str, int, int], bool]] = {
    "month": _is_month,
    "year": _is_year,
    "years": _is_year,
    "ahead": _is_ahead,
    "deictic": _is_today,
}
