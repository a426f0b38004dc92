"""The way through the application that several journeys take: from the story to the review."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.citizen import Citizen

STORY = "县公安局昨天罚了我五百块，民警没有出示证件，也没有听我说理由。<b>{{ 演示 }}</b>"


Look = Callable[[str], None]


def unseen(state: str) -> None:
    """Nobody looks."""


def until_date(citizen: Citizen, look: Look = unseen) -> None:
    """Applies as a citizen who tells the story first, up to the day on which the decision was received."""
    citizen.begin("apply")
    look("how to begin")
    citizen.say(STORY)
    look("what was heard")
    citizen.choose("都对")
    citizen.choose("都没有")
    citizen.choose("不是，过后才收到决定书")
    look("a text that can be skipped")
    citizen.choose("没有书面决定，或者现在不在手边")
    citizen.say("行政复议要交钱吗")
    look("a question in between")
    citizen.choose("签收了")
    look("date field")


def until_review(citizen: Citizen, look: Look = unseen) -> None:
    """The whole application; `look` is called in every new kind of state."""
    until_date(citizen, look)
    citizen.choose("就是")
    look("deadline and several options")
    citizen.tick("撤销")
    citizen.choose("就用开头那段话")
    look("long text with help")
    citizen.choose("没有要补充的")
    citizen.tick("照片、录像")
    citizen.choose("没有了")
    citizen.choose("我本人")
    citizen.choose("不请，自己办")
    look("personal notice")
    citizen.fill("演示甲")
    citizen.choose("打印后自己填")
    citizen.choose("男")
    citizen.fill("石泉县城关镇演示路1号")
    citizen.fill("13900000000")
    citizen.choose("跟住所一样")
    look("review")
