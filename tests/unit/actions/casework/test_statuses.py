from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter, TimelineEntry
from actions.casework.errors import DamagedRecord
from actions.casework.kinds import CaseEventKind, CaseState, LetterState, Matter, RecordKind, RespondentKind, Rung
from actions.casework.models import Application, Case, CaseEvent, IssuedReceipt, Letter, LetterEvent
from actions.casework.receipts import hash_code
from actions.casework.statuses import status_of
from actions.casework.store import Records

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def test_a_letter_shows_its_course(records: Records, letter: Callable[..., NewLetter], engine: Engine) -> None:
    receipt = records.file_letter(letter(reply_due_on=date(2026, 12, 14)))
    with Session(engine) as session, session.begin():
        row = session.scalars(select(Letter)).one()
        row.state = LetterState.ASSIGNED
        row.events.append(LetterEvent(happened_on=date(2026, 11, 25), kind=LetterState.ASSIGNED, note="演示承办单位"))
    status = records.look_up(receipt.number, receipt.code)
    assert (status.kind, status.kind_code) == ("投诉举报", RecordKind.LETTER)
    assert (status.state, status.state_code) == ("已转承办单位", "assigned")
    assert status.timeline == (
        TimelineEntry(on=DAY, what="已收到", event="received"),
        TimelineEntry(on=date(2026, 11, 25), what="已转承办单位：演示承办单位", event="assigned"),
    )
    assert status.next == "承办单位正在办理。"
    assert (status.due_on, status.expires_at, status.practice) == (date(2026, 12, 14), None, False)


def test_a_draft_shows_its_last_day_and_its_end(records: Records, application: Callable[..., NewApplication]) -> None:
    receipt = records.save_application(application(last_day=date(2026, 12, 1)))
    status = records.look_up(receipt.number, receipt.code)
    assert (status.kind, status.kind_code) == ("复议申请（网上保存）", RecordKind.APPLICATION)
    assert (status.state, status.state_code) == ("草稿", "draft")
    assert status.timeline == (TimelineEntry(on=DAY, what="草稿", event="draft"),)
    assert (status.due_on, status.expires_at) == (date(2026, 12, 1), receipt.expires_at)


def case(**changes: object) -> Case:
    usual: dict[str, object] = {
        "number": "演示复〔2026〕1号",
        "respondent_kind": RespondentKind.TOWNSHIP,
        "respondent": "演示乡镇",
        "matter": Matter.PENALTY,
        "state": CaseState.ACCEPTED,
        "accepted": True,
        "received_on": DAY,
        "due_on": date(2027, 1, 22),
        "events": [CaseEvent(happened_on=DAY, kind=CaseEventKind.RECEIVED)],
    }
    return Case(**(usual | changes))


def test_a_case_shows_its_course(records: Records, engine: Engine, keys: Keys) -> None:
    with Session(engine) as session, session.begin():
        row = case()
        session.add(IssuedReceipt(number=row.number, code_hash=hash_code(keys, row.number, "234-CDF-58V"), case=row))
    status = records.look_up("演示复[2026]1号", "234-CDF-58V")
    assert (status.kind, status.kind_code) == ("行政复议案件", RecordKind.CASE)
    assert (status.state, status.state_code) == ("已受理，正在审理", "accepted")
    assert status.timeline == (TimelineEntry(on=DAY, what="收到申请", event="received"),)
    assert status.due_on == date(2027, 1, 22)


def test_an_application_that_became_a_case_shows_the_case(
    records: Records, application: Callable[..., NewApplication], engine: Engine
) -> None:
    receipt = records.save_application(application(rung=Rung.FILED))
    with Session(engine) as session, session.begin():
        session.add(case(application_id=session.scalars(select(Application.id)).one()))
    status = records.look_up(receipt.number, receipt.code)
    assert (status.number, status.kind_code, status.state_code) == (receipt.number, RecordKind.CASE, "accepted")


@pytest.mark.parametrize("word", ["姓名", "1000000000", "地址", "000000190001010000", "窗口要我", "演示事实"])
def test_nothing_personal_shows(
    records: Records, letter: Callable[..., NewLetter], application: Callable[..., NewApplication], word: str
) -> None:
    for receipt in (records.file_letter(letter()), records.save_application(application())):
        status = records.look_up(receipt.number, receipt.code)
        assert word not in str(asdict(status))
        assert receipt.code not in str(asdict(status))


def test_a_receipt_that_points_to_nothing_is_damaged(engine: Engine) -> None:
    with Session(engine) as session, pytest.raises(DamagedRecord):
        status_of(session, IssuedReceipt(number="T2026-000001"), NOW)
