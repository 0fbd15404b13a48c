"""The bench at work: an address on this machine, until Ctrl-C."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable

import uvicorn

from summarizer.errors import SettingsError
from summarizer.label.bench import Bench
from summarizer.label.server import application

_PORT = 8787
"""Tried first where none is named: what a tab could not save is kept by the browser under its address."""


def serve(bench: Bench, *, port: int | None = None, ready: Callable[[str], None]) -> None:
    """Serve the bench on 127.0.0.1 until interrupted. Every change is on the disk before it is answered.

    Args:
        port: 0 for any free one; None for 8787, or any free one where that is taken.
        ready: is called with the address once it answers.

    Raises:
        SettingsError: if the port is taken.
        KeyboardInterrupt: on Ctrl-C, once what was begun is answered.
    """
    listening = _listen(port)
    number = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    app = application(bench, token, [f"127.0.0.1:{number}", f"localhost:{number}"])
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # its lines would hold the token
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=5,
    )
    with listening:
        ready(f"http://127.0.0.1:{number}/{token}/")
        uvicorn.Server(config).run(sockets=[listening])


def _listen(port: int | None) -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", _PORT if port is None else port))
    except (OSError, OverflowError) as error:
        if port is None:
            return socket.create_server(("127.0.0.1", 0))
        reason = getattr(error, "strerror", None) or error
        told = str(reason).rstrip(".")
        raise SettingsError(f"Port {port} cannot be used: {told}. Try --port 0.") from None
