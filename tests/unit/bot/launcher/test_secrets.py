"""The keys of one installation."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from bot.launcher import secrets
from bot.launcher.secrets import KEYS, load
from bot.launcher.steps import VAR


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in KEYS:
        monkeypatch.delenv(key, raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "secrets.env"


def test_the_keys_are_those_that_the_processes_read() -> None:
    assert set(KEYS) == {
        f"YIFAWEN_{name}"
        for name in ("DATA_KEY", "TRACKER_KEY", "SESSION_KEY", "INBOX_SECRET", "DESK_KEY", "KIOSK_KEYS")
    }
    assert secrets.FILE == VAR / "secrets.env"


def test_the_first_start_makes_every_key_and_says_where_they_are(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = load(file)
    assert set(keys) == set(KEYS) and len(set(keys.values())) == len(KEYS)
    assert all(len(base64.urlsafe_b64decode(value)) == 32 for value in keys.values())
    told = capsys.readouterr().out
    assert str(file) in told and "备份" in told
    assert not any(value in told for value in keys.values())


def test_the_next_start_has_the_same_keys_and_says_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = load(file)
    capsys.readouterr()
    assert load(file) == first and capsys.readouterr().out == ""


def test_only_the_owner_can_read_them(file: Path) -> None:
    load(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_only_the_owner_can_read_them_even_where_the_file_was_there(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("")
    file.chmod(0o644)
    load(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_key_that_is_missing_is_added_and_the_others_stay(file: Path) -> None:
    first = load(file)
    kept = [line for line in file.read_text().splitlines() if not line.startswith(KEYS[1])]
    file.write_text("\n".join(kept))
    second = load(file)
    assert second[KEYS[1]] != first[KEYS[1]]
    assert {key: second[key] for key in KEYS if key != KEYS[1]} == {key: first[key] for key in KEYS if key != KEYS[1]}
    assert load(file) == second


def test_the_environment_comes_first_and_is_not_written_down(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEYS[0], "from-outside")
    assert load(file)[KEYS[0]] == "from-outside"
    assert "from-outside" not in file.read_text() and KEYS[0] not in file.read_text()
    for key in KEYS:
        monkeypatch.setenv(key, f"{key}-outside")
    before = file.read_text()
    assert load(file) == {key: f"{key}-outside" for key in KEYS} and file.read_text() == before


def test_with_every_key_outside_nothing_is_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in KEYS:
        monkeypatch.setenv(key, "outside")
    load(file)
    assert not file.exists()


def test_comments_blank_lines_and_foreign_keys_are_no_harm(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("# made by hand\n\n" + "".join(f" {key} = value-{key}=\n" for key in KEYS) + "OTHER=1\n")
    assert load(file) == {key: f"value-{key}=" for key in KEYS}


def test_an_empty_setting_in_the_environment_is_no_key(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEYS[0], "")
    assert load(file)[KEYS[0]]


def test_an_empty_key_in_the_file_is_no_key(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(f"{KEYS[0]}=\n")
    assert load(file)[KEYS[0]]


class Unwritable:
    """Stands for a disk that fills up in the middle."""

    def __format__(self, spec: str) -> str:
        raise OSError(28, "No space left on device")


def test_keys_survive_a_write_that_fails(file: Path) -> None:
    before = load(file)
    with pytest.raises(OSError):
        secrets._write(file, {"A": "1", "B": Unwritable()})  # type: ignore[dict-item]
    assert load(file) == before
