"""Calls to WeChat's own interface: the access token, late answers (客服消息), the menu; each bounded, none logged.

ApiRefused(code)    WeChat said no; `quota` tells whether only this person gets nothing more for now
    code 0          no usable answer within the time
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx

from actions.casework.wechat import WechatRecords
from bot.channels.wechat_settings import WechatSettings

STALE = (40001, 40014, 42001)  # the token is wrong, or its time is over
QUOTA = (45015, 45047)  # silent for 48 hours or no follower; or all late answers used
LONGEST_REPLY = 64 * 1024  # bytes
MARGIN = 300  # seconds: a token that ends while a call is under way is none
SHORTEST = 60  # seconds


class ApiRefused(Exception):
    """WeChat did not do what it was asked."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code, self.quota = code, code in QUOTA


class Api:
    """One account's way to WeChat."""

    def __init__(self, settings: WechatSettings, records: WechatRecords) -> None:
        self._settings, self._records, self._timing = settings, records, settings.timing
        self._client = httpx.AsyncClient(
            base_url=settings.api,
            timeout=httpx.Timeout(settings.timing.call),
            limits=httpx.Limits(max_connections=20),
            # The token stands in the address, which no proxy of the environment may see.
            trust_env=False,
        )

    async def send(self, openid: str, text: str) -> None:
        """One late answer; raises ApiRefused."""
        message = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        await self.call("/cgi-bin/message/custom/send", json.dumps(message, ensure_ascii=False).encode())

    async def call(self, path: str, body: bytes) -> dict[str, Any]:
        """One call with a token, and one more with a new token if WeChat does not take the first; raises ApiRefused."""
        token = await self.token()
        answer = await self._posted(path, body, token)
        if answer.get("errcode") in STALE:
            await asyncio.to_thread(self._records.drop_token, self._settings.app_id, token)
            answer = await self._posted(path, body, await self.token())
        if code := int(answer.get("errcode") or 0):
            raise ApiRefused(code)
        return answer

    async def token(self) -> str:
        """The access token that all processes share, fetched anew by one of them when it ends; raises ApiRefused."""
        app_id, lease = self._settings.app_id, self._timing.call + 1
        until = asyncio.get_running_loop().time() + lease
        while asyncio.get_running_loop().time() < until:
            if known := await asyncio.to_thread(self._records.token, app_id):
                return known
            if await asyncio.to_thread(self._records.may_fetch, app_id, lease):
                return await self._fetched()
            await asyncio.sleep(self._timing.look)
        raise ApiRefused(0)

    async def _fetched(self) -> str:
        # stable_token, not token: it takes the secret in the body, and a second caller does not undo the first.
        asked = {"grant_type": "client_credential", "appid": self._settings.app_id, "secret": self._settings.secret}
        answer = await self._posted("/cgi-bin/stable_token", json.dumps(asked).encode())
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(seconds, int):
            raise ApiRefused(int(answer.get("errcode") or 0))
        good = max(SHORTEST, seconds - MARGIN)
        await asyncio.to_thread(self._records.save_token, self._settings.app_id, token, good)
        return token

    async def _posted(self, path: str, body: bytes, token: str | None = None) -> dict[str, Any]:
        query = {"access_token": token} if token else None
        try:
            async with asyncio.timeout(self._timing.call):
                request = self._client.build_request("POST", path, content=body, params=query)
                request.headers["Content-Type"] = "application/json"
                response = await self._client.send(request, stream=True)
                try:
                    return _parsed(await _bounded(response))
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.HTTPError):
            # Not chained: its words hold the address, and the address the token.
            raise ApiRefused(0) from None

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()


async def _bounded(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > LONGEST_REPLY:
            raise ApiRefused(0)
    return bytes(body)


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise ApiRefused(0) from fault
    if not isinstance(answer, dict) or not isinstance(answer.get("errcode", 0), int):
        raise ApiRefused(0)
    return answer
