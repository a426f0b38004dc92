"""The second half of signing in: a code from the phone, or the enrolment of one."""

from __future__ import annotations

import pyotp
import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from actions.casework import staff, staff_factor
from actions.casework.staff import Account
from bot.desk.desk import Desk, desk_of
from bot.desk.forms import Form, answering
from bot.desk.gate import CODE, ENROL
from bot.desk.sign_in import LockedOut, attempt, locked_words, refused, with_wait

ISSUER = "依法问工作台"
WRONG = "验证码不对，或者已经用过了。请等手机上出现下一个，再输入。"
NOT_ENROLLED = "验证码不对。请核对手机的时间是不是自动校准的，等下一个验证码出来再输入。"


def show_code(request: Request) -> Response:
    """The form for a code."""
    account: Account = request.state.account
    return _page(request, "code.html") if account.enrolled else RedirectResponse(ENROL, 303)


def _code(request: Request, form: Form) -> Response:
    desk, account = desk_of(request), request.state.account
    try:
        attempt(desk, account.name, account)
    except LockedOut as locked:
        return with_wait(_page(request, "code.html", 429, locked_words(locked)), locked)
    with desk.writer.transaction() as transaction:
        right = staff_factor.prove(transaction, account.id, form.get("code", ""), desk.clock())
    if not right:
        refused(desk, account, "code_failed")
        return _page(request, "code.html", 422, WRONG)
    response = RedirectResponse("/", 303)
    _let_in(desk, request, response, "signed_in")
    return response


give_code = answering(_code)


def show_enrol(request: Request) -> Response:
    """The secret as a picture for the phone, and a form for the first code."""
    return _enrolment(request)


def _enrol(request: Request, form: Form) -> Response:
    desk, account = desk_of(request), request.state.account
    try:
        attempt(desk, account.name, account)
    except LockedOut as locked:
        return with_wait(_enrolment(request, 429, locked_words(locked)), locked)
    with desk.writer.transaction() as transaction:
        codes = staff_factor.enrol(transaction, account.id, form.get("code", ""), desk.clock())
    if codes is None and account.enrolled:
        return RedirectResponse(CODE, 303)
    if codes is None:
        refused(desk, account, "enrolment_failed")
        return _enrolment(request, 422, NOT_ENROLLED)
    response = desk.pages.page("recovery.html", codes=codes, account=account)
    _let_in(desk, request, response, "enrolled")
    return response


enrol = answering(_enrol)


def _let_in(desk: Desk, request: Request, response: Response, how: str) -> None:
    """A new cookie for a session that is whole: the one known before the second factor is worth nothing."""
    account: Account = request.state.account
    with desk.writer.transaction() as transaction:
        staff.forget_failures(transaction, desk.writer.keys, account.name)
        desk.writer.note(transaction, account.id, f"staff.{how}")
    cookie = desk.sessions.open(account, proved=True, instead_of=desk.cookie_of(request))
    desk.give_cookie(response, cookie)
    desk.log.info(how, account=account.id)


def _enrolment(request: Request, status: int = 200, error: str = "") -> Response:
    desk, account = desk_of(request), request.state.account
    with desk.writer.transaction() as transaction:
        secret = staff_factor.secret_to_enrol(transaction, account.id)
    if secret is None:
        return RedirectResponse(CODE, 303)
    address = pyotp.TOTP(secret).provisioning_uri(name=account.name, issuer_name=ISSUER)
    grouped = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return _page(request, "enrol.html", status, error, picture=drawn(address), secret=grouped)


def drawn(text: str) -> Markup:
    """A QR code as SVG for the page itself; black on white whatever the page looks like, no style of its own."""
    code = segno.make(text, error="m", micro=False)
    return Markup(code.svg_inline(scale=5, border=4, dark="#000", light="#fff"))


def _page(request: Request, template: str, status: int = 200, error: str = "", **values: object) -> Response:
    desk = desk_of(request)
    token = desk.sessions.form_token(desk.cookie_of(request))
    return desk.pages.page(template, status, account=request.state.account, token=token, error=error, **values)
