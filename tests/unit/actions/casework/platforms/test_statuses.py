from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from actions.casework.case_import import carry_out, plan_import
from actions.casework.encryption import Keys
from actions.casework.entries import Status
from actions.casework.errors import NotRecognised
from actions.casework.models_platforms import PlatformState
from actions.casework.platforms.failures import StatusUnavailable
from actions.casework.platforms.link import PATIENT, Link
from actions.casework.platforms.statuses import Statuses
from actions.casework.practice import load_practice, shown_case
from actions.casework.store import Records
from tests.unit.actions.casework.platforms.loopback import Loopback

NUMBER, PHONE = "演示复〔2026〕1号", "10000000001"
TABLE = (
    f"案号,被申请人,被申请人类别,事项,收到日期,申请人电话\n{NUMBER},演示镇,乡镇政府,行政处罚,2026-11-02,{PHONE}\n"
).encode()
NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


@pytest.fixture
def case(engine: Engine, keys: Keys) -> None:
    with Session(engine) as session, session.begin():
        digest = plan_import(session, keys, TABLE, NOW.date()).digest
        carry_out(session, keys, TABLE, digest, who="s-1", why="演示理由一二三", now=NOW)


@pytest.fixture
def statuses(records: Records, engine: Engine, platform: Loopback, case: None) -> Statuses:
    platform.knows(NUMBER, due_on="2027-01-04")
    return Statuses(records, engine, Link(platform.peer, pace=PATIENT))


def kept(engine: Engine) -> list[datetime]:
    with Session(engine) as session:
        return list(session.scalars(select(PlatformState.read_at)))


def test_the_platform_says_where_a_case_stands(statuses: Statuses, engine: Engine) -> None:
    found = statuses.look_up(NUMBER, PHONE, NOW)
    assert isinstance(found, Status)
    assert (found.number, found.state, found.stale) == (NUMBER, "已受理，正在审理", False)
    assert [(step.on, step.what) for step in found.timeline] == [
        (date(2026, 11, 2), "收到申请"),
        (date(2026, 11, 5), "受理"),
    ]
    assert found.due_on == date(2027, 1, 4)
    assert found.as_of == datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    assert kept(engine) == [NOW]


def test_when_it_is_down_the_last_known_state_comes_with_its_date(statuses: Statuses, platform: Loopback) -> None:
    statuses.look_up(NUMBER, PHONE, NOW)
    platform.always = "drop"
    found = statuses.look_up(NUMBER, PHONE, NOW + timedelta(days=3))
    assert (found.state, found.stale, found.as_of) == (
        "已受理，正在审理",
        True,
        datetime(2026, 11, 25, 9, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize("trick", ["drop", "503", "wrong-signature", "other-number", "huge", "404"])
def test_without_one_it_cannot_be_read_now(statuses: Statuses, platform: Loopback, engine: Engine, trick: str) -> None:
    platform.always = trick
    with pytest.raises(StatusUnavailable):
        statuses.look_up(NUMBER, PHONE, NOW)
    assert kept(engine) == []


def test_a_lie_never_takes_the_place_of_what_is_known(statuses: Statuses, platform: Loopback) -> None:
    statuses.look_up(NUMBER, PHONE, NOW)
    platform.knows(NUMBER, state="closed")
    platform.always = "wrong-signature"
    assert statuses.look_up(NUMBER, PHONE, NOW).state_code == "accepted"
    platform.always = ""
    assert statuses.look_up(NUMBER, PHONE, NOW).state_code == "closed"


def test_the_platform_is_not_asked_before_both_secrets_fit(statuses: Statuses, platform: Loopback) -> None:
    with pytest.raises(NotRecognised):
        statuses.look_up(NUMBER, "10000000002", NOW)
    assert platform.asked == []


def test_practice_cases_and_letters_stay_ours(statuses: Statuses, platform: Loopback, url: str, keys: Keys) -> None:
    load_practice(url, keys)
    assert statuses.look_up(*shown_case(keys), NOW).practice
    assert platform.asked == []


def test_without_a_platform_our_own_records_answer(records: Records, engine: Engine, case: None) -> None:
    found = Statuses(records, engine, None).look_up(NUMBER, PHONE, NOW)
    assert found.state == "已收到，正在审查是否受理"
