"""Claims: who says, believes or wants what, by the verbs and phrases that attribute it.

The terms are those of attribution research (PARC): a source, a cue, a content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.actors import Cast
from summarizer.engines.rules.attribution import Attribution, Span
from summarizer.engines.rules.contents import Complement, complement, content_end
from summarizer.engines.rules.entities import Entity
from summarizer.engines.rules.grammar import any_verb, phrase_after, subject, verb_group
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
        self.denied = 0  # where the last content ends that somebody denies: what it tells, nobody claims

    def find(self) -> Iterator[Attribution]:
        """The claims of every sentence in order."""
        for index, reading in enumerate(self.readings):
            if reading.overlong:
                continue
            found = [a for k in range(len(reading.tokens)) if (a := self._at(index, k))]
            yield from _without_repeats(found)
            if not found:
                yield from self._scare_quoted(index, reading)

    def _at(self, index: int, k: int) -> Attribution | None:
        """The claim whose cue stands at token `k`, if one does."""
        reading = self.readings[index]
        word = reading.tokens[k].lower
        if (index, k) in self.quotations.used or reading.quoted(k) or reading.tokens[k].start < self.denied:
            return None
        if word == "according" or (word in verbs.SPEECH and self._is_by(reading, k)):
            return self._according(index, k)
        if word in verbs.MINDS:
            return self._minded(index, k)
        if word.removesuffix("s") in verbs.NOUNS and not reading.verbs[k]:
            return self._nominal(index, k)
        if not (reading.verbs[k] or word.endswith("ing")):
            return None
        passive = _is_passive(reading, k)
        if (passive and word in verbs.PASSIVE_CUES) or (word in verbs.SEEMING and self._seems(reading, k)):
            return self._impersonal(index, k)
        if passive:
            return None
        tables = (verbs.SPEECH, verbs.ATTITUDES, verbs.PHRASAL_FORMS, verbs.INTENTIONS)
        lemma = next((table[word] for table in tables if word in table), None)
        return self._reported(index, k, lemma) if lemma else None

    def _scare_quoted(self, index: int, reading: Reading) -> Iterator[Attribution]:
        """A sentence with quoted words in it but no cue: its subject is taken to have said them."""
        open_words = [
            q
            for q in reading.quotes
            if q not in self.quotations.covered and not _is_title(self.text[slice(*q)])
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
    def _seems(reading: Reading, k: int) -> bool:
        """Whether to appear is to seem: not "appeared at her side"."""
        after = reading.tokens[k + 1].lower if k + 1 < len(reading.tokens) else "in"
        return after not in lexicon.PREPOSITIONS - {"to"}

    @staticmethod
    def _is_by(reading: Reading, k: int) -> bool:
        """Whether the participle at `k` attributes like "according to": "as reported by the ministry"."""
        tokens = reading.tokens
        following = tokens[k + 1].lower if k + 1 < len(tokens) else ""
        return following == "by" and k > 0 and tokens[k - 1].lower == "as"

    def _according(self, index: int, k: int) -> Attribution | None:
        """ "According to the ministry, ..."; "..., according to the ministry"."""
        reading = self.readings[index]
        tokens = reading.tokens
        if k + 2 >= len(tokens) or tokens[k + 1].lower not in ("to", "by"):
            return None
        first, last = phrase_after(reading, k + 2)
        source = self.cast.speaker(index, first, last)
        behind = (tokens[min(last, len(tokens) - 1)].end, reading.end)
        if k <= reading.dateline + 1:
            content = [behind]
        else:
            content = [(reading.body, tokens[k - 1].end)]
            if last < len(tokens) and tokens[last].text == "," and tokens[k - 1].text == ",":
                content.append(behind)
        return self._made(index, source, (tokens[k].start, tokens[k + 1].end), content)

    def _impersonal(self, index: int, k: int) -> Attribution | None:
        """What is said by nobody in particular: "is expected to resign", "appears to be closed"."""
        reading = self.readings[index]
        tokens = reading.tokens
        span = subject(reading, k)
        if span is None or k + 2 >= len(tokens):
            return None
        content = [(tokens[span[0]].start, tokens[content_end(reading, k + 1) - 1].end)]
        return self._made(index, None, (tokens[k].start, tokens[k].end), content)

    def _reported(self, index: int, k: int, lemma: str) -> Attribution | None:
        """Reported speech at the verb `k`: its content before it (postposed) or behind it."""
        reading = self.readings[index]
        tokens = reading.tokens
        group = verb_group(tokens, k)
        span, source = self.quotations.speaker(index, k)
        if lemma in _UTTERING and {t.lower for t in tokens[group:k]} & _NOT:
            return None  # "did not say that": nobody claims what follows
        found = complement(reading, k, lemma)
        if (
            reading.verbs[k]
            and tokens[k].lower in verbs.SPEECH
            and self._is_postposed(reading, k, span, found)
        ):
            return self._postposed(index, k, span, source)
        made = self._governed(index, k, group, span, source, found)
        if made is not None and lemma == "deny" and made.clause:
            self.denied = made.extent[1]
            made.wording = denial(self.text[slice(*made.content[0])], source)
        return made

    def _governed(
        self, index: int, k: int, group: int, span: tuple[int, int] | None, source: Entity | None,
        found: Complement | None,
    ) -> Attribution | None:  # fmt: skip
        """What stands behind its cue `k`; unless that is a clause, it is worded from the verb group on."""
        reading = self.readings[index]
        tokens = reading.tokens
        if found is None or span is None or source is None:
            return None
        if (
            source.kind == "other"
            and not source.named
            and not (found.clause and tokens[k].lower in verbs.SPEECH)
        ):
            return None
        end = content_end(reading, found.start)
        if found.start < span[0]:  # "Saying that it was safe, [Renn] left"
            end = min(end, span[0])
        if end <= found.start or (end == found.start + 1 and tokens[found.start].lower in _REFERRING):
            return None
        passage = tokens[found.start].start, tokens[end - 1].end
        made = self._made(index, source, (tokens[k].start, tokens[k].end), [passage])
        if made is not None:
            made.extent = min(tokens[span[0]].start, made.extent[0]), made.extent[1]
            made.clause = found.clause
            if not found.clause:
                made.wording = sentence(f"{source.subject} {self.text[tokens[group].start : passage[1]]}")
        return made

    def _minded(self, index: int, k: int) -> Attribution | None:
        """What somebody's state of mind is about: "is confident that", "are worried about"."""
        reading = self.readings[index]
        tokens = reading.tokens
        verb = next((i for i in range(k - 1, max(-1, k - 5), -1) if reading.verbs[i]), None)
        if verb is None or k + 2 >= len(tokens) or tokens[verb].lower not in _FEELING:
            return None
        after = tokens[k + 1].lower
        if after not in lexicon.PREPOSITIONS | {"that"}:
            return None
        found = Complement(k + 1 + (after == "that"), after == "that")
        return self._governed(
            index, k, verb_group(tokens, verb), *self.quotations.speaker(index, verb), found
        )

    def _nominal(self, index: int, k: int) -> Attribution | None:
        """What somebody's fear or claim is: "the mayor's fear that", "his promise to"."""
        tokens = self.readings[index].tokens
        after = tokens[k + 1].lower if k + 3 < len(tokens) else ""
        mark = next((i for i in range(k - 1, max(-1, k - 4), -1) if tokens[i].lower in _OWNING), None)
        if mark is None or after not in ("that", "to"):
            return None
        if tokens[mark].text[0] in "'’":
            source, first = self.cast.owner(index, mark), mark - 1
        else:
            source, first = self.cast.antecedent(index, mark, tokens[mark].lower), mark
        found = Complement(k + 1 + (after == "that"), after == "that")
        made = self._governed(index, k, mark + 1, (first, mark + 1), source, found)
        if made is not None and source is not None and not found.clause:
            noun, content = tokens[k].text, self.text[slice(*made.content[0])]
            be = "are" if noun.endswith("s") else "is"
            told = f" {_WILL[noun]}" if noun in _WILL else f"'s {noun} {be}"
            made.wording = sentence(f"{source.subject}{told} {content}")
        return made

    def _postposed(
        self, index: int, k: int, span: tuple[int, int] | None, source: Entity | None
    ) -> Attribution | None:
        reading = self.readings[index]
        tokens = reading.tokens
        first = span[0] if span and span[0] < k else verb_group(tokens, k)
        last = span[1] if span and span[0] > k else k + 1
        content = [(reading.body, tokens[first - 1].start)]
        rest = tokens[last + 1].lower if last + 1 < len(tokens) and tokens[last].text == "," else "who"
        if rest not in _RELATIVE and not (rest.endswith("ing") and rest in verbs.SPEECH):
            content.append((tokens[last].end, reading.end))
        return self._made(index, source, (tokens[k].start, tokens[k].end), content)

    def _is_postposed(
        self, reading: Reading, k: int, span: tuple[int, int] | None, found: Complement | None
    ) -> bool:
        """Whether the content stands before subject and verb: "The road is closed, police said"."""
        tokens = reading.tokens
        first = span[0] if span and span[0] < k else verb_group(tokens, k)
        if first < 3 or tokens[first - 1].text not in (",", "—", "–"):
            return False
        after = tokens[k + 1] if k + 1 < len(tokens) else None
        if not any_verb(reading, reading.dateline, first - 1):
            return after is not None and after.text == "," and any_verb(reading, k + 2, len(tokens))
        if after is None or after.text in (".", ",", ";", ")") or span is None or span[0] > k:
            return True
        return found is None or not (found.clause or tokens[found.start].lower == "to")

    def _made(self, index: int, source: Entity | None, cue: Span, content: list[Span]) -> Attribution | None:
        reading = self.readings[index]
        content = [(s, e) for s, e in content if self.text[s:e].strip(" ,.;")]
        if not content:
            return None
        mixed = any(s < end and start < e for s, e in content for start, end in reading.quotes)
        wording = sentence(" ".join(self.text[s:e].strip(" ,") for s, e in content), source)
        extent = min(cue[0], content[0][0]), max(cue[1], content[-1][1])
        return Attribution(index, source, cue, content, extent, "mixed" if mixed else "indirect", wording)


def _is_passive(reading: Reading, k: int) -> bool:
    group = reading.tokens[verb_group(reading.tokens, k) : k]
    return not reading.tokens[k].lower.endswith("ing") and any(t.lower in verbs.BE for t in group)


def _is_title(quoted: str) -> bool:
    """Whether quoted words are the title of a work: most of them capitalised."""
    return sum(w.lstrip("“\"'‘")[:1].isupper() for w in quoted.split()) > 0.6 * len(quoted.split())


def _without_repeats(found: list[Attribution]) -> Iterator[Attribution]:
    """Without a claim that another one of the same source already holds nearly all of."""
    kept: list[Attribution] = []
    for claim in found:
        start, end = claim.content[0][0], claim.content[-1][1]
        if not any(
            k.source is claim.source
            and k.content[0][0] <= start
            and end <= k.content[-1][1]
            and end - start > 0.6 * (k.content[-1][1] - k.content[0][0])
            for k in kept
        ):
            kept.append(claim)
    yield from kept


_REFERRING = frozenset("it this that so them him her me us you".split())
_RELATIVE = frozenset("who which whose where".split())
_FEELING = verbs.BE | frozenset(
    "feel feels felt seem seems seemed remain remains remained become became".split()
)
_WILL = {"refusal": "refuses", "reluctance": "is reluctant", "willingness": "is willing"}
_OWNING = frozenset("his her their its 's ’s".split())
_UTTERING = frozenset("say tell state claim announce add write".split())
_NOT = frozenset("not never n't n’t 't ’t".split())
