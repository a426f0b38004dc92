"""In time and once: each delivery is answered within 4.5 seconds and each message once, whatever the dialogue does.

A message's turn is a task of the process that got its first delivery. Deliveries wait for it: the newest one carries
the answer, older ones nothing. When the time is up the newest gets a note instead, and the answer is sent afterwards
as a customer-service message; when none is left, it is kept and stands before the answer to the next message.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from actions.casework.errors import RecordsUnavailable
from actions.casework.wechat import Arrival, Delivery
from bot.channels.brain import FailureKind
from bot.channels.turns import Turn
from bot.channels.wechat_api import Api, ApiRefused
from bot.channels.wechat_codec import Refused
from bot.channels.wechat_said import Parts, Said, Speaker
from bot.channels.wechat_xml import Letter

TRANSFER = "\x01transfer"  # stored in an answer's place; no text may hold this sign
TAPS = ("CLICK", "SCAN", "subscribe")
GONE = "unsubscribe"
T = TypeVar("T")
Turning = asyncio.Task[tuple[int, str | None]]


class Turns:
    """The turns of one edge process."""

    def __init__(self, parts: Parts, api: Api) -> None:
        self._parts, self._records, self._timing = parts, parts.records, parts.settings.timing
        self._speaker, self._api = Speaker(parts), api
        self._running: dict[int, Turning] = {}
        self._sending: set[asyncio.Task[None]] = set()
        # Each person's newest message here, by its number: the next one waits for it without asking the records.
        self._newest: dict[str, int] = {}
        self._alive: asyncio.Task[None] | None = None

    async def passive(self, letter: Letter, nonce: str, body: bytes) -> tuple[int, str | None]:
        """The message's number and what this delivery answers: a text, TRANSFER, or None; raises Refused."""
        deadline = asyncio.get_running_loop().time() + self._timing.reply
        if letter.kind == "event" and letter.event not in (*TAPS, GONE):
            return 0, None
        try:
            if letter.event == GONE:
                await self._in_thread(self._records.forget, letter.openid)
                return 0, None
            arrival = await self._in_thread(self._records.arrive, self._delivery(letter, nonce, body))
            return arrival.id, await self._answer(letter, arrival, deadline)
        except RecordsUnavailable:
            self._count("records_down")
            return 0, self._parts.words.text("records_down")

    async def undelivered(self, message: int) -> None:
        """The connection was gone before the answer was out."""
        if message:
            await self._in_thread(self._records.unsaid, message)

    async def close(self) -> None:
        """Waits for what is under way, but not for a dialogue that is not there."""
        self._speaker.hurry()
        while tasks := [*self._running.values(), *self._sending]:
            await asyncio.wait(tasks)
        if self._alive:
            self._alive.cancel()
            await asyncio.wait({self._alive})
        await self._api.close()
        self._records.close()

    def _delivery(self, letter: Letter, nonce: str, body: bytes) -> Delivery:
        window = "tap" if letter.kind == "event" else "message"
        timing = self._timing
        return Delivery(letter.openid, letter.key, nonce, body, window, timing.retry, timing.lease)

    async def _answer(self, letter: Letter, arrival: Arrival, deadline: float) -> str | None:
        self._count(arrival.kind)
        if arrival.kind == "replayed":
            raise Refused("replayed")
        if arrival.kind == "answered":
            return None
        if arrival.kind == "repeat":
            return arrival.answer
        if arrival.kind == "abandoned":
            return await self._given_up(arrival)
        if arrival.kind == "new":
            self._take(letter, arrival)
        return await self._awaited(arrival, deadline)

    def _take(self, letter: Letter, arrival: Arrival) -> None:
        """Begins the turn; while any is under way, the others are told that this process lives."""
        before, newest = None, self._newest.get(letter.openid, 0)
        # Numbers are given in the order of arrival; who is told first that it arrived may differ.
        if newest < arrival.id:
            before, self._newest[letter.openid] = self._running.get(newest), arrival.id
        task = asyncio.create_task(self._taken(letter, arrival, before))
        self._running[arrival.id] = task
        task.add_done_callback(lambda _: self._over(letter.openid, arrival.id))
        if self._alive is None or self._alive.done():
            self._alive = asyncio.create_task(self._living())

    def _over(self, openid: str, message: int) -> None:
        self._running.pop(message, None)
        if self._newest.get(openid) == message:
            del self._newest[openid]

    async def _awaited(self, arrival: Arrival, deadline: float) -> str | None:
        """The answer if it comes in time and this is the newest delivery; a note if it does not come."""
        clock = asyncio.get_running_loop().time
        task = self._running.get(arrival.id)
        if task:
            await asyncio.wait({task}, timeout=max(0.0, deadline - clock()))
            if task.done():
                newest, answer = task.result()
                return answer if newest == arrival.delivery else None
        while not task and clock() < deadline:
            done, newest, answer = await self._in_thread(self._records.outcome, arrival.id)
            if done is None:
                return await self._given_up(arrival)
            if done:
                return answer if newest == arrival.delivery else None
            await asyncio.sleep(self._timing.look)
        note = self._parts.wechat.say("wait")
        kind, text = await self._in_thread(self._records.note, arrival.id, arrival.delivery, note)
        return text if kind in ("new", "repeat") else None

    async def _living(self) -> None:
        """Says now and then that this process still has its messages, so that its end is noticed by the others."""
        while self._running:
            await asyncio.sleep(self._timing.lease / 4)
            with suppress(RecordsUnavailable):
                await self._in_thread(self._records.renew, list(self._running), self._timing.lease)

    async def _taken(self, letter: Letter, arrival: Arrival, before: Turning | None) -> tuple[int, str | None]:
        """Takes the turn; gives the newest delivery and its answer, None once a note was given."""
        try:
            if before:
                await asyncio.wait({before})
            begun = arrival if arrival.started else await self._begun(arrival.id)
            said = await self._said(letter, begun)
            answer = TRANSFER if said.transfer else said.text
            newest, late = await self._in_thread(self._records.finish, arrival.id, said.state, answer)
        except RecordsUnavailable:
            self._count("records_down")
            return arrival.delivery, self._parts.words.text("records_down")
        if late:
            await self._deliver(letter.openid, said.text, arrival.id)
            return newest, None
        if said.transfer:
            self._later(self._deliver(letter.openid, f"{self._parts.wechat.say('transfer')}\n\n{said.text}"))
        return newest, answer

    async def _begun(self, message: int) -> Arrival:
        while (begun := await self._in_thread(self._records.begin, message, self._timing.lease)) is None:
            await asyncio.sleep(self._timing.look)
        return begun

    async def _said(self, letter: Letter, begun: Arrival) -> Said:
        try:
            return await self._speaker.say(letter, begun.conversation, dict(begun.state))
        except RecordsUnavailable:
            raise
        except Exception as fault:  # a fault of ours must not cost the answer; its words may hold what was typed
            self._parts.log.error("wechat_fault", cause=type(fault).__name__)
            return Said(self._parts.words.text("failed"), begun.state)

    async def _given_up(self, arrival: Arrival) -> str | None:
        """Words for a message whose process is gone: asking again might do something twice."""
        [notice, *_] = self._parts.words.apology(FailureKind.DIALOGUE_SLOW, Turn(text=""))
        newest, late = await self._in_thread(self._records.finish, arrival.id, None, notice["text"])
        return str(notice["text"]) if newest == arrival.delivery and not late else None

    async def _deliver(self, openid: str, text: str, message: int | None = None) -> None:
        """Sends a late answer, or keeps it for the next message; then that message may be taken."""
        try:
            sent = await self._sent(openid, text)
            self._parts.metrics.late.labels("sent" if sent else "kept").inc()
            if not sent:
                await self._in_thread(self._records.keep, openid, text)
            if message:
                await self._in_thread(self._records.close_message, message)
        except RecordsUnavailable:
            self._parts.log.error("wechat_late_lost")

    async def _sent(self, openid: str, text: str) -> bool:
        """Whether WeChat took a late answer."""
        address = await self._in_thread(self._records.spend, openid)
        try:
            if address:
                await self._api.send(address, text)
            return address is not None
        except ApiRefused as refused:
            self._parts.log.warning("wechat_api", code=refused.code)
            if refused.quota:
                await self._in_thread(self._records.exhaust, openid)
            return False

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def _count(self, outcome: str) -> None:
        self._parts.metrics.wechat.labels(outcome).inc()

    @staticmethod
    async def _in_thread(call: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.to_thread(call, *arguments)
