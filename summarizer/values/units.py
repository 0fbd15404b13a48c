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
nanometre: nm nanometre nanometres nanometer nanometers
micrometre: μm µm micrometre micrometres micrometer micrometers micron microns
mile: mile miles mi
nautical mile: nautical-mile nautical-miles
light year: light-year light-years
foot: ft foot feet
inch: in. inch inches
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
cent: cent cents
penny: pence p penny pennies
time: times x ×
point: point points pts
page: page pages
people: people person persons
"""
# Symbols that are also common words or letters count only right after digits: "5m", "12 g", never "5 in the".
_NEEDS_DIGITS = frozenset(
    "m s h g l t w v k c p x × kt ha mi db mp mb kb gb tb mw gw nm pp bp min sec in. hp amp pts".split()
)
_GLUED_ONLY = frozenset("c p x v k".split())
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
_GLUED = re.compile(r"(?P<symbol>[A-Za-zμµ]{1,5}(?:/[a-z]{1,3})?[²³23]?)(?![\w/])")
_PART_OF = re.compile(r"\s(?:of\s)?(?:an?|the)(?=\s)")
_RATE = re.compile(
    r"(?:\s(?:per|an?|each|every)\s|[-‑](?:an?|per)[-‑]|/)(?P<many>\d[\d,]{0,11}\s)?(?P<unit>[^\W\d_]\w*(?:\s\w+)?)"
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
        or (len(match["symbol"]) == 1 and match["symbol"] not in "mglhtpxWVC")
    ):
        return None
    name = "degree Celsius" if match["symbol"] == "C" else _named_measure(match["symbol"].lower())
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
        name = _named_measure(phrase) or _named_measure(bare)
        stop -= len(phrase) - len(bare)
        spelled = len(bare) > 1 or (digits and text[stop - 1].islower() and bare not in _GLUED_ONLY)
        if name and spelled and (digits or bare not in _NEEDS_DIGITS):
            return stop, name
    return None


def _named_measure(phrase: str) -> str | None:
    """The name of a unit, also of a quotient: "m3/s" is "cubic metre per second"."""
    above, slash, below = phrase.partition("/")
    if phrase in MEASURES or not slash:
        return MEASURES.get(phrase)
    return f"{MEASURES[above]} per {MEASURES[below]}" if above in MEASURES and below in MEASURES else None
