"""Structured summaries of news and reports: actors, events, claims and figures, each with evidence.

>>> from summarizer import summarize
>>> summary = summarize("Two people died when a train derailed near Toledo on Monday, police said.")
>>> [figure.text for figure in summary.figures]
['Two people']
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# What the library offers, by the room that holds it. Importing on first use (PEP 562) keeps
# `import summarizer` near the price of bare Python.
_ROOMS = {
    "document": "Document read_document",
    "errors": (
        "AnswerTruncated AuthenticationFailed BudgetExceeded ContentFiltered DocumentError EndpointError "
        "InputError InvalidReply LanguageUnsupported MalformedReply MissingDependency MissingKey "
        "PromptError ProviderUnavailable QuotaExceeded Refused RequestRejected SchemaError SettingsError "
        "SummarizerError UnknownModel UnsupportedRecord"
    ),
    "corpus": "Outcome asummarize_many summarize_many",
    "engines.llm": "Budget",
    "exchange.apart": "build_request parse_reply",
    "exchange.streaming": "astream_summary stream_summary",
    "grounding": "audit check locate",
    "pipeline": "Summarizer asummarize summarize",
    "schema": (
        "Actor Claim Computed DocumentInfo Event Evidence Figure Finding Record Refers Rejection Reread "
        "Run Summary Usage Verbatim"
    ),
    "views": "from_json to_html to_json to_markdown to_text",
    "views.jsonld": "to_jsonld",
    "views.tables": "to_frames",
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names.split()}

__all__ = sorted(_ROOM_OF)  # pyright: ignore[reportUnsupportedDunderAll]

if TYPE_CHECKING:
    from summarizer.corpus import Outcome as Outcome
    from summarizer.corpus import asummarize_many as asummarize_many
    from summarizer.corpus import summarize_many as summarize_many
    from summarizer.document import Document as Document
    from summarizer.document import read_document as read_document
    from summarizer.engines.llm import Budget as Budget
    from summarizer.errors import AnswerTruncated as AnswerTruncated
    from summarizer.errors import AuthenticationFailed as AuthenticationFailed
    from summarizer.errors import BudgetExceeded as BudgetExceeded
    from summarizer.errors import ContentFiltered as ContentFiltered
    from summarizer.errors import DocumentError as DocumentError
    from summarizer.errors import EndpointError as EndpointError
    from summarizer.errors import InputError as InputError
    from summarizer.errors import InvalidReply as InvalidReply
    from summarizer.errors import LanguageUnsupported as LanguageUnsupported
    from summarizer.errors import MalformedReply as MalformedReply
    from summarizer.errors import MissingDependency as MissingDependency
    from summarizer.errors import MissingKey as MissingKey
    from summarizer.errors import PromptError as PromptError
    from summarizer.errors import ProviderUnavailable as ProviderUnavailable
    from summarizer.errors import QuotaExceeded as QuotaExceeded
    from summarizer.errors import Refused as Refused
    from summarizer.errors import RequestRejected as RequestRejected
    from summarizer.errors import SchemaError as SchemaError
    from summarizer.errors import SettingsError as SettingsError
    from summarizer.errors import SummarizerError as SummarizerError
    from summarizer.errors import UnknownModel as UnknownModel
    from summarizer.errors import UnsupportedRecord as UnsupportedRecord
    from summarizer.exchange.apart import build_request as build_request
    from summarizer.exchange.apart import parse_reply as parse_reply
    from summarizer.exchange.streaming import astream_summary as astream_summary
    from summarizer.exchange.streaming import stream_summary as stream_summary
    from summarizer.grounding import audit as audit
    from summarizer.grounding import check as check
    from summarizer.grounding import locate as locate
    from summarizer.pipeline import Summarizer as Summarizer
    from summarizer.pipeline import asummarize as asummarize
    from summarizer.pipeline import summarize as summarize
    from summarizer.schema import Actor as Actor
    from summarizer.schema import Claim as Claim
    from summarizer.schema import Computed as Computed
    from summarizer.schema import DocumentInfo as DocumentInfo
    from summarizer.schema import Event as Event
    from summarizer.schema import Evidence as Evidence
    from summarizer.schema import Figure as Figure
    from summarizer.schema import Finding as Finding
    from summarizer.schema import Record as Record
    from summarizer.schema import Refers as Refers
    from summarizer.schema import Rejection as Rejection
    from summarizer.schema import Reread as Reread
    from summarizer.schema import Run as Run
    from summarizer.schema import Summary as Summary
    from summarizer.schema import Usage as Usage
    from summarizer.schema import Verbatim as Verbatim
    from summarizer.views import from_json as from_json
    from summarizer.views import to_html as to_html
    from summarizer.views import to_json as to_json
    from summarizer.views import to_markdown as to_markdown
    from summarizer.views import to_text as to_text
    from summarizer.views.jsonld import to_jsonld as to_jsonld
    from summarizer.views.tables import to_frames as to_frames


def __getattr__(name: str) -> Any:
    room = _ROOM_OF.get(name)
    if room is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{room}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_ROOM_OF])
