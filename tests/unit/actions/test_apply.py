"""The application from the first question to the receipt, with real tables and fake records."""

from __future__ import annotations

import asyncio
import io
import logging
import threading
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions import context, guard
from actions.apply import CHANGEABLE, DEPENDENT, ApplyForm, authority_card, name_authority, required, tell_deadline
from actions.apply_facts import Values
from actions.apply_questions import (
    AskBody,
    AskDateCheck,
    AskLateReason,
    AskLearnedHow,
    AskLearnedOn,
    AskMatter,
    AskRequests,
    AskReview,
)
from actions.casework.errors import DamagedRecord, RecordsUnavailable
from actions.content.forms import words
from tests.unit.actions.test_stage import NOW, Stage, Talk, clicked, parsed, tracker_of

QUESTIONS = (AskBody, AskMatter, AskLearnedHow, AskLearnedOn, AskDateCheck, AskLateReason, AskRequests, AskReview)
PEOPLE = {"apply_name": "演示甲", "apply_phone": "13800000000", "apply_address": "某镇某村某组"}
REST = {
    "apply_applicant_kind": "citizen",
    "apply_requests": "revoke",
    "apply_facts": "那天我没有违章，罚单写错了车牌。",
}
IN_TIME, NEAR, LATE = "2026-11-20", "2026-09-26", "2026-05-01"


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


@pytest.fixture
def talk(stage: Stage) -> Talk:
    return Talk(ApplyForm(), [question() for question in QUESTIONS])


def until_date(talk: Talk, respondent: str = "交警", matter: str = "penalty", way: str = "on_the_spot") -> None:
    talk.answer(apply_respondent=respondent, apply_matter=matter, apply_learned_how=way)
    assert talk.asked == "apply_learned_on"


def until_review(talk: Talk, day: str = IN_TIME, **changes: str) -> None:
    until_date(talk)
    talk.answer(apply_learned_on=day)
    talk.answer(**(REST | PEOPLE | changes))
    assert talk.asked == "apply_review"


def lines(talk: Talk) -> dict[str, str]:
    """The open review, label → value."""
    assert talk.question["type"] == "review"
    return {line["label"]: line["value"] for line in talk.question["lines"]}


def kinds(said: list[dict[str, Any]]) -> list[str]:
    return [one.get("type") or one["response"] for one in said]


def text_of(docx: bytes) -> str:
    """The document's XML, which holds its words."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read("word/document.xml").decode()


# In time.


def test_in_time_no_date_is_asked_twice_and_no_reason_at_all(talk: Talk) -> None:
    until_date(talk)
    [told] = talk.fill(IN_TIME)
    assert (told["type"], told["state"], told["last_day"], told["days_left"]) == (
        "deadline",
        "in_time",
        "2027-01-19",
        57,
    )
    assert talk.asked == "apply_applicant_kind"


def test_the_order_of_the_questions(talk: Talk) -> None:
    seen = [talk.asked]
    for slot, value in (
        {"apply_respondent": "交警", "apply_matter": "penalty"}
        | {"apply_learned_how": "on_the_spot"}
        | {"apply_learned_on": IN_TIME}
        | REST
        | PEOPLE
    ).items():
        talk.answer(**{slot: value})
        seen.append(talk.asked)
    assert seen == [slot for slot in required({}) if slot != "apply_body"]


def test_the_authority_is_named_as_soon_as_the_body_is_known(talk: Talk) -> None:
    [told] = talk.fill("交警")
    assert told["level"] == "info"
    assert "石泉县公安局交通警察大队" in told["text"] and "向石泉县人民政府申请" in told["text"]
    assert talk.slots["apply_body"] == "traffic_police"


def test_what_has_to_be_checked_is_said(talk: Talk) -> None:
    [told] = talk.fill("国税局")
    assert "上一级税务机关" in told["text"] and words("apply")["check"] in told["text"]


def test_the_personal_notice_comes_before_the_first_personal_field_and_once(talk: Talk) -> None:
    until_date(talk)
    talk.answer(apply_learned_on=IN_TIME, apply_applicant_kind="citizen", apply_requests="revoke")
    assert talk.fill(REST["apply_facts"]) == [{"response": "utter_apply_personal_notice"}]
    talk.answer(**PEOPLE)
    talk.change("apply_facts")
    assert talk.fill("换一种说法，事情还是那件事。") == []


def test_what_is_reviewed_is_what_was_said(talk: Talk) -> None:
    until_review(talk, apply_requests="change,revoke")
    shown = lines(talk)
    assert shown["被申请人"] == "石泉县公安局交通警察大队"
    assert shown["向谁申请"] == "石泉县人民政府"
    assert (shown["知道的日子"], shown["申请期限的最后一天"]) == (IN_TIME, "2027-01-19")
    assert (shown["复议请求"], shown["事情的种类"]) == ("撤销、变更", "行政处罚")
    assert (shown["申请人"], shown["联系电话"], shown["送达地址"]) == tuple(PEOPLE.values())
    assert "期限方面的情况" not in shown and "耽误的情况" not in shown


def test_saving_gives_the_file_and_then_the_receipt_and_clears_everything(talk: Talk, stage: Stage) -> None:
    until_review(talk)
    file, receipt = talk.choose("save")
    assert (file["type"], file["file"]) == ("file", "file-1")
    assert "不等于递交" in file["effect"]
    assert (receipt["type"], receipt["number"], receipt["code"], receipt["rung"]) == (
        "receipt",
        "F2026-000001",
        "CDF-GHJ-KMN",
        "草稿",
    )
    assert talk.asked is None
    assert set(talk.slots.values()) == {None}


def test_what_is_saved_is_what_was_said(talk: Talk, stage: Stage) -> None:
    until_review(talk, apply_requests="revoke,change")
    talk.choose("save")
    [saved] = stage.records.applications.values()
    assert (saved.respondent, saved.matter, saved.learned_how) == ("石泉县公安局交通警察大队", "penalty", "on_the_spot")
    assert (saved.learned_on, saved.last_day) == (date(2026, 11, 20), date(2027, 1, 19))
    assert (saved.requests, saved.facts) == ("revoke,change", REST["apply_facts"])
    assert (saved.name, saved.phone, saved.address, saved.identity_number) == (*PEOPLE.values(), "")


def test_the_file_is_the_citizens_own_and_says_what_was_said(talk: Talk, stage: Stage) -> None:
    until_review(talk)
    talk.choose("save")
    [(conversation, name, media_type, content)] = stage.records.files
    assert conversation == talk.sender and name.endswith(".docx") and "wordprocessingml" in media_type
    text = text_of(content)
    for needed in (
        "【草稿】",
        "石泉县公安局交通警察大队",
        "石泉县人民政府",
        "撤销",
        "行政处罚决定",
        *PEOPLE.values(),
        REST["apply_facts"],
    ):
        assert needed in text


def test_the_exact_words_save_as_well(talk: Talk, stage: Stage) -> None:
    until_review(talk)
    assert kinds(talk.type("确认保存")) == ["file", "receipt"]
    assert len(stage.records.applications) == 1


@pytest.mark.parametrize("text", ["好的", "是", "确认", "可以", "保存吧"])
def test_nothing_else_saves(talk: Talk, stage: Stage, text: str) -> None:
    until_review(talk)
    assert talk.type(text, "tell", 0.9) == [{"response": "utter_invalid_apply_review"}]
    assert talk.asked == "apply_review"
    assert stage.records.applications == {} and stage.records.files == []


# Near the end, and late.


def test_near_the_end_the_date_is_asked_twice_before_anything_is_said(talk: Talk) -> None:
    until_date(talk)
    assert talk.fill(NEAR) == []
    assert talk.asked == "apply_date_check" and NEAR in talk.question["text"]
    [told] = talk.choose("yes")
    assert (told["type"], told["state"], told["days_left"]) == ("deadline", "near", 2)
    assert talk.asked == "apply_applicant_kind"


def test_a_date_that_was_wrong_is_asked_for_again(talk: Talk) -> None:
    until_date(talk)
    talk.fill(NEAR)
    assert talk.choose("change") == []
    assert talk.asked == "apply_learned_on" and talk.slots["apply_date_check"] is None
    assert kinds(talk.fill(IN_TIME)) == ["deadline"]
    assert talk.asked == "apply_applicant_kind"


def test_a_date_that_was_wrong_twice_is_checked_twice(talk: Talk) -> None:
    until_date(talk)
    talk.fill(NEAR)
    talk.choose("change")
    assert talk.fill(LATE) == []
    assert talk.asked == "apply_date_check" and LATE in talk.question["text"]


def test_the_last_day_itself_is_asked_twice(talk: Talk, stage: Stage) -> None:
    stage.at(NOW + timedelta(days=2))
    until_date(talk)
    talk.fill(NEAR)
    [told] = talk.choose("yes")
    assert (told["state"], told["days_left"]) == ("near", 0) and "今天就是最后一天" in told["text"]


def late(talk: Talk) -> None:
    """A citizen whose date is past, asked for a reason."""
    until_date(talk)
    assert talk.fill(LATE) == []
    [told] = talk.choose("yes")
    assert (told["state"], told["days_left"]) == ("late_reasons", None)
    assert talk.asked == "apply_late_reason"


def test_late_is_never_a_wall(talk: Talk) -> None:
    late(talk)
    offered = [choice["label"] for choice in talk.question["choices"]]
    assert len(offered) > 3 and offered[-1] == words("apply")["options"]["apply_late_reason"]["none"]


def test_a_reason_is_followed_by_its_story_and_both_are_reviewed(talk: Talk, stage: Stage) -> None:
    late(talk)
    [told] = talk.choose("obstacle")
    assert told["state"] == "late_reasons" and talk.asked == "apply_late_story"
    talk.answer(apply_late_story="五月六月住院，有住院单。", **REST, **PEOPLE)
    assert "重病" in lines(talk)["期限方面的情况"] and lines(talk)["耽误的情况"] == "五月六月住院，有住院单。"
    talk.choose("save")
    assert "五月六月住院" in text_of(stage.records.files[0][3])


def test_a_reason_that_was_just_chosen_is_not_asked_for_again_in_words(talk: Talk) -> None:
    late(talk)
    [told] = talk.choose("obstacle")
    assert "由复议机关判断" in told["text"]
    assert "请先看看有没有您的情况" not in told["text"] and "请选出来" not in told["next"]


def test_not_told_of_the_right_counts_anew_from_today(talk: Talk) -> None:
    late(talk)
    [told] = talk.choose("not_told")
    assert (told["state"], told["last_day"]) == ("in_time", "2027-01-22")
    assert talk.asked == "apply_late_story"


def test_no_reason_needs_no_story(talk: Talk) -> None:
    late(talk)
    [told] = talk.choose("none")
    assert told["state"] == "late" and "还有别的办法" in told["text"]
    assert talk.asked == "apply_applicant_kind"


def test_a_late_draft_can_be_saved_all_the_same(talk: Talk, stage: Stage) -> None:
    late(talk)
    talk.choose("none")
    talk.answer(**REST, **PEOPLE)
    assert kinds(talk.choose("save")) == ["file", "receipt"]
    [saved] = stage.records.applications.values()
    assert saved.last_day == date(2026, 6, 30)


# Nothing was done.


def test_inaction_has_ways_and_a_date_of_its_own(talk: Talk) -> None:
    talk.answer(apply_respondent="民政局", apply_matter="inaction")
    offered = {choice["choice"].split("=")[1].rstrip('"}') for choice in talk.question["choices"]}
    assert {"inaction_fixed", "inaction_open", "inaction_urgent"} < offered
    talk.choose("inaction_open")
    assert "机关收到您的申请是哪一天" in talk.question["text"]


def test_too_early_is_said(talk: Talk) -> None:
    until_date(talk, "民政局", "inaction", "inaction_open")
    [told] = talk.fill("2026-11-01")
    assert told["state"] == "not_yet" and "2027年1月1日" in told["text"]
    assert talk.asked == "apply_applicant_kind"


def test_a_period_of_the_agency_may_end_after_today(talk: Talk) -> None:
    until_date(talk, "民政局", "inaction", "inaction_fixed")
    [told] = talk.fill("2026-11-30")
    assert told["state"] == "not_yet"


def test_other_dates_may_not_lie_ahead(talk: Talk) -> None:
    until_date(talk)
    assert talk.fill("2026-11-24") == [{"response": "utter_invalid_apply_learned_on"}]
    assert talk.asked == "apply_learned_on"


def test_the_document_of_inaction_names_the_duty(talk: Talk, stage: Stage) -> None:
    until_date(talk, "民政局", "inaction", "inaction_open")
    talk.answer(apply_learned_on="2026-08-20", **REST | {"apply_requests": "perform"}, **PEOPLE)
    talk.choose("save")
    assert "请求责令被申请人在一定期限内履行" in text_of(stage.records.files[0][3])


def test_of_silence_nobody_is_offered_to_revoke_a_decision(talk: Talk) -> None:
    until_date(talk, "民政局", "information", "inaction_open")
    talk.answer(apply_learned_on="2026-08-20", apply_applicant_kind="citizen")
    offered = {choice["value"] for choice in talk.question["choices"]}
    assert "perform" in offered and "revoke" not in offered


# Which body.


def test_several_bodies_are_asked_about_before_anything_is_said(talk: Talk) -> None:
    assert talk.fill("镇政府") == []
    assert talk.asked == "apply_body"
    labels = [choice["label"] for choice in talk.question["choices"]]
    assert "石泉县城关镇人民政府" in labels and labels[-1] == words("apply")["none_of_these"]


def test_the_chosen_body_is_named_with_its_authority(talk: Talk) -> None:
    talk.fill("镇政府")
    [told] = talk.choose("raofeng")
    assert "石泉县饶峰镇人民政府" in told["text"] and "石泉县人民政府" in told["text"]
    assert talk.asked == "apply_matter"


def test_the_body_may_be_typed(talk: Talk) -> None:
    talk.fill("镇政府")
    talk.type("饶峰")
    assert talk.slots["apply_body"] == "raofeng"


def test_none_of_the_bodies_keeps_the_words_and_names_no_authority(talk: Talk, stage: Stage) -> None:
    talk.fill("镇政府")
    [told] = talk.choose("other")
    assert told["level"] == "warning" and told["text"].startswith(words("apply")["check"])
    until = {"apply_matter": "penalty", "apply_learned_how": "on_the_spot", "apply_learned_on": IN_TIME}
    talk.answer(**until, **REST, **PEOPLE)
    assert lines(talk)["被申请人"] == "镇政府" and lines(talk)["向谁申请"] == words("apply")["review"]["unsure"]
    talk.choose("save")
    assert next(iter(stage.records.applications.values())).respondent == "镇政府"
    assert "石泉县人民政府" not in text_of(stage.records.files[0][3])


def test_an_unknown_body_is_not_asked_about(talk: Talk) -> None:
    [told] = talk.fill("莫名其妙委员会")
    assert told["level"] == "warning" and talk.asked == "apply_matter"
    assert talk.slots["apply_body"] == "other"


@pytest.mark.parametrize("name", ["安康市公安局", "国家税务总局安康市税务局", "宁陕县公安局", "陕西省公安厅"])
def test_a_body_of_elsewhere_keeps_the_name_on_its_seal(talk: Talk, name: str) -> None:
    [told] = talk.fill(name)
    assert told["type"] == "notice"
    until = {"apply_matter": "penalty", "apply_learned_how": "on_the_spot", "apply_learned_on": IN_TIME}
    talk.answer(**until, **REST, **PEOPLE)
    assert lines(talk)["被申请人"] == name


def test_a_stale_or_invented_body_is_refused(talk: Talk) -> None:
    talk.fill("镇政府")
    assert talk.send(clicked('/choose{"option": "apply_body=traffic_police"}')) == [
        {"response": "utter_invalid_apply_body"}
    ]
    assert talk.asked == "apply_body"


# Questions in between.


@pytest.mark.parametrize(
    "message",
    [
        parsed("要钱吗", "ask", 0.9, topic="fee"),
        parsed("转人工", "handoff", 0.9),
        parsed("不办了", "stop", 0.9),
        clicked("/continue"),
        clicked("/abandon"),
        clicked("/menu"),
        clicked('/choose{"option": "apply_matter=penalty"}'),
        clicked('/choose{"option": "complaint_review=save"}'),
        parsed("李四", "inform", field="apply_name"),
    ],
    ids=lambda message: message["text"],
)
def test_what_is_no_answer_is_left_to_the_rules(talk: Talk, message: dict[str, Any]) -> None:
    before = dict(talk.slots)
    assert talk.send(message) == []
    assert talk.rejected and talk.slots == before


def test_the_save_button_of_an_old_review_does_not_save(talk: Talk, stage: Stage) -> None:
    until_review(talk)
    save = talk.payload("save")
    talk.change("apply_name")
    assert talk.send(clicked(save)) == [] and talk.rejected
    assert stage.records.applications == {}


def test_a_story_is_kept_word_for_word(talk: Talk) -> None:
    until_date(talk)
    talk.answer(apply_learned_on=IN_TIME, apply_applicant_kind="citizen", apply_requests="revoke")
    story = "第一：{没有}违章。\n第二：要不要罚款？\n转人工也没有用。" + "长" * 1900
    talk.fill(story)
    assert talk.slots["apply_facts"] == story


def test_several_requests_may_be_typed(talk: Talk) -> None:
    until_date(talk)
    talk.answer(apply_learned_on=IN_TIME, apply_applicant_kind="citizen")
    talk.type("变更、撤销")
    assert talk.slots["apply_requests"] == ["revoke", "change"]


# Changing an answer asks again what depended on it.

AGAIN = {
    "apply_respondent": ("镇政府", {"apply_respondent", "apply_body"}),
    "apply_matter": ("inaction", {"apply_matter", "apply_learned_how", "apply_learned_on", "apply_requests"}),
    "apply_learned_how": ("handed_over", {"apply_learned_how", "apply_learned_on"}),
    "apply_learned_on": (NEAR, {"apply_learned_on", "apply_date_check"}),
    "apply_applicant_kind": ("business", {"apply_applicant_kind", "apply_name"}),
    "apply_requests": ("change", {"apply_requests"}),
    "apply_facts": ("换一种说法，事情还是那件事。", {"apply_facts"}),
    "apply_name": ("演示乙", {"apply_name"}),
    "apply_phone": ("19900000000", {"apply_phone"}),
    "apply_address": ("某县某镇某街", {"apply_address"}),
}
FURTHER = {
    "apply_body": "chengguan",
    "apply_learned_how": "inaction_open",
    "apply_learned_on": IN_TIME,
    "apply_date_check": "yes",
    "apply_requests": "perform",
    "apply_name": "演示店",
}


@pytest.mark.parametrize("slot", AGAIN)
def test_changing_an_answer_asks_again_what_depends_on_it_and_nothing_else(talk: Talk, slot: str) -> None:
    until_review(talk)
    kept = dict(talk.slots)
    value, expected = AGAIN[slot]
    talk.change(slot)
    asked = set()
    while talk.asked != "apply_review":
        assert talk.asked is not None and talk.asked not in asked, "asked twice or lost"
        asked.add(talk.asked)
        talk.answer(**{talk.asked: value if talk.asked == slot else FURTHER[talk.asked]})
    assert asked == expected
    changed = {name for name in kept if kept[name] != talk.slots[name]}
    assert slot in changed and changed <= expected | {"apply_body"}


def test_changing_the_date_from_late_to_in_time_forgets_the_reason_and_its_story(talk: Talk, stage: Stage) -> None:
    late(talk)
    talk.choose("obstacle")
    talk.answer(apply_late_story="五月六月住院，有住院单。", **REST, **PEOPLE)
    talk.change("apply_learned_on")
    talk.fill(IN_TIME)
    assert talk.asked == "apply_review"
    assert "耽误的情况" not in lines(talk) and "期限方面的情况" not in lines(talk)
    talk.choose("save")
    assert "住院" not in text_of(stage.records.files[0][3])


def test_changing_the_reason_asks_for_its_story_again(talk: Talk) -> None:
    late(talk)
    talk.choose("obstacle")
    talk.answer(apply_late_story="五月六月住院，有住院单。", **REST, **PEOPLE)
    talk.change("apply_late_reason")
    assert len(talk.question["choices"]) > 3
    talk.choose("wrong_lawsuit")
    assert talk.asked == "apply_late_story" and talk.slots["apply_late_story"] is None
    talk.fill("法院七月驳回了起诉。")
    assert talk.asked == "apply_review"


def test_changing_from_a_decision_to_silence_asks_for_the_requests_again(talk: Talk) -> None:
    until_date(talk, "民政局", "information", "handed_over")
    talk.answer(apply_learned_on=IN_TIME, **REST, **PEOPLE)
    talk.change("apply_learned_how")
    talk.answer(apply_learned_how="inaction_open", apply_learned_on=IN_TIME)
    assert talk.asked == "apply_requests"


def test_changing_who_applies_asks_for_the_name_again(talk: Talk) -> None:
    until_review(talk)
    talk.change("apply_applicant_kind")
    talk.choose("organisation")
    assert talk.asked == "apply_name"


def test_every_changeable_answer_is_asked_and_every_dependent_one_too() -> None:
    everything = {"apply_learned_how": "on_the_spot", "apply_learned_on": LATE, "apply_late_reason": "obstacle"}
    assert set(CHANGEABLE) <= set(required(everything)) <= set(ApplyForm.fields)
    assert {slot for many in DEPENDENT.values() for slot in many} <= set(ApplyForm.fields)
    assert set(required(everything)) == set(ApplyForm.fields)


@pytest.mark.parametrize("slot", ["apply_review", "apply_body", "apply_date_check", "requested_slot", "complaint_name"])
def test_what_is_no_answer_of_the_citizens_cannot_be_changed(talk: Talk, slot: str) -> None:
    until_review(talk)
    stale = clicked(f'/choose{{"option": "apply_review=change:{slot}"}}')
    assert talk.send(stale) == [{"response": "utter_invalid_apply_review"}]
    assert talk.asked == "apply_review"


# When saving fails.


@pytest.mark.parametrize("step", ["save_application", "keep_file"])
@pytest.mark.parametrize("error", [RecordsUnavailable("演示甲"), DamagedRecord("演示甲")])
def test_a_failure_to_save_says_so_and_nothing_else_and_keeps_the_review_open(
    talk: Talk, stage: Stage, step: str, error: Exception
) -> None:
    until_review(talk)
    before = dict(talk.slots)
    stage.records.failing[step] = error
    [told] = talk.choose("save")
    assert (told["type"], told["level"]) == ("notice", "error") and "请当作没有存上" in told["text"]
    assert talk.asked == "apply_review" and talk.slots == before


@pytest.mark.parametrize("step", ["save_application", "keep_file"])
def test_saving_again_after_a_failure_keeps_one_record(talk: Talk, stage: Stage, step: str) -> None:
    until_review(talk)
    stage.records.failing[step] = RecordsUnavailable()
    talk.choose("save")
    stage.records.failing.clear()
    assert kinds(talk.choose("save")) == ["file", "receipt"]
    assert len(stage.records.applications) == 1 and len(stage.records.files) == 1


def test_a_save_that_is_slow_says_so_and_a_second_try_keeps_one_record(
    talk: Talk, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    until_review(talk)
    monkeypatch.setattr(guard, "SECONDS", 0.3)
    released = threading.Event()
    stage.records.before = lambda: released.wait(10)
    tracker = tracker_of(clicked(talk.payload("save")), dict(talk.slots), talk.events)

    async def slow_turn() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        say = CollectingDispatcher()
        events = await ApplyForm().run(say, tracker, {})
        released.set()  # the first try goes through after all, behind the citizen's back
        return [one["custom"] for one in say.messages], events

    [told], events = asyncio.run(slow_turn())
    assert told["level"] == "error" and "太慢" in told["text"]
    assert {event["name"]: event["value"] for event in events} == {
        "apply_review": None,
        "requested_slot": "apply_review",
    }
    assert len(stage.records.applications) == 1
    assert kinds(talk.choose("save")) == ["file", "receipt"]
    assert len(stage.records.applications) == 1


def test_two_fillings_are_two_records(talk: Talk, stage: Stage) -> None:
    until_review(talk)
    talk.choose("save")
    talk.events.append({"event": "active_loop", "name": None, "timestamp": 1795400100.0})
    talk.events.append({"event": "active_loop", "name": "apply_form", "timestamp": 1795400200.0})
    talk.send(parsed("我要申请复议", "apply"))
    until_review(talk)
    talk.choose("save")
    assert len(stage.records.applications) == 2


def test_nothing_personal_is_logged(talk: Talk, stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    until_review(talk)
    stage.records.failing["save_application"] = RuntimeError("演示甲 13800000000")
    [told] = talk.choose("save")
    assert told["level"] == "error"
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert "RuntimeError" in logged
    for secret in (*PEOPLE.values(), REST["apply_facts"], "CDF-GHJ-KMN"):
        assert secret not in logged


# The parts.


def test_required_asks_for_a_check_only_where_a_day_decides(stage: Stage) -> None:
    def pressing(**values: str) -> list[str]:
        known = {"apply_learned_how": "on_the_spot"} | values
        return [
            slot for slot in required(known) if slot in ("apply_date_check", "apply_late_reason", "apply_late_story")
        ]

    assert pressing() == pressing(apply_learned_on=IN_TIME) == []
    assert pressing(apply_learned_on=NEAR) == ["apply_date_check"]
    assert pressing(apply_learned_on=LATE) == ["apply_date_check", "apply_late_reason"]
    assert pressing(apply_learned_on=LATE, apply_late_reason="obstacle")[-1] == "apply_late_story"
    assert pressing(apply_learned_on=LATE, apply_late_reason="none") == ["apply_date_check", "apply_late_reason"]
    assert pressing(apply_learned_on=LATE, apply_late_reason="not_told")[-1] == "apply_late_story"


def test_a_body_that_is_known_is_not_looked_for_again(stage: Stage) -> None:
    say = CollectingDispatcher()
    values: Values = {"apply_respondent": "镇政府", "apply_body": "raofeng"}
    assert name_authority(values, say) == {}
    assert [one["custom"] for one in say.messages] == [authority_card(values)]


def test_a_bureau_of_justice_may_be_taken_to_either_of_two(stage: Stage) -> None:
    card = authority_card({"apply_respondent": "司法局", "apply_body": "justice_bureau"})
    assert "石泉县人民政府" in card["text"] and "安康市司法局" in card["text"]


def test_nothing_is_said_of_a_deadline_before_a_pressing_date_is_checked(stage: Stage) -> None:
    values = {"apply_learned_how": "on_the_spot", "apply_learned_on": NEAR}
    for slot, said in (("apply_learned_on", 0), ("apply_date_check", 1), ("apply_late_reason", 1)):
        say = CollectingDispatcher()
        assert tell_deadline(slot, values, say, context.today()) == {}
        assert len(say.messages) == said
