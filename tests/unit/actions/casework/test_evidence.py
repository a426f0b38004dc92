from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from actions.casework.encryption import Keys
from actions.casework.entries import NewLetter, StoredFile
from actions.casework.errors import TooManyFiles
from actions.casework.evidence import MOST_FILES, attach, evidence_of, open_evidence
from actions.casework.models import Letter, LetterFile
from actions.casework.store import Records
from tests.unit.actions.casework.conftest import MONDAY, Clock

JPEG = b"\xff\xd8\xff demo photo"


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened, opened.begin():
        yield opened


def only(session: Session) -> LetterFile:
    return session.scalars(select(LetterFile)).one()


def test_a_file_goes_with_its_letter_and_forgets_the_conversation(
    records: Records, engine: Engine, letter: Callable[..., NewLetter]
) -> None:
    file_id = records.keep_evidence("web-1", "image/jpeg", JPEG)
    records.file_letter(letter(conversation="web-1", files=(file_id,)))
    with Session(engine) as session:
        of_letter = session.scalars(select(Letter.id)).one()
        assert [tuple(row) for row in evidence_of(session, of_letter)] == [(file_id, "image/jpeg", len(JPEG))]
        assert open_evidence(session, of_letter, file_id) == StoredFile(
            name=f"{of_letter}.jpg", media_type="image/jpeg", content=JPEG
        )
        row = only(session)
        assert (row.conversation_hash, row.expires_at) == (None, None)


def test_another_conversations_file_is_not_taken(
    records: Records, engine: Engine, letter: Callable[..., NewLetter]
) -> None:
    file_id = records.keep_evidence("web-2", "application/pdf", b"%PDF-demo")
    records.file_letter(letter(conversation="web-1", files=(file_id, "no-such-file")))
    with Session(engine) as session:
        assert only(session).letter_id is None


def test_a_filed_file_cannot_be_filed_again(records: Records, session: Session, keys: Keys) -> None:
    file_id = records.keep_evidence("web-1", "image/jpeg", JPEG)
    letters = [Letter(kind="problem", anonymous=True, about="", what_happened="", state="received") for _ in range(2)]
    for one in letters:
        one.received_on = MONDAY.date()
    session.add_all(letters)
    session.flush()
    assert attach(session, keys, letters[0].id, "web-1", [file_id], MONDAY) == 1
    assert attach(session, keys, letters[1].id, "web-1", [file_id], MONDAY) == 0


def test_five_files_and_no_more(records: Records) -> None:
    for _ in range(MOST_FILES):
        records.keep_evidence("web-1", "image/jpeg", JPEG)
    with pytest.raises(TooManyFiles):
        records.keep_evidence("web-1", "image/jpeg", JPEG)
    records.keep_evidence("web-2", "image/jpeg", JPEG)


def test_what_is_given_up_goes_at_once_and_nothing_else(
    records: Records, engine: Engine, letter: Callable[..., NewLetter]
) -> None:
    filed = records.keep_evidence("web-1", "image/jpeg", JPEG)
    records.file_letter(letter(conversation="web-1", files=(filed,)))
    records.keep_evidence("web-1", "image/jpeg", JPEG)
    other = records.keep_evidence("web-2", "image/jpeg", JPEG)
    assert records.drop_evidence("web-1") == 1
    with Session(engine) as session:
        assert set(session.scalars(select(LetterFile.id))) == {filed, other}


def test_what_was_never_filed_goes_after_a_day(
    records: Records, engine: Engine, clock: Clock, letter: Callable[..., NewLetter]
) -> None:
    filed = records.keep_evidence("web-1", "image/jpeg", JPEG)
    records.file_letter(letter(conversation="web-1", files=(filed,)))
    late = records.keep_evidence("web-1", "image/jpeg", JPEG)
    clock.forward(hours=25)
    records.file_letter(letter(submission="web-1/2", conversation="web-1", files=(late,)))
    assert records.forget_expired() == 1
    clock.forward(days=400)
    assert records.forget_expired() == 0
    with Session(engine) as session:
        assert session.scalars(select(LetterFile.id)).all() == [filed]


def test_no_byte_of_a_photo_stands_in_the_database(records: Records, engine: Engine) -> None:
    records.keep_evidence("web-1", "image/jpeg", JPEG)
    with engine.connect() as connection:
        [stored] = connection.execute(text("SELECT content FROM letter_files")).one()
    assert b"demo" not in bytes(stored)


def test_a_file_of_another_letter_is_not_opened(
    records: Records, engine: Engine, letter: Callable[..., NewLetter]
) -> None:
    file_id = records.keep_evidence("web-1", "image/jpeg", JPEG)
    records.file_letter(letter(conversation="web-1", files=(file_id,)))
    with Session(engine) as session:
        of_letter = session.scalars(select(Letter.id)).one()
        assert open_evidence(session, of_letter + 1, file_id) is None
        assert open_evidence(session, of_letter, "no-such-file") is None


def test_the_time_is_a_day() -> None:
    from actions.casework.evidence import KEPT

    assert timedelta(days=1) == KEPT
