"""Contents of claims: where what is claimed begins and ends behind its cue."""

from __future__ import annotations

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.grammar import (
    any_verb,
    is_adverb,
    is_verb,
    phrase_after,
    starts_phrase,
    subject,
    verb_group,
)
from summarizer.engines.rules.reading import Reading


def content_start(reading: Reading, k: int, lemma: str) -> int | None:
    """The token at which the content begins behind its cue; None if what follows is no content."""
    tokens = reading.tokens
    n = len(tokens)
    following = k + 1
    while following < n and is_adverb(tokens[following]):
        following += 1
    if following >= n - 1:
        return None
    infinitive = next((i for i in range(following, min(n - 1, following + 8)) if tokens[i].lower == "to"), n)
    clause = next(
        (i for i in range(following, min(n, following + 12)) if tokens[i].lower in _COMPLEMENTIZERS), None
    )
    if (
        clause is not None
        and not any_verb(reading, following, clause)
        and lemma not in ("see", "call")
        and not (lemma in verbs.WILLING and infinitive < clause)
    ):
        return clause + (tokens[clause].lower == "that")
    word = tokens[following].lower
    if (
        lemma in verbs.WILLING
        and infinitive + 1 < n
        and not tokens[infinitive + 1].capital
        and tokens[infinitive + 1].lower not in lexicon.DETERMINERS
    ):
        return following
    if word in verbs.PHRASAL.get(lemma, "").split():
        return following
    if lemma in ("tell", "inform", "assure", "warn", "remind") and word not in lexicon.PREPOSITIONS:
        following = (
            following + 1
            if word in ("reporters", "journalists", "me", "us", "him", "her", "them")
            else phrase_after(reading, following)[1]
        )
        word = tokens[following].lower if following < n else "."
    inner = next(
        (
            i
            for i in range(following + 1, n)
            if tokens[i].lower in ("after", "before", "because", "when", "while")
        ),
        n,
    )
    if lemma in verbs.PLAIN_SPEECH and any_verb(reading, following, inner):
        if word in lexicon.PREPOSITIONS:
            return next(
                (i for i in range(following + 2, min(n, following + 10)) if starts_phrase(tokens, i)),
                None,
            )
        return following if tokens[following].word or tokens[following].text in _QUOTE_MARKS else None
    if (
        lemma in ("show", "find", "suggest", "indicate", "reveal")
        and reading.tokens[verb_group(tokens, k) - 1].lower in _INQUIRIES
    ):
        return following
    if (
        lemma in verbs.ATTITUDES
        and not reading.verbs[following]
        and (tokens[following].word or tokens[following].text in _QUOTE_MARKS)
        and word not in lexicon.PREPOSITIONS - {"for"}
    ):
        return following
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
        spoken = tokens[k].lower in verbs.SPEECH and is_verb(reading, k)
        if spoken and k + 1 < len(tokens) and tokens[k + 1].word:
            taken = _taken_over(reading, start, k)
            if taken is not None:
                return taken
    return end


def _taken_over(reading: Reading, start: int, k: int) -> int | None:
    """Where another speaker's clause, or the same one's next, begins before the verb of speech at `k`."""
    tokens = reading.tokens
    span = subject(reading, k)
    first = span[0] if span and span[1] <= k and span[0] > start + 2 else verb_group(tokens, k)
    if first - 1 <= start + 1:
        return None
    before = tokens[first - 1]
    if before.lower in ("and", "but"):
        return first - 1 - (tokens[first - 2].text == ",")
    return first - 1 if before.text == "," and span is not None and span[0] == first else None


def is_clause(reading: Reading, first: int, last: int) -> bool:
    """Whether a content is a clause with subject and verb rather than an object or an infinitive."""
    verb = next((i for i in range(first, last) if reading.verbs[i]), last)
    link = next((i for i in range(first, last) if reading.tokens[i].lower in lexicon.CLAUSE_BREAKS), last)
    return first < verb < max(link, first + (link == first) * last) or reading.quoted(first)


_INQUIRIES = frozenset(
    """
    poll polls survey surveys study studies report reports data figures research analysis results records
    documents
""".split()
)

_COMPLEMENTIZERS = frozenset("that whether why how what".split())

_QUOTE_MARKS = frozenset(("“", '"', "‘", "'", "''", "«"))
