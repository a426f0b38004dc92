"""Backing up while everything runs, and that every table comes back: on SQLite and on PostgreSQL."""

import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from actions.casework import backup
from actions.casework.audit import record
from actions.casework.backup import make_backup, run_program
from actions.casework.backup_file import BackupRefused
from actions.casework.database import closing_engine
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter
from actions.casework.migrate import upgrade
from actions.casework.practice import load_practice
from actions.casework.store import Records
from actions.casework.tables import METADATA


@pytest.fixture
def filled(url: str, keys: Keys, letter: Callable[..., NewLetter], application: Callable[..., NewApplication]) -> str:
    """A database with something in it."""
    load_practice(url, keys)
    records = Records(url, keys)
    records.file_letter(letter())
    records.save_application(application())
    records.keep_file("web-1", "演示.pdf", "application/pdf", bytes(range(256)) * 400)
    records.close()
    with closing_engine(url, keys) as engine, Session(engine) as session, session.begin():
        record(session, keys, who="s-1", what="x", target="T2026-000001", why="演示", at=datetime.now(UTC))
    return url


def contents(url: str, keys: Keys) -> dict[str, list[Any]]:
    """Every row of every table, decrypted."""
    with closing_engine(url, keys) as engine, engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in METADATA.sorted_tables
        }


def test_a_backup_says_what_is_in_it(filled: str, keys: Keys, tmp_path: Path) -> None:
    made = make_backup(filled, tmp_path / "b.tar")
    assert made.rows == {name: len(rows) for name, rows in contents(filled, keys).items()}
    assert (made.rows["letters"], made.rows["files"], made.rows["audit_log"]) == (99, 1, 1)
    with closing_engine(filled) as engine, engine.connect() as connection:
        assert made.revision == connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()


def test_nobody_can_read_a_person_in_it(filled: str, keys: Keys, tmp_path: Path) -> None:
    make_backup(filled, tmp_path / "b.tar")
    with tarfile.open(tmp_path / "b.tar") as archive:
        everything = b"".join(opened.read() for one in archive if (opened := archive.extractfile(one)))
    for personal in ("演示姓名甲", "10000000000", "000000190001010000", "演示地址一号", "演示事实"):
        assert personal.encode() not in everything


def test_citizens_go_on_filing_while_a_backup_is_made(
    patient: None, url: str, keys: Keys, letter: Callable[..., NewLetter], tmp_path: Path
) -> None:
    records, failures, stop = Records(url, keys), [], threading.Event()

    def file() -> None:
        n = 0
        while not stop.is_set():
            n += 1
            try:
                records.file_letter(letter(submission=f"web-{n}/1"))
            except Exception as error:
                failures.append(error)

    thread = threading.Thread(target=file, daemon=True)
    thread.start()
    made = [make_backup(url, tmp_path / f"{n}.tar") for n in range(2)]
    stop.set()
    thread.join()
    records.close()
    assert failures == []
    # Of one moment: no receipt without its letter.
    assert all(one.rows["letters"] == one.rows["receipts"] == one.rows["letter_events"] for one in made)


def test_a_database_that_is_not_there_is_not_backed_up(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="没有可备份的"):
        make_backup(f"sqlite:///{tmp_path}/none.db", tmp_path / "b.tar")
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_tables_is_not_backed_up(empty_url: str, tmp_path: Path) -> None:
    with closing_engine(empty_url) as engine, engine.connect():
        pass
    with pytest.raises(BackupRefused, match="没有可备份的"):
        make_backup(empty_url, tmp_path / "b.tar")
    assert not (tmp_path / "b.tar").exists()


def test_a_damaged_database_is_not_backed_up(sqlite_url: str, keys: Keys, tmp_path: Path) -> None:
    load_practice(sqlite_url, keys)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as stream:
        stream.seek(file.stat().st_size // 2 // 4096 * 4096)
        stream.write(bytes(4096))
    with pytest.raises(BackupRefused, match="没有备份"):
        make_backup(sqlite_url, tmp_path / "b.tar")
    assert not (tmp_path / "b.tar").exists()


def test_a_program_that_is_missing_or_fails_is_named() -> None:
    with pytest.raises(BackupRefused, match="找不到 no-such-program"):
        run_program(["no-such-program"], {})
    with pytest.raises(BackupRefused, match="pg_dump 没有成功"):
        run_program(["pg_dump", "--dbname=postgresql:///none?host=/nowhere"], {"PATH": "/usr/bin"})


# The command.


def test_the_command_says_where_the_keys_are_not(
    environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert backup.main([str(tmp_path / "b.tar")], environment) == 0
    said = capsys.readouterr().out
    assert "已备份到" in said and "密钥不在备份里" in said


def test_it_needs_no_key(environment: dict[str, str], tmp_path: Path) -> None:
    assert backup.main([str(tmp_path / "b.tar")], {"DATABASE_URL": environment["DATABASE_URL"]}) == 0


def test_the_command_says_what_failed(
    environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert backup.main([str(tmp_path / "none" / "b.tar")], environment) == 1
    (tmp_path / "b.tar").touch()
    assert backup.main([str(tmp_path / "b.tar")], environment) == 1
    assert capsys.readouterr().err.count("没有备份：") == 2


def test_an_older_database_is_backed_up_as_it_is(empty_url: str, tmp_path: Path) -> None:
    upgrade(empty_url, "0001")
    made = make_backup(empty_url, tmp_path / "b.tar")
    assert made.revision == "0001" and "reveals" not in made.rows and made.rows["letters"] == 0
