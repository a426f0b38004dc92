"""A stand-in for the dialogue server's inbox: an ordinary ASGI application that can be told to misbehave."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

ANSWER = {
    "type": "answer",
    "id": "fee",
    "title": "行政复议收不收费",
    "text": "不收费。",
    "basis": [{"law": "行政复议法", "article": 87, "since": "2024-01-01"}],
    "choices": [{"label": "怎么申请", "choice": '/ask{"topic": "how-to-file"}'}],
}


class FakeInbox:
    """Answers like the inbox; `mode` names how it misbehaves."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.reset()

    def reset(self) -> None:
        """Well-behaved again, with nothing seen."""
        self.mode = "answer"
        self.messages: Any = [ANSWER]
        self.delay = 0.0
        self.seen: list[dict[str, Any]] = []
        self.connections: set[int] = set()
        self.forgotten: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            return
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        assert scope["path"].startswith("/webhooks/inbox/") and scope["method"] == "POST"
        if scope["path"].endswith("/forget"):
            await self._forget(json.loads(body)["conversation"], headers, send)
            return
        assert scope["path"] == "/webhooks/inbox/messages"
        self.connections.add(scope["client"][1])
        self.seen.append(json.loads(body))
        await asyncio.sleep(self.delay)
        if headers.get("x-inbox-secret") != self.secret:
            await self._send(send, 401, b'{"problem": "secret"}')
        else:
            await getattr(self, f"_{self.mode}")(send)

    async def _forget(self, conversation: str, headers: dict[str, str], send: Any) -> None:
        await asyncio.sleep(self.delay)
        fine = self.mode == "answer" and headers.get("x-inbox-secret") == self.secret
        if fine:
            self.forgotten.append(conversation)
        await self._send(send, 204 if fine else 503)

    async def _send(self, send: Any, status: int, *pieces: bytes, pause: float = 0.0) -> None:
        start = {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]}
        await send(start)
        for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(pause)
        await send({"type": "http.response.body", "body": b""})

    async def _answer(self, send: Any) -> None:
        await self._send(send, 200, json.dumps({"messages": self.messages}, ensure_ascii=True).encode())

    async def _empty(self, send: Any) -> None:
        await self._send(send, 200, b'{"messages": []}')

    async def _no_list(self, send: Any) -> None:
        await self._send(send, 200, b'{"messages": "hello"}')

    async def _list(self, send: Any) -> None:
        await self._send(send, 200, b"[]")

    async def _garbage(self, send: Any) -> None:
        await self._send(send, 200, b"<html>\xff\xfe")

    async def _nested(self, send: Any) -> None:
        await self._send(send, 200, b"[" * 100_000)

    async def _strangers(self, send: Any) -> None:
        await self._send(send, 200, b'{"messages": ["hello", 7, null, {"type": "surprise"}, {"type": "text"}]}')

    async def _huge(self, send: Any) -> None:
        await self._send(send, 200, b'{"messages": [{"type": "text", "text": "', *[b"x" * 65536] * 40, b'"}]}')

    async def _failed(self, send: Any) -> None:
        await self._send(send, 500, b"Internal Server Error")

    async def _error(self, send: Any) -> None:
        await self._send(send, 503, b'{"problem": "error"}')

    async def _store(self, send: Any) -> None:
        await self._send(send, 503, b'{"problem": "store"}')

    async def _not_ready(self, send: Any) -> None:
        await self._send(send, 503, b'{"problem": "not_ready"}')

    async def _refused(self, send: Any) -> None:
        await self._send(send, 422, b'{"problem": "message"}')

    async def _slow(self, send: Any) -> None:
        await asyncio.sleep(30)

    async def _trickle(self, send: Any) -> None:
        await self._send(send, 200, *[b" "] * 60, pause=0.5)

    async def _broken_off(self, send: Any) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4000")]}
        await send(start)
        await send({"type": "http.response.body", "body": b'{"messages": ['})


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(app: Any, **options: Any) -> Iterator[str]:
    """Serves an ASGI application on a free port in a thread; gives its address."""
    port = free_port()
    settings = {"ws": "none", "log_level": "critical", "timeout_graceful_shutdown": 0, **options}
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, **settings))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        until = time.monotonic() + 10
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
