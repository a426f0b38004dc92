"""Which of the office's own time limits were kept (行政复议法 30, 31, 62, 88); the days are in deadline-office.yml."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

import chinese_calendar
from sqlalchemy import Row

from actions.content.source import ROOT, read_yaml

KEPT, LATE, UNKNOWN = "kept", "late", "unknown"
Rows = Iterable[Row[*tuple[Any, ...]]]


def examined_in_time(rows: Rows) -> dict[str, int]:
    """How many decisions to accept or refuse came within the working days that the law gives."""
    return _judged((_within_workdays(row.start, row.done), row.records) for row in rows)


def concluded_in_time(rows: Rows) -> dict[str, int]:
    """How many cases ended in time: by the recorded last day, without one by the period of the ordinary track.

    A case that was suspended and has no recorded last day is counted as unknown, for its period stood still for a while
    that the columns do not tell.
    """
    return _judged((_case_in_time(row), row.records) for row in rows)


def _judged(verdicts: Iterable[tuple[str, int]]) -> dict[str, int]:
    found = dict.fromkeys((KEPT, LATE, UNKNOWN), 0)
    for verdict, count in verdicts:
        found[verdict] += count
    return found


@cache
def _terms() -> dict[str, Any]:
    terms: dict[str, Any] = read_yaml(ROOT / "rules" / "deadline-office.yml")["terms"]
    return terms


def _within_workdays(start: date, done: date) -> str:
    try:
        # The day itself does not count, whether it was a working day or not.
        last = chinese_calendar.find_workday(_terms()["review"]["days"] - 1, start + timedelta(days=1))
    except NotImplementedError:
        # The holidays of that year are not in the calendar, so whether it was late cannot be said.
        return UNKNOWN
    return KEPT if done <= last else LATE


def _case_in_time(row: Any) -> str:
    if row.due_on is not None:
        return KEPT if row.done <= row.due_on else LATE
    if row.suspended:
        return UNKNOWN
    decision = _terms()["decision"]
    last = row.start + timedelta(days=decision["days"] + (decision["extension"] if row.extended else 0))
    try:
        # A period that would end on a holiday ends on the next working day.
        return KEPT if row.done <= chinese_calendar.find_workday(0, last) else LATE
    except NotImplementedError:
        return KEPT if row.done <= last else UNKNOWN
