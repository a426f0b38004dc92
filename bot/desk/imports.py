"""The page 导入: a table is read, what it would do is shown line by line, and that is done, whole or not at all."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from actions.casework import files
from actions.casework.case_import import UNCHANGED, Plan, PlanChanged, carry_out, plan_import, why_refused
from actions.casework.case_lines import words
from actions.casework.case_template import empty_sheet
from actions.casework.entries import StoredFile
from actions.casework.reveals import clean_reason
from actions.casework.sheet_reading import LARGEST, SheetRefused
from actions.casework.sheets import MEDIA_TYPE
from bot.desk.desk import desk_of
from bot.desk.forms import Form, answering

MOST_SHOWN = 1000  # lines
_OVERHEAD = 16_384  # bytes of the other fields of the form
NOTHING = "没有导入：请先选一个表格文件。"
GONE = "没有导入：预检过的表格已经不在了（只留一天），请重新上传。"
NO_REASON = "没有导入：请写明理由，5到200个字。"


def show_import(request: Request) -> Response:
    """The empty form."""
    return _page(request)


def show_empty_sheet(_request: Request) -> Response:
    """The sheet to fill in."""
    headers = {"Content-Disposition": 'attachment; filename="cases.xlsx"'}
    return Response(empty_sheet(), media_type=MEDIA_TYPE, headers=headers)


async def check_import(request: Request) -> Response:
    """Read the table and show what it would do; nothing of it is written but, encrypted, the table itself for a day."""
    content = await _upload(request)
    return await run_in_threadpool(_checked, request, content)


def _checked(request: Request, content: bytes) -> Response:
    desk = desk_of(request)
    if not content:
        return _page(request, 422, NOTHING)
    try:
        with desk.records.transaction() as transaction:
            plan = plan_import(transaction, desk.writer.keys, content, desk.today())
    except SheetRefused as refused:
        return _page(request, 422, why_refused(refused))
    kept = _keep(request, content) if plan.possible else ""
    return _page(request, plan=plan, kept=kept)


def _confirm(request: Request, form: Form) -> Response:
    desk, account = desk_of(request), request.state.account.id
    with desk.records.transaction() as transaction:
        found = files.fetch_file(transaction, desk.writer.keys, form.get("kept", ""), _owner(account), desk.clock())
    if found is None:
        return _page(request, 422, GONE)
    try:
        reason = clean_reason(form.get("reason", ""))
    except ValueError:
        return _again(request, found.content, form, NO_REASON)
    shown = {"shown": form.get("digest", ""), "who": account, "why": reason, "now": desk.clock()}
    try:
        with desk.writer.transaction() as transaction:
            plan = carry_out(transaction, desk.writer.keys, found.content, **shown)
    except (PlanChanged, SheetRefused):
        return _again(request, found.content, form, str(words()["stale"]))
    desk.log.info("cases_imported", account=account, lines=len(plan.verdicts))
    return _page(request, plan=plan, done=True)


confirm_import = answering(_confirm)


def _again(request: Request, content: bytes, form: Form, error: str) -> Response:
    """What the table would do now, beside the reason why it was not done."""
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        plan = plan_import(transaction, desk.writer.keys, content, desk.today())
    kept = form.get("kept", "") if plan.possible else ""
    return _page(request, 422, error, plan=plan, kept=kept, reason=form.get("reason", ""))


def _keep(request: Request, content: bytes) -> str:
    desk = desk_of(request)
    file = StoredFile(name="import", media_type="application/octet-stream", content=content)
    with desk.writer.transaction() as transaction:
        owner = _owner(request.state.account.id)
        return files.keep_file(transaction, desk.writer.keys, owner, file, desk.clock() + files.FILE_KEPT)


def _owner(account: str) -> str:
    return f"desk import {account}"


def _page(request: Request, status: int = 200, error: str = "", plan: Plan | None = None, **more: Any) -> Response:
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        tallies = desk.tallies(transaction)
    changing = [one for one in plan.verdicts if one.verdict != UNCHANGED] if plan else []
    values = {"kept": "", "done": False, "reason": "", **more, "lines": changing[:MOST_SHOWN], "count": len(changing)}
    return desk.page(request, "import.html", status, error=error, plan=plan, words=words(), **values, **tallies)


async def _upload(request: Request) -> bytes:
    """The file of a form of this session's; raises HTTPException 413, 403 or 400."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST + _OVERHEAD:
            raise HTTPException(413)

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        async with Request(request.scope, receive).form(max_files=1, max_fields=5) as form:
            token, file = form.get("token"), form.get("file")
            desk = desk_of(request)
            if not isinstance(token, str) or not desk.sessions.token_fits(desk.cookie_of(request), token):
                raise HTTPException(403)
            return await file.read() if isinstance(file, UploadFile) else b""
    except MultiPartException:
        raise HTTPException(400) from None
