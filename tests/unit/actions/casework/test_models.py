from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.casework.columns import EncryptedBytes, EncryptedText
from actions.casework.kinds import CaseState, LetterKind, LetterState, Matter, Outcome, RespondentKind, Rung
from actions.casework.models import Application, Case, CaseEvent, IssuedReceipt, Letter, Reveal
from actions.casework.tables import METADATA

DAY = date(2026, 11, 23)
TABLES = METADATA.sorted_tables
ENCRYPTED = {
    "applications": {"requests", "facts", "name", "identity_number", "phone", "address", "answers"},
    "case_events": {"note", "reason", "internal"},
    "platform_states": {"body"},
    "letters": {"about", "what_happened", "name", "contact", "address", "rating_words"},
    "letter_events": {"note", "reason", "internal"},
    "letter_files": {"content"},
    "files": {"name", "content"},
    "audit_log": {"why"},
    "reveals": {"reason"},
    "unanswered_questions": {"text"},
    "ratings": {"words"},
    "callbacks": {"about", "called", "phone"},
    "wechat_people": {"state", "address"},
    "wechat_messages": {"answer"},
    "wechat_tokens": {"token"},
    "wechat_links": {"messages"},
    "staff": {"totp", "recovery"},
}


def case(**changes: object) -> Case:
    usual: dict[str, object] = {
        "number": "演示复〔2026〕1号",
        "respondent_kind": RespondentKind.TOWNSHIP,
        "respondent": "演示乡镇",
        "matter": Matter.PENALTY,
        "state": CaseState.RECEIVED,
        "received_on": DAY,
    }
    return Case(**(usual | changes))


def letter_row(**changes: object) -> Letter:
    usual: dict[str, object] = {
        "kind": LetterKind.PROBLEM,
        "anonymous": True,
        "about": "演示",
        "what_happened": "演示",
        "state": LetterState.RECEIVED,
        "received_on": DAY,
    }
    return Letter(**(usual | changes))


def application_row(**changes: object) -> Application:
    texts = ("respondent", "matter", "learned_how", "requests", "facts", "name", "identity_number", "phone", "address")
    usual: dict[str, object] = dict.fromkeys(texts, "演示") | {"rung": Rung.FILED, "received_on": DAY}
    return Application(**(usual | changes))


def reveal(**changes: object) -> Reveal:
    usual: dict[str, object] = {"number": "T2026-000001", "what": "contact", "account": "s-1", "reason": "演示理由"}
    return Reveal(**({"at": datetime.now(UTC)} | usual | changes))


def test_every_row_knows_when_it_was_written() -> None:
    assert all("created_at" in table.c for table in TABLES)


def test_what_identifies_a_person_is_encrypted() -> None:
    found = {
        table.name: {column.name for column in table.c if isinstance(column.type, EncryptedText | EncryptedBytes)}
        for table in TABLES
    }
    assert {name: columns for name, columns in found.items() if columns} == ENCRYPTED


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_an_encrypted_column_is_bound_to_its_own_place(table: object) -> None:
    for column in table.c:  # type: ignore[attr-defined]
        if isinstance(column.type, EncryptedText | EncryptedBytes):
            assert column.type.place == f"{column.table.name}.{column.name}"


def test_created_at_is_utc_now(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.add(case())
    with Session(engine) as session:
        created_at = session.scalars(select(Case.created_at)).one()
    assert datetime.now(UTC) - created_at < timedelta(minutes=1)


REFUSED: dict[str, Callable[[], object]] = {
    "outcome without acceptance": lambda: case(outcome=Outcome.UPHELD),
    "outcome of a case not accepted": lambda: case(outcome=Outcome.UPHELD, accepted=False),
    "not accepted yet accepted": lambda: case(state=CaseState.NOT_ACCEPTED, accepted=True),
    "not accepted but undecided": lambda: case(state=CaseState.NOT_ACCEPTED),
    "given up yet accepted": lambda: case(state=CaseState.ABANDONED, accepted=True),
    "closed without outcome": lambda: case(state=CaseState.CLOSED, accepted=True, closed_on=DAY),
    "closed without day": lambda: case(state=CaseState.CLOSED, accepted=True, outcome=Outcome.UPHELD),
    "closed before received": lambda: case(closed_on=DAY - timedelta(days=1)),
    "anonymous with a name": lambda: letter_row(name="演示"),
    "anonymous with a contact": lambda: letter_row(contact="演示"),
    "anonymous with a contact hash": lambda: letter_row(contact_hash="0"),
    "anonymous with an address": lambda: letter_row(address="演示"),
    "draft for ever": lambda: application_row(rung=Rung.DRAFT),
    "receipt for nothing": lambda: IssuedReceipt(number="T2026-000001", code_hash="0"),
    "a step that staff do not have": lambda: reveal(what="everything"),
    "receipt for two": lambda: IssuedReceipt(number="T2026-000001", code_hash="0", case=case(), letter=letter_row()),
}


@pytest.mark.parametrize("wrong", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_refuses_what_cannot_be(engine: Engine, wrong: Callable[[], object]) -> None:
    with Session(engine) as session:
        session.add(wrong())
        with pytest.raises(IntegrityError):
            session.flush()


ALLOWED: dict[str, Callable[[], object]] = {
    "closed": lambda: case(state=CaseState.CLOSED, accepted=True, outcome=Outcome.UPHELD, closed_on=DAY),
    "not accepted": lambda: case(state=CaseState.NOT_ACCEPTED, accepted=False),
    "given up": lambda: case(state=CaseState.ABANDONED),
    "named": lambda: letter_row(anonymous=False, name="演示", contact="演示", contact_hash="0"),
    "filed": application_row,
    "a contact shown": lambda: reveal(),
    "a code given anew": lambda: reveal(what="code"),
}


@pytest.mark.parametrize("right", ALLOWED.values(), ids=ALLOWED.keys())
def test_the_database_takes_what_can_be(engine: Engine, right: Callable[[], object]) -> None:
    with Session(engine) as session:
        session.add(right())
        session.flush()


@pytest.mark.parametrize(
    "twice", [case, lambda: letter_row(submission_hash="0"), lambda: application_row(submission_hash="0")]
)
def test_a_number_and_a_submission_exist_once(engine: Engine, twice: Callable[[], object]) -> None:
    with Session(engine) as session:
        session.add_all([twice(), twice()])
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_case_takes_its_events_and_receipt_along_when_it_goes(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        row = case(events=[CaseEvent(happened_on=DAY, kind="received")])
        session.add(IssuedReceipt(number=row.number, code_hash="0", case=row))
    with Session(engine) as session, session.begin():
        session.delete(session.scalars(select(Case)).one())
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(CaseEvent)) == 0
        assert session.scalar(select(func.count()).select_from(IssuedReceipt)) == 0


def test_a_case_outlives_its_application(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        application = application_row()
        session.add(application)
        session.flush()
        session.add(case(application_id=application.id))
    with Session(engine) as session, session.begin():
        session.delete(session.scalars(select(Application)).one())
    with Session(engine) as session:
        assert session.scalars(select(Case)).one().application_id is None


def test_events_come_in_the_order_of_their_days(engine: Engine) -> None:
    days = [DAY, DAY - timedelta(days=2), DAY]
    with Session(engine) as session, session.begin():
        session.add(
            case(
                events=[
                    CaseEvent(happened_on=day, kind=kind)
                    for day, kind in zip(days, ("decided", "received", "delivered"), strict=True)
                ]
            )
        )
    with Session(engine) as session:
        assert [event.kind.value for event in session.scalars(select(Case)).one().events] == [
            "received",
            "decided",
            "delivered",
        ]
