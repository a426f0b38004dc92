"""Whether a question would really be answered: asked, not guessed."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable

from bot.channels.brain import Brain, Failure
from bot.channels.turns import Turn

QUESTION = "行政复议要交钱吗"
KEPT = 5.0  # seconds
# Conversations of this prefix are never stored (bot/dialogue/tracker_store.py).
PREFIX = "probe-"


class Readiness:
    """Asks the dialogue a real question, at most once in five seconds however many want to know."""

    def __init__(self, brain: Brain, clock: Callable[[], float] = time.monotonic) -> None:
        self._brain, self._clock = brain, clock
        self._asking = asyncio.Lock()
        self._asked_at: float | None = None
        self._failure: str | None = None

    async def failure(self) -> str | None:
        """The name of what is wrong; None when the question was answered."""
        async with self._asking:
            if self._asked_at is None or self._clock() - self._asked_at >= KEPT:
                self._failure = await self._probed()
                self._asked_at = self._clock()
            return self._failure

    async def _probed(self) -> str | None:
        try:
            reply = await self._brain.ask(PREFIX + secrets.token_hex(8), Turn(text=QUESTION))
        except Failure as failure:
            return failure.kind.value
        return None if any(message["type"] == "answer" for message in reply.messages) else "no_answer"
