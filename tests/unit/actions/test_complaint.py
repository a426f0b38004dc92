"""Registering a letter. Today is Monday, 23 November 2026; all names and numbers are made up."""

from __future__ import annotations

from typing import Any

import pytest

from actions.casework.errors import RecordsUnavailable
from actions.casework.kinds import LetterKind
from actions.complaint import AskComplaint
from actions.complaint_subject import doors, own_details
from tests.unit.actions.guided_talk import GuidedTalk
from tests.unit.actions.test_stage import CODE, OPENED, PERSON, Stage, clicked, parsed

NAMED = ["kind", "named", "about", "what", "evidence", "name", "phone", "address"]
KEPT = '/choose{"option": "complaint_evidence=kept:%s"}'


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


@pytest.fixture
def talk(stage: Stage) -> GuidedTalk:
    return GuidedTalk(AskComplaint(), opening=parsed("我要投诉", "complaint", 0.9))


def only(stage: Stage) -> Any:
    [letter] = stage.records.letters.values()
    return letter


# The way through.


def test_a_named_report_is_asked_for_who_and_where(talk: GuidedTalk) -> None:
    assert talk.until() == NAMED


@pytest.mark.parametrize("kind", ["problem", "complaint", "suggestion"])
def test_an_anonymous_tip_is_asked_for_nobody(talk: GuidedTalk, kind: str) -> None:
    assert talk.until(kind=kind, named="anonymous") == NAMED[:5]


def test_a_named_report_is_filed_whole(talk: GuidedTalk, stage: Stage) -> None:
    talk.until(kind="complaint", address="演示镇演示村三组")
    talk.choose("save")
    letter = only(stage)
    assert (letter.kind, letter.anonymous, letter.about) == (LetterKind.COMPLAINT, False, "演示镇政府")
    assert letter.what_happened.startswith("村口的路灯") and letter.conversation == PERSON
    assert (letter.name, letter.contact, letter.address) == ("演示甲", "13800000000", "演示镇演示村三组")
    assert (str(letter.screen_due_on), str(letter.reply_due_on)) == ("2026-12-08", "2027-01-22")
    assert talk.asked is None and "演示甲" not in str(talk.slots) and "村口" not in str(talk.slots)


def test_an_anonymous_tip_is_filed_without_anybody(talk: GuidedTalk, stage: Stage) -> None:
    talk.until(kind="problem", named="anonymous")
    talk.choose("save")
    letter = only(stage)
    assert letter.anonymous and (letter.name, letter.contact, letter.address) == (None, None, None)


def test_the_receipt_comes_last_and_names_the_days(talk: GuidedTalk) -> None:
    talk.until(kind="complaint")
    [card] = talk.choose("save")
    assert (card["type"], card["number"], card["code"]) == ("receipt", "T2026-000001", CODE)
    lines = {one["label"]: one["value"] for one in card["lines"]}
    assert lines["类别"] == "投诉举报" and lines["登记日期"] == "2026-11-23"
    assert lines["最晚哪天告诉您怎么办"].startswith("2026年12月8日")
    assert lines["最晚哪天办完"].startswith("2027年1月22日") and "30日" in lines["最晚哪天办完"]
    assert "材料" not in lines and str(card).count(CODE) == 1
    assert "演示甲" not in str(card) and "13800000000" not in str(card)


def test_nobody_is_promised_a_reply_to_an_anonymous_tip_nor_a_day_for_a_suggestion(talk: GuidedTalk) -> None:
    talk.until(kind="suggestion", named="anonymous")
    [card] = talk.choose("save")
    lines = {one["label"]: one["value"] for one in card["lines"]}
    assert "可能没有答复" in lines["答复"] and "最晚哪天办完" not in lines
    assert "没法通知您" in lines["最晚哪天告诉您怎么办"]


def test_only_the_button_or_the_exact_word_files_it(talk: GuidedTalk, stage: Stage) -> None:
    talk.until()
    for text in ("好的", "提交吧", "是", "确认"):
        talk.type(text)
        assert talk.asked == "review" and stage.records.letters == {}
    talk.type("确认提交")
    assert talk.asked is None and len(stage.records.letters) == 1


def test_the_same_submission_has_one_name(talk: GuidedTalk, stage: Stage) -> None:
    talk.until()
    slots = dict(talk.slots)
    talk.choose("save")
    talk.slots = slots
    talk.question = talk._question()
    talk.choose("save")
    assert len(stage.records.letters) == 1 and str(OPENED) not in str(stage.records.letters)


def test_a_letter_that_cannot_be_filed_is_said_and_nothing_is_lost(talk: GuidedTalk, stage: Stage) -> None:
    talk.until()
    stage.records.failing["file_letter"] = RecordsUnavailable()
    [told] = talk.choose("save")
    assert told["level"] == "error" and talk.asked == "review"
    assert talk.lines()["事情"].startswith("村口的路灯")


# Steering.


def test_one_can_step_back_change_a_line_and_ask_why(talk: GuidedTalk) -> None:
    talk.until("what")
    [why] = talk.type("为什么问这个")
    assert "查得清楚" in why["text"] and talk.asked == "what"
    talk.type("上一步")
    assert talk.asked == "about"
    talk.fill("演示路口")
    talk.until()
    assert talk.lines()["反映的对象"] == "演示路口"
    talk.type("修改第2项")
    talk.choose("anonymous")
    assert talk.until() == []
    assert set(talk.lines()) == {"类别", "署名还是匿名", "反映的对象", "事情", "材料"}


def test_it_cannot_be_put_aside_and_says_so(talk: GuidedTalk) -> None:
    talk.until("what")
    [told] = talk.type("先存着")
    assert "不保存" in told["text"] and talk.asked == "what"


def test_a_question_in_the_middle_is_left_to_the_rules(talk: GuidedTalk) -> None:
    talk.until("what")
    talk.type("复议要交钱吗", "ask", 0.9)
    assert talk.rejected and talk.asked == "what"


def test_only_the_address_may_stay_blank(talk: GuidedTalk) -> None:
    talk.until("phone")
    [told] = talk.type("跳过")
    assert "不能空着" in told["text"] and talk.asked == "phone"
    talk.until("address")
    talk.fill("不写住址")
    assert talk.asked == "review" and talk.lines()["住址"] == "不写住址"


@pytest.mark.parametrize("key", ["about", "what"])
def test_a_text_with_a_code_is_refused(talk: GuidedTalk, key: str) -> None:
    talk.until(key)
    [told] = talk.fill(f"演示单位，我的查询码是 {CODE} 请查")
    assert "查询码" in told["text"] and told["level"] == "warning"
    assert talk.asked == key and CODE not in str(talk.slots)


# The writer's own traces in an anonymous tip.

TRACED = "镇上乱收费。我叫张演示，电话13800000000，请查。"


def test_an_anonymous_writer_is_asked_about_his_own_traces(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("own", named="anonymous", what=TRACED)
    assert "像是您的姓名、一个电话号码" in talk.question["text"] and "张演示" not in talk.question["text"]
    [told] = talk.choose("remove")
    assert "已经去掉" in told["text"]
    talk.until()
    talk.choose("save")
    assert only(stage).what_happened == "镇上乱收费。我叫［已删去］，电话［已删去］，请查。"


def test_a_trace_may_stay_for_it_may_be_somebody_elses(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("own", named="anonymous", what=TRACED)
    talk.choose("keep")
    assert talk.until() == ["evidence"]
    talk.choose("save")
    assert only(stage).what_happened == TRACED


def test_one_may_write_it_anew_with_the_old_text_at_hand(talk: GuidedTalk) -> None:
    talk.until("own", named="anonymous", what=TRACED)
    [told] = talk.choose("rewrite")
    assert TRACED in told["text"] and talk.asked == "what"
    talk.fill("镇上乱收费，请查。")
    assert talk.asked == "evidence" and "own" not in talk.values


def test_a_named_writer_is_not_asked(talk: GuidedTalk) -> None:
    assert talk.until(named="named", what=TRACED) == NAMED


def test_who_turns_anonymous_later_is_asked_then(talk: GuidedTalk) -> None:
    talk.until(what=TRACED)
    talk.type("修改第2项")
    talk.choose("anonymous")
    assert talk.asked == "own" and not {"name", "phone", "address"} & set(talk.values)


def test_only_an_anonymous_text_is_searched() -> None:
    assert own_details({"named": "named", "what": TRACED}) == [] and own_details({"named": "anonymous"}) == []
    assert [one.kind for one in own_details({"named": "anonymous", "about": "我叫张演示", "what": "路灯坏了"})] == [
        "name"
    ]


def test_an_anonymous_writer_is_warned_where_the_story_is_asked_for(talk: GuidedTalk) -> None:
    talk.until("what", named="anonymous")
    assert "别写自己的姓名" in talk.question["hint"]


def test_a_named_writer_is_not_warned(talk: GuidedTalk) -> None:
    talk.until("what")
    assert "hint" not in talk.question


# Wrong doors.


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("城管罚款五百块，我不服，要求撤销。", "《行政复议法》第20条"),
        ("超市卖过期牛奶，不给退款。", "12315"),
        ("老板拖欠工资三个月。", "劳动仲裁"),
    ],
)
def test_a_wrong_door_is_said_and_the_letter_may_be_filed_all_the_same(
    talk: GuidedTalk, stage: Stage, what: str, said: str
) -> None:
    talk.until("elsewhere", what=what)
    assert said in talk.question["text"] and "您写的都还在" in talk.question["text"]
    talk.choose("still")
    talk.until()
    talk.choose("save")
    assert only(stage).what_happened == what


def test_who_goes_to_the_other_door_takes_the_text_along_and_leaves_nothing(talk: GuidedTalk, stage: Stage) -> None:
    what = "城管罚款五百块，我不服，要求撤销。"
    talk.until("elsewhere", what=what)
    [told] = talk.choose("stop")
    assert what in told["text"] and talk.asked is None
    assert stage.records.letters == {} and stage.records.dropped == [PERSON]
    assert set(talk.slots.values()) == {None}


def test_a_suggestion_belongs_here_whatever_it_is_about(talk: GuidedTalk) -> None:
    assert doors({"kind": "suggestion", "what": "法院判决"}) == []
    assert "elsewhere" not in talk.until(kind="suggestion", what="建议法院判决都上网公开")


# The same letter twice.


def test_the_same_text_a_moment_ago_is_said_without_anybodys_number(talk: GuidedTalk, stage: Stage) -> None:
    stage.records.just_sent = ["T2026-000077"]
    talk.until("duplicate", what="演示：别人刚刚写过的一段话。")
    assert "T2026-000077" not in talk.question["text"] and "一模一样" in talk.question["text"]
    [told] = talk.choose("stop")
    assert "不再登记" in told["text"] and talk.asked is None and stage.records.letters == {}


def test_in_the_same_conversation_the_number_is_said(talk: GuidedTalk, stage: Stage) -> None:
    stage.records.just_sent = ["T2026-000077"]
    talk.until()
    talk.choose("save")
    assert "T2026-000001" in str(talk.slots) and CODE not in str(talk.slots)
    stage.records.just_sent = ["T2026-000077", "T2026-000001"]
    again(talk)
    talk.until("duplicate")
    # Of the receipt itself nothing is left: the store keeps bot events empty (inside_tracker_store.py).
    assert not [event for event in talk.events if event.get("event") == "bot"]
    assert "编号 T2026-000001" in talk.question["text"] and "T2026-000077" not in talk.question["text"]
    talk.choose("again")
    talk.until()
    talk.choose("save")
    assert talk.slots["complaint_short"]["values"]["filed"][0] == "T2026-000001"


def again(talk: GuidedTalk) -> None:
    """One more letter in the same conversation."""
    talk.events.append({"event": "active_loop", "name": "complaint_form", "timestamp": OPENED + 60})
    talk.send(parsed("我要投诉", "complaint", 0.9))
    assert talk.asked == "kind"


def test_of_what_was_filed_only_the_number_goes_over_to_the_next_letter(talk: GuidedTalk) -> None:
    talk.until(named="named")
    talk.choose("save")
    kept = talk.slots["complaint_short"]
    assert kept["values"] == {"filed": ["T2026-000001"]} and kept["path"] == []
    assert talk.slots["complaint_long"] is None and talk.asked is None
    again(talk)
    assert talk.values == {"filed": ["T2026-000001"]}


def test_who_goes_away_from_the_second_letter_keeps_the_number_of_the_first(talk: GuidedTalk, stage: Stage) -> None:
    talk.until()
    talk.choose("save")
    stage.records.just_sent = ["T2026-000001"]
    again(talk)
    talk.until("duplicate")
    talk.choose("stop")
    assert talk.asked is None and talk.slots["complaint_short"]["values"] == {"filed": ["T2026-000001"]}


# What was told at once.

TOLD = "城管昨天在演示路口把我的三轮车收走了，没有给任何单子，请查一查。"


def opened(text: str, **slots: Any) -> GuidedTalk:
    return GuidedTalk(AskComplaint(), opening=parsed(text, "complaint", 0.9), **slots)


@pytest.mark.usefixtures("stage")
def test_a_first_message_with_a_story_is_read_back_and_not_asked_again(stage: Stage) -> None:
    talk = opened(f"我要投诉，{TOLD}")
    assert "不用再说一遍" in talk.told[0]["text"]
    assert talk.until("told") == ["kind", "named", "about"]
    assert TOLD in talk.question["text"] and "我要投诉" not in talk.question["text"]
    talk.choose("use")
    assert "what" not in talk.until(elsewhere="still") and talk.lines()["事情"] == TOLD
    talk.choose("save")
    assert only(stage).what_happened == TOLD


@pytest.mark.usefixtures("stage")
def test_the_story_is_never_taken_unconfirmed() -> None:
    talk = opened(f"我要投诉，{TOLD}")
    talk.until("told")
    [told] = talk.choose("rewrite")
    assert TOLD in told["text"] and talk.asked == "what"
    talk.fill("三轮车被收走，没有单子。")
    talk.until(elsewhere="still")
    assert talk.lines()["事情"] == "三轮车被收走，没有单子。"


@pytest.mark.usefixtures("stage")
def test_an_anonymous_story_is_looked_through_for_its_own_teller() -> None:
    talk = opened(f"我要举报，{TOLD}我叫张演示，电话13800000000。")
    talk.until("told", named="anonymous")
    talk.choose("use")
    assert talk.asked == "own" and "姓名" in talk.question["text"]
    talk.choose("remove")
    talk.until(elsewhere="still")
    assert "张演示" not in talk.lines()["事情"] and "13800000000" not in talk.lines()["事情"]


@pytest.mark.usefixtures("stage")
def test_stepping_back_from_a_taken_story_one_may_still_write_anew() -> None:
    talk = opened(f"我要投诉，{TOLD}")
    talk.until("told", kind="suggestion")
    talk.choose("use")
    talk.until("evidence")
    talk.type("修改事情")
    assert talk.asked == "what"
    talk.type("上一步")
    talk.until("evidence")
    assert talk.values["what"] == TOLD


@pytest.mark.usefixtures("stage")
def test_a_story_with_a_code_is_not_taken() -> None:
    talk = opened(f"我要投诉，{TOLD}查询码{CODE}")
    assert talk.told[0]["level"] == "warning" and CODE not in str(talk.slots)
    assert "told" not in talk.until(elsewhere="still")


@pytest.mark.usefixtures("stage")
def test_a_long_story_is_not_stored_anew_with_every_turn() -> None:
    talk = opened("我要投诉，" + TOLD * 8)
    assert talk.slots["complaint_long"] == {"story": TOLD * 8} and TOLD not in str(talk.slots["complaint_short"])


def test_records_that_are_down_lose_nothing_that_was_typed(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("what")
    stage.records.failing["sent_before"] = RecordsUnavailable()
    [told] = talk.fill("村口的路灯坏了三个月。")
    assert told["level"] == "error" and talk.asked == "what"


# Files.


def test_files_are_counted_and_filed_with_the_letter(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("evidence")
    assert talk.question["upload"] == "letter" and talk.offers == ["none"]
    [told] = talk.send(clicked(KEPT % "file-a"))
    assert "收下了" in told["text"] and "已经收下 1 个文件" in talk.question["text"]
    talk.send(clicked(KEPT % "file-b"))
    assert talk.offers == ["done", "clear"]
    talk.choose("done")
    talk.until()
    assert talk.lines()["材料"] == "2 个文件"
    [card] = talk.choose("save")
    assert only(stage).files == ("file-a", "file-b")
    assert {one["label"]: one["value"] for one in card["lines"]}["材料"] == "2 个文件"


def test_five_files_are_enough_and_none_counts_twice(talk: GuidedTalk) -> None:
    talk.until("evidence")
    for name in ("a", "a", "b", "c", "d", "e", "f"):
        talk.send(clicked(KEPT % name))
    assert talk.values["files"] == ["a", "b", "c", "d", "e"] and "不能再多" in talk.question["text"]


def test_files_can_be_given_up(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("evidence")
    talk.send(clicked(KEPT % "file-a"))
    [told] = talk.choose("clear")
    assert "已经删掉" in told["text"] and stage.records.dropped == [PERSON]
    assert talk.asked == "evidence" and talk.offers == ["none"] and "files" not in talk.values


def test_a_file_that_comes_at_another_question_changes_nothing(talk: GuidedTalk) -> None:
    talk.until("what")
    talk.send(clicked(KEPT % "file-a"))
    assert talk.rejected and "files" not in talk.values
