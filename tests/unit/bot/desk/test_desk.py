"""What a request works with."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from actions.casework import staff
from bot.desk.desk import Desk, desk_of
from tests.unit.bot.desk.clerk import NAME, Clock


@pytest.fixture
def desk(app: Starlette) -> Iterator[Desk]:
    yield app.state.desk


def asking(app: Starlette, cookie: str = "", name: str = "__Host-yifawen-desk") -> Request:
    headers = [(b"cookie", f"{name}={cookie}".encode())] if cookie else []
    return Request({"type": "http", "method": "GET", "path": "/", "headers": headers, "app": app})


def test_a_request_finds_its_desk(app: Starlette, desk: Desk) -> None:
    assert desk_of(asking(app)) is desk


def test_the_day_is_the_county_s(desk: Desk, clock: Clock) -> None:
    assert desk.today().isoformat() == "2026-11-23"
    clock.forward(hours=13, minutes=30)
    assert desk.today().isoformat() == "2026-11-24"


def test_who_is_signed_in(app: Starlette, desk: Desk) -> None:
    with desk.records.transaction() as transaction:
        account = staff.find(transaction, NAME)
    assert account
    cookie = desk.sessions.open(account, proved=True)
    found = desk.signed_in(asking(app, cookie))
    assert found and found.account.id == account.id
    assert desk.signed_in(asking(app)) is None
    assert desk.signed_in(asking(app, cookie, "yifawen-desk")) is None


def test_the_cookie_s_flags(desk: Desk) -> None:
    response = Response()
    desk.give_cookie(response, "value")
    assert response.headers["set-cookie"].lower() == (
        "__host-yifawen-desk=value; httponly; path=/; samesite=strict; secure"
    )
