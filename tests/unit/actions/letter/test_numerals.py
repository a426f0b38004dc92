"""Numbers, sums and days as letters print them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis.strategies import dates, integers, text

from actions.letter.heading import compiled, rules
from actions.letter.numerals import DAY, day, money, number, yuan


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("60", 60),
        ("六十", 60),
        ("十五", 15),
        ("十", 10),
        ("二百", 200),
        ("伍仟", 5000),
        ("一千零五十", 1050),
        ("壹万贰仟捌佰", 12_800),
        ("十二万", 120_000),
        ("三百二十万五千", 3_205_000),
        ("壹亿贰仟万", 120_000_000),
        ("二〇二六", 2026),
        ("两", 2),
        ("一百二", 102),  # said for 120, never printed so in a letter
        ("元", None),
        ("", None),
        ("一" * 21, None),
    ],
)
def test_a_number(printed: str, meant: int | None) -> None:
    assert number(printed) == meant


@given(text(max_size=30))
def test_no_text_breaks_it(printed: str) -> None:
    found = number(printed)
    assert found is None or found >= 0


@given(integers(min_value=0, max_value=10**15))
def test_digits_mean_themselves(value: int) -> None:
    assert number(str(value)) == value


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("5000元", "5000"),
        ("5,000.00元", "5000"),
        ("￥5000.00".replace("￥", "¥"), "5000"),
        ("人民币伍仟元整", "5000"),
        ("(大写:叁佰元)", "300"),
        ("2.5万元", "25000"),
        ("十万元", "100000"),
        ("壹佰贰拾叁元肆角伍分", "123.45"),
        ("12.50元", "12.5"),
        ("贰仟圆整", "2000"),
    ],
)
def test_a_sum(printed: str, meant: str | None) -> None:
    match = compiled(rules("penalty")["amount"]).match(printed)
    found = money(match) if match else None
    assert (None if found is None else yuan(found)) == meant


def test_a_sum_is_written_without_needless_zeros() -> None:
    assert [yuan(Decimal(one)) for one in ("100", "100.00", "0.50", "1E+3")] == ["100", "100", "0.5", "1000"]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("2026年10月12日", date(2026, 10, 12)),
        ("二〇二六年十月十二日", date(2026, 10, 12)),
        ("二○二六年一月三十一日", date(2026, 1, 31)),
        ("二O二六年四月十五日", date(2026, 4, 15)),
        ("二0二六年二月二十八日", date(2026, 2, 28)),
        ("2026-11-02", date(2026, 11, 2)),
        ("2026.1.2", date(2026, 1, 2)),
        ("2026年2月30日", None),
        ("二〇二六年十三月一日", None),
        ("12026-11-02", None),
        ("2026年月日", None),
    ],
)
def test_a_day(printed: str, meant: date | None) -> None:
    match = DAY.search(printed)
    assert (day(match) if match else None) == meant


@given(dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read(value: date) -> None:
    for printed in (value.isoformat(), f"{value.year}年{value.month}月{value.day}日"):
        match = DAY.fullmatch(printed)
        assert isinstance(match, re.Match) and day(match) == value
