"""The outermost layer of every request: its number, its size, its headers, its one line in the log.

Nothing that goes wrong inside passes it: an exception's text may hold what a citizen typed, so the server never gets
one to log; the log has its type and place.
"""

from __future__ import annotations

import asyncio
import secrets
import time
import traceback
from dataclasses import dataclass, field

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.failures import Words
from bot.channels.headers import SecurityHeaders
from bot.channels.log import Log
from bot.channels.metrics import Metrics
from bot.channels.problems import Problem, respond

LARGEST_BODY = 16 * 1024  # bytes
SLOWEST_BODY = 10.0  # seconds
UPLOADS = "/api/chat/uploads"
LARGEST_PHOTO = 10 * 1024 * 1024  # bytes
SLOWEST_PHOTO = 60.0  # seconds; a phone far from a mast
WITH_BODY = ("POST", "PUT", "PATCH", "DELETE")
METHODS = (*WITH_BODY, "GET", "HEAD", "OPTIONS")


@dataclass
class Note:
    """What the routes tell about a request for its line in the log."""

    request_id: str = field(default_factory=lambda: secrets.token_hex(8))
    channel: str | None = None
    conversation: str | None = None  # a pseudonym
    failure: str | None = None
    problem: str | None = None
    cause: str | None = None
    upload: str | None = None
    size: int | None = None  # bytes
    reading_ms: float | None = None
    status: int = 0


class Envelope:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, *, words: Words, headers: SecurityHeaders, log: Log, metrics: Metrics) -> None:
        self.app = app
        self._words, self._headers, self._log, self._metrics = words, headers, log, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        note = scope.setdefault("state", {})["note"] = Note()
        began = time.perf_counter()
        try:
            await self._answered(scope, receive, self._dressed(scope, note, send), note)
        finally:
            self._recorded(scope, note, time.perf_counter() - began)

    async def _answered(self, scope: Scope, receive: Receive, send: Send, note: Note) -> None:
        try:
            await self.app(scope, await with_bounded_body(scope, receive), send)
        except Problem as problem:
            note.problem = problem.kind
            await respond(problem, self._words, note.request_id)(scope, receive, send)
        except Exception as fault:
            note.problem, note.cause = "failed", place_of(fault)
            if note.status:
                # Half a response is out: only breaking the connection tells the client so.
                raise ConnectionAbortedError("response broken off") from None
            await respond(Problem("failed"), self._words, note.request_id)(scope, receive, send)

    def _dressed(self, scope: Scope, note: Note, send: Send) -> Send:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                note.status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.update({**self._headers.of(scope["path"]), "X-Request-Id": note.request_id})
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        return dressed

    def _recorded(self, scope: Scope, note: Note, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None) or "none"
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._metrics.requests.labels(method, route, str(note.status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        told = {key: value for key, value in vars(note).items() if value is not None}
        level = "error" if note.status >= 500 else "warning" if note.failure else "info"
        getattr(self._log, level)("request", method=method, route=route, duration_ms=round(seconds * 1000, 1), **told)


async def with_bounded_body(scope: Scope, receive: Receive) -> Receive:
    """The same request with its body read already; raises Problem too_large or too_slow."""
    if scope["method"] not in WITH_BODY:
        return receive
    if scope.get("path") == UPLOADS:
        return with_bounded_stream(receive)
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            body = await _body(receive)
    except TimeoutError as fault:
        raise Problem("too_slow", {"Connection": "close"}) from fault
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay


def with_bounded_stream(receive: Receive) -> Receive:
    """A body that is passed on as it comes, so that nobody's ten megabytes are taken before the session is known."""
    size, until = 0, asyncio.get_running_loop().time() + SLOWEST_PHOTO

    async def bounded() -> Message:
        nonlocal size
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError as fault:
            raise Problem("too_slow", {"Connection": "close"}) from fault
        size += len(message.get("body", b""))
        if size > LARGEST_PHOTO:
            raise Problem("photo_too_large", {"Connection": "close"})
        return message

    return bounded


async def _body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            raise Problem("too_large", {"Connection": "close"})
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return bytes(body)


def place_of(fault: BaseException) -> str:
    """An exception's type and where it was raised, without its message."""
    frames = traceback.extract_tb(fault.__traceback__)
    return f"{type(fault).__name__} at {frames[-1].name}:{frames[-1].lineno}" if frames else type(fault).__name__
