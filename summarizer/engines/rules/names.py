"""Names in a text: where they begin and end, and what stands before and after them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.grammar import is_adverb, is_verb
from summarizer.engines.rules.places import COUNTRIES, DEMONYMS
from summarizer.engines.rules.reading import Reading, Token

_ARTICLED = re.compile(r"(?:al|el|ul|as|ash|ad|an|ar)[-’'][A-Z]")
_PARTICLES = frozenset("al el bin ibn ben van von der den de del da dos di la le du y e abu ul".split())
_CURRENCIES = frozenset("USD EUR GBP JPY CNY CHF SAR AED INR RUB CAD AUD".split())
_INSTITUTIONS = frozenset(
    """
    force forces party administration government parliament army police military militia ministry campaign
    embassy navy group brigade regime
""".split()
)
"""Common nouns that make a name of the capitalised words before them ("Quds force", "Iraqi parliament")."""
_LOOSE = frozenset("group party brigade campaign regime navy".split())
"""Those of them that a nationality does not make a name of ("a Kenyan group")."""
_SEATED = lexicon.PLACES | frozenset("mayor governor people residents north south east west".split())
"""Nouns that stand with "of" and a place ("the mayor of Tarrow")."""
_OF_HEADS = lexicon.CORPORATE | frozenset(
    """
    republic kingdom emirates states bank duke gulf university minister secretary leader director head
    union city state church isle bay strait islands commonwealth sons daughters knights
""".split()
)


@dataclass(slots=True)
class Mention:
    """A name in the text.

    Attributes:
        start, end: of the name as a span of the document, without title and article.
        reading: index of its sentence.
        first, last: its tokens, title included.
        title: the title that stands before it ("Prime Minister", "militia leader").
        nation: the country whose adjective stands before it ("Iraqi").
        weak: capitals that prove nothing: in a headline, or a single word that opens a sentence.
        speaks: a verb of speech follows.
        descriptive: no name, but a description that stands for one ("the company").
        locative: it stands behind a preposition of place.
        subject: it stands before a verb.
        possessive: it owns what follows ("Iraq's").
        article: "the" stands before it.
        acting: it stands behind "with", "by", "between" or "against".
    """

    start: int
    end: int
    reading: int
    first: int
    last: int
    name: str
    title: str | None = None
    nation: str | None = None
    weak: bool = False
    locative: bool = False
    subject: bool = False
    possessive: bool = False
    article: bool = False
    acting: bool = False
    speaks: bool = False
    descriptive: bool = False


def find_names(readings: Sequence[Reading], text: str) -> list[Mention]:
    """The names of a text in order."""
    return [mention for index in range(len(readings)) for mention in _names_of(readings[index], index, text)]


def _names_of(reading: Reading, index: int, text: str) -> Iterator[Mention]:
    tokens = reading.tokens
    i = 0
    while i < len(tokens):
        if not _opens(reading, i):
            i += 1
            continue
        last = _extent(reading, i)
        mention = _mention(reading, index, i, last, text)
        if mention is not None:
            yield mention
        i = last


def _capital(token: Token) -> bool:
    return token.capital or _ARTICLED.match(token.text) is not None


def _opens(reading: Reading, i: int) -> bool:
    """Whether a name may begin at token `i`."""
    token = reading.tokens[i]
    if (
        not _capital(token)
        or token.lower in lexicon.CALENDAR
        or token.lower.split("’")[0].split("'")[0] in ("i", "it")
    ):
        return False
    if _compound(token):
        return False
    if token.lower in lexicon.OPENERS and (
        len(token.text) == 1 or not token.text.isupper() or reading.capitals
    ):  # "The Hague" and "New York" are names all the same
        following = reading.tokens[i + 1].text if i + 1 < len(reading.tokens) else ""
        return (token.text == "New" and following[:1].isupper()) or f"{token.text} {following}" in COUNTRIES
    return True


def _compound(token: Token) -> bool:
    """ "Iranian-backed", "US-led": an adjective, not a name."""
    head, dash, tail = token.text.rpartition("-")
    return bool(dash) and tail[:1].islower() and len(tail) > 2 and head not in ("al", "el")


def _extent(reading: Reading, i: int) -> int:
    """Where the name ends that begins at token `i`."""
    tokens = reading.tokens
    j = i + 1
    while j < len(tokens):
        token, previous = tokens[j], tokens[j - 1]
        gap = token.start - previous.end
        if _capital(token) and gap <= 2 and token.lower not in lexicon.CALENDAR and not _compound(token):
            if token.lower in ("i",) or (
                previous.text.isupper() and len(previous.text) > 6 and not token.text.isupper()
            ):
                break
            j += 1
        elif (
            token.text == "."
            and gap == 0
            and _abbreviates(previous)
            and j + 1 < len(tokens)
            and _capital(tokens[j + 1])
        ):
            j += 1
        elif token.text == "&" and j + 1 < len(tokens) and _capital(tokens[j + 1]):
            j += 2
        else:
            step = _connected(reading, i, j)
            if not step:
                break
            j += step
    return j


def _abbreviates(token: Token) -> bool:
    return len(token.text) == 1 or token.lower in lexicon.ABBREVIATED


def _connected(reading: Reading, i: int, j: int) -> int:
    """How many tokens a connecting word at `j` adds to the name ("Ministry of the Interior")."""
    tokens = reading.tokens
    word = tokens[j].lower
    rest = tokens[j + 1 : j + 3]
    if not rest:
        return 0
    words = {t.lower for t in tokens[i:j]}
    if word in _PARTICLES and _capital(rest[0]) and tokens[j].text[0].islower():
        return 2
    if word in ("of", "for") and (words & _OF_HEADS) and tokens[j - 1].lower in _OF_HEADS | lexicon.TITLES:
        if _capital(rest[0]) and rest[0].lower not in lexicon.CALENDAR:
            return 2
        if rest[0].lower == "the" and len(rest) > 1 and _capital(rest[1]) and rest[1].text not in COUNTRIES:
            return 3
    if (
        word == "and"
        and words & {"of", "for"}
        and words & lexicon.CORPORATE
        and _capital(rest[0])
        and len(rest) > 1
        and not is_verb(reading, j + 2)
        and rest[0].text not in COUNTRIES
    ):
        return 2
    return 0


def _mention(reading: Reading, index: int, first: int, last: int, text: str) -> Mention | None:
    tokens = reading.tokens
    begin, nation = _without_title(tokens, first, last)
    if _is_institution(reading, begin, last):
        last += 1
    if begin >= last:
        return None
    start, end = tokens[begin].start, tokens[last - 1].end
    name = " ".join(text[start:end].split())
    if (name in DEMONYMS and name not in COUNTRIES and not name.endswith("s")) or not _nameable(
        tokens, begin, last
    ):
        return None
    title = text[tokens[first].start : tokens[begin].start].strip() or None
    if title is None:
        title = _common_title(reading, first, text)
    before = tokens[first - 1].lower if first else ""
    mention = Mention(start, end, index, first, last, text[start:end], title, nation)
    mention.article = before == "the"
    k = first - (2 if mention.article and first > 1 else 1)
    mention.locative = first < reading.dateline or (k >= 0 and tokens[k].lower in lexicon.LOCATIVE)
    if k >= 1 and tokens[k].lower == "of" and tokens[k - 1].lower in _SEATED:
        mention.locative = True
    mention.acting = k >= 0 and tokens[k].lower in ("with", "by", "between", "against")
    mention.possessive = last < len(tokens) and tokens[last].lower in ("'s", "’s", "'", "’")
    mention.weak = _weak(reading, first, last)
    mention.speaks = last < len(tokens) and tokens[last].lower in verbs.SPEECH
    governed = k >= 0 and tokens[k].lower in lexicon.PREPOSITIONS - {
        "after",
        "before",
        "since",
        "with",
        "despite",
    }
    mention.subject = (
        not governed and not mention.locative and not mention.possessive and _before_verb(reading, last)
    )
    return mention


def _is_institution(reading: Reading, first: int, last: int) -> bool:
    """Whether a common noun behind the capitals belongs to the name ("Quds force", not "militia leader")."""
    tokens = reading.tokens
    if (
        last >= len(tokens)
        or first >= last
        or tokens[last].lower not in _INSTITUTIONS
        or tokens[first].lower in lexicon.FIRST_NAMES
    ):
        return False
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    if tokens[first].text in DEMONYMS and last - first == 1 and tokens[last].lower in _LOOSE:
        return False
    return tokens[last].start - tokens[last - 1].end == 1 and (
        following is None
        or not following.word
        or following.lower in lexicon.PREPOSITIONS | lexicon.CLAUSE_BREAKS | {"and", "or"}
        or is_verb(reading, last + 1)
        or is_adverb(following)
    )


def _nameable(tokens: list[Token], first: int, last: int) -> bool:
    words = [t for t in tokens[first:last] if t.word]
    if not words:
        return False
    head = words[-1].lower
    if (
        head in lexicon.THINGS
        or "-19" in words[-1].text
        or (len(words) == 1 and (words[0].text in _CURRENCIES or _adjectival(head)))
    ):
        return False
    if len(words) > 1 and all(len(t.text) > 3 and t.text.isupper() for t in words):  # a line in capitals
        return False
    return not all(
        t.lower in lexicon.TITLES or (t.lower in lexicon.OPENERS and not t.text.isupper()) for t in words
    ) and (len(words) > 1 or len(words[0].text) > 1)


def _adjectival(word: str) -> bool:
    return word in lexicon.PEOPLES and not word.endswith("s")


def _without_title(tokens: list[Token], first: int, last: int) -> tuple[int, str | None]:
    """Where the bare name begins behind title and nationality ("Iraqi Prime Minister Haider al-Abadi")."""
    nation = DEMONYMS.get(tokens[first].text) or COUNTRIES.get(tokens[first].text)
    begin = first
    for k in range(first, last - 1):
        if tokens[k].lower in lexicon.TITLES and k - first < 7:
            following = k + 1
            if tokens[following].text == "." and following < last - 1:
                following += 1
            if tokens[following].lower == "of":  # "Secretary of State John Kerry"
                following += 2
                if following >= last - 1:
                    continue
            if (
                tokens[following].lower not in _OF_HEADS
                and tokens[following].lower not in lexicon.PREPOSITIONS
            ):
                begin = following
    if begin == first:
        nation = None
        whole = " ".join(t.text for t in tokens[first:last])
        if (
            tokens[first].text in DEMONYMS
            and tokens[first].text not in COUNTRIES
            and last - first > 1
            and whole not in COUNTRIES
        ):
            nation = DEMONYMS[tokens[first].text]
            if not any(t.lower in lexicon.CORPORATE for t in tokens[first + 1 : last]):
                begin = first + 1
    return begin, nation


def _common_title(reading: Reading, first: int, text: str) -> str | None:
    """A role noun right before a name, with its modifiers ("militia leader Qais al-Khazali")."""
    tokens = reading.tokens
    if first == 0 or tokens[first - 1].lower not in lexicon.ROLES or tokens[first - 1].capital:
        return None
    k = first - 1
    while (
        k > 0
        and first - k < 5
        and tokens[k - 1].word
        and tokens[k - 1].lower not in lexicon.OPENERS
        and not is_verb(reading, k - 1)
        and not is_adverb(tokens[k - 1])
    ):
        k -= 1
    return text[tokens[k].start : tokens[first - 1].end]


def _weak(reading: Reading, first: int, last: int) -> bool:
    tokens = reading.tokens
    if reading.heading and reading.capitals:
        return True
    opening = first == 0 or tokens[first - 1].text in ("“", '"', "‘", "'", ":", "—", "–", "[", "•", "*")
    return opening and last - first == 1 and not tokens[first].text.isupper()


def _before_verb(reading: Reading, last: int) -> bool:
    """Whether a verb follows, an appositive or parenthesis stepped over."""
    tokens = reading.tokens
    k = last
    if k < len(tokens) and tokens[k].text in (",", "("):
        closing = {",": ",", "(": ")"}[tokens[k].text]
        k = next((j + 1 for j in range(k + 1, min(k + 25, len(tokens))) if tokens[j].text == closing), k)
    if [t.lower for t in tokens[k : k + 2]] == ["no", "longer"]:
        k += 2
    while k < len(tokens) and is_adverb(tokens[k]):
        k += 1
    return k < len(tokens) and is_verb(reading, k)
