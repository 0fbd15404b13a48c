"""Actors: which names are one actor, what kind it is, its role and affiliation, and unnamed sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import cast

from summarizer.engines.rules import lexicon
from summarizer.engines.rules.entities import Entity, Kind, gather
from summarizer.engines.rules.kinds import describe
from summarizer.engines.rules.names import Mention
from summarizer.engines.rules.places import DEMONYMS
from summarizer.engines.rules.reading import Reading, Token


class Cast:
    """Everybody in a text, to be asked who stands at some place in it."""

    def __init__(self, readings: Sequence[Reading], text: str) -> None:
        self.readings = readings
        self.text = text
        self.entities: list[Entity] = []
        self._owner: dict[tuple[int, int], Entity] = {}
        self._mentions: defaultdict[int, list[Mention]] = defaultdict(list)
        self._unnamed: dict[str, Entity] = {}
        self._bodies: defaultdict[int, list[Mention]] = defaultdict(list)
        for entity in gather(readings, text):
            self.entities.append(entity)
            for mention in entity.mentions:
                self._enter(mention, entity)
        for mentions in self._mentions.values():
            mentions.sort(key=lambda m: m.start)
        for entity in self.entities:
            describe(entity, self)
        for entity in self.entities:
            if entity.role and entity.affiliation:
                entity.affiliation.followed = True

    def _enter(self, mention: Mention, entity: Entity) -> None:
        self._owner[mention.reading, mention.start] = entity
        self._mentions[mention.reading].append(mention)

    def entity(self, mention: Mention) -> Entity:
        """Whom a name stands for."""
        return self._owner[mention.reading, mention.start]

    def mentions(self, reading: int, first: int = 0, last: int = 1_000_000) -> list[Mention]:
        """The names within tokens `first:last` of a sentence, in order."""
        return [m for m in self._mentions[reading] if first <= m.first and m.last <= last]

    def who(self, reading: int, first: int, last: int) -> Entity | None:
        """Who the noun phrase of tokens `first:last` stands for, by its head.

        A pronoun stands for its antecedent. A person's name is the head wherever it stands ("the
        group's leader, Amal Idris"), but not behind a common noun for a person and a preposition
        ("a lawyer for Amal Idris"): that one is an unnamed actor.
        """
        tokens = self.readings[reading].tokens[first:last]
        if not tokens:
            return None
        if len(tokens) <= 2 and tokens[0].lower in _PRONOUNS:
            return self.antecedent(reading, first, tokens[0].lower)
        found = [m for m in self.mentions(reading, first, last) if not m.possessive]
        head = _human_noun(tokens)
        if head is not None and not self._ends_phrase(reading, first + head):
            head = None
        for mention in found:
            governed = head is not None and _behind_preposition(tokens, head, mention.first - first)
            if self.entity(mention).kind == "person" and not governed:
                return self.entity(mention)
        if head is not None and (not found or found[0].first - first > head or found[0].last - first <= head):
            return self._describe_unnamed(reading, first, first + head, last)
        return next((self.entity(m) for m in found if not self.entity(m).place), None)

    def speaker(self, reading: int, first: int, last: int) -> Entity | None:
        """Who speaks in the noun phrase of tokens `first:last`: as `who`, and anything else as described."""
        found = self.who(reading, first, last)
        if found is None:  # a country that is a place elsewhere acts here
            named = self.mentions(reading, first, last)
            found = next((e for m in named if not m.possessive and (e := self.entity(m)).nation), None)
        if found is not None or last <= first:
            if found is not None:
                found.place = False
            return found
        tokens = self.readings[reading].tokens
        if tokens[first].lower in ("about", "around", "over", "under"):
            first += 1
        if first >= last or not tokens[first].word or tokens[first].lower in _NO_SOURCE:
            return None
        end = next((i for i in range(first + 1, last) if tokens[i].lower in lexicon.PREPOSITIONS), last)
        if end + 2 == last and tokens[end].lower == "in" and end - first == 1:  # "six in ten"
            return self._describe_unnamed(reading, first, last - 1, last)
        bare = end - first == 1 and (tokens[first].text[0].isdigit() or tokens[first].lower.endswith("ing"))
        if end - first > 6 or not tokens[end - 1].word or bare:
            return None
        return self._describe_unnamed(reading, first, end - 1, end)

    def everybody(self, reading: int, first: int, last: int) -> list[Entity]:
        """Everybody who takes part in tokens `first:last`, coordinated or not: names and descriptions.

        Places stay out, and so does who only belongs to somebody ("commander of the *Nile Front*").
        """
        tokens = self.readings[reading].tokens
        if last - first <= 2 and first < last and tokens[first].lower in _PRONOUNS:
            found = self.antecedent(reading, first, tokens[first].lower)
            return [found] if found else []
        named = [
            m for m in self.mentions(reading, first, last) if not m.possessive and self._takes_part(m, first)
        ]
        parts = [(m.first, self.entity(m)) for m in named if not self.entity(m).place]
        covered = {i for m in self.mentions(reading, first, last) for i in range(m.first, m.last)}
        for head in range(first, last):
            if (
                tokens[head].lower in lexicon.HUMAN
                and head not in covered
                and not tokens[head].capital
                and self._ends_phrase(reading, head)
            ):
                begin = self._phrase_start(reading, first, head)
                if begin is not None and not covered & set(range(begin, head)):
                    parts.append((head, self._describe_unnamed(reading, begin, head, head + 1)))
        return list(dict.fromkeys(e for _, e in sorted(parts, key=lambda p: p[0])))

    def _takes_part(self, mention: Mention, first: int) -> bool:
        """Whether a name in a phrase that begins at `first` stands for itself, not behind "of"."""
        tokens = self.readings[mention.reading].tokens
        owners = [m for m in self._mentions[mention.reading] if m.possessive]
        k = mention.first - 1
        while k >= first and (
            tokens[k].lower in ("the", "'s", "’s") or any(m.first <= k < m.last for m in owners)
        ):
            k -= 1
        return k < first or tokens[k].lower not in _GOVERNING

    def _ends_phrase(self, reading: int, head: int) -> bool:
        """Whether a noun is the head of its phrase: no further noun follows ("militia *group*")."""
        tokens, tagged = self.readings[reading].tokens, self.readings[reading].verbs
        if head + 1 >= len(tokens):
            return True
        after = tokens[head + 1]
        if after.lower in ("'s", "’s"):
            return False
        return (
            not after.word
            or tagged[head + 1]
            or after.capital
            or after.lower.endswith(("ing", "ed", "ly"))
            or after.lower
            in lexicon.PREPOSITIONS
            | lexicon.CLAUSE_BREAKS
            | lexicon.DETERMINERS
            | lexicon.ADVERBS
            | {"and", "or", "but", "to"}
        )

    def _phrase_start(self, reading: int, first: int, head: int) -> int | None:
        """Where a description begins: at its determiner or number; None for "its troops"."""
        tokens = self.readings[reading].tokens
        for k in range(head - 1, max(first - 1, head - 6), -1):
            word = tokens[k].lower
            if word in ("its", "his", "her", "their", "'s", "’s", "our", "my", "of"):
                return None
            if word in lexicon.DETERMINERS or tokens[k].text[0].isdigit():
                further = k > first and (
                    tokens[k - 1].lower in lexicon.DETERMINERS or tokens[k - 1].text[0].isdigit()
                )
                if not further:
                    return None if k > first and tokens[k - 1].lower in _GOVERNING else k
            if (
                not tokens[k].word
                or word in lexicon.PREPOSITIONS | {"and", "or", "to"}
                or self.readings[reading].verbs[k]
            ):
                return k + 1 if tokens[head].lower in lexicon.GROUPS else None
        return first if tokens[head].lower in lexicon.GROUPS else None

    def owner(self, reading: int, mark: int) -> Entity | None:
        """Whose the possessive mark at a token is."""
        found = [m for m in self.mentions(reading, 0, mark) if m.last == mark]
        return self.entity(found[-1]) if found else None

    def antecedent(self, reading: int, before: int, pronoun: str) -> Entity | None:
        """The nearest earlier actor that agrees with a pronoun, subjects first within a sentence.

        A person is sought over six sentences, what "it" or "they" stands for in the one before alone.
        """
        singular = pronoun in ("he", "she", "him", "her", "his")
        for index in range(reading, max(-1, reading - (7 if singular else 2)), -1):
            last = before if index == reading else 1_000_000
            found = [*self.mentions(index, 0, last), *(m for m in self._bodies[index] if m.last <= last)]
            for mention in sorted(found, key=lambda m: (not m.subject, m.start)):
                entity = self.entity(mention)
                if entity.place or mention.possessive:
                    continue
                if (entity.kind == "person") == singular:
                    return entity
        return None

    def _bearer(self, reading: int, phrase: Sequence[Token], noun: str) -> Entity | None:
        """The named one that a definite description stands for ("the company", "the rebel leader").

        Of bodies that is the one named last, of people the only one who has the role.
        """
        definite = phrase[0].lower == "the" or phrase[0].text in DEMONYMS
        if not definite or any(t.capital and t.text not in DEMONYMS for t in phrase[1:]):
            return None
        if noun in _COMMON_BODIES and len(phrase) == 2:
            bodies = [e for e in self.entities if _is_body(e, noun) and e.mentions[0].reading <= reading]
            called = [e for e in bodies if noun in e.name.lower().split()]
            fitting = called or (bodies if len(bodies) == 1 else [])
            return max(
                fitting, key=lambda e: max(m.start for m in e.mentions if m.reading <= reading), default=None
            )
        bearers = [
            e for e in self.entities if e.named and e.kind == "person" and _role_noun(e.role) == noun != ""
        ]
        chiefs = [e for e in bearers if not (e.role or "").lower().startswith(_LESSER)]
        return chiefs[0] if len(chiefs) == 1 else None

    def _describe_unnamed(self, reading: int, first: int, head: int, last: int) -> Entity:
        """An actor without a name, by its description ("a spokesman for the ministry")."""
        tokens = self.readings[reading].tokens
        if tokens[head].lower in lexicon.BODIES or (tokens[first].lower == "the" and head - first == 1):
            last = head + 1
        end = head + 1
        if end < last and tokens[end].lower in ("of", "for", "at", "from", "with", "in"):
            inner = self.mentions(reading, end, min(last, end + 8))
            end = inner[0].last if inner else end
        while first < head and tokens[first].text in (",", "“", '"'):
            first += 1
        start, stop = tokens[first].start, tokens[end - 1].end
        if (reading, start) in self._owner:
            return self._owner[reading, start]
        bearer = self._bearer(reading, tokens[first:end], tokens[head].lower)
        if bearer is not None:
            meant = Mention(start, stop, reading, first, end, self.text[start:stop], descriptive=True)
            bearer.mentions.append(meant)
            self._bodies[reading].append(meant)
            self._owner[reading, start] = bearer
            return bearer
        name = self.text[start:stop]
        bare = [t.lower for t in tokens[first:end] if t.lower not in ("a", "an", "the", "one")]
        entity = self._unnamed.get(" ".join(bare))
        if entity is None:
            noun = tokens[head].lower
            counted = any(t.lower in _QUANTIFIERS or t.text.isdigit() for t in tokens[first : head + 1])
            kind: Kind = "population" if noun in lexicon.GROUPS or counted else "other"
            if kind == "other" and (
                noun in lexicon.HUMAN or noun.endswith(("man", "woman", "er", "or", "ist", "ian"))
            ):
                kind = "person"
            elif kind == "other" and noun in lexicon.CORPORATE:
                kind = "organization"
            kind = cast("Kind", lexicon.BODIES.get(noun, kind))
            entity = Entity(kind=kind, named=False)
            inside = [self.entity(m) for m in self.mentions(reading, first, end)]
            entity.affiliation = next((e for e in inside if not e.place and e.kind != "person"), None)
            self._unnamed[" ".join(bare)] = entity
            self.entities.append(entity)
        mention = Mention(start, stop, reading, first, end, name, subject=True)
        entity.mentions.append(mention)
        self._owner[reading, start] = entity
        if entity.kind not in ("person", "other"):
            self._bodies[reading].append(mention)
        return entity


_COMMON_BODIES = frozenset(
    """
    company group firm bank club agency court ministry party union university council committee commission
    institute
""".split()
)
_LESSER = ("deputy", "vice", "assistant", "former")


def _is_body(entity: Entity, noun: str) -> bool:
    """Whether a noun may stand for a named body: one of its name's, or "company" for one named twice."""
    if not entity.named or entity.kind not in ("organization", "government", "armed_group"):
        return False
    general = noun in ("company", "group", "firm") and entity.kind == "organization"
    return noun in entity.name.lower().split() or (general and len(entity.mentions) > 1)


_GOVERNING = frozenset("of for at from in near inside outside across under over within".split())
"""Prepositions behind which a name only belongs to somebody or something."""


def _role_noun(role: str | None) -> str:
    """The noun of a role: "deputy commander of the forces" has "commander"."""
    words = (role or "").lower().split()
    end = next((i for i, w in enumerate(words) if w in lexicon.PREPOSITIONS), len(words))
    return next((w for w in reversed(words[:end]) if w in lexicon.ROLES), "")


_QUANTIFIERS = frozenset(
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
_PRONOUNS = frozenset("he she they it him her them".split())


def _human_noun(tokens: Sequence[Token]) -> int | None:
    """The first common noun for a person or persons before any preposition."""
    found = None
    for i, token in enumerate(tokens):
        if token.lower in lexicon.PREPOSITIONS and i:
            break
        if (token.lower in lexicon.HUMAN and not token.capital) or (token.lower in lexicon.HUMAN and i == 0):
            found = i
    return found


def _behind_preposition(tokens: Sequence[Token], head: int, name: int) -> bool:
    between = [t.lower for t in tokens[head:name]]
    if "," in between:
        between = between[len(between) - between[::-1].index(",") :]
    return any(word in lexicon.PREPOSITIONS for word in between)
