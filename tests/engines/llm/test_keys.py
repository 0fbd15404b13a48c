"""Which key goes where, and which model strings mean something."""

from __future__ import annotations

from typing import Any

import pytest

from summarizer.engines.llm import find_endpoint, resolve
from summarizer.errors import MissingKey, SettingsError, UnknownModel
from tests.engines.llm.samples import draft, reply
from tests.servers.chat import Reply, chat_server, completion

OPENAI = {"OPENAI_API_KEY": "sk-openai"}
GATEWAY = {**OPENAI, "OPENAI_BASE_URL": "https://gateway.example/v1/"}

GOES = [
    ({}, OPENAI, "https://api.openai.com/v1", "sk-openai"),
    ({"base_url": "https://api.openai.com/v1"}, OPENAI, "https://api.openai.com/v1", "sk-openai"),
    ({}, GATEWAY, "https://gateway.example/v1", "sk-openai"),
    ({"base_url": "https://gateway.example/v1"}, GATEWAY, "https://gateway.example/v1", "sk-openai"),
    ({"base_url": "http://localhost:8080/v1"}, OPENAI, "http://localhost:8080/v1", None),
    ({"base_url": "http://127.0.0.2:8080"}, OPENAI, "http://127.0.0.2:8080", None),
    ({"base_url": "http://[::1]:8080/v1"}, OPENAI, "http://[::1]:8080/v1", None),
    ({"base_url": "https://other.example", "api_key": "k"}, OPENAI, "https://other.example", "k"),
    (
        {"base_url": "https://other.example", "api_key_env": "OTHER"},
        {**OPENAI, "OTHER": "o"},
        "https://other.example",
        "o",
    ),
    ({"api_key": "mine"}, OPENAI, "https://api.openai.com/v1", "mine"),
]


@pytest.mark.parametrize(("given", "environ", "url", "key"), GOES)
def test_a_key_goes_where_it_was_configured_to_go(
    given: Any, environ: Any, url: str, key: str | None
) -> None:
    endpoint = find_endpoint("openai/m", **given, environ=environ)
    assert (endpoint.base_url, endpoint.api_key) == (url, key)


@pytest.mark.parametrize(
    ("given", "environ", "named"),
    [
        ({}, {}, "OPENAI_API_KEY"),
        ({}, {"OPENAI_BASE_URL": "https://gateway.example/v1"}, "OPENAI_API_KEY"),
        ({"base_url": "https://other.example/v1"}, OPENAI, "api_key_env"),
        ({"base_url": "https://api.openai.com/v1"}, GATEWAY, "api_key_env"),
        ({"base_url": "http://api.openai.com/v1"}, OPENAI, "api_key_env"),
        ({"base_url": "https://api.openai.com.evil.example/v1"}, OPENAI, "api_key_env"),
        ({"base_url": "https://localhost.evil.example/v1"}, OPENAI, "api_key_env"),
        ({"api_key_env": "NOT_SET"}, OPENAI, "NOT_SET"),
    ],
)
def test_a_missing_key_is_told_by_the_variable_that_should_hold_it(
    given: Any, environ: Any, named: str
) -> None:
    with pytest.raises(MissingKey, match=named) as raised:
        find_endpoint("openai/m", **given, environ=environ)
    assert raised.value.exit_code == 2


@pytest.mark.parametrize("model", ["gpt-5", "", "/", "openai/", "/m", "op enai/m", "opnai/m", "http://x/y"])
def test_a_model_string_that_means_nothing_is_told(model: str) -> None:
    with pytest.raises(UnknownModel):
        find_endpoint(model, environ=OPENAI)


def test_the_name_of_a_model_may_hold_slashes() -> None:
    assert find_endpoint("openai/org/model:7b", environ=OPENAI).model == "org/model:7b"


@pytest.mark.parametrize(
    "url",
    [
        "localhost:8080/v1",
        "ftp://x/v1",
        "https://",
        "http://[",
        "http://x:port",
        "https://user:pw@x/v1",
        "https://x/v1?key=1",
    ],
)
def test_a_base_url_that_cannot_be_one_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="base_url"):
        find_endpoint("openai/m", base_url=url, api_key="k", environ={})


@pytest.mark.parametrize(
    "parameters",
    [
        {"timeout": 0},
        {"timeout": -1},
        {"max_output_tokens": 0},
        {"mode": "xml"},
        {"citations": "footnotes"},
        {"extra": {"messages": []}},
        {"extra": {"stream": True}},
        {"temperature": float("nan")},
        {"extra": {"logit_bias": {1, 2}}},
        {"extra": {5: "five"}},
        {"budget": 5},
        {"listener": "print"},
    ],
)
def test_settings_that_make_no_sense_are_refused(parameters: Any) -> None:
    with pytest.raises(SettingsError):
        resolve("openai/m", environ=OPENAI, **parameters)


def test_an_unknown_setting_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="temprature"):
        resolve("openai/m", environ=OPENAI, temprature=0)  # type: ignore[call-arg]


def test_two_keys_are_one_too_many() -> None:
    with pytest.raises(SettingsError, match="not both"):
        find_endpoint("openai/m", api_key="a", api_key_env="B", environ={"B": "b"})


async def test_what_the_environment_means_for_openai_goes_to_no_other_server(monkeypatch: Any) -> None:
    for name, value in {
        "OPENAI_API_KEY": "sk-planted",
        "OPENAI_ADMIN_KEY": "sk-planted-admin",
        "OPENAI_ORG_ID": "org-planted",
        "OPENAI_PROJECT_ID": "proj-planted",
        "OPENAI_CUSTOM_HEADERS": "X-Secret: planted\nAuthorization: Bearer planted",
    }.items():
        monkeypatch.setenv(name, value)
    with chat_server([Reply(completion(reply()))]) as server:
        await draft(server.url)
        await draft(server.url, api_key="meant-for-it")
        first, second = server.received
    assert "planted" not in str(first.headers) + str(second.headers)
    assert "authorization" not in first.headers
    assert second.headers["authorization"] == "Bearer meant-for-it"


async def test_the_server_that_the_environment_names_gets_the_environment_s_key(monkeypatch: Any) -> None:
    with chat_server([Reply(completion(reply()))]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-env")
        from summarizer.document import Document
        from summarizer.engines.llm import LLMEngine
        from tests.engines.llm.samples import TEXT, brief

        engine = LLMEngine(resolve("openai/m"))
        await engine.draft(Document(TEXT).chunks(9_000)[0], brief())
        await engine.aclose()
        assert server.received[0].headers["authorization"] == "Bearer sk-env"


@pytest.mark.parametrize("key", ["sk-secret\n", " sk-secret", "  ", "sk-schlüssel", "sk-\x00", "sk-\tsecret"])
@pytest.mark.parametrize("named", ["OPENAI_API_KEY", "OTHER", "api_key"])
def test_what_no_header_carries_is_no_key(key: str, named: str) -> None:
    given: dict[str, Any] = {"api_key": {"api_key": key}, "OTHER": {"api_key_env": "OTHER"}}.get(named, {})
    with pytest.raises(SettingsError, match=f"^{named} does not hold a key") as raised:
        find_endpoint("openai/m", **given, environ={named: key})
    assert key.strip() not in raised.value.message or not key.strip()


def test_an_empty_key_is_none() -> None:
    with pytest.raises(MissingKey):
        find_endpoint("openai/m", base_url="https://other.example/v1", api_key="", environ=OPENAI)
    assert find_endpoint("openai/m", base_url="http://127.0.0.1:1/v1", api_key="").api_key is None


def test_a_wrong_url_is_told_by_the_name_that_gave_it() -> None:
    with pytest.raises(SettingsError, match=r"^OPENAI_BASE_URL must begin with"):
        find_endpoint("openai/m", environ={**OPENAI, "OPENAI_BASE_URL": "gateway.example/v1"})
