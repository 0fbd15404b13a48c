"""What an actor is: its kind, role and affiliation, by its name and by what the text says beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.rules import lexicon
from summarizer.engines.rules.entities import Entity, Kind
from summarizer.engines.rules.names import Mention
from summarizer.engines.rules.places import CAPITALS, DEMONYMS, REGIONS

if TYPE_CHECKING:
    from summarizer.engines.rules.actors import Cast


def describe(entity: Entity, cast: Cast) -> None:
    """Fill in kind, role and affiliation, and whether the entity is a place only."""
    first = entity.mentions[0]
    role = next((m.title for m in entity.mentions if m.title), None)
    apposition = next(filter(None, (_apposition(m, cast) for m in entity.mentions)), None)
    role = role or next(filter(None, (_fronted(m, cast) for m in entity.mentions)), None)
    if apposition and not role:
        role = apposition[0]
    entity.pronoun = next(filter(None, (_relative(m, cast) for m in entity.mentions)), None)
    entity.kind = _kind(entity, role, apposition[1] if apposition else None, cast)
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
    served = [e for m in entity.mentions if (e := _served(m, cast))] if entity.kind == "person" else []
    entity.affiliation = next(
        (e for e in [apposition[2] if apposition else None, *owners, *served] if e and e is not entity), None
    )
    if entity.affiliation is None and nations:
        entity.affiliation = next((e for e in cast.entities if e.name == nations[0]), None)


_OWNED = re.compile(r"(?:whose|his|her|their|its|my|our)\b", re.IGNORECASE)

_CIVIL = frozenset("mr mrs ms miss dr sir dame".split())


def _kind(entity: Entity, role: str | None, noun: str | None, cast: Cast) -> Kind:
    name = " ".join(entity.name.split())
    words = [w.strip(".,").lower() for w in name.split()]
    if entity.nation:
        return "government"
    if name in DEMONYMS or (name.lower() in lexicon.PEOPLES and name.endswith("s")):
        return "population"
    if (
        _is_personal(next((m.title for m in entity.mentions if m.title), None))
        and words[-1] not in lexicon.CORPORATE
    ):
        return "person"
    if words[-1] in lexicon.ARMED or (noun in lexicon.ARMED and not _is_personal(role)):
        return "armed_group"
    corporate = [w for w in words if w in lexicon.CORPORATE or w == "&"]
    if _is_personal(role) and not corporate:
        return "person"
    if name == "Pentagon" or any(w in lexicon.GOVERNMENTAL for w in words):
        return "government"
    if corporate or entity.pronoun == "which":
        return "organization"
    if _is_collective(entity, cast):
        return "organization"
    if entity.pronoun == "who" and name not in CAPITALS and name not in REGIONS:
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
    if len(words) > 2 and not short:
        return "organization" if not located else "other"
    if 1 < len(words) <= 4 and located * 2 < len(entity.mentions) and (short or len(words) < 4):
        return "person"
    return "organization" if any(m.subject for m in entity.mentions) and not located else "other"


def _is_collective(entity: Entity, cast: Cast) -> bool:
    """Whether a name takes a verb in the plural by itself, as a team does ("Tarrow were ahead")."""
    for mention in entity.mentions:
        tokens = cast.readings[mention.reading].tokens
        alone = mention.first == 0 or tokens[mention.first - 1].lower not in ("and", "or", "of", ",", "nor")
        behind = tokens[mention.last].lower if mention.last < len(tokens) else ""
        if alone and not mention.locative and behind in ("were", "are", "have"):
            return True
    return False


def _relative(mention: Mention, cast: Cast) -> str | None:
    tokens = cast.readings[mention.reading].tokens[mention.last : mention.last + 2]
    return (
        tokens[1].lower
        if len(tokens) == 2 and tokens[0].text == "," and tokens[1].lower in ("who", "which")
        else None
    )


def _is_personal(role: str | None) -> bool:
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
            owner = next((e for e in reversed(inside) if e.kind != "person" and not _is_place(e)), None)
            role = (
                cast.text[tokens[k].start : tokens[end - 1].end]
                if word in lexicon.ROLES and not copula
                else None
            )
            return role, word, owner
    return None


def _served(mention: Mention, cast: Cast) -> Entity | None:
    """The body that a name is tied to: "Amal Idris *of the Nile Front*"."""
    tokens = cast.readings[mention.reading].tokens
    behind = mention.last < len(tokens) and tokens[mention.last].lower in ("of", "from", "at")
    near = cast.mentions(mention.reading, mention.last + 1, mention.last + 9)[:1] if behind else []
    near = [m for m in near if m.first <= mention.last + 2]
    bodies = (cast.entity(m) for m in near)
    return next((e for e in bodies if not e.nation and e.kind != "person" and not _is_place(e)), None)


def _fronted(mention: Mention, cast: Cast) -> str | None:
    """The role in an appositive before a name: "the mayor of Tarrow, Amal Idris, said"."""
    tokens = cast.readings[mention.reading].tokens
    comma = mention.first - 1
    if (
        comma < 2
        or tokens[comma].text != ","
        or mention.last >= len(tokens)
        or tokens[mention.last].text != ","
    ):
        return None
    for k in range(comma - 1, max(-1, comma - 8), -1):
        if not tokens[k].word and tokens[k].text not in ("'s", "’s"):
            return None
        if tokens[k].lower in ("the", "its", "their", "his", "her", "a", "an", "'s", "’s"):
            words = [t.lower for t in tokens[k + 1 : comma]]
            head = next(
                (
                    w
                    for w in reversed(
                        words[
                            : next((i for i, w in enumerate(words) if w in lexicon.PREPOSITIONS), len(words))
                        ]
                    )
                ),
                "",
            )
            return cast.text[tokens[k + 1].start : tokens[comma - 1].end] if head in lexicon.ROLES else None
    return None


def _is_place(entity: Entity) -> bool:
    """Whether an entity is a place by its name alone."""
    return entity.name in REGIONS or (entity.name in CAPITALS)
