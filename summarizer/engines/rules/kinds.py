"""What an actor is: its kind, role and affiliation, by its name and by what the text says beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from summarizer.engines.rules import lexicon
from summarizer.engines.rules.entities import Entity, Kind
from summarizer.engines.rules.names import Mention
from summarizer.engines.rules.places import CAPITALS, DEMONYMS, REGIONS
from summarizer.engines.rules.reading import Token

if TYPE_CHECKING:
    from summarizer.engines.rules.actors import Cast


@cache
def kind_of(noun: str) -> Kind | None:
    """The kind of what a common noun names, by itself or its singular; None for what does not act."""
    one = noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")
    for form in (noun, one):
        if form in lexicon.ONE_PERSON:
            return "person" if form == noun else "population"
        if form in lexicon.STATE:
            return "government"
        if form in lexicon.ARMED:
            return "armed_group"
        if form in lexicon.BODIES:
            return "organization"
    persons = noun.endswith(_PERSONS) and len(noun) > 6 and noun not in _NO_PERSONS
    return "population" if noun in lexicon.PEOPLE or persons else None


_PERSONS = ("men", "women", "ers", "ors", "ists", "ians", "yees", "inees", "uees")
_NO_PERSONS = frozenset("numbers papers powers orders letters waters quarters matters offers centers".split())


class Note(NamedTuple):
    """What a noun phrase beside a name says of its bearer.

    Attributes:
        noun: its head ("head" of "head of the Nile Front").
        role: its words, where they name a person's function.
        owner: whom the bearer belongs to.
        whose: sentence and token of a possessive mark or pronoun that says the same.
    """

    noun: str
    role: str | None = None
    owner: Entity | None = None
    whose: tuple[int, int] | None = None


def describe(entity: Entity, cast: Cast) -> list[Note]:
    """Fill in kind and role, and whether the entity is a place only; returns what is said beside its name."""
    notes = [note for mention in entity.mentions for note in _notes(mention, cast)]
    entity.kind = _kind(entity, notes)
    entity.pronoun = next((n.noun for n in notes if n.noun in ("who", "which")), None)
    located = sum(m.locative for m in entity.mentions)
    if entity.nation:
        entity.place = located == len(entity.mentions)
    elif entity.kind == "other":
        entity.place = _is_place(" ".join(entity.mentions[0].name.split())) or located * 2 >= len(
            entity.mentions
        )
    if entity.kind == "person":
        entity.role = next((n.role for n in sorted(notes, key=lambda n: n.noun == "who") if n.role), None)
    return notes


def affiliate(entity: Entity, notes: Sequence[Note], cast: Cast) -> None:
    """Fill in whom an entity belongs to, once the kind of everybody is known."""
    owners = [n.owner or (_possessor(*n.whose, cast) if n.whose else None) for n in notes]
    if entity.kind == "person":
        owners += [_served(m, cast) for m in entity.mentions]
    entity.affiliation = next((e for e in owners if e and e is not entity and e.kind != "person"), None)
    if entity.role and entity.affiliation:
        entity.affiliation.followed = True


def _notes(mention: Mention, cast: Cast) -> Iterator[Note]:
    """What is said of a name in appositives on either side, a relative clause and a title."""
    reading = cast.readings[mention.reading]
    tokens = reading.tokens
    behind = mention.last
    ahead = [t.lower for t in tokens[behind : behind + 4]] + [""] * 4
    if ahead[0] == "," and ahead[1].isdigit() and ahead[2] in (",", "."):  # "Amal Idris, 47, ..."
        yield Note("person")
        behind, ahead = behind + 2, ahead[2:]
    if ahead[0] in _PLURAL and tokens[mention.first - 1].lower not in ("and", "or", ","):
        yield Note("team")  # "Tarrow were two points down"
    if ahead[0] == "," and ahead[1] in ("who", "which", "whose"):
        yield from _relative(mention.reading, behind + 1, cast)
    elif ahead[0] == ",":
        yield from _phrase(mention.reading, behind + 1, _phrase_end(tokens, behind + 1), cast)
    comma = next(
        (k for k in range(mention.first - 1, max(0, mention.first - 5), -1) if not tokens[k].word), 0
    )
    if comma and tokens[comma].text == "," and (ahead[0] == "," or any(reading.verbs[behind : behind + 1])):
        for start in range(comma - 1, max(-1, comma - 12), -1):
            if reading.verbs[start] or tokens[start].text in ",;":
                break
            if tokens[start].lower in _DETERMINERS:
                yield from _phrase(mention.reading, start, comma, cast)
    yield from _titled(mention)


def _titled(mention: Mention) -> Iterator[Note]:
    """The title before a name ("*mayor* Amal Idris")."""
    words = [w.strip(".,").lower() for w in (mention.title or "").split()]
    if not (lexicon.TITLES | lexicon.ROLES).isdisjoint(words):
        yield Note("person", None if _CIVIL.issuperset(words) else mention.title)


def _phrase_end(tokens: Sequence[Token], first: int) -> int:
    """Where the noun phrase ends that begins at `first`: at a mark, a verb of the frame or a clause."""
    ends = (i for i in range(first, min(len(tokens), first + 14)) if tokens[i].lower in _ENDING)
    return next(ends, min(len(tokens), first + 14))


def _phrase(reading: int, first: int, end: int, cast: Cast) -> Iterator[Note]:
    """What the noun phrase of tokens `first:end` says: "head of the Nile Front", "its chief analyst"."""
    tokens = cast.readings[reading].tokens
    stop = next((i for i in range(first + 1, end) if tokens[i].lower in _STOPS), end)
    mark = next((i for i in range(stop - 1, first - 1, -1) if tokens[i].lower in _DETERMINERS), None)
    begin = first if mark is None else mark + 1
    noun = (
        tokens[stop - 1].lower if stop > begin and not any(cast.readings[reading].verbs[begin:stop]) else ""
    )
    kind = "person" if noun in lexicon.ROLES else kind_of(noun)
    if kind is None or kind == "population":
        return
    inside = (cast.entity(m) for m in reversed(cast.mentions(reading, stop, end)) if not _is_place(m.name))
    owner = next((e for e in inside if e.kind != "person"), None)
    role = cast.text[tokens[begin].start : tokens[end - 1].end] if kind == "person" else None
    yield Note(kind if kind == "person" else noun, role, owner, (reading, mark) if mark is not None else None)


def _possessor(reading: int, mark: int, cast: Cast) -> Entity | None:
    """Whom a possessive mark or pronoun at a token stands for."""
    word = cast.readings[reading].tokens[mark].lower
    if word in ("its", "their"):
        return cast.antecedent(reading, mark, "it")
    return cast.owner(reading, mark) if word in ("'s", "’s") else None


def _relative(reading: int, pronoun: int, cast: Cast) -> Iterator[Note]:
    """What a relative clause says: "Amal Idris, *who commanded the Nile Front*"."""
    tokens = cast.readings[reading].tokens
    if tokens[pronoun].lower != "who":
        yield Note(tokens[pronoun].lower)
        return
    role = _FUNCTIONS.get(tokens[pronoun + 1].lower) if pronoun + 1 < len(tokens) else None
    end = _phrase_end(tokens, pronoun + 2)
    ruled = (cast.entity(m) for m in cast.mentions(reading, pronoun + 2, end))
    yield Note("who", role, next((e for e in ruled if e.kind != "person"), None) if role else None)


_FUNCTIONS = dict(
    pair.split("/")
    for pair in """
    leads/leader led/leader heads/head headed/head commands/commander commanded/commander chairs/chair
    chaired/chair founded/founder owns/owner owned/owner runs/director ran/director directs/director
    directed/director manages/manager managed/manager coaches/coach coached/coach
""".split()
)
"""Verbs that tell a function, and the noun for who has it."""
_PLURAL = frozenset(("are", "were", "have"))
_DETERMINERS = frozenset("a an the its his her their 's ’s".split())
_STOPS = lexicon.PREPOSITIONS | {"and", "at"}
_ENDING = frozenset(", . ; : — – ” ( ) said says who which that has had is was".split())
_CIVIL = frozenset("mr mrs ms miss dr sir dame comrade lord lady".split())


def _kind(entity: Entity, notes: Sequence[Note]) -> Kind:
    name = " ".join(entity.name.split())
    words = [w.strip(".,").lower() for w in name.split()]
    forms = {m.name.lower() for m in entity.mentions}
    head = next((a for a, b in pairwise(words) if b in ("of", "for", "at")), words[-1])
    told = {n.noun for n in notes}
    kinds = [kind_of(n.noun) for n in notes]
    own = kind_of(head) or kind_of(words[-1])
    if entity.nation:
        return "government"
    if name in DEMONYMS or (name.lower() in lexicon.PEOPLES and name.endswith("s")):
        return "population"
    if own in ("government", "armed_group", "organization") and len(words) > 1:
        return own
    if "team" in told:
        return "organization"
    if any(n.role for n in notes):
        return "person"
    if any(w in lexicon.CORPORATE or w == "&" for w in words):
        return "government" if not lexicon.STATE.isdisjoint(words) else "organization"
    if told & {"person", "who"}:
        return "person" if not _is_place(name) else "other"
    if body := next((k for k in kinds if k), None):
        return body
    if len(words) > 1 and words[0] in lexicon.FIRST_NAMES:
        return "person"
    if _is_place(name):
        return "other"
    located = sum(m.locative for m in entity.mentions)
    articled = sum(m.article for m in entity.mentions) * 2 > len(entity.mentions)
    acronym = name.isupper() and 1 < len(name) <= 6 and not located
    if articled or acronym or (len(words) > 1 and words[0] in forms and words[-1] not in forms):
        return "organization"
    if 1 < len(words) <= 4 and located * 2 < len(entity.mentions) and (words[-1] in forms or len(words) < 4):
        return "person" if len(words) == 2 or words[-1] in forms else "organization"
    return "organization" if any(m.subject for m in entity.mentions) and not located else "other"


def _served(mention: Mention, cast: Cast) -> Entity | None:
    """The body that a name is tied to: "Amal Idris *of the Nile Front*"."""
    tokens = cast.readings[mention.reading].tokens
    if mention.last + 1 >= len(tokens) or tokens[mention.last].lower not in ("of", "from", "at"):
        return None
    near = cast.mentions(mention.reading, mention.last + 1, mention.last + 9)[:1]
    bodies = (cast.entity(m) for m in near if m.first <= mention.last + 2 and not _is_place(m.name))
    return next((e for e in bodies if not e.nation and e.kind != "person"), None)


def _is_place(name: str) -> bool:
    """Whether a name is a place's by itself."""
    return name in REGIONS or name in CAPITALS or name.rsplit(" ", 1)[-1].lower() in lexicon.PLACES
