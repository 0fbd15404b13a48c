"""Documents that the tests of this room share, some of them built to fail."""

from __future__ import annotations

import os
from typing import Any

from summarizer.document import Document
from tests.servers.chat import Received, Reply, completion

PORTS = ("Alba", "Brent", "Corvo", "Dorn", "Elmsay", "Farne", "Gullen", "Harwick")


def article(number: int) -> Document:
    """A short article that differs from every other one."""
    port = PORTS[number % len(PORTS)]
    text = (
        f"The harbour of {port} was closed on Monday after a ferry with {number + 10} people ran aground.\n"
        f"“Nobody was hurt,” said Mara Voss, the mayor of {port}."
    )
    return Document(text, id=f"article-{number}")


class Deadly(Document):
    """A document that kills any process that works on it other than the one that made it."""

    @property
    def sentences(self) -> Any:
        if os.getpid() != int(self.source or 0):
            os._exit(9)
        return super().sentences


class Unforeseen(Document):
    """A document over which the pipeline stumbles in a way that nobody foresaw."""

    @property
    def sentences(self) -> Any:
        raise KeyError("secret words of the document")


def reply(request: Received) -> Reply:
    """A reply that any article bears out, as a chat completion."""
    content = {
        "language": "en",
        "actors": [],
        "events": [],
        "claims": [],
        "figures": [],
        "headline": "Ferry runs aground",
        "gist": "A ferry ran aground.",
    }
    return Reply(completion(content))
