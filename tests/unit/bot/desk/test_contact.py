"""Showing a writer in full: who may, what it takes, what stays behind, and when nothing is shown."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette

from tests.unit.bot.desk.clerk import MONDAY, NAME, Clerk
from tests.unit.bot.desk.test_views import link, words

WRITER, PHONE, REASON = "演示甲", "13800001234", "打电话核实路灯的位置"
Rows = Callable[[], list[Any]]


@pytest.fixture
def number(file_letter: Callable[..., str]) -> str:
    """A signed letter."""
    return file_letter(anonymous=False, name=WRITER, contact=PHONE)


@pytest.fixture
def page(clerk: Clerk, number: str) -> str:
    """Where its page is, opened just now."""
    path = link(clerk.get("/letters").text, number)
    assert clerk.get(path).status_code == 200
    return path


def test_name_and_contact_are_shown_in_full(clerk: Clerk, page: str, number: str) -> None:
    response = clerk.post(f"{page}/contact", reason=REASON)
    assert response.status_code == 200
    seen = words(response.text)
    assert f"姓名 {WRITER} " in seen and f"联系方式 {PHONE} " in seen and number in seen and REASON in seen
    assert response.headers["Cache-Control"] == "no-store"


def test_the_row_says_who_when_and_why(clerk: Clerk, page: str, number: str, reveals: Rows) -> None:
    clerk.post(f"{page}/contact", reason=f"  {REASON}\n")
    assert reveals() == [(number, "contact", "s-00000001", REASON, MONDAY)]


def test_the_row_is_committed_before_the_page_is_made(
    app: Starlette, clerk: Clerk, page: str, reveals: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, found = app.state.desk.pages, []
    usual = pages.page

    def making(template: str, *given: Any, **values: Any) -> Any:
        found.append((template, len(reveals())))
        return usual(template, *given, **values)

    monkeypatch.setattr(pages, "page", making)
    clerk.post(f"{page}/contact", reason=REASON)
    assert found == [("contact.html", 1)]


def test_the_letter_s_page_lists_it_and_stays_masked(clerk: Clerk, page: str) -> None:
    assert "谁看过" not in clerk.get(page).text
    clerk.post(f"{page}/contact", reason=REASON)
    seen = clerk.get(page).text
    assert f"2026-11-23 10:30 查看联系方式 {NAME} 理由：{REASON}" in words(seen)
    assert PHONE not in seen and WRITER not in seen and "138****1234" in seen


def test_it_is_shown_once_and_each_time_recorded(clerk: Clerk, page: str, reveals: Rows) -> None:
    clerk.post(f"{page}/contact", reason=REASON)
    assert clerk.get(f"{page}/contact").status_code == 405
    clerk.post(f"{page}/contact", reason=REASON)
    assert len(reveals()) == 2


def test_an_account_that_is_not_here_is_still_named_by_its_id(app: Starlette, clerk: Clerk, page: str) -> None:
    letter = int(page.rpartition("/")[2])
    app.state.desk.writer.show_contact(letter, "s-imported", REASON)
    assert "账号 s-imported 理由" in words(clerk.get(page).text)


def test_the_audit_log_has_it_too(
    clerk: Clerk, page: str, number: str, audited: Callable[[], list[tuple[str, str, str, str]]]
) -> None:
    clerk.post(f"{page}/contact", reason=REASON)
    assert audited()[-1] == ("s-00000001", "contact.shown", number, REASON)


@pytest.mark.parametrize("reason", ["", "    ", "核实", " 核 实 一 ", "字" * 201])
def test_without_a_proper_reason_nothing_is_shown(clerk: Clerk, page: str, reveals: Rows, reason: str) -> None:
    response = clerk.post(f"{page}/contact", reason=reason)
    assert response.status_code == 422
    assert (
        "没有显示：请写明理由，5到200个字。" in response.text
        and 'aria-describedby="reason-hint error"' in response.text
    )
    assert "<title>出错：" in response.text and f'value="{reason}"' in response.text
    assert PHONE not in response.text and WRITER not in response.text
    assert reveals() == []


def test_without_a_reason_at_all(clerk: Clerk, page: str, reveals: Rows) -> None:
    assert clerk.post(f"{page}/contact").status_code == 422
    assert reveals() == []


@pytest.mark.parametrize("token", ["", "x", "0" * 64])
def test_another_site_s_form_shows_nothing(clerk: Clerk, page: str, reveals: Rows, token: str) -> None:
    response = clerk.send("POST", f"{page}/contact", data={"token": token, "reason": REASON})
    assert response.status_code == 403
    assert PHONE not in response.text and reveals() == []


def test_a_stranger_is_shown_nothing(clerk: Clerk, stranger: Clerk, page: str, reveals: Rows) -> None:
    stranger.get("/sign-in")
    for token in (stranger.token, clerk.token):
        response = stranger.send("POST", f"{page}/contact", data={"token": token, "reason": REASON})
        assert (response.status_code, response.headers["location"]) == (303, "/sign-in")
    assert reveals() == []


def test_the_reason_in_an_address_counts_for_nothing(clerk: Clerk, page: str, reveals: Rows) -> None:
    response = clerk.send("POST", f"{page}/contact?reason={REASON}", data={"token": clerk.token})
    assert response.status_code == 422
    assert reveals() == []


@pytest.mark.usefixtures("full")
def test_a_row_that_cannot_be_written_shows_nothing(
    clerk: Clerk, page: str, reveals: Rows, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    response = clerk.post(f"{page}/contact", reason=REASON)
    assert response.status_code == 503
    assert "没有办成，什么也没有显示" in response.text
    assert PHONE not in response.text and WRITER not in response.text
    assert reveals() == [] and logged()[-1]["problem"] == "unwritten"


def test_a_commit_that_fails_shows_nothing(app: Starlette, clerk: Clerk, page: str, reveals: Rows) -> None:
    def fail(connection: Any) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    engine = app.state.desk.records.engine
    event.listen(engine, "commit", fail)
    response = clerk.post(f"{page}/contact", reason=REASON)
    event.remove(engine, "commit", fail)
    assert response.status_code == 503
    assert PHONE not in response.text and reveals() == []


def test_an_anonymous_letter_has_no_form_and_no_answer(
    clerk: Clerk, file_letter: Callable[..., str], reveals: Rows
) -> None:
    number = file_letter()
    path = link(clerk.get("/letters").text, number)
    assert "查看联系方式" not in clerk.get(path).text
    assert clerk.post(f"{path}/contact", reason=REASON).status_code == 404
    assert reveals() == []


@pytest.mark.parametrize("id_", ["0", "999999", "9" * 30])
def test_a_letter_that_is_not_there(clerk: Clerk, id_: str, reveals: Rows) -> None:
    clerk.get("/letters")
    assert clerk.post(f"/letters/{id_}/contact", reason=REASON).status_code == 404
    assert reveals() == []


def test_practice_letters_work_the_same_and_are_marked(clerk: Clerk, reveals: Rows) -> None:
    clerk.get("/letters/1")
    seen = words(clerk.post("/letters/1/contact", reason=REASON).text)
    assert "演示：这是练习用的记录" in seen and "联系方式 没有留" in seen
    assert len(reveals()) == 1


def test_what_was_typed_is_text_and_never_markup(clerk: Clerk, page: str) -> None:
    reason = '"><script>alert(1)</script>'
    assert "<script" not in clerk.post(f"{page}/contact", reason=reason).text
    assert "<script" not in clerk.get(page).text
    assert "<script" not in clerk.post(f"{page}/contact", reason="<b>").text


def test_logs_tell_account_and_record_and_nothing_personal(
    clerk: Clerk, page: str, written: io.StringIO, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    clerk.post(f"{page}/contact", reason=REASON)
    assert logged()[-1]["event"] == "contact_shown"
    assert (logged()[-1]["account"], logged()[-1]["letter"]) == ("s-00000001", int(page.rpartition("/")[2]))
    for secret in (WRITER, PHONE, REASON, NAME):
        assert secret not in written.getvalue()
