"""The audit log's tables; actions/casework/audit.py is their door."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from actions.casework.columns import EncryptedText
from actions.casework.models import HASH, Base

WHY = "audit_log.why"


class AuditRow(Base):
    """One step of staff or of a command: added, never changed or taken away, which triggers guard.

    `position` counts from 1 without gaps. `hash` covers everything else in the row and the hash before it. Only the
    stored form of `why` may change, when its key does; the hash is over the clear text.
    """

    __tablename__ = "audit_log"
    __table_args__ = (Index("ix_audit_log_target_position", "target", "position"),)

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(40), index=True)
    what: Mapped[str] = mapped_column(String(60))
    target: Mapped[str] = mapped_column(String(160))
    why: Mapped[str] = mapped_column(EncryptedText(WHY))
    hash: Mapped[str] = mapped_column(HASH)


class AuditHead(Base):
    """How long the log is and how it ends, in one row that every writer locks; `seal` is a keyed hash of both."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    length: Mapped[int]
    hash: Mapped[str] = mapped_column(HASH)
    seal: Mapped[str] = mapped_column(HASH)
