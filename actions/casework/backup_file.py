"""One file that holds a backup: a tar of `manifest.json` and the dump, readable with any tool in twenty years.

BackupRefused is raised for a file that is no backup, is damaged, or does not fit where it is to go.
"""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, func, select, text
from sqlalchemy import inspect as look_into
from sqlalchemy.engine import URL

from actions.casework.errors import CaseworkError
from actions.casework.tables import METADATA

FORMAT = 1
MANIFEST, DUMP = "manifest.json", "records.dump"
_ONLY_OWNER = 0o600
_CHUNK = 1 << 20


class BackupRefused(CaseworkError):
    """A backup cannot be made, read or put back; the message is for the operator, in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says about itself; `rows` counts every table, `made_at` is ISO 8601 in UTC."""

    kind: str
    revision: str
    made_at: str
    rows: Mapping[str, int]
    sha256: str
    size: int
    format: int = FORMAT


def count_rows(connection: Connection) -> dict[str, int]:
    """How many rows each of our tables holds, as far as it exists."""
    there = set(look_into(connection).get_table_names())
    tables = [table for table in METADATA.sorted_tables if table.name in there]
    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}


def revision_of(connection: Connection) -> str:
    """The revision of the schema; raises BackupRefused where there is none."""
    if "alembic_version" not in look_into(connection).get_table_names():
        raise BackupRefused("这个库还没有建表，没有可备份的")
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def digest_of(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """An empty file next to a path, for its owner only, that is gone afterwards."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for left in (Path(name), Path(f"{name}-journal"), Path(f"{name}-wal"), Path(f"{name}-shm")):
            left.unlink(missing_ok=True)


def write_archive(path: Path, manifest: Manifest, dump: Path) -> None:
    """Put both into one file: there is a whole one or none, and never one in place of another."""
    with beside(path) as fresh:
        with tarfile.open(fresh, "w") as archive:
            described = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
            archive.addfile(_member(MANIFEST, len(described)), io.BytesIO(described))
            with dump.open("rb") as stream:
                archive.addfile(_member(DUMP, manifest.size), stream)
        with fresh.open("rb") as stream:
            os.fsync(stream.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError as error:
            raise BackupRefused(f"{path} 已经有了，没有覆盖") from error


def read_archive(path: Path, dump: Path) -> Manifest:
    """What a backup says about itself, its dump unpacked into the file `dump` and compared; raises BackupRefused."""
    try:
        with tarfile.open(path, "r:") as archive:
            manifest = Manifest(**json.load(_stream(archive, MANIFEST)))
            _copy(_stream(archive, DUMP), dump)
    except (tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise BackupRefused(f"{path} 不是本系统的备份，或者已经损坏") from error
    if manifest.format != FORMAT:
        raise BackupRefused(f"{path} 是更新的版本做的备份，本版本读不了")
    if digest_of(dump) != manifest.sha256:
        raise BackupRefused(f"{path} 的校验和不对，已经损坏，没有恢复")
    return manifest


def libpq(url: URL) -> tuple[str, dict[str, str]]:
    """The address for PostgreSQL's own programs, and the environment with the password, which no `ps` may show."""
    shown = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    return shown.render_as_string(hide_password=False), {**os.environ, **secret}


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, _ONLY_OWNER
    return member


def _stream(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    stream = archive.extractfile(archive.getmember(name))
    if stream is None:
        raise KeyError(name)
    return stream


def _copy(stream: IO[bytes], to: Path) -> None:
    with to.open("wb") as out:
        while chunk := stream.read(_CHUNK):
            out.write(chunk)
