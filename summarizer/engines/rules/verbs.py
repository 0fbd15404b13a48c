"""Verbs of English news, by what they do: attribute, tell a deed, take a stand, do harm.

Verbs are listed by their lemma; `inflections` makes the regular forms.
"""

from __future__ import annotations

import re

from summarizer.engines.rules.lexicon import words

_DOUBLING = re.compile(r".*[^aeiou][aeiou][bdgklmnprt]")


def inflections(lemma: str) -> tuple[str, ...]:
    """The regular forms of a verb, a doubled consonant with them ("deny", "admit": "admitted")."""
    if lemma.endswith("e") and not lemma.endswith("ee"):
        return lemma + "s", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    s = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
    doubled = (f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing") if _DOUBLING.fullmatch(lemma) else ()
    return s, lemma + "ed", lemma + "ing", *doubled


IRREGULAR = {
    lemma: past.split("/")
    for lemma, _, past in (
        group.partition("/")
        for group in """
    bear/bore/borne beat/beat/beaten become/became begin/began/begun bid/bid blow/blew/blown
    break/broke/broken bring/brought build/built burst/burst buy/bought cast/cast catch/caught
    choose/chose/chosen come/came cost/cost cut/cut do/does/did/done draw/drew/drawn drive/drove/driven
    eat/ate/eaten fall/fell/fallen feel/felt fight/fought find/found flee/fled fly/flew/flown
    forecast/forecast foresee/foresaw/foreseen get/got give/gave/given go/goes/went/gone grow/grew/grown
    have/has/had hear/heard hit/hit hold/held hurt/hurt keep/kept know/knew/known lay/laid lead/led
    leave/left lie/lay lose/lost make/made mean/meant meet/met overcome/overcame pay/paid put/put
    quit/quit read/read ride/rode/ridden rise/rose/risen run/ran say/said see/saw/seen seek/sought
    sell/sold send/sent set/set shoot/shot show/showed/shown shut/shut sink/sank/sunk sit/sat
    speak/spoke/spoken spend/spent spread/spread stand/stood steal/stole/stolen strike/struck
    swear/swore/sworn sweep/swept take/took/taken teach/taught tear/tore/torn tell/told think/thought
    throw/threw/thrown undergo/undergoes/underwent understand/understood undertake/undertook/undertaken
    undo/undid wear/wore/worn win/won withdraw/withdrew/withdrawn write/wrote/written
        """.split()
    )
}

"""Verbs to their irregular past forms (and third persons)."""


def _forms(lemmas: str) -> dict[str, str]:
    """Every form of the verbs, mapped to its lemma."""
    forms: dict[str, str] = {}
    for lemma in lemmas.split():
        words = lemma, *inflections(lemma)
        past = IRREGULAR.get(lemma)
        forms |= dict.fromkeys(words if past is None else (w for w in words if not w.endswith("ed")), lemma)
        forms |= dict.fromkeys(past or (), lemma)
    return forms


SPEECH = _forms(
    """
    accuse acknowledge add admit advise affirm agree allege announce answer argue ask assert assume
    assure attest believe bemoan blame boast call caution certify cite claim clarify comment complain
    concede conclude concur condemn confess confide confirm contend continue counsel counter criticise
    criticize crow declare decry demand denounce deny deplore describe disclose dismiss divulge doubt
    elaborate emphasise emphasize estimate exclaim expect explain express fear feel find forecast
    foresee foretell forewarn gloat gripe grouse grumble guarantee guess gush highlight hint hope
    hypothesize imagine imply indicate infer inform insist instruct joke know lament lecture maintain
    mention moan mumble murmur muse mutter note notice object observe opine plan pledge point posit post
    praise preach predict presume proclaim profess promise prophesy propose put question quip quote rant
    react read realise realize reason recall reckon recommend recount refer refute reiterate relay
    remark remind repeat reply report request respond retort reveal rule say scream see shout show sigh
    signal snap specify speculate state stipulate stress suggest suppose surmise suspect swear tell
    testify theorize think threaten tweet underline underscore understand urge venture vow want warn
    whisper wonder worry write yell
"""
)

"""Verbs of saying, knowing and wanting: form to lemma."""

PLAIN_SPEECH = words(
    """
    acknowledge add admit allege announce argue assert assure believe claim confirm declare deny
    estimate expect explain fear hope imply indicate insist note predict promise reckon remind reply
    report say state suggest swear tell think tweet vow warn write
"""
)

"""Those of them that are followed by a content clause often enough to do without "that"."""

INTENTIONS = _forms(
    """
    agree aim aspire attempt choose decide decline endeavor endeavour expect hesitate intend mean opt
    prefer prepare refuse resolve strive try undertake volunteer wish yearn
"""
)

"""Verbs that with an infinitive tell what somebody wants: form to lemma."""

WILLING = words(
    """
    agree ask call demand expect hate hope like long love offer plan pledge promise propose refuse
    request seek swear tell threaten urge vow want warn
"""
)

WILLING |= frozenset(INTENTIONS.values())

"""Verbs whose content may be an infinitive ("vowed to leave")."""

ATTITUDES = _forms(
    """
    abhor acclaim address admire admonish adore advocate amplify analyse analyze anticipate apologise
    apologize applaud appraise appreciate approve ascribe assail assess attribute avoid back bash
    belittle berate blast brand calculate castigate celebrate censure challenge champion characterise
    characterize chastise cherish chide commend compare compliment congratulate consider contemplate
    contest contradict covet crave credit debate deem defend defy demean demonize denigrate depict
    deride despise detail detect detest discount discourage discredit discuss disdain dislike disown
    disparage dispute disregard distrust downplay dramatize dread echo embrace encourage endorse enjoy
    envisage envision equate esteem evaluate evoke exaggerate excoriate excuse exhort explore extol
    fancy fault favor favour flatter foresee forgive frame gauge glorify grill hail hate heed honor
    honour ignore impugn insult interpret invoke judge justify label lambast lambaste laud legitimize
    like liken lionize list loathe love malign minimise minimize misjudge mistrust mock mourn mull name
    neglect nickname oppose order outline overestimate overlook overstate parrot perceive pillory pity
    ponder portray prefer present press pressure prioritize protest push raise rate rationalize reaffirm
    reassure rebuff rebuke rebut recognise recognize recollect reconsider regard regret reject relish
    remember renounce reprimand repudiate resent respect retract revere revile ridicule romanticize
    salute satirize savor scold scorn scrutinize second seek shame shun skewer slam slight spurn
    stereotype stigmatize support suspect symbolize target taunt tease thank tolerate tout trash
    trivialize trumpet trust underestimate underplay understand understate undervalue upbraid value
    vaunt venerate view vilify vindicate voice vote weigh welcome worship
"""
)

"""Verbs that take a stand towards their object ("opposed the bill"): form to lemma."""

PHRASAL = {
    verb: particles.split("/")
    for verb, _, particles in (
        group.partition("/")
        for group in """
    accuse/of agree/with/on allude/to apologise/for apologize/for appeal/to/for approve/of
    argue/against/for beg/for believe/in boast/about brag/about brush/off/aside call/on/for
    campaign/for/against care/about cast/doubt comment/on complain/about concentrate/on despair/of
    disagree/with disapprove/of double/down dream/of dwell/on elaborate/on fire/back focus/on
    fret/about/over frown/on/upon grumble/about gush/about/over hint/at hit/back/out hope/for
    insist/on/upon joke/about lash/out laugh/at lean/towards/toward long/for look/for/forward make/fun
    marvel/at muse/about/on object/to obsess/over opt/for play/down/up plead/for point/out/to pray/for
    preach/about press/for push/back/for put/blame/at see/as quarrel/with rail/against
    rant/about/against react/to refer/to reflect/on respond/to rule/out scoff/at shoot/back shrug/off
    side/with sneer/at speak/about/of stand/by strike/back sympathise/with sympathize/with
    take/aim/issue/exception talk/about/of testify/about think/of/about vote/for/against vouch/for
    warn/of/against wish/for wonder/about worry/about yearn/for
        """.split()
    )
}

"""Verbs that attribute together with a particle or a noun that is one with them, and the particles."""

PHRASAL_FORMS = _forms(" ".join(PHRASAL))

NOUNS = words(
    """
    accusation allegation announcement argument assertion assessment assumption assurance belief claim
    comment commitment complaint concern conclusion confidence contention conviction criticism decision
    declaration demand desire determination disappointment estimate expectation fear feeling finding
    forecast frustration goal hope idea impression insistence intention message notion offer opinion
    plan pledge prediction promise proposal recommendation refusal reluctance remark request sense
    statement suggestion suspicion testimony theory threat view vow warning willingness wish worries
    worry
"""
)

"""Nouns for what is said, thought or wanted ("the mayor's fear that")."""

CUES = INTENTIONS | PHRASAL_FORMS | ATTITUDES | SPEECH

"""Forms of all verbs that attribute."""

PASSIVE_CUES = words(
    """
    alleged believed called considered described estimated expected feared known projected reported said
    seen thought
"""
)

"""Participles that attribute without a source ("is expected to resign")."""

SEEMING = words("appear appears appeared seem seems seemed")

CERTAINTY: dict[str, str] = {
    **dict.fromkeys("probably likely presumably apparently reportedly expected".split(), "probable"),
    **dict.fromkeys("may might could possibly perhaps maybe possible".split(), "possible"),
}

"""Modal and hedging words and what they make of a statement, after FactBank."""

DOUBTFUL = {
    form: certainty
    for certainty, lemmas in {
        "possible": "suggest guess fear imply hint",
        "probable": "suspect believe think expect estimate predict",
        "unknown": "wonder doubt ask question hope want",
    }.items()
    for form, lemma in SPEECH.items()
    if lemma in lemmas.split()
}

"""Forms of the verbs that hedge what they introduce."""

BE = words("is are was were be been being am")

HAVE = words("has have had having")

MODALS = words("will would can cannot could may might shall should must")

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
    slip drop stop plan hurl overturn kidnap ban outlaw
    """
    + " ".join(
        lemma
        for lemma in IRREGULAR  # in their order: of "lay" and "lie" the latter has the form "lay"
        if lemma not in words("say tell write think know swear feel foresee forecast understand")
    )
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
