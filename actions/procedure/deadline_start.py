"""Which day starts the clock of a filing deadline (行政复议法 20; 实施条例 23, 24)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from actions.procedure.deadline_facts import DeadlineFacts, Notes, Row
from actions.procedure.periods import after_days
from actions.procedure.tables import bases, table
from actions.procedure.workdays import add_workdays

ONE_DAY = timedelta(days=1)
LONGEST_NOTICE = 366


@dataclass(frozen=True)
class Clock:
    """The start day (not itself counted), from when one may apply at all, and the lines that led there."""

    starts: date
    earliest: date
    rows: tuple[Row, ...] = ()


def start_clock(facts: DeadlineFacts, day: date, notes: Notes) -> Clock:
    """The clock of the way in `facts`, which must be a row of the table; `day` is the date it asked for."""
    way = table("deadline")["ways"][facts.way]
    clock = CLOCKS[way["clock"]](facts, day, way, notes)
    notes.add(way.get("unsure"))
    return clock


def _same(facts: DeadlineFacts, day: date, way: Mapping[str, Any], notes: Notes) -> Clock:
    return Clock(day, day, (Row(day, day, 0, way["why"], bases(way)),))


def _after_notice(facts: DeadlineFacts, day: date, way: Mapping[str, Any], notes: Notes) -> Clock:
    """A public notice: `day` is its end, or its first day where the number of days is known as well."""
    if facts.notice_days is None:
        return _same(facts, day, way, notes)
    if not 1 <= facts.notice_days <= LONGEST_NOTICE:
        notes.add(table("deadline")["unknown"]["notice_days"])
        return _same(facts, day, way, notes)
    ends = after_days(day, facts.notice_days)
    return Clock(ends, ends, (Row(day + ONE_DAY, ends, facts.notice_days, way["why"], bases(way)),))


def _after_duty(facts: DeadlineFacts, day: date, way: Mapping[str, Any], notes: Notes) -> Clock:
    """A duty with a fixed period: `day` is its last day, or its first where the kind of duty is known."""
    duty = table("deadline")["duties"].get(facts.duty) if facts.duty else None
    if duty is None:
        notes.add(table("deadline")["unknown"]["duty"] if facts.duty else None)
        return Clock(day, day + ONE_DAY, (Row(day, day, 0, way["why"], bases(way)),))
    notes.add(duty.get("unsure"))
    if duty["unit"] == "workday":
        reached = add_workdays(day, duty["days"])
        if reached.unsure:
            years = "、".join(map(str, reached.unsure))
            notes.add(table("deadline")["unknown"]["calendar"].format(years=years))
        ends = reached.on
    else:
        ends = after_days(day, duty["days"])
    waited = Row(day + ONE_DAY, ends, duty["days"], duty["why"], bases(duty))
    return Clock(ends, ends + ONE_DAY, (waited, Row(ends, ends, 0, way["why"], bases(way))))


def _after_open(facts: DeadlineFacts, day: date, way: Mapping[str, Any], notes: Notes) -> Clock:
    """A duty without a period: the clock starts when 60 days are over since the agency received the request."""
    days = table("deadline")["periods"]["open_duty"]["days"]
    ends = after_days(day, days)
    waited = Row(day + ONE_DAY, ends, days, way["wait_why"], bases(way))
    return Clock(ends, ends + ONE_DAY, (waited, Row(ends, ends, 0, way["why"], bases(way))))


CLOCKS: dict[str, Callable[[DeadlineFacts, date, Mapping[str, Any], Notes], Clock]] = {
    "same": _same,
    "urgent": _same,
    "after_notice": _after_notice,
    "after_duty": _after_duty,
    "after_open": _after_open,
}
