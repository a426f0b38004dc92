"""The command for the first account: asked at a terminal, or fed by a script."""

import base64
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from actions.casework import staff
from actions.casework.kinds import Role
from actions.casework.staff import Account
from bot.desk import staff as command
from bot.desk.passwords import PasswordRefused, Passwords
from bot.desk.staff import Refused, Terminal, main, run
from bot.desk.writing import Writer
from tests.unit.bot.desk.clerk import KEY, NAME, Clerk

GOOD = "correct horse"
Audited = Callable[[], list[tuple[str, str, str, str]]]


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
def writer(app: Starlette) -> Writer:
    found: Writer = app.state.desk.writer
    return found


@pytest.fixture
def environment(url: str) -> dict[str, str]:
    return {"DATABASE_URL": url, "YIFAWEN_DATA_KEY": base64.b64encode(KEY).decode()}


def account(writer: Writer, name: str) -> Account | None:
    with writer.transaction() as transaction:
        return staff.find(transaction, name)


def test_a_person_is_asked_for_name_and_password_twice(writer: Writer, passwords: Passwords, audited: Audited) -> None:
    person = Person("张三", GOOD, GOOD)
    assert "账号“张三”已建立，岗位是系统管理员" in run([], writer, person.at_terminal(), passwords)
    assert person.asked == ["账号（姓名或工号）：", "密码（至少 10 个字符，输入时不显示）：", "再输入一次："]
    kept = account(writer, "张三")
    assert kept and passwords.fits(kept.password, GOOD) and kept.role is Role.ADMINISTRATOR and not kept.must_change
    assert audited() == [("staff-command", "staff.added_administrator", kept.id, "")]


def test_two_different_passwords_change_nothing(writer: Writer, passwords: Passwords) -> None:
    with pytest.raises(Refused, match="不一样"):
        run(["--name", "张三"], writer, Person(GOOD, GOOD + "!").at_terminal(), passwords)
    assert account(writer, "张三") is None


def test_a_short_password_changes_nothing(writer: Writer, passwords: Passwords, audited: Audited) -> None:
    with pytest.raises(PasswordRefused):
        run(["--name", "张三"], writer, script("short"), passwords)
    assert account(writer, "张三") is None and audited() == []


@pytest.mark.parametrize("role", Role)
def test_a_script_gives_name_role_and_password(writer: Writer, passwords: Passwords, role: Role) -> None:
    assert role.label in run(["--name", " 张三 ", "--role", role.value], writer, script(GOOD), passwords)
    kept = account(writer, "张三")
    assert kept and kept.role is role


def test_a_script_must_give_a_name(writer: Writer, passwords: Passwords) -> None:
    with pytest.raises(Refused, match="--name"):
        run([], writer, script(GOOD), passwords)


@pytest.mark.parametrize("name", ["", "  ", "字" * 41])
def test_a_name_that_cannot_be_one_is_refused(writer: Writer, passwords: Passwords, name: str) -> None:
    with pytest.raises(Refused, match="不能空着"):
        run(["--name", name], writer, script(GOOD), passwords)


def test_whoever_cannot_get_in_is_let_in_again_with_the_same_id_and_role(
    writer: Writer, passwords: Passwords, clerk: Clerk, audited: Audited
) -> None:
    with writer.transaction() as transaction:
        staff.set_disabled(transaction, "s-00000001", True)
    for _ in range(6):
        clerk.sign_in(NAME, "a wrong password")
    assert "已重设" in run(["--name", NAME], writer, script("another horse"), passwords)
    assert audited()[-1] == ("staff-command", "staff.let_in_again", "s-00000001", "")
    kept = account(writer, NAME)
    assert kept and (kept.id, kept.role, kept.disabled, kept.enrolled) == ("s-00000001", Role.CLERK, False, False)
    assert clerk.get("/letters").status_code == 303
    assert clerk.sign_in(NAME, "another horse").headers["location"] == "/sign-in/enrol"


def test_at_a_terminal_a_reset_is_confirmed(writer: Writer, passwords: Passwords) -> None:
    before = account(writer, NAME)
    assert run(["--name", NAME], writer, Person("不").at_terminal(), passwords) == "没有改动。"
    assert account(writer, NAME) == before
    assert "已重设" in run(["--name", NAME], writer, Person("是", *["another horse"] * 2).at_terminal(), passwords)


def test_an_account_can_be_disabled(writer: Writer, passwords: Passwords, clerk: Clerk, audited: Audited) -> None:
    assert run(["--name", NAME, "--disable"], writer, script(""), passwords) == f"账号“{NAME}”已停用。"
    assert clerk.get("/letters").status_code == 303
    assert audited()[-1] == ("staff-command", "staff.disabled", "s-00000001", "")
    assert "没有账号" in run(["--name", "没有这个人", "--disable"], writer, script(""), passwords)


def test_as_a_process_it_reads_standard_input(url: str, environment: dict[str, str], writer: Writer) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.desk.staff", "--name", "张三"],
        input=f"{GOOD}\n".encode(),
        env={**os.environ, **environment},
        cwd=Path(command.__file__).parents[2],
        capture_output=True,
        check=True,
    )
    assert "账号“张三”已建立" in done.stdout.decode()
    kept = account(writer, "张三")
    assert kept and Passwords().fits(kept.password, GOOD)


@pytest.mark.parametrize(("typed", "said"), [("short\n", "10 到 200"), ("", "10 到 200"), ("1111111111\n", "太简单")])
def test_a_refusal_is_one_sentence(
    typed: str,
    said: str,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert main(["--name", "张三"], environment) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["DATABASE_URL", "YIFAWEN_DATA_KEY"])
def test_what_is_missing_is_said(
    missing: str,
    environment: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    environment |= {missing: f"sqlite:///{tmp_path}/none/x.db" if missing == "DATABASE_URL" else ""}
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{GOOD}\n"))
    assert main(["--name", "张三"], environment) == 1
    assert "make run" in capsys.readouterr().err


def test_the_refusal_of_no_name_goes_to_standard_error(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{GOOD}\n"))
    assert main([], environment) == 1
    assert "--name" in capsys.readouterr().err
