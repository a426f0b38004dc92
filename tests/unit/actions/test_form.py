"""Every guided form: whose answer a message is, what an answer means, and which question comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as some
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.case_status import CaseStatusForm
from actions.casework.errors import RecordsUnavailable
from actions.form import (
    COMMANDS,
    LIKELY_COMMANDS,
    SURE,
    Field,
    Form,
    NotUnderstood,
    Values,
    answer_in,
    free_text,
    option_in,
    several_in,
    short,
)
from tests.unit.actions.test_stage import DOMAIN, Stage, parsed, run, tracker_of

FRUIT = {"apple": "苹果", "pear": "梨子", "peach": "水蜜桃", "green": "青苹果"}
COLOURS = {"red": "红", "dark": "深红、暗红", "blue": "蓝色"}


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


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
    with pytest.raises(NotUnderstood):
        free_text(1, 9).read(answer_in({}, "facts") or "")


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


@given(some.text(max_size=30))
def test_free_text_is_kept_as_it_is_without_outer_space(text: str) -> None:
    try:
        kept = free_text(2, 10).read(text)
    except NotUnderstood:
        assert not 2 <= len(text.strip()) <= 10
    else:
        assert kept == text.strip() and 2 <= len(kept) <= 10


def test_free_text_keeps_lines_and_braces() -> None:
    assert free_text(2, 20).read(" 第一件{甲}\n第二件 ") == "第一件{甲}\n第二件"


# How a form goes on.


MORE = {"yes": "要的（多问一句）", "no": "不要"}


class ToyForm(Form):
    """Three fields; the last is asked only of those who say yes, and may fail in several ways."""

    form: ClassVar[str] = "toy_form"
    fields: ClassVar[dict[str, Field]] = {
        "toy_name": free_text(2, 5),
        "toy_more": Field(lambda text: option_in(text, MORE)),
        "toy_what": free_text(1, 9),
    }
    fails: ClassVar[Callable[[], None] | None] = None

    def required(self, values: Values) -> list[str]:
        return ["toy_name", "toy_more", *(["toy_what"] if values.get("toy_more") == "yes" else [])]

    def options(self, slot: str, values: Values) -> Mapping[str, str]:
        return MORE if slot == "toy_more" else super().options(slot, values)

    async def accepted(self, slot: str, values: Values, say: CollectingDispatcher, tracker: Tracker) -> Values:
        if self.fails:
            type(self).fails()  # type: ignore[misc]
        if slot == "toy_name" and values["toy_name"] == "重来":
            return {"toy_name": None, "toy_more": None}
        return {}


class NeverUsed(ToyForm):
    """To be told apart from ToyForm by its name only."""

    form: ClassVar[str] = "never_form"


def slots(**known: Any) -> dict[str, Any]:
    return {"toy_name": None, "toy_more": None, "toy_what": None, "requested_slot": None, **known}


def turn(message: dict[str, Any] | None, **known: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    said, events = run(ToyForm(), tracker_of(message, slots(**known)))
    assert all(event["event"] == "slot" for event in events)
    return said, {event["name"]: event["value"] for event in events}


@pytest.fixture
def toy_responses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DOMAIN, "responses", {**DOMAIN["responses"], "utter_invalid_toy_name": []})


def test_its_name_is_what_rasa_calls() -> None:
    assert (ToyForm().name(), NeverUsed().name()) == ("validate_toy_form", "validate_never_form")


def test_an_opened_form_asks_its_first_question_and_takes_nothing_for_an_answer() -> None:
    assert turn(parsed("张三", "apply")) == ([], {"requested_slot": "toy_name"})


def test_an_opened_form_goes_on_where_values_are_known() -> None:
    assert turn(parsed("x", "apply"), toy_name="甲乙") == ([], {"requested_slot": "toy_more"})


def test_a_form_asked_for_a_field_of_another_starts_anew() -> None:
    assert turn(parsed("张三", "tell"), requested_slot="apply_name")[1] == {"requested_slot": "toy_name"}


def test_an_answer_is_kept_and_the_next_question_named() -> None:
    said, events = turn(parsed("张三", "inform", field="toy_name"), requested_slot="toy_name")
    assert (said, events) == ([], {"toy_name": "张三", "requested_slot": "toy_more"})


def test_an_answer_decides_what_is_asked() -> None:
    known = {"toy_name": "张三", "requested_slot": "toy_more"}
    assert turn(parsed("", "choose", option="toy_more=yes"), **known)[1]["requested_slot"] == "toy_what"
    assert turn(parsed("", "choose", option="toy_more=no"), **known)[1]["requested_slot"] is None


@pytest.mark.parametrize(("text", "value"), [("要的", "yes"), (" 要的（多问一句） ", "yes"), ("不要", "no")])
@pytest.mark.parametrize("intent", ["stop", "complaint", "ask", "emergency"])
def test_an_option_typed_to_the_letter_is_the_answer_whatever_the_classifier_says(
    text: str, value: str, intent: str
) -> None:
    known = {"toy_name": "张三", "requested_slot": "toy_more"}
    assert turn(parsed(text, intent, 0.99), **known)[1]["toy_more"] == value


@pytest.mark.parametrize("text", ["要", "不要了", "要的吗", "yes", "1", "/要的", ""])
def test_what_is_not_to_the_letter_stays_a_command(text: str) -> None:
    known = {"toy_name": "张三", "requested_slot": "toy_more"}
    assert turn(parsed(text, "stop", 0.99), **known) == ([], {})


def test_an_option_of_another_question_is_not_one_of_this() -> None:
    assert turn(parsed("不要", "stop", 0.99), requested_slot="toy_name") == ([], {})


def test_an_answer_to_another_field_is_not_taken_for_an_option() -> None:
    known = {"toy_name": "张三", "requested_slot": "toy_more"}
    assert turn(parsed("不要", "inform", field="toy_what"), **known) == ([], {})


def test_the_last_answer_ends_the_form() -> None:
    known = {"toy_name": "张三", "toy_more": "yes", "requested_slot": "toy_what"}
    assert turn(parsed("一", "tell"), **known)[1] == {"toy_what": "一", "requested_slot": None}


@pytest.mark.usefixtures("toy_responses")
def test_what_is_not_understood_is_said_and_asked_again() -> None:
    said, events = turn(parsed("张", "inform", field="toy_name"), requested_slot="toy_name")
    assert said == [{"response": "utter_invalid_toy_name"}]
    assert events == {"toy_name": None, "requested_slot": "toy_name"}


@pytest.mark.parametrize(
    "message",
    [
        parsed("收费吗", "ask", 0.9, topic="fee"),
        parsed("不办了", "stop", 0.9),
        parsed("/choose", "choose", option="toy_more=yes"),
        parsed("李四", "inform", field="toy_what"),
    ],
)
def test_what_is_no_answer_changes_nothing_so_that_the_rules_answer(message: dict[str, Any]) -> None:
    assert turn(message, requested_slot="toy_name") == ([], {})


def test_an_answer_may_empty_others() -> None:
    known = {"toy_more": "yes", "requested_slot": "toy_name"}
    events = turn(parsed("重来", "tell"), **known)[1]
    assert events == {"toy_name": None, "toy_more": None, "requested_slot": "toy_name"}


def test_emptied_names_every_slot_and_ends_the_form() -> None:
    assert ToyForm().emptied() == slots()


def _raise(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


@pytest.mark.parametrize("error", [RecordsUnavailable("张三"), RuntimeError("张三"), TimeoutError()])
def test_a_failure_keeps_the_question_open_and_takes_nothing(
    error: BaseException, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ToyForm, "fails", _raise(error))
    said, events = turn(parsed("张三", "tell"), requested_slot="toy_name")
    assert [one["level"] for one in said] == ["error"]
    assert events == {"toy_name": None, "requested_slot": "toy_name"}


def test_a_failure_with_no_question_open_names_none(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ToyForm, "required", lambda self, values: _raise(RuntimeError())())
    said, events = turn(parsed("我要办", "apply"))
    assert [one["level"] for one in said] == ["error"] and events == {}


# The one real form; the others ask from tables: tests/content/test_interviews.py.

FORMS = (CaseStatusForm,)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form)
def test_a_form_and_its_slots_are_in_the_domain(form: type[Form]) -> None:
    assert set(form.fields) <= set(DOMAIN["slots"])
    feature = form.form.removesuffix("_form").removeprefix("case_")
    assert set(form.fields) == {slot for slot in DOMAIN["slots"] if slot.startswith(f"{feature}_")}
    assert set(DOMAIN["forms"][form.form]["required_slots"]) <= set(form.fields)


LENGTHS = [
    (message["field"], message["max"])
    for [variation] in DOMAIN["responses"].values()
    # A code is read by its signs, whatever stands between them: test_case_status.py.
    if "max" in (message := variation["custom"]) and message["control"] != "code"
]


@pytest.mark.parametrize(("slot", "longest"), LENGTHS)
def test_the_length_that_is_said_is_the_length_that_is_read(slot: str, longest: int) -> None:
    [field] = [form.fields[slot] for form in FORMS if slot in form.fields]
    digits = "一1" * longest
    assert field.read(digits[:longest]) == digits[:longest]
    with pytest.raises(NotUnderstood):
        field.read(digits[: longest + 1])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form)
def test_no_two_options_are_called_the_same_even_without_their_explanations(form: type[Form], stage: Stage) -> None:
    for slot in form.fields:
        labels = list(form().options(slot, {}).values())
        assert len({short(label) for label in labels}) == len(labels)
        assert all(len(short(label)) >= 2 for label in labels)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form)
def test_a_form_has_options_where_its_questions_offer_some(form: type[Form], stage: Stage) -> None:
    asked = {slot for slot in form.fields if form().options(slot, {})}
    offered = {
        message["field"]
        for [variation] in DOMAIN["responses"].values()
        if (message := variation["custom"]).get("control") == "choice" and message["field"] in form.fields
    }
    by_action = {name.removeprefix("action_ask_") for name in DOMAIN["actions"] if name.startswith("action_ask_")}
    assert asked == offered | (by_action & set(form.fields))


@pytest.mark.parametrize("intent", sorted(LIKELY_COMMANDS))
def test_a_long_text_in_a_form_is_an_answer_however_sure_the_classifier_is(intent: str) -> None:
    story = "我要投诉他们，上午十点还没有人上班，我等了很久。"
    assert answer_in(parsed(story, intent, 0.99), "toy_what") == story
    assert answer_in(parsed("我要投诉", intent, 0.99), "toy_what") is None
