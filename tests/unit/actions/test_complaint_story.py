"""When a first message is a story already, and what of it is kept."""

from __future__ import annotations

import pytest

from actions.complaint_story import LONGEST, story_in
from actions.content.interview import load_interview
from actions.content.region import load_region
from tests.unit.actions.test_stage import NOW

REGION = load_region("shiquan")
STORY = "城管昨天在路口把我的三轮车收走了，没有给单子。"


def story(text: str) -> str | None:
    return story_in(text, NOW.date(), REGION)


@pytest.mark.parametrize(
    "opening",
    [
        "",
        "我要投诉，",
        "我要投诉。",
        "我想举报一下：",
        "您好，我要反映个事，",
        "你好！我要投诉 ",
        "投诉举报，",
        "反映问题：",
    ],
)
def test_the_words_that_only_say_what_it_is_for_are_left_out(opening: str) -> None:
    assert story(opening + STORY) == STORY


@pytest.mark.parametrize(
    "text", ["我要投诉城管昨天乱收我的车，没有给单子。", "昨天我要投诉的人又来了，还骂我，没有人管。"]
)
def test_what_belongs_to_the_sentence_stays(text: str) -> None:
    assert story(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "我要投诉",
        "我要投诉，",
        "我要投诉举报",
        "我想反映一下问题，怎么办",
        "我要匿名举报一个人",
        "我要投诉，城管昨天",
        "/complaint",
    ],
)
def test_what_tells_nothing_yet_is_no_story(text: str) -> None:
    assert story(text) is None


def test_fewer_words_will_do_where_a_day_is_told() -> None:
    assert story("我要投诉，昨天镇上的人不让我进门办事") is not None
    assert story("我要投诉，镇上的人就是不让我进门办事") is None


def test_it_is_as_long_as_its_question_allows() -> None:
    assert load_interview("complaint").questions["what"].max == LONGEST
    assert story("演" * LONGEST) and story("演" * (LONGEST + 1)) is None
