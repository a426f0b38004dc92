"""The table of roles: every route of the desk stands in it, and nothing but routes of the desk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from actions.casework.kinds import Role
from bot.desk.gate import CODE, ENROL, PUBLIC
from bot.desk.rendering import SECTIONS
from bot.desk.roles import ACCOUNTS, AUDIT, CASEWORK, HOMES, MAY, REVIEW, may
from tests.unit.bot.desk.clerk import Clerk


def calls(app: Starlette) -> set[str]:
    """Every method and path behind the sign-in, as the table writes them."""
    routes = [route for route in app.routes if isinstance(route, Route)]
    return {
        f"{method} {route.path}"
        for route in routes
        for method in (route.methods or set()) - {"HEAD"}
        if route.path not in PUBLIC | {CODE, ENROL}
    }


def test_each_route_names_its_roles_and_each_row_a_route(app: Starlette) -> None:
    assert calls(app) == set(MAY)
    assert all(MAY.values())


@pytest.mark.parametrize("role", Role)
def test_a_walk_past_every_door(app: Starlette, signed_in: Callable[[Role], Clerk], role: Role) -> None:
    browser = signed_in(role)
    for call in sorted(calls(app)):
        method, path = call.split(" ")
        # A form without a token is refused by the page itself: whoever gets so far was let in.
        response = browser.send(method, re.sub(r"\{[^}]*\}", "1", path), data={} if method == "POST" else None)
        shut = "这一步不归您的岗位办" in response.text
        assert shut == (role not in MAY[call]), call
        assert response.status_code == 403 if shut else response.status_code in (200, 303, 403, 404), call


def test_an_unknown_route_opens_for_nobody() -> None:
    assert not any(may(role, "GET", "/added") for role in Role)
    assert not any(may(role, "DELETE", "/letters") for role in Role)


def test_who_asks_for_the_head_may_what_who_asks_for_the_page_may() -> None:
    assert may(Role.CLERK, "HEAD", "/letters") and not may(Role.AUDITOR, "HEAD", "/letters")


def test_powers_are_kept_apart() -> None:
    assert REVIEW <= CASEWORK
    assert not CASEWORK & ACCOUNTS and not CASEWORK & AUDIT and not ACCOUNTS & AUDIT
    assert {role for role in Role if may(role, "POST", "/staff")} == {Role.ADMINISTRATOR}
    assert not any(may(Role.ADMINISTRATOR, *call.split(" ")) for call in MAY if "/letters" in call or "/cases" in call)
    writes = {call for call in MAY if call.startswith("POST") and may(Role.AUDITOR, *call.split(" "))}
    assert writes == {"POST /sign-out", "POST /account/password"}


@pytest.mark.parametrize("role", Role)
def test_everybody_starts_where_she_may_be(signed_in: Callable[[Role], Clerk], role: Role) -> None:
    browser = signed_in(role)
    assert browser.get("/").headers["location"] == HOMES[role]
    assert browser.get(HOMES[role]).status_code == 200


@pytest.mark.parametrize("role", Role)
def test_the_menu_offers_what_opens(signed_in: Callable[[Role], Clerk], role: Role) -> None:
    browser = signed_in(role)
    offered = set(re.findall(r'<li><a href="([^"]+)"', browser.get(HOMES[role]).text.partition("</nav>")[0]))
    assert offered == {address for address, *_ in SECTIONS if may(role, "GET", address)}
    assert all(browser.get(address).status_code == 200 for address in offered)
