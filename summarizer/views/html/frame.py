"""What every page shares: one self-contained file, a policy, and values from outside as text."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from html import escape
from importlib import resources

_LONGEST = 4_000
"""Characters of one value that are shown."""


def framed(
    body: Iterable[str],
    *,
    title: str,
    language: str,
    styles: Iterable[str],
    scripts: Iterable[str],
    embedded: bool = False,
) -> str:
    """A whole page around its body.

    The policy allows the page's own style and script, by their hashes, and nothing else: no request, no
    form, no inline handler, no style attribute.

    Args:
        styles, scripts: names of files beside this one, in order.
        embedded: for the `srcdoc` of a frame, where links within the page would else be resolved
            against the page around it, and load that.
    """
    style, script = (_joined(names) for names in (styles, scripts))
    base, base_uri = ('<base href="about:srcdoc">\n', "about:") if embedded else ("", "'none'")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        f"base-uri {base_uri}; form-action 'none'"
    )
    inside = "\n".join(body)
    return (
        f'<!doctype html>\n<html lang="{attribute(language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n{base}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{inside}\n"
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _joined(names: Iterable[str]) -> str:
    folder = resources.files(__package__)
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def attribute(value: str) -> str:
    """A value from outside, for between the double quotes of an attribute."""
    return escape(value, quote=True)


def isolated(value: str) -> str:
    """A value from outside, escaped and isolated, so that its writing direction stays its own.

    One that is too long to be read is cut in the middle: browsers cannot break a word of a megabyte.
    """
    left_out = len(value) - _LONGEST
    if left_out > 0:
        half = _LONGEST // 2
        value = f"{value[:half]} … {left_out:,} characters left out … {value[-half:]}"
    return f"<bdi>{escape(value)}</bdi>"


def definitions(pairs: Iterable[tuple[str, str]]) -> str:
    """Labels and values as a list; empty for none."""
    inside = "".join(f"<dt>{escape(name)}</dt><dd>{isolated(text)}</dd>" for name, text in pairs)
    return f"<dl>{inside}</dl>" if inside else ""
