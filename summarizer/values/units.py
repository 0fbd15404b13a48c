"""Units: measurement units under one name, and the nouns that a bare count counts."""

from __future__ import annotations

import re
from functools import lru_cache

_MEASURES = """
percent: % percent per-cent pct percentage
percentage point: percentage-point percentage-points pp ppt %-points %-point
basis point: basis-point basis-points bp bps
second: second seconds sec secs s
minute: minute minutes min mins
hour: hour hours hr hrs h
day: day days
week: week weeks wk wks
fortnight: fortnight fortnights
month: month months
quarter: quarter quarters
year: year years yr yrs year-old years-old
decade: decade decades
century: century centuries
kilometre: km kms kilometre kilometres kilometer kilometers
metre: m metre metres meter meters
centimetre: cm cms centimetre centimetres centimeter centimeters
millimetre: mm millimetre millimetres millimeter millimeters
nanometre: nm nanometre nanometres nanometer nanometers
micrometre: μm µm micrometre micrometres micrometer micrometers micron microns
mile: mile miles mi
nautical mile: nautical-mile nautical-miles
light year: light-year light-years
foot: ft foot feet
inch: in. inch inches ″
yard: yd yards yard
acre: acre acres
hectare: ha hectare hectares
square metre: m2 m² sq-m sqm square-metre square-metres square-meter square-meters
square kilometre: km2 km² sq-km sqkm square-kilometre square-kilometres square-kilometer square-kilometers
square foot: sq-ft sqft sq.-ft ft² square-foot square-feet
square mile: sq-mi square-mile square-miles
cubic metre: m3 m³ cubic-metre cubic-metres cubic-meter cubic-meters
cubic foot: cubic-foot cubic-feet
kilogram: kg kgs kilogram kilograms kilogramme kilo kilos
gram: g gram grams gramme grammes
milligram: mg milligram milligrams
microgram: μg µg mcg microgram micrograms
ton: ton tons
tonne: t tonne tonnes metric-ton metric-tons metric-tonne metric-tonnes
pound: lb lbs pound pounds
ounce: oz ounce ounces
litre: l litre litres liter liters
millilitre: ml millilitre millilitres milliliter milliliters
gallon: gallon gallons
barrel: barrel barrels bbl
bushel: bushel bushels
degree Celsius: °c ℃ degrees-celsius degree-celsius degrees-c degrees-centigrade celsius
degree Fahrenheit: °f degrees-fahrenheit degree-fahrenheit degrees-f fahrenheit
degree: ° degree degrees
kelvin: k kelvin
mile per hour: mph miles-an-hour
kilometre per hour: km/h kph kmh km/hr kmph
metre per second: m/s
knot: kt kts knot knots
hertz: hz hertz
kilohertz: khz
megahertz: mhz
gigahertz: ghz
watt: w watt watts
kilowatt: kw kilowatt kilowatts
megawatt: mw megawatt megawatts
gigawatt: gw gigawatt gigawatts
kilowatt hour: kwh kilowatt-hour kilowatt-hours
megawatt hour: mwh megawatt-hour megawatt-hours
gigawatt hour: gwh gigawatt-hour gigawatt-hours
terawatt hour: twh terawatt-hour terawatt-hours
volt: v volt volts
ampere: amp amps ampere amperes
horsepower: hp bhp horsepower
newton metre: nm-of-torque newton-metres newton-meters
pound-foot: pound-feet pound-foot lb-ft
revolution per minute: rpm revolutions-per-minute
calorie: calorie calories
kilocalorie: kcal
joule: joule joules
decibel: db decibel decibels
pixel: pixel pixels px
megapixel: mp megapixel megapixels
kilobyte: kb kilobyte kilobytes
megabyte: mb megabyte megabytes
gigabyte: gb gigabyte gigabytes
terabyte: tb terabyte terabytes
megabit per second: mbps
gigabit per second: gbps
millimole: mmol
millimole per litre: mmol/l
micromole: μmol µmol
carat: carat carats
cent: cent cents ¢ c
penny: pence p penny pennies
time: times x ×
point: point points pts
page: page pages
people: people person persons
"""
# Symbols that are also common words or letters count only right after digits: "5m", "12 g", never "5 in the".
_NEEDS_DIGITS = frozenset("m s h g l t w v k c p x × kt ha mi db mp mb kb gb tb mw gw nm pp bp min sec in. hp amp pts".split())
_GLUED_ONLY = frozenset("c p x v k s h".split())

_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "people", "persons": "people",
    "feet": "foot", "teeth": "tooth", "mice": "mouse", "geese": "goose", "lives": "life", "wives": "wife",
    "knives": "knife", "wolves": "wolf", "thieves": "thief", "halves": "half", "shelves": "shelf",
    "leaves": "leaf", "loaves": "loaf", "criteria": "criterion", "phenomena": "phenomenon", "media": "media",
    "crises": "crisis", "analyses": "analysis", "bases": "base", "theses": "thesis", "oases": "oasis",
    "series": "series", "species": "species", "movies": "movie", "cookies": "cookie", "ties": "tie",
    "zombies": "zombie", "calories": "calorie", "heroes": "hero", "potatoes": "potato", "tomatoes": "tomato",
    "torpedoes": "torpedo", "mosquitoes": "mosquito", "volcanoes": "volcano", "echoes": "echo",
    "buses": "bus", "viruses": "virus", "campuses": "campus", "bonuses": "bonus", "lenses": "lens",
    "gases": "gas", "statuses": "status", "atlases": "atlas", "police": "police", "staff": "staff",
    "personnel": "personnel", "aircraft": "aircraft", "spacecraft": "spacecraft", "troops": "troops",
    "cattle": "cattle", "sheep": "sheep", "fish": "fish", "headquarters": "headquarters", "deer": "deer",
    "axes": "axe", "houses": "house", "fungi": "fungus", "bacteria": "bacterium", "data": "data",
    "elite": "elite", "offspring": "offspring", "infantry": "infantry", "cases": "case",
    "clothes": "clothes", "arms": "arms", "goods": "goods",
}  # fmt: skip
_SINGULAR_S = frozenset(
    """is was has does as this thus us its his plus across always perhaps yes besides towards
    afterwards whereas unless news politics economics mathematics athletics congress business access
    process progress success loss boss class press gas bus virus bias chaos basis crisis analysis focus
    status campus census bonus versus less previous various famous serious dangerous religious
    indigenous enormous numerous precious consecutive says gets makes takes comes goes gives
    remains means shows runs becomes""".split()
)
_STOP = frozenset(
    """the a an this that these those of in on at to from for by with as and or but nor than then if when while
    where who whom whose which what is are was were be been being am has have had do does did will would
    can could may might must shall should not no into onto over under after before during since until till
    against between among through about above below off out up down away per so because although though
    said says say told tells he she it they we you i him her them us his its their our my your both
    each every all any some ago later earlier old went came took made got began became left died fell rose
    more most less only also just even still already yet again here there now today yesterday tomorrow
    killed wounded injured dead missing vs via versus including amid despite without within toward towards
    around along across behind beyond near upon like unlike plus minus too very once twice other another
    overall total altogether apiece each together ever never how why however meanwhile monday tuesday
    wednesday thursday friday saturday sunday january february march april june july august
    september october november december two three four five six seven eight nine ten eleven twelve twenty
    hundred thousand million billion dozen half""".split()
)
_RATES = frozenset(
    """second minute hour day week month quarter year decade share head person capita barrel ton tonne ounce gallon
    litre pound kilogram kilometre mile hectare acre unit household employee worker night game match customer user
    passenger vehicle car student child pupil patient ticket seat vote resident inhabitant person""".split()
) | {"square metre", "square foot", "square kilometre", "square mile", "cubic metre", "metre", "people"}
_PERSONS_ONLY = frozenset("dead killed wounded injured missing arrested detained displaced".split())
_MODIFIER = frozenset("more other additional further extra new different another fewer".split())
_WORD = re.compile(r"(?:\s|(?P<hyphen>[-‑]))(?P<word>[^\W\d_](?:[\w’'&‑-]|\.(?=\w))*)")
_PIECE = re.compile(r"[\s-](?P<word>[^\W\d_][\w²³./]*)")
_SYMBOL = re.compile(r"[\s-]?(?P<symbol>%-?points?|%|°\s?[CFcf]?(?!\w)|℃|¢(?!\w)|″)")
_GLUED = re.compile(r"(?P<symbol>[A-Za-zμµ]{1,5}(?:/[a-z]{1,3})?[²³23]?)(?![\w/])")
_OF = re.compile(r"\sof(?=\s)(?:\s(?:the|these|those|its|their|his|her|our|my|your)\b)?")
_PART_OF = re.compile(r"\s(?:of\s)?(?:an?|the)(?=\s)")
_RATE = re.compile(r"(?:\s(?:per|an?|each|every)\s|[-‑](?:an?|per)[-‑]|/)(?P<unit>[^\W\d_]\w*(?:\s\w+)?)")

def _measure_table() -> dict[str, str]:
    table = {}
    for line in _MEASURES.strip().splitlines():
        name, forms = line.split(":", 1)
        for form in forms.split():
            table[form.replace("-", " ") if len(form) > 1 else form] = name
    return table


MEASURES = _measure_table()
"""Lower-case form of a unit of measurement to its name."""
MEASURE_NAMES = frozenset(MEASURES.values())


@lru_cache(maxsize=4096)
def singular(noun: str) -> str:
    """The singular of an English plural noun; what is not a plural stays: "soldiers" to "soldier"."""
    word = noun.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _SINGULAR_S or not word.endswith("s") or word.endswith(("ss", "us", "is")) or len(word) < 3:
        return "people" if word == "person" else noun
    if word.endswith("ies") and len(word) > 4:
        return noun[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return noun[:-2]
    return noun[:-1]


def is_plural(noun: str) -> bool:
    """Whether a word looks like a plural noun."""
    word = noun.lower()
    if word in _IRREGULAR:
        return True
    return len(word) > 2 and word.endswith("s") and word not in _SINGULAR_S and not word.endswith(("ss", "us", "is"))


def read_unit(text: str, position: int, end: int, *, digits: bool, one: bool, part: bool) -> tuple[int, str] | None:
    """The unit that follows a number ending at `position`: where it ends, and its name.

    A unit of measurement under its one name ("km" is "kilometre"), else the counted noun phrase in
    the singular ("seven European countries": "European country").

    Args:
        digits: the number is written in digits, so that letters can be symbols ("5m").
        one: the number is one, so that the noun is in the singular.
        part: the number is a part of one, of which nothing can be counted ("two-thirds of voters").
    """
    end = min(end, position + 120)
    found = _symbol(text, position, end) or (digits and _glued(text, position, end)) or _measure(text, position, end, digits)
    if not found and part and (of := _PART_OF.match(text, position, end)):
        return _measure(text, of.end(), end, digits)
    if not found and not part:
        found = _counted(text, position, end, one)
    return found or None


def read_rate(text: str, position: int, end: int) -> tuple[int, str] | None:
    """What a quantity ending at `position` is per: " a share" is "share", "-a-day" is "day"."""
    match = _RATE.match(text, position, min(end, position + 40))
    if match is None:
        return None
    words = match["unit"].lower().split()
    for length in range(len(words), 0, -1):
        phrase = " ".join(words[:length])
        name = MEASURES.get(phrase) or singular(phrase)
        if name in _RATES:
            return match.start("unit") + len(match["unit"].split()[0] if length == 1 else match["unit"]), name
    return None


def _symbol(text: str, position: int, end: int) -> tuple[int, str] | None:
    match = _SYMBOL.match(text, position, end)
    if match is None:
        return None
    return match.end(), MEASURES["".join(match["symbol"].lower().replace("-", " ").split(" °"))]


def _glued(text: str, position: int, end: int) -> tuple[int, str] | None:
    """A symbol right behind the digits; single letters in their own case only, for "5G" and "4K" are names."""
    match = _GLUED.match(text, position, end)
    if match is None or (len(match["symbol"]) == 1 and match["symbol"] not in "mglhtpxWVC"):
        return None
    name = "degree Celsius" if match["symbol"] == "C" else MEASURES.get(match["symbol"].lower())
    return (match.end(), name) if name else None


def _measure(text: str, position: int, end: int, digits: bool) -> tuple[int, str] | None:
    """Up to three words that name a unit of measurement, the longest run first."""
    ends: list[tuple[int, str]] = []
    at, words = position, ""
    while len(ends) < 3 and (match := _PIECE.match(text, at, end)):
        words = f"{words} {match['word'].lower()}".strip()
        at = match.end()
        ends.append((at, words))
    for stop, phrase in reversed(ends):
        bare = phrase.rstrip(".")
        name = MEASURES.get(phrase) or MEASURES.get(bare)
        if name and (digits or bare not in _NEEDS_DIGITS) and bare not in _GLUED_ONLY:
            return stop - (len(phrase) - len(bare)), name
    return None


def _counted(text: str, position: int, end: int, one: bool) -> tuple[int, str] | None:
    """The noun phrase that a number counts, as far as its first plural noun.

    Without one, the first word after "one" or a hyphen ("a 12-page report"); otherwise the number is bare.
    """
    if of := _OF.match(text, position, end):
        position = of.end()
    words: list[tuple[int, str]] = []
    at = position
    while len(words) < 4 and (match := _WORD.match(text, at, end)):
        word, at = match["word"].rstrip("-‑"), match.end()
        small = word.lower()
        if not words and small in _PERSONS_ONLY:
            return at, "people"
        if words and (word.endswith(("ed", "ing")) or one and is_plural(word)) and word.islower():
            break
        if small in _MODIFIER and not words:
            continue
        if small in _STOP or word.endswith(("'s", "’s", "s'", "s’")):
            break
        if match["hyphen"] and not words:
            return _hyphened(match)
        words.append((match.start("word") + len(word), word))
        if is_plural(word):
            break
    if not words or not (one or is_plural(words[-1][1])):
        return None
    return words[-1][0], " ".join([w for _, w in words[:-1]] + [singular(words[-1][1])])


_NOT_COUNTED = ("ed", "off", "time", "on", "way", "fold", "some", "self")


def _hyphened(match: re.Match[str]) -> tuple[int, str] | None:
    """The noun tied to a number by a hyphen: "a 12-page report", not "one-sided"."""
    first = re.split(r"[-‑]", match["word"])[0]
    if first.lower().endswith(_NOT_COUNTED) and first.lower() not in ("bed", "seed"):
        return None
    return match.start("word") + len(first), MEASURES.get(first.lower(), singular(first))
