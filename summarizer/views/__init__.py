"""A `Summary` as something to read or to pass on."""

from summarizer.views.html import to_html
from summarizer.views.jsonld import to_jsonld
from summarizer.views.markdown import to_markdown
from summarizer.views.plain import to_text
from summarizer.views.serial import from_json, to_json
from summarizer.views.tables import to_frames

__all__ = ["from_json", "to_frames", "to_html", "to_json", "to_jsonld", "to_markdown", "to_text"]
