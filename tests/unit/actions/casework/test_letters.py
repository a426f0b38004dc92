from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from actions.casework.contacts import contact_hash
from actions.casework.encryption import Keys
from actions.casework.entries import NewLetter
from actions.casework.kinds import LetterKind, LetterState, RecordKind, Rung
from actions.casework.letters import file_letter
from actions.casework.models import Letter
from actions.casework.store import Records
from tests.unit.actions.casework.conftest import Clock

NOW = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)  # already 2027 in the county


def test_a_letter_is_kept_whole(engine: Engine, keys: Keys, letter: Callable[..., NewLetter]) -> None:
    with Session(engine) as session, session.begin():
        file_letter(session, keys, letter(reply_due_on=date(2027, 1, 20)), NOW)
    with Session(engine) as session:
        row = session.scalars(select(Letter)).one()
        assert (row.kind, row.anonymous, row.state) == (LetterKind.COMPLAINT, False, LetterState.RECEIVED)
        assert (row.about, row.what_happened) == ("演示单位", "演示：窗口要我多交一份材料")
        assert (row.name, row.contact) == ("演示姓名甲", "10000000000")
        assert row.contact_hash == contact_hash(keys, "100-0000-0000")
        assert (row.received_on, row.reply_due_on) == (date(2027, 1, 1), date(2027, 1, 20))
        assert row.practice is False
        assert [(event.happened_on, event.kind) for event in row.events] == [(date(2027, 1, 1), LetterState.RECEIVED)]


def test_an_anonymous_letter_keeps_nobody(engine: Engine, keys: Keys, letter: Callable[..., NewLetter]) -> None:
    with Session(engine) as session, session.begin():
        file_letter(session, keys, letter(anonymous=True, name="", contact=None), NOW)
    with Session(engine) as session:
        row = session.scalars(select(Letter)).one()
        assert (row.name, row.contact, row.contact_hash) == (None, None, None)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (LetterKind.PROBLEM, "W2027-000001"),
        (LetterKind.COMPLAINT, "T2027-000001"),
        (LetterKind.SUGGESTION, "J2027-000001"),
    ],
)
def test_the_receipt_names_kind_and_year(
    engine: Engine, keys: Keys, letter: Callable[..., NewLetter], kind: LetterKind, number: str
) -> None:
    with Session(engine) as session, session.begin():
        receipt = file_letter(session, keys, letter(kind=kind), NOW)
    assert (receipt.number, receipt.kind, receipt.rung) == (number, RecordKind.LETTER, Rung.FILED)
    assert (receipt.saved_at, receipt.expires_at) == (NOW, None)


def test_the_same_submission_files_no_second_letter(
    engine: Engine, keys: Keys, letter: Callable[..., NewLetter]
) -> None:
    with Session(engine) as session, session.begin():
        first = file_letter(session, keys, letter(), NOW)
    with Session(engine) as session, session.begin():
        again = file_letter(session, keys, letter(what_happened="演示：另一段话"), NOW)
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Letter)) == 1
        assert session.scalars(select(Letter)).one().what_happened == "演示：窗口要我多交一份材料"
    assert again.number == first.number
    assert again.code != first.code


def test_a_submission_is_known_after_a_rotation(engine: Engine, letter: Callable[..., NewLetter]) -> None:
    old, new = b"o" * 32, b"n" * 32
    with Session(engine) as session, session.begin():
        first = file_letter(session, Keys([old]), letter(), NOW)
    with Session(engine) as session, session.begin():
        assert file_letter(session, Keys([new, old]), letter(), NOW).number == first.number


def test_the_same_text_within_ten_minutes_is_recognised_whoever_sent_it(
    records: Records, clock: Clock, letter: Callable[..., NewLetter]
) -> None:
    about, what = "演示单位", "演示：窗口要我多交一份材料"
    assert not records.sent_before(about, what)
    number = records.file_letter(letter()).number
    assert records.sent_before(about, what) == [number]
    assert records.sent_before(f" {about}。", "演示:窗口 要我多交一份材料！！")
    assert not records.sent_before(about, "演示：窗口要我多交两份材料")
    clock.forward(minutes=9)
    assert records.sent_before(about, what)
    clock.forward(minutes=2)
    assert not records.sent_before(about, what)


def test_the_days_and_the_address_are_kept(engine: Engine, keys: Keys, letter: Callable[..., NewLetter]) -> None:
    with Session(engine) as session, session.begin():
        file_letter(session, keys, letter(address="演示地址", screen_due_on=date(2027, 1, 15)), NOW)
    with Session(engine) as session:
        row = session.scalars(select(Letter)).one()
        assert (row.address, row.screen_due_on, row.reply_due_on) == ("演示地址", date(2027, 1, 15), None)
