"""Actors: who stands at some place of a text, by name, pronoun or description, and unnamed ones."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from summarizer.engines.rules import lexicon
from summarizer.engines.rules.entities import Entity, Kind, gather
from summarizer.engines.rules.kinds import affiliate, describe, kind_of
from summarizer.engines.rules.names import Mention
from summarizer.engines.rules.places import DEMONYMS
from summarizer.engines.rules.reading import Reading, Token


class Cast:
    """Everybody in a text, to be asked who stands at some place in it."""

    def __init__(self, readings: Sequence[Reading], text: str) -> None:
        self.readings = readings
        self.text = text
        self.entities: list[Entity] = gather(readings, text)
        self._owner: dict[tuple[int, int, int], Entity] = {}
        self._mentions: defaultdict[int, list[Mention]] = defaultdict(list)
        self._described: defaultdict[int, list[Mention]] = defaultdict(list)
        self._subjects: dict[int, list[Entity]] = {}
        self._unnamed: dict[str, Entity] = {}
        for entity in self.entities:
            for mention in entity.mentions:
                self._enter(mention, entity, self._mentions)
        for mentions in self._mentions.values():
            mentions.sort(key=lambda m: m.start)
        notes = [(entity, describe(entity, self)) for entity in self.entities]
        for entity, told in notes:
            affiliate(entity, told, self)

    def _enter(self, mention: Mention, entity: Entity, where: defaultdict[int, list[Mention]]) -> None:
        self._owner[mention.reading, mention.start, mention.end] = entity
        where[mention.reading].append(mention)

    def entity(self, mention: Mention) -> Entity:
        """Whom a name stands for."""
        return self._owner[mention.reading, mention.start, mention.end]

    def mentions(self, reading: int, first: int = 0, last: int = 1_000_000) -> list[Mention]:
        """The names within tokens `first:last` of a sentence, in order."""
        found = self._mentions[reading]
        begin, end = (bisect_left(found, at, key=lambda m: m.first) for at in (first, last))
        return [m for m in found[begin:end] if m.last <= last]

    def owner(self, reading: int, mark: int) -> Entity | None:
        """Whose the possessive mark at a token is."""
        found = [m for m in self.mentions(reading, mark - _LONG, mark) if m.last == mark]
        return self.entity(found[-1]) if found else None

    def owners(self, reading: int, first: int, last: int) -> list[Entity]:
        """Whose the thing in tokens `first:last` is: "*Idris's* house", "the headquarters of the *Front*"."""
        tokens = self.readings[reading].tokens
        found = [
            self.entity(m)
            for m in self.mentions(reading, first, last)
            if m.possessive or "of" in (tokens[m.first - 1].lower, tokens[m.first - 2].lower)
        ]
        return [e for e in found if not e.place and not e.nation and e.kind != "other"]

    def who(self, reading: int, first: int, last: int) -> Entity | None:
        """Who the noun phrase of tokens `first:last` stands for: a named person before others."""
        found = self.everybody(reading, first, last)
        return next((e for e in found if e.named and e.kind == "person"), next(iter(found), None))

    def everybody(self, reading: int, first: int, last: int) -> list[Entity]:
        """Everybody who takes part in tokens `first:last`, coordinated or not: names and descriptions.

        Places stay out, and so does who only belongs to somebody ("commander of the *Nile Front*"), and a
        description that stands beside the name of the one described ("the *leader*, Amal Idris").
        """
        tokens = self.readings[reading].tokens
        if 0 < last - first <= 2 and tokens[first].lower in _PRONOUNS:
            found = self.antecedent(reading, first, tokens[first].lower)
            return [found] if found else []
        names = self.mentions(reading, first, last)
        parts = [
            (m.first, e)
            for m in names
            if not m.possessive
            and not (e := self.entity(m)).place
            and not self._governed(reading, first, m.first)
        ]
        covered = {i for m in names for i in range(m.first, m.last)}
        for head in range(first, last):
            kind = None if tokens[head].text in _NAMING else kind_of(tokens[head].lower)
            if head in covered or kind is None or not self._ends_phrase(reading, head):
                continue
            begin = self._phrase_start(reading, first, head)
            owned = any(m.possessive for m in names if begin <= m.first < head)
            if (not owned and covered & set(range(begin, head))) or self._governed(reading, first, begin):
                continue
            if bearer := self._beside(reading, begin, head):
                parts.append((head, bearer))
            elif self._stands(reading, begin, head):
                parts.append((head, self._describe(reading, begin, head, head + 1)))
        return list(dict.fromkeys(e for _, e in sorted(parts, key=lambda p: p[0])))

    def _beside(self, reading: int, begin: int, head: int) -> Entity | None:
        """The one whose name stands beside a description: "the *leader*, Amal Idris", "Idris, a *farmer*"."""
        tokens = self.readings[reading].tokens
        kind = kind_of(tokens[head].lower)
        apart = tokens[head + 1 : head + 2] and tokens[head + 1].text == "," and kind != "population"
        for mention in self.mentions(reading, begin - _LONG, head + _LONG):
            if not mention.possessive and mention.first in (head + 1, head + 2 if apart else -1):
                return self.entity(mention)
            if mention.last == begin - 1 and tokens[begin - 1].text == ",":
                return self.entity(mention)
        return None

    def _governed(self, reading: int, first: int, start: int) -> bool:
        """Whether what begins at `start` only belongs to what a preposition ties it to."""
        tokens = self.readings[reading].tokens
        names = self.mentions(reading, start - _LONG, start)
        owners = {i for m in names if m.possessive for i in range(m.first, m.last)}
        k = start - 1
        while k >= first and (tokens[k].lower in _LEADING or tokens[k].lower.endswith("ern") or k in owners):
            k -= 1
        return k >= first and tokens[k].lower in _GOVERNING

    def _ends_phrase(self, reading: int, head: int) -> bool:
        """Whether a noun is the head of its phrase: no further noun follows ("militia *group*")."""
        tokens, tagged = self.readings[reading].tokens, self.readings[reading].verbs
        if head + 1 >= len(tokens):
            return True
        after = tokens[head + 1]
        return after.lower not in ("'s", "’s", "-") and (
            not after.word
            or tagged[head + 1]
            or after.capital
            or after.lower.endswith(("ing", "ed", "ly"))
            or after.lower in _FOLLOWING
        )

    def _phrase_start(self, reading: int, first: int, head: int) -> int:
        """Where a description begins: behind a verb or preposition, at a determiner or number."""
        tokens, tagged = self.readings[reading].tokens, self.readings[reading].verbs
        k = head
        while k > max(first, head - 7):
            before = tokens[k - 1]
            if before.lower in ("'s", "’s"):
                owner = next((m for m in self.mentions(reading, first, k - 1) if m.last == k - 1), None)
                return owner.first if owner else k
            if not before.word or before.lower in _BOUNDS or tagged[k - 1]:
                break
            k -= 1
            if before.lower in lexicon.DETERMINERS and not (
                k > first and tokens[k - 1].lower in lexicon.DETERMINERS
            ):
                break
        return k

    def _stands(self, reading: int, begin: int, head: int) -> bool:
        """Whether a noun stands for somebody: determined, plural, or a body ("police")."""
        tokens = self.readings[reading].tokens
        opening = tokens[begin]
        if begin == head:
            return kind_of(opening.lower) != "person" and (not opening.capital or begin == 0)
        return (
            opening.lower in lexicon.DETERMINERS
            or opening.text[0].isdigit()
            or kind_of(tokens[head].lower) != "person"
            or opening.capital
        )

    def speaker(self, reading: int, first: int, last: int) -> Entity | None:
        """Who speaks in the noun phrase of tokens `first:last`: as `who`, and anything else as described."""
        found = self.who(reading, first, last)
        if found is not None or last <= first:
            if found is not None:
                found.place = False
            return found
        tokens = self.readings[reading].tokens
        first += tokens[first].lower in ("about", "around", "over", "under")
        if first >= last or not tokens[first].word or tokens[first].lower in _NO_SOURCE:
            return None
        end = next((i for i in range(first + 1, last) if tokens[i].lower in lexicon.PREPOSITIONS), last)
        bare = end - first == 1 and (tokens[first].text[0].isdigit() or tokens[first].lower.endswith("ing"))
        if end - first > 6 or not tokens[end - 1].word or bare:
            return None
        return self._describe(reading, first, end - 1, end)

    def antecedent(self, reading: int, before: int, pronoun: str) -> Entity | None:
        """The nearest earlier actor that agrees with a pronoun, subjects first within a sentence.

        A person is sought over six sentences, what "it" or "they" stands for in the one before alone.
        """
        singular = pronoun in _PERSONAL
        for index in range(reading, max(-1, reading - (7 if singular else 2)), -1):
            last = before if index == reading else 1_000_000
            described = (m for m in self._described[index] if m.last <= last)
            for mention in sorted(
                (*self.mentions(index, 0, last), *described), key=lambda m: (not m.subject, m.start)
            ):
                entity = self.entity(mention)
                if not entity.place and not mention.possessive and (entity.kind == "person") == singular:
                    return entity
        return None

    def _bearer(self, reading: int, phrase: Sequence[Token], noun: str) -> Entity | None:
        """The one that a definite description stands for ("the company", "the rebel leader").

        Of bodies that is the one named last, of people the only one who has the role.
        """
        definite = phrase[0].lower == "the" or phrase[0].text in DEMONYMS
        if not definite or any(t.capital and t.text not in DEMONYMS for t in phrase[1:]):
            return None
        kind = kind_of(noun)
        if kind in ("organization", "government", "armed_group") and len(phrase) == 2:
            bodies = [e for e in self.entities if e.kind == kind and e.mentions[0].reading <= reading]
            called = [e for e in bodies if noun in e.name.lower().split()]
            general = [e for e in bodies if e.named and len(e.mentions) > 1 and noun in _GENERAL]
            fitting = called or (general if len(general) == 1 else [])
            return max(
                fitting, key=lambda e: max(m.start for m in e.mentions if m.reading <= reading), default=None
            )
        bearers = [e for e in self.entities if e.named and e.kind == "person" and _role_noun(e.role) == noun]
        return bearers[0] if len(bearers) == 1 else None

    def _describe(self, reading: int, first: int, head: int, last: int) -> Entity:
        """An actor without a name, by its description ("a spokesman for the ministry")."""
        tokens = self.readings[reading].tokens
        while first < head and tokens[first].text in (",", "“", '"'):
            first += 1
        noun = tokens[head].lower
        end = head + 1
        if end < len(tokens) and tokens[end].lower in _TYING and noun not in _GENERAL:
            inner = next((m for m in self.mentions(reading, end + 1) if m.first <= end + 2), None)
            end = inner.last if inner else end
        start, stop = tokens[first].start, tokens[end - 1].end
        if (reading, start, stop) in self._owner:
            return self._owner[reading, start, stop]
        entity = self._bearer(reading, tokens[first : head + 1], noun)
        descriptive = entity is not None
        if entity is None:
            bare = " ".join(t.lower for t in tokens[first:end] if t.lower not in ("a", "an", "the", "one"))
            entity = self._unnamed.get(bare) or Entity(kind=_kind_of(tokens[first : head + 1]), named=False)
            if not entity.mentions:
                inside = [self.entity(m) for m in self.mentions(reading, first, end)]
                entity.affiliation = next((e for e in inside if not e.place and e.kind != "person"), None)
                self._unnamed[bare] = entity
                self.entities.append(entity)
        mention = Mention(
            start, stop, reading, first, end, self.text[start:stop], subject=True, descriptive=descriptive
        )
        entity.mentions.append(mention)
        self._enter(mention, entity, self._described)
        return entity


_NAMING = frozenset(("front",))
"""Nouns that are somebody in a name alone: the National Front, not the front of a glacier."""


def _kind_of(phrase: Sequence[Token]) -> Kind:
    """The kind of somebody unnamed by the description, whose last word is the noun."""
    noun = phrase[-1].lower
    if kind := kind_of(noun):
        several = kind == "person" and any(t.lower in _SEVERAL or t.text.isdigit() for t in phrase)
        return "population" if several else kind
    if any(t.lower in _SEVERAL or t.text.isdigit() for t in phrase):
        return "population"
    if noun.endswith(("man", "woman", "er", "or", "ist", "ian")):
        return "person"
    return "organization" if noun in lexicon.CORPORATE else "other"


def _role_noun(role: str | None) -> str | None:
    """The noun of a role: "deputy commander of the forces" has "commander"."""
    words = (role or "").lower().split()
    end = next((i for i, w in enumerate(words) if w in lexicon.PREPOSITIONS), len(words))
    return next((w for w in reversed(words[:end]) if w in lexicon.ROLES), None)


_LONG = 12
"""Tokens that a name may have."""
_GENERAL = frozenset("company group firm".split())
"""Nouns that stand for any organization that is named."""
_GOVERNING = frozenset("of for at from in near inside outside across under over within".split())
"""Prepositions behind which a name only belongs to somebody or something."""
_LEADING = frozenset(("the", "'s", "’s"))
_TYING = frozenset("of for at from to".split())
"""Prepositions that tie a description to a name ("a spokesman *for* the ministry")."""
_BOUNDS = lexicon.PREPOSITIONS | lexicon.CLAUSE_BREAKS | frozenset("and or but to".split())
_FOLLOWING = _BOUNDS | lexicon.DETERMINERS | lexicon.ADVERBS | frozenset("close familiar near".split())
"""Words that may follow a noun phrase."""
_SEVERAL = frozenset(
    """
    some others many most several few another two three four five six seven eight nine ten percent half
""".split()
)
_NO_SOURCE = (
    lexicon.PREPOSITIONS
    | lexicon.ADVERBS
    | lexicon.PRONOUNS
    | frozenset("this that there you these to and or but both ahead new".split())
)
"""Words with which a noun phrase does not begin that names a source."""
_PERSONAL = frozenset("he she him her his".split())
_PRONOUNS = _PERSONAL | {"they", "it", "them"}
