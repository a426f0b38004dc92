"""What the database itself refuses: rows of the audit log are only added."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from actions.casework.audit import record
from actions.casework.database import closing_engine
from actions.casework.encryption import Keys
from actions.casework.models_audit import AuditHead, AuditRow

AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


@pytest.fixture
def session(engine: Engine, keys: Keys) -> Iterator[Session]:
    with Session(engine) as opened:
        record(opened, keys, who="s-1", what="letter.assigned", target="T2026-000001", why="演示理由", at=AT)
        opened.commit()
        yield opened


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET who = 's-2'",
        "UPDATE audit_log SET position = 7",
        "UPDATE audit_log SET hash = ''",
        "UPDATE audit_log SET why = '', what = 'x'",
        "DELETE FROM audit_log",
        "DELETE FROM audit_head",
    ],
)
def test_a_row_is_neither_changed_nor_taken_away(session: Session, statement: str) -> None:
    with pytest.raises(DBAPIError, match="rows are only added"):
        session.execute(text(statement))
    session.rollback()
    assert (session.query(AuditRow).count(), session.query(AuditHead).count()) == (1, 1)
    assert session.query(AuditRow).one().who == "s-1"


@pytest.mark.postgres
def test_the_log_is_not_emptied_at_once(postgres_url: str, keys: Keys) -> None:
    with closing_engine(postgres_url, keys) as engine, engine.connect() as connection:
        with pytest.raises(DBAPIError, match="rows are only added"):
            connection.execute(text("TRUNCATE audit_log"))


def test_the_stored_form_of_a_reason_may_change_with_its_key(session: Session) -> None:
    row = session.query(AuditRow).one()
    row.why = "演示理由"
    session.flush()


def test_a_reason_is_not_stored_in_clear(session: Session) -> None:
    stored = session.execute(text("SELECT why FROM audit_log")).scalar_one()
    assert stored and "演示" not in stored
