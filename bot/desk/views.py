"""The read-only pages: two lists, and one page for each letter and case."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk.asked import read_asked
from bot.desk.desk import desk_of
from bot.desk.queues import Queue
from bot.desk.records import CASES, LARGEST_ID, LETTERS, Found, find_case, find_letter
from bot.desk.sign_in import HOME


async def home(request: Request) -> Response:
    """The first list."""
    return RedirectResponse(HOME, 303)


def letters(request: Request) -> Response:
    """The letters, newest first."""
    return _list(request, LETTERS, "letters.html")


def cases(request: Request) -> Response:
    """The cases, newest first."""
    return _list(request, CASES, "cases.html")


def letter(request: Request) -> Response:
    """One letter with its timeline."""
    return _record(request, LETTERS, find_letter, "letter.html")


def case(request: Request) -> Response:
    """One case with its timeline."""
    return _record(request, CASES, find_case, "case.html")


def _list(request: Request, queue: Queue, template: str) -> Response:
    desk = desk_of(request)
    asked = read_asked(request.query_params, queue.choices)
    with desk.records.transaction() as transaction:
        page = queue.page(transaction, asked, desk.today())
        tallies = desk.tallies(transaction)
    return desk.page(request, template, queue=queue, asked=asked, page=page, **tallies)


def _record(request: Request, queue: Queue, find: Callable[[Session, int], Found | None], template: str) -> Response:
    desk, id_ = desk_of(request), request.path_params["id"]
    with desk.records.transaction() as transaction:
        found = find(transaction, id_) if id_ <= LARGEST_ID else None
        tallies = desk.tallies(transaction)
    if found is None:
        raise HTTPException(404)
    row, steps = found
    return desk.page(request, template, queue=queue, row=row, steps=steps, **tallies)
