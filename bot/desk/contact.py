"""Showing the writer of one letter in full: by a form with a reason, once, and never by an address."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from actions.casework.reveals import clean_reason
from bot.desk.desk import desk_of
from bot.desk.forms import read_own_form
from bot.desk.records import LARGEST_ID
from bot.desk.views import letter

NO_REASON = "没有显示：请写明理由，5到200个字。"


async def show_contact(request: Request) -> Response:
    """Name and contact of a letter, after the row about it is written."""
    form = await read_own_form(request)
    # Off the event loop: the database may wait for its turn to write.
    return await run_in_threadpool(_answer, request, form.get("reason", ""))


def _answer(request: Request, typed: str) -> Response:
    try:
        reason = clean_reason(typed)
    except ValueError:
        return letter(request, 422, NO_REASON, typed)
    return _shown(request, reason)


def _shown(request: Request, reason: str) -> Response:
    desk, id_, account = desk_of(request), request.path_params["id"], request.state.account.id
    with desk.records.transaction() as transaction:
        tallies = desk.tallies(transaction)
    found = desk.writer.show_contact(id_, account, reason) if id_ <= LARGEST_ID else None
    if found is None:
        raise HTTPException(404)
    desk.log.info("contact_shown", account=account, letter=id_)
    return desk.page(request, "contact.html", id=id_, found=found, reason=reason, **tallies)
