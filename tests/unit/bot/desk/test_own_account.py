"""The own account: a password is changed by whoever knows the old one, and other sign-ins end with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update
from starlette.applications import Starlette

from actions.casework.models_staff import StaffAccount
from tests.unit.bot.desk.clerk import NAME, PASSWORD, Clerk
from tests.unit.bot.desk.test_views import words

NEW = "another-good-one"


def change(clerk: Clerk, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> str:
    clerk.get("/account")
    return words(clerk.post("/account/password", old=old, new=new, again=again).text)


def test_the_page_says_who_one_is(clerk: Clerk) -> None:
    seen = words(clerk.get("/account").text)
    assert NAME in seen and "经办人员" in seen and "s-00000001" in seen


def test_a_new_password_ends_other_browsers_and_keeps_this_one(
    app: Starlette, clerk: Clerk, audited: Callable[[], list[tuple[str, str, str, str]]]
) -> None:
    other = Clerk(app)
    assert other.sign_in().status_code == 303
    before = clerk.cookie()
    assert "密码已经改好" in change(clerk)
    assert clerk.cookie() != before
    assert clerk.get("/letters").status_code == 200
    assert other.get("/letters").status_code == 303
    assert audited()[-1] == ("s-00000001", "staff.password_changed", "s-00000001", "")
    assert other.sign_in().status_code == 422
    assert other.sign_in(NAME, NEW).status_code == 303
    other.leave()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old": "not the old one"}, "现在的密码不对"),
        ({"new": PASSWORD, "again": PASSWORD}, "不能和现在的一样"),
        ({"again": "different from it"}, "两次输入的新密码不一样"),
        ({"new": "", "again": ""}, "不一样"),
        ({"new": "short", "again": "short"}, "10 到 200"),
        ({"new": "1111111111", "again": "1111111111"}, "太简单"),
    ],
)
def test_what_is_wrong_changes_nothing(clerk: Clerk, typed: dict[str, str], said: str) -> None:
    assert said in change(clerk, **typed)
    clerk.post("/sign-out")
    assert clerk.sign_in().status_code == 303


def test_the_form_works_again_after_a_change(clerk: Clerk) -> None:
    change(clerk)
    response = clerk.post("/account/password", old=NEW, new="third-good-one", again="third-good-one")
    assert response.status_code == 200


def test_whoever_got_a_password_goes_on_after_changing_it(app: Starlette, clerk: Clerk) -> None:
    with app.state.desk.writer.transaction() as transaction:
        transaction.execute(update(StaffAccount).values(must_change=True))
    assert clerk.get("/letters").headers["location"] == "/account"
    page = clerk.get("/account").text
    assert 'href="/letters"' not in page
    change(clerk)
    assert clerk.get("/letters").status_code == 200
