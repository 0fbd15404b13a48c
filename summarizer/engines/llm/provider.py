"""Attempts at whatever else instructor's `from_provider` knows. Experimental.

The provider's own client sends and instructor's own handlers read, so that what is promised for
OpenAI's API holds only as far as theirs allow: faults are told by status code and by name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from summarizer.engines.llm.driving import Answer, driving, problems
from summarizer.engines.llm.faults import Invalid, TooLarge, Transient, fault_of_status
from summarizer.engines.llm.settings import ModelSettings
from summarizer.engines.llm.spending import Attempt, Spent
from summarizer.engines.llm.wire import Wire
from summarizer.errors import (
    AnswerTruncated,
    MalformedReply,
    MissingDependency,
    ProviderUnavailable,
    SettingsError,
)

_FORM = ("model", "response_format", "tools", "tool_choice")
_PASSING = ("Timeout", "Connect", "Network", "Protocol")


class ProviderDriver:
    """A provider's client for one event loop, made by instructor.

    Raises:
        MissingDependency: if the provider's package is not installed.
        SettingsError: if instructor cannot make the client, in its words: a missing key, for example.
    """

    def __init__(self, settings: ModelSettings) -> None:
        import instructor
        from instructor.core import ConfigurationError

        self._endpoint = settings.endpoint
        try:
            with driving():
                self._client: Any = instructor.from_provider(
                    self._endpoint.name, async_client=True, api_key=self._endpoint.api_key
                )
        except (ConfigurationError, ImportError, ValueError) as error:
            words = " ".join(str(error).split())
            kind = MissingDependency if "install" in words.lower() else SettingsError
            raise kind(f"{self._endpoint.name}: {words}") from None
        inner: Any = self._client.client
        if hasattr(inner, "max_retries"):
            inner.max_retries = 0

    async def aclose(self) -> None:
        close = getattr(self._client.client, "close", None)
        if close is not None and hasattr(outcome := close(), "__await__"):
            await outcome

    async def attempt(self, body: Mapping[str, Any], wire: Wire, seconds: float, spent: Spent) -> Answer:
        from instructor.core import IncompleteOutputException, InstructorRetryException

        rest = {name: value for name, value in body.items() if name not in _FORM}
        with spent.attempt(body) as attempt:
            attempt.sent()
            try:
                with driving():
                    reply, completion = await self._client.create_with_completion(
                        response_model=wire.model, max_retries=0, strict=False, **rest
                    )
            except IncompleteOutputException as error:
                attempt.reported(getattr(error.last_completion, "usage", None), None)
                cut = f"{self._endpoint.name} cut its answer off, and there is no more to split."
                raise TooLarge(AnswerTruncated(cut)) from None
            except InstructorRetryException as error:
                attempt.reported(getattr(error.last_completion, "usage", None), None)
                fault = self._fault(error.__cause__, attempt, body)
            else:
                model = getattr(completion, "model", None)
                attempt.reported(getattr(completion, "usage", None), model)
                return Answer(reply, reply.model_dump_json(), model)
        raise fault

    def _fault(self, cause: BaseException | None, attempt: Attempt, body: Mapping[str, Any]) -> Exception:
        if isinstance(cause, ValidationError | json.JSONDecodeError):
            return Invalid(problems(cause), "(not kept)")
        status = getattr(cause, "status_code", None)
        if isinstance(status, int) and status >= 300:
            attempt.not_charged()
            headers = getattr(getattr(cause, "response", None), "headers", {})
            payload = getattr(cause, "body", None)
            return fault_of_status(status, headers, payload, self._endpoint, str(body["messages"]))
        name = type(cause).__name__
        if any(part in name for part in _PASSING):
            return Transient(
                ProviderUnavailable(f"the connection to {self._endpoint.name} broke off ({name})")
            )
        return Transient(MalformedReply(f"{self._endpoint.name} failed with {name}."), once=True)
