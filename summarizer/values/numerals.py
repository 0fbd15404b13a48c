"""Numerals: digits and number words, with their scale, as numbers.

English only, but for digits. A comma groups thousands ("41,250", "1,00,000") and, before one or two
digits, is a decimal comma ("€3,5"), which English text gives no other reading; a point is decimal,
except between several groups of three ("1.234.567"). Thin, narrow and no-break spaces group; an
ordinary space only before "000", as tables and lists put it between numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarizer.values.nouns import is_plural

_LONGEST = 30

_CARDINALS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety zero""".split()
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0,
           "lakh": 1e5, "crore": 1e7}  # fmt: skip
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "b": 1e9, "mil": 1e6, "mm": 1e6,
          "tn": 1e12, "tln": 1e12, "trn": 1e12}  # fmt: skip
_VAGUE = {"tens": 10.0, "dozens": 12.0, "scores": 20.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6,
          "billions": 1e9, "trillions": 1e12}  # fmt: skip
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
          "eighth": 8, "ninth": 9, "tenth": 10}  # fmt: skip
_VULGAR = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅛": 1 / 8, "⅜": 3 / 8,
           "⅝": 5 / 8, "⅞": 7 / 8}  # fmt: skip

_VULGARS = "".join(_VULGAR)
_CARD = "(?:" + "|".join(sorted([*_CARDINALS, *_SCALES], key=len, reverse=True)) + r")(?![\w])"
_SCALE = "|".join(_SCALES)
_SOME = ["an?", *_CARDINALS[:9]]
_PART = "|".join(p for p in _PARTS if p != "halves")
_NUMERAL = re.compile(
    rf"""
    (?P<ratio>(?<![\w./])[1-9]/[2-9]\d?(?=\s(?:of|an?|cups?|inch|mile)\b))
  | (?P<digits>(?:(?<![\w.,])\.)?(?<![\d,])(?<!\d\.)\d++(?:[.,\u00a0\u2009\u202f'’](?=\d)\d++|[ ]000(?!\d))*+)
        (?:\s?(?P<vulgar>[{_VULGARS}])|[\s-](?P<over>[1-9]/[1-9]\d?)(?![\d/]))?
  | (?P<lone>[{_VULGARS}])
  | (?<![\w-])(?P<vague>{"|".join(_VAGUE)})(?:\sof\s(?P<vague_scale>thousands|millions|billions|trillions))?\b
  | (?<!\w)(?P<half>half)[\s-](?:an?[\s-])?(?P<half_scale>{_SCALE})\b
  | (?<!\w)(?P<some>{"|".join(_SOME)})[\s-](?P<part>halves|{_PART})(?P<parts>s?)\b
  | (?<![\w-])(?P<lone_half>half)(?![\w])
  | (?<!\w)an?\scouple\sof(?!\w)
  | (?<!\w)(?P<words>(?:an?\s(?=(?:{_SCALE})\b))?{_CARD}(?:(?:[\s-]|\sand\s){_CARD}){{0,12}}+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_START = re.compile(rf"(?P<figure>[\d{_VULGARS}])|[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(rf"[\d{_VULGARS}]")


def _cases(*words: str) -> frozenset[str]:
    return frozenset(form for word in words for form in (word, word.capitalize(), word.upper()))


_FIRST_WORDS = _cases("a", "an", "half", *_CARDINALS, *_SCALES, *_VAGUE)
_TELLING = (_FIRST_WORDS - _cases("a", "an")) | _cases("couple", *_PARTS, *(f"{part}s" for part in _PARTS))
"""Words without one of which, or a digit, there is no number."""
_AFTER_PART = re.compile(
    r"\s+of\b|[\s-](?:percentage[\s-])?point\b|\s*\Z|\s+(?:less|more|lower|higher|larger|smaller|fewer)\b",
    re.IGNORECASE,
)
_RANKED_AFTER = re.compile(
    r"\s(?:party|person|man|woman|time|country|state|term|group|team|candidate|world|grader|way|option)\b",
    re.IGNORECASE,
)
_AFTER_HALF = re.compile(
    r"\s(?:of|the|an?|its|their|his|her|all|that|this|as)\b|[\s-](?:mile|hour|point)|\s*\Z", re.IGNORECASE
)
_SIDE_BEFORE = re.compile(
    r"\b(?:first|second|latter|other|top|bottom|better|opening|closing)\s\Z", re.IGNORECASE
)
_OF_SCALE = re.compile(r"\sof\san?\s(million|billion|trillion|hundred|thousand|dozen)\b", re.IGNORECASE)
_BEFORE_PART = re.compile(
    r"\b(?:by|than|about|nearly|almost|over|some|roughly|up|fell|rose|gained|lost)\s\Z", re.IGNORECASE
)
_SCALE_AFTER = re.compile(
    rf"[\s-]?(?P<word>hundred\s(?:million|thousand|billion)|{_SCALE})s?\b"
    r"|\s?(?P<short>bn|mn|mln|bln|tn|tln|trn|mil|MM|BN|MN|TN)\b|(?P<letter>[kmbKMB])(?![\w/²³])"
)  # fmt: skip
_SUMS_BEFORE = re.compile(
    r"\b(?:sales|numbers?|profits?|revenues?|turnover|population|output|users|subscribers|customers|visitors|viewers|"
    r"passengers|shipments|deliveries|circulation|audience|jobs|members)\b(?:[^.;:]|\.\d){0,40}\s\Z",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(r"\s([a-z]\w*)")
_ARTICLE_BEFORE = re.compile(r"\b(?:a|an)\s\Z", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"[$€£¥₹₽₩₺₪₦]\s?\Z|(?<![A-Za-z])[A-Z]{3}\s?\Z|\bRs\.?\s?\Z")
_AND_A_HALF = re.compile(r"[ -]and[ -]a[ -](half|quarter)(?![\w])", re.IGNORECASE)
_LENGTH_AFTER = re.compile(
    r"(?!\s(?:[A-Za-z]{3}|[A-Z]{2}|sq|cu|km|kg|lb|oz|ha))|\s(?:long|tall|high|wide|deep|away|above|below|from|of|in|and|or|at|to|off|north|"
    r"south|east|west|by|for|with|under|on|over|beneath|down|up|before|after|apart|across|runner|race|sprint|"
    r"final|hurdles|freestyle|relay|dash|behind|into|inside|outside|the|that|but|while|as|is|was)\b"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: `text[start:end]` says `value`.

    Attributes:
        step: the worth of its last stated digit: 1e8 for "2.7 billion", 1 for "250".
        scale: the worth of its scale word: 1e9 for "2.7 billion".
        vague: the words only say that it is at least that many: "dozens".
    """

    start: int
    end: int
    value: float
    step: float = 1.0
    scale: float = 1.0
    vague: bool = False


def find_numbers(text: str, start: int = 0, end: int | None = None) -> list[Number]:
    """The numbers of `text[start:end]` in order, scale words read: "1.2 million" is 1200000.

    Years and the digits of dates are numbers too. Digits that are part of a name or an ordinal
    ("F-16", "5th", "G20") are not.
    """
    return list(_numbers(text, start, len(text) if end is None else end))


@lru_cache(maxsize=2048)
def _numbers(text: str, start: int, end: int) -> tuple[Number, ...]:
    if not _FIGURE.search(text, start, end) and _TELLING.isdisjoint(_WORD.findall(text, start, end)):
        return ()
    found: list[Number] = []
    position = start
    for word in _START.finditer(text, start, end):
        if (not word.lastgroup and word[0] not in _FIRST_WORDS) or word.start() < position:
            continue
        begin = word.start() - (text[word.start() - 1 : word.start()] == ".")
        match = _NUMERAL.match(text, begin, end) or _NUMERAL.match(text, word.start(), end)
        number = _read(text, match, end) if match else None
        if number is not None:
            found.append(number)
        position = number.end if number else match.end() if match and match["digits"] else position
    return tuple(found)


def _read(text: str, match: re.Match[str], end: int) -> Number | None:
    if match["digits"]:
        return _read_digits(text, match, end)
    if match["ratio"]:
        above, below = match["ratio"].split("/")
        return Number(*match.span(), int(above) / int(below), 0.01)
    if match["lone"]:
        return _scaled(text, match.start(), match.end(), _VULGAR[match["lone"]], 0.01, end)
    if match["vague"]:
        return _read_vague(match)
    if match["half"]:
        scale = _SCALES[match["half_scale"].lower()]
        return Number(*match.span(), scale / 2, scale / 2)
    if match["part"]:
        return _read_part(text, match, end)
    if match["words"]:
        return _read_words(text, match, end)
    if match["lone_half"]:
        return Number(*match.span(), 0.5, 0.01) if _is_half(text, match, end) else None
    return Number(*match.span(), 2.0)


def _read_digits(text: str, match: re.Match[str], end: int) -> Number | None:
    start, stop = match.span()
    digits = match["digits"]
    read = _decimal(digits) if len(digits) <= _LONGEST else None
    if read is None or _inside_name(text, start):
        return None
    value, step = read
    if match["vulgar"]:
        value, step = value + _VULGAR[match["vulgar"]], 0.01
    elif match["over"]:
        above, below = match["over"].split("/")
        value, step = value + int(above) / int(below), 0.01
    elif (
        text[stop : stop + 2].lower() in ("st", "nd", "rd", "th") and not text[stop + 2 : stop + 3].isalnum()
    ):
        return None
    return _scaled(text, start, stop, value, step, end)


def _inside_name(text: str, start: int) -> bool:
    """Whether the digits at `start` go on with a name ("F-16", "G20") rather than start a number."""
    before = text[start - 1] if start else ""
    if before.isalpha() or before == "_":
        return not _MONEY_BEFORE.search(text[max(0, start - 5) : start])
    if before in ("-", "‑") and start > 1 and text[start - 2].isalpha():
        word = re.search(r"\w+\Z", text[max(0, start - 20) : start - 1])
        return bool(word and word[0][0].isupper())
    return False


_GROUPED = re.compile(
    r"\d{1,3}(?:(?P<mark>[,'’ \u00a0\u2009\u202f])\d{3})(?:(?P=mark)\d{3})*(?:\.(?P<rest>\d+))?"
)
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.(?P<rest>\d+))?")
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,(?P<rest>\d+))?")
_PLAIN = re.compile(r"\d*(?:[.](?P<rest>\d+))?")
_COMMA = re.compile(r"\d+,(?P<rest>\d{1,2})")


def _decimal(digits: str) -> tuple[float, float] | None:
    """Value and worth of the last digit of written digits; None for versions, dates and the like."""
    if digits.isdecimal():
        return float(digits), 1.0
    for form, decimal in ((_PLAIN, "."), (_GROUPED, "."), (_INDIAN, "."), (_POINTED, ","), (_COMMA, ",")):
        if match := form.fullmatch(digits):
            plain = "".join(c for c in digits if c.isdigit() or c == decimal).replace(decimal, ".")
            return float(plain), 10.0 ** -len(match["rest"] or "")
    return None


def _scaled(text: str, start: int, stop: int, value: float, step: float, end: int) -> Number:
    if part := _AND_A_HALF.match(text, stop, end):
        value, step, stop = value + 1 / _PARTS[part[1].lower()], 0.01, part.end()
    match = _SCALE_AFTER.match(text, stop, end)
    scale = 1.0
    if match and match["word"]:
        for word in match["word"].lower().split():
            scale *= _SCALES[word]
    elif match and match["short"]:
        scale = _SHORT[match["short"].lower()]
    elif match and match["letter"] and _is_scale_letter(text, start, match, end):
        scale = _SHORT[match["letter"].lower()]
    else:
        return Number(start, stop, value, step)
    assert match is not None
    return Number(start, match.end(), _tidy(value * scale), step * scale, scale)


def _is_scale_letter(text: str, start: int, match: re.Match[str], end: int) -> bool:
    """Whether a letter behind digits is a scale: "m" is million after a currency or before a noun."""
    if _MONEY_BEFORE.search(text[max(0, start - 5) : start]) or match["letter"] in "kKbBM":
        return True
    if _LENGTH_AFTER.match(text, match.end(), end):
        return bool(_SUMS_BEFORE.search(text[max(0, start - 60) : start]))
    following = _NOUN_AFTER.match(text, match.end(), end)
    single = following is not None and not is_plural(following[1])
    return not (single and _ARTICLE_BEFORE.search(text[max(0, start - 3) : start]))


def _tidy(value: float) -> float:
    """2.7 * 1e9 without the rounding noise of binary fractions."""
    return float(f"{value:.15g}")


def _read_vague(match: re.Match[str]) -> Number | None:
    value = _VAGUE[match["vague"].lower()]
    if match["vague_scale"]:
        value *= _VAGUE[match["vague_scale"].lower()]
    elif (
        match["vague"].lower() in ("tens", "scores") and match.string[match.end() : match.end() + 4] != " of "
    ):
        return None
    return Number(*match.span(), value, value, vague=True)


def _read_part(text: str, match: re.Match[str], end: int) -> Number | None:
    part = match["part"].lower()
    some = match["some"].lower()
    count = 1 if some in ("a", "an") else _CARDINALS.index(some) + 1
    named = match["parts"] or part == "halves" or some == "one"
    if not named and not _is_fraction(text, match, end):
        return None
    if scale := _OF_SCALE.match(text, match.end(), end):
        worth = _SCALES[scale[1].lower()]
        return Number(match.start(), scale.end(), count / _PARTS[part] * worth, worth / 100)
    return Number(*match.span(), count / _PARTS[part], 0.01)


def _is_half(text: str, match: re.Match[str], end: int) -> bool:
    """Whether "half" is a share: "half of the voters", "fell by half", not "the second half of 2020"."""
    before = text[max(0, match.start() - 12) : match.start()]
    if _SIDE_BEFORE.search(before):
        return False
    return bool(_AFTER_HALF.match(text, match.end(), end) or _BEFORE_PART.search(before))


def _is_fraction(text: str, match: re.Match[str], end: int) -> bool:
    """Whether "a third", "a quarter" is a share, not an ordinal ("a third man") or three months."""
    before = text[max(0, match.start() - 12) : match.start()]
    if _RANKED_AFTER.match(text, match.end(), end):
        return False
    return bool(_AFTER_PART.match(text, match.end(), end) or _BEFORE_PART.search(before))


def _read_words(text: str, match: re.Match[str], end: int) -> Number | None:
    words = match["words"]
    value, length = _spoken(words.lower())
    if value is None:
        return None
    stop = match.start() + length
    return _scaled(text, match.start(), stop, value, _step_of_words(words[:length].lower()), end)


def _step_of_words(words: str) -> float:
    last = re.split(r"[\s-]+", words)[-1]
    return _SCALES.get(last, 1.0)


@lru_cache(maxsize=1024)
def _spoken(words: str) -> tuple[float | None, int]:
    """The value of the longest run of number words at the start, and the run's length."""
    cuts = [len(words), *(m.start() for m in reversed(list(re.finditer(r"[\s-]+", words))))]
    for cut in cuts:
        value = _value_of_words(words[:cut])
        if value is not None:
            return value, cut
    return None, 0


def _value_of_words(words: str) -> float | None:
    from text_to_num import text2num

    plain = re.sub(r"[\s-]+", " ", re.sub(r"^an?\s+", "one ", words))
    for scale in ("dozen", "lakh", "crore"):
        if plain.endswith(scale):
            head = plain.removesuffix(scale).strip() or "one"
            count = _value_of_words(head)
            return count * _SCALES[scale] if count is not None else None
    if plain in _SCALES:
        return None if plain == words else _SCALES[plain]
    try:
        return float(text2num(plain, "en"))
    except ValueError:
        return None


def precision(surface: str) -> float | None:
    """The worth of the last digit that the first number of `surface` states: 1e8 for "2.7bn"."""
    numbers = find_numbers(surface)
    return numbers[0].step if numbers else None


def tolerance(surface: str) -> float | None:
    """Half the worth of the last stated digit: what rounding leaves open, 5e7 for "2.7bn"."""
    step = precision(surface)
    return None if step is None else step / 2
