"""Somebody at a browser before a desk, and what tests of the desk share: a clock, keys that count, constants."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pyotp
from argon2 import PasswordHasher

from actions.casework.encryption import Keys

KEY = bytes(range(32))
DESK_KEY = "only-for-tests-0123456789abcdef"
MONDAY = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
NAME, PASSWORD = "演示员", "only-for-tests"
# What the accounts of tests have on their phones.
SECRET = "ONLYFORTESTSONLYFORTESTS23456723"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


def code_at(moment: datetime, secret: str = SECRET) -> str:
    """What the phone shows at a moment."""
    return pyotp.TOTP(secret).at(moment)


class CountingKeys(Keys):
    """Keys that count how many values they open."""

    opened = 0

    def open(self, sealed: bytes, place: str) -> bytes:
        """Decrypt, and count it."""
        self.opened += 1
        return super().open(sealed, place)


class Clerk:
    """Somebody at a browser: keeps cookies, follows nothing on its own, fills in the form it was shown."""

    def __init__(self, app: Any, address: str = "https://desk.test") -> None:
        self.app = app
        transport = httpx.ASGITransport(app, raise_app_exceptions=True)
        self.http = httpx.AsyncClient(transport=transport, base_url=address)
        self._runner = asyncio.Runner()
        self.token = self.name = ""

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request; a form token on the page that comes back is remembered."""
        response = self._runner.run(self.http.request(method, path, **more))
        found = re.search(r'name="token" value="([^"]+)"', response.text)
        self.token = found[1] if found else self.token
        return response

    def get(self, path: str, **query: str) -> httpx.Response:
        """Open a page."""
        return self.send("GET", path, params=query or None)

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Send the form of the page shown last."""
        return self.send("POST", path, data={"token": self.token, **fields})

    def sign_in(self, name: str = NAME, password: str = PASSWORD) -> httpx.Response:
        """Open the sign-in page and try; whoever gets half-way types the code of the phone."""
        response = self.type_password(name, password)
        return self.type_code() if response.headers.get("location") == "/sign-in/code" else response

    def type_password(self, name: str = NAME, password: str = PASSWORD) -> httpx.Response:
        """The first half."""
        self.name = name
        self.get("/sign-in")
        return self.post("/sign-in", name=name, password=password)

    def type_code(self, code: str = "") -> httpx.Response:
        """The second half; of a code that was used already, one waits for the next."""
        clock, used = self.app.state.desk.clock, vars(self.app.state).setdefault("used", set())
        if (self.name, code_at(clock())) in used:
            clock.forward(seconds=30)
        used.add((self.name, code_at(clock())))
        self.get("/sign-in/code")
        return self.post("/sign-in/code", code=code or code_at(clock()))

    def cookie(self) -> str:
        """The one cookie in the browser."""
        (cookie,) = self.http.cookies.jar
        return str(cookie.value)

    def leave(self) -> None:
        """Close the browser."""
        self._runner.run(self.http.aclose())
        self._runner.close()
