"""The engine that asks a language model, through instructor."""

from summarizer.engines.llm.engine import LLMEngine
from summarizer.engines.llm.keys import Endpoint, find_endpoint
from summarizer.engines.llm.settings import ModelSettings, resolve
from summarizer.engines.llm.wire import wire_schema

__all__ = ["Endpoint", "LLMEngine", "ModelSettings", "find_endpoint", "resolve", "wire_schema"]
