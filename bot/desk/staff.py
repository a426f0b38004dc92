"""Staff accounts from the command line: `python -m bot.desk.staff` creates one or resets its password."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.desk.accounts import LONGEST_NAME, Account, StaffFile, StaffUnavailable, new_id, normal_name
from bot.desk.passwords import SHORTEST, PasswordRefused, Passwords
from bot.desk.settings import staff_file_from


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


def run(arguments: Sequence[str], staff: StaffFile, at: Terminal, passwords: Passwords) -> str:
    """Do what the arguments say and return the sentence about it; raises Refused, PasswordRefused, StaffUnavailable."""
    options = _parser().parse_args(arguments)
    name = _name(options.name, at)
    known = staff.find(name)
    if options.remove:
        return f"账号“{name}”已删除。" if staff.remove(name) else f"没有账号“{name}”，什么也没有改。"
    if known and at.asks and at.line(f"账号“{name}”已经有了。重设密码请输入 是：").strip() != "是":
        return "没有改动。"
    password = passwords.hashed(_password(at))
    staff.put(Account(id=known.id if known else new_id(), name=name, password=password))
    return f"账号“{name}”的密码已重设，原来的登录全部失效。" if known else f"账号“{name}”已建立，可以登录工作台了。"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot.desk.staff", description="建立工作台账号，或者重设密码。不带参数时逐项询问。"
    )
    parser.add_argument("--name", help="账号；不写就询问。密码在终端里询问，或者从标准输入读第一行")
    parser.add_argument("--remove", action="store_true", help="删除这个账号")
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
    staff = StaffFile(staff_file_from(environment))
    try:
        done = run(sys.argv[1:] if arguments is None else arguments, staff, terminal(), Passwords())
    except (Refused, PasswordRefused) as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except StaffUnavailable as error:
        sys.stderr.write(f"账号文件读不了或者写不了：{error}\n")
        return 1
    except (KeyboardInterrupt, EOFError):
        sys.stderr.write("\n已取消，没有改动。\n")
        return 1
    sys.stdout.write(f"{done}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
