"""Working days by the State Council's notices, and honesty about years without one."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.procedure import workdays
from actions.procedure.workdays import add_workdays, is_workday, look_up, next_workday

COVERED = st.dates(date(2010, 1, 1), date(2026, 12, 20))
ANY = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "work", "holiday"),
    [
        (date(2026, 11, 23), True, None),
        (date(2026, 11, 22), False, None),
        (date(2026, 2, 14), True, None),  # a Saturday worked for the Spring Festival
        (date(2026, 2, 28), True, None),
        (date(2026, 9, 20), True, None),  # a Sunday worked for the National Day
        (date(2026, 10, 10), True, None),
        (date(2026, 10, 7), False, "国庆节"),
        (date(2026, 2, 17), False, "春节"),
        (date(2026, 1, 1), False, "元旦"),
        (date(2025, 10, 6), False, "中秋"),
        (date(2018, 12, 31), False, "元旦"),  # the notice for 2019 changed a day of 2018
        (date(2024, 2, 29), True, None),
    ],
)
def test_days_of_published_years(day: date, work: bool, holiday: str | None) -> None:
    found = look_up(day)
    assert (found.work, found.known, found.holiday) == (work, True, holiday)
    assert is_workday(day) is work


def test_only_the_last_week_of_the_year_hangs_on_the_next_notice() -> None:
    assert look_up(date(2026, 12, 24)).known
    assert not look_up(date(2026, 12, 25)).known  # seven days before the first day of 2027
    assert look_up(date(2025, 12, 31)).known


@pytest.mark.parametrize("day", [date(2027, 3, 1), date(2030, 10, 1), date(2003, 10, 1), date(2026, 12, 28)])
def test_a_day_without_a_notice_is_not_known(day: date) -> None:
    found = look_up(day)
    assert not found.known
    assert found.work == (day.weekday() < 5)


def test_skipped_days_and_unsure_years_are_reported() -> None:
    reached = next_workday(date(2026, 10, 1))
    assert reached.on == date(2026, 10, 8)
    assert [day.holiday for day in reached.skipped] == ["国庆节"] * 7
    assert reached.unsure == ()
    assert next_workday(date(2027, 1, 2)).unsure == (2027,)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # the Saturday counts
        (date(2026, 9, 30), 5, date(2026, 10, 13)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 11, 20), 5, date(2026, 11, 27)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2025, 12, 31), 1, date(2026, 1, 4)),  # year end; 4 January was a worked Sunday
    ],
)
def test_working_days_are_counted(start: date, days: int, last: date) -> None:
    assert add_workdays(start, days).on == last


def test_a_notice_in_the_table_is_used_before_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    notice = {
        2027: (
            {date(2027, 1, 1): "元旦", date(2027, 2, 8): "春节"},
            frozenset({date(2027, 2, 6)}),
        )
    }
    monkeypatch.setattr(workdays, "_notices", lambda: notice)
    assert look_up(date(2027, 1, 1)) == workdays.Day(date(2027, 1, 1), work=False, known=True, holiday="元旦")
    assert look_up(date(2027, 2, 6)).work
    assert not look_up(date(2027, 1, 3)).work
    assert look_up(date(2026, 12, 28)).known, "the next year's notice makes the last week of this one sure"


@pytest.fixture
def notice_of_2027(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A notice written into the table by the county: the New Year of 2027 begins in 2026."""
    written = {
        "years": {
            2027: {
                "rest": {date(2026, 12, 31): "元旦", date(2027, 1, 1): "元旦", date(2027, 2, 8): "春节"},
                "work": [date(2026, 12, 26), date(2027, 2, 6)],
            }
        }
    }
    monkeypatch.setattr(workdays, "table", {"deadline-holidays": written}.__getitem__)
    workdays._notices.cache_clear()
    yield
    workdays._notices.cache_clear()


@pytest.mark.parametrize(
    ("day", "work", "holiday"),
    [
        (date(2026, 12, 26), True, None),  # a Saturday of the year before that is worked
        (date(2026, 12, 27), False, None),
        (date(2026, 12, 31), False, "元旦"),  # a Thursday of the year before that is free
        (date(2027, 1, 1), False, "元旦"),
        (date(2027, 1, 2), False, None),  # Saturday
        (date(2027, 1, 3), False, None),
        (date(2027, 1, 8), True, None),  # Friday
        (date(2027, 2, 6), True, None),
        (date(2027, 2, 8), False, "春节"),
        (date(2026, 10, 1), False, "国庆节"),  # the rest of the year before stays the library's
        (date(2026, 10, 10), True, None),
    ],
)
def test_the_days_of_a_notice_in_the_table(notice_of_2027: None, day: date, work: bool, holiday: str | None) -> None:
    assert look_up(day) == workdays.Day(day, work=work, known=True, holiday=holiday)


def test_a_table_without_notices() -> None:
    assert workdays._notices() == {}
    assert look_up(date(2004, 1, 1)).known, "the first year of the library"


@pytest.mark.parametrize("days", [0, -3])
def test_no_days_are_the_day_itself(days: int) -> None:
    assert add_workdays(date(2026, 10, 1), days) == workdays.Reached(date(2026, 10, 1))


@settings(deadline=None)
@given(ANY)
def test_next_workday_is_a_workday_not_before(day: date) -> None:
    reached = next_workday(day)
    assert reached.on >= day
    assert is_workday(reached.on)
    assert len(reached.skipped) == (reached.on - day).days


@settings(deadline=None)
@given(COVERED, st.integers(1, 40))
def test_add_workdays_is_monotonic(day: date, days: int) -> None:
    assert add_workdays(day, days).on < add_workdays(day, days + 1).on
    assert add_workdays(day, days).on <= add_workdays(day + timedelta(days=1), days).on
    assert is_workday(add_workdays(day, days).on)
