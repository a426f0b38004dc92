"""The table of people who asked to be called back; migrations/ creates exactly this."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from actions.casework.columns import EncryptedText, closed_list
from actions.casework.kinds import PartOfDay
from actions.casework.models import HASH, Base


class Callback(Base):
    """One wish to be called back; `done_by` is a staff account id, `result` what came of the call, without names."""

    __tablename__ = "callbacks"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    submission_hash: Mapped[str | None] = mapped_column(HASH, unique=True)
    about: Mapped[str] = mapped_column(EncryptedText("callbacks.about"))
    part_of_day: Mapped[PartOfDay] = mapped_column(closed_list(PartOfDay, "part_of_day"))
    called: Mapped[str] = mapped_column(EncryptedText("callbacks.called"))
    phone: Mapped[str] = mapped_column(EncryptedText("callbacks.phone"))
    phone_hash: Mapped[str | None] = mapped_column(HASH, index=True)
    asked_on: Mapped[date] = mapped_column(index=True)
    due_on: Mapped[date | None]
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    done_by: Mapped[str | None] = mapped_column(String(40))
