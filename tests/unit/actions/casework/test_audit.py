"""Writing and reading the audit log."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from actions.casework import audit
from actions.casework.audit import Entry, count, read_page, record
from actions.casework.audit_check import check
from actions.casework.database import open_engine
from actions.casework.encryption import Keys

AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened


def write(session: Session, keys: Keys, **changes: object) -> int:
    usual: dict[str, object] = {
        "who": "s-0000000a",
        "what": "letter.assigned",
        "target": "T2026-000001",
        "why": "演示理由：转给承办单位",
        "at": AT,
    }
    return record(session, keys, **(usual | changes))  # type: ignore[arg-type]


def test_positions_count_without_gaps(session: Session, keys: Keys) -> None:
    assert [write(session, keys) for _ in range(3)] == [1, 2, 3]
    session.rollback()
    assert write(session, keys) == 1


def test_a_row_reads_back_as_it_was_written(session: Session, keys: Keys) -> None:
    write(session, keys)
    session.commit()
    assert read_page(session) == [
        Entry(
            position=1,
            at=AT,
            who="s-0000000a",
            what="letter.assigned",
            target="T2026-000001",
            why="演示理由：转给承办单位",
        )
    ]


def test_a_row_belongs_to_the_caller_s_transaction(session: Session, keys: Keys) -> None:
    write(session, keys)
    session.rollback()
    assert count(session) == 0
    assert check(session, keys).anchor == "0:"


@pytest.mark.parametrize("who", ["", "张三", "S-1", "s 1", "s-1\n", "s" * 41, "1-s"])
def test_who_is_an_account_and_never_a_name(session: Session, keys: Keys, who: str) -> None:
    with pytest.raises(ValueError, match="account"):
        write(session, keys, who=who)


@pytest.mark.parametrize("what", ["", "转办", "letter assigned", "x" * 61])
def test_what_is_a_machine_name(session: Session, keys: Keys, what: str) -> None:
    with pytest.raises(ValueError, match="machine name"):
        write(session, keys, what=what)


def test_a_time_without_a_zone_is_refused(session: Session, keys: Keys) -> None:
    with pytest.raises(ValueError, match="zone"):
        write(session, keys, at=datetime(2026, 11, 23))
    assert count(session) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"why": ""},
        {"why": "半个字符\ud83d与空字节\0"},
        {"target": "演示复〔2026〕1号"},
        {"target": "长" * 500},
        {"at": AT.astimezone(timezone(timedelta(hours=8)))},
        {"at": AT + timedelta(microseconds=1)},
        {"why": '","引号"]', "target": '["'},
    ],
)
def test_whatever_was_written_checks_out_when_read(session: Session, keys: Keys, changes: dict[str, object]) -> None:
    write(session, keys, **changes)
    write(session, keys)
    session.commit()
    session.expire_all()
    assert check(session, keys).findings == []


def test_pages_go_from_the_newest_to_the_oldest(session: Session, keys: Keys) -> None:
    for n in range(7):
        write(session, keys, who="s-1" if n % 2 else "s-2", target=f"T2026-00000{n % 3}")
    session.commit()
    first = read_page(session, limit=3)
    second = read_page(session, limit=3, before=first[-1].position)
    third = read_page(session, limit=3, before=second[-1].position)
    assert [[one.position for one in page] for page in (first, second, third)] == [[7, 6, 5], [4, 3, 2], [1]]
    assert read_page(session, before=1) == []


def test_pages_can_be_of_one_account_or_one_record(session: Session, keys: Keys) -> None:
    for n in range(6):
        write(session, keys, who="s-1" if n % 2 else "s-2", target=f"T2026-00000{n % 3}")
    session.commit()
    assert [one.position for one in read_page(session, who="s-1")] == [6, 4, 2]
    assert [one.position for one in read_page(session, target="T2026-000001")] == [5, 2]
    assert [one.position for one in read_page(session, target="T2026-000001", who="s-1")] == [2]
    assert (count(session), count(session, who="s-1"), count(session, target="T2026-000009")) == (6, 3, 0)


def test_a_reason_never_shows_in_a_repr(session: Session, keys: Keys) -> None:
    write(session, keys)
    assert "演示理由" not in repr(read_page(session))


def test_writers_at_the_same_time_make_one_chain(patient: None, url: str, keys: Keys) -> None:
    writers, each, failures = 6, 8, []

    def work(name: str) -> None:
        engine = open_engine(url, keys)
        try:
            for _ in range(each):
                with Session(engine) as own, own.begin():
                    write(own, keys, who=name)
        except Exception as error:
            failures.append(error)
        finally:
            engine.dispose()

    threads = [threading.Thread(target=work, args=(f"s-{n}",), daemon=True) for n in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    engine = open_engine(url, keys)
    with Session(engine) as session:
        done = check(session, keys)
        assert (done.length, done.findings) == (writers * each, [])
        assert {count(session, who=f"s-{n}") for n in range(writers)} == {each}
    engine.dispose()


def test_after_a_change_of_keys_the_chain_goes_on(session: Session, keys: Keys) -> None:
    write(session, keys)
    both = Keys([b"n" * 32, bytes(range(32))])
    write(session, both)
    session.commit()
    assert check(session, both).findings == []
    made = session.execute(text("SELECT hash FROM audit_log ORDER BY position")).scalars().all()
    assert keys.knows(made[0]) and not keys.knows(made[1])


def test_the_command_hands_over_to_the_check(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["audit", "verify"])
    assert audit.main() == 0
