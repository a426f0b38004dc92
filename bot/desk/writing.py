"""Transactions of the desk that write: a step and its row in the audit log are one, or nothing is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.casework import audit, reveals
from actions.casework.database import unavailable_on_error
from actions.casework.encryption import Keys
from actions.casework.errors import DamagedRecord, RecordsUnavailable


class NotWritten(Exception):
    """A step could not be written, so nothing is done and nothing is shown."""


class Writer:
    """The permitted steps, each recorded under the id of the account that asks for it."""

    def __init__(self, engine: Engine, keys: Keys, clock: Callable[[], datetime]) -> None:
        self._engine, self.keys, self.clock = engine, keys, clock

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction, committed at the end; raises NotWritten, DamagedRecord."""
        try:
            with unavailable_on_error(), Session(self._engine) as session, session.begin():
                yield session
        except DamagedRecord:
            raise
        except RecordsUnavailable as error:
            raise NotWritten(str(error)) from None

    def note(self, transaction: Session, account: str, what: str, target: str = "", why: str = "") -> None:
        """Put a step into the audit log: the last thing in a transaction, because other writers wait from here."""
        audit.record(transaction, self.keys, who=account, what=what, target=target, why=why, at=self.clock())

    def show_contact(self, letter_id: int, account: str, reason: str) -> reveals.Contact | None:
        """Name and contact of a letter, none if it has neither; raises NotWritten, DamagedRecord."""
        with self.transaction() as transaction:
            return reveals.show_contact(transaction, letter_id, self._step(account, reason))

    def reissue_code(self, number: str, account: str, reason: str) -> reveals.Reissued | None:
        """A fresh code for the record of this number, none if there is no such record; raises NotWritten."""
        with self.transaction() as transaction:
            return reveals.reissue_code(transaction, self.keys, number, self._step(account, reason))

    def _step(self, account: str, reason: str) -> reveals.Step:
        return reveals.Step(account=account, reason=reason, at=self.clock())
