"""Boundaries: whether a span cuts a word, a number or a character in two."""

from __future__ import annotations

import re
import unicodedata

from summarizer.language.guards import is_unspaced

_SCALE = re.compile(
    r"[\s\u00a0-]?(?=[htmbdHTMBD])(?:hundred|thousand|million|billion|trillion|dozen|mn|bn|tn)(?:s|th)?\b",
    re.IGNORECASE,
)
_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|half|third|thirds|quarters?|fifths?)"
)
_COUNT_BEFORE = re.compile(rf"\b(?:{_NUMBER_WORD}|\d)[\s-]$", re.IGNORECASE)
_COUNT_AFTER = re.compile(rf"^-{_NUMBER_WORD}\b", re.IGNORECASE)
_ENDS_IN_COUNT = re.compile(rf"(?:\d|\b{_NUMBER_WORD})$", re.IGNORECASE)
_STARTS_WITH_COUNT = re.compile(rf"^(?:\d|{_NUMBER_WORD}\b)", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(?:will|would|shall|should|can|could|may|might|must|is|are|was|were|has|have|had|do|does|did)\Z",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\s+not\b", re.IGNORECASE)
_JOINERS = ".,:/-‐‑–−"
_PAIR = re.compile(r"(?<![\w.,:/–-])(\d{1,3})[-–](\d{1,3})(?![\w:/–-]|[.,]\d)")


def cuts(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` begins or ends inside a word, a number, a contraction or a character."""
    return _cuts_before(text, start, end) or _cuts_after(text, start, end)


def stops_before_not(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` breaks off between a verb and its "not"."""
    return bool(_NEGATED.match(text, end) and _AUXILIARY.search(text, max(start, end - 8), end))


def _cuts_before(text: str, start: int, end: int) -> bool:
    if start == 0:
        return False
    first, before = text[start], text[start - 1]
    if _one_word(before, first) or (first > "\u02ff" and unicodedata.combining(first)):
        return True
    if first.isdigit():
        two_before = text[start - 2 : start - 1]
        if (
            before in _JOINERS
            and not _in_score(text, start - 1)
            and (two_before.isdigit() or (before in "-−.," and not two_before.isalnum()))
        ):
            return not (
                before in ".," and not two_before.isdigit() and two_before.isspace() and before == ","
            )
    # "five" is not in "twenty-five", nor "million" a number without what stands before it.
    return before == "-" and bool(
        _STARTS_WITH_COUNT.match(text[start : min(end, start + 12)])
        and _COUNT_BEFORE.search(text[max(0, start - 12) : start])
    )


def _cuts_after(text: str, start: int, end: int) -> bool:
    if end >= len(text):
        return False
    last, after = text[end - 1], text[end]
    if _one_word(last, after) or (after > "\u02ff" and unicodedata.combining(after)):
        return True
    if after in "'’" and text[end + 1 : end + 2] in {"t", "T"} and not text[end + 2 : end + 3].isalnum():
        return True
    if (
        last.isdigit()
        and after in _JOINERS
        and text[end + 1 : end + 2].isdigit()
        and not _in_score(text, end)
    ):
        return True
    goes_on = _SCALE.match(text, end, end + 12) or _COUNT_AFTER.match(text[end : end + 12])
    return bool(goes_on and _ENDS_IN_COUNT.search(text[max(start, end - 12) : end]))


def _in_score(text: str, joiner: int) -> bool:
    """Whether the joiner parts the numbers of a score or a vote: "11-9", which as a range would rise."""
    if text[joiner] not in "-–":
        return False
    pair = _PAIR.search(text, max(0, joiner - 4), joiner + 6)
    return pair is not None and pair.end(1) == joiner and int(pair[1]) > int(pair[2])


def _one_word(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one word, in a script that separates words."""
    return left.isalnum() and right.isalnum() and not (is_unspaced(left) or is_unspaced(right))
