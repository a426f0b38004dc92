"""Accounts from the command line: `python -m bot.desk.staff` makes the first administrator, or lets one in again."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from actions.casework import staff
from actions.casework.clock import utc_now
from actions.casework.database import url_from
from actions.casework.encryption import keys_from
from actions.casework.errors import CaseworkError
from actions.casework.kinds import Role
from actions.casework.models_staff import LONGEST_NAME
from actions.casework.staff import normal_name
from bot.desk.passwords import SHORTEST, PasswordRefused, Passwords
from bot.desk.reading import Reader
from bot.desk.writing import NotWritten, Writer

# Who did it, in the audit log: this command, which only somebody on the server can run.
WHO = "staff-command"


class Refused(Exception):
    """What the person at the terminal has to do differently, in Chinese."""


@dataclass(frozen=True)
class Terminal:
    """Where answers come from: a person who is asked, or standard input."""

    asks: bool
    line: Callable[[str], str]
    hidden: Callable[[str], str]


def terminal() -> Terminal:
    """The terminal of this process; standard input that is no terminal holds the password as its first line."""
    if sys.stdin.isatty():
        return Terminal(True, input, getpass.getpass)
    first = sys.stdin.readline
    return Terminal(False, lambda _prompt: "", lambda _prompt: first().rstrip("\r\n"))


def run(arguments: Sequence[str], writer: Writer, at: Terminal, passwords: Passwords) -> str:
    """Do what the arguments say and return the sentence about it; raises Refused, PasswordRefused, NotWritten."""
    options = _parser().parse_args(arguments)
    name, role = _name(options.name, at), Role(options.role)
    with writer.transaction() as transaction:
        known = staff.find(transaction, name)
    if options.disable:
        return _disable(writer, name, known)
    if known and at.asks and at.line(f"账号“{name}”已经有了。重设密码和手机验证器请输入 是：").strip() != "是":
        return "没有改动。"
    return _let_in(writer, name, role, known, passwords.hashed(_password(at)))


def _let_in(writer: Writer, name: str, role: Role, known: staff.Account | None, password: str) -> str:
    with writer.transaction() as transaction:
        if known is None:
            made = staff.add(transaction, name=name, password=password, role=role, must_change=False)
            writer.note(transaction, WHO, f"staff.added_{role.value}", made.id)
            return f"账号“{name}”已建立，岗位是{role.label}。第一次登录时要用手机绑定验证器。"
        staff.set_password(transaction, known.id, password, must_change=False)
        staff.forget_factor(transaction, known.id)
        staff.set_disabled(transaction, known.id, False)
        staff.forget_failures(transaction, writer.keys, name)
        writer.note(transaction, WHO, "staff.let_in_again", known.id)
    return f"账号“{name}”的密码已重设，手机验证器要重新绑定，原来的登录全部失效。岗位还是{known.role.label}。"


def _disable(writer: Writer, name: str, known: staff.Account | None) -> str:
    if known is None:
        return f"没有账号“{name}”，什么也没有改。"
    with writer.transaction() as transaction:
        staff.set_disabled(transaction, known.id, True)
        writer.note(transaction, WHO, "staff.disabled", known.id)
    return f"账号“{name}”已停用。"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot.desk.staff",
        description="建立第一个工作台账号，或者让登不进去的人重新登录。不带参数时逐项询问。别的账号在工作台里建。",
    )
    parser.add_argument("--name", help="账号；不写就询问。密码在终端里询问，或者从标准输入读第一行")
    roles = "、".join(f"{role.value} {role.label}" for role in Role)
    parser.add_argument(
        "--role", default=Role.ADMINISTRATOR.value, choices=[role.value for role in Role], help=f"岗位：{roles}"
    )
    parser.add_argument("--disable", action="store_true", help="停用这个账号；办过的事还记在它名下，所以不删除")
    return parser


def _name(given: str | None, at: Terminal) -> str:
    if given is None and not at.asks:
        raise Refused("不在终端里运行时，要写 --name 账号，密码放在标准输入。")
    name = normal_name(at.line("账号（姓名或工号）：") if given is None else given)
    if not name:
        raise Refused(f"账号不能空着，也不能超过 {LONGEST_NAME} 个字。")
    return name


def _password(at: Terminal) -> str:
    password = at.hidden(f"密码（至少 {SHORTEST} 个字符，输入时不显示）：")
    if at.asks and at.hidden("再输入一次：") != password:
        raise Refused("两次输入的密码不一样，没有保存。请重新运行。")
    return password


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Run once; returns the exit status."""
    try:
        keys = keys_from(environment)
        records = Reader(url_from(environment), keys)
        given = sys.argv[1:] if arguments is None else arguments
        with closing(records):
            done = run(given, Writer(records.engine, keys, utc_now), terminal(), Passwords())
    except (Refused, PasswordRefused) as refused:
        return _failed(f"{refused}")
    except (CaseworkError, NotWritten) as error:
        return _failed(f"数据库读不了或者写不了：{error}\n请先运行 make run，或者先更新数据库。")
    except (KeyboardInterrupt, EOFError):
        return _failed("\n已取消，没有改动。")
    sys.stdout.write(f"{done}\n")
    return 0


def _failed(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
