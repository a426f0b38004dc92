"""Signing in by password, and out; second_factor.py is the second half."""

from __future__ import annotations

from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions.casework import staff
from actions.casework.staff import Account, normal_name
from bot.desk.desk import Desk, desk_of
from bot.desk.forms import Form, answering, read_form
from bot.desk.gate import CODE, ENROL, SIGN_IN

WRONG = "账号或者密码不对。"
STALE = "没有登录成功：页面放得太久，或者浏览器没有保存 Cookie。请再试一次；还是不行，请系统管理员检查是否用了 https。"
# Who failed where no account is known: a typed name may be a password in the wrong field, so it goes nowhere.
NOBODY = "unknown"


class LockedOut(Exception):
    """Too many failures for one name; `wait` says for how long."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("too many failures")
        self.wait = wait


def show_sign_in(request: Request) -> Response:
    """The sign-in page, or the first page for somebody who is signed in."""
    if desk_of(request).signed_in(request):
        return RedirectResponse("/", 303)
    return _form(request)


async def sign_in(request: Request) -> Response:
    """Check name and password and open a session under a new cookie, which waits for the second factor."""
    return await run_in_threadpool(_answer, request, await read_form(request))


def _answer(request: Request, form: Form) -> Response:
    desk, cookie = desk_of(request), desk_of(request).cookie_of(request)
    if not desk.sessions.token_fits(cookie, form.get("token", "")):
        return _form(request, 403, STALE)
    name = normal_name(form.get("name", ""))
    try:
        account = _verified(desk, name, form.get("password", ""))
    except LockedOut as locked:
        return with_wait(_form(request, 429, locked_words(locked)), locked)
    if account is None:
        return _form(request, 422, WRONG, name)
    response = RedirectResponse(CODE if account.enrolled else ENROL, 303)
    desk.give_cookie(response, desk.sessions.open(account, proved=False, instead_of=cookie))
    return response


def _sign_out(request: Request, _form: Form) -> Response:
    desk, account = desk_of(request), request.state.account
    with desk.writer.transaction() as transaction:
        desk.writer.note(transaction, account.id, "staff.signed_out")
    desk.sessions.end(desk.cookie_of(request))
    desk.log.info("signed_out", account=account.id)
    return RedirectResponse(SIGN_IN, 303)


sign_out = answering(_sign_out)


def attempt(desk: Desk, name: str, account: Account | None) -> None:
    """Count a failure before anything is checked; raises LockedOut, after the log knows."""
    with desk.writer.transaction() as transaction:
        wait = staff.count_failure(transaction, desk.writer.keys, name, desk.clock())
    if wait is not None:
        refused(desk, account, "locked_out")
        raise LockedOut(wait)


def refused(desk: Desk, account: Account | None, what: str) -> None:
    """Put a sign-in that failed into the log and the audit log; of names without an account only that it happened."""
    who = account.id if account else NOBODY
    desk.log.warning(what, account=who)
    with desk.writer.transaction() as transaction:
        desk.writer.note(transaction, who, f"staff.{what}")


def locked_words(locked: LockedOut) -> str:
    """How long a name stays closed."""
    return f"输错太多次，这个账号暂时不能登录。请{-(-_seconds(locked) // 60)}分钟以后再试。"


def with_wait(response: Response, locked: LockedOut) -> Response:
    """The answer with the time to wait for programs."""
    response.headers["Retry-After"] = str(_seconds(locked))
    return response


def _seconds(locked: LockedOut) -> int:
    return max(1, -(-locked.wait // timedelta(seconds=1)))


def _verified(desk: Desk, name: str, password: str) -> Account | None:
    with desk.records.transaction() as transaction:
        account = staff.find(transaction, name)
    attempt(desk, name, account)
    fits = desk.passwords.fits(account.password if account else None, password)
    if account is None or not fits or account.disabled:
        refused(desk, account, "sign_in_failed")
        return None
    with desk.writer.transaction() as transaction:
        staff.forgive_failure(transaction, desk.writer.keys, name)
    return account


def _form(request: Request, status: int = 200, error: str = "", name: str = "") -> Response:
    desk = desk_of(request)
    cookie = desk.cookie_of(request)
    if not desk.sessions.known_cookie(cookie):
        cookie = desk.sessions.fresh_cookie()
    with desk.records.transaction() as transaction:
        nobody = staff.is_empty(transaction)
    values = {"error": error, "name": name, "token": desk.sessions.form_token(cookie), "nobody": nobody}
    idle = int(desk.sessions.idle.total_seconds() // 60)
    response = desk.pages.page("sign_in.html", status, idle=idle, **values)
    desk.give_cookie(response, cookie)
    return response
