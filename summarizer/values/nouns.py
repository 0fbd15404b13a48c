"""Nouns that a bare number counts: the noun phrase behind it, in the singular.

There is no tagger: a noun is known by its plural, and the phrase ends where a verb, an adverb or a
function word begins.
"""

from __future__ import annotations

import re
from functools import lru_cache

_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "people", "persons": "people",
    "feet": "foot", "teeth": "tooth", "mice": "mouse", "geese": "goose", "lives": "life", "wives": "wife",
    "knives": "knife", "wolves": "wolf", "thieves": "thief", "halves": "half", "shelves": "shelf",
    "leaves": "leaf", "loaves": "loaf", "criteria": "criterion", "phenomena": "phenomenon", "media": "media",
    "crises": "crisis", "analyses": "analysis", "bases": "base", "theses": "thesis", "oases": "oasis",
    "series": "series", "species": "species", "movies": "movie", "cookies": "cookie", "ties": "tie",
    "zombies": "zombie", "calories": "calorie", "heroes": "hero", "potatoes": "potato", "tomatoes": "tomato",
    "torpedoes": "torpedo", "mosquitoes": "mosquito", "volcanoes": "volcano", "echoes": "echo",
    "buses": "bus", "viruses": "virus", "campuses": "campus", "bonuses": "bonus", "lenses": "lens",
    "gases": "gas", "statuses": "status", "atlases": "atlas", "police": "police", "staff": "staff",
    "personnel": "personnel", "aircraft": "aircraft", "spacecraft": "spacecraft", "troops": "troops",
    "cattle": "cattle", "sheep": "sheep", "fish": "fish", "headquarters": "headquarters", "deer": "deer",
    "townspeople": "townspeople", "crew": "crew", "kroner": "krone", "kronor": "krona",
    "axes": "axe", "houses": "house", "fungi": "fungus", "bacteria": "bacterium", "data": "data",
    "elite": "elite", "offspring": "offspring", "infantry": "infantry", "cases": "case",
    "clothes": "clothes", "arms": "arms", "goods": "goods",
}  # fmt: skip
_SINGULAR_S = frozenset(
    """is was has does as this thus us its his plus across always perhaps yes besides towards afterwards
    whereas unless news politics economics mathematics athletics congress business access process
    progress success loss boss class press gas bus virus bias chaos basis crisis analysis focus status
    campus census bonus versus less previous various famous serious dangerous religious indigenous
    enormous numerous precious consecutive says gets makes takes comes goes gives means
    becomes""".split()
)
_STOP = frozenset(
    """the a an this that these those of in on at to from for by with as and or but nor than then if when
    while where who whom whose which what is are was were be been being am has have had do does did will
    would can could may might must shall should not no into onto over under after before during since
    until till against between among through about above below off out up down away per so because
    although though said says say told tells he she it they we you i him her them us his its their our
    my your both each every all any some ago later earlier went came took made got began became left
    died fell rose more most less only also just even still already yet again here there now today
    yesterday tomorrow killed wounded injured dead missing vs via versus including amid despite without
    within toward towards around along across behind beyond near upon like unlike plus minus too very
    once twice other another overall total altogether apiece together ever never how why however
    meanwhile monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december two three four five six seven eight nine ten eleven
    twelve twenty hundred thousand million billion dozen half built held led sent won lost met shot paid
    sold caught brought felt kept sat stood ran saw gave found""".split()
)
_NOT_MEN = frozenset("specimen regimen abdomen acumen omen semen yemen amen ramen stamen bitumen".split())
_PERSONS_ONLY = frozenset(
    "dead killed wounded injured hurt missing arrested detained displaced homeless".split()
)
_MODIFIERS = frozenset("more most very other additional further extra another fewer".split())
_LONGEST_PHRASE = 4
_WORD = re.compile(r"(?:\s|(?P<hyphen>[-‑]))(?P<word>(?:[A-Z]\.){2,6}|[^\W\d_](?:[\w’'&‑-]|\.(?=\w))*)")
_OF = re.compile(r"\sof(?=\s)(?:\s(?:the|these|those|its|their|his|her|our|my|your)\b)?")


def _is_compound(word: str) -> bool:
    """Whether a word is a plural in "men" or "children": "gunmen", "schoolchildren"."""
    return word.endswith(("men", "children")) and word not in _NOT_MEN


@lru_cache(maxsize=4096)
def singular(noun: str) -> str:
    """The singular of an English plural noun; what is not a plural stays: "soldiers" to "soldier"."""
    word = noun.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if _is_compound(word):
        return noun[:-3] if word.endswith("children") else noun[:-2] + "an"
    if noun.isupper():
        return noun
    if word in _SINGULAR_S or not word.endswith("s") or word.endswith(("ss", "us", "is")) or len(word) < 3:
        return "people" if word == "person" else noun
    if word.endswith("ies") and len(word) > 4:
        return noun[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return noun[:-2]
    return noun[:-1]


def is_plural(noun: str) -> bool:
    """Whether a word looks like a plural noun."""
    word = noun.lower()
    if word in _IRREGULAR or _is_compound(word):
        return True
    if noun.isupper():
        return False
    return (
        len(word) > 2
        and word.endswith("s")
        and word not in _SINGULAR_S
        and not word.endswith(("ss", "us", "is"))
    )


def read_counted(text: str, position: int, end: int, one: bool) -> tuple[int, str] | None:
    """Where the noun phrase that a number counts ends, and the phrase with its head in the singular.

    It goes as far as its first plural noun: "seven European countries" counts a "European country".
    Without a plural, the first noun after "one" or a hyphen ("a 12-page report") is counted, else nothing.

    Args:
        one: the number is one, so that the noun is in the singular.
    """
    if of := _OF.match(text, position, end):
        position = of.end()
    words: list[re.Match[str]] = []
    match = _WORD.match(text, position, end)
    while match and len(words) < _LONGEST_PHRASE:
        word = match["word"].lower()
        if not words and word in _PERSONS_ONLY:
            return match.end(), "people"
        if (not words and (word in _MODIFIERS or _is_adverb(word))) or (of and word.endswith(_POSSESSIVE)):
            words = []
            match = _WORD.match(text, match.end(), end)
            continue
        if word in ("and", "or") and words and _precedes_plural(text, match):
            words.append(match)
            match = _WORD.match(text, match.end(), end)
            continue
        if _ends_phrase(text, match, bool(words), one):
            break
        if match["hyphen"] and not words:
            return _hyphened(match)
        words.append(match)
        if is_plural(match["word"]) and not _names_kind(text, match, end):
            break
        match = _WORD.match(text, match.end(), end)
    if not words or not (one or is_plural(words[-1]["word"])):
        return None
    if len(words) == 1 and _PRICE.match(text, words[-1].end(), end):  # "a pack of two costs £3"
        return None
    *modifiers, head = [word["word"].rstrip("-‑") for word in words]
    return words[-1].end(), " ".join([*modifiers, singular(head)])


_PRICE = re.compile(r"\s[$€£¥]")
_ADVERB = re.compile(r"\w{3,}ly")
_NOT_ADVERBS = frozenset(
    """family early daily weekly monthly yearly hourly friendly deadly elderly likely costly holy ugly
    lonely assembly supply ally rally butterfly anomaly orderly scholarly lovely unlikely quarterly
    cowardly bodily""".split()
)
_OBJECT_AFTER = re.compile(r"\s(?:to|the|an?|its|their|his|her|that|for|on|with|about)\b")
_POSSESSIVE = ("'s", "’s", "s'", "s’")


def _is_adverb(word: str) -> bool:
    return bool(_ADVERB.fullmatch(word)) and word not in _NOT_ADVERBS


def _ends_phrase(text: str, match: re.Match[str], follows: bool, one: bool) -> bool:
    """Whether a word belongs no more to the phrase: a function word, a possessive, an adverb or a verb."""
    word = match["word"]
    if word.endswith(_POSSESSIVE) or (word.lower() in _STOP and not (word.isupper() and len(word) > 1)):
        return True  # but "US" is no pronoun
    if not word.islower():
        return False
    if _is_adverb(word):
        return True
    if follows:
        participle = word.endswith(("ed", "ing")) and not _precedes_plural(text, match)
        return participle or (one and is_plural(word))
    gerund = word.endswith("ing") and _OBJECT_AFTER.match(text, match.end())
    return one and (word.endswith("ed") or bool(gerund))


def _precedes_plural(text: str, match: re.Match[str]) -> bool:
    """Whether the next word or the one behind it is a plural, as in "Norwegian fishing vessels"."""
    following = _WORD.match(text, match.end(), match.endpos)
    if following is None or following["word"].lower() in _STOP:
        return False
    second = _WORD.match(text, following.end(), match.endpos)
    return is_plural(following["word"]) or (second is not None and is_plural(second["word"]))


_KIND_AFTER = re.compile(r"(?:\s[a-z]\w*){0,2}?\s(?P<head>[a-z]\w*s)\b")
_ADJUNCTS = frozenset(
    "police staff aircraft spacecraft cattle sheep fish media arms goods sports sales".split()
)
_ADJUNCT_HEAD = re.compile(r"\s(?!is\b|was\b|has\b|as\b)[a-z]\w+s\b")


def _names_kind(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a plural-looking name only says which: "two Forbes editors", "two PBS journalists"."""
    word = match["word"]
    if word.islower():
        return word in _ADJUNCTS and bool(_ADJUNCT_HEAD.match(text, match.end(), end))
    after = _KIND_AFTER.match(text, match.end(), end)
    between = after[0].lower().split() if after else []
    return (
        after is not None
        and is_plural(after["head"])
        and not any(w in _STOP or w.endswith("ed") for w in between)
    )


_NOT_COUNTED = (
    "ed",
    "off",
    "time",
    "on",
    "way",
    "fold",
    "some",
    "self",
    "odd",
    "plus",
    "something",
    "somethings",
)


def _hyphened(match: re.Match[str]) -> tuple[int, str] | None:
    """The noun tied to a number by a hyphen: "a 12-page report", not "one-sided"."""
    first = re.split(r"[-‑]", match["word"])[0]
    if first == "strong":  # "a 4,000-strong crowd"
        return match.start("word") + len(first), "people"
    if first.lower().endswith(_NOT_COUNTED) and first.lower() not in ("bed", "seed"):
        return None
    return match.start("word") + len(first), singular(first)
