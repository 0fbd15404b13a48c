"""A `Summary` as JSON."""

from __future__ import annotations

import json

from summarizer.schema import Summary


def to_json(summary: Summary, *, with_text: bool = False, indent: int | None = 2) -> str:
    """The summary as a JSON object, sections in the schema's order.

    Args:
        with_text: add the document's text as `document.text`.
        indent: spaces a level; None for one line.

    Raises:
        ValueError: if `with_text` is asked of a summary that was loaded without its text.
    """
    data = summary.model_dump(mode="json")
    if with_text:
        if summary.text is None:
            raise ValueError("This summary was loaded without its document's text.")
        data["document"]["text"] = summary.text
    return json.dumps(data, ensure_ascii=False, indent=indent)
