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


def gap(begins: int, ends: int) -> Gap:
    """Days of January 2026."""
    return Gap(date(2026, 1, begins), date(2026, 1, ends))


@pytest.mark.parametrize(
    ("gaps", "out"),
    [
        ([], []),
        ([gap(10, 12), gap(1, 3)], [gap(1, 3), gap(10, 12)]),  # in order
        ([gap(1, 3), gap(4, 6)], [gap(1, 6)]),  # one begins the day after the other ends
        ([gap(1, 3), gap(5, 6)], [gap(1, 3), gap(5, 6)]),  # the 4th counts
        ([gap(1, 3), gap(3, 6)], [gap(1, 6)]),
        ([gap(1, 9), gap(3, 6)], [gap(1, 9)]),  # one within the other
        ([gap(1, 3), gap(10, 12), gap(11, 20)], [gap(1, 3), gap(10, 20)]),  # the last two only
        ([gap(1, 3), gap(10, 15), gap(11, 12), gap(16, 16), gap(20, 20)], [gap(1, 3), gap(10, 16), gap(20, 20)]),
    ],
)
def test_gaps_are_merged(gaps: list[Gap], out: list[Gap]) -> None:
    assert merged(gaps) == tuple(out)


@pytest.mark.parametrize(
    ("days", "gaps", "used"),
    [
        # from 1 January, ten days: the 2nd to the 11th
        (10, [gap(12, 14)], []),
        (10, [gap(11, 14)], [gap(11, 14)]),
        (10, [gap(1, 1)], []),
        (10, [gap(1, 2)], [gap(2, 2)]),
        (10, [gap(2, 2)], [gap(2, 2)]),
        (10, [gap(5, 6), gap(12, 16)], [gap(5, 6), gap(12, 16)]),  # made longer by two days, it reaches the 13th
        (10, [gap(5, 6), gap(14, 16)], [gap(5, 6)]),
        (10, [gap(5, 9), gap(12, 12), gap(17, 18)], [gap(5, 9), gap(12, 12), gap(17, 18)]),  # 5 + 1 days: to the 17th
        (10, [gap(5, 9), gap(12, 12), gap(18, 19)], [gap(5, 9), gap(12, 12)]),
    ],
)
def test_only_gaps_within_the_running_period_are_used(days: int, gaps: list[Gap], used: list[Gap]) -> None:
    assert used_gaps(date(2026, 1, 1), days, gaps) == tuple(used)
    assert after_days(date(2026, 1, 1), days, gaps) == date(2026, 1, 11) + timedelta(days=sum(one.days for one in used))


def test_a_gap_of_one_day() -> None:
    assert (gap(5, 5).days, gap(5, 6).days) == (1, 2)


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
