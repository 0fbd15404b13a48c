"""Actors: names and unnamed sources found in the sentences, and which of them are one actor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from summarizer.engines.rules import lexicon
from summarizer.engines.rules.places import COUNTRIES, DEMONYMS
from summarizer.engines.rules.reading import Reading

Kind = Literal["person", "organization", "government", "armed_group", "population", "other"]
_ARABIC = re.compile(r"^(?:al|el|ul|as|ash|ad)-[A-Z]")


@dataclass(slots=True)
class Mention:
    """A name in the text: tokens `first:last` of the reading with that index."""

    start: int
    end: int
    reading: int
    first: int
    last: int
    name: str


@dataclass(slots=True)
class Entity:
    """Mentions of one actor."""

    mentions: list[Mention] = field(default_factory=list)
    kind: Kind = "other"

    @property
    def name(self) -> str:
        return max((m.name for m in self.mentions), key=len)


def find_names(readings: Sequence[Reading], text: str) -> list[Mention]:
    found: list[Mention] = []
    for index, reading in enumerate(readings):
        i, n = 0, len(reading.tokens)
        while i < n:
            token = reading.tokens[i]
            if not (token.capital or _ARABIC.match(token.text)) or token.lower in lexicon.CALENDAR or token.lower in lexicon.OPENERS or token.text in DEMONYMS:
                i += 1
                continue
            j = i + 1
            while j < n and (reading.tokens[j].capital or _ARABIC.match(reading.tokens[j].text)) and reading.tokens[j].lower not in lexicon.CALENDAR:
                j += 1
            start, end = token.start, reading.tokens[j - 1].end
            found.append(Mention(start, end, index, i, j, text[start:end]))
            i = j
    return found


def gather(mentions: Sequence[Mention]) -> list[Entity]:
    by_key: dict[str, Entity] = {}
    for mention in sorted(mentions, key=lambda m: -len(m.name)):
        key = COUNTRIES.get(mention.name, mention.name.split()[-1])
        by_key.setdefault(key, Entity()).mentions.append(mention)
    return sorted(by_key.values(), key=lambda e: -len(e.mentions))
