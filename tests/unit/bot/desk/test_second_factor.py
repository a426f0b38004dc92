"""The second half of signing in: the phone's code works once, an enrolment shows its secret only until it is proved."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select, text, update
from starlette.applications import Starlette

from actions.casework.models_staff import StaffAccount
from bot.desk.second_factor import drawn
from tests.unit.bot.desk.clerk import NAME, PASSWORD, SECRET, Clerk, Clock, code_at

Audited = Callable[[], list[tuple[str, str, str, str]]]


@pytest.fixture
def newcomer(app: Starlette, stranger: Clerk) -> Clerk:
    """Somebody whose phone is not known yet, half-way in."""
    with app.state.desk.writer.transaction() as transaction:
        transaction.execute(update(StaffAccount).values(totp=None, enrolled=False))
    assert stranger.type_password().headers["location"] == "/sign-in/enrol"
    return stranger


def secret_on(page: str) -> str:
    """The secret that a page shows for typing it in by hand."""
    found = re.search(r'class="secret">([^<]+)<', page)
    assert found
    return found[1].replace(" ", "")


def test_a_code_works_once_even_in_another_browser(app: Starlette, stranger: Clerk, clock: Clock) -> None:
    code = code_at(clock.now)
    stranger.type_password()
    assert stranger.type_code(code).headers["location"] == "/"
    other = Clerk(app)
    other.type_password()
    other.get("/sign-in/code")
    response = other.post("/sign-in/code", code=code)
    assert response.status_code == 422
    assert "已经用过" in response.text
    assert other.get("/letters").headers["location"] == "/sign-in/code"
    other.leave()


@pytest.mark.parametrize(("seconds", "status"), [(-60, 422), (-30, 303), (0, 303), (30, 303), (60, 422)])
def test_a_clock_may_be_half_a_minute_off(stranger: Clerk, clock: Clock, seconds: int, status: int) -> None:
    stranger.type_password()
    assert stranger.type_code(code_at(clock.now + timedelta(seconds=seconds))).status_code == status


@pytest.mark.parametrize("code", ["000000", "12345", "1234567", "abcdef", "０００００００", "x" * 300])
def test_a_wrong_code_stays_outside(stranger: Clerk, audited: Audited, code: str) -> None:
    stranger.type_password()
    assert stranger.type_code(code).status_code == 422
    assert stranger.get("/letters").headers["location"] == "/sign-in/code"
    assert audited() == [("s-00000001", "staff.code_failed", "", "")]


def test_an_empty_code_is_wrong(stranger: Clerk) -> None:
    stranger.type_password()
    stranger.get("/sign-in/code")
    assert stranger.post("/sign-in/code").status_code == 422


def test_a_code_may_be_typed_in_two_groups(stranger: Clerk, clock: Clock) -> None:
    stranger.type_password()
    code = code_at(clock.now)
    assert stranger.type_code(f"{code[:3]} {code[3:]}").status_code == 303


def test_guessing_codes_closes_the_name_and_a_right_password_does_not_open_it(stranger: Clerk, clock: Clock) -> None:
    stranger.type_password()
    for _ in range(5):
        assert stranger.type_code("000000").status_code == 422
    assert stranger.type_code().status_code == 429
    assert stranger.type_password().status_code == 429
    clock.forward(minutes=15)
    assert stranger.type_password().status_code == 303


def test_a_form_without_the_token_is_refused(stranger: Clerk, clock: Clock) -> None:
    stranger.type_password()
    stranger.token = "x"
    assert stranger.post("/sign-in/code", code=code_at(clock.now)).status_code == 403


def test_without_a_password_no_code_is_taken(stranger: Clerk, clock: Clock) -> None:
    stranger.get("/sign-in")
    assert stranger.post("/sign-in/code", code=code_at(clock.now)).headers["location"] == "/sign-in"


def test_whoever_is_in_is_not_asked_again(clerk: Clerk) -> None:
    assert clerk.get("/sign-in/code").headers["location"] == "/"
    assert clerk.get("/sign-in/enrol").headers["location"] == "/"


def test_whoever_has_enrolled_is_not_shown_a_secret(stranger: Clerk) -> None:
    stranger.type_password()
    assert stranger.get("/sign-in/enrol").headers["location"] == "/sign-in/code"
    stranger.get("/sign-in/code")
    assert stranger.post("/sign-in/enrol", code="1").headers["location"] == "/sign-in/code"


def test_a_newcomer_sees_picture_and_secret_and_proves_it(newcomer: Clerk, clock: Clock, audited: Audited) -> None:
    assert newcomer.get("/sign-in/code").headers["location"] == "/sign-in/enrol"
    page = newcomer.get("/sign-in/enrol").text
    assert "<svg" in page and "<script" not in page and "style=" not in page
    secret = secret_on(page)
    assert len(secret) == 32 and secret != SECRET
    assert secret_on(newcomer.get("/sign-in/enrol").text) == secret
    response = newcomer.post("/sign-in/enrol", code=code_at(clock.now, secret))
    assert response.status_code == 200
    assert len(set(re.findall(r'class="secret">([^<]+)<', response.text))) == 8
    assert secret not in response.text
    assert newcomer.get("/letters").status_code == 200
    assert audited() == [("s-00000001", "staff.enrolled", "", "")]


def test_the_code_of_the_enrolment_is_used(app: Starlette, newcomer: Clerk, clock: Clock) -> None:
    secret = secret_on(newcomer.get("/sign-in/enrol").text)
    newcomer.post("/sign-in/enrol", code=code_at(clock.now, secret))
    other = Clerk(app)
    other.type_password()
    other.get("/sign-in/code")
    assert other.post("/sign-in/code", code=code_at(clock.now, secret)).status_code == 422
    clock.forward(seconds=30)
    assert other.post("/sign-in/code", code=code_at(clock.now, secret)).status_code == 303
    other.leave()


def test_a_wrong_first_code_enrols_nobody(newcomer: Clerk, audited: Audited) -> None:
    secret = secret_on(newcomer.get("/sign-in/enrol").text)
    response = newcomer.post("/sign-in/enrol", code="000000")
    assert response.status_code == 422 and secret_on(response.text) == secret
    assert newcomer.get("/letters").headers["location"] == "/sign-in/enrol"
    assert audited()[-1][1] == "staff.enrolment_failed"


def test_guessing_the_first_code_closes_the_name(newcomer: Clerk) -> None:
    newcomer.get("/sign-in/enrol")
    assert [newcomer.post("/sign-in/enrol", code="000000").status_code for _ in range(6)] == [422] * 5 + [429]


def test_a_recovery_code_works_once(app: Starlette, newcomer: Clerk, clock: Clock) -> None:
    secret = secret_on(newcomer.get("/sign-in/enrol").text)
    page = newcomer.post("/sign-in/enrol", code=code_at(clock.now, secret)).text
    first = unescape(re.findall(r'class="secret">([^<]+)<', page)[0])
    for status in (303, 422):
        other = Clerk(app)
        other.type_password()
        other.get("/sign-in/code")
        assert other.post("/sign-in/code", code=first.lower().replace("-", " ")).status_code == status
        other.leave()
    assert "7 个" in newcomer.get("/account").text


def test_secret_and_codes_are_sealed(app: Starlette, newcomer: Clerk, clock: Clock) -> None:
    secret = secret_on(newcomer.get("/sign-in/enrol").text)
    newcomer.post("/sign-in/enrol", code=code_at(clock.now, secret))
    with app.state.desk.records.transaction() as transaction:
        stored = str(transaction.execute(text("SELECT * FROM staff WHERE id = 's-00000001'")).one())
        opened = transaction.scalar(select(StaffAccount.totp).where(StaffAccount.id == "s-00000001"))
    assert opened == secret and secret not in stored and PASSWORD not in stored


def test_the_picture_holds_no_style_and_no_script() -> None:
    picture = str(drawn(f"otpauth://totp/x:{NAME}?secret=ABC"))
    assert picture.startswith("<svg") and "style" not in picture and "script" not in picture and "href" not in picture
