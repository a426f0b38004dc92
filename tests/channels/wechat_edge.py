"""An edge with an official account before a simulated WeChat: fixtures for the files test_wechat_*.py."""

from __future__ import annotations

import asyncio
import io
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from actions.casework.encryption import Keys
from actions.casework.migrate import upgrade
from bot.channels.app import create_app
from bot.channels.brain import Brain
from bot.channels.log import build_log
from bot.channels.settings import Settings
from bot.channels.wechat_codec import aes_key
from bot.channels.wechat_settings import Timing, WechatSettings
from tests.channels.fake_inbox import FakeInbox, served
from tests.channels.wechat_protocol import Account
from tests.channels.wechat_simulator import ApiHost, Wechat

AES = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
KEYS = Keys([bytes(range(32))])
PACE = 2.0  # how much faster than in earnest the edge's clock runs in tests that wait
# The machine of the tests may have other things to do, so WeChat is more patient than in earnest, and so is the edge
# where nothing is waited for; wechat_run.py has the real times.
PATIENCE = 60.0
CALM = Timing(reply=30.0, retry=60.0, lease=60.0, call=30.0, restart=0.0)
FAST = Timing(reply=1.6, retry=1.4, look=0.02, lease=6.0, call=5.0, restart=0.0)
WAITING = replace(FAST, restart=8.0, again=0.05)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wechat") / "records.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def account() -> Account:
    return Account(aes=AES)


@pytest.fixture
def host(account: Account) -> Iterator[ApiHost]:
    yield ApiHost(account)


@pytest.fixture
def api_url(host: ApiHost) -> Iterator[str]:
    with served(host, lifespan="off") as url:
        yield url


def wechat_settings(account: Account, api: str, **more: Any) -> WechatSettings:
    usual: dict[str, Any] = {
        "token": account.token,
        "app_id": account.app_id,
        "secret": account.secret,
        "key": aes_key(account.aes) if account.aes else None,
        "api": api,
        "chat_url": "https://ask.example",
        "timing": CALM,
    }
    return WechatSettings(**{**usual, **more})


@pytest.fixture
def opened(
    settings: Settings,
    migrated: Path,
    tmp_path: Path,
    account: Account,
    api_url: str,
    words,
    files,
    written: io.StringIO,
) -> Callable[..., FastAPI]:
    """Makes an edge process; several made in one test share the database."""
    shutil.copy(migrated, tmp_path / "records.db")

    def make(**more: Any) -> FastAPI:
        account_settings = wechat_settings(account, api_url, **more)
        chosen = replace(settings, wechat=account_settings, database_url=f"sqlite:///{tmp_path}/records.db")
        pace = PACE if account_settings.timing is not CALM else 1.0
        brain = Brain(settings.rasa_urls, settings.inbox_secret, budget=7.5 / pace, read=7.0 / pace)
        log = build_log("INFO", written)
        return create_app(chosen, brain=brain, words=words, files=files, log=log, keys=KEYS)

    return make


@asynccontextmanager
async def running(app: FastAPI, account: Account, host: ApiHost) -> AsyncIterator[Wechat]:
    """A simulated WeChat before an edge that is closed properly."""
    transport = httpx.ASGITransport(app, client=("203.0.113.80", 40000))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="https://edge.test") as http,
    ):
        simulated = Wechat(account, http, host, PATIENCE)
        yield simulated
        await asyncio.gather(*simulated.given_up, return_exceptions=True)


@pytest.fixture
async def wechat(
    opened: Callable[..., FastAPI], account: Account, host: ApiHost, inbox: FakeInbox
) -> AsyncIterator[Wechat]:
    async with running(opened(), account, host) as simulated:
        yield simulated


@pytest.fixture
async def hurried(
    opened: Callable[..., FastAPI], account: Account, host: ApiHost, inbox: FakeInbox
) -> AsyncIterator[Wechat]:
    """The same on a faster clock, for tests that wait."""
    async with running(opened(timing=FAST), account, host) as simulated:
        yield simulated
