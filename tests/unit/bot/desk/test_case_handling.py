"""Steps with a case at the desk: a look at what changes, the last day counted anew, one row of the log each."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from starlette.applications import Starlette

from actions.casework.kinds import CaseEventKind, Role
from actions.casework.models import Case
from actions.casework.store import Records
from bot.desk.case_steps import CASE_STEPS, case_step_route
from bot.desk.roles import may
from tests.unit.bot.desk.clerk import Clerk, Clock
from tests.unit.bot.desk.test_case_opening import opened, receipt
from tests.unit.bot.desk.test_views import words

Audited = Callable[[], list[tuple[str, str, str, str]]]
REVIEWED = {"not_accepted", "abandoned", "suspended", "extended", "decided", "mediated", "terminated"}


@pytest.fixture
def reviewer(signed_in: Callable[[Role], Clerk]) -> Clerk:
    return signed_in(Role.REVIEWER)


@pytest.fixture
def held(clerk: Clerk) -> tuple[str, str]:
    """Number and code of a case that came in on Friday, 20 November 2026."""
    return receipt(opened(clerk).text)


@pytest.fixture
def page(clerk: Clerk, held: tuple[str, str]) -> str:
    """Where its page is."""
    found = re.search(rf'<a href="([^"]+)">{re.escape(held[0])}</a>', clerk.get("/cases").text)
    assert found
    return found[1]


@pytest.fixture
def stored(app: Starlette, page: str) -> Callable[[], Case]:
    """The case as it is stored, with its events."""

    def read() -> Case:
        with app.state.desk.records.transaction() as transaction:
            found: Case = transaction.get_one(Case, int(page.rpartition("/")[2]))
            assert found.events
        return found

    return read


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the last form of a page."""
    form = page.rpartition('<form method="post" action="/cases/')[2]
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in pairs if name != "token"}


def look(browser: Clerk, path: str, step: str, **fields: str) -> Any:
    """Fill in the form of a step and look at what it would do."""
    form = hidden(browser.get(f"{path}/{step}").text)
    return browser.post(f"{path}/{step}", **(form | fields | {"stage": "preview"}))


def take(browser: Clerk, path: str, step: str, **fields: str) -> Any:
    """Take a step, the look at it included."""
    seen = look(browser, path, step, **fields)
    assert seen.status_code == 200 and "办理前看一遍" in seen.text, words(seen.text)
    return browser.post(f"{path}/{step}", **(hidden(seen.text) | {"stage": "do"}))


def test_the_page_offers_what_the_table_and_the_role_allow(clerk: Clerk, reviewer: Clerk, page: str) -> None:
    def offered(browser: Clerk) -> set[str]:
        return set(re.findall(rf'href="{page}/(\w+)"', browser.get(page).text))

    assert offered(clerk) == {"correction_requested", "accepted"}
    assert offered(reviewer) == {*offered(clerk), "not_accepted", "correction"}


@pytest.mark.parametrize("step", CASE_STEPS)
def test_each_step_is_somebody_s_and_what_binds_the_parties_is_the_reviewer_s(step: CaseEventKind) -> None:
    route = case_step_route(step)
    assert may(Role.REVIEWER, "POST", route) and may(Role.REVIEWER, "GET", route)
    assert may(Role.CLERK, "POST", route) is (step.value not in REVIEWED)
    assert not may(Role.ADMINISTRATOR, "POST", route) and not may(Role.AUDITOR, "GET", route)


def test_every_step_of_the_list_has_a_button_but_the_first() -> None:
    assert set(CASE_STEPS) == set(CaseEventKind) - {CaseEventKind.RECEIVED}


def test_a_clerk_cannot_take_a_reviewer_s_step(clerk: Clerk, page: str) -> None:
    assert clerk.get(f"{page}/not_accepted").status_code == 403
    assert clerk.post(f"{page}/not_accepted", reason="不受理", stage="do").status_code == 403


def test_acceptance_is_looked_at_with_its_sum_and_starts_the_period(
    clerk: Clerk, page: str, stored: Callable[[], Case], held: tuple[str, str], citizen: Records, audited: Audited
) -> None:
    seen = look(clerk, page, "accepted", on="2026-11-23", track="ordinary", internal="演示：内部备注")
    said = words(seen.text)
    assert "2026-11-23 受理" in said and "已收到，正在审查是否受理 → 已受理，正在审理" in said
    assert "2026-11-27 → 2027-01-22" in said and "第62条" in said and "演示：内部备注" in said
    assert stored().state == "received", "nothing is done yet"
    done = clerk.post(f"{page}/accepted", **(hidden(seen.text) | {"stage": "do"}))
    assert done.headers["location"] == f"{page}?done=accepted"
    row = stored()
    assert (row.state, str(row.due_on), row.track) == ("accepted", "2027-01-22", "ordinary")
    assert audited()[-1] == ("s-00000001", "case.accepted", held[0], "")
    shown = words(clerk.get(f"{page}?done=accepted").text)
    assert "已经办好：受理" in shown and "2026-11-23 受理 演示员" in shown and "审理期限 2027-01-22" in shown
    status = citizen.look_up(*held)
    assert (status.state_code, str(status.due_on)) == ("accepted", "2027-01-22")
    assert [step.event for step in status.timeline] == ["received", "accepted"]
    assert "内部备注" not in str(status)


def test_the_simplified_track_has_thirty_days(clerk: Clerk, page: str, stored: Callable[[], Case]) -> None:
    assert take(clerk, page, "accepted", on="2026-11-23", track="simplified").status_code == 303
    assert str(stored().due_on) == "2026-12-23"


def test_what_is_missing_is_asked_for_and_read_by_the_applicant(
    clerk: Clerk, page: str, stored: Callable[[], Case], held: tuple[str, str], citizen: Records, audited: Audited
) -> None:
    take(clerk, page, "correction_requested", on="2026-11-23", reason="请补交处罚决定书的复印件")
    assert (stored().state, str(stored().due_on)) == ("correction", "2026-12-07")
    assert "申请人补正的期限 2026-12-07" in words(clerk.get(page).text)
    assert citizen.look_up(*held).timeline[-1].what == "通知补正：请补交处罚决定书的复印件"
    assert audited()[-1][3] == "请补交处罚决定书的复印件"
    take(clerk, page, "corrected", on="2026-11-23")
    assert (stored().state, str(stored().due_on)) == ("received", "2026-11-30")


def test_a_pause_makes_the_period_longer_once_it_ends(
    app: Starlette, clerk: Clerk, reviewer: Clerk, page: str, stored: Callable[[], Case], clock: Any
) -> None:
    take(clerk, page, "accepted", on="2026-11-23", track="ordinary")
    take(reviewer, page, "suspended", on="2026-11-23", reason="等关联的案子审完")
    assert (stored().state, str(stored().due_on)) == ("suspended", "2027-01-22")
    clock.forward(days=10)
    clerk.sign_in()
    seen = look(clerk, page, "resumed", on="2026-12-03")
    assert "2027-01-22 → 2027-02-01" in words(seen.text) and "第39条" in words(seen.text)
    assert take(clerk, page, "resumed", on="2026-12-03").status_code == 303
    assert (stored().state, str(stored().due_on)) == ("accepted", "2027-02-01")


def test_an_extension_is_the_reviewer_s_and_is_told(
    clerk: Clerk, reviewer: Clerk, page: str, stored: Callable[[], Case], held: tuple[str, str], citizen: Records
) -> None:
    take(clerk, page, "accepted", on="2026-11-23", track="ordinary")
    too_long = look(reviewer, page, "extended", on="2026-11-23", days="31", reason="情况复杂")
    assert too_long.status_code == 422 and "请写延长几天" in too_long.text
    take(reviewer, page, "extended", on="2026-11-23", days="10", reason="情况复杂")
    assert (str(stored().due_on), stored().extended_days) == ("2027-02-01", 10)
    assert citizen.look_up(*held).timeline[-1].what == "延长审理期限：情况复杂"
    assert "extended" not in re.findall(rf'href="{page}/(\w+)"', reviewer.get(page).text)


def test_a_decision_closes_the_case_and_its_outcome_waits_for_the_document(
    clerk: Clerk,
    reviewer: Clerk,
    page: str,
    stored: Callable[[], Case],
    held: tuple[str, str],
    citizen: Records,
    audited: Audited,
) -> None:
    take(clerk, page, "accepted", on="2026-11-23", track="ordinary")
    seen = look(reviewer, page, "decided", on="2026-11-23", outcome="revoked")
    assert "结果： 撤销" in words(seen.text)
    reviewer.post(f"{page}/decided", **(hidden(seen.text) | {"stage": "do"}))
    row = stored()
    assert (row.state, row.outcome, str(row.closed_on)) == ("closed", "revoked", "2026-11-23")
    assert audited()[-1] == ("s-00000002", "case.decided", held[0], "撤销")
    status = citizen.look_up(*held)
    assert status.state == "已办结" and "撤销" not in str(status)
    take(clerk, page, "delivered", on="2026-11-23")
    assert citizen.look_up(*held).timeline[-1].event == "delivered"


def test_a_withdrawal_after_a_settlement_ends_it(clerk: Clerk, reviewer: Clerk, page: str, stored: Any) -> None:
    take(clerk, page, "accepted", on="2026-11-23", track="ordinary")
    take(clerk, page, "settled", on="2026-11-23")
    take(reviewer, page, "terminated", on="2026-11-23", outcome="settled", reason="和解以后撤回")
    assert (stored().state, stored().outcome) == ("closed", "settled")


def test_a_refusal_says_why(clerk: Clerk, reviewer: Clerk, page: str, held: tuple[str, str], citizen: Records) -> None:
    take(reviewer, page, "not_accepted", on="2026-11-23", reason="超过了申请期限")
    status = citizen.look_up(*held)
    assert (status.state_code, status.timeline[-1].what) == ("not_accepted", "决定不予受理：超过了申请期限")
    assert set(re.findall(rf'href="{page}/(\w+)"', clerk.get(page).text)) == {"delivered"}


def test_what_was_not_completed_in_time_is_given_up_and_a_good_reason_still_counts(
    clerk: Clerk, reviewer: Clerk, page: str, held: tuple[str, str], citizen: Records, clock: Clock, stored: Any
) -> None:
    take(clerk, page, "correction_requested", on="2026-11-23", reason="缺身份证明")
    last = stored().due_on
    assert str(last) == "2026-12-07", "ten working days"
    seen = look(reviewer, page, "abandoned", on="2026-11-23", reason="没有补正")
    early = reviewer.post(f"{page}/abandoned", **(hidden(seen.text) | {"stage": "do"}))
    assert early.status_code == 409 and "还没有过" in early.text and stored().state == "correction"
    clock.forward(days=15)
    reviewer.sign_in(reviewer.name)
    take(reviewer, page, "abandoned", on="2026-12-08", reason="没有补正")
    status = citizen.look_up(*held)
    assert status.state_code == "abandoned" and "正当理由" in status.next
    assert status.timeline[-1].what == "逾期没有补正，视为放弃申请，记录在案：没有补正"
    clerk.sign_in(clerk.name)
    take(clerk, page, "corrected", on="2026-12-08")
    assert citizen.look_up(*held).state_code == "received"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"on": "", "track": "ordinary"}, "请写哪一天"),
        ({"on": "2026-11-31", "track": "ordinary"}, "请写哪一天"),
        ({"on": "2026-11-23"}, "请选审理程序"),
        ({"on": "2026-11-23", "track": "quick"}, "请选审理程序"),
    ],
)
def test_what_is_wrong_is_said_by_field(clerk: Clerk, page: str, fields: dict[str, str], why: str) -> None:
    answer = look(clerk, page, "accepted", **fields)
    assert answer.status_code == 422 and why in answer.text and 'role="alert"' in answer.text


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-19"])
def test_a_day_ahead_or_before_the_receipt_is_refused(
    clerk: Clerk, page: str, day: str, stored: Callable[[], Case]
) -> None:
    answer = take(clerk, page, "accepted", on=day, track="ordinary")
    assert answer.status_code == 409 and "不晚于今天" in answer.text and stored().state == "received"


def test_a_code_is_never_shown_to_an_applicant_and_a_phone_only_after_a_second_look(
    clerk: Clerk, page: str, stored: Callable[[], Case]
) -> None:
    code = look(clerk, page, "correction_requested", on="2026-11-23", reason="查询码 CDF-GHJ-KMN")
    assert code.status_code == 422 and "里面有查询码" in code.text
    seen = look(clerk, page, "correction_requested", on="2026-11-23", reason="请打13800001234补正")
    assert "好像有手机号" in seen.text
    kept = hidden(seen.text)
    refused = clerk.post(f"{page}/correction_requested", **(kept | {"stage": "do"}))
    assert refused.status_code == 422 and stored().state == "received"
    done = clerk.post(f"{page}/correction_requested", **(kept | {"stage": "do", "seen": "yes"}))
    assert done.status_code == 303 and stored().state == "correction"


def test_going_back_keeps_what_was_typed(clerk: Clerk, page: str) -> None:
    seen = look(clerk, page, "correction_requested", on="2026-11-23", reason="请补交复印件")
    back = clerk.post(f"{page}/correction_requested", **(hidden(seen.text) | {"stage": "back"}))
    assert back.status_code == 200 and "请补交复印件</textarea>" in back.text


def test_whoever_decides_on_an_older_state_is_told(clerk: Clerk, reviewer: Clerk, page: str, stored: Any) -> None:
    old = hidden(reviewer.get(f"{page}/not_accepted").text)
    take(clerk, page, "correction_requested", on="2026-11-23", reason="请补交复印件")
    take(clerk, page, "corrected", on="2026-11-23")
    answer = reviewer.post(f"{page}/not_accepted", **old, on="2026-11-23", reason="不受理", stage="do")
    assert answer.status_code == 409 and "刚刚有人办过一步" in answer.text
    assert stored().state == "received"


def test_a_step_that_is_not_possible_says_so(reviewer: Clerk, page: str) -> None:
    form = reviewer.get(f"{page}/decided")
    assert form.status_code == 200 and "不能走这一步" in form.text and "<textarea" not in form.text


@pytest.mark.parametrize("id_", ["999", str(2**31), "9" * 30])
def test_no_such_case(clerk: Clerk, id_: str) -> None:
    assert clerk.get(f"/cases/{id_}/accepted").status_code == 404


def test_without_a_log_nothing_happens(app: Starlette, clerk: Clerk, page: str, stored: Callable[[], Case]) -> None:
    seen = look(clerk, page, "accepted", on="2026-11-23", track="ordinary")
    with app.state.desk.records.engine.begin() as breaking:
        breaking.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    answer = clerk.post(f"{page}/accepted", **(hidden(seen.text) | {"stage": "do"}))
    assert answer.status_code == 503 and stored().state == "received"
