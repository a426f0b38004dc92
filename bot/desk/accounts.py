"""Staff accounts in one small file; the class is the door, so that a table can take the file's place.

StaffUnavailable is raised when the file cannot be read, is not ours to trust, or cannot be written.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import stat
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

LONGEST_NAME = 40  # characters
_ONLY_OWNER = 0o600
_OTHERS = 0o077


class StaffUnavailable(Exception):
    """The staff accounts cannot be read or written."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """One member of staff: `id` is what logs show, `password` is an argon2 hash."""

    id: str
    name: str
    password: str = field(repr=False)

    @property
    def stamp(self) -> str:
        """Changes with the password, so that sessions opened with the old one end."""
        return hashlib.sha256(self.password.encode()).hexdigest()[:16]


def new_id() -> str:
    """A fresh account id, which says nothing about the person."""
    return f"s-{secrets.token_hex(4)}"


def normal_name(typed: str) -> str:
    """An account name as it is kept: one width, no spaces at the ends, printable; empty if it cannot be one."""
    name = unicodedata.normalize("NFKC", typed[: 4 * LONGEST_NAME]).strip()
    return name if len(name) <= LONGEST_NAME and name.isprintable() else ""


class StaffFile:
    """The accounts in a file that only its owner can read; every call reads it anew."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, name: str) -> Account | None:
        """The account of this name; raises StaffUnavailable."""
        return next((account for account in self.all() if account.name == name), None)

    def all(self) -> list[Account]:
        """All accounts, none when there is no file yet; raises StaffUnavailable."""
        try:
            text = self._text()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise StaffUnavailable(f"the staff file cannot be read ({type(error).__name__})") from error
        try:
            return [Account(**row) for row in json.loads(text)["accounts"]]
        except (ValueError, KeyError, TypeError) as error:
            raise StaffUnavailable("the staff file is damaged") from error

    def put(self, account: Account) -> None:
        """Add an account, or replace the one of its name; raises StaffUnavailable."""
        self._write([*self._others(account.name), account])

    def remove(self, name: str) -> bool:
        """Remove an account and say whether there was one; raises StaffUnavailable."""
        found = self.find(name) is not None
        if found:
            self._write(self._others(name))
        return found

    def _others(self, name: str) -> list[Account]:
        return [account for account in self.all() if account.name != name]

    def _text(self) -> str:
        with self._path.open(encoding="utf-8") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & _OTHERS:
                raise StaffUnavailable("the staff file is open to others: its mode must be 0600")
            return file.read()

    def _write(self, accounts: Sequence[Account]) -> None:
        text = json.dumps({"accounts": [asdict(one) for one in accounts]}, ensure_ascii=False, indent=1)
        fresh = self._path.with_name(f"{self._path.name}.new")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Written beside it and moved into place: a reader sees the old file or the new one, never half of one.
            with open(
                os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _ONLY_OWNER), "w", encoding="utf-8"
            ) as file:
                os.fchmod(file.fileno(), _ONLY_OWNER)
                self._keep_owner(file.fileno())
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, self._path)
        except OSError as error:
            raise StaffUnavailable(f"the staff file cannot be written ({type(error).__name__})") from error

    def _keep_owner(self, written: int) -> None:
        # The administrator may run the command as root; the desk, under an account of its own, must still read it.
        if os.geteuid() == 0:
            model = (self._path if self._path.exists() else self._path.parent).stat()
            os.fchown(written, model.st_uid, model.st_gid)
