"""People who asked to be called back: a list without phones, a phone shown once for a reason, a call written down."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions.casework.callbacks import called_back
from actions.casework.models_callbacks import Callback
from actions.casework.reveals import clean_reason
from bot.desk.desk import desk_of
from bot.desk.forms import Form, answering
from bot.desk.records import LARGEST_ID

NO_REASON = "没有显示：请写明理由，5到200个字。"
MOST = 200  # rows


def show_callbacks(request: Request) -> Response:
    """Who is waiting, the most urgent first; nothing is opened."""
    return _list(request)


def _phone(request: Request, form: Form) -> Response:
    desk, account = desk_of(request), request.state.account
    try:
        reason = clean_reason(form.get("reason", ""))
    except ValueError:
        return _list(request, 422, NO_REASON)
    with desk.records.transaction() as transaction:
        tallies = desk.tallies(transaction)
    with desk.writer.transaction() as transaction:
        row = _waiting(transaction, request)
        shown = {"id": row.id, "number": row.number, "phone": row.phone, "called": row.called, "about": row.about}
        desk.writer.note(transaction, account.id, "callback.phone_shown", row.number, reason)
    desk.log.info("callback_shown", account=account.id, callback=shown["id"])
    return desk.page(request, "callback.html", shown=shown, **tallies)


show_phone = answering(_phone)


def _called(request: Request, form: Form) -> Response:
    desk, account, reached = desk_of(request), request.state.account, form.get("reached", "")
    if reached not in ("yes", "no"):
        raise HTTPException(400)
    with desk.writer.transaction() as transaction:
        row = _waiting(transaction, request)
        called_back(transaction, row.id, account.id, reached == "yes", desk.clock())
        what = "callback.reached" if reached == "yes" else "callback.missed"
        desk.writer.note(transaction, account.id, what, row.number)
    return RedirectResponse("/callbacks?done=1", 303)


called = answering(_called)


def _waiting(transaction: Session, request: Request) -> Callback:
    id_ = request.path_params["id"]
    row = transaction.get(Callback, id_) if id_ <= LARGEST_ID else None
    if row is None or row.done_at is not None:
        raise HTTPException(404)
    return row


def _list(request: Request, status: int = 200, error: str = "") -> Response:
    desk = desk_of(request)
    columns = (Callback.id, Callback.number, Callback.part_of_day, Callback.asked_on, Callback.due_on, Callback.tries)
    waiting = select(*columns).where(Callback.done_at.is_(None)).order_by(Callback.due_on, Callback.id).limit(MOST)
    with desk.records.transaction() as transaction:
        rows = transaction.execute(waiting).all()
        tallies = desk.tallies(transaction)
    done = request.query_params.get("done") == "1"
    return desk.page(request, "callbacks.html", status, rows=rows, error=error, done=done, **tallies)
