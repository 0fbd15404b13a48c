"""Attempts at OpenAI and at every server that speaks its chat completions.

A request goes out through openai's client, whose own retries are off; instructor is given one function
to call, told not to retry, and reads the reply. What the attempt cost is kept also when it fails.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from summarizer.engines.llm.driving import CONNECT_SECONDS, Answer, driving, problems
from summarizer.engines.llm.faults import Invalid, TooLarge, Transient, fault_of_status, own_words
from summarizer.engines.llm.growing import Progress, current_progress
from summarizer.engines.llm.keys import Endpoint
from summarizer.engines.llm.pieces import Pieces
from summarizer.engines.llm.settings import ModelSettings
from summarizer.engines.llm.spending import Attempt, Spent
from summarizer.engines.llm.transport import MAX_REPLY_BYTES, ReplyTooLarge, http_client, when_sent
from summarizer.engines.llm.wire import Wire
from summarizer.errors import (
    AnswerTruncated,
    ContentFiltered,
    MalformedReply,
    ProviderUnavailable,
    Refused,
)


class OpenAIDriver:
    """openai's client for one event loop."""

    def __init__(self, settings: ModelSettings) -> None:
        import openai

        self._settings = settings
        self._reached = False
        self._client = openai.AsyncOpenAI(
            # The client insists on a key; where there is none, no header is sent.
            api_key=settings.endpoint.api_key or "none",
            base_url=settings.endpoint.base_url,
            max_retries=0,
            http_client=http_client(settings.endpoint),
        )

    async def aclose(self) -> None:
        await self._client.close()

    async def attempt(self, body: Mapping[str, Any], wire: Wire, seconds: float, spent: Spent) -> Answer:
        with spent.attempt(body) as attempt:
            exchange = _Exchange(self._client, self._settings.endpoint, seconds, attempt)
            try:
                reply = await self._driven(exchange, body, wire)
            except Transient as fault:
                # A server that answered before is down, not misnamed.
                self._reached |= not fault.unreached
                fault.unreached &= not self._reached
                raise
        self._reached = True
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
            raise _of_status(error, self._settings.endpoint, "") from None
        except openai.APIConnectionError as error:
            raise _of_connection(error, self._settings.endpoint) from None

    async def _driven(self, exchange: _Exchange, body: Mapping[str, Any], wire: Wire) -> BaseModel:
        from instructor.core import ResponseParsingError

        completion = await exchange.send(body)
        try:
            with driving():
                return self._read(completion, wire)
        except (ValidationError, json.JSONDecodeError) as error:
            told = problems(error)
        except ResponseParsingError:
            told = "answer: it is no call of the tool."
        raise Invalid(told, exchange.text)

    def _read(self, completion: Any, wire: Wire) -> BaseModel:
        """The reply as the wire model, by instructor's handler of the mode.

        Its `create` ends in the same handler, but prepares for every request what `wire` has prepared once.
        """
        from instructor.v2 import Mode, Provider, mode_registry

        mode = Mode.TOOLS if self._settings.mode == "tools" else Mode.JSON_SCHEMA
        reply: BaseModel = mode_registry.get_handlers(Provider.OPENAI, mode).response_parser(
            response=completion,
            response_model=wire.model,
            validation_context=None,
            strict=False,
            stream=False,
            is_async=True,
        )
        return reply


class _Exchange:
    """One request and its answer: sends, and lets through only a whole answer."""

    def __init__(self, client: Any, endpoint: Endpoint, seconds: float, attempt: Attempt) -> None:
        self._client = client
        self._endpoint = endpoint
        self._seconds = seconds
        self._attempt = attempt
        self.text = ""
        self.model: str | None = None

    async def send(self, body: Mapping[str, Any]) -> Any:
        import httpx2
        import openai
        from openai.types.chat import ChatCompletion, ChatCompletionChunk

        timeout = httpx2.Timeout(self._seconds, connect=min(self._seconds, CONNECT_SECONDS))
        progress = current_progress()
        streams = {"stream": True, "stream_options": {"include_usage": True}} if progress is not None else {}
        try:
            with when_sent(self._attempt.sent):
                # What `chat.completions.create` does but for walking through the body, which is made already.
                raw = await self._client.post(
                    "/chat/completions",
                    body={**body, **streams},
                    options={"timeout": timeout, "headers": {"X-Stainless-Raw-Response": "true"}},
                    cast_to=ChatCompletion,
                    stream=progress is not None,
                    stream_cls=openai.AsyncStream[ChatCompletionChunk],
                )
            if progress is not None:
                completion = await self._streamed(raw, progress)
            else:
                completion = self._completion(raw)
        except openai.APIStatusError as error:
            self._attempt.not_charged()
            raise _of_status(error, self._endpoint, _text_sent(body)) from None
        except openai.APIConnectionError as error:
            raise _of_connection(error, self._endpoint) from None
        return self._checked(completion, body)

    async def _streamed(self, raw: Any, progress: Progress) -> Any:
        """The answer as a chat completion, put together from a stream of pieces."""
        import httpx2
        import openai

        self._check_type(raw, "event-stream")
        pieces = Pieces()
        try:
            async with raw.parse() as stream:
                async for chunk in stream:
                    if pieces.add(chunk):
                        progress(unwrapped(pieces.text))
        except (httpx2.HTTPError, ReplyTooLarge, openai.APIError) as error:
            raise _broken_off(error, self._endpoint) from None
        except (ValueError, TypeError, AttributeError):
            raise self._malformed("sent a stream that is no chat completion") from None
        self.model = pieces.model
        self._attempt.reported(pieces.usage, self.model)
        if pieces.finish is None:
            raise self._malformed("ended its stream before its answer")
        return pieces.completion()

    def _check_type(self, raw: Any, wanted: str) -> None:
        kind = raw.headers.get("content-type", "")
        if wanted not in kind:
            told = kind.split(";")[0] or "no content type"
            raise self._malformed(f"sent {told} in place of {'a stream' if wanted != 'json' else 'JSON'}")

    def _completion(self, raw: Any) -> Any:
        """The answer as a chat completion, once its type and its JSON are what they should be."""
        self._check_type(raw, "json")
        try:
            completion = raw.parse()
            choices = completion.choices
            self.model = completion.model if isinstance(completion.model, str) else None
        except (ValueError, TypeError, AttributeError):
            raise self._malformed("sent JSON that is no chat completion") from None
        self._attempt.reported(getattr(completion, "usage", None), self.model)
        if not choices:
            raise self._malformed("sent an answer without choices")
        return completion

    def _checked(self, completion: Any, body: Mapping[str, Any]) -> Any:
        """The completion, once it holds a whole answer."""
        choice = completion.choices[0]
        message = getattr(choice, "message", None)
        self.text = _text(message)
        finish = getattr(choice, "finish_reason", None)
        where = f"{self._endpoint.name} at {self._endpoint.host}"
        if refusal := getattr(message, "refusal", None):
            words = own_words(refusal, self._endpoint, _text_sent(body))
            raise Refused(f"{where} declined to answer: {words}", last_reply=refusal)
        if finish == "content_filter":
            raise ContentFiltered(f"The content filter of {where} stopped the answer.", last_reply=self.text)
        if finish == "length":
            cut = f"{where} cut its answer off, and there is no more to split; raise max_output_tokens."
            raise TooLarge(AnswerTruncated(cut, last_reply=self.text))
        if not self.text.strip():
            raise self._malformed("sent an empty answer")
        _put(message, unwrapped(self.text))
        return completion

    def _malformed(self, what: str) -> Transient:
        message = f"{self._endpoint.name} at {self._endpoint.host} {what}."
        return Transient(MalformedReply(message, last_reply=self.text or None), once=True)


def unwrapped(text: str) -> str:
    """The JSON object in a reply, without a model's thoughts before it and a code fence around it."""
    text = text.rpartition("</think>")[2].strip() if text.lstrip().startswith("<think>") else text.strip()
    if text.startswith("```") and text.endswith("```"):
        return text[3:-3].removeprefix("json").strip()
    return text


def _text(message: Any) -> str:
    calls = getattr(message, "tool_calls", None)
    text = calls[0].function.arguments if calls else getattr(message, "content", None)
    return text if isinstance(text, str) else ""


def _put(message: Any, text: str) -> None:
    if message.tool_calls:
        message.tool_calls[0].function.arguments = text
    else:
        message.content = text


def _text_sent(body: Mapping[str, Any]) -> str:
    return "\n".join(str(message.get("content")) for message in body["messages"])


def _of_status(error: Any, endpoint: Endpoint, sent: str) -> Exception:
    payload = error.body
    if isinstance(payload, Mapping) and "error" not in payload:
        payload = {"error": payload}  # openai's client hands over what is inside
    return fault_of_status(error.status_code, error.response.headers, payload, endpoint, sent)


def _of_connection(error: Exception, endpoint: Endpoint) -> Transient:
    return _broken_off(error.__cause__, endpoint)


def _broken_off(cause: BaseException | None, endpoint: Endpoint) -> Transient:
    import httpx2

    where = f"{endpoint.name} at {endpoint.host}"
    if isinstance(cause, ReplyTooLarge):
        limit = MAX_REPLY_BYTES // 1024 // 1024
        return Transient(MalformedReply(f"{where} sent more than {limit} MB."), once=True)
    if isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout):
        return Transient(ProviderUnavailable(f"{where} cannot be reached"), unreached=True)
    if isinstance(cause, httpx2.TimeoutException):
        return Transient(ProviderUnavailable(f"{where} did not answer in time"))
    return Transient(ProviderUnavailable(f"the connection to {where} broke off"))
