"""Currencies as ISO 4217 codes, from the symbols, codes and names that news writes.

The tables are static because loading babel's takes longer than reading an article; the tests hold
them against babel's.
"""

from __future__ import annotations

import re

CODES = frozenset(
    """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF
    GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP
    LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB
    PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
    THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW
    ZWG HRK DEM FRF ITL ESP NLG BEF ATS GRD IEP PTE FIM""".split()
)

SYMBOLS = {
    "$": "USD", "US$": "USD", "U.S.$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
    "CDN$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "MX$": "MXN",
    "€": "EUR", "£": "GBP", "¥": "JPY", "CN¥": "CNY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY",
    "₪": "ILS", "₴": "UAH", "₦": "NGN", "₱": "PHP", "₫": "VND", "฿": "THB", "₸": "KZT", "₡": "CRC",
    "₲": "PYG", "₵": "GHS", "₾": "GEL", "₼": "AZN", "Rs": "INR", "Rs.": "INR", "Y=": "JPY",
    "RMB": "CNY", "Fr.": "CHF", "RM": "MYR", "zł": "PLN", "Kč": "CZK",
}  # fmt: skip

_DOLLARS = """us USD|u.s. USD|american USD|australian AUD|canadian CAD|new zealand NZD|hong kong HKD
    |singapore SGD|taiwan TWD|taiwanese TWD|jamaican JMD|barbadian BBD|bahamian BSD
    |fijian FJD|liberian LRD|namibian NAD
    |east caribbean XCD|trinidad and tobago TTD|guyanaese GYD|surinamese SRD|belize BZD|bermudan BMD
    |brunei BND"""
_NAMES: dict[str, tuple[str | None, str]] = {
    "dollar": ("USD", _DOLLARS),
    "euro": ("EUR", ""),
    "pound": (None, """british GBP|egyptian EGP|lebanese LBP|syrian SYP|sudanese SDG|south sudanese SSP
        |irish IEP|gibraltar GIP|falkland islands FKP"""),
    "sterling": ("GBP", ""),
    "yen": ("JPY", "japanese JPY"),
    "yuan": ("CNY", "chinese CNY"),
    "renminbi": ("CNY", "chinese CNY"),
    "rupee": ("INR", "indian INR|pakistani PKR|sri lankan LKR|nepalese NPR|mauritian MUR|seychellois SCR"),
    "ruble": ("RUB", "russian RUB|belarusian BYN"),
    "franc": (None, """swiss CHF|french FRF|belgian BEF|rwandan RWF|congolese CDF|djiboutian DJF|guinean GNF
        |burundian BIF|comorian KMF|cfa XOF|west african cfa XOF|central african cfa XAF|cfp XPF"""),
    "peso": (None, """mexican MXN|argentine ARS|argentinian ARS|chilean CLP|colombian COP|philippine PHP
        |cuban CUP|dominican DOP|uruguayan UYU"""),
    "dinar": (None, """iraqi IQD|jordanian JOD|kuwaiti KWD|bahraini BHD|libyan LYD|tunisian TND|algerian DZD
        |serbian RSD"""),
    "rial": (None, "iranian IRR|omani OMR|yemeni YER|saudi SAR|qatari QAR"),
    "riyal": (None, "saudi SAR|qatari QAR|yemeni YER|saudi arabian SAR"),
    "dirham": (None, "united arab emirates AED|uae AED|emirati AED|moroccan MAD"),
    "shilling": (None, "kenyan KES|ugandan UGX|tanzanian TZS|somali SOS"),
    "krona": (None, "swedish SEK|icelandic ISK"),
    "krone": (None, "norwegian NOK|danish DKK"),
    "crown": (None, "swedish SEK|norwegian NOK|danish DKK|czech CZK|icelandic ISK"),
    "koruna": ("CZK", "czech CZK"),
    "won": ("KRW", "south korean KRW|north korean KPW|korean KRW"),
    "lira": ("TRY", "turkish TRY|italian ITL"),
    "shekel": ("ILS", "israeli ILS|israeli new ILS"),
    "rand": ("ZAR", "south african ZAR"),
    "naira": ("NGN", "nigerian NGN"),
    "hryvnia": ("UAH", "ukrainian UAH"),
    "zloty": ("PLN", "polish PLN"),
    "forint": ("HUF", "hungarian HUF"),
    "baht": ("THB", "thai THB"),
    "ringgit": ("MYR", "malaysian MYR"),
    "rupiah": ("IDR", "indonesian IDR"),
    "dong": ("VND", "vietnamese VND"),
    "taka": ("BDT", "bangladeshi BDT"),
    "birr": ("ETB", "ethiopian ETB"),
    "tenge": ("KZT", "kazakhstani KZT|kazakh KZT"),
    "manat": (None, "azerbaijani AZN|turkmenistani TMT"),
    "afghani": ("AFN", "afghan AFN"),
    "kyat": ("MMK", "myanmar MMK"),
    "cedi": ("GHS", "ghanaian GHS"),
    "kwacha": (None, "zambian ZMW|malawian MWK"),
    "lari": ("GEL", "georgian GEL"),
    "kuna": ("HRK", "croatian HRK"),
    "lempira": ("HNL", "honduran HNL"),
    "quetzal": ("GTQ", "guatemalan GTQ"),
    "guarani": ("PYG", "paraguayan PYG"),
    "gourde": ("HTG", "haitian HTG"),
    "dram": ("AMD", "armenian AMD"),
    "riel": ("KHR", "cambodian KHR"),
    "kip": ("LAK", "laotian LAK"),
    "tugrik": ("MNT", "mongolian MNT"),
    "pula": ("BWP", "botswanan BWP"),
    "metical": ("MZN", "mozambican MZN"),
    "dalasi": ("GMD", "gambian GMD"),
    "kina": ("PGK", "papua new guinean PGK"),
    "boliviano": ("BOB", "bolivian BOB"),
    "peseta": ("ESP", "spanish ESP"),
    "drachma": ("GRD", "greek GRD"),
    "guilder": ("NLG", "dutch NLG"),
    "deutschmark": ("DEM", ""),
    "mark": (None, "german DEM|deutsche DEM|west german DEM"),
}  # fmt: skip
_PLURALS = {
    "kronor": "krona", "kronur": "krona", "krónur": "krona", "kroner": "krone", "korunas": "koruna",
    "liras": "lira", "lire": "lira", "rouble": "ruble", "roubles": "ruble", "złoty": "zloty",
    "hryvnias": "hryvnia", "hryvni": "hryvnia", "koruny": "koruna",
}  # fmt: skip


def _named() -> dict[str, str]:
    names = {}
    for noun, (default, qualified) in _NAMES.items():
        plurals = [noun, noun + "s", *(p for p, singular in _PLURALS.items() if singular == noun)]
        for form in plurals:
            if default:
                names[form] = default
            for pair in filter(None, map(str.strip, qualified.split("|"))):
                adjective, code = pair.rsplit(" ", 1)
                names[f"{adjective} {form}"] = code
    names["pounds"] = names["pound sterling"] = names["pounds sterling"] = "GBP"
    return names


NOUNS = frozenset(_NAMES)
"""What money is called, in the singular."""
NAMES = _named()
"""Lower-case name, singular or plural, with its adjective where it has one, to the ISO 4217 code."""

_SYMBOL = "|".join(re.escape(s) for s in sorted(SYMBOLS, key=len, reverse=True) if s[0].isalpha())
_SIGN = "".join(s for s in SYMBOLS if len(s) == 1)
_BEFORE = re.compile(rf"(?:(?<!\w)(?:(?P<symbol>{_SYMBOL})|(?P<code>[A-Z]{{3}}))|(?P<sign>[{_SIGN}]))\s?\Z")
_AFTER = re.compile(
    r"[\s-]?(?:(?P<code>[A-Z]{3}(?![\w$]))|(?P<name>[^\W\d_]{1,20}(?:[\s-][^\W\d_][\w.]{0,20}){0,3})|(?P<symbol>[€₽₺₴₪]|zł\b|Kč\b))"
)
_NO_MONEY_AFTER = re.compile(r"[\s-](?:zone|area|bloc|note|coin|bill|sign)s?\b|(?<=pounds) of\b")

# Codes that are also words or acronyms in capitals; and names that are also verbs or other nouns.
_AMBIGUOUS = frozenset(
    "ALL TOP TRY CUP PEN SOS MAD COP BOB MOP RON BAM GEL ANG FIM won mark marks rand dong".split()
)
_MONEY = 1000
_MONEY_ONLY = 100_000  # nobody weighs by so many pounds, but for "pounds of" something


def currency_before(text: str, position: int, value: float) -> tuple[int, str] | None:
    """Where the currency that ends at `position` starts, and its code: "US$", "SAR ".

    Args:
        value: the number that it stands before; words in capitals are taken for a code only
            before a number that is likely money.
    """
    window = max(0, position - 8)
    match = _BEFORE.search(text[window:position])
    if match is None:
        return None
    if symbol := match["symbol"] or match["sign"]:
        return window + match.start(), SYMBOLS[symbol]
    code = match["code"]
    return (window + match.start(), code) if code in CODES and _is_money(code, value) else None


def currency_after(text: str, position: int, end: int, value: float) -> tuple[int, str] | None:
    """Where the currency that starts at `position` ends, and its code: " Saudi riyals", "€"."""
    match = _AFTER.match(text, position, min(end, position + 60))
    if match is None:
        return None
    if match["name"]:
        return _named_at(text, match.start("name"), match["name"], value)
    code = match["code"] or SYMBOLS[match["symbol"]]
    known = match["symbol"] or ((code in CODES or code == "RMB") and _is_money(code, value))
    return (match.end(), SYMBOLS.get(code, code)) if known else None


def _named_at(text: str, start: int, words: str, value: float) -> tuple[int, str] | None:
    """The shortest run of words that names a currency: "Saudi riyals" of "Saudi riyals in aid"."""
    spelled = words.lower().replace("-", " ")
    for word in re.finditer(r"\S+", spelled):
        name = " ".join(spelled[: word.end()].split())
        stop = start + word.end()
        if name in NAMES and _is_money(name, value) and not _NO_MONEY_AFTER.match(text, stop):
            return (
                (stop + 9, NAMES[name])
                if text[stop : stop + 9].lower() == " sterling"
                else (stop, NAMES[name])
            )
    return None


def _is_money(word: str, value: float) -> bool:
    return value >= _MONEY_ONLY if word == "pounds" else word not in _AMBIGUOUS or value >= _MONEY
