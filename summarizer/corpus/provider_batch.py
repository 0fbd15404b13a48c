"""OpenAI's Batch API: half the price, an answer within a day.

The pipeline runs over the corpus with answers that were fetched earlier. A request that has none is
put down to be asked, and its document waits. So whatever the pipeline asks (parts of a long document,
re-asks after an answer that did not fit, headline and gist over parts) goes by batches too, in
rounds: submit, collect, and again until nothing waits.

https://platform.openai.com/docs/api-reference/batch
"""

from __future__ import annotations

import copy
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Self, cast

from summarizer.corpus.limits import Limits
from summarizer.corpus.many import IN_FLIGHT, from_loop
from summarizer.corpus.outcomes import Outcomes, Source, Waiting
from summarizer.corpus.progress import counted
from summarizer.corpus.requests import Requests, Said
from summarizer.engines.llm import LLMEngine
from summarizer.engines.llm.client import OpenAIDriver
from summarizer.engines.llm.driving import Answer, Driver
from summarizer.engines.llm.keys import Endpoint
from summarizer.engines.llm.settings import ModelSettings
from summarizer.engines.llm.spending import Spent
from summarizer.engines.llm.wire import Wire
from summarizer.errors import AuthenticationFailed, EndpointError, ProviderUnavailable, SettingsError
from summarizer.pipeline import Summarizer

MAX_REQUESTS = 50_000
MAX_BYTES = 190_000_000
"""A little below the 200 MB that a file may have."""

_URL = "/v1/chat/completions"
_PRICE = 0.5
_TAG = "summarizer_requests"
_ENDED = frozenset({"completed", "failed", "expired", "cancelled"})


def summarize_from(
    requests: Requests, settings: Mapping[str, Any]
) -> Callable[[Iterable[Source]], Outcomes[Any]]:
    """What summarizes documents with the answers that are there; others end as `Waiting`.

    Raises:
        SettingsError: if the model is not one that is reached as OpenAI is.
    """
    summarizer = Summarizer(**settings)
    engine = _engine(summarizer)
    summarizer.engine = engine.through(_Answering(engine.settings, requests))
    return lambda documents: Outcomes(from_loop(summarizer, documents, Limits(IN_FLIGHT), ordered=False))


def _engine(summarizer: Summarizer[Any]) -> LLMEngine:
    engine = summarizer.engine
    if not isinstance(engine, LLMEngine) or engine.settings.endpoint.provider != "openai":
        raise SettingsError(f"The Batch API takes models of openai/, not {summarizer.model}.")
    return engine


class _Answering(OpenAIDriver):
    """Gives the answers that are there to the same reading as those that come over the wire."""

    def __init__(self, settings: ModelSettings, requests: Requests) -> None:
        self._settings = settings
        self._requests = requests

    async def get(self) -> Driver:
        return self

    async def aclose(self) -> None:
        """There is no connection to close."""

    async def attempt(self, body: Mapping[str, Any], wire: Wire, seconds: float, spent: Spent) -> Answer:
        said = self._requests.answer(request_id(body))
        if said is None:
            self._requests.want(request_id(body), json.dumps(body))
            raise Waiting("The document waits for the provider's batch.")
        own = Spent(self._settings.endpoint)
        one = copy.copy(self)
        one._client = cast(Any, _Said(said))
        try:
            return await super(_Answering, one).attempt(body, wire, seconds, own)
        finally:
            cost = own.usage.cost_usd
            own.usage = own.usage.model_copy(update={"cost_usd": None if cost is None else cost * _PRICE})
            spent.add(own)


class _Said:
    """Stands where openai's client stands, and returns one answer."""

    def __init__(self, said: Said) -> None:
        self._said = said

    async def post(self, *_: Any, **__: Any) -> Any:
        import httpx2
        import openai

        if self._said.status != 200:
            response = httpx2.Response(
                self._said.status, request=httpx2.Request("POST", _URL), json=self._said.body
            )
            raise openai.APIStatusError("", response=response, body=self._said.body)
        return self

    @property
    def headers(self) -> Mapping[str, str]:
        return {"content-type": "application/json"}

    def parse(self) -> Any:
        from openai.types.chat import ChatCompletion

        return ChatCompletion.construct(**self._said.body)


def request_id(body: Mapping[str, Any]) -> str:
    """What a request and its answer are known by: a digest of its body."""
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


class Provider:
    """The batches of one journal at their provider.

    Args:
        settings: keyword arguments of `Summarizer`.

    Raises:
        SettingsError: if the model is not one that is reached as OpenAI is.
    """

    def __init__(self, requests: Requests, settings: Mapping[str, Any]) -> None:
        self._requests = requests
        self._endpoint = _engine(Summarizer(**settings)).settings.endpoint
        self._client = _client(self._endpoint)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._client.close()

    def submit(self, *, max_requests: int = MAX_REQUESTS, max_bytes: int = MAX_BYTES) -> Iterator[str]:
        """Send what is wanted in files within the limits; tells of every batch.

        A run that was killed between sending and noting it down finds its batch again by its tag.
        """
        self._adopt()
        for ids, lines in _files(self._requests.wanted(), max_requests, max_bytes):
            tag = hashlib.sha256("".join(ids).encode()).hexdigest()[:32]
            self._requests.begin(tag, ids)
            batch = self._asked(partial(self._send, tag, lines))
            self._requests.submitted(tag, batch.id)
            yield f"batch {batch.id}: {counted(len(ids), 'request')}"

    def status(self) -> Iterator[str]:
        """How far every batch is that has not been collected."""
        for batch_id in self._requests.open_batches():
            batch = self._asked(partial(self._client.batches.retrieve, batch_id))
            counts = batch.request_counts
            told = (
                f", {counts.completed:,} of {counts.total:,} done, {counts.failed:,} failed" if counts else ""
            )
            yield f"batch {batch.id}: {batch.status}{told}"

    def collect(self) -> Iterator[str]:
        """Fetch the answers of the batches that have ended. What was not answered is wanted again."""
        for batch_id in self._requests.open_batches():
            batch = self._asked(partial(self._client.batches.retrieve, batch_id))
            if batch.status not in _ENDED:
                yield f"batch {batch.id}: {batch.status}"
                continue
            for file_id in filter(None, (batch.output_file_id, batch.error_file_id)):
                self._asked(partial(self._fetch, file_id))
            answered, left = self._requests.ended(batch_id)
            reasons = "; ".join(
                filter(None, (each.message for each in (batch.errors and batch.errors.data) or ()))
            )
            beside = f", {left:,} to be asked again" if left else ""
            because = f" ({reasons})" if reasons else ""
            yield f"batch {batch.id}: {batch.status}, {counted(answered, 'answer')}{beside}{because}"

    def _adopt(self) -> None:
        if not (tags := self._requests.begun()):
            return
        for batch in self._asked(self._client.batches.list):
            tag = (batch.metadata or {}).get(_TAG)
            if tag in tags:
                self._requests.submitted(tag, batch.id)
        self._requests.forget_begun()

    def _send(self, tag: str, lines: Path) -> Any:
        with lines.open("rb") as stream:
            file = self._client.files.create(file=stream, purpose="batch")
        return self._client.batches.create(
            input_file_id=file.id, endpoint=_URL, completion_window="24h", metadata={_TAG: tag}
        )

    def _fetch(self, file_id: str) -> None:
        with self._client.files.with_streaming_response.content(file_id) as response:
            for line in response.iter_lines():
                if line.strip():
                    self._requests.put(*_parsed(line))

    def _asked(self, ask: Callable[[], Any]) -> Any:
        """What the provider answers, its failures as this library's.

        Raises:
            EndpointError: if it fails, or refuses.
        """
        import openai

        host = self._endpoint.host
        try:
            return ask()
        except openai.AuthenticationError:
            raise AuthenticationFailed(
                f"{host} did not accept the key in {self._endpoint.key_name}."
            ) from None
        except openai.APIConnectionError:
            raise ProviderUnavailable(f"{host} cannot be reached.") from None
        except openai.APIStatusError as error:
            raise EndpointError(f"{host} answered HTTP {error.status_code} to a batch's request.") from None


def _client(endpoint: Endpoint) -> Any:
    import openai

    # What the environment says of an organization is for OpenAI's own server.
    foreign: Any = (
        {} if endpoint.own else dict.fromkeys(("OpenAI-Organization", "OpenAI-Project"), openai.omit)
    )
    return openai.OpenAI(
        base_url=endpoint.base_url, api_key=endpoint.api_key or "none", default_headers=foreign, max_retries=5
    )


def _files(
    wanted: Iterable[tuple[str, str]], max_requests: int, max_bytes: int
) -> Iterator[tuple[list[str], Path]]:
    """The requests as files of lines, each within the limits; a file is there until the next is asked for."""
    ids: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "requests.jsonl"
        stream = path.open("wb")
        for request, body in wanted:
            line = (
                f'{{"custom_id": "{request}", "method": "POST", "url": "{_URL}", "body": {body}}}\n'.encode()
            )
            if ids and (len(ids) == max_requests or stream.tell() + len(line) > max_bytes):
                stream.close()
                yield ids, path
                ids, stream = [], path.open("wb")
            ids.append(request)
            stream.write(line)
        stream.close()
        if ids:
            yield ids, path


def _parsed(line: str) -> tuple[str, Said | None]:
    """The request's id and the answer to it; None for one that another try may bring."""
    data = json.loads(line)
    response = data.get("response") or {}
    status = response.get("status_code", 0)
    if status == 429 or status >= 500 or not response:
        return data["custom_id"], None
    return data["custom_id"], Said(status, response["body"])
