"""A `Summary` as something to read or to pass on; `jsonld` and `tables` are for other programs."""

from summarizer.views.html import to_html
from summarizer.views.markdown import to_markdown
from summarizer.views.plain import to_text
from summarizer.views.serial import from_json, to_json

__all__ = ["from_json", "to_html", "to_json", "to_markdown", "to_text"]
