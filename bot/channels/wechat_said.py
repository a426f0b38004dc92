"""What one letter is answered with: the dialogue's messages, a one-time page, the near offices, or words of our own.

Knows nothing of deliveries and time: `wechat_turns.py` asks it once for each message.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from actions.casework.wechat import WechatRecords
from actions.content.region import Region
from bot.channels.brain import Brain, Failure, Reply
from bot.channels.failures import Words, topic_of
from bot.channels.limits import PER_SESSION, Limits
from bot.channels.log import Log
from bot.channels.metrics import Metrics
from bot.channels.origins import Origins
from bot.channels.problems import Problem
from bot.channels.sessions import Sessions
from bot.channels.turns import Turn
from bot.channels.wechat_places import places
from bot.channels.wechat_read import Meant, meant
from bot.channels.wechat_render import Page, cut, rendered
from bot.channels.wechat_settings import WechatSettings
from bot.channels.wechat_words import WechatWords
from bot.channels.wechat_xml import Letter

LINKS = "wechat link"  # what the names of one-time pages are signed for
SCENE = "qrscene_"  # before the scene of a code that a new follower scanned
SPOKEN_TO = ("text", "voice")


@dataclass(frozen=True)
class Parts:
    """What a letter is answered with the help of."""

    settings: WechatSettings
    records: WechatRecords
    words: Words
    wechat: WechatWords
    region: Region
    brain: Brain
    sessions: Sessions
    origins: Origins
    limits: Limits
    log: Log
    metrics: Metrics


@dataclass(frozen=True)
class Said:
    """An answer: its text, what the next message is read with, whether staff take over."""

    text: str = field(repr=False)
    state: dict[str, Any] = field(repr=False)
    transfer: bool = False


class Speaker:
    """Answers letters, one at a time for each person."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._wechat = parts, parts.wechat
        self._leaving = asyncio.Event()

    def hurry(self) -> None:
        """The process is to end: nobody waits any longer for the dialogue."""
        self._leaving.set()

    async def say(self, letter: Letter, conversation: str, state: dict[str, Any]) -> Said:
        """The answer to a letter, with what could not be delivered before in front of it."""
        kept = state.get("kept", [])
        said = await self._said(letter, conversation, state)
        if not kept:
            return said
        text = "\n\n".join([self._wechat.say("kept"), *kept, *([said.text] if said.text else [])])
        after = {key: value for key, value in said.state.items() if key != "kept"}
        return self._fitted(text, after, after.get("rest", ""))

    async def _said(self, letter: Letter, conversation: str, state: dict[str, Any]) -> Said:
        if letter.kind == "event":
            return await self._event(letter, conversation, state)
        if letter.kind == "image":
            return self._fitted(await self._photo_page(conversation), state)
        if letter.kind == "location":
            return self._fitted(places(letter, self._parts.region, self._wechat), state)
        if letter.kind not in SPOKEN_TO:
            return self._fitted(self._wechat.say("unreadable"), state)
        if letter.kind == "voice" and not letter.text.strip():
            return self._fitted(self._wechat.say("voice_unread"), state)
        return await self._reply(meant(letter.text, state, self._wechat), conversation, state)

    async def _event(self, letter: Letter, conversation: str, state: dict[str, Any]) -> Said:
        if letter.event.upper() == "CLICK" and (payload := self._wechat.payload(letter.event_key)):
            return await self._asked(Turn(choice=payload), conversation, state)
        return self._read(self._parts.words.welcome(letter.event_key.removeprefix(SCENE) or None))

    async def _reply(self, wanted: Meant, conversation: str, state: dict[str, Any]) -> Said:
        if wanted.turn:
            return await self._asked(wanted.turn, conversation, state)
        if wanted.say is not None:
            return self._fitted(wanted.say, state)
        if wanted.do == "rest":
            over = "" if state.get("kept") else self._wechat.say("nothing_more")
            return self._fitted(state.get("rest") or over, state)
        if wanted.do == "open":
            return self._fitted(await self._page(conversation, state.get("page") or []), state)
        if wanted.do == "no_such_number":
            return self._fitted(self._wechat.say("no_such_number", most=len(state["options"])), state)
        return self._fitted(self._parts.words.text(wanted.do or "bad_text"), state)

    async def _asked(self, turn: Turn, conversation: str, state: dict[str, Any]) -> Said:
        """The dialogue's answer, or what went wrong in words."""
        parts = self._parts
        try:
            await parts.limits.hit(PER_SESSION, conversation)
            messages = (await self._patiently(turn, conversation)).messages
        except Problem as problem:
            return self._fitted(parts.words.text(problem.kind), state)
        except Failure as failure:
            parts.metrics.failures.labels(failure.kind.value).inc()
            pseudonym = parts.sessions.pseudonym(conversation)
            parts.log.warning("wechat_failure", failure=failure.kind.value, conversation=pseudonym)
            messages = parts.words.apology(failure.kind, turn)
        page = rendered(messages, self._wechat)
        if page.hidden:
            page.write(await self._page(conversation, messages))
        return self._written(page, messages if page.hidden else None)

    async def _patiently(self, turn: Turn, conversation: str) -> Reply:
        """The dialogue's reply; one that is being started again is waited for, as long as it cannot have begun.

        What can be read without it is not waited for. Raises Failure.
        """
        parts, timing = self._parts, self._parts.settings.timing
        readable = topic_of(turn.choice) in parts.words.answers
        # Behind a conversation of the official account stands one follower.
        origin = parts.origins.of_visit(conversation)
        clock = asyncio.get_running_loop().time
        until = clock() + timing.restart
        while True:
            try:
                return await parts.brain.ask(conversation, turn, origin)
            except Failure as failure:
                if not failure.unbegun or readable or self._leaving.is_set() or clock() + timing.again > until:
                    raise
            parts.metrics.wechat.labels("waited").inc()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._leaving.wait(), timing.again)

    def _read(self, messages: list[dict[str, Any]]) -> Said:
        return self._written(rendered(messages, self._wechat), None)

    def _written(self, page: Page, hidden: list[dict[str, Any]] | None) -> Said:
        state: dict[str, Any] = {"options": page.options, "typed": page.typed, "multi": page.multi, "field": page.field}
        # A receipt's lookup code is shown once: a second page would show it again.
        state["page"] = [one for one in hidden or [] if one["type"] != "receipt"]
        said = self._fitted("\n\n".join(page.paragraphs), {key: value for key, value in state.items() if value})
        return Said(said.text, said.state, bool(page.handoff) and self._parts.settings.staff)

    def _fitted(self, text: str, state: dict[str, Any], after: str = "") -> Said:
        """The first part of a text that may be too long, and the rest kept."""
        shown, rest = cut(text, self._wechat.say("more"))
        kept = {key: value for key, value in state.items() if key != "rest"}
        rest = "\n".join(one for one in (rest, after) if one)
        return Said(shown, {**kept, "rest": rest} if rest else kept)

    async def _photo_page(self, conversation: str) -> str:
        shown = [{"type": "text", "text": self._wechat.say("photo_page")}]
        return f"{self._wechat.say('photo')}\n{await self._link(conversation, shown)}"

    async def _page(self, conversation: str, messages: list[dict[str, Any]]) -> str:
        shown = messages or self._parts.words.welcome()
        link = await self._link(conversation, shown)
        return f"{self._wechat.say('private')}\n{link}\n{self._wechat.say('again')}"

    async def _link(self, conversation: str, shown: list[dict[str, Any]]) -> str:
        name = await asyncio.to_thread(self._parts.records.make_link, conversation, shown)
        return f"{self._parts.settings.chat_url}/wechat/continue/{self._parts.sessions.sign_choice(LINKS, name)}"
