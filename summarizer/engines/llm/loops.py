"""A client for each running event loop: a client belongs to one loop, an engine to as many as there are."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator
from weakref import WeakKeyDictionary

from summarizer.engines.llm.client import OpenAIDriver
from summarizer.engines.llm.driving import Driver
from summarizer.engines.llm.provider import ProviderDriver
from summarizer.engines.llm.settings import ModelSettings


class Drivers:
    """Makes a driver for the loop that asks for one, and closes it with that loop at the latest."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._held: WeakKeyDictionary[asyncio.AbstractEventLoop, _Held] = WeakKeyDictionary()

    async def get(self) -> Driver:
        """The running loop's driver."""
        loop = asyncio.get_running_loop()
        with self._lock:
            held = self._held.get(loop)
            if held is not None:
                return held.driver
            held = self._held[loop] = _Held(self._made())
        await anext(held.until_closed)
        return held.driver

    async def aclose(self) -> None:
        """Close the running loop's driver."""
        with self._lock:
            held = self._held.pop(asyncio.get_running_loop(), None)
        if held is not None:
            await held.until_closed.aclose()

    def _made(self) -> Driver:
        if self._settings.endpoint.provider == "openai":
            return OpenAIDriver(self._settings)
        return ProviderDriver(self._settings)


class _Held:
    """A driver, and what closes it: a loop that ends closes its asynchronous generators."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.until_closed = self._until_closed()

    async def _until_closed(self) -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            await self.driver.aclose()
