"""The two layers around every page: headers and words for failures outside, the sign-in inside."""

from __future__ import annotations

import traceback

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.desk.desk import Desk
from bot.desk.headers import HEADERS
from bot.desk.problems import FAULT, problem_of

SIGN_IN = "/sign-in"
# All that a stranger can open; whatever is not listed needs a session, also a route that somebody adds one day.
PUBLIC = frozenset({SIGN_IN, "/healthz", "/assets/desk.css", "/assets/desk.svg"})


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
    """Lets a request through whose session is live, or whose path is public; others are sent to the sign-in."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app, self._desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and not self._may_pass(Request(scope)):
            await RedirectResponse(SIGN_IN, 303)(scope, receive, send)
        elif scope["type"] in ("http", "lifespan"):
            await self._app(scope, receive, send)

    def _may_pass(self, request: Request) -> bool:
        if request.url.path in PUBLIC:
            return True
        request.state.account = self._desk.signed_in(request)
        return request.state.account is not None
