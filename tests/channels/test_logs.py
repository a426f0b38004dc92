"""The log tells what happened and how long it took, and nothing about whom or what."""

import io

import pytest

from actions.casework.entries import StoredFile
from tests.channels.citizen import MESSAGES, Citizen, FakeFiles
from tests.channels.fake_inbox import FakeInbox

pytestmark = pytest.mark.anyio
SECRETS = ["张秘密", "10000000001", "XK7M2Q", "/submit", "复议申请书", "RECEIPT-1"]


async def test_nothing_said_is_logged(
    citizen: Citizen, inbox: FakeInbox, files: FakeFiles, written: io.StringIO
) -> None:
    inbox.messages = [
        {"type": "receipt", "text": "已存", "number": "RECEIPT-1", "code": "XK7M2Q", "rung": "草稿"},
        {"type": "choices", "text": "张秘密", "choices": [{"label": "交", "choice": "/submit"}]},
        {"type": "张秘密", "10000000001": 1},
        {"type": "answer", "id": ["张秘密"], "title": "t", "text": "t", "basis": []},
    ]
    await citizen.open()
    messages = await citizen.say("我叫张秘密，电话10000000001", field="apply_facts")
    await citizen.choose(messages[1]["choices"][0]["choice"])
    await citizen.send(text="张秘密", 张秘密="10000000001")
    await citizen.send(choice="/submit~张秘密")
    await citizen.send(text="张秘密" * 300)
    await citizen.http.get("/张秘密")
    await citizen.http.get("/api/chat/files/10000000001")
    await citizen.http.get("/nothing", params={"q": "10000000001"})
    for mode in ("garbage", "store", "slow"):
        inbox.mode = mode
        await citizen.say("我叫张秘密")
    files.kept["f", inbox.seen[0]["conversation"]] = StoredFile(name="复议申请书", media_type="text/plain", content=b"")
    await citizen.http.get("/api/chat/files/f")
    token = citizen.opened["session"]
    for secret in [*SECRETS, token, token.split(".")[0], inbox.seen[0]["conversation"], "203.0.113.7"]:
        assert secret not in written.getvalue()


async def test_a_line_a_request(citizen: Citizen, inbox: FakeInbox, logged) -> None:
    await citizen.open()
    response = await citizen.send(text="你好")
    opened, asked = logged()
    assert asked["event"] == "request" and asked["level"] == "info" and asked["process"] == "edge"
    assert (asked["method"], asked["route"], asked["status"]) == ("POST", MESSAGES, 200)
    assert asked["channel"] == "web" and asked["duration_ms"] >= 0 and asked["timestamp"].endswith("Z")
    assert asked["request_id"] == response.headers["x-request-id"] != opened["request_id"]
    assert asked["conversation"] == opened["conversation"] and len(asked["conversation"]) == 12
    assert set(asked["conversation"]) <= set("0123456789abcdef")


async def test_a_failure_is_named(citizen: Citizen, inbox: FakeInbox, logged) -> None:
    await citizen.open()
    inbox.mode = "store"
    await citizen.say("你好")
    line = logged()[-1]
    assert (line["failure"], line["cause"], line["status"], line["level"]) == ("store_down", "503", 200, "warning")


async def test_a_refusal_is_named(citizen: Citizen, logged) -> None:
    await citizen.send(text="你好")
    assert (logged()[-1]["problem"], logged()[-1]["status"]) == ("bad_token", 401)


async def test_a_dropped_message_is_named_without_its_content(citizen: Citizen, inbox: FakeInbox, logged) -> None:
    inbox.messages = [{"type": "text", "text": "好"}, {"type": "notice", "text": "好", "level": "张秘密"}]
    await citizen.open()
    await citizen.say("你好")
    assert logged()[-1]["cause"] == "notice.level: literal_error"


async def test_the_route_is_logged_and_never_the_path(citizen: Citizen, logged) -> None:
    await citizen.http.get("/api/chat/files/10000000001")
    await citizen.http.get("/a/b/c")
    assert [line["route"] for line in logged()] == ["/api/chat/files/{file}", "none"]


async def test_a_store_of_counters_that_fails_lets_citizens_through(citizen: Citizen, app, inbox, logged) -> None:
    async def broken(*args: object) -> bool:
        raise ConnectionError("redis at 10.0.0.9 is gone")

    app.state.edge.limits._counters.hit = broken
    await citizen.open()
    assert (await citizen.say("你好"))[0]["type"] == "answer"
    warning = logged()[0]
    assert (warning["event"], warning["level"], warning["cause"]) == ("limits_failed", "warning", "ConnectionError")
