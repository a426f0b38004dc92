"""The two layers around every page: headers and words for failures outside, the sign-in and the roles inside."""

from __future__ import annotations

import traceback

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.desk.desk import Desk
from bot.desk.headers import HEADERS
from bot.desk.problems import FAULT, problem_of
from bot.desk.roles import may

SIGN_IN, CODE, ENROL, ACCOUNT = "/sign-in", "/sign-in/code", "/sign-in/enrol", "/account"
SIGN_OUT, NEW_PASSWORD = "/sign-out", "/account/password"
# All that a stranger can open; whatever is not listed needs a session, also a route that somebody adds one day.
PUBLIC = frozenset({SIGN_IN, "/healthz", "/assets/desk.css", "/assets/desk.svg"})
# What somebody can open whose password was right and whose second factor is still to come.
HALF_WAY = frozenset({CODE, ENROL, SIGN_OUT})
# What somebody can open who still has a password that another chose.
CHANGING = frozenset({ACCOUNT, NEW_PASSWORD, SIGN_OUT})


class Envelope:
    """Adds the headers and turns every error into a page without details."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app, self._desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = False

        async def send_enveloped(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start":
                began = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        try:
            await self._app(scope, receive, send_enveloped)
        except Exception as error:
            response = self._failed(error)
            if began:
                raise
            await response(scope, receive, send_enveloped)

    def _failed(self, error: Exception) -> Response:
        problem = problem_of(error)
        if problem == FAULT:
            # Neither message nor values: both may hold what a citizen wrote.
            where = traceback.extract_tb(error.__traceback__)[-1]
            self._desk.log.error("failed", error=type(error).__name__, where=f"{where.filename}:{where.lineno}")
        else:
            self._desk.log.error("unavailable", problem=problem, cause=str(error))
        return self._desk.pages.problem(problem)


class Gate:
    """Lets a request through whose session is live and whose role may; others are sent to where they can go on."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app, self._desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            turned_away = await self._turned_away(Request(scope))
            await (turned_away or self._app)(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._app(scope, receive, send)

    async def _turned_away(self, request: Request) -> Response | None:
        path = request.url.path
        if path in PUBLIC:
            return None
        # Off the event loop: finding a session reads the database.
        found = await run_in_threadpool(self._desk.signed_in, request)
        if found is None:
            return RedirectResponse(SIGN_IN, 303)
        request.state.account = account = found.account
        if not found.proved:
            return None if path in HALF_WAY else RedirectResponse(CODE if account.enrolled else ENROL, 303)
        if path in (CODE, ENROL):
            return RedirectResponse("/", 303)
        if account.must_change and path not in CHANGING:
            return RedirectResponse(ACCOUNT, 303)
        return self._refused(request)

    def _refused(self, request: Request) -> Response | None:
        route = route_of(request)
        # What no route answers is left to the router, which says so.
        if route is None or may(request.state.account.role, request.method, route.path):
            return None
        self._desk.log.warning("not_permitted", account=request.state.account.id, route=route.path)
        return self._desk.pages.problem("not-permitted")


def route_of(request: Request) -> Route | None:
    """The route that will answer a request, if one answers its path and method."""
    app: Starlette = request.app
    for route in app.router.routes:
        if route.matches(request.scope)[0] is Match.FULL:
            # The one mount holds the style sheet and the icon, which are public anyway.
            return route if isinstance(route, Route) else None
    return None
