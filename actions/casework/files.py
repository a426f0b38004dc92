"""Generated documents: kept encrypted for a while, given back to their own conversation only."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from actions.casework.encryption import Keys
from actions.casework.entries import StoredFile
from actions.casework.models import KeptFile

FILE_KEPT = timedelta(days=1)
_ID_BYTES = 32


def keep_file(session: Session, keys: Keys, conversation: str, file: StoredFile, expires_at: datetime) -> str:
    """Store the document and return its id of 256 random bits."""
    row = KeptFile(
        id=secrets.token_urlsafe(_ID_BYTES),
        conversation_hash=keys.digest("conversation", conversation),
        name=file.name,
        media_type=file.media_type,
        content=file.content,
        expires_at=expires_at,
    )
    session.add(row)
    return row.id


def fetch_file(session: Session, keys: Keys, file_id: str, conversation: str, now: datetime) -> StoredFile | None:
    """The document, or nothing when it is unknown, another conversation's or expired."""
    owned = select(KeptFile).where(KeptFile.id == file_id, KeptFile.expires_at > now)
    owned = owned.where(KeptFile.conversation_hash.in_(keys.digests("conversation", conversation)))
    row = session.scalars(owned).one_or_none()
    return StoredFile(name=row.name, media_type=row.media_type, content=row.content) if row else None


def forget_files(session: Session, keys: Keys, conversation: str) -> int:
    """Delete every document of a conversation; returns how many."""
    owned = KeptFile.conversation_hash.in_(keys.digests("conversation", conversation))
    return int(session.connection().execute(delete(KeptFile).where(owned)).rowcount)
