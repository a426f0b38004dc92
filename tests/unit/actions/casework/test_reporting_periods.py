import itertools
from datetime import date, timedelta

import pytest

from actions.casework.reporting_periods import Period


def test_a_year_has_all_its_days() -> None:
    assert (Period(2026).first, Period(2026).last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert Period(2026).stem == "2026"


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [(1, (1, 1), (3, 31)), (2, (4, 1), (6, 30)), (3, (7, 1), (9, 30)), (4, (10, 1), (12, 31))],
)
def test_a_quarter_has_three_months(quarter: int, first: tuple[int, int], last: tuple[int, int]) -> None:
    period = Period(2024, quarter)
    assert (period.first, period.last) == (date(2024, *first), date(2024, *last))
    assert period.stem == f"2024-q{quarter}"


@pytest.mark.parametrize("year", [2023, 2024, 2100])
def test_quarters_follow_each_other_without_a_gap(year: int) -> None:
    quarters = [Period(year, quarter) for quarter in (1, 2, 3, 4)]
    assert quarters[0].first == Period(year).first
    assert quarters[-1].last == Period(year).last
    for one, after in itertools.pairwise(quarters):
        assert one.last + timedelta(days=1) == after.first


@pytest.mark.parametrize("wrong", [(1999, None), (2101, None), (2026, 0), (2026, 5), (2026, -1)])
def test_what_is_no_period_cannot_be_made(wrong: tuple[int, int | None]) -> None:
    with pytest.raises(ValueError):
        Period(*wrong)
