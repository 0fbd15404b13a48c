"""Budgets, prices, and what is told of every request."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any

import pytest

from summarizer.document import Document
from summarizer.engines.llm import find_endpoint
from summarizer.engines.llm.events import RequestEvent
from summarizer.engines.llm.keys import Endpoint
from summarizer.engines.llm.spending import Budget, Estimate, Spent, estimate, price
from summarizer.errors import BudgetExceeded, InvalidReply, SettingsError
from summarizer.schema import Usage
from tests.engines.llm.samples import TEXT, brief, draft, engine_for, reply
from tests.servers.chat import Reply, chat_server, completion

GOOD = Reply(completion(reply()))
OPENAI = Endpoint("openai", "gpt-4o-mini", "https://api.openai.com/v1", "k")


async def test_a_budget_of_requests_stops_before_the_next_one() -> None:
    budget = Budget(requests=2)
    with chat_server([GOOD]) as server:
        for _ in range(2):
            await draft(server.url, budget=budget)
        with pytest.raises(BudgetExceeded, match="2 requests"):
            await draft(server.url, budget=budget)
        assert len(server.received) == 2


async def test_retries_and_re_asks_count_and_the_error_tells_what_was_spent() -> None:
    with chat_server([Reply({}, status=500), Reply(completion("no")), GOOD]) as server:
        with pytest.raises(BudgetExceeded) as raised:
            await draft(server.url, budget=Budget(requests=2))
        assert len(server.received) == 2
    assert (raised.value.usage.attempts, raised.value.usage.input_tokens) == (2, 100)
    assert raised.value.exit_code == 1


async def test_concurrent_calls_share_a_budget_to_the_last_request() -> None:
    budget = Budget(requests=5)
    with chat_server([Reply(completion(reply()), after=0.05)]) as server:
        calls = [draft(server.url, budget=budget) for _ in range(20)]
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
        assert len(server.received) == 5
    assert sum(isinstance(each, BudgetExceeded) for each in outcomes) == 15


async def test_a_budget_of_tokens_counts_what_the_endpoint_counted() -> None:
    budget = Budget(tokens=100_000)
    with chat_server([GOOD]) as server:
        await draft(server.url, budget=budget)
    assert budget.spent == (1, 120, 0.0)
    with chat_server([GOOD]) as server:
        with pytest.raises(BudgetExceeded, match="tokens"):
            await draft(server.url, budget=Budget(tokens=500))
        assert server.received == []


async def test_what_the_endpoint_does_not_tell_counts_as_expected() -> None:
    budget = Budget(tokens=100_000)
    silent = {key: value for key, value in completion(reply()).items() if key != "usage"}
    with chat_server([Reply(silent)]) as server:
        await draft(server.url, budget=budget)
    assert budget.spent[1] > 2_500


def test_what_was_never_sent_is_given_back() -> None:
    budget = Budget(requests=1)
    spent = Spent(OPENAI, budget)
    with spent.attempt({}):
        pass
    assert budget.spent == (0, 0, 0.0)


@pytest.mark.parametrize(
    "caps", [{}, {"requests": -1}, {"usd": -0.5}, {"usd": float("nan")}, {"tokens": "many"}]
)
def test_a_budget_that_makes_no_sense_is_refused(caps: Any) -> None:
    with pytest.raises(SettingsError):
        Budget(**caps)


def test_dollars_cannot_be_capped_where_the_price_is_not_known() -> None:
    with pytest.raises(SettingsError, match="price"), Budget(usd=1).reserve(Estimate(1, 1, None)):
        pass


def test_the_list_price_covers_cached_tokens_and_is_none_where_it_is_not_known() -> None:
    pytest.importorskip("genai_prices")
    full = price(OPENAI, "gpt-4o-mini", Usage(input_tokens=1_000_000))
    cached = price(OPENAI, "gpt-4o-mini", Usage(input_tokens=1_000_000, cached_tokens=1_000_000))
    assert full is not None
    assert cached is not None
    assert 0 < cached < full
    assert price(OPENAI, "no-such-model", Usage(input_tokens=1)) is None
    local = find_endpoint("openai/gpt-4o-mini", base_url="http://localhost:1/v1", environ={})
    assert price(local, "gpt-4o-mini", Usage(input_tokens=1)) is None


def test_the_cost_of_a_call_is_the_sum_of_its_attempts_and_none_if_one_is_unknown() -> None:
    pytest.importorskip("genai_prices")
    told = type("Told", (), {"prompt_tokens": 1000, "completion_tokens": 100})()
    spent = Spent(OPENAI)
    with spent.attempt({}) as refused:
        refused.sent()
        refused.not_charged()
    with spent.attempt({}) as answered:
        answered.sent()
        answered.reported(told, "gpt-4o-mini-2024-07-18")
    assert spent.usage.cost_usd == price(OPENAI, "gpt-4o-mini", Usage(input_tokens=1000, output_tokens=100))
    with spent.attempt({}) as broken:
        broken.sent()
    assert spent.usage.cost_usd is None
    assert (spent.usage.attempts, spent.usage.unreported) == (3, 2)


def test_an_estimate_counts_the_request_and_the_cap_of_the_answer() -> None:
    body = engine_for("http://localhost:1/v1").request(Document(TEXT).chunks(9_000)[0], brief()).body
    expected = estimate(body, OPENAI)
    assert 1_500 < expected.input_tokens < 4_000
    assert estimate({**body, "max_tokens": 77}, OPENAI).output_tokens == 77


async def told(script: list[Reply], caplog: Any, **settings: Any) -> list[RequestEvent]:
    events: list[RequestEvent] = []
    caplog.set_level(logging.DEBUG, "summarizer.llm")
    with chat_server(script) as server, suppress(InvalidReply):
        await draft(server.url, listener=events.append, **settings)
    return events


async def test_a_listener_is_told_the_life_of_a_request(caplog: Any) -> None:
    script = [Reply({}, status=503), Reply(completion("no")), GOOD]
    events = await told(script, caplog)
    assert [event.kind for event in events] == ["started", "retried", "reasked", "finished"]
    assert len({event.request for event in events}) == 1
    assert events[1].why is not None
    assert "503" in events[1].why
    assert events[1].wait is not None
    assert (events[-1].usage.attempts, events[-1].model) == (3, "test-1")
    assert "ferry" not in caplog.text.lower()


async def test_a_listener_is_told_of_failures_and_hits(caplog: Any, tmp_path: Any) -> None:
    events = await told([Reply(completion("no"))], caplog)
    assert [event.kind for event in events] == ["started", "reasked", "reasked", "failed"]
    assert isinstance(events[-1].error, InvalidReply)
    heard: list[RequestEvent] = []
    with chat_server([GOOD]) as server:
        for _ in range(2):
            await draft(server.url, listener=heard.append, cache=tmp_path / "c")
    assert [event.kind for event in heard] == ["started", "finished", "started", "cached"]
    assert heard[-1].usage.input_tokens == heard[1].usage.input_tokens == 100


async def test_a_listener_that_fails_stops_nothing(caplog: Any) -> None:
    def fail(_: RequestEvent) -> None:
        raise RuntimeError("listener broke")

    with chat_server([GOOD]) as server:
        assert (await draft(server.url, listener=fail)).records
    assert "listener broke" in caplog.text
