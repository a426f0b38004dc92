"""The tables of the desk's accounts: who may sign in, who is signed in, and who typed wrong passwords."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from actions.casework.columns import EncryptedText, closed_list
from actions.casework.kinds import Role
from actions.casework.models import HASH, Base

LONGEST_NAME = 40  # characters


class StaffAccount(Base):
    """One member of staff; `id` is what events, logs and the audit chain show.

    `enrolled` says that a code made from `totp` was typed in once; `last_step` is the newest 30-second step whose code
    was used, so that no code works twice; `recovery` holds hashes of the one-time codes for a lost phone.
    """

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint("NOT enrolled OR totp IS NOT NULL", name="enrolled_has_secret"),)

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    password: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=False)
    role: Mapped[Role] = mapped_column(closed_list(Role, "role"))
    disabled: Mapped[bool] = mapped_column(default=False)
    totp: Mapped[str | None] = mapped_column(EncryptedText("staff.totp"), deferred=True)
    enrolled: Mapped[bool] = mapped_column(default=False)
    last_step: Mapped[int] = mapped_column(default=0)
    recovery: Mapped[str | None] = mapped_column(EncryptedText("staff.recovery"), deferred=True)
    seen_at: Mapped[datetime | None]


class StaffSession(Base):
    """One browser in which somebody typed a right password; `proved` once the second factor was right too."""

    __tablename__ = "staff_sessions"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    stamp: Mapped[str] = mapped_column(String(16))
    proved: Mapped[bool]
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class StaffFailures(Base):
    """Failed sign-ins of one name, typed rightly or not, within the current window."""

    __tablename__ = "staff_failures"
    __table_args__ = (CheckConstraint("failures >= 0", name="failures_counted"),)

    name_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    window_start: Mapped[datetime] = mapped_column(index=True)
    failures: Mapped[int]
