"""Asking to be called back: few questions, a number read back, nothing promised that the county has not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from actions import callback, context
from actions.callback import AskCallback, done, wish
from actions.casework.errors import RecordsUnavailable
from actions.casework.kinds import PartOfDay
from actions.content.region import CHINA, load_region
from bot.channels.messages import checked
from tests.unit.actions.guided_talk import SKIP, GuidedTalk
from tests.unit.actions.test_stage import DOMAIN, Stage, parsed

PHONE = "13800000000"


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


@pytest.fixture
def talk(stage: Stage) -> GuidedTalk:
    return GuidedTalk(AskCallback(), opening=parsed("/callback", "callback", 1.0))


def promised(monkeypatch: pytest.MonkeyPatch, days: int | None) -> None:
    region = replace(load_region("shiquan"), callback_workdays=days)
    monkeypatch.setattr(context, "region", lambda: region)


def test_only_what_a_call_needs_is_asked(talk: GuidedTalk) -> None:
    assert talk.until() == ["topic", "when", "called", "phone"]


def test_the_wish_is_noted_once_confirmed_and_its_number_read_back(talk: GuidedTalk, stage: Stage) -> None:
    talk.until(topic="罚款能不能复议", when="morning", called="演示女士")
    assert talk.lines() == {
        "想问什么": "罚款能不能复议",
        "方便的时间": "上午",
        "怎么称呼": "演示女士",
        "电话": PHONE,
    }
    assert stage.records.callbacks == {}
    [told] = talk.choose("save")
    [noted] = stage.records.callbacks.values()
    assert (noted.about, noted.called, noted.phone) == ("罚款能不能复议", "演示女士", PHONE)
    assert (noted.part_of_day, noted.due_on) == (PartOfDay.MORNING, None)
    assert "H2026-000001" in told["text"] and "不算递交" in told["text"] and checked([told]) == ([told], [])
    assert talk.asked is None and set(talk.slots.values()) == {None}


def test_the_word_is_enough_to_confirm(talk: GuidedTalk, stage: Stage) -> None:
    talk.until()
    talk.fill("登记")
    assert len(stage.records.callbacks) == 1


def test_what_is_left_blank_stays_blank(talk: GuidedTalk, stage: Stage) -> None:
    talk.until(topic=SKIP, called=SKIP)
    assert talk.lines()["想问什么"] == "电话里再说" and talk.lines()["怎么称呼"] == "不说"
    talk.choose("save")
    [noted] = stage.records.callbacks.values()
    assert (noted.about, noted.called, noted.part_of_day) == ("", "", PartOfDay.ANY)


def test_a_number_that_cannot_be_is_asked_again(talk: GuidedTalk) -> None:
    talk.until("phone")
    [told, *_] = talk.fill("12345678")
    assert told["level"] == "warning" and talk.asked == "phone"
    talk.fill(PHONE)
    assert talk.asked == "review"


def test_a_wish_that_cannot_be_kept_is_said_and_the_form_stays(talk: GuidedTalk, stage: Stage) -> None:
    talk.until()
    stage.records.failing["note_callback"] = RecordsUnavailable()
    [told] = talk.choose("save")
    assert told["level"] == "error" and talk.asked == "review" and stage.records.callbacks == {}


@pytest.mark.parametrize(("days", "said"), [(None, "还没有公布"), (2, "2个工作日")])
def test_only_the_countys_own_promise_is_given(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, days: int | None, said: str
) -> None:
    promised(monkeypatch, days)
    text = done("H2026-000001")["text"]
    assert said in text and ("还没有公布" in text) is (days is None)


def test_the_promise_counts_working_days(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    promised(monkeypatch, 2)
    stage.at(datetime(2026, 11, 27, 10, 0, tzinfo=CHINA))  # a Friday
    values = {"topic": "", "when": "any", "called": "", "phone": PHONE}
    assert wish(values, "s").due_on == date(2026, 12, 1)
    promised(monkeypatch, None)
    assert wish(values, "s").due_on is None


@pytest.mark.parametrize(("hour", "said"), [(10, "在上班时间给您"), (20, "现在不是上班时间")])
def test_the_hour_is_told(stage: Stage, hour: int, said: str) -> None:
    stage.at(datetime(2026, 11, 23, hour, 0, tzinfo=CHINA))
    assert said in done("H2026-000001")["text"]


def test_it_is_called_as_the_domain_calls_it() -> None:
    names = {callback.CallbackForm().name(), AskCallback().name()}
    assert names <= set(DOMAIN["actions"]) and callback.FORM in DOMAIN["forms"]
