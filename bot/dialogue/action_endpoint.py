"""The way to the action server: seven seconds instead of Rasa's 300, and a failure that the inbox learns of.

Rasa swallows a failing action and goes on with what the rules predict next, so that a citizen would read half an
answer. It also opens a connection for each call and sends the whole conversation with the whole domain, which no
action of ours reads (docs/rasa.md). Here the connection is kept, and a call is as long in the hundredth turn as in the
first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import aiohttp
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

# An action answers within three, the edge waits 7.5 for everything. Not less: with many messages at once this process
# may come to read an answer seconds after it arrived.
SECONDS = 7.0
IDLE = 60.0  # seconds that a connection is kept; the action server keeps it for 120, so it never closes first
REJECTED = 400  # the form says “not my question”, which is no failure
DOMAIN = {"version": "3.1"}  # rasa_sdk refuses a call without a domain; none of our actions reads it
NEWEST = 12  # events of which an action may see everything


@dataclass
class Turn:
    """What happened to the actions of one message."""

    failed: bool = False


current: ContextVar[Turn | None] = ContextVar("current_turn", default=None)


def needed(call: Mapping[str, Any]) -> dict[str, Any]:
    """A call with what our actions read: slots and message, and of the events those of `telling`."""
    tracker = call["tracker"]
    return {**call, "domain": DOMAIN, "tracker": {**tracker, "events": list(telling(tracker["events"]))}}


def telling(events: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """When forms were opened, the last text that was typed, and the newest events, in their order."""
    older = events[:-NEWEST]
    typed = next((one for one in reversed(older) if one["event"] == "user" and not _is_payload(one)), None)
    for one in older:
        if one["event"] == "active_loop" or one is typed:
            yield one
    yield from events[-NEWEST:]


def _is_payload(event: Mapping[str, Any]) -> bool:
    return str(event.get("text") or "").startswith("/")


class WatchedEndpoint(EndpointConfig):
    """The configured endpoint, bounded, watched, and connected once."""

    _client: aiohttp.ClientSession | None = None
    _loop: asyncio.AbstractEventLoop | None = None

    @classmethod
    def around(cls, endpoint: EndpointConfig) -> WatchedEndpoint:
        """The same address and headers; Rasa need not write out the domain."""
        return cls(url=endpoint.url, params=endpoint.params, headers=endpoint.headers, enable_selective_domain=True)

    def session(self) -> aiohttp.ClientSession:
        """The client of this event loop; it keeps its connections and gives up in time."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._client.closed or self._loop is not loop:
            connector = aiohttp.TCPConnector(keepalive_timeout=IDLE)
            patience = aiohttp.ClientTimeout(total=SECONDS)
            self._client = aiohttp.ClientSession(headers=self.headers, connector=connector, timeout=patience)
            self._loop = loop
        return self._client

    async def close(self) -> None:
        """Ends the connections."""
        if self._client is not None:
            await self._client.close()

    async def request(self, *args: Any, json: Mapping[str, Any], **kwargs: Any) -> Any:
        """The action server's answer; after one failure the rest of the turn fails at once.

        Whatever else Rasa passes is left out: its time-out of 300 seconds would go before ours.

        Raises:
            ConnectionError: an action of this turn failed before.
        """
        turn = current.get() or Turn()
        if turn.failed:
            raise ConnectionError("an action of this turn failed before")
        try:
            return await self._call(needed(json))
        except ClientResponseError as error:
            turn.failed = error.status != REJECTED
            raise
        except Exception:
            turn.failed = True
            raise

    async def _call(self, call: Mapping[str, Any]) -> Any:
        async with self.session().post(self.url, json=call, params=self.params) as response:
            if response.status >= 400:
                raise ClientResponseError(response.status, response.reason, await response.read())
            return checked(await response.json())


def checked(answer: Any) -> dict[str, Any]:
    """An action server's answer.

    Raises:
        ValueError: it is none.
    """
    parts = [answer.get(key) for key in ("events", "responses")] if isinstance(answer, dict) else [None]
    if not all(isinstance(part, list) and all(isinstance(one, dict) for one in part) for part in parts):
        raise ValueError("no answer of an action server")
    if not all(isinstance(event.get("event"), str) for event in answer["events"]):
        raise ValueError("an event without a name")
    return dict(answer)


def _trusted(_action: RemoteAction, _answer: Any) -> bool:
    return True


# Rasa holds each answer against a JSON schema, and that schema against the schema of schemas, every time: most of what
# an action took (docs/benchmarks-floor.md). `checked` has looked at the answer by then.
RemoteAction._validate_action_result = _trusted
