"""The table of requests to delete; migrations/ creates exactly this."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from actions.casework.models_base import Base


class Erasure(Base):
    """Somebody with number and code asked for deletion: from then on nobody else looks at the person's data.

    `erase_on` is the day it goes, unknown while the matter is being dealt with; the row stays as the proof.
    """

    __tablename__ = "erasures"

    number: Mapped[str] = mapped_column(String(60), primary_key=True)
    asked_at: Mapped[datetime]
    erase_on: Mapped[date | None] = mapped_column(index=True)
    done_at: Mapped[datetime | None]
