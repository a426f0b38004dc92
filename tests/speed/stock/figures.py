"""Medians with their spread, ratios and targets of what was measured."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """The middle of a figure over several rounds, and the smallest and largest of them."""

    middle: float
    least: float
    most: float

    def __str__(self) -> str:
        if self.least == self.most:
            return number(self.middle)
        return f"{number(self.middle)} ({number(self.least)}–{number(self.most)})"


def spread(rounds: Sequence[float]) -> Spread:
    """Of one figure for each round."""
    return Spread(statistics.median(rounds), min(rounds), max(rounds))


def share(values: Sequence[float], part: float) -> float:
    """The value below which that part of the values lies: 0.95 is p95."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def number(value: float) -> str:
    """As many digits as can be trusted: three at the most."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


@dataclass(frozen=True)
class Target:
    """A goal for a figure of ours, or for ours divided by stock: at most, or at least."""

    what: str
    value: float
    limit: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether it is reached."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def line(self) -> str:
        """A row of the table of targets."""
        sign = "≥" if self.at_least else "≤"
        return f"| {self.what} | {sign} {self.limit:g} | {number(self.value)} | {'yes' if self.met else '**no**'} |"


Figures = Mapping[str, Sequence[float]]  # of one side: a value for each round, by the figure's name
FIRST, ACTION = "first message, p50", "an action over a plain turn"


def targets(ours: Figures, stock: Figures, seconds: float | None) -> list[Target]:
    """The goals, with what was reached; `seconds` of our training where it is known."""

    def of(side: Figures, name: str) -> float:
        return statistics.median(side[name])

    def ratio(name: str) -> float:
        return statistics.median(mine / theirs for mine, theirs in zip(ours[name], stock[name], strict=True))

    parallel = [name for name in ours if name.startswith("throughput")]
    turns = [
        name for name in ("turn 5", "turn 50", "turn 150") if name in ours
    ]  # a short run makes no long conversation
    found = [Target(f"{name}: ours / stock", ratio(name), 1 / 3) for name in (FIRST, *turns)]
    found += [Target(f"{name}: ours / stock", ratio(name), 3, at_least=True) for name in parallel]
    found.append(Target(f"{turns[-1]} / turn 5, ours", of(ours, turns[-1]) / of(ours, "turn 5"), 1.3))
    found.append(Target(f"{ACTION}, ours, ms", of(ours, ACTION), 8))
    if seconds is not None:
        found.append(Target("training, ours, s", seconds, 90))
    return found


def by_round(measured: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    """Rounds of named figures turned into figures with a value for each round."""
    return {name: [one[name] for one in measured] for name in measured[0]}


def ratios(ours: Figures, stock: Figures, name: str) -> Spread:
    """Ours divided by stock, round by round: what the machine did meanwhile cancels out."""
    return spread([mine / theirs for mine, theirs in zip(ours[name], stock[name], strict=True)])


def taken(clock: Callable[[], float], call: Callable[[], object]) -> float:
    """How far a clock moves during a call."""
    began = clock()
    call()
    return clock() - began
