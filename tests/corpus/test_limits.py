"""Places in the pool that follow the endpoint, and rates a minute."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.corpus.limits import Bucket, Limits
from summarizer.engines.llm import RequestEvent
from summarizer.errors import SettingsError
from summarizer.schema import Usage

DONE = Usage(requests=1, attempts=1, input_tokens=900, output_tokens=100)


def retried() -> RequestEvent:
    return RequestEvent("retried", 1, "openai/test", "host", 0.1, Usage(), why="HTTP 429", wait=1.0)


async def begin(limits: Limits) -> Any:
    await limits.place()
    return await limits.pace("Some text.")


@given(
    rate=st.floats(min_value=1, max_value=100_000),
    steps=st.lists(st.tuples(st.floats(min_value=0, max_value=30), st.floats(min_value=0, max_value=500))),
)
def test_whoever_waits_as_told_never_passes_the_rate(rate: float, steps: list[tuple[float, float]]) -> None:
    now, taken = 0.0, 0.0
    bucket = Bucket(rate, clock=lambda: now)
    for pause, amount in steps:
        now += pause
        taken += amount
        now += bucket.take(amount)
        saved = max(1.0, rate / 60 * 2)
        assert taken <= saved + now * rate / 60 + 1e-6 * (1 + taken)


def test_what_is_given_back_can_be_taken_again() -> None:
    bucket = Bucket(60, clock=lambda: 0.0)
    assert bucket.take(2) == 0
    assert bucket.take(3) == pytest.approx(3)
    bucket.take(-3)
    assert bucket.take(1) == pytest.approx(1)


async def test_no_more_places_than_asked_for() -> None:
    limits = Limits(2)
    await limits.place()
    await limits.place()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await limits.place()
    limits.leave()
    await limits.place()


async def test_one_wave_of_retries_halves_the_places_once() -> None:
    limits = Limits(16)

    async def throttled() -> None:
        await begin(limits)
        await asyncio.sleep(0)
        limits.hear(retried())
        limits.hear(retried())

    await asyncio.gather(*(throttled() for _ in range(16)))
    assert limits.places == 8
    for _ in range(16):
        limits.leave()
    await asyncio.create_task(throttled())
    assert limits.places == 4


async def test_places_come_back_one_a_pool_and_never_pass_what_was_asked_for() -> None:
    limits = Limits(8)
    await asyncio.create_task(_throttle(limits))
    assert limits.places == 4
    for _ in range(5):
        limits.leave(await begin(limits), DONE)
    assert limits.places == pytest.approx(5, abs=0.2)
    for _ in range(100):
        limits.leave(await begin(limits), DONE)
    assert limits.places == 8


async def _throttle(limits: Limits) -> None:
    admission = await begin(limits)
    limits.hear(retried())
    limits.leave(admission, Usage(requests=1, attempts=2))


async def test_at_least_one_place_stays() -> None:
    limits = Limits(2)
    for _ in range(5):
        await asyncio.create_task(_throttle(limits))
    assert limits.places == 1


async def test_what_a_document_is_expected_to_use_is_learnt() -> None:
    limits = Limits(4, tpm=60_000)
    first = await begin(limits)
    assert first.tokens > 3_000
    limits.leave(first, DONE)
    assert (await begin(limits)).tokens == 1_000


@pytest.mark.parametrize("wrong", [{"rpm": 0}, {"tpm": -5}])
def test_senseless_rates(wrong: dict[str, float]) -> None:
    with pytest.raises(SettingsError, match="must be above 0"):
        Limits(1, **wrong)
