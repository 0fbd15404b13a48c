"""The request: static instructions first, the document last, so that a provider's prefix cache works.

On the wire a document is lines of `[number] sentence` between two marker lines. Inside a sentence
a line break becomes one space, so that no document can begin a line of its own, and an unpaired
surrogate, which UTF-8 has no bytes for, becomes U+FFFD; everything else goes as given. The marker holds
a digest of the text and is checked to be absent from it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.document import Chunk, Document
from summarizer.engines import Brief
from summarizer.engines.llm.settings import ModelSettings
from summarizer.engines.llm.wire import Wire
from summarizer.schema import Record

_BREAK = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: the body of a chat completion, and the wire model that reads the reply."""

    body: Mapping[str, Any]
    wire: Wire


def one_line(text: str) -> str:
    """A text as one line that UTF-8 can carry."""
    return _SURROGATE.sub("\ufffd", _BREAK.sub(" ", text))


def chunk_message(chunk: Chunk) -> str:
    """The message that holds a chunk: what is known about the document, then its numbered sentences."""
    document = chunk.document
    published = document.published.isoformat() if document.published else "not known"
    part = "" if chunk.whole else "This is one part of a longer document.\n"
    title = f"Title: {one_line(document.title)}\n\n" if document.title else ""
    return f"Date of publication: {published}\n{part}\n{fenced(title + _numbered(chunk), 'DOCUMENT')}"


def records_message(document: Document, records: Mapping[str, Sequence[Record]]) -> str:
    """The message that holds a document's records, each as one line of JSON, by section."""
    published = document.published.isoformat() if document.published else "not known"
    lines = "\n\n".join(
        "\n".join([f"{section}:", *(_record_line(record) for record in listed)])
        for section, listed in records.items()
        if listed
    )
    return f"Date of publication: {published}\n\n{fenced(lines, 'RECORDS')}"


def fenced(text: str, what: str) -> str:
    """A text between two marker lines that it does not contain."""
    salt = 0
    while True:
        digest = hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()[:16]
        if digest not in text:
            return f"<<<{what} {digest}>>>\n{text}\n<<<END {digest}>>>"
        salt += 1


def variables(brief: Brief) -> dict[str, str]:
    """What a prompt's variables stand for."""
    caps = [f"{cap} {section}" for section, cap in brief.max_records.items() if cap is not None]
    return {
        "limits": f"- List at most {', '.join(caps)}; fewer where fewer tell the news." if caps else "",
        "language": brief.output_language or "the document's own language",
    }


def build_body(settings: ModelSettings, instructions: str, message: str, wire: Wire) -> dict[str, Any]:
    """The exact body of the request."""
    if settings.mode == "json_object":
        instructions += "\n\nThe JSON Schema of the answer:\n" + json.dumps(
            wire.schema, separators=(",", ":")
        )
    return {
        "model": settings.endpoint.model,
        "messages": [
            {"role": "system", "content": instructions},
            {"role": "user", "content": message},
        ],
        **form(settings, wire),
        **_parameters(settings),
        **settings.extra,
    }


def form(settings: ModelSettings, wire: Wire) -> dict[str, Any]:
    """The parameters that say which form the reply has to have."""
    name = wire.model.__name__
    if settings.mode == "json_object":
        return {"response_format": {"type": "json_object"}}
    if settings.mode == "tools":
        function = {"name": name, "strict": True, "parameters": wire.schema}
        return {
            "tools": [{"type": "function", "function": function}],
            "tool_choice": {"type": "function", "function": {"name": name}},
        }
    return {
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": name, "strict": True, "schema": wire.schema},
        }
    }


def _parameters(settings: ModelSettings) -> dict[str, Any]:
    # OpenAI's newer models refuse max_tokens; many compatible servers know nothing else.
    limit = "max_completion_tokens" if settings.endpoint.is_openai else "max_tokens"
    given = {
        "temperature": settings.temperature,
        "seed": settings.seed,
        "reasoning_effort": settings.reasoning_effort,
        limit: settings.max_output_tokens,
    }
    return {name: value for name, value in given.items() if value is not None}


def _numbered(chunk: Chunk) -> str:
    return "\n".join(_lines(chunk))


def _lines(chunk: Chunk) -> Iterator[str]:
    paragraph = None
    for sentence in chunk.sentences:
        if paragraph not in (None, sentence.paragraph):
            yield ""
        paragraph = sentence.paragraph
        yield f"[{sentence.number}] {one_line(chunk.document.text[sentence.start : sentence.end])}"


def _record_line(record: Record) -> str:
    data = record.model_dump(mode="json", exclude={"evidence"}, exclude_none=True)
    return one_line(json.dumps(data, ensure_ascii=False))
