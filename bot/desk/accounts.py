"""The administrator's page: who may sign in and as what; every change has a reason and stands in the audit log."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from actions.casework import staff
from actions.casework.kinds import Role
from actions.casework.models_staff import LONGEST_NAME
from actions.casework.numbers import ALPHABET
from actions.casework.reveals import clean_reason
from actions.casework.staff import Account, normal_name
from bot.desk.desk import desk_of
from bot.desk.forms import Form, answering

NO_NAME = f"没有建立：账号不能空着，也不能超过 {LONGEST_NAME} 个字。"
TAKEN = "没有建立：这个账号已经有了。"
NO_ROLE = "没有办成：请选一个岗位。"
NO_REASON = "没有办成：请写明理由，5到200个字。"
OWN = "没有办成：不能改自己的账号。请另一位系统管理员来改。"
LAST = "没有办成：这是最后一位系统管理员，改了就没有人能管账号了。"


class NotDone(Exception):
    """Why a change is refused, in Chinese."""


def show_accounts(request: Request) -> Response:
    """All accounts."""
    return _page(request)


def _add(request: Request, form: Form) -> Response:
    desk, name, password = desk_of(request), normal_name(form.get("name", "")), first_password()
    try:
        role, reason = _role(form), _reason(form)
        hashed = desk.passwords.hashed(password)
        with desk.writer.transaction() as transaction:
            if not name or staff.find(transaction, name):
                raise NotDone(TAKEN if name else NO_NAME)
            made = staff.add(transaction, name=name, password=hashed, role=role, must_change=True)
            desk.writer.note(transaction, request.state.account.id, f"staff.added_{role.value}", made.id, reason)
    except NotDone as refused:
        return _page(request, 422, str(refused), form)
    return _page(request, shown=made, password=password)


add_account = answering(_add)


def _change(request: Request, form: Form) -> Response:
    desk, what = desk_of(request), form.get("what", "")
    password = first_password() if what == "password" else ""
    hashed = desk.passwords.hashed(password) if password else ""
    try:
        reason = _reason(form)
        with desk.writer.transaction() as transaction:
            account = _changeable(transaction, request, what, form)
            STEPS[what](transaction, account.id, {**form, "hashed": hashed})
            if account.role is Role.ADMINISTRATOR and not staff.administrators(transaction):
                raise NotDone(LAST)
            noted = f"staff.{what}" + (f"_{form['role']}" if what == "role" else "")
            desk.writer.note(transaction, request.state.account.id, noted, account.id, reason)
    except NotDone as refused:
        return _page(request, 422, str(refused), form)
    return _page(request, shown=account, password=password)


change_account = answering(_change)


def first_password() -> str:
    """A password to hand over on paper, good for one sign-in: 16 signs that nobody confuses."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


def _changeable(transaction: Session, request: Request, what: str, form: Form) -> Account:
    account = staff.find_id(transaction, request.path_params["id"])
    if account is None or what not in STEPS:
        raise HTTPException(404)
    if account.id == request.state.account.id:
        raise NotDone(OWN)
    if what == "role":
        _role(form)
    return account


def _role(form: Form) -> Role:
    try:
        return Role(form.get("role", ""))
    except ValueError:
        raise NotDone(NO_ROLE) from None


def _reason(form: Form) -> str:
    try:
        return clean_reason(form.get("reason", ""))
    except ValueError:
        raise NotDone(NO_REASON) from None


STEPS: dict[str, Callable[[Session, str, Form], None]] = {
    "role": lambda transaction, id_, form: staff.set_role(transaction, id_, Role(form["role"])),
    "password": lambda transaction, id_, form: staff.set_password(transaction, id_, form["hashed"], must_change=True),
    "factor": lambda transaction, id_, _form: staff.forget_factor(transaction, id_),
    "disabled": lambda transaction, id_, _form: staff.set_disabled(transaction, id_, True),
    "enabled": lambda transaction, id_, _form: staff.set_disabled(transaction, id_, False),
    "signed_out_everywhere": lambda transaction, id_, _form: staff.end_sessions(transaction, id_),
}


def _page(
    request: Request,
    status: int = 200,
    error: str = "",
    typed: Form | None = None,
    shown: Account | None = None,
    password: str = "",
) -> Response:
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        people = staff.everyone(transaction)
        tallies = desk.tallies(transaction)
    values = {"people": people, "roles": list(Role), "typed": typed or {}, "shown": shown, "password": password}
    return desk.page(request, "staff.html", status, error=error, **values, **tallies)
