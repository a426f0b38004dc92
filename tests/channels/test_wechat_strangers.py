"""Who is not WeChat, or not just now, gets nothing; what is malformed stops nobody else."""

import time
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.channels.app import create_app
from bot.channels.settings import SettingsError, read_settings
from tests.channels.citizen import Citizen, refusal
from tests.channels.fake_inbox import FakeInbox
from tests.channels.wechat_edge import AES, running
from tests.channels.wechat_protocol import Account, message
from tests.channels.wechat_simulator import Wechat

pytestmark = pytest.mark.anyio
ME = "oAnna"
BOMB = (
    '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]>'
    "<xml><ToUserName>gh</ToUserName><FromUserName>oAnna</FromUserName><CreateTime>1</CreateTime>"
    "<MsgType>text</MsgType><Content>&lol2;</Content><MsgId>1</MsgId></xml>"
)
FILE = BOMB.replace('<!ENTITY lol "lol">', '<!ENTITY lol SYSTEM "file:///etc/passwd">')
MALFORMED = [
    "",
    "<xml>",
    "not xml",
    "<html></html>",
    "<xml></xml>",
    "\x00",
    "<xml>" + "<a>1</a>" * 200 + "</xml>",
    BOMB,
    FILE,
]


@pytest.fixture
def plain() -> Account:
    return Account()


async def post(wechat: Wechat, query: dict[str, Any], body: bytes) -> httpx.Response:
    return await wechat.http.post("/wechat", params=query, content=body)


async def test_the_address_is_verified(wechat: Wechat, account: Account) -> None:
    answer = await wechat.http.get("/wechat", params={**account.query(), "echostr": "5927782489442352469"})
    assert (answer.status_code, answer.text) == (200, "5927782489442352469")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "wrong", [{"signature": ""}, {"signature": "0" * 40}, {"signature": "行政"}, {"nonce": "other"}, {"timestamp": "1"}]
)
async def test_a_wrong_verification_is_refused(wechat: Wechat, account: Account, wrong: dict[str, str]) -> None:
    answer = await wechat.http.get("/wechat", params={**account.query(), "echostr": "1", **wrong})
    refusal(answer, 403, "wechat-refused")


async def test_nothing_at_all_is_refused(wechat: Wechat) -> None:
    refusal(await wechat.http.get("/wechat"), 403, "wechat-refused")
    refusal(await wechat.http.post("/wechat"), 403, "wechat-refused")


@pytest.mark.parametrize(
    "wrong", [{"msg_signature": "0" * 40}, {"msg_signature": ""}, {"nonce": "other"}, {"timestamp": "7"}]
)
async def test_a_wrong_signature_is_refused(
    wechat: Wechat, account: Account, inbox: FakeInbox, wrong: dict[str, str]
) -> None:
    query, body = account.packed(message(ME, "text", "你好"))
    refusal(await post(wechat, {**query, **wrong}, body), 403, "wechat-refused")
    assert inbox.seen == []


@pytest.mark.parametrize("seconds", [-400, 400, -10_000_000])
async def test_a_stale_signature_is_refused(wechat: Wechat, account: Account, inbox: FakeInbox, seconds: int) -> None:
    query, body = account.packed(message(ME, "text", "你好"), at=int(time.time()) + seconds)
    refusal(await post(wechat, query, body), 403, "wechat-refused")
    answer = await wechat.http.get("/wechat", params={**account.query(at=int(time.time()) + seconds), "echostr": "1"})
    refusal(answer, 403, "wechat-refused")
    assert inbox.seen == []


@pytest.mark.parametrize("timestamp", ["", "x", "-5", "1e9", "９", "1" * 40])
async def test_a_timestamp_that_is_none_is_refused(wechat: Wechat, account: Account, timestamp: str) -> None:
    signature = account.sha(timestamp, "n")
    answer = await wechat.http.get("/wechat", params={"signature": signature, "timestamp": timestamp, "nonce": "n"})
    refusal(answer, 403, "wechat-refused")


async def test_plain_text_is_refused_in_safe_mode(wechat: Wechat, account: Account, inbox: FakeInbox) -> None:
    refusal(await post(wechat, account.query(), message(ME, "text", "你好").encode()), 403, "wechat-refused")
    assert inbox.seen == []


async def test_a_message_for_another_account_is_refused(wechat: Wechat, account: Account, inbox: FakeInbox) -> None:
    query = account.query()
    sealed = account.encrypted(message(ME, "text", "你好").encode(), app_id="wxanother")
    signed = {**query, "msg_signature": account.sha(query["timestamp"], query["nonce"], sealed)}
    refusal(await post(wechat, signed, f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode()), 403, "wechat-refused")
    assert inbox.seen == []


@pytest.mark.parametrize("sealed", ["", "AAAA", "x" * 64, "行政", "QUJDRA==" * 8])
async def test_rubbish_with_a_right_signature_is_refused(wechat: Wechat, account: Account, sealed: str) -> None:
    query = account.query()
    signed = {**query, "msg_signature": account.sha(query["timestamp"], query["nonce"], sealed)}
    refusal(await post(wechat, signed, f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode()), 403, "wechat-refused")


@pytest.mark.parametrize("body", MALFORMED, ids=range(len(MALFORMED)))
async def test_malformed_xml_is_refused_inside_the_envelope_too(
    wechat: Wechat, account: Account, inbox: FakeInbox, body: str
) -> None:
    refusal(await post(wechat, *account.packed(body)), 403, "wechat-refused")
    refusal(await post(wechat, account.query(), body.encode()), 403, "wechat-refused")
    assert inbox.seen == []


@pytest.mark.parametrize("body", MALFORMED, ids=range(len(MALFORMED)))
async def test_malformed_xml_is_refused_in_plain_mode(
    opened, plain: Account, host, inbox: FakeInbox, body: str
) -> None:
    async with running(opened(key=None), plain, host) as wechat:
        refusal(await post(wechat, plain.query(), body.encode()), 403, "wechat-refused")
        assert inbox.seen == []


async def test_what_is_too_large_is_not_read(wechat: Wechat, account: Account, inbox: FakeInbox) -> None:
    query, body = account.packed(message(ME, "text", "字" * 6000))
    refusal(await post(wechat, query, body), 413, "too-large")
    assert inbox.seen == []


async def test_plain_mode_speaks_plainly(opened, plain: Account, host, inbox: FakeInbox) -> None:
    async with running(opened(key=None), plain, host) as wechat:
        shown = await wechat.say(ME, "要交钱吗 & <谢谢>")
        assert shown and "不收费" in shown.text and inbox.seen[0]["text"] == "要交钱吗 & <谢谢>"


async def test_a_signature_is_good_for_one_body(opened, plain: Account, host, inbox: FakeInbox) -> None:
    async with running(opened(key=None), plain, host) as wechat:
        query = plain.query()
        assert (await post(wechat, query, message(ME, "text", "一").encode())).status_code == 200
        refusal(await post(wechat, query, message(ME, "text", "二").encode()), 403, "wechat-refused")
        refusal(await post(wechat, query, message("oBen", "text", "一").encode()), 403, "wechat-refused")
        assert [seen["text"] for seen in inbox.seen] == ["一"]


async def test_a_recorded_request_gets_no_answer_out_of_us_later(
    opened, plain: Account, host, inbox: FakeInbox
) -> None:
    async with running(opened(key=None), plain, host) as wechat:
        query, body = plain.packed(message(ME, "text", "我的事"))
        assert (await post(wechat, query, body)).status_code == 200
        assert (await post(wechat, query, body)).text == "success"
        door = wechat.http._transport.app.state.edge.wechat  # type: ignore[attr-defined]
        clock = door.records._clock
        door.records._clock = lambda: clock() + timedelta(minutes=6)
        refusal(await post(wechat, query, body), 403, "wechat-refused")
        assert len(inbox.seen) == 1


async def test_whoever_guesses_is_slowed(wechat: Wechat) -> None:
    statuses = {(await wechat.http.get("/wechat", params={"signature": "x"})).status_code for _ in range(301)}
    assert statuses == {403, 429}


async def test_without_an_account_there_is_nothing_and_the_start_says_so(app, citizen: Citizen, logged) -> None:
    for method, path in (
        ("GET", "/wechat"),
        ("POST", "/wechat"),
        ("GET", "/wechat/continue/x"),
        ("GET", "/wechat/parts/continue.js"),
    ):
        refusal(await citizen.http.request(method, path), 404, "not-found")
    async with app.router.lifespan_context(app):
        pass
    assert [line["wechat"] for line in logged() if line["event"] == "started"] == [
        "no official account: YIFAWEN_WECHAT_TOKEN is not set"
    ]


GOOD = {
    "YIFAWEN_SESSION_KEY": "q7Zr0pV4nJ2wX9sLkD5tB8mC",
    "YIFAWEN_INBOX_SECRET": "h3Yf6uG1eR8aN5oQzT2vW7xK",
    "YIFAWEN_WECHAT_TOKEN": "countytoken",
    "YIFAWEN_WECHAT_APP_ID": "wx0123456789abcdef",
    "YIFAWEN_WECHAT_SECRET": "of-the-account",
}


def test_the_settings_of_an_account() -> None:
    found = read_settings(GOOD | {"YIFAWEN_WECHAT_AES_KEY": AES, "YIFAWEN_CHAT_URL": "https://ask.example/"}).wechat
    assert found and found.envelope and found.api == "https://api.weixin.qq.com"
    assert (found.chat_url, found.staff) == ("https://ask.example", False)
    assert "countytoken" not in repr(found) and "of-the-account" not in repr(found)
    plain = read_settings(GOOD | {"YIFAWEN_WECHAT_STAFF": "1"}).wechat
    assert plain and plain.envelope is None and plain.staff
    assert read_settings(GOOD | {"YIFAWEN_WECHAT_TOKEN": ""}).wechat is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("YIFAWEN_WECHAT_TOKEN", "a b"),
        ("YIFAWEN_WECHAT_TOKEN", "x" * 33),
        ("YIFAWEN_WECHAT_APP_ID", ""),
        ("YIFAWEN_WECHAT_SECRET", " "),
        ("YIFAWEN_WECHAT_AES_KEY", "short"),
        ("YIFAWEN_WECHAT_AES_KEY", "行" * 43),
        ("YIFAWEN_WECHAT_AES_KEY", "!" * 43),
        ("YIFAWEN_WECHAT_STAFF", "yes"),
        ("YIFAWEN_WECHAT_API", "ftp://x"),
        ("YIFAWEN_CHAT_URL", "javascript:alert(1)"),
    ],
)
def test_a_fault_in_the_settings_stops_the_start_by_its_name(key: str, value: str) -> None:
    with pytest.raises(SettingsError, match=key) as caught:
        read_settings(GOOD | {key: value})
    assert not value.strip() or value not in str(caught.value)


def test_the_start_needs_no_account(settings, words, files) -> None:
    assert create_app(settings, words=words, files=files).state.edge.wechat is None
