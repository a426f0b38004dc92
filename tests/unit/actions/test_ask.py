"""Answers by id, and the nearest topics where none is certain."""

from __future__ import annotations

import json
from typing import Any

import pytest

from actions import context
from actions.ask import OFFERED, ActionAsk, ActionFallback, ActionNoneFits, ActionOutOfScope, nearest
from actions.casework.errors import RecordsUnavailable
from actions.content.forms import words
from bot.channels.messages import checked
from tests.unit.actions.test_stage import DOMAIN, Stage, clicked, parsed, run, tracker_of


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def ranked(*labels: str, text: str = "那个事情", intent: str = "nlu_fallback") -> dict[str, Any]:
    guesses = [{"name": label, "confidence": 0.3 - at / 100} for at, label in enumerate(labels)]
    return parsed(text, intent, 0.3) | {"intent_ranking": guesses}


def one(action: Any, message: dict[str, Any] | None) -> dict[str, Any]:
    [said], events = run(action, tracker_of(message))
    assert {event["name"] for event in events} <= {"last_topic", "told"} and checked([said]) == ([said], [])
    return said


def topics(message: dict[str, Any]) -> list[str]:
    offered = [choice["choice"] for choice in message["choices"] if choice["choice"].startswith("/ask")]
    return [json.loads(choice.removeprefix("/ask"))["topic"] for choice in offered]


@pytest.mark.parametrize("topic", ["fee", "filing-deadline", "privacy"])
def test_a_topic_is_answered_typed_and_clicked_alike(topic: str) -> None:
    typed = one(ActionAsk(), parsed("那要钱不", "ask", 0.8, topic=topic))
    assert typed == one(ActionAsk(), clicked(f'/ask{{"topic": "{topic}"}}'))
    assert (typed["type"], typed["id"], typed["title"]) == ("answer", topic, context.answers()[topic].title)


def test_every_answer_can_be_asked_for() -> None:
    for topic in context.answers():
        assert one(ActionAsk(), parsed("怎么办", "ask", 0.8, topic=topic))["id"] == topic


@pytest.mark.parametrize("topic", ["no-such-topic", "", "None", "../fee"])
def test_an_unknown_topic_offers_the_nearest(topic: str) -> None:
    assert one(ActionAsk(), parsed("怎么办", "ask", 0.8, topic=topic))["type"] == "choices"


def test_a_story_without_a_topic_offers_the_nearest() -> None:
    message = ranked("ask/fee", "ask/privacy", intent="tell")
    assert one(ActionAsk(), message) == one(ActionFallback(), message)
    assert topics(one(ActionAsk(), message)) == ["fee", "privacy"]


def test_the_nearest_come_in_the_order_of_the_ranking_and_no_more_than_three() -> None:
    message = one(ActionFallback(), ranked("ask/privacy", "greet", "ask/fee", "ask/filing-deadline", "ask/correction"))
    assert OFFERED == 3 and topics(message) == ["privacy", "fee", "filing-deadline"]
    assert [choice["label"] for choice in message["choices"]][:3] == [
        context.answers()[topic].title for topic in topics(message)
    ]


@pytest.mark.parametrize(
    "message", [None, {}, parsed("嗯", "nlu_fallback"), ranked(), ranked("ask/no-such", "ask/", "ask", "greet")]
)
def test_with_nothing_near_it_says_so(message: dict[str, Any] | None) -> None:
    said = nearest(tracker_of(message))
    assert topics(said) == [] and said["text"].startswith(words("ask")["fallback_none"].split("{")[0])


def test_there_is_always_a_way_on_the_phone_and_a_human() -> None:
    for labels in ((), ("ask/fee",), ("ask/fee", "ask/privacy", "ask/filing-deadline", "ask/correction")):
        said = one(ActionFallback(), ranked(*labels))
        assert [choice["choice"] for choice in said["choices"]][-2:] == ["/none_fits", "/handoff"]
        assert context.region().office_phone_text() in said["text"] and "{" not in said["text"]


def test_what_the_citizen_said_is_not_repeated() -> None:
    assert "我家的秘密" not in str(one(ActionFallback(), ranked("ask/fee", text="我家的秘密")))


def test_the_actions_are_called_as_the_domain_calls_them() -> None:
    assert {ActionAsk().name(), ActionFallback().name()} <= set(DOMAIN["actions"])


@pytest.mark.parametrize("feature", ["apply", "complaint", "case_status"])
def test_a_feature_that_was_meant_is_offered(feature: str) -> None:
    said = one(ActionAsk(), ranked(feature, "ask/fee", intent="tell"))
    assert f"/{feature}" in [choice["choice"] for choice in said["choices"]]


# What leans on the last answer.


def slots(action: Any, message: dict[str, Any], **kept: str) -> dict[str, Any]:
    _, events = run(action, tracker_of(message, kept))
    return {event["name"]: event["value"] for event in events}


@pytest.mark.parametrize(
    ("last", "text", "found"),
    [
        ("how-to-file", "那要多久呢", "decision-period"),
        ("how-to-file", "在哪办", "office-contact"),
        ("mailbox-what", "多久？", "mailbox-reply-time"),
        ("information-request", "那要钱吗", "information-fee"),
        ("how-to-file", "公司也一样吗", "company-applicant"),
        ("decision-kinds", "不服怎么办呢", "lawsuit-after-decision"),
    ],
)
@pytest.mark.parametrize("action", [ActionAsk(), ActionFallback()])
def test_a_short_question_leans_on_the_last_answer(action: Any, last: str, text: str, found: str) -> None:
    [said], events = run(action, tracker_of(ranked("ask/fee", text=text), {"last_topic": last}))
    assert said["id"] == found
    assert {"name": "last_topic", "value": found}.items() <= events[0].items()


def test_without_a_last_answer_a_short_question_stands_alone() -> None:
    assert one(ActionFallback(), ranked("ask/fee", text="那要多久呢"))["type"] == "choices"
    said, _ = run(ActionFallback(), tracker_of(ranked("ask/fee", text="那要多久呢"), {"last_topic": "gone"}))
    assert said[0]["type"] == "choices"


def test_a_question_with_a_subject_of_its_own_does_not_lean() -> None:
    message = parsed("复议多久出结果", "ask", 0.9, topic="decision-period")
    [said], _ = run(ActionAsk(), tracker_of(message, {"last_topic": "mailbox-what"}))
    assert said["id"] == "decision-period"


def test_the_last_answer_is_remembered_and_a_story_kept_for_the_application() -> None:
    story = "城管昨天把我的三轮车拖走了，车上的菜都坏了"
    assert slots(ActionAsk(), parsed(story, "tell", 0.8, topic="seizure-period")) == {
        "last_topic": "seizure-period",
        "told": story,
    }
    assert slots(ActionAsk(), parsed("复议要钱吗", "ask", 0.9, topic="fee")) == {"last_topic": "fee"}
    assert slots(ActionAsk(), clicked('/ask{"topic": "fee"}')) == {"last_topic": "fee"}


# None of the offered topics fitted.


def heard(text: str, *labels: str) -> dict[str, Any]:
    ranking = [{"name": label, "confidence": 0.2} for label in labels]
    return {"event": "user", "text": text, "parse_data": {"intent_ranking": ranking}}


def test_a_question_that_nothing_fits_is_remembered(stage: Stage) -> None:
    events = [heard("井盖坏了找哪个", "ask/fee", "ask/privacy"), {"event": "bot"}, heard("/none_fits")]
    said, changed = run(ActionNoneFits(), tracker_of(clicked("/none_fits"), events=events))
    assert said == [{"response": "utter_none_fits"}] and changed == []
    assert stage.records.unanswered == [("井盖坏了找哪个", ["ask/fee", "ask/privacy"])]


def test_nothing_is_remembered_where_nothing_was_typed(stage: Stage) -> None:
    run(ActionNoneFits(), tracker_of(clicked("/none_fits"), events=[heard("/menu")]))
    assert stage.records.unanswered == []


def test_the_way_on_does_not_hang_on_the_list(stage: Stage) -> None:
    stage.records.failing["keep_unanswered"] = RecordsUnavailable("down")
    said, _ = run(ActionNoneFits(), tracker_of(clicked("/none_fits"), events=[heard("井盖坏了找哪个")]))
    assert said == [{"response": "utter_none_fits"}]


def test_what_is_not_ours_is_said_unless_it_leans_on_the_last_answer() -> None:
    said, events = run(ActionOutOfScope(), tracker_of(parsed("今天下雨吗", "out_of_scope")))
    assert said == [{"response": "utter_out_of_scope"}] and events == []
    message = parsed("那要多久呢", "out_of_scope")
    [found], _ = run(ActionOutOfScope(), tracker_of(message, {"last_topic": "how-to-file"}))
    assert found["id"] == "decision-period"
