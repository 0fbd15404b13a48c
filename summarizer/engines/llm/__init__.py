"""The engine that asks a language model, through instructor."""

from summarizer.engines.llm.cache import Cache, CacheInfo
from summarizer.engines.llm.engine import LLMEngine
from summarizer.engines.llm.events import Listener, RequestEvent
from summarizer.engines.llm.keys import Endpoint, find_endpoint
from summarizer.engines.llm.settings import ModelSettings, resolve
from summarizer.engines.llm.spending import Budget, Estimate, estimate
from summarizer.engines.llm.wire import wire_schema

__all__ = [
    "Budget",
    "Cache",
    "CacheInfo",
    "Endpoint",
    "Estimate",
    "LLMEngine",
    "Listener",
    "ModelSettings",
    "RequestEvent",
    "estimate",
    "find_endpoint",
    "resolve",
    "wire_schema",
]
