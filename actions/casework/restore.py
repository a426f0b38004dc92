"""Putting a backup back: `python -m actions.casework.restore FILE`, into an empty database unless told otherwise."""

import argparse
import os
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import update

from actions.casework.backup import run_program
from actions.casework.backup_file import BackupRefused, Manifest, beside, count_rows, libpq, read_archive
from actions.casework.clock import county_day, utc_now
from actions.casework.database import closing_engine, parsed, unavailable_on_error, url_from
from actions.casework.errors import CaseworkError
from actions.casework.migrate import make_folder, revisions
from actions.casework.models import Counter


def restore(url: str, path: Path, *, replace: bool = False, skip_numbers: int = 0) -> Manifest:
    """Put everything of a backup into the database; raises BackupRefused before anything was changed.

    `skip_numbers` leaves out numbers that were given out after the backup was made.
    """
    target = parsed(url)
    make_folder(url)
    with beside(path) as dump:
        manifest = read_archive(path, dump)
        _check(manifest, target.get_backend_name())
        with unavailable_on_error(), closing_engine(url) as engine, engine.connect() as connection:
            if sum(count_rows(connection).values()) and not replace:
                raise BackupRefused("这个库里已经有记录，没有恢复；确认要用备份整个替换，加 --replace")
        (_fill_sqlite if target.drivername == "sqlite" else _fill_postgres)(url, dump)
    _finish(url, manifest, skip_numbers)
    return manifest


def _check(manifest: Manifest, kind: str) -> None:
    if manifest.kind != kind:
        raise BackupRefused(f"备份来自 {manifest.kind}，这个库是 {kind}，不能互相恢复")
    if manifest.revision not in revisions():
        raise BackupRefused(f"备份的库版本 {manifest.revision} 比本软件新，先升级软件")


def _fill_sqlite(url: str, dump: Path) -> None:
    with unavailable_on_error(), closing_engine(url) as engine, closing(sqlite3.connect(dump)) as source:
        target = engine.raw_connection()
        try:
            assert isinstance(target.driver_connection, sqlite3.Connection)
            # In one transaction of the target's: half of it is never there.
            source.backup(target.driver_connection)
        except sqlite3.Error as error:
            raise BackupRefused(f"写不进去，库没有变：{error}。先停掉所有进程") from error
        finally:
            target.close()


def _fill_postgres(url: str, dump: Path) -> None:
    address, environment = libpq(parsed(url))
    whole = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    run_program(["pg_restore", *whole, f"--dbname={address}", str(dump)], environment)


def _finish(url: str, manifest: Manifest, skip_numbers: int) -> None:
    with unavailable_on_error(), closing_engine(url) as engine, engine.begin() as connection:
        if count_rows(connection) != dict(manifest.rows):
            raise BackupRefused("恢复后各表的行数和备份里记的不一样，请不要启用，换一份备份再试")
        this_year = Counter.year == county_day(utc_now()).year
        connection.execute(update(Counter).where(this_year).values(last=Counter.last + skip_numbers))


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Restore and say in Chinese what has to be done next; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m actions.casework.restore", description="用备份恢复办件记录。")
    parser.add_argument("file", type=Path, help="备份文件")
    parser.add_argument("--replace", action="store_true", help="库里有记录也整个替换")
    parser.add_argument("--skip-numbers", type=int, default=0, help="今年的编号往后跳过几个，免得和备份之后发出的重复")
    options = parser.parse_args(arguments)
    try:
        done = restore(
            url_from(environment), options.file, replace=options.replace, skip_numbers=max(0, options.skip_numbers)
        )
    except (CaseworkError, OSError) as error:
        sys.stderr.write(f"没有恢复：{error}\n")
        return 1
    sys.stdout.write(
        f"已恢复 {done.made_at} 的备份：{sum(done.rows.values())} 行，库版本 {done.revision}。\n"
        "接着运行 python -m actions.casework.migrate（库版本跟上软件）和 python -m actions.casework.purge --yes"
        "（到期的不再留）。密钥要用备份那时的 YIFAWEN_DATA_KEY。\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
