from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, create_engine, insert, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from actions.casework.columns import EncryptedBytes, EncryptedText, UtcDateTime, closed_list, give_keys, values_of
from actions.casework.database import open_engine
from actions.casework.encryption import Keys
from actions.casework.errors import DamagedRecord, DataKeyProblem
from actions.casework.kinds import LetterKind

NOTES = Table(
    "notes",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("words", EncryptedText("notes.words")),
    Column("other", EncryptedText("notes.other")),
    Column("content", EncryptedBytes("notes.content")),
    Column("moment", UtcDateTime),
    Column("kind", closed_list(LetterKind, "kind")),
)


@pytest.fixture
def notes(engine: Engine) -> Iterator[Engine]:
    NOTES.metadata.create_all(engine)
    yield engine
    NOTES.metadata.drop_all(engine)


def kept(engine: Engine, **values: object) -> object:
    (column,) = values
    with engine.begin() as connection:
        connection.execute(insert(NOTES).values(values))
        return connection.scalar(select(NOTES.c[column]).where(NOTES.c.id == 1))


@pytest.mark.parametrize("words", ["", "演示文字", "a\0b", "𠮷野家 😀", "长" * 5000])
def test_text_comes_back_as_it_went_in(notes: Engine, words: str) -> None:
    assert kept(notes, words=words) == words


def test_a_lone_surrogate_does_not_break_the_text_around_it(notes: Engine) -> None:
    assert kept(notes, words="前\ud800后") == "前?后"


def test_bytes_come_back_as_they_went_in(notes: Engine) -> None:
    assert kept(notes, content=bytes(range(256))) == bytes(range(256))


@pytest.mark.parametrize("column", ["words", "content", "moment", "kind"])
def test_nothing_stays_nothing(notes: Engine, column: str) -> None:
    assert kept(notes, **{column: None}) is None


def test_the_database_sees_no_plain_text(notes: Engine) -> None:
    kept(notes, words="演示文字")
    with notes.connect() as connection:
        stored = connection.scalar(text("SELECT words FROM notes"))
    assert isinstance(stored, str)
    assert stored.isascii()


def test_a_value_moved_to_another_column_is_noticed(notes: Engine) -> None:
    kept(notes, words="演示文字")
    with notes.begin() as connection:
        connection.execute(text("UPDATE notes SET other = words"))
        with pytest.raises(DamagedRecord):
            connection.scalar(select(NOTES.c.other))


@pytest.mark.parametrize("stored", ["演示文字", "QUJD", "not base64!", ""])
def test_a_value_that_was_never_sealed_is_noticed(notes: Engine, stored: str) -> None:
    kept(notes, words="演示文字")
    with notes.begin() as connection:
        connection.execute(text("UPDATE notes SET words = :stored"), {"stored": stored})
        with pytest.raises(DamagedRecord):
            connection.scalar(select(NOTES.c.words))


def test_two_engines_keep_their_keys_apart(notes: Engine, url: str) -> None:
    kept(notes, words="演示文字")
    other = open_engine(url, Keys([b"x" * 32]))
    with other.connect() as connection, pytest.raises(DamagedRecord):
        connection.scalar(select(NOTES.c.words))
    other.dispose()


def test_without_keys_an_encrypted_column_names_the_setting(tmp_path: object) -> None:
    engine = create_engine("sqlite://")
    NOTES.metadata.create_all(engine)
    with engine.connect() as connection, pytest.raises((StatementError, DataKeyProblem), match="YIFAWEN_DATA_KEY"):
        connection.execute(insert(NOTES).values(words="演示"))
    give_keys(engine, Keys([b"x" * 32]))
    assert kept(engine, words="演示") == "演示"
    engine.dispose()


def test_times_are_kept_in_utc(notes: Engine) -> None:
    county = datetime(2026, 11, 23, 10, 30, 15, 123456, tzinfo=timezone(timedelta(hours=8)))
    found = kept(notes, moment=county)
    assert found == county
    assert isinstance(found, datetime)
    assert found.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(notes: Engine) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        kept(notes, moment=datetime(2026, 11, 23))


def test_times_can_be_compared_in_the_database(notes: Engine) -> None:
    moment = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
    kept(notes, moment=moment)
    with notes.connect() as connection:
        later = select(NOTES.c.id).where(NOTES.c.moment > moment - timedelta(microseconds=1))
        assert connection.scalars(later).all() == [1]
        assert connection.scalars(select(NOTES.c.id).where(NOTES.c.moment > moment)).all() == []


def test_a_closed_list_is_stored_by_its_value(notes: Engine) -> None:
    assert kept(notes, kind=LetterKind.COMPLAINT) is LetterKind.COMPLAINT
    with notes.connect() as connection:
        assert connection.scalar(text("SELECT kind FROM notes")) == "complaint"


def test_the_database_itself_refuses_another_value(notes: Engine) -> None:
    kept(notes, kind=LetterKind.COMPLAINT)
    with notes.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text("UPDATE notes SET kind = 'gossip'"))


def test_a_value_outside_the_list_never_reaches_the_database(notes: Engine) -> None:
    with notes.connect() as connection, pytest.raises(StatementError):
        connection.execute(update(NOTES).values(kind="gossip"))


def test_values_are_those_of_the_members() -> None:
    assert values_of(LetterKind) == ["problem", "complaint", "suggestion"]
