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

from actions import apply, guard
from actions.apply import ApplyForm, AskApply
from actions.casework.errors import DamagedRecord, RecordsUnavailable, TooManyTries
from actions.content.forms import words
from actions.conversation import ActionAbandon
from actions.interview.flow import resting_on
from tests.unit.actions.guided_talk import SKIP, USUAL, GuidedTalk
from tests.unit.actions.test_stage import CODE, NOW, Stage, clicked, parsed, run, tracker_of

IN_TIME, NEAR, LATE = "2026-11-20", "2026-09-26", "2026-05-01"
PEOPLE = ("演示甲", "13800000000", "某县某镇某村某组")
STORY = "交警上个月15号在路口罚了我两百，我没有违章。"


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


@pytest.fixture
def talk(stage: Stage) -> GuidedTalk:
    return GuidedTalk(AskApply())


def again(talk: GuidedTalk) -> GuidedTalk:
    """The same citizen in a form opened anew."""
    other = GuidedTalk.__new__(GuidedTalk)
    other.__dict__.update(talk.__dict__)
    other.slots = dict.fromkeys(talk.slots)
    later = float(talk.events[-1]["timestamp"]) + 100
    other.events = [*talk.events, {"event": "active_loop", "name": "apply_form", "timestamp": later}]
    other.send(parsed("我要办事", "apply"))
    return other


def kinds(said: list[dict[str, Any]]) -> list[str]:
    return [one["type"] for one in said]


def text_of(docx: bytes) -> str:
    """The document's XML, which holds its words."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read("word/document.xml").decode()


# In time.


def test_the_order_of_the_questions(talk: GuidedTalk) -> None:
    """The person comes last: names, numbers and addresses are asked when everything else is told."""
    asked = talk.until()
    assert asked == [
        *("start", "respondent", "matter", "sued", "on_the_spot", "act_name", "learned_how", "learned_on", "requests"),
        *("facts", "reasons", "evidence", "evidence_more", "applicant", "agent"),
        *("name", "identity", "sex", "address", "phone", "delivery"),
    ]


def test_in_time_no_date_is_asked_twice_and_no_reason_at_all(talk: GuidedTalk) -> None:
    talk.until("learned_on")
    [told] = talk.fill(IN_TIME)
    assert (told["type"], told["state"], told["last_day"], told["days_left"]) == (
        "deadline",
        "in_time",
        "2027-01-19",
        57,
    )
    assert talk.asked == "requests"


def test_the_authority_is_named_as_soon_as_the_body_is_known(talk: GuidedTalk) -> None:
    talk.until("respondent")
    [told] = talk.fill("交警")
    assert told["level"] == "info"
    assert "石泉县公安局交通警察大队" in told["text"] and "向石泉县人民政府申请" in told["text"]
    assert talk.values["body"] == "traffic_police"


def test_what_has_to_be_checked_is_said(talk: GuidedTalk) -> None:
    talk.until("respondent")
    [told] = talk.fill("国税局")
    assert "上一级税务机关" in told["text"] and words("apply")["check"] in told["text"]


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({}, "name"),
        ({"agent": "lawyer"}, "agent_name"),
        ({"applicant": "group"}, "group_names"),
        ({"applicant": "deceased"}, "deceased"),
        ({"applicant": "company"}, "name"),
    ],
)
def test_the_personal_notice_comes_before_the_first_personal_field_and_once(
    talk: GuidedTalk, changes: dict[str, str], first: str
) -> None:
    notice, heard = words("apply")["personal_notice"], []
    while talk.asked != "review":
        private = talk.form.subject.interview.questions[str(talk.asked)].private
        if private and not heard:
            raise AssertionError(f"{talk.asked} is asked before the notice")
        told = talk.give(changes.get(str(talk.asked), talk.usual()))
        heard += [talk.asked for one in told if one["text"] == notice]
    assert heard == [first]
    talk.change("facts")
    assert talk.fill("换一种说法，事情还是那件事。") == []


def test_what_is_reviewed_is_what_was_said(talk: GuidedTalk) -> None:
    talk.until(requests="change,revoke")
    shown = talk.lines()
    assert shown["被申请人"] == "石泉县公安局交通警察大队"
    assert shown["向谁申请"] == "石泉县人民政府"
    assert (shown["知道的日子"], shown["申请期限的最后一天"]) == ("2026年11月20日（星期五）", "2027年1月19日（星期二）")
    assert (shown["复议请求"], shown["事情的种类"]) == ("撤销、变更", "行政处罚")
    assert (shown["申请人"], shown["联系电话"], shown["送达地址"]) == PEOPLE
    assert "期限方面的情况" not in shown and "耽误的情况" not in shown


def test_what_is_computed_stands_once_on_the_review(talk: GuidedTalk) -> None:
    talk.until(on_the_spot="yes")
    labels = [line["label"] for line in talk.question["lines"] if not line["choice"]]
    assert labels == ["向谁申请", "申请期限的最后一天"]


def test_saving_gives_the_file_and_then_the_receipt_and_clears_everything(talk: GuidedTalk) -> None:
    talk.until()
    file, receipt = talk.choose("save")
    assert (file["type"], file["file"], file["page"]) == ("file", "file-1", "file-2")
    assert "不等于递交" in file["effect"]
    assert (receipt["type"], receipt["number"], receipt["code"], receipt["rung"]) == (
        "receipt",
        "F2026-000001",
        CODE,
        "草稿",
    )
    assert talk.asked is None and set(talk.slots.values()) == {None}


def test_what_is_saved_is_what_was_said(talk: GuidedTalk, stage: Stage) -> None:
    talk.until(requests="revoke,change")
    values = talk.values
    talk.choose("save")
    [saved] = stage.records.applications.values()
    assert (saved.respondent, saved.matter, saved.learned_how) == ("石泉县公安局交通警察大队", "penalty", "handed_over")
    assert (saved.learned_on, saved.last_day) == (date(2026, 11, 20), date(2027, 1, 19))
    assert (saved.requests, saved.facts) == ("revoke,change", USUAL["facts"])
    assert (saved.name, saved.phone, saved.address, saved.identity_number) == (*PEOPLE, "")
    assert saved.answers == values


def test_the_files_are_the_citizens_own_and_say_what_was_said(talk: GuidedTalk, stage: Stage) -> None:
    talk.until()
    talk.choose("save")
    [document, page] = stage.records.files
    assert document[:2] == (talk.sender, "行政复议申请书（草稿）.docx") and "wordprocessingml" in document[2]
    assert page[:3] == (talk.sender, "行政复议申请书（草稿）.html", "text/html")
    for text in (text_of(document[3]), page[3].decode()):
        for needed in (
            "【草稿】",
            "石泉县公安局交通警察大队",
            "石泉县人民政府",
            "行政处罚决定",
            *PEOPLE,
            USUAL["facts"],
        ):
            assert needed in text
        assert "None" not in text


def test_the_exact_words_save_as_well(talk: GuidedTalk, stage: Stage) -> None:
    talk.until()
    assert kinds(talk.type("确认保存")) == ["file", "receipt"]
    assert len(stage.records.applications) == 1


@pytest.mark.parametrize("text", ["好的", "是", "确认", "可以", "保存吧"])
def test_nothing_else_saves(talk: GuidedTalk, stage: Stage, text: str) -> None:
    talk.until()
    [told] = talk.type(text, "tell", 0.9)
    assert told["level"] == "warning" and talk.asked == "review"
    assert stage.records.applications == {} and stage.records.files == []


# Told in one breath.


def test_a_story_at_the_first_question_is_heard_and_asked_back(talk: GuidedTalk) -> None:
    assert talk.fill(STORY) == [] and talk.asked == "heard"
    assert talk.question["text"].split("\n")[1:] == [
        "· 单位：石泉县公安局交通警察大队",
        "· 事情的种类：行政处罚",
        "· 日子：2026年10月15日（星期四）",
        "· 金额：200元",
    ]
    [told] = talk.choose("yes")
    assert "石泉县人民政府" in told["text"] and talk.asked == "sued"
    assert (talk.values["start"], talk.values["story"], talk.values["matter"]) == ("tell", STORY, "penalty")


def test_what_was_heard_is_forgotten_when_it_is_wrong(talk: GuidedTalk) -> None:
    talk.fill(STORY)
    assert talk.choose("no") == []
    assert talk.asked == "respondent" and set(talk.values) == {"start", "story", "heard"}


@pytest.mark.parametrize("text", ["1", "我来说说", "tell", "我来说说是什么事吧"])
def test_choosing_to_tell_is_not_the_story(talk: GuidedTalk, text: str) -> None:
    talk.type(text)
    assert talk.asked == "story" and talk.values == {"start": "tell"}


def test_a_message_that_opens_the_form_may_be_the_story(stage: Stage) -> None:
    talk = GuidedTalk(AskApply(), opening=parsed("县公安局昨天罚了我五百块，我要复议", "apply", 0.9))
    assert talk.asked == "heard" and talk.values["story"] == "县公安局昨天罚了我五百块，我要复议"
    talk.type("上一步")
    assert talk.asked == "story"


@pytest.mark.parametrize("text", ["我要申请行政复议", "我想写一份行政复议申请书，请问怎么写", "/apply", "昨天罚了我"])
def test_a_message_that_tells_nothing_opens_the_form_at_its_beginning(stage: Stage, text: str) -> None:
    talk = GuidedTalk(AskApply(), opening=parsed(text, "apply", 0.9))
    assert talk.asked == "start" and talk.values == {}


def test_a_button_may_say_how_to_begin(stage: Stage) -> None:
    talk = GuidedTalk(AskApply(), opening=parsed("/apply{…}", "apply", option="apply_start=oral"))
    assert [one["text"] for one in talk.told] == [words("apply")["notices"]["oral"]] and talk.asked == "writer_name"
    assert GuidedTalk(AskApply(), opening=parsed("/apply{…}", "apply", option="danger=none")).asked == "start"


def test_the_day_of_the_story_is_offered_for_the_day_of_learning(talk: GuidedTalk) -> None:
    talk.fill(STORY)
    talk.until("learned_on")
    assert talk.tools["2026-10-15"] == "就是2026年10月15日（星期四）"
    [told] = talk.choose("2026-10-15")
    assert told["type"] == "deadline" and talk.values["learned_on"] == "2026-10-15"


def test_without_a_day_in_the_story_none_is_offered(talk: GuidedTalk) -> None:
    talk.until("learned_on")
    assert list(talk.tools) == ["back", "save"]


def test_the_story_is_the_text_of_the_application_or_another_is_written(talk: GuidedTalk, stage: Stage) -> None:
    talk.fill(STORY)
    talk.until("facts_how")
    talk.choose("new")
    talk.until()
    assert talk.lines()["事情经过"] == USUAL["facts"]
    talk.choose("save")
    [saved] = stage.records.applications.values()
    assert saved.facts == USUAL["facts"] and STORY not in text_of(stage.records.files[0][3])


def test_a_new_story_forgets_what_was_heard_in_the_old_one(talk: GuidedTalk) -> None:
    talk.fill(STORY)
    talk.choose("yes")
    talk.type("上一步")
    assert talk.asked == "story"
    talk.fill("城管昨天把我的三轮车拖走了，没有给我任何单子。")
    assert talk.asked == "heard" and "城市管理局" in talk.question["text"]
    talk.choose("yes")
    assert (talk.values["body"], talk.values["matter"]) == ("city_management", "compulsion")


def test_no_story_is_heard_in_one_that_was_left_out(talk: GuidedTalk) -> None:
    talk.fill(STORY)
    talk.type("上一步")
    talk.tool("skip")
    assert talk.asked == "respondent" and talk.progress.heard == {}


def test_a_new_story_at_the_beginning_replaces_the_old_one(talk: GuidedTalk) -> None:
    talk.fill(STORY)
    talk.choose("yes")
    talk.type("上一步")
    talk.type("上一步")
    assert talk.asked == "start"
    talk.fill("城管昨天把我的三轮车拖走了，没有给我任何单子。")
    assert talk.asked == "heard" and talk.values["story"].startswith("城管")


# Near the end, and late.


def test_near_the_end_the_date_is_asked_twice_before_anything_is_said(talk: GuidedTalk) -> None:
    talk.until("learned_on")
    assert talk.fill(NEAR) == []
    assert talk.asked == "date_check" and "2026年9月26日（星期六）" in talk.question["text"]
    [told] = talk.choose("yes")
    assert (told["type"], told["state"], told["days_left"]) == ("deadline", "near", 2)
    assert talk.asked == "requests"


def test_a_date_that_was_wrong_is_asked_for_again(talk: GuidedTalk) -> None:
    talk.until("learned_on")
    talk.fill(NEAR)
    assert talk.choose("change") == []
    assert talk.asked == "learned_on" and "date_check" not in talk.values
    assert kinds(talk.fill(IN_TIME)) == ["deadline"] and talk.asked == "requests"


def test_a_date_that_was_wrong_twice_is_checked_twice(talk: GuidedTalk) -> None:
    talk.until("learned_on")
    talk.fill(NEAR)
    talk.choose("change")
    assert talk.fill(LATE) == []
    assert talk.asked == "date_check" and "2026年5月1日" in talk.question["text"]


def test_the_last_day_itself_is_asked_twice(talk: GuidedTalk, stage: Stage) -> None:
    stage.at(NOW + timedelta(days=2))
    talk.until("learned_on")
    talk.fill(NEAR)
    [told] = talk.choose("yes")
    assert (told["state"], told["days_left"]) == ("near", 0) and "今天就是最后一天" in told["text"]


def test_a_spoken_day_is_read_back(talk: GuidedTalk) -> None:
    talk.until("learned_on")
    read_back, counted = talk.fill("上个月15号")
    assert "2026年10月15日（星期四）" in read_back["text"] and counted["state"] == "in_time"


@pytest.mark.parametrize("text", ["明天", "2026-11-24", "10月8日和10月9日", "2月30日", "下个月15号"])
def test_no_day_two_days_and_days_ahead_are_refused(talk: GuidedTalk, text: str) -> None:
    talk.until("learned_on")
    [told] = talk.fill(text)
    assert told["text"].startswith("没看懂这个日子") and talk.asked == "learned_on"


def late(talk: GuidedTalk, day: str = LATE, **changes: str) -> None:
    """A citizen whose date is past, asked for a reason."""
    talk.until("date_check", learned_on=day, **changes)
    [told] = talk.choose("yes")
    assert (told["state"], told["days_left"]) == ("late_reasons", None)
    assert talk.asked in ("late_reason", "acted")


def test_late_is_never_a_wall(talk: GuidedTalk) -> None:
    late(talk)
    offered = [choice["label"] for choice in talk.question["choices"]]
    assert len(offered) > 3 and offered[-1] == words("apply")["options"]["late_none"]


def test_a_reason_is_followed_by_its_time_and_its_story_and_all_are_reviewed(talk: GuidedTalk, stage: Stage) -> None:
    late(talk)
    assert talk.choose("obstacle") == [] and talk.asked == "late_from"
    assert talk.fill("2026-05-10") == [] and talk.asked == "late_until"
    [told] = talk.fill("2026-10-20")
    assert (told["type"], told["state"]) == ("deadline", "in_time") and talk.asked == "late_story"
    talk.until(late_story="五月到十月住院，有住院单。")
    shown = talk.lines()
    assert "重病" in shown["期限方面的情况"] and shown["耽误的情况"] == "五月到十月住院，有住院单。"
    assert shown["耽误到哪天为止"] == "2026年10月20日（星期二）"
    talk.choose("save")
    assert "五月到十月住院" in text_of(stage.records.files[0][3])


def test_an_obstacle_whose_dates_nobody_knows_has_its_verdict_all_the_same(talk: GuidedTalk) -> None:
    late(talk)
    talk.choose("obstacle")
    [told] = talk.tool("skip")
    assert told["type"] == "deadline" and "由复议机关判断" in told["text"] and talk.asked == "late_story"


def test_an_obstacle_that_lasts_is_counted_up_to_today(talk: GuidedTalk) -> None:
    late(talk)
    talk.choose("obstacle")
    talk.fill("2026-05-10")
    [told] = talk.tool("skip")
    assert (told["type"], told["state"]) == ("deadline", "in_time")
    assert any("还没有消除" in one for one in told["unknown"])


def test_an_obstacle_does_not_end_before_it_begins(talk: GuidedTalk) -> None:
    late(talk)
    talk.choose("obstacle")
    talk.fill("2026-05-10")
    [told] = talk.fill("2026-05-09")
    assert "比开始那天还早" in told["text"] and talk.asked == "late_until"


def test_one_who_was_not_told_counts_from_the_day_of_learning_of_it(talk: GuidedTalk) -> None:
    late(talk)
    told = talk.choose("not_told")
    assert kinds(told) == ["deadline"] and talk.asked == "learned_right"
    read_back, counted = talk.fill("前天")
    assert "2026年11月21日" in read_back["text"] and counted["last_day"] == "2027-01-20"
    assert talk.asked == "late_story"


def test_one_who_does_not_know_when_counts_from_today(talk: GuidedTalk) -> None:
    late(talk)
    talk.choose("not_told")
    [counted] = talk.tool("skip")
    assert counted["last_day"] == "2027-01-22" and any("暂从今天算起" in one for one in counted["unknown"])


def test_a_wrong_start_asks_for_the_day_again(talk: GuidedTalk) -> None:
    late(talk)
    assert talk.choose("wrong_start") == []
    assert talk.asked == "learned_on" and not {"learned_on", "date_check", "late_reason"} & set(talk.values)
    assert kinds(talk.fill(IN_TIME)) == ["deadline"] and talk.asked == "requests"


def test_without_a_reason_the_draft_can_be_saved_all_the_same(talk: GuidedTalk, stage: Stage) -> None:
    late(talk)
    [told] = talk.choose("none")
    assert told["state"] == "late" and talk.asked == "requests"
    talk.until()
    assert kinds(talk.choose("save")) == ["file", "receipt"]
    [saved] = stage.records.applications.values()
    assert saved.last_day == date(2026, 6, 30)


def test_one_who_found_out_is_asked_when_it_was_decided(talk: GuidedTalk) -> None:
    talk.until("acted", learned_how="found_out", learned_on="2026-11-02")
    [told] = talk.fill("2021-11-01")
    assert told["state"] == "late_reasons" and "最长5年" in str(told["rows"])
    assert talk.asked == "date_check", "the longest limit decides now"
    talk.choose("yes")
    assert talk.offers == ["real_estate", "none"]
    [told] = talk.choose("real_estate")
    assert told["state"] == "in_time" and talk.asked == "late_story"


def test_one_who_found_out_may_not_know_when_it_was_decided(talk: GuidedTalk) -> None:
    talk.until("acted", learned_how="found_out", learned_on="2026-11-02")
    assert talk.tool("skip") == [] and talk.asked == "requests"


def test_a_lawsuit_that_was_dismissed_takes_its_time_out(talk: GuidedTalk) -> None:
    talk.until("sued")
    [told] = talk.choose("dismissed")
    assert told["level"] == "info" and "裁定书" in told["text"]
    late(talk, on_the_spot="yes")
    assert talk.choose("wrong_lawsuit") == [] and talk.asked == "late_from"
    talk.fill("2026-05-20")
    [counted] = talk.fill("2026-11-16")
    assert (counted["state"], counted["last_day"]) == ("in_time", "2026-12-28")
    assert any("起诉到驳回起诉裁定送达" in row["why"] for row in counted["rows"])


def test_a_lawsuit_is_counted_in_time_as_well(talk: GuidedTalk) -> None:
    talk.until("late_from", sued="dismissed")
    assert "late_reason" not in talk.values
    talk.fill("2026-11-21")
    [counted] = talk.fill("2026-11-22")
    assert counted["last_day"] == "2027-01-21"


# What may not be accepted.


@pytest.mark.parametrize("sued", ["sued", "again"])
def test_what_was_taken_to_court_or_reconsidered_is_doubtful_and_may_be_written(talk: GuidedTalk, sued: str) -> None:
    talk.until("sued")
    [told] = talk.choose(sued)
    assert told["level"] == "warning" and talk.asked == "go_on"
    [told] = talk.choose("go_on")
    assert told["text"] == words("apply")["notices"]["go_on"] and talk.asked == "on_the_spot"


def test_one_who_would_rather_stop_is_shown_other_ways_and_keeps_nothing(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("go_on", sued="again")
    [told] = talk.choose("stop")
    assert told["type"] == "choices" and told["choices"][0]["choice"] == "/door"
    assert talk.asked is None and set(talk.slots.values()) == {None} and stage.records.applications == {}


def test_words_of_what_is_not_reconsidered_are_asked_about(talk: GuidedTalk) -> None:
    talk.fill("派出所昨天把我弟弟刑事拘留了，我们不服，要申请复议")
    talk.until("outside")
    assert talk.offers == ["criminal", "none"]
    [told] = talk.choose("criminal")
    assert told["level"] == "warning" and "检察院" in told["text"] and talk.asked == "go_on"


def test_none_of_these_goes_on(talk: GuidedTalk) -> None:
    talk.fill("派出所昨天把我弟弟刑事拘留了，我们不服，要申请复议")
    talk.until("outside")
    assert talk.choose("none") == [] and talk.asked != "go_on"


def test_a_fine_on_the_spot_comes_first_here(talk: GuidedTalk) -> None:
    talk.until("on_the_spot")
    [told] = talk.choose("yes")
    assert "要先申请复议" in told["text"]
    assert talk.until("learned_on") == ["act_name"], "learned on the spot"
    assert "当场" in talk.question["text"]


def test_a_tax_that_is_disputed_must_be_paid_first(talk: GuidedTalk) -> None:
    talk.until("payment_dispute", respondent="税务局")
    [told] = talk.choose("yes")
    assert "先缴清税款" in told["text"]
    asked = talk.until()
    assert "on_the_spot" not in asked
    assert talk.lines()["向谁申请"] == "上一级税务机关"


@pytest.mark.parametrize(
    ("matter", "asked"), [("inaction", "answer"), ("information", "answer"), ("penalty", "payment_dispute")]
)
def test_the_tax_office_is_asked_about_as_anybody_where_no_tax_is_at_stake(
    talk: GuidedTalk, matter: str, asked: str
) -> None:
    talk.until("sued" if asked == "answer" else "payment_dispute", respondent="税务局", matter=matter)
    assert (asked in talk.values) is (asked == "answer")


# Nothing was done.


def silent(talk: GuidedTalk, goal: str = "learned_on", way: str = "inaction_open") -> None:
    talk.until(goal, respondent="民政局", matter="inaction", answer="silent", learned_how=way)


def test_inaction_has_ways_and_a_date_of_its_own(talk: GuidedTalk) -> None:
    silent(talk, "learned_how")
    assert {"inaction_fixed", "inaction_open", "inaction_urgent"} <= set(talk.offers)
    assert "handed_over" not in talk.offers
    talk.choose("inaction_open")
    assert "机关收到您的申请是哪一天" in talk.question["text"]


def test_too_early_is_said(talk: GuidedTalk) -> None:
    silent(talk)
    [told] = talk.fill("2026-11-01")
    assert told["state"] == "not_yet" and "2027年1月1日" in told["text"] and talk.asked == "requests"


@pytest.mark.parametrize("text", ["2026-11-30", "下个月15号"])
def test_a_period_of_the_agency_may_end_after_today(talk: GuidedTalk, text: str) -> None:
    silent(talk, way="inaction_fixed")
    assert talk.fill(text)[-1]["state"] == "not_yet"


def test_of_silence_nobody_is_offered_to_revoke_a_decision(talk: GuidedTalk, stage: Stage) -> None:
    silent(talk)
    talk.until("requests", learned_on="2026-08-20")
    assert "perform" in talk.offers and "revoke" not in talk.offers
    talk.until("evidence", requests="perform")
    assert "proof_of_request" in talk.offers and "decision" not in talk.offers
    talk.until()
    talk.choose("save")
    text = text_of(stage.records.files[0][3])
    assert "请求责令被申请人在一定期限内履行" in text and "曾经向被申请人提出申请的证据" in text


def test_the_name_of_a_decision_is_forgotten_where_none_was_made(talk: GuidedTalk, stage: Stage) -> None:
    talk.until(matter="work_injury", act_name="认定工伤决定书（演示〔2026〕1号）", requests="unlawful")
    talk.change("learned_how")
    talk.until(learned_how="inaction_open", learned_on="2026-08-20", requests="unlawful")
    talk.choose("save")
    assert "认定工伤决定书" not in text_of(stage.records.files[0][3])


# Which body.


def test_several_bodies_are_asked_about_before_anything_is_said(talk: GuidedTalk) -> None:
    talk.until("respondent")
    assert talk.fill("镇政府") == []
    assert talk.asked == "body"
    labels = [choice["label"] for choice in talk.question["choices"]]
    assert "石泉县城关镇人民政府" in labels and labels[-1] == words("apply")["none_of_these"]


def test_the_chosen_body_is_named_with_its_authority(talk: GuidedTalk) -> None:
    talk.until("body", respondent="镇政府")
    [told] = talk.choose("raofeng")
    assert "石泉县饶峰镇人民政府" in told["text"] and "石泉县人民政府" in told["text"] and talk.asked == "matter"


def test_a_body_chosen_by_mistake_is_chosen_again_by_going_back(talk: GuidedTalk) -> None:
    talk.until("body", respondent="镇政府")
    talk.choose("raofeng")
    talk.tool("back")
    assert talk.asked == "body"
    talk.choose("chihe")
    assert talk.values["body"] == "chihe" and talk.asked == "matter"


def test_the_body_may_be_typed(talk: GuidedTalk) -> None:
    talk.until("body", respondent="镇政府")
    talk.type("饶峰")
    assert talk.values["body"] == "raofeng"


def test_none_of_the_bodies_keeps_the_words_and_names_no_authority(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("body", respondent="镇政府")
    [told] = talk.choose("other")
    assert told["level"] == "warning" and told["text"].startswith(words("apply")["check"])
    talk.until()
    assert talk.lines()["被申请人"] == "镇政府" and talk.lines()["向谁申请"] == words("apply")["review"]["unsure"]
    talk.choose("save")
    assert next(iter(stage.records.applications.values())).respondent == "镇政府"
    assert "石泉县人民政府" not in text_of(stage.records.files[0][3])


def test_an_unknown_body_is_not_asked_about(talk: GuidedTalk) -> None:
    talk.until("respondent")
    [told] = talk.fill("莫名其妙委员会")
    assert told["level"] == "warning" and talk.asked == "matter" and talk.values["body"] == "other"


@pytest.mark.parametrize(
    "name",
    [
        "安康市公安局",
        "国家税务总局安康市税务局",
        "宁陕县公安局",
        "陕西省公安厅",
        "市公安局",
        "安康市人民政府",
        "银监局",
    ],
)
def test_a_body_of_elsewhere_keeps_the_name_on_its_seal(talk: GuidedTalk, name: str) -> None:
    talk.until("respondent")
    [told] = talk.fill(name)
    assert told["type"] == "notice"
    talk.until()
    assert talk.lines()["被申请人"] == name


# Questions in between, and stale buttons.


@pytest.mark.parametrize(
    "message",
    [
        parsed("要钱吗", "ask", 0.9, topic="fee"),
        parsed("转人工", "handoff", 0.9),
        parsed("不办了", "stop", 0.9),
        clicked("/continue"),
        clicked("/abandon"),
        clicked("/menu"),
        clicked('/door{"option": "danger=none"}'),
        clicked('/choose{"option": "apply_matter=penalty"}'),
        clicked('/choose{"option": "complaint_review=save"}'),
        clicked('/choose{"option": "apply_do=skip:identity"}'),
        parsed("李四", "inform", field="apply_name"),
    ],
    ids=lambda message: message["text"],
)
def test_what_is_no_answer_is_left_to_the_rules(talk: GuidedTalk, message: dict[str, Any]) -> None:
    talk.until("respondent")
    before = dict(talk.slots)
    assert talk.send(message) == [] and talk.rejected and talk.slots == before


def test_the_save_button_of_an_old_review_does_not_save(talk: GuidedTalk, stage: Stage) -> None:
    talk.until()
    save = talk.payload("save")
    talk.change("name")
    assert talk.send(clicked(save)) == [] and talk.rejected and stage.records.applications == {}


def test_a_stale_or_invented_body_is_refused(talk: GuidedTalk) -> None:
    talk.until("body", respondent="镇政府")
    [told] = talk.send(clicked('/choose{"option": "apply_body=traffic_police"}'))
    assert told["level"] == "warning" and talk.asked == "body"


def test_a_story_is_kept_word_for_word(talk: GuidedTalk, stage: Stage) -> None:
    story = "第一：{没有}违章。\n第二：要不要罚款？\n转人工也没有用。" + "长" * 1900
    talk.until(facts=story)
    assert talk.values["facts"] == story and talk.slots["apply_long"] == {"facts": story}
    assert talk.lines()["事情经过"] == story


def test_several_requests_may_be_typed(talk: GuidedTalk) -> None:
    talk.until("requests")
    talk.type("变更、撤销")
    assert talk.values["requests"] == ["revoke", "change"]


@pytest.mark.parametrize(
    ("matter", "words_"), [("penalty", "罚得"), ("inaction", "对方收了没有"), ("work_injury", "上班")]
)
def test_the_help_with_the_reasons_is_that_of_the_matter(talk: GuidedTalk, matter: str, words_: str) -> None:
    talk.until("reasons", matter=matter)
    assert words_ in talk.question["hint"]


def test_one_without_a_receipt_of_the_request_is_told_what_to_write_instead(talk: GuidedTalk) -> None:
    silent(talk)
    talk.until("evidence", learned_on="2026-08-20")
    assert "谁经手的" in talk.question["hint"]
    other = GuidedTalk(AskApply())
    other.until("evidence")
    assert "hint" not in other.question


# Two failures, and numbers with check digits.


def test_a_number_that_cannot_be_is_refused_and_then_it_is_said_where_it_stands(talk: GuidedTalk) -> None:
    talk.until("identity")
    [first], [second] = talk.fill("110105194912310021"), talk.fill("1101")
    assert "对不上" in first["text"] and "有照片的一面" not in first["text"]
    assert "有照片的一面" in second["text"] and "“打印后自己填”" in second["text"]
    talk.fill("11010519491231002x")
    assert talk.values["identity"] == "11010519491231002X" and talk.asked == "address", "the sex is in the number"


# Changing an answer asks again what depended on it.

AGAIN = {
    "respondent": ("镇政府", {"body"}),
    "matter": ("compulsion", {"act_name", "learned_how", "learned_on", "requests", "evidence"}),
    "sued": ("dismissed", {"late_from", "late_until"}),
    "on_the_spot": ("yes", {"learned_on"}),
    "act_name": ("行政处罚决定书", set()),
    "learned_how": ("refused_to_sign", {"learned_on"}),
    "learned_on": (NEAR, {"date_check"}),
    "requests": ("change,review_document", {"document_name"}),
    "facts": ("换一种说法，事情还是那件事。", set()),
    "reasons": ("罚单上的车牌不是我的。", set()),
    "evidence": ("photos", set()),
    "evidence_more": ("行车记录", set()),
    "applicant": ("business", {"name", "trade_name", "credit_code", "identity", "sex", "address", "delivery"}),
    "agent": ("lawyer", {"agent_name", "agent_phone", "agent_powers"}),
    "name": ("演示乙", set()),
    "identity": ("11010519491231002X", set()),
    "sex": ("male", set()),
    "address": ("某县某镇某街12号", {"delivery"}),
    "phone": ("19900000000", set()),
    "delivery": ("某县某镇某街12号", set()),
}


@pytest.mark.parametrize("key", AGAIN)
def test_changing_an_answer_asks_again_what_depends_on_it_and_nothing_else(talk: GuidedTalk, key: str) -> None:
    talk.until()
    before, (value, expected) = talk.values, AGAIN[key]
    talk.change(key)
    assert talk.asked == key
    talk.give(value)
    assert set(talk.until()) == expected
    after = talk.values
    assert after[key] != before[key]
    resting = set(resting_on(talk.form.subject.interview, key))
    assert {name for name in before if before[name] != after.get(name)} <= expected | {key} | resting


def test_every_line_of_the_review_is_tried_here(talk: GuidedTalk) -> None:
    talk.until()
    lines = [line["choice"].rpartition(":")[2].rstrip('"}') for line in talk.question["lines"] if line["choice"]]
    assert lines == list(AGAIN)


@pytest.mark.parametrize("key", AGAIN)
def test_a_change_that_is_given_up_changes_nothing(talk: GuidedTalk, key: str) -> None:
    talk.until()
    before = talk.slots
    talk.change(key)
    talk.tool("back")
    assert talk.asked == "review" and talk.slots == before


@pytest.mark.parametrize("key", AGAIN)
def test_the_same_answer_again_loses_nothing(talk: GuidedTalk, key: str) -> None:
    talk.until()
    before = talk.values
    talk.change(key)
    talk.give(talk.put_back())
    assert (talk.asked, talk.values) == ("review", before)


@pytest.mark.parametrize("key", AGAIN)
def test_what_may_not_be_left_blank_is_not(talk: GuidedTalk, key: str) -> None:
    talk.until()
    talk.change(key)
    skip = talk.form.subject.interview.questions[key].skip
    before = talk.slots
    [*told] = talk.type("跳过")
    if skip:
        assert talk.values[key] == ""
    else:
        assert len(told) == 1 and told[0]["text"].startswith("这一项不能空着") and talk.slots == before


def test_changing_the_date_from_late_to_in_time_forgets_the_reason_and_its_story(
    talk: GuidedTalk, stage: Stage
) -> None:
    late(talk)
    talk.choose("obstacle")
    talk.until(late_story="五月六月住院，有住院单。")
    talk.change("learned_on")
    talk.fill(IN_TIME)
    assert talk.asked == "review"
    assert not {"耽误的情况", "期限方面的情况", "耽误从哪天开始"} & set(talk.lines())
    talk.choose("save")
    assert "住院" not in text_of(stage.records.files[0][3])


def test_changing_the_reason_asks_for_its_time_and_story_again(talk: GuidedTalk) -> None:
    late(talk)
    talk.choose("obstacle")
    talk.until()
    talk.change("late_reason")
    talk.choose("told_longer")
    assert talk.asked == "late_story" and not {"late_from", "late_until", "late_story"} & set(talk.values)


def test_changing_from_a_decision_to_silence_asks_again_what_no_longer_fits(talk: GuidedTalk) -> None:
    talk.until(matter="work_injury", requests="revoke,unlawful", evidence="decision")
    talk.change("learned_how")
    assert talk.until(learned_how="inaction_open", learned_on="2026-08-20", requests="perform") == [
        *("learned_how", "learned_on", "requests", "evidence")
    ]
    assert talk.lines()["复议请求"] == "责令履行"


# What is answered on the way, what is changed to what, and what is asked again before the review.
FURTHER = [
    ({"sued": "again"}, "sued", "sued", {"go_on"}),
    ({"sued": "dismissed"}, "late_from", "2026-11-05", {"late_until"}),
    ({"applicant": "group"}, "group_size", "2", {"group_names"}),
    ({"applicant": "group"}, "applicant", "self", {"name", "identity", "sex", "address", "delivery"}),
    (
        {"applicant": "organisation", "organisation": "partners"},
        "organisation",
        "partnership",
        {"name", "credit_code", "head", "head_title", "address", "delivery"},
    ),
    (
        {"applicant": "organisation", "organisation": "collective", "acts_by": "members", "share": "yes"},
        "acts_by",
        "itself",
        {"name", "credit_code", "head", "head_title", "address", "delivery"},
    ),
    ({"agent": "lawyer"}, "agent", "relative", {"agent_name", "agent_phone", "agent_powers"}),
    ({"matter": "information", "answer": "refused"}, "answer", "silent", {"learned_how", "learned_on", "requests"}),
    ({"learned_how": "found_out"}, "learned_on", "2026-11-19", {"acted"}),
    ({"learned_on": LATE, "late_reason": "obstacle"}, "late_reason", "not_told", {"learned_right", "late_story"}),
    ({"requests": "revoke,compensate"}, "requests", "change,compensate", set()),
]


@pytest.mark.parametrize(("way", "key", "value", "expected"), FURTHER)
def test_further_changes_ask_again_what_rests_on_them(
    talk: GuidedTalk, way: dict[str, str], key: str, value: str, expected: set[str]
) -> None:
    talk.until(**way)
    talk.change(key)
    talk.give(value)
    assert set(talk.until()) == expected


def test_a_lawsuit_that_was_not_dismissed_after_all_leaves_no_lost_time(talk: GuidedTalk) -> None:
    talk.until(sued="dismissed")
    talk.change("sued")
    talk.choose("none")
    assert talk.asked == "review" and not {"late_from", "late_until"} & set(talk.values)


def test_a_body_that_was_unknown_is_found_under_its_new_name(talk: GuidedTalk) -> None:
    talk.until(respondent="莫名其妙委员会")
    talk.change("respondent")
    [told] = talk.fill("交警")
    assert told["level"] == "info" and talk.lines()["向谁申请"] == "石泉县人民政府"


def test_the_story_is_the_text_again_when_it_is_chosen_after_all(talk: GuidedTalk, stage: Stage) -> None:
    talk.fill(STORY)
    talk.until("reasons", facts_how="new")
    talk.type("上一步")
    talk.type("上一步")
    assert talk.asked == "facts_how"
    talk.choose("story")
    talk.until()
    talk.choose("save")
    text = text_of(stage.records.files[0][3])
    assert STORY in text and USUAL["facts"] not in text


def test_two_changes_one_upon_the_other_lose_nothing(talk: GuidedTalk) -> None:
    """The first line that was opened is not forgotten, nor does its old answer outlive a new one."""
    talk.until()
    before = talk.values
    talk.change("matter")
    talk.type("修改联系电话")
    talk.give(before["phone"])
    assert (talk.asked, talk.values) == ("review", before)


def test_going_back_from_a_change_takes_no_answer_behind_the_citizens_back(talk: GuidedTalk) -> None:
    talk.until()
    talk.change("matter")
    talk.choose("inaction")
    assert talk.asked == "answer"
    talk.tool("back")
    assert talk.asked == "matter" and talk.values["delivery"]
    talk.tool("back")
    assert talk.asked == "respondent" and talk.values["matter"] == "inaction"


def test_a_body_of_the_tax_office_forgets_what_is_asked_of_others(talk: GuidedTalk) -> None:
    talk.until(on_the_spot="yes")
    talk.change("respondent")
    talk.fill("税务局")
    # A fine of the tax office made on the spot comes first as well (行政复议法 23), so that answer stands.
    assert set(talk.until()) == {"payment_dispute"}
    assert "是不是当场处罚" in talk.lines()


# Put aside, and gone on with.


def test_put_aside_gives_a_receipt_and_no_document(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("sued")
    values = talk.values
    [receipt] = talk.tool("save")
    assert (receipt["type"], receipt["number"], receipt["rung"]) == ("receipt", "F2026-000001", "草稿")
    assert "还没有递交" in receipt["text"] and talk.asked is None and set(talk.slots.values()) == {None}
    assert stage.records.files == []
    [saved] = stage.records.applications.values()
    assert saved.answers == values and saved.respondent == "石泉县公安局交通警察大队"


@pytest.mark.parametrize("text", ["先存着", "明天再填。", "存"])
def test_put_aside_by_a_word(talk: GuidedTalk, text: str) -> None:
    talk.until("name")
    assert kinds(talk.type(text)) == ["receipt"]


@pytest.mark.parametrize("goal", ["start", "respondent", "resume_number", "resume_code"])
def test_nothing_is_put_aside_where_nothing_was_told(talk: GuidedTalk, stage: Stage, goal: str) -> None:
    talk.until(goal, start="resume" if goal.startswith("resume") else "step", resume_number="F2026-000001")
    [told] = talk.type("先存着")
    assert told["text"] == words("interview")["cannot"]["save"]
    assert talk.asked == goal and stage.records.applications == {}


def test_an_answer_that_is_being_changed_is_put_aside_as_it_was(talk: GuidedTalk, stage: Stage) -> None:
    talk.until()
    values = talk.values
    talk.change("name")
    talk.tool("save")
    [saved] = stage.records.applications.values()
    assert saved.answers == values


def resumed(talk: GuidedTalk, number: str = "F2026-000001", code: str = CODE) -> GuidedTalk:
    """A form opened anew that asked for a draft."""
    other = again(talk)
    other.choose("resume")
    other.fill(number)
    other.fill(code)
    return other


@pytest.mark.parametrize("goal", ["matter", "learned_on", "facts", "name", "review"])
def test_a_resumed_draft_is_what_was_put_aside(talk: GuidedTalk, goal: str) -> None:
    talk.until(goal)
    values = talk.values
    talk.type("先存着")
    other = resumed(talk)
    assert other.told[0]["text"] == words("apply")["notices"]["resumed"]
    assert other.asked == goal
    kept = {key: value for key, value in other.values.items() if not key.startswith("resume_")}
    assert kept == values and CODE not in str(other.slots)
    other.type("上一步")
    assert other.asked != "start", "the answers of the draft can be gone back to"


def test_a_resumed_draft_with_a_date_says_how_much_time_is_left(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("requests")
    talk.type("先存着")
    stage.at(NOW + timedelta(days=10))
    assert [one.get("days_left") for one in resumed(talk).told] == [None, 47]


def test_a_resumed_draft_whose_time_grew_short_has_its_date_checked(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("requests")
    talk.type("先存着")
    stage.at(NOW + timedelta(days=55))
    assert resumed(talk).asked == "date_check"


def test_a_resumed_draft_is_saved_under_its_number(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("name")
    talk.type("先存着")
    other = resumed(talk)
    assert words("apply")["personal_notice"] in [one["text"] for one in other.told]
    other.until()
    _, receipt = other.choose("save")
    assert receipt["number"] == "F2026-000001" and len(stage.records.applications) == 1


def test_a_finished_draft_is_opened_at_its_review(talk: GuidedTalk) -> None:
    talk.until()
    values = talk.values
    talk.choose("save")
    other = resumed(talk)
    assert other.asked == "review"
    assert {key: value for key, value in other.values.items() if not key.startswith("resume_")} == values
    other.change("phone")
    other.fill("19900000000")
    assert kinds(other.choose("save")) == ["file", "receipt"]


@pytest.mark.parametrize(("number", "code"), [("F2026-000001", "XXX-XXX-XXX"), ("F2026-000009", CODE)])
def test_a_draft_opens_to_nobody_who_lacks_one_of_the_secrets(talk: GuidedTalk, number: str, code: str) -> None:
    talk.until("name")
    talk.type("先存着")
    other = resumed(talk, number, code)
    assert [one["text"] for one in other.told] == [words("apply")["notices"]["not_resumed"]]
    assert other.asked == "start" and other.values == {}


def test_too_many_tries_are_paused_for_an_hour(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("name")
    talk.type("先存着")
    stage.records.failing["open_draft"] = TooManyTries(timedelta(minutes=59))
    other = resumed(talk)
    [told] = other.told
    assert "59 分钟" in told["text"] and told["text"].endswith(words("apply")["notices"]["resume_paused"])
    assert other.asked == "start"


def test_records_that_are_down_leave_the_code_to_be_typed_again(talk: GuidedTalk, stage: Stage) -> None:
    stage.records.failing["open_draft"] = RecordsUnavailable()
    talk.until("resume_code", start="resume", resume_number="F2026-000001")
    [told] = talk.fill(CODE)
    assert told["level"] == "error" and talk.asked == "resume_code" and CODE not in str(talk.slots)


def test_a_draft_of_an_older_table_loses_only_what_is_no_longer_offered(talk: GuidedTalk, stage: Stage) -> None:
    talk.until(evidence="photos")
    talk.type("先存着")
    [saved] = stage.records.applications.values()
    saved.answers["evidence"][0] = "telegram"
    other = resumed(talk)
    assert other.asked == "evidence" and other.values["name"] == "演示甲"


# Cancelling.


def test_cancelling_wipes_everything(talk: GuidedTalk, stage: Stage) -> None:
    talk.until()
    [abandon] = [one["choice"] for one in talk.question["choices"] if one["choice"] == "/abandon"]
    assert talk.send(clicked(abandon)) == [] and talk.rejected, "the rules answer: action_abandon"
    _, events = run(ActionAbandon(), tracker_of(clicked(abandon), dict(talk.slots)))
    assert [event["event"] for event in events] == ["reset_slots"] and stage.records.applications == {}


# Who applies.


def test_an_oral_application_has_its_papers(talk: GuidedTalk, stage: Stage) -> None:
    [told] = talk.choose("oral")
    assert "念" in told["text"]
    asked = talk.until(story=STORY)
    assert asked[:3] == ["writer_name", "writer_unit", "story"]
    assert "念给申请人听" in talk.question["text"]
    talk.choose("save")
    text = text_of(stage.records.files[0][3])
    assert "记录人 演示记录员（演示镇便民服务中心）当场记录" in text and "口头申请记录说明" in text


def test_a_dozen_people_choose_representatives(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("group_size", applicant="group")
    told = talk.fill("12个人")
    assert "推选2至5名代表人" in told[0]["text"] and talk.asked == "group_names"
    assert "请写2至5名代表人" in talk.question["text"]
    [refused] = talk.fill("演示甲")
    assert "2至5名" in refused["text"]
    talk.fill("演示甲、演示乙")
    asked = talk.until()
    assert not {"name", "identity", "sex"} & set(asked)
    assert talk.lines()["代表人"] == "演示甲、演示乙"
    talk.choose("save")
    text = text_of(stage.records.files[0][3])
    assert "代表人推选书" in text and "共12人" in text and "12．姓名" in text and "13．姓名" not in text


def test_three_people_are_all_named(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("group_names", applicant="group", group_size="三个人")
    assert "请把 3 个人的姓名都写上" in talk.question["text"]
    talk.until(group_names="演示甲\n演示乙\n演示丙")
    talk.choose("save")
    text = text_of(stage.records.files[0][3])
    assert all(name in text for name in ("演示甲", "演示乙", "演示丙")) and "推选书" not in text


def test_a_child_is_the_applicant_and_a_parent_acts(talk: GuidedTalk, stage: Stage) -> None:
    asked = talk.until(applicant="incapable")
    assert {"ward_relation", "representative", "name"} <= set(asked)
    talk.choose("save")
    text = text_of(stage.records.files[0][3])
    for needed in ("法定代理人", "演示乙", "父亲", "代理关系证明"):
        assert needed in text


def test_heirs_say_whose_they_are(talk: GuidedTalk, stage: Stage) -> None:
    talk.until(applicant="deceased")
    talk.choose("save")
    assert "演示某，我是他儿子" in text_of(stage.records.files[0][3])


def test_a_company_is_asked_for_its_head_and_not_for_its_sex(talk: GuidedTalk, stage: Stage) -> None:
    asked = talk.until(applicant="company", name="演示有限公司", credit_code="91350100M000100Y43")
    assert {"credit_code", "head", "head_title"} <= set(asked) and not {"identity", "sex"} & set(asked)
    talk.choose("save")
    text = text_of(stage.records.files[0][3])
    for needed in ("演示有限公司", "91350100M000100Y43", "演示经理", "法定代表人或主要负责人"):
        assert needed in text
    assert "性别" not in text.split("事实和理由")[0]


def test_owners_who_are_too_few_may_still_write(talk: GuidedTalk) -> None:
    talk.until("share", applicant="organisation", organisation="owners", acts_by="members")
    [told] = talk.choose("no")
    assert told["level"] == "warning" and talk.asked == "go_on"
    asked = talk.until()
    assert "identity" in asked and "head" not in asked


def test_a_committee_of_owners_is_an_organisation(talk: GuidedTalk) -> None:
    asked = talk.until(applicant="organisation", organisation="owners", acts_by="itself")
    assert {"credit_code", "head"} <= set(asked) and not {"identity", "sex", "share"} & set(asked)


def test_an_agent_has_a_letter_of_authority_with_what_was_allowed(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("agent_name", agent="lawyer")
    [told] = talk.fill("演示律师、演示二、演示三")
    assert "最多两个人" in told["text"]
    talk.until(agent_name="演示律师，演示二", agent_powers="file,change")
    assert talk.lines()["代理人"] == "演示律师、演示二"
    talk.choose("save")
    text = text_of(stage.records.files[0][3])
    assert "授权委托书" in text and "撤回申请" in text and "查阅、复制案卷材料" not in text


@pytest.mark.parametrize(("text", "value"), [("same", "某县某镇某村某组"), ("某县某镇某街12号", "某县某镇某街12号")])
def test_the_delivery_is_the_address_or_another(talk: GuidedTalk, text: str, value: str) -> None:
    talk.until(delivery=text)
    assert talk.values["delivery"] == value


def test_everything_about_the_person_but_the_name_may_be_left_for_the_pen(talk: GuidedTalk, stage: Stage) -> None:
    blank = dict.fromkeys(("identity", "sex", "address", "phone", "delivery"), SKIP)
    talk.until(**blank)
    assert talk.values["delivery"] == "" and kinds(talk.choose("save")) == ["file", "receipt"]
    assert "None" not in text_of(stage.records.files[0][3])


def test_the_same_as_an_address_left_blank_is_left_blank(talk: GuidedTalk) -> None:
    talk.until(address=SKIP, delivery="same")
    assert talk.values["delivery"] == "" and talk.lines()["送达地址"] == "打印后自己填"


def test_the_damage_and_the_document_to_be_reviewed_stand_in_the_text(talk: GuidedTalk, stage: Stage) -> None:
    talk.until(requests="revoke,compensate,review_document")
    talk.choose("save")
    text = text_of(stage.records.files[0][3])
    assert "损失：误工十天，一共两千元。" in text and "请求审查的文件：某某镇停车管理办法第三条" in text


# When saving fails.


@pytest.mark.parametrize("step", ["save_application", "keep_file"])
@pytest.mark.parametrize("error", [RecordsUnavailable("演示甲"), DamagedRecord("演示甲")])
def test_a_failure_to_save_says_so_and_nothing_else_and_keeps_the_review_open(
    talk: GuidedTalk, stage: Stage, step: str, error: Exception
) -> None:
    talk.until()
    before = dict(talk.slots)
    stage.records.failing[step] = error
    [told] = talk.choose("save")
    assert (told["type"], told["level"]) == ("notice", "error") and "请当作没有存上" in told["text"]
    assert talk.asked == "review" and talk.slots == before


@pytest.mark.parametrize("step", ["save_application", "keep_file"])
def test_saving_again_after_a_failure_keeps_one_record(talk: GuidedTalk, stage: Stage, step: str) -> None:
    talk.until()
    stage.records.failing[step] = RecordsUnavailable()
    talk.choose("save")
    stage.records.failing.clear()
    assert kinds(talk.choose("save")) == ["file", "receipt"]
    assert len(stage.records.applications) == 1 and len(stage.records.files) == 2


def test_a_failure_to_put_aside_keeps_the_form_open(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("name")
    before = dict(talk.slots)
    stage.records.failing["save_application"] = RecordsUnavailable()
    [told] = talk.tool("save")
    assert told["level"] == "error" and talk.slots == before


def test_a_save_that_is_slow_says_so_and_a_second_try_keeps_one_record(
    talk: GuidedTalk, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.until()
    monkeypatch.setattr(guard, "SECONDS", 0.5)
    monkeypatch.setattr(
        apply, "application_document", lambda facts, today: b""
    )  # else the document may be the slow one
    monkeypatch.setattr(apply, "application_page", lambda facts, today: "")
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
        "apply_answer": None,
        "requested_slot": "apply_answer",
    }
    monkeypatch.setattr(guard, "SECONDS", 30)
    assert kinds(talk.choose("save")) == ["file", "receipt"]
    assert len(stage.records.applications) == 1


def test_two_fillings_are_two_records(talk: GuidedTalk, stage: Stage) -> None:
    talk.until()
    talk.choose("save")
    other = again(talk)
    other.until()
    other.choose("save")
    assert len(stage.records.applications) == 2


def test_nothing_personal_is_logged(talk: GuidedTalk, stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    talk.until()
    stage.records.failing["save_application"] = RuntimeError("演示甲 13800000000")
    [told] = talk.choose("save")
    assert told["level"] == "error"
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert "RuntimeError" in logged
    for secret in (*PEOPLE, USUAL["facts"], CODE):
        assert secret not in logged
