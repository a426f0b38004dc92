"""Many people of WeChat before the real model: each message is answered once, to its own writer, in their order.

`python -m tests.channels.wechat_real 80` starts the whole stack and says what came out; the suite has 60 people.
"""

from __future__ import annotations

import asyncio
import random
import re
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from actions.casework.migrate import upgrade
from actions.content.answers import load_answers
from bot.launcher.model import MODEL
from tests.channels.fake_inbox import served
from tests.channels.wechat_protocol import Account
from tests.channels.wechat_run import AES, FAILED, _client, edge
from tests.channels.wechat_simulator import ApiHost, Wechat
from tests.stack import Stack

OTHERS = ("你好", "我要投诉", "转人工", "查办理进度", "我要申请行政复议", "今天天气怎么样", "1", "谢谢", "😀")
WITHIN = 20.0  # seconds in which the people begin
TITLE = re.compile(r"【(.+?)】")


@dataclass
class Real:
    """What the people saw."""

    people: int = 0
    messages: int = 0
    answered: int = 0
    failed: int = 0
    notes: int = 0
    late_sent: int = 0
    questions: int = 0
    titled: int = 0  # questions whose answer has the title that was asked
    seconds: float = 0.0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)


def asked_by(people: int, chance: random.Random) -> dict[str, list[str]]:
    """Three messages for each: two titles of answers that nobody else asks, and something else."""
    titles = [one.title for one in load_answers().values() if one.variant_of is None and len(one.title) >= 6]
    chance.shuffle(titles)
    found = {}
    for n in range(people):
        mine = [*titles[2 * n : 2 * n + 2], chance.choice(OTHERS)]
        chance.shuffle(mine)
        found[f"oReal{n}"] = mine
    return found


async def run(people: int, folder: Path, inbox_url: str, secret: str, seed: int = 20261126) -> Real:
    """All of them begin within twenty seconds and write on as soon as something appears."""
    chance, account = random.Random(seed), Account(aes=AES)
    host, asked, found = ApiHost(account), asked_by(people, chance), Real(people)
    upgrade(f"sqlite:///{folder}/records.db")
    with served(host, lifespan="off") as api_url:
        app = edge(account, inbox_url, api_url, folder, secret)
        async with app.router.lifespan_context(app), _client(app) as http:
            wechat = Wechat(account, http, host)
            began = time.monotonic()
            starts = {person: chance.random() * WITHIN for person in asked}

            async def live(person: str) -> None:
                await asyncio.sleep(starts[person])
                for text in asked[person]:
                    await wechat.say(person, text)

            await asyncio.gather(*map(live, asked))
            turns = app.state.edge.wechat.turns
            while turns._running or turns._sending:
                await asyncio.sleep(0.1)
            await asyncio.gather(*wechat.given_up, return_exceptions=True)
            found.seconds, found.slowest = time.monotonic() - began, wechat.slowest
    for person, texts in asked.items():
        _judged(found, person, texts, [(shown.text, shown.by) for shown in wechat.screens[person]])
    return found


def _judged(found: Real, person: str, texts: list[str], screen: list[tuple[str, str]]) -> None:
    answers = [text for text, by in screen if "正在处理" not in text]
    titles = [title for text in answers for title in TITLE.findall(text)]
    mine = [text for text in texts if text not in OTHERS]
    found.messages += len(texts)
    found.answered += len(answers)
    found.failed += sum(bool(FAILED.search(text)) for text in answers)
    found.notes += sum("正在处理" in text for text, _ in screen)
    found.late_sent += sum(by == "service" for _, by in screen)
    found.questions += len(mine)
    found.titled += sum(one in titles for one in mine)
    found.wrong += [f"{person}: {text}" for text, by in screen if by == "error"]
    if len(answers) != len(texts):
        found.wrong.append(f"{person} wrote {len(texts)} and was answered {len(answers)} times")
    if len(titles) != len(set(titles)):
        found.wrong.append(f"{person} saw an answer twice: {titles}")


def main() -> int:
    """The run from the command line, on a stack of its own."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 80
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as data:
        stack = Stack(Path(data), MODEL)
        try:
            stack.start("actions", "rasa", "channels")
            found = asyncio.run(run(people, Path(folder), f"http://127.0.0.1:{stack.ports.rasa}", secret_of(stack)))
        finally:
            stack.stop()
    for name, value in vars(found).items():
        sys.stdout.write(f"{name}: {value}\n")
    return 1 if found.wrong else 0


def secret_of(stack: Stack) -> str:
    """What the edge shows the inbox."""
    return stack.processes["channels"].environment["YIFAWEN_INBOX_SECRET"]


if __name__ == "__main__":
    sys.exit(main())
