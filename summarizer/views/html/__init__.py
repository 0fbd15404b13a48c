"""Self-contained pages: a `Summary` beside the text that bears it out, and a run's report.

Whatever a document holds is text: every value is escaped, and a Content-Security-Policy allows the
page's own style and script, by their hashes, and nothing else.
"""

from summarizer.views.html.summary import to_html

__all__ = ["to_html"]
