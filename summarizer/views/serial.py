"""A `Summary` as JSON, and back."""

from __future__ import annotations

import json

from pydantic import ValidationError

from summarizer.errors import InputError, SchemaError
from summarizer.schema import S, Summary, text_sha256


def to_json(summary: Summary, *, with_text: bool = False, indent: int | None = 2) -> str:
    """The summary as a JSON object, sections in the schema's order.

    Args:
        with_text: add the document's text as `document.text`.
        indent: spaces a level; None for one line.

    Raises:
        InputError: if `with_text` is asked of a summary that was loaded without its text.
    """
    data = summary.model_dump(mode="json")
    if with_text:
        data["document"]["text"] = held_text(summary)
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    # An unpaired surrogate, which no encoding takes, is written as JSON's own escape.
    return text.encode("utf-8", "backslashreplace").decode()


def held_text(summary: Summary) -> str:
    """The text of a summary's document.

    Raises:
        InputError: if it was loaded without.
    """
    if summary.text is None:
        raise InputError(
            "The summary was loaded without its document's text: give that too, "
            "with --text FILE, or from_json's text."
        )
    return summary.text


def from_json(data: str, *, schema: type[S] = Summary, text: str | None = None) -> S:  # type: ignore[assignment]
    """A summary from JSON that `to_json` wrote.

    Args:
        text: the document, for JSON that was written without it.

    Raises:
        SchemaError: if it is no summary, or of another text.
    """
    try:
        summary = schema.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise SchemaError(f"This is not a saved {schema.__name__}: {where}: {first['msg']}.") from None
    if text is not None:
        if text_sha256(text) != summary.document.sha256:
            raise SchemaError("That text is not the one that was summarized: its sha256 differs.")
        summary._text = text
    return summary
