"""Who may talk to the bench: pages of its own address, with the token of this run, and nobody else.

The server listens on this machine alone, but every page that a browser on it has open can reach it
there. So the address holds a random token; the Host must be this server's own, which a name that was
rebound to 127.0.0.1 is not; and a change must come from this server's own page.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    # Nothing but this server's own script and style; no inline code, no markup made from strings.
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_MAX_BODY = 32 * 1024 * 1024
_READING = frozenset(["GET", "HEAD"])
_STALE = (
    "This address has gone stale: each start of the bench has a new one. Take the address that "
    "`summarizer label` printed when it was started last.\n"
)


class Guard:
    """Refuses requests that do not come from the bench's own page, and strips the token from the path.

    Args:
        token: the first part of every path.
        hosts: the values of Host that are this server's own.
    """

    def __init__(self, app: ASGIApp, token: str, hosts: Iterable[str]) -> None:
        self._app = app
        self._token = token
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # a WebSocket is closed unanswered
            return
        refusal = self._refusal(Request(scope))
        if refusal:
            await refusal(scope, receive, _with_headers(send))
            return
        inside = dict(scope, root_path=f"/{self._token}")
        await self._app(inside, receive, _with_headers(send))

    def _refusal(self, request: Request) -> Response | None:
        host = request.headers.get("host", "")
        if host not in self._hosts:
            return PlainTextResponse("This is not the address of the bench.\n", 421)
        token = request.url.path.lstrip("/").partition("/")[0]
        if not secrets.compare_digest(token.encode(), self._token.encode()):
            return PlainTextResponse(_STALE, 403)
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return PlainTextResponse("Another site's page may not ask for this.\n", 403)
        return None if request.method in _READING else self._refused_change(request, host)

    def _refused_change(self, request: Request, host: str) -> Response | None:
        if request.headers.get("origin") != f"http://{host}":
            return PlainTextResponse("A change must come from the bench's own page.\n", 403)
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return PlainTextResponse("A change is sent as application/json.\n", 415)
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > _MAX_BODY:
            return PlainTextResponse("A change has a length, of at most 32 MB.\n", 413)
        return None


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            extra = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*message["headers"], *extra]}
        await send(message)

    return sending
