"""Providers beside OpenAI's API: what instructor's own clients do with our requests. Experimental."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from summarizer.document import Document
from summarizer.engines import Draft
from summarizer.engines.llm import LLMEngine, resolve
from summarizer.errors import AuthenticationFailed, InvalidReply, MissingDependency, SettingsError
from tests.engines.llm.samples import TEXT, brief, reply
from tests.servers.chat import ChatServer, Reply, chat_server, completion

GOOD = Reply(completion(reply(), tool=True))


async def draft(server: ChatServer, monkeypatch: Any) -> Draft:
    monkeypatch.setenv("DATABRICKS_HOST", server.url)
    monkeypatch.setenv("DATABRICKS_TOKEN", "dapi-test")
    engine = LLMEngine(resolve("databricks/test", timeout=5))
    try:
        return await engine.draft(Document(TEXT).chunks(9_000)[0], brief())
    finally:
        await engine.aclose()


async def test_another_provider_drafts_through_instructor_s_own_client(monkeypatch: Any) -> None:
    with chat_server([GOOD]) as server:
        drafted = await draft(server, monkeypatch)
        (request,) = server.received
    assert [each.section for each in drafted.records] == ["actors", "events", "claims", "figures"]
    assert (drafted.usage.attempts, drafted.usage.input_tokens) == (1, 100)
    assert request.headers["authorization"] == "Bearer dapi-test"
    assert TEXT.splitlines()[0] in request.document


async def test_only_our_own_layer_tries_again(monkeypatch: Any) -> None:
    with chat_server([Reply({}, status=500), Reply({}, status=503), GOOD]) as server:
        drafted = await draft(server, monkeypatch)
        assert len(server.received) == drafted.usage.attempts == 3
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_its_faults_become_our_errors(monkeypatch: Any) -> None:
    with chat_server([Reply({}, status=401)]) as server:
        with pytest.raises(AuthenticationFailed):
            await draft(server, monkeypatch)
        assert len(server.received) == 1
    with chat_server([Reply(completion({}, tool=True))]) as server:
        with pytest.raises(InvalidReply):
            await draft(server, monkeypatch)
        assert len(server.received) == 3


async def test_a_provider_that_is_not_set_up_says_what_is_missing(monkeypatch: Any) -> None:
    chunk = Document(TEXT).chunks(9_000)[0]
    monkeypatch.delenv("DATABRICKS_TOKEN", raising=False)
    with pytest.raises(SettingsError, match="DATABRICKS_TOKEN"):
        await LLMEngine(resolve("databricks/test")).draft(chunk, brief())
    with pytest.raises(MissingDependency, match="cohere"):
        await LLMEngine(resolve("cohere/test", api_key="k")).draft(chunk, brief())
