"""A circuit breaker: after several failures in a row nobody waits for a platform that is down; later one call tries."""

import threading
import time
from collections.abc import Callable

from actions.casework.platforms.failures import PlatformDown

FAILURES = 3  # in a row
PAUSE = 30.0  # seconds


class Breaker:
    """Closed while calls work; open for a pause after failures; then one call at a time decides."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._opens_at = 0.0

    def enter(self) -> None:
        """May a call be made? Raises PlatformDown while the circuit is open."""
        with self._lock:
            if self._failures < FAILURES:
                return
            if self._clock() < self._opens_at:
                raise PlatformDown("circuit-open")
            # This call tries it; others wait until it has an answer or the pause is over again.
            self._opens_at = self._clock() + PAUSE

    def succeeded(self) -> None:
        """The platform answers."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """It does not."""
        with self._lock:
            self._failures += 1
            self._opens_at = self._clock() + PAUSE
