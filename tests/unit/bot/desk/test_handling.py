"""Steps with a letter at the desk: forms from the table, a look at what the citizen reads, and one row of the log each."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from starlette.applications import Starlette

from actions.casework.kinds import LetterStep, Role
from actions.casework.models_erasures import Erasure
from actions.casework.store import Records
from actions.content.region import load_region
from bot.desk.records import find_letter
from bot.desk.roles import may
from bot.desk.steps import STEPS, step_route
from tests.unit.bot.desk.clerk import Clerk
from tests.unit.bot.desk.test_views import link, words

Audited = Callable[[], list[tuple[str, str, str, str]]]
SIGNED = {"anonymous": False, "name": "演示甲", "contact": "13800001234"}
UNIT = load_region().departments[3].name
REPLY = "路灯已经修好。"


@pytest.fixture
def reviewer(signed_in: Callable[[Role], Clerk]) -> Clerk:
    return signed_in(Role.REVIEWER)


@pytest.fixture
def number(file_letter: Callable[..., str]) -> str:
    return file_letter(reply_due_on=date(2027, 1, 22), **SIGNED)


@pytest.fixture
def page(clerk: Clerk, number: str) -> str:
    """Where the letter's page is."""
    return link(clerk.get("/letters").text, number)


@pytest.fixture
def stored(app: Starlette, page: str) -> Callable[[], tuple[Any, list[Any]]]:
    """The letter and its events as they are stored."""

    def read() -> tuple[Any, list[Any]]:
        with app.state.desk.records.transaction() as transaction:
            found = find_letter(transaction, int(page.rpartition("/")[2]))
        assert found
        return found

    return read


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the last form of a page."""
    form = page.rpartition('<form method="post" action="/letters/')[2]
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in pairs if name != "token"}


def take(clerk: Clerk, path: str, step: str, **fields: str) -> Any:
    """Fill in a form, and confirm the look at it if there is one."""
    form = hidden(clerk.get(f"{path}/{step}").text)
    response = clerk.post(f"{path}/{step}", **(form | fields | {"stage": "preview"}))
    if response.status_code == 200 and "发出前看一遍" in response.text:
        response = clerk.post(f"{path}/{step}", **(hidden(response.text) | {"stage": "do"}))
    return response


def test_the_page_offers_what_the_table_and_the_role_allow(clerk: Clerk, reviewer: Clerk, page: str) -> None:
    def offered(browser: Clerk) -> set[str]:
        return set(re.findall(rf'href="{page}/(\w+)"', browser.get(page).text))

    assert offered(clerk) == {"screened", "assigned", "replied", "transferred"}
    assert offered(reviewer) == {*offered(clerk), "not_accepted", "merged", "correction"}


@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_somebody_s_and_reviewers_may_all(step: LetterStep) -> None:
    assert may(Role.REVIEWER, "POST", step_route(step)) and may(Role.REVIEWER, "GET", step_route(step))
    assert not may(Role.ADMINISTRATOR, "POST", step_route(step)) and not may(Role.AUDITOR, "GET", step_route(step))


@pytest.mark.parametrize("step", ["not_accepted", "merged", "reopened", "correction"])
def test_a_clerk_cannot_take_a_reviewer_s_step(clerk: Clerk, page: str, step: str) -> None:
    assert clerk.get(f"{page}/{step}").status_code == 403
    assert clerk.post(f"{page}/{step}", reason="不受理", stage="do").status_code == 403


def test_screening_needs_no_look(clerk: Clerk, page: str, number: str, audited: Audited, stored: Any) -> None:
    response = take(clerk, page, "screened", internal="先看现场")
    assert response.headers["location"] == f"{page}?done=screened"
    row, events = stored()
    assert row.state == "screened"
    assert (events[-1].kind, events[-1].by, events[-1].internal) == ("screened", "s-00000001", "先看现场")
    assert audited()[-1] == ("s-00000001", "letter.screened", number, "")
    seen = words(clerk.get(f"{page}?done=screened").text)
    assert "已经办好：登记" in seen and "内部备注 先看现场" in seen


def test_assigning_takes_a_unit_of_the_county(clerk: Clerk, page: str, audited: Audited, stored: Any) -> None:
    form = clerk.get(f"{page}/assigned").text
    assert f'<option value="{UNIT}"' in form
    assert take(clerk, page, "assigned", unit=UNIT).status_code == 303
    assert stored()[0].unit == UNIT
    assert audited()[-1][3] == UNIT
    assert UNIT in words(clerk.get("/letters").text)


def test_a_reply_is_looked_at_before_it_is_sent(
    clerk: Clerk, page: str, stored: Any, citizen: Records, number: str, audited: Audited
) -> None:
    form = hidden(clerk.get(f"{page}/replied").text)
    look = clerk.post(f"{page}/replied", **form, words=REPLY, internal="给局长看过", stage="preview")
    assert look.status_code == 200 and stored()[0].state == "received"
    public = look.text.split("</blockquote>")[0]
    assert REPLY in public and "给局长看过" not in public and "给局长看过" in look.text
    assert clerk.post(f"{page}/replied", **hidden(look.text), stage="do").status_code == 303
    row, events = stored()
    assert row.state == "replied"
    assert (events[-1].note, events[-1].internal) == (REPLY, "给局长看过")
    assert audited()[-1][1] == "letter.replied"
    assert "给局长看过" not in str(audited()) and REPLY not in str(audited())


def test_the_citizen_reads_the_reply_and_not_the_note(
    app: Starlette, clerk: Clerk, page: str, citizen: Records, number: str
) -> None:
    take(clerk, page, "replied", words=REPLY, internal="给局长看过")
    code = app.state.desk.writer.reissue_code(number, "s-00000001", "演示补发一次").code
    status = str(citizen.look_up(number, code))
    assert REPLY in status and "给局长看过" not in status


def test_going_back_keeps_what_was_typed(clerk: Clerk, page: str, stored: Any) -> None:
    form = hidden(clerk.get(f"{page}/replied").text)
    look = clerk.post(f"{page}/replied", **form, words="第一稿", stage="preview")
    back = clerk.post(f"{page}/replied", **hidden(look.text), stage="back")
    assert ">第一稿</textarea>" in back.text
    assert stored()[0].state == "received"


def test_a_step_cannot_skip_the_look(clerk: Clerk, page: str, stored: Any) -> None:
    form = hidden(clerk.get(f"{page}/replied").text)
    response = clerk.post(f"{page}/replied", **form, words="电话13912345678", stage="do")
    assert response.status_code == 422 and "请先看过提醒" in response.text
    assert stored()[0].state == "received"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("请打13912345678", "手机号"), ("演示甲您好", "来信人的姓名或者联系方式"), ("住3号楼", "门牌住址")],
)
def test_personal_data_is_sent_only_after_a_second_look(
    clerk: Clerk, page: str, stored: Any, text: str, kind: str
) -> None:
    form = hidden(clerk.get(f"{page}/replied").text)
    look = clerk.post(f"{page}/replied", **form, words=text, stage="preview")
    assert kind in look.text
    fields = hidden(look.text)
    assert clerk.post(f"{page}/replied", **fields, stage="do").status_code == 422
    assert clerk.post(f"{page}/replied", **fields, stage="do", seen="yes").status_code == 303
    assert stored()[0].state == "replied"


@pytest.mark.parametrize(
    ("step", "fields", "said"),
    [
        ("replied", {"words": ""}, "请写答复"),
        ("replied", {"words": "查询码是 234-CDF-GHJ"}, "里面有查询码"),
        ("replied", {"words": "路灯【什么时候】修好"}, "还有没填的空：【什么时候】"),
        ("replied", {"words": "路灯】修好"}, "还有没填的空：】"),
        ("assigned", {"unit": ""}, "请选单位"),
        ("transferred", {"unit": "某机关", "reason": ""}, "请写明理由"),
    ],
)
def test_what_is_missing_or_must_not_be_there_is_said(
    clerk: Clerk, page: str, stored: Any, step: str, fields: dict[str, str], said: str
) -> None:
    for stage in ("preview", "do"):
        form = hidden(clerk.get(f"{page}/{step}").text)
        response = clerk.post(f"{page}/{step}", **(form | fields), stage=stage)
        assert response.status_code == 422 and said in unescape(response.text)
        assert "<title>出错" in response.text and "aria-invalid" in response.text
    assert stored()[0].state == "received"


def test_what_is_too_long_is_refused_by_the_table(clerk: Clerk, page: str, stored: Any) -> None:
    assert take(clerk, page, "replied", words="长" * 2001).status_code == 409
    assert stored()[0].state == "received"


def test_whoever_decides_on_an_older_state_is_told(clerk: Clerk, reviewer: Clerk, page: str, stored: Any) -> None:
    old = hidden(clerk.get(f"{page}/replied").text)
    take(reviewer, page, "screened")
    response = clerk.post(f"{page}/replied", **old, words=REPLY, stage="do")
    assert response.status_code == 409 and "刚刚有人办过一步" in response.text
    assert stored()[0].state == "screened"


def test_a_step_that_the_state_does_not_allow_is_refused(clerk: Clerk, page: str, audited: Audited) -> None:
    assert "现在的状态不能走这一步" in clerk.get(f"{page}/closed").text
    before = audited()
    assert take(clerk, page, "closed", resolved="yes").status_code == 409
    assert audited() == before


@pytest.mark.parametrize(("answer", "resolved"), [("yes", True), ("no", False)])
def test_closed_and_solved_are_two_things(clerk: Clerk, page: str, stored: Any, answer: str, resolved: bool) -> None:
    take(clerk, page, "replied", words=REPLY)
    assert take(clerk, page, "closed").status_code == 422
    assert take(clerk, page, "closed", resolved=answer).status_code == 303
    assert (stored()[0].state, stored()[0].resolved) == ("closed", resolved)
    assert ("（已解决）" if resolved else "（没有解决）") in clerk.get(page).text


def test_a_letter_is_refused_with_a_reason_that_the_citizen_reads(reviewer: Clerk, page: str, stored: Any) -> None:
    form = hidden(reviewer.get(f"{page}/not_accepted").text)
    look = reviewer.post(f"{page}/not_accepted", **form, reason="应当申请行政复议", stage="preview")
    assert "应当申请行政复议" in look.text.split("</blockquote>")[0]
    assert reviewer.post(f"{page}/not_accepted", **hidden(look.text), stage="do").status_code == 303
    assert (stored()[0].state, stored()[1][-1].reason) == ("not_accepted", "应当申请行政复议")


def test_a_second_letter_is_merged_and_each_page_shows_the_other(
    reviewer: Clerk, page: str, number: str, file_letter: Callable[..., str], stored: Any
) -> None:
    second = file_letter("two", **SIGNED)
    other = link(reviewer.get("/letters").text, second)
    assert second in reviewer.get(page).text and number in reviewer.get(other).text
    assert take(reviewer, other, "merged", main=number.lower().replace("-", " ")).status_code == 303
    assert "已并到这一封" in reviewer.get(page).text and "这一封已并到它" in reviewer.get(other).text


@pytest.mark.parametrize("main", ["", "W2026-999999", "nonsense"])
def test_a_letter_is_merged_into_one_that_is_there(reviewer: Clerk, page: str, stored: Any, main: str) -> None:
    assert take(reviewer, page, "merged", main=main).status_code == 422
    assert stored()[0].state == "received"


def test_a_letter_is_not_merged_into_itself(reviewer: Clerk, page: str, number: str, stored: Any) -> None:
    assert take(reviewer, page, "merged", main=number).status_code == 409
    assert stored()[0].state == "received"


def test_time_is_given_once_and_not_too_much(clerk: Clerk, page: str, stored: Any) -> None:
    take(clerk, page, "screened")
    assert "2027-01-22" in clerk.get(f"{page}/extended").text
    long = take(clerk, page, "extended", reason="要查阅档案", due="2027-03-22")
    assert long.status_code == 409 and "最多晚30天" in long.text
    assert take(clerk, page, "extended", reason="要查阅档案", due="2027-02-20").status_code == 303
    assert stored()[0].reply_due_on == date(2027, 2, 20)
    again = take(clerk, page, "extended", reason="还要再查", due="2027-02-21")
    assert again.status_code == 409 and "不能再走" in again.text


def test_a_wrong_kind_is_corrected(reviewer: Clerk, page: str, stored: Any, audited: Audited) -> None:
    assert take(reviewer, page, "correction", reason="其实是建议", kind="suggestion").status_code == 303
    assert stored()[0].kind == "suggestion" and stored()[0].state == "received"
    assert audited()[-1][1:] == ("letter.correction", audited()[-1][2], "其实是建议")


def test_a_template_is_filled_with_what_the_record_knows(clerk: Clerk, page: str, number: str) -> None:
    text = clerk.get(f"{page}/replied", template="problem-solved").text
    assert number in text and "2026年11月23日" in text and "【事项】" in text
    assert "提醒：" in text and "《信访工作条例》第28条" in text


def test_an_unknown_template_is_left_out(clerk: Clerk, page: str) -> None:
    assert clerk.get(f"{page}/replied", template="nonsense").status_code == 200


def test_only_templates_for_this_kind_and_step_are_offered(clerk: Clerk, page: str) -> None:
    text = clerk.get(f"{page}/replied").text
    assert 'value="problem-solved"' in text
    assert 'value="suggestion-taken"' not in text and 'value="to-discipline"' not in text
    assert 'value="to-discipline"' in clerk.get(f"{page}/transferred").text


@pytest.mark.parametrize("id_", [999_999, 2**40])
def test_no_letter_no_step(clerk: Clerk, id_: int) -> None:
    assert clerk.get(f"/letters/{id_}/screened").status_code == 404
    clerk.get("/letters")
    assert clerk.post(f"/letters/{id_}/screened", stage="do").status_code == 404


def test_a_form_from_elsewhere_is_refused(clerk: Clerk, page: str, stored: Any) -> None:
    clerk.token = "x"
    assert clerk.post(f"{page}/screened", stage="do").status_code == 403
    assert stored()[0].state == "received"


def test_no_row_in_the_log_no_step(app: Starlette, clerk: Clerk, page: str, stored: Any) -> None:
    form = hidden(clerk.get(f"{page}/screened").text)
    with app.state.desk.records.engine.begin() as breaking:
        breaking.exec_driver_sql(
            "CREATE TRIGGER stop BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    assert clerk.post(f"{page}/screened", **form, stage="do").status_code == 503
    assert stored()[0].state == "received" and len(stored()[1]) == 1


def test_a_new_letter_is_due_to_be_read_and_then_to_be_answered(clerk: Clerk, page: str) -> None:
    assert "2027-01-22" in words(clerk.get("/letters").text)
    take(clerk, page, "screened")
    assert "已登记 1" in words(clerk.get("/letters").text)
    assert "2027-01-22" in words(clerk.get("/letters", state="screened").text)


def test_after_a_request_to_delete_the_person_is_not_shown_any_more(
    app: Starlette, clerk: Clerk, page: str, number: str, citizen: Records, stored: Any
) -> None:
    take(clerk, page, "replied", words=REPLY, internal="给局长看过")
    take(clerk, page, "closed", resolved="yes")
    assert "路灯不亮。" in clerk.get(page).text
    with app.state.desk.writer.transaction() as transaction:
        transaction.add(Erasure(number=number, asked_at=app.state.desk.clock(), erase_on=None))
    text = clerk.get(page).text
    assert "已经要求删除" in text
    assert not any(said in text for said in ("路灯不亮。", REPLY, "给局长看过", "138****1234", "查看联系方式"))
    assert stored()[0].what_happened is None
    assert clerk.post(f"{page}/contact", reason="再看一眼联系方式").status_code == 404
