"""Contents of claims: where what is claimed begins and ends behind its cue."""

from __future__ import annotations

from typing import NamedTuple

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.grammar import subject, verb_group
from summarizer.engines.rules.reading import Reading


class Complement(NamedTuple):
    """What a cue governs, from token `start` on.

    Attributes:
        clause: a clause that stands alone, rather than an object, an infinitive or a question.
    """

    start: int
    clause: bool = False


def complement(reading: Reading, k: int, lemma: str) -> Complement | None:
    """What the cue at token `k` governs; None if what follows is no content."""
    tokens = reading.tokens
    n, first = len(tokens), k + 1
    if first >= n - 1:
        return None
    word = tokens[first].lower
    verb = next((i for i in range(first, n) if reading.verbs[i]), n)
    link = next((i for i in range(first, min(n, first + 12)) if tokens[i].lower in _LINKS), n)
    to = next((i for i in range(first, min(n - 1, first + 8)) if tokens[i].lower == "to"), n)
    willing = lemma in verbs.WILLING and to < n
    if link < verb < n and tokens[link - 1].lower != "and" and not (willing and to < link):
        that = tokens[link].lower == "that" and verb > link + 1  # "said on Monday *that* it had rained"
        return Complement(link + 1, True) if that else Complement(first)
    particles = verbs.PHRASAL.get(lemma, ())
    apart = (t.lower for t in tokens[first : min(verb, first + 7)] if t.lower not in _CASE)
    if willing or word in particles or any(p in particles for p in apart):
        return Complement(first)  # "vowed to leave", "urged people to leave", "spoke of peace"
    if not (tokens[first].word or tokens[first].text[0] in "“«‘\"'"):
        return None
    if lemma in verbs.PLAIN_SPEECH and verb < n:
        span = subject(reading, verb) or (verb, verb)
        adverbial = word in lexicon.PREPOSITIONS and first < span[0] < verb
        if adverbial:  # "said on Monday [the road was closed]"
            return Complement(span[0], True)
        return Complement(first, span[0] <= first < span[1])
    transitive = lemma in verbs.ATTITUDES or (lemma in verbs.SPEECH and lemma not in _BARE)
    if transitive and verb != first and word not in lexicon.PREPOSITIONS - {"for"}:
        return Complement(first)
    return None


def content_end(reading: Reading, start: int) -> int:
    """Where the content ends: at the sentence's end, or where a conjoined verb of speech takes over."""
    tokens = reading.tokens
    end = len(tokens)
    while end > start and tokens[end - 1].text in (".", ";"):
        end -= 1
    for k in range(start + 2, min(end, start + 120)):
        if reading.quoted(k):
            continue
        tie = tokens[k - 1].text == ","
        if tokens[k].text == ";" or (tokens[k].lower in ("but", "while") and tie):
            return k - tie
        if tokens[k].text == ":" and not reading.quoted(min(k + 1, end - 1)):
            return k
        if reading.verbs[k] and tokens[k].lower in verbs.SPEECH:
            span = subject(reading, k)
            first = span[0] if span and start + 2 < span[0] < span[1] <= k else verb_group(tokens, k)
            before = tokens[first - 1].lower if first > start + 2 else ""
            if before in ("and", "but") or (before == "," and span is not None and span[0] == first):
                return first - 1 - (tokens[first - 2].text == ",")
    return end


_CASE = frozenset("of on for to in with".split())
"""Prepositions too common to belong to a verb that they do not follow at once."""
_LINKS = frozenset("that whether why how what".split())
_BARE = lexicon.words(
    "say tell ask add answer think know find see show put read feel continue point refer inform remind "
    "notify post rule report write"
)
"""Verbs of speech whose object is not what is said."""
