"""A chat endpoint that answers every request with the same reply after a fixed time, for as little
processor time as Python can: what is measured is the client's.

    python -m benchmarks.endpoint REPLY.json SECONDS [SLOW_SECONDS]

With SLOW_SECONDS every tenth request takes that long. Prints its port, and stops with its standard input.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


class Endpoint(asyncio.Protocol):
    asked = 0

    def __init__(self, answer: bytes, seconds: float, slow: float) -> None:
        self._answer = answer
        self._seconds = seconds
        self._slow = slow
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        head, end, body = self._data.partition(b"\r\n\r\n")
        if not end:
            return
        length = _LENGTH.search(head)
        if len(body) < int(length[1] if length else 0):
            return
        self._data = b""
        Endpoint.asked += 1
        seconds = self._slow if self._slow and Endpoint.asked % 10 == 1 else self._seconds
        asyncio.get_running_loop().call_later(seconds, self._transport.write, self._answer)  # type: ignore[attr-defined]


def answer(content: str) -> bytes:
    """A chat completion with this content, as bytes of HTTP."""
    completion = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "test-1",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content, "refusal": None},
                "finish_reason": "stop",
                "logprobs": None,
            }
        ],
        "usage": {"prompt_tokens": 2600, "completion_tokens": 2200, "total_tokens": 4800},
    }
    body = json.dumps(completion).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def serve(content: str, seconds: float, slow: float) -> None:
    loop = asyncio.get_running_loop()
    reply = answer(content)
    server = await loop.create_server(lambda: Endpoint(reply, seconds, slow), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    path, *times = sys.argv[1:]
    seconds, slow = (float(times[0]), float(times[1]) if times[1:] else 0.0)
    asyncio.run(serve(Path(path).read_text(), seconds, slow))
