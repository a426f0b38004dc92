"""The questions of the application that follow from tables and earlier answers, and its review."""

from __future__ import annotations

import json
from typing import Any

import pytest

from actions import context
from actions.apply import CHANGEABLE, ApplyForm, required
from actions.apply_facts import options
from actions.apply_questions import (
    AskBody,
    AskDateCheck,
    AskLateReason,
    AskLearnedHow,
    AskLearnedOn,
    AskMatter,
    AskRequests,
    AskReview,
    Question,
    review_lines,
    shown,
)
from actions.content.forms import words
from actions.procedure.tables import table
from bot.channels.messages import checked
from tests.unit.actions.test_stage import DOMAIN, Stage, run, tracker_of

LATE: dict[str, Any] = {
    "apply_respondent": "镇政府",
    "apply_body": "raofeng",
    "apply_matter": "penalty",
    "apply_learned_how": "on_the_spot",
    "apply_learned_on": "2026-05-01",
    "apply_date_check": "yes",
    "apply_late_reason": "obstacle",
    "apply_late_story": "五月六月住院。",
    "apply_applicant_kind": "citizen",
    "apply_requests": ["revoke", "change"],
    "apply_facts": "那天我没有违章。",
    "apply_name": "演示甲",
    "apply_phone": "13800000000",
    "apply_address": "某镇某村某组",
}
CHOICES = (AskBody, AskMatter, AskLearnedHow, AskDateCheck, AskLateReason)
ALL = (*CHOICES, AskRequests, AskLearnedOn)


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def asked(question: type[Question], **changes: Any) -> dict[str, Any]:
    said, events = run(question(), tracker_of(slots=LATE | {question().slot: None} | changes))
    assert events == []
    [message] = said
    return message


def payloads(message: dict[str, Any]) -> list[str]:
    return [json.loads(choice["choice"].removeprefix("/choose"))["option"] for choice in message["choices"]]


@pytest.mark.parametrize("question", ALL)
def test_a_question_is_a_whole_message_of_the_contract(question: type[Question]) -> None:
    message = asked(question)
    assert checked([message]) == ([message], [])
    assert message["type"] == "field" and message["field"] == question().slot and message["why"]
    assert 1 <= message["step"]["at"] <= message["step"]["of"]


@pytest.mark.parametrize("question", ALL)
def test_a_question_is_called_as_rasa_looks_for_it_and_its_slot_is_read(question: type[Question]) -> None:
    assert question().name() == f"action_ask_{question().slot}" and question().name() in DOMAIN["actions"]
    assert question().slot in ApplyForm.fields


@pytest.mark.parametrize("question", CHOICES)
def test_every_option_names_its_field_and_is_read_back_as_itself(question: type[Question]) -> None:
    message = asked(question)
    values = LATE | {question().slot: None}
    expected = options(question().slot, values, context.today(), context.region())
    assert payloads(message) == [f"{question().slot}={key}" for key in expected]
    assert [choice["label"] for choice in message["choices"]] == list(expected.values())
    for key in expected:
        assert ApplyForm().read(question().slot, key, values) == key


@pytest.mark.parametrize("question", CHOICES)
def test_every_option_can_be_typed_as_it_is_shown_or_by_its_number(question: type[Question]) -> None:
    values = LATE | {question().slot: None}
    for at, choice in enumerate(asked(question)["choices"], start=1):
        key = json.loads(choice["choice"].removeprefix("/choose"))["option"].partition("=")[2]
        assert ApplyForm().read(question().slot, choice["label"], values) == key
        assert ApplyForm().read(question().slot, str(at), values) == key


DECIDED = [key for key, row in table("requests").items() if "act" in row["kinds"]]


def test_requests_carry_values_because_several_are_ticked() -> None:
    message = asked(AskRequests)
    assert message["control"] == "multi"
    assert [set(choice) for choice in message["choices"]] == [{"label", "value"}] * len(DECIDED)
    everything = ",".join(choice["value"] for choice in message["choices"])
    assert ApplyForm().read("apply_requests", everything, LATE) == [choice["value"] for choice in message["choices"]]


@pytest.mark.parametrize(("key", "row"), list(table("requests").items()))
def test_every_request_can_be_typed_as_it_is_shown(key: str, row: dict[str, Any]) -> None:
    way = LATE["apply_learned_how"] if "act" in row["kinds"] else "inaction_open"
    assert ApplyForm().read("apply_requests", row["label"], {**LATE, "apply_learned_how": way}) == [key]


def test_the_day_is_asked_for_with_the_words_of_its_way() -> None:
    message = asked(AskLearnedOn, apply_learned_how="post_with_receipt")
    assert message["control"] == "date" and message["hint"] == words("apply")["date_hint"]
    assert message["text"] == table("deadline")["ways"]["post_with_receipt"]["ask"] and "choices" not in message


@pytest.mark.parametrize("day", ["2026-10-08", "{value}", r"\1"])
def test_the_check_repeats_the_day(day: str) -> None:
    message = AskDateCheck().message(LATE | {"apply_learned_on": day})
    assert message["text"].count(day) == 1
    assert message["text"].replace(day, "{value}") == words("apply")["questions"]["apply_date_check"]["text"]


def test_the_reasons_are_those_of_the_date_as_it_would_be_without_one() -> None:
    keys = [option.partition("=")[2] for option in payloads(asked(AskLateReason))]
    assert {"not_told", "obstacle", "none"} <= set(keys)


def test_the_steps_never_go_back() -> None:
    steps = {slot: question["step"] for slot, question in words("apply")["questions"].items()}
    for [variation] in DOMAIN["responses"].values():
        if "step" in (message := variation["custom"]) and message["field"].startswith("apply_"):
            steps[message["field"]] = message["step"]["at"]
            assert message["step"]["of"] == words("apply")["steps"]
    order = [steps[slot] for slot in required(LATE) if slot in steps]
    assert len(order) == len(ApplyForm.fields) - 1 and order == sorted(order)
    assert set(order) == set(range(1, words("apply")["steps"] + 1))


# The review.


def review(**changes: Any) -> dict[str, Any]:
    [message], events = run(AskReview(), tracker_of(slots=LATE | changes))
    assert events == [] and checked([message]) == ([message], [])
    return message


def test_the_review_shows_every_answer_in_the_order_of_asking() -> None:
    labels = words("apply")["labels"]
    expected = [slot for slot in required(LATE) if slot in labels]
    changes = [line["choice"] for line in review()["lines"] if line["choice"]]
    assert [choice.rpartition(":")[2].rstrip('"}') for choice in changes] == expected
    assert set(labels) == set(expected) | {"apply_authority", "apply_last_day"}


def test_every_line_that_can_be_changed_may_be_and_what_is_computed_cannot() -> None:
    for label, _, slot in review_lines(LATE):
        assert slot in CHANGEABLE or label in ("向谁申请", "申请期限的最后一天")
        if slot:
            assert ApplyForm().read("apply_review", f"change:{slot}", LATE) == f"change:{slot}"


def test_the_review_speaks_the_words_of_the_options() -> None:
    lines = {line["label"]: line["value"] for line in review()["lines"]}
    assert lines["事情的种类"] == "行政处罚" and lines["怎么知道的"] == "当场作出、当场交给我的"
    assert lines["复议请求"] == "撤销、变更" and lines["谁来申请"] == "我本人"
    assert lines["被申请人"] == "石泉县饶峰镇人民政府" and lines["申请期限的最后一天"] == "2026-06-30"
    assert "重病" in lines["期限方面的情况"]


@pytest.mark.parametrize(
    "reason", [key for key, row in table("deadline")["reasons"].items() if row["when"] != "estate"]
)
def test_a_reason_is_shown_in_words_though_it_is_already_in_the_sum(reason: str) -> None:
    assert (
        shown("apply_late_reason", LATE | {"apply_late_reason": reason})
        == table("deadline")["reasons"][reason]["label"]
    )


def test_what_is_not_known_is_said_to_be_unsure() -> None:
    lines = {label: value for label, value, _ in review_lines(LATE | {"apply_body": "other"})}
    assert lines["向谁申请"] == words("apply")["review"]["unsure"] and lines["被申请人"] == "镇政府"


def test_a_citizens_own_words_are_shown_as_they_are() -> None:
    for slot in ("apply_facts", "apply_name", "apply_phone", "apply_address", "apply_late_story"):
        assert shown(slot, LATE | {slot: "{a} 一\n二 <b>"}) == "{a} 一\n二 <b>"


def test_an_answer_that_is_not_asked_for_is_not_shown() -> None:
    in_time = LATE | {"apply_learned_on": "2026-11-20", "apply_late_reason": None, "apply_late_story": "旧的"}
    assert "耽误的情况" not in [label for label, _, _ in review_lines(in_time)]


def test_the_review_is_asked_for_like_any_other_answer() -> None:
    assert AskReview().name() == "action_ask_apply_review" and AskReview().name() in DOMAIN["actions"]


def test_the_review_may_be_abandoned_or_saved() -> None:
    save, abandon = review()["choices"]
    assert save["choice"] == '/choose{"option": "apply_review=save"}' and abandon["choice"] == "/abandon"
