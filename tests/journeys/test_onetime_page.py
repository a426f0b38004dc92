"""The one-time page of WeChat in a phone's browser: opens once, within fifteen minutes, the one conversation it is for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from actions.casework.migrate import upgrade
from bot.channels.app import create_app
from bot.channels.settings import WEB_ROOT, Settings
from bot.channels.wechat_codec import aes_key
from bot.channels.wechat_settings import WechatSettings
from tests.channels.citizen import FakeFiles, FakeReader
from tests.channels.fake_inbox import FakeInbox, served
from tests.channels.wechat_edge import AES, CALM, KEYS
from tests.channels.wechat_protocol import Account, links, message
from tests.journeys.citizen import Citizen
from tests.journeys.clean import assert_clean
from tests.journeys.conftest import opened_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (WEB_ROOT / "index.html").is_file(), reason="网页还没有生成（make run 会生成）"),
]
SECRET = "between-the-edge-and-the-inbox"
NAME = {"type": "field", "text": "请问您叫什么？", "field": "apply_name", "control": "text", "sensitive": True}
THANKS = {"type": "text", "text": "记下了。可以回微信接着聊。"}


@dataclass
class Chat:
    """The official account before an edge in this process; `said` writes to it as a person in WeChat."""

    url: str
    app: Any
    inbox: FakeInbox
    account: Account

    def said(self, openid: str, text: str) -> str:
        query, body = self.account.packed(message(openid, "text", text))
        answer = httpx.post(f"{self.url}/wechat", params=query, content=body, timeout=30)
        return self.account.opened(answer.content)["Content"]

    def link(self, openid: str) -> str:
        """The address of a page where somebody's name is asked."""
        self.inbox.messages = [NAME]
        [link] = links(self.said(openid, "我要申请"))
        return link.replace("https://ask.example", self.url)


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    database = tmp_path_factory.mktemp("onetime") / "records.db"
    upgrade(f"sqlite:///{database}")
    inbox, account = FakeInbox(SECRET), Account(aes=AES)
    with served(inbox, lifespan="off") as url:
        wechat = WechatSettings(
            token=account.token,
            app_id=account.app_id,
            secret=account.secret,
            key=aes_key(AES),
            api=url,
            chat_url="https://ask.example",
            timing=CALM,
        )
        settings = Settings(
            session_key="only-for-tests-0123456789abcdef",
            inbox_secret=SECRET,
            rasa_urls=(url,),
            database_url=f"sqlite:///{database}",
            wechat=wechat,
        )
        app = create_app(settings, files=FakeFiles(), reader=FakeReader(), keys=KEYS)  # type: ignore[arg-type]
        with served(app) as address:
            yield Chat(address, app, inbox, account)
    shutil.rmtree(database.parent)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    yield from opened_page(browser, "phone")


def test_the_page_goes_on_where_the_chat_was(chat: Chat, phone: Page, pictures: Path | None) -> None:
    link = chat.link("oAnna")
    conversation = chat.inbox.seen[-1]["conversation"]
    phone.goto(link)
    assert_clean(phone, "one-time page")
    expect(phone.locator("main")).to_contain_text("只能打开一次")
    assert "请问您叫什么" not in phone.content(), "looking at it shows nothing private"
    if pictures:
        phone.screenshot(path=pictures / "page.png")
    button = phone.locator("#open")
    box = button.bounding_box()
    assert box and box["height"] >= 44 and box["width"] > 300
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.id") == "open"
    phone.keyboard.press("Enter")
    expect(phone.get_by_test_id("message-field")).to_contain_text("请问您叫什么")
    assert_clean(phone, "the chat after it")
    assert phone.url == f"{chat.url}/", "the address that opens it is not left in the bar"
    chat.inbox.messages = [THANKS]
    Citizen.on(phone).fill("演示甲")
    expect(phone.get_by_test_id("message-text").last).to_contain_text("记下了")
    last = chat.inbox.seen[-1]
    assert (last["conversation"], last["field"], last["text"]) == (conversation, "apply_name", "演示甲")
    phone.reload()
    expect(phone.get_by_test_id("message-text").last).to_contain_text("记下了")


def test_it_opens_once(chat: Chat, phone: Page, browser: Browser) -> None:
    link = chat.link("oBen")
    for other in opened_page(browser, "phone"):
        other.goto(link)
        phone.goto(link)
        other.locator("#open").click()
        expect(other.get_by_test_id("message-field")).to_be_visible()
        phone.locator("#open").click()
        expect(phone.locator("#said")).to_contain_text("已经用过")
        assert_clean(phone, "used by somebody else meanwhile")
        assert phone.evaluate("sessionStorage.length") == 0
    phone.reload()
    expect(phone.locator("main")).to_contain_text("已经用过")
    expect(phone.locator("#open")).to_have_count(0)
    assert_clean(phone, "used")


def test_it_opens_within_fifteen_minutes(chat: Chat, phone: Page) -> None:
    link = chat.link("oCem")
    phone.goto(link)
    records = chat.app.state.edge.wechat.records
    clock = records._clock
    records._clock = lambda: clock() + timedelta(minutes=15, seconds=1)
    try:
        phone.locator("#open").click()
        expect(phone.locator("#said")).to_contain_text("过了15分钟")
        phone.reload()
        expect(phone.locator("#open")).to_have_count(0)
    finally:
        records._clock = clock


def test_a_page_of_one_person_shows_nothing_of_another(chat: Chat, phone: Page) -> None:
    mine, theirs = chat.link("oDora"), chat.link("oEmil")
    conversations = [seen["conversation"] for seen in chat.inbox.seen[-2:]]
    assert len(set(conversations)) == 2
    for link, conversation in zip((mine, theirs), conversations, strict=True):
        phone.goto(link)
        phone.locator("#open").click()
        expect(phone.get_by_test_id("message-field")).to_be_visible()
        chat.inbox.messages = [THANKS]
        Citizen.on(phone).fill("演示乙")
        assert chat.inbox.seen[-1]["conversation"] == conversation


def test_without_a_network_it_says_so_and_uses_nothing_up(chat: Chat, phone: Page) -> None:
    phone.goto(chat.link("oFei"))
    phone.context.set_offline(True)
    phone.locator("#open").click()
    expect(phone.locator("#said")).to_contain_text("网络好像断了")
    phone.context.set_offline(False)
    phone.locator("#open").click()
    expect(phone.get_by_test_id("message-field")).to_be_visible()
