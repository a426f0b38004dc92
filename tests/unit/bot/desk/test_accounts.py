"""The staff file: who can read it, what it keeps, and what happens when it is damaged."""

import json
import os
import stat
from pathlib import Path

import pytest

from bot.desk.accounts import Account, StaffFile, StaffUnavailable, new_id, normal_name


def account(name: str = "甲", password: str = "$argon2id$one") -> Account:
    return Account(id="s-1", name=name, password=password)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "staff.json"


def test_no_file_means_no_accounts(path: Path) -> None:
    assert StaffFile(path).all() == []
    assert StaffFile(path).find("甲") is None
    assert not path.exists()


def test_an_account_is_found_again(path: Path) -> None:
    StaffFile(path).put(account())
    assert StaffFile(path).find("甲") == account()
    assert StaffFile(path).find("乙") is None


def test_only_the_owner_reads_the_file(path: Path) -> None:
    os.umask(old := os.umask(0))
    try:
        os.umask(0)
        StaffFile(path).put(account())
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_second_write_keeps_mode_owner_and_the_others(path: Path) -> None:
    staff = StaffFile(path)
    staff.put(account("甲"))
    before = path.stat()
    staff.put(account("乙"))
    assert {one.name for one in staff.all()} == {"甲", "乙"}
    assert (path.stat().st_uid, path.stat().st_gid) == (before.st_uid, before.st_gid)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["staff.json"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_a_file_that_root_writes_stays_with_the_service_account(path: Path) -> None:
    StaffFile(path).put(account())
    os.chown(path, 65534, 65534)
    StaffFile(path).put(account("乙"))
    assert (path.stat().st_uid, path.stat().st_gid) == (65534, 65534)


def test_putting_the_same_name_replaces_it(path: Path) -> None:
    staff = StaffFile(path)
    staff.put(account(password="$argon2id$one"))
    staff.put(account(password="$argon2id$two"))
    assert [one.password for one in staff.all()] == ["$argon2id$two"]


def test_an_account_can_be_removed(path: Path) -> None:
    staff = StaffFile(path)
    staff.put(account("甲"))
    staff.put(account("乙"))
    assert staff.remove("甲")
    assert not staff.remove("甲")
    assert [one.name for one in staff.all()] == ["乙"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o666])
def test_a_file_open_to_others_is_not_trusted(path: Path, mode: int) -> None:
    StaffFile(path).put(account())
    path.chmod(mode)
    with pytest.raises(StaffUnavailable, match="0600"):
        StaffFile(path).all()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"accounts": 1}', '{"accounts": [1]}', '{"accounts": [{"name": "甲"}]}']
)
def test_a_damaged_file_is_said(path: Path, text: str) -> None:
    StaffFile(path).put(account())
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StaffUnavailable, match="damaged"):
        StaffFile(path).all()


def test_bytes_that_are_no_text_are_said(path: Path) -> None:
    StaffFile(path).put(account())
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(StaffUnavailable, match="cannot be read"):
        StaffFile(path).all()


def test_a_folder_in_its_place_is_said(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StaffUnavailable, match="cannot be read"):
        StaffFile(path).all()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StaffUnavailable):
        StaffFile(tmp_path / "file" / "staff.json").put(account())


def test_the_file_holds_hashes_only(staff: StaffFile, tmp_path: Path) -> None:
    text = (tmp_path / "staff.json").read_text(encoding="utf-8")
    assert "only-for-tests" not in text
    assert json.loads(text)["accounts"][0]["password"].startswith("$argon2id$")


def test_a_hash_does_not_show() -> None:
    assert "argon2" not in repr(account())


def test_the_stamp_changes_with_the_password() -> None:
    assert account(password="a").stamp != account(password="b").stamp
    assert account(password="a").stamp == account("乙", password="a").stamp


def test_ids_say_nothing_and_differ() -> None:
    ids = {new_id() for _ in range(50)}
    assert len(ids) == 50
    assert all(one.startswith("s-") and len(one) == 10 for one in ids)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  张三 ", "张三"),
        ("ＺＳ０１", "ZS01"),
        ("", ""),
        ("   ", ""),
        ("a\nb", ""),
        ("a\x00b", ""),
        ("字" * 40, "字" * 40),
        ("字" * 41, ""),
        ("字" * 100_000, ""),
        ("\ud800", ""),
    ],
)
def test_a_name_has_one_way_to_be_written(typed: str, kept: str) -> None:
    assert normal_name(typed) == kept
