"""Days and amounts as people say them; what is not certain is not read. Today is Monday, 23 November 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from actions.interview import days
from actions.interview.days import amount_in, days_in, only_day_in

TODAY = date(2026, 11, 23)

SAID = {
    "上个月15号": "2026-10-15",
    "上月15日": "2026-10-15",
    "上个月31号": "2026-10-31",
    "去年腊月二十": "2026-02-07",
    "腊月二十": "2026-02-07",
    "正月初八": "2026-02-24",
    "大年初五": "2026-02-21",
    "十月初一": "2026-11-09",
    "八月十五": "2026-09-25",
    "农历八月十五": "2026-09-25",
    "十二月初五": "2026-01-23",
    "中秋节": "2026-09-25",
    "端午节": "2026-06-19",
    "国庆节那天": "2026-10-01",
    "去年国庆节": "2025-10-01",
    "元旦": "2026-01-01",
    "五一": "2026-05-01",
    "前天": "2026-11-21",
    "大前天": "2026-11-20",
    "昨天晚上": "2026-11-22",
    "前天下午3点": "2026-11-21",
    "三天前": "2026-11-20",
    "上周三": "2026-11-18",
    "上星期五": "2026-11-20",
    "上个礼拜天": "2026-11-22",
    "星期三": "2026-11-18",
    "周日": "2026-11-22",
    "周一那天": "2026-11-23",
    "15号": "2026-11-15",
    "28号": "2026-10-28",
    "12月5日": "2025-12-05",
    "十月八号": "2026-10-08",
    "26年10月8日": "2026-10-08",
    "决定书上写的是10月8日": "2026-10-08",
    "我昨天才收到": "2026-11-22",
    "昨天（11月22日）": "2026-11-22",
}


@pytest.mark.parametrize(("text", "day"), list(SAID.items()))
def test_a_day_is_understood_as_people_say_it(text: str, day: str) -> None:
    assert only_day_in(text, TODAY) == date.fromisoformat(day)
    assert days_in(text, TODAY) == [date.fromisoformat(day)]


# A day ahead taken for last year's would make a citizen late who is not.
AHEAD = {
    "明天": "2026-11-24",
    "后天下午": "2026-11-25",
    "大后天": "2026-11-26",
    "下周三": "2026-12-02",
    "下个月15号": "2026-12-15",
    "这个月28号": "2026-11-28",
    "本月28日": "2026-11-28",
    "今年12月25号": "2026-12-25",
    "明年3月1号": "2027-03-01",
}


@pytest.mark.parametrize(("text", "day"), list(AHEAD.items()))
def test_a_day_ahead_is_refused_or_taken_as_it_is(text: str, day: str) -> None:
    assert only_day_in(text, TODAY) is None and days_in(text, TODAY) == []
    assert only_day_in(text, TODAY, ahead=True) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "不知道",
        "前几天",
        "上个月",
        "去年",
        "10月",
        "2026年10月",
        "10月8日到10月10日",
        "10月8日和10月9日",
        "昨天和前天",
        "收到是11月3日，开出是11月1日",
        "明天不行，昨天收到的",
        "2月30号收到的",
        "二月三十号收到的",
        "9月31号给的",
        "去年的今天",
        "过完国庆的第二天",
        "昨天收到，过了三天",
        "廿五",
        "初五",
    ],
)
def test_what_names_no_day_or_several_or_only_half_of_one_is_not_read(text: str) -> None:
    assert only_day_in(text, TODAY) is None


def test_a_story_may_name_several_days_each_once() -> None:
    story = "11月3日开的罚单，11月5日又来了一次，前天我才知道，就是11月21日。"
    assert days_in(story, TODAY) == [date(2026, 11, 3), date(2026, 11, 5), date(2026, 11, 21)]


@pytest.mark.parametrize("text", ["2月30号收到的", "去年的今天收到"])
def test_half_a_day_in_a_story_is_none(text: str) -> None:
    assert days_in(text, TODAY) == []


def test_a_leap_day_falls_back_to_a_day_that_is() -> None:
    leap = date(2024, 2, 29)
    assert only_day_in("12月31日", leap) == date(2023, 12, 31)
    assert only_day_in("去年2月29号", leap) is None


@settings(max_examples=40, deadline=None)
@given(some.dates(date(2020, 1, 1), date(2029, 12, 31)), some.integers(0, 330))
def test_a_month_and_a_day_is_the_latest_such_day(today: date, back: int) -> None:
    day = date.fromordinal(today.toordinal() - back)
    text = f"{day.month}月{day.day}号那天"
    if (day.month, day.day) != (2, 29):
        assert only_day_in(text, today) == day


@settings(max_examples=40, deadline=None)
@given(some.text(max_size=20))
def test_no_text_is_too_strange_and_no_day_ahead(text: str) -> None:
    found = only_day_in(text, TODAY)
    assert found is None or found <= TODAY
    assert all(day <= TODAY for day in days_in(text, TODAY))
    amount = amount_in(text)
    assert amount is None or amount >= 0


# Amounts.


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("罚了我两百", 200),
        ("罚了我两百块", 200),
        ("五百块", 500),
        ("罚了我两千五", 2500),
        ("罚了我一万二", 12000),
        ("罚我一千二百五", 1250),
        ("罚款一万零五百", 10500),
        ("罚款三千二百元", 3200),
        ("罚我3000", 3000),
        ("罚2万", 20000),
        ("罚款1.5万元", 15000),
        ("罚款1,000元", 1000),
        ("罚了 200 元", 200),
        ("罚款200元扣3分", 200),
        ("要我交两千块钱", 2000),
        ("罚款五百元，就是500元", 500),
    ],
)
def test_an_amount_is_understood_as_people_say_it(text: str, yuan: float) -> None:
    assert amount_in(text) == yuan


@pytest.mark.parametrize(
    "text",
    [
        "",
        "没有",
        "罚了我三天",
        "罚12分",
        "罚了3个月工资",
        "两千五",
        "交了200块押金，罚了500",
        "拘留5日",
        "罚了200元到500元",
    ],
)
def test_no_amount_or_several_or_a_number_of_something_else_is_none(text: str) -> None:
    assert amount_in(text) is None


@pytest.mark.parametrize("text", ["近元多9", "美元万多后", "一多元元"])
def test_an_amount_that_the_reader_stumbles_over_is_none(text: str) -> None:
    assert amount_in(text) is None


class Stumbling:
    """A reader that raises, as the library does for some texts."""

    ner: Stumbling

    def __init__(self, finds: bool) -> None:
        self.finds, self.ner = finds, self

    def extract_time(self, text: str, time_base: float) -> list[dict[str, str]]:
        if not self.finds:
            raise ValueError(text)
        return [{"type": "time_point", "text": text}]

    def parse_time(self, text: str, time_base: float) -> dict[str, list[str]]:
        raise KeyError(text)


@pytest.mark.parametrize("finds", [True, False])
def test_a_reader_that_stumbles_reads_no_day(finds: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "_reader", lambda: Stumbling(finds))
    assert days_in("昨天", TODAY) == [] and only_day_in("昨天", TODAY) is None
