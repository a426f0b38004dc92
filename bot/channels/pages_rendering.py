"""Pages that need no script: for search engines, for old browsers, and for the time when the dialogue is down.

A refusal on one of these addresses is a page too, not a problem document.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from limits import RateLimitItemPerMinute

from actions.procedure.periods import chinese
from bot.channels.edge import edge_of, note_of, sender
from bot.channels.problems import PROBLEMS, Problem

FOLDER = Path(__file__).with_name("pages")
# Short: an answer that was turned off must not be read from a cache for long.
PUBLIC = "public, max-age=300"
NEVER = "no-store"
# Counted apart from the chat: whoever reads many answers may still ask.
PER_READER = RateLimitItemPerMinute(300, namespace="pages")
READING = ["GET", "HEAD"]

TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def _day(day: date | str) -> str:
    """A day with its weekday."""
    return chinese(day if isinstance(day, date) else date.fromisoformat(day))


# A law takes effect on a date; on which weekday, nobody asks.
TEMPLATES.filters.update(day=_day, plain_day=lambda day: _day(day).partition("（")[0])


async def counted(request: Request) -> None:
    """One more page of this address."""
    await edge_of(request).limits.hit(PER_READER, sender(request))


def page(request: Request, template: str, status: int = 200, caching: str = NEVER, **values: Any) -> HTMLResponse:
    """A template as a response; `path` among the values is where search engines shall send people."""
    edge = edge_of(request)
    values.setdefault("path", None)
    # Not from the Host header: whoever sends a strange one would choose where others are led.
    said = TEMPLATES.get_template(template).render(values, site=edge.settings.chat_url, region=edge.words.region)
    return HTMLResponse(said, status, {"Cache-Control": caching})


class PageRoute(APIRoute):
    """A route whose refusals are read by people in a browser."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The usual handler, with a page for every refusal."""
        handle = super().get_route_handler()

        async def shown(request: Request) -> Response:
            try:
                return await handle(request)
            except Problem as problem:
                return _refusal(request, problem)

        return shown


def _refusal(request: Request, problem: Problem) -> HTMLResponse:
    note_of(request).problem = problem.kind
    row = PROBLEMS[problem.kind]
    text = edge_of(request).words.text(row.words)
    response = page(request, "problem.html", row.status, title=row.title, text=text)
    response.headers.update(problem.headers)
    return response
