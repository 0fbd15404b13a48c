"""Entities: which names are one actor's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from summarizer.engines.rules.names import Mention, find_names
from summarizer.engines.rules.places import CAPITALS, COUNTRIES, DEMONYMS, SEATS
from summarizer.engines.rules.reading import Reading
from summarizer.engines.rules.wording import flat

Kind = Literal["person", "organization", "government", "armed_group", "population", "other"]

_ARTICLE = re.compile(r"^(?:al|el|ul|as|ash|ad|an|ar)[-’'](?=[A-Z])|^(?:the|The)\s+")


@dataclass(slots=True, eq=False)
class Entity:
    """One actor or place with its mentions.

    Attributes:
        nation: the country, if it is one's government.
        place: it is only ever a place.
        voice: how many claims it is the source of.
        deeds: how many events it is the agent of.
        pronoun: the relative pronoun that refers to it, "who" or "which".
        followed: somebody in the text is described as its leader or member.
    """

    mentions: list[Mention] = field(default_factory=list)
    kind: Kind = "other"
    role: str | None = None
    affiliation: Entity | None = None
    nation: str | None = None
    place: bool = False
    named: bool = True
    voice: int = 0
    deeds: int = 0
    followed: bool = False
    pronoun: str | None = None
    id: str = ""

    @property
    def name(self) -> str:
        """The fullest form; of several, the one that is no abbreviation, then the first."""
        return max(
            (m.name for m in self.mentions if not m.descriptive),
            key=lambda n: (n == self.nation, n in COUNTRIES, n.upper() != n, len(n)),
        )

    @property
    def subject(self) -> str:
        """The name as the subject of a sentence, with its article."""
        articled = sum(m.article for m in self.mentions) * 2 > len(self.mentions)
        return (
            f"The {self.name}"
            if articled and self.named and not self.name.lower().startswith("the ")
            else self.name
        )

    @property
    def weight(self) -> float:
        """Importance: a name that says who it is, speech, deeds, the subject of sentences, mentions."""
        called = self.role is not None or self.pronoun == "who" or any(m.title for m in self.mentions)
        weight = 0.3 * min(6, len(self.mentions)) + any(m.subject for m in self.mentions)
        weight += 1.5 * self.named - 1.4 * (self.kind == "other") - 0.5 * (self.kind == "population")
        weight += 1.5 * called + self.followed - 1.2 * (" " not in self.name and self.nation is None)
        weight -= sum(m.locative for m in self.mentions) / len(self.mentions)
        return weight + (self.voice > 0) + 0.5 * min(3, self.voice) + (self.deeds > 0)


def gather(readings: Sequence[Reading], text: str) -> list[Entity]:
    """The named entities of a text, places too."""
    return _cluster(_credible(find_names(readings, text)))


def _credible(mentions: Sequence[Mention]) -> list[Mention]:
    """Without capitals that prove nothing, of headlines and openings, that no other place confirms."""
    strong = {word for m in mentions if not m.weak for word in _key(m.name)}

    def known(name: str) -> bool:
        return name in COUNTRIES or name in CAPITALS or name in DEMONYMS

    return [
        m
        for m in mentions
        if not m.weak or m.speaks or known(flat(m.name)) or strong.issuperset(_key(m.name))
    ]


def _key(name: str) -> tuple[str, ...]:
    """The words of a name without article, case and points ("the U.S. Army": us, army)."""
    words = (_ARTICLE.sub("", w) for w in _ARTICLE.sub("", name).split())
    return tuple(w.replace(".", "").replace("’", "'").casefold() for w in words if w.strip("."))


def _cluster(mentions: Sequence[Mention]) -> list[Entity]:
    """Mentions to entities, longest names first: equal names, acronyms, surnames, shortened names.

    Linear: a name is looked up under its full key, never compared with all the others.
    """
    entities: dict[tuple[str, ...], Entity] = {}
    partial: dict[tuple[str, ...], tuple[str, ...] | None] = {}
    for mention in sorted(mentions, key=lambda m: (-len(_key(m.name)), m.start)):
        key = _canonical(mention)
        key = key if key in entities else partial.get(key) or key
        if key not in entities:
            entities[key] = Entity(nation=key[1] if key[0] == _COUNTRY else None)
            for short in _shortenings(key):
                partial[short] = None if partial.get(short, key) != key else key
        entities[key].mentions.append(mention)
    for entity in entities.values():
        entity.mentions.sort(key=lambda m: m.start)
    return list(entities.values())


def _canonical(mention: Mention) -> tuple[str, ...]:
    name = flat(mention.name).removeprefix("the ").removeprefix("The ")
    nation = COUNTRIES.get(name) or SEATS.get(name)
    if mention.subject and not mention.locative:
        nation = CAPITALS.get(name, nation)
    return (_COUNTRY, nation) if nation else _key(name)


def _shortenings(key: tuple[str, ...]) -> set[tuple[str, ...]]:
    """What else the bearer of a name may be called: surname, given name, first and last, tail, acronym."""
    if key[0] == _COUNTRY or len(key) < 2:
        return set()
    acronym = "".join(word[0] for word in key if word not in ("of", "the", "and", "for", "de", "la"))
    short = {key[-1:], key[:1], (key[0], key[-1]), key[-2:], key[:-1], (acronym,)} - {key}
    return short - {key[-1:]} if "of" in key else short


_COUNTRY = " country"
