"""The bench as an application for the browser: a page, its files, and what the page asks for."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from importlib import resources
from typing import Any

from pydantic import Field, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from summarizer.errors import SummarizerError
from summarizer.evals.fixture import Strict, of_field
from summarizer.label.bench import Bench
from summarizer.label.guard import Guard
from summarizer.label.states import Conflict, NotSaved, State

_KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript"}


class _Change(Strict):
    """What the page sends: a state and the revision that it was made from."""

    base: int = Field(ge=0)
    state: State


class _Wish(Strict):
    """What the page sends to have drafts made."""

    base: int = Field(ge=0)


def application(bench: Bench, token: str, hosts: Iterable[str]) -> ASGIApp:
    """The application, which answers `http://HOST/TOKEN/` for the given hosts alone."""

    def about(request: Request) -> str:
        return request.query_params.get("id", "")

    def changing(model: type[Any], act: Callable[[str, Any], Any]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            return await run_in_threadpool(
                lambda: _json(act(about(request), model.model_validate_json(body)))
            )

        return endpoint

    app = Starlette(
        routes=[
            Route("/api/set", _reading(lambda _: bench.overview())),
            Route("/api/document", _reading(lambda request: bench.open(about(request)))),
            Route("/api/agreement", _reading(lambda request: bench.agreement(about(request) or None))),
            Route(
                "/api/document",
                changing(_Change, lambda key, sent: bench.change(key, sent.base, sent.state)),
                methods=["PUT"],
            ),
            Route(
                "/api/drafts",
                changing(_Wish, lambda key, sent: bench.draft(key, sent.base)),
                methods=["POST"],
            ),
            *(_file(name, content) for name, content in _files()),
        ],
        exception_handlers={
            KeyError: lambda *_: _problem("The set has no such document.", 404),
            ValidationError: _invalid,
            Conflict: _conflict,
            NotSaved: lambda _, error: _problem(error.message, 507),
            SummarizerError: lambda _, error: _problem(error.message, 422),
        },
    )
    return Guard(app, token, hosts)


def _reading(act: Callable[[Request], Any]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(lambda: _json(act(request)))

    return endpoint


def _files() -> Iterable[tuple[str, bytes]]:
    """Name and content of every file of the page; `base.css` is the one that all pages share."""
    shared = resources.files("summarizer.views.html").joinpath("base.css")
    for file in [shared, *resources.files("summarizer.label").joinpath("page").iterdir()]:
        if file.name.rpartition(".")[2] in _KINDS:
            yield file.name, file.read_bytes()


def _file(name: str, content: bytes) -> Route:
    kind = f"{_KINDS[name.rpartition('.')[2]]}; charset=utf-8"

    async def endpoint(_: Request) -> Response:
        return Response(content, media_type=kind)

    return Route("/" if name == "page.html" else f"/{name}", endpoint)


def _json(content: Any, status: int = 200) -> Response:
    data = json.dumps(content, ensure_ascii=True, default=_plain).encode()
    return Response(data, status, media_type="application/json")


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def _problem(message: str, status: int, **more: Any) -> Response:
    return _json({"problem": message, **more}, status)


async def _conflict(_: Request, error: Any) -> Response:
    saved = {"revision": error.saved.revision, "state": error.saved.state.model_dump(mode="json")}
    return _problem(error.message, 409, saved=saved)


async def _invalid(_: Request, error: Any) -> Response:
    name, message = of_field(error.errors()[0])
    return _problem(f"{name}: {message}", 422)
