"""A question, a command, a story or danger, by the wording alone."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from bot.dialogue.nlu.wording import is_danger, is_question, speech_act
from bot.launcher.steps import ROOT

CONFIG: dict[str, Any] = next(
    part
    for part in yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    if "danger_words" in part
)
QUESTION, COMMAND = CONFIG["question_length"], CONFIG["command_length"]
DANGER = tuple(CONFIG["danger_words"])
LABELS = ["ask/fee", "apply", "complaint", "case_status", "stop", "handoff", "greet"]


def act(label: str, text: str) -> str:
    return speech_act(label, text, QUESTION, COMMAND)


@pytest.mark.parametrize(
    "text",
    [
        "要钱吗",
        "要钱嘛",
        "多久能办好",
        "怎么申请",
        "咋个整",
        "啥时候",
        "去哪里交",
        "谁来管",
        "能不能不去",
        "可不可以寄",
        "有没有期限",
        "请问在哪办",
        "我想知道期限",
        "六十天是几天",
        "为什么罚我",
        "要钱?",
        "要钱？",
        "凭啥罚我",
    ],
)
def test_a_question(text: str) -> None:
    assert is_question(text, QUESTION)
    assert act("ask/fee", text) == "ask"


@pytest.mark.parametrize(
    "text", ["他们罚了我二百块", "决定书是九月收到的", "我不服", "罚款 复议", "收费", "", "行政复议的期限"]
)
def test_no_question(text: str) -> None:
    assert not is_question(text, QUESTION)
    assert act("ask/fee", text) == "tell"


def test_a_long_text_is_a_story_even_with_a_question_in_it() -> None:
    story = "那天我在路上。" * 9
    assert len(story) > QUESTION
    assert act("ask/fee", story + "怎么办？") == "tell" == act("complaint", story + "怎么办？")


def test_the_length_itself_still_counts() -> None:
    assert is_question("吗".rjust(QUESTION, "一"), QUESTION)
    assert not is_question("吗".rjust(QUESTION + 1, "一"), QUESTION)
    assert act("complaint", "一" * COMMAND) == "complaint"
    assert act("complaint", "一" * (COMMAND + 1)) == "tell"


@pytest.mark.parametrize("label", LABELS[1:])
def test_a_command_is_one_until_it_is_drowned_in_a_story(label: str) -> None:
    assert act(label, "我要办这个") == label
    assert act(label, "我在城关镇被罚了款他们态度也不好还骂人") == label
    assert act(label, "我在城关镇被罚了款，" * 7) == "tell"


@given(some.sampled_from(LABELS), some.text(max_size=80))
def test_the_act_is_one_of_three(label: str, text: str) -> None:
    assert act(label, text) in ({"ask", "tell"} if label.startswith("ask/") else {label, "tell"})


@given(some.text(max_size=80))
def test_whatever_asks_makes_a_topic_a_question_and_nothing_else_does(text: str) -> None:
    assert (act("ask/fee", text) == "ask") is is_question(text, QUESTION)


# Danger.


@pytest.mark.parametrize("word", DANGER)
def test_a_word_of_danger_is_danger_wherever_it_stands(word: str) -> None:
    for text in (word, f"我{word}了", f"他说{word}，怎么办", "一" * (QUESTION - len(word)) + word):
        assert is_danger(text, DANGER, QUESTION)


def test_a_long_story_with_such_a_word_is_a_story() -> None:
    assert not is_danger("一" * QUESTION + DANGER[0], DANGER, QUESTION)


@given(some.text(max_size=60))
def test_without_words_there_is_no_danger(text: str) -> None:
    assert not is_danger(text, (), QUESTION)
    assert is_danger(text, DANGER, QUESTION) is any(word in text for word in DANGER)


@pytest.mark.parametrize("text", ["我要申请复议", "他们罚了我二百", "拆迁的人来了", "消防罚款", ""])
def test_an_everyday_matter_is_no_danger(text: str) -> None:
    assert not is_danger(text, DANGER, QUESTION)


@pytest.mark.parametrize("word", DANGER)
def test_no_word_of_danger_is_short_enough_to_be_met_by_chance(word: str) -> None:
    assert len(word) >= 2


@pytest.mark.parametrize(
    "text",
    [
        "房子今天要是拆了，我就从六楼跳下去",
        "拆迁的人把我妈打倒在地，头上在流血",
        "他们正在砸我家的门，手里拿着铁棍，孩子都吓哭了",
        "强拆的挖机已经开到屋门口了，老人还在床上躺着",
    ],
)
def test_an_emergency_is_never_drowned(text: str) -> None:
    assert is_danger(text, DANGER, QUESTION) or act("emergency", text) == "emergency"
