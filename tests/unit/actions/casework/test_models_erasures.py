"""The table of requests to delete."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.casework.models_erasures import Erasure

AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def test_a_number_asks_once(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(Erasure(number="T2026-000001", asked_at=AT, erase_on=date(2027, 1, 1)))
        session.commit()
        assert session.get(Erasure, "T2026-000001").erase_on == date(2027, 1, 1)  # type: ignore[union-attr]
    with Session(engine) as session:
        session.add(Erasure(number="T2026-000001", asked_at=AT))
        with pytest.raises(IntegrityError):
            session.commit()


def test_it_holds_nothing_about_a_person() -> None:
    assert set(Erasure.__table__.c.keys()) == {"number", "asked_at", "erase_on", "done_at", "created_at"}
