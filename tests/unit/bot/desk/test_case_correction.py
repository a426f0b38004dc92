"""A wrong day of a case is put right: looked at first, the last day counted anew, the old day kept for staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.casework.models import Case
from actions.casework.store import Records
from tests.unit.bot.desk.clerk import Clerk
from tests.unit.bot.desk.test_case_handling import Audited, held, hidden, page, reviewer, stored, take
from tests.unit.bot.desk.test_views import words

__all__ = ["held", "page", "reviewer", "stored"]
WHY = "受理通知书上是20日"


@pytest.fixture
def accepted(clerk: Clerk, page: str, stored: Callable[[], Case]) -> str:
    """The id of the event of acceptance on the 23rd, which was the 20th."""
    take(clerk, page, "accepted", on="2026-11-23", track="simplified")
    return str(stored().events[-1].id)


def look(browser: Clerk, path: str, **fields: str) -> Any:
    form = hidden(browser.get(f"{path}/correction").text)
    return browser.post(f"{path}/correction", **(form | fields | {"stage": "preview"}))


def test_a_day_is_put_right_and_the_period_with_it(
    reviewer: Clerk,
    page: str,
    accepted: str,
    stored: Callable[[], Case],
    held: tuple[str, str],
    citizen: Records,
    audited: Audited,
) -> None:
    seen = look(reviewer, page, event=accepted, on="2026-11-20", reason=WHY)
    assert "受理 ：2026-11-23 改为 2026-11-20" in words(seen.text)
    assert "2026-12-23 → 2026-12-21" in words(seen.text)
    assert str(stored().accepted_on) == "2026-11-23", "nothing is done yet"
    done = reviewer.post(f"{page}/correction", **(hidden(seen.text) | {"stage": "do"}))
    assert done.headers["location"] == f"{page}?done=correction"
    assert (str(stored().accepted_on), str(stored().due_on)) == ("2026-11-20", "2026-12-21")
    shown = words(reviewer.get(f"{page}?done=correction").text)
    assert "已经办好：更正登记" in shown and "2026-11-23" in shown and WHY in shown
    assert audited()[-1] == ("s-00000002", "case.correction", held[0], f"受理 2026-11-23 → 2026-11-20：{WHY}")
    status = citizen.look_up(*held)
    assert str(status.timeline[-1].on) == "2026-11-20" and WHY not in str(status)


def test_another_track_moves_the_period(reviewer: Clerk, page: str, accepted: str, stored: Callable[[], Case]) -> None:
    seen = look(reviewer, page, event=accepted, on="2026-11-23", track="ordinary", reason="不宜适用简易程序")
    assert "审理程序改为 普通程序" in words(seen.text) and "2026-12-23 → 2027-01-22" in words(seen.text)
    reviewer.post(f"{page}/correction", **(hidden(seen.text) | {"stage": "do"}))
    assert (stored().track, str(stored().due_on)) == ("ordinary", "2027-01-22")


def test_a_day_that_moves_no_period_leaves_it(
    clerk: Clerk, reviewer: Clerk, page: str, accepted: str, stored: Callable[[], Case]
) -> None:
    first = str(stored().events[0].id)
    seen = look(reviewer, page, event=first, on="2026-11-19", reason="收件章是19日")
    assert "不变，2026-12-23" in words(seen.text)
    reviewer.post(f"{page}/correction", **(hidden(seen.text) | {"stage": "do"}))
    assert (str(stored().received_on), str(stored().due_on)) == ("2026-11-19", "2026-12-23")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"event": ""}, "请选要更正的是哪一步"),
        ({"event": "999999"}, "请选要更正的是哪一步"),
        ({"on": "昨天"}, "请写哪一天"),
        ({"reason": " "}, "请写明理由"),
    ],
)
def test_what_is_missing_is_asked_for(
    reviewer: Clerk, page: str, accepted: str, changed: dict[str, str], why: str
) -> None:
    typed = {"event": accepted, "on": "2026-11-20", "reason": WHY} | changed
    answer = look(reviewer, page, **typed)
    assert answer.status_code == 422 and why in answer.text


@pytest.mark.parametrize("day", ["2026-11-24", "2026-11-18"])
def test_a_day_past_another_step_is_refused(
    reviewer: Clerk, page: str, accepted: str, day: str, stored: Callable[[], Case]
) -> None:
    seen = look(reviewer, page, event=accepted, on=day, reason=WHY)
    answer = reviewer.post(f"{page}/correction", **(hidden(seen.text) | {"stage": "do"}))
    assert answer.status_code == 422 and "请写哪一天" in answer.text
    assert str(stored().accepted_on) == "2026-11-23"


def test_going_back_and_coming_too_late(clerk: Clerk, reviewer: Clerk, page: str, accepted: str) -> None:
    seen = hidden(look(reviewer, page, event=accepted, on="2026-11-20", reason=WHY).text)
    back = reviewer.post(f"{page}/correction", **(seen | {"stage": "back"}))
    assert back.status_code == 200 and WHY in back.text
    take(clerk, page, "copy_sent", on="2026-11-23")
    late = reviewer.post(f"{page}/correction", **(seen | {"stage": "do"}))
    assert late.status_code == 409 and "刚刚有人办过一步" in late.text


def test_a_clerk_corrects_nothing(clerk: Clerk, page: str) -> None:
    assert clerk.get(f"{page}/correction").status_code == 403
    assert "更正" not in words(clerk.get(page).text)
