"""A clerk who signs in at the desk and screens whatever comes in, through its pages, all day and through every kill."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime

import httpx
import pyotp

from actions.casework.encryption import Keys
from actions.casework.kinds import Role
from actions.casework.models_staff import StaffAccount
from bot.desk.passwords import Passwords
from bot.desk.reading import Reader
from bot.desk.writing import Writer
from tests.unit.bot.desk.clerk import CHEAP, PASSWORD, SECRET

ACCOUNT, NAME = "s-00000001", "演示员"
PAUSE = 0.05  # seconds


def hire(url: str, keys: Keys) -> None:
    """Give the clerk an account whose password and phone are known here."""
    reader = Reader(url, keys)
    row = {"id": ACCOUNT, "name": NAME, "role": Role.CLERK, "password": Passwords(CHEAP).hashed(PASSWORD)}
    with Writer(reader.engine, keys, lambda: datetime.now(UTC)).transaction() as transaction:
        transaction.add(StaffAccount(**row, totp=SECRET, enrolled=True))
    reader.close()


class Clerk:
    """Works in a thread of its own; `done` are the letters of which the desk said that they are screened."""

    def __init__(self, url: str) -> None:
        self._url, self._stopped = url, threading.Event()
        # The desk keeps its session over a restart, and so does the browser.
        self._http = httpx.Client(base_url=url, timeout=10, verify=False)
        self.done: list[int] = []
        self.interrupted = 0
        self._cut_off = False
        self.problem: BaseException | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Sign in, with the second factor, and begin."""
        self._send("/sign-in", name=NAME, password=PASSWORD)
        answer = self._send("/sign-in/code", code=pyotp.TOTP(SECRET).now())
        assert answer.headers["location"] == "/", answer.text
        self._thread.start()

    def stop(self) -> None:
        """Go home; raises what went wrong in the thread."""
        self._stopped.set()
        self._thread.join(30)
        self._http.close()
        if self.problem:
            raise self.problem

    def _work(self) -> None:
        try:
            while not self._stopped.is_set():
                self._screen_what_waits()
                self._stopped.wait(PAUSE)
        except Exception as problem:
            self.problem = problem

    def _screen_what_waits(self) -> None:
        try:
            page = self._http.get("/letters", params={"state": "received"})
            assert page.status_code in (200, 503), page.headers.get("location", page.status_code)
            for id_ in map(int, re.findall(r'href="/letters/(\d+)"', page.text)):
                answer = self._send(f"/letters/{id_}/screened", stage="do")
                assert answer.status_code in (303, 409, 503), answer.text
                if answer.status_code == 303:
                    self.done.append(id_)
            self._cut_off = False
        except httpx.TransportError:
            # The desk has died: the clerk sees an error of the browser and opens the list again.
            self.interrupted += not self._cut_off
            self._cut_off = True

    def _send(self, path: str, **fields: str) -> httpx.Response:
        """Open a form and send it back filled in, with what it hides."""
        form = self._http.get(path)
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form.text))
        return self._http.post(path, data={**hidden, **fields})
