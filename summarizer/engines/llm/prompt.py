"""Prompts: Markdown files with front matter, edited at the top level and shipped inside the package.

::

    ---
    name: summarize
    version: 1
    about: What it is for, in a line.
    changed: to 1, what was changed and why; as many such lines as there were changes, or none.
    ---
    The instructions, with {{language}} and {{limits}} where the caller's settings go.

Only the instructions are filled in; a document never passes through here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from summarizer.errors import PromptError

_KEYS = ("name", "version", "about")
_HISTORY = "changed"
"""For whoever edits the file: the only key that may stand there more than once, and that is not kept."""
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_PACKAGE = Path(__file__).resolve().parents[2]
_FOLDERS = (_PACKAGE / "prompts", _PACKAGE.parent / "prompts")


@dataclass(frozen=True, slots=True)
class Prompt:
    """Instructions for a language model.

    Attributes:
        name, version, about: the front matter.
        text: the instructions, variables not yet filled in.
        sha256: of the file's bytes.
    """

    name: str
    version: str
    about: str
    text: str
    sha256: str

    @property
    def label(self) -> str:
        """Name and version: `summarize@1`."""
        return f"{self.name}@{self.version}"

    def fill(self, variables: Mapping[str, str]) -> str:
        """The instructions with every variable replaced; a line that is left empty by one goes.

        Raises:
            PromptError: if the instructions name a variable that does not exist.
        """
        lines = []
        for line in self.text.splitlines():
            filled = _VARIABLE.sub(lambda match: self._value(match[1], variables), line)
            if filled.strip() or not line.strip():
                lines.append(filled)
        return "\n".join(lines)

    def _value(self, name: str, variables: Mapping[str, str]) -> str:
        if name not in variables:
            raise PromptError(
                f"The prompt {self.name!r} names a variable {{{{{name}}}}} that does not exist; "
                f"there are {', '.join(sorted(variables))}."
            )
        return variables[name]


@lru_cache(maxsize=16)
def built_in(name: str) -> Prompt:
    """A prompt that ships with the package: beside it in a wheel, above it in a checkout."""
    for folder in _FOLDERS:
        if (path := folder / f"{name}.md").is_file():
            return read_prompt(path)
    raise PromptError(f"The prompt {name}.md is missing from the installation.")


def read_prompt(path: str | Path) -> Prompt:
    """Read a prompt file.

    Raises:
        PromptError: if the file is missing or undecodable, lacks front matter or a key of it, or has
            a key that does not exist.
    """
    try:
        data = Path(path).read_bytes()
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise PromptError(f"The prompt file {path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise PromptError(f"The prompt file {path} is not UTF-8 text.") from None
    front, body = _parted(text, path)
    if not body.strip():
        raise PromptError(f"The prompt file {path} holds no instructions below its front matter.")
    return Prompt(**front, text=body.strip(), sha256=hashlib.sha256(data).hexdigest())


def _parted(text: str, path: str | Path) -> tuple[dict[str, str], str]:
    opening, _, rest = text.partition("\n")
    head, closing, body = rest.partition("\n---\n")
    if opening.strip() != "---" or not closing:
        raise PromptError(f"The prompt file {path} must begin with front matter between two lines of ---.")
    front: dict[str, str] = {}
    for line in head.splitlines():
        key, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or key not in (*_KEYS, _HISTORY):
            known = ", ".join((*_KEYS, _HISTORY))
            raise PromptError(f"The front matter of {path} knows {known}; not {key or line!r}.")
        if key != _HISTORY:
            front[key] = value
    if missing := [key for key in _KEYS if not front.get(key)]:
        raise PromptError(f"The front matter of {path} lacks {', '.join(missing)}.")
    return front, body
