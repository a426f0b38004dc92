"""Backing up the records while everything runs: `python -m actions.casework.backup FILE`.

One file with everything in the database, files and the audit log included. Personal fields in it are encrypted, and
the keys are not in it: whoever has lost YIFAWEN_DATA_KEY can restore a backup and read none of it.
"""

import argparse
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, text

from actions.casework.backup_file import (
    BackupRefused,
    Manifest,
    beside,
    count_rows,
    digest_of,
    libpq,
    revision_of,
    write_archive,
)
from actions.casework.clock import utc_now
from actions.casework.database import closing_engine, parsed, snapshot, unavailable_on_error, url_from
from actions.casework.errors import CaseworkError


def make_backup(url: str, path: Path) -> Manifest:
    """Write a backup of one moment to a new file; raises BackupRefused, RecordsUnavailable."""
    target = parsed(url)
    if target.drivername == "sqlite" and not Path(str(target.database)).exists():
        raise BackupRefused("这个库还没有建立，没有可备份的")
    with beside(path) as dump:
        copy = _copy_sqlite if target.drivername == "sqlite" else _dump_postgres
        revision, rows = copy(url, dump)
        manifest = Manifest(
            kind=target.get_backend_name(),
            revision=revision,
            made_at=utc_now().isoformat(timespec="seconds"),
            rows=rows,
            sha256=digest_of(dump),
            size=dump.stat().st_size,
        )
        write_archive(path, manifest, dump)
    return manifest


def _copy_sqlite(url: str, dump: Path) -> tuple[str, dict[str, int]]:
    try:
        _copy_pages(str(parsed(url).database), dump)
        with unavailable_on_error(), closing_engine(f"sqlite:///{dump}") as engine, engine.connect() as connection:
            found = revision_of(connection), count_rows(connection)
        with closing(sqlite3.connect(dump)) as copy:
            # A write-ahead log beside it would not be backed up.
            copy.execute("PRAGMA journal_mode=DELETE").close()
    except sqlite3.Error as error:
        raise BackupRefused(f"数据库文件读不了，没有备份：{error}") from error
    return found


def _copy_pages(database: str, dump: Path) -> None:
    """Copy page by page while others write (sqlite.org/backup.html), and look whether all pages are whole."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(dump)) as copy:
        source.backup(copy)
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupRefused("数据库文件有损坏，没有备份：先看磁盘，再用上一份备份恢复")


def _dump_postgres(url: str, dump: Path) -> tuple[str, dict[str, int]]:
    with unavailable_on_error(), closing_engine(url) as engine, snapshot(engine).connect() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        # The dump sees the same moment as the counting does.
        moment = str(connection.execute(text("SELECT pg_export_snapshot()")).scalar_one())
        found = revision_of(connection), count_rows(connection)
        _pg_dump(connection, moment, dump)
    return found


def _pg_dump(connection: Connection, moment: str, dump: Path) -> None:
    address, environment = libpq(connection.engine.url)
    made = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={dump}"]
    run_program([*made, f"--dbname={address}"], environment)


def run_program(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run one of PostgreSQL's own programs; raises BackupRefused with its first complaint."""
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
    except OSError as error:
        raise BackupRefused(f"找不到 {command[0]}：请安装与数据库同版本的 PostgreSQL 客户端") from error
    if done.returncode:
        raise BackupRefused(f"{command[0]} 没有成功：{(done.stderr.splitlines() or [''])[0]}")


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Back up and say in Chinese what is in it; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m actions.casework.backup", description="不停机备份办件记录。")
    parser.add_argument("file", type=Path, help="写到哪个文件；已经有的不覆盖")
    options = parser.parse_args(arguments)
    try:
        made = make_backup(url_from(environment), options.file)
    except (CaseworkError, OSError) as error:
        sys.stderr.write(f"没有备份：{error}\n")
        return 1
    sys.stdout.write(
        f"已备份到 {options.file}：{sum(made.rows.values())} 行，{made.size} 字节，库版本 {made.revision}。\n"
        "密钥不在备份里：没有 YIFAWEN_DATA_KEY，恢复出来的个人信息谁也读不了。请另外保管，不要和备份放在一起。\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
