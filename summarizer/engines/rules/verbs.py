"""Verbs of English news, by what they do: attribute, tell a deed, take a stand, do harm.

Verbs are listed by their lemma; `inflections` makes the regular forms.
"""

from __future__ import annotations

import re

from summarizer.engines.rules.lexicon import words

_DOUBLING = re.compile(r".*[^aeiou][aeiou][bdgklmnprt]")


def inflections(lemma: str) -> tuple[str, ...]:
    """The regular forms of a verb, a doubled consonant with them ("deny", "admit": "admitted")."""
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    s = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
    doubled = (f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing") if _DOUBLING.fullmatch(lemma) else ()
    return s, lemma + "ed", lemma + "ing", *doubled


def _forms(regular: str, irregular: str) -> dict[str, str]:
    """Every form of the verbs, mapped to its lemma. `irregular` holds groups "say/says/said/saying"."""
    forms = {form: lemma for lemma in regular.split() for form in (lemma, *inflections(lemma))}
    for group in irregular.split():
        lemma, *_ = words = group.split("/")
        forms.update(dict.fromkeys(words, lemma))
    return forms


SPEECH = _forms(
    """
    accuse acknowledge add admit advise affirm allege announce answer argue ask assert assure believe
    blame boast caution cite claim comment complain conclude concede confess confirm confide contend
    continue counter criticize criticise declare decry demand denounce deny describe disclose dismiss
    emphasize emphasise estimate explain exclaim expect express guess hint hope imply indicate inform
    insist joke lament maintain mention note object observe opine pledge point praise predict proclaim
    promise propose question quip react recall recommend reiterate remark remind repeat reply report
    request respond reveal state stress suggest suspect tweet urge vow warn wonder signal testify
    guarantee condemn rule argue agree fear worry doubt recount threaten explain reckon post
    elaborate conclude surmise muse swear rant preach refute quote
""",
    """
    say/says/said/saying tell/tells/told/telling write/writes/wrote/written/writing
    think/thinks/thought/thinking know/knows/knew/known/knowing swear/swears/swore/sworn/swearing
    find/finds/found feel/feels/felt foresee/foresees/foresaw/foreseen
    forecast/forecasts/forecasted/forecasting want/wants/wanted plan/plans/planned/planning
    see/sees/saw/seen call/calls/called/calling refer/refers/referred/referring show/shows/showed/shown
    put/puts understand/understands/understood hold/holds/held read/reads
""",
)

"""Verbs of saying, knowing and wanting: form to lemma."""

PLAIN_SPEECH = words(
    """
    say tell announce add claim insist argue warn deny confirm declare explain note report reply state
    tweet write acknowledge admit allege assert believe think hope suggest estimate predict expect
    assure remind imply swear promise vow indicate fear reckon
"""
)

"""Those of them that are followed by a content clause often enough to do without "that"."""

WILLING = words(
    """
    want plan hope vow promise agree threaten expect refuse seek pledge swear offer urge ask demand tell
    warn call request propose like intend decline wish aim aspire prefer long need strive try attempt
    decide
"""
)

"""Verbs whose content may be an infinitive ("vowed to leave")."""

ATTITUDES = _forms(
    """
    accuse blame criticize criticise praise condemn denounce dismiss decry lament question support oppose
    endorse favor favour reject rebuff protest propose ignore embrace welcome prefer love hate fear doubt
    describe portray consider recognize recognise discuss target criticise challenge demand defend
    highlight mock urge brand ridicule applaud belittle label deny reconsider admire dislike resent regret
    view spurn shun deplore echo tout blast bash thank congratulate outline detail address champion
    advocate lambast berate scold chide hail laud salute bemoan rebuke vote name list approve order
    highlight avoid present push attack defend reassure mention characterize characterise depict
    prioritize overlook discourage encourage liken credit fault contest deem interpret invoke cite
    predict acknowledge anticipate reveal disclose estimate request recommend assume threaten announce
""",
    "back/backs/backed slam/slams/slammed call/calls/called/calling want/wants/wanted like/likes/liked "
    "rebut/rebuts/rebutted understand/understood seek/seeks/sought/seeking",
)

"""Verbs that take a stand towards their object ("opposed the bill"): form to lemma."""

PHRASAL: dict[str, str] = {
    "lash": "out",
    "insist": "on",
    "focus": "on",
    "push": "back for",
    "refer": "to",
    "point": "out to",
    "double": "down",
    "speak": "about of",
    "talk": "about of",
    "comment": "on",
    "call": "on for",
    "complain": "about",
    "warn": "of against",
    "accuse": "of",
    "argue": "against for",
    "object": "to",
    "apologize": "for",
    "apologise": "for",
    "react": "to",
    "agree": "with on",
    "disagree": "with",
    "rail": "against",
    "campaign": "for against",
    "vote": "for against",
    "side": "with",
    "fire": "back",
    "shoot": "back",
    "care": "about",
    "elaborate": "on",
    "dwell": "on",
    "concentrate": "on",
    "testify": "about",
    "believe": "in",
    "boast": "about",
    "brag": "about",
    "hint": "at",
    "think": "of about",
    "hope": "for",
    "worry": "about",
    "look": "for forward",
    "joke": "about",
    "plead": "for",
    "respond": "to",
    "brush": "off aside",
}

"""Verbs that attribute together with a particle, and the particles."""

PHRASAL_FORMS = _forms(
    " ".join(verb for verb in PHRASAL if verb not in ("speak", "think", "shoot")),
    "speak/speaks/spoke/spoken/speaking think/thinks/thought/thinking shoot/shoots/shot/shooting",
)

PASSIVE_CUES = words(
    """
    expected considered believed reported said alleged thought seen described called known estimated
    projected feared
"""
)

"""Participles that attribute without a source ("is expected to resign")."""

CERTAINTY: dict[str, str] = {
    **dict.fromkeys("probably likely presumably apparently reportedly expected".split(), "probable"),
    **dict.fromkeys("may might could possibly perhaps maybe possible".split(), "possible"),
}

"""Modal and hedging words and what they make of a statement, after FactBank."""

DOUBTFUL: dict[str, str] = {
    form: certainty
    for form, lemma in SPEECH.items()
    if (
        certainty := {
            "suggest": "possible",
            "guess": "possible",
            "wonder": "unknown",
            "doubt": "unknown",
            "ask": "unknown",
            "question": "unknown",
            "hope": "unknown",
            "want": "unknown",
            "fear": "possible",
            "suspect": "probable",
            "believe": "probable",
            "think": "probable",
            "expect": "probable",
            "estimate": "probable",
            "predict": "probable",
            "imply": "possible",
            "hint": "possible",
        }.get(lemma)
    )
}

"""Forms of the verbs that hedge what they introduce."""

BE = words("is are was were be been being am")

HAVE = words("has have had having")

MODALS = words("will would can could may might shall should must")

STATIVE = words(
    """
    hold include remain contain need represent involve depend rely cost last live love hope trust tend
    seem appear matter mean belong exist consist own resemble require deserve know like have stand lie
    bear speak
"""
)

"""Verbs of being rather than happening."""

VERBS = _forms(
    " ".join(sorted(STATIVE - {"speak", "hold", "cost", "know", "have", "stand", "lie", "bear"}))
    + """
    accept achieve act adopt affect aim allow appear appoint approach approve arrest arrive assault
    ambush assassinate stab detonate torch storm burn drown attack
    attempt attend avoid ban bar block bomb bombard
    boost borrow call cancel care capture
    carry cause celebrate challenge change charge chase check claim clash clear climb close collapse
    collect commit complete conduct confront consider contact contain continue control convict cover crash
    create cross damage deal decide decline defeat defend delay deliver demand deploy design destroy
    detain determine develop die discover discuss disrupt divide dominate donate double drop earn ease
    elect eliminate emerge enable end endorse enforce engage enter escalate escape establish evacuate
    examine exceed execute expand expel explode extend face fail fall favor favour fire flee follow force
    free gain gather grant handle happen harm hear help hire hit hope hurl hurt identify ignore impose
    improve include increase intend injure introduce invade invest investigate invite involve issue jail join
    jump keep kick kidnap kill land launch lift limit link list live locate look lose love lower
    maintain manage march mark meet merge miss mobilize monitor move murder name need negotiate nominate
    obtain occupy occur offer open operate oppose order organize oust outline pass perform pick place
    plead play post postpone prepare present prevent produce profit promote protect protest prove provide
    publish pull purchase pursue push raid rain raise rally reach rebound receive recognize recommend
    record recover reduce refuse regain reject relate release rely remain remove renew reopen replace
    represent rescue resign resist resolve respond restore resume retain retire retreat return reverse
    review rob rule sack sanction scrap score seek seem seize select serve settle share shell sign slow
    soar spark spread stage start stay stop strip struggle succeed suffer support surge surrender survive
    suspend target tend test topple total trade train transfer travel treat trigger trust try turn unveil
    urge use view visit vote wait walk warn watch welcome withdraw work wound rise plunge tumble cut
""",
    """
    become/becomes/became/becoming begin/begins/began/begun/beginning break/breaks/broke/broken/breaking
    bring/brings/brought/bringing build/builds/built/building burst/bursts/bursting
    buy/buys/bought/buying catch/catches/caught
    choose/chooses/chose/chosen come/comes/came/coming cut/cuts/cutting do/does/did/done/doing
    draw/draws/drew/drawn drive/drives/drove/driven eat/ate/eaten fall/falls/fell/fallen/falling
    fight/fights/fought/fighting find/finds/found/finding flee/flees/fled/fleeing fly/flies/flew/flown
    get/gets/got/getting give/gives/gave/given/giving go/goes/went/gone/going
    grow/grows/grew/grown/growing have/has/had/having hear/heard hit/hits/hitting hold/holds/held/holding
    keep/keeps/kept/keeping lay/lays/laid lead/leads/led/leading leave/leaves/left/leaving
    lose/loses/lost/losing make/makes/made/making meet/meets/met/meeting pay/pays/paid/paying
    put/puts/putting quit/quits read/reads ride/rides/rode rise/rises/rose/risen/rising
    run/runs/ran/running see/sees/saw/seen/seeing seek/seeks/sought/seeking sell/sells/sold/selling
    send/sends/sent/sending set/sets/setting shoot/shoots/shot/shooting show/shows/showed/shown shut/shuts
    sink/sinks/sank/sunk sit/sits/sat speak/speaks/spoke/spoken/speaking spend/spends/spent/spending
    stand/stands/stood steal/steals/stole/stolen strike/strikes/struck/striking sweep/sweeps/swept
    take/takes/took/taken/taking teach/taught tear/tore/torn throw/throws/threw/thrown/throwing
    win/wins/won/winning wear/wore withdraw/withdraws/withdrew/withdrawn/withdrawing
    beat/beats/beaten/beating blow/blows/blew/blown/blowing bear/bore/borne
    fall/fell lie/lay slip/slips/slipped/slipping
    drop/drops/dropped/dropping stop/stops/stopped/stopping plan/plans/planned/planning hurl/hurls/hurled
    overturn/overturns/overturned kidnap/kidnapped ban/bans/banned spread/spreads hurt/hurts bid/bids
    cost/costs cast/casts undergo/underwent overcome/overcame undo/undid outlaw/outlawed
""",
)

"""Common verbs of action: form to lemma."""

SPEECH_ACTS = words("announce agree declare order propose pledge promise rule reject threaten")

"""Verbs of speech whose utterance is itself an event."""

HARM: dict[str, str] = {
    form: done
    for done, forms in {
        "killed": """
    kill kills killed killing dead died die dies dying death deaths assassinated murdered murder slain
    shot execute executed strangled stabbed drowned
""",
        "injured": "injure injures injured injuring wounded wounding wound hurt hurting injuries",
        "missing": "missing",
        "displaced": "displaced displacing",
        "arrested": "arrested arresting arrest detained detaining",
        "kidnapped": "kidnapped kidnapping abducted hostage",
        "evacuated": "evacuated evacuating rescued",
        "attacked": """
    attack attacked attacks attacking bombed bombing bombs exploded explosion fired hurled destroyed
    destroying damaged ambushed blew blown clashed exploded burned torched shelled raided stormed detonated
""",
    }.items()
    for form in forms.split()
}

"""Words of harm: form to what it makes of those who are counted."""

NOUNS_TOO = words(
    """
    attack attacks plan plans report reports call calls claim claims demand demands request requests
    strike strikes raid raids march visit visits vote votes work works protest protests trade force forces
    fire fires post posts target targets issue issues cut cuts rise rises fall falls move moves hit win
    wins fight fights hold look looks release releases increase increases share shares state states record
    records result results walk talk hope hopes fear fears profit profits support interest matters place
    places play plays order orders deal deals aim aims balance estimate estimates view views
"""
)

"""Forms that are nouns as often as verbs."""


MOVES = words(
    """
    rise fall climb drop slip grow increase decrease decline gain lose total average reach come stand double
    surge plunge soar jump tumble ease close end cost advance cover hold make post add
    amount handle account occur number raise sell use
"""
)

"""Verbs that with a number tell a movement or a measure rather than a deed ("profit fell 4 percent")."""

STANCES = words(
    """
    claim demand warn urge hope welcome discuss maintain suggest oppose want like seek report praise
    call ask need find show see learn prove put
"""
)

"""Verbs of action that tell what somebody says or thinks rather than a deed."""
