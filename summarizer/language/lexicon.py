"""Closed classes of English words that the other modules of this room look up. All folded.

Words of other languages are not here: what depends on these lists says nothing about texts in them.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


STOP_WORDS = _set(
    """a an the this that these those there here it its itself he him his himself she her hers herself they
    them their theirs themselves we us our ours you your yours i me my mine who whom whose which what
    when where why how and or but nor so yet if then than as because since while although though whether
    until unless of in on at by for with from to into onto upon over under about after before between
    among through during against within without across along around behind beyond near off out up down
    per via is am are was were be been being has have had having do does did doing will would shall
    should can could may might must cannot no not also just only very more most much many some any each
    every all both few other another such same own one ones said says say saying tell told according"""
)
"""Words that carry no content of their own, reporting verbs of every sentence included."""

NEGATIONS = _set(
    """not no never none nobody nothing nowhere neither nor cannot without hardly scarcely barely unlikely
    impossible deny denies denied denying refuse refuses refused refusing reject rejects rejected
    rejecting fail fails failed failing lack lacks lacked lacking unable unwilling"""
)
"""Words that turn into its opposite what they govern, verbs such as "deny" included."""

TITLES = _set(
    """mr mrs ms miss mx dr prof professor sir dame lord lady baron baroness count president chancellor
    premier vice deputy acting former then interim prime minister secretary senator sen rep
    representative congressman congresswoman gov governor mayor judge justice chief general gen
    lieutenant lt colonel col major maj captain capt sergeant sgt admiral adm commander cmdr corporal
    cpl brigadier marshal field private pvt officer inspector detective sheriff ambassador envoy pope
    cardinal archbishop bishop father fr sister brother rev reverend rabbi imam sheikh shaykh ayatollah
    grand mullah king queen prince princess emperor sultan emir coach chairman chairwoman chairperson
    ceo attorney"""
)
FEMALE_TITLES = _set("mrs ms miss dame lady baroness congresswoman queen princess sister chairwoman")
MALE_TITLES = _set("mr sir lord baron congressman king prince father fr brother chairman pope")
GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
LEGAL_FORMS = _set(
    """inc incorporated ltd limited corp corporation co company plc llc llp lp gmbh ag sa se nv bv spa ab
    oyj asa kk"""
)
NAME_FUNCTION_WORDS = _set("of for the and a an in on at to de la le les des du der die das y e et und &")
SURNAME_PARTICLES = _set("al el ul bin ibn ben bint abu abd von van der den de da dos di du la le ter")
NOT_SURNAMES = _set(
    """party bank ministry department office agency university college school institute council committee
    commission court army navy force forces guard guards police union federation league association
    group movement front brigade brigades battalion militia government parliament senate congress
    assembly house company corporation airlines airways club team fund foundation society church times
    post news journal republic kingdom states state emirates islands island city county province region
    district river sea ocean street square avenue road airport hospital east west north south bureau
    service services board authority organization organisation center centre industries systems
    technologies motors energy oil gas pharmaceuticals holdings partners capital investments nations
    world america africa asia europe arabia korea sudan zealand guinea ireland leone rica lanka york
    jersey mexico hampshire dakota carolina virginia"""
)
"""Last words of names that are not surnames: what ends in one is not a person."""

PLACE_FIRST = _set("new north south east west northern southern eastern western central saudi united upper")
COUNTRY_FORMS = {
    form: country
    for country, forms in {
        "united states": ("us", "usa", "america", "united states america", "united states"),
        "united kingdom": ("uk", "britain", "great britain", "united kingdom"),
        "united arab emirates": ("uae", "emirates", "united arab emirates"),
    }.items()
    for form in forms
}
"""The states whose everyday names share no words, as `name_tokens` gives them."""
