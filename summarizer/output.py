"""Where the command's output goes: standard streams, and files written whole."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_ESCAPED = "summarizer.escaped"


def _escape(error: UnicodeError) -> tuple[str, int]:
    """What a stream's encoding lacks, as an escape that is JSON's too: Python's own `\\xe9` is not."""
    assert isinstance(error, UnicodeEncodeError)
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    pairs = (int.from_bytes(units[n : n + 2]) for n in range(0, len(units), 2))
    return "".join(f"\\u{pair:04x}" for pair in pairs), error.end


codecs.register_error(_ESCAPED, _escape)


@contextlib.contextmanager
def usable_streams() -> Iterator[None]:
    """Standard streams that take every letter, and are there: whoever started us may have closed them."""
    with contextlib.ExitStack() as opened:
        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            if getattr(sys, name) is None:
                opened.callback(setattr, sys, name, None)
                setattr(sys, name, opened.enter_context(open(os.devnull, mode, encoding="utf-8")))
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # a terminal that lacks a letter shows its escape instead
                stream.reconfigure(errors=_ESCAPED)
        yield


def write(text: str, path: str | None) -> None:
    """Print, or write a file whole: first under another name, so that Ctrl-C leaves no half of it.

    A link is followed; what is no file of its own (a pipe, a device) is written to as it is.
    """
    if path is None:
        sys.stdout.write(text)
        return
    from pathlib import Path

    from summarizer.errors import SettingsError

    target = Path(path).resolve()
    try:
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8", errors="backslashreplace")
        else:
            _replace(target, text)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror or error}") from None


def _replace(target: Path, text: str) -> None:
    import tempfile
    from pathlib import Path

    with tempfile.NamedTemporaryFile(
        "w",
        encoding="utf-8",
        errors="backslashreplace",
        dir=target.parent,
        prefix=f".{target.name}.",
        delete=False,
    ) as stream:
        temporary = Path(stream.name)
        try:
            stream.write(text)
            stream.close()
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
