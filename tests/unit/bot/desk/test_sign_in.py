"""Signing in and out: the right password, wrong ones, too many of them, and forms from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from http.cookies import SimpleCookie
from typing import Any

import httpx
import pytest
from sqlalchemy import delete
from starlette.applications import Starlette

from actions.casework import staff
from actions.casework.encryption import Keys
from actions.casework.models_staff import StaffAccount
from bot.desk.app import create_app
from bot.desk.passwords import Passwords
from bot.desk.settings import Settings
from tests.unit.bot.desk.clerk import NAME, PASSWORD, Clerk, Clock

WRONG = "账号或者密码不对。"
Audited = Callable[[], list[tuple[str, str, str, str]]]


def cookie_in(response: httpx.Response) -> Any:
    """The cookie that a response sets."""
    (morsel,) = SimpleCookie(response.headers["set-cookie"]).values()
    return morsel


def test_password_and_code_open_the_desk(
    stranger: Clerk, logged: Callable[[], list[dict[str, Any]]], audited: Audited
) -> None:
    assert stranger.type_password().headers["location"] == "/sign-in/code"
    assert logged() == []
    response = stranger.type_code()
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert stranger.get("/letters").status_code == 200
    assert [(one["event"], one["account"]) for one in logged()] == [("signed_in", "s-00000001")]
    assert audited() == [("s-00000001", "staff.signed_in", "", "")]


def test_the_cookie_is_for_this_site_https_and_no_script(stranger: Clerk) -> None:
    for response in (stranger.get("/sign-in"), stranger.type_password(), stranger.type_code()):
        morsel = cookie_in(response)
        assert morsel.key == "__Host-yifawen-desk"
        assert (morsel["secure"], morsel["httponly"], morsel["path"]) == (True, True, "/")
        assert morsel["samesite"].lower() == "strict"
        assert (morsel["domain"], morsel["max-age"], morsel["expires"]) == ("", "", "")


def test_plain_http_needs_the_switch(
    app: Starlette, settings: Settings, keys: Keys, passwords: Passwords, clock: Clock
) -> None:
    app = create_app(replace(settings, secure_cookies=False), keys, passwords=passwords, clock=clock)
    clerk = Clerk(app, "http://192.0.2.7:8001")
    morsel = cookie_in(clerk.get("/sign-in"))
    assert (morsel.key, morsel["secure"], morsel["httponly"]) == ("yifawen-desk", "", True)
    assert clerk.sign_in().status_code == 303
    assert clerk.get("/letters").status_code == 200
    clerk.leave()
    app.state.desk.records.close()


def test_a_browser_that_keeps_no_cookie_is_told_so(app: Starlette) -> None:
    clerk = Clerk(app, "http://192.0.2.7:8001")  # it drops a cookie meant for HTTPS
    response = clerk.sign_in()
    assert response.status_code == 403
    assert "Cookie" in response.text and "https" in response.text
    clerk.leave()


def test_signing_in_changes_the_cookie(stranger: Clerk) -> None:
    stranger.get("/sign-in")
    before = stranger.cookie()
    stranger.type_password()
    half = stranger.cookie()
    stranger.type_code()
    assert len({before, half, stranger.cookie()}) == 3


def test_the_cookie_of_the_first_half_is_worth_nothing_after_the_second(app: Starlette, stranger: Clerk) -> None:
    stranger.type_password()
    thief = Clerk(app)
    thief.http.cookies.set("__Host-yifawen-desk", stranger.cookie())
    stranger.type_code()
    assert thief.get("/letters").headers["location"] == "/sign-in"
    thief.leave()


@pytest.mark.parametrize(
    ("name", "password"),
    [
        (NAME, "a wrong password"),
        (NAME, PASSWORD + " "),
        (NAME, ""),
        (NAME, "x" * 1000),
        ("没有这个人", PASSWORD),
        ("", PASSWORD),
        ("", ""),
        ("字" * 300, PASSWORD),
    ],
)
def test_whatever_is_wrong_reads_the_same(stranger: Clerk, name: str, password: str) -> None:
    response = stranger.sign_in(name, password)
    assert response.status_code == 422
    assert re.findall(r'role="alert"[^>]*>([^<]*)<', response.text) == [f"出错：{WRONG}"]
    assert "<title>出错：登录" in response.text
    assert stranger.get("/letters").status_code == 303


def test_the_password_is_never_shown_again(stranger: Clerk) -> None:
    response = stranger.sign_in(NAME, "a wrong password")
    assert "a wrong password" not in response.text
    assert f'value="{NAME}"' in response.text


def test_a_name_may_be_typed_with_spaces_and_wide_letters(stranger: Clerk) -> None:
    assert stranger.sign_in(f"　{NAME} ").status_code == 303


def test_five_failures_close_the_account_even_to_the_right_password(
    stranger: Clerk, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    for _ in range(5):
        assert stranger.sign_in(NAME, "a wrong password").status_code == 422
    response = stranger.sign_in()
    assert response.status_code == 429
    assert "15分钟以后再试" in response.text
    assert 800 < int(response.headers["Retry-After"]) <= 900
    assert stranger.get("/letters").status_code == 303
    events = [(one["event"], one["account"]) for one in logged()]
    assert events == [("sign_in_failed", "s-00000001")] * 5 + [("locked_out", "s-00000001")]


def test_it_opens_again_after_the_quarter_and_waiting_is_not_prolonged(stranger: Clerk, clock: Clock) -> None:
    for _ in range(5):
        stranger.sign_in(NAME, "a wrong password")
    clock.forward(minutes=14)
    assert stranger.sign_in().status_code == 429
    clock.forward(minutes=1)
    assert stranger.sign_in().status_code == 303


def test_failures_are_audited_and_name_nobody_who_has_no_account(stranger: Clerk, audited: Audited) -> None:
    stranger.sign_in(NAME, "a wrong password")
    stranger.sign_in("没有这个人", PASSWORD)
    assert audited() == [("s-00000001", "staff.sign_in_failed", "", ""), ("unknown", "staff.sign_in_failed", "", "")]


def test_a_restart_forgets_no_failure(
    app: Starlette, stranger: Clerk, settings: Settings, keys: Keys, passwords: Passwords, clock: Clock
) -> None:
    for _ in range(5):
        stranger.sign_in(NAME, "a wrong password")
    second = create_app(settings, keys, passwords=passwords, clock=clock)
    elsewhere = Clerk(second)
    assert elsewhere.sign_in().status_code == 429
    elsewhere.leave()
    second.state.desk.records.close()


def test_a_disabled_account_reads_like_a_wrong_password(app: Starlette, stranger: Clerk) -> None:
    with app.state.desk.writer.transaction() as transaction:
        staff.set_disabled(transaction, "s-00000001", True)
    response = stranger.sign_in()
    assert response.status_code == 422 and WRONG in response.text


def test_a_name_without_an_account_closes_alike(stranger: Clerk) -> None:
    statuses = [stranger.sign_in("没有这个人", "a wrong password").status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]


def test_the_closed_name_is_closed_in_every_browser_and_spelling(app: Starlette, stranger: Clerk) -> None:
    for _ in range(5):
        stranger.sign_in(NAME, "a wrong password")
    other = Clerk(app)
    assert other.sign_in(f" {NAME}").status_code == 429
    other.leave()


def test_a_success_forgets_the_failures(stranger: Clerk) -> None:
    for _ in range(4):
        stranger.sign_in(NAME, "a wrong password")
    assert stranger.sign_in().status_code == 303
    stranger.post("/sign-out")
    stranger.get("/letters")
    assert stranger.sign_in(NAME, "a wrong password").status_code == 422


def test_a_form_without_the_token_is_refused_before_anything_is_counted(stranger: Clerk) -> None:
    stranger.get("/sign-in")
    for _ in range(6):
        response = stranger.send("POST", "/sign-in", data={"name": NAME, "password": PASSWORD})
        assert response.status_code == 403
    assert stranger.sign_in().status_code == 303


def test_a_token_from_another_browser_is_refused(app: Starlette, stranger: Clerk) -> None:
    attacker = Clerk(app)
    attacker.get("/sign-in")
    stranger.get("/sign-in")
    stranger.token = attacker.token
    assert stranger.post("/sign-in", name=NAME, password=PASSWORD).status_code == 403
    attacker.leave()


def test_somebody_signed_in_is_not_asked_again(clerk: Clerk) -> None:
    response = clerk.get("/sign-in")
    assert (response.status_code, response.headers["location"]) == (303, "/")


def test_signing_out_ends_the_session_on_the_server(
    clerk: Clerk, logged: Callable[[], list[dict[str, Any]]], audited: Audited
) -> None:
    clerk.get("/letters")
    kept = clerk.cookie()
    response = clerk.post("/sign-out")
    assert (response.status_code, response.headers["location"]) == (303, "/sign-in")
    clerk.http.cookies.clear()
    clerk.http.cookies.set("__Host-yifawen-desk", kept)
    assert clerk.get("/letters").status_code == 303
    assert logged()[-1]["event"] == "signed_out"
    assert audited()[-1] == ("s-00000001", "staff.signed_out", "", "")


@pytest.mark.parametrize("token", ["", "x", "0" * 64])
def test_nobody_else_can_sign_me_out(clerk: Clerk, token: str) -> None:
    assert clerk.send("POST", "/sign-out", data={"token": token}).status_code == 403
    assert clerk.get("/letters").status_code == 200


def test_a_link_cannot_sign_me_out(clerk: Clerk) -> None:
    assert clerk.get("/sign-out").status_code == 405
    assert clerk.get("/letters").status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"x" * 8193, 413),
        (b"&".join(b"a=1" for _ in range(41)), 400),
        (b"", 403),
        (b"\xff\xfe\x00", 403),
        (b'{"name": "x"}', 403),
    ],
)
def test_a_strange_body_is_refused(stranger: Clerk, body: bytes, status: int) -> None:
    response = stranger.send("POST", "/sign-in", content=body)
    assert response.status_code == status
    assert 'lang="zh-CN"' in response.text


def test_without_any_account_the_page_says_what_to_do(app: Starlette, stranger: Clerk) -> None:
    with app.state.desk.writer.transaction() as transaction:
        transaction.execute(delete(StaffAccount))
    assert "make staff" in stranger.get("/sign-in").text


def test_the_form_can_be_used_by_everybody(stranger: Clerk) -> None:
    text = stranger.get("/sign-in").text
    assert 'lang="zh-CN"' in text and "make staff" not in text
    for field, filled in (("name", "username"), ("password", "current-password")):
        assert f'<label for="{field}">' in text
        assert f'id="{field}"' in text and f'autocomplete="{filled}"' in text


def test_names_and_passwords_are_never_logged(stranger: Clerk, logged: Callable[[], list[dict[str, Any]]]) -> None:
    stranger.sign_in("没有这个人", "a wrong password")
    stranger.sign_in()
    assert NAME not in str(logged()) and "没有这个人" not in str(logged())
    assert PASSWORD not in str(logged()) and "a wrong password" not in str(logged())
