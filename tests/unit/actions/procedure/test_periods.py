"""Counting of days, months and years."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.procedure.periods import Gap, after_days, after_months, after_years, chinese, merged, used_gaps

DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))
GAPS = st.lists(
    st.builds(lambda begins, days: Gap(begins, begins + timedelta(days=days)), DAYS, st.integers(0, 90)), max_size=4
)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 9, 28), 60, date(2026, 11, 27)),
        (date(2023, 12, 31), 60, date(2024, 2, 29)),  # leap year
        (date(2024, 12, 31), 60, date(2025, 3, 1)),
        (date(2026, 11, 20), 60, date(2027, 1, 19)),
        (date(2026, 1, 1), 0, date(2026, 1, 1)),
    ],
)
def test_the_start_day_is_not_counted(start: date, days: int, last: date) -> None:
    assert after_days(start, days) == last


@pytest.mark.parametrize(
    ("gaps", "last"),
    [
        ([], date(2026, 3, 2)),
        ([Gap(date(2026, 1, 10), date(2026, 1, 19))], date(2026, 3, 12)),
        ([Gap(date(2025, 12, 1), date(2026, 1, 5))], date(2026, 3, 6)),  # begins before the clock
        ([Gap(date(2026, 3, 3), date(2026, 4, 1))], date(2026, 3, 2)),  # begins after it
        ([Gap(date(2026, 3, 2), date(2026, 3, 2))], date(2026, 3, 3)),  # on the very last day
        ([Gap(date(2026, 1, 10), date(2026, 1, 19)), Gap(date(2026, 1, 15), date(2026, 1, 20))], date(2026, 3, 13)),
        ([Gap(date(2026, 3, 1), date(2026, 3, 10)), Gap(date(2026, 3, 11), date(2026, 3, 12))], date(2026, 3, 14)),
    ],
)
def test_days_in_gaps_do_not_count(gaps: list[Gap], last: date) -> None:
    assert after_days(date(2026, 1, 1), 60, gaps) == last


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 20, date(2044, 2, 29)),
        (date(2024, 2, 29), 5, date(2029, 2, 28)),
        (date(2025, 12, 31), 1, date(2026, 12, 31)),
    ],
)
def test_years_end_on_their_date(start: date, years: int, last: date) -> None:
    assert after_years(start, years) == last


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 11, 23), 6, date(2027, 5, 23)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
    ],
)
def test_months_end_on_their_date(start: date, months: int, last: date) -> None:
    assert after_months(start, months) == last


def test_dates_read_as_a_citizen_writes_them() -> None:
    assert chinese(date(2026, 11, 22)) == "2026年11月22日（星期日）"
    assert chinese(date(2026, 11, 22), weekday=False) == "2026年11月22日"


@settings(deadline=None)
@given(DAYS, st.integers(1, 400), GAPS)
def test_gaps_only_make_a_period_longer(start: date, days: int, gaps: list[Gap]) -> None:
    last = after_days(start, days, gaps)
    assert last >= start + timedelta(days=days)
    blocked = {gap.begins + timedelta(days=n) for gap in gaps for n in range(gap.days)}
    counted = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    assert sum(day not in blocked for day in counted) == days


@settings(deadline=None)
@given(DAYS, st.integers(1, 200), GAPS)
def test_a_later_start_never_ends_earlier(start: date, days: int, gaps: list[Gap]) -> None:
    assert after_days(start, days, gaps) <= after_days(start + timedelta(days=1), days, gaps)


@settings(deadline=None)
@given(GAPS)
def test_merged_gaps_do_not_touch(gaps: list[Gap]) -> None:
    out = merged(gaps)
    assert all(one.ends + timedelta(days=1) < two.begins for one, two in pairwise(out))
    assert used_gaps(date(1990, 1, 1), 20000, gaps) == out
