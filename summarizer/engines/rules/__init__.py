"""The embedded engine: rules for English news, on this machine, with no key and no download."""

from summarizer.engines.rules.engine import RulesEngine

__all__ = ["RulesEngine"]
