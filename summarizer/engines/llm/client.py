"""One attempt: a request goes out through openai's client, instructor reads the reply.

openai's own retries are off, redirects are not followed, and a reply has a largest size. instructor
is given one function to call and told not to retry; what the attempt cost is kept also when it fails.
"""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import AsyncIterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ValidationError

from summarizer.engines.llm.faults import Invalid, TooLarge, Transient, fault_of_status, own_words
from summarizer.engines.llm.keys import Endpoint
from summarizer.engines.llm.settings import ModelSettings
from summarizer.engines.llm.wire import Wire
from summarizer.errors import (
    AnswerTruncated,
    ContentFiltered,
    MalformedReply,
    ProviderUnavailable,
    Refused,
)
from summarizer.schema import Usage

MAX_REPLY_BYTES = 8 * 1024 * 1024
CONNECT_SECONDS = 8.0
# What a server that the environment's OPENAI_* settings are not meant for gets to see. The last one is
# how the client tells itself that the raw response is wanted.
_PLAIN_HEADERS = frozenset(
    {"host", "accept", "accept-encoding", "connection", "user-agent", "content-type", "content-length"}
    | {"authorization", "x-stainless-raw-response"}
)

_driving: ContextVar[bool] = ContextVar("driving", default=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply that met the wire model.

    Attributes:
        reply: the wire model, filled.
        text: the reply as it came.
        model: the model that the endpoint says it used.
    """

    reply: BaseModel
    text: str
    model: str | None


class Spent:
    """What the attempts of one call have cost so far."""

    def __init__(self) -> None:
        self.usage = Usage()
        self.last_fault: str | None = None

    def request(self) -> None:
        """Count a request that is meant."""
        self.usage += Usage(requests=1)

    def attempt(self, reported: Any) -> None:
        """Count a request that was sent, with the token counts of its reply, if it told any."""
        self.usage += _usage(reported)


class ReplyTooLarge(Exception):
    """The reply is longer than any summary."""


class OpenAIDriver:
    """openai's client for one event loop, and attempts through it."""

    def __init__(self, settings: ModelSettings) -> None:
        import openai

        self._settings = settings
        self._endpoint = settings.endpoint
        self._client = openai.AsyncOpenAI(
            # The client insists on a key; the header is left out where there is none.
            api_key=self._endpoint.api_key or "none",
            base_url=self._endpoint.base_url,
            max_retries=0,
            http_client=_http_client(self._endpoint),
        )
        _quiet_instructor()

    async def aclose(self) -> None:
        await self._client.close()

    async def attempt(self, body: Mapping[str, Any], wire: Wire, seconds: float, spent: Spent) -> Answer:
        """Send one request and read its reply.

        Raises:
            Transient, TooLarge, Invalid: what the retry layer deals with.
            EndpointError: what no further attempt cures.
        """
        exchange = _Exchange(self._client, self._endpoint, seconds, spent)
        reply = await _driven(exchange, body, wire, self._settings)
        return Answer(reply, exchange.text, exchange.model)

    async def models(self) -> list[str] | None:
        """The names of the models that the endpoint lists; None if it answers but keeps no list.

        Raises:
            Transient, EndpointError: if it fails.
        """
        import openai

        try:
            page = await self._client.models.list()
            return [model.id for model in page.data]
        except (openai.NotFoundError, ValueError, TypeError, AttributeError):
            return None
        except openai.APIStatusError as error:
            raise _of_status(error, self._endpoint, "") from None
        except openai.APIConnectionError as error:
            raise _of_connection(error, self._endpoint) from None


async def _driven(
    exchange: _Exchange, body: Mapping[str, Any], wire: Wire, settings: ModelSettings
) -> BaseModel:
    import instructor
    from instructor.core import InstructorRetryException

    mode = instructor.Mode.TOOLS if settings.mode == "tools" else instructor.Mode.JSON_SCHEMA
    create: Any = instructor.patch(create=exchange.send, mode=mode)
    rest = {name: value for name, value in body.items() if name not in ("model", "messages")}
    token = _driving.set(True)
    try:
        reply: BaseModel = await create(
            response_model=wire.model,
            max_retries=0,
            strict=False,
            model=body["model"],
            messages=body["messages"],
            extra_body=rest,
        )
        return reply
    except InstructorRetryException as error:
        cause = error.__cause__
    finally:
        _driving.reset(token)
    if isinstance(cause, ValidationError | json.JSONDecodeError):
        raise Invalid(problems(cause), exchange.text)
    if isinstance(cause, Exception):
        raise cause
    raise MalformedReply("instructor gave up without saying why.")


class _Exchange:
    """The function that instructor calls: it sends, checks that the answer is one, and keeps what it cost."""

    def __init__(self, client: Any, endpoint: Endpoint, seconds: float, spent: Spent) -> None:
        self._client = client
        self._endpoint = endpoint
        self._seconds = seconds
        self._spent = spent
        self.text = ""
        self.model: str | None = None

    async def send(self, **kwargs: Any) -> Any:
        import httpx2
        import openai

        reported, sent = None, True
        try:
            raw = await self._client.chat.completions.with_raw_response.create(
                timeout=httpx2.Timeout(self._seconds, connect=min(self._seconds, CONNECT_SECONDS)), **kwargs
            )
            completion = self._completion(raw)
            reported = getattr(completion, "usage", None)
            return self._checked(completion, _sent_text(kwargs))
        except openai.APIStatusError as error:
            raise _of_status(error, self._endpoint, _sent_text(kwargs)) from None
        except openai.APIConnectionError as error:
            fault = _of_connection(error, self._endpoint)
            sent = not fault.unreached
            raise fault from None
        finally:
            if sent:
                self._spent.attempt(reported)

    def _completion(self, raw: Any) -> Any:
        """The answer as a chat completion, once its type and its JSON are what they should be."""
        kind = raw.headers.get("content-type", "")
        if "json" not in kind:
            raise self._malformed(f"sent {kind.split(';')[0] or 'no content type'} in place of JSON")
        try:
            completion = raw.parse()
            completion.choices  # noqa: B018 - JSON that is no object has none
        except (ValueError, TypeError, AttributeError):
            raise self._malformed("sent JSON that is no chat completion") from None
        return completion

    def _checked(self, completion: Any, sent: str) -> Any:
        """The completion, once it holds a whole answer.

        Raises:
            EndpointError, Fault: if it holds none.
        """
        if not completion.choices:
            raise self._malformed("sent an answer without choices")
        self.model = getattr(completion, "model", None)
        choice = completion.choices[0]
        message = getattr(choice, "message", None)
        self.text = _text(message)
        finish = getattr(choice, "finish_reason", None)
        where = f"{self._endpoint.name} at {self._endpoint.host}"
        if refusal := getattr(message, "refusal", None):
            words = own_words(refusal, self._endpoint, sent)
            raise Refused(f"{where} declined to answer: {words}", last_reply=refusal)
        if finish == "content_filter":
            raise ContentFiltered(f"The content filter of {where} stopped the answer.", last_reply=self.text)
        if finish == "length":
            raise TooLarge(
                AnswerTruncated(
                    f"{where} cut the answer to a single sentence off; raise max_output_tokens.",
                    last_reply=self.text,
                )
            )
        if not self.text.strip():
            raise self._malformed("sent an empty answer")
        _put(message, unwrapped(self.text))
        return completion

    def _malformed(self, what: str) -> Transient:
        name, host = self._endpoint.name, self._endpoint.host
        return Transient(MalformedReply(f"{name} at {host} {what}.", last_reply=self.text or None), once=True)


def _text(message: Any) -> str:
    calls = getattr(message, "tool_calls", None)
    text = calls[0].function.arguments if calls else getattr(message, "content", None)
    return text if isinstance(text, str) else ""


def _put(message: Any, text: str) -> None:
    if getattr(message, "tool_calls", None):
        message.tool_calls[0].function.arguments = text
    else:
        message.content = text


def unwrapped(text: str) -> str:
    """The JSON object in a reply, without a model's thoughts before it and a code fence around it."""
    text = text.rpartition("</think>")[2].strip() if text.lstrip().startswith("<think>") else text.strip()
    if text.startswith("```") and text.endswith("```"):
        return text[3:-3].removeprefix("json").strip()
    return text


def problems(error: ValidationError | json.JSONDecodeError) -> str:
    """What is wrong with a reply, field by field, without the values."""
    if isinstance(error, json.JSONDecodeError):
        return f"The answer is not JSON: {error.msg} at character {error.pos}."
    lines = [
        f"{'.'.join(str(part) for part in each['loc']) or 'answer'}: {each['msg']}"
        for each in error.errors(include_url=False, include_input=False, include_context=False)[:20]
    ]
    return "\n".join(lines)


def _usage(reported: Any) -> Usage:
    if reported is None or getattr(reported, "prompt_tokens", None) is None:
        return Usage(attempts=1, unreported=1)
    asked = getattr(reported, "prompt_tokens_details", None)
    told = getattr(reported, "completion_tokens_details", None)
    return Usage(
        attempts=1,
        input_tokens=reported.prompt_tokens or 0,
        cached_tokens=getattr(asked, "cached_tokens", None) or 0,
        output_tokens=reported.completion_tokens or 0,
        reasoning_tokens=getattr(told, "reasoning_tokens", None) or 0,
    )


def _sent_text(kwargs: Mapping[str, Any]) -> str:
    return "\n".join(str(message.get("content")) for message in kwargs["messages"])


def _of_status(error: Any, endpoint: Endpoint, sent: str) -> Exception:
    payload = error.body
    if isinstance(payload, Mapping) and "error" not in payload:
        payload = {"error": payload}  # openai's client hands over what is inside
    return fault_of_status(error.status_code, error.response.headers, payload, endpoint, sent)


def _of_connection(error: Exception, endpoint: Endpoint) -> Transient:
    import httpx2

    cause = error.__cause__
    where = f"{endpoint.name} at {endpoint.host}"
    if isinstance(cause, ReplyTooLarge):
        limit = MAX_REPLY_BYTES // 1024 // 1024
        return Transient(MalformedReply(f"{where} sent more than {limit} MB."), once=True)
    if isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout):
        return Transient(ProviderUnavailable(f"{where} cannot be reached"), unreached=True)
    if isinstance(cause, httpx2.TimeoutException):
        return Transient(ProviderUnavailable(f"{where} did not answer in time"))
    return Transient(ProviderUnavailable(f"the connection to {where} broke off"))


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """Loading the certificates takes longer than everything else about a client."""
    return ssl.create_default_context()


def _http_client(endpoint: Endpoint) -> Any:
    import httpx2

    async def prepare(request: Any) -> None:
        for name in list(request.headers):
            if not endpoint.own and name.lower() not in _PLAIN_HEADERS:
                del request.headers[name]
        if endpoint.api_key is None:
            request.headers.pop("authorization", None)
        elif not endpoint.own:
            request.headers["authorization"] = f"Bearer {endpoint.api_key}"

    async def limit(response: Any) -> None:
        response.stream = _Limited(response.stream)

    class _Limited(httpx2.AsyncByteStream):
        def __init__(self, inner: Any) -> None:
            self._inner = inner

        async def __aiter__(self) -> AsyncIterator[bytes]:
            size = 0
            async for part in self._inner:
                size += len(part)
                if size > MAX_REPLY_BYTES:
                    raise ReplyTooLarge
                yield part

        async def aclose(self) -> None:
            await self._inner.aclose()

    return httpx2.AsyncClient(
        verify=_certificates(),
        follow_redirects=False,
        headers={"accept-encoding": "identity"},
        event_hooks={"request": [prepare], "response": [limit]},
        limits=httpx2.Limits(max_connections=1000, max_keepalive_connections=100),
    )


def _quiet_instructor() -> None:
    """instructor logs what failed, document text included; what we drive is reported by our own errors."""
    logger = logging.getLogger("instructor.v2.retry")
    if _not_driving not in logger.filters:
        logger.addFilter(_not_driving)


def _not_driving(_: logging.LogRecord) -> bool:
    return not _driving.get()
