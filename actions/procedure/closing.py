"""The end of any legal period: longest limits, and days of rest on the last day (民事诉讼法 85)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from actions.procedure.deadline_facts import Notes, Row
from actions.procedure.periods import after_years, chinese
from actions.procedure.tables import bases, table
from actions.procedure.workdays import next_workday

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """A longest limit: its key in a table, its last day and its line."""

    key: str
    last: date
    row: Row


@dataclass(frozen=True)
class Total:
    """The last day, the line by line sum, and the limit that decided it, if one did."""

    last: date
    rows: tuple[Row, ...]
    limit: Limit | None = None


def limit_of(key: str, period: dict[str, Any], starts: date) -> Limit:
    """The limit of so many `years` from that day."""
    last = after_years(starts, int(period["years"]))
    return Limit(key, last, Row(starts + ONE_DAY, last, (last - starts).days, period["why"], bases(period)))


def close(last: date, rows: Iterable[Row], limits: Iterable[Limit], notes: Notes) -> Total:
    """The last day under the shortest limit, moved past days of rest, with the lines that say so."""
    limit = min(limits, key=lambda one: one.last, default=None)
    if limit is None or last <= limit.last:
        return _rolled(last, list(rows), None, notes)
    return _rolled(limit.last, [*rows, limit.row], limit, notes)


def _rolled(last: date, rows: list[Row], limit: Limit | None, notes: Notes) -> Total:
    reached = next_workday(last)
    words = table("deadline")["unknown"]
    if reached.unsure:
        key = "calendar" if reached.on == last else "calendar_safe"
        notes.add(words[key].format(years="、".join(map(str, reached.unsure)), day=chinese(last)))
    if reached.on == last:
        return Total(last, tuple(rows), limit)
    if limit is not None:
        notes.add(words["limit_rolled"].format(day=chinese(last)))
    names = dict.fromkeys(day.holiday or table("deadline")["rest"]["weekend"] for day in reached.skipped)
    rule = table("deadline")["rows"]["rolled"]
    row = Row(last, reached.on, 0, rule["why"].format(what="、".join(names)), bases(rule))
    return Total(reached.on, (*rows, row), limit)
