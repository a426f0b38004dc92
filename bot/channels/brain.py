"""The way to the dialogue servers; whatever goes wrong there becomes one named Failure, in under 8 seconds.

    Failure(kind)
        dialogue_down    nobody answers at any address
        dialogue_slow    no complete answer within the time
        dialogue_error   the server says that it failed, or refuses us
        store_down       the conversation could not be read or saved
        not_ready        the model is not loaded yet
        silent           answered, with nothing to say
        nonsense         answered with something that is no message

Texts pass through and are never logged here.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import httpx

from bot.channels.messages import checked
from bot.channels.turns import Turn

BUDGET = 7.5  # seconds for everything, so that a citizen has words in under 8
CONNECT = 2.0  # seconds; more than a busy machine needs, and time for a second server
READ = 7.0  # seconds
LONGEST_REPLY = 256 * 1024  # bytes
PATH = "/webhooks/inbox/messages"
FORGET = "/webhooks/inbox/forget"


class FailureKind(StrEnum):
    """The ways in which the dialogue can fail."""

    DIALOGUE_DOWN = "dialogue_down"
    DIALOGUE_SLOW = "dialogue_slow"
    DIALOGUE_ERROR = "dialogue_error"
    STORE_DOWN = "store_down"
    NOT_READY = "not_ready"
    SILENT = "silent"
    NONSENSE = "nonsense"


class Failure(Exception):
    """The dialogue gave no usable answer; `unbegun` when it cannot have done anything, so that asking again is safe."""

    def __init__(self, kind: FailureKind, cause: str = "", *, unbegun: bool = False) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.unbegun = unbegun
        # A status or the name of an exception; never content.
        self.cause = cause


@dataclass(frozen=True)
class Reply:
    """Messages for the citizen, and what was wrong with those reduced or left out."""

    messages: list[dict[str, Any]]
    flaws: list[str]


# What a 503 names in "problem"; anything else is dialogue_error.
PROBLEMS = {"store": FailureKind.STORE_DOWN, "not_ready": FailureKind.NOT_READY}


class Brain:
    """Asks the dialogue server that keeps a conversation (rendezvous hashing, so every edge picks the same one)."""

    def __init__(
        self,
        urls: Sequence[str],
        secret: str,
        *,
        budget: float = BUDGET,
        read: float = READ,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._urls = tuple(urls)
        self._budget = budget
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(read, connect=min(CONNECT, read)),
            headers={"X-Inbox-Secret": secret, "Accept-Encoding": "identity"},
            # A connection for each message: one kept open may be closed by the server just as a message is sent.
            limits=httpx.Limits(max_connections=200, max_keepalive_connections=0),
            transport=transport,
            # A proxy of the environment must never see what citizens write.
            trust_env=False,
        )

    async def ask(self, conversation: str, turn: Turn, origin: Mapping[str, str] | None = None) -> Reply:
        """The answer to one turn of a conversation; raises Failure. `origin`: see origins.py."""
        body = {"conversation": conversation, **turn.body()} | ({"origin": dict(origin)} if origin else {})
        try:
            async with asyncio.timeout(self._budget):
                raw = await self._delivered(conversation, body)
        except TimeoutError as fault:
            raise Failure(FailureKind.DIALOGUE_SLOW, "budget") from fault
        messages, flaws = checked(raw)
        if not messages:
            raise Failure(FailureKind.NONSENSE if raw else FailureKind.SILENT, "; ".join(flaws))
        return Reply(messages, flaws)

    async def forget(self, conversation: str) -> bool:
        """Have a conversation deleted; False when no server could do it within the time."""
        try:
            async with asyncio.timeout(self._budget):
                return await self._forgotten(conversation)
        except (TimeoutError, httpx.HTTPError):
            return False

    async def _forgotten(self, conversation: str) -> bool:
        for url in self.addresses(conversation):
            try:
                answer = await self._client.post(url + FORGET, json={"conversation": conversation})
                return answer.status_code == httpx.codes.NO_CONTENT
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return False

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()

    def addresses(self, conversation: str) -> list[str]:
        """The servers in the order in which this conversation tries them."""
        return sorted(self._urls, key=lambda url: hashlib.sha256(f"{url} {conversation}".encode()).digest())

    async def _delivered(self, conversation: str, body: dict[str, Any]) -> list[Any]:
        """The raw messages of the first server that can be reached: one that was not reached cannot act twice."""
        cause = ""
        for url in self.addresses(conversation):
            try:
                return await self._exchanged(url + PATH, body)
            except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
                cause = type(fault).__name__
        raise Failure(FailureKind.DIALOGUE_DOWN, cause, unbegun=True)

    async def _exchanged(self, url: str, body: dict[str, Any]) -> list[Any]:
        try:
            async with self._client.stream("POST", url, json=body) as response:
                return _messages(response.status_code, await _bounded(response))
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise
        except httpx.TimeoutException as fault:
            raise Failure(FailureKind.DIALOGUE_SLOW, type(fault).__name__) from fault
        except httpx.HTTPError as fault:
            raise Failure(FailureKind.DIALOGUE_DOWN, type(fault).__name__) from fault


async def _bounded(response: httpx.Response) -> bytes:
    """The body of a reply, unless it is longer than any honest one."""
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > LONGEST_REPLY:
            raise Failure(FailureKind.NONSENSE, "too long")
    return bytes(body)


def _messages(status: int, body: bytes) -> list[Any]:
    """The list of messages in a reply of the inbox; raises Failure."""
    reply = _parsed(body)
    if status == httpx.codes.SERVICE_UNAVAILABLE:
        problem = str(reply.get("problem")) if isinstance(reply, dict) else ""
        kind = PROBLEMS.get(problem, FailureKind.DIALOGUE_ERROR)
        # The inbox says so before it looks at the message.
        raise Failure(kind, "503", unbegun=kind is FailureKind.NOT_READY)
    if status != httpx.codes.OK:
        raise Failure(FailureKind.DIALOGUE_ERROR, str(status))
    if not isinstance(reply, dict) or not isinstance(reply.get("messages"), list):
        raise Failure(FailureKind.NONSENSE, "no list of messages")
    return list(reply["messages"])


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
