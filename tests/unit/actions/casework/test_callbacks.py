"""People to be called back: noted once, worked off by staff, forgotten in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from actions.casework.callbacks import (
    KEPT_AFTER_CALL,
    KEPT_WITHOUT_CALL,
    NewCallback,
    called_back,
    forget_callbacks,
    note_callback,
)
from actions.casework.encryption import Keys
from actions.casework.kinds import PartOfDay
from actions.casework.models_callbacks import Callback

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def wish(submission: str = "one", **changed: Any) -> NewCallback:
    return NewCallback(**{"submission": submission, "phone": "13800000000", "about": "罚款", **changed})


def only(session: Session) -> Callback:
    return session.scalars(select(Callback)).one()


def test_a_wish_is_noted_with_a_number(engine: Engine, keys: Keys) -> None:
    with Session(engine) as session:
        number = note_callback(session, keys, wish(part_of_day=PartOfDay.MORNING, called="演示女士"), NOW)
        row = only(session)
        assert number == row.number == "H2026-000001"
        assert (row.phone, row.called, row.about, row.part_of_day) == (
            "13800000000",
            "演示女士",
            "罚款",
            PartOfDay.MORNING,
        )
        assert (row.tries, row.done_at, row.due_on) == (0, None, None) and "13800000000" not in repr(wish())


def test_the_same_submission_and_the_same_phone_are_one_wish(engine: Engine, keys: Keys) -> None:
    with Session(engine) as session:
        first = note_callback(session, keys, wish(), NOW)
        assert note_callback(session, keys, wish(), NOW) == first
        assert note_callback(session, keys, wish("two", phone="138-0000-0000"), NOW) == first
        assert note_callback(session, keys, wish("three", phone="13800000001"), NOW) != first


def test_a_phone_that_was_called_may_ask_again(engine: Engine, keys: Keys) -> None:
    with Session(engine) as session:
        first = note_callback(session, keys, wish(), NOW)
        assert called_back(session, only(session).id, "s-1", True, NOW)
        assert note_callback(session, keys, wish("two"), NOW) != first


def test_a_call_that_reached_nobody_is_counted_and_stays_open(engine: Engine, keys: Keys) -> None:
    with Session(engine) as session:
        note_callback(session, keys, wish(), NOW)
        id_ = only(session).id
        assert called_back(session, id_, "s-1", False, NOW)
        assert (only(session).tries, only(session).done_at) == (1, None)
        assert called_back(session, id_, "s-2", True, NOW)
        assert (only(session).tries, only(session).done_at, only(session).done_by) == (2, NOW, "s-2")
        assert not called_back(session, id_, "s-2", True, NOW) and not called_back(session, id_ + 1, "s-2", True, NOW)


@pytest.mark.parametrize(
    ("called", "kept"), [(True, KEPT_AFTER_CALL), (False, KEPT_WITHOUT_CALL)], ids=["called", "never reached"]
)
def test_it_is_forgotten_in_time(engine: Engine, keys: Keys, called: bool, kept: timedelta) -> None:
    """个人信息保护法 19, 47: no longer than its purpose needs."""
    with Session(engine) as session:
        note_callback(session, keys, wish(), NOW)
        if called:
            called_back(session, only(session).id, "s-1", True, NOW)
        session.flush()
        assert forget_callbacks(session, NOW + kept - timedelta(days=1)) == 0
        assert forget_callbacks(session, NOW + kept + timedelta(days=1)) == 1
