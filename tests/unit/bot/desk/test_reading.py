"""Reading transactions: what they cannot do, and what their errors are."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from actions.casework.database import open_engine
from actions.casework.encryption import Keys
from actions.casework.errors import RecordsUnavailable
from actions.casework.models import Letter
from bot.desk.reading import Reader


def test_it_reads(url: str, keys: Keys) -> None:
    reader = Reader(url, keys)
    with reader.transaction() as transaction:
        assert transaction.scalar(select(func.count()).select_from(Letter)) == 98
    reader.close()


def test_it_does_not_wait_for_a_writer(url: str, keys: Keys) -> None:
    reader, writer = Reader(url, keys), open_engine(url, keys)
    with writer.begin() as writing:
        writing.execute(text("UPDATE letters SET practice = 0"))
        with reader.transaction() as transaction:
            assert transaction.scalar(select(func.count()).where(Letter.practice)) == 98
    writer.dispose()
    reader.close()


def test_a_transaction_that_ends_keeps_nothing(url: str, keys: Keys) -> None:
    reader = Reader(url, keys)
    with reader.transaction() as transaction:
        transaction.execute(text("DELETE FROM letters"))
    with reader.transaction() as transaction:
        assert transaction.scalar(select(func.count()).select_from(Letter)) == 98
    reader.close()


def test_a_database_without_tables_is_unavailable(tmp_path: Path, keys: Keys) -> None:
    reader = Reader(f"sqlite:///{tmp_path / 'empty.db'}", keys)
    with pytest.raises(RecordsUnavailable), reader.transaction() as transaction:
        transaction.scalar(select(func.count()).select_from(Letter))
    reader.close()


@pytest.mark.parametrize("url", ["nonsense", "mysql://h/d"])
def test_a_url_that_is_none_is_named(url: str, keys: Keys) -> None:
    with pytest.raises(RecordsUnavailable, match="DATABASE_URL"):
        Reader(url, keys)
