"""The words that the rules go by: closed classes and general vocabulary of English news.

Reporting verbs are listed by their lemma; `inflections` makes the forms. Nothing here is a name of
the day: only words and the world's standing geography.
"""

from __future__ import annotations

from collections.abc import Iterable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def inflections(lemma: str) -> tuple[str, ...]:
    """The regular forms of a verb: third person, past, present participle ("deny": denies, denied, denying)."""
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    s = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
    return s, lemma + "ed", lemma + "ing"


def _forms(regular: str, irregular: str) -> dict[str, str]:
    """Every form of the verbs, mapped to its lemma. `irregular` holds groups "say/says/said/saying"."""
    forms = {form: lemma for lemma in regular.split() for form in (lemma, *inflections(lemma))}
    for group in irregular.split():
        lemma, *_ = words = group.split("/")
        forms.update(dict.fromkeys(words, lemma))
    return forms


SPEECH = _forms(
    "accuse acknowledge add admit advise affirm allege announce answer argue ask assert assure believe "
    "blame boast caution cite claim comment complain conclude concede confess confirm confide contend "
    "continue counter criticize criticise declare decry demand denounce deny describe disclose dismiss emphasize "
    "emphasise estimate explain exclaim expect express guess hint hope imply indicate inform insist joke "
    "lament maintain mention note object observe opine pledge point praise predict proclaim promise "
    "propose question quip react recall recommend reiterate remark remind repeat reply report "
    "request respond reveal state stress suggest suspect tweet urge vow warn wonder signal testify guarantee "
    "condemn compare rule argue agree fear worry doubt recount threaten explain reckon post elaborate",
    "say/says/said/saying tell/tells/told/telling write/writes/wrote/written/writing think/thinks/thought/thinking "
    "know/knows/knew/known/knowing swear/swears/swore/sworn/swearing find/finds/found feel/feels/felt "
    "foresee/foresees/foresaw/foreseen forecast/forecasts/forecasted/forecasting want/wants/wanted "
    "plan/plans/planned/planning see/sees/saw/seen call/calls/called/calling refer/refers/referred/referring "
    "show/shows/showed/shown put/puts understand/understands/understood hold/holds/held read/reads",
)
"""Verbs of saying, knowing and wanting: form to lemma."""

PLAIN_SPEECH = _words(
    "say tell announce add claim insist argue warn deny confirm declare explain note report reply state "
    "tweet write acknowledge admit allege assert believe think hope suggest estimate predict expect"
)
"""Those of them that are followed by a content clause often enough to do without "that"."""

CERTAINTY: dict[str, str] = {
    **dict.fromkeys("probably likely presumably apparently reportedly expected".split(), "probable"),
    **dict.fromkeys("may might could possibly perhaps maybe possible".split(), "possible"),
}
"""Modal and hedging words and what they make of a statement, after FactBank."""

TITLES = _words(
    "mr mrs ms miss dr prof professor sir dame lord lady sen senator rep representative gov governor president "
    "vice-president premier chancellor minister prime secretary king queen prince princess sheikh ayatollah "
    "imam pope cardinal archbishop bishop rev reverend father msgr monsignor gen general lt lieutenant col "
    "colonel maj major capt captain sgt sergeant cpl admiral commander chief judge justice attorney "
    "ambassador mayor chairman chairwoman chair ceo director speaker leader spokesman spokeswoman "
    "spokesperson coach analyst prosecutor inspector officer detective hon congressman congresswoman councillor "
    "chief executive deputy founder"
)
ABBREVIATED = _words("mr mrs ms dr prof sen rep gov gen lt col maj capt sgt cpl rev msgr hon st jr sr adm pres supt insp")

ROLES = _words(
    "leader commander chief president minister secretary spokesman spokeswoman spokesperson director head "
    "chairman chairwoman chair chairperson executive ceo founder co-founder owner officer official analyst economist "
    "professor researcher scientist lawyer attorney prosecutor judge governor mayor senator lawmaker "
    "congressman congresswoman ambassador envoy diplomat general colonel captain coach manager author "
    "activist candidate adviser advisor aide strategist partner member deputy journalist reporter "
    "editor cleric bishop priest king queen prince chancellor premier strategist doctor physician "
    "engineer historian expert striker midfielder goalkeeper defender player investor negotiator "
    "representative coordinator resident farmer teacher student mother father wife husband son daughter brother sister"
)
"""Nouns that name a person by function."""

CORPORATE = _words(
    "ministry department agency committee commission council party union association organization organisation "
    "company corporation corp inc ltd llc plc co group bank university college institute institution court "
    "senate congress parliament assembly house cabinet office bureau board authority administration "
    "foundation fund league club federation service services society center centre school hospital news times "
    "post journal press network coalition alliance movement front army navy force forces corps guard "
    "brigade brigades militia command police embassy airlines motors holdings partners capital systems "
    "technologies industries laboratory observatory museum church conference campaign team city united "
    "cabinet secretariat treasury exchange securities international associates"
)
"""Nouns that make a name an organization's."""

GOVERNMENTAL = _words(
    "ministry department parliament senate congress cabinet administration treasury embassy government state "
    "secretariat pentagon kremlin house court"
)
ARMED = _words("militia militias army forces force brigade brigades guerrilla guerrillas rebels corps front battalion insurgents")
PEOPLE = _words(
    "people civilians residents officials soldiers troops police rebels militants protesters demonstrators "
    "gunmen terrorists guerrillas workers voters refugees migrants children women men students doctors "
    "scientists researchers analysts economists prosecutors lawyers judges investigators experts critics supporters "
    "lawmakers diplomats authorities sources witnesses firefighters rescuers passengers villagers farmers teachers "
    "priests peasants hostages prisoners insurgents fighters militias militiamen investors shareholders fans"
)
"""Plural nouns for people."""

CALENDAR = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sept sep oct nov dec christmas easter"
)
OPENERS = _words(
    "a an the this that these those it he she they we i you his her their its our my your there here in on at by for "
    "from to of with as if when while after before since until although though because but and or so yet nor not no "
    "what who why how where which whose both each every all some many most more few several other another such "
    "then now today yesterday tomorrow later earlier meanwhile however also still even just only once "
    "about over under between among during despite according one two three four five six seven eight nine "
    "ten late early last next first second third former new old under while well yes let perhaps maybe "
    "is are was were has have had do does did will would can could may might should must be been "
    "instead moreover furthermore nevertheless additionally finally again thus hence indeed photo image video "
    "read share advertisement follow click sign source sources slideshow updated reporting editing writing "
    "up down out off through within without against around across near like unlike whether them him us me "
    "any anyone everyone someone nobody nothing something back thousands hundreds dozens millions"
)
"""Words that are capitalised only because they open a sentence."""

PRONOUNS = _words("he she they it i we who")
BE = _words("is are was were be been being am")
HAVE = _words("has have had having")
MODALS = _words("will would can could may might shall should must")
NEGATIONS = _words("not never no nobody nothing neither nor n't cannot without")
