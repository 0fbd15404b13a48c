"""Figures in other languages: their digits, number words, qualifiers and units, said in English.

What reads quantities knows English. A figure's few words are turned into it word by word, so that
"más de 60 millones de euros" is read as "more than 60 million euros" is.
"""

from __future__ import annotations

import re
from functools import lru_cache

# English, then what it stands for; longer phrases win.
_WORDS = {
    "de": """
        about: etwa rund circa ungefähr zirka | nearly: fast knapp beinahe nahezu
        more than: mehr-als über | at least: mindestens wenigstens | up to: bis-zu höchstens maximal
        less than: weniger-als unter | between: zwischen | and: und | to: bis | half: Hälfte
        a third: Drittel | a quarter: Viertel | thousand: Tausend
        million: Million Millionen Mio. Mio | billion: Milliarde Milliarden Mrd. Mrd
        trillion: Billion Billionen | percent: Prozent
        percentage points: Prozentpunkte Prozentpunkten | one: ein eine einen einem einer
        two: zwei | three: drei | four: vier | five: fünf | six: sechs | seven: sieben | eight: acht
        nine: neun | ten: zehn | eleven: elf | twelve: zwölf | a dozen: Dutzend | dollars: Dollar
        pounds: Pfund | francs: Franken | hectares: Hektar | kilometres: Kilometer Kilometern
        metres: Meter Metern | centimetres: Zentimeter | tonnes: Tonne Tonnen | litres: Liter
        minutes: Minute Minuten | hours: Stunde Stunden | days: Tag Tage Tagen | weeks: Woche Wochen
        months: Monat Monate Monaten | years: Jahr Jahre Jahren | people: Menschen Personen
        degrees: Grad
    """,
    "es": """
        about: unos unas cerca-de cerca-del alrededor-de aproximadamente | nearly: casi
        more than: más-de | at least: al-menos por-lo-menos | up to: hasta como-máximo
        less than: menos-de | between: entre | and: y | half: la-mitad mitad | a third: un-tercio
        a quarter: un-cuarto | thousand: mil | million: millones-de millón-de millones
        million: millón | billion: mil-millones-de mil-millones
        trillion: billones-de billones billón | percent: por-ciento
        percentage points: puntos-porcentuales | one: un uno una | two: dos | three: tres
        four: cuatro | five: cinco | six: seis | seven: siete | eight: ocho | nine: nueve
        ten: diez | eleven: once | twelve: doce | a dozen: una-docena-de una-docena
        dollars: dólares | pounds: libras | hectares: hectáreas hectárea
        kilometres: kilómetros kilómetro | metres: metros metro | centimetres: centímetros
        tonnes: toneladas tonelada | litres: litros litro | minutes: minutos minuto
        hours: horas hora | days: días día | weeks: semanas semana | months: meses mes
        years: años año | people: personas | degrees: grados
    """,
    "fr": """
        about: environ quelque près-de autour-de | nearly: presque | more than: plus-de plus-d'
        at least: au-moins | up to: jusqu'à au-plus | less than: moins-de | between: entre | and: et
        to: à | half: la-moitié moitié | a third: un-tiers | a quarter: un-quart | thousand: mille
        million: millions-de million-de millions-d' | billion: milliards-de milliards-d' milliard-de
        billion: milliards milliard | percent: pour-cent | percentage points: points-de-pourcentage
        one: un une | two: deux | three: trois | four: quatre | five: cinq | seven: sept
        eight: huit | nine: neuf | ten: dix | eleven: onze | twelve: douze
        a dozen: une-douzaine-de une-douzaine | pounds: livres | francs: francs
        kilometres: kilomètres kilomètre | metres: mètres mètre | centimetres: centimètres
        litres: litres litre | hours: heures heure | days: jours jour | weeks: semaines semaine
        months: mois | years: ans an années année | people: personnes | degrees: degrés
    """,
    "it": """
        about: circa intorno-a | nearly: quasi | more than: più-di oltre | at least: almeno
        up to: fino-a | less than: meno-di | between: tra fra | and: e | half: la-metà metà
        a third: un-terzo | thousand: mila mille | million: milioni-di milione-di milioni milione
        billion: miliardi-di miliardo-di miliardi miliardo | percent: per-cento
        percentage points: punti-percentuali | one: un uno una | two: due | three: tre
        four: quattro | five: cinque | six: sei | seven: sette | eight: otto | nine: nove
        ten: dieci | eleven: undici | twelve: dodici | a dozen: una-dozzina-di | euros: euro
        dollars: dollari | pounds: sterline | hectares: ettari | kilometres: chilometri
        metres: metri | tonnes: tonnellate | litres: litri | minutes: minuti | hours: ore ora
        days: giorni giorno | weeks: settimane settimana | months: mesi mese | years: anni anno
        people: persone | degrees: gradi
    """,
    "pt": """
        about: cerca-de aproximadamente | nearly: quase | more than: mais-de | at least: pelo-menos
        up to: até | less than: menos-de | between: entre | and: e | half: a-metade metade
        a third: um-terço | thousand: mil | million: milhões-de milhão-de milhões milhão
        billion: mil-milhões-de mil-milhões bilhões-de bilhões | percent: por-cento
        percentage points: pontos-percentuais | one: um uma | two: dois duas | three: três
        four: quatro | five: cinco | six: seis | seven: sete | eight: oito | nine: nove | ten: dez
        eleven: onze | twelve: doze | a dozen: uma-dúzia-de | dollars: dólares | pounds: libras
        hectares: hectares | kilometres: quilómetros quilômetros | metres: metros
        tonnes: toneladas | litres: litros | minutes: minutos | hours: horas hora | days: dias dia
        weeks: semanas | months: meses mês | years: anos ano | people: pessoas | degrees: graus
    """,
    "nl": """
        about: ongeveer circa zo'n rond | nearly: bijna | more than: meer-dan ruim
        at least: minstens ten-minste | up to: tot hooguit | less than: minder-dan | between: tussen
        and: en | half: de-helft helft | thousand: duizend | million: miljoen | billion: miljard
        percent: procent | percentage points: procentpunten | one: een één | two: twee | three: drie
        four: vier | five: vijf | six: zes | seven: zeven | eight: acht | nine: negen | ten: tien
        eleven: elf | twelve: twaalf | a dozen: een-dozijn | euros: euro | dollars: dollar
        pounds: pond | hectares: hectare | kilometres: kilometer | metres: meter | tonnes: ton
        litres: liter | minutes: minuten | hours: uur uren | days: dagen dag | weeks: weken
        months: maanden maand | years: jaar jaren | people: mensen personen | degrees: graden
    """,
}
_GROUPED = re.compile(r"(?<=\d)[.'’\s](?=\d{3}(?!\d))")
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")


def in_english(surface: str, language: str) -> str | None:
    """A figure's words, said in English; None in a language that is not known here.

    Args:
        language: a primary BCP 47 subtag. German, Spanish, French, Italian, Portuguese and Dutch are known.
    """
    if language == "en":
        return surface
    if language not in _WORDS:
        return None
    words, pattern = _glossary(language)
    digits = _DECIMAL.sub(".", _GROUPED.sub("", surface))
    return pattern.sub(
        lambda match: words[" ".join(match[0].lower().split())] + " " * match[0].endswith("'"), digits
    )


@lru_cache(maxsize=8)
def _glossary(language: str) -> tuple[dict[str, str], re.Pattern[str]]:
    words: dict[str, str] = {}
    for entry in re.split(r"[|\n]", _WORDS[language]):
        english, _, listed = entry.partition(":")
        words |= {foreign.replace("-", " ").lower(): english.strip() for foreign in listed.split()}
    longest_first = sorted(words, key=len, reverse=True)
    either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return words, re.compile(rf"(?<!\w)(?:{either})(?:(?<=')|(?!\w))", re.IGNORECASE)
