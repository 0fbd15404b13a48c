"""What a summary depends on besides its document, in a form that can be written down and compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from summarizer.pipeline import Summarizer
from summarizer.schema import Summary

# The first three are told in a form of their own; keys, patience and purse change nothing about a summary.
_IRRELEVANT = frozenset(
    {"model", "schema", "prompt", "api_key", "api_key_env", "timeout", "budget", "cache", "listener"}
)


def fingerprint(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that a summary depends on, as JSON; those that were left as they are stay out.

    Args:
        settings: keyword arguments of `Summarizer`.

    Raises:
        SettingsError and others, as `Summarizer` does.
    """
    summarizer = Summarizer(**settings)
    asked: dict[str, Any] = {"model": summarizer.model}
    if summarizer.engine.prompt is not None:
        asked["prompt"], asked["prompt_sha256"] = summarizer.engine.prompt
    if summarizer.schema is not Summary:
        described = json.dumps(summarizer.schema.model_json_schema(), sort_keys=True)
        asked["schema"] = summarizer.schema.__name__
        asked["schema_sha256"] = hashlib.sha256(described.encode()).hexdigest()
    defaults = Summarizer.__init__.__kwdefaults__ or {}
    given = {
        name: value
        for name, value in settings.items()
        if name not in _IRRELEVANT and value != defaults.get(name) and value != {}
    }
    return json.loads(json.dumps(asked | given, default=str))  # type: ignore[no-any-return]
