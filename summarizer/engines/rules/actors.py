"""Actors: which names are one actor, what kind it is, its role and affiliation, and unnamed sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from summarizer.engines.rules import lexicon
from summarizer.engines.rules.grammar import is_verb
from summarizer.engines.rules.names import Mention, find_names
from summarizer.engines.rules.places import CAPITALS, COUNTRIES, DEMONYMS, REGIONS, SEATS
from summarizer.engines.rules.reading import Reading, Token

Kind = Literal["person", "organization", "government", "armed_group", "population", "other"]
_ARTICLE = re.compile(r"^(?:al|el|ul|as|ash|ad|an|ar)[-’'](?=[A-Z])|^(?:the|The)\s+")
_LEAD = 3
"""Sentences that make up the lead."""


@dataclass(slots=True, eq=False)
class Entity:
    """One actor or place with its mentions.

    Attributes:
        nation: the country, if it is one's government.
        place: it is only ever a place.
        voice: how many claims it is the source of.
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
    followed: bool = False
    pronoun: str | None = None
    id: str = ""

    @property
    def name(self) -> str:
        """The fullest form; of several, the one that is no abbreviation, then the first."""
        return max(
            (m.name for m in self.mentions),
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
        """Importance: mentions, those in subject position and the lead's counting more, and claims made."""
        weight = sum(1.0 + m.subject + 1.5 * (m.reading < _LEAD) - 0.5 * m.locative for m in self.mentions)
        described = 1.5 * (self.role is not None) + 0.6 * (self.affiliation is not None)
        weight -= 1.0 * (self.kind == "population")
        return weight + 1.5 * self.voice + self.followed + (described if self.named else -3.0)


class Cast:
    """Everybody in a text, to be asked who stands at some place in it."""

    def __init__(self, readings: Sequence[Reading], text: str) -> None:
        self.readings = readings
        self.text = text
        self.entities: list[Entity] = []
        self._owner: dict[tuple[int, int], Entity] = {}
        self._mentions: defaultdict[int, list[Mention]] = defaultdict(list)
        self._unnamed: dict[str, Entity] = {}
        for entity in _cluster(_credible(find_names(readings, text), readings)):
            self.entities.append(entity)
            for mention in entity.mentions:
                self._enter(mention, entity)
        for mentions in self._mentions.values():
            mentions.sort(key=lambda m: m.start)
        for entity in self.entities:
            _describe(entity, self)
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
        person = next((m for m in found if self.entity(m).kind == "person"), None)
        if person is not None and (
            head is None or not _behind_preposition(tokens, head, person.first - first)
        ):
            return self.entity(person)
        if head is not None and (not found or found[0].first - first > head or found[0].last - first <= head):
            return self._describe_unnamed(reading, first, first + head, last)
        return next((self.entity(m) for m in found if not self.entity(m).place), None)

    def speaker(self, reading: int, first: int, last: int) -> Entity | None:
        """Who speaks in the noun phrase of tokens `first:last`: as `who`, and anything else as described."""
        found = self.who(reading, first, last)
        if found is not None or last <= first:
            return found
        tokens = self.readings[reading].tokens
        if tokens[first].lower in lexicon.PRONOUNS or tokens[first].lower in (
            "this",
            "that",
            "there",
            "you",
            "these",
        ):
            return None
        end = next((i for i in range(first + 1, last) if tokens[i].lower in lexicon.PREPOSITIONS), last)
        if (
            end - first > 6
            or not tokens[end - 1].word
            or tokens[first].lower in _NO_HEAD
            or is_verb(self.readings[reading], first)
        ):
            return None
        if (
            (tokens[first].text[0].isdigit() and end - first == 1)
            or (tokens[first].lower.endswith("ing") and end - first == 1)
            or not tokens[first].word
        ):
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
        named = [m for m in self.mentions(reading, first, last) if not m.possessive and self._takes_part(m)]
        parts = [(m.first, self.entity(m)) for m in named if not self.entity(m).place]
        covered = {i for m in self.mentions(reading, first, last) for i in range(m.first, m.last)}
        for head in range(first, last):
            if (
                tokens[head].lower in _HUMAN
                and head not in covered
                and not tokens[head].capital
                and self._ends_phrase(reading, head)
            ):
                begin = self._phrase_start(reading, first, head)
                if begin is not None and not covered & set(range(begin, head)):
                    parts.append((head, self._describe_unnamed(reading, begin, head, head + 1)))
        return list(dict.fromkeys(e for _, e in sorted(parts, key=lambda p: p[0])))

    def _takes_part(self, mention: Mention) -> bool:
        tokens = self.readings[mention.reading].tokens
        k = mention.first - 1
        while k >= 0 and (
            tokens[k].lower in ("the", "'s", "’s")
            or any(m.possessive and m.first <= k < m.last for m in self._mentions[mention.reading])
        ):
            k -= 1
        return k < 0 or tokens[k].lower not in _GOVERNING

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
                return k + 1 if tokens[head].lower in _GROUPS else None
        return first if tokens[head].lower in _GROUPS else None

    def owner(self, reading: int, mark: int) -> Entity | None:
        """Whose the possessive mark at a token is."""
        found = [m for m in self.mentions(reading, 0, mark) if m.last == mark]
        return self.entity(found[-1]) if found else None

    def antecedent(self, reading: int, before: int, pronoun: str) -> Entity | None:
        """The nearest earlier actor that agrees with a pronoun, subjects first within a sentence."""
        singular = pronoun in ("he", "she", "him", "her", "his")
        for index in range(reading, max(-1, reading - 4), -1):
            found = self.mentions(index, 0, before if index == reading else 1_000_000)
            for mention in sorted(found, key=lambda m: (not m.subject, m.start)):
                entity = self.entity(mention)
                if entity.place or mention.possessive:
                    continue
                if (entity.kind == "person") == singular:
                    return entity
        return None

    def _bearer(self, phrase: Sequence[Token], noun: str) -> Entity | None:
        """The named one who alone fits a definite description ("the leader of a rebel group")."""
        definite = phrase[0].lower == "the" or phrase[0].text in DEMONYMS
        if (
            not definite
            or noun not in lexicon.ROLES | _COMMON_BODIES
            or any(t.capital and t.text not in DEMONYMS for t in phrase[1:])
        ):
            return None
        if phrase[0].lower == "the" and len(phrase) == 2 and noun in _COMMON_BODIES:
            named = [
                e
                for e in self.entities
                if e.named and e.kind in ("organization", "government", "armed_group")
            ]
            fitting = [e for e in named if noun in e.name.lower().split()] or [
                e
                for e in named
                if noun in ("company", "group", "firm") and e.kind == "organization" and len(e.mentions) > 1
            ]
            return fitting[0] if len(fitting) == 1 else None
        bearers = [e for e in self.entities if e.named and e.kind == "person" and _role_noun(e.role) == noun]
        deputies = [
            e for e in bearers if (e.role or "").lower().startswith(("deputy", "vice", "assistant", "former"))
        ]
        return bearers[0] if len(bearers) - len(deputies) == 1 and bearers[0] not in deputies else None

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
        bearer = self._bearer(tokens[first:end], tokens[head].lower)
        if bearer is not None:
            return bearer
        name = self.text[start:stop]
        bare = [t.lower for t in tokens[first:end] if t.lower not in ("a", "an", "the", "one")]
        entity = self._unnamed.get(" ".join(bare))
        if entity is None:
            noun = tokens[head].lower
            counted = any(t.lower in _QUANTIFIERS or t.text.isdigit() for t in tokens[first : head + 1])
            kind: Kind = "population" if noun in _GROUPS or counted else "other"
            if kind == "other" and (
                noun in _HUMAN or noun.endswith(("man", "woman", "er", "or", "ist", "ian"))
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
        return entity


_COMMON_BODIES = frozenset(
    """
    company group firm bank club agency court ministry party union university council committee commission
    institute
""".split()
)
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
_NO_HEAD = lexicon.PREPOSITIONS | lexicon.ADVERBS | frozenset("to and or but both ahead serving new".split())
_PRONOUNS = frozenset("he she they it him her them".split())
_ONE_PERSON = (
    lexicon.ROLES | lexicon.VICTIMS | frozenset("man woman source insider critic supporter gunman".split())
)
_GROUPS = (
    lexicon.PEOPLE
    | lexicon.BODIES.keys()
    | {f"{noun}s" for noun in _ONE_PERSON}
    | {"individuals", "groups", "militiamen"}
)
_HUMAN = _ONE_PERSON | _GROUPS


def _human_noun(tokens: Sequence[Token]) -> int | None:
    """The first common noun for a person or persons before any preposition."""
    found = None
    for i, token in enumerate(tokens):
        if token.lower in lexicon.PREPOSITIONS and i:
            break
        if (token.lower in _HUMAN and not token.capital) or (token.lower in _HUMAN and i == 0):
            found = i
    return found


def _behind_preposition(tokens: Sequence[Token], head: int, name: int) -> bool:
    between = [t.lower for t in tokens[head:name]]
    if "," in between:
        between = between[len(between) - between[::-1].index(",") :]
    return any(word in lexicon.PREPOSITIONS for word in between)


def _credible(mentions: Sequence[Mention], readings: Sequence[Reading]) -> list[Mention]:
    """Without capitals that prove nothing: those of headlines and openings that no other place confirms."""
    strong = {word for m in mentions if not m.weak for word in _key(m.name)}
    common = {t.text for r in readings for t in r.tokens if t.text.islower()}

    def stands(m: Mention) -> bool:
        name = " ".join(m.name.split())
        if not m.weak or name in COUNTRIES or name in CAPITALS or name in DEMONYMS:
            return True
        if all(word in strong for word in _key(m.name)):
            return True
        word = m.name.lower()
        if (
            readings[m.reading].heading
            or word in common
            or word in _HUMAN
            or word.endswith(("s", "ing", "ed", "ly"))
        ):
            return False
        return m.speaks or m.possessive or word in lexicon.FIRST_NAMES

    return [m for m in mentions if stands(m)]


def _key(name: str) -> tuple[str, ...]:
    """The words of a name without article, case and points ("the U.S. Army": us, army)."""
    words = (_ARTICLE.sub("", w) for w in _ARTICLE.sub("", name).split())
    return tuple(w.replace(".", "").replace("’", "'").casefold() for w in words if w.strip("."))


def _acronym(key: Sequence[str]) -> str:
    return "".join(w[0] for w in key if w not in ("of", "the", "and", "for", "de", "la"))


def _cluster(mentions: Sequence[Mention]) -> list[Entity]:
    """Mentions to entities, longest names first: equal names, acronyms, surnames, shortened names.

    Linear: a name is looked up under its full key, never compared with all the others.
    """
    entities: dict[tuple[str, ...], Entity] = {}
    partial: dict[tuple[str, ...], tuple[str, ...] | None] = {}
    for mention in sorted(mentions, key=lambda m: (-len(_key(m.name)), m.start)):
        key = _canonical(mention)
        if key not in entities:
            key = partial.get(key) or key
        if key not in entities:
            entities[key] = Entity(nation=key[1] if key[0] == _COUNTRY else None)
            for short in _shortenings(key):
                partial[short] = None if partial.get(short, key) != key else key
        entities[key].mentions.append(mention)
    for entity in entities.values():
        entity.mentions.sort(key=lambda m: m.start)
    return list(entities.values())


def _canonical(mention: Mention) -> tuple[str, ...]:
    name = (
        " ".join(_ARTICLE.sub("", mention.name).split())
        if mention.name[:4].lower() == "the "
        else " ".join(mention.name.split())
    )
    nation = COUNTRIES.get(name) or SEATS.get(name)
    if name in CAPITALS and (mention.subject or mention.acting) and not mention.locative:
        nation = CAPITALS[name]
    if name.endswith(" government"):
        nation = DEMONYMS.get(name[: -len(" government")], nation)
    return (_COUNTRY, nation) if nation else _key(name)


def _shortenings(key: tuple[str, ...]) -> set[tuple[str, ...]]:
    """What else the bearer of a name may be called: surname, given name, first and last, tail, acronym."""
    if key[0] == _COUNTRY or len(key) < 2:
        return set()
    short = {(key[-1],), (key[0], key[-1]), key[-2:], key[:-1]}
    if "of" in key:
        short.discard((key[-1],))
    if key[0] not in _VAGUE:
        short.add((key[0],))
    if key[-1] in lexicon.CORPORATE | lexicon.ARMED:
        short -= {(key[-1],), key[-2:]} if len(key) == 2 else {(key[-1],)}
        short.add(key[1:])
    if len(key) > 2:
        short.add((_acronym(key),))
    return short - {key, ()}


_COUNTRY = " country"
_VAGUE = frozenset(
    """
    us uk national new united north south east west central american international royal islamic general
""".split()
)


def _describe(entity: Entity, cast: Cast) -> None:
    """Fill in kind, role and affiliation, and whether the entity is a place only."""
    first = entity.mentions[0]
    role = next((m.title for m in entity.mentions if m.title), None)
    apposition = next(filter(None, (_apposition(m, cast) for m in entity.mentions)), None)
    if apposition and not role:
        role = apposition[0]
    entity.pronoun = next(filter(None, (_relative(m, cast) for m in entity.mentions)), None)
    entity.kind = _kind(entity, role, apposition[1] if apposition else None)
    if entity.kind == "person":
        entity.role = (
            role if role and role.rstrip(".").lower() not in _CIVIL and not _OWNED.match(role) else None
        )
    located = sum(m.locative for m in entity.mentions)
    name = " ".join(first.name.split())
    if entity.nation:
        entity.place = located == len(entity.mentions)
    elif entity.kind == "other":
        head = name.rsplit(" ", 1)[-1].lower()
        entity.place = (
            name in REGIONS
            or name in CAPITALS
            or head in lexicon.PLACES
            or located * 2 >= len(entity.mentions)
        )
    nations = [m.nation for m in entity.mentions if m.nation]
    owners = [
        cast.entity(o)
        for m in entity.mentions
        for o in cast.mentions(m.reading, m.first - 3, m.first)
        if o.possessive and o.last + 1 >= m.first - 1
    ]
    entity.affiliation = next(
        (e for e in [apposition[2] if apposition else None, *owners] if e and e is not entity), None
    )
    if entity.affiliation is None and nations:
        entity.affiliation = next((e for e in cast.entities if e.name == nations[0]), None)


_OWNED = re.compile(r"(?:whose|his|her|their|its|my|our)\b", re.IGNORECASE)
_CIVIL = frozenset("mr mrs ms miss dr sir dame".split())


def _kind(entity: Entity, role: str | None, noun: str | None) -> Kind:
    name = " ".join(entity.name.split())
    words = [w.strip(".,").lower() for w in name.split()]
    if entity.nation:
        return "government"
    if name in DEMONYMS or (name.lower() in lexicon.PEOPLES and name.endswith("s")):
        return "population"
    if (
        role_of_person(next((m.title for m in entity.mentions if m.title), None))
        and words[-1] not in lexicon.CORPORATE
    ):
        return "person"
    if words[-1] in lexicon.ARMED or (noun in lexicon.ARMED and not role_of_person(role)):
        return "armed_group"
    corporate = [w for w in words if w in lexicon.CORPORATE or w == "&"]
    if role_of_person(role) and not corporate:
        return "person"
    if name == "Pentagon" or any(w in lexicon.GOVERNMENTAL for w in words):
        return "government"
    if corporate or entity.pronoun == "which":
        return "organization"
    if entity.pronoun == "who" and len(words) > 1 and name not in CAPITALS and name not in REGIONS:
        return "person"
    if words[0] in lexicon.FIRST_NAMES and len(words) > 1:
        return "person"
    if name in REGIONS or name in CAPITALS or words[-1] in lexicon.PLACES:
        return "other"
    if (
        noun in lexicon.CORPORATE
        or (name.isupper() and 1 < len(name) <= 6 and not any(m.locative for m in entity.mentions))
        or sum(m.article for m in entity.mentions) * 2 > len(entity.mentions)
    ):
        return "organization"
    located = sum(m.locative for m in entity.mentions)
    short = any(len(m.name.split()) == 1 for m in entity.mentions)
    if 1 < len(words) <= 4 and located * 2 < len(entity.mentions) and (short or len(words) < 4):
        return "person"
    return "organization" if any(m.subject for m in entity.mentions) and not located else "other"


def _relative(mention: Mention, cast: Cast) -> str | None:
    tokens = cast.readings[mention.reading].tokens[mention.last : mention.last + 2]
    return (
        tokens[1].lower
        if len(tokens) == 2 and tokens[0].text == "," and tokens[1].lower in ("who", "which")
        else None
    )


def role_of_person(role: str | None) -> bool:
    """Whether a title or role is a person's ("deputy commander of the forces")."""
    return role is not None and any(
        w.strip(".,").lower() in lexicon.TITLES | lexicon.ROLES for w in role.split()[:8]
    )


def _apposition(mention: Mention, cast: Cast) -> tuple[str | None, str, Entity | None] | None:
    """The role, its noun and whom it belongs to, from an appositive or a copula behind a name.

    "Amal Idris, head of the Nile Front, ..." gives "head of the Nile Front", "head" and the front;
    "The Nile Front is a rebel militia" gives no role and "militia".
    """
    reading = cast.readings[mention.reading]
    tokens = reading.tokens
    k = mention.last
    if k + 1 >= len(tokens) or not (tokens[k].text == "," or tokens[k].lower in ("is", "was")):
        return None
    copula = tokens[k].text != ","
    k += 1
    if tokens[k].lower in ("a", "an", "the", "its", "his", "her", "their"):
        k += 1
    elif copula:
        return None
    end = k
    while (
        end < len(tokens)
        and end - k < 14
        and tokens[end].text not in (",", ".", ";", "—", "–", "”", "(")
        and tokens[end].lower not in ("who", "which", "that", "and", "said", "has", "is", "was")
    ):
        end += 1
    for j in range(k, min(end, k + 6)):
        word = tokens[j].lower
        if word in lexicon.PREPOSITIONS:
            break
        following = tokens[j + 1].lower if j + 1 < len(tokens) else "."
        if word in lexicon.ROLES | lexicon.ARMED | lexicon.CORPORATE and (
            following in lexicon.PREPOSITIONS or j + 1 >= end or following in ("and", "who")
        ):
            inside = [cast.entity(m) for m in cast.mentions(mention.reading, k, end)]
            owner = next((e for e in reversed(inside) if e.kind != "person" and not m_is_place(e)), None)
            role = (
                cast.text[tokens[k].start : tokens[end - 1].end]
                if word in lexicon.ROLES and not copula
                else None
            )
            return role, word, owner
    return None


def m_is_place(entity: Entity) -> bool:
    """Whether an entity is a place by its name alone."""
    return entity.name in REGIONS or (entity.name in CAPITALS)
