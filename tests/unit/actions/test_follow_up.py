"""What the writer of a letter does with it later. Today is Monday, 23 November 2026, half past ten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from actions.casework.errors import NotRecognised, RecordsUnavailable, StepRefused, TooManyTries
from actions.casework.kinds import LetterKind, LetterStep
from actions.content.forms import words
from actions.follow_up import KEPT, AskFollowUp, begun, remembered
from tests.unit.actions.guided_talk import GuidedTalk
from tests.unit.actions.test_stage import CODE, NOW, PERSON, Stage, clicked, parsed, status

ALL = (LetterStep.ADDITION, LetterStep.REOPENED, LetterStep.WITHDRAWN, LetterStep.RATED)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    stage = Stage(monkeypatch)
    stage.records.status = known()
    return stage


def known(steps: tuple[LetterStep, ...] = ALL) -> Any:
    return status(letter_id=7, letter_kind=LetterKind.COMPLAINT, steps=steps)


class Later(GuidedTalk):
    """A conversation in which the status was just shown."""

    def __init__(self, opening: dict[str, Any], kept: dict[str, Any] | None) -> None:
        self.kept = kept
        super().__init__(AskFollowUp(), opening=opening)

    def send(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        if self.kept:
            self.slots[KEPT], self.kept = self.kept, None
        return super().send(message)


def later(step: LetterStep) -> Later:
    """After the button of one step."""
    return Later(clicked(begun(step)), remembered(known()))


def test_after_the_status_nothing_is_asked_twice(stage: Stage) -> None:
    talk = later(LetterStep.ADDITION)
    assert talk.asked == "words" and stage.records.lookups == []


def test_an_addition_is_reviewed_and_then_taken(stage: Stage) -> None:
    talk = later(LetterStep.ADDITION)
    talk.fill("昨天又坏了一盏灯。")
    assert talk.lines() == {"要办的事": "补充情况", "补充的内容": "昨天又坏了一盏灯。"}
    [told] = talk.choose("save")
    assert "已经收下" in told["text"] and stage.records.steps == [(7, "addition", {"words": "昨天又坏了一盏灯。"})]
    assert talk.asked is None and set(talk.slots.values()) == {None}


def test_a_letter_is_reopened_with_its_reason_and_a_new_day(stage: Stage) -> None:
    talk = later(LetterStep.REOPENED)
    talk.fill("说修好了，其实没有修。")
    talk.choose("save")
    assert stage.records.steps == [
        (7, "reopened", {"reason": "说修好了，其实没有修。", "due": date(2027, 1, 22)}),
    ]


def test_withdrawing_takes_its_own_exact_word(stage: Stage) -> None:
    talk = later(LetterStep.WITHDRAWN)
    assert talk.asked == "review" and "不能恢复" in talk.question["text"]
    for text in ("确认提交", "好的", "撤回"):
        talk.type(text)
        assert talk.asked == "review" and stage.records.steps == []
    [told] = talk.type("确认撤回")
    assert "已经撤回" in told["text"] and stage.records.steps == [(7, "withdrawn", {})]


@pytest.mark.parametrize("opinion", ["等得太久了。", "没有了"])
def test_a_rating_has_one_to_five_points_and_words_if_one_likes(stage: Stage, opinion: str) -> None:
    talk = later(LetterStep.RATED)
    assert talk.offers == ["5", "4", "3", "2", "1"]
    talk.choose("2")
    talk.fill(opinion)
    talk.choose("save")
    said = "" if opinion == "没有了" else opinion
    assert stage.records.steps == [(7, "rated", {"rating": 2, "words": said})]


def test_only_what_the_letter_allows_is_offered(stage: Stage) -> None:
    stage.records.status = known((LetterStep.ADDITION, LetterStep.WITHDRAWN))
    talk = GuidedTalk(AskFollowUp(), opening=parsed("/follow_up", "follow_up"))
    talk.fill("T2026-000001")
    talk.fill(CODE)
    assert talk.asked == "wish" and talk.offers == ["addition", "withdrawn", "copy", "erased"]
    talk.choose("withdrawn")
    assert talk.asked == "review" and talk.lines() == {"要办的事": "撤回这封信"}


def test_a_button_for_what_is_no_longer_allowed_asks_what_is(stage: Stage) -> None:
    talk = Later(clicked(begun(LetterStep.RATED)), remembered(known((LetterStep.ADDITION,))))
    assert talk.asked == "wish"


# The two secrets.


def test_whoever_comes_without_a_status_shows_both_and_the_code_is_forgotten(stage: Stage) -> None:
    talk = GuidedTalk(AskFollowUp(), opening=parsed("/follow_up", "follow_up"))
    assert talk.asked == "number"
    talk.fill("T2026-000001")
    talk.fill(CODE)
    assert stage.records.lookups == [("T2026-000001", CODE)] and CODE not in str(talk.slots)


def test_a_quarter_of_an_hour_later_both_are_asked_again(stage: Stage) -> None:
    kept = remembered(known())
    stage.at(NOW + timedelta(minutes=words("follow_up")["minutes"], seconds=1))
    assert Later(clicked(begun(LetterStep.ADDITION)), kept).asked == "number"


def test_what_is_remembered_holds_no_secret() -> None:
    assert CODE not in str(remembered(known()))


@pytest.mark.parametrize(
    ("error", "said"), [(NotRecognised(), "对不上"), (TooManyTries(timedelta(minutes=5)), "5 分钟")]
)
def test_a_refusal_is_one_sentence_and_forgets_both(stage: Stage, error: Exception, said: str) -> None:
    stage.records.status = error
    talk = GuidedTalk(AskFollowUp(), opening=parsed("/follow_up", "follow_up"))
    talk.fill("T2026-000001")
    [told] = talk.fill(CODE)
    assert said in told["text"] and talk.asked is None and set(talk.slots.values()) == {None}


@pytest.mark.parametrize(("letter_id", "said"), [(None, "不是来信"), (7, "没有可以补充")])
def test_what_allows_no_step_is_said_and_one_s_own_rights_are_left(
    stage: Stage, letter_id: int | None, said: str
) -> None:
    stage.records.status = status(letter_id=letter_id)
    talk = GuidedTalk(AskFollowUp(), opening=parsed("/follow_up", "follow_up"))
    talk.fill("T2026-000001")
    [told] = talk.fill(CODE)
    assert said in told["text"] and talk.asked == "wish" and talk.offers == ["copy", "erased"]


# A copy of one's own, and deletion.


def proved(stage: Stage, wish: str) -> GuidedTalk:
    """Somebody who came with both secrets and says what is wanted."""
    talk = GuidedTalk(AskFollowUp(), opening=parsed("/follow_up", "follow_up"))
    talk.fill("T2026-000001")
    talk.fill(CODE)
    talk.choose(wish)
    return talk


def test_article_45_a_copy_is_given_as_a_file_and_a_page_with_what_was_attached(stage: Stage) -> None:
    talk = proved(stage, "copy")
    assert talk.asked == "review" and "不遮挡" in talk.question["text"]
    card, attached = talk.choose("save")
    assert (card["type"], card["file"], card["page"]) == ("file", "file-1", "file-2")
    assert (attached["file"], attached["name"]) == ("file-3", "我的附件（T2026-000001，第1份）.jpg")
    text, page, photo = stage.records.files
    assert "演示姓名甲" in text[3].decode() and text[0] == PERSON
    assert "演示&lt;b&gt;一" in page[3].decode() and photo[3] == b"demo"
    assert talk.asked is None and set(talk.slots.values()) == {None}


def test_article_47_deletion_says_what_stays_and_why_and_takes_its_own_exact_word(stage: Stage) -> None:
    talk = proved(stage, "erased")
    text = talk.question["text"]
    assert "正在办" in text and "只留统计用" in text and "《个人信息保护法》第47条" in text
    for typed in ("确认提交", "好的", "删除", "确认取一份"):
        talk.type(typed)
        assert talk.asked == "review" and stage.records.erased == []
    [told] = talk.type("确认删除")
    assert stage.records.erased == ["T2026-000001"] and "已经记下" in told["text"] and "第47条" in told["text"]


@pytest.mark.parametrize("wish", ["copy", "erased"])
def test_after_the_status_these_two_ask_for_the_code_once_more(stage: Stage, wish: str) -> None:
    talk = Later(clicked(begun(wish)), remembered(known()))
    assert talk.asked == "proof" and talk.control == "code"
    talk.fill(CODE)
    assert stage.records.lookups == [("T2026-000001", CODE)] and talk.asked == "review"
    assert CODE not in str(talk.slots)


def test_a_wrong_code_there_ends_it_like_everywhere(stage: Stage) -> None:
    talk = Later(clicked(begun("erased")), remembered(known()))
    stage.records.status = NotRecognised()
    [told] = talk.fill(CODE)
    assert "对不上" in told["text"] and talk.asked is None and stage.records.erased == []
    assert set(talk.slots.values()) == {None}


def test_a_confirmation_that_comes_too_late_asks_for_the_code_again(stage: Stage) -> None:
    talk = proved(stage, "erased")
    stage.at(NOW + timedelta(minutes=words("follow_up")["minutes"], seconds=1))
    [told] = talk.choose("save")
    assert "放得太久" in told["text"] and talk.asked == "proof" and stage.records.erased == []
    talk.fill(CODE)
    talk.choose("save")
    assert stage.records.erased == ["T2026-000001"]


def test_what_was_proved_is_not_proved_for_the_next_time(stage: Stage) -> None:
    kept = proved(stage, "erased").slots[KEPT]
    assert Later(clicked(begun("copy")), kept).asked == "proof"


def test_another_wish_takes_the_warning_with_it(stage: Stage) -> None:
    talk = proved(stage, "erased")
    talk.change("wish")
    talk.choose("withdrawn")
    assert talk.asked == "review" and "不能恢复" in talk.question["text"]
    talk.choose("save")
    assert stage.records.erased == [] and stage.records.steps == [(7, "withdrawn", {})]


@pytest.mark.parametrize("wish", ["copy", "erased"])
def test_a_record_that_is_gone_meanwhile_is_said(stage: Stage, wish: str) -> None:
    talk = proved(stage, wish)
    stage.records.failing["own_copy"] = stage.records.failing["erase"] = NotRecognised()
    [told] = talk.choose("save")
    assert "刚刚不在" in told["text"] and talk.asked is None


# What can go wrong.


def test_a_text_with_a_code_is_refused(stage: Stage) -> None:
    talk = later(LetterStep.ADDITION)
    [told] = talk.fill(f"我的查询码是 {CODE}")
    assert "查询码" in told["text"] and talk.asked == "words" and CODE not in str(talk.slots)


@pytest.mark.parametrize(("wrong", "said"), [(None, "状态刚刚变了"), ("most", "好几次")])
def test_a_letter_that_moved_on_says_so(stage: Stage, wrong: str | None, said: str) -> None:
    talk = later(LetterStep.WITHDRAWN)
    stage.records.failing["take_step"] = StepRefused("withdrawn", "closed", wrong)
    [told] = talk.choose("save")
    assert said in told["text"] and talk.asked is None


def test_records_that_are_down_keep_the_review_open(stage: Stage) -> None:
    talk = later(LetterStep.ADDITION)
    talk.fill("昨天又坏了一盏灯。")
    stage.records.failing["take_step"] = RecordsUnavailable()
    [told] = talk.choose("save")
    assert told["level"] == "error" and talk.asked == "review"
    assert talk.lines()["补充的内容"] == "昨天又坏了一盏灯。"
