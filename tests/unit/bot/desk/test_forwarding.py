"""Complaints on their way to another platform: where each stands, what to do, and sending one again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from actions.casework.kinds import LetterKind, Role
from actions.casework.models import IssuedReceipt
from actions.casework.models_platforms import Outgoing
from bot.desk.forwarding import ADVICE, DEAD_AFTER, STANDS, Sending, standing
from bot.launcher.steps import ROOT
from tests.unit.bot.desk.clerk import MONDAY, Clerk, CountingKeys
from tests.unit.bot.desk.test_views import rows, words

Audited = Callable[[], list[tuple[str, str, str, str]]]
WHY = "对方电话里说可以了"


@pytest.fixture
def put(app: Starlette, file_letter: Callable[..., str]) -> Callable[..., str]:
    """Files a complaint, puts it into the outbox, and returns its number."""

    def make(name: str, **columns: Any) -> str:
        number = file_letter(name, kind=LetterKind.COMPLAINT, what_happened=f"演示：{name}")
        usual = {"idempotency_key": name, "attempts": 1, "next_try_at": MONDAY, "created_at": MONDAY}
        with app.state.desk.writer.transaction() as transaction:
            letter = transaction.scalar(select(IssuedReceipt.letter_id).where(IssuedReceipt.number == number))
            transaction.add(Outgoing(letter_id=letter, **(usual | columns)))
        return number

    return make


@pytest.fixture
def stored(app: Starlette) -> Callable[[], Outgoing]:
    def read() -> Outgoing:
        with app.state.desk.records.transaction() as transaction:
            return transaction.scalars(select(Outgoing)).one()

    return read


def path(page: str) -> str:
    """Where the first form leads."""
    found = re.search(r'action="(/forwarding/\d+)"', page)
    assert found
    return found[1]


def test_nothing_on_its_way_is_said(clerk: Clerk) -> None:
    assert "还没有要转办的" in words(clerk.get("/forwarding").text)
    assert "没有这样的" in words(clerk.get("/forwarding", stands="sent").text)


def test_each_row_says_where_it_stands_and_what_to_do(
    clerk: Clerk, put: Callable[..., str], keys: CountingKeys
) -> None:
    numbers = [
        put("one", sent_at=MONDAY, reference="P-1", last_problem=None),
        put("two", refused_at=MONDAY, last_problem="refused-401"),
        put("three", attempts=DEAD_AFTER, last_problem="unreachable-ConnectionError"),
        put("four", attempts=0, next_try_at=MONDAY + timedelta(minutes=5)),
    ]
    keys.opened = 0
    found = rows(clerk.get("/forwarding").text)
    assert keys.opened == 0, "nothing of a letter is opened"
    four, three, two, one = found
    assert all(number in row for number, row in zip(numbers, (one, two, three, four), strict=True))
    assert "已送到" in one and "对方编号 P-1" in one and "不用办" in one and "2026-11-23 10:30 送到" in one
    assert "对方退回" in two and "检查编号和密钥" in two and "refused-401" in two
    assert "一直送不到" in three and "检查网络" in three
    assert "等着送" in four and "2026-11-23 10:35 再送" in four and "不用办" in four


@pytest.mark.parametrize("stands", STANDS)
def test_rows_of_one_standing_are_counted_and_shown_alone(clerk: Clerk, put: Callable[..., str], stands: str) -> None:
    put("one", sent_at=MONDAY)
    put("two", refused_at=MONDAY, last_problem="refused-422")
    put("three", attempts=DEAD_AFTER, last_problem="busy-503")
    put("four")
    page = clerk.get("/forwarding", stands=stands).text
    assert len(rows(page)) == 1 and STANDS[stands] in rows(page)[0]
    assert f"{STANDS[stands]} 1" in words(page) and "全部 4" in words(page)
    assert f"/forwarding?stands={stands}" in page


def test_what_was_refused_is_sent_again_for_a_reason(
    clerk: Clerk, put: Callable[..., str], stored: Callable[[], Outgoing], audited: Audited
) -> None:
    number = put(
        "one", refused_at=MONDAY, attempts=7, last_problem="refused-422", next_try_at=MONDAY - timedelta(days=1)
    )
    done = clerk.post(path(clerk.get("/forwarding").text), reason=WHY)
    assert done.headers["location"] == "/forwarding?done=1"
    row = stored()
    assert (row.refused_at, row.attempts, row.next_try_at, row.idempotency_key) == (None, 0, MONDAY, "one")
    assert audited()[-1] == ("s-00000001", "letter.forward-again", number, WHY)
    assert "已经排上" in words(clerk.get("/forwarding", done="1").text)


def test_without_a_reason_nothing_is_sent(clerk: Clerk, put: Callable[..., str], stored: Any, audited: Audited) -> None:
    put("one", refused_at=MONDAY, last_problem="refused-422")
    before = audited()
    answer = clerk.post(path(clerk.get("/forwarding").text), reason="重发")
    assert answer.status_code == 422 and "请写明理由" in answer.text
    assert stored().refused_at is not None and audited() == before


@pytest.mark.parametrize("columns", [{"sent_at": MONDAY}, {"refused_at": MONDAY, "last_problem": "withdrawn"}])
def test_what_is_there_or_was_withdrawn_is_not_sent(
    clerk: Clerk, put: Callable[..., str], stored: Any, columns: dict[str, Any]
) -> None:
    put("one", **columns)
    page = clerk.get("/forwarding").text
    assert 'action="/forwarding/' not in page
    assert clerk.post(f"/forwarding/{stored().id}", reason=WHY).status_code == 404


def test_no_such_row(clerk: Clerk) -> None:
    clerk.get("/forwarding")
    for id_ in ("999", "9" * 30):
        assert clerk.post(f"/forwarding/{id_}", reason=WHY).status_code == 404


def test_who_handles_no_letters_sees_none_of_them(signed_in: Callable[[Role], Clerk]) -> None:
    assert signed_in(Role.AUDITOR).get("/forwarding").status_code == 403


def test_every_problem_of_the_link_has_advice() -> None:
    named = set()
    for file in ("platforms/link.py", "platforms/breaker.py", "outbox.py"):
        source = (ROOT / "actions" / "casework" / file).read_text(encoding="utf-8")
        named |= set(re.findall(r'Platform(?:Down|Lied|Refused)\(f?"([a-z-]+)', source))
        named |= set(re.findall(r'(?:REFUSED, |_later\(attempt, )"([a-z]+)"', source))
    named.discard("from-the-future")  # of a case's state, which is only asked for
    assert {"unreachable-", "refused-", "withdrawn", "damaged", "circuit-open"} <= named
    for problem in named:
        assert any(problem.startswith(name) for name in ADVICE), problem


def test_what_nobody_named_is_left_to_the_log() -> None:
    row: Any = Outgoing(attempts=1, last_problem="brand-new")
    assert "看日志" in Sending(row, standing(row)).advice
