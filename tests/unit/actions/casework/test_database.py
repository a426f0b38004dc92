import threading
import traceback

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from actions.casework.database import (
    DEFAULT_URL,
    closing_engine,
    insert_into,
    open_engine,
    parsed,
    reading,
    unavailable_on_error,
    url_from,
)
from actions.casework.errors import RecordsUnavailable
from actions.casework.models import Counter


def test_the_default_is_a_file_in_var() -> None:
    assert url_from({}) == url_from({"DATABASE_URL": ""}) == DEFAULT_URL == "sqlite:///var/yifawen.db"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_urls_get_our_driver(scheme: str) -> None:
    target = parsed(f"{scheme}://clerk:secret@db/yifawen?sslmode=require")
    assert target.drivername == "postgresql+psycopg"
    assert target.query == {"sslmode": "require"}


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql+psycopg2://x/y", "nonsense", "", "sqlite+aiosqlite:///x"])
def test_other_urls_are_refused_by_the_name_of_the_setting(url: str) -> None:
    with pytest.raises(RecordsUnavailable, match="DATABASE_URL"):
        parsed(url)


def test_sqlite_keeps_its_promises(sqlite_url: str) -> None:
    with closing_engine(sqlite_url) as engine, engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "journal_mode", "synchronous", "busy_timeout")
        }
    assert found == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "busy_timeout": 2000}


def test_a_foreign_key_holds(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(SQLAlchemyError, match=r"(?i)foreign key"):
        connection.execute(
            text(
                "INSERT INTO case_events (case_id, happened_on, kind, note, created_at)"
                " VALUES (99, '2026-11-23', 'received', '', '2026-11-23 00:00:00')"
            )
        )
        connection.commit()


def test_a_reader_does_not_wait_for_a_writer(engine: Engine) -> None:
    with engine.connect() as writer, reading(engine).connect() as reader:
        writer.execute(
            text("INSERT INTO counters (prefix, year, last, created_at) VALUES ('T', 2026, 1, '2026-11-23')")
        )
        assert reader.scalar(text("SELECT count(*) FROM counters")) == 0


@pytest.mark.usefixtures("patient")
def test_a_second_writer_waits_its_turn(engine: Engine) -> None:
    def count_up() -> None:
        for _ in range(20):
            with Session(engine) as session, session.begin():
                # Reads first and writes later, which is what fails in SQLite when a transaction begins late.
                found = session.get(Counter, ("T", 2026), with_for_update=True)
                assert found is not None
                found.last += 1

    with Session(engine) as session, session.begin():
        session.add(Counter(prefix="T", year=2026, last=0))
    threads = [threading.Thread(target=count_up, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(engine) as session:
        assert session.get_one(Counter, ("T", 2026)).last == 80


def test_insert_into_knows_on_conflict_on_both(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        for _ in range(3):
            first = insert_into(session, Counter).values(prefix="T", year=2026, last=1)
            session.execute(
                first.on_conflict_do_update(index_elements=["prefix", "year"], set_={"last": Counter.last + 1})
            )
        assert session.get_one(Counter, ("T", 2026)).last == 3


def test_an_error_becomes_unavailable_without_the_values(engine: Engine) -> None:
    with (
        pytest.raises(RecordsUnavailable, match=r"IntegrityError, (SQLITE_CONSTRAINT_NOTNULL|23502)") as caught,
        unavailable_on_error(),
    ):
        with engine.connect() as connection:
            connection.execute(
                text("INSERT INTO files (id, media_type) VALUES (:id, :type)"), {"id": "秘密编号", "type": "秘密"}
            )
    shown = "".join(traceback.format_exception(caught.value))
    assert "秘密" not in shown


def test_an_operator_reads_what_the_database_says_about_itself(tmp_path: object) -> None:
    with pytest.raises(RecordsUnavailable, match="OperationalError, SQLITE_CANTOPEN, unable to open"):
        with unavailable_on_error(), closing_engine(f"sqlite:///{tmp_path}/none/records.db") as engine:
            engine.connect()


def test_a_password_never_shows(tmp_path: object) -> None:
    with pytest.raises(RecordsUnavailable) as caught, unavailable_on_error():
        with closing_engine(f"postgresql://clerk:geheim@/none?host={tmp_path}") as engine:
            engine.connect()
    assert "geheim" not in "".join(traceback.format_exception(caught.value))


def test_other_errors_are_left_alone() -> None:
    with pytest.raises(ZeroDivisionError), unavailable_on_error():
        _ = 1 // 0


@pytest.mark.postgres
def test_postgresql_waits_are_bounded(postgres_url: str) -> None:
    with closing_engine(postgres_url) as engine, engine.connect() as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "2s"


@pytest.mark.postgres
def test_an_operators_own_options_win(postgres_url: str) -> None:
    with (
        closing_engine(postgres_url + "&options=-c%20statement_timeout%3D9s") as engine,
        engine.connect() as connection,
    ):
        assert connection.scalar(text("SHOW statement_timeout")) == "9s"


def test_a_server_that_is_not_there_is_unavailable(tmp_path: object) -> None:
    engine = open_engine(f"postgresql://postgres@/none?host={tmp_path}")
    with pytest.raises(RecordsUnavailable), unavailable_on_error(), engine.connect():
        pass
    engine.dispose()
