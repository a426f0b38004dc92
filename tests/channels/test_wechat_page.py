"""The one-time page: what is private is asked there and not in the chat, once, and in the same conversation."""

import re
from datetime import timedelta

import pytest

from actions.content.source import ROOT as KNOWLEDGE
from tests.channels.citizen import MESSAGES, refusal
from tests.channels.fake_inbox import FakeInbox
from tests.channels.wechat_edge import running
from tests.channels.wechat_protocol import links
from tests.channels.wechat_simulator import Wechat

pytestmark = pytest.mark.anyio
ROOT = KNOWLEDGE.parent
ME = "oAnna"
NAME = {
    "type": "field", "text": "请问您叫什么？", "field": "apply_name", "control": "text", "sensitive": True,
    "tools": [{"label": "上一步", "choice": "/back"}],
}  # fmt: skip
PRIVATE = [
    NAME,
    {"type": "field", "text": "电话是多少？", "field": "apply_phone", "control": "phone"},
    {"type": "field", "text": "把事情说一说。", "field": "apply_facts", "control": "longtext"},
    {"type": "field", "text": "请输入查询码。", "field": "status_code", "control": "code"},
    {"type": "field", "text": "有没有材料？", "field": "complaint_evidence", "control": "choice", "upload": "letter", "choices": [{"label": "没有", "choice": "/none"}]},
    {"type": "review", "text": "请核对", "lines": [{"label": "姓名", "value": "张某"}], "choices": [{"label": "存", "choice": "/submit"}]},
    {"type": "receipt", "text": "已经存好", "number": "T2026-000001", "code": "AB2-CD3-EF4", "rung": "草稿"},
    {"type": "file", "text": "申请书", "file": "f-1", "name": "申请书.docx", "effect": "不算递交"},
]  # fmt: skip


async def link_to(wechat: Wechat, inbox: FakeInbox, *messages: dict) -> str:
    inbox.messages = list(messages)
    shown = await wechat.say(ME, "好")
    assert shown
    [link] = links(shown.text)
    return link.removeprefix("https://ask.example")


@pytest.mark.parametrize("private", PRIVATE, ids=[one.get("field", one["type"]) for one in PRIVATE])
async def test_what_is_private_is_neither_asked_nor_shown(wechat: Wechat, inbox: FakeInbox, private: dict) -> None:
    inbox.messages = [{"type": "text", "text": "好的。"}, private]
    shown = await wechat.say(ME, "好")
    assert shown and shown.text.startswith("好的。") and "15分钟" in shown.text
    for secret in (private["text"], "张某", "T2026-000001", "AB2-CD3-EF4"):
        assert secret not in shown.text


async def test_the_page_goes_on_with_the_same_conversation(wechat: Wechat, inbox: FakeInbox) -> None:
    path = await link_to(wechat, inbox, {"type": "text", "text": "好的。"}, NAME)
    opened = await wechat.http.post(path)
    assert opened.status_code == 201
    said = opened.json()
    assert [one["type"] for one in said["messages"]] == ["text", "field"]
    headers = {"Authorization": f"Bearer {said['session']}"}
    inbox.messages = [{"type": "text", "text": "记下了。"}]
    answered = await wechat.http.post(MESSAGES, json={"text": "张三", "field": "apply_name"}, headers=headers)
    assert answered.json()["messages"] == inbox.messages
    assert inbox.seen[-1]["conversation"] == inbox.seen[0]["conversation"] and inbox.seen[-1]["field"] == "apply_name"
    back = await wechat.http.post(MESSAGES, json={"choice": said["messages"][1]["tools"][0]["choice"]}, headers=headers)
    assert back.status_code == 200 and inbox.seen[-1]["choice"] == "/back"
    await wechat.say(ME, "我回来了")
    assert inbox.seen[-1]["conversation"] == inbox.seen[0]["conversation"]


async def test_the_page_is_good_once(wechat: Wechat, inbox: FakeInbox) -> None:
    path = await link_to(wechat, inbox, NAME)
    assert (await wechat.http.post(path)).status_code == 201
    refusal(await wechat.http.post(path), 410, "link-gone")
    gone = await wechat.http.get(path)
    assert gone.status_code == 410 and "已经用过" in gone.text and "<button" not in gone.text


async def test_looking_at_the_page_uses_nothing_up(wechat: Wechat, inbox: FakeInbox) -> None:
    path = await link_to(wechat, inbox, NAME)
    for _ in range(3):  # WeChat's own look at the address, the person's, a reload
        page = await wechat.http.get(path)
        assert page.status_code == 200 and "<button" in page.text and "不经过微信聊天" in page.text
        assert page.headers["referrer-policy"] == "no-referrer" and page.headers["cache-control"] == "no-store"
        assert "请问您叫什么" not in page.text
    assert (await wechat.http.post(path)).status_code == 201


async def test_the_page_ends_after_fifteen_minutes(wechat: Wechat, inbox: FakeInbox) -> None:
    path = await link_to(wechat, inbox, NAME)
    records = wechat.http._transport.app.state.edge.wechat.records  # type: ignore[attr-defined]
    clock = records._clock
    records._clock = lambda: clock() + timedelta(minutes=14, seconds=50)
    assert (await wechat.http.get(path)).status_code == 200
    records._clock = lambda: clock() + timedelta(minutes=15, seconds=1)
    assert (await wechat.http.get(path)).status_code == 410
    refusal(await wechat.http.post(path), 410, "link-gone")


@pytest.mark.parametrize("end", ["x", "~", "", "~AAAAAAAAAAAAAAAAAAAAAA"])
async def test_an_address_that_we_never_made_opens_nothing(wechat: Wechat, inbox: FakeInbox, end: str) -> None:
    path = await link_to(wechat, inbox, NAME)
    forged = (path[:-3] if end == "" else path.rpartition("~")[0]) + end
    refusal(await wechat.http.post(forged), 410, "link-gone")
    assert (await wechat.http.get(forged)).status_code == 410
    assert (await wechat.http.post(path)).status_code == 201


async def test_a_new_page_is_given_on_request_and_shows_no_code_again(wechat: Wechat, inbox: FakeInbox) -> None:
    await link_to(wechat, inbox, PRIVATE[6], NAME)
    shown = await wechat.say(ME, "打开网页")
    assert shown
    [link] = links(shown.text)
    opened = await wechat.http.post(link.removeprefix("https://ask.example"))
    assert [one["type"] for one in opened.json()["messages"]] == ["field"] and len(inbox.seen) == 1


async def test_a_page_of_one_person_speaks_for_nobody_else(wechat: Wechat, inbox: FakeInbox) -> None:
    path = await link_to(wechat, inbox, NAME)
    await wechat.say("oBen", "好")
    session = (await wechat.http.post(path)).json()["session"]
    await wechat.http.post(MESSAGES, json={"text": "我"}, headers={"Authorization": f"Bearer {session}"})
    anna, ben, last = (seen["conversation"] for seen in inbox.seen)
    assert last == anna != ben


async def test_the_page_of_a_photo_takes_the_photo(wechat: Wechat, inbox: FakeInbox, reader) -> None:
    shown = await wechat.say(ME, "", "image")
    assert shown
    [link] = links(shown.text)
    opened = (await wechat.http.post(link.removeprefix("https://ask.example"))).json()
    assert "拍决定书" in opened["messages"][0]["text"]


async def test_who_leaves_leaves_no_page(wechat: Wechat, inbox: FakeInbox) -> None:
    path = await link_to(wechat, inbox, NAME)
    await wechat.say(ME, "", "unsubscribe")
    refusal(await wechat.http.post(path), 410, "link-gone")


async def test_the_parts_of_the_page(wechat: Wechat) -> None:
    script = await wechat.http.get("/wechat/parts/continue.js")
    style = await wechat.http.get("/wechat/parts/continue.css")
    assert script.headers["content-type"].startswith("text/javascript") and 'setItem("yifawen"' in script.text
    assert style.headers["content-type"].startswith("text/css")
    refusal(await wechat.http.get("/wechat/parts/continue.html"), 404, "not-found")


def test_the_script_writes_what_the_web_chat_reads() -> None:
    storage = (ROOT / "bot" / "web" / "src" / "storage.ts").read_text(encoding="utf-8")
    script = (ROOT / "bot" / "channels" / "wechat_parts" / "continue.js").read_text(encoding="utf-8")
    key = re.search(r'const KEY = "(\w+)"', storage)
    kept = re.search(r"type Kept = Pick<State, (.+)>", storage)
    assert key and kept and f'setItem("{key[1]}"' in script
    written = re.search(r"JSON\.stringify\(\{(.+)\}\)", script)
    assert written and {part.split(":")[0].strip() for part in written[1].split(",")} == set(
        re.findall(r'"(\w+)"', kept[1])
    )


async def test_no_token_of_a_page_is_logged(wechat: Wechat, inbox: FakeInbox, written) -> None:
    path = await link_to(wechat, inbox, NAME)
    await wechat.http.get(path)
    session = (await wechat.http.post(path)).json()["session"]
    assert path.rpartition("/")[2] not in written.getvalue() and session not in written.getvalue()


@pytest.fixture
def staffed(opened):
    return lambda: opened(staff=True)


CARD = {
    "type": "handoff", "text": "现在有人。", "open": True,
    "offices": [{"name": "窗口", "address": "待公布", "hours": "上班时间", "phone": None}],
    "lines": [{"label": "紧急", "value": "110"}],
}  # fmt: skip


async def test_in_office_hours_staff_take_over_and_the_card_follows(staffed, account, host, inbox: FakeInbox) -> None:
    inbox.messages = [CARD]
    async with running(staffed(), account, host) as wechat:
        shown = await wechat.say(ME, "转人工")
        assert shown and shown.by == "transfer"
    card = wechat.screens[ME][-1]
    assert card.by == "service" and "正在为您转接" in card.text and "紧急：110" in card.text


@pytest.mark.parametrize(("staff", "is_open"), [(True, False), (False, True)])
async def test_out_of_hours_or_without_staff_the_card_is_the_answer(
    opened, account, host, inbox: FakeInbox, staff, is_open
) -> None:
    inbox.messages = [{**CARD, "open": is_open}]
    async with running(opened(staff=staff), account, host) as wechat:
        shown = await wechat.say(ME, "转人工")
        assert shown and shown.by == "passive" and "窗口\n待公布\n上班时间" in shown.text
