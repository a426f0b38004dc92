"""The tables between us and outside platforms: letters on their way, and what a platform last said about a case."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from actions.casework.columns import EncryptedText
from actions.casework.models_base import Base


class Outgoing(Base):
    """A letter that another platform has to get at least once; holds nothing of the letter itself.

    `idempotency_key` stays the same over all attempts, so that the platform recognises a second one. `last_problem` is
    a machine name; `reference` is the number the platform gave it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("sent_at IS NULL OR refused_at IS NULL", name="sent_or_refused"),
        CheckConstraint("attempts >= 0", name="attempts_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id", ondelete="CASCADE"), unique=True)
    idempotency_key: Mapped[str] = mapped_column(String(43), unique=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    reference: Mapped[str | None] = mapped_column(String(60))
    last_problem: Mapped[str | None] = mapped_column(String(60))


class PlatformState(Base):
    """The last state that the superior's platform told of a case, and when we read it."""

    __tablename__ = "platform_states"

    number: Mapped[str] = mapped_column(String(60), primary_key=True)
    body: Mapped[str] = mapped_column(EncryptedText("platform_states.body"))
    read_at: Mapped[datetime]
