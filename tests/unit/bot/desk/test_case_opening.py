"""A case opened by hand: number and code on the spot, each form once, and nothing half done."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette

from actions.casework.kinds import Role
from actions.casework.models import Case, CaseEvent, IssuedReceipt
from actions.casework.store import Records
from tests.unit.bot.desk.clerk import Clerk
from tests.unit.bot.desk.test_views import words

Audited = Callable[[], list[tuple[str, str, str, str]]]
PHONE = "13800001234"
TYPED = {
    "number": "演示复〔2026〕9号",
    "received_on": "2026-11-20",
    "respondent": "演示乡镇一",
    "respondent_kind": "乡镇政府",
    "matter": "行政处罚",
    "phone": PHONE,
}


def once(clerk: Clerk) -> str:
    """What the form hides so that it can be sent once."""
    found = re.search(r'name="once" value="([^"]+)"', clerk.get("/cases/new").text)
    assert found
    return found[1]


def opened(clerk: Clerk, **changed: str) -> Any:
    """Fill in the form of a new case and send it."""
    return clerk.post("/cases/new", once=once(clerk), **(TYPED | changed))


def receipt(page: str) -> tuple[str, str]:
    """Number and code as the page shows them."""
    number, code = re.findall(r"<dd[^>]*>([^<]+)</dd>", page)[:2]
    return unescape(number), code


def count(app: Starlette) -> int:
    with app.state.desk.records.transaction() as transaction:
        return transaction.scalar(select(func.count()).select_from(Case)) or 0


def test_the_applicant_gets_number_and_code_and_finds_the_case(
    clerk: Clerk, citizen: Records, audited: Audited
) -> None:
    page = opened(clerk)
    assert page.status_code == 200
    number, code = receipt(page.text)
    assert number == "演示复〔2026〕9号"
    status = citizen.look_up(number, code)
    assert (status.state_code, str(status.due_on)) == ("received", "2026-11-27")
    assert [(str(step.on), step.event) for step in status.timeline] == [("2026-11-20", "received")]
    assert audited()[-1] == ("s-00000001", "case.opened", number, "")
    assert "登记不等于受理" in words(page.text)


def test_without_a_number_of_the_office_it_gets_one_of_ours(clerk: Clerk, citizen: Records) -> None:
    first, code = receipt(opened(clerk, number="").text)
    second, _ = receipt(opened(clerk, number="", phone="").text)
    assert (first, second) == ("S2026-000001", "S2026-000002")
    assert citizen.look_up("s2026-1", code).state_code == "received"


def test_the_page_of_the_case_says_who_opened_it_and_what_comes_next(clerk: Clerk) -> None:
    done = opened(clerk)
    path = re.search(r'href="(/cases/\d+)"', done.text)
    assert path
    page = clerk.get(path[1]).text
    assert "2026-11-20 收到申请 演示员" in words(page)
    assert "决定受不受理的期限 2026-11-27" in words(page)
    assert set(re.findall(rf'href="{path[1]}/(\w+)"', page)) == {"correction_requested", "accepted"}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"respondent": ""}, "“被申请人”没有填"),
        ({"respondent_kind": "没有这一类"}, "不在可选的范围"),
        ({"matter": ""}, "“事项”没有填"),
        ({"received_on": "2026-11-24"}, "在今天以后"),
        ({"received_on": "昨天"}, "不是日期"),
        ({"phone": "1234"}, "不像一个完整的电话"),
        ({"number": "T2026-000001"}, "像本系统发的编号"),
        ({"number": "演示复〔2025〕1号"}, "已经有了"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    clerk: Clerk, app: Starlette, changed: dict[str, str], why: str
) -> None:
    before = count(app)
    page = opened(clerk, **changed)
    assert page.status_code == 422 and why in words(page.text)
    assert count(app) == before
    if "respondent" not in changed:
        assert 'value="演示乡镇一"' in page.text, "what was typed is still there"
    assert PHONE not in page.text, "but not the phone, the page may be left open"


def test_a_form_that_is_sent_twice_opens_one_case(clerk: Clerk, app: Starlette) -> None:
    before, form = count(app), once(clerk)
    typed = {**TYPED, "number": "", "once": form}
    assert clerk.post("/cases/new", **typed).status_code == 200
    again = clerk.post("/cases/new", **typed)
    assert again.status_code == 409 and "已经登记过一次" in again.text
    assert count(app) == before + 1


def test_neither_phone_nor_code_is_stored_or_logged(
    clerk: Clerk, app: Starlette, written: Any, audited: Audited
) -> None:
    number, code = receipt(opened(clerk).text)
    with app.state.desk.records.transaction() as transaction:
        columns = select(Case.phone_hash, Case.code_given, IssuedReceipt.code_hash, CaseEvent.by)
        joined = columns.join(IssuedReceipt, IssuedReceipt.case_id == Case.id).join(
            CaseEvent, CaseEvent.case_id == Case.id
        )
        row = transaction.execute(joined.where(Case.number == number)).one()
    assert row.code_given and row.by == "s-00000001"
    kept = str(tuple(row)) + written.getvalue() + str(audited())
    assert PHONE not in kept and code not in kept and code.replace("-", "") not in kept


def test_only_who_handles_cases_opens_one(signed_in: Callable[[Role], Clerk]) -> None:
    assert signed_in(Role.AUDITOR).get("/cases/new").status_code == 403
    assert signed_in(Role.ADMINISTRATOR).get("/cases/new").status_code == 403


def test_the_list_leads_to_the_form(clerk: Clerk) -> None:
    assert 'href="/cases/new"' in clerk.get("/cases").text
