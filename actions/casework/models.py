"""The tables of the records; migrations/ creates exactly these.

Days are the county's calendar days, times are UTC. What identifies a person is encrypted column by column, and what
has to be found again without being read (submission, conversation, phone, number) is kept as a keyed hash.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from actions.casework.columns import EncryptedBytes, EncryptedText, closed_list
from actions.casework.kinds import CaseEventKind, CaseState, CaseTrack, Matter, Outcome, RespondentKind, Rung
from actions.casework.models_base import HASH as HASH
from actions.casework.models_base import Base as Base
from actions.casework.models_letters import Letter as Letter
from actions.casework.models_letters import LetterEvent as LetterEvent
from actions.casework.models_letters import LetterFile as LetterFile


class Application(Base):
    """A draft or saved application for reconsideration."""

    __tablename__ = "applications"
    __table_args__ = (CheckConstraint("rung <> 'draft' OR expires_at IS NOT NULL", name="draft_expires"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_hash: Mapped[str | None] = mapped_column(HASH, unique=True)
    rung: Mapped[Rung] = mapped_column(closed_list(Rung, "rung"))
    respondent: Mapped[str] = mapped_column(Text)
    matter: Mapped[str] = mapped_column(Text)
    learned_how: Mapped[str] = mapped_column(Text)
    learned_on: Mapped[date | None]
    last_day: Mapped[date | None]
    requests: Mapped[str] = mapped_column(EncryptedText("applications.requests"))
    facts: Mapped[str] = mapped_column(EncryptedText("applications.facts"))
    name: Mapped[str] = mapped_column(EncryptedText("applications.name"))
    identity_number: Mapped[str] = mapped_column(EncryptedText("applications.identity_number"))
    phone: Mapped[str] = mapped_column(EncryptedText("applications.phone"))
    phone_hash: Mapped[str | None] = mapped_column(HASH, index=True)
    address: Mapped[str] = mapped_column(EncryptedText("applications.address"))
    answers: Mapped[str | None] = mapped_column(EncryptedText("applications.answers"))
    received_on: Mapped[date] = mapped_column(index=True)
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    practice: Mapped[bool] = mapped_column(default=False)


class Case(Base):
    """A reconsideration case of the county government, as the annual report counts it.

    A case from the office's own books has no lookup code yet: the applicant's registered phone, of which only the keyed
    hash is kept, stands for it until the window gives a code out (`code_given`).
    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("outcome IS NULL OR (accepted IS NOT NULL AND accepted)", name="outcome_of_accepted"),
        CheckConstraint("state <> 'not_accepted' OR (accepted IS NOT NULL AND NOT accepted)", name="not_accepted"),
        CheckConstraint("state <> 'abandoned' OR accepted IS NULL", name="abandoned"),
        CheckConstraint("state <> 'closed' OR (outcome IS NOT NULL AND closed_on IS NOT NULL)", name="closed"),
        CheckConstraint("closed_on IS NULL OR closed_on >= received_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id", ondelete="SET NULL"), unique=True)
    respondent_kind: Mapped[RespondentKind] = mapped_column(closed_list(RespondentKind, "respondent_kind"))
    respondent: Mapped[str] = mapped_column(Text)
    matter: Mapped[Matter] = mapped_column(closed_list(Matter, "matter"))
    state: Mapped[CaseState] = mapped_column(closed_list(CaseState, "state"), index=True)
    track: Mapped[CaseTrack | None] = mapped_column(closed_list(CaseTrack, "track"))
    accepted: Mapped[bool | None]
    outcome: Mapped[Outcome | None] = mapped_column(closed_list(Outcome, "outcome"))
    received_on: Mapped[date] = mapped_column(index=True)
    accepted_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    due_on: Mapped[date | None]
    extended_days: Mapped[int | None]
    phone_hash: Mapped[str | None] = mapped_column(HASH, index=True)
    code_given: Mapped[bool] = mapped_column(default=False, server_default=false())
    practice: Mapped[bool] = mapped_column(default=False)
    events: Mapped[list["CaseEvent"]] = relationship(
        order_by="CaseEvent.happened_on, CaseEvent.id", cascade="all, delete-orphan", passive_deletes=True
    )


class CaseEvent(Base):
    """One step of a case; the note is shown to whoever holds number and code, so no personal data.

    `by` is the id of a staff account, none for what the office's books or the practice data told; `internal` is for
    staff alone.
    """

    __tablename__ = "case_events"
    __table_args__ = (Index("ix_case_events_case_day", "case_id", "happened_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    happened_on: Mapped[date]
    kind: Mapped[CaseEventKind] = mapped_column(closed_list(CaseEventKind, "kind"))
    note: Mapped[str] = mapped_column(EncryptedText("case_events.note"), default="")
    by: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(EncryptedText("case_events.reason"))
    internal: Mapped[str | None] = mapped_column(EncryptedText("case_events.internal"))


_TARGETS = ("application_id", "case_id", "letter_id")


class IssuedReceipt(Base):
    """A number and the keyed hash of its code, pointing to exactly one record."""

    __tablename__ = "receipts"
    __table_args__ = (
        CheckConstraint(
            " + ".join(f"CASE WHEN {target} IS NULL THEN 0 ELSE 1 END" for target in _TARGETS) + " = 1",
            name="one_target",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    code_hash: Mapped[str] = mapped_column(HASH)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), unique=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id", ondelete="CASCADE"), unique=True)
    expires_at: Mapped[datetime | None]
    application: Mapped[Application | None] = relationship()
    case: Mapped[Case | None] = relationship()
    letter: Mapped[Letter | None] = relationship()


class KeptFile(Base):
    """A generated document that only its own conversation can fetch."""

    __tablename__ = "files"

    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    conversation_hash: Mapped[str] = mapped_column(HASH)
    name: Mapped[str] = mapped_column(EncryptedText("files.name"))
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(EncryptedBytes("files.content"))
    expires_at: Mapped[datetime] = mapped_column(index=True)


class LookupTries(Base):
    """Failed look-ups of one number, or from one place, within the current window."""

    __tablename__ = "lookup_tries"
    __table_args__ = (CheckConstraint("failures >= 0", name="failures_counted"),)

    # The column is as old as the first limit, which was for numbers alone.
    tried_hash: Mapped[str] = mapped_column("number_hash", HASH, primary_key=True)
    window_start: Mapped[datetime] = mapped_column(index=True)
    failures: Mapped[int]


class Reveal(Base):
    """One look of staff behind the mask, or one code given anew: rows are only ever added, which triggers guard.

    `account` is the id of the staff account; the reason may name somebody, so it is encrypted. No foreign key: the row
    outlives the record.
    """

    __tablename__ = "reveals"
    __table_args__ = (CheckConstraint("what IN ('contact', 'code')", name="what"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), index=True)
    what: Mapped[str] = mapped_column(String(40))
    account: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(EncryptedText("reveals.reason"))
    at: Mapped[datetime]


class UnansweredQuestion(Base):
    """The wording of a question that no answer fitted; nothing about who asked it."""

    __tablename__ = "unanswered_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(EncryptedText("unanswered_questions.text"))
    offered: Mapped[str] = mapped_column(String(200))
    asked_on: Mapped[date] = mapped_column(index=True)


class Counter(Base):
    """The last number given out for one prefix and year."""

    __tablename__ = "counters"

    prefix: Mapped[str] = mapped_column(String(1), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
