"""Which server a model string means, and which key goes there: only where it was configured to go."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from summarizer.errors import MissingKey, SettingsError, UnknownModel

OPENAI_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where requests go, and with which key.

    Attributes:
        provider: `openai`, or another name that instructor knows.
        model: the provider's name for the model.
        base_url: the server; None where instructor's own client for the provider decides.
        api_key: the key; None where none is sent. Never printed.
        key_name: what the key is called in messages: an environment variable or `api_key`.
        own: whether the environment's `OPENAI_*` settings are meant for this server.
    """

    provider: str
    model: str
    base_url: str | None
    api_key: str | None = field(default=None, repr=False)
    key_name: str = "api_key"
    own: bool = False

    @property
    def name(self) -> str:
        """The model string, `provider/name`."""
        return f"{self.provider}/{self.model}"

    @property
    def host(self) -> str:
        """The server's name for messages."""
        return urlsplit(self.base_url).netloc if self.base_url else self.provider

    @property
    def is_openai(self) -> bool:
        """Whether this is OpenAI itself."""
        return self.base_url is not None and _host(self.base_url) == _host(OPENAI_URL)


def find_endpoint(
    model: str,
    *,
    base_url: str | None = None,
    api_key: str | None = None,
    api_key_env: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Endpoint:
    """The endpoint that a model string means.

    `OPENAI_API_KEY` goes to OpenAI's host, or to `OPENAI_BASE_URL` where the same environment sets it.
    With any other `base_url`, `api_key` or `api_key_env` says which key; a loopback server needs none.

    Raises:
        UnknownModel: if the model string is malformed or its provider unknown.
        SettingsError: if the URL or the key cannot be one, or two keys are given.
        MissingKey: if a key is needed and there is none; the message names the variable.
    """
    provider, name = split_model(model)
    if api_key is not None and api_key_env is not None:
        raise SettingsError("Give either api_key or api_key_env, not both.")
    if provider != "openai":
        _check_provider(provider)
        if base_url is not None:
            raise SettingsError(
                f"base_url goes with openai/..., for servers that speak its API; not {provider}/..."
            )
        key, key_name = _named_key(api_key, api_key_env, environ)
        return Endpoint(provider, name, None, _sendable(key, key_name), key_name)
    url = (base_url or environ.get("OPENAI_BASE_URL") or OPENAI_URL).rstrip("/")
    _check_url(url, "base_url" if base_url else "OPENAI_BASE_URL")
    own = _is_configured_home(url, environ)
    key, key_name = _named_key(api_key, api_key_env, environ)
    if key is None and own:
        key, key_name = environ.get("OPENAI_API_KEY") or None, "OPENAI_API_KEY"
    if key is None and not is_loopback(url):
        raise MissingKey(_how_to_give_a_key(url, own))
    return Endpoint(provider, name, url, _sendable(key, key_name), key_name, own)


def is_loopback(url: str) -> bool:
    """Whether a URL stays on this machine."""
    host = _host(url)
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _named_key(
    api_key: str | None, api_key_env: str | None, environ: Mapping[str, str]
) -> tuple[str | None, str]:
    if api_key_env is None:
        return api_key or None, "api_key"
    if not environ.get(api_key_env):
        raise MissingKey(f"The environment variable {api_key_env} is not set; it should hold the key.")
    return environ[api_key_env], api_key_env


def _sendable(key: str | None, key_name: str) -> str | None:
    """The key, once a header can carry it.

    Raises:
        SettingsError: if it cannot; sent all the same, it would look like a connection that breaks off.
    """
    if key is not None and (key != key.strip() or not key.isascii() or not key.isprintable()):
        raise SettingsError(
            f"{key_name} does not hold a key: it begins or ends with white space or a line's end, "
            "or has characters that no key has."
        )
    return key


def _is_configured_home(url: str, environ: Mapping[str, str]) -> bool:
    """Whether the environment itself says that `OPENAI_API_KEY` belongs to this server."""
    configured = environ.get("OPENAI_BASE_URL")
    if configured:
        return url == configured.rstrip("/")
    return urlsplit(url).scheme == "https" and _host(url) == _host(OPENAI_URL)


def _how_to_give_a_key(url: str, own: bool) -> str:
    if own:
        return f"{_host(url)} needs a key: set the environment variable OPENAI_API_KEY."
    return (
        f"{_host(url)} needs a key: name the environment variable that holds it "
        "(api_key_env=NAME, --api-key-env NAME); OPENAI_API_KEY is not sent there unasked."
    )


def split_model(model: str) -> tuple[str, str]:
    """The provider and the name in a model string, `provider/name`; the name may hold slashes.

    Raises:
        UnknownModel: if the string is anything else.
    """
    provider, slash, name = model.partition("/")
    if not (provider and slash and name.strip()) or any(c.isspace() for c in provider):
        raise UnknownModel(
            f"{model!r} is not a model: write provider/name, for example openai/gpt-5-mini, or builtin/rules."
        )
    return provider, name


def _check_url(url: str, name: str) -> None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading the port is what checks it
    except ValueError:
        raise SettingsError(f"{name} is not a URL; write for example http://localhost:11434/v1.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"{name} must begin with http:// or https:// and name a host.")
    if parts.username is not None or parts.query or parts.fragment:
        raise SettingsError(f"{name} must not hold a name, a password, a query or a fragment; keys go apart.")


def _check_provider(provider: str) -> None:
    from instructor.v2.core.provider_specs import ALIAS_TO_PROVIDER

    if provider not in ALIAS_TO_PROVIDER:
        raise UnknownModel(
            f"No provider is called {provider!r}: use openai/NAME, with base_url for any server that speaks "
            "OpenAI's API, or builtin/rules."
        )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
