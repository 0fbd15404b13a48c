"""Contrasts: what texts of nearly the same words can differ in, beside numbers and negation.

Like the guards, each answers one question, and none says that two texts mean the same. They read English
word forms; in another language they find nothing to object to.
"""

from __future__ import annotations

import re
from functools import lru_cache

from summarizer.language.folding import fold
from summarizer.language.guards import is_negation, polarity_agrees
from summarizer.language.lexicon import STOP_WORDS


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# The two poles of an axis of meaning, by their usual forms.
_AXES = [
    (
        _set(
            """rise rises rose risen rising increase increases increased increasing grow grows grew grown
            growth climb climbs climbed gain gains gained jump jumps jumped surge surges surged soar soared
            expand expands expanded widen widened raise raises raised raising higher improve improves
            improved improvement strengthen strengthened accelerate accelerated"""
        ),
        _set(
            """fall falls fell fallen falling decrease decreases decreased drop drops dropped decline declines
            declined declining sink sank slump slumped plunge plunged shrink shrank shrunk narrow narrowed
            cut cuts cutting reduce reduces reduced lower lowered worsen worsened weaken weakened slow
            slowed slowdown lose loses lost losing loss"""
        ),
    ),
    (
        _set("open opens opened opening reopen reopens reopened"),
        _set("close closes closed closing closure shut shuts"),
    ),
    (
        _set("win wins won winning victory beat beats"),
        _set("lose loses lost losing loss defeat"),
    ),
    (
        _set(
            """support supports supported supporting back backs backed favour favours favoured favor favors
            favored"""
        ),
        _set("oppose opposes opposed opposing object objects objected resist resists resisted"),
    ),
    (
        _set(
            """accept accepts accepted approve approves approved allow allows allowed permit permits permitted
            upheld"""
        ),
        _set(
            """reject rejects rejected rejecting block blocks blocked ban bans banned forbid forbids forbade
            prohibit prohibits prohibited overturn overturned quash quashed veto vetoed"""
        ),
    ),
    (
        _set(
            """start starts started begin begins began begun resume resumes resumed launch launches
            launched"""
        ),
        _set(
            """end ends ended stop stops stopped halt halts halted suspend suspends suspended finish finished
            cease ceased"""
        ),
    ),
    (
        _set("buy buys bought acquire acquires acquired"),
        _set("sell sells sold divest divested"),
    ),
    (
        _set("import imports imported"),
        _set("export exports exported"),
    ),
    (
        _set("guilty convict convicts convicted"),
        _set("innocent acquit acquits acquitted"),
    ),
    (
        _set("hire hires hired appoint appointed"),
        _set("fire fires fired sack sacked dismiss dismissed"),
    ),
    (
        _set("safe"),
        _set("unsafe dangerous"),
    ),
    (
        _set("up"),
        _set("down"),
    ),
    (
        _set("before"),
        _set("after"),
    ),
    (
        _set("majority most"),
        _set("minority few"),
    ),
    (
        _set("minimum"),
        _set("maximum"),
    ),
]
_MODALS = [
    _set("may might could possibly perhaps maybe possible"),
    _set("must should ought want wants wanted urge urges urged demand demands demanded need needs needed"),
]
_FINITE = _set("is are was were has have had does do did will would shall should can could may might must")
_REACH = 3
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[,.;:!?]")
_PREPOSITIONS = _set(
    """in on at of for with from to into onto upon over under about after before among through during against
    within without across along around behind beyond near off out per via than as because"""
)
_TIMES = _set(
    """year years month months week weeks day days today yesterday tomorrow next last monday tuesday wednesday
    thursday friday saturday sunday"""
)
_APOSTROPHE = re.compile("['’]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|got)\s+(?:\w+ly\s+)?\w+(?:ed|en|un|wn|ht|t|ng)\b.*?\bby\b", re.I
)


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


def direction_agrees(a: str, b: str) -> bool:
    """Whether no pair of opposites parts the texts: "prices rose" and "prices fell" do not agree."""
    one, two = set(_words(a)), set(_words(b))
    return not any(
        (one & up and two & down and not one & down and not two & up)
        or (one & down and two & up and not one & up and not two & down)
        for up, down in _AXES
    )


def modality_agrees(a: str, b: str) -> bool:
    """Whether what may be in one text, or must be, is not said plainly in the other, word by shared word."""
    one, two = set(_words(a)), set(_words(b))
    return all(bool(one & modals) == bool(two & modals) or _scopes_agree(a, b, modals) for modals in _MODALS)


def negation_agrees(a: str, b: str) -> bool:
    """Whether no word that both texts hold is negated in just one of them.

    "The talks failed to bring peace, and the army will not move" agrees with "the talks did not bring
    peace": the second negation is about nothing that both speak of.
    """
    return polarity_agrees(a, b) or _scopes_agree(a, b, None)


def _scopes_agree(a: str, b: str, markers: frozenset[str] | None) -> bool:
    """Whether no shared word is only within reach of a marker in one text and only out of it in the other."""
    inside, outside = _scopes(a, markers)
    other_inside, other_outside = _scopes(b, markers)
    return not ((inside - outside) & (other_outside - other_inside)) and not (
        (outside - inside) & (other_inside - other_outside)
    )


@lru_cache(maxsize=16_384)
def _scopes(text: str, markers: frozenset[str] | None) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of content words within reach of a marker, and those out of it; negations for None.

    A marker reaches the next three content words, not beyond a comma, a full stop or the next verb group:
    in "what has not been skimmed off will evaporate" nothing is said of evaporating.
    """
    inside: set[str] = set()
    outside: set[str] = set()
    reach = 0
    for token in _TOKEN.findall(fold(text)):
        word = token.partition("'")[0]
        if not token[0].isalpha():
            reach = 0
        elif is_negation(token) if markers is None else token in markers:
            reach = _REACH
        elif word in _FINITE:
            reach = _REACH if reach == _REACH else 0  # its own auxiliaries stand before its content
        elif word not in STOP_WORDS and len(word) > 2:
            (inside if reach else outside).add(word[:5])
            reach = max(0, reach - 1)
    return frozenset(inside), frozenset(outside)


def roles_agree(a: str, b: str) -> bool:
    """Whether no verb that both texts hold stands between the same subject and object the other way round.

    "Acme sued Borel" and "Borel sued Acme" do not agree; "Borel was sued by Acme" and the first do,
    because one of them is passive. Words in a prepositional phrase move freely ("in March") and have
    no say, but for the agent of a passive.
    """
    swapped = _reversed_around(_arguments(a), _arguments(b))
    return not swapped or bool(_PASSIVE.search(a)) != bool(_PASSIVE.search(b))


@lru_cache(maxsize=8192)
def _arguments(text: str) -> dict[str, tuple[int, bool]]:
    """Where each word outside prepositional phrases stands, and whether it may be a verb: names are none."""
    places: dict[str, tuple[int, bool]] = {}
    tokens = _WORD.findall(text)
    folded = [_APOSTROPHE.split(word.casefold())[0] for word in tokens]
    for index, word in enumerate(folded):
        free = word not in STOP_WORDS | _TIMES and len(word) > 1
        if free and not any(before in _PREPOSITIONS for before in folded[max(0, index - 3) : index]):
            places.setdefault(word[:5], (index, tokens[index][0].islower()))
    return places


def _reversed_around(one: dict[str, tuple[int, bool]], two: dict[str, tuple[int, bool]]) -> bool:
    shared = one.keys() & two.keys()
    for verb in (word for word in shared if one[word][1] and two[word][1]):
        moved_back = any(one[w][0] < one[verb][0] and two[w][0] > two[verb][0] for w in shared)
        moved_up = any(one[w][0] > one[verb][0] and two[w][0] < two[verb][0] for w in shared)
        if moved_back and moved_up:
            return True
    return False
