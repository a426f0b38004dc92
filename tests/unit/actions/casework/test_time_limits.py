from dataclasses import dataclass
from datetime import date

import pytest

from actions.casework.time_limits import concluded_in_time, examined_in_time


@dataclass
class Days:
    """A row as the database gives it."""

    start: date
    done: date
    due_on: date | None = None
    extended: int = 0
    suspended: int = 0
    records: int = 1


def verdict(found: dict[str, int]) -> str:
    return next(name for name, count in found.items() if count)


@pytest.mark.parametrize(
    ("start", "done", "expected"),
    [
        (date(2026, 11, 16), date(2026, 11, 23), "kept"),  # Monday to Monday: five working days
        (date(2026, 11, 16), date(2026, 11, 24), "late"),
        (date(2026, 11, 14), date(2026, 11, 20), "kept"),  # came in on a Saturday: Monday is the first day
        (date(2026, 11, 14), date(2026, 11, 21), "late"),
        (date(2026, 9, 30), date(2026, 10, 13), "kept"),  # the holiday week does not count
        (date(2026, 11, 16), date(2026, 11, 16), "kept"),
        (date(2099, 3, 2), date(2099, 3, 3), "unknown"),  # no calendar of that year
    ],
)
def test_the_examination_has_five_working_days(start: date, done: date, expected: str) -> None:
    assert verdict(examined_in_time([Days(start, done)])) == expected  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (Days(date(2026, 3, 2), date(2026, 5, 1)), "kept"),  # the sixtieth day
        (Days(date(2026, 3, 2), date(2026, 5, 6)), "kept"),  # which is a holiday: the next working day
        (Days(date(2026, 3, 2), date(2026, 5, 7)), "late"),
        (Days(date(2026, 3, 2), date(2026, 5, 20), extended=1), "kept"),
        (Days(date(2026, 3, 2), date(2026, 6, 1), extended=1), "kept"),
        (Days(date(2026, 3, 2), date(2026, 6, 2), extended=1), "late"),
        (Days(date(2026, 3, 2), date(2026, 8, 1), suspended=1), "unknown"),
        (Days(date(2026, 3, 2), date(2026, 8, 1), date(2026, 8, 1), suspended=1), "kept"),
        (Days(date(2026, 3, 2), date(2026, 4, 2), date(2026, 4, 1)), "late"),
        (Days(date(2098, 3, 2), date(2098, 4, 2)), "kept"),
        (Days(date(2098, 3, 2), date(2098, 7, 2)), "unknown"),
    ],
)
def test_a_case_has_the_recorded_day_or_the_ordinary_period(days: Days, expected: str) -> None:
    assert verdict(concluded_in_time([days])) == expected  # type: ignore[list-item]


def test_every_record_is_counted_once() -> None:
    rows = [Days(date(2026, 11, 16), date(2026, 11, day), records=day) for day in (17, 20, 27)]
    assert examined_in_time(rows) == {"kept": 37, "late": 27, "unknown": 0}  # type: ignore[arg-type]
    assert concluded_in_time([]) == {"kept": 0, "late": 0, "unknown": 0}
