"""Wording: a passage of the document as one self-contained sentence."""

from __future__ import annotations

import re

from summarizer.engines.rules.entities import Entity

_PRONOUN = re.compile(r"(?P<pronoun>he|she|they|it)(?P<rest>\s.*)", re.IGNORECASE | re.DOTALL)
_OPENING = re.compile(r"^(?:[\s,;:—–-]|(?:that|and|but|so|also|then|because)\b(?=\s))+", re.IGNORECASE)
_MARKS = {"“": "”", "«": "»", '"': '"'}


_REPEATED = re.compile(r"\b(and|but) that\b(?= (?:it|he|she|they|the|a|an|its|his|her|their|no)\b)")


def flat(passage: str) -> str:
    """The passage on one line."""
    return " ".join(passage.split())


def sentence(passage: str, subject: Entity | None = None) -> str:
    """The passage with a capital and a full stop; a pronoun that opens it gives way to `subject`'s name."""
    words = _REPEATED.sub(r"\1", _unpaired(_OPENING.sub("", flat(passage)).rstrip(" ,;:—–-")))
    match = _PRONOUN.fullmatch(words)
    if (
        match
        and subject is not None
        and (subject.named or match["pronoun"].lower() != "it")
        and (match["pronoun"].lower() in ("he", "she")) == (subject.kind == "person")
    ):
        words = flat(subject.subject) + match["rest"]
    if not words:
        return words
    words = words[0].upper() + words[1:] if words[0].islower() and not words[1:2].isupper() else words
    return (
        words
        if words[-1] in ".!?…" or (words[-2:-1] in (".", "!", "?") and words[-1] in "”\"’'")
        else words + "."
    )


def _unpaired(words: str) -> str:
    """Without a quotation mark at either end that has lost its partner."""
    for opening, closing in _MARKS.items():
        if opening == closing:
            odd = words.count(opening) % 2
            if odd and words.startswith(opening):
                words = words[1:]
            elif odd:
                words = words.removesuffix(closing)
            continue
        if words.count(opening) > words.count(closing):
            words = words + closing if not words.startswith(opening) else words[1:]
        elif words.count(closing) > words.count(opening):
            words = words.removesuffix(closing) if words.endswith(closing) else opening + words
    return words


def quotation(passage: str) -> str:
    """The words between quotation marks, without the marks and the comma before "he said"."""
    return passage.strip().strip('“”«»„"').strip().removesuffix(",")


_NEGATABLE = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|may|might|shall|should|must|does|do|did)\b(?!\s+not|n['’]t)"
)


def denial(content: str, source: Entity | None) -> str:
    """What somebody says who denies a content: the same with "not" behind its first auxiliary.

    Where there is none, or a negation already, the denial is told: "Idris denied that ...".
    """
    words = sentence(content, source)
    negated = re.search(r"\b(?:not|never|no|nobody|nothing|none)\b|n['’]t\b", words, re.IGNORECASE)
    if not negated and _NEGATABLE.search(words):
        return _NEGATABLE.sub(r"\1 not", words, count=1)
    return sentence(f"{source.subject if source else 'A source'} denied that {words[:1].lower()}{words[1:]}")
