"""Bringing the database up to date: `python -m actions.casework.migrate` upgrades to the newest revision."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from actions.casework.database import closing_engine, parsed, unavailable_on_error, url_from
from actions.casework.errors import CaseworkError, RecordsUnavailable

_CONFIG = Path(__file__).with_name("alembic.ini")
# Any number will do, as long as every process of this software uses the same one.
_LOCK = 20_230_901
_PATIENCE = 600  # seconds


def upgrade(url: str, revision: str = "head") -> str:
    """Upgrade the database and return the revision it is at; does nothing when it is there already."""
    with migration_connection(url) as connection:
        command.upgrade(_config(connection), revision)
        return _current(connection)


def downgrade(url: str, revision: str = "base") -> str:
    """Go back to a revision (losing what only newer ones can hold) and return the revision it is at."""
    with migration_connection(url) as connection:
        command.downgrade(_config(connection), revision)
        return _current(connection)


@contextmanager
def migration_connection(url: str) -> Iterator[Connection]:
    """A connection in a transaction that no second migration can enter; raises RecordsUnavailable."""
    make_folder(url)
    try:
        with unavailable_on_error(), closing_engine(url) as engine, engine.connect() as connection:
            _prepare(connection)
            yield connection
            connection.commit()
    except CommandError as error:
        raise RecordsUnavailable(f"the migrations do not fit this database ({error})") from error


def _prepare(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        return
    # SQLite changes a table by dropping a copy of it, which must not take the rows that point to it along, and only
    # outside a transaction does it hear this. Whoever starts at the same time waits until all is done.
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        for pragma in ("foreign_keys=OFF", f"busy_timeout={_PATIENCE * 1000}"):
            driver.execute(f"PRAGMA {pragma}").close()
    # Begun here, or Alembic would commit after each revision, and let another process in between two of them.
    connection.begin()


def _config(connection: Connection) -> Config:
    config = Config(_CONFIG)
    config.attributes["connection"] = connection
    return config


def _current(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or "base"


def revisions() -> set[str]:
    """Every revision that this software knows."""
    return {one.revision for one in ScriptDirectory.from_config(Config(_CONFIG)).walk_revisions()}


def make_folder(url: str) -> None:
    """Make the folder of a SQLite database; raises RecordsUnavailable."""
    target = parsed(url)
    if target.drivername == "sqlite" and target.database and not target.database.startswith(("file:", ":memory:")):
        try:
            # Nobody but the service account has business in there.
            Path(target.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise RecordsUnavailable("the folder of the database cannot be made") from error


def main() -> int:
    """Upgrade to head and say so; returns the exit status."""
    try:
        revision = upgrade(url_from(os.environ))
    except CaseworkError as error:
        sys.stderr.write(f"数据库没有更新：{error}\n")
        return 1
    sys.stdout.write(f"数据库已是最新版本（{revision}）。\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
