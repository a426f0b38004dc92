"""Working days by the State Council's holiday notices, and honest about the years that have none yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

import chinese_calendar

from actions.procedure.tables import table

ONE_DAY = timedelta(days=1)
# The notice for a year may swap working days in the last week of the year before (it did for 2018-12-31).
SWAP_REACH = timedelta(days=7)


@dataclass(frozen=True)
class Day:
    """What a calendar day is; `known` is False where no notice covers it and only the weekday speaks."""

    on: date
    work: bool
    known: bool
    holiday: str | None = None


@dataclass(frozen=True)
class Reached:
    """A day arrived at by counting; `unsure` holds the years on the way whose notice is not known."""

    on: date
    unsure: tuple[int, ...] = ()
    skipped: tuple[Day, ...] = ()


def look_up(day: date) -> Day:
    """What that day is, from our own table first, then the library, then the weekday."""
    noticed = _from_table(day) or _from_library(day)
    return noticed or Day(day, work=day.weekday() < 5, known=False)


def is_workday(day: date) -> bool:
    """Whether offices work that day; by the weekday alone where `look_up(day).known` is False."""
    return look_up(day).work


def next_workday(day: date) -> Reached:
    """That day if it is a working day, otherwise the first working day after it (民事诉讼法 85)."""
    return _walk(day, 0)


def add_workdays(start: date, days: int) -> Reached:
    """The last of so many working days, `start` itself not counted (行政复议法 88, 民事诉讼法 85)."""
    return _walk(start + ONE_DAY, days - 1) if days > 0 else Reached(start)


def workdays_before(day: date, days: int) -> Reached:
    """The latest working day with so many full working days between it and `day`."""
    unsure: dict[int, None] = {}
    between = 0
    while True:
        day -= ONE_DAY
        found = look_up(day)
        if not found.known:
            unsure[day.year] = None
        if found.work and between == days:
            return Reached(day, tuple(unsure))
        between += found.work


def _walk(day: date, more: int) -> Reached:
    """The working day `more` working days after the first one found from `day` on."""
    skipped: list[Day] = []
    unsure: dict[int, None] = {}
    for found in _days(day):
        if not found.known:
            unsure[found.on.year] = None
        if not found.work:
            skipped.append(found)
        elif more == 0:
            return Reached(found.on, tuple(unsure), tuple(skipped))
        else:
            more -= 1
    raise OverflowError("the calendar ends")  # pragma: no cover


def _days(day: date) -> Iterator[Day]:
    while True:
        yield look_up(day)
        day += ONE_DAY


def _from_table(day: date) -> Day | None:
    """The day by knowledge/rules/deadline-holidays.yml: notices that the library does not have yet.

    A notice may also name days in the last week of the year before.
    """
    for rest, work in _notices().values():
        if day in work or day in rest:
            return Day(day, work=day in work, known=True, holiday=rest.get(day))
    return Day(day, work=day.weekday() < 5, known=True) if day.year in _notices() else None


@cache
def _notices() -> dict[int, tuple[dict[date, str], frozenset[date]]]:
    years = table("deadline-holidays")["years"] or {}
    return {
        int(year): ({day: str(name) for day, name in notice["rest"].items()}, frozenset(notice["work"]))
        for year, notice in years.items()
    }


def _from_library(day: date) -> Day | None:
    if not (_covered(day) and (_covered(day + SWAP_REACH) or (day + SWAP_REACH).year in _notices())):
        return None
    return _library_day(day)


@lru_cache(maxsize=4096)  # the library looks through all its years at every call
def _library_day(day: date) -> Day:
    work = bool(chinese_calendar.is_workday(day))
    return Day(day, work=work, known=True, holiday=None if work else _name(day))


def _covered(day: date) -> bool:
    first, last = _span()
    return first <= day.year <= last


@cache
def _span() -> tuple[int, int]:
    """The first and the last year whose notice the library knows."""
    days = chinese_calendar.constants.holidays
    return min(days).year, max(days).year


def _name(day: date) -> str | None:
    holiday = chinese_calendar.constants.holidays.get(day)
    return chinese_calendar.Holiday(holiday).chinese if holiday else None
