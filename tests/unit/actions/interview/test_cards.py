"""The messages of a guided form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from actions.content.forms import words
from actions.content.interview import Interview, Question
from actions.interview import cards
from bot.channels.messages import checked

TEXTS = {"text": "叫什么？", "invalid": "请写名字。", "where": "在封面上。"}


def ask(**more: Any) -> Question:
    known = {"control": "text", "read": "text"} | {key: more.pop(key) for key in ("control", "read") if key in more}
    return Question("name", "一", text="叫什么？", why="好叫您。", **known, **more)


def card(first: bool = False, keeps: bool = True, options: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    question = ask(**more)
    interview = Interview("toy", ("零", "一"), {"name": question}, keeps)
    made = cards.question_card(interview, question, TEXTS, options or {}, first)
    assert checked([made]) == ([made], [])
    return made


def pressed(button: dict[str, str]) -> str:
    return str(json.loads(button["choice"].removeprefix("/choose"))["option"])


def test_a_question_names_its_field_its_step_and_why_it_is_asked() -> None:
    made = card()
    assert (made["type"], made["field"], made["control"], made["text"], made["why"]) == (
        "field",
        "toy_name",
        "text",
        "叫什么？",
        "好叫您。",
    )
    assert made["step"] == {"at": 2, "of": 2} and not {"hint", "max", "choices"} & set(made)


@pytest.mark.parametrize(("control", "shown"), [("text", True), ("longtext", True), ("date", False), ("choice", False)])
def test_the_longest_is_said_where_one_writes(control: str, shown: bool) -> None:
    made = card(control=control, max=30, hint="写全名", options={"a": "甲"})
    assert ("max" in made) is shown and made["hint"] == "写全名"


def test_one_of_several_is_pressed_and_several_are_ticked() -> None:
    one, several = (card(control=kind, options={"a": "甲", "b": "乙"}) for kind in ("choice", "multi"))
    assert [(two["label"], pressed(two)) for two in one["choices"]] == [("甲", "toy_name=a"), ("乙", "toy_name=b")]
    assert several["choices"] == [{"label": "甲", "value": "a"}, {"label": "乙", "value": "b"}]


@pytest.mark.parametrize(
    ("first", "keeps", "more", "expected"),
    [
        (True, True, {}, []),
        (False, True, {}, ["toy_do=back", "toy_do=save"]),
        (False, False, {}, ["toy_do=back"]),
        (True, True, {"skip": "没有"}, ["toy_do=skip:name"]),
        (
            False,
            True,
            {"skip": "没有", "same": "一样"},
            ["toy_do=skip:name", "toy_name=same", "toy_do=back", "toy_do=save"],
        ),
    ],
)
def test_beside_the_answer_stands_what_can_be_done(
    first: bool, keeps: bool, more: dict[str, str], expected: list[str]
) -> None:
    tools = card(first, keeps, **more)["tools"]
    assert [pressed(one) for one in tools] == expected
    assert all(one["label"] in (*words("interview")["tools"].values(), "没有", "一样") for one in tools)


def said(failures: int, keeps: bool = True, where: str = "在封面上。", **more: Any) -> str:
    question = ask(**more)
    interview = Interview("toy", ("一",), {"name": question}, keeps)
    made = cards.not_understood(interview, question, TEXTS | {"where": where}, failures)
    assert checked([made]) == ([made], []) and made["level"] == "warning"
    return str(made["text"])


def test_at_first_only_what_is_expected_is_said() -> None:
    assert said(1, skip="没有") == said(1) == "请写名字。"


def test_from_the_second_time_on_it_is_said_where_to_look_and_how_to_go_on() -> None:
    assert words("interview")["patience"] == 2
    for failures in (2, 5):
        text = said(failures, skip="没有名字")
        assert text.startswith("请写名字。\n在封面上。\n") and "“没有名字”" in text and "{" not in text
        assert "转人工" in said(failures) and "先存着" in said(failures)
        assert "转人工" in said(failures, keeps=False) and "先存着" not in said(failures, keeps=False)
    assert "\n\n" not in said(2, where="")


def test_why_a_question_is_asked() -> None:
    assert cards.why(ask()) == {"type": "text", "text": "好叫您。"}


@pytest.mark.parametrize("command", list(words("interview")["cannot"]))
def test_what_cannot_be_done_is_said_with_what_can(command: str) -> None:
    made = cards.cannot(command, ask())
    assert checked([made]) == ([made], []) and made["level"] == "info" and "{" not in made["text"]
    assert ("好叫您。" in made["text"]) is (command == "skip")


def test_a_citizens_braces_stay() -> None:
    assert cards.filled("是 {day} 吗？{day} {other} {0} {", {"day": "今天"}) == "是 今天 吗？今天 {other} {0} {"


def test_lines_that_can_be_changed_carry_a_number() -> None:
    shown = cards.numbered("toy", [("甲", "1", "a"), ("算出来的", "2", None), ("乙", "3", "b")])
    assert [one["label"] for one in shown] == ["1．甲", "算出来的", "2．乙"]
    assert [one["choice"] and pressed(one) for one in shown] == ["toy_do=change:a", None, "toy_do=change:b"]


def test_the_overview_shows_the_answers_and_goes_on() -> None:
    made = cards.overview("toy", [("甲", "1", "a")])
    assert checked([made]) == ([made], [])
    assert made["type"] == "review" and made["lines"][0]["value"] == "1"
    assert [one["choice"] for one in made["choices"]] == ["/continue"]


def reviewed(*lines: cards.Line) -> dict[str, Any]:
    return cards.review_card("toy", "请看一遍。", lines, "保存", "不要了")


def test_the_review_is_a_message_of_the_contract() -> None:
    made = reviewed(("姓名", "演示甲", "name"))
    assert checked([made]) == ([made], [])
    assert (made["type"], made["text"]) == ("review", "请看一遍。")


def test_a_line_of_the_review_can_be_changed_where_it_names_a_question() -> None:
    changeable, computed = reviewed(("姓名", "演示甲", "name"), ("最后一天", "2027-01-19", None))["lines"]
    assert changeable == {"label": "1．姓名", "value": "演示甲", "choice": cards.do("toy", "change:name")}
    assert computed == {"label": "最后一天", "value": "2027-01-19", "choice": None}


def test_what_is_reviewed_may_be_saved_or_abandoned() -> None:
    assert reviewed()["choices"] == [
        {"label": "保存", "choice": cards.choose("toy", "review", "save")},
        {"label": "不要了", "choice": "/abandon"},
    ]


@pytest.mark.parametrize("value", ["save", "change:toy_name", 'a"b', "{x}", "中文", "a=b"])
def test_a_choice_survives_the_way_through_rasa(value: str) -> None:
    payload = cards.choose("toy", "review", value)
    assert payload.startswith("/choose{") and payload.isascii()
    assert json.loads(payload.removeprefix("/choose")) == {"option": f"toy_review={value}"}
