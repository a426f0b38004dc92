from datetime import date, datetime

import pytest

from actions.casework.sheet_dates import day_of

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02", "2026-3-2", "2026/3/2", "2026.03.02", "2026年3月2日", "2026年03月02日", "2026 年 3 月 2 日", "２０２６年３月２日",
        "二〇二六年三月二日", "二○二六年三月二日", "二零二六年三月二日", "20260302", " 2026-03-02 ", "2026-03-02 00:00:00", "2026/3/2 0:00",
        20260302, 46083, 46083.0, datetime(2026, 3, 2), DAY,
    ],
)  # fmt: skip
def test_a_day_in_every_style_that_clerks_use(written: object) -> None:
    assert day_of(written) == DAY


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二〇二六年十月十日", date(2026, 10, 10)),
        ("二〇二六年十二月三十一日", date(2026, 12, 31)),
        ("二〇二六年十一月二十日", date(2026, 11, 20)),
        ("二〇二五年一月十九日", date(2025, 1, 19)),
        ("2024年2月29日", date(2024, 2, 29)),
    ],
)
def test_chinese_numbers_with_tens(written: str, day: date) -> None:
    assert day_of(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "2026年3月", "3月2日", "26-3-2", "2026-13-01", "2026-02-30", "2025年2月29日", "2026-3/2", "2026.3-2", "昨天", "", "2026-03-02 09:30",
        "2026030", 12, 99999999, 46083.5, True, "二〇二六年十三月一日", "2026-03-02至2026-03-05", None, float("nan"), float("inf"),
    ],
)  # fmt: skip
def test_what_is_not_exactly_one_day_is_refused(written: object) -> None:
    with pytest.raises((ValueError, OverflowError)):
        day_of(written)
