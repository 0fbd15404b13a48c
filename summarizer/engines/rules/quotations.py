"""Direct quotations and their speakers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.engines.rules import verbs
from summarizer.engines.rules.actors import Cast
from summarizer.engines.rules.attribution import Attribution, Span, token_from
from summarizer.engines.rules.entities import Entity
from summarizer.engines.rules.grammar import phrase_after, subject, verb_group
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import quotation

_REACH = 30
"""Tokens between a quotation and its cue."""


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
            previous = found[-1] if found else None
            paragraph = self.readings[block.first].sentence.paragraph
            near = previous is not None and paragraph - self.readings[previous.reading].sentence.paragraph
            if cue is not None and cue not in self.used:
                self.used.add(cue)
                token = self.readings[cue[0]].tokens[cue[1]]
                found.append(_attribution(cue[0], block, self.speaker(*cue)[1], (token.start, token.end)))
            elif self._opens(block) and (teller := self._teller_before(block)):
                found.append(_attribution(block.first, block, teller))
            elif previous is not None and (
                cue or (self._opens(block) and near == 0)
            ):  # "...," he said, "..."
                previous.content.append((block.start, block.end))
                previous.extent = previous.extent[0], max(previous.extent[1], block.end)
            elif previous is not None and self._opens(block) and near <= 2:
                found.append(_attribution(block.first, block, previous.source))
        for attribution in found:
            self.covered.update(attribution.content)
            attribution.wording = " … ".join(quotation(self.text[s:e]) for s, e in attribution.content)
        return found

    def _is_statement(self, block: _Block) -> bool:
        """Whether quoted words are a statement rather than a title or a scare quote."""
        passage = self.text[block.start : block.end]
        least = 3 if passage.rstrip("”\"»’' ").endswith((".", ",", "!", "?", "…", "—")) else 8
        return passage.count(" ") >= least - 1

    def _opens(self, block: _Block) -> bool:
        """Whether a quotation opens its sentence; its mark may be left at the end of the one before."""
        reading = self.readings[block.first]
        return block.start <= reading.body + 1 or block.start >= reading.end - 2

    def _teller_before(self, block: _Block) -> Entity | None:
        """Who speaks in the sentence before, not in a quotation: Idris said she was tired. "..." """
        index = block.first - (block.start == self.readings[block.first].start)
        if (
            index < 0
            or self.readings[block.last].sentence.paragraph - self.readings[index].sentence.paragraph > 1
        ):
            return None
        reading = self.readings[index]
        cues = [
            k for k, t in enumerate(reading.tokens)
            if t.lower in verbs.SPEECH and _may_attribute(reading, k)
        ]  # fmt: skip
        if not cues or any((index, k) in self.used for k in cues):
            return None
        return self.speaker(index, cues[0])[1]

    def _cue_after(self, block: _Block) -> tuple[int, int] | None:
        """The cue behind a quotation, as sentence and token: "...," Idris said; "...," said Idris.

        Behind a comma any verb is one: "...," Idris pressed.
        """
        reading = self.readings[block.last]
        first = token_from(reading, block.end)
        clause = self.text[block.start : block.end].rstrip("”\"»’' ").endswith((",", "?", "!")) and any(
            verb for verb, inside in zip(reading.verbs[:first], reading.inside, strict=False) if inside
        )
        for k in range(first, min(first + _REACH, len(reading.tokens))):
            if reading.quoted(k):
                return None
            if reading.verbs[k] and (clause or reading.tokens[k].lower in verbs.SPEECH):
                return block.last, k
        return None

    def _cue_before(self, block: _Block) -> tuple[int, int] | None:
        """The cue before a quotation: Idris said: "..."; Idris said that "...";  Idris shrugged: "..."."""
        index = block.first
        reading = self.readings[index]
        tokens = reading.tokens
        last = token_from(reading, block.start)
        before = tokens[last - 1] if last else None
        if before is None or not (
            before.text in ",:" or before.lower in verbs.SPEECH or before.lower == "that"
        ):
            return None
        any_cue = None
        for k in range(last - 1, max(-1, last - _REACH), -1):
            if reading.quoted(k):
                break
            if tokens[k].lower in verbs.SPEECH and _may_attribute(reading, k):
                return index, k
            any_cue = (index, k) if reading.verbs[k] and before.text in ",:" else any_cue
        return any_cue

    def speaker(self, index: int, k: int) -> tuple[tuple[int, int] | None, Entity | None]:
        """The tokens that name the source of the cue at `k`, and who it is.

        The verb's subject, before or (inverted) behind it; a participle's is its main clause's.
        """
        reading = self.readings[index]
        if reading.tokens[k].lower == "according":
            span: tuple[int, int] | None = phrase_after(reading, k + 2)
        elif self._is_inverted(index, k):
            span = phrase_after(reading, k + 1)
        else:
            span = subject(reading, k) if reading.verbs[k] else self._participle_subject(index, k)
        return span, self.cast.speaker(index, *span) if span else None

    def _participle_subject(self, index: int, k: int) -> tuple[int, int] | None:
        """What "with" gives a participle ("with half *saying*"), or else its main clause's subject."""
        reading = self.readings[index]
        first = next((i for i in range(k - 1, max(0, k - 8), -1) if reading.tokens[i - 1].lower == "with"), k)
        if first < k and all(t.word for t in reading.tokens[first:k]):
            return first, k
        verb = next((i for i in range(k - 1, -1, -1) if reading.verbs[i] and not reading.quoted(i)), None)
        if verb is None:  # "*Noting* that rents had doubled, Idris left"
            comma = next((i for i in range(k, len(reading.tokens)) if reading.tokens[i].text == ","), k)
            verb = next((i for i in range(comma, len(reading.tokens)) if reading.verbs[i]), None)
        return None if verb is None else subject(reading, verb)

    def _is_inverted(self, index: int, k: int) -> bool:
        """Whether the subject stands behind its verb: "...," said Idris; ..., said Idris."""
        reading = self.readings[index]
        group = verb_group(reading.tokens, k)
        first, last = phrase_after(reading, k + 1)
        if last == first or not reading.verbs[k]:
            return False
        comma = group > 1 and reading.tokens[group - 1].text == ","
        if group == 0 or reading.quoted(group - 1 - comma):
            return True
        ends = last == len(reading.tokens) or not reading.tokens[last].word
        plain = group == k and verbs.SPEECH.get(reading.tokens[k].lower, "tell") != "tell"
        return comma and ends and plain and self.cast.who(index, first, last) is not None


def _may_attribute(reading: Reading, k: int) -> bool:
    """Whether the word at `k` is a verb or a participle outside quotation marks."""
    return (reading.verbs[k] or reading.tokens[k].lower.endswith("ing")) and not reading.quoted(k)


def _attribution(index: int, block: _Block, source: Entity | None, cue: Span | None = None) -> Attribution:
    extent = min(block.start, *(cue or ())[:1], block.end), max(block.end, *(cue or ())[1:], block.start)
    return Attribution(index, source, cue, [(block.start, block.end)], extent, "direct")


@dataclass(slots=True)
class _Block:
    """A quotation from its opening to its closing mark, over sentences `first` to `last`."""

    start: int
    end: int
    first: int
    last: int


def _blocks(readings: Sequence[Reading], text: str) -> Iterator[_Block]:
    """The quotations of a text; one that is still open at a sentence's end goes on in the next."""
    block: _Block | None = None
    for index, reading in enumerate(readings):
        for start, end in reading.quotes:
            if (
                block is not None
                and block.last == index - 1
                and start == reading.start
                and text[start] not in _OPENING
            ):
                block.end, block.last = end, index
                continue
            if block is not None:
                yield block
            block = _Block(start, end, index, index)
    if block is not None:
        yield block


_OPENING = "“«„\"'‘`"
