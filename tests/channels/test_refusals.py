"""What the edge does not do, and that it says so in Chinese as a problem document."""

import asyncio

import pytest

from bot.channels.limits import NEW_SESSIONS, PER_ADDRESS, PER_SESSION
from bot.channels.sessions import Sessions
from tests.channels.citizen import MESSAGES, SESSIONS, Citizen, refusal
from tests.channels.fake_inbox import FakeInbox

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "\x00\x01", "\u3000"])
async def test_an_empty_text(citizen: Citizen, inbox: FakeInbox, text: str) -> None:
    await citizen.open()
    refusal(await citizen.send(text=text), 422, "bad-text")
    assert inbox.seen == []


@pytest.mark.parametrize(("length", "field"), [(501, None), (2001, "apply_facts"), (10_000, None)])
async def test_a_text_too_long(citizen: Citizen, inbox: FakeInbox, length: int, field: str | None) -> None:
    await citizen.open()
    body = {"text": "a" * length} | ({"field": field} if field else {})
    problem = refusal(await citizen.send(**body), 422, "too-long")
    assert "500" in problem["detail"] and inbox.seen == []


@pytest.mark.parametrize("sign", ["a", "行"])
async def test_ten_thousand_characters(citizen: Citizen, inbox: FakeInbox, sign: str) -> None:
    await citizen.open()
    response = await citizen.http.post(MESSAGES, json={"text": sign * 10_000})
    assert response.status_code in (413, 422) and inbox.seen == []


async def test_a_body_too_large_is_refused_before_it_is_read(citizen: Citizen) -> None:
    await citizen.open()
    refusal(await citizen.http.post(MESSAGES, content=b"{" + b" " * 16 * 1024), 413, "too-large")

    async def pieces():
        while True:
            yield b" " * 1024

    refusal(await citizen.http.post(MESSAGES, content=pieces()), 413, "too-large")


async def test_sixteen_kilobytes_are_read(citizen: Citizen) -> None:
    await citizen.open()
    body = b'{"text": "hi"' + b" " * (16 * 1024 - 14) + b"}"
    sent = await citizen.http.post(MESSAGES, content=body, headers={"Content-Type": "application/json"})
    assert len(body) == 16 * 1024 and sent.status_code == 200


async def test_a_slow_body_is_given_up(citizen: Citizen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.envelope.SLOWEST_BODY", 0.05)

    async def pieces():
        yield b"{"
        await asyncio.sleep(5)

    refusal(await citizen.http.post(SESSIONS, content=pieces()), 408, "too-slow")


@pytest.mark.parametrize(
    "body",
    [
        {"text": "hi", "extra": 1},
        {"text": "hi", "choice": "/x~y"},
        {"choice": "/x~y", "field": "apply_name"},
        {"text": 7},
        {"text": ["hi"]},
        {"text": "hi", "field": "__class__"},
        {"text": "hi", "field": "A b"},
        {},
        [],
        "hi",
        None,
    ],
)
async def test_a_body_of_another_form(citizen: Citizen, inbox: FakeInbox, body: object) -> None:
    await citizen.open()
    refusal(await citizen.http.post(MESSAGES, json=body), 422, "bad-request")
    assert inbox.seen == []


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [
        (b"{", 400, "malformed"),
        (b"", 422, "bad-request"),
        (b"\xff\xfe", 400, "malformed"),
        (b"[" * 16_000, 400, "malformed"),
        (b'{"text": ' + b"9" * 5000 + b"}", 400, "malformed"),
        (b'{"text": "\\ud800"}', 422, "bad-text"),
    ],
)
async def test_a_body_that_is_no_json(citizen: Citizen, content: bytes, status: int, kind: str) -> None:
    await citizen.open()
    response = await citizen.http.post(MESSAGES, content=content, headers={"Content-Type": "application/json"})
    refusal(response, status, kind)


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c", "Zm9v.YmFy.YmF6", "行政复议"])
async def test_no_token_of_ours(citizen: Citizen, inbox: FakeInbox, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": f"Bearer {token}".encode()}
    response = await citizen.http.post(MESSAGES, json={"text": "你好"}, headers=headers)
    refusal(response, 401, "bad-token")
    assert response.headers["www-authenticate"] == "Bearer" and inbox.seen == []


async def test_a_token_with_another_payload_or_key(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    payload, stamp, mac = citizen.opened["session"].split(".")
    foreign, _ = Sessions("another-key-of-another-machine").issue("web")
    for token in (f"{payload}x.{stamp}.{mac}", f"{payload}.{stamp}.{mac[:-2]}AA", f"{payload}.AAAA.{mac}", foreign):
        response = await citizen.http.post(MESSAGES, json={"text": "hi"}, headers={"Authorization": f"Bearer {token}"})
        refusal(response, 401, "bad-token")
    assert inbox.seen == []


async def test_a_token_that_is_no_bearer(citizen: Citizen) -> None:
    await citizen.open()
    for header in (f"Basic {citizen.opened['session']}", citizen.opened["session"]):
        refusal(
            await citizen.http.post(MESSAGES, json={"text": "hi"}, headers={"Authorization": header}), 401, "bad-token"
        )


async def test_an_expired_token(citizen: Citizen, app, settings) -> None:
    await citizen.open()
    app.state.edge.sessions.max_age = -1
    problem = refusal(await citizen.send(text="hi"), 401, "expired-session")
    assert "重新开始" in problem["detail"]


@pytest.mark.parametrize("channel", ["desk", "probe"])
async def test_a_token_of_another_channel(citizen: Citizen, settings, inbox: FakeInbox, channel: str) -> None:
    token, _ = Sessions(settings.session_key).issue(channel)
    response = await citizen.http.post(MESSAGES, json={"text": "hi"}, headers={"Authorization": f"Bearer {token}"})
    refusal(response, 401, "bad-token")
    assert inbox.seen == []


@pytest.mark.parametrize("body", [{"channel": "wechat"}, {"channel": "probe"}, {}, {"channel": "web", "id": "web-1"}])
async def test_a_session_of_no_channel(citizen: Citizen, body: dict) -> None:
    refusal(await citizen.http.post(SESSIONS, json=body), 422, "bad-request")


async def test_a_choice_that_was_never_offered(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    for choice in (
        "/restart",
        "/restart~",
        "~",
        '/ask{"topic": "fee"}',
        "/submit~AAAAAAAAAAAAAAAAAAAAAA",
        "x" * 3000,
        "",
    ):
        refusal(await citizen.send(choice=choice), 422, "not-offered")
    assert inbox.seen == []


async def test_a_choice_offered_to_somebody_else(citizen: Citizen, stranger: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    [message] = await citizen.say("你好")
    await stranger.open()
    refusal(await stranger.send(choice=message["choices"][0]["choice"]), 422, "not-offered")
    assert len(inbox.seen) == 1


async def test_a_choice_with_another_payload(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    [message] = await citizen.say("你好")
    mac = message["choices"][0]["choice"].rpartition("~")[2]
    refusal(await citizen.send(choice=f"/abandon~{mac}"), 422, "not-offered")
    assert len(inbox.seen) == 1


async def test_two_messages_at_once(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    inbox.delay = 0.3
    first, second = await asyncio.gather(citizen.send(text="一"), citizen.send(text="二"))
    assert first.status_code == 200
    refusal(second, 409, "busy")
    assert [seen["text"] for seen in inbox.seen] == ["一"]
    assert (await citizen.send(text="三")).status_code == 200


async def test_two_people_at_once(citizen: Citizen, stranger: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    await stranger.open()
    inbox.delay = 0.2
    both = await asyncio.gather(citizen.send(text="一"), stranger.send(text="二"))
    assert [response.status_code for response in both] == [200, 200]


async def test_more_than_is_allowed_a_minute_in_a_session(citizen: Citizen, inbox: FakeInbox) -> None:
    await citizen.open()
    statuses = [(await citizen.send(text="hi")).status_code for _ in range(PER_SESSION.amount)]
    assert set(statuses) == {200}
    response = await citizen.send(text="hi")
    refusal(response, 429, "rate-limited")
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert len(inbox.seen) == PER_SESSION.amount


async def test_too_many_new_sessions_a_minute_from_an_address(citizen: Citizen, stranger: Citizen) -> None:
    for _ in range(NEW_SESSIONS.amount):
        await citizen.open()
    refusal(await citizen.http.post(SESSIONS, json={"channel": "web"}), 429, "rate-limited")
    await stranger.open()


async def test_too_many_requests_a_minute_from_an_address(citizen: Citizen, stranger: Citizen) -> None:
    tokens = []
    sessions = PER_ADDRESS.amount // PER_SESSION.amount + 1
    for _ in range(sessions):
        await citizen.open()
        tokens.append(citizen.opened["session"])
    for number in range(PER_ADDRESS.amount - sessions):
        headers = {"Authorization": f"Bearer {tokens[number % sessions]}"}
        assert (await citizen.http.post(MESSAGES, json={"text": "hi"}, headers=headers)).status_code == 200
    refusal(await citizen.send(text="hi"), 429, "rate-limited")
    await stranger.open()
    assert (await stranger.send(text="hi")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/api/chat/nothing", 404, "not-found"),
        ("GET", "/nothing/here", 404, "not-found"),
        ("GET", MESSAGES, 405, "not-allowed"),
        ("PUT", SESSIONS, 405, "not-allowed"),
        ("POST", "/healthz", 405, "not-allowed"),
        ("OPTIONS", MESSAGES, 405, "not-allowed"),
        ("GET", "/docs", 404, "not-found"),
        ("GET", "/redoc", 404, "not-found"),
        ("GET", "/wechat/x", 404, "not-found"),
    ],
)
async def test_what_is_not_there(citizen: Citizen, method: str, path: str, status: int, kind: str) -> None:
    response = await citizen.http.request(method, path)
    refusal(response, status, kind)
    if status == 405:
        assert response.headers["allow"]


async def test_a_file_with_an_impossible_name(citizen: Citizen) -> None:
    await citizen.open()
    refusal(await citizen.http.get("/api/chat/files/a.b"), 422, "bad-request")
    refusal(await citizen.http.get("/api/chat/files/..%2F..%2Fetc"), 404, "not-found")
