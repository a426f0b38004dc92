"""Nothing without a session: every route is walked, and what breaks inside shows no details."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text, update
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from actions.casework import staff
from actions.casework.models_staff import StaffAccount
from bot.desk import roles
from bot.desk.gate import ACCOUNT, CHANGING, CODE, ENROL, HALF_WAY, PUBLIC, SIGN_IN
from tests.unit.bot.desk.clerk import Clerk, Clock

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OUTSIDE = ["/", "//letters", "/letters/", "/letters/1/", "/Letters", "/docs", "/openapi.json", "/static/x", "/%2e%2e/x"]


def paths(app: Starlette) -> list[str]:
    """Every path the desk answers, with 1 for each parameter."""
    routes = (route.path if isinstance(route, Route) else f"{route.path}/x" for route in app.routes)  # type: ignore[attr-defined]
    return [re.sub(r"\{[^}]*\}", "1", path) for path in routes]


def test_the_walk_knows_every_kind_of_route(app: Starlette) -> None:
    assert all(isinstance(route, Route | Mount) for route in app.routes)
    assert {"/", "/letters", "/letters/1", "/cases", "/cases/1", "/reissue", "/letters/1/contact", "/sign-out"} <= set(
        paths(app)
    )


def test_no_route_gives_anything_to_a_stranger(app: Starlette, stranger: Clerk) -> None:
    for path in [*paths(app), *OUTSIDE]:
        for method in METHODS if path not in PUBLIC else ():
            response = stranger.send(method, path)
            assert (response.status_code, response.headers["location"]) == (303, SIGN_IN), (method, path)
            assert response.content == b""


def test_what_is_public_says_nothing_about_records(stranger: Clerk, queries: list[str]) -> None:
    for path in PUBLIC:
        text = stranger.get(path).text
        assert "演示" not in text and "件" not in text
    # The sign-in page asks whether there is any account at all.
    assert [one for one in queries if "staff.id" not in one and not one.startswith("BEGIN")] == []


def test_only_these_paths_are_public() -> None:
    assert PUBLIC == {"/sign-in", "/healthz", "/assets/desk.css", "/assets/desk.svg"}


def test_a_route_that_somebody_adds_is_closed(app: Starlette, stranger: Clerk) -> None:
    async def added(_request: Request) -> Response:
        return Response("secret")

    app.router.routes.append(Route("/added", added))
    assert stranger.get("/added").status_code == 303


def test_a_signed_cookie_without_a_session_opens_nothing(stranger: Clerk) -> None:
    stranger.get("/sign-in")
    assert stranger.cookie()
    assert stranger.get("/letters").status_code == 303


def test_a_quarter_of_an_hour_of_silence_closes_the_door(clerk: Clerk, clock: Clock) -> None:
    clock.forward(minutes=14)
    assert clerk.get("/letters").status_code == 200
    clock.forward(minutes=16)
    assert clerk.get("/letters").status_code == 303


def test_a_new_password_ends_the_sessions(app: Starlette, clerk: Clerk) -> None:
    with app.state.desk.writer.transaction() as transaction:
        staff.set_password(transaction, "s-00000001", "another hash", must_change=False)
    assert clerk.get("/letters").status_code == 303


def test_a_disabled_account_ends_the_sessions(app: Starlette, clerk: Clerk) -> None:
    with app.state.desk.writer.transaction() as transaction:
        staff.set_disabled(transaction, "s-00000001", True)
    assert clerk.get("/letters").status_code == 303


def test_half_way_in_nothing_opens_but_the_second_half(app: Starlette, stranger: Clerk) -> None:
    assert stranger.type_password().headers["location"] == CODE
    for path in paths(app):
        if path not in PUBLIC | HALF_WAY:
            response = stranger.get(path)
            assert (response.status_code, response.headers["location"]) == (303, CODE), path
            assert response.content == b""


def test_a_password_that_another_chose_opens_nothing_but_its_change(app: Starlette, clerk: Clerk) -> None:
    with app.state.desk.writer.transaction() as transaction:
        transaction.execute(update(StaffAccount).values(must_change=True))
    for path in paths(app):
        if path not in PUBLIC | CHANGING | {CODE, ENROL}:
            assert clerk.get(path).headers["location"] == ACCOUNT, path
    assert "别人替您设的" in clerk.get(ACCOUNT).text


def test_a_websocket_gets_no_answer(app: Starlette) -> None:
    async def never(*_given: Any) -> None:
        raise AssertionError

    with pytest.raises(StopIteration):
        app({"type": "websocket", "path": "/letters", "headers": [], "app": app}, never, never).__await__().send(None)  # type: ignore[attr-defined]


@pytest.fixture
def broken(app: Starlette, clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clerk]:
    """A clerk before a page that fails while it holds what a citizen wrote."""

    async def fail(_request: Request) -> Response:
        raise ValueError("张三 13800001234")

    app.router.routes.append(Route("/broken", fail))
    monkeypatch.setitem(roles.MAY, "GET /broken", roles.EVERYONE)
    yield clerk


def test_a_fault_is_a_page_without_details(broken: Clerk, logged: Callable[[], list[dict[str, Any]]]) -> None:
    response = broken.get("/broken")
    assert response.status_code == 500
    assert "工作台出了故障" in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert "13800001234" not in response.text
    (entry,) = [one for one in logged() if one["event"] == "failed"]
    assert entry["error"] == "ValueError" and "test_gate.py" in entry["where"]
    assert "13800001234" not in str(logged())


def test_accounts_that_cannot_be_read_close_the_desk(
    app: Starlette, clerk: Clerk, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    with app.state.desk.records.engine.begin() as breaking:
        breaking.execute(text("ALTER TABLE staff RENAME TO gone"))
    response = clerk.get("/letters")
    assert response.status_code == 503
    assert "记录现在读不了" in response.text
    assert logged()[-1]["problem"] == "records"


def test_a_response_that_breaks_half_way_is_not_answered_twice(app: Starlette, clerk: Clerk) -> None:
    async def half(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise OSError("gone")

    app.router.routes.append(Mount("/half", half))
    with pytest.raises(OSError, match="gone"):
        clerk.get("/half/x")
