"""Phones and days, as people really type them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from actions.form import NotUnderstood
from actions.wordings import half_width, known_day, phone
from tests.unit.actions.test_stage import TODAY

# Numbers of this shape are free for films and examples; none belongs to a person.
MOBILE = "13800000000"
OTHER = "19900000000"


def wide(text: str) -> str:
    """The text in full-width signs."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


# Phones.


@pytest.mark.parametrize(
    "text",
    [
        MOBILE,
        f"  {MOBILE}\n",
        "138 0000 0000",
        "138-0000-0000",
        wide(MOBILE),
        wide("138-0000-0000"),
        f"我的电话是{MOBILE}，白天打",
        f"电话:{MOBILE}。",
        f"（{MOBILE}）",
        f"手机{MOBILE}号",
        f"张三{MOBILE}李四",
    ],
)
def test_a_mobile_number_is_found(text: str) -> None:
    assert phone(text) == MOBILE


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0915-0000000", "0915-0000000"),
        ("0915 0000000", "0915 0000000"),
        ("09150000000", "09150000000"),
        ("座机0915-0000000，找张三", "0915-0000000"),
        (wide("029-00000000"), "029-00000000"),
        ("０２９００００００００", "02900000000"),
    ],
)
def test_a_landline_with_its_area_code_is_found(text: str, number: str) -> None:
    assert phone(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "没有电话",
        MOBILE[:-1],
        MOBILE + "0",
        "12800000000",
        "23800000000",
        "0000000",  # a landline without its area code
        "12345",
        "110",
        "610000190001010000",  # an identity number holds no phone
        "13800000000 19900000000",
        "13800000000，19900000000",
        "138000O0000",
        "2026-10-08",
        "一三八零零零零零零零零",
    ],
)
def test_no_number_or_more_than_one_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        phone(text)


@given(some.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), some.sampled_from(["", "电话", "打我手机：", "（"]))
def test_any_mobile_is_found_in_chinese_words(number: str, before: str) -> None:
    assert phone(f"{before}{number}，谢谢") == phone(wide(number)) == number
    assume(not re.match(r"...861[3-9]", number))  # the next test
    assert phone(f"{number[:3]} {number[3:7]}-{number[7:]}") == number


@pytest.mark.parametrize("text", ["130 8613 0000", "130-8613-0000"])
def test_a_number_that_has_the_country_code_inside_is_whole(text: str) -> None:
    assert phone(text) == "13086130000"


@given(some.text(some.sampled_from("0123456789 -+电话１（）\n"), max_size=30))
def test_what_is_found_was_written(text: str) -> None:
    try:
        number = phone(text)
    except NotUnderstood:
        return
    assert [sign for sign in number if sign.isdecimal()] == [
        sign for sign in half_width(number) if sign in "0123456789"
    ]
    digits = "".join(sign for sign in half_width(text) if sign in "0123456789")
    assert number.replace("-", "").replace(" ", "") in digits


@pytest.mark.parametrize("text", ["+8613800000000", "+86 138 0000 0000", "86-138-0000-0000", "008613800000000"])
def test_a_country_code_is_left_out(text: str) -> None:
    assert phone(text) == MOBILE


@pytest.mark.parametrize("text", ["（0915）0000000", "(0915) 0000000"])
def test_an_area_code_may_stand_in_brackets(text: str) -> None:
    assert phone(text).endswith("0000000")


@pytest.mark.parametrize("text", ["13800000000，0915-0000000", "0915-0000000或者13800000000"])
def test_a_mobile_and_a_landline_are_two_numbers(text: str) -> None:
    with pytest.raises(NotUnderstood):
        phone(text)


@pytest.mark.parametrize("text", ["电话1 13800000000", "13800000000 8号楼"])
def test_a_digit_before_or_behind_is_not_a_part_of_the_number(text: str) -> None:
    assert phone(text) == MOBILE


@pytest.mark.parametrize("text", ["1380 000 0000", "1380-000-0000"])
def test_a_mobile_may_be_grouped_otherwise(text: str) -> None:
    assert phone(text) == MOBILE


# Days.


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-10-08", date(2026, 10, 8)),
        ("2026-10-8", date(2026, 10, 8)),
        ("2026/10/08", date(2026, 10, 8)),
        ("2026.10.8", date(2026, 10, 8)),
        ("2026年10月8日", date(2026, 10, 8)),
        ("2026 年 10 月 8 日", date(2026, 10, 8)),
        ("2026年10月8号", date(2026, 10, 8)),
        (" 10月8日 ", date(2026, 10, 8)),
        ("10月8", date(2026, 10, 8)),
        ("10-8", date(2026, 10, 8)),
        ("１０月８日", date(2026, 10, 8)),
        ("２０２６－１０－０８", date(2026, 10, 8)),
        ("今年3月5日", date(2026, 3, 5)),
        ("去年3月5日", date(2025, 3, 5)),
        ("前年3月5日", date(2024, 3, 5)),
        ("前年2月29日", date(2024, 2, 29)),
        ("今天", TODAY),
        ("11月23日", TODAY),
        ("昨天", date(2026, 11, 22)),
        ("前天", date(2026, 11, 21)),
        ("大前天", date(2026, 11, 20)),
        ("1996-12-01", date(1996, 12, 1)),
    ],
)
def test_a_day(text: str, day: date) -> None:
    assert known_day(text, TODAY) == day


def test_a_day_without_a_year_is_the_latest_one_that_is_not_ahead() -> None:
    assert known_day("11月24日", TODAY) == date(2025, 11, 24)
    assert known_day("12月31日", date(2027, 1, 1)) == date(2026, 12, 31)
    assert known_day("昨天", date(2027, 1, 1)) == date(2026, 12, 31)
    assert known_day("去年12月31日", date(2027, 1, 1)) == date(2026, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "不记得了",
        "2月30日",
        "2026-02-29",
        "去年2月29日",
        "2026-13-01",
        "2026-00-10",
        "10月0日",
        "0000-01-01",
        "2026-11-24",
        "今年12月1日",
        "明天",
        "1995-11-22",
        "1900-01-01",
        "9999-01-01",
        "2026-10",
        "2026年",
        "10月",
        "20261008",
        "2026-10-08 2026-10-09",
        "10月8日或者9日",
        "10月8日到10月9日",
        "-10-08",
        "2026--10-08",
        "腊月二十",
        "138-0000",
        "10月8日吗？",
    ],
)
def test_what_is_no_day_up_to_today_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        known_day(text, TODAY)


FORMS = (
    "{0.year}-{0.month}-{0.day}",
    "{0:%Y-%m-%d}",
    "{0.year}年{0.month}月{0.day}日",
    "{0:%Y/%m/%d}",
    "{0.year}.{0.month}.{0.day}号",
)


@given(some.dates(date(1996, 1, 1), date(2200, 1, 1)), some.integers(0, 29 * 365), some.sampled_from(FORMS))
def test_any_day_of_thirty_years_in_any_form(today: date, ago: int, form: str) -> None:
    day = today - timedelta(days=ago)
    assert known_day(form.format(day), today) == known_day(wide(form.format(day)), today) == day


@given(some.dates(date(2000, 1, 1), date(2100, 1, 1)), some.integers(1, 20000))
def test_no_day_ahead_is_taken(today: date, ahead: int) -> None:
    with pytest.raises(NotUnderstood):
        known_day((today + timedelta(days=ahead)).isoformat(), today)


@given(some.text(some.sampled_from("0123456789年月日号-./ 今去前昨天"), max_size=14))
def test_any_text_is_a_day_up_to_today_or_not_understood(text: str) -> None:
    try:
        assert TODAY.replace(year=TODAY.year - 31) < known_day(text, TODAY) <= TODAY
    except NotUnderstood:
        pass


@given(some.dates(date(2000, 1, 1), date(2100, 1, 1)), some.integers(-3000, 3000))
def test_where_a_day_may_lie_ahead_it_may_lie_a_year_ahead(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    if ahead <= 366:
        assert known_day(day.isoformat(), today, ahead=True) == day
    else:
        with pytest.raises(NotUnderstood):
            known_day(day.isoformat(), today, ahead=True)


def test_where_a_day_may_lie_ahead_one_without_a_year_is_not_put_into_last_year() -> None:
    assert known_day("12月10日", TODAY, ahead=True) == date(2026, 12, 10)


def test_the_date_as_a_decision_prints_it() -> None:
    assert known_day("二〇二六年十月八日", TODAY) == date(2026, 10, 8)


NUMERALS = "〇一二三四五六七八九"


def numeral(number: int) -> str:
    """A number up to 31 in Chinese."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else NUMERALS[tens]) + ("十" if tens else "") + (NUMERALS[ones] if ones else "")


@given(some.dates(date(1997, 1, 1), TODAY), some.sampled_from(["〇", "零"]), some.sampled_from(["日", "号"]))
def test_any_day_in_chinese_numerals(day: date, zero: str, last: str) -> None:
    year = "".join(NUMERALS[int(sign)] for sign in str(day.year)).replace("〇", zero)
    text = f"{numeral(day.month)}月{numeral(day.day)}{last}"
    assert known_day(f"{year}年{text}", TODAY) == day
    if day.year in (2025, 2026):
        assert known_day(f"{'今' if day.year == 2026 else '去'}年{text}", TODAY) == day


@pytest.mark.parametrize(
    "text", ["三十", "十", "二〇二六", "三十二日", "十三月一日", "二〇二六年二月三十日", "一千月一日", "十月"]
)
def test_numerals_that_are_no_day(text: str) -> None:
    with pytest.raises(NotUnderstood):
        known_day(text, TODAY)


@pytest.mark.parametrize("text", ["二○二六年十月八日", "二Ｏ二六年十月八日"])
def test_a_zero_may_be_a_circle(text: str) -> None:
    assert known_day(text, TODAY) == date(2026, 10, 8)
