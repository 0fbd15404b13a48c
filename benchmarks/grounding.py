"""How well quotes are found again, by classes of what was done to them.

    python benchmarks/grounding.py [FOLDER|FILE.jsonl ...] [--half even|odd] [--langextract PYTHON]

Takes passages from real texts (default: `seeds/`), changes each in a known way, and looks whether
`summarizer.locate` finds the place that it came from. `--langextract` names a Python interpreter of
another environment, in which langextract is installed: its aligner then gets the same cases in the
same run. Deterministic: the same texts and the same `--seed` give the same cases.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from summarizer.document import Document
from summarizer.grounding import Locator, locate

ROOT = Path(__file__).resolve().parents[1]
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)?(?!\w)")
SCALE = re.compile(r"[\s-]*(?:dozen|hundred|thousand|million|billion|trillion)")
GUARDED = re.compile(
    r"\d|\b(?:no|not|never|none|cannot|without|neither|nor|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|zero|"
    r"(?:dozen|hundred|thousand|million|billion|half|third|quarter)s?|"
    r"nobody|nothing|nowhere|unlikely|impossible|unable|lack\w*|den(?:y|ied|ies)|refus\w+|reject\w+|fail\w*|"
    r"may|might|could|must|should|will|would|before|after|more|less|under|over|up|down|all|some|most)\b|n['’]t",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Case:
    """Quotes that are looked for together; the last one is the one that counts.

    Attributes:
        span: where it must be found; None if it must not be found at all.
        overlap: the share of both spans that must be common.
    """

    kind: str
    text: int
    quotes: tuple[str, ...]
    span: tuple[int, int] | None
    overlap: float = 1.0


def read_texts(paths: list[Path], half: str | None) -> list[str]:
    texts: list[str] = []
    for path in paths:
        files = sorted(path.rglob("*.txt")) if path.is_dir() else [path]
        for file in files:
            if file.suffix == ".jsonl":
                texts += [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()]
            else:
                texts.append(file.read_text("utf-8"))
    texts = list(dict.fromkeys(text for text in texts if len(WORD.findall(text)) >= 60))
    wanted = {"even": (0,), "odd": (1,), None: (0, 1)}[half]
    return [text for text in texts if hashlib.sha256(text.encode()).digest()[0] % 2 in wanted]


def passages(text: str, rng: random.Random, low: int, high: int, count: int) -> Iterator[tuple[int, int]]:
    """Spans of `low` to `high` words within one sentence, which stand in the text once."""
    sentences = list(Document(text).sentences)
    for _ in range(count):
        sentence = rng.choice(sentences)
        words = list(re.finditer(r"\S+", text[sentence.start : sentence.end]))
        if len(words) < low:
            continue
        size = rng.randint(low, min(high, len(words)))
        first = rng.randint(0, len(words) - size)
        start, end = sentence.start + words[first].start(), sentence.start + words[first + size - 1].end()
        quote = text[start:end]
        if SCALE.match(text, end):  # a number cut off from its scale is another number
            continue
        if text.count(quote) == 1 and text.lower().count(quote.lower()) == 1:
            yield start, end


def swap_quotes(quote: str, rng: random.Random) -> str:
    if re.search("[‘’“”]", quote):
        return quote.translate({ord("‘"): "'", ord("’"): "'", ord("“"): '"', ord("”"): '"'})
    return re.sub(r"'", "’", re.sub(r'"', lambda _: rng.choice("“”"), quote))


def swap_dashes(quote: str, rng: random.Random) -> str:
    return re.sub("[-‐‑–—]", lambda m: rng.choice([d for d in "-‑–—" if d != m[0]]), quote)


def widen(quote: str, rng: random.Random) -> str:
    """Compatibility forms: ligatures, full-width letters and digits, no-break spaces."""
    quote = quote.replace("fi", "ﬁ").replace("fl", "ﬂ").replace(" ", "\u00a0")
    return "".join(
        chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() and rng.random() < 0.3 else c for c in quote
    )


def hyphenate(quote: str, rng: random.Random) -> str:
    return re.sub(r"(?<=\w{3})(?=\w{3})", lambda _: rng.choice(["\u00ad", "\u200b", ""]), quote)


def respace(quote: str, rng: random.Random) -> str:
    return re.sub(r"\s+", lambda _: rng.choice(["\n", "\r\n", "  ", "\t", " \n "]), quote)


REWRITES: dict[str, Callable[[str, random.Random], str]] = {
    "verbatim": lambda quote, rng: quote,
    "case": lambda quote, rng: rng.choice([quote.upper(), quote.lower(), quote.title()]),
    "white space, line breaks": respace,
    "curly and straight quotes": swap_quotes,
    "dashes": swap_dashes,
    "compatibility forms": widen,
    "decomposed accents": lambda quote, rng: unicodedata.normalize("NFD", quote),
    "soft hyphens, zero width": hyphenate,
}


KINDS = (
    *REWRITES, "ellipsis", "word dropped", "word changed", "inflection changed", "repeated mention",
    "invented", "another text's", "number changed", "number's end", "negation added", "negation lost",
)  # fmt: skip


def ellipsis(quote: str, rng: random.Random) -> str | None:
    words = quote.split()
    if len(words) < 9 or re.search(r"…|\.{3}", quote):
        return None
    cut = rng.randint(3, len(words) - 5)
    until = rng.randint(cut + 1, len(words) - 3)
    if SCALE.match(words[cut]):
        return None
    head, tail = " ".join(words[:cut]), " ".join(words[until:])
    if " ".join(words[:until]).rfind(head) or " ".join(words[cut:]).partition(tail)[2]:
        return None  # what is left out holds the beginning or the end once more: there are two readings
    return f"{head} {rng.choice(['...', '…', '[...]', '(…)'])} {tail}"


def _inner(quote: str, rng: random.Random) -> re.Match[str] | None:
    """A word inside the quote whose change changes no number, negation or modality."""
    first, last = quote.find(" "), quote.rfind(" ")
    inner = [m for m in WORD.finditer(quote, first, last) if not GUARDED.search(m[0])]
    return rng.choice(inner) if inner else None


def drop_word(quote: str, rng: random.Random, vocabulary: list[str]) -> str | None:
    found = _inner(quote, rng)
    return re.sub(r" +", " ", quote[: found.start()] + quote[found.end() :]).strip() if found else None


def change_word(quote: str, rng: random.Random, vocabulary: list[str]) -> str | None:
    found = _inner(quote, rng)
    return quote[: found.start()] + rng.choice(vocabulary) + quote[found.end() :] if found else None


def inflect_word(quote: str, rng: random.Random, vocabulary: list[str]) -> str | None:
    found = _inner(quote, rng)
    if not found or len(found[0]) < 5:
        return None
    word = found[0]
    changed = (
        word[:-1]
        if word.endswith("s")
        else re.sub("(e?d|ing)$", "s", word)
        if re.search("(ed|ing)$", word)
        else word + "s"
    )
    return quote[: found.start()] + changed + quote[found.end() :]


def invent(rng: random.Random, quote: str, vocabulary: list[str]) -> str:
    """Words of the text in an order in which they do not stand there, or names that nobody bears."""
    names = ["Zorvath", "Quellmar", "Ibrontide", "Vashtel", "Oskerlund", "Tremaquil"]
    kinds = ["Industries", "Ministry", "of " + rng.choice(names), "said"]
    return rng.choice(
        [
            " ".join(rng.sample(vocabulary, min(len(vocabulary), rng.randint(2, 9)))),
            f"{rng.choice(names)} {rng.choice(kinds)}",
            f"the {rng.choice(names)} of {rng.choice(vocabulary)}",
            " ".join(rng.sample(quote.split(), len(quote.split()))),
        ]
    )


def trap(quote: str, rng: random.Random) -> tuple[str, str] | None:
    """A kind and a quote that says something else, by a number or a negation."""
    number = re.search(r"\d[\d,.]*\d|\d", quote)
    verb = re.search(r"\b(will|would|is|are|was|were|has|have|did|does|can|could)\b(?! not|n['’]t)", quote)
    options = []
    if number:
        changed = number[0][:-1] + str((int(number[0][-1]) + rng.randint(1, 8)) % 10)
        options.append(("number changed", quote[: number.start()] + changed + quote[number.end() :]))
        if len(number[0]) > 1 and number[0][1:].strip(",.")[:1] not in ("", "0"):
            options.append(("number's end", number[0][1:].lstrip(",.") + quote[number.end() :]))
    if verb:
        options.append(("negation added", quote[: verb.end()] + " not" + quote[verb.end() :]))
    if re.search(r" not\b", quote):
        options.append(("negation lost", re.sub(r" not\b", "", quote, count=1)))
    return rng.choice(options) if options else None


def cases(texts: list[str], rng: random.Random, each: int) -> Iterator[Case]:
    vocabulary = sorted(
        {
            word
            for text in texts
            for word in WORD.findall(text)
            if word.islower() and len(word) > 3 and not GUARDED.search(word)
        }
    )
    for index, text in enumerate(texts):
        for kind, rewrite in REWRITES.items():
            for start, end in passages(text, rng, 2, 25, each):
                changed = rewrite(text[start:end], rng)
                if kind in ("verbatim", "case") or changed != text[start:end]:
                    yield Case(kind, index, (changed,), (start, end))
        for start, end in passages(text, rng, 9, 40, each):
            if changed := ellipsis(text[start:end], rng):
                yield Case("ellipsis", index, (changed,), (start, end))
        for kind, change in (
            ("word dropped", drop_word),
            ("word changed", change_word),
            ("inflection changed", inflect_word),
        ):
            for start, end in passages(text, rng, 6, 25, each):
                if changed := change(text[start:end], rng, vocabulary):
                    yield Case(kind, index, (changed,), (start, end), 0.8)
        own = sorted(set(WORD.findall(text)))
        for start, end in passages(text, rng, 5, 20, each):
            quote = invent(rng, text[start:end], own)
            if " ".join(quote.split()).lower() not in " ".join(text.split()).lower():
                yield Case("invented", index, (quote,), None)
        foreign = texts[index - 1]
        for start, end in passages(foreign, rng, 4, 25, each) if index else ():
            if foreign[start:end].lower() not in text.lower():
                yield Case("another text's", index, (foreign[start:end],), None)
        yield from nested(index, text, rng, each)
        for start, end in passages(text, rng, 3, 20, 3 * each):
            if made := trap(text[start:end], rng):
                kind, quote = made
                if not re.search(rf"(?<![\w.,]){re.escape(quote)}(?![\w])", text):
                    yield Case(kind, index, (quote,), None)


def nested(index: int, text: str, rng: random.Random, each: int) -> Iterator[Case]:
    """A word or a number that stands in the text more than once, looked for with the passage around it."""
    for start, end in passages(text, rng, 8, 30, each):
        inside = [
            m
            for m in re.finditer(r"(?<![\w.,/:-])\d[\d,.]*\d(?![/:-])(?: \w+)?|\b[A-Z]\w+\b", text[start:end])
            if text.count(m[0]) > 1
        ]
        single = [
            m for m in inside if len(re.findall(rf"(?<!\w){re.escape(m[0])}(?!\w)", text[start:end])) == 1
        ]
        if single:
            found = rng.choice(single)
            yield Case(
                "repeated mention",
                index,
                (text[start:end], found[0]),
                (start + found.start(), start + found.end()),
            )


def right(case: Case, found: tuple[int, int] | None) -> bool:
    if case.span is None or found is None:
        return case.span is found
    common = min(case.span[1], found[1]) - max(case.span[0], found[0])
    return common / max(case.span[1] - case.span[0], found[1] - found[0]) >= case.overlap


def ours(texts: list[str], made: list[Case]) -> list[tuple[int, int] | None]:
    answers = [locate(texts[case.text], case.quotes)[-1] for case in made]
    return [(a.start, a.end) if a else None for a in answers]


ALIGN = """
import json, sys
from langextract.core import data
from langextract import resolver
job = json.load(sys.stdin)
answers = []
for index, quotes in job["cases"]:
    group = [data.Extraction("x", quote) for quote in quotes]
    (aligned,) = resolver.WordAligner().align_extractions([group], job["texts"][index])
    place = next(e.char_interval for e in aligned if e.extraction_text == quotes[-1])
    answers.append([place.start_pos, place.end_pos] if place else None)
json.dump(answers, sys.stdout)
"""


def theirs(python: str, texts: list[str], made: list[Case]) -> list[tuple[int, int] | None]:
    """langextract's answers, from an interpreter of another environment."""
    job = {"texts": texts, "cases": [(case.text, case.quotes) for case in made]}
    done = subprocess.run(
        [python, "-c", ALIGN], input=json.dumps(job), capture_output=True, text=True, check=True
    )
    return [tuple(answer) if answer else None for answer in json.loads(done.stdout)]


def cost(texts: list[str], words: int, python: str | None) -> Iterator[str]:
    """Seconds a quote in one long text, made of all the texts."""
    long: list[str] = []
    while sum(len(part.split()) for part in long) < words:
        long += [f"{text}\n" for text in texts]
    rng = random.Random(1)
    # Few texts are repeated to fill the length, in another order of words, so that passages stay unique.
    shuffled = [" ".join(rng.sample(part.split(), len(part.split()))) for part in long[len(texts) :]]
    text = " ".join("\n".join([*long[: len(texts)], *shuffled]).split(" ")[:words])
    made = list(cases([text], rng, 40))
    there = [c for c in made if c.kind in REWRITES]
    fuzzy = [c for c in made if c.kind in ("word dropped", "word changed")]
    absent = [c for c in made if c.kind == "invented"]
    started = time.perf_counter()
    locator = Locator(text)
    locator.find("nothing of the kind anywhere"), locator.find("Nothing")
    yield f"index of {len(text.split()):,} words: {1000 * (time.perf_counter() - started):.0f} ms"
    for name, group in (("there", there), ("there, a word changed", fuzzy), ("not there", absent)):
        started = time.perf_counter()
        for case in group:
            locator.find(case.quotes[0])
        spent = 1000 * (time.perf_counter() - started) / max(1, len(group))
        yield f"a quote that is {name}: {spent:.2f} ms ({len(group)} quotes)"
    if python:
        few = rng.sample(there, 3) + rng.sample(absent, 3)
        started = time.perf_counter()
        theirs(python, [text], [])
        start_up = time.perf_counter() - started
        started = time.perf_counter()
        theirs(python, [text], few)
        yield f"langextract, a quote: {1000 * (time.perf_counter() - started - start_up) / len(few):.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", type=Path, default=[ROOT / "seeds"])
    parser.add_argument("--half", choices=["even", "odd"], help="only half of the texts, by their hash")
    parser.add_argument(
        "--langextract", metavar="PYTHON", help="interpreter in which langextract is installed"
    )
    parser.add_argument("--each", type=int, default=4, help="tries a class and text")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument(
        "--words", type=int, default=60_000, help="length of the text that is timed; 0 for none"
    )
    parser.add_argument(
        "--failures", action="store_true", help="print the quotes that were not found rightly"
    )
    options = parser.parse_args()
    texts = read_texts(options.paths, options.half)
    if not texts:
        sys.exit("no texts of 60 words or more there")
    made = list(cases(texts, random.Random(options.seed), options.each))
    answers = {"this library": ours(texts, made)}
    if options.langextract:
        answers["langextract"] = theirs(options.langextract, texts, made)
    print(f"{len(texts)} texts, {len(made)} cases\n")
    print("| class | cases | " + " | ".join(answers) + " |\n|---|---|" + "---|" * len(answers))
    kinds: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for number, case in enumerate(made):
        kinds[case.kind].append(number)
    for kind, numbers in kinds.items():
        if not numbers:
            continue
        shares = [sum(right(made[n], found[n]) for n in numbers) / len(numbers) for found in answers.values()]
        print(f"| {kind} | {len(numbers)} | " + " | ".join(f"{share:.1%}" for share in shares) + " |")
    if options.failures:
        for case, found in zip(made, answers["this library"], strict=True):
            if not right(case, found):
                text = texts[case.text]
                print(f"\n{case.kind}: {case.quotes!r}")
                print(f"  want {case.span and text[slice(*case.span)]!r}")
                print(f"  got {found and text[slice(*found)]!r}")
    if options.words:
        print("\n" + "\n".join(cost(texts, options.words, options.langextract)))


if __name__ == "__main__":
    main()
