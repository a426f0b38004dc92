"""Taking a step with a case: a form, a look at what it changes and what the applicant will read, and the step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions.casework.case_handling import CaseGiven, advance, case_rules, most_days
from actions.casework.errors import StepRefused
from actions.casework.handling import Doer
from actions.casework.kinds import CaseEventKind, CaseTrack
from actions.casework.models import Case
from bot.desk import case_steps
from bot.desk.case_due import course_of, term_of
from bot.desk.case_steps import WRONG, CaseForm, case_form
from bot.desk.desk import desk_of
from bot.desk.forms import Endpoint, Form, answering
from bot.desk.records import LARGEST_ID
from bot.desk.sensitive import personal

STALE = "没有办：这个案件刚刚有人办过一步。请看过办理经过，再决定。"
NOT_NOW = "没有办：这个案件现在的状态不能走这一步。请看过办理经过，再决定。"
NOT_SEEN = "没有发：请先看过提醒，再勾选。"


def show_case_step(step: CaseEventKind) -> Endpoint:
    """The empty form of a step."""
    form = case_form(step)

    async def endpoint(request: Request) -> Response:
        return _form(request, form, {"on": desk_of(request).today().isoformat()})

    return endpoint


def take_case_step(step: CaseEventKind) -> Endpoint:
    """Preview first, for every step moves a period or is read by the applicant; then the step."""
    form = case_form(step)

    def answer(request: Request, typed: Form) -> Response:
        return _answer(request, form, typed)

    return answering(answer)


def _answer(request: Request, form: CaseForm, typed: Form) -> Response:
    filled = case_steps.read_case_form(form, typed)
    if typed.get("stage") == "back":
        return _form(request, form, typed)
    if filled.given is None:
        return _form(request, form, typed, 422, filled.wrong)
    with desk_of(request).records.transaction() as transaction:
        newest = case_steps.last_event(transaction, case_asked(transaction, request).id)
    if typed.get("newest") != str(newest):
        return _form(request, form, typed, 409, {"": STALE})
    return _shown_or_done(request, form, typed, filled.given)


def _shown_or_done(request: Request, form: CaseForm, typed: Form, given: CaseGiven) -> Response:
    found = personal(given.reason) if form.public else []
    if typed.get("stage") != "do":
        return _preview(request, form, typed, given, found)
    if found and typed.get("seen") != "yes":
        return _preview(request, form, typed, given, found, 422, NOT_SEEN)
    try:
        id_ = _take(request, form, given)
    except StepRefused as refused:
        where = refused.wrong if refused.wrong in form.fields else ""
        return _form(request, form, typed, 409, {where: WRONG.get(refused.wrong or "", NOT_NOW)})
    return RedirectResponse(f"/cases/{id_}?done={form.path}", 303)


def _take(request: Request, form: CaseForm, given: CaseGiven) -> int:
    desk, account = desk_of(request), request.state.account
    with desk.writer.transaction() as transaction:
        case = case_asked(transaction, request, lock=True)
        due = case_steps.due_after(case, form, given)
        advance(transaction, case, form.step, Doer(account.id, desk.clock()), given, due)
        why = given.reason or (given.outcome.label if given.outcome else "")
        desk.writer.note(transaction, account.id, f"case.{form.path}", case.number, why)
        id_ = case.id
    desk.log.info("case_step_taken", account=account.id, step=form.path, case=id_)
    return id_


def case_asked(transaction: Session, request: Request, lock: bool = False) -> Case:
    """The case of the address; raises HTTPException 404."""
    id_ = request.path_params["id"]
    found = transaction.get(Case, id_, with_for_update=lock) if id_ <= LARGEST_ID else None
    if found is None:
        raise HTTPException(404)
    return found


def _form(
    request: Request, form: CaseForm, typed: Form, status: int = 200, wrong: Mapping[str, str] | None = None
) -> Response:
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        case = case_asked(transaction, request)
        available = form.step in {one.step for one in case_steps.offered(case, request.state.account.role)}
        values: dict[str, Any] = {"row": case, "form": form, "typed": typed, "available": available}
        values |= {"newest": case_steps.last_event(transaction, case.id), "term": term_of(course_of(case))}
        values["wrong"] = {**(wrong or {}), **({} if available else {"": NOT_NOW})}
        values |= {"tracks": list(CaseTrack), "most": most_days(), **desk.tallies(transaction)}
        return desk.page(request, "case_step.html", status, **values)


def _preview(
    request: Request,
    form: CaseForm,
    typed: Form,
    given: CaseGiven,
    found: list[str],
    status: int = 200,
    error: str = "",
) -> Response:
    desk = desk_of(request)
    kept = {name: typed.get(name, "") for name in (*form.fields, "newest")}
    with desk.records.transaction() as transaction:
        case = case_asked(transaction, request)
        term = case_steps.term_after(case, form, given)
        values: dict[str, Any] = {"row": case, "form": form, "kept": kept, "given": given, "found": found}
        values |= {"error": error, "term": term, "due": case_steps.due_after(case, form, given)}
        values |= {"to": case_rules()[form.step].to, **desk.tallies(transaction)}
        return desk.page(request, "case_preview.html", status, **values)
