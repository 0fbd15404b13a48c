"""A `Summary` as something to read or to pass on."""

from summarizer.views.markdown import to_markdown
from summarizer.views.plain import to_text
from summarizer.views.serial import to_json

__all__ = ["to_json", "to_markdown", "to_text"]
