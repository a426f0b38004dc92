"""The pages that only read: two lists, and one page for each letter and case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions.casework import staff
from actions.casework.evidence import evidence_of
from actions.casework.kinds import LetterStep
from actions.casework.models import Case
from actions.casework.reveals import reveals_of
from bot.desk.asked import read_asked
from bot.desk.case_steps import CASE_STEPS
from bot.desk.case_steps import offered as offered_for_case
from bot.desk.desk import desk_of
from bot.desk.queues import Queue
from bot.desk.records import CASES, LARGEST_ID, LETTERS, Found, find_case, find_letter, related
from bot.desk.roles import HOMES
from bot.desk.steps import STEPS, offered

DONE = {step.value for step in STEPS}
CASE_DONE = {step.value: label for step, label in CASE_STEPS.items()} | {"correction": "更正登记"}


async def home(request: Request) -> Response:
    """The first page of the role."""
    return RedirectResponse(HOMES[request.state.account.role], 303)


def letters(request: Request) -> Response:
    """The letters, newest first."""
    return _list(request, LETTERS, "letters.html")


def cases(request: Request) -> Response:
    """The cases, newest first."""
    return _list(request, CASES, "cases.html")


def letter(request: Request, status: int = 200, error: str = "", reason: str = "") -> Response:
    """One letter with its timeline; `error` and the reason typed stand by the form that was refused."""
    step = STEPS.get(LetterStep(request.query_params["done"])) if request.query_params.get("done") in DONE else None
    said = {"error": error, "reason": reason, "done": step or ""}
    return _record(request, LETTERS, find_letter, "letter.html", status, _beside_letter, **said)


def case(request: Request) -> Response:
    """One case with its timeline."""
    done = request.query_params.get("done", "")
    return _record(request, CASES, find_case, "case.html", beside=_beside_case, done=CASE_DONE.get(done, ""))


def oral(request: Request) -> Response:
    """How an oral application is written down, and the way into the chat window that does it."""
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        tallies = desk.tallies(transaction)
    return desk.page(request, "oral.html", chat=f"{desk.chat_url.rstrip('/')}/?start=oral", **tallies)


def _beside_letter(request: Request, transaction: Session, row: Any) -> dict[str, Any]:
    return {
        "offered": offered(row, request.state.account.role),
        "related": related(transaction, row.id, row.duplicate_of),
        "files": evidence_of(transaction, row.id),
    }


def _beside_case(request: Request, transaction: Session, row: Any) -> dict[str, Any]:
    return {"offered": offered_for_case(transaction.get_one(Case, row.id), request.state.account.role)}


def _list(request: Request, queue: Queue, template: str) -> Response:
    desk = desk_of(request)
    asked = read_asked(request.query_params, queue.choices)
    with desk.records.transaction() as transaction:
        page = queue.page(transaction, asked, desk.today())
        tallies = desk.tallies(transaction)
    return desk.page(request, template, queue=queue, asked=asked, page=page, **tallies)


def _record(
    request: Request,
    queue: Queue,
    find: Callable[[Session, int], Found | None],
    template: str,
    status: int = 200,
    beside: Callable[[Request, Session, Any], dict[str, Any]] = lambda *_given: {},
    **said: str,
) -> Response:
    desk, id_ = desk_of(request), request.path_params["id"]
    with desk.records.transaction() as transaction:
        found = find(transaction, id_) if id_ <= LARGEST_ID else None
        reveals = reveals_of(transaction, found[0].number) if found else []
        people = staff.names(transaction) if found else {}
        shown: dict[str, Any] = {"queue": queue, "reveals": reveals, **desk.tallies(transaction), **said}
        shown |= beside(request, transaction, found[0]) if found else {}
    if found is None:
        raise HTTPException(404)
    row, steps = found
    return desk.page(request, template, status, row=row, steps=steps, people=people, **shown)
