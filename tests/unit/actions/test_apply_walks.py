"""Citizens who answer, fail, go back, skip and change at random: the form never breaks and never loses an answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from actions.apply import AskApply
from actions.apply_document import document_facts
from actions.content.region import load_region
from actions.filed import AskFiled
from actions.procedure.document import application_lines
from tests.unit.actions.guided_talk import SKIP, USUAL, GuidedTalk
from tests.unit.actions.test_stage import CODE, TODAY, Stage, clicked, parsed

FORMS = {"apply": AskApply, "filed": AskFiled}
DAYS = ["2026-11-20", "2026-09-26", "2026-05-01", "2021-03-01", "昨天", "上个月15号", "去年腊月二十", "前天"]
TEXTS = {
    "respondent": ["交警", "镇政府", "税务局", "安康市公安局", "莫名其妙委员会", "烟草局", "石泉县人民政府"],
    "story": [str(USUAL["story"]), "派出所昨天把我弟弟刑事拘留了，我们不服", "我有一件事情要说给你听"],
    "act_name": ["行政处罚决定书（演示〔2026〕1号）", "信访答复意见书", SKIP],
    "group_size": ["2", "三个", "12", "我们一共40个人"],
    "group_names": ["演示甲、演示乙", "演示甲\n演示乙\n演示丙", "、".join(f"演示{sign}" for sign in "甲乙丙丁戊己庚")],
    "agent_name": ["演示律师", "演示律师、演示二"],
    "identity": [SKIP, "11010519491231002X"],
    "credit_code": [SKIP, "91350100M000100Y43"],
    "address": [SKIP, "某县某镇某村某组"],
    "delivery": [SKIP, "same", "某县某镇某街12号"],
    "facts": [str(USUAL["facts"]), "长" * 500],
    "late_until": [SKIP, "2026-11-03", "昨天"],
}
SPOKEN = ["上一步", "跳过", "修改", "为啥问这个", "改第三项", "修改电话", "没有", "甲", "？", "随便说一句不相干的话"]
# A walk that breaks is told as it is: making it shorter would take minutes.
few = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@contextmanager
def staged() -> Iterator[Stage]:
    """A stage for one example."""
    with pytest.MonkeyPatch.context() as patch:
        yield Stage(patch)


def answers(talk: GuidedTalk) -> list[str]:
    """What may be answered to the open question."""
    if talk.control == "multi":
        every = talk.offers
        return [",".join(every), *every, *([SKIP] if any("skip" in tool for tool in talk.tools) else [])]
    if talk.control == "choice":
        return [one for one in talk.offers if one != "resume"]  # test_apply.py
    if talk.control == "date":
        skip = [SKIP] if any("skip" in tool for tool in talk.tools) else []
        return [*TEXTS.get(str(talk.asked), DAYS), *skip]
    return TEXTS.get(str(talk.asked), [talk.usual()])


def step(talk: GuidedTalk, draw: Any) -> None:
    """One turn of a citizen; most of them answer what they are asked."""
    kind = draw(some.sampled_from(["answer"] * 8 + ["back", "say", "change"]))
    if kind == "back":
        talk.type("上一步")
    elif kind == "say":
        talk.type(draw(some.sampled_from(SPOKEN)))
    elif kind == "change":
        talk.type(f"修改第{draw(some.integers(1, 25))}项")
    elif talk.asked != "review" or talk.feature == "filed":
        talk.give(draw(some.sampled_from(answers(talk))))
    else:
        line = draw(some.sampled_from([one for one in talk.question["lines"] if one["choice"]]))
        talk.send(clicked(line["choice"]))


def sound(talk: GuidedTalk) -> None:
    """What holds after every turn."""
    assert [one for one in talk.told if one.get("level") == "error"] == [], "something was raised"
    table = talk.form.subject.interview.questions
    if talk.asked is None:
        assert set(talk.slots.values()) == {None}
        return
    progress = talk.progress
    assert talk.asked in table and progress.values.get(talk.asked) is None
    assert talk.question["text"].strip() and "{" not in talk.question["text"]
    assert set(progress.path) <= set(table) and len(progress.path) == len(set(progress.path))
    assert set(progress.was) <= {talk.asked}
    whole = progress.whole().values
    assert talk.form.subject.offered(whole) == whole, "an answer is not offered"
    assert [key for key, value in whole.items() if value == "" and not table[key].skip] == [], "left blank"


@pytest.mark.parametrize("feature", FORMS)
@settings(few, max_examples=12)
@given(data=some.data())
def test_no_walk_breaks_the_form(feature: str, data: some.DataObject) -> None:
    with staged():
        talk = GuidedTalk(FORMS[feature]())
        for _ in range(data.draw(some.integers(10, 45))):
            if talk.asked is None:
                break
            step(talk, data.draw)
            sound(talk)
        if talk.asked and feature == "apply":
            talk.until()
            facts = document_facts(talk.values, TODAY, load_region("shiquan"))
            assert "None" not in str(application_lines(facts, TODAY))
            assert [one["type"] for one in talk.choose("save")] == ["file", "receipt"]


def walked(data: some.DataObject, most: int = 25) -> GuidedTalk | None:
    """A citizen on the way, none where the form was ended."""
    talk = GuidedTalk(AskApply())
    for _ in range(data.draw(some.integers(0, most))):
        if talk.asked in (None, "review"):
            break
        talk.give(data.draw(some.sampled_from(answers(talk))))
    return talk if talk.asked else None


@settings(few, max_examples=15)
@given(data=some.data())
def test_back_undoes_and_the_same_answer_again_loses_nothing(data: some.DataObject) -> None:
    with staged():
        talk = walked(data)
        if talk is None or talk.asked == "start":
            return
        asked, values = talk.asked, talk.values
        steps = data.draw(some.integers(1, 4))
        for _ in range(steps):
            talk.type("上一步")
            if talk.asked == "start":
                return
            assert list(talk.progress.was) == [talk.asked]
            assert talk.progress.whole().values == values and talk.asked not in talk.values
        if talk.asked != "story":  # which is heard anew
            talk.give(talk.put_back())
            assert (talk.asked, talk.values) == (asked, values)


@settings(few, max_examples=6)
@given(data=some.data())
def test_a_line_that_is_changed_to_the_same_loses_nothing(data: some.DataObject) -> None:
    with staged():
        talk = walked(data)
        if talk is None:
            return
        talk.until()
        values = talk.values
        for line in [one for one in talk.question["lines"] if one["choice"]]:
            talk.send(clicked(line["choice"]))
            talk.give(talk.put_back())
            assert (talk.asked, talk.values) == ("review", values), line["label"]


@settings(few, max_examples=15)
@given(data=some.data())
def test_what_may_not_be_left_blank_never_is(data: some.DataObject) -> None:
    with staged():
        talk = walked(data)
        if talk is None or talk.asked in (None, "review"):
            return
        asked, values = str(talk.asked), talk.values
        talk.type("跳过")
        if talk.form.subject.interview.questions[asked].skip:
            assert asked not in talk.values or talk.values[asked] == ""
        else:
            assert (talk.asked, talk.values) == (asked, values)


@settings(few, max_examples=15)
@given(data=some.data())
def test_a_draft_goes_on_as_it_was_put_aside(data: some.DataObject) -> None:
    with staged():
        talk = walked(data)
        if talk is None or not set(talk.values) - {"start", "resume_number", "resume_code"}:
            return
        asked, values = talk.asked, talk.values
        if talk.asked == "heard":
            return  # what was heard and not confirmed is not kept
        [receipt] = talk.type("先存着")
        later = GuidedTalk(AskApply(), sender="web-2")
        for answer in ("resume", receipt["number"], CODE):
            later.give(answer)
        kept = {key: value for key, value in later.values.items() if not key.startswith("resume_")}
        assert kept == {key: value for key, value in values.items() if not key.startswith("resume_")}
        assert later.asked == asked


@settings(few, max_examples=15)
@given(
    text=some.text(max_size=40),
    goal=some.sampled_from(["start", "respondent", "learned_on", "facts", "name", "review"]),
)
def test_no_text_is_too_strange(text: str, goal: str) -> None:
    with staged():
        talk = GuidedTalk(AskApply())
        talk.until(goal)
        talk.send(parsed(text, "nlu_fallback", 0.2))
        if talk.asked:
            sound(talk)
