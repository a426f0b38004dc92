"""A whole edge in memory before a fake dialogue server on a real port."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from actions.content.answers import Answer
from actions.content.laws import load_laws
from actions.content.region import load_region
from bot.channels.app import create_app
from bot.channels.brain import Brain
from bot.channels.failures import Words
from bot.channels.log import build_log
from bot.channels.settings import Settings
from tests.channels.citizen import KIOSK_KEY, Citizen, FakeFiles, FakeReader
from tests.channels.fake_inbox import FakeInbox, served
from tests.channels.wechat_edge import account, api_url, host, hurried, migrated, opened, wechat  # noqa: F401  (fixtures)

INBOX_SECRET = "between-the-edge-and-the-inbox"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def inbox_server() -> Iterator[tuple[FakeInbox, str]]:
    inbox = FakeInbox(INBOX_SECRET)
    with served(inbox, lifespan="off") as url:
        yield inbox, url


@pytest.fixture
def inbox(inbox_server: tuple[FakeInbox, str]) -> FakeInbox:
    inbox_server[0].reset()
    return inbox_server[0]


@pytest.fixture
def settings(inbox_server: tuple[FakeInbox, str], tmp_path: Path) -> Settings:
    return Settings(
        session_key="only-for-tests-0123456789abcdef",
        inbox_secret=INBOX_SECRET,
        rasa_urls=(inbox_server[1],),
        web_root=tmp_path / "dist",
        kiosk_keys=(KIOSK_KEY,),
    )


def answer(id_: str, title: str) -> Answer:
    return Answer(id_, "filing", title, f"{title}的答案。", None, (), (), (), date(2026, 11, 23), None)


@pytest.fixture(scope="session")
def words() -> Words:
    answers = [answer("fee", "收费吗"), answer("how-to-file", "怎么申请")]
    return Words(load_region("shiquan"), {one.id: one for one in answers}, load_laws())


@pytest.fixture
def files() -> FakeFiles:
    return FakeFiles()


@pytest.fixture
def reader() -> FakeReader:
    return FakeReader()


@pytest.fixture
def written() -> io.StringIO:
    """What the edge logs."""
    return io.StringIO()


@pytest.fixture
def logged(written: io.StringIO) -> Callable[[], list[dict[str, Any]]]:
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.fixture
def brain(settings: Settings) -> Brain:
    """Less patient than the real one, so that tests are quick; whoever asks it closes it."""
    return Brain(settings.rasa_urls, settings.inbox_secret, budget=1.0, read=0.6)


@pytest.fixture
def app(
    settings: Settings, brain: Brain, words: Words, files: FakeFiles, reader: FakeReader, written: io.StringIO
) -> FastAPI:
    log = build_log("INFO", written)
    return create_app(settings, brain=brain, words=words, files=files, reader=reader, log=log)


@pytest.fixture
async def citizen(app: FastAPI, brain: Brain, inbox: FakeInbox) -> AsyncIterator[Citizen]:
    citizen = Citizen(app)
    async with citizen.http:
        yield citizen
    await brain.close()


@pytest.fixture
async def stranger(app: FastAPI, inbox: FakeInbox) -> AsyncIterator[Citizen]:
    stranger = Citizen(app, "198.51.100.9")
    async with stranger.http:
        yield stranger
