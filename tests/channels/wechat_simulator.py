"""WeChat as a whole: people with screens, deliveries with retries and doubles, and the api host with its quota.

Times are those of WeChat's documents unless a test gives it more patience. A delivery that is not answered within 5 seconds is dropped and
sent again, three times in all, each time with a fresh signature; an answer that comes too late is thrown away.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import httpx

from tests.channels.wechat_protocol import Account, message

PATIENCE, TIMES = 5.0, 3
LONGEST = 2048  # bytes
QUOTA = 5


@dataclass
class Shown:
    """Something on a person's screen."""

    text: str
    by: str  # passive, service, transfer, error


@dataclass
class Wechat:
    """One account's WeChat."""

    account: Account
    http: httpx.AsyncClient
    host: ApiHost
    patience: float = PATIENCE
    screens: dict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    slowest: float = 0.0
    deliveries: int = 0
    given_up: list[asyncio.Task[httpx.Response]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.host.screens = self.screens

    async def say(self, openid: str, text: str, kind: str = "text", **more: Any) -> Shown | None:
        """One message of a person, as often as it takes; what appeared as its passive answer."""
        return await self.post(openid, message(openid, kind, text), kind, **more)

    async def post(self, openid: str, xml: str, kind: str = "text", *, lose: int = 0) -> Shown | None:
        """Delivers; `lose` answers get lost on the way, so that WeChat tries again."""
        if kind not in ("view", "position", "unsubscribe"):
            event = kind in ("click", "scan", "subscribe", "subscribe_scene")
            self.host.allow(openid, 3 if event else QUOTA)
        for attempt in range(TIMES):
            again = asyncio.create_task(asyncio.sleep(self.patience))
            elements = await self.deliver(xml)
            if elements is not None and attempt >= lose:
                again.cancel()
                return self._show(openid, elements)
            await again
        return self._shown(openid, "该公众号暂时无法提供服务", "error")

    async def deliver(self, xml: str) -> dict[str, str] | None:
        """One delivery; None when it was not answered in time or badly."""
        query, body = self.account.packed(xml)
        clock = asyncio.get_running_loop().time
        self.deliveries += 1
        began = clock()
        sent = asyncio.create_task(self.http.post("/wechat", params=query, content=body))
        # Given up, not cancelled: the edge goes on with what it has begun.
        await asyncio.wait({sent}, timeout=self.patience)
        if not sent.done():
            self.given_up.append(sent)
            return None
        if sent.exception():
            return None
        response = sent.result()
        self.slowest = max(self.slowest, clock() - began)
        if response.status_code != 200:
            return None
        return self.account.opened(response.content)

    def _show(self, openid: str, elements: dict[str, str]) -> Shown | None:
        if not elements:
            return None
        assert elements["ToUserName"] == openid and elements["FromUserName"] == "gh_county"
        if elements["MsgType"] == "transfer_customer_service":
            return self._shown(openid, "", "transfer")
        assert elements["MsgType"] == "text"
        return self._shown(openid, elements["Content"], "passive")

    def show(self, openid: str, elements: dict[str, str] | None) -> Shown | None:
        """What a delivery that somebody else made brings onto the screen."""
        return None if elements is None else self._show(openid, elements)

    def _shown(self, openid: str, text: str, by: str) -> Shown:
        assert len(text.encode()) <= LONGEST, f"{len(text.encode())} bytes"
        shown = Shown(text, by)
        self.screens[openid].append(shown)
        return shown


class ApiHost:
    """api.weixin.qq.com as an ASGI application."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.screens: dict[str, list[Shown]] = defaultdict(list)
        self.left: dict[str, int] = defaultdict(int)
        self.tokens: list[str] = []
        self.menus: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.failing: list[Any] = []  # what the next calls answer instead: a code, "slow", "garbage", "huge", "gone"
        self.unauthorised = False

    def allow(self, openid: str, amount: int) -> None:
        """A person did something: so many service messages are free."""
        self.left[openid] = max(amount, self.left[openid] if amount < QUOTA else 0)

    def expire(self) -> None:
        """The token that is out is worth nothing any more."""
        self.tokens.append("")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            event = await receive()
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        self.calls.append(scope["path"])
        query = {key: values[0] for key, values in parse_qs(scope["query_string"].decode()).items()}
        answer = await self._answer(scope["path"], query, body)
        headers = [(b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def _answer(self, path: str, query: dict[str, str], body: bytes) -> bytes:
        if self.failing and (failure := self.failing.pop(0)) != "ok":
            if failure == "slow":
                await asyncio.sleep(30)
            if failure in ("garbage", "huge"):
                return b"<html>" if failure == "garbage" else b" " * 300_000
            return json.dumps({"errcode": failure, "errmsg": "told to"}).encode()
        if path == "/cgi-bin/stable_token":
            return self._token(json.loads(body))
        if not self.tokens or query.get("access_token") != self.tokens[-1]:
            return json.dumps({"errcode": 42001 if self.tokens else 40001, "errmsg": "access_token"}).encode()
        return json.dumps(self._done(path, body)).encode()

    def _token(self, asked: dict[str, Any]) -> bytes:
        if (asked["appid"], asked["secret"]) != (self.account.app_id, self.account.secret):
            return b'{"errcode": 40125, "errmsg": "invalid appsecret"}'
        self.tokens.append(f"token-{len(self.tokens)}")
        return json.dumps({"access_token": self.tokens[-1], "expires_in": 7200}).encode()

    def _done(self, path: str, body: bytes) -> dict[str, Any]:
        if path == "/cgi-bin/menu/create":
            assert b"\\u" not in body
            self.menus.append(json.loads(body))
            return {"errcode": 0, "errmsg": "ok"}
        assert path == "/cgi-bin/message/custom/send"
        if self.unauthorised:
            return {"errcode": 48001, "errmsg": "api unauthorized"}
        sent = json.loads(body)
        openid, text = sent["touser"], sent["text"]["content"]
        if self.left[openid] < 1:
            return {"errcode": 45047, "errmsg": "out of response count limit"}
        self.left[openid] -= 1
        assert len(text.encode()) <= LONGEST
        self.screens[openid].append(Shown(text, "service"))
        return {"errcode": 0, "errmsg": "ok"}
