"""What a caller may set about a language model, in one typed place."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict, Unpack

from summarizer.engines import Citations, Mode
from summarizer.engines.llm.events import Listener
from summarizer.engines.llm.keys import Endpoint, find_endpoint
from summarizer.engines.llm.spending import Budget
from summarizer.errors import SettingsError

_OURS = frozenset(
    {"model", "messages", "response_format", "tools", "tool_choice", "stream", "stream_options", "n"}
)


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """A language model, where it is reached, and how it is asked. `resolve` makes one.

    Attributes:
        endpoint: the server, the model and the key.
        timeout: seconds for one chunk, all attempts, waits and re-asks together.
        temperature, seed, reasoning_effort, max_output_tokens: sent only if they are set.
        extra: further request parameters by their names on the wire.
        citations: what the model cites by, the numbers of sentences or verbatim quotes.
        mode: how the schema reaches the model: `json_schema` has it enforced; `json_object` and `tools`
            are for servers that lack that.
        prompt: a file of the caller's own in place of the built-in prompt.
        budget: a cap on what may be spent, which may be shared.
        cache: the file that replies are kept in; None keeps none.
        repeat: which of several deliberate repeats this is; the cache tells them apart.
        listener: is told what happens to every request.

    Raises:
        SettingsError: if a value makes no sense.
    """

    endpoint: Endpoint
    timeout: float = 120.0
    temperature: float | None = None
    seed: int | None = None
    reasoning_effort: str | None = None
    max_output_tokens: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    citations: Citations = "sentences"
    mode: Mode = "json_schema"
    prompt: str | Path | None = None
    budget: Budget | None = None
    cache: str | Path | None = None
    repeat: int = 0
    listener: Listener | None = None

    def __post_init__(self) -> None:
        if self.timeout <= 0:
            raise SettingsError(f"timeout must be more than 0 seconds, not {self.timeout:g}.")
        if self.max_output_tokens is not None and self.max_output_tokens < 1:
            raise SettingsError("max_output_tokens must be at least 1.")
        SettingsError.unless_one_of("citations", self.citations, Citations)
        SettingsError.unless_one_of("mode", self.mode, Mode)
        if taken := sorted(_OURS & set(self.extra)):
            raise SettingsError(f"extra cannot set {', '.join(taken)}: the request is built around it.")
        for name, value in {"temperature": self.temperature, **self.extra}.items():
            _check_sendable(name, value)
        if self.budget is not None and not isinstance(self.budget, Budget):
            raise SettingsError("budget must be a summarizer.Budget, for example Budget(usd=5).")
        if self.listener is not None and not callable(self.listener):
            raise SettingsError("listener must be a function of one event.")


def _check_sendable(name: object, value: object) -> None:
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        raise SettingsError(f"{name} cannot be sent: its value is nothing that JSON holds.") from None
    if not isinstance(name, str):
        raise SettingsError(f"extra names request parameters by strings, not by {name!r}.")


class Parameters(TypedDict, total=False):
    """What `resolve` passes on to `ModelSettings`."""

    timeout: float
    temperature: float | None
    seed: int | None
    reasoning_effort: str | None
    max_output_tokens: int | None
    extra: Mapping[str, Any]
    citations: Citations
    mode: Mode
    prompt: str | Path | None
    budget: Budget | None
    cache: str | Path | None
    repeat: int
    listener: Listener | None


def resolve(
    model: str,
    *,
    base_url: str | None = None,
    api_key: str | None = None,
    api_key_env: str | None = None,
    environ: Mapping[str, str] = os.environ,
    **parameters: Unpack[Parameters],
) -> ModelSettings:
    """The settings for a model string, its server and its key looked up by the rules of `find_endpoint`.

    Raises:
        UnknownModel, MissingKey, SettingsError: as `find_endpoint` and `ModelSettings` do.
    """
    endpoint = find_endpoint(
        model, base_url=base_url, api_key=api_key, api_key_env=api_key_env, environ=environ
    )
    return ModelSettings(endpoint, **parameters)
