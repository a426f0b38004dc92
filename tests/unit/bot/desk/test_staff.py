"""The command that makes accounts: asked at a terminal, or fed by a script."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import staff as command
from bot.desk.accounts import StaffFile
from bot.desk.passwords import PasswordRefused, Passwords
from bot.desk.staff import Refused, Terminal, main, run

GOOD = "correct horse"


class Person:
    """Answers each question with the next of the prepared answers."""

    def __init__(self, *answers: str) -> None:
        self._answers: Iterator[str] = iter(answers)
        self.asked: list[str] = []

    def __call__(self, prompt: str) -> str:
        self.asked.append(prompt)
        return next(self._answers)

    def at_terminal(self) -> Terminal:
        """A terminal where this person sits."""
        return Terminal(True, self, self)


def script(password: str) -> Terminal:
    """Standard input of a script."""
    return Terminal(False, lambda _prompt: "", lambda _prompt: password)


@pytest.fixture
def empty(tmp_path: Path) -> StaffFile:
    return StaffFile(tmp_path / "var" / "staff.json")


def test_a_person_is_asked_for_name_and_password_twice(empty: StaffFile, passwords: Passwords) -> None:
    person = Person("张三", GOOD, GOOD)
    assert run([], empty, person.at_terminal(), passwords) == "账号“张三”已建立，可以登录工作台了。"
    assert person.asked == ["账号（姓名或工号）：", "密码（至少 10 个字符，输入时不显示）：", "再输入一次："]
    kept = empty.find("张三")
    assert kept and passwords.fits(kept.password, GOOD)


def test_two_different_passwords_change_nothing(empty: StaffFile, passwords: Passwords) -> None:
    with pytest.raises(Refused, match="不一样"):
        run(["--name", "张三"], empty, Person(GOOD, GOOD + "!").at_terminal(), passwords)
    assert empty.all() == []


def test_a_short_password_changes_nothing(empty: StaffFile, passwords: Passwords) -> None:
    with pytest.raises(PasswordRefused):
        run(["--name", "张三"], empty, script("short"), passwords)
    assert empty.all() == []


def test_a_script_gives_name_and_password(empty: StaffFile, passwords: Passwords) -> None:
    assert "已建立" in run(["--name", " 张三 "], empty, script(GOOD), passwords)
    assert [one.name for one in empty.all()] == ["张三"]


def test_a_script_must_give_a_name(empty: StaffFile, passwords: Passwords) -> None:
    with pytest.raises(Refused, match="--name"):
        run([], empty, script(GOOD), passwords)


@pytest.mark.parametrize("name", ["", "  ", "字" * 41])
def test_a_name_that_cannot_be_one_is_refused(empty: StaffFile, passwords: Passwords, name: str) -> None:
    with pytest.raises(Refused, match="不能空着"):
        run(["--name", name], empty, script(GOOD), passwords)


def test_a_reset_keeps_the_id_and_changes_the_stamp(empty: StaffFile, passwords: Passwords) -> None:
    run(["--name", "张三"], empty, script(GOOD), passwords)
    before = empty.find("张三")
    done = run(["--name", "张三"], empty, script("another horse"), passwords)
    after = empty.find("张三")
    assert done == "账号“张三”的密码已重设，原来的登录全部失效。"
    assert before and after and before.id == after.id and before.stamp != after.stamp


def test_at_a_terminal_a_reset_is_confirmed(empty: StaffFile, passwords: Passwords) -> None:
    run(["--name", "张三"], empty, script(GOOD), passwords)
    before = empty.find("张三")
    assert run(["--name", "张三"], empty, Person("不").at_terminal(), passwords) == "没有改动。"
    assert empty.find("张三") == before
    assert "已重设" in run(["--name", "张三"], empty, Person("是", *["another horse"] * 2).at_terminal(), passwords)


def test_an_account_can_be_removed(empty: StaffFile, passwords: Passwords) -> None:
    run(["--name", "张三"], empty, script(GOOD), passwords)
    assert run(["--name", "张三", "--remove"], empty, script(""), passwords) == "账号“张三”已删除。"
    assert "没有账号" in run(["--name", "张三", "--remove"], empty, script(""), passwords)


def test_as_a_process_it_reads_standard_input(tmp_path: Path) -> None:
    environment = {**os.environ, "YIFAWEN_STAFF_FILE": str(tmp_path / "staff.json")}
    done = subprocess.run(
        [sys.executable, "-m", "bot.desk.staff", "--name", "张三"],
        input=f"{GOOD}\n".encode(),
        env=environment,
        cwd=Path(command.__file__).parents[2],
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == "账号“张三”已建立，可以登录工作台了。\n"
    assert Passwords().fits(StaffFile(tmp_path / "staff.json").all()[0].password, GOOD)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("short\n", "10 到 200"), ("", "10 到 200"), ("1111111111\n", "太简单")],
)
def test_a_refusal_is_one_sentence(
    typed: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert main(["--name", "张三"], {"YIFAWEN_STAFF_FILE": str(tmp_path / "staff.json")}) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "staff.json").exists()


def test_a_file_that_cannot_be_used_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "staff.json").write_text("{")
    (tmp_path / "staff.json").chmod(0o600)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{GOOD}\n"))
    assert main(["--name", "张三"], {"YIFAWEN_STAFF_FILE": str(tmp_path / "staff.json")}) == 1
    assert "账号文件读不了" in capsys.readouterr().err


def test_the_refusal_of_no_name_goes_to_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{GOOD}\n"))
    assert main([], {"YIFAWEN_STAFF_FILE": str(tmp_path / "staff.json")}) == 1
    assert "--name" in capsys.readouterr().err
