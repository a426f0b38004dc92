"""A list of records, narrowed, counted and paged by the database; only the columns a page shows are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import Session

from actions.casework.kinds import Kind
from bot.desk.asked import Asked, Choice

PAGE = 50  # rows
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Queue:
    """How one kind of record is listed: `running` are the states whose due date still counts."""

    what: str
    record: Any
    due_on: Any
    shown: Select[*tuple[Any, ...]]
    choices: tuple[Choice, ...]
    open: tuple[Kind, ...]
    running: tuple[Kind, ...]

    def page(self, session: Session, asked: Asked, today: date) -> Page:
        """The page asked for, or the last one there is."""
        conditions = self._conditions(asked, today)
        total = session.scalar(select(func.count()).select_from(self.record).where(*conditions)) or 0
        number = min(asked.page, pages(total))
        newest = (self.record.received_on.desc(), self.record.id.desc())
        order = (self.due_on, self.record.id) if asked.due else newest
        ids = select(self.record.id).where(*conditions).order_by(*order).limit(PAGE).offset((number - 1) * PAGE)
        # PostgreSQL works out every column of the rows it skips, so these are chosen first.
        rows = self.shown.where(self.record.id.in_(ids.scalar_subquery())).order_by(*order)
        return Page(session.execute(rows).all(), total, number)

    def overdue(self, today: date) -> ColumnElement[bool]:
        """Rows whose due date has passed while they were still to be dealt with."""
        return and_(self.due_on < today, self.record.state.in_(self.running))

    def _conditions(self, asked: Asked, today: date) -> list[ColumnElement[bool]]:
        received_on = self.record.received_on
        found = [choice.column == asked.chosen[choice.name] for choice in self.choices if choice.name in asked.chosen]
        if asked.since:
            found.append(received_on >= asked.since)
        if asked.until:
            found.append(received_on <= asked.until)
        if asked.due == "overdue":
            found.append(self.overdue(today))
        if asked.due == "soon":
            found.append(and_(self.due_on.between(today, today + SOON), self.record.state.in_(self.running)))
        return found


@dataclass(frozen=True)
class Page:
    """The rows of one page, numbered from 1, of `total` rows in all."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    total: int
    number: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return pages(self.total)

    @property
    def first_row(self) -> int:
        """The place of the first row shown, counted from 1."""
        return (self.number - 1) * PAGE + 1

    @property
    def last_row(self) -> int:
        """The place of the last row shown."""
        return self.first_row + len(self.rows) - 1


def pages(total: int) -> int:
    """How many pages there are; an empty list has one."""
    return max(1, -(-total // PAGE))
