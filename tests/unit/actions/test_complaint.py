"""A report from the first question to the receipt, named and anonymous, with fake records."""

from __future__ import annotations

from typing import Any

import pytest

from actions.casework.errors import RecordsUnavailable
from actions.casework.kinds import LetterKind
from actions.complaint import ANSWERS, PERSONAL, AskComplaintReview, ComplaintForm, letter, lines, options, required
from actions.content.forms import words
from tests.unit.actions.test_stage import DOMAIN, Stage, Talk, clicked, offered, parsed

WHAT = "执法的人没有出示证件。\n我想知道{是谁}。"
ABOUT = {"complaint_kind": "complaint", "complaint_about": "某某镇政府", "complaint_what": WHAT}
NAMED = ABOUT | {"complaint_named": "named", "complaint_name": "演示甲", "complaint_phone": "13800000000"}
ANONYMOUS = ABOUT | {"complaint_named": "anonymous"}


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


@pytest.fixture
def talk(stage: Stage) -> Talk:
    return Talk(ComplaintForm(), [AskComplaintReview()])


def reviewed(talk: Talk) -> dict[str, str]:
    assert talk.question["type"] == "review"
    return {line["label"]: line["value"] for line in talk.question["lines"]}


# Named and anonymous.


def test_who_signs_is_asked_for_name_and_phone_and_who_does_not_is_not() -> None:
    assert required({}) == required({"complaint_named": "anonymous"}) == [*ANSWERS, "complaint_review"]
    assert required({"complaint_named": "named"}) == [*ANSWERS, *PERSONAL, "complaint_review"]
    assert set(required({"complaint_named": "named"})) == set(ComplaintForm.fields)


def test_a_named_report_is_filed_as_it_was_told(talk: Talk, stage: Stage) -> None:
    talk.answer(**NAMED)
    [told] = talk.choose("save")
    assert (told["type"], told["number"], told["code"]) == ("receipt", "T2026-000001", "CDF-GHJ-KMN")
    [filed] = stage.records.letters.values()
    assert (filed.kind, filed.anonymous) == (LetterKind.COMPLAINT, False)
    assert (filed.about, filed.what_happened) == ("某某镇政府", WHAT)
    assert (filed.name, filed.contact) == ("演示甲", "13800000000")


def test_an_anonymous_report_names_nobody(talk: Talk, stage: Stage) -> None:
    talk.answer(**ANONYMOUS)
    assert set(reviewed(talk)) == {"类别", "反映的对象", "事情", "署名还是匿名"}
    talk.choose("save")
    [filed] = stage.records.letters.values()
    assert filed.anonymous and filed.name is None and filed.contact is None


def test_the_receipt_says_what_each_can_expect(talk: Talk, stage: Stage) -> None:
    text = words("complaint")["receipt"]
    talk.answer(**ANONYMOUS)
    shown = {line["label"]: line["value"] for line in talk.choose("save")[0]["lines"]}
    assert shown == {"类别": "投诉举报", "登记日期": "2026-11-23", "答复": text["anonymous"]}
    again = Talk(ComplaintForm(), [AskComplaintReview()], sender="web-2")
    again.answer(**NAMED)
    shown = {line["label"]: line["value"] for line in again.choose("save")[0]["lines"]}
    assert shown["答复"] == text["named"] != text["anonymous"]


def test_the_receipt_shows_the_code_once_and_nothing_personal(talk: Talk) -> None:
    talk.answer(**NAMED)
    [told] = talk.choose("save")
    assert str(told).count("CDF-GHJ-KMN") == 1
    for secret in ("演示甲", "13800000000", "某某镇政府", WHAT):
        assert secret not in str(told)


def test_filing_clears_everything(talk: Talk) -> None:
    talk.answer(**NAMED)
    talk.choose("save")
    assert talk.asked is None and set(talk.slots.values()) == {None}


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_kind_of_letter_can_be_filed(talk: Talk, stage: Stage, kind: LetterKind) -> None:
    talk.answer(**ANONYMOUS | {"complaint_kind": kind.value})
    talk.choose("save")
    assert [filed.kind for filed in stage.records.letters.values()] == [kind]


# Changing one's mind.


def test_from_named_to_anonymous_the_name_is_forgotten(talk: Talk, stage: Stage) -> None:
    talk.answer(**NAMED)
    talk.change("complaint_named")
    talk.choose("anonymous")
    assert talk.asked == "complaint_review"
    assert talk.slots["complaint_name"] is None and talk.slots["complaint_phone"] is None
    talk.choose("save")
    [filed] = stage.records.letters.values()
    assert filed.anonymous and filed.name is None and filed.contact is None


def test_from_anonymous_to_named_the_name_is_asked_for(talk: Talk) -> None:
    talk.answer(**ANONYMOUS)
    talk.change("complaint_named")
    talk.choose("named")
    talk.answer(complaint_name="演示甲", complaint_phone="13800000000")
    assert talk.asked == "complaint_review" and reviewed(talk)["姓名"] == "演示甲"


@pytest.mark.parametrize("slot", [*ANSWERS, *PERSONAL])
def test_changing_a_line_asks_for_that_line_and_comes_back(talk: Talk, slot: str) -> None:
    talk.answer(**NAMED)
    talk.change(slot)
    assert talk.asked == slot and talk.slots["complaint_review"] is None
    talk.answer(**{slot: NAMED[slot]})
    assert talk.asked == "complaint_review"


def test_a_stale_change_of_a_name_does_not_make_an_anonymous_report_ask_for_one(talk: Talk) -> None:
    talk.answer(**ANONYMOUS)
    talk.send(clicked('/choose{"option": "complaint_review=change:complaint_name"}'))
    assert talk.asked == "complaint_review"


def test_the_review_speaks_the_words_of_the_options(talk: Talk) -> None:
    talk.answer(**NAMED)
    assert reviewed(talk)["类别"] == "投诉举报" and reviewed(talk)["署名还是匿名"] == "署名"
    assert reviewed(talk)["事情"] == WHAT


def test_the_review_has_a_line_for_each_answer_and_each_may_be_changed() -> None:
    labels = words("complaint")["labels"]
    assert [slot for _, _, slot in lines(NAMED)] == [*ANSWERS, *PERSONAL] == list(labels)
    for _, _, slot in lines(NAMED):
        change = f"change:{slot}"
        assert ComplaintForm().read("complaint_review", change, NAMED) == change


# What may go wrong.


@pytest.mark.parametrize("text", ["好的", "是", "提交", "确认保存", "确认"])
def test_only_the_button_or_the_exact_words_file_it(talk: Talk, stage: Stage, text: str) -> None:
    talk.answer(**ANONYMOUS)
    assert talk.type(text, "tell", 0.9) == [{"response": "utter_invalid_complaint_review"}]
    assert not stage.records.letters
    assert talk.type("确认提交")[0]["type"] == "receipt"


def test_a_failure_to_file_says_so_and_nothing_else_and_keeps_the_review_open(talk: Talk, stage: Stage) -> None:
    talk.answer(**NAMED)
    before = dict(talk.slots)
    stage.records.failing["file_letter"] = RecordsUnavailable("演示甲")
    [told] = talk.choose("save")
    assert told["level"] == "error" and "请当作没有存上" in told["text"]
    assert talk.asked == "complaint_review" and talk.slots == before
    stage.records.failing.clear()
    assert talk.choose("save")[0]["type"] == "receipt" and len(stage.records.letters) == 1


def test_two_clicks_file_one_letter(talk: Talk, stage: Stage) -> None:
    talk.answer(**NAMED)
    save, before = talk.payload("save"), dict(talk.slots)
    talk.send(clicked(save))
    talk.slots = before  # the second request left before the first was answered
    talk.send(clicked(save))
    assert len(stage.records.letters) == 1


def test_another_conversation_is_another_letter(talk: Talk, stage: Stage) -> None:
    other = Talk(ComplaintForm(), [AskComplaintReview()], sender="web-2")
    for one in (talk, other):
        one.answer(**ANONYMOUS)
        one.choose("save")
    assert len(stage.records.letters) == 2


@pytest.mark.parametrize(
    ("slot", "text"),
    [("complaint_about", "某"), ("complaint_what", "没有证"), ("complaint_name", "甲"), ("complaint_phone", "12345")],
)
def test_too_little_is_said_and_asked_again(talk: Talk, slot: str, text: str) -> None:
    for asked, value in NAMED.items():
        if asked == slot:
            break
        talk.answer(**{asked: value})
    assert talk.fill(text) == [{"response": f"utter_invalid_{slot}"}]
    assert talk.asked == slot and talk.slots[slot] is None


def test_a_question_in_between_changes_nothing(talk: Talk) -> None:
    talk.answer(complaint_kind="problem")
    before = dict(talk.slots)
    assert talk.send(parsed("县长信箱收什么", "ask", 0.9, topic="mailbox-what")) == []
    assert talk.rejected and talk.slots == before


# What is shown can be typed.


def shown_options() -> list[Any]:
    found = []
    for slot in ("complaint_kind", "complaint_named"):
        [variation] = DOMAIN["responses"][f"utter_ask_{slot}"]
        for at, choice in enumerate(variation["custom"]["choices"], start=1):
            found.append(pytest.param(slot, at, choice["value"], choice["label"]))
    return found


@pytest.mark.parametrize(("slot", "at", "value", "label"), shown_options())
def test_an_option_can_be_typed_as_it_is_shown(slot: str, at: int, value: str, label: str) -> None:
    assert ComplaintForm().read(slot, label, {}) == value


@pytest.mark.parametrize("slot", ["complaint_kind", "complaint_named"])
def test_the_options_are_those_of_the_domain_in_their_order(slot: str) -> None:
    [variation] = DOMAIN["responses"][f"utter_ask_{slot}"]
    choices = offered(variation["custom"])["choices"]
    assert [choice["choice"] for choice in choices] == [f'/choose{{"option": "{slot}={key}"}}' for key in options(slot)]
    for at, key in enumerate(options(slot), start=1):
        assert ComplaintForm().read(slot, str(at), {}) == key


def test_an_anonymous_letter_never_carries_a_name_that_was_typed_before() -> None:
    made = letter(NAMED | {"complaint_named": "anonymous"}, "once")
    assert made.anonymous and made.name is None and made.contact is None
