"""After an application was handed in: what runs, until when, and the calendar file. Today is Monday, 23 November 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from actions.casework.errors import RecordsUnavailable
from actions.content.forms import words
from actions.content.interview import load_interview
from actions.filed import AskFiled, FiledSubject, clocks_card, filed
from actions.procedure.clocks import clocks
from bot.channels.messages import checked
from tests.unit.actions.guided_talk import GuidedTalk
from tests.unit.actions.test_stage import Stage, parsed

TABLE = load_interview("filed").questions


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


@pytest.fixture
def talk(stage: Stage) -> GuidedTalk:
    return GuidedTalk(AskFiled(), opening=parsed("我已经递交了", "filed", 0.9))


def test_the_order_of_the_questions(talk: GuidedTalk) -> None:
    assert talk.until() == ["how", "received_on", "number", "since"]
    again = talk
    again.choose("yes")
    assert again.asked is None


@pytest.mark.parametrize(
    ("since", "asked"),
    [
        ("nothing", []),
        ("correction", ["event_on"]),
        ("accepted", ["event_on", "track"]),
        ("refused", ["event_on"]),
        ("decided", ["event_on"]),
    ],
)
def test_what_came_since_decides_what_is_asked(talk: GuidedTalk, since: str, asked: list[str]) -> None:
    assert talk.until(since=since)[4:] == asked


def test_the_days_are_said_and_a_calendar_is_given_and_nothing_is_kept(talk: GuidedTalk, stage: Stage) -> None:
    talk.until(received_on="2026-11-16", number="某复〔2026〕3号", since="accepted", event_on="2026-11-20")
    text, file = talk.choose("yes")
    assert (
        text["type"] == "text" and "2027年1月19日（星期二）" in text["text"] and "以复议机关的文书为准" in text["text"]
    )
    assert (file["type"], file["file"], file["name"]) == ("file", "file-1", "行政复议期限.ics")
    [(conversation, name, media_type, content)] = stage.records.files
    assert (conversation, name, media_type) == (talk.sender, "行政复议期限.ics", "text/calendar")
    days = {entry.decoded("dtstart") for entry in Calendar.from_ical(content).walk("VEVENT")}
    assert date(2027, 1, 19) in days and "某复〔2026〕3号" in content.decode().replace("\r\n ", "")
    assert talk.asked is None and set(talk.slots.values()) == {None} and stage.records.applications == {}


def test_a_calendar_that_cannot_be_kept_is_said_and_the_form_stays(talk: GuidedTalk, stage: Stage) -> None:
    talk.until()
    stage.records.failing["keep_file"] = RecordsUnavailable()
    [told] = talk.choose("yes")
    assert told["level"] == "error" and talk.asked == "review"


@pytest.mark.parametrize("how", ["window", "post", "online", "agency"])
def test_the_day_of_receipt_is_asked_as_it_was_handed_in(talk: GuidedTalk, how: str) -> None:
    talk.until("received_on", how=how)
    assert talk.question["text"] == words("filed")["questions"]["received"][how]


@pytest.mark.parametrize("since", ["correction", "accepted", "refused", "decided"])
def test_the_day_of_the_paper_is_asked_by_its_name(talk: GuidedTalk, since: str) -> None:
    talk.until("event_on", since=since)
    assert talk.question["text"] == words("filed")["questions"]["event"][since]


@pytest.mark.parametrize("text", ["明天", "2026-11-24", "2月30日", "昨天和前天"])
def test_no_day_ahead_is_taken(talk: GuidedTalk, text: str) -> None:
    talk.until("received_on")
    [told] = talk.fill(text)
    assert told["level"] == "warning" and talk.asked == "received_on"


def test_nothing_came_before_it_was_handed_in(talk: GuidedTalk) -> None:
    talk.until("event_on", since="accepted", received_on="2026-11-16")
    [told] = talk.fill("2026-11-15")
    assert "早于递交的日子" in told["text"]
    talk.fill("上周一")
    assert talk.values["event_on"] == "2026-11-16"


def test_without_a_number_there_is_none(talk: GuidedTalk) -> None:
    talk.until("number")
    talk.fill("还没有")
    assert talk.values["number"] == "" and talk.asked == "since"
    talk.tool("back")
    talk.type("没有")
    assert talk.values["number"] == ""


def test_the_answers_can_be_changed_before_the_days_are_counted(talk: GuidedTalk) -> None:
    talk.until(since="accepted", event_on="2026-11-20")
    [overview] = talk.type("修改")
    assert {line["label"].partition("．")[2]: line["value"] for line in overview["lines"]} == {
        "怎么递交的": "当面交的",
        "复议机关收到的日子": "2026年11月16日（星期一）",
        "案号": "还没有",
        "到现在为止": "收到了受理通知",
        "收到的日子": "2026年11月20日（星期五）",
        "哪一种程序": "普通程序，或者没有写",
    }
    talk.type("修改第4项")
    talk.choose("nothing")
    assert talk.asked == "review" and not {"event_on", "track"} & set(talk.values)


def test_another_way_of_handing_in_asks_for_its_day_and_what_came_since(talk: GuidedTalk) -> None:
    talk.until()
    talk.type("修改第1项")
    talk.choose("post")
    assert talk.until() == ["received_on", "since"] and talk.values["number"] == ""


def test_it_cannot_be_put_aside(talk: GuidedTalk, stage: Stage) -> None:
    talk.until("since")
    assert list(talk.tools) == ["back"]
    [told] = talk.type("先存着")
    assert "不保存" in told["text"] and talk.asked == "since" and stage.records.applications == {}


# The parts.


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"how": "window", "since": "nothing"}, (False, "nothing", None, "ordinary")),
        ({"how": "agency", "since": "nothing"}, (True, "nothing", None, "ordinary")),
        (
            {"how": "post", "since": "correction", "event_on": "2026-11-20"},
            (False, "correction", date(2026, 11, 20), "ordinary"),
        ),
        (
            {"how": "post", "since": "accepted", "event_on": "2026-11-20", "track": "simplified"},
            (False, "accepted", date(2026, 11, 20), "simplified"),
        ),
    ],
)
def test_the_answers_are_the_facts_of_the_days(values: dict[str, Any], expected: tuple[Any, ...]) -> None:
    found = filed({"received_on": "2026-11-16", **values})
    assert found.received == date(2026, 11, 16)
    assert (found.by_agency, found.since, found.event_on, found.track) == expected


@pytest.mark.parametrize("since", ["nothing", "correction", "accepted", "refused", "decided"])
@pytest.mark.parametrize("how", ["window", "agency"])
def test_every_way_has_days_in_their_order(how: str, since: str) -> None:
    known = {"how": how, "received_on": "2026-11-16", "since": since, "event_on": "2026-11-20"}
    found = clocks(filed(known if since != "nothing" else {**known, "event_on": None}))
    card = clocks_card(found)
    assert checked([card]) == ([card], []) and found
    lines = card["text"].split("\n")
    assert lines[0] == words("filed")["clocks"] and lines[-1] == words("filed")["caution"]
    assert [clock.line() for clock in found] == lines[1 : 1 + len(found)]
    checks = lines[1 + len(found) : -1]
    assert all(line.startswith(words("filed")["check"]) for line in checks) and len(checks) == len(set(checks))


def test_every_option_of_a_paper_has_its_question() -> None:
    assert set(words("filed")["questions"]["received"]) == set(TABLE["how"].options)
    assert set(words("filed")["questions"]["event"]) == set(TABLE["since"].options) - {"nothing"}


def test_before_anything_is_known_the_wordings_are_empty() -> None:
    assert FiledSubject().phrases({}) == {"received_question": "", "event_question": ""}
