"""Whether an endpoint answers, asked without sending any text."""

from __future__ import annotations

import asyncio

from summarizer.engines.llm.client import OpenAIDriver
from summarizer.engines.llm.faults import Fault
from summarizer.engines.llm.settings import ModelSettings
from summarizer.errors import ProviderUnavailable

PROBE_SECONDS = 8.0


def probe(settings: ModelSettings) -> list[str] | None:
    """The names of the models that the endpoint lists; None if it answers but keeps no list.

    Raises:
        EndpointError: if it cannot be reached, does not accept the key, or fails.
    """
    return asyncio.run(_probe(settings))


async def _probe(settings: ModelSettings) -> list[str] | None:
    driver = OpenAIDriver(settings)
    try:
        async with asyncio.timeout(min(PROBE_SECONDS, settings.timeout)):
            return await driver.models()
    except TimeoutError:
        where = f"{settings.endpoint.name} at {settings.endpoint.host}"
        raise ProviderUnavailable(f"{where} did not answer within {PROBE_SECONDS:.0f} s.") from None
    except Fault as fault:
        raise fault.error from None
    finally:
        await driver.aclose()
