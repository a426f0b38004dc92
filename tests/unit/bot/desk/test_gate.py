"""Nothing without a session: every route is walked, and what breaks inside shows no details."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from bot.desk.accounts import StaffFile
from bot.desk.gate import PUBLIC, SIGN_IN
from tests.unit.bot.desk.clerk import NAME, Clerk, Clock

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
    assert queries == []


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


def test_half_an_hour_of_silence_closes_the_door(clerk: Clerk, clock: Clock) -> None:
    clock.forward(minutes=29)
    assert clerk.get("/letters").status_code == 200
    clock.forward(minutes=31)
    assert clerk.get("/letters").status_code == 303


def test_a_new_password_ends_the_sessions(clerk: Clerk, staff: StaffFile) -> None:
    account = staff.find(NAME)
    assert account
    staff.put(type(account)(id=account.id, name=NAME, password=account.password + "x"))
    assert clerk.get("/letters").status_code == 303


def test_a_removed_account_ends_the_sessions(clerk: Clerk, staff: StaffFile) -> None:
    staff.remove(NAME)
    assert clerk.get("/letters").status_code == 303


def test_a_websocket_gets_no_answer(app: Starlette) -> None:
    async def never(*_given: Any) -> None:
        raise AssertionError

    with pytest.raises(StopIteration):
        app({"type": "websocket", "path": "/letters", "headers": [], "app": app}, never, never).__await__().send(None)  # type: ignore[attr-defined]


@pytest.fixture
def broken(app: Starlette, clerk: Clerk) -> Iterator[Clerk]:
    """A clerk before a page that fails while it holds what a citizen wrote."""

    async def fail(_request: Request) -> Response:
        raise ValueError("张三 13800001234")

    app.router.routes.append(Route("/broken", fail))
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


def test_a_staff_file_open_to_others_closes_the_desk(
    clerk: Clerk, staff: StaffFile, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    staff._path.chmod(0o644)
    response = clerk.get("/letters")
    assert response.status_code == 503
    assert "账号文件读不了" in response.text
    assert logged()[-1]["problem"] == "staff"


def test_a_response_that_breaks_half_way_is_not_answered_twice(app: Starlette, clerk: Clerk) -> None:
    async def half(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise OSError("gone")

    app.router.routes.append(Mount("/half", half))
    with pytest.raises(OSError, match="gone"):
        clerk.get("/half/x")
