"""Opening the database: SQLite by default, PostgreSQL by URL, both with the same promises."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from actions.casework.columns import give_keys
from actions.casework.encryption import Keys
from actions.casework.errors import RecordsUnavailable

SETTING = "DATABASE_URL"
DEFAULT_URL = "sqlite:///var/yifawen.db"
# An action has three seconds in all, so waiting longer would answer nobody.
BUSY_SECONDS = 2
_POSTGRES = {"postgres", "postgresql"}
_DRIVERS = {"sqlite", "postgresql+psycopg"}


def url_from(environment: Mapping[str, str]) -> str:
    """The database URL of this process."""
    return environment.get(SETTING) or DEFAULT_URL


def parsed(url: str) -> URL:
    """The URL with the driver that we install; raises RecordsUnavailable naming the setting when it is not one."""
    try:
        known = make_url(url)
    except SQLAlchemyError as error:
        raise RecordsUnavailable(f"{SETTING} is not a database URL") from error
    if known.drivername in _POSTGRES:
        return known.set(drivername="postgresql+psycopg")
    if known.drivername not in _DRIVERS:
        raise RecordsUnavailable(f"{SETTING} must begin with sqlite:/// or postgresql://")
    return known


def open_engine(url: str, keys: Keys | None = None) -> Engine:
    """An engine on the records; without keys it can migrate and count, but not read encrypted columns."""
    target = parsed(url)
    engine = create_engine(
        target,
        pool_pre_ping=True,
        pool_timeout=BUSY_SECONDS,
        connect_args=_connect_args(target),
        hide_parameters=True,  # an error message must not carry what a citizen typed
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    if keys is not None:
        give_keys(engine, keys)
    return engine


@contextmanager
def closing_engine(url: str, keys: Keys | None = None) -> Iterator[Engine]:
    """An engine for one errand of a command line."""
    engine = open_engine(url, keys)
    try:
        yield engine
    finally:
        engine.dispose()


def reading(engine: Engine) -> Engine:
    """The same engine for transactions that only read, which never wait for a writer."""
    return engine.execution_options(yifawen_reading=True)


def snapshot(engine: Engine) -> Engine:
    """The same engine for a long look at one moment, which writers neither wait for nor change."""
    if engine.dialect.name == "sqlite":
        return reading(engine)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def insert_into(session: Session, table: type[Any]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT DO UPDATE, which each database spells through a class of its own."""
    return sqlite.insert(table) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(table)


@contextmanager
def unavailable_on_error() -> Iterator[None]:
    """Turn any database error into RecordsUnavailable, without the values that took part."""
    try:
        yield
    except SQLAlchemyError as error:
        # Not chained: PostgreSQL quotes the failing row in its errors, and tracebacks end up in logs.
        raise RecordsUnavailable(f"the records are unavailable ({_cause(error)})") from None


def _cause(error: SQLAlchemyError) -> str:
    """What an operator needs to know; the words of the database only where they are about itself, not about a row."""
    origin = error.orig if isinstance(error, DBAPIError) else None
    code = getattr(origin, "sqlstate", None) or getattr(origin, "sqlite_errorname", None)
    words = str(origin).partition("\n")[0] if isinstance(error, OperationalError) else None
    return ", ".join(part for part in (type(error).__name__, code, words) if part)


def _connect_args(target: URL) -> dict[str, Any]:
    if target.get_backend_name() == "sqlite":
        return {"timeout": BUSY_SECONDS}
    waits = {"connect_timeout": BUSY_SECONDS, "options": f"-c statement_timeout={BUSY_SECONDS}s"}
    return {name: value for name, value in waits.items() if name not in target.query}


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # We say BEGIN ourselves (below): the driver would begin late and let two writers collide.
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later cannot wait for its turn in WAL mode, so a writer queues at once.
    only_reads = connection.get_execution_options().get("yifawen_reading", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
