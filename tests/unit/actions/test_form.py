"""Whose answer a message is, and what an answer means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from actions.form import COMMANDS, LIKELY_COMMANDS, SURE, NotUnderstood, answer_in, option_in, several_in, short
from tests.unit.actions.test_stage import DOMAIN, parsed

FRUIT = {"apple": "苹果", "pear": "梨子", "peach": "水蜜桃", "green": "青苹果"}
COLOURS = {"red": "红", "dark": "深红、暗红", "blue": "蓝色"}


# Whose answer a message is.


def test_every_intent_of_the_domain_is_placed() -> None:
    assert COMMANDS | LIKELY_COMMANDS | {"choose", "inform", "tell", "nlu_fallback"} == set(DOMAIN["intents"])
    assert not COMMANDS & LIKELY_COMMANDS


@pytest.mark.parametrize("intent", sorted(COMMANDS))
@pytest.mark.parametrize("confidence", [0.36, 1.0])
def test_a_question_and_a_way_out_are_never_an_answer(intent: str, confidence: float) -> None:
    assert answer_in(parsed("某某某", intent, confidence), "name") is None


@pytest.mark.parametrize("intent", sorted(LIKELY_COMMANDS))
def test_a_command_is_one_only_when_the_classifier_is_sure(intent: str) -> None:
    assert answer_in(parsed("石泉县城关镇", intent, SURE - 0.001), "address") == "石泉县城关镇"
    assert answer_in(parsed("石泉县城关镇", intent, SURE), "address") is None


@pytest.mark.parametrize("intent", ["tell", "nlu_fallback", "something_new"])
def test_a_story_is_the_answer(intent: str) -> None:
    assert answer_in(parsed("他们扣了我的车", intent, 1.0), "facts") == "他们扣了我的车"


@pytest.mark.parametrize("intent", ["tell", "nlu_fallback", "greet"])
def test_a_payload_is_never_taken_for_words(intent: str) -> None:
    assert answer_in(parsed('/affirm{"a": "b"}', intent, 0.1), "facts") is None


def test_an_option_answers_its_own_field_only() -> None:
    choice = parsed("/choose{…}", "choose", option="matter=penalty")
    assert answer_in(choice, "matter") == "penalty"
    assert answer_in(choice, "body") is None
    assert answer_in(choice, "matte") is None


@pytest.mark.parametrize("option", ["", "=penalty", "body=matter=penalty", "Matter=penalty"])
def test_an_option_that_names_no_field_answers_none(option: str) -> None:
    assert answer_in(parsed("/choose{…}", "choose", option=option), "matter") is None


def test_an_option_may_hold_an_equals_sign() -> None:
    assert answer_in(parsed("/choose{…}", "choose", option="line=a=b"), "line") == "a=b"


def test_a_choice_without_an_option_answers_nothing() -> None:
    assert answer_in(parsed("/choose", "choose"), "matter") is None


def test_a_field_answers_itself_only_whatever_its_text() -> None:
    for text in ("转人工", "取消", "/restart", "怎么办？", "一\n二", "{a}"):
        assert answer_in(parsed(text, "inform", field="facts"), "facts") == text
        assert answer_in(parsed(text, "inform", field="facts"), "name") is None
    assert answer_in(parsed("甲", "inform"), "name") is None


def test_a_message_without_anything_answers_nothing_that_could_be_kept() -> None:
    assert not answer_in({}, "facts")


# What an answer means.


@pytest.mark.parametrize("key", list(FRUIT))
def test_an_option_is_found_by_key_label_and_number(key: str) -> None:
    at = list(FRUIT).index(key) + 1
    assert option_in(key, FRUIT) == option_in(f" {FRUIT[key]} ", FRUIT) == option_in(str(at), FRUIT) == key


@pytest.mark.parametrize(
    ("text", "key"), [("蜜桃", "peach"), ("我要梨子", "pear"), ("３", "peach"), ("青苹果", "green")]
)
def test_an_option_is_found_by_an_unmistakable_part(text: str, key: str) -> None:
    assert option_in(text, FRUIT) == key


@pytest.mark.parametrize("text", ["", " ", "果", "桃", "0", "5", "99", "1.5", "香蕉", "苹果和梨子", "/apple"])
def test_what_names_no_option_or_two_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        option_in(text, FRUIT)


@given(some.text(max_size=12))
def test_any_text_is_an_option_or_not_understood(text: str) -> None:
    try:
        assert option_in(text, FRUIT) in FRUIT
    except NotUnderstood:
        assert text.strip() not in {*FRUIT, *FRUIT.values(), "1", "2", "3", "4"}


@pytest.mark.parametrize(("label", "plain"), [("署名（留姓名）", "署名"), ("匿名", "匿名"), ("（空）", ""), ("", "")])
def test_a_label_without_its_explanation(label: str, plain: str) -> None:
    assert short(label) == plain


@given(
    some.sets(some.sampled_from(list(FRUIT)), min_size=1),
    some.sampled_from([",", "，", "、", ";", "；", " ", "\n", ", "]),
)
def test_several_come_in_the_order_of_the_table(keys: set[str], between: str) -> None:
    expected = [key for key in FRUIT if key in keys]
    assert several_in(between.join(keys), FRUIT) == expected
    assert several_in(between.join([*keys, *keys]), FRUIT) == expected


@pytest.mark.parametrize("text", ["", " ", "，，", "apple,香蕉", "apple,,banana", "果,apple"])
def test_several_are_all_understood_or_none(text: str) -> None:
    with pytest.raises(NotUnderstood):
        several_in(text, FRUIT)


def test_several_may_be_one() -> None:
    assert several_in("2", FRUIT) == ["pear"]


def test_a_label_with_a_pause_mark_is_one_option() -> None:
    assert several_in("深红、暗红", COLOURS | {"wine": "酒红、暗红"}) == ["dark"]


@pytest.mark.parametrize("intent", sorted(LIKELY_COMMANDS))
def test_a_long_text_in_a_form_is_an_answer_however_sure_the_classifier_is(intent: str) -> None:
    story = "我要投诉他们，上午十点还没有人上班，我等了很久。"
    assert answer_in(parsed(story, intent, 0.99), "toy_what") == story
    assert answer_in(parsed("我要投诉", intent, 0.99), "toy_what") is None
