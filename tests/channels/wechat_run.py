"""Many people, many messages, doubles, slow replies and a restart of the dialogue: each message answered once.

`python -m tests.channels.wechat_run 10000` is the whole run; the suite has a short one. Both have WeChat's own clock.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from actions.casework.encryption import Keys
from actions.casework.migrate import upgrade
from bot.channels.app import create_app
from bot.channels.limits import Limits
from bot.channels.log import build_log
from bot.channels.settings import Settings
from bot.channels.wechat_codec import aes_key
from bot.channels.wechat_settings import WechatSettings
from tests.channels.fake_inbox import FakeInbox, served
from tests.channels.wechat_protocol import Account, message
from tests.channels.wechat_simulator import ApiHost, Wechat

AES = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
SECRET = "between-the-edge-and-the-inbox"
DOUBLES, SLOW, LOST = 0.30, 0.05, 0.01
ANSWERED = re.compile(r"答(\d+)给(wechat-[\w-]+)。")
FAILED = re.compile(r"故障：助手|还没准备好：系统")


class Echo(FakeInbox):
    """A dialogue that answers each text with its number and its conversation, now and then slowly, once not at all."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__(SECRET)
        self.chance, self.down, self.asked = chance, False, Counter[str]()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            return
        body = json.loads((await receive())["body"])
        if self.down:
            await self._send(send, 503, b'{"problem": "not_ready"}')
            return
        self.asked[body["text"]] += 1
        if self.chance.random() < SLOW:
            await asyncio.sleep(4.7 + self.chance.random())
        said = {"type": "text", "text": f"答{body['text'].removeprefix('问')}给{body['conversation']}。"}
        await self._send(send, 200, json.dumps({"messages": [said]}).encode())


@dataclass
class Outcome:
    """What the people of a run saw."""

    messages: int = 0
    deliveries: int = 0
    doubles: int = 0
    answered: int = 0
    failed: int = 0
    notes: int = 0
    late_sent: int = 0
    asked_twice: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    misdirected: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Crowd:
    """People who write one message after the other, all at the same time."""

    wechat: Wechat
    inbox: Echo
    chance: random.Random
    written: dict[str, list[int]] = field(default_factory=dict)
    doubles: int = 0
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    async def live(self, person: str, numbers: list[int]) -> None:
        self.written[person] = numbers
        for number in numbers:
            # Not a bare number: after an apology with a menu that would be a choice.
            xml = message(person, "text", f"问{number}", id_=10_000_000 + number)
            lose = 1 if self.chance.random() < LOST else 0
            double = self.chance.random() < DOUBLES
            if double and not lose:
                self.doubles += 1
                self.tasks.append(asyncio.create_task(self.double(person, xml)))
            await self.wechat.post(person, xml, lose=lose)

    async def double(self, person: str, xml: str) -> None:
        """The same again, before or after the first is answered; WeChat shows what it gets."""
        await asyncio.sleep(self.chance.random() * 0.5)
        for _ in range(3):
            if (elements := await self.wechat.deliver(xml)) is not None:
                self.wechat.show(person, elements)
                return

    async def restart(self, total: int) -> None:
        """The dialogue is away in the middle of the run."""
        while sum(self.inbox.asked.values()) < total // 2:
            await asyncio.sleep(0.05)
        self.inbox.down = True
        await asyncio.sleep(1.0)
        self.inbox.down = False

    async def rest(self, person: str) -> None:
        """Whatever is still kept for a person."""
        while len(seen(self.wechat, person)) < len(self.written[person]):
            before = len(seen(self.wechat, person))
            await self.wechat.say(person, "继续")
            if len(seen(self.wechat, person)) == before:
                break


def seen(wechat: Wechat, person: str) -> list[str]:
    """Every answer on a person's screen: its number, or that it failed."""
    texts = "\n".join(shown.text for shown in wechat.screens[person])
    return [found[1] for found in ANSWERED.finditer(texts)] + ["failed" for _ in FAILED.finditer(texts)]


async def run(total: int, folder: Path, people: int = 4, seed: int = 20261126) -> Outcome:
    """A run of `total` messages; what was wrong stands in `wrong`."""
    chance, account = random.Random(seed), Account(aes=AES)
    inbox, host = Echo(chance), ApiHost(account)
    upgrade(f"sqlite:///{folder}/records.db")
    with served(inbox, lifespan="off") as inbox_url, served(host, lifespan="off") as api_url:
        app = edge(account, inbox_url, api_url, folder)
        async with app.router.lifespan_context(app), _client(app) as http:
            wechat = Wechat(account, http, host)
            crowd = Crowd(wechat, inbox, chance)
            began = time.monotonic()
            shares = {f"oPerson{n}": list(range(n, total, people)) for n in range(people)}
            away = asyncio.create_task(crowd.restart(total))
            await asyncio.gather(*(crowd.live(person, numbers) for person, numbers in shares.items()))
            await asyncio.gather(away, *crowd.tasks)
            turns = app.state.edge.wechat.turns
            while turns._running or turns._sending:  # what is slow is still under way
                await asyncio.sleep(0.1)
            await asyncio.gather(*(crowd.rest(person) for person in shares))
            await asyncio.gather(*wechat.given_up, return_exceptions=True)
            return judged(crowd, time.monotonic() - began)


def edge(account: Account, inbox_url: str, api_url: str, folder: Path, secret: str = SECRET) -> Any:
    """An edge as it is served, but without limits."""
    wechat = WechatSettings(
        token=account.token,
        app_id=account.app_id,
        secret=account.secret,
        key=aes_key(AES),
        api=api_url,
    )
    settings = Settings(
        session_key="only-for-tests-0123456789abcdef",
        inbox_secret=secret,
        rasa_urls=(inbox_url,),
        database_url=f"sqlite:///{folder}/records.db",
        wechat=wechat,
    )
    log = build_log("ERROR", sys.stderr)
    app = create_app(settings, log=log, keys=Keys([bytes(32)]), files=_NoFiles())  # type: ignore[arg-type]
    # What one person may send a minute is tested elsewhere; here each sends as fast as answers come.
    speaker = app.state.edge.wechat.turns._speaker
    object.__setattr__(speaker._parts, "limits", _NoLimits("memory://"))
    return app


class _NoLimits(Limits):
    async def hit(self, limit: Any, who: str) -> None:
        return


class _NoFiles:
    def close(self) -> None:
        return


def _client(app: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://edge.test")


def judged(crowd: Crowd, seconds: float) -> Outcome:
    """Counts, and compares what each person wrote with what stands on the screen."""
    wechat, owners = crowd.wechat, {}
    outcome = Outcome(deliveries=wechat.deliveries, doubles=crowd.doubles, seconds=seconds, slowest=wechat.slowest)
    for person, numbers in crowd.written.items():
        found = Counter(seen(wechat, person))
        outcome.messages += len(numbers)
        outcome.failed += found.pop("failed", 0)
        outcome.answered += sum(found.values())
        outcome.wrong += [f"{person} saw {n} {times} times" for n, times in found.items() if times > 1]
        outcome.misdirected += [f"{person} saw the answer to {n}" for n in found if int(n) not in numbers]
        if (total := len(seen(wechat, person))) != len(numbers):
            outcome.wrong.append(f"{person} wrote {len(numbers)} and saw {total}")
        texts = "\n".join(shown.text for shown in wechat.screens[person])
        for one in ANSWERED.finditer(texts):
            owners.setdefault(one[2], set()).add(person)
        outcome.notes += sum("正在处理" in shown.text for shown in wechat.screens[person])
        outcome.late_sent += sum(shown.by == "service" for shown in wechat.screens[person])
        outcome.wrong += [f"{person}: {shown.text}" for shown in wechat.screens[person] if shown.by == "error"]
    outcome.misdirected += [
        f"{conversation} spoke to {len(who)}" for conversation, who in owners.items() if len(who) > 1
    ]
    outcome.asked_twice = sum(times > 1 for times in crowd.inbox.asked.values())
    return outcome


def main() -> int:
    """The whole run from the command line; says what came out."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as folder:
        outcome = asyncio.run(run(total, Path(folder), people=max(8, total // 400)))
    for name, value in vars(outcome).items():
        sys.stdout.write(f"{name}: {value[:20] if isinstance(value, list) else value}\n")
    return 1 if outcome.wrong or outcome.misdirected or outcome.asked_twice else 0


if __name__ == "__main__":
    sys.exit(main())
