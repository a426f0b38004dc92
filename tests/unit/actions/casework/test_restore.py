"""Putting a backup back."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from actions.casework import restore as module
from actions.casework.audit import record
from actions.casework.audit_check import check
from actions.casework.backup import make_backup
from actions.casework.backup_file import BackupRefused
from actions.casework.database import closing_engine, parsed
from actions.casework.encryption import Keys
from actions.casework.entries import NewApplication, NewLetter, Receipt
from actions.casework.errors import RecordsUnavailable
from actions.casework.kinds import LetterKind
from actions.casework.migrate import upgrade
from actions.casework.restore import restore
from actions.casework.store import Records
from actions.casework.tables import METADATA


def kind_of(url: str) -> str:
    return "sqlite" if parsed(url).get_backend_name() == "sqlite" else "postgres"


@pytest.fixture
def other(url: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of the same kind, elsewhere."""
    if kind_of(url) == "sqlite":
        return f"sqlite:///{tmp_path}/new/records.db"
    found: str = request.getfixturevalue("empty_postgres_url")
    return found


@pytest.fixture
def receipt(
    url: str, keys: Keys, letter: Callable[..., NewLetter], application: Callable[..., NewApplication]
) -> Receipt:
    records = Records(url, keys)
    records.save_application(application(answers={"甲": "乙"}))
    records.keep_file("web-1", "演示.pdf", "application/pdf", bytes(range(256)) * 400)
    records.keep_unanswered("演示问题", [])
    receipt = records.file_letter(letter())
    records.close()
    with closing_engine(url, keys) as engine, Session(engine) as session, session.begin():
        for n in range(3):
            record(session, keys, who="s-1", what="x", target=receipt.number, why=f"演示{n}", at=datetime.now(UTC))
    return receipt


@pytest.fixture
def backup(url: str, receipt: Receipt, tmp_path: Path) -> Path:
    make_backup(url, tmp_path / "b.tar")
    return tmp_path / "b.tar"


def contents(url: str, keys: Keys | None) -> dict[str, list[Any]]:
    """Every row of every table; without keys as it is stored."""
    with closing_engine(url, keys) as engine, engine.connect() as connection:
        if keys is None:
            names = {table.name: table for table in METADATA.sorted_tables}
            rows = {name: connection.execute(text(f"SELECT * FROM {name}")).all() for name in names}
            return {name: sorted(tuple(map(str, row)) for row in found) for name, found in rows.items()}
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in METADATA.sorted_tables
        }


def test_every_table_comes_back_as_it_was(url: str, other: str, keys: Keys, backup: Path) -> None:
    restore(other, backup)
    assert contents(other, keys) == contents(url, keys)
    assert contents(other, None) == contents(url, None)
    filled = {name for name, rows in contents(other, keys).items() if rows}
    assert filled >= {
        "letters",
        "letter_events",
        "applications",
        "receipts",
        "files",
        "audit_log",
        "audit_head",
        "counters",
    }


def test_what_comes_back_works(
    other: str, keys: Keys, backup: Path, receipt: Receipt, letter: Callable[..., NewLetter]
) -> None:
    restore(other, backup)
    upgrade(other)
    records = Records(other, keys)
    assert records.look_up(receipt.number, receipt.code).number == receipt.number
    assert records.file_letter(letter(submission="web-9/9")).number == "T2026-000002"
    records.close()
    with closing_engine(other, keys) as engine, Session(engine) as session:
        assert check(session, keys).findings == []
        with pytest.raises(DBAPIError, match="rows are only added"):
            session.execute(text("DELETE FROM audit_log"))


def test_numbers_given_out_since_are_not_given_out_again(
    other: str, keys: Keys, backup: Path, letter: Callable[..., NewLetter]
) -> None:
    restore(other, backup, skip_numbers=1000)
    records = Records(other, keys)
    assert records.file_letter(letter(submission="web-9/9")).number == "T2026-001002"
    assert records.file_letter(letter(submission="web-9/8", kind=LetterKind.PROBLEM)).number == "W2026-000001"
    records.close()


def test_what_has_records_is_not_overwritten(url: str, backup: Path, keys: Keys) -> None:
    before = contents(url, keys)
    with pytest.raises(BackupRefused, match="--replace"):
        restore(url, backup)
    assert contents(url, keys) == before


def test_told_so_it_replaces_everything(url: str, backup: Path, keys: Keys, letter: Callable[..., NewLetter]) -> None:
    before = contents(url, keys)
    records = Records(url, keys)
    records.file_letter(letter(submission="web-9/9"))
    records.close()
    restore(url, backup, replace=True)
    assert contents(url, keys) == before


def test_a_migrated_database_without_rows_is_empty(other: str, backup: Path, url: str, keys: Keys) -> None:
    upgrade(other)
    restore(other, backup)
    assert contents(other, keys) == contents(url, keys)


def test_a_damaged_backup_changes_nothing(url: str, other: str, backup: Path, keys: Keys) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(bytes(content))
    before = contents(url, keys)
    with pytest.raises(BackupRefused, match="校验和"):
        restore(url, backup, replace=True)
    assert contents(url, keys) == before


@pytest.mark.postgres
def test_one_kind_does_not_go_into_the_other(sqlite_url: str, postgres_url: str, tmp_path: Path) -> None:
    for n, (source, target) in enumerate(((sqlite_url, postgres_url), (postgres_url, sqlite_url))):
        make_backup(source, tmp_path / f"{n}.tar")
        with pytest.raises(BackupRefused, match="不能互相恢复"):
            restore(target, tmp_path / f"{n}.tar")


def test_a_backup_of_newer_software_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    with closing_engine(sqlite_url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    make_backup(sqlite_url, tmp_path / "b.tar")
    with pytest.raises(BackupRefused, match="先升级软件"):
        restore(f"sqlite:///{tmp_path}/new.db", tmp_path / "b.tar")


def test_a_database_in_use_is_left_alone(sqlite_url: str, keys: Keys, tmp_path: Path) -> None:
    make_backup(sqlite_url, tmp_path / "b.tar")
    with closing_engine(sqlite_url, keys) as engine, engine.connect() as connection:
        connection.execute(text("UPDATE counters SET last = 1"))
        with pytest.raises(RecordsUnavailable, match="locked"):
            restore(sqlite_url, tmp_path / "b.tar", replace=True)


# The command.


def test_the_command_says_what_to_do_next(
    environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_backup(environment["DATABASE_URL"], tmp_path / "b.tar")
    assert module.main([str(tmp_path / "b.tar")], environment) == 0
    said = capsys.readouterr().out
    assert "已恢复" in said and "actions.casework.migrate" in said and "YIFAWEN_DATA_KEY" in said


def test_the_command_says_what_failed(
    environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert module.main([str(tmp_path / "none.tar")], environment) == 1
    (tmp_path / "bad.tar").write_bytes(b"x")
    assert module.main([str(tmp_path / "bad.tar")], environment) == 1
    assert capsys.readouterr().err.count("没有恢复：") == 2
