"""The file that holds a backup."""

import io
import json
import stat
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import make_url

from actions.casework.backup_file import (
    BackupRefused,
    Manifest,
    beside,
    digest_of,
    libpq,
    read_archive,
    write_archive,
)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    found = tmp_path / "dump"
    found.write_bytes(b"all the records" * 1000)
    return found


@pytest.fixture
def manifest(dump: Path) -> Manifest:
    return Manifest(
        kind="sqlite",
        revision="0006",
        made_at="2026-11-23T02:30:00+00:00",
        rows={"letters": 3},
        sha256=digest_of(dump),
        size=dump.stat().st_size,
    )


@pytest.fixture
def archive(tmp_path: Path, dump: Path, manifest: Manifest) -> Path:
    path = tmp_path / "backup.tar"
    write_archive(path, manifest, dump)
    return path


def test_what_goes_in_comes_out(archive: Path, dump: Path, manifest: Manifest, tmp_path: Path) -> None:
    assert read_archive(archive, tmp_path / "out") == manifest
    assert (tmp_path / "out").read_bytes() == dump.read_bytes()


def test_only_its_owner_can_read_it_and_nothing_is_left_beside_it(archive: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == ["backup.tar", "dump"]


def test_one_backup_never_takes_another_s_place(archive: Path, dump: Path, manifest: Manifest) -> None:
    before = archive.read_bytes()
    with pytest.raises(BackupRefused, match="没有覆盖"):
        write_archive(archive, manifest, dump)
    assert archive.read_bytes() == before


@pytest.mark.parametrize("share", [0.3, 0.5])
def test_a_file_cut_short_is_refused(archive: Path, tmp_path: Path, share: float) -> None:
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(BackupRefused):
        read_archive(archive, tmp_path / "out")


def test_a_changed_byte_is_refused(archive: Path, tmp_path: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[content.index(b"all the records")] ^= 1
    archive.write_bytes(bytes(content))
    with pytest.raises(BackupRefused, match="校验和"):
        read_archive(archive, tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"x" * 20_000])
def test_another_kind_of_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(BackupRefused, match="不是本系统的备份"):
        read_archive(tmp_path / "other", tmp_path / "out")


@pytest.mark.parametrize("described", [b"", b"[]", b"{}", b'{"kind": 1}'])
def test_a_tar_of_something_else_is_refused(tmp_path: Path, described: bytes) -> None:
    path = tmp_path / "other.tar"
    with tarfile.open(path, "w") as made:
        member = tarfile.TarInfo("manifest.json")
        member.size = len(described)
        made.addfile(member, io.BytesIO(described))
    with pytest.raises(BackupRefused, match="不是本系统的备份"):
        read_archive(path, tmp_path / "out")


def test_a_newer_format_is_refused(tmp_path: Path, dump: Path, manifest: Manifest) -> None:
    newer = Manifest(**{name: getattr(manifest, name) for name in Manifest.__slots__} | {"format": 2})
    write_archive(tmp_path / "newer.tar", newer, dump)
    with pytest.raises(BackupRefused, match="更新的版本"):
        read_archive(tmp_path / "newer.tar", tmp_path / "out")


def test_what_a_backup_says_about_itself_can_be_read_without_us(archive: Path) -> None:
    with tarfile.open(archive) as opened:
        described = opened.extractfile("manifest.json")
        assert described and json.load(described)["rows"] == {"letters": 3}


def test_a_file_beside_is_gone_afterwards_whatever_happens(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), beside(tmp_path / "backup.tar") as fresh:
        assert stat.S_IMODE(fresh.stat().st_mode) == 0o600
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_no_password_stands_in_a_command_line() -> None:
    address, environment = libpq(make_url("postgresql+psycopg://clerk:s3cret@db.example:5433/records?sslmode=require"))
    assert address == "postgresql://clerk@db.example:5433/records?sslmode=require"
    assert environment["PGPASSWORD"] == "s3cret"
    assert "PGPASSWORD" not in libpq(make_url("postgresql+psycopg://clerk@/records"))[1]
