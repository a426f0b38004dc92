"""Photos and documents that come with a letter: kept encrypted, a conversation's own until the letter is filed.

Unfiled ones go after a day; filed ones stay as long as their letter and know of no conversation any more.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, and_, delete, func, select, update
from sqlalchemy.orm import Session

from actions.casework.encryption import Keys
from actions.casework.entries import StoredFile
from actions.casework.errors import TooManyFiles
from actions.casework.models import LetterFile

MOST_FILES = 5  # of one letter
KEPT = timedelta(days=1)
_ID_BYTES = 32
ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf"}


def keep_evidence(session: Session, keys: Keys, conversation: str, file: StoredFile, now: datetime) -> str:
    """Keep one file for the letter being written and return its id; raises TooManyFiles."""
    waiting = select(func.count()).select_from(LetterFile).where(_of(keys, conversation, now))
    if (session.scalar(waiting) or 0) >= MOST_FILES:
        raise TooManyFiles
    row = LetterFile(
        id=secrets.token_urlsafe(_ID_BYTES),
        conversation_hash=keys.digest("conversation", conversation),
        media_type=file.media_type,
        size=len(file.content),
        content=file.content,
        expires_at=now + KEPT,
    )
    session.add(row)
    session.flush()
    return row.id


def drop_evidence(session: Session, keys: Keys, conversation: str) -> int:
    """Delete what a conversation sent and did not file; returns how many files went."""
    mine = LetterFile.conversation_hash.in_(keys.digests("conversation", conversation))
    gone = delete(LetterFile).where(mine, LetterFile.letter_id.is_(None))
    return int(session.connection().execute(gone).rowcount)


def attach(session: Session, keys: Keys, letter_id: int, conversation: str, ids: Sequence[str], now: datetime) -> int:
    """Give the conversation's files to a letter; returns how many there were, which may be fewer than were named."""
    mine = and_(_of(keys, conversation, now), LetterFile.id.in_(ids[:MOST_FILES]))
    values = {"letter_id": letter_id, "conversation_hash": None, "expires_at": None}
    return int(session.connection().execute(update(LetterFile).where(mine).values(values)).rowcount)


def evidence_of(session: Session, letter_id: int) -> Sequence[Row[str, str, int]]:
    """(id, media type, size in bytes) of a letter's files, oldest first."""
    columns = select(LetterFile.id, LetterFile.media_type, LetterFile.size).where(LetterFile.letter_id == letter_id)
    return session.execute(columns.order_by(LetterFile.created_at, LetterFile.id)).all()


def open_evidence(session: Session, letter_id: int, file_id: str) -> StoredFile | None:
    """One file of a letter, under a name that says nothing; None where the letter has no such file."""
    found = select(LetterFile).where(LetterFile.id == file_id, LetterFile.letter_id == letter_id)
    row = session.scalars(found).one_or_none()
    if row is None:
        return None
    return StoredFile(name=f"{letter_id}.{ENDINGS[row.media_type]}", media_type=row.media_type, content=row.content)


def forget_evidence(session: Session, now: datetime) -> int:
    """Delete what was never filed; returns how many files went."""
    old = delete(LetterFile).where(LetterFile.letter_id.is_(None), LetterFile.expires_at <= now)
    return int(session.connection().execute(old).rowcount)


def _of(keys: Keys, conversation: str, now: datetime) -> ColumnElement[bool]:
    mine = LetterFile.conversation_hash.in_(keys.digests("conversation", conversation))
    return and_(mine, LetterFile.letter_id.is_(None), LetterFile.expires_at > now)
