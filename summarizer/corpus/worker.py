"""A process that works for `workers`: work comes in by its standard input, answers go to its standard output.

A frame is eight bytes that say how long it is, big end first, and a pickle: of `(work, arguments)` one way,
of an answer, as `(kind, value)`, the other.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, Literal

from summarizer.errors import SummarizerError

Kind = Literal["done", "raised", "unread", "failed"]
"""What an answer is: a value; an error to raise; that the work or its value does not pickle; that it met an
error that nobody foresaw, which only tells its place where it is raised."""

LENGTH = 8


def main() -> None:
    """Answer until there is no more to read."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    # What an imported module prints must not come between the frames.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for frame in _frames(sys.stdin.buffer):
        answers.write(framed(_answer(frame)))
        answers.flush()


# The process that sends and receives goes first.
_NICE = 5


def framed(data: bytes) -> bytes:
    return len(data).to_bytes(LENGTH, "big") + data


def _frames(stream: BinaryIO) -> Iterator[bytes]:
    while len(head := stream.read(LENGTH)) == LENGTH:
        yield stream.read(int.from_bytes(head, "big"))


def _answer(frame: bytes) -> bytes:
    try:
        work, arguments = pickle.loads(frame)  # noqa: S301 - from the process that started this one
    except Exception:
        return _pickled("unread", None)
    try:
        answer: tuple[Kind, Any] = ("done", work(*arguments))
    except SummarizerError as error:
        answer = ("raised", error)
    except Exception:
        answer = ("failed", None)
    try:
        return _pickled(*answer)
    except Exception:
        return _pickled("unread", None)


def _pickled(kind: Kind, value: Any) -> bytes:
    return pickle.dumps((kind, value), pickle.HIGHEST_PROTOCOL)
