"""A `Summary` as one self-contained page: records beside the text that bears them out, linked both ways.

Whatever the document holds is text: every value is escaped, and a Content-Security-Policy allows the
page's own style and script, by their hashes, and nothing else.
"""

from summarizer.views.html.page import to_html

__all__ = ["to_html"]
