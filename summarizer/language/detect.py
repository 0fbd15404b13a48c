"""Is a text English? Judged by its script and its function words, without a model.

Function words are a closed class: nearly every other word of running English is one of a few dozen,
and no other language shares enough of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

# Words that two of the languages share are left out, so that every word is a vote for one.
_FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": (
            "the of and to that for with by from which this they have has been were was his "
            "their not are will would it he she at as be but who what when said than after its "
            "is on an or"
        ),
        "de": (
            "der die das und den dem ein eine nicht mit von zu auf für ist sich auch als nach "
            "bei wird aus sind hat wurde werden über einen einer im zum zur dass"
        ),
        "fr": (
            "le les des et une dans pour qui sur pas avec au du ce cette par plus ne sont aux "
            "est ses été mais ou nous vous leur"
        ),
        "es": (
            "el los las y una del por con para que se su al lo más como pero sus fue ha este "
            "está entre desde muy"
        ),
        "pt": ("o os não uma do da dos das ao pela pelo com são mais foi em seu sua também já nos você"),
        "it": "il gli della che di non è sono per una del dei nel alla anche più con ha questo lo",
        "nl": "het een van en niet zijn op te dat voor met aan er maar om bij ook naar werd wordt",
        "sv": "och att det som på är av för med inte till har om ett men var kan sig efter från",
        "tr": "ve bir bu için ile olarak daha olan gibi çok ancak sonra kadar olduğunu de da",
        "id": "yang dan di untuk dengan dari ini pada tidak dalam akan itu oleh kepada sebagai",
        "pl": "nie się na że jest do jak ale przez po dla był oraz są tego które w z",
    }.items()
}
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_FEW = 40
"""Below so many words (a headline, a line of a table) only another script counts against English."""
_ENGLISH_SHARE = 0.06
"""News has about 0.45, a company's table of results about 0.15, other languages at most 0.06."""


def is_english(text: str) -> bool:
    """Whether a text, judged by its first 20,000 characters, can be read as English.

    Words in a non-Latin script, and function words of other languages, count against it. A text of
    forty words or fewer passes if it is in the Latin script; one without any word passes too.
    """
    words = Counter(word.lower() for word in _WORD.findall(text, 0, _SAMPLE))
    total = words.total()
    if 2 * sum(count for word, count in words.items() if word[0] < "\u0250") < total:
        return False
    english, others = _votes(words)
    if total <= _FEW:
        return others <= max(english, 1)
    return english >= _ENGLISH_SHARE * total and english >= others


def is_english_sentence(sentence: str) -> bool:
    """Whether no other language has more of its function words in a sentence than English has.

    Narrower than `is_english`, which lets a headline pass: one foreign article is enough here.
    """
    english, others = _votes(Counter(word.lower() for word in _WORD.findall(sentence)))
    return english >= others


def _votes(words: Counter[str]) -> tuple[int, int]:
    """How many function words are English, and how many are of the other language that has most."""
    votes = {language: sum(words[word] for word in known) for language, known in _FUNCTION_WORDS.items()}
    english = votes.pop("en")
    return english, max(votes.values())
