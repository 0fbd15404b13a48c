"""Dates: the expressions that name a day, week, month, year or interval, resolved to ISO values.

What depends on the day of writing ("Thursday", "last month", "January 3") is resolved against
`published`, and without it stays unresolved: nothing is guessed.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from summarizer.values.calendar import dates_agree
from summarizer.values.date_grammar import scan
from summarizer.values.date_resolution import Context, Tense, resolve

__all__ = ["DateExpression", "Tense", "calendar_spans", "dates_agree", "find_dates", "read_date"]

_LONGEST_SURFACE = 60
# Without a list dateparser tries two hundred locales, which takes seconds.
_LANGUAGES = "en es fr de it pt nl ru ar tr pl uk sv zh ja fa ko he id".split()


@dataclass(frozen=True, slots=True)
class DateExpression:
    """An expression of calendar time: `text[start:end]`.

    Attributes:
        value: ISO 8601 day, week, month, year or interval; None where it cannot be resolved.
    """

    start: int
    end: int
    value: str | None


def find_dates(
    text: str,
    published: datetime.date | None = None,
    start: int = 0,
    end: int | None = None,
    *,
    tense: Tense | None = None,
) -> list[DateExpression]:
    """The date expressions of `text[start:end]`, in order.

    What stands around the span is read for its tense, so pass the document and the span rather than
    a copy of the span.

    Args:
        published: the day of writing, which relative expressions are resolved against. A weekday or
            a day without a year is the latest one, unless its clause speaks of the future.
        tense: whether the text speaks of the past or the future, if that is known from elsewhere.
    """
    end = len(text) if end is None else end
    return [
        DateExpression(s, e, resolve(kind, Context(text, s, e, published, tense)))
        for kind, s, e in scan(text, start, end)
    ]


def read_date(
    surface: str, published: datetime.date | None = None, *, tense: Tense | None = None, language: str = "en"
) -> str | None:
    """The ISO value of the first date that `surface` names; None if there is none or it cannot be resolved.

    A form that the grammar does not know, as in another language, goes to dateparser.

    Args:
        tense: whether it speaks of the past or the future, if that is known.
        language: the primary BCP 47 subtag of the surface's language. Words without digits, "el lunes",
            are looked up only in a language that is not English.
    """
    found = find_dates(surface, published, tense=tense)
    value = found[0].value if found else None
    rest = surface[: found[0].start] + surface[found[0].end :] if found else surface
    foreign = language != "en" and value is None
    if len(surface) > _LONGEST_SURFACE or not (foreign or re.search(r"\d", surface)):
        return value
    if not (foreign or _may_say_more(value, rest)):
        return value
    languages = (language,) if foreign and language in _LANGUAGES else tuple(_LANGUAGES)
    parsed = next(
        (day for part in _tails(surface) if (day := _parse(part, published, tense, languages))), None
    )
    return parsed if parsed and (value is None or dates_agree(value, parsed)) else value


def _tails(surface: str) -> list[str]:
    """A surface, and what is left of it without its first words: dateparser knows no "desde el pasado"."""
    words = surface.split()
    return [surface, *(" ".join(words[n:]) for n in range(1, min(len(words), 5)))]


_ENGLISH = re.compile(r"\b(?:the|of|in|on|at|and|since|until)\b", re.IGNORECASE)


def _may_say_more(value: str | None, rest: str) -> bool:
    """Whether what the grammar left unread may hold a finer date ("17 de noviembre de 2020").

    English around a date does not, and asking costs half a second the first time.
    """
    if _ENGLISH.search(rest) or (value is not None and len(value) > len("2020-11")):
        return False
    worded = re.search(r"[^\W\d_]{3}|[年月日년월일]", rest)
    return bool(worded) and (value is None or len(value) == len("2020") or bool(re.search(r"\d", rest)))


def calendar_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans whose digits belong to the calendar, so that they are not quantities."""
    return [(s, e) for kind, s, e in scan(text, start, end) if kind not in ("ago", "ahead")]


@lru_cache(maxsize=512)
def _parse(
    surface: str, published: datetime.date | None, tense: Tense | None, languages: tuple[str, ...]
) -> str | None:
    """dateparser's reading, cut to the resolution it was written in.

    Two days of writing far apart must lead to one reading: what they change was guessed.
    """
    bases = [datetime.datetime(1991, 3, 8), datetime.datetime(2014, 10, 21)]
    if published:
        bases = [datetime.datetime.combine(published, datetime.time())]
    readings = {_parse_against(surface, base, tense, languages) for base in bases}
    return readings.pop() if len(readings) == 1 else None


def _parse_against(
    surface: str, base: datetime.datetime, tense: Tense | None, languages: tuple[str, ...]
) -> str | None:
    from dateparser.date import DateDataParser

    settings: dict[str, object] = {
        "RELATIVE_BASE": base,
        "PREFER_DATES_FROM": tense or "past",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    if re.search(r"\d", surface):
        settings["REQUIRE_PARTS"] = ["month"]
    try:
        data = DateDataParser(languages=list(languages), settings=settings).get_date_data(surface)
    except (ValueError, OverflowError, RecursionError):
        return None
    if data is None or data.date_obj is None:
        return None
    length = {"year": 4, "month": 7}.get(data.period, 10)
    return str(data.date_obj.date().isoformat())[:length]
