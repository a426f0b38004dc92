"""Taking a person out of the records: what goes, what is restricted, what waits (个人信息保护法 47, 50, 72)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from actions.casework import erasure
from actions.casework.audit import read_page
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter, Receipt
from actions.casework.erasure import Answer, Outcome, due_day, is_restricted, settle, strip_letters
from actions.casework.errors import NotRecognised, TooManyTries
from actions.casework.handling import CITIZEN, Doer, advance
from actions.casework.kinds import CaseState, LetterStep, Matter, RespondentKind, Rung
from actions.casework.kinds import Outcome as CaseOutcome
from actions.casework.models import Application, Case, IssuedReceipt, Letter, LetterEvent
from actions.casework.models_erasures import Erasure
from actions.casework.periods import Period, periods
from actions.casework.receipts import hash_code
from actions.casework.reveals import Step, show_contact
from actions.casework.store import Records

MONDAY = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


class StandingClock(Protocol):
    now: datetime

    def forward(self, **span: float) -> None: ...


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> None:
    """A county that has confirmed every period."""
    every = {name: replace(period, confirmed=True) for name, period in periods().items()}
    monkeypatch.setattr(erasure, "periods", lambda: every)


def end(engine: Engine, keys: Keys, receipt: Receipt, step: LetterStep = LetterStep.WITHDRAWN) -> int:
    """Let the letter of a receipt come to its end."""
    with Session(engine) as session, session.begin():
        id_ = session.scalars(select(IssuedReceipt.letter_id).where(IssuedReceipt.number == receipt.number)).one() or 0
        who = CITIZEN if step is LetterStep.WITHDRAWN else "s-1"
        more: dict[str, Any] = {} if step is LetterStep.WITHDRAWN else {"reason": "演示：不属于受理范围"}
        advance(session, keys, id_, step, Doer(who, MONDAY), **more)
        return id_


# What is asked for.


def test_article_47_a_draft_goes_at_once_with_everything(
    records: Records, session: Session, application: Callable[..., NewApplication]
) -> None:
    draft = records.save_application(application(answers={"apply_name": "演示姓名乙"}))
    assert records.delete_by(draft.number, draft.code) == Answer(Outcome.DELETED)
    with pytest.raises(NotRecognised):
        records.look_up(draft.number, draft.code)
    assert session.scalars(select(Application)).all() == session.scalars(select(IssuedReceipt)).all() == []
    proof = session.get(Erasure, draft.number)
    assert proof and proof.done_at == MONDAY


def test_article_47_a_letter_that_is_dealt_with_waits_and_is_remembered(
    records: Records, session: Session, letter: Callable[..., NewLetter]
) -> None:
    receipt = records.file_letter(letter())
    assert records.delete_by(receipt.number, receipt.code) == Answer(Outcome.WAITING)
    assert session.scalars(select(Letter.name)).all() == ["演示姓名甲"]
    assert session.get(Erasure, receipt.number)
    assert not is_restricted(session, receipt.number)
    id_ = session.scalars(select(Letter.id)).one()
    assert show_contact(session, id_, Step(account="s-1", reason="要打电话核实", at=MONDAY))


@pytest.mark.parametrize("step", [LetterStep.WITHDRAWN, LetterStep.NOT_ACCEPTED])
def test_article_47_what_has_ended_is_restricted_at_once(
    records: Records, engine: Engine, session: Session, keys: Keys, letter: Callable[..., NewLetter], step: LetterStep
) -> None:
    receipt = records.file_letter(letter())
    id_ = end(engine, keys, receipt, step)
    assert records.delete_by(receipt.number, receipt.code) == Answer(Outcome.RESTRICTED)
    assert is_restricted(session, receipt.number)
    assert show_contact(session, id_, Step(account="s-1", reason="要打电话核实", at=MONDAY)) is None
    session.rollback()
    assert records.copy_of(receipt.number, receipt.code).data["fields"]["name"] == "演示姓名甲"


def test_article_47_where_the_county_has_decided_the_day_is_said(
    decided: None, records: Records, engine: Engine, keys: Keys, letter: Callable[..., NewLetter]
) -> None:
    receipt = records.file_letter(letter())
    end(engine, keys, receipt)
    answer = records.delete_by(receipt.number, receipt.code)
    assert answer == Answer(Outcome.RESTRICTED, date(2026, 11, 23) + timedelta(days=1095))


def test_a_filed_application_is_no_draft(
    records: Records, session: Session, application: Callable[..., NewApplication]
) -> None:
    filed = records.save_application(application(rung=Rung.FILED))
    assert records.delete_by(filed.number, filed.code) == Answer(Outcome.WAITING)
    assert session.scalars(select(Application.name)).all() == ["演示姓名乙"]


def test_a_filed_application_waits_for_the_end_of_its_case(
    decided: None, records: Records, session: Session, application: Callable[..., NewApplication]
) -> None:
    filed = records.save_application(application(rung=Rung.FILED))
    id_ = session.scalars(select(Application.id)).one()
    session.add(case(application_id=id_, closed_on=date(2026, 11, 20)))
    session.commit()
    answer = records.delete_by(filed.number, filed.code)
    assert answer == Answer(Outcome.RESTRICTED, date(2026, 11, 20) + timedelta(days=1095))


def case(**changes: object) -> Case:
    usual: dict[str, object] = {
        "number": "演示复〔2026〕1号",
        "respondent_kind": RespondentKind.TOWNSHIP,
        "respondent": "演示乡镇",
        "matter": Matter.PENALTY,
        "state": CaseState.CLOSED,
        "accepted": True,
        "outcome": CaseOutcome.UPHELD,
        "received_on": date(2026, 3, 2),
        "closed_on": date(2026, 4, 2),
    }
    return Case(**(usual | changes))


def test_of_a_case_only_the_phone_s_hash_is_the_person_s(records: Records, session: Session, keys: Keys) -> None:
    row = case(phone_hash=keys.digest("contact", "10000000000"))
    number, code = row.number, hash_code(keys, row.number, "CDF-GHJ-KMN")
    session.add(IssuedReceipt(number=number, code_hash=code, case=row))
    session.commit()
    assert records.delete_by(number, "CDF-GHJ-KMN") == Answer(Outcome.NOTHING)
    session.expire_all()
    assert row.phone_hash is None
    assert session.scalars(select(Erasure)).all() == []


def test_article_50_asking_again_gives_the_same_answer(
    records: Records, session: Session, letter: Callable[..., NewLetter]
) -> None:
    receipt = records.file_letter(letter())
    first = records.delete_by(receipt.number, receipt.code)
    assert records.delete_by(receipt.number, receipt.code) == first
    assert len(session.scalars(select(Erasure)).all()) == 1


def test_every_request_stands_in_the_audit_log(
    records: Records, session: Session, letter: Callable[..., NewLetter]
) -> None:
    receipt = records.file_letter(letter())
    records.delete_by(receipt.number, receipt.code)
    (row,) = read_page(session)
    assert (row.who, row.what, row.target) == ("holder", "erasure.waiting", receipt.number)


def test_a_stranger_deletes_nothing_and_is_slowed(
    records: Records, session: Session, application: Callable[..., NewApplication]
) -> None:
    draft = records.save_application(application())
    for _ in range(10):
        with pytest.raises(NotRecognised):
            records.delete_by(draft.number, "222-222-222")
    with pytest.raises(TooManyTries):
        records.delete_by(draft.number, draft.code)
    assert session.scalars(select(Application.name)).all() == ["演示姓名乙"]
    assert read_page(session) == []


# When it goes.


def test_what_was_asked_for_goes_on_its_day(
    decided: None, records: Records, engine: Engine, session: Session, keys: Keys, letter: Callable[..., NewLetter]
) -> None:
    receipt, other = records.file_letter(letter()), records.file_letter(letter(submission="web-2/2"))
    end(engine, keys, receipt)
    records.delete_by(receipt.number, receipt.code)
    last = MONDAY + timedelta(days=1095)
    assert settle(session, last - timedelta(days=1)) == 0
    assert settle(session, last) == 1
    assert settle(session, last + timedelta(days=1)) == 0
    session.commit()
    names = {
        number: name
        for number, name in session.execute(select(IssuedReceipt.number, Letter.name).join(IssuedReceipt.letter))
    }
    assert names == {receipt.number: None, other.number: "演示姓名甲"}


def test_what_waited_gets_its_day_when_it_has_ended(
    decided: None, records: Records, engine: Engine, session: Session, keys: Keys, letter: Callable[..., NewLetter]
) -> None:
    receipt = records.file_letter(letter())
    records.delete_by(receipt.number, receipt.code)
    assert settle(session, MONDAY) == 0
    session.commit()
    end(engine, keys, receipt)
    settle(session, MONDAY)
    assert session.get(Erasure, receipt.number).erase_on == date(2026, 11, 23) + timedelta(days=1095)  # type: ignore[union-attr]


def test_undecided_nothing_goes(
    records: Records, engine: Engine, session: Session, keys: Keys, letter: Callable[..., NewLetter]
) -> None:
    receipt = records.file_letter(letter())
    end(engine, keys, receipt)
    records.delete_by(receipt.number, receipt.code)
    assert settle(session, MONDAY + timedelta(days=20_000)) == 0


@pytest.mark.parametrize(
    ("confirmed", "days", "day"),
    [(True, 10, date(2026, 1, 11)), (True, 1, date(2026, 1, 5)), (False, 10, None), (True, None, None)],
)
def test_the_day_is_never_in_the_past(confirmed: bool, days: int | None, day: date | None) -> None:
    period: Period = replace(periods()["letters"], confirmed=confirmed, days=days)
    assert due_day(period, date(2026, 1, 1), date(2026, 1, 5)) == day


# What is taken out and what stays.


def test_nothing_about_the_person_is_left_and_the_shell_still_counts(
    records: Records, engine: Engine, session: Session, keys: Keys, letter: Callable[..., NewLetter]
) -> None:
    receipt = records.file_letter(letter(address="演示地址一号"))
    id_ = end(engine, keys, receipt, LetterStep.NOT_ACCEPTED)
    kept = session.execute(select(Letter.kind, Letter.state, Letter.received_on)).one()
    strip_letters(session, [id_])
    session.commit()
    row = session.get_one(Letter, id_)
    assert (row.name, row.contact, row.contact_hash, row.address, row.about, row.what_happened) == (None,) * 4 + (
        "",
        "",
    )
    assert (row.text_hash, row.submission_hash, row.rating_words) == (None, None, None)
    assert {(one.note, one.reason, one.internal) for one in session.scalars(select(LetterEvent))} == {("", None, None)}
    assert session.execute(select(Letter.kind, Letter.state, Letter.received_on)).one() == kept
    session.rollback()
    assert records.look_up(receipt.number, receipt.code).state == "不予受理"


def test_who_is_stripped_is_not_due_again(
    records: Records, engine: Engine, session: Session, keys: Keys, letter: Callable[..., NewLetter]
) -> None:
    receipt = records.file_letter(letter())
    id_, day = end(engine, keys, receipt), date(2026, 11, 23)
    assert session.scalars(erasure.ended_letters(day - timedelta(days=1))).all() == []
    assert session.scalars(erasure.ended_letters(day)).all() == [id_]
    strip_letters(session, [id_])
    assert session.scalars(erasure.ended_letters(day)).all() == []
