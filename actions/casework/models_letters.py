"""The tables of letters: the letter itself, the steps of its life, and the files that came with it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from actions.casework.columns import EncryptedBytes, EncryptedText, closed_list
from actions.casework.kinds import LetterKind, LetterState, LetterStep
from actions.casework.models_base import HASH, Base


class Letter(Base):
    """A letter to the mailbox: a problem reported, a complaint, or a suggestion or enquiry.

    `unit` is the office that deals with it, `handler` the id of the staff account that does; `screen_due_on` is the
    last day to say what becomes of it, `reply_due_on` the last day to deal with it; `resolved` is what the office says
    when it closes the letter, `rating` (1-5) what the citizen says. `text_hash` finds the same text sent twice.
    """

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint(
            "NOT anonymous OR (name IS NULL AND contact IS NULL AND contact_hash IS NULL)", name="anonymous_is_nobody"
        ),
        CheckConstraint("NOT anonymous OR address IS NULL", name="anonymous_lives_nowhere"),
        CheckConstraint("rating IS NULL OR (rating >= 1 AND rating <= 5)", name="rating"),
        CheckConstraint("duplicate_of IS NULL OR duplicate_of <> id", name="no_duplicate_of_itself"),
        # The desk's queues over many years: one kind in the order it came in, and what is open by its due dates.
        Index("ix_letters_kind_order", "kind", "received_on", "id"),
        Index("ix_letters_open_due", "state", "reply_due_on", "screen_due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_hash: Mapped[str | None] = mapped_column(HASH, unique=True)
    text_hash: Mapped[str | None] = mapped_column(HASH, index=True)
    kind: Mapped[LetterKind] = mapped_column(closed_list(LetterKind, "kind"))
    anonymous: Mapped[bool]
    about: Mapped[str] = mapped_column(EncryptedText("letters.about"))
    what_happened: Mapped[str] = mapped_column(EncryptedText("letters.what_happened"))
    name: Mapped[str | None] = mapped_column(EncryptedText("letters.name"))
    contact: Mapped[str | None] = mapped_column(EncryptedText("letters.contact"))
    contact_hash: Mapped[str | None] = mapped_column(HASH, index=True)
    address: Mapped[str | None] = mapped_column(EncryptedText("letters.address"))
    state: Mapped[LetterState] = mapped_column(closed_list(LetterState, "state"), index=True)
    unit: Mapped[str | None] = mapped_column(Text)
    handler: Mapped[str | None] = mapped_column(String(40))
    resolved: Mapped[bool | None]
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("letters.id", ondelete="SET NULL"), index=True)
    rating: Mapped[int | None]
    rating_words: Mapped[str | None] = mapped_column(EncryptedText("letters.rating_words"))
    received_on: Mapped[date] = mapped_column(index=True)
    screen_due_on: Mapped[date | None]
    reply_due_on: Mapped[date | None] = mapped_column(index=True)
    practice: Mapped[bool] = mapped_column(default=False)
    events: Mapped[list["LetterEvent"]] = relationship(
        order_by="LetterEvent.happened_on, LetterEvent.id", cascade="all, delete-orphan", passive_deletes=True
    )


class LetterEvent(Base):
    """One step of a letter: who took it (`by`: a staff account's id, or `citizen`), when, and why.

    `note` is the public text (the reply, what the citizen adds); `internal` is for the staff alone and never shown.
    """

    __tablename__ = "letter_events"
    __table_args__ = (Index("ix_letter_events_letter_day", "letter_id", "happened_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id", ondelete="CASCADE"))
    happened_on: Mapped[date]
    kind: Mapped[LetterStep] = mapped_column(closed_list(LetterStep, "kind"))
    by: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(EncryptedText("letter_events.note"), default="")
    reason: Mapped[str | None] = mapped_column(EncryptedText("letter_events.reason"))
    internal: Mapped[str | None] = mapped_column(EncryptedText("letter_events.internal"))


class LetterFile(Base):
    """A photo or document that came with a letter; until the letter is filed it belongs to its conversation."""

    __tablename__ = "letter_files"
    __table_args__ = (
        CheckConstraint("letter_id IS NOT NULL OR expires_at IS NOT NULL", name="unfiled_expires"),
        CheckConstraint("media_type IN ('image/jpeg', 'application/pdf')", name="media_type"),
    )

    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id", ondelete="CASCADE"), index=True)
    conversation_hash: Mapped[str | None] = mapped_column(HASH, index=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(EncryptedBytes("letter_files.content"))
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
