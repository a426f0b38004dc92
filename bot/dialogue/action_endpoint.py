"""The way to the action server: five seconds instead of Rasa's 300, and a failure that the inbox learns of.

Rasa swallows a failing action and goes on with what the rules predict next, so that a citizen would read half an answer
(docs/rasa.md).
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

SECONDS = 5.0  # an action answers within three; the edge waits 7.5 for everything
REJECTED = 400  # the form says “not my question”, which is no failure


@dataclass
class Turn:
    """What happened to the actions of one message."""

    failed: bool = False


current: ContextVar[Turn | None] = ContextVar("current_turn", default=None)


class WatchedEndpoint(EndpointConfig):
    """The configured endpoint, bounded and watched."""

    @classmethod
    def around(cls, endpoint: EndpointConfig) -> WatchedEndpoint:
        """The same address and headers."""
        return cls(url=endpoint.url, params=endpoint.params, headers=endpoint.headers)

    def session(self) -> aiohttp.ClientSession:
        """A client that gives up in time."""
        return aiohttp.ClientSession(headers=self.headers, timeout=aiohttp.ClientTimeout(total=SECONDS))

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """The action server's answer; after one failure the rest of the turn fails at once.

        Raises:
            ConnectionError: an action of this turn failed before.
        """
        turn = current.get() or Turn()
        if turn.failed:
            raise ConnectionError("an action of this turn failed before")
        try:
            return await super().request(*args, **kwargs)
        except ClientResponseError as error:
            turn.failed = error.status != REJECTED
            raise
        except Exception:
            turn.failed = True
            raise
