"""What a request works with: the parts of the desk and who is asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session as Transaction
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from actions.casework.clock import COUNTY_TIME, county_day
from actions.casework.staff import Account
from bot.desk.log import Log
from bot.desk.passwords import Passwords
from bot.desk.reading import Reader
from bot.desk.records import CASES, LETTERS
from bot.desk.rendering import Pages
from bot.desk.roles import may
from bot.desk.sessions import Found, Sessions
from bot.desk.tallies import tally
from bot.desk.writing import Writer


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The parts of one desk."""

    records: Reader
    writer: Writer
    passwords: Passwords
    sessions: Sessions
    pages: Pages
    log: Log
    clock: Callable[[], datetime]
    secure_cookies: bool
    chat_url: str

    @property
    def cookie_name(self) -> str:
        """The prefix lets a browser refuse a cookie that another host or plain HTTP tries to plant."""
        return "__Host-yifawen-desk" if self.secure_cookies else "yifawen-desk"

    def cookie_of(self, request: Request) -> str:
        """The session cookie as the browser sent it."""
        return request.cookies.get(self.cookie_name, "")

    def give_cookie(self, response: Response, cookie: str) -> None:
        """Let the browser keep a cookie until it is closed."""
        response.set_cookie(
            self.cookie_name, cookie, path="/", secure=self.secure_cookies, httponly=True, samesite="strict"
        )

    def signed_in(self, request: Request) -> Found | None:
        """Whose live session the cookie is; raises RecordsUnavailable."""
        return self.sessions.find(self.cookie_of(request))

    def today(self) -> date:
        """The county's calendar day."""
        return county_day(self.clock())

    def tallies(self, transaction: Transaction) -> dict[str, Any]:
        """The counts on top of a page."""
        return {
            "letters_tally": tally(transaction, LETTERS, self.today()),
            "cases_tally": tally(transaction, CASES, self.today()),
        }

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page for the person signed in."""
        account: Account = request.state.account
        usual = {
            "account": account,
            "may": partial(may, account.role),
            "token": self.sessions.form_token(self.cookie_of(request)),
            "as_of": self.clock().astimezone(COUNTY_TIME),
            "today": self.today(),
        }
        return self.pages.page(template, status, **(usual | values))


def desk_of(request: Request) -> Desk:
    """The desk that a request came to."""
    desk: Desk = request.app.state.desk
    return desk
