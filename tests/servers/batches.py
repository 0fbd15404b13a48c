"""A server that speaks the documented protocol of OpenAI's Batch API: files, batches, and what they hold."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[str, dict[str, Any]], tuple[int, Any] | None]
"""From a request's custom id and body to the status and body of its answer; None for a lost one."""


class BatchServer:
    """Holds files and batches; a batch is done when the test says so."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.keys: set[str] = set()
        self.refuse_batches = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def lines(self, batch_id: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.files[self.batches[batch_id]["input_file_id"]].splitlines()]

    def finish(self, batch_id: str, answer: Answer, status: str = "completed") -> None:
        """Answer every request of a batch, the good ones in the output file, the others in the error file."""
        good, bad = [], []
        for line in self.lines(batch_id):
            answered = answer(line["custom_id"], line["body"])
            if answered is None:
                error = {"code": "batch_expired", "message": "This request could not be executed in time."}
                bad.append({"custom_id": line["custom_id"], "response": None, "error": error})
                continue
            response = {"status_code": answered[0], "request_id": "r", "body": answered[1]}
            row = {"id": "x", "custom_id": line["custom_id"], "response": response, "error": None}
            (good if answered[0] == 200 else bad).append(row)
        counts = {"total": len(good) + len(bad), "completed": len(good), "failed": len(bad)}
        self.batches[batch_id] |= {"status": status, "request_counts": counts}
        for name, rows in (("output_file_id", good), ("error_file_id", bad)):
            if rows:
                self.batches[batch_id][name] = self._store(
                    "".join(json.dumps(row) + "\n" for row in rows).encode()
                )

    def fail(self, batch_id: str, message: str) -> None:
        errors = {"object": "list", "data": [{"code": "token_limit_exceeded", "message": message}]}
        self.batches[batch_id] |= {"status": "failed", "errors": errors}

    def _store(self, data: bytes) -> str:
        name = f"file-{len(self.files)}"
        self.files[name] = data
        return name

    def _begin(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert asked["endpoint"] == "/v1/chat/completions"
        assert asked["completion_window"] == "24h"
        name = f"batch_{len(self.batches)}"
        self.batches[name] = {
            "id": name,
            "object": "batch",
            "created_at": 1,
            "status": "in_progress",
            **asked,
        }
        return self.batches[name]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

            def _send(self, data: Any, status: int = 200) -> None:
                raw = data if isinstance(data, bytes) else json.dumps(data).encode()
                kind = "application/octet-stream" if isinstance(data, bytes) else "application/json"
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def do_POST(self) -> None:
                server.keys.add(self.headers["authorization"])
                raw = self.rfile.read(int(self.headers["content-length"]))
                if self.path == "/v1/files":
                    head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
                    parts = {
                        part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
                        for part in BytesParser(policy=HTTP).parsebytes(head + raw).iter_parts()  # type: ignore[attr-defined]
                    }
                    assert parts["purpose"].strip() == b"batch"
                    name = server._store(parts["file"])
                    file = {"id": name, "object": "file", "bytes": 1, "created_at": 1, "filename": "f"}
                    self._send({**file, "purpose": "batch", "status": "processed"})
                elif server.refuse_batches:
                    self._send({"error": {"message": "no"}}, 400)
                else:
                    self._send(server._begin(json.loads(raw)))

            def do_GET(self) -> None:
                if found := re.fullmatch(r"/v1/files/([\w-]+)/content", self.path):
                    self._send(server.files[found[1]])
                elif found := re.fullmatch(r"/v1/batches/(\w+)", self.path):
                    self._send(server.batches[found[1]])
                else:
                    self._send({"object": "list", "data": list(server.batches.values()), "has_more": False})

        return Handler


@contextmanager
def batch_server() -> Iterator[BatchServer]:
    """A running server, stopped at the end."""
    server = BatchServer()
    try:
        yield server
    finally:
        server.stop()
