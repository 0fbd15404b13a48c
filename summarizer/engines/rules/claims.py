"""Claims: who says, believes or wants what, by the verbs and phrases that attribute it.

The terms are those of attribution research (PARC): a source, a cue, a content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.engines.rules import verbs
from summarizer.engines.rules.actors import Cast
from summarizer.engines.rules.attribution import Attribution, Span
from summarizer.engines.rules.contents import content_end, content_start, is_clause
from summarizer.engines.rules.entities import Entity
from summarizer.engines.rules.grammar import (
    any_verb,
    is_verb,
    phrase_after,
    subject,
    verb_group,
)
from summarizer.engines.rules.quotations import Quotations
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import denial, sentence


def find_claims(readings: Sequence[Reading], cast: Cast, text: str) -> list[Attribution]:
    """The claims of a text in order: direct quotations first, then what no quotation has taken up."""
    quotations = Quotations(readings, cast, text)
    found = [*quotations.find(), *_Reports(quotations).find()]
    for claim in found:
        claim.cue_text = text[claim.cue[0] : claim.cue[1]] if claim.cue else None
    return sorted((c for c in found if c.wording), key=lambda a: a.extent)


class _Reports:
    """Reported speech and attitudes, and quoted words that no cue attributes."""

    def __init__(self, quotations: Quotations) -> None:
        self.readings = quotations.readings
        self.cast = quotations.cast
        self.text = quotations.text
        self.quotations = quotations

    def find(self) -> Iterator[Attribution]:
        """The claims of every sentence in order."""
        for index, reading in enumerate(self.readings):
            if reading.overlong:
                continue
            found = [a for k in range(len(reading.tokens)) if (a := self._at(index, k))]
            if reading.heading:  # what an unnamed source says in a headline, the text tells better
                found = [a for a in found if a.source is not None and a.source.named]
            yield from _without_repeats(found)
            if not found:
                yield from self._scare_quoted(index, reading)

    def _at(self, index: int, k: int) -> Attribution | None:
        """The claim whose cue stands at token `k`, if one does."""
        reading = self.readings[index]
        token = reading.tokens[k]
        if (index, k) in self.quotations.used or reading.quoted(k):
            return None
        word = token.lower
        if word == "according" or (word in verbs.SPEECH and self._is_by(reading, k)):
            return self._according(index, k)
        if not (is_verb(reading, k) or word.endswith("ing")):
            return None
        lemma = verbs.SPEECH.get(word) or verbs.ATTITUDES.get(word) or verbs.PHRASAL_FORMS.get(word)
        if lemma is not None:
            return self._reported(index, k, lemma)
        return self._seeming(index, k)

    def _scare_quoted(self, index: int, reading: Reading) -> Iterator[Attribution]:
        """A sentence with quoted words in it but no cue: its subject is taken to have said them."""
        open_words = [
            q for q in reading.quotes if q not in self.quotations.covered and not self.quotations.is_title(*q)
        ]
        if not open_words or len(open_words) < len(reading.quotes):
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

    @staticmethod
    def _is_by(reading: Reading, k: int) -> bool:
        """Whether the participle at `k` attributes like "according to": "as reported by the ministry"."""
        tokens = reading.tokens
        following = tokens[k + 1].lower if k + 1 < len(tokens) else ""
        return following == "by" and (k <= reading.dateline or tokens[k - 1].lower in ("as", ","))

    def _according(self, index: int, k: int) -> Attribution | None:
        """ "According to the ministry, ..."; "..., according to the ministry"."""
        reading = self.readings[index]
        tokens = reading.tokens
        if k + 2 >= len(tokens) or tokens[k + 1].lower not in ("to", "by"):
            return None
        first, last = phrase_after(reading, k + 2)
        source = self.cast.speaker(index, first, last)
        if k <= reading.dateline + 1 and last < len(tokens) - 1:
            content = [(tokens[last].end, reading.end)]
        elif k:
            content = [(reading.body, tokens[k - 1].end)]
            if last < len(tokens) and tokens[last].text == "," and tokens[k - 1].text == ",":
                content.append((tokens[last].end, reading.end))
        else:
            return None
        return self._made(index, source, (tokens[k].start, tokens[k + 1].end), content)

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
        if lemma in _UTTERING and {t.lower for t in tokens[verb_group(tokens, k) : k]} & _NOT:
            return None  # "did not say that": nobody claims what follows
        participle = not is_verb(reading, k)
        span = self._main_subject(reading, k) if participle else subject(reading, k)
        if not participle and self._is_postposed(reading, k, span):
            return self._postposed(index, k, span)
        start = content_start(reading, k, lemma)
        if start is None or span is None:
            return None
        end = content_end(reading, start)
        if end <= start:
            return None
        source = self.cast.speaker(index, *span) if span else None
        if source is None and lemma not in _OPENLY:
            return None
        if source is not None and source.kind == "other" and not source.named and lemma not in _OPENLY:
            return None
        cue = tokens[k].start, tokens[k].end
        made = self._made(index, source, cue, [(tokens[start].start, tokens[end - 1].end)])
        if made is not None and lemma == "deny" and is_clause(reading, start, end):
            made.wording = denial(self.text[tokens[start].start : tokens[end - 1].end], source)
        if made is not None and span is not None:
            made.extent = min(tokens[span[0]].start, made.extent[0]), made.extent[1]
            if (
                source is not None
                and tokens[start - 1].lower != "that"
                and not is_clause(reading, start, end)
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
        source = self.cast.speaker(index, *agent) if agent and agent[1] > agent[0] else None
        content = [(tokens[span[0]].start, tokens[content_end(reading, k + 1) - 1].end)]
        return self._made(index, source, (tokens[k].start, tokens[k].end), content)

    def _main_subject(self, reading: Reading, k: int) -> tuple[int, int] | None:
        """The subject of the verb before a participle ("Idris left, saying ...")."""
        verb = next((i for i in range(k - 1, -1, -1) if reading.verbs[i] and not reading.quoted(i)), None)
        if verb is None:  # "Noting that rents had doubled, Idris left"
            comma = next((i for i in range(k, len(reading.tokens)) if reading.tokens[i].text == ","), k)
            verb = next((i for i in range(comma, len(reading.tokens)) if reading.verbs[i]), None)
        return None if verb is None else subject(reading, verb)

    def _postposed(self, index: int, k: int, span: tuple[int, int] | None) -> Attribution | None:
        reading = self.readings[index]
        tokens = reading.tokens
        first, last = (span[0], k + 1) if span else (verb_group(tokens, k), phrase_after(reading, k + 1)[1])
        source = self.cast.speaker(index, *(span or (k + 1, last)))
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
        if after is None or after.text in (".", ",", ";", ")") or span is None:
            return True
        return not any_verb(reading, k + 1, len(tokens)) and after.lower not in ("that", "to")

    def _made(self, index: int, source: Entity | None, cue: Span, content: list[Span]) -> Attribution | None:
        reading = self.readings[index]
        content = [(s, e) for s, e in content if self.text[s:e].strip(" ,.;")]
        if not content:
            return None
        mixed = any(s < end and start < e for s, e in content for start, end in reading.quotes)
        wording = sentence(" ".join(self.text[s:e].strip(" ,") for s, e in content), source)
        extent = min(cue[0], content[0][0]), max(cue[1], content[-1][1])
        return Attribution(index, source, cue, content, extent, "mixed" if mixed else "indirect", wording)


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


_ASIDE = frozenset("who which whose where when adding saying citing referring".split())
"""Words behind the speaker that begin something about them rather than more of what they say."""
_UTTERING = frozenset("say tell state claim announce add write".split())
_NOT = frozenset("not never n't n’t 't ’t".split())
_OPENLY = frozenset("say tell report announce add expect believe think know confirm".split())
"""Verbs that make a claim although the source is unknown ("it is believed that")."""
