"""What everybody at the desk has: the own account, and a password to change."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from actions.casework import staff, staff_factor
from actions.casework.staff import Account
from bot.desk.desk import desk_of
from bot.desk.forms import Form, answering
from bot.desk.passwords import PasswordRefused

WRONG = "没有改：现在的密码不对。"
SAME = "没有改：新密码不能和现在的一样。"
DIFFERENT = "没有改：两次输入的新密码不一样。"


def show_account(request: Request) -> Response:
    """The own account."""
    return _page(request)


def _change(request: Request, form: Form) -> Response:
    desk, account = desk_of(request), request.state.account
    old, new = form.get("old", ""), form.get("new", "")
    if not desk.passwords.fits(account.password, old):
        desk.log.warning("password_not_changed", account=account.id)
        return _page(request, 422, WRONG)
    if new in (old, "") or new != form.get("again", ""):
        return _page(request, 422, SAME if new == old else DIFFERENT)
    try:
        hashed = desk.passwords.hashed(new)
    except PasswordRefused as refused:
        return _page(request, 422, f"没有改：{refused}")
    return _changed(request, account, hashed)


change_password = answering(_change)


def _changed(request: Request, account: Account, hashed: str) -> Response:
    desk = desk_of(request)
    with desk.writer.transaction() as transaction:
        staff.set_password(transaction, account.id, hashed, must_change=False)
        desk.writer.note(transaction, account.id, "staff.password_changed", account.id)
        fresh = staff.find_id(transaction, account.id)
    if fresh is not None:
        # The new password ended all sessions; this browser gets one of the new password, under a new cookie.
        request.state.account = fresh
    cookie = desk.sessions.open(request.state.account, proved=True, instead_of=desk.cookie_of(request))
    response = _page(request, done="密码已经改好，别处的登录都退出了。", cookie=cookie)
    desk.give_cookie(response, cookie)
    return response


def _page(request: Request, status: int = 200, error: str = "", done: str = "", cookie: str = "") -> Response:
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        left = staff_factor.codes_left(transaction, request.state.account.id)
        tallies = desk.tallies(transaction)
    token = {"token": desk.sessions.form_token(cookie)} if cookie else {}
    return desk.page(request, "account.html", status, error=error, done=done, left=left, **tallies, **token)
