"""The administrator's page: adding people, changing what they may, letting them in again, each with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.applications import Starlette

from actions.casework import staff
from actions.casework.kinds import Role
from actions.casework.staff import Account
from tests.unit.bot.desk.clerk import NAME, PASSWORD, Clerk
from tests.unit.bot.desk.test_views import rows, words

REASON = "新到岗的同志"
Audited = Callable[[], list[tuple[str, str, str, str]]]


@pytest.fixture
def administrator(signed_in: Callable[[Role], Clerk]) -> Clerk:
    browser = signed_in(Role.ADMINISTRATOR)
    browser.get("/staff")
    return browser


def found(app: Starlette, id_: str) -> Account:
    with app.state.desk.records.transaction() as transaction:
        account = staff.find_id(transaction, id_)
    assert account
    return account


def password_on(page: str) -> str:
    shown = re.search(r'class="code">([^<]+)<', page)
    assert shown
    return shown[1]


def test_everybody_is_listed(administrator: Clerk) -> None:
    page = administrator.get("/staff").text
    assert [row.split()[0] for row in rows(page)] == [NAME, "演示审核", "演示管理", "演示审计"]
    assert "已绑定" in rows(page)[0] and "$argon2" not in page


def test_a_new_account_gets_a_password_once_and_must_change_it(
    app: Starlette, administrator: Clerk, audited: Audited
) -> None:
    page = administrator.post("/staff", name=" 新同志 ", role="clerk", reason=REASON).text
    first = password_on(page)
    assert re.fullmatch(r"(\w{4}-){3}\w{4}", first)
    assert first not in administrator.get("/staff").text
    who, what, target, why = audited()[-1]
    assert (who, what, why) == ("s-00000003", "staff.added_clerk", REASON)
    assert found(app, target).must_change and not found(app, target).enrolled
    newcomer = Clerk(app)
    assert newcomer.sign_in("新同志", first).headers["location"] == "/sign-in/enrol"
    newcomer.leave()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": NAME}, "已经有了"),
        ({"name": "  "}, "不能空着"),
        ({"name": "字" * 41}, "40 个字"),
        ({"role": "king"}, "请选一个岗位"),
        ({"role": ""}, "请选一个岗位"),
        ({"reason": "短"}, "请写明理由"),
    ],
)
def test_what_is_wrong_adds_nobody(administrator: Clerk, audited: Audited, form: dict[str, str], said: str) -> None:
    before = audited()
    response = administrator.post("/staff", **({"name": "新同志", "role": "clerk", "reason": REASON} | form))
    assert response.status_code == 422
    assert said in words(response.text) and "<title>出错" in response.text
    assert len(rows(administrator.get("/staff").text)) == 4
    assert audited() == before


def test_another_role_holds_at_once(app: Starlette, administrator: Clerk, clerk: Clerk, audited: Audited) -> None:
    administrator.post("/staff/s-00000001", what="role", role="auditor", reason="换岗到审计")
    assert found(app, "s-00000001").role is Role.AUDITOR
    assert clerk.get("/letters").status_code == 403
    assert audited()[-1] == ("s-00000003", "staff.role_auditor", "s-00000001", "换岗到审计")


def test_a_disabled_account_is_out_and_comes_back_with_its_id(
    app: Starlette, administrator: Clerk, clerk: Clerk, audited: Audited
) -> None:
    administrator.post("/staff/s-00000001", what="disabled", reason="调离本单位")
    assert clerk.get("/letters").status_code == 303
    assert clerk.sign_in().status_code == 422
    assert "已停用" in rows(administrator.get("/staff").text)[0]
    administrator.post("/staff/s-00000001", what="enabled", reason="调回本单位")
    assert clerk.sign_in().status_code == 303
    assert [row[1] for row in audited() if row[2] == "s-00000001"] == ["staff.disabled", "staff.enabled"]


def test_a_lost_password_is_replaced(app: Starlette, administrator: Clerk, clerk: Clerk) -> None:
    page = administrator.post("/staff/s-00000001", what="password", reason="忘记密码了").text
    assert clerk.get("/letters").status_code == 303
    assert clerk.sign_in(NAME, PASSWORD).status_code == 422
    assert clerk.sign_in(NAME, password_on(page)).status_code == 303
    assert clerk.get("/letters").headers["location"] == "/account"


def test_a_lost_phone_is_enrolled_anew(administrator: Clerk, clerk: Clerk) -> None:
    page = administrator.post("/staff/s-00000001", what="factor", reason="手机丢了一部").text
    assert 'class="code"' not in page
    assert clerk.get("/letters").status_code == 303
    assert clerk.type_password().headers["location"] == "/sign-in/enrol"


def test_somebody_is_signed_out_everywhere(administrator: Clerk, clerk: Clerk) -> None:
    administrator.post("/staff/s-00000001", what="signed_out_everywhere", reason="电脑忘记锁了")
    assert clerk.get("/letters").status_code == 303
    assert clerk.sign_in().status_code == 303


@pytest.mark.parametrize("what", ["role", "password", "factor", "disabled"])
def test_nobody_changes_the_own_account_here(app: Starlette, administrator: Clerk, audited: Audited, what: str) -> None:
    before = audited()
    response = administrator.post("/staff/s-00000003", what=what, role="clerk", reason="改自己的账号")
    assert response.status_code == 422 and "不能改自己" in response.text
    assert found(app, "s-00000003").role is Role.ADMINISTRATOR and audited() == before


@pytest.mark.parametrize("change", [{"what": "role", "role": "clerk"}, {"what": "disabled"}])
def test_one_administrator_who_can_sign_in_is_left(
    app: Starlette, administrator: Clerk, change: dict[str, str]
) -> None:
    # Somebody took the own rights away in the meantime: whoever is still signed in must not close the last door.
    with app.state.desk.writer.transaction() as transaction:
        other = staff.add(transaction, name="另一位", password="x", role=Role.ADMINISTRATOR, must_change=False)
    response = administrator.post(f"/staff/{other.id}", reason="测试最后一位", **change)
    assert response.status_code == 200  # the one who asks is an administrator too
    assert found(app, "s-00000003").role is Role.ADMINISTRATOR


@pytest.mark.parametrize(
    ("id_", "form", "status"),
    [
        ("s-99999999", {"what": "disabled"}, 404),
        ("s-00000001", {"what": "nonsense"}, 404),
        ("s-00000001", {"what": ""}, 404),
        ("s-00000001", {"what": "role", "role": "king"}, 422),
        ("s-00000001", {"what": "disabled", "reason": "短"}, 422),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    app: Starlette, administrator: Clerk, id_: str, form: dict[str, str], status: int
) -> None:
    before = found(app, "s-00000001")
    assert administrator.post(f"/staff/{id_}", **({"reason": REASON} | form)).status_code == status
    assert found(app, "s-00000001") == before


def test_a_form_from_elsewhere_is_refused(administrator: Clerk) -> None:
    administrator.token = "x"
    assert administrator.post("/staff/s-00000001", what="disabled", reason=REASON).status_code == 403
