"""Names: when two forms name the same actor.

English naming habits, as news uses them: titles, surnames alone after the first mention, initials,
acronyms, articles, possessives, legal suffixes. Everything is decided from the two strings; what only
the context can tell ("Washington" for a government) is left to whoever reads the context.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from summarizer.language.folding import fold
from summarizer.language.lexicon import (
    COUNTRY_FORMS,
    FEMALE_TITLES,
    GENERATIONS,
    LEGAL_FORMS,
    MALE_TITLES,
    NAME_FUNCTION_WORDS,
    NOT_SURNAMES,
    PLACE_FIRST,
    SURNAME_PARTICLES,
    TITLES,
)

_ARTICLES = frozenset(("al", "el", "ul"))
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_WORD = re.compile(r"[^\W_]+(?:['’]s\b)?", re.UNICODE)
_POSSESSIVE = re.compile(r"^(?P<owner>[^\W\d_][\w.\- ]*?)['’]s?\s+(?P<rest>\S+\s+\S.*)$")
_ACRONYM = re.compile(r"^[A-Z][A-Za-z]{0,5}[A-Z]s?$|^[A-Z]{2,7}$")


@lru_cache(maxsize=16_384)
def _plain(word: str) -> str:
    """Folded, without possessive, full stops and diacritics."""
    folded = fold(word).removesuffix("'s").replace(".", "")
    bare = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).replace("ı", "i").replace("ø", "o").replace("ł", "l")


@lru_cache(maxsize=16_384)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name as written; "U.S." is one word, "al-Khazali" two."""
    return tuple(_WORD.findall(_DOTTED.sub(lambda m: m.group().replace(".", ""), name)))


def strip_title(name: str) -> str:
    """A name without the article, titles and functions before it: "Prime Minister Boris Johnson" is
    "Boris Johnson". A name that is nothing but title ("the President") keeps its words."""
    words = name.split()
    if words and _plain(words[0]) in {"the", "a", "an"}:
        words = words[1:]
    kept = words
    while len(kept) > 1 and (_plain(kept[0].strip(",")) in TITLES or _is_compound_title(kept[0])):
        kept = kept[1:]
    # "Chief Justice of the Supreme Court" is a function all through: nothing of it is a name.
    return " ".join(words if _plain(kept[0]) in NAME_FUNCTION_WORDS else kept) if kept else name


def _is_compound_title(word: str) -> bool:
    parts = [_plain(part) for part in word.split("-")]
    return len(parts) > 1 and all(part in TITLES for part in parts)


@lru_cache(maxsize=16_384)
def name_tokens(name: str) -> tuple[str, ...]:
    """The words that tell a name from others, folded: no articles, titles, function words, legal or
    generational suffixes, diacritics or possessives. "Gen. José Pérez Jr." gives ("jose", "perez")."""
    tokens = [_plain(word) for word in _words(strip_title(name))]
    while len(tokens) > 1 and (tokens[-1] in LEGAL_FORMS or tokens[-1] in GENERATIONS):
        tokens.pop()
    kept = tuple(token for token in tokens if token not in NAME_FUNCTION_WORDS)
    return kept or tuple(tokens)


_ENDING = re.compile(r"(?:a|ans?|al|ay|egian|e|ea|u?ese|ey|ia?|ians?|ic|is|ish|s|y)?")
"""What may stand behind the root of a place's name, in the name or in what comes from there."""


def same_root(a: str, b: str) -> bool:
    """Whether two folded words may be a place and what is from there: "turkey" and "turkish"."""
    if a[:4] != b[:4]:
        return False
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    roots = range(max(4, shared - 2), shared + 1)
    return any(_ENDING.fullmatch(a[n:]) and _ENDING.fullmatch(b[n:]) for n in roots)


def acronym(name: str) -> str:
    """The capitals that a name of several words is shortened to; "" for one word.

    "Federal Bureau of Investigation" gives "FBI"; words in lower case and function words are left out.
    """
    words = [word for word in _words(name) if word[0].isupper() and _plain(word) not in NAME_FUNCTION_WORDS]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def _acronyms(name: str) -> set[str]:
    """Every usual shortening: with function words ("DoD"), without ("FBI"), legal suffix dropped."""
    words = [word for word in _words(name) if _plain(word) not in {"the", "a", "an"}]
    while words and _plain(words[-1]) in LEGAL_FORMS:
        words.pop()
    content = [word[0].casefold() for word in words if _plain(word) not in NAME_FUNCTION_WORDS]
    capitals = [word[0].casefold() for word in words if word[0].isupper()]
    every = [word[0].casefold() for word in words]
    return {"".join(letters) for letters in (content, capitals, every) if len(letters) > 1}


def is_acronym(name: str) -> bool:
    """Whether a name is written as an acronym: "NATO", "U.S.", "DoD"."""
    words = _words(name)
    return len(words) == 1 and bool(_ACRONYM.match(words[0]))


def same_name(a: str, b: str, *, person: bool | None = None) -> bool:
    """Whether two forms name one actor.

    Args:
        person: True if both are known to be people, False if one is known not to be. None reads it
            off the words, as far as that goes: a surname alone is taken for its bearer.

    They do if they are equal after folding; have the same telling words in any order ("Ministry of
    Defence", "the Defence Ministry"); one is the acronym of the other; one is the other behind a
    possessor ("Iran's Quds Force"); or, for people, surnames are equal and the given names equal,
    abbreviated or left out. Titles that contradict each other ("Mr", "Mrs"; "Jr.", "Sr.") forbid it.
    """
    one, two = name_tokens(a), name_tokens(b)
    if not one or not two:
        return fold(a) == fold(b)
    if _titles_contradict(a, b):
        return False
    if set(one) - _ARTICLES == set(two) - _ARTICLES or _country(a) == _country(b) != "":
        return True
    if person is not True and any(_is_short_for(x, y) or _is_owned(x, y) for x, y in ((a, b), (b, a))):
        return True
    return person is not False and (_same_person(one, two) or _same_person(two, one))


def name_keys(name: str) -> set[str]:
    """Strings to look a name up by: any two forms that `same_name` takes for one share at least one."""
    tokens = name_tokens(name)
    if not tokens:
        return {fold(name)}
    keys = {_without_articles(tokens), *_acronyms(name)}
    if is_acronym(strip_title(name)):
        keys.add(_words(strip_title(name))[0].casefold())
    if owned := _POSSESSIVE.match(name):
        keys.add(_without_articles(name_tokens(owned["rest"])))
    if country := _country(name):
        keys.add(country)
    core = _without_particles(tokens)
    if core and (len(tokens) == 1 or len(core) == 1 or _may_be_person(tokens)):
        keys.add(core[-1])
    return keys


def _without_articles(tokens: tuple[str, ...]) -> str:
    return " ".join(sorted(set(tokens) - _ARTICLES))


def _country(name: str) -> str:
    """The state that a name stands for, where several names do; "us" is a pronoun."""
    tokens = name_tokens(name)
    spelt = len(tokens[0]) > 3 or is_acronym(strip_title(name))
    return COUNTRY_FORMS.get(" ".join(tokens), "") if spelt else ""


def _is_short_for(short: str, long: str) -> bool:
    words = _words(strip_title(short))
    if len(words) != 1 or not is_acronym(words[0]) or len(name_tokens(long)) < 2:
        return False
    return words[0].casefold() in _acronyms(long)


def _is_owned(owned: str, bare: str) -> bool:
    match = _POSSESSIVE.match(owned)
    if match is None or _POSSESSIVE.match(bare):
        return False
    return set(name_tokens(match["rest"])) == set(name_tokens(bare))


def _same_person(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether `short` is a surname, or an abbreviated form, of the person named in full."""
    if not _may_be_person(full) or len(short) > len(full):
        return False
    short_core, full_core = _without_particles(short), _without_particles(full)
    if not short_core or len(full_core) < 2 or short_core[-1] != full_core[-1]:
        return False
    given, full_given = short_core[:-1], full_core[:-1]
    return not given or (_abbreviates(given[0], full_given[0]) and _in_order(given[1:], full_given[1:]))


def _without_particles(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(token for token in tokens if token not in SURNAME_PARTICLES)


def _may_be_person(tokens: tuple[str, ...]) -> bool:
    return (
        2 <= len(tokens) <= 6
        and not any(token in NOT_SURNAMES or any(c.isdigit() for c in token) for token in tokens)
        and tokens[0] not in PLACE_FIRST
    )


def _abbreviates(short: str, full: str) -> bool:
    return short == full or (min(len(short), len(full)) == 1 and short[0] == full[0])


def _in_order(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    rest = iter(full)
    return all(any(_abbreviates(token, other) for other in rest) for token in short)


@lru_cache(maxsize=16_384)
def _signs(name: str) -> tuple[str, str]:
    """What a name's titles and suffixes tell: sex and generation, each "" if they do not."""
    words = [_plain(word) for word in _words(name)]
    sex = (
        "f"
        if any(w in FEMALE_TITLES for w in words[:-1])
        else "m"
        if any(w in MALE_TITLES for w in words[:-1])
        else ""
    )
    return sex, GENERATIONS.get(words[-1], "") if len(words) > 1 else ""


def _titles_contradict(a: str, b: str) -> bool:
    return any(one and two and one != two for one, two in zip(_signs(a), _signs(b), strict=True))
