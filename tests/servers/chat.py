"""A chat server on a real socket that answers, or fails, as it is told, and counts what it was asked."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Received:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        return json.loads(self.raw)

    @property
    def document(self) -> str:
        """The last message: where the document is."""
        return self.body["messages"][-1]["content"]


@dataclass(frozen=True)
class Reply:
    """What to answer.

    Attributes:
        after: seconds before the first byte.
        drip: seconds between single bytes of the body; None to send it at once.
        cut: bytes of the body after which the connection is reset.
        repeat: how often the body is sent, for bodies too large to hold.
    """

    payload: Any = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    after: float = 0.0
    drip: float | None = None
    cut: int | None = None
    repeat: int = 1

    @property
    def bytes(self) -> bytes:
        text = self.payload if isinstance(self.payload, str) else json.dumps(self.payload)
        return text.encode()


Answers = Sequence[Reply] | Callable[[Received], Reply]


def completion(
    content: str | dict[str, Any] | None,
    *,
    finish: str = "stop",
    refusal: str | None = None,
    usage: dict[str, Any] | None = None,
    model: str = "test-1",
    tool: bool = False,
) -> dict[str, Any]:
    """A chat completion as OpenAI sends it."""
    text = json.dumps(content) if isinstance(content, dict) else content
    message: dict[str, Any] = {"role": "assistant", "content": text, "refusal": refusal}
    if tool:
        call = {"id": "call_1", "type": "function", "function": {"name": "Summary", "arguments": text}}
        message |= {"content": None, "tool_calls": [call]}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        "usage": usage or {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }


def streamed(
    content: str | dict[str, Any],
    *,
    piece: int = 40,
    finish: str | None = "stop",
    refusal: str | None = None,
    tool: bool = False,
) -> str:
    """A chat completion as OpenAI streams it, `piece` characters at a time."""
    text = json.dumps(content) if isinstance(content, dict) else content
    base = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "test-1"}

    def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        return {**base, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}

    chunks = [chunk({"role": "assistant", "content": None if tool else "", "refusal": refusal})]
    for start in range(0, len(text), piece):
        said = text[start : start + piece]
        function = {"name": None if start else "Summary", "arguments": said}
        chunks.append(
            chunk({"tool_calls": [{"index": 0, "function": function}]} if tool else {"content": said})
        )
    if finish:
        usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
        chunks += [chunk({}, finish), {**base, "choices": [], "usage": usage}]
    events = [f"data: {json.dumps(each)}\n\n" for each in chunks]
    return "".join([*events, "data: [DONE]\n\n"] if finish else events)


class ChatServer:
    """Answers in the order of a script, its last reply over and over, or by a function of the request."""

    def __init__(self, answers: Answers, port: int = 0) -> None:
        self.answers = answers
        self.received: list[Received] = []
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def open_connections(self) -> int:
        return len(self._connections)

    def start(self) -> None:
        self._thread.start()
        self._ready.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        self._stopped = asyncio.Event()
        self._connections: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._connected, "127.0.0.1", self.port, backlog=512)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopped.wait()
        server.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._connections.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:] if line)}
        raw = await reader.readexactly(int(headers.get("content-length", 0)))
        request = Received(head[0].split()[1], headers, raw)
        self.received.append(request)
        if callable(self.answers):
            reply = self.answers(request)
        else:
            reply = self.answers[min(len(self.received), len(self.answers)) - 1]
        with suppress(TimeoutError):
            async with asyncio.timeout(reply.after):
                await reader.read(1)  # a client that asks nothing more can only hang up
                return False
        return await self._send(reply, writer)

    async def _send(self, reply: Reply, writer: asyncio.StreamWriter) -> bool:
        body = reply.bytes
        headers = {
            "Content-Type": reply.content_type,
            "Content-Length": str(len(body) * reply.repeat),
            **reply.headers,
        }
        lines = [f"HTTP/1.1 {reply.status} Said", *(f"{k}: {v}" for k, v in headers.items()), "", ""]
        writer.write("\r\n".join(lines).encode("latin-1"))
        if reply.cut is not None:
            writer.write(body[: reply.cut])
            await writer.drain()
            writer.transport.abort()
            return False
        if reply.drip is not None:
            for byte in body:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(reply.drip)
        else:
            for _ in range(reply.repeat):
                writer.write(body)
                await writer.drain()
        return True


@contextmanager
def chat_server(answers: Answers) -> Iterator[ChatServer]:
    """A running server, stopped at the end."""
    server = ChatServer(answers)
    server.start()
    try:
        yield server
    finally:
        server.stop()
