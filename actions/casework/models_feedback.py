"""Tables of the doors: passes that were used up or ended, and how citizens rate the service."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from actions.casework.columns import EncryptedText
from actions.casework.models import HASH, Base


class SpentPass(Base):
    """A session that was ended, or a one-time link that was used; forgotten once it would be refused for its age."""

    __tablename__ = "spent_passes"

    pass_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Rating(Base):
    """One grade; nothing leads from it to a conversation, and it knows its day but not its hour."""

    __tablename__ = "ratings"
    __table_args__ = (CheckConstraint("grade BETWEEN 1 AND 5", name="grade"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rated_on: Mapped[date] = mapped_column(index=True)
    channel: Mapped[str] = mapped_column(String(20))
    grade: Mapped[int]
    words: Mapped[str | None] = mapped_column(EncryptedText("ratings.words"))
