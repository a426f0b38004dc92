"""No route is forgotten: each one asks for a session or is listed here as public."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from bot.channels.web import session_of

PUBLIC = {
    "/api/chat/sessions": "opens a session",
    "/api/chat/arrivals": "opens a session that was moved here, by a link that works once",
    "/api/offices": "the county's own public facts",
    "/kiosk/enrol": "makes a kiosk known, by a link that works once",
    "/api/procedure/deadline": "counts a period; keeps nothing",
    "/api/procedure/lawsuit": "counts a period; keeps nothing",
    "/api/procedure/clocks": "counts periods; keeps nothing",
    "/api/procedure/office": "counts periods; keeps nothing",
    "/api/procedure/jurisdiction": "finds an authority; keeps nothing",
    "/api/procedure/admissibility": "looks up rules; keeps nothing",
    "/api/procedure/precondition": "looks up a rule; keeps nothing",
    "/api/procedure/track": "looks up a rule; keeps nothing",
    "/api/procedure/standing": "looks up rules; keeps nothing",
    "/api/procedure/triage": "asks up to seven questions; keeps nothing",
    "/api/procedure/tables": "the choices of the above",
    "/healthz": "says only that the process runs",
    "/readyz": "says only whether questions are answered; asks at most once in five seconds",
    "/metrics": "answers this machine and trusted addresses only",
    "/openapi.json": "describes what is public",
    "/wechat": "WeChat's server, which signs every request",
    "/wechat/continue/{token}": "opens one conversation once, by a signed address that is good for 15 minutes",
    "/wechat/parts/{name}": "script and style of that page",
    "/answers": "the reviewed answers as a page",
    "/answers/{id_}": "one reviewed answer as a page",
    "/offices": "the county's own public facts as a page",
    "/respondents": "finds an authority; keeps nothing",
    "/calculator": "counts a period; keeps nothing",
    "/sitemap.xml": "the addresses of those pages",
    "/robots.txt": "what search engines leave alone",
    "/pages.css": "the style of those pages",
    "/": "the page",
    "/assets/{path:path}": "the page's parts",
    "/{name}": "the page's other files",
}


def walked(routes: list[Any]) -> Iterator[Any]:
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from walked(included.routes)
        else:
            yield route


def callables(dependant: Any) -> Iterator[Any]:
    yield dependant.call
    for one in dependant.dependencies:
        yield from callables(one)


def is_authenticated(route: Any) -> bool:
    dependant = getattr(route, "dependant", None)
    return dependant is not None and session_of in set(callables(dependant))


def test_every_route_asks_for_a_session_or_is_public(app: FastAPI) -> None:
    routes = list(walked(app.routes))
    assert len(routes) >= 10
    assert {route.path for route in routes if not is_authenticated(route)} == set(PUBLIC)


@pytest.mark.anyio
async def test_authenticated_routes_refuse_strangers(app: FastAPI, citizen: Any) -> None:
    guarded = [route for route in walked(app.routes) if is_authenticated(route)]
    assert {route.path for route in guarded} == {
        *("/api/chat/messages", "/api/chat/uploads", "/api/chat/files/{file}"),
        *("/api/chat/end", "/api/chat/moves", "/api/chat/ratings"),
    }
    for route in guarded:
        for method in route.methods:
            response = await citizen.http.request(method, route.path.replace("{file}", "x"), json={"text": "hi"})
            assert response.status_code == 401


def test_the_walk_sees_a_forgotten_route(app: FastAPI) -> None:
    @app.get("/api/chat/forgotten")
    async def forgotten() -> None: ...

    unguarded = {route.path for route in walked(app.routes) if not is_authenticated(route)}
    assert unguarded - set(PUBLIC) == {"/api/chat/forgotten"}
