"""Claims: who says, believes or wants what, by the words that attribute it.

The terms are those of attribution research (PARC): a source, a cue, a content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.actors import Cast
from summarizer.engines.rules.attribution import Attribution, Quotation, Span
from summarizer.engines.rules.contents import Complement, complement, content_end
from summarizer.engines.rules.entities import Entity
from summarizer.engines.rules.grammar import any_verb, phrase_after, phrase_before, subject, verb_group
from summarizer.engines.rules.quotations import Quotations, Voice
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import denial, sentence


def find_claims(readings: Sequence[Reading], cast: Cast, text: str) -> list[Attribution]:
    """The claims of a text in order: direct quotations first, then what no quotation has taken up."""
    reports = _Reports(readings, cast, text)
    found = (c for c in (*reports.find(), *reports.reported()) if c.wording)
    return sorted(found, key=lambda claim: claim.extent)


class _Reports(Quotations):
    """Reported speech and attitudes, and quoted words that no cue attributes, beside the quotations.

    Attributes:
        denied: where the last content ends that somebody denies; what it tells, nobody claims.
    """

    denied = 0

    def reported(self) -> Iterator[Attribution]:
        """The claims of every sentence in order."""
        for index, reading in enumerate(self.readings):
            if reading.overlong:
                continue
            found = [
                a for k, t in enumerate(reading.tokens) if t.lower in _TRIGGERS and (a := self._at(index, k))
            ]
            if not found and (scare := self._scare_quoted(index)):
                yield scare
            yield from (a for n, a in enumerate(found) if not any(_holds(b, a) for b in found[:n]))

    def _at(self, index: int, k: int) -> Attribution | None:
        """The claim whose cue stands at token `k`, if one does."""
        reading = self.readings[index]
        tokens = reading.tokens
        word, before = tokens[k].lower, tokens[k - 1].lower if k else ""
        after = tokens[k + 1].lower if k + 1 < len(tokens) else ""
        if (index, k) in self.used or reading.quoted(k) or tokens[k].start < self.denied:
            return None
        by = word in verbs.SPEECH and (before, after) == ("as", "by")
        if by or (word, after) == ("according", "to"):
            return self._according(index, k)
        if word == "that":
            return self._minded(index, k - 1)
        if reading.verbs[k] or (word.endswith("ing") and before not in _GOVERNING_GERUNDS):
            return self._verbal(index, k)
        nominal = word.removesuffix("s") in verbs.NOUNS and after in ("that", "to")
        return self._nominal(index, k) if nominal else None

    def _scare_quoted(self, index: int) -> Attribution | None:
        """A sentence with quoted words in it but no cue: its subject is taken to have said them."""
        reading = self.readings[index]
        if not self.covered.isdisjoint(reading.quotes):
            return None  # the sentence's speaker has said what is quoted there
        opening = next((s for s, e in reading.quotes if not self.text[s:e].istitle()), reading.start)
        ahead = (k for k, t in enumerate(reading.tokens) if reading.verbs[k] and t.start < opening)
        verb = max(ahead, default=None)
        span = None if verb is None else subject(reading, verb)
        source = self.cast.who(index, *span) if span else None
        if verb is None or source is None:
            return None
        return self._made(index, source, verb, [(reading.body, reading.end)])

    def _according(self, index: int, k: int) -> Attribution | None:
        """What is so "according to the ministry", before or behind that, or "as reported by" it."""
        reading = self.readings[index]
        tokens = reading.tokens
        first, last = phrase_after(reading, k + 2)
        behind = (tokens[min(last, len(tokens) - 1)].end, reading.end)
        fronted = k <= reading.dateline + 1
        content = [behind] if fronted else [(reading.body, tokens[k - 1].end)]
        if not fronted and last < len(tokens) and tokens[last].text == tokens[k - 1].text == ",":
            content.append(behind)
        source = self.cast.speaker(index, first, last)
        return self._made(index, source, k, content)

    def _verbal(self, index: int, k: int) -> Attribution | None:
        """What a verb or participle attributes: content before it (postposed) or behind it."""
        reading = self.readings[index]
        tokens = reading.tokens
        word, group = tokens[k].lower, verb_group(tokens, k)
        auxiliaries = {t.lower for t in tokens[group:k]}
        passive = bool(auxiliaries & verbs.BE) and not word.endswith("ing")
        if word in verbs.SEEMING or (passive and word in verbs.PASSIVE_CUES):
            return self._impersonal(index, k)
        lemma = verbs.CUES.get(word, "")
        if passive or not lemma:
            return None
        voice = self.speaker(index, k)
        if lemma in _UTTERING and auxiliaries & lexicon.NEGATIONS:
            return None  # "did not say that": nobody claims what follows
        found = complement(reading, k, lemma)
        if reading.verbs[k] and word in verbs.SPEECH and (content := _postposed(reading, k, voice[0], found)):
            return self._made(index, voice[1], k, content)
        made = self._governed(index, k, group, voice, found)
        if made is not None and lemma == "deny" and made.clause:
            self.denied = made.extent[1]
            made.wording = denial(self.text[slice(*made.content[0])], made.source)
        return made

    def _impersonal(self, index: int, k: int) -> Attribution | None:
        """What is said by nobody in particular: "is expected to resign", "appears to be closed"."""
        reading = self.readings[index]
        tokens = reading.tokens
        span = subject(reading, k)
        if span is None:
            return None
        content = [(tokens[span[0]].start, tokens[content_end(reading, k + 1) - 1].end)]
        return self._made(index, None, k, content)

    def _minded(self, index: int, k: int) -> Attribution | None:
        """What somebody is confident, worried or certain of: an adjective between copula and "that"."""
        reading = self.readings[index]
        told = verbs.CUES.get(reading.tokens[k].lower, "worry") != "worry"  # "were told that"
        verb = next((i for i in range(k - 1, max(-1, k - 4), -1) if reading.verbs[i]), None)
        if told or verb is None or reading.tokens[verb].lower not in _COPULAS:
            return None
        voice = self.speaker(index, verb)
        return self._governed(index, k, verb_group(reading.tokens, verb), voice, Complement(k + 2, True))

    def _nominal(self, index: int, k: int) -> Attribution | None:
        """What somebody's fear or promise is: "the mayor's fear that", "his promise to"."""
        tokens = self.readings[index].tokens
        mark = next((i for i in range(k - 1, max(-1, k - 4), -1) if tokens[i].lower in _OWNING), None)
        if mark is None:
            return None
        owned, owner = tokens[mark].text[0] in "'’", tokens[mark].lower
        source = self.cast.owner(index, mark) if owned else self.cast.antecedent(index, mark, owner)
        that = tokens[k + 1].lower == "that"
        made = self._governed(index, k, k, ((mark - owned, mark + 1), source), Complement(k + 1 + that, that))
        if made is not None and source is not None and not that:
            content = self.text[tokens[k].start : made.content[0][1]]
            made.wording = sentence(f"{source.subject}'s {content}")
        return made

    def _governed(
        self, index: int, k: int, group: int, voice: Voice, found: Complement | None
    ) -> Attribution | None:
        """What stands behind its cue `k`; unless that is a clause, it is worded from token `group` on."""
        reading = self.readings[index]
        tokens = reading.tokens
        span, source = voice
        if found is None or span is None or source is None:
            return None
        spoken = found.clause and tokens[k].lower in verbs.SPEECH
        if not spoken and source.kind == "other" and not source.named:
            return None
        end = content_end(reading, found.start)
        if found.start < span[0]:  # "Saying that it was safe, [Renn] left"
            end = min(end, span[0])
        if end <= found.start or (end == found.start + 1 and tokens[found.start].lower in _REFERRING):
            return None
        passage = tokens[found.start].start, tokens[end - 1].end
        made = self._made(index, source, k, [passage])
        if made is not None:
            made.extent = min(tokens[span[0]].start, made.extent[0]), made.extent[1]
            made.clause = found.clause
            if reading.verbs[found.start] and tokens[span[0] - 1].lower in _RELATIVE:
                about = phrase_before(reading, span[0] - 1 - (tokens[span[0] - 2].text == ","))
                drives = self.text[tokens[about[0]].start : tokens[about[1] - 1].end]
                made.wording = sentence(f"{drives} {self.text[slice(*passage)]}")  # "[drives], which he said"
            elif not found.clause:
                told = self.text[tokens[group].start : passage[1]]
                be = ("are " if source.kind == "population" else "is ") * tokens[group].lower.endswith("ing")
                made.wording = sentence(f"{source.subject} {be}{told}")
        return made

    def _made(self, index: int, source: Entity | None, k: int, content: list[Span]) -> Attribution | None:
        reading = self.readings[index]
        tokens = reading.tokens
        cue = tokens[k].start, tokens[k + (tokens[k].lower == "according")].end
        content = [(s, e) for s, e in content if self.text[s:e].strip(" ,.;")]
        if not content:
            return None
        mixed = any(s < end and start < e for s, e in content for start, end in reading.quotes)
        wording = sentence(" ".join(self.text[s:e].strip(" ,") for s, e in content), source)
        extent = min(cue[0], content[0][0]), max(cue[1], content[-1][1])
        kind: Quotation = "mixed" if mixed else "indirect"
        return Attribution(index, source, cue, content, extent, kind, wording, self.text[slice(*cue)])


def _postposed(reading: Reading, k: int, span: Span | None, found: Complement | None) -> list[Span]:
    """The content around subject and verb ("The road is closed, police said"); [] if it is behind them."""
    tokens = reading.tokens
    first = span[0] if span and span[0] < k else verb_group(tokens, k)
    last = span[1] if span and span[0] > k else k + 1
    if first < 2 or tokens[first - 1].text not in (",", "—", "–"):
        return []
    closed = last >= len(tokens) or not tokens[last].word
    parted = closed and last + 1 < len(tokens) and tokens[last].text == ","
    if not any_verb(reading, reading.dateline, first - 1):
        if not parted or not any_verb(reading, last + 1, len(tokens)):
            return []
    elif not closed and found and (found.clause or verbs.SPEECH[tokens[k].lower] not in verbs.PLAIN_SPEECH):
        return []
    content = [(reading.body, tokens[first - 1].start)]
    if parted and tokens[last + 1].lower not in verbs.SPEECH.keys() | _RELATIVE:
        content.append((tokens[last].end, reading.end))
    return content


def _holds(held: Attribution, claim: Attribution) -> bool:
    """Whether a claim is nearly all of what another one of the same source says."""
    (first, last), (start, end) = ((c.content[0][0], c.content[-1][1]) for c in (held, claim))
    within = first <= start and end <= last and end - start > 0.6 * (last - first)
    return held.source is claim.source and within


_TRIGGERS = (
    verbs.CUES.keys()
    | verbs.SEEMING
    | verbs.NOUNS
    | {f"{noun}s" for noun in verbs.NOUNS}
    | {"according", "that"}
)
_COPULAS = verbs.BE | frozenset("feel feels felt seem seems seemed remain remains remained".split())
_GOVERNING_GERUNDS = frozenset(("for", "to"))
"""Prepositions whose gerund attributes nothing to the subject ("famous for *asking*")."""
_OWNING = frozenset("his her their its 's ’s".split())
_REFERRING = frozenset("it this that so them him her me us you".split())
"""What is no content by itself ("they doubt it")."""
_RELATIVE = frozenset("who which whose where".split())
_UTTERING = frozenset("say tell state claim announce add write".split())
