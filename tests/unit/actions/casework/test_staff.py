"""Staff accounts on either database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.casework import staff, staff_factor
from actions.casework.encryption import Keys
from actions.casework.kinds import Role
from actions.casework.models_staff import StaffFailures, StaffSession
from tests.unit.actions.casework.conftest import MONDAY


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


def add(session: Session, name: str = "演示员", role: Role = Role.CLERK) -> staff.Account:
    return staff.add(session, name=name, password="hash", role=role, must_change=False)


def signed_in(session: Session, id_: str, mark: str = "a") -> None:
    row = StaffSession(id_hash=mark * 64, account=id_, stamp="x", proved=True, opened_at=MONDAY, seen_at=MONDAY)
    session.add(row)
    session.flush()


def sessions(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(StaffSession)) or 0


def test_an_account_is_found_by_name_and_id(session: Session) -> None:
    assert staff.is_empty(session)
    made = add(session)
    assert staff.find(session, "演示员") == staff.find_id(session, made.id) == made
    assert staff.find(session, "没有") is None and staff.find_id(session, "s-0") is None
    assert not staff.is_empty(session)
    assert staff.names(session) == {made.id: "演示员"}


def test_ids_say_nothing_and_differ(session: Session) -> None:
    ids = {add(session, f"演示{n}").id for n in range(20)}
    assert len(ids) == 20
    assert all(one.startswith("s-") and len(one) == 10 for one in ids)


def test_a_name_is_one_person_s(session: Session) -> None:
    add(session)
    with pytest.raises(IntegrityError):
        add(session)


def test_everyone_is_listed_in_order(session: Session) -> None:
    made = [add(session, name) for name in ("乙", "甲")]
    assert list(staff.everyone(session)) == made


def test_a_hash_does_not_show_and_the_stamp_changes_with_it(session: Session) -> None:
    made = add(session)
    assert "hash" not in repr(made).replace("password", "")
    staff.set_password(session, made.id, "other", must_change=True)
    session.expire_all()
    after = staff.find_id(session, made.id)
    assert after and after.stamp != made.stamp and after.must_change


@pytest.mark.parametrize("change", ["password", "disabled", "factor", "out"])
def test_what_takes_rights_away_ends_the_sessions_of_that_account_alone(session: Session, change: str) -> None:
    one, other = add(session, "甲"), add(session, "乙")
    signed_in(session, one.id, "a")
    signed_in(session, other.id, "b")
    match change:
        case "password":
            staff.set_password(session, one.id, "new", must_change=False)
        case "disabled":
            staff.set_disabled(session, one.id, True)
        case "factor":
            staff.forget_factor(session, one.id)
        case "out":
            staff.end_sessions(session, one.id)
    assert session.scalars(select(StaffSession.account)).all() == [other.id]


def test_administrators_who_can_sign_in_are_counted(session: Session) -> None:
    one = add(session, "甲", Role.ADMINISTRATOR)
    add(session, "乙")
    assert staff.administrators(session) == 1
    staff.set_disabled(session, one.id, True)
    assert staff.administrators(session) == 0


def test_the_sixth_failure_says_how_long_and_waiting_is_not_prolonged(session: Session, keys: Keys) -> None:
    assert [staff.count_failure(session, keys, "甲", MONDAY) for _ in range(5)] == [None] * 5
    later = MONDAY + timedelta(minutes=5)
    assert staff.count_failure(session, keys, "甲", later) == timedelta(minutes=10)
    assert staff.count_failure(session, keys, "乙", later) is None
    assert staff.count_failure(session, keys, "甲", MONDAY + timedelta(minutes=15)) is None


def test_a_right_attempt_is_taken_back_and_older_failures_stay(session: Session, keys: Keys) -> None:
    for _ in range(4):
        staff.count_failure(session, keys, "甲", MONDAY)
    for _ in range(3):
        assert staff.count_failure(session, keys, "甲", MONDAY) is None
        staff.forgive_failure(session, keys, "甲")
    assert session.scalar(select(StaffFailures.failures)) == 4
    staff.forget_failures(session, keys, "甲")
    assert session.scalar(select(func.count()).select_from(StaffFailures)) == 0


def test_what_was_typed_is_not_kept(session: Session, keys: Keys) -> None:
    staff.count_failure(session, keys, "a password in the wrong field", MONDAY)
    assert "password" not in str(session.execute(select(StaffFailures.name_hash)).one())


def test_many_at_once_get_no_more_than_five(engine: Engine, keys: Keys) -> None:
    def tried(_n: int) -> bool:
        with Session(engine) as session, session.begin():
            return staff.count_failure(session, keys, "甲", MONDAY) is None

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(tried, range(12))) == 5


def test_what_is_over_is_forgotten(session: Session, keys: Keys) -> None:
    made = add(session)
    signed_in(session, made.id)
    staff.count_failure(session, keys, "甲", MONDAY)
    spans = {"idle": timedelta(minutes=15), "longest": timedelta(hours=12)}
    staff.forget_old(session, MONDAY + timedelta(minutes=14), **spans)
    assert sessions(session) == 1
    staff.forget_old(session, MONDAY + timedelta(minutes=16), **spans)
    assert sessions(session) == 0
    assert session.scalar(select(func.count()).select_from(StaffFailures)) == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  张三 ", "张三"),
        ("ＺＳ０１", "ZS01"),
        ("", ""),
        ("a\nb", ""),
        ("a\x00b", ""),
        ("字" * 41, ""),
        ("\ud800", ""),
    ],
)
def test_a_name_has_one_way_to_be_written(typed: str, kept: str) -> None:
    assert staff.normal_name(typed) == kept


def test_names_and_listing_open_no_secret(session: Session) -> None:
    made = add(session)
    assert staff_factor.secret_to_enrol(session, made.id)
    session.flush()
    session.expunge_all()
    listed = str([staff.everyone(session), staff.names(session), staff.find(session, "演示员")])
    assert "totp" not in listed
