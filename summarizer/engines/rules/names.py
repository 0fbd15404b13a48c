"""Names in a text: where they begin and end, and what stands before and after them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.grammar import is_adverb, is_verb
from summarizer.engines.rules.places import COUNTRIES, DEMONYMS
from summarizer.engines.rules.reading import Reading, Token
from summarizer.values.currencies import CODES

_ARTICLED = re.compile(r"(?:al|el|ul|as|ash|ad|an|ar)[-’'][A-Z]")
_PARTICLES = frozenset("al el bin ibn ben van von der den de del da dos di la le du y e abu ul".split())
_OFFICIAL = frozenset(
    "force forces administration government parliament army police military militia ministry embassy".split()
)
_INSTITUTIONS = _OFFICIAL | frozenset("party campaign navy group brigade regime".split())
"""Common nouns that make a name of the capitalised words before them ("Quds force", "Iraqi parliament")."""
_ACRONYMS = frozenset(
    """
    AI AIDS ATM CD CEO CFO CO2 COVID CPI CV DJ DNA DVD EBITDA EV EVs FAQ GDP GNP GPS HIV HR ID IPO
    IT IVF LED LGBT LNG LPG MBA MMR MP MPs MRI NGO NGOs OK PC PCR PDF PE PhD PIN PM PMI PPE PR PTSD
    QR RNA SUV SUVs TV UFO URL USB UTC GMT VAT VIP VPN WiFi
""".split()
)
"""Abbreviations of common nouns."""
_NO_NAMES = CODES | _ACRONYMS
_OF_HEADS = lexicon.CORPORATE | frozenset(
    """
    republic kingdom emirates states bank duke gulf university minister secretary leader director head
    union city state church isle bay strait islands commonwealth sons daughters knights
""".split()
)
_OFFICES = _OF_HEADS | lexicon.TITLES
_CONTINUING = _OF_HEADS | lexicon.PREPOSITIONS
_BEHIND_NAMES = lexicon.PREPOSITIONS | lexicon.CLAUSE_BREAKS | {"and", "or"}
_GOVERNING = lexicon.PREPOSITIONS - {"after", "before", "since", "with", "despite"}
_MARKS = frozenset(("“", '"', "‘", "'", ":", "—", "–", "[", "•", "*"))
"""Marks behind which any word has a capital."""


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
    if not _capital(token) or token.lower in lexicon.CALENDAR or _compound(token):
        return False
    if re.match(r"(?:i|it)(?!\w)", token.lower):
        return False
    shouted = len(token.text) > 1 and token.text.isupper() and not reading.capitals
    if token.lower in lexicon.OPENERS and not shouted:  # "The Hague" and "New York" are names all the same
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
    while j < len(tokens) and (step := _step(reading, i, j)):
        j += step
    return j


def _step(reading: Reading, i: int, j: int) -> int:
    """How many tokens from `j` on a name goes on that begins at `i` ("Ministry of the Interior")."""
    tokens = reading.tokens
    token, previous = tokens[j], tokens[j - 1]
    if _capital(token):
        apart = token.start - previous.end > 2 or token.lower in lexicon.CALENDAR or token.lower == "i"
        return not (apart or _compound(token))
    first, second = (tokens[k] if k < len(tokens) else None for k in (j + 1, j + 2))
    if first is None:
        return 0
    if token.text == ".":
        short = len(previous.text) == 1 or previous.lower in lexicon.ABBREVIATED
        return short and token.start == previous.end and _capital(first)
    if token.text == "&" or token.text in _PARTICLES:
        return 2 * _capital(first)
    return _joined(reading, {t.lower for t in tokens[i:j]}, j, first, second)


def _joined(reading: Reading, words: set[str], j: int, first: Token, second: Token | None) -> int:
    """How many tokens "of", "for" or "and" at `j` adds to a name that has the words before it."""
    word, head = reading.tokens[j].lower, reading.tokens[j - 1].lower
    if word in ("of", "for") and words & _OF_HEADS and head in _OFFICES:
        if first.lower == "the":
            return 3 * (second is not None and _capital(second) and second.text not in COUNTRIES)
        return 2 * (_capital(first) and first.lower not in lexicon.CALENDAR)
    if word == "and" and words & {"of", "for"} and words & lexicon.CORPORATE and second is not None:
        return 2 * (_capital(first) and not is_verb(reading, j + 2) and first.text not in COUNTRIES)
    return 0


def _mention(reading: Reading, index: int, first: int, last: int, text: str) -> Mention | None:
    tokens = reading.tokens
    begin, nation = _without_title(tokens, first, last)
    last += _is_institution(reading, begin, last)
    if begin >= last or not _nameable(tokens, begin, last):
        return None
    start, end = tokens[begin].start, tokens[last - 1].end
    title = text[tokens[first].start : tokens[begin].start].strip() or _common_title(reading, first, text)
    article = first > 0 and tokens[first - 1].lower == "the"
    tie = tokens[first - 1 - (article and first > 1)].lower if first else ""
    behind = tokens[last].lower if last < len(tokens) else ""
    locative = first < reading.dateline or tie in lexicon.LOCATIVE
    possessive = behind in ("'s", "’s", "'", "’")
    return Mention(
        start, end, index, first, last, text[start:end], title, nation,
        weak=_weak(reading, first, last), locative=locative, possessive=possessive, article=article,
        subject=not (locative or possessive or tie in _GOVERNING) and _before_verb(reading, last),
        speaks=behind in verbs.SPEECH,
    )  # fmt: skip


def _is_institution(reading: Reading, first: int, last: int) -> bool:
    """Whether a common noun behind the capitals belongs to the name ("Quds force", not "militia leader")."""
    tokens = reading.tokens
    if not first < last < len(tokens) or tokens[last].lower not in _INSTITUTIONS:
        return False
    if tokens[first].lower in lexicon.FIRST_NAMES or tokens[last].start - tokens[last - 1].end != 1:
        return False
    if last - first == 1 and tokens[first].text in DEMONYMS and tokens[last].lower not in _OFFICIAL:
        return False  # "a Kenyan group"
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    return (
        following is None
        or not following.word
        or following.lower in _BEHIND_NAMES
        or is_verb(reading, last + 1)
        or is_adverb(following)
    )


def _nameable(tokens: list[Token], first: int, last: int) -> bool:
    """Whether capitals name somebody: no adjective, currency, thing, bare title or line in capitals."""
    words = [t for t in tokens[first:last] if t.word]
    if (
        not words
        or words[0].lower == "operation"
        or words[-1].lower in lexicon.THINGS
        or "-19" in words[-1].text
    ):
        return False
    if len(words) == 1:
        word = words[0].text
        adjective = word.lower() in lexicon.PEOPLES or (word in DEMONYMS and word not in COUNTRIES)
        if len(word) == 1 or word in _NO_NAMES or (adjective and not word.endswith("s")):
            return False
    elif all(len(t.text) > 3 and t.text.isupper() for t in words):
        return False
    return not all(
        t.lower in lexicon.TITLES or (t.lower in lexicon.OPENERS and not t.text.isupper()) for t in words
    )


def _without_title(tokens: list[Token], first: int, last: int) -> tuple[int, str | None]:
    """Where the bare name begins behind title and nationality ("Iraqi Prime Minister Haider al-Abadi")."""
    demonym = tokens[first].text in DEMONYMS and tokens[first].text not in COUNTRIES
    nation = DEMONYMS.get(tokens[first].text) or COUNTRIES.get(tokens[first].text)
    begin = first
    for k in range(first, min(last - 1, first + 7)):
        if tokens[k].lower not in lexicon.TITLES:
            continue
        following = k + 1 + (tokens[k + 1].text == "." and k + 1 < last - 1)
        if tokens[following].lower == "of" and following + 2 < last - 1:  # "Secretary of State John Kerry"
            following += 2
        if tokens[following].lower not in _CONTINUING:
            begin = following
    if begin > first:
        return begin, nation
    whole = " ".join(t.text for t in tokens[first:last])
    if not demonym or last - first == 1 or whole in COUNTRIES:
        return first, None
    body = any(t.lower in lexicon.CORPORATE for t in tokens[first + 1 : last])
    return first + (not body), nation


def _common_title(reading: Reading, first: int, text: str) -> str | None:
    """A role noun right before a name, with its modifiers ("militia leader Qais al-Khazali")."""
    tokens = reading.tokens
    if first == 0 or tokens[first - 1].lower not in lexicon.ROLES or tokens[first - 1].capital:
        return None
    k = first - 1
    while k > max(0, first - 5) and tokens[k - 1].word and tokens[k - 1].lower not in lexicon.OPENERS:
        if is_verb(reading, k - 1) or is_adverb(tokens[k - 1]):
            break
        k -= 1
    return text[tokens[k].start : tokens[first - 1].end]


def _weak(reading: Reading, first: int, last: int) -> bool:
    if reading.heading and reading.capitals:
        return True
    opening = first == 0 or reading.tokens[first - 1].text in _MARKS
    return opening and last - first == 1 and not reading.tokens[first].text.isupper()


def _before_verb(reading: Reading, k: int) -> bool:
    """Whether a verb follows, adverbs and "no longer" stepped over."""
    tokens = reading.tokens
    while k < len(tokens) and (is_adverb(tokens[k]) or tokens[k].lower in ("no", "longer")):
        k += 1
    return k < len(tokens) and is_verb(reading, k)
