"""Numbers that designate rather than count: times of day, scores, names, list and telephone numbers."""

from __future__ import annotations

import re

_ZONE = r"(?:GMT|UTC|EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST|BST|IST|local time|hours)"
_HOUR = r"\s?(?:[ap]\.m\.|[ap]m\b|o['’]clock\b)"
# A look at the first character spares trying every form at every character.
_SPANS = re.compile(
    rf"""
    (?=[\d(+\[ \t])(?:
        (?<!\d)\d{{1,2}}[:.]\d\d(?::\d\d)?\s?(?:[ap]\.m\.?|[ap]m\b|{_ZONE}\b)
      | (?<![\d.,])\d{{1,3}}:\d\d(?::\d\d(?:\.\d{{1,6}})?)?(?!\d)
      | (?<![\w.,])\d{{1,2}}{_HOUR}
      | (?<![\w.,])\d{{4}}\s?{_ZONE}\b
      | \d{{1,3}}(?:\.\d{{1,6}})?°\s?\d{{1,2}}[′'’](?:\s?\d{{1,2}}(?:\.\d{{1,3}})?[″"”])?
      | (?<![\w.,])[2458]K(?=\s(?:[a-z]{{1,12}}\s)?(?:UHD|TV|Ultra|HDR|video|display|screen|resol|camera))
      | (?<![\d.,])\d{{1,2}}:\d{{1,2}}(?!\d) | (?<![\w.,])(?:480|720|1080|1440|2160)[pi]\b
      | (?<![\w.,])0\d{{2,4}}(?:[ ]\d{{3,4}}){{1,2}}(?!\w) | (?<![\w.,])0\d{{3}}(?!\w|[.,]\d)
      | \(\d{{3}}\)\s?\d{{3}}-\d{{4}}\b | (?<![\w-])(?:1-)?\d{{3}}-\d{{3}}-\d{{4}}\b
      | \+\d{{1,3}}(?:[\s-]\(?\d{{2,5}}\)?){{2,5}}
      | ^[ \t]{{0,8}}\(?\d{{1,3}}[.)](?=\s)
      | \[\d{{1,3}}(?:\s?[,–-]\s?\d{{1,3}}){{0,12}}\] | (?<=\()\d(?=\))
      | (?<![\w./$€£])\d{{1,2}}/\d{{1,2}}(?![\w/]|\s(?:of|an?|cups?|inch|mile)\b)
      | (?<![\w.,/$€£%-])\d{{1,3}}[-–]\d{{1,3}}[-–]\d{{1,3}}(?![\w%-])
    )
  | (?<![\w.,])(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve){_HOUR}
  | (?:https?://|www\.)\S{{1,2000}}
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_ANY = re.compile(r"\d|[ap]\.?m\b|[AP]\.?M\b|[cC]lock|CLOCK|://|www\.|WWW\.")
_LABEL = re.compile(
    r"(?:\b(?:no\.?|nos\.|number|chapter|section|article|page|pp?\.|figure|fig\.|table|part|phase|level|grade|type|class|room|"
    r"flight|route|highway|interstate|channel|gate|unit|line|item|step|resolution|volume|vol\.|issue|episode|season|game|"
    r"match|round|week|day|year|stage|group|category|act|title|apartment|suite|building|block|platform|track|lane|zone|"
    r"tier|rank(?:ed)?|group of|top|bottom|formula|sp|nasdaq|model|version|hole|lap|district|ward|"
    r"precinct|update|junctions?)|#)\s?\Z",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"([^\W_][\w&'’.-]*)\s\Z")
_FUNCTION_WORDS = frozenset(
    """a an the about some nearly almost over around only just in at on by of to from for with and or but
    nor than
    then if when while as after before since until under above below between among through during within more
    less fewer up at least most another all these those this that there they we he she it his her its
    their our
    my your who which what where also even still now today yesterday meanwhile however so because although
    though is are was were be been has have had do does did will would can could may might must shall should
    said says say total roughly approximately estimated exactly every each both not no nor monday tuesday
    wednesday thursday friday saturday sunday january february march april june july august september october
    november december usd eur gbp""".split()
)


def designation_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans whose digits are times, scores, addresses, list or telephone numbers."""
    if not _ANY.search(text, start, end):
        return []
    return [match.span() for match in _SPANS.finditer(text, start, end)]


def is_labelled(text: str, position: int) -> bool:
    """Whether the number at `position` is labelled by the word before it: "Chapter 11", "top 10"."""
    return bool(_LABEL.search(text[max(0, position - 14) : position]))


def is_named(text: str, position: int) -> bool:
    """Whether the number at `position` goes on with a name: "Boeing 787", "S&P 500"."""
    match = _WORD_BEFORE.search(text[max(0, position - 24) : position])
    if match is None:
        return False
    word = match[1]
    return not word.islower() and word.lower().rstrip(".") not in _FUNCTION_WORDS


_MODEL = re.compile(r"\d{1,4}\s(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[A-Z]+\b|I\b)[A-Z]")


def is_model(text: str, start: int) -> bool:
    """Whether bare digits go on with a name behind them: "737 Max", "14 Harbour Street"."""
    return bool(_MODEL.match(text, start))


def is_hour(text: str, start: int, end: int) -> bool:
    """Whether a bare number is a time of day: "at 9." but not "at 9 of them"."""
    hour = text[start:end].isdigit() and int(text[start:end]) <= 12
    return hour and text[max(0, start - 4) : start] == " at " and text[end : end + 1] in ",.;:)"


def is_age(text: str, start: int, end: int) -> bool:
    """Whether a bare number set off by commas behind a name is an age: "Maria Lund, 25, said"."""
    before, after = text[max(0, start - 2) : start], text[end : end + 1]
    return before == ", " and after in (",", ".", ";") and start > 2 and text[start - 3].isalpha()
