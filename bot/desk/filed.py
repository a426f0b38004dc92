"""Applications that were filed through the assistant (only where the county made it an official channel).

Drafts are nowhere here: they are the citizen's own, and only the own code opens them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from actions.casework.kinds import Rung
from actions.casework.models import Application, Case, IssuedReceipt
from actions.casework.reveals import clean_reason
from actions.content.region import load_region
from bot.desk.desk import desk_of
from bot.desk.forms import Form, answering
from bot.desk.records import LARGEST_ID

FILED = (Rung.FILED, Rung.ACCEPTED)
MOST = 200  # rows
NO_REASON = "没有显示：请写明理由，5到200个字。"


def _columns(*more: Any) -> Select[*tuple[Any, ...]]:
    columns = (Application.id, IssuedReceipt.number, Application.rung, Application.respondent, Application.matter)
    days = (Application.received_on, Application.last_day, Application.practice)
    joined = select(*columns, *days, Case.id.label("case_id"), Case.number.label("case_number"), *more)
    both = joined.join(IssuedReceipt, IssuedReceipt.application_id == Application.id)
    return both.outerjoin(Case, Case.application_id == Application.id).where(Application.rung.in_(FILED))


def show_applications(request: Request) -> Response:
    """The filed applications, newest first; nothing is opened."""
    desk = desk_of(request)
    newest = _columns().order_by(Application.received_on.desc(), Application.id.desc()).limit(MOST)
    with desk.records.transaction() as transaction:
        rows = transaction.execute(newest).all()
        tallies = desk.tallies(transaction)
    official = load_region().filing == "official"
    return desk.page(request, "applications.html", rows=rows, official=official, **tallies)


def show_application(request: Request, status: int = 200, error: str = "", reason: str = "") -> Response:
    """One filed application; who filed it shows in part."""
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        row = _found(transaction, request, Application.requests, Application.facts, Application.name, Application.phone)
        tallies = desk.tallies(transaction)
    return desk.page(request, "application.html", status, row=row, error=error, reason=reason, person=None, **tallies)


def _person(request: Request, form: Form) -> Response:
    desk, account = desk_of(request), request.state.account
    try:
        reason = clean_reason(form.get("reason", ""))
    except ValueError:
        return show_application(request, 422, NO_REASON, form.get("reason", ""))
    with desk.records.transaction() as transaction:
        tallies = desk.tallies(transaction)
    texts = (Application.requests, Application.facts, Application.name, Application.phone)
    with desk.writer.transaction() as transaction:
        row = _found(transaction, request, *texts, Application.identity_number, Application.address)
        desk.writer.note(transaction, account.id, "application.person_shown", row.number, reason)
    desk.log.info("person_shown", account=account.id, application=row.id)
    return desk.page(request, "application.html", row=row, error="", reason="", person=row, **tallies)


show_person = answering(_person)


def _found(transaction: Session, request: Request, *more: Any) -> Row[*tuple[Any, ...]]:
    id_ = request.path_params["id"]
    row = transaction.execute(_columns(*more).where(Application.id == id_)).one_or_none() if id_ <= LARGEST_ID else None
    if row is None:
        raise HTTPException(404)
    return row
