"""Direct quotations, and who speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.actors import Cast
from summarizer.engines.rules.attribution import Attribution, Span
from summarizer.engines.rules.entities import Entity
from summarizer.engines.rules.grammar import any_verb, phrase_after, subject, verb_group
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import quotation

Voice = tuple[Span | None, Entity | None]
"""The tokens that name a source, and who it is."""
_REACH = 30
"""Tokens between a quotation and the cue behind it."""
_APART = 2
"""Paragraphs after which a quotation without a cue is no longer the last speaker's."""
_OPENING = "“«„\"'‘`"
_CLOSING = "”\"»’' "


class Quotations:
    """The direct quotations of a text.

    Attributes:
        used: the cues that attribute one, as sentence and token.
        covered: the places of the quotations.
    """

    def __init__(self, readings: Sequence[Reading], cast: Cast, text: str) -> None:
        self.readings = readings
        self.cast = cast
        self.text = text
        self.used: set[tuple[int, int]] = set()
        self.covered: set[Span] = set()

    def find(self) -> list[Attribution]:
        """Quotations with their speakers; one without a cue goes on where the last one stopped."""
        found: list[Attribution] = []
        for block in _blocks(self.readings, self.text):
            if not self._is_statement(block):
                continue
            cue = self._cue_after(block) or self._cue_before(block)
            last = found[-1] if found else None
            apart = self._paragraph(block.first) - self._paragraph(last.reading) if last else _APART + 1
            if cue and cue not in self.used:
                self.used.add(cue)
                found.append(self._attribution(block, self.speaker(*cue)[1], cue))
            elif self._opens(block) and (teller := self._teller_before(block)):
                found.append(self._attribution(block, teller))
            elif last and (cue or (self._opens(block) and not apart)):  # "...," he said, "..."
                last.content.append((block.start, block.end))
                last.extent = last.extent[0], max(last.extent[1], block.end)
            elif last and self._opens(block) and apart <= _APART:
                found.append(self._attribution(block, last.source))
        for attribution in found:
            self.covered.update(attribution.content)
            attribution.wording = " … ".join(quotation(self.text[s:e]) for s, e in attribution.content)
        return found

    def _paragraph(self, index: int) -> int:
        return self.readings[index].sentence.paragraph

    def _is_statement(self, block: _Block) -> bool:
        """Whether quoted words are a statement rather than a title or a scare quote."""
        passage = self.text[block.start : block.end]
        least = 3 if passage.rstrip(_CLOSING).endswith((".", ",", "!", "?", "…", "—")) else 8
        return passage.count(" ") >= least - 1

    def _opens(self, block: _Block) -> bool:
        """Whether a quotation opens its sentence; its mark may be left at the end of the one before."""
        reading = self.readings[block.first]
        return block.start <= reading.body + 1 or block.start >= reading.end - 2

    def _attribution(self, block: _Block, source: Entity | None, cue: Span | None = None) -> Attribution:
        index, k = cue or (block.first, 0)
        token = self.readings[index].tokens[k]
        start, end = (token.start, token.end) if cue else (block.start, block.end)
        extent = min(start, block.start), max(end, block.end)
        told = Attribution(index, source, None, [(block.start, block.end)], extent, "direct")
        if cue:
            told.cue, told.cue_text = (start, end), token.text
        return told

    def _teller_before(self, block: _Block) -> Entity | None:
        """Who speaks in the sentence before, not in a quotation: Idris said she was tired. "..." """
        index = block.first - (block.start == self.readings[block.first].start)
        if index < 0 or self._paragraph(block.last) - self._paragraph(index) > 1:
            return None
        cues = list(_speech(self.readings[index], 0, len(self.readings[index].tokens)))
        told = cues and not any((index, k) in self.used for k in cues)
        return self.speaker(index, cues[0])[1] if told else None

    def _cue_after(self, block: _Block) -> Span | None:
        """The cue behind a quotation, as sentence and token: "...," Idris said; "...," said Idris.

        Behind a clause that does not end there any verb is one: "...," Idris pressed.
        """
        reading = self.readings[block.last]
        first = reading.token_at(block.end - 1) + 1
        goes_on = self.text[block.start : block.end].rstrip(_CLOSING).endswith((",", "?", "!"))
        clause = goes_on and any_verb(reading, reading.token_at(block.start), first)
        for k in range(first, min(first + _REACH, len(reading.tokens))):
            if reading.quoted(k):
                return None
            if reading.verbs[k] and (clause or reading.tokens[k].lower in verbs.SPEECH):
                return block.last, k
        return None

    def _cue_before(self, block: _Block) -> Span | None:
        """The cue before a quotation: Idris said: "..."; Idris said that "..."; Idris shrugged: "..."."""
        reading = self.readings[block.first]
        end = reading.token_at(block.start)
        before = reading.tokens[end - 1].lower if end else ""
        if not end or not (before in (",", ":", "that") or before in verbs.SPEECH):
            return None
        quoted = (i + 1 for i in range(end - 1, -1, -1) if reading.quoted(i))
        first = next(quoted, 0)
        cue = max(_speech(reading, first, end), default=None)
        if cue is None and before in (",", ":"):
            cue = next((k for k in range(first, end) if reading.verbs[k]), None)
        return None if cue is None else (block.first, cue)

    def speaker(self, index: int, k: int) -> Voice:
        """The source of the cue at `k`.

        The verb's subject, before or (inverted) behind it; a participle's is its main clause's.
        """
        reading = self.readings[index]
        ahead = subject if reading.verbs[k] else _participle_subject
        span = phrase_after(reading, k + 1) if self._is_inverted(index, k) else ahead(reading, k)
        return span, self.cast.speaker(index, *span) if span else None

    def _is_inverted(self, index: int, k: int) -> bool:
        """Whether the subject stands behind its verb: "...," said Idris; ..., said Idris."""
        reading = self.readings[index]
        tokens = reading.tokens
        group = verb_group(tokens, k)
        first, last = phrase_after(reading, k + 1)
        if last == first or not reading.verbs[k] or tokens[first].lower in lexicon.PREPOSITIONS:
            return False
        comma = group > 1 and tokens[group - 1].text == ","
        if group == 0 or reading.quoted(group - 1 - comma):
            return True
        ends = last == len(tokens) or not tokens[last].word
        plain = group == k and verbs.SPEECH.get(tokens[k].lower, "tell") != "tell"
        return comma and ends and plain and self.cast.who(index, first, last) is not None


def _speech(reading: Reading, first: int, last: int) -> Iterator[int]:
    """The verbs and participles of speech among tokens `first:last`, not in quotation marks."""
    for k in range(first, last):
        word = reading.tokens[k].lower
        if word in verbs.SPEECH and (reading.verbs[k] or word.endswith("ing")) and not reading.quoted(k):
            yield k


def _participle_subject(reading: Reading, k: int) -> Span | None:
    """What "with" gives a participle ("with half *saying*"), or else its main clause's subject."""
    tokens = reading.tokens
    first = next((i for i in range(k - 1, max(0, k - 8), -1) if tokens[i - 1].lower == "with"), k)
    if first < k and all(t.word for t in tokens[first:k]):
        return first, k
    before = [i for i in range(k - 1, -1, -1) if reading.verbs[i] and not reading.quoted(i)]
    spoken = (i for i in before if tokens[i].lower in verbs.SPEECH)
    verb = next(spoken, next(iter(before), None))
    if verb is None:  # "*Noting* that rents had doubled, Idris left"
        comma = next((i for i in range(k, len(tokens)) if tokens[i].text == ","), k)
        verb = next((i for i in range(comma, len(tokens)) if reading.verbs[i]), None)
    return None if verb is None else subject(reading, verb)


@dataclass(slots=True)
class _Block:
    """A quotation from its opening to its closing mark, over sentences `first` to `last`."""

    start: int
    end: int
    first: int
    last: int


def _blocks(readings: Sequence[Reading], text: str) -> list[_Block]:
    """The quotations of a text; one that is still open at a sentence's end goes on in the next."""
    blocks: list[_Block] = []
    for index, reading in enumerate(readings):
        for start, end in reading.quotes:
            continued = start == reading.start and text[start] not in _OPENING
            if continued and blocks and blocks[-1].last == index - 1:
                blocks[-1].end, blocks[-1].last = end, index
            else:
                blocks.append(_Block(start, end, index, index))
    return blocks
