"""What is said to both sides and how long they take: first messages, a long conversation, many at once, an action.

Ours and stock take turns at every message, so that whatever else the machine does meets both.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from tests.speed.stock.figures import ACTION, FIRST, share
from tests.speed.stock.servers import Side

TURNS = {"turn 5": range(3, 8), "turn 50": range(47, 54), "turn 150": range(147, 154)}  # each a few turns around it
PLAIN = "/greet"
ACTED = {"ours": '/ask{"topic": "filing-deadline"}', "stock": "/apply"}


@dataclass(frozen=True)
class Size:
    """How much is measured in one round."""

    first: int = 20  # new conversations
    longest: int = 153  # turns of the long one
    actions: int = 25  # pairs of a plain turn and one with an action
    parallel: tuple[int, ...] = (1, 8, 32)
    messages: int = 64  # of all parallel conversations together


class Silence(Exception):
    """A message got no reply."""


class Talker:
    """Speaks to one side over kept-alive connections."""

    def __init__(self, side: Side, texts: Sequence[str]) -> None:
        self.side = side
        self.texts = itertools.cycle(texts)
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
        self.http = httpx.AsyncClient(headers=side.headers, timeout=60, limits=limits, trust_env=False)

    async def say(self, conversation: str, text: str) -> float:
        """Milliseconds until the reply was there; raises Silence."""
        path = "/webhook" if self.side.name == "stock" else "/messages"
        began = time.perf_counter()
        answer = await self.http.post(self.side.url + path, json=self.side.body(conversation, text))
        passed = (time.perf_counter() - began) * 1000
        if answer.status_code != 200 or not self.side.said(answer.json()):
            raise Silence(f"{self.side.name}: {answer.status_code} {answer.text[:200]}")
        return passed


def conversation() -> str:
    """A new one."""
    return f"bench-{secrets.token_hex(8)}"


async def warm(talkers: Sequence[Talker], messages: int = 8) -> dict[str, float]:
    """The very first message of each side, in ms; then a few more that nobody counts."""
    cold = {}
    for talker in talkers:
        cold[talker.side.name] = await talker.say(conversation(), next(talker.texts))
        for _ in range(messages):
            await talker.say(conversation(), next(talker.texts))
    return cold


async def first_messages(talkers: Sequence[Talker], size: Size) -> dict[str, dict[str, float]]:
    """A question in a new conversation."""
    times: dict[str, list[float]] = {talker.side.name: [] for talker in talkers}
    for _ in range(size.first):
        for talker in talkers:
            times[talker.side.name].append(await talker.say(conversation(), next(talker.texts)))
    return {
        side: {FIRST: statistics.median(all_), "first message, p95": share(all_, 0.95)} for side, all_ in times.items()
    }


async def long_conversation(talkers: Sequence[Talker], size: Size) -> dict[str, dict[str, float]]:
    """Questions in one conversation, turn by turn."""
    names = {talker.side.name: conversation() for talker in talkers}
    times: dict[str, list[float]] = {side: [0.0] for side in names}  # turn 0 is none
    for _ in range(size.longest):
        for talker in talkers:
            times[talker.side.name].append(await talker.say(names[talker.side.name], next(talker.texts)))
    return {side: _turns(all_) for side, all_ in times.items()}


def _turns(times: Sequence[float]) -> dict[str, float]:
    reached = {name: span for name, span in TURNS.items() if span.stop <= len(times)}
    return {name: statistics.median(times[span.start : span.stop]) for name, span in reached.items()}


async def actions(talkers: Sequence[Talker], size: Size) -> dict[str, dict[str, float]]:
    """A turn with a custom action less one without, by payloads, so that understanding plays no part."""
    found = {}
    times: dict[str, tuple[list[float], list[float]]] = {talker.side.name: ([], []) for talker in talkers}
    names = {talker.side.name: conversation() for talker in talkers}
    for number in range(size.actions):
        for talker in talkers:
            side = talker.side.name
            if number % 5 == 0:
                names[side] = conversation()
                await talker.say(names[side], PLAIN)
            times[side][0].append(await talker.say(names[side], PLAIN))
            times[side][1].append(await talker.say(names[side], ACTED[side]))
    for side, (plain, acted) in times.items():
        middle = statistics.median(plain)
        found[side] = {"plain turn, p50": middle, ACTION: statistics.median(acted) - middle}
    return found


async def parallel(talker: Talker, many: int, size: Size) -> dict[str, float]:
    """That many conversations at once, each waiting for its reply before it goes on."""
    each = max(2, size.messages // many)
    times: list[float] = []
    unanswered = 0

    async def one() -> None:
        nonlocal unanswered
        name = conversation()
        for _ in range(each):
            try:
                times.append(await talker.say(name, next(talker.texts)))
            except (Silence, httpx.HTTPError):
                unanswered += 1

    used, began = talker.side.cpu(), time.perf_counter()
    await asyncio.gather(*(one() for _ in range(many)))
    passed, used = time.perf_counter() - began, talker.side.cpu() - used
    return {
        f"throughput, {many} at once": len(times) / passed,
        f"{many} at once, p50": statistics.median(times),
        f"{many} at once, p95": share(times, 0.95),
        f"{many} at once, unanswered": float(unanswered),
        f"processor time of a message, {many} at once": used / max(1, len(times)) * 1000,
    }


async def one_round(talkers: Sequence[Talker], size: Size, say: Callable[[str], None]) -> dict[str, dict[str, float]]:
    """Every figure of each side once."""
    found: dict[str, dict[str, float]] = {talker.side.name: {} for talker in talkers}
    for part in (first_messages, long_conversation, actions):
        say(part.__name__.replace("_", " "))
        for side, figures in (await part(talkers, size)).items():
            found[side] |= figures
    for many in size.parallel:
        say(f"{many} at once")
        for talker in talkers:
            found[talker.side.name] |= await parallel(talker, many, size)
    return found
