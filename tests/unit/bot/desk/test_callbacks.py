"""Calling back: a list that opens nothing, a phone for a reason, a call that is written down."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from actions.casework.callbacks import NewCallback, note_callback
from actions.casework.models_callbacks import Callback
from tests.unit.bot.desk.clerk import MONDAY, Clerk, CountingKeys
from tests.unit.bot.desk.test_views import rows, words

PHONE, REASON = "13800001234", "按来人的要求回电话"
Audited = Callable[[], list[tuple[str, str, str, str]]]


@pytest.fixture
def number(app: Starlette) -> str:
    wish = NewCallback(submission="one", phone=PHONE, about="问路灯", called="演示甲", due_on=date(2026, 11, 24))
    with app.state.desk.writer.transaction() as transaction:
        return note_callback(transaction, app.state.desk.writer.keys, wish, MONDAY - timedelta(days=1))


def shown_at(clerk: Clerk) -> str:
    """Where the phone of the first row is shown."""
    found = re.search(r'action="(/callbacks/\d+)"', clerk.get("/callbacks").text)
    assert found
    return found[1]


def test_the_list_opens_nothing(clerk: Clerk, number: str, keys: CountingKeys) -> None:
    keys.opened = 0
    page = clerk.get("/callbacks").text
    assert number in rows(page)[0] and "还有1天" in rows(page)[0]
    assert PHONE not in page and "演示甲" not in page and "路灯" not in page and keys.opened == 0


def test_nobody_waiting_is_said(clerk: Clerk) -> None:
    assert "没有人在等" in clerk.get("/callbacks").text


def test_a_phone_is_shown_for_a_reason_and_logged(clerk: Clerk, number: str, audited: Audited) -> None:
    page = clerk.post(shown_at(clerk), reason=REASON).text
    assert PHONE in page and "演示甲" in page and "问路灯" in page
    assert audited()[-1] == ("s-00000001", "callback.phone_shown", number, REASON)


def test_without_a_reason_nothing_is_shown(clerk: Clerk, number: str, audited: Audited) -> None:
    before = audited()
    response = clerk.post(shown_at(clerk), reason="回电")
    assert response.status_code == 422 and PHONE not in response.text and "请写明理由" in response.text
    assert audited() == before


@pytest.mark.parametrize(("reached", "waiting", "what"), [("yes", 0, "callback.reached"), ("no", 1, "callback.missed")])
def test_a_call_is_written_down(
    app: Starlette, clerk: Clerk, number: str, audited: Audited, reached: str, waiting: int, what: str
) -> None:
    path = shown_at(clerk)
    clerk.post(path, reason=REASON)
    assert clerk.post(f"{path}/called", reached=reached).headers["location"] == "/callbacks?done=1"
    assert len(rows(clerk.get("/callbacks").text)) == waiting
    assert audited()[-1] == ("s-00000001", what, number, "")
    with app.state.desk.records.transaction() as transaction:
        row = transaction.scalars(select(Callback)).one()
        assert row.tries == 1 and (row.done_by == "s-00000001") == (reached == "yes")
    assert "已经记下" in words(clerk.get("/callbacks?done=1").text)


def test_what_is_done_is_not_shown_again(clerk: Clerk, number: str) -> None:
    path = shown_at(clerk)
    clerk.post(path, reason=REASON)
    clerk.post(f"{path}/called", reached="yes")
    clerk.get("/callbacks")
    assert clerk.post(path, reason=REASON).status_code == 404
    assert clerk.post(f"{path}/called", reached="yes").status_code == 404


@pytest.mark.parametrize("id_", [999_999, 2**40])
def test_nothing_is_there_for_another_id(clerk: Clerk, id_: int) -> None:
    clerk.get("/callbacks")
    assert clerk.post(f"/callbacks/{id_}", reason=REASON).status_code == 404
    assert clerk.post(f"/callbacks/{id_}/called", reached="yes").status_code == 404


def test_a_call_is_either_reached_or_not(clerk: Clerk, number: str) -> None:
    path = shown_at(clerk)
    assert clerk.post(f"{path}/called", reached="perhaps").status_code == 400
