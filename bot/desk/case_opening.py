"""A new case by hand: an application on paper that somebody brought to the window gets a number and a lookup code."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from actions.casework import passes
from actions.casework.case_lines import CaseLine, column_name, read_line
from actions.casework.case_writing import put_case
from actions.casework.kinds import Matter, RespondentKind
from actions.casework.models import IssuedReceipt
from actions.casework.receipts import give_code, next_number
from actions.content.region import load_region
from actions.procedure.office import office_term
from bot.desk.desk import desk_of
from bot.desk.forms import Form, answering

PREFIX = "S"  # of a case that has no number in the office's books yet
FIELDS = ("number", "respondent", "respondent_kind", "matter", "received_on", "phone")
LISTS = {"respondent_kind": list(RespondentKind), "matter": list(Matter)}
PASS, KEPT = "case form", timedelta(days=1)
TWICE = "没有登记：这张表已经登记过一次。请到案件列表里看。"
TAKEN = "“案号”已经有了。"


def show_new_case(request: Request) -> Response:
    """The empty form; each can be sent once."""
    return _form(request, {"received_on": desk_of(request).today().isoformat()})


def _open(request: Request, form: Form) -> Response:
    desk, account = desk_of(request), request.state.account
    line = _line(form, desk.today())
    reasons = [str(one) for one in line.reasons]
    if reasons:
        return _form(request, form, 422, reasons)
    with desk.records.transaction() as transaction:
        tallies = desk.tallies(transaction)
    with desk.writer.transaction() as transaction:
        if not passes.spend(transaction, desk.writer.keys, PASS, form.get("once", ""), desk.clock() + KEPT):
            return _form(request, form, 409, [TWICE])
        if line.number and _known(transaction, line.number):
            return _form(request, form, 422, [TAKEN])
        number = line.number or next_number(transaction, PREFIX, desk.today())
        issued = _opened(transaction, request, number, line.values)
        code, row = give_code(desk.writer.keys, issued), issued.case
        transaction.flush()
        desk.writer.note(transaction, account.id, "case.opened", number)
        shown = {"number": number, "code": code, "received_on": line.values["received_on"], "id": row.id if row else 0}
    desk.log.info("case_opened", account=account.id, case=shown["id"])
    return desk.page(request, "case_opened.html", **shown, **tallies)


open_case = answering(_open)


def _line(form: Form, today: date) -> CaseLine:
    cells = {name: form.get(name, "").strip() or None for name in FIELDS}
    # The office's own number may come later; then the case is known by one of ours.
    return read_line(0, {name: cell for name, cell in cells.items() if cell or name != "number"}, today)


def _known(transaction: Session, number: str) -> bool:
    return transaction.scalar(select(IssuedReceipt.id).where(IssuedReceipt.number == number)) is not None


def _opened(transaction: Session, request: Request, number: str, values: Mapping[str, Any]) -> IssuedReceipt:
    review = office_term("review", values["received_on"])
    known = {**values, "number": number, "due_on": review.last_day}
    put_case(transaction, desk_of(request).writer.keys, None, known)
    transaction.flush()
    issued = transaction.scalars(select(IssuedReceipt).where(IssuedReceipt.number == number)).one()
    assert issued.case is not None
    issued.case.events[0].by = request.state.account.id
    return issued


def _form(request: Request, typed: Form, status: int = 200, wrong: list[str] | None = None) -> Response:
    desk, region = desk_of(request), load_region()
    with desk.records.transaction() as transaction:
        tallies = desk.tallies(transaction)
    bodies = [one.name for one in (*region.departments, *region.towns)]
    names = {name: column_name(name) for name in FIELDS}
    values: dict[str, Any] = {"typed": typed, "wrong": wrong or [], "names": names, "lists": LISTS, "bodies": bodies}
    return desk.page(request, "case_new.html", status, once=secrets.token_urlsafe(16), **values, **tallies)
