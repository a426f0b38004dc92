"""Signing in and out."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk.accounts import Account, normal_name
from bot.desk.desk import Desk, desk_of
from bot.desk.gate import SIGN_IN
from bot.desk.lockout import LockedOut

HOME = "/letters"
LARGEST_FORM = 8192  # bytes
MOST_FIELDS = 10

WRONG = "账号或者密码不对。"
STALE = "没有登录成功：页面放得太久，或者浏览器没有保存 Cookie。请再试一次；还是不行，请系统管理员检查是否用了 https。"


async def show_sign_in(request: Request) -> Response:
    """The sign-in page, or the first list for somebody who is signed in."""
    desk = desk_of(request)
    if desk.signed_in(request):
        return RedirectResponse(HOME, 303)
    return _form(request, desk)


async def sign_in(request: Request) -> Response:
    """Check name and password and open a session under a new cookie."""
    desk, form = desk_of(request), await read_form(request)
    if not desk.sessions.token_fits(desk.cookie_of(request), form.get("token", "")):
        return _form(request, desk, 403, STALE)
    name = normal_name(form.get("name", ""))
    try:
        account = await _verified(desk, name, form.get("password", ""))
    except LockedOut as locked:
        return _locked(request, desk, locked)
    if account is None:
        return _form(request, desk, 422, WRONG, name)
    desk.sessions.end(desk.cookie_of(request))
    response = RedirectResponse(HOME, 303)
    desk.give_cookie(response, desk.sessions.open(account.name, account.stamp))
    return response


async def sign_out(request: Request) -> Response:
    """End the session on the server too."""
    desk = desk_of(request)
    await read_own_form(request)
    desk.sessions.end(desk.cookie_of(request))
    desk.log.info("signed_out", account=request.state.account.id)
    return RedirectResponse(SIGN_IN, 303)


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a small form; raises HTTPException 413 or 400."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise HTTPException(413)
    try:
        fields = parse_qs(body.decode(errors="replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None
    return {name: values[0] for name, values in fields.items()}


async def read_own_form(request: Request) -> dict[str, str]:
    """The fields of a form that a page of this session's sent; raises HTTPException 403, 413 or 400."""
    desk, form = desk_of(request), await read_form(request)
    if not desk.sessions.token_fits(desk.cookie_of(request), form.get("token", "")):
        raise HTTPException(403)
    return form


async def _verified(desk: Desk, name: str, password: str) -> Account | None:
    account = desk.staff.find(name)
    known = account.id if account else "unknown"
    try:
        desk.lockout.attempt(name)
    except LockedOut:
        desk.log.warning("locked_out", account=known)
        raise
    if not await run_in_threadpool(desk.passwords.fits, account.password if account else None, password):
        desk.log.warning("sign_in_failed", account=known)
        return None
    desk.lockout.succeeded(name)
    desk.log.info("signed_in", account=known)
    return account


def _locked(request: Request, desk: Desk, locked: LockedOut) -> Response:
    minutes = -(-locked.wait // 60)
    response = _form(request, desk, 429, f"输错太多次，这个账号暂时不能登录。请{minutes}分钟以后再试。")
    response.headers["Retry-After"] = str(locked.wait)
    return response


def _form(request: Request, desk: Desk, status: int = 200, error: str = "", name: str = "") -> Response:
    cookie = desk.cookie_of(request)
    if not desk.sessions.known_cookie(cookie):
        cookie = desk.sessions.fresh_cookie()
    values = {"error": error, "name": name, "token": desk.sessions.form_token(cookie), "nobody": not desk.staff.all()}
    response = desk.pages.page("sign_in.html", status, **values)
    desk.give_cookie(response, cookie)
    return response
