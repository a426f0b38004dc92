"""The counts on top of every page, by SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.casework.kinds import Kind
from bot.desk.queues import Queue


@dataclass(frozen=True)
class Tally:
    """How many records of one kind there are, are open, are overdue, and are practice."""

    total: int
    open: int
    overdue: int
    practice: int
    by_state: Mapping[Kind, int] = field(default_factory=dict, compare=False)


def tally(session: Session, queue: Queue, today: date) -> Tally:
    """Count one kind of record."""
    state, record = queue.record.state, queue.record
    by_state: dict[Kind, int] = {
        one: count for one, count in session.execute(select(state, func.count()).group_by(state))
    }
    overdue = session.scalar(select(func.count()).select_from(record).where(queue.overdue(today)))
    practice = session.scalar(select(func.count()).select_from(record).where(record.practice))
    still_open = sum(by_state.get(one, 0) for one in queue.open)
    return Tally(sum(by_state.values()), still_open, overdue or 0, practice or 0, by_state)
