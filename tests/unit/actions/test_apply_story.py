"""What can be heard in a citizen's own words, and that nothing doubtful is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from actions.apply_story import heard, heard_lines, is_story
from actions.content.region import Region, load_region

TODAY = date(2026, 11, 23)
LABEL = "我来说说是什么事"


@pytest.fixture(scope="module")
def region() -> Region:
    return load_region("shiquan")


TOLD: list[tuple[str, dict[str, Any]]] = [
    (
        "交警昨天在路口罚了我两百",
        {"body": "traffic_police", "matter": "penalty", "event_day": "2026-11-22", "amount": 200},
    ),
    (
        "上个月15号城管把我的三轮车拖走了，要我交两千块钱。",
        {"body": "city_management", "matter": "compulsion", "event_day": "2026-10-15", "amount": 2000},
    ),
    ("税务局罚了我一千块", {"body": "tax", "matter": "penalty", "amount": 1000}),
    ("我申请低保民政局一直不答复", {"body": "civil_affairs", "matter": "inaction"}),
    ("派出所前天拘留了我儿子", {"body": "police", "matter": "penalty", "event_day": "2026-11-21"}),
    ("市场监管局没收了我的秤还罚款三千", {"body": "market", "matter": "penalty", "amount": 3000}),
    ("镇政府去年把我家的房子强拆了", {"matter": "compulsion"}),
    ("派出所和城管昨天一起来的", {"event_day": "2026-11-22"}),
    ("11月3日开的罚单，11月5日又开了一张", {"matter": "penalty"}),
    ("安康市公安局昨天罚了我500块", {"matter": "penalty", "event_day": "2026-11-22", "amount": 500}),
    ("陕西省公安厅不给我公开信息", {"matter": "information"}),
    ("宁陕县公安局上周五罚了我一万二", {"matter": "penalty", "event_day": "2026-11-20", "amount": 12000}),
    ("银监局罚了我们公司两万元", {"matter": "penalty", "amount": 20000}),
    ("明天要交罚款五百元", {"matter": "penalty", "amount": 500}),
    ("村委会不给我分钱", {}),
    ("", {}),
]


@pytest.mark.parametrize(("story", "expected"), TOLD)
def test_what_stands_in_a_story_beyond_doubt_is_heard(story: str, expected: dict[str, Any], region: Region) -> None:
    found = heard(story, TODAY, region)
    assert {key: value for key, value in found.items() if key != "respondent"} == expected
    body = next((one.name for one in region.bodies if one.id == expected.get("body")), None)
    assert found.get("respondent") == body


def test_money_beside_a_word_for_punishing_is_a_fine(region: Region) -> None:
    """罚款 and 许可 weigh alike; with an amount it is the fine."""
    assert heard("没有许可，要罚款", TODAY, region).get("matter") is None
    assert heard("没有许可，要罚款五百元", TODAY, region)["matter"] == "penalty"


def test_of_several_matters_the_one_with_more_words_is_meant(region: Region) -> None:
    assert heard("申请信息公开，答复说政府信息不予公开，没有处理", TODAY, region)["matter"] == "information"


@settings(max_examples=30, deadline=None)
@given(story=some.text(max_size=60))
def test_any_story_is_heard_and_read_back(story: str) -> None:
    found = heard(story, TODAY, load_region("shiquan"))
    assert set(found) <= {"respondent", "body", "matter", "event_day", "amount"}
    assert all(isinstance(line, str) for line in heard_lines(found))


# Reading back.


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        ({}, []),
        ({"respondent": "石泉县公安局", "body": "police"}, ["· 单位：石泉县公安局"]),
        ({"matter": "penalty"}, ["· 事情的种类：行政处罚"]),
        ({"matter": "nothing"}, []),
        ({"event_day": "2026-11-22"}, ["· 日子：2026年11月22日（星期日）"]),
        ({"amount": 200.0}, ["· 金额：200元"]),
        ({"amount": 0.5}, ["· 金额：0.5元"]),
        ({"amount": 0.0}, ["· 金额：0元"]),
    ],
)
def test_what_was_heard_is_read_back_line_by_line(found: dict[str, Any], lines: list[str]) -> None:
    assert heard_lines(found) == lines


def test_everything_that_was_heard_is_read_back() -> None:
    whole = {"respondent": "某局", "body": "x", "matter": "penalty", "event_day": "2026-11-22", "amount": 12000.0}
    assert len(heard_lines(whole)) == 4 and "12000元" in heard_lines(whole)[-1]


# Whether it is a story at all.


@pytest.mark.parametrize("text", ["1", "tell", "我来说说", "说说", LABEL, f"{LABEL}吧", f" {LABEL} ", ""])
def test_choosing_to_tell_is_no_story(text: str) -> None:
    assert not is_story(text, LABEL)


@pytest.mark.parametrize("text", ["交警罚了我钱", "交警昨天在路口罚了我两百", f"{LABEL}：昨天交警罚了我两百"])
def test_telling_is_one(text: str) -> None:
    assert is_story(text, LABEL)
