from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.casework.kinds import LetterKind, LetterState, LetterStep
from actions.casework.models import Letter, LetterEvent, LetterFile

DAY = date(2026, 11, 23)


def row(**changes: object) -> Letter:
    usual = {"kind": LetterKind.PROBLEM, "anonymous": True, "about": "演示", "what_happened": "演示"}
    return Letter(**(usual | {"state": LetterState.RECEIVED, "received_on": DAY} | changes))


def photo(**changes: object) -> LetterFile:
    usual = {"id": "a" * 43, "media_type": "image/jpeg", "size": 4, "content": b"demo"}
    return LetterFile(**(usual | {"expires_at": datetime(2026, 11, 24, tzinfo=UTC)} | changes))


REFUSED: dict[str, Callable[[], object]] = {
    "no stars": lambda: row(rating=0),
    "six stars": lambda: row(rating=6),
    "a file of nobody that stays": lambda: photo(expires_at=None),
    "a program": lambda: photo(media_type="application/x-msdownload"),
}


@pytest.mark.parametrize("wrong", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_refuses_what_cannot_be(engine: Engine, wrong: Callable[[], object]) -> None:
    with Session(engine) as session:
        session.add(wrong())
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_letter_is_no_duplicate_of_itself(engine: Engine) -> None:
    with Session(engine) as session:
        letter = row()
        session.add(letter)
        session.flush()
        letter.duplicate_of = letter.id
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_letter_takes_its_steps_and_files_along_and_leaves_its_duplicates(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        main = row(events=[LetterEvent(happened_on=DAY, kind=LetterStep.RECEIVED)])
        session.add(main)
        session.flush()
        session.add_all([row(duplicate_of=main.id), photo(letter_id=main.id, expires_at=None)])
    with Session(engine) as session, session.begin():
        session.delete(session.scalars(select(Letter).where(Letter.duplicate_of.is_(None))).one())
    with Session(engine) as session:
        assert session.scalars(select(Letter.duplicate_of)).one() is None
        assert session.scalar(select(func.count()).select_from(LetterEvent)) == 0
        assert session.scalar(select(func.count()).select_from(LetterFile)) == 0
