"""Guessing passwords ends after five failures: then a name is closed until the window is over."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

FIVE_IN_15_MINUTES = RateLimitItemPerMinute(5, 15, namespace="sign-in")


class LockedOut(Exception):
    """Too many failures for one name; `wait` says for how many seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__("too many failures")
        self.wait = wait


class Lockout:
    """Counts failures by name, in memory: the desk is one process, and names without an account count alike."""

    def __init__(self, limit: RateLimitItem = FIVE_IN_15_MINUTES) -> None:
        self._limit = limit
        self._failures = MovingWindowRateLimiter(MemoryStorage())

    def attempt(self, name: str) -> None:
        """Count a failure before the password is checked, so that two at once cannot slip through; raises LockedOut."""
        if not self._failures.hit(self._limit, name):
            opens_at = self._failures.get_window_stats(self._limit, name).reset_time
            raise LockedOut(max(1, math.ceil(opens_at - time.time())))

    def succeeded(self, name: str) -> None:
        """Forget the failures of somebody who has signed in."""
        self._failures.clear(self._limit, name)
