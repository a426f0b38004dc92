"""What a citizen writes for one question, read as the table says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from actions.content.interview import Question
from actions.form import NotUnderstood
from actions.interview.reading import READERS, Asked, read
from actions.wordings import half_width

TODAY = date(2026, 11, 23)
FRUIT = {"apple": "苹果", "pear": "梨子", "both": "苹果和梨子"}


def asked(reader: str, options: dict[str, str] | None = None, **more: Any) -> Asked:
    known = {"values": {}, "ahead": False, "after": None} | {
        key: more.pop(key) for key in ("values", "ahead", "after") if key in more
    }
    return Asked(Question("x", "一", "text", reader, "问", "为什么", **more), options or {}, today=TODAY, **known)


def refused(what: Asked, text: str) -> bool:
    try:
        read(what, text)
    except NotUnderstood:
        return True
    return False


@pytest.mark.parametrize("reader", READERS)
@settings(deadline=None, max_examples=25)  # the reader of days is loaded on first use
@given(text=some.text(max_size=30))
def test_any_text_is_read_or_not_understood(reader: str, text: str) -> None:
    options = {"least": "1", "most": "2"} if reader == "names" else FRUIT
    try:
        assert read(asked(reader, options), text) is not None
    except NotUnderstood:
        pass


# Texts.


@pytest.mark.parametrize("text", ["甲乙", " 甲乙丙 ", "甲乙丙丁戊"])
def test_a_text_of_the_right_length_is_kept_without_outer_space(text: str) -> None:
    assert read(asked("text", min=2, max=5), text) == text.strip()


@pytest.mark.parametrize("text", ["", " 甲 ", "甲乙丙丁戊己"])
def test_a_text_too_short_or_too_long_is_refused(text: str) -> None:
    assert refused(asked("text", min=2, max=5), text)


def test_a_text_without_a_limit_may_be_long() -> None:
    assert len(read(asked("text"), "长" * 5000)) == 5000


# Options.


def test_an_option_and_several() -> None:
    assert read(asked("option", FRUIT), "pear") == "pear" and refused(asked("option", FRUIT), "香蕉")
    assert read(asked("several", FRUIT), "梨子、苹果") == ["apple", "pear"]
    assert refused(asked("several", FRUIT), "梨子、香蕉") and refused(asked("several", FRUIT), "，")


# Days.


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-10-08", "2026-10-08"),
        ("２０２６年１０月８日", "2026-10-08"),
        ("10月8日", "2026-10-08"),
        ("12月8日", "2025-12-08"),
        ("昨天", "2026-11-22"),
        ("上个月15号", "2026-10-15"),
        ("去年腊月二十", "2026-02-07"),
        ("我是上周三收到的", "2026-11-18"),
        ("2026-11-23", "2026-11-23"),
    ],
)
def test_a_day_is_kept_as_a_date(text: str, day: str) -> None:
    assert read(asked("day"), text) == day


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24",
        "2026-02-30",
        "2月30日",
        "13月1日",
        "明天",
        "下周三",
        "10月8日和10月9日",
        "1990-01-01",
        "三十多年前",
        "去年",
    ],
)
def test_no_day_a_future_one_and_one_too_long_ago_are_refused(text: str) -> None:
    assert refused(asked("day"), text)


@pytest.mark.parametrize(
    ("text", "day"), [("2026-12-01", "2026-12-01"), ("下个月15号", "2026-12-15"), ("12月5日", "2026-12-05")]
)
def test_an_end_that_is_known_beforehand_may_lie_ahead(text: str, day: str) -> None:
    assert read(asked("day", ahead=True), text) == day


@pytest.mark.parametrize("text", ["2029-01-01", "2028年1月1日到期"])
def test_but_not_years_ahead(text: str) -> None:
    assert refused(asked("day", ahead=True), text)


def test_an_end_does_not_lie_before_its_beginning() -> None:
    until = asked("day", after="2026-11-02")
    assert read(until, "11月2日") == "2026-11-02" and refused(until, "11月1日") and refused(until, "上个月15号")


# Numbers.


@pytest.mark.parametrize(("text", "number"), [("139 0000 0000", "13900000000"), ("0915-6300000", "0915-6300000")])
def test_a_phone(text: str, number: str) -> None:
    assert read(asked("phone"), text) == number and refused(asked("phone"), number[:6])


def test_identity_and_credit_code_need_their_check_sign() -> None:
    for reader, right in (("identity", "11010519491231002X"), ("credit_code", "91350100M000100Y43")):
        assert read(asked(reader), f" {right.lower()} ") == right
        assert read(asked(reader), right.translate({ord("1"): "１"})) == right
        assert refused(asked(reader), right[:-1] + "7") and refused(asked(reader), "")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("１２人", 12),
        ("十二个人", 12),
        ("两个", 2),
        ("我们一共12个人", 12),
        ("一起的有三十户", 30),
        ("二", 2),
    ],
)
def test_a_count_is_understood_as_people_say_it(text: str, count: int) -> None:
    assert read(asked("count", min=2, max=9999), text) == count


@pytest.mark.parametrize("text", ["", "1", "一个人", "10000", "几个", "两百人", "一百二十个", "2,500", "2.5"])
def test_what_is_no_count_is_not_a_part_of_one(text: str) -> None:
    assert refused(asked("count", min=2, max=9999), text)


# Names.


def names(least: int, most: int) -> Asked:
    return asked("names", {"least": str(least), "most": str(most)})


@pytest.mark.parametrize("between", ["、", "，", ",", "；", "\n", "\r\n", " 、 "])
def test_names_may_stand_apart_in_any_way(between: str) -> None:
    assert read(names(2, 5), between.join(["演示甲", "演示乙", "演示丙"])) == "演示甲、演示乙、演示丙"


@pytest.mark.parametrize(
    "text",
    ["演示甲", "演示甲、演示甲", "、".join(f"演示{at}" for at in range(6)), "演示甲、乙", "演示甲、" + "长" * 31, ""],
)
def test_names_too_few_too_many_or_none_are_refused(text: str) -> None:
    assert refused(names(2, 5), text)


# Beginning, delivery, the end.


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("tell", "tell"),
        ("2", "step"),
        ("一项一项", "step"),
        ("交警昨天在路口罚了我两百", "tell"),
        ("六个字的故事", "tell"),
    ],
)
def test_the_first_answer_is_an_option_or_the_story(text: str, value: str) -> None:
    assert read(asked("start", {"tell": "我来说说", "step": "一项一项问我"}), text) == value


def test_a_few_signs_are_no_story() -> None:
    assert refused(asked("start", {"tell": "我来说说"}), "喂在吗")


@pytest.mark.parametrize("text", ["same", "跟住所一样", " 跟住所一样 "])
def test_the_delivery_may_be_the_address_and_blank_as_that_is(text: str) -> None:
    for address, delivery in (("某县某镇某村", "某县某镇某村"), ("", ""), (None, "")):
        assert read(asked("delivery", values={"address": address}, same="跟住所一样", min=5, max=9), text) == delivery


def test_another_delivery_is_an_address() -> None:
    other = asked("delivery", values={"address": "某县某镇某村"}, same="跟住所一样", min=5, max=9)
    assert read(other, "某县某街12号") == "某县某街12号" and refused(other, "某县")


@pytest.mark.parametrize("text", ["save", "确认保存", "确认保存 ", " 确认保存 "])
def test_only_the_button_and_the_exact_words_save(text: str) -> None:
    assert read(asked("review", {"确认保存": "确认保存"}), text) == "save"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "好",
            "好的",
            "是",
            "确认",
            "保存吧",
            "确认保存吧",
            "不要确认保存",
            "保存",
            "Save",
            "save it",
            "确认提交",
        ),
        *("change:", "change:apply_review", "change:apply_body", "change: apply_name", "change"),
    ],
)
def test_nothing_else_saves(text: str) -> None:
    assert refused(asked("review", {"确认保存": "确认保存"}), text)


@given(some.text(max_size=20))
def test_no_text_at_random_saves(text: str) -> None:
    try:
        assert read(asked("review", {"确认保存": "确认保存"}), text) == "save"
    except NotUnderstood:
        return
    assert half_width(text) in ("save", "确认保存")
