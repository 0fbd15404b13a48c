"""Units: measurement units under one name, and the nouns that a bare count counts."""

from __future__ import annotations

import re

from summarizer.values.nouns import read_counted, singular

_MEASURES = """
percent: percent per-cent pct pc percentage
percentage point: percentage-point percentage-points pp ppt %-points %-point
part per million: ppm
part per billion: ppb
electronvolt: ev
kiloelectronvolt: kev
megaelectronvolt: mev
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
angstrom: å angstrom angstroms
nanometre: nm nanometre nanometres nanometer nanometers
micrometre: μm µm micrometre micrometres micrometer micrometers micron microns
mile: mile miles mi
nautical mile: nautical-mile nautical-miles
light year: light-year light-years
parsec: parsec parsecs
astronomical unit: astronomical-unit astronomical-units
fathom: fathom fathoms
furlong: furlong furlongs
foot: ft foot feet
inch: in. inch inches
yard: yd yards yard
acre: acre acres
hectare: ha hectare hectares
square metre: m2 m² sq-m sq.-m sqm sq-metres sq-meters square-metre square-metres square-meter square-meters
square kilometre: km2 km² sq-km sq.-km sqkm square-kilometre square-kilometres square-kilometer
square kilometre: square-kilometers
square foot: sq-ft sqft sq.-ft ft² square-foot square-feet
square mile: sq-mi sq-mile sq-miles sq.-mile sq.-miles square-mile square-miles
square inch: sq-in square-inch square-inches
square yard: sq-yd square-yard square-yards
square centimetre: cm2 cm² square-centimetre square-centimetres square-centimeter square-centimeters
cubic metre: m3 m³ cubic-metre cubic-metres cubic-meter cubic-meters
cubic foot: cu-ft cu.-ft ft3 ft³ cubic-foot cubic-feet
cubic centimetre: cc cm3 cm³ cubic-centimetre cubic-centimetres cubic-centimeter cubic-centimeters
cubic kilometre: km3 km³ cubic-kilometre cubic-kilometres cubic-kilometer cubic-kilometers
cubic yard: cubic-yard cubic-yards
cubic mile: cubic-mile cubic-miles
cubic inch: cubic-inch cubic-inches
acre-foot: acre-foot acre-feet
kilogram: kg kgs kilogram kilograms kilogramme kilo kilos
gram: g gram grams gramme grammes
milligram: mg milligram milligrams
microgram: μg µg mcg microgram micrograms
ton: ton tons
tonne: t tonne tonnes metric-ton metric-tons metric-tonne metric-tonnes
pound: lb lbs pound pounds
ounce: oz ounce ounces
troy ounce: troy-ounce troy-ounces
kiloton: kiloton kilotons
kilotonne: kilotonne kilotonnes
megaton: megaton megatons
megatonne: megatonne megatonnes
gigatonne: gigatonne gigatonnes gigaton gigatons
mole: mol
litre: l litre litres liter liters
millilitre: ml millilitre millilitres milliliter milliliters
centilitre: cl centilitre centilitres
decilitre: dl decilitre decilitres deciliter deciliters
hectolitre: hl hectolitre hectolitres
pint: pint pints
quart: quart quarts
cup: cup cups
tablespoon: tbsp tbsps tablespoon tablespoons
teaspoon: tsp tsps teaspoon teaspoons
fluid ounce: fl-oz fl.-oz fluid-ounce fluid-ounces
gallon: gallon gallons
barrel: barrel barrels bbl
barrel per day: bpd b/d
bushel: bushel bushels
degree Celsius: degrees-celsius degree-celsius degrees-c degrees-centigrade celsius
degree Fahrenheit: degrees-fahrenheit degree-fahrenheit degrees-f fahrenheit
degree: degree degrees
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
terawatt: tw terawatt terawatts
watt hour: wh watt-hour watt-hours
volt: v volt volts
kilovolt: kv kilovolt kilovolts
millivolt: mv millivolt millivolts
ohm: ω ohm ohms
milliampere: ma milliampere milliamps
milliampere hour: mah milliamp-hours
ampere hour: ah amp-hours
ampere: amp amps ampere amperes
horsepower: hp bhp ps horsepower brake-horsepower
newton metre: nm-of-torque newton-metres newton-meters
newton: newton newtons
pascal: pa pascal pascals
hectopascal: hpa hectopascal hectopascals
kilopascal: kpa kilopascal kilopascals
megapascal: mpa megapascal megapascals
gigapascal: gpa gigapascal gigapascals
millibar: mbar millibar millibars
pound per square inch: psi
millimetre of mercury: mmhg
pound-foot: pound-feet pound-foot lb-ft ft-lb
mile per gallon: mpg
beat per minute: bpm beats-per-minute
frame per second: fps frames-per-second
revolution per minute: rpm revolutions-per-minute
calorie: calorie calories
kilocalorie: kcal
joule: joule joules
kilojoule: kj kilojoule kilojoules
megajoule: mj megajoule megajoules
lumen: lumen lumens
lux: lux
nit: nit nits
sievert: sv sievert sieverts
millisievert: msv millisievert millisieverts
becquerel: bq becquerel becquerels
decibel: db decibel decibels
pixel: pixel pixels px
megapixel: mp megapixel megapixels
kilobyte: kb kilobyte kilobytes
megabyte: mb megabyte megabytes
gigabyte: gb gigabyte gigabytes
terabyte: tb terabyte terabytes
petabyte: pb petabyte petabytes
kilobit per second: kbps
terabit per second: tbps
teraflop: teraflop teraflops tflops
dot per inch: dpi
pixel per inch: ppi
megabit per second: mbps
gigabit per second: gbps
millimole: mmol
millimole per litre: mmol/l
micromole: μmol µmol
carat: carat carats
cent: c cent cents
penny: pence p penny pennies
time: times x ×
point: point points pts
page: page pages
people: people person persons
"""
# Symbols that are also common words or letters count only right after digits: "5m", "12 g", never "5 in the".
_NEEDS_DIGITS = frozenset(
    """m s h g l t w v k c p x × kt ha mi db mp mb kb gb tb mw gw nm pp bp min sec in. hp amp pts
    cc cl dl hl ps pa tw wh kv mv ω ma ah kj mj sv bq pb cup å""".split()
)
_GLUED_ONLY = frozenset("c p x k".split())
_CAPITALS = {"C": "degree Celsius", "F": "degree Fahrenheit", "V": "volt", "W": "watt"}
_MOLAR = frozenset(["mM", "nM"])  # not millimetre and nanometre

_RATES = frozenset(
    """second minute hour day week month quarter year decade share head person capita barrel ton tonne
    ounce gallon litre pound kilogram kilometre mile hectare acre unit household employee worker night
    game match customer user passenger vehicle car student child pupil patient ticket seat vote resident
    inhabitant""".split()
) | {"square metre", "square foot", "square kilometre", "square mile", "cubic metre", "metre", "people"}
_PIECE = re.compile(r"[\s-](?P<word>[^\W\d_][\w²³./]*)")
_SYMBOLS = {
    "%": "percent", "%point": "percentage point", "%points": "percentage point", "°": "degree", "¢": "cent",
    "‰": "per mille", "°c": "degree Celsius", "℃": "degree Celsius", "°f": "degree Fahrenheit",
}  # fmt: skip
_SYMBOL = re.compile(r"[\s-]?(?P<symbol>%[\s-]?points?\b|%|°\s?[CFcf](?!\w)|°|℃|‰|¢(?!\w))")
_GLUED = re.compile(r"(?P<symbol>[A-Za-zμµΩÅ]{1,5}(?:/[a-z]{1,3})?[²³23]?)(?![\w/])")
_PART_OF = re.compile(r"\s(?:of\s)?(?:an?|the)(?=\s)")
_RATE = re.compile(
    r"(?:\s(?:per|an?|each|every)\s|[-‑](?:an?|per)[-‑]|/)(?P<many>\d[\d,]{0,11}\s)?"
    r"(?P<unit>(?!year\s(?:ago|earlier|later|before)\b)[^\W\d_]\w*(?:\s\w+)?)"
)


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


def read_unit(
    text: str, position: int, end: int, *, digits: bool, one: bool, part: bool
) -> tuple[int, str] | None:
    """The unit that follows a number ending at `position`: where it ends, and its name.

    A unit of measurement under its one name ("km" is "kilometre"), else the counted noun phrase in
    the singular ("seven European countries": "European country").

    Args:
        digits: the number is written in digits, so that letters can be symbols ("5m").
        one: the number is one, so that the noun is in the singular.
        part: the number is a part of one, of which nothing can be counted ("two-thirds of voters").
    """
    end = min(end, position + 120)
    found = (
        _symbol(text, position, end)
        or (digits and _glued(text, position, end))
        or _measure(text, position, end, digits)
    )
    if not found and part and (of := _PART_OF.match(text, position, end)):
        return _measure(text, of.end(), end, digits)
    if not found and not part:
        found = read_counted(text, position, end, one)
    return (found[0], MEASURES.get(found[1], found[1])) if found else None


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
            stop = match.start("unit") + len(words[0] if length == 1 else match["unit"])
            return stop, (match["many"] or "") + name
    return None


def _symbol(text: str, position: int, end: int) -> tuple[int, str] | None:
    match = _SYMBOL.match(text, position, end)
    if match is None:
        return None
    return match.end(), _SYMBOLS[re.sub(r"[\s-]", "", match["symbol"].lower())]


def _glued(text: str, position: int, end: int) -> tuple[int, str] | None:
    """A symbol right behind the digits; single letters in their own case only: "5G", "4K" are names."""
    match = _GLUED.match(text, position, end)
    if (
        match is None
        or match["symbol"] in _MOLAR
        or (len(match["symbol"]) == 1 and match["symbol"] not in "cmglhtpxWVCFω")
    ):
        return None
    name = _CAPITALS.get(match["symbol"]) or _named_measure(match["symbol"].lower())
    return (match.end(), name) if name else None


def _measure(text: str, position: int, end: int, digits: bool) -> tuple[int, str] | None:
    """Up to three words that name a unit of measurement, the longest run first."""
    ends: list[tuple[int, str]] = []
    at, words = position, ""
    while len(ends) < 3 and (match := _PIECE.match(text, at, end)) and match["word"] not in _MOLAR:
        words = f"{words} {match['word'].lower()}".strip()
        at = match.end()
        ends.append((at, words))
    for stop, phrase in reversed(ends):
        bare = phrase.rstrip(".")
        stop -= len(phrase) - len(bare)
        name = _CAPITALS.get(text[position + 1 : stop]) or _named_measure(phrase) or _named_measure(bare)
        letter = text[stop - 1]
        capital = letter in _CAPITALS and text[stop : stop + 1] != "-"
        lone = capital or (letter.islower() and bare not in _GLUED_ONLY)
        spelled = len(bare) > 1 or (digits and lone)
        if name and spelled and (digits or bare not in _NEEDS_DIGITS):
            return stop, name
    return None


def _named_measure(phrase: str) -> str | None:
    """The name of a unit, also of a quotient: "l/100km" is "litre per 100 kilometre"."""
    above, slash, below = phrase.partition("/")
    if phrase in MEASURES or not slash:
        return MEASURES.get(phrase)
    symbol = below.lstrip("0123456789")
    if above not in MEASURES or symbol not in MEASURES:
        return None
    return f"{MEASURES[above]} per {f'{below[: -len(symbol)]} '.lstrip()}{MEASURES[symbol]}"
