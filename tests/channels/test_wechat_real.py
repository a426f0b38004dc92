"""A short talk in WeChat with the real dialogue: a question, a menu key, a form up to its private part, the page, back."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from actions.casework.encryption import Keys
from bot.channels.app import create_app
from bot.channels.settings import read_settings
from bot.channels.wechat_settings import AES_KEY, APP_ID, CHAT_URL, SECRET, TOKEN
from tests.channels.citizen import MESSAGES
from tests.channels.fake_inbox import served
from tests.channels.wechat_edge import AES
from tests.channels.wechat_protocol import Account, links
from tests.channels.wechat_simulator import ApiHost, Wechat
from tests.stack import Stack

pytestmark = [pytest.mark.anyio, pytest.mark.model]
ME = "oAnna"


@pytest.fixture
async def real(stack: Stack, tmp_path: Path, migrated: Path) -> AsyncIterator[Wechat]:
    account = Account(aes=AES)
    host = ApiHost(account)
    shutil.copy(migrated, tmp_path / "wechat.db")
    theirs = stack.processes["channels"].environment
    with served(host, lifespan="off") as api_url:
        own = {TOKEN: account.token, AES_KEY: AES, APP_ID: account.app_id, SECRET: account.secret}
        own |= {
            "YIFAWEN_WECHAT_API": api_url,
            CHAT_URL: "https://ask.example",
            "DATABASE_URL": f"sqlite:///{tmp_path}/wechat.db",
        }
        app = create_app(read_settings({**theirs, **own}), keys=Keys([os.urandom(32)]), files=NoFiles())  # type: ignore[arg-type]
        transport = httpx.ASGITransport(app, client=("203.0.113.81", 40000))
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="https://edge.test") as http,
        ):
            yield Wechat(account, http, host)


class NoFiles:
    def close(self) -> None:
        return


async def test_from_a_question_to_the_page_and_back(real: Wechat) -> None:
    shown = await real.say(ME, "行政复议要交钱吗")
    assert shown and "【" in shown.text and "依据：" in shown.text
    shown = await real.say(ME, "start:complaint", "click")
    assert shown and "您要说的是哪一类" in shown.text and "2. 投诉举报" in shown.text
    shown = await real.say(ME, "2")
    assert shown and "哪个单位" in shown.text
    shown = await real.say(ME, "城关镇某某超市门口的路灯")
    assert shown and "15分钟" in shown.text and "请把事情说一说" not in shown.text
    [link] = links(shown.text)
    opened = (await real.http.post(link.removeprefix("https://ask.example"))).json()
    field = opened["messages"][-1]
    assert field["field"] == "complaint_what"
    headers = {"Authorization": f"Bearer {opened['session']}"}
    body = {"text": "路灯坏了一个月，晚上走路看不见，希望尽快修好。", "field": field["field"]}
    answered = (await real.http.post(MESSAGES, json=body, headers=headers)).json()["messages"]
    assert answered[-1]["field"] == "complaint_named"
    shown = await real.say(ME, "不办了")
    assert shown and shown.by == "passive" and "故障" not in shown.text
