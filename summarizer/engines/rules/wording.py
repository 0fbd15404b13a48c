"""Wording: a passage of the document as one self-contained sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.engines.rules.entities import Entity

_PRONOUN = re.compile(r"(?P<pronoun>he|she|they|it)(?P<rest>\s.*)", re.IGNORECASE | re.DOTALL)
_OPENING = re.compile(r"^(?:[\s,;:—–-]|(?:that|and|but|so|also|then|because)\b(?=\s))+", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…][”\"'’]?$")
_MARKS = {"“": "”", "«": "»", '"': '"'}
_NEGATED = re.compile(r"\b(?:not|never|no|nobody|nothing|none)\b|n['’]t\b", re.IGNORECASE)
_NEGATABLE = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|may|might|shall|should|must|does|do|did)\b(?!\s+not|n['’]t)"
)


def flat(passage: str) -> str:
    """The passage on one line."""
    return " ".join(passage.split())


def sentence(passage: str, subject: Entity | None = None) -> str:
    """The passage with a capital and a full stop; a pronoun that opens it gives way to `subject`'s name."""
    words = _paired(_OPENING.sub("", flat(passage)).rstrip(" ,;:—–-"))
    match = _PRONOUN.fullmatch(words)
    pronoun = match["pronoun"].lower() if match else ""
    if match and subject is not None:
        agrees = (pronoun in ("he", "she")) == (subject.kind == "person")
        known = subject.named or subject.kind != "other" or pronoun != "it"
        words = flat(subject.subject) + match["rest"] if agrees and known else words
    if words[:1].islower() and not words[1:2].isupper():
        words = words[0].upper() + words[1:]
    return words if not words or _ENDED.search(words) else words + "."


def _paired(words: str) -> str:
    """The words with the partner of a quotation mark that has lost it, or without the mark at their end."""
    for opening, closing in _MARKS.items():
        surplus = words.count(opening) - words.count(closing)
        if opening == closing:
            surplus = words.count(opening) % 2 * (1 if words.startswith(opening) else -1)
        if surplus > 0:
            words = words[1:] if words.startswith(opening) else words + closing
        elif surplus < 0:
            words = words.removesuffix(closing) if words.endswith(closing) else opening + words
    return words


def quotation(passage: str) -> str:
    """The words between quotation marks, without the marks and the comma before "he said"."""
    return passage.strip().strip('“”«»„"').strip().removesuffix(",")


def denial(content: str, source: Entity | None) -> str:
    """What somebody says who denies a content: the same with "not" behind its first auxiliary.

    Where there is none, or a negation already, the denial is told: "Idris denied that ...".
    """
    words = sentence(content, source)
    if not _NEGATED.search(words) and _NEGATABLE.search(words):
        return _NEGATABLE.sub(r"\1 not", words, count=1)
    return sentence(f"{source.subject if source else 'A source'} denied that {words[:1].lower()}{words[1:]}")
