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
    "condemn compare rule argue agree fear worry doubt recount threaten explain reckon post elaborate conclude surmise muse swear rant preach refute quote",
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

WILLING = _words(
    "want plan hope vow promise agree threaten expect refuse seek pledge swear offer urge ask demand tell warn call request "
    "propose like intend decline wish aim aspire prefer long need strive try attempt decide"
)
"""Verbs whose content may be an infinitive ("vowed to leave")."""
ATTITUDES = _forms(
    "accuse blame criticize criticise praise condemn denounce dismiss decry lament question support oppose endorse favor "
    "favour reject rebuff protest propose ignore embrace welcome prefer love hate fear doubt describe portray "
    "consider recognize recognise discuss target criticise challenge demand defend highlight mock urge brand "
    "ridicule applaud belittle label deny reconsider admire dislike resent regret view spurn shun deplore echo "
    "invoke cite predict acknowledge anticipate reveal disclose estimate request recommend assume threaten announce",
    "back/backs/backed slam/slams/slammed call/calls/called/calling want/wants/wanted like/likes/liked "
    "rebut/rebuts/rebutted understand/understood seek/seeks/sought/seeking",
)
"""Verbs that take a stand towards their object ("opposed the bill"): form to lemma."""
PHRASAL = {
    "lash": "out", "insist": "on", "focus": "on", "push": "back", "refer": "to", "point": "out", "double": "down",
    "speak": "about", "talk": "about", "comment": "on", "call": "on", "call for": "for", "complain": "about", "warn": "of",
    "accuse": "of", "argue": "against", "object": "to", "apologize": "for", "react": "to", "agree": "with", "disagree": "with",
    "boast": "about", "brag": "about", "hint": "at", "think": "of", "hope": "for", "worry": "about", "look": "for", "joke": "about",
}
PASSIVE_CUES = _words("expected considered believed reported said alleged thought seen described called known estimated projected feared")
"""Participles that attribute without a source ("is expected to resign")."""
CLAIM_NOUNS = _words(
    "claim claims accusation accusations allegation allegations assertion belief criticism promise pledge proposal "
    "refusal insistence warning view argument concern concerns fear fears hope hopes feeling suggestion statement "
    "demand demands call calls request support opposition attack attacks comments remarks vow threat prediction "
    "assessment estimate conclusion decision desire announcement admission denial contention notion question"
)
"""Nouns that attribute what follows them to their possessor ("the mayor's promise to resign")."""

CERTAINTY: dict[str, str] = {
    **dict.fromkeys("probably likely presumably apparently reportedly expected".split(), "probable"),
    **dict.fromkeys("may might could possibly perhaps maybe possible".split(), "possible"),
}
"""Modal and hedging words and what they make of a statement, after FactBank."""

DOUBTFUL: dict[str, str] = {
    form: certainty
    for form, lemma in SPEECH.items()
    if (certainty := {"suggest": "possible", "guess": "possible", "wonder": "unknown", "doubt": "unknown", "ask": "unknown",
                      "question": "unknown", "hope": "unknown", "want": "unknown", "fear": "possible", "suspect": "probable",
                      "believe": "probable", "think": "probable", "expect": "probable", "estimate": "probable",
                      "predict": "probable", "imply": "possible", "hint": "possible"}.get(lemma))
}
"""Forms of the verbs that hedge what they introduce."""

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

PLACES = _words(
    "street road avenue boulevard square river sea ocean lake bay strait island islands mountain mountains valley desert "
    "city cities towns villages department departments neighborhood neighbourhood outskirts capital suburb coast province district county region village town airport border park forest peninsula governorate strip zone plaza"
)
"""Nouns that make a name a place's."""
THINGS = _words(
    "war wars operation olympics paralympics games cup cups championship championships act month day week treaty agreement "
    "accord accords bill amendment constitution prize award awards festival carnival book depression revolution tournament "
    "photo picture index online plan law code covenant pact protocol virus disease syndrome studies letters "
    "internet god bible koran quran"
)
"""Nouns that make a name neither an actor's nor a place's."""
PEOPLES = _words(
    "kurdish kurd kurds arab arabs arabic shiite shiites shia sunni sunnis islamic muslim muslims christian christians "
    "catholic catholics protestant protestants jewish jews jew hindu hindus buddhist buddhists yazidi yazidis druze "
    "asian asians african africans european europeans western northern southern eastern hispanic hispanics latino latinos "
    "black white english latin democratic republican democrats republicans conservative conservatives liberal liberals labour "
    "communist communists socialist socialists evangelical"
)
"""Adjectives and plurals of peoples, faiths and parties."""

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
BODIES = {
    "army": "armed_group", "police": "organization", "government": "government", "navy": "armed_group", "militia": "armed_group",
    "ministry": "government", "court": "organization", "company": "organization", "parliament": "government",
    "guerrillas": "armed_group", "rebels": "armed_group", "militants": "armed_group", "insurgents": "armed_group",
    "troops": "armed_group", "soldiers": "armed_group", "gunmen": "armed_group", "terrorists": "armed_group",
    "militias": "armed_group", "administration": "government", "authorities": "government", "embassy": "government",
}
"""Common nouns for bodies that act, with their kind."""
DEEDS = _words("murder assassination killing killings kidnapping attack attacks bombing explosion massacre execution ambush abduction raid shooting stabbing "
               "arrest crash earthquake flood fire blast strike")
"""Nouns for deeds and disasters."""

BE = _words("is are was were be been being am")
HAVE = _words("has have had having")
MODALS = _words("will would can could may might shall should must")
NEGATIONS = _words("not never no nobody nothing neither nor n't cannot without")

VERBS = _forms(
    "accept achieve act adopt affect aim allow appear appoint approach approve arrest arrive assault assassinate attack "
    "attempt attend avoid ban bar block bomb bombard boost borrow call cancel capture carry cause celebrate challenge "
    "change charge chase check claim clash clear climb close collapse collect commit complete conduct confront consider "
    "contact contain continue control convict cover crash create cross damage deal decide decline defeat defend "
    "delay deliver demand deploy design destroy detain determine develop die discover discuss disrupt divide "
    "dominate donate double drop earn ease elect eliminate emerge enable end endorse enforce engage enter escalate "
    "escape establish evacuate examine exceed execute expand expel explode extend face fail fall favor favour fire "
    "flee follow force free gain gather grant handle happen harm hear help hire hit hope hurl hurt identify "
    "ignore impose improve include increase injure introduce invade invest investigate invite involve "
    "issue jail join jump keep kick kidnap kill land last launch lift limit link list live locate look lose love "
    "lower maintain manage march mark meet merge miss mobilize monitor move murder name need negotiate "
    "nominate obtain occupy occur offer open operate oppose order organize oust outline pass perform pick place "
    "plead play post postpone prepare present prevent produce profit promote protect protest prove provide publish "
    "pull purchase pursue push raid rain raise rally reach rebound receive recognize recommend record recover reduce refuse regain "
    "reject relate release rely remain remove renew reopen replace represent rescue resign resist resolve respond restore "
    "resume retain retire retreat return reverse review rob rule sack sanction scrap score seek seem seize "
    "select serve settle share shell sign slow soar spark spread stage start stay stop strip struggle succeed suffer support "
    "surge surrender survive suspend target tend test topple total trade train transfer travel treat trigger "
    "trust try turn unveil urge use view visit vote wait walk warn watch welcome withdraw work wound "
    "rise plunge tumble cut",
    "become/becomes/became/becoming begin/begins/began/begun/beginning break/breaks/broke/broken/breaking "
    "bring/brings/brought/bringing build/builds/built/building buy/buys/bought/buying catch/catches/caught "
    "choose/chooses/chose/chosen come/comes/came/coming cut/cuts/cutting do/does/did/done/doing draw/draws/drew/drawn "
    "drive/drives/drove/driven eat/ate/eaten fall/falls/fell/fallen/falling fight/fights/fought/fighting "
    "find/finds/found/finding flee/flees/fled/fleeing fly/flies/flew/flown get/gets/got/getting give/gives/gave/given/giving "
    "go/goes/went/gone/going grow/grows/grew/grown/growing have/has/had/having hit/hits/hitting hold/holds/held/holding "
    "keep/keeps/kept/keeping lay/lays/laid lead/leads/led/leading leave/leaves/left/leaving lose/loses/lost/losing "
    "make/makes/made/making meet/meets/met/meeting pay/pays/paid/paying put/puts/putting quit/quits read/reads "
    "ride/rides/rode rise/rises/rose/risen/rising run/runs/ran/running see/sees/saw/seen/seeing seek/seeks/sought/seeking "
    "sell/sells/sold/selling send/sends/sent/sending set/sets/setting shoot/shoots/shot/shooting show/shows/showed/shown "
    "shut/shuts sink/sinks/sank/sunk sit/sits/sat speak/speaks/spoke/spoken/speaking spend/spends/spent/spending "
    "stand/stands/stood steal/steals/stole/stolen strike/strikes/struck/striking sweep/sweeps/swept take/takes/took/taken/taking "
    "teach/taught tear/tore/torn throw/throws/threw/thrown/throwing win/wins/won/winning wear/wore "
    "withdraw/withdraws/withdrew/withdrawn/withdrawing beat/beats/beaten/beating bear/bore/borne fall/fell lie/lay "
    "slip/slips/slipped/slipping drop/drops/dropped/dropping stop/stops/stopped/stopping plan/plans/planned/planning "
    "hurl/hurls/hurled overturn/overturns/overturned kidnap/kidnapped ban/bans/banned spread/spreads hurt/hurts "
    "bid/bids cost/costs cast/casts undergo/underwent overcome/overcame undo/undid outlaw/outlawed",
)
"""Common verbs of action: form to lemma."""

FIRST_NAMES = _words(
    "aaron abdul abdullah abu adam ahmad ahmed alan albert alberto alejandro alex alexander alfred alfredo ali alice amanda amir amy ana "
    "andrea andrei andrew andy angela ann anna anne anthony antonio arthur ashley barack barbara ben benjamin bernard bernie "
    "beth betty bill bob boris brad brandon brian bruce carl carlos carol caroline catherine charles charlie chris "
    "christian christina christine christopher claire colin craig cynthia dan daniel danny dave david dean deborah dennis "
    "diana diego dmitry don donald donna dorothy doug douglas ed eddie eduardo edward edwin elena elizabeth ellen emily "
    "emma eric erik ernesto eva evan fatima felipe fernando francis francisco frank fred frederick gary gavin geoffrey george "
    "gerald giovanni glenn gloria gordon grace graham greg gregory guy hans harold harry hassan heather hector helen "
    "henry hillary howard hugh hussein ian ibrahim igor irene isaac ivan jack jackson jacob jaime jake james jane janet "
    "jason javier jean jeff jeffrey jennifer jeremy jerry jesse jessica jesus jim jimmy joan joe joel johan john johnny jon "
    "jonathan jorge jose joseph joshua juan judith judy julia julian julie julio justin karen karim karl kate "
    "katherine kathleen keith kelly ken kenneth kevin khalid kim kyle larry laura lauren laurent lee leon leonard leslie "
    "linda lindsey lisa liz louis louise lucas lucy luis luke manuel marc marcel marco marcus margaret maria marie mario mark "
    "martha martin marvin mary mateo matt matthew max maya megan melissa michael michel michelle miguel mike mikhail "
    "mitch mitt mohamed mohammad mohammed muhammad mustafa nadia nancy naomi natalie nathan neil newt nicholas nick "
    "nicolas nicole nigel nina noah nora norman oleg oliver olga omar oscar owen pablo pamela pat patricia patrick paul "
    "paula pedro penny peter phil philip philippe pierre priya rachel rafael ralph ramon raul ray raymond rebecca ricardo "
    "richard rick rob robert roberto robin rodrigo roger roland ron ronald rosa ross roy ruben russell ruth ryan salman "
    "sam samuel sandra sara sarah saeed scott sean sebastian sergei sergio sharon sheila simon sofia sonia stefan stephanie "
    "stephen steve steven stuart sue susan suzanne ted teresa terry theresa thomas tim timothy todd tom tony tracy "
    "valentina vanessa victor victoria vincent vladimir walter warren wayne wendy william yusuf zoe"
)
"""Common given names, in lower case."""
DETERMINERS = _words(
    "a an the this that these those his her its their our my your some any no each every several many few most all both "
    "another other two three four five six seven eight nine ten dozens hundreds thousands"
)
PREPOSITIONS = _words(
    "of in on at by for from to with about over under between among during against across into near through after "
    "before since within without around outside inside toward towards upon via amid despite off onto throughout behind"
)
LOCATIVE = _words("in near across outside inside around throughout into from at off")
CLAUSE_BREAKS = _words("that which who whom whose because although though while when where if unless until whether but so as after before since")
ADVERBS = _words(
    "also later then still never once just even already again now only recently repeatedly reportedly allegedly "
    "immediately often always soon earlier today yesterday previously further not"
)
"""What may stand between a subject and its verb, with anything in -ly."""
SPEECH_ACTS = _words("announce agree declare accuse condemn order demand propose pledge vow promise threaten reject request urge request call rule predict warn")
"""Verbs of speech whose utterance is itself an event."""
HARM: dict[str, str] = {
    form: done
    for done, forms in {
        "killed": "kill kills killed killing dead died die dies dying death deaths assassinated murdered murder slain shot execute executed",
        "injured": "injure injures injured injuring wounded wounding wound hurt hurting injuries",
        "missing": "missing", "displaced": "displaced displacing", "arrested": "arrested arresting arrest detained detaining",
        "kidnapped": "kidnapped kidnapping abducted", "evacuated": "evacuated evacuating rescued",
        "attacked": "attack attacked attacks attacking bombed bombing bombs exploded explosion fired hurled destroyed destroying damaged",
    }.items()
    for form in forms.split()
}
"""Words of harm: form to what it makes of those who are counted."""
VICTIMS = _words("child boy girl man woman person civilian soldier officer policeman worker student teacher baby pedestrian driver "
                 "passenger journalist protester resident bystander firefighter motorist cyclist farmer guard peasant priest")
NOUNS_TOO = _words(
    "attack attacks plan plans report reports call calls claim claims demand demands request requests strike strikes raid raids "
    "march visit visits vote votes work works protest protests trade force forces fire fires post posts target targets issue "
    "issues cut cuts rise rises fall falls move moves hit win wins fight fights hold look looks release releases "
    "increase increases share shares state states record records result results walk talk hope hopes fear fears profit profits "
    "support interest matters place places play plays order orders deal deals aim aims balance estimate estimates view views"
)
"""Forms that are nouns as often as verbs."""
STATIVE = _words(
    "hold include remain contain need represent involve depend rely cost last live love hope trust tend seem appear matter mean "
    "belong exist consist own resemble require deserve know like have stand lie bear"
)
"""Verbs of being rather than happening."""
LINKING = _words(
    "he she they it his her their its this these that those but and or so yet however meanwhile also then there here such "
    "still instead moreover besides therefore thus another both others some"
)
"""Words that open a sentence which leans on the one before."""
