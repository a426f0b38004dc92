"""Short transactions on the records that only read; what the desk may write is in writing.py."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session, sessionmaker

from actions.casework.database import open_engine, reading, snapshot, unavailable_on_error
from actions.casework.encryption import Keys


class Reader:
    """The records behind one database URL."""

    def __init__(self, url: str, keys: Keys) -> None:
        with unavailable_on_error():
            self.engine = open_engine(url, keys)
        self._sessions = sessionmaker(reading(self.engine))

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction that never waits for a writer; raises RecordsUnavailable."""
        with unavailable_on_error(), self._sessions() as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """One transaction that sees one state of the records from its beginning to its end, however long it takes."""
        with unavailable_on_error(), Session(snapshot(self.engine)) as session:
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
