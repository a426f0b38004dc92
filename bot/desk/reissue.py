"""Giving a record a new lookup code for somebody who lost the old one and stands at the window.

The number is typed in full: nothing is searched or listed, and the page shows only the first sign of a name.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from actions.casework.reveals import clean_reason
from bot.desk.desk import desk_of
from bot.desk.forms import read_own_form

NO_REASON = "没有补发：请写明理由，5到200个字。"
UNKNOWN = "没有补发：找不到这个编号。请对照回执再看一遍；草稿只保存30天，到期就连编号一起删除了。"


def show_reissue(request: Request) -> Response:
    """The empty form."""
    return _form(request)


async def reissue(request: Request) -> Response:
    """The new code, once; the old one no longer works."""
    form = await read_own_form(request)
    # Off the event loop: the database may wait for its turn to write.
    return await run_in_threadpool(_answer, request, form.get("number", ""), form.get("reason", ""))


def _answer(request: Request, number: str, typed: str) -> Response:
    try:
        reason = clean_reason(typed)
    except ValueError:
        return _form(request, 422, NO_REASON, number, typed)
    return _reissued(request, number, reason)


def _reissued(request: Request, number: str, reason: str) -> Response:
    desk, account = desk_of(request), request.state.account.id
    # Before the code is changed: a page that then failed would leave the citizen without any.
    with desk.records.transaction() as transaction:
        tallies = desk.tallies(transaction)
    done = desk.writer.reissue_code(number, account, reason)
    if done is None:
        desk.log.info("code_not_reissued", account=account)
        return _form(request, 422, UNKNOWN, number, reason)
    desk.log.info("code_reissued", account=account, kind=done.kind.value)
    return desk.page(request, "reissued.html", done=done, reason=reason, **tallies)


def _form(request: Request, status: int = 200, error: str = "", number: str = "", reason: str = "") -> Response:
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        tallies = desk.tallies(transaction)
    return desk.page(request, "reissue.html", status, error=error, number=number, reason=reason, **tallies)
