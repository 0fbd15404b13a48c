"""What is configured, and does it work: the checks behind `summarizer doctor`."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Any, cast

from summarizer import __version__
from summarizer.errors import SummarizerError
from summarizer.pipeline import EMBEDDED, MODEL_VARIABLE, Summarizer, chosen_model

if TYPE_CHECKING:
    from summarizer.engines import Engine
    from summarizer.engines.llm import LLMEngine, ModelSettings

_LISTED = 8
_PACKAGES = ("openai", "instructor", "pydantic", "tenacity")


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, as lines to print, and the command's exit code."""

    lines: list[str]
    exit_code: int


def examine(model: str | None, **settings: Any) -> Report:
    """Examine what `Summarizer(model, **settings)` would use. No document text is sent, no key is shown."""
    lines: list[str] = []
    try:
        lines.extend(_installation())
        chosen = chosen_model(model)
        lines.append(f"model      {chosen}, {_why(model)}")
        engine = Summarizer(model, **settings).engine
        lines.extend(_endpoint(cast("LLMEngine", engine)) if chosen != EMBEDDED else _embedded(engine))
    except SummarizerError as error:
        return Report([*lines, f"problem    {error.message}"], error.exit_code)
    return Report([*lines, "all well"], 0)


def _installation() -> Iterator[str]:
    yield f"summarizer {__version__}, Python {platform.python_version()}"
    yield "packages   " + ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)


def _why(model: str | None) -> str:
    if model:
        return "as the call names it"
    return f"from {MODEL_VARIABLE}" if os.environ.get(MODEL_VARIABLE) else "as no model is named"


def _embedded(engine: Engine) -> Iterator[str]:
    yield "text       stays on this machine"
    yield f"languages  {', '.join(sorted(engine.languages or ()))}"
    yield f"to use a language model: --model openai/NAME, or {MODEL_VARIABLE}=openai/NAME"


def _endpoint(engine: LLMEngine) -> Iterator[str]:
    from summarizer.engines.llm.probe import probe

    settings = engine.settings
    prompt, sha256 = engine.prompt or ("none", "")
    yield f"endpoint   {settings.endpoint.base_url or 'as instructor knows it'}"
    yield f"key        {_key(settings)}"
    yield f"prompt     {prompt}, sha256 {sha256[:12]}"
    if settings.endpoint.base_url is None:
        yield "answers    not tried: this provider goes through instructor's own client (experimental)"
        return
    offered = probe(settings)
    if offered is None:
        yield "answers    yes, but it keeps no list of models"
    elif settings.endpoint.model in offered:
        yield "answers    yes, and it has that model"
    else:
        others = ", ".join(offered[:_LISTED]) or "nothing"
        yield f"answers    yes, but it lists {others}, not that model"


def _key(settings: ModelSettings) -> str:
    endpoint = settings.endpoint
    return f"seen in {endpoint.key_name}" if endpoint.api_key else "none is sent"
