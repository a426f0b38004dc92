"""The two steps of the desk that write: each puts its row down in the transaction that does it, or nothing is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.casework import reveals
from actions.casework.database import unavailable_on_error
from actions.casework.encryption import Keys
from actions.casework.errors import DamagedRecord, RecordsUnavailable


class NotWritten(Exception):
    """The row about a step could not be written, so the step shows nothing."""


class Writer:
    """The permitted steps, each recorded under the id of the account that asks for it."""

    def __init__(self, engine: Engine, keys: Keys, clock: Callable[[], datetime]) -> None:
        self._engine, self._keys, self._clock = engine, keys, clock

    def show_contact(self, letter_id: int, account: str, reason: str) -> reveals.Contact | None:
        """Name and contact of a letter, none if it has neither; raises NotWritten, DamagedRecord."""
        step = self._step(account, reason)
        with self._transaction() as transaction:
            return reveals.show_contact(transaction, letter_id, step)

    def reissue_code(self, number: str, account: str, reason: str) -> reveals.Reissued | None:
        """A fresh code for the record of this number, none if there is no such record; raises NotWritten."""
        step = self._step(account, reason)
        with self._transaction() as transaction:
            return reveals.reissue_code(transaction, self._keys, number, step)

    def _step(self, account: str, reason: str) -> reveals.Step:
        return reveals.Step(account=account, reason=reason, at=self._clock())

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        try:
            with unavailable_on_error(), Session(self._engine) as session, session.begin():
                yield session
        except DamagedRecord:
            raise
        except RecordsUnavailable as error:
            raise NotWritten(str(error)) from None
