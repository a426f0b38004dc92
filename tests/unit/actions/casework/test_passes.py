"""A pass opens once, in every process and under every key, and is forgotten when its age alone would close it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from actions.casework.encryption import Keys
from actions.casework.models_feedback import SpentPass
from actions.casework.store import Records
from tests.unit.actions.casework.conftest import Clock

OTHER = bytes(range(1, 33))
until = timedelta(hours=4)


def test_a_pass_opens_once(records: Records, clock: Clock) -> None:
    assert not records.is_spent("session", "a")
    assert records.spend("session", "a", clock() + until)
    assert records.is_spent("session", "a")
    assert not records.spend("session", "a", clock() + until)


def test_kinds_do_not_meet(records: Records, clock: Clock) -> None:
    records.spend("session", "a", clock() + until)
    assert not records.is_spent("link", "a") and not records.is_spent("session", "b")


def test_many_at_once_and_one_gets_it(patient: None, records: Records, clock: Clock) -> None:
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: records.spend("link", "one", clock() + until), range(16)))
    assert sorted(got) == [False] * 15 + [True]


def test_the_pass_itself_is_not_kept(records: Records, engine: Engine, clock: Clock) -> None:
    records.spend("session", "what-the-citizen-holds", clock() + until)
    with Session(engine) as session:
        kept = session.scalars(select(SpentPass.pass_hash)).one()
    assert "what-the-citizen-holds" not in kept and len(kept) == 72


def test_a_new_data_key_opens_no_old_pass(url: str, keys: Keys, records: Records, clock: Clock) -> None:
    records.spend("session", "a", clock() + until)
    rotated = Records(url, Keys([OTHER, bytes(range(32))]), clock)
    try:
        assert rotated.is_spent("session", "a")
        assert not rotated.spend("session", "a", clock() + until)
    finally:
        rotated.close()


@pytest.mark.parametrize(("hours", "gone"), [(3, 0), (4, 1), (5, 1)])
def test_old_passes_are_forgotten(records: Records, clock: Clock, hours: int, gone: int) -> None:
    records.spend("session", "a", clock() + until)
    clock.forward(hours=hours)
    assert records.forget_expired() == gone
    assert records.is_spent("session", "a") is not bool(gone)
