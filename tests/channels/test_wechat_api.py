"""Calls to WeChat: one token for all, each refusal told apart, nothing that waits for ever."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from actions.casework.migrate import upgrade
from actions.casework.wechat import WechatRecords
from actions.content.region import load_region
from actions.content.source import ContentError
from bot.channels import wechat_menu
from bot.channels.wechat_api import Api, ApiRefused
from bot.channels.wechat_settings import Timing
from bot.channels.wechat_words import ITEM_CHARACTERS, load_menu, load_wechat, uploaded
from tests.channels.fake_inbox import free_port
from tests.channels.wechat_edge import KEYS, wechat_settings
from tests.channels.wechat_simulator import ApiHost

pytestmark = pytest.mark.anyio
ME = "oAnna"
SEND = "/cgi-bin/message/custom/send"
TOKEN = "/cgi-bin/stable_token"
FAST = Timing(call=2.0, look=0.02)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[WechatRecords]:
    upgrade(f"sqlite:///{tmp_path}/records.db")
    opened = WechatRecords(f"sqlite:///{tmp_path}/records.db", KEYS)
    yield opened
    opened.close()


@pytest.fixture
async def api(account, api_url: str, records: WechatRecords, host: ApiHost) -> AsyncIterator[Api]:
    host.left[ME] = 5
    api = Api(wechat_settings(account, api_url, timing=FAST), records)
    yield api
    await api.close()


async def test_a_token_is_fetched_once_and_kept(api: Api, host: ApiHost) -> None:
    for text in ("一", "二"):
        await api.send(ME, text)
    assert host.calls == [TOKEN, SEND, SEND]
    assert [shown.text for shown in host.screens[ME]] == ["一", "二"]


async def test_many_at_once_in_several_processes_fetch_one_token(
    api: Api, host: ApiHost, records: WechatRecords, account, api_url
) -> None:
    others = [Api(wechat_settings(account, api_url, timing=FAST), records) for _ in range(3)]
    tokens = await asyncio.gather(*(one.token() for one in [api, *others, *others]))
    assert set(tokens) == {"token-0"} and host.calls.count(TOKEN) == 1
    for other in others:
        await other.close()


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_token_that_is_taken_no_more_is_fetched_anew_once(api: Api, host: ApiHost, code: int) -> None:
    host.failing = ["ok", code]
    await api.send(ME, "好")
    assert host.calls == [TOKEN, SEND, TOKEN, SEND] and host.screens[ME][-1].text == "好"
    host.failing = [code, "ok", code]
    with pytest.raises(ApiRefused) as caught:
        await api.send(ME, "好")
    assert caught.value.code == code and host.calls.count(TOKEN) == 3


async def test_a_token_that_somebody_else_replaced_is_not_dropped(api: Api, records: WechatRecords) -> None:
    first = await api.token()
    records.drop_token("wx0123456789abcdef", "an older one")
    assert await api.token() == first


@pytest.mark.parametrize("code", [45015, 45047])
async def test_a_used_up_quota_is_told_apart(api: Api, host: ApiHost, code: int) -> None:
    host.failing = ["ok", code]
    with pytest.raises(ApiRefused) as caught:
        await api.send(ME, "好")
    assert caught.value.quota and host.calls.count(SEND) == 1


@pytest.mark.parametrize("failure", ["garbage", "huge", "slow", 48001, -1])
async def test_whatever_comes_instead_is_a_refusal_and_soon(api: Api, host: ApiHost, failure: object) -> None:
    host.failing = ["ok", failure]
    began = time.monotonic()
    with pytest.raises(ApiRefused) as caught:
        await api.send(ME, "好")
    assert not caught.value.quota and time.monotonic() - began < 2 * FAST.call + 2


async def test_a_wrong_secret_is_named_by_its_code(account, api_url: str, records: WechatRecords) -> None:
    api = Api(wechat_settings(account, api_url, secret="another", timing=FAST), records)
    with pytest.raises(ApiRefused, match="40125"):
        await api.send(ME, "好")
    await api.close()


async def test_nobody_at_the_address_and_no_token_in_the_words(account, records: WechatRecords) -> None:
    api = Api(wechat_settings(account, f"http://127.0.0.1:{free_port()}", timing=FAST), records)
    with pytest.raises(ApiRefused) as caught:
        await api.send(ME, "好")
    assert str(caught.value) == "0" and caught.value.__cause__ is None
    await api.close()


def test_the_menu_fits_wechat_and_leads_somewhere() -> None:
    words = load_wechat(load_region("shiquan"))
    sent = json.loads(uploaded(words.menu, "https://ask.example"))
    assert 1 <= len(sent["button"]) <= 3
    items = [one for top in sent["button"] for one in top.get("sub_button", [top])]
    assert all(len(one["name"].encode()) <= 60 and len(one["name"]) <= ITEM_CHARACTERS for one in items)
    assert all(len(top["name"].encode()) <= 16 for top in sent["button"])
    for one in items:
        assert words.payload(one["key"]) if one["type"] == "click" else one["url"].startswith("https://ask.example/")


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "- {name: 我要办的事, start: apply}",
        "- {name: 办事, start: nothing}",
        "- {name: 办事, answer: nothing}",
        "- {name: 办事}",
        "- {name: 办事, start: apply, page: /}",
        "- {name: 办事, page: x}",
        "- {name: 办事, items: []}",
        "- {name: 办事, items: [{name: 一个太长的名字啊, start: apply}]}",
    ],
)
def test_a_menu_that_would_not_work_stops_the_start(tmp_path: Path, text: str) -> None:
    (tmp_path / "wechat-menu.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError):
        load_menu(tmp_path)


ENVIRONMENT = {
    "YIFAWEN_SESSION_KEY": "q7Zr0pV4nJ2wX9sLkD5tB8mC",
    "YIFAWEN_INBOX_SECRET": "h3Yf6uG1eR8aN5oQzT2vW7xK",
    "YIFAWEN_WECHAT_TOKEN": "countytoken",
    "YIFAWEN_WECHAT_APP_ID": "wx0123456789abcdef",
    "YIFAWEN_WECHAT_SECRET": "of-the-account",
    "YIFAWEN_DATA_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
}


def test_the_menu_is_uploaded(tmp_path: Path, api_url: str, host: ApiHost, capsys) -> None:
    url = f"sqlite:///{tmp_path}/records.db"
    upgrade(url)
    environment = ENVIRONMENT | {
        "DATABASE_URL": url,
        "YIFAWEN_WECHAT_API": api_url,
        "YIFAWEN_CHAT_URL": "https://ask.example/",
    }
    assert wechat_menu.main([], environment) == 0 and "已上传" in capsys.readouterr().out
    assert host.menus == [json.loads(uploaded(load_menu(), "https://ask.example"))]
    host.failing = ["ok", 40018]
    host.expire()
    host.failing = [40018]
    assert wechat_menu.main([], environment) == 1 and "40018" in capsys.readouterr().err
    assert wechat_menu.main([], environment | {"YIFAWEN_WECHAT_TOKEN": ""}) == 1
    assert "YIFAWEN_WECHAT_TOKEN" in capsys.readouterr().err
    assert wechat_menu.main(["--show"], environment) == 0 and "写复议申请" in capsys.readouterr().out
    assert wechat_menu.main([], environment | {"YIFAWEN_WECHAT_SECRET": ""}) == 1
