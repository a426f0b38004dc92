"""A guided form turn by turn, with a small table of its own: a person, perhaps with a pet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.casework.errors import RecordsUnavailable
from actions.content.forms import words
from actions.content.interview import Interview, Question
from actions.interview.flow import LONG, Progress, Values
from actions.interview.guided import AskGuided, Guided
from actions.interview.reading import Asked
from actions.interview.subject import Subject
from bot.channels.messages import checked
from tests.unit.actions.guided_talk import GuidedTalk
from tests.unit.actions.test_stage import TODAY, Stage, clicked, parsed, run, tracker_of

PETS = {"dog": "狗（会叫）", "cat": "猫", "none": "没有"}
TREATS = {"dog": {"bone": "骨头", "water": "水"}, "cat": {"fish": "鱼", "water": "水"}}


def ask(key: str, read: str = "text", control: str = "text", **more: Any) -> Question:
    texts = {"text": f"{key}？", "why": f"要用{key}。", "invalid": f"请写{key}。", "where": f"看看{key}在哪里。"}
    return Question(key, "一", control, read, **(texts | more))


TABLE = Interview(
    "toy",
    ("一",),
    {
        one.key: one
        for one in (
            ask("name", min=2, label="名字"),
            ask("pet", "option", "choice", options=PETS, label="宠物", resets=("call",)),
            ask("call", when={"pet": ["dog", "cat"]}, label="{pet}的名字", skip="还没有名字", min=2, resets=("age",)),
            ask("age", "count", when={"call": ["given"]}, label="年龄", max=99),
            ask("treat", "several", "multi", when={"pet": ["dog", "cat"]}, label="吃的", skip="什么也不吃"),
            ask("end", "option", "choice", options={"save": "好了"}),
        )
    },
)


class ToySubject(Subject):
    """The table with one placeholder and one list of options that depends on an answer."""

    feature = "toy"

    @property
    def interview(self) -> Interview:
        return TABLE

    def facts(self, values: Values, heard: Values) -> dict[str, Any]:
        return dict(values)

    def asked(self, question: Question, values: Values) -> Asked:
        treats = TREATS.get(str(values.get("pet")), {})
        return Asked(question, treats if question.key == "treat" else question.options, values, TODAY)

    def phrases(self, values: Values) -> dict[str, str]:
        return {"pet": PETS.get(str(values.get("pet")), "宠物")}

    def shown(self, question: Question, values: Values) -> str:
        return str(values[question.key])


class ToyForm(Guided):
    """Ends with its last question; tells every answer that was accepted, with the text it was read from."""

    form: ClassVar[str] = "toy_form"
    subject: ClassVar[Subject] = ToySubject()
    told: ClassVar[list[tuple[str, str]]] = []
    fails: ClassVar[Callable[[], None]] = lambda: None

    async def accepted(
        self, question: Question, text: str, after: Progress, say: CollectingDispatcher, tracker: Tracker
    ) -> Progress | None:
        type(self).fails()
        self.told.append((question.key, text))
        return None if question.key == "end" else after


class AskToy(AskGuided):
    """Asks."""

    guided = ToyForm


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    ToyForm.told.clear()
    return Stage(monkeypatch)


@pytest.fixture
def talk() -> GuidedTalk:
    return GuidedTalk(AskToy())


def filled(talk: GuidedTalk, **changes: str) -> None:
    """Every answer but the last."""
    given = {"name": "演示甲", "pet": "dog", "call": "阿黄", "age": "3", "treat": "bone,water"} | changes
    while talk.asked != "end":
        talk.give(given[str(talk.asked)])


# Its names and its slots.


def test_its_names_are_what_rasa_calls() -> None:
    assert (ToyForm().name(), AskToy().name()) == ("validate_toy_form", "action_ask_toy_answer")
    assert ToyForm.slots() == ("toy_answer", "toy_short", "toy_long")


def test_an_opened_form_asks_its_first_question(talk: GuidedTalk) -> None:
    assert (talk.asked, talk.told, talk.values) == ("name", [], {})
    assert talk.slots["requested_slot"] == "toy_answer"


def test_who_gives_up_at_a_question_that_cannot_be_left_blank_is_not_held_back() -> None:
    open_slots = {"toy_short": {"values": {}}, "requested_slot": "toy_answer"}
    said, events = run(ToyForm(), tracker_of(parsed("不填了", "stop"), open_slots))
    assert (said, events) == ([], [])  # left to the rules, which ask whether to stop
    [told], _ = run(ToyForm(), tracker_of(parsed("不填", "nlu_fallback"), open_slots))
    assert "不能空着" in told["text"]


def test_a_form_goes_on_where_it_was() -> None:
    slots = {"toy_short": {"values": {"name": "演示甲"}, "path": ["name"]}, "requested_slot": None}
    said, events = run(ToyForm(), tracker_of(parsed("我回来了", "apply"), slots))
    assert said == [] and {one["name"]: one["value"] for one in events} == {
        "toy_answer": None,
        "requested_slot": "toy_answer",
    }


def test_only_the_slot_that_changed_is_written(talk: GuidedTalk) -> None:
    tracker = tracker_of(parsed("长" * (LONG + 1), "inform", field="toy_name"), dict(talk.slots))
    names = [one["name"] for one in run(ToyForm(), tracker)[1]]
    assert names == ["toy_short", "toy_long", "toy_answer", "requested_slot"]
    tracker = tracker_of(parsed("演示甲", "inform", field="toy_name"), dict(talk.slots))
    assert [one["name"] for one in run(ToyForm(), tracker)[1]] == ["toy_short", "toy_answer", "requested_slot"]


def test_a_form_with_nothing_left_to_ask_says_nothing() -> None:
    slots = {
        "toy_short": {"values": {"name": "演示甲", "pet": "none", "end": "save"}},
        "requested_slot": "toy_answer",
    }
    said, events = run(ToyForm(), tracker_of(parsed("好", "tell"), slots))
    assert said == [] and [one["name"] for one in events] == ["toy_answer", "requested_slot"]
    assert run(AskToy(), tracker_of(parsed("好", "tell"), slots)) == ([], [])


def test_the_last_answer_ends_the_form_and_empties_its_slots(talk: GuidedTalk) -> None:
    filled(talk)
    talk.choose("save")
    assert talk.asked is None and set(talk.slots.values()) == {None}


# Answers.


def test_an_answer_is_kept_and_what_follows_is_asked(talk: GuidedTalk) -> None:
    assert talk.fill("演示甲") == [] and talk.asked == "pet"
    talk.choose("cat")
    assert talk.asked == "call" and talk.values == {"name": "演示甲", "pet": "cat"}
    assert ToyForm.told == [("name", "演示甲"), ("pet", "cat")]


def test_an_answer_may_be_typed_into_the_chat(talk: GuidedTalk) -> None:
    talk.type("演示甲")
    assert talk.asked == "pet"


@pytest.mark.parametrize(("text", "value"), [("狗（会叫）", "dog"), ("狗", "dog"), ("没有", "none"), ("2", "cat")])
def test_an_option_may_be_typed(talk: GuidedTalk, text: str, value: str) -> None:
    talk.fill("演示甲")
    talk.type(text)
    assert talk.values["pet"] == value


@pytest.mark.parametrize("intent", ["stop", "apply", "ask"])
def test_an_option_typed_to_the_letter_is_the_answer_whatever_the_classifier_says(
    talk: GuidedTalk, intent: str
) -> None:
    talk.fill("演示甲")
    talk.type("没有", intent, 0.99)
    assert talk.values["pet"] == "none"


@pytest.mark.parametrize(
    "message",
    [
        parsed("要钱吗", "ask", 0.9, topic="fee"),
        parsed("转人工", "handoff", 0.9),
        parsed("不办了", "stop", 0.9),
        clicked("/continue"),
        clicked("/abandon"),
        clicked('/choose{"option": "toy_pet=dog"}'),
        clicked('/choose{"option": "other_do=back"}'),
        clicked('/choose{"option": "toy_do=skip:call"}'),
        parsed("阿黄", "inform", field="toy_call"),
        parsed("没有", "inform", field="toy_call"),
    ],
    ids=lambda message: message["text"],
)
def test_what_is_no_answer_is_left_to_the_rules(talk: GuidedTalk, message: dict[str, Any]) -> None:
    before = dict(talk.slots)
    assert talk.send(message) == [] and talk.rejected and talk.slots == before


def test_an_answer_from_the_field_itself_is_itself_whatever_its_text(talk: GuidedTalk) -> None:
    for text in ("上一步", "转人工", "修改第一项"):
        talk.fill(text)
        assert talk.values["name"] == text
        talk.tool("back")


def test_what_is_not_understood_is_said_and_from_the_second_time_on_where_to_look(talk: GuidedTalk) -> None:
    [first], [second] = talk.fill("甲"), talk.type("乙")
    assert first["text"] == "请写name。" and talk.asked == "name" and talk.values == {}
    assert second["text"].startswith("请写name。\n看看name在哪里。\n")
    talk.fill("演示甲")
    assert [one["text"] for one in talk.type("鱼")] == ["请写pet。"]


def test_a_placeholder_is_filled_everywhere(talk: GuidedTalk) -> None:
    filled(talk)
    [overview] = talk.type("修改")
    assert [line["label"] for line in overview["lines"]] == [
        "1．名字",
        "2．宠物",
        "3．狗（会叫）的名字",
        "4．年龄",
        "5．吃的",
    ]


# Leaving blank.


@pytest.mark.parametrize(
    "how",
    [
        lambda talk: talk.tool("skip"),
        lambda talk: talk.type("跳过"),
        lambda talk: talk.type("还没有名字"),
        lambda talk: talk.type("不知道"),
        lambda talk: talk.fill("还没有名字"),
        lambda talk: talk.fill("没有"),
    ],
)
def test_what_may_be_left_blank_is_left_in_many_ways(talk: GuidedTalk, how: Callable[[GuidedTalk], object]) -> None:
    talk.fill("演示甲")
    talk.choose("dog")
    how(talk)
    assert talk.values["call"] == "" and talk.asked == "treat"
    assert ToyForm.told[-1] == ("call", "")


@pytest.mark.parametrize("how", [lambda talk: talk.type("跳过"), lambda talk: talk.type("不填")])
def test_what_may_not_says_why_it_is_needed(talk: GuidedTalk, how: Callable[[GuidedTalk], Any]) -> None:
    [told] = how(talk)
    assert "要用name。" in told["text"] and talk.asked == "name" and talk.values == {}


def test_none_is_an_answer_where_nothing_may_be_left_blank(talk: GuidedTalk) -> None:
    talk.fill("没有")
    assert talk.values["name"] == "没有"


def test_leaving_blank_takes_with_it_what_rested_on_the_answer(talk: GuidedTalk) -> None:
    filled(talk)
    talk.type("修改第3项")
    talk.tool("skip")
    assert talk.values == {"name": "演示甲", "pet": "dog", "call": "", "treat": ["bone", "water"]}


def test_a_button_pressed_twice_skips_one_question(talk: GuidedTalk) -> None:
    talk.fill("演示甲")
    talk.choose("dog")
    [button] = [one["choice"] for one in talk.question["tools"] if "skip" in one["choice"]]
    talk.send(clicked(button))
    assert talk.asked == "treat"  # which might be skipped as well
    assert talk.send(clicked(button)) == [] and talk.rejected and talk.asked == "treat"


# Why, back, save.


def test_why_is_answered_and_the_question_stays(talk: GuidedTalk) -> None:
    assert talk.type("为什么问这个") == [{"type": "text", "text": "要用name。"}] and talk.asked == "name"


def test_back_by_button_and_by_word(talk: GuidedTalk) -> None:
    assert "back" not in talk.tools
    [told] = talk.type("上一步")
    assert told["text"] == words("interview")["cannot"]["back"]
    filled(talk)
    talk.tool("back")
    assert talk.asked == "treat" and talk.progress.was == {"treat": ["bone", "water"]}
    talk.type("上一步")
    assert talk.asked == "age" and talk.values["treat"] == ["bone", "water"]
    talk.fill("3")
    assert talk.asked == "end"


def test_a_form_that_keeps_nothing_says_so(talk: GuidedTalk) -> None:
    talk.fill("演示甲")
    assert "save" not in talk.tools
    [told] = talk.type("先存着")
    assert told["text"] == words("interview")["cannot"]["keep"] and talk.asked == "pet"


def test_putting_aside_in_vain_leaves_an_open_change_open(talk: GuidedTalk) -> None:
    filled(talk)
    talk.type("修改名字")  # two lines are called so
    talk.type("修改第1项")
    before = dict(talk.slots)
    talk.type("先存着")
    assert talk.slots == before and talk.asked == "name"


# Changing.


def test_a_line_is_changed_by_number_by_name_and_by_its_button(talk: GuidedTalk) -> None:
    filled(talk)
    for words_ in ("修改第2项", "改第二条", "修改宠物"):
        talk.type(words_)
        assert talk.asked == "pet", words_
        talk.tool("back")
    [overview] = talk.type("修改")
    talk.send(clicked(overview["lines"][3]["choice"]))
    assert talk.asked == "age"


def test_a_line_is_called_by_the_name_that_is_shown(talk: GuidedTalk) -> None:
    filled(talk)
    talk.type("修改狗（会叫）的名字")
    assert talk.asked == "call"


@pytest.mark.parametrize("text", ["修改第9项", "修改名字", "修改汽车", "修改第0项", "修改第二十项"])
def test_a_line_that_is_none_or_two_shows_what_there_is(talk: GuidedTalk, text: str) -> None:
    filled(talk)
    [overview] = talk.type(text)
    assert overview["type"] == "review" and len(overview["lines"]) == 5 and talk.asked == "end"
    assert overview["choices"] == [{"label": words("interview")["overview"]["go_on"], "choice": "/continue"}]


@pytest.mark.parametrize("text", ["修改", "修改名字"])
def test_with_nothing_answered_there_is_nothing_to_change(talk: GuidedTalk, text: str) -> None:
    [told] = talk.type(text)
    assert told["type"] == "notice" and talk.asked == "name"


def test_the_same_answer_again_loses_nothing(talk: GuidedTalk) -> None:
    filled(talk)
    for key in ("pet", "call", "age", "treat", "name"):
        before = talk.values
        talk.send(clicked(f'/choose{{"option": "toy_do=change:{key}"}}'))
        assert talk.asked == key
        talk.give(talk.put_back())
        assert (talk.asked, talk.values) == ("end", before)


def test_another_answer_takes_with_it_what_rested_on_the_old_one(talk: GuidedTalk) -> None:
    filled(talk)
    talk.type("修改宠物")
    talk.choose("none")
    assert talk.asked == "end" and set(talk.values) == {"name", "pet"}


def test_an_answer_that_is_no_longer_offered_is_asked_again(talk: GuidedTalk) -> None:
    filled(talk)
    talk.type("修改宠物")
    talk.choose("cat")
    talk.fill("咪咪")
    talk.fill("2")
    assert talk.asked == "treat" and talk.offers == ["fish", "water"]


def test_an_answer_that_is_still_offered_stays(talk: GuidedTalk) -> None:
    filled(talk, treat="water")
    talk.type("修改宠物")
    talk.choose("cat")
    assert talk.values["treat"] == ["water"]


def test_a_first_answer_takes_with_it_what_rested_on_none(talk: GuidedTalk) -> None:
    """However a dependent answer came before: the form was put aside under another table."""
    slots = {"toy_short": {"values": {"name": "演示甲", "call": "阿黄", "age": 3}}, "requested_slot": "toy_answer"}
    message = parsed("", "choose", option="toy_pet=dog")
    _, events = run(ToyForm(), tracker_of(message, slots))
    [short] = [one["value"] for one in events if one["name"] == "toy_short"]
    assert short["values"] == {"name": "演示甲", "pet": "dog"}


def test_two_changes_at_once_lose_neither_answer(talk: GuidedTalk) -> None:
    filled(talk)
    before = talk.values
    talk.type("修改宠物")
    talk.type("修改年龄")
    assert talk.asked == "age" and talk.values == {key: value for key, value in before.items() if key != "age"}
    talk.fill("3")
    assert (talk.asked, talk.values) == ("end", before)


def test_a_line_is_changed_at_once_though_an_earlier_question_is_open(talk: GuidedTalk) -> None:
    filled(talk)
    talk.type("修改宠物")
    talk.choose("cat")
    assert talk.asked == "call"
    talk.type("修改年龄")  # which went with the dog
    assert talk.asked == "call"
    talk.type("修改名字")
    assert talk.asked == "name"
    talk.fill("演示乙")
    assert talk.asked == "call" and talk.values == {"name": "演示乙", "pet": "cat"}


def test_the_numbers_of_the_lines_stay_while_one_is_open(talk: GuidedTalk) -> None:
    filled(talk)
    talk.type("修改第1项")
    [overview] = talk.type("修改")
    assert [line["label"].partition("．")[0] for line in overview["lines"]] == ["1", "2", "3", "4", "5"]
    talk.type("修改第4项")
    assert talk.asked == "age" and talk.values["name"] == "演示甲"


@pytest.mark.parametrize("key", ["end", "nobody", "requested_slot", ""])
def test_what_is_no_line_cannot_be_changed(talk: GuidedTalk, key: str) -> None:
    filled(talk)
    [told] = talk.send(clicked(f'/choose{{"option": "toy_do=change:{key}"}}'))
    assert told["type"] == "review" and talk.asked == "end"


# When something fails.


def _raise(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize("error", [RecordsUnavailable("演示甲"), RuntimeError("演示甲")])
def test_a_failure_keeps_the_question_open_and_takes_nothing(
    talk: GuidedTalk, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ToyForm, "fails", lambda: _raise(error))
    [told] = talk.fill("演示甲")
    assert told["level"] == "error" and "演示甲" not in told["text"]
    assert talk.asked == "name" and talk.values == {}


def test_every_question_is_a_whole_message_of_the_contract(talk: GuidedTalk) -> None:
    seen = []
    for value in ("演示甲", "dog", "阿黄", "3", "bone"):
        assert checked([talk.question]) == ([talk.question], [])
        seen.append((talk.asked, talk.control))
        talk.give(value)
    assert seen == [("name", "text"), ("pet", "choice"), ("call", "text"), ("age", "text"), ("treat", "multi")]
