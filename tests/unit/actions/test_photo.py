"""The two steps of a photo in the dialogue: shown first, filled in after the click."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.apply import ApplyForm, AskApply
from actions.apply_photo import payload
from actions.letter.found import Findings, Found
from actions.photo import PhotoRead, PhotoUse, findings_in
from actions.procedure.tables import table
from tests.unit.actions.test_stage import Stage, clicked, parsed, run, tracker_of

TRAFFIC = Findings(
    {
        "agency": Found("石泉县公安局交通警察大队", 0.98),
        "document": Found("公安交通管理简易程序处罚决定书", 0.98),
        "number": Found("6100001900000001", 0.8),
        "decided_on": Found("2026-11-02", 0.98),
    }
)
ENVIRONMENT = Findings(
    {
        "agency": Found("安康市生态环境局石泉分局", 0.98),
        "document": Found("行政处罚决定书", 0.98),
        "received_on": Found("2026-11-02", 0.98),
    }
)
EMPTY = dict.fromkeys([*ApplyForm.slots(), "requested_slot"])


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def sent(intent: str, findings: Findings, slots: dict[str, Any] | None = None, form: str | None = None) -> Tracker:
    """A tracker whose last message carries findings."""
    tracker = tracker_of(clicked(payload(intent, findings)), {**EMPTY, **(slots or {})})
    tracker.active_loop = {"name": form} if form else {}
    return tracker


def used(findings: Findings, **slots: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    said, events = run(PhotoUse(), sent("photo_use", findings, slots, "apply_form"))
    assert {event["event"] for event in events} == {"slot"}
    return said, {event["name"]: event["value"] for event in events}


@pytest.mark.parametrize(("form", "by_hand"), [("apply_form", "/continue"), (None, "/apply")])
def test_what_was_read_is_shown_and_nothing_is_filled(form: str | None, by_hand: str) -> None:
    [message], events = run(PhotoRead(), sent("photo_read", TRAFFIC, form=form))
    assert events == []
    assert message["type"] == "review"
    assert [choice["choice"] for choice in message["choices"]] == [payload("photo_use", TRAFFIC), by_hand]


def test_an_unreadable_photo_is_said_and_changes_nothing() -> None:
    [message], events = run(PhotoRead(), sent("photo_read", Findings(refused="dark"), form="apply_form"))
    assert events == [] and message["text"].startswith("没有读清：照片太暗")


@pytest.mark.parametrize("entities", [{}, {"findings": "nonsense"}, {"findings": "[]"}, {"topic": "fee"}])
def test_a_message_without_findings_is_an_unreadable_photo(entities: dict[str, str]) -> None:
    tracker = tracker_of(parsed("/photo_read", "photo_read", **entities))
    assert findings_in(tracker) == Findings(refused="unclear")


def answers_of(slots: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in slots["apply_short"]["values"].items() if key != "start"}


def test_confirming_fills_what_the_form_asks_and_leaves_the_next_question_to_it() -> None:
    said, slots = used(TRAFFIC, requested_slot="apply_answer")
    assert answers_of(slots) == {
        "respondent": "石泉县公安局交通警察大队",
        "body": "traffic_police",
        "matter": "penalty",
        "on_the_spot": "yes",
        "act_name": "公安交通管理简易程序处罚决定书（6100001900000001）",
        "learned_on": "2026-11-02",
    }
    assert slots["requested_slot"] is None
    assert said[0]["text"] == table("photo")["card"]["used"]
    assert [message["type"] for message in said] == ["notice", "notice", "notice", "deadline"]
    assert "石泉县人民政府" in said[1]["text"] and "要先申请复议" in said[2]["text"]


def test_the_form_goes_on_with_what_is_missing() -> None:
    _, slots = used(TRAFFIC, requested_slot="apply_answer")
    said, events = run(ApplyForm(), tracker_of(clicked("/photo_use"), {**EMPTY, **slots}))
    assert said == [] and {event["name"]: event["value"] for event in events} == {
        "apply_answer": None,
        "requested_slot": "apply_answer",
    }
    [question], _ = run(AskApply(), tracker_of(None, {**EMPTY, **slots}))
    assert question["field"] == "apply_sued"


def test_a_day_of_service_is_only_offered() -> None:
    _, slots = used(ENVIRONMENT)
    found = answers_of(slots)
    assert found["body"] == "environment" and found["event_day"] == "2026-11-02"
    assert "learned_on" not in found and "learned_how" not in found


def test_answers_given_before_are_replaced_with_what_depends_on_them() -> None:
    before = {
        "start": "step",
        "respondent": "城管",
        "body": "city_management",
        "matter": "compulsion",
        "requests": ["revoke"],
    }
    _, slots = used(ENVIRONMENT, apply_short={"values": before})
    found = answers_of(slots)
    assert (found["respondent"], found["body"]) == ("安康市生态环境局石泉分局", "environment")
    assert found["matter"] == "penalty" and "requests" not in found


def test_what_the_form_does_not_understand_is_left_out() -> None:
    said, slots = used(Findings({"agency": Found("局", 0.9), "number": Found("演示1号", 0.9)}))
    assert slots.get("apply_short") is None and slots["requested_slot"] is None
    assert [message["text"] for message in said] == [table("photo")["card"]["nothing_used"]]


def test_a_refused_photo_that_is_confirmed_all_the_same_fills_nothing() -> None:
    _, slots = used(Findings(refused="sample"))
    assert slots.get("apply_short") is None
