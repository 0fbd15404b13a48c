"""Direct quotations and their speakers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.engines.rules import verbs
from summarizer.engines.rules.actors import Cast
from summarizer.engines.rules.attribution import Attribution, Span, token_from
from summarizer.engines.rules.entities import Entity
from summarizer.engines.rules.grammar import is_verb, phrase_after, subject, verb_group
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import quotation


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
        if self.is_title(block.start, block.end):
            return False
        words = self.text[block.start : block.end].split()
        closed = self.text[block.start : block.end].rstrip("”\"»’' ").endswith((".", ",", "!", "?", "…", "—"))
        return (len(words) >= 3 and closed) or len(words) >= 8

    def is_title(self, start: int, end: int) -> bool:
        """Whether quoted words are the title of a work: most of them capitalised."""
        words = self.text[start:end].split()
        return len(words) > 1 and sum(w.strip("“”\"'‘’")[:1].isupper() for w in words) > 0.6 * len(words)

    def _cue_after(self, block: _Block) -> tuple[int, int] | None:
        """The cue behind a quotation, as sentence and token: "...," Idris said; "...," said Idris."""
        index = block.last
        tokens = self.readings[index].tokens
        first = token_from(self.readings[index], block.end)
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
        return self._unlisted_cue(index, first)

    def _unlisted_cue(self, index: int, first: int) -> tuple[int, int] | None:
        """A verb that is no verb of speech elsewhere: "...?" Idris pressed."""
        tokens = self.readings[index].tokens
        named = next((m for m in self.cast.mentions(index, first, first + 4) if m.first == first), None)
        if (
            named is None
            or named.last + 1 >= len(tokens)
            or not tokens[named.last].lower.endswith(("ed", "s"))
        ):
            return None
        return (index, named.last) if tokens[named.last + 1].text in (".", ",") else None

    def _cue_before(self, block: _Block) -> tuple[int, int] | None:
        """The cue before a quotation: Idris said: "..."; Idris said that "..."."""
        index = block.first
        reading = self.readings[index]
        tokens = reading.tokens
        last = token_from(reading, block.start)
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
        verb = next((k for k in range(max(0, last - 25), last) if reading.verbs[k]), None)
        if verb is not None:
            return index, verb
        return (index, last - 1) if before.text == ":" and last < 12 else None

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
            return self.cast.speaker(index, *phrase_after(reading, k + 2))
        if tokens[k].text == ":":
            return self.cast.speaker(index, reading.dateline, k)
        group = verb_group(tokens, k)
        inverted = (
            group == 0
            or reading.quoted(group - 1)
            or (tokens[group - 1].text == "," and group > 1 and reading.quoted(group - 2))
        )
        if inverted:
            first, last = phrase_after(reading, k + 1)
            if last > first:
                return self.cast.speaker(index, first, last)
        span = subject(reading, k)
        if span is None:
            first, last = phrase_after(reading, k + 1)
            return (
                self.cast.speaker(index, first, last)
                if last > first and tokens[group - 1].text == ","
                else None
            )
        return self.cast.speaker(index, *span)


@dataclass(slots=True)
class _Block:
    """A quotation from its opening to its closing mark, over sentences `first` to `last`."""

    start: int
    end: int
    first: int
    last: int


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
