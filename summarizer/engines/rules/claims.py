"""Claims: who says, believes or wants what, by the verbs and phrases that attribute it.

The terms are those of attribution research (PARC): a source, a cue, a content.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.actors import Cast, Entity
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
from summarizer.engines.rules.wording import quotation, sentence

Quotation = Literal["direct", "indirect", "mixed"]
Span = tuple[int, int]


@dataclass(slots=True)
class Attribution:
    """A claim as found.

    Attributes:
        cue: its place, if it has one.
        content: the places of what is claimed, in order.
        extent: from the first to the last of source, cue and content.
    """

    reading: int
    source: Entity | None
    cue: Span | None
    content: list[Span]
    extent: Span
    quotation: Quotation
    wording: str = ""
    cue_text: str | None = None


@dataclass(slots=True)
class _Block:
    """A quotation from its opening to its closing mark, over sentences `first` to `last`."""

    start: int
    end: int
    first: int
    last: int


def find_claims(readings: Sequence[Reading], cast: Cast, text: str) -> list[Attribution]:
    """The claims of a text in order."""
    finder = _Finder(readings, cast, text)
    found = [*finder.direct(), *finder.indirect()]
    for claim in found:
        claim.cue_text = text[claim.cue[0] : claim.cue[1]] if claim.cue else None
    return sorted((c for c in found if c.wording), key=lambda a: a.extent)


class _Finder:
    def __init__(self, readings: Sequence[Reading], cast: Cast, text: str) -> None:
        self.readings = readings
        self.cast = cast
        self.text = text
        self.used: set[tuple[int, int]] = set()
        self.covered: set[Span] = set()

    # -- direct quotations

    def direct(self) -> list[Attribution]:
        """Quotations with their speakers; one without a cue goes on where the last one stopped."""
        found: list[Attribution] = []
        for block in _blocks(self.readings):
            if not self._is_statement(block):
                continue
            cue = self._cue_after(block) or self._cue_before(block)
            previous = found[-1] if found else None
            if cue is not None and cue in self.used and previous is not None:  # "...," he said, "..."
                previous.content.append((block.start, block.end))
                previous.extent = previous.extent[0], max(previous.extent[1], block.end)
            elif cue is not None:
                found.append(self._quoted(block, *cue))
            elif previous is not None and self._goes_on(block, previous):
                same = (
                    self.readings[previous.reading].sentence.paragraph
                    == self.readings[block.first].sentence.paragraph
                )
                if same:
                    previous.content.append((block.start, block.end))
                    previous.extent = previous.extent[0], max(previous.extent[1], block.end)
                else:
                    found.append(self._attribution(block, previous.source, None))
        for attribution in found:
            self.covered.update(attribution.content)
            attribution.wording = " … ".join(quotation(self.text[s:e]) for s, e in attribution.content)
        return found

    def _is_statement(self, block: _Block) -> bool:
        if self._is_title(block.start, block.end):
            return False
        words = self.text[block.start : block.end].split()
        closed = self.text[block.start : block.end].rstrip("”\"»’' ").endswith((".", ",", "!", "?", "…", "—"))
        return (len(words) >= 3 and closed) or len(words) >= 8

    def _is_title(self, start: int, end: int) -> bool:
        """Whether quoted words are the title of a work: most of them capitalised."""
        words = self.text[start:end].split()
        return len(words) > 1 and sum(w.strip("“”\"'‘’")[:1].isupper() for w in words) > 0.6 * len(words)

    def _cue_after(self, block: _Block) -> tuple[int, int] | None:
        """The cue behind a quotation, as sentence and token: "...," Idris said; "...," said Idris."""
        index = block.last
        tokens = self.readings[index].tokens
        first = _token_from(self.readings[index], block.end)
        if (
            self.text[block.start : block.end].rstrip("”\"»’' ").endswith(".")
            and first < len(tokens)
            and tokens[first].capital
        ):
            return None
        for k in range(first, min(first + 30, len(tokens))):
            if self.readings[index].quoted(k):
                return None
            if tokens[k].lower in verbs.SPEECH and is_verb(self.readings[index], k):
                return index, k
            if tokens[k].lower == "according":
                return index, k
        return None

    def _cue_before(self, block: _Block) -> tuple[int, int] | None:
        """The cue before a quotation: Idris said: "..."; Idris said that "..."."""
        index = block.first
        reading = self.readings[index]
        tokens = reading.tokens
        last = _token_from(reading, block.start)
        if last == 0:
            return None
        before = tokens[last - 1]
        if before.text not in (",", ":") and before.lower not in verbs.SPEECH and before.lower != "that":
            return None
        for k in range(last - 1, max(-1, last - 30), -1):
            if reading.quoted(k):
                return None
            if tokens[k].lower in verbs.SPEECH and (is_verb(reading, k) or tokens[k].lower.endswith("ing")):
                return index, k
        if before.text not in (":", ","):
            return None
        verb = next((k for k in range(last - 1, max(-1, last - 15), -1) if reading.verbs[k]), None)
        return (
            (index, verb)
            if verb is not None
            else (index, last - 1)
            if before.text == ":" and last < 12
            else None
        )

    def _goes_on(self, block: _Block, previous: Attribution) -> bool:
        here, there = self.readings[block.first], self.readings[previous.reading]
        opens = block.start <= here.body + 1
        near = here.sentence.paragraph - there.sentence.paragraph
        return opens and (near == 0 or (near <= 2 and previous.quotation == "direct"))

    def _quoted(self, block: _Block, index: int, k: int) -> Attribution:
        self.used.add((index, k))
        token = self.readings[index].tokens[k]
        return self._attribution(block, self._speaker(index, k), (token.start, token.end), index, k)

    def _attribution(
        self, block: _Block, source: Entity | None, cue: Span | None, index: int | None = None, k: int = 0
    ) -> Attribution:
        extent = block.start, block.end
        if cue is not None and index is not None:
            extent = min(extent[0], cue[0]), max(extent[1], cue[1])
        return Attribution(
            block.first if index is None else index, source, cue, [(block.start, block.end)], extent, "direct"
        )

    def _speaker(self, index: int, k: int) -> Entity | None:
        """The subject of the verb of speech at token `k`, before or (inverted) behind it."""
        reading = self.readings[index]
        tokens = reading.tokens
        if tokens[k].lower == "according":
            return self._who(index, *phrase_after(reading, k + 2))
        if tokens[k].text == ":":
            return self._who(index, reading.dateline, k)
        group = verb_group(tokens, k)
        inverted = (
            group == 0
            or reading.quoted(group - 1)
            or (tokens[group - 1].text == "," and group > 1 and reading.quoted(group - 2))
        )
        if inverted:
            first, last = phrase_after(reading, k + 1)
            if last > first:
                return self._who(index, first, last)
        span = subject(reading, k)
        if span is None:
            first, last = phrase_after(reading, k + 1)
            return self._who(index, first, last) if last > first and tokens[group - 1].text == "," else None
        return self._who(index, *span)

    def _who(self, index: int, first: int, last: int) -> Entity | None:
        return self.cast.speaker(index, first, last)

    # -- indirect speech

    def indirect(self) -> Iterator[Attribution]:
        """Reported speech and attitudes, and quoted words that nothing else attributes."""
        for index, reading in enumerate(self.readings):
            if reading.overlong:
                continue
            if reading.heading:
                yield from self._headline(index, reading)
            found = [a for k in range(len(reading.tokens)) if (a := self._at(index, k))]
            yield from _without_repeats(found)
            if not found:
                yield from self._scare_quoted(index, reading)

    def _at(self, index: int, k: int) -> Attribution | None:
        """The claim whose cue stands at token `k`, if one does."""
        reading = self.readings[index]
        token = reading.tokens[k]
        if (index, k) in self.used or reading.quoted(k):
            return None
        word = token.lower
        if word == "according":
            return self._according(index, k)
        if word in lexicon.CLAIM_NOUNS and not is_verb(reading, k):
            return self._noun(index, k)
        if not (is_verb(reading, k) or word.endswith("ing")):
            return None
        lemma = verbs.SPEECH.get(word) or verbs.ATTITUDES.get(word) or verbs.PHRASAL_FORMS.get(word)
        if lemma is not None:
            return self._reported(index, k, lemma)
        return self._seeming(index, k)

    def _headline(self, index: int, reading: Reading) -> Iterator[Attribution]:
        """ "Mayor: tram line will open late" """
        colon = next((i for i, t in enumerate(reading.tokens[:6]) if t.text == ":"), None)
        if colon and colon + 3 < len(reading.tokens):
            source = self.cast.speaker(index, 0, colon)
            if source is not None:
                cue = reading.tokens[colon]
                found = self._made(index, source, (cue.start, cue.end), [(cue.end, reading.end)])
                if found:
                    yield found

    def _scare_quoted(self, index: int, reading: Reading) -> Iterator[Attribution]:
        """A sentence with quoted words in it but no cue: its subject is taken to have said them."""
        open_words = [q for q in reading.quotes if q not in self.covered and not self._is_title(*q)]
        if not open_words:
            return
        before = (k for k, t in enumerate(reading.tokens) if reading.verbs[k] and t.start < open_words[0][0])
        verb = max(before, default=None)
        if verb is None:
            return
        span = subject(reading, verb)
        source = self.cast.who(index, *span) if span else None
        if source is not None and source.kind != "other":
            found = self._made(
                index,
                source,
                (reading.tokens[verb].start, reading.tokens[verb].end),
                [(reading.body, reading.end)],
            )
            if found:
                yield found

    def _according(self, index: int, k: int) -> Attribution | None:
        """ "According to the ministry, ..."; "..., according to the ministry"."""
        reading = self.readings[index]
        tokens = reading.tokens
        if k + 2 >= len(tokens) or tokens[k + 1].lower != "to":
            return None
        first, last = phrase_after(reading, k + 2)
        source = self._who(index, first, last)
        if k <= reading.dateline + 1 and last < len(tokens):
            content = [(tokens[last].end, reading.end)]
        elif k:
            content = [(reading.body, tokens[k - 1].end)]
            if last < len(tokens) and tokens[last].text == "," and tokens[k - 1].text == ",":
                content.append((tokens[last].end, reading.end))
        else:
            return None
        return self._made(index, source, (tokens[k].start, tokens[k + 1].end), content)

    def _noun(self, index: int, k: int) -> Attribution | None:
        """ "the mayor's promise to resign", "fears that the dam will break"."""
        reading = self.readings[index]
        tokens = reading.tokens
        if k + 2 >= len(tokens) or tokens[k + 1].lower not in (
            "that",
            "to",
            "of",
            "for",
            "against",
            "on",
            "about",
            "over",
        ):
            return None
        owner = k - 1
        while owner > 0 and k - owner < 4 and tokens[owner].word and tokens[owner].lower not in _POSSESSIVE:
            owner -= 1
        owned = owner >= 0 and tokens[owner].lower in _POSSESSIVE
        if (not owned and tokens[k - 1].lower == "in") or (
            not owned and tokens[k + 1].lower not in ("that", "of", "against", "about")
        ):
            return None
        end = self._content_end(reading, k + 2)
        if tokens[k + 1].lower != "that":
            end = min(end, phrase_after(reading, k + 2)[1]) if tokens[k + 1].lower != "to" else end
        source = None
        if owned and tokens[owner].lower in ("'s", "’s"):
            source = self.cast.owner(index, owner)
        elif owned:
            source = self.cast.antecedent(
                index, owner, {"her": "she", "their": "they"}.get(tokens[owner].lower, "he")
            )
        start = k + 1 if tokens[k + 1].lower == "to" else k + 2
        if (owned and source is None) or end <= start:
            return None
        return self._made(
            index, source, (tokens[k].start, tokens[k].end), [(tokens[start].start, tokens[end - 1].end)]
        )

    def _seeming(self, index: int, k: int) -> Attribution | None:
        """What seems, without a source: "the road appears to be closed", "is expected to resign"."""
        reading = self.readings[index]
        tokens = reading.tokens
        if tokens[k].lower not in ("appears", "appeared", "appear", "seems", "seemed", "seem"):
            return None
        return self._made(index, None, (tokens[k].start, tokens[k].end), [(reading.body, reading.end)])

    def _reported(self, index: int, k: int, lemma: str) -> Attribution | None:
        """Reported speech at the verb `k`: its content before it (postposed) or behind it."""
        reading = self.readings[index]
        tokens = reading.tokens
        if k and tokens[verb_group(tokens, k)].lower in verbs.BE and tokens[k].lower in verbs.PASSIVE_CUES:
            return self._passive(index, k)
        participle = not is_verb(reading, k)
        span = self._main_subject(reading, k) if participle else subject(reading, k)
        if not participle and self._is_postposed(reading, k, span):
            return self._postposed(index, k, span)
        start = self._content_start(reading, k, lemma)
        if start is None or (span is None and not self._may_lack_subject(reading, k)):
            return None
        end = self._content_end(reading, start)
        if end <= start:
            return None
        source = self._who(index, *span) if span else None
        if source is None and lemma not in _OPENLY:
            return None
        if source is not None and source.kind == "other" and not source.named and lemma not in _OPENLY:
            return None
        cue = tokens[k].start, tokens[k].end
        made = self._made(index, source, cue, [(tokens[start].start, tokens[end - 1].end)])
        if made is not None and span is not None:
            made.extent = min(tokens[span[0]].start, made.extent[0]), made.extent[1]
            if (
                source is not None
                and tokens[start - 1].lower != "that"
                and not _is_clause(reading, start, end)
            ):
                verb = k if participle else verb_group(tokens, k)
                made.wording = sentence(
                    f"{source.subject} {self.text[tokens[verb].start : tokens[end - 1].end]}"
                )
        return made

    def _passive(self, index: int, k: int) -> Attribution | None:
        """What is expected or believed, by nobody in particular or an agent ("is seen by many as")."""
        reading = self.readings[index]
        tokens = reading.tokens
        span = subject(reading, k)
        if span is None or k + 2 >= len(tokens):
            return None
        agent = phrase_after(reading, k + 2) if tokens[k + 1].lower == "by" else None
        source = self._who(index, *agent) if agent and agent[1] > agent[0] else None
        content = [(tokens[span[0]].start, tokens[self._content_end(reading, k + 1) - 1].end)]
        return self._made(index, source, (tokens[k].start, tokens[k].end), content)

    def _main_subject(self, reading: Reading, k: int) -> tuple[int, int] | None:
        """The subject of the verb before a participle ("Idris left, saying ...")."""
        verb = next((i for i in range(k - 1, -1, -1) if reading.verbs[i] and not reading.quoted(i)), None)
        return None if verb is None else subject(reading, verb)

    @staticmethod
    def _may_lack_subject(reading: Reading, k: int) -> bool:
        """Whether the verb can be one although no subject was found: in the past or behind an auxiliary."""
        return reading.tokens[k].lower.endswith("ed") or (k > 0 and reading.verbs[k - 1])

    def _postposed(self, index: int, k: int, span: tuple[int, int] | None) -> Attribution | None:
        reading = self.readings[index]
        tokens = reading.tokens
        first, last = (span[0], k + 1) if span else (verb_group(tokens, k), phrase_after(reading, k + 1)[1])
        source = self._who(index, *(span or (k + 1, last)))
        content = [(reading.body, tokens[first - 1].start)]
        if (
            last + 1 < len(tokens)
            and tokens[last].text == ","
            and not (
                tokens[last + 1].lower in _ASIDE
                or (
                    tokens[last + 1].lower in ("a", "an", "the")
                    and not any_verb(reading, last + 1, len(tokens))
                )
            )
        ):
            content.append((tokens[last].end, reading.end))
        return self._made(index, source, (tokens[k].start, tokens[k].end), content)

    def _is_postposed(self, reading: Reading, k: int, span: tuple[int, int] | None) -> bool:
        """Whether the content stands before subject and verb: "The road is closed, police said"."""
        tokens = reading.tokens
        first = span[0] if span else verb_group(tokens, k)
        if first < 3 or tokens[first - 1].text not in (",", "—", "–"):
            return False
        after = tokens[k + 1] if k + 1 < len(tokens) else None
        if not any_verb(reading, reading.dateline, first - 1):
            return after is not None and after.text == "," and any_verb(reading, k + 2, len(tokens))
        if after is None or after.text in (".", ",", ";") or span is None:
            return True
        return not any_verb(reading, k + 1, len(tokens)) and after.lower not in ("that", "to")

    def _content_start(self, reading: Reading, k: int, lemma: str) -> int | None:
        """The token at which the content begins behind its cue; None if what follows is no content."""
        tokens = reading.tokens
        n = len(tokens)
        following = k + 1
        while following < n and is_adverb(tokens[following]):
            following += 1
        if following >= n - 1:
            return None
        infinitive = next(
            (i for i in range(following, min(n - 1, following + 8)) if tokens[i].lower == "to"), n
        )
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
            and (tokens[following].word or tokens[following].text in _QUOTE_MARKS)
            and word not in lexicon.PREPOSITIONS - {"for"}
        ):
            return following
        return None

    def _content_end(self, reading: Reading, start: int) -> int:
        """Where the content ends: at the sentence's end, or where a conjoined verb of speech takes over."""
        tokens = reading.tokens
        end = len(tokens)
        while end > start and tokens[end - 1].text in (".", ";"):
            end -= 1
        for k in range(start + 2, min(end, start + 120)):
            if reading.quoted(k):
                continue
            if tokens[k].text == ";" or (tokens[k].lower in ("but", "while") and tokens[k - 1].text == ","):
                return k - (tokens[k - 1].text == ",")
            if (
                tokens[k].lower in verbs.SPEECH
                and is_verb(reading, k)
                and tokens[k + 1 : k + 2]
                and tokens[k + 1].word
            ):
                span = subject(reading, k) or (k, k)
                before = tokens[span[0] - 1]
                if span[0] > start + 2 and before.text == ",":
                    return span[0] - 1
                conjoined = tokens[verb_group(tokens, k) - 1]
                if conjoined.lower in ("and", "but") and verb_group(tokens, k) - 1 > start + 1:
                    return verb_group(tokens, k) - 1 - (tokens[verb_group(tokens, k) - 2].text == ",")
        return end

    def _made(self, index: int, source: Entity | None, cue: Span, content: list[Span]) -> Attribution | None:
        reading = self.readings[index]
        content = [(s, e) for s, e in content if self.text[s:e].strip(" ,.;")]
        if not content:
            return None
        mixed = any(s < end and start < e for s, e in content for start, end in reading.quotes)
        wording = sentence(" ".join(self.text[s:e].strip(" ,") for s, e in content), source)
        extent = min(cue[0], content[0][0]), max(cue[1], content[-1][1])
        return Attribution(index, source, cue, content, extent, "mixed" if mixed else "indirect", wording)


def _is_clause(reading: Reading, first: int, last: int) -> bool:
    """Whether a content is a clause with subject and verb rather than an object or an infinitive."""
    verb = next((i for i in range(first, last) if reading.verbs[i]), last)
    link = next((i for i in range(first, last) if reading.tokens[i].lower in lexicon.CLAUSE_BREAKS), last)
    return first < verb < max(link, first + (link == first) * last) or reading.quoted(first)


def _token_from(reading: Reading, place: int) -> int:
    """The index of the first token at or behind a place."""
    return bisect_left(reading.tokens, place, key=lambda token: token.start)


def _without_repeats(found: list[Attribution]) -> Iterator[Attribution]:
    """Without a claim that another one of the same source already holds nearly all of."""
    kept: list[Attribution] = []
    for claim in found:
        (start, end), size = (
            (claim.content[0][0], claim.content[-1][1]),
            claim.content[-1][1] - claim.content[0][0],
        )
        if not any(
            k.source is claim.source
            and k.content[0][0] <= start
            and end <= k.content[-1][1]
            and size > 0.6 * (k.content[-1][1] - k.content[0][0])
            for k in kept
        ):
            kept.append(claim)
    yield from kept


_INQUIRIES = frozenset(
    """
    poll polls survey surveys study studies report reports data figures research analysis results records
    documents
""".split()
)
_ASIDE = frozenset("who which whose where when adding saying citing referring".split())
"""Words behind the speaker that begin something about them rather than more of what they say."""
_COMPLEMENTIZERS = frozenset("that whether why how what".split())
_POSSESSIVE = frozenset("'s ’s his her their its my our".split())
_QUOTE_MARKS = frozenset(("“", '"', "‘", "'", "''", "«"))
_OPENLY = frozenset("say tell report announce add expect believe think know confirm".split())
"""Verbs that make a claim although the source is unknown ("it is believed that")."""


def _blocks(readings: Sequence[Reading]) -> Iterator[_Block]:
    """The quotations of a text, each from its opening to its closing mark."""
    block: _Block | None = None
    for index, reading in enumerate(readings):
        for start, end in reading.quotes:
            same = (
                block is not None
                and block.last == index - 1
                and start == reading.start
                and block.end == readings[index - 1].end
                and readings[index - 1].sentence.paragraph == reading.sentence.paragraph
            )
            if same and block is not None:
                block.end, block.last = end, index
                continue
            if block is not None:
                yield block
            block = _Block(start, end, index, index)
    if block is not None:
        yield block
