"""The counts on top."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import event

from actions.casework.encryption import Keys
from bot.desk.reading import Reader
from bot.desk.records import CASES, LETTERS
from bot.desk.tallies import Tally, tally

TODAY = date(2026, 11, 23)


def test_the_practice_data_is_counted_as_practice(url: str, keys: Keys) -> None:
    reader = Reader(url, keys)
    with reader.transaction() as transaction:
        assert tally(transaction, LETTERS, TODAY) == Tally(98, 0, 0, 98)
        assert tally(transaction, CASES, TODAY) == Tally(6, 0, 0, 6)
    reader.close()


def test_open_and_overdue_letters_are_counted(url: str, keys: Keys, file_letter: Callable[..., str]) -> None:
    file_letter("late", TODAY - timedelta(days=1))
    file_letter("today", TODAY)
    file_letter("none")
    reader = Reader(url, keys)
    with reader.transaction() as transaction:
        assert tally(transaction, LETTERS, TODAY) == Tally(101, 3, 1, 98)
    reader.close()


def test_the_database_counts(url: str, keys: Keys) -> None:
    reader, fetched = Reader(url, keys), []
    event.listen(reader.engine, "before_cursor_execute", lambda *given: fetched.append(given[2]))
    with reader.transaction() as transaction:
        tally(transaction, LETTERS, TODAY)
    selects = [one for one in fetched if one.startswith("SELECT")]
    assert len(selects) == 3
    assert all("count(*)" in one for one in selects)
    reader.close()


def test_an_empty_database_counts_nothing(tmp_path_factory: object, url: str, keys: Keys) -> None:
    reader = Reader(url, keys)
    with reader.engine.begin() as writing:
        writing.exec_driver_sql("DELETE FROM letters")
    with reader.transaction() as transaction:
        assert tally(transaction, LETTERS, TODAY) == Tally(0, 0, 0, 0)
    reader.close()
