from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter, Status, TimelineEntry
from actions.casework.errors import DamagedRecord, StepRefused
from actions.casework.handling import CITIZEN, Doer, advance
from actions.casework.kinds import (
    CaseEventKind,
    CaseState,
    LetterState,
    LetterStep,
    Matter,
    RecordKind,
    RespondentKind,
    Rung,
)
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


# What the staff say shows; what the writer wrote, and what is for the staff alone, does not.

CLERK, WRITER = Doer("s-1", NOW), Doer(CITIZEN, NOW)


def stepped(records: Records, letter: Callable[..., NewLetter], engine: Engine, keys: Keys, *steps: object) -> Status:
    """The status of a letter after some steps."""
    receipt = records.file_letter(letter())
    with Session(engine) as session, session.begin():
        of_letter = session.scalars(select(Letter.id)).one()
        for step, doer, given in steps:  # type: ignore[misc]
            advance(session, keys, of_letter, step, doer, **given)
    return records.look_up(receipt.number, receipt.code)


def test_a_reply_shows_and_an_addition_and_an_internal_note_do_not(
    records: Records, letter: Callable[..., NewLetter], engine: Engine, keys: Keys
) -> None:
    status = stepped(
        records,
        letter,
        engine,
        keys,
        (LetterStep.ADDITION, WRITER, {"words": "演示：我的补充"}),
        (LetterStep.ASSIGNED, CLERK, {"unit": "演示承办单位", "note": "演示：内部的话"}),
        (LetterStep.REPLIED, CLERK, {"words": "演示：灯已经修好"}),
    )
    said = [step.what for step in status.timeline]
    assert said == ["已收到", "收到补充", "已转承办单位：演示承办单位", "已答复：演示：灯已经修好"]
    assert status.steps == (LetterStep.REOPENED, LetterStep.WITHDRAWN, LetterStep.ADDITION, LetterStep.RATED)


def test_not_accepted_and_transferred_say_why(
    records: Records, letter: Callable[..., NewLetter], engine: Engine, keys: Keys
) -> None:
    given = {"unit": "演示机关", "reason": "演示：不归本级管"}
    status = stepped(records, letter, engine, keys, (LetterStep.TRANSFERRED, CLERK, given))
    assert (status.state, status.timeline[-1].what) == ("已转办", "已转办：演示机关；演示：不归本级管")
    assert status.steps == ()


@pytest.mark.parametrize(
    ("resolved", "state"), [(True, "已办结（承办单位认为问题已解决）"), (False, "已办结（问题还没有解决）")]
)
def test_closed_is_one_thing_and_solved_another(
    records: Records, letter: Callable[..., NewLetter], engine: Engine, keys: Keys, resolved: bool, state: str
) -> None:
    replied = (LetterStep.REPLIED, CLERK, {"words": "演示：答复"})
    closed = (LetterStep.CLOSED, CLERK, {"resolved": resolved})
    assert stepped(records, letter, engine, keys, replied, closed).state == state


def test_a_letter_not_yet_screened_shows_the_day_of_that(records: Records, letter: Callable[..., NewLetter]) -> None:
    days = {"screen_due_on": date(2026, 12, 8), "reply_due_on": date(2027, 1, 22)}
    receipt = records.file_letter(letter(**days))
    assert records.look_up(receipt.number, receipt.code).due_on == date(2026, 12, 8)


def test_the_writer_takes_his_own_steps_and_no_others(
    records: Records, letter: Callable[..., NewLetter], engine: Engine
) -> None:
    records.file_letter(letter())
    with Session(engine) as session:
        of_letter = session.scalars(select(Letter.id)).one()
    records.take_step(of_letter, LetterStep.ADDITION, words="演示：补充")
    with pytest.raises(StepRefused):
        records.take_step(of_letter, LetterStep.CLOSED, resolved=True)
    records.take_step(of_letter, LetterStep.WITHDRAWN)
    with Session(engine) as session:
        assert session.get_one(Letter, of_letter).state is LetterState.WITHDRAWN
