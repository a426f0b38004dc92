"""Taking a step with a letter: a form, a look at what the citizen will read, and the step with its row in the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions.casework.errors import StepRefused
from actions.casework.handling import Doer, advance
from actions.casework.kinds import LetterStep
from actions.content.region import load_region
from actions.content.replies import load_replies, replies_for
from bot.desk import steps
from bot.desk.desk import desk_of
from bot.desk.forms import Endpoint, Form, answering
from bot.desk.records import LARGEST_ID, find_letter
from bot.desk.sensitive import personal
from bot.desk.steps import WRONG, Filled, StepForm, form_of

STALE = "没有办：这封信刚刚有人办过一步。请看过办理经过，再决定。"
NOT_NOW = "没有办：这封信现在的状态不能走这一步。请看过办理经过，再决定。"
NOT_SEEN = "没有发：请先看过提醒，再勾选。"


def show_step(step: LetterStep) -> Endpoint:
    """The empty form of a step, with a template's text if one was chosen."""
    form = form_of(step)

    async def endpoint(request: Request) -> Response:
        template = load_replies().get(request.query_params.get("template", ""))
        return _form(request, form, {"template": template.id} if template else {})

    return endpoint


def take_step(step: LetterStep) -> Endpoint:
    """Preview first where the citizen reads something, then the step."""
    form = form_of(step)

    def answer(request: Request, typed: Form) -> Response:
        return _answer(request, form, typed)

    return answering(answer)


def _answer(request: Request, form: StepForm, typed: Form) -> Response:
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        row = _row(transaction, request)
        filled = steps.read(transaction, form, typed)
        newest = steps.last_event(transaction, row.id)
    if typed.get("stage") == "back":
        return _form(request, form, typed)
    if filled.wrong:
        return _form(request, form, typed, 422, filled.wrong)
    if typed.get("newest") != str(newest):
        return _form(request, form, typed, 409, {"": STALE})
    return _shown_or_done(request, form, typed, filled, row)


def _shown_or_done(request: Request, form: StepForm, typed: Form, filled: Filled, row: Any) -> Response:
    public = filled.public(form)
    found = personal("\n".join(public), tuple(one for one in (row.name, row.contact) if one))
    if public and typed.get("stage") != "do":
        return _preview(request, form, typed, public, found)
    if found and typed.get("seen") != "yes":
        return _preview(request, form, typed, public, found, 422, NOT_SEEN)
    try:
        _take(request, form, filled, row)
    except StepRefused as refused:
        where = refused.wrong if refused.wrong in form.fields else ""
        return _form(request, form, typed, 409, {where: WRONG.get(refused.wrong or "", NOT_NOW)})
    return RedirectResponse(f"/letters/{row.id}?done={form.path}", 303)


def _take(request: Request, form: StepForm, filled: Filled, row: Any) -> None:
    desk, account = desk_of(request), request.state.account
    doer = Doer(account.id, desk.clock())
    with desk.writer.transaction() as transaction:
        advance(transaction, desk.writer.keys, row.id, form.step, doer, **steps.given(filled.values))
        why = str(filled.values.get("reason") or filled.values.get("unit") or "")
        desk.writer.note(transaction, account.id, f"letter.{form.path}", row.number or f"letter {row.id}", why)
    desk.log.info("step_taken", account=account.id, step=form.path, letter=row.id)


def _row(transaction: Session, request: Request) -> Any:
    id_ = request.path_params["id"]
    found = find_letter(transaction, id_) if id_ <= LARGEST_ID else None
    if found is None:
        raise HTTPException(404)
    return found[0]


def _form(
    request: Request, form: StepForm, typed: Form, status: int = 200, wrong: Mapping[str, str] | None = None
) -> Response:
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        row = _row(transaction, request)
        newest = steps.last_event(transaction, row.id)
        tallies = desk.tallies(transaction)
    offered = {one.step for one in steps.offered(row, request.state.account.role)}
    region, templates = load_region(), replies_for(form.path, row.kind.value)
    values = {
        "row": row,
        "form": form,
        "typed": _prefilled(form, typed, row),
        "chosen": load_replies().get(typed.get("template", "")),
        "wrong": {**(wrong or {}), **({} if form.step in offered else {"": NOT_NOW})},
        "newest": newest,
        "available": form.step in offered,
        "templates": templates,
        "units": {"县级部门": region.departments, "乡镇": region.towns},
        "latest": _latest(row.reply_due_on),
    }
    return desk.page(request, "step.html", status, **values, **tallies)


def _prefilled(form: StepForm, typed: Form, row: Any) -> dict[str, str]:
    template = load_replies().get(typed.get("template", ""))
    if template is None or any(typed.get(name) for name in ("words", "reason")):
        return dict(typed)
    known = {"number": row.number or "", "received_on": _spoken(row.received_on), "unit": row.unit or ""}
    return {**typed, ("words" if "words" in form.fields else "reason"): template.filled(known)}


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _latest(due: date | None) -> str:
    return due.isoformat() if due else ""


def _preview(
    request: Request,
    form: StepForm,
    typed: Form,
    public: list[str],
    found: list[str],
    status: int = 200,
    error: str = "",
) -> Response:
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        row = _row(transaction, request)
        tallies = desk.tallies(transaction)
    kept = {name: typed.get(name, "") for name in (*form.fields, "newest", "template")}
    values = {"row": row, "form": form, "kept": kept, "public": public, "found": found, "error": error}
    return desk.page(request, "preview.html", status, **values, **tallies)
