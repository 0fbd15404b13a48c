"""Measures: what a figure counts or measures, as a short noun phrase ("people injured", "fall in sales")."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from itertools import takewhile

from summarizer.engines.rules import lexicon, verbs
from summarizer.engines.rules.grammar import PAST_ALIKE, is_adverb, subject, verb_group
from summarizer.engines.rules.reading import Reading, Token
from summarizer.engines.rules.wording import flat
from summarizer.values.currencies import NOUNS as MONEY
from summarizer.values.nouns import singular
from summarizer.values.quantities import Quantity
from summarizer.values.units import MEASURE_NAMES

_MEASURED = (MEASURE_NAMES | MONEY) - {"people", "page"}
_TIMES = frozenset("second minute hour day week month quarter year decade century".split())
_DIMENSION = {
    unit: name
    for name, units in {
        "length": "metre kilometre centimetre millimetre mile foot inch yard",
        "weight": "kilogram gram tonne ton pound ounce",
        "time": " ".join(_TIMES),
        "share": "percent",
        "sum": "cent penny " + " ".join(MONEY - {"pound"}),
    }.items()
    for unit in units.split()
}
_SHAPES = {
    "long": "length", "wide": "width", "tall": "height", "high": "height", "deep": "depth", "old": "age",
    "away": "distance", "costs": "cost", "cost": "cost", "weighs": "weight", "weighed": "weight",
    "lasted": "duration", "lasts": "duration",
}  # fmt: skip
"""Words by which an amount is a property of the subject ("the bridge is 40 metres long")."""


def _forms(regular: str, irregular: str) -> list[str]:
    return [*irregular.split(), *(f for v in regular.split() for f in (v, *verbs.inflections(v)))]


_MOVES = dict.fromkeys(
    _forms(
        "climb increase gain surge soar jump advance raise lift boost rebound",
        "rise rises rose risen grow grows grew grown",
    ),
    "rise",
) | dict.fromkeys(
    _forms(
        "drop decline decrease slip tumble plunge ease reduce lower slump dip plummet",
        "fall falls fell fallen sink sank sunk slide slid shrink shrank lose loses lost cut cuts",
    ),
    "fall",
)
"""Forms of verbs of movement to the noun for it."""
_SIDES = {"up": "rise", "more": "rise", "higher": "rise", "above": "rise", "down": "fall", "less": "fall",
          "fewer": "fall", "lower": "fall", "below": "fall"}  # fmt: skip
_LINKS = verbs.BE.union(_forms("total amount average reach top exceed", "came stood hit"))
_UNTOLD = _LINKS | verbs.HAVE | verbs.MODALS | frozenset("say says said tell tells told".split())
_STOPS = lexicon.CLAUSE_BREAKS | lexicon.CALENDAR | frozenset("and or to than by from".split())
_ENDS = (
    lexicon.DETERMINERS | lexicon.PREPOSITIONS | lexicon.PRONOUNS | lexicon.ADVERBS | verbs.HAVE | _TIMES
    | frozenset("and or to last next up down as just worth them there instead 's ’s".split())
)  # fmt: skip
_LIMITS = frozenset("for in within after over".split())
_LIGHT = lexicon.DETERMINERS | frozenset("last next past first aside out up off back".split())
_APART = lexicon.PREPOSITIONS | lexicon.PRONOUNS | lexicon.DETERMINERS | _SHAPES.keys()
_EXTENT = {"age": "age", "time": "length", "length": "length", "weight": "weight"}
_PLURALS = frozenset(word for word in verbs.NOUNS_TOO if word.endswith("s"))
_PERSONS = lexicon.HUMAN | {"people"}
_CLAUSE = 60
"""Tokens before a quantity in which its verb is looked for."""
_LONGEST = 8
"""Words of a phrase within a measure."""


def measure(reading: Reading, quantity: Quantity, text: str, taken: Container[int]) -> str:
    """What is counted, with what befell or was done to it, or what an amount is the amount of.

    Args:
        taken: the tokens of the sentence that belong to quantities.
    """
    return flat(_Clause(reading, quantity, text, taken).measure())


class _Clause:
    """A quantity in its clause: its tokens are `first:last`, the verb before it is at `verb`."""

    def __init__(self, reading: Reading, quantity: Quantity, text: str, taken: Container[int]) -> None:
        self.reading, self.quantity, self.text, self.taken = reading, quantity, text, taken
        self.tokens = reading.tokens
        self.first = reading.token_at(quantity.start)
        self.last = reading.token_at(quantity.end - 1) + 1
        self.opening = max(reading.dateline, self.first - _CLAUSE)
        before = [i for i in range(self.opening, self.first) if self._tells(i)]
        self.verb = before[-1] if before else self.opening - 1
        self.finite = next((i for i in reversed(before) if reading.verbs[i]), self.verb)
        self.told = bool(before)

    def measure(self) -> str:
        unit, value, money = self.quantity.unit or "", self.quantity.value or 0.0, self.quantity.currency
        kind = unit.split(" per ")[0]
        if not (unit or money) and value >= 1 and (harm := self._harm()):
            return f"people {harm}"
        if unit and not money and _MEASURED.isdisjoint((unit, kind)):
            return self._counted(unit)
        if self.text[self.quantity.end - 3 : self.quantity.end] == "old":
            return self._amount("age")
        part = "share" if not unit and 0 < abs(value) < 1 else _DIMENSION.get(kind, "")
        part = "speed" if part == "length" and kind != unit else part
        return self._amount("sum" if money else part)

    def _counted(self, unit: str) -> str:
        surface = [t.text for t in self.tokens[self.first : self.last] if t.text[0].isalpha()]
        noun = " ".join(surface[-len(unit.split()) :]) or unit
        end = self._run(self.last)
        behind = self._said(self.last, end, tied=True)
        if "-" in self.text[self.quantity.start : self.quantity.end] and behind:  # "a 12-page letter"
            return f"{unit}s of {behind}"
        if singular(noun.split()[-1]).lower() != unit.split()[-1].lower():
            noun = unit  # "the three injured", "40 of them"
        if noun.split()[-1].lower() not in verbs.HARM and (harm := self._harm()):
            return f"{noun} {harm}"
        behind = behind if self._word(self.last) in lexicon.PREPOSITIONS else ""
        if end < len(self.tokens) and self.reading.verbs[end]:
            return f"{noun} {behind} {self._done(end)}"
        return f"{noun} {self._undergone()} {behind}"

    def _harm(self) -> str | None:
        """What harm befell who is counted, told by the words next to the number."""
        behind = takewhile(_goes_on, self.tokens[self.last : self.last + 3])
        before = takewhile(_goes_on, reversed(self.tokens[max(0, self.first - 2) : self.first]))
        harm = (verbs.HARM.get(t.lower) for t in (*self.tokens[self.first : self.last], *behind, *before))
        return next((done for done in harm if done and done != "attacked"), None)

    def _done(self, i: int) -> str:
        """A predicate that follows its subject: "were destroyed" is "destroyed", "voted" "who voted"."""
        word = self._word(i)
        tied = self._word(self.first - 1) in lexicon.PREPOSITIONS  # "a ferry with [340 passengers] sank"
        if tied or i >= len(self.tokens) or not self.reading.verbs[i]:
            return ""
        if word in verbs.BE | verbs.HAVE | verbs.MODALS:
            return self._word(i + 1) if word in verbs.BE and self._word(i + 1).endswith(("ed", "en")) else ""
        who = "that" if self.quantity.unit and self.quantity.unit.split()[-1] not in _PERSONS else "who"
        return f"{who} {self._said(i, self._run(i + 1), tied=True)}"

    def _undergone(self) -> str:
        """The participle of the verb before, where the quantity is its object ("lost [40 jobs]")."""
        light = all(is_adverb(t) or t.lower in _LIGHT for t in self.tokens[self.verb + 1 : self.first])
        return self._past() if self.told and light and self._word(self.verb) not in _UNTOLD else ""

    def _past(self) -> str:
        tie = self._word(self.verb - 1)
        return _participle(self._word(self.verb), tie == "to" or tie in verbs.MODALS)

    def _amount(self, name: str) -> str:
        end = self._run(self.last)
        follows, behind = self._word(self.last), self._said(self.last, end)
        if follows == "of" and behind:
            return f"{name} of {behind}" if name in ("share", "length") else behind
        direction = _SIDES.get(follows) or _SIDES.get(self._word(self.first - 1))
        if direction:  # "24 percent more than a year before", "was up 4 percent"
            what = self._said(self.last + 1, self._run(self.last + 1)) or self._subject()
            return f"{direction} in {what}" if what else direction
        predicative = self.verb == self.first - 1 and self._word(self.first - 1) in verbs.BE
        if behind and not predicative and follows not in _APART:
            return f"{_EXTENT[name]} of {behind}" if name in _EXTENT else behind
        if self._word(self.first - 1) == "of":  # "replaced at a cost of [4 million]"
            span = range(self.first - 2, self.verb + 1, -1)
            near = next((i for i in span if self._word(i) in lexicon.PREPOSITIONS), self.verb)
            return self._said(near + 1, self.first) or self._before() or name or "amount"
        if name == "length" and follows in ("from", "off"):
            return f"distance {self._said(self.last, self._run(self.last + 1), tied=True)}"
        if name == "share" and (done := self._done(end)):
            return f"{name} {done}"
        return self._of_clause(name) or self._before() or behind or name or "number"

    def _of_clause(self, name: str) -> str:
        """What the clause says that the amount is of: a property, a change or the object of its verb."""
        if not self.told:
            return ""
        word, whose = self._word(self.verb), self._subject()
        tie = next((i for i in range(self.first - 1, -1, -1) if self._word(i) not in _LIGHT), -1)
        before = self._word(tie)
        shape = _SHAPES.get(self._word(self.last)) or _SHAPES.get(before) or _SHAPES.get(word)
        if shape:
            return f"{shape} of {whose}" if whose else shape
        if name == "time" and before in _LIMITS and whose:
            first, last = verb_group(self.tokens, self.verb), min(tie, self._run(self.verb + 1))
            return f"time {before} which {whose} {self._said(first, last, tied=True)}"
        if direction := _MOVES.get(word):
            what = self._object() or whose
            came_to = what and before in ("to", "at", "from")
            return what if came_to else f"{direction} in {what}" if what else direction
        if whose and (before == "at" or (before == "for" and name == "sum")):
            of = {"for": "price", "at": "speed" if name == "speed" else ""}[before]
            return f"{of} of {whose}" if of else whose
        if done := self._undergone():
            name = {"length": "distance", "": "amount"}.get(name, name)
            return f"{name} {done} {self._said(self.last, self._run(self.last), tied=True)}"
        return whose if word in _LINKS else self._before() or (f"{name} {self._past()}" if name else whose)

    def _tells(self, i: int) -> bool:
        """Whether token `i` is a verb, an infinitive ("to reach [44]") or one that only its number shows."""
        word = self._word(i)
        close = i + 1 == self.first and (word in _MOVES or word in _SHAPES)
        tie = self._word(i - 1)
        shown = tie in verbs.MODALS or (tie == "to" and (word in verbs.VERBS or word in _LINKS))
        relative = i + 1 == self.first and tie in ("who", "which", "that")  # "which employs [40 people]"
        return i not in self.taken and (self.reading.verbs[i] or shown or relative or close)

    def _word(self, i: int) -> str:
        return self.tokens[i].lower if 0 <= i < len(self.tokens) else ""

    def _subject(self) -> str:
        span = subject(self.reading, self.finite) if self.told else None
        return self._said(*span, core=True) if span else ""

    def _object(self) -> str:
        """What stands between the verb and the first preposition, number or mark behind it."""
        first = self.verb + 1
        return "" if self._word(first) in lexicon.PREPOSITIONS else self._said(first, self._run(first))

    def _before(self) -> str:
        """The noun phrase that ends at the number; it begins behind the verb, a mark or another number."""
        return self._said(self.verb + 1, self.first)

    def _run(self, first: int) -> int:
        """Where the words end that belong to what is at `first`: at a mark, a verb, a link or a number."""
        end = first
        while end < min(len(self.tokens), first + _LONGEST) and not self._parts(end):
            noun = end > first and self._word(end) in _PLURALS  # "of late [orders]"
            if self._word(end) in _STOPS or (self.reading.verbs[end] and not noun):
                break
            end += 1
        return end

    def _parts(self, i: int) -> bool:
        """Whether token `i` is a mark or belongs to a number, an ordinal's ending too."""
        token = self.tokens[i]
        if i in self.taken or (not token.word and token.text not in ("'s", "’s", "-", "&", "'", "’")):
            return True
        before = self.tokens[i - 1] if i else token
        return token.text[0].isdigit() or (before.text[-1].isdigit() and before.end == token.start)

    def _said(self, first: int, last: int, tied: bool = False, core: bool = False) -> str:
        """A phrase's words without its determiner and loose ends.

        Args:
            tied: keep what ties it to what it stands behind.
            core: of a phrase with numbers or marks in it the part before the first, else behind the last.
        """
        cuts = [i for i in range(first, last) if self._parts(i)]
        if cuts and core and cuts[0] > first:
            last = cuts[0]
        elif cuts:
            first = cuts[-1] + 1
        while last > first and self._word(last - 1) in _ENDS:
            last -= 1
        while first < last and not tied and self._word(first) in _ENDS:
            first += 1
        if core or tied:
            last = min(last, first + _LONGEST)
        first = max(first, last - _LONGEST)
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if last > first else ""


def _goes_on(token: Token) -> bool:
    return token.word and token.lower != "and"


@lru_cache(maxsize=1024)
def _participle(form: str, base: bool) -> str:
    """The past participle of a verb's form: "taken" of "took", "destroyed" of "destroys".

    Args:
        base: the form has no ending, since a modal or "to" stands before it.
    """
    lemma = verbs.VERBS.get(form) or (form if form.endswith(("ed", "ss")) else form.removesuffix("s"))
    if lemma in PAST_ALIKE or (lemma == form and not base):
        return lemma
    past = [f for f, v in verbs.VERBS.items() if v == lemma != f and not f.endswith(("s", "ing"))]
    strong = [f for f in past if f not in verbs.inflections(lemma) and (f.endswith("n") or form not in past)]
    return strong[-1] if strong else form if form in past else verbs.inflections(lemma)[1]
