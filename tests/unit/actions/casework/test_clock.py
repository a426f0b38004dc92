from datetime import UTC, date, datetime, timedelta

from actions.casework.clock import county_day, utc_now


def test_the_county_is_eight_hours_ahead() -> None:
    assert county_day(datetime(2026, 12, 31, 15, 59, tzinfo=UTC)) == date(2026, 12, 31)
    assert county_day(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == date(2027, 1, 1)


def test_now_is_aware() -> None:
    assert utc_now().utcoffset() == timedelta(0)
