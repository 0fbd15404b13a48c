"""Shallow grammar over a reading: which tokens are verbs, and what their subjects and objects are.

A rule-based stand-in for a parser: closed classes, a verb list, and the neighbours of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.places import DEMONYMS
from summarizer.engines.rules.reading import Reading, Token

AUXILIARIES = verbs.BE | verbs.HAVE | verbs.MODALS | {"do", "does", "did"}
_GROUPED = AUXILIARIES | {"n't", "n’t", "'t", "’t", "so", "far"}
_FLOATING = frozenset(("all", "both", "each"))
"""Quantifiers that may stand behind an auxiliary ("had *each* left")."""
_CLAUSE_LINKS = lexicon.CLAUSE_BREAKS | lexicon.PRONOUNS | {"and", "but"}
_SUBJECT_LIKE = AUXILIARIES | lexicon.PRONOUNS
_OPENERS = lexicon.DETERMINERS | lexicon.PRONOUNS
_BINDING = lexicon.PREPOSITIONS | lexicon.DETERMINERS | {"to", "and", "or", "'s", "’s", "&", "."}
_NOMINAL = lexicon.DETERMINERS | lexicon.PREPOSITIONS | {"'s", "’s", "and", "or", "'", "’"}
_DETERMINED = frozenset("a an the his her its their our my your any no each every".split())
_ONE = frozenset("another each this that one".split())
_SEVERAL = frozenset("some many most all both few others several these those".split())
"""Determiners that stand for a noun: "another says", "some say"."""
_CONTRACTED = re.compile(r"(?:i|you|he|she|it|we|they|that|there|who)['’](?:re|ve|ll|m|d)")
_CONTRACTING = frozenset("he she it that there who what here".split())


def tag(readings: Iterable[Reading]) -> None:
    """Fill in which tokens are verbs."""
    for reading in readings:
        reading.verbs = [_verbal(reading.tokens, i) for i in range(len(reading.tokens))]
        for i in [i for i, verb in enumerate(reading.verbs) if verb and _is_reduced(reading, i)]:
            reading.verbs[i] = False


_PARTICIPLES = frozenset(
    """
    found given held made left sent taken shot seen known built bought brought told kept led struck lost
    paid met sold thought
""".split()
)


def _is_reduced(reading: Reading, i: int) -> bool:
    """Whether a participle stands for a relative clause ("militants *backed* by Iran attacked")."""
    tokens = reading.tokens
    if (
        not (tokens[i].lower.endswith("ed") or tokens[i].lower in _PARTICIPLES)
        or i == 0
        or i + 1 >= len(tokens)
    ):
        return False
    before, after = tokens[i - 1], tokens[i + 1]
    tied = after.lower in lexicon.PREPOSITIONS | {"guilty", "responsible", "missing", "to"}
    if before.text == ",":  # "was shot in Tarrow, *located* north of", with a verb before it in its clause
        return (tied or after.text[0].isdigit()) and _verb_near(reading, i - 1, -1) is not None
    spoken = reading.verbs[i + 1] and after.lower in verbs.SPEECH
    if before.lower in _SUBJECT_LIKE or is_adverb(before) or not (tied or spoken):
        return False
    behind, ahead = _verb_near(reading, i, -1), _verb_near(reading, i, 1)
    return ahead is not None or (behind is not None and tokens[behind].lower not in verbs.SPEECH)


def _verb_near(reading: Reading, i: int, step: int) -> int | None:
    """The next verb from token `i` in the direction of `step` in its clause; forward, up to a comma."""
    k = i + step
    while 0 <= k < len(reading.tokens) and reading.tokens[k].text not in (",", ";")[step < 0 :]:
        if reading.tokens[k].lower in _CLAUSE_LINKS:
            return None
        if reading.verbs[k]:
            return k
        k += step
    return None


def is_verb(reading: Reading, i: int) -> bool:
    """Whether a token is a verb outside an infinitive ("said"); "the report", "to say" are not."""
    return reading.verbs[i]


def any_verb(reading: Reading, first: int, last: int) -> bool:
    """Whether there is a verb among tokens `first:last`."""
    return any(reading.verbs[first:last])


def _verbal(tokens: list[Token], i: int) -> bool:
    token = tokens[i]
    word = token.lower
    if token.text == "May" or word == "last":
        return False
    if word in AUXILIARIES or _CONTRACTED.fullmatch(word):
        return True
    if word in ("'s", "’s") and i and tokens[i - 1].lower in _CONTRACTING:
        return True
    if token.capital and i:
        return False
    known = verbs.VERBS.get(word) or verbs.CUES.get(word)
    if known is None and (not word.endswith("ed") or len(word) <= 4 or "-" in word):
        return False
    before = tokens[i - 1].lower if i else ""
    after = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    if word.endswith("s") and (before[:1].isdigit() or before in ("million", "billion")):
        return False  # "300 marks"
    if before == "to":
        return False
    if before in _DETERMINED or before in ("'s", "’s"):
        return False
    if word == known and before in _BASE_GOVERNORS:
        return True
    if word == known and word not in PAST_ALIKE and not _takes_base(tokens, i):
        return before == "," and known in verbs.PLAIN_SPEECH and word not in verbs.NOUNS_TOO
    if word.endswith("s") and word in verbs.NOUNS_TOO and after.endswith("ed"):
        return False  # "protests continued"
    if known is None or word == known or word.endswith("s"):  # "report", "claims": nouns as often
        if (
            i
            and not tokens[i - 1].capital
            and (before.endswith(_ADJECTIVAL) or (word in verbs.NOUNS_TOO and after in lexicon.PREPOSITIONS))
        ):
            return False
        if before in (_ONE if word != known else _SEVERAL) and word not in verbs.NOUNS_TOO:
            return True
        if word.endswith("s") and (after in AUXILIARIES or after in verbs.PLAIN_SPEECH):
            return False  # "reports say", "claims were"
        return before not in _NOMINAL and after not in ("of", "'s", "’s")
    if word.endswith("ing"):
        k = i - 1
        while k > 0 and is_adverb(tokens[k]):
            k -= 1
        return tokens[k].lower in verbs.BE
    return before not in lexicon.PREPOSITIONS or before in ("before", "after", "since")


_ADJECTIVAL = ("ing", "ed", "al", "ic", "ive", "ous", "ary", "ese", "ish")
PAST_ALIKE = frozenset(
    "put cut hit read set shut let spread hurt cost beat cast quit bid broadcast burst split".split()
)


def _takes_base(tokens: list[Token], i: int) -> bool:
    """Whether a verb without ending may stand at `i`: behind a plural, a pronoun or an auxiliary."""
    k = i - 1
    while k > 0 and is_adverb(tokens[k]):
        k -= 1
    if k < 0:
        return False
    before = tokens[k].lower
    named = tokens[k].capital and tokens[k].text not in DEMONYMS and not (k and tokens[k - 1].lower == "the")
    plural = (
        before.endswith("s") and not named and before not in ("'s", "’s", "its", "his", "this")
    ) or before in lexicon.PEOPLE
    return (
        plural
        or before in _SEVERAL
        or before in _BASE_BEHIND
        or (tokens[k].capital and k > 0 and tokens[k - 1].lower == "and")
    )


_BASE_GOVERNORS = verbs.MODALS - {"may"} | frozenset("do does did".split())
_BASE_BEHIND = (
    lexicon.PRONOUNS
    | verbs.MODALS
    | frozenset("do does did n't n’t 't ’t you to that which not people and".split())
)
"""Words behind which a verb stands without an ending."""


def is_adverb(token: Token) -> bool:
    return token.lower in lexicon.ADVERBS or (token.lower.endswith("ly") and len(token.lower) > 4)


def verb_group(tokens: list[Token], i: int) -> int:
    """Where the group of auxiliaries and adverbs begins that ends in the verb `i` ("has, in fact, said")."""
    while i > 0:
        before = tokens[i - 1]
        floating = before.lower in _FLOATING and i > 1 and tokens[i - 2].lower in AUXILIARIES
        if before.lower in _GROUPED or floating or is_adverb(before):
            i -= 1
        elif before.text == "," and (aside := _aside(tokens, i - 1)):
            i = aside
        else:
            break
    return i


def _aside(tokens: list[Token], comma: int) -> int:
    """The comma behind an auxiliary that opens the aside which another comma closes; or 0."""
    for k in range(comma - 2, max(0, comma - 5), -1):
        if tokens[k].text == ",":
            return k if tokens[k - 1].lower in AUXILIARIES else 0
    return 0


def _breaks(reading: Reading, i: int) -> bool:
    """Whether a noun phrase cannot reach over token `i`."""
    token = reading.tokens[i]
    if (
        token.lower in ("before", "after")
        and reading.tokens[i + 1 : i + 2]
        and reading.tokens[i + 1].lower in ("tax", "interest")
    ):
        return False
    if not token.word:
        return token.text not in {"'", "’", "'s", "’s", ".", "-", "(", ")", "%", "$", "£", "€", "&", "/"}
    return (token.lower in lexicon.CLAUSE_BREAKS or is_verb(reading, i)) or reading.quoted(i)


_LONGEST = 60
"""Tokens that a noun phrase may have; what is longer is a list or no language."""


def phrase_before(reading: Reading, end: int) -> tuple[int, int]:
    """The noun phrase, with its prepositional phrases, that ends before token `end`."""
    first = end
    joint = end
    opening = reading.dateline if end > reading.dateline else 0
    while first > opening and end - first < _LONGEST and not _breaks(reading, first - 1):
        first -= 1
        if (
            reading.tokens[first].lower in ("and", "but", "or")
            and joint == end
            and not reading.tokens[first + 1].text[0].isdigit()
        ):
            joint = first
    if (
        joint < end and first > 0 and reading.verbs[first - 1]
    ):  # what stands before "and" is that verb's object
        first = joint + 1
    while first < end and (
        reading.tokens[first].lower in ("and", "but", "or", "yet") or is_adverb(reading.tokens[first])
    ):
        first += 1
    if first + 2 < end and reading.tokens[first + 1].lower in lexicon.CALENDAR:  # "on Monday [rebels] fled"
        first += 2 * (reading.tokens[first].lower in lexicon.PREPOSITIONS)
    if (
        first + 1 < end
        and reading.tokens[first].lower in _APPROXIMATING
        and reading.tokens[first + 1].lower in _COUNTING
    ):
        return first, end
    if first < end and reading.tokens[first].lower in lexicon.PREPOSITIONS | {"to", "according"}:
        first = next((i for i in range(end - 1, first + 1, -1) if starts_phrase(reading.tokens, i)), end)
    return first, end


_APPROXIMATING = frozenset("about over under around at between up within".split())
_COUNTING = lexicon.DETERMINERS | {"half", "least", "most"}


def starts_phrase(tokens: list[Token], i: int) -> bool:
    """Whether a noun phrase begins at `i` that no preposition governs ("In a speech [she] said")."""
    token, before = tokens[i], tokens[i - 1]
    if token.lower not in _OPENERS and not token.capital:
        return False
    return not (
        before.lower in _BINDING
        or (before.capital and token.capital and before.lower not in lexicon.CALENDAR)
    )


def phrase_after(reading: Reading, first: int) -> tuple[int, int]:
    """The noun phrase that begins at token `first`, with its prepositional phrases."""
    end = first
    while end < len(reading.tokens) and end - first < _LONGEST and not _breaks(reading, end):
        end += 1
    if end < len(reading.tokens) and reading.tokens[end - 1].text == ".":
        end -= 1
    return first, end


def subject(reading: Reading, verb: int) -> tuple[int, int] | None:
    """The subject of the verb at `verb`, as tokens `first:last`; None where there is none before it."""
    if verb not in reading.subjects:
        reading.subjects[verb] = _subject(reading, verb)
    return reading.subjects[verb]


def _subject(reading: Reading, verb: int) -> tuple[int, int] | None:
    """Find the subject.

    An appositive or a parenthesis between the two is stepped over ("Ruiz, a farmer, said"), and so
    is a relative pronoun ("Ruiz, who said"); a conjoined verb has its elder's ("Ruiz rose and said").
    """
    tokens = reading.tokens
    group = verb_group(tokens, verb)
    seen = 0
    while group > 0 and seen < 6:
        seen += 1
        before = tokens[group - 1]
        if before.text in (",", "—", "–") or before.lower in ("who", "which"):
            opening = _comma_before(reading, group - 1 - (before.lower in ("who", "which")))
            if before.lower in ("who", "which"):
                last = group - 1
                while last > 0 and tokens[last - 1].text in (",", "—"):
                    last -= 1
                first, last = phrase_before(reading, last)
                governing = lexicon.PREPOSITIONS - {"of"}
                near = (i for i in range(last - 1, first, -1) if tokens[i - 1].lower in governing)
                return next(near, first), last
            if opening is None:
                return None
            if (
                tokens[opening - 2 : opening - 1]
                and tokens[opening - 2].text == ","
                and tokens[opening - 1].text.isdigit()
            ):
                opening -= 2  # "Amal Idris, 47, a farmer, said"
            first, last = phrase_before(reading, opening)
            if last > first and not any_verb(reading, opening, group - 1) and before.text == ",":
                last = group - 1  # the appositive may hold the name
            return (first, last) if last > first else None
        if before.lower in ("and", "but", "or", "then"):
            elder = _verb_before(reading, group - 1, speech=tokens[verb].lower in verbs.CUES)
            if elder is None:
                return None
            group = verb_group(tokens, elder)
            continue
        first, last = phrase_before(reading, group)
        relative = _restrictive(reading, first)
        if relative:
            first, last = phrase_before(reading, relative)
        if last == first and reading.verbs[group - 1]:  # "the men that Idris hired had left"
            marker = next(
                (i for i in range(group - 2, max(0, group - 12), -1) if tokens[i].lower in _RELATIVE), 0
            )
            first, last = phrase_before(reading, marker)
        return (first, last) if last > first else None
    return None


def _restrictive(reading: Reading, end: int) -> int:
    """The relative pronoun of a clause that ends at token `end` ("men [who] robbed a bank were"); or 0."""
    for i in range(end - 1, max(0, end - 16), -1):
        if not reading.tokens[i].word or reading.quoted(i):
            return 0
        if reading.tokens[i].lower in ("who", "which") and reading.verbs[i + 1]:
            return i
    return 0


_RELATIVE = frozenset("that which who whom".split())


def _comma_before(reading: Reading, closing: int) -> int | None:
    """The comma that opens the parenthesis which the comma at `closing` closes."""
    for i in range(closing - 1, max(-1, closing - 40), -1):
        if reading.tokens[i].text in (",", "—", "–") and not reading.quoted(i):
            return i
    return None


def _verb_before(reading: Reading, end: int, speech: bool) -> int | None:
    """The nearest verb before token `end`; for a verb of speech the nearest of its kind."""
    nearest = None
    for i in range(end - 1, max(-1, end - 80), -1):
        if reading.verbs[i] and not reading.quoted(i):
            nearest = i if nearest is None else nearest
            if not speech or reading.tokens[i].lower in verbs.CUES:
                return i
    return nearest
