"""The few words that steer a guided form, and that an answer is none of them."""

from __future__ import annotations

import pytest

from actions.content.forms import words
from actions.interview.commands import Command, command_in, leaves_blank, line_number


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("上一步", Command("back")),
        ("上一步。", Command("back")),
        (" 返 回 上 一 步 ！", Command("back")),
        ("退回去吧", Command("back")),
        ("上一步吧，谢谢", Command("back")),
        ("为啥问这个", Command("why")),
        ("为什么问这个？", Command("why")),
        ("为什么要问这个呀", Command("why")),
        ("问这个干啥", Command("why")),
        ("先存着", Command("save")),
        ("先存着吧", Command("save")),
        ("明天再填", Command("save")),
        ("跳过", Command("skip")),
        ("“跳过”", Command("skip")),
        ("先空着", Command("skip")),
        ("修改", Command("list")),
        ("我要修改一下", Command("list")),
        ("核对", Command("list")),
        ("改第三项", Command("change", "三")),
        ("改第3项", Command("change", "3")),
        ("改第３项", Command("change", "3")),
        ("修改第12行", Command("change", "12")),
        ("我想改第二条", Command("change", "二")),
        ("修改电话", Command("change", "电话")),
        ("我要改联系电话", Command("change", "联系电话")),
    ],
)
def test_a_command_is_understood_as_people_say_it(text: str, command: Command) -> None:
    assert command_in(text) == command


@pytest.mark.parametrize(
    "text",
    [
        "",
        "。",
        "交警罚了我两百",
        "改",
        "修改第一次开的那张罚单上的车牌号码",
        "我想把电话改成另外一个，那个打不通了",
        "上一步我填错了名字怎么办",
        "存在违法行为",
        "核对过身份",
        "2026-10-08",
    ],
)
def test_what_could_be_an_answer_is_no_command(text: str) -> None:
    assert command_in(text) is None


def test_a_long_text_is_no_command_whatever_it_says() -> None:
    longest = words("interview")["commands"]["longest"]
    name = "电" * (longest - 2)
    assert command_in(f"修改{name[:10]}") == Command("change", name[:10])
    assert command_in("上一步" + "吧" * longest) is None


@pytest.mark.parametrize("name", ["back", "why", "save", "skip", "list"])
def test_every_word_of_a_command_is_understood(name: str) -> None:
    spoken = words("interview")["commands"]["words"][name]
    assert spoken and {word: command_in(word) for word in spoken} == {word: Command(name) for word in spoken}


def test_no_word_stands_for_two_commands() -> None:
    table = words("interview")["commands"]["words"]
    every = [word for spoken in table.values() for word in spoken]
    assert len(every) == len(set(every))


def test_every_command_that_may_fail_says_so() -> None:
    said = words("interview")["cannot"]
    assert {"back", "skip", "save", "list", "change"} <= set(said)


@pytest.mark.parametrize(
    ("what", "number"), [("3", 3), ("三", 3), ("十二", 12), ("二十", 20), ("电话", None), ("", None)]
)
def test_a_line_may_be_called_by_its_number(what: str, number: int | None) -> None:
    assert line_number(what) == number


@pytest.mark.parametrize("text", ["没有", "没有。", "无", "不知道", "不清楚！", "打印后自己填"])
def test_no_answer_leaves_blank_what_may_be_left_blank(text: str) -> None:
    assert leaves_blank(text, "打印后自己填")


@pytest.mark.parametrize("text", ["没有违章的照片", "不知道是谁拍的照片", "无锡路12号", "打印", ""])
def test_an_answer_that_begins_like_none_is_one(text: str) -> None:
    assert not leaves_blank(text, "打印后自己填")
