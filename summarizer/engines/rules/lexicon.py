"""The words that the rules go by: closed classes and general vocabulary of English news.

Reporting verbs are listed by their lemma; `inflections` makes the forms. Nothing here is a name of
the day: only words and the world's standing geography.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = words(
    """
    mr mrs ms miss dr prof professor sir dame lord lady sen senator rep representative gov governor
    president vice-president premier chancellor minister prime secretary king queen prince princess sheikh
    ayatollah imam pope cardinal archbishop bishop rev reverend father msgr monsignor gen general lt
    lieutenant col colonel maj major capt captain sgt sergeant cpl admiral commander chief judge justice
    attorney ambassador mayor chairman chairwoman chair ceo director speaker leader spokesman spokeswoman
    spokesperson coach analyst prosecutor inspector officer detective hon congressman congresswoman
    councillor chief executive deputy founder
    prop striker midfielder goalkeeper defender winger skipper comrade magistrate cllr
"""
)
ABBREVIATED = words(
    """
    mr mrs ms dr prof sen rep gov gen lt col maj capt sgt cpl rev msgr hon st jr sr adm pres supt insp
"""
)

ROLES = words(
    """
    leader commander chief president minister secretary spokesman spokeswoman spokesperson director head
    chairman chairwoman chair chairperson executive ceo founder co-founder owner officer official analyst
    economist professor researcher scientist lawyer attorney prosecutor judge governor mayor senator
    lawmaker congressman congresswoman ambassador envoy diplomat general colonel captain coach manager
    author activist candidate adviser advisor aide strategist partner member deputy journalist reporter
    editor cleric bishop priest king queen prince chancellor premier strategist doctor physician engineer
    historian expert striker midfielder goalkeeper defender player investor negotiator representative
    coordinator resident farmer teacher student mother father wife husband son daughter brother sister
"""
)
"""Nouns that name a person by function."""

STATE = words(
    """
    government ministry department parliament senate congress cabinet administration treasury embassy
    secretariat pentagon kremlin court police army navy military troops council agency authority presidency
    prosecution municipality prefecture inspectorate regulator watchdog tribunal legislature
"""
)
"""Nouns for what exercises a state's power."""
ARMED = words(
    """
    militia militias guerrilla guerrillas rebels rebel front brigade brigades insurgents militants gunmen
    terrorists battalion squad commandos gang cartel militiamen jihadists separatists
"""
)
"""Nouns for armed groups."""
BODIES = words(
    """
    company corporation committee commission party union association organization organisation group bank
    university college institute institution board foundation fund league club federation hospital team
    alliance coalition firm airline museum church newspaper network opposition movement exchange carrier
    operator subsidiary startup charity consortium jury panel family delegation faction bloc publisher
    supplier retailer manufacturer
"""
)
"""Nouns for other bodies that act."""
CORPORATE = (STATE | BODIES | ARMED) - words("rebel family opposition") | words(
    """
    corp inc ltd llc plc co assembly house office bureau service services society center centre school news
    times post journal press army force forces corps guard command holdings partners capital systems
    technologies industries laboratory observatory conference campaign city united securities international
    associates airlines motors exchange cabinet
"""
)
"""Nouns that make a name an organization's."""
PEOPLE = words(
    """
    people civilians residents officials soldiers troops police rebels militants protesters demonstrators
    gunmen terrorists guerrillas workers voters refugees migrants children women men students doctors
    scientists researchers analysts economists prosecutors lawyers judges investigators experts critics
    supporters lawmakers diplomats authorities sources witnesses firefighters rescuers passengers
    villagers farmers teachers priests peasants hostages prisoners insurgents fighters militias militiamen
    investors shareholders fans
"""
)
"""Plural nouns for people."""

PLACES = words(
    """
    street road avenue boulevard square river sea ocean lake bay strait island islands mountain mountains
    valley desert city cities towns villages department departments neighborhood neighbourhood outskirts
    capital suburb coast province district county region village town airport border park forest peninsula
    governorate strip zone plaza vale creek
"""
)
"""Nouns that make a name a place's."""
THINGS = words(
    """
    war wars operation olympics paralympics games cup cups championship championships act month day week
    treaty agreement accord accords bill amendment constitution prize award awards festival carnival book
    depression revolution tournament photo picture index online plan law code covenant pact protocol virus
    disease syndrome studies letters internet god bible koran quran
    summit brexit election elections referendum derby marathon prix cyclone hurricane typhoon
"""
)
"""Nouns that make a name neither an actor's nor a place's."""
PEOPLES = words(
    """
    kurdish kurd kurds arab arabs arabic shiite shiites shia sunni sunnis islamic muslim muslims christian
    christians catholic catholics protestant protestants jewish jews jew hindu hindus buddhist buddhists
    yazidi yazidis druze asian asians african africans european europeans western northern southern
    eastern hispanic hispanics latino latinos black white english latin democratic republican democrats
    republicans conservative conservatives liberal liberals labour communist communists socialist
    socialists evangelical
"""
)
"""Adjectives and plurals of peoples, faiths and parties."""

CALENDAR = words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december jan feb mar apr jun jul aug sept sep oct nov dec christmas
    easter
"""
)
OPENERS = words(
    """
    a an the this that these those it he she they we i you his her their its our my your there here in on
    at by for from to of with as if when while after before since until although though because but and or
    so yet nor not no what who why how where which whose both each every all some many most more few
    several other another such then now today yesterday tomorrow later earlier meanwhile however also
    still even just only once about over under between among during despite according one two three four
    five six seven eight nine ten late early last next first second third former new old under while well
    yes let perhaps maybe is are was were has have had do does did will would can could may might should
    must be been instead moreover furthermore nevertheless additionally finally again thus hence indeed
    photo image video read share advertisement follow click sign source sources slideshow updated
    reporting editing writing up down out off through within without against around across near like
    unlike whether them him us me any anyone everyone someone nobody nothing something back thousands
    hundreds dozens millions
"""
)
"""Words that are capitalised only because they open a sentence."""

PRONOUNS = words("he she they it i we who")
DEEDS = words(
    """
    murder assassination killing killings kidnapping attack attacks bombing explosion massacre execution
    ambush abduction raid shooting stabbing arrest crash earthquake flood fire blast strike
"""
)
"""Nouns for deeds and disasters."""

NEGATIONS = words("not never no nobody nothing neither nor n't n’t 't ’t cannot without")


FIRST_NAMES = words(
    """
    aaron abdul abdullah abu adam ahmad ahmed alan albert alberto alejandro alex alexander alfred alfredo
    ali alice amanda amir amy ana andrea andrei andrew andy angela ann anna anne anthony antonio arthur
    ashley barack barbara ben benjamin bernard bernie beth betty bill bob boris brad brandon brian bruce
    carl carlos carol caroline catherine charles charlie chris christian christina christine christopher
    claire colin craig cynthia dan daniel danny dave david dean deborah dennis diana diego dmitry don
    donald donna dorothy doug douglas ed eddie eduardo edward edwin elena elizabeth ellen emily emma eric
    erik ernesto eva evan fatima felipe fernando francis francisco frank fred frederick gary gavin
    geoffrey george gerald giovanni glenn gloria gordon grace graham greg gregory guy hans harold harry
    hassan heather hector helen henry hillary howard hugh hussein ian ibrahim igor irene isaac ivan jack
    jackson jacob jaime jake james jane janet jason javier jean jeff jeffrey jennifer jeremy jerry jesse
    jessica jesus jim jimmy joan joe joel johan john johnny jon jonathan jorge jose joseph joshua juan
    judith judy julia julian julie julio justin karen karim karl kate katherine kathleen keith kelly ken
    kenneth kevin khalid kim kyle larry laura lauren laurent lee leon leonard leslie linda lindsey lisa
    liz louis louise lucas lucy luis luke manuel marc marcel marco marcus margaret maria marie mario mark
    martha martin marvin mary mateo matt matthew max maya megan melissa michael michel michelle miguel
    mike mikhail mitch mitt mohamed mohammad mohammed muhammad mustafa nadia nancy naomi natalie nathan
    neil newt nicholas nick nicolas nicole nigel nina noah nora norman oleg oliver olga omar oscar owen
    pablo pamela pat patricia patrick paul paula pedro penny peter phil philip philippe pierre priya
    rachel rafael ralph ramon raul ray raymond rebecca ricardo richard rick rob robert roberto robin
    rodrigo roger roland ron ronald rosa ross roy ruben russell ruth ryan salman sam samuel sandra sara
    sarah saeed scott sean sebastian sergei sergio sharon sheila simon sofia sonia stefan stephanie
    stephen steve steven stuart sue susan suzanne ted teresa terry theresa thomas tim timothy todd tom
    tony tracy valentina vanessa victor victoria vincent vladimir walter warren wayne wendy william yusuf
    zoe
"""
)
"""Common given names, in lower case."""
DETERMINERS = words(
    """
    a an the this that these those his her its their our my your some any no each every several many few
    most all both another other two three four five six seven eight nine ten dozens hundreds thousands
"""
)
PREPOSITIONS = words(
    """
    of in on at by for from to with about over under between among during against across into near through
    after before since within without around outside inside toward towards upon via amid despite besides
    off onto throughout behind
"""
)
LOCATIVE = words("in near across outside inside around throughout into from at off")
CLAUSE_BREAKS = words(
    """
    that which who whom whose because although though while when where if unless until whether but so as
    after before since
"""
)
ADVERBS = words(
    """
    also later then still never once just even already again now only recently repeatedly reportedly
    allegedly immediately often always soon earlier today yesterday previously further not
"""
)
"""What may stand between a subject and its verb, with anything in -ly."""
VICTIMS = words(
    """
    child boy girl man woman person civilian soldier officer policeman worker student teacher baby
    pedestrian driver passenger journalist protester resident bystander firefighter motorist cyclist
    farmer guard peasant priest
"""
)
LINKING = words(
    """
    he she they it his her their its this these that those but and or so yet however meanwhile also then
    there here such still instead moreover besides therefore thus another both others some
"""
)
"""Words that open a sentence which leans on the one before."""

ONE_PERSON = ROLES | VICTIMS | frozenset("man woman source insider critic supporter gunman".split())
GROUPS = PEOPLE | STATE | ARMED | {f"{noun}s" for noun in ONE_PERSON} | {"individuals", "groups"}
HUMAN = ONE_PERSON | GROUPS
"""Common nouns for one person, for several, and both."""
