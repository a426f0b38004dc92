"""Measuring calls: the first one apart, for it also reads the tables."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Call = Callable[[], object]


@dataclass(frozen=True)
class Measured:
    """Times in milliseconds."""

    name: str
    first: float
    median: float
    p95: float


def measure(name: str, calls: Sequence[Call], rounds: int) -> Measured:
    """Makes every call that often, in turns."""
    first = taken(calls[0])
    times = sorted(taken(call) for _ in range(rounds) for call in calls)
    return Measured(name, first, statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.95))])


def taken(call: Call) -> float:
    """How long one call takes, in milliseconds."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000
