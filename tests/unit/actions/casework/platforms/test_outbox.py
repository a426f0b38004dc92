"""At least once, whoever dies: a real platform on loopback, both databases."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from actions.casework.audit import read_page
from actions.casework.encryption import Keys
from actions.casework.entries import NewLetter
from actions.casework.kinds import LetterKind, LetterState
from actions.casework.models import Letter
from actions.casework.models_platforms import Outgoing
from actions.casework.outbox import LEASE, Outbox, main
from actions.casework.platforms.link import PATIENT, Link
from actions.casework.platforms.settings import Forwarding
from actions.casework.store import Records
from tests.unit.actions.casework.platforms.loopback import SECRET, Loopback

SINCE = date(2026, 11, 1)
Clock = Any


@pytest.fixture
def outbox(engine: Engine, keys: Keys, platform: Loopback, clock: Clock) -> Callable[..., Outbox]:
    """Makes a worker; each has a link, and so a circuit breaker, of its own."""
    platform.clock = clock

    def make(contact: bool = False, since: date = SINCE) -> Outbox:
        forwarding = Forwarding(peer=platform.peer, since=since, contact=contact)
        return Outbox(engine, keys, forwarding, Link(platform.peer, clock, pace=PATIENT), clock)

    return make


@pytest.fixture
def accepted(records: Records, engine: Engine, letter: Callable[..., NewLetter]) -> Callable[..., str]:
    """Files a complaint, lets the office take it up, and returns its number."""

    def make(n: int = 1, state: LetterState = LetterState.ASSIGNED, **changes: object) -> str:
        number = records.file_letter(letter(submission=f"web/{n}", **changes)).number
        with Session(engine) as session, session.begin():
            session.execute(update(Letter).where(Letter.state == LetterState.RECEIVED).values(state=state))
        return number

    return make


def rows(engine: Engine) -> list[Outgoing]:
    with Session(engine) as session:
        return list(session.scalars(select(Outgoing).order_by(Outgoing.id)))


def test_an_accepted_complaint_goes_out_once(
    outbox: Callable[..., Outbox], accepted: Callable[..., str], platform: Loopback, engine: Engine
) -> None:
    number = accepted()
    assert outbox().run() == Counter(sent=1)
    assert outbox().run() == Counter()
    ((key, sent),) = platform.taken.items()
    assert (sent["number"], sent["kind"], len(key)) == (number, "complaint", 43)
    (row,) = rows(engine)
    assert (row.reference, row.attempts, row.idempotency_key, row.refused_at) == ("R0", 1, key, None)
    assert row.sent_at
    with Session(engine) as session:
        (entry,) = read_page(session)
    assert (entry.who, entry.what, entry.target) == ("outbox", "letter.forwarded", number)


def test_name_and_contact_stay_here_unless_the_county_says_otherwise(
    outbox: Callable[..., Outbox], accepted: Callable[..., str], platform: Loopback
) -> None:
    accepted(1)
    outbox().run()
    accepted(2)
    outbox(contact=True).run()
    first, second = platform.taken.values()
    assert (first["name"], first["contact"]) == (None, None)
    assert (second["name"], second["contact"]) == ("演示姓名甲", "10000000000")


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": LetterKind.PROBLEM},
        {"kind": LetterKind.SUGGESTION},
        {"state": LetterState.RECEIVED},
        {"state": LetterState.NOT_ACCEPTED},
        {"state": LetterState.WITHDRAWN},
    ],
)
def test_nothing_else_goes_out(
    outbox: Callable[..., Outbox], accepted: Callable[..., str], platform: Loopback, changes: dict[str, Any]
) -> None:
    accepted(**changes)
    assert outbox().run() == Counter()
    assert platform.taken == {}


def test_what_came_before_forwarding_began_stays(
    outbox: Callable[..., Outbox], accepted: Callable[..., str], platform: Loopback
) -> None:
    accepted()
    assert outbox(since=date(2026, 11, 24)).run() == Counter()


@pytest.mark.parametrize("trick", ["drop", "503", "half", "wrong-signature", "other-number", "huge", "garbage"])
def test_what_fails_is_tried_again_under_the_same_key(
    outbox: Callable[..., Outbox],
    accepted: Callable[..., str],
    platform: Loopback,
    engine: Engine,
    clock: Clock,
    trick: str,
) -> None:
    accepted()
    platform.tricks = [trick]
    assert outbox().run() == Counter(failed=1)
    (row,) = rows(engine)
    assert row.last_problem and row.sent_at is None
    assert outbox().run() == Counter()  # not at once
    clock.forward(hours=1)
    assert outbox().run() == Counter(sent=1)
    assert len({key for _method, _path, key in platform.asked}) == 1
    assert len(platform.taken) == 1


def test_a_platform_that_dies_after_taking_it_gets_it_again_and_keeps_one(
    outbox: Callable[..., Outbox], accepted: Callable[..., str], platform: Loopback, clock: Clock, engine: Engine
) -> None:
    accepted()
    platform.tricks = ["die-after"]
    assert outbox().run() == Counter(failed=1)
    assert len(platform.taken) == 1
    clock.forward(hours=1)
    assert outbox().run() == Counter(sent=1)
    assert len(platform.taken) == 1
    assert rows(engine)[0].reference == "R0"


def test_a_definite_no_is_kept_and_not_repeated(
    outbox: Callable[..., Outbox], accepted: Callable[..., str], platform: Loopback, engine: Engine, clock: Clock
) -> None:
    accepted()
    platform.always = "422"
    assert outbox().run() == Counter(refused=1)
    clock.forward(days=9)
    assert outbox().run() == Counter()
    assert (rows(engine)[0].last_problem, rows(engine)[0].sent_at) == ("refused-422", None)


def test_pauses_grow_and_end_at_six_hours(
    outbox: Callable[..., Outbox], accepted: Callable[..., str], platform: Loopback, engine: Engine, clock: Clock
) -> None:
    accepted()
    platform.always = "503"
    pauses = []
    for _ in range(12):
        outbox().run()
        pauses.append((rows(engine)[0].next_try_at - clock.now).total_seconds())
        clock.now = rows(engine)[0].next_try_at
    assert 30 <= pauses[0] <= 60
    assert 3 * 3600 <= pauses[-1] <= 6 * 3600
    assert rows(engine)[0].attempts == 12


class Killed(BaseException):
    """The process ends here."""


class DyingLink(Link):
    """A worker that is killed before or after the platform got it."""

    def __init__(self, *args: Any, after: bool) -> None:
        super().__init__(*args)
        self._after = after

    def forward(self, *args: Any) -> Any:
        if self._after:
            super().forward(*args)
        raise Killed


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_worker_that_dies_loses_nothing(
    outbox: Callable[..., Outbox],
    accepted: Callable[..., str],
    platform: Loopback,
    engine: Engine,
    keys: Keys,
    clock: Clock,
    after: bool,
) -> None:
    accepted()
    forwarding = Forwarding(peer=platform.peer, since=SINCE, contact=False)
    with pytest.raises(Killed):
        Outbox(engine, keys, forwarding, DyingLink(platform.peer, clock, after=after), clock).run()
    assert outbox().run() == Counter()  # the lease still holds
    clock.now += LEASE
    assert outbox().run() == Counter(sent=1)
    assert len(platform.taken) == 1


def test_a_letter_withdrawn_or_deleted_before_it_went_out_stays_here(
    outbox: Callable[..., Outbox], accepted: Callable[..., str], platform: Loopback, engine: Engine
) -> None:
    accepted(1)
    worker = outbox()
    assert worker.collect() == 1
    with Session(engine) as session, session.begin():
        session.execute(update(Letter).values(state=LetterState.WITHDRAWN))
    assert worker.run() == Counter(refused=1)
    assert platform.asked == []
    accepted(2)
    worker.collect()
    with Session(engine) as session, session.begin():
        session.delete(session.scalars(select(Letter).where(Letter.state == LetterState.ASSIGNED)).one())
    assert worker.run() == Counter()
    assert len(rows(engine)) == 1


def test_collecting_twice_gives_one_row(
    outbox: Callable[..., Outbox], accepted: Callable[..., str], engine: Engine
) -> None:
    for n in range(3):
        accepted(n)
    assert [outbox().collect(), outbox().collect()] == [3, 0]
    assert len({row.idempotency_key for row in rows(engine)}) == 3


# The command.


def environment_of(platform: Loopback, environment: dict[str, str]) -> dict[str, str]:
    return environment | {
        "YIFAWEN_FORWARD_URL": platform.peer.url,
        "YIFAWEN_FORWARD_ID": "shiquan",
        "YIFAWEN_FORWARD_SECRET": SECRET.decode(),
        "YIFAWEN_FORWARD_SINCE": "2026-01-01",
    }


def test_the_command_says_what_it_did(
    environment: dict[str, str],
    platform: Loopback,
    letter: Callable[..., NewLetter],
    keys: Keys,
    sqlite_engine: Engine,
    capsys: pytest.CaptureFixture[str],
) -> None:
    records = Records(environment["DATABASE_URL"], keys, lambda: datetime.now(UTC) - timedelta(minutes=1))
    records.file_letter(letter())
    records.close()
    with Session(sqlite_engine) as session, session.begin():
        session.execute(update(Letter).values(state=LetterState.ASSIGNED))
    assert main(environment) == 0
    assert "没有设置转办平台" in capsys.readouterr().out
    assert main(environment_of(platform, environment)) == 0
    assert "送达 1 件" in capsys.readouterr().out
    assert main(environment_of(platform, environment) | {"YIFAWEN_FORWARD_SINCE": "x"}) == 1
    assert "YIFAWEN_FORWARD_SINCE" in capsys.readouterr().err


def test_kill_9_in_the_middle_of_an_attempt_loses_nothing(
    environment: dict[str, str],
    platform: Loopback,
    letter: Callable[..., NewLetter],
    keys: Keys,
    sqlite_engine: Engine,
    clock: Clock,
) -> None:
    records = Records(environment["DATABASE_URL"], keys)
    records.file_letter(letter())
    records.close()
    with Session(sqlite_engine) as session, session.begin():
        session.execute(update(Letter).values(state=LetterState.ASSIGNED))
    platform.always = "slow"
    command = [sys.executable, "-m", "actions.casework.outbox"]
    worker = subprocess.Popen(command, env=environment_of(platform, environment) | {"PATH": os.environ["PATH"]})
    until = datetime.now(UTC) + timedelta(seconds=60)
    while not platform.asked and datetime.now(UTC) < until:
        pass
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    platform.always = ""
    (row,) = rows(sqlite_engine)
    assert (row.attempts, row.sent_at) == (1, None)
    clock.now = row.next_try_at
    platform.clock = clock
    forwarding = Forwarding(peer=platform.peer, since=date(2026, 1, 1), contact=False)
    assert Outbox(sqlite_engine, keys, forwarding, Link(platform.peer, clock), clock).run() == Counter(sent=1)
    assert len(platform.taken) == 1
