"""The second factor of staff on either database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.casework import staff, staff_factor
from actions.casework.kinds import Role
from tests.unit.actions.casework.conftest import MONDAY


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@pytest.fixture
def id_(session: Session) -> str:
    made = staff.add(session, name="演示员", password="hash", role=Role.CLERK, must_change=False)
    session.commit()
    return made.id


def code(session: Session, id_: str, at: datetime) -> str:
    return pyotp.TOTP(staff_factor.secret_to_enrol(session, id_) or "").at(at)


def enrolled(session: Session, id_: str) -> tuple[pyotp.TOTP, list[str]]:
    phone = pyotp.TOTP(staff_factor.secret_to_enrol(session, id_) or "")
    codes = staff_factor.enrol(session, id_, phone.at(MONDAY), MONDAY)
    assert codes
    session.commit()
    return phone, codes


def test_the_secret_stays_until_it_is_proved_and_never_shows_again(session: Session, id_: str) -> None:
    secret = staff_factor.secret_to_enrol(session, id_)
    assert secret and len(secret) == 32
    assert staff_factor.secret_to_enrol(session, id_) == secret
    enrolled(session, id_)
    assert staff_factor.secret_to_enrol(session, id_) is None
    assert staff_factor.secret_to_enrol(session, "s-0") is None


def test_a_wrong_first_code_enrols_nobody(session: Session, id_: str) -> None:
    right = code(session, id_, MONDAY)
    assert staff_factor.enrol(session, id_, "0" * 6 if right != "0" * 6 else "1" * 6, MONDAY) is None
    assert not staff_factor.prove(session, id_, right, MONDAY)


def test_nobody_enrols_twice(session: Session, id_: str) -> None:
    phone, _ = enrolled(session, id_)
    later = MONDAY + timedelta(minutes=5)
    assert staff_factor.enrol(session, id_, phone.at(later), later) is None


def test_a_code_and_all_before_it_work_once(session: Session, id_: str) -> None:
    phone, _ = enrolled(session, id_)
    assert not staff_factor.prove(session, id_, phone.at(MONDAY), MONDAY)
    later = MONDAY + timedelta(seconds=60)
    assert staff_factor.prove(session, id_, phone.at(later), later)
    assert not staff_factor.prove(session, id_, phone.at(later), later)
    # The step before is one that a neighbour would allow; it is older than the newest used.
    assert not staff_factor.prove(session, id_, phone.at(later - timedelta(seconds=30)), later)


def test_of_many_at_once_with_one_code_a_single_one_gets_in(engine: Engine, session: Session, id_: str) -> None:
    phone, _ = enrolled(session, id_)
    later = MONDAY + timedelta(minutes=1)

    def tried(_n: int) -> bool:
        with Session(engine) as other, other.begin():
            return staff_factor.prove(other, id_, phone.at(later), later)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(tried, range(8))) == 1


def test_each_recovery_code_works_once_however_it_is_typed(session: Session, id_: str) -> None:
    _, codes = enrolled(session, id_)
    assert len(set(codes)) == staff_factor.codes_left(session, id_) == 8
    assert staff_factor.prove(session, id_, codes[0].lower().replace("-", " "), MONDAY)
    assert not staff_factor.prove(session, id_, codes[0], MONDAY)
    assert staff_factor.codes_left(session, id_) == 7


def test_recovery_codes_are_one_account_s(session: Session, id_: str) -> None:
    _, codes = enrolled(session, id_)
    other = staff.add(session, name="乙", password="hash", role=Role.CLERK, must_change=False)
    enrolled(session, other.id)
    assert not staff_factor.prove(session, other.id, codes[0], MONDAY)


def test_a_forgotten_factor_lets_nobody_in_until_enrolled_anew(session: Session, id_: str) -> None:
    phone, codes = enrolled(session, id_)
    staff.forget_factor(session, id_)
    session.expire_all()
    later = MONDAY + timedelta(minutes=2)
    assert not staff_factor.prove(session, id_, phone.at(later), later)
    assert not staff_factor.prove(session, id_, codes[0], later)
    assert staff_factor.secret_to_enrol(session, id_) != phone.secret
    assert staff_factor.codes_left(session, id_) == 0


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "0" * 300])
def test_nonsense_is_wrong(session: Session, id_: str, typed: str) -> None:
    enrolled(session, id_)
    assert not staff_factor.prove(session, id_, typed, MONDAY + timedelta(minutes=1))
