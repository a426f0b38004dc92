from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from actions.casework.applications import DRAFT_KEPT, save_application
from actions.casework.contacts import contact_hash
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter, Receipt
from actions.casework.errors import NotRecognised
from actions.casework.kinds import RecordKind, Rung
from actions.casework.models import Application
from actions.casework.store import Records

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
TEXTS = ("respondent", "matter", "learned_how", "requests", "facts", "name", "identity_number", "phone", "address")

Make = Callable[..., NewApplication]


class Clock(Protocol):
    def forward(self, **span: float) -> None: ...


def saved(engine: Engine, keys: Keys, application: NewApplication, now: datetime = NOW) -> Receipt:
    with Session(engine) as session, session.begin():
        return save_application(session, keys, application, now)


def only(engine: Engine) -> Application:
    with Session(engine) as session:
        return session.scalars(select(Application)).one()


def test_an_application_is_kept_whole(engine: Engine, keys: Keys, application: Make) -> None:
    made = application(learned_on=date(2026, 10, 1), last_day=date(2026, 11, 30))
    saved(engine, keys, made)
    row = only(engine)
    assert {name: getattr(row, name) for name in TEXTS} == {name: getattr(made, name) for name in TEXTS}
    assert (row.learned_on, row.last_day, row.received_on) == (
        date(2026, 10, 1),
        date(2026, 11, 30),
        date(2026, 11, 23),
    )
    assert row.phone_hash == contact_hash(keys, "10000000001")
    assert row.practice is False


def test_a_draft_is_kept_for_thirty_days_and_says_so(engine: Engine, keys: Keys, application: Make) -> None:
    receipt = saved(engine, keys, application())
    assert (receipt.number, receipt.kind, receipt.rung) == ("F2026-000001", RecordKind.APPLICATION, Rung.DRAFT)
    assert receipt.expires_at == only(engine).expires_at == NOW + timedelta(days=30) == NOW + DRAFT_KEPT


@pytest.mark.parametrize("rung", [Rung.FILED, Rung.ACCEPTED])
def test_what_was_filed_does_not_expire(engine: Engine, keys: Keys, application: Make, rung: Rung) -> None:
    receipt = saved(engine, keys, application(rung=rung))
    assert (receipt.rung, receipt.expires_at) == (rung, None)
    assert only(engine).expires_at is None


def test_an_empty_draft_can_be_saved(engine: Engine, keys: Keys) -> None:
    saved(engine, keys, NewApplication(submission="web-1/1"))
    row = only(engine)
    assert [getattr(row, name) for name in TEXTS] == [""] * len(TEXTS)
    assert row.phone_hash is None


def test_saving_a_draft_again_updates_it_under_its_number(engine: Engine, keys: Keys, application: Make) -> None:
    first = saved(engine, keys, application())
    later = NOW + timedelta(days=10)
    again = saved(engine, keys, application(facts="演示事实：补充一句", phone=""), later)
    row = only(engine)
    assert again.number == first.number
    assert again.code != first.code
    assert again.expires_at == row.expires_at == later + DRAFT_KEPT
    assert (row.facts, row.phone_hash) == ("演示事实：补充一句", None)


def test_a_draft_can_be_filed_under_its_number(engine: Engine, keys: Keys, application: Make) -> None:
    first = saved(engine, keys, application())
    filed = saved(engine, keys, application(rung=Rung.FILED))
    assert (filed.number, filed.rung, filed.expires_at) == (first.number, Rung.FILED, None)
    assert only(engine).expires_at is None


def test_what_was_filed_stays_as_filed(engine: Engine, keys: Keys, application: Make) -> None:
    saved(engine, keys, application(rung=Rung.FILED))
    again = saved(engine, keys, application(facts="演示事实：改写", rung=Rung.DRAFT))
    assert again.rung is Rung.FILED
    assert only(engine).facts == "演示事实：没有收到通知"


def test_signs_that_a_database_cannot_store_are_no_obstacle(engine: Engine, keys: Keys, application: Make) -> None:
    saved(engine, keys, application(respondent="演示\0部门\ud800", facts="演\0示\ud800"))
    row = only(engine)
    assert (row.respondent, row.facts) == ("演示部门?", "演\0示?")


def test_letters_and_applications_do_not_share_submissions(engine: Engine, keys: Keys, application: Make) -> None:
    first = saved(engine, keys, application(submission="web-1/1"))
    other = saved(engine, keys, application(submission="web-1/2"))
    assert (first.number, other.number) == ("F2026-000001", "F2026-000002")


# Going on with a draft.

ANSWERS: dict[str, Any] = {
    "start": "tell",
    "story": "演示事实：“讲”了一遍\n第二行 {x} 𠮷",
    "requests": ["revoke", "change"],
    "group_size": 12,
    "amount": 200.5,
    "identity": "",
}


@pytest.fixture
def draft(records: Records, application: Make) -> Receipt:
    return records.save_application(application(answers=ANSWERS))


def test_a_draft_is_opened_with_both_secrets_and_is_what_was_saved(records: Records, draft: Receipt) -> None:
    assert records.open_draft(draft.number, draft.code, "web-3/1") == ANSWERS
    typed = draft.number.lower().replace("-", " ")
    assert records.open_draft(typed, f" {draft.code.lower()} ", "web-3/1") == ANSWERS


def test_an_opened_draft_is_saved_under_its_number_by_who_opened_it(
    records: Records, draft: Receipt, application: Make, engine: Engine
) -> None:
    records.open_draft(draft.number, draft.code, "web-3/1")
    again = records.save_application(application(submission="web-3/1", answers={**ANSWERS, "name": "演示姓名丙"}))
    assert again.number == draft.number and again.code != draft.code
    assert records.open_draft(again.number, again.code, "web-4/1")["name"] == "演示姓名丙"
    assert only(engine).expires_at == again.expires_at


def test_who_saved_it_first_has_a_draft_of_their_own_afterwards(
    records: Records, draft: Receipt, application: Make
) -> None:
    """Two conversations never write into one draft."""
    records.open_draft(draft.number, draft.code, "web-3/1")
    assert records.save_application(application(answers=ANSWERS)).number != draft.number


def test_opening_keeps_code_and_time(records: Records, draft: Receipt, engine: Engine, clock: Clock) -> None:
    clock.forward(days=10)
    records.open_draft(draft.number, draft.code, "web-3/1")
    assert only(engine).expires_at == draft.expires_at
    assert records.look_up(draft.number, draft.code).number == draft.number


def test_a_draft_without_answers_is_not_opened(records: Records, application: Make) -> None:
    for none in ({}, None):
        receipt = records.save_application(application(submission=f"web-5/{none}", answers=none))
        with pytest.raises(NotRecognised):
            records.open_draft(receipt.number, receipt.code, "web-3/1")


@pytest.mark.parametrize("rung", [Rung.FILED, Rung.ACCEPTED])
def test_what_was_filed_is_not_opened_and_stays_with_its_submission(
    records: Records, application: Make, rung: Rung
) -> None:
    filed = records.save_application(application(answers=ANSWERS, rung=rung))
    with pytest.raises(NotRecognised):
        records.open_draft(filed.number, filed.code, "web-3/1")
    assert records.save_application(application()).number == filed.number


def test_a_letter_is_no_draft(records: Records, letter: Callable[..., NewLetter]) -> None:
    receipt = records.file_letter(letter())
    with pytest.raises(NotRecognised):
        records.open_draft(receipt.number, receipt.code, "web-3/1")


def test_answers_with_signs_that_a_database_cannot_store_come_back(records: Records, application: Make) -> None:
    receipt = records.save_application(application(answers={"story": "演\0示\u2028"}))
    assert records.open_draft(receipt.number, receipt.code, "web-3/1") == {"story": "演\0示\u2028"}


def test_saving_again_replaces_the_answers(records: Records, draft: Receipt, application: Make) -> None:
    again = records.save_application(application(answers={"start": "step"}))
    assert records.open_draft(again.number, again.code, "web-3/1") == {"start": "step"}
