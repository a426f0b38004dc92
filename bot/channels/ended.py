"""Which tokens and links were used up: kept in the records for all processes, and here for the time these are down."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from actions.casework.errors import RecordsUnavailable

PATIENCE = 2.5  # seconds
REMEMBERED = 20_000


class Passes(Protocol):
    """Where it is kept what was used up (actions.casework.store.Records)."""

    def spend(self, kind: str, name: str, until: datetime) -> bool:
        """Use a pass up; False when it was used before; raises RecordsUnavailable."""

    def is_spent(self, kind: str, name: str) -> bool:
        """Whether it was used up; raises RecordsUnavailable."""


class Ended:
    """Asks the records without holding up the other citizens."""

    def __init__(self, passes: Passes) -> None:
        self._passes = passes
        self._here: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def spend(self, kind: str, name: str, seconds: int) -> bool:
        """Use a pass up for so many seconds; False when it was used before; raises RecordsUnavailable."""
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        if (kind, name) in self._here or not await self._asked(lambda: self._passes.spend(kind, name, until)):
            return False
        self._remember(kind, name)
        return True

    async def close(self, kind: str, name: str, seconds: int) -> bool:
        """Use a pass up whatever happens; False when only this process knows of it."""
        self._remember(kind, name)
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        try:
            await self._asked(lambda: self._passes.spend(kind, name, until))
        except RecordsUnavailable:
            return False
        return True

    async def has(self, kind: str, name: str) -> bool:
        """Whether a pass was used up.

        While the records are down only this process is asked: what it ended stays ended, and nobody else's question
        goes unanswered for it.
        """
        if (kind, name) in self._here:
            return True
        try:
            return await self._asked(lambda: self._passes.is_spent(kind, name))
        except RecordsUnavailable:
            return False

    def _remember(self, kind: str, name: str) -> None:
        self._here[kind, name] = None
        if len(self._here) > REMEMBERED:
            self._here.popitem(last=False)

    @staticmethod
    async def _asked(question: Callable[[], bool]) -> bool:
        try:
            return await asyncio.wait_for(asyncio.to_thread(question), PATIENCE)
        except TimeoutError as fault:
            raise RecordsUnavailable("too slow") from fault
