"""The days of a case as a calendar file, read back with another eye: RFC 5545."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from actions.calendar_file import calendar_file
from actions.content.forms import words
from actions.content.region import CHINA
from actions.procedure.clocks import Clock, Filed, clocks
from actions.procedure.tables import Basis

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=CHINA)
DAYS = clocks(Filed(received=date(2026, 11, 16)))


def entries(content: bytes) -> list[Event]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_every_day_is_an_entry_of_its_whole_day() -> None:
    made = entries(calendar_file(DAYS, "", NOW))
    assert [entry.decoded("dtstart") for entry in made] == [clock.on for clock in DAYS]
    for entry in made:
        assert not isinstance(entry.decoded("dtstart"), datetime)
        assert entry.decoded("dtend") - entry.decoded("dtstart") == timedelta(days=1)


def test_an_entry_says_what_and_why_and_that_it_is_no_paper_of_the_office() -> None:
    [first, *_] = entries(calendar_file(DAYS, "某复〔2026〕3号", NOW))
    assert str(first["summary"]) == f"行政复议：{DAYS[0].text}"
    number, line, caution = str(first["description"]).split("\n")
    assert (number, line, caution) == ("某复〔2026〕3号", DAYS[0].line(), words("filed")["calendar"]["caution"])
    assert str(entries(calendar_file(DAYS, "", NOW))[0]["description"]).split("\n") == [line, caution]


def test_it_is_remembered_three_days_before() -> None:
    for entry, clock in zip(entries(calendar_file(DAYS, "", NOW)), DAYS, strict=True):
        [alarm] = entry.walk("VALARM")
        assert (str(alarm["action"]), alarm.decoded("trigger"), str(alarm["description"])) == (
            "DISPLAY",
            timedelta(days=-3),
            clock.text,
        )


def test_the_file_is_as_the_standard_has_it() -> None:
    content = calendar_file(DAYS, "某复〔2026〕3号", NOW)
    text = content.decode("utf-8")
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert "\r\nVERSION:2.0\r\n" in text and f"\r\nPRODID:{words('filed')['calendar']['maker']}\r\n" in text
    assert all(len(line) <= 75 for line in content.split(b"\r\n")), "long lines are folded"
    assert "\n" not in text.replace("\r\n", "")


def test_the_stamp_is_the_moment_in_universal_time() -> None:
    for entry in entries(calendar_file(DAYS, "", NOW)):
        assert entry.decoded("dtstamp") == NOW
    assert f"DTSTAMP:{NOW.astimezone(UTC):%Y%m%dT%H%M%SZ}" in calendar_file(DAYS, "", NOW).decode()


def test_importing_twice_doubles_nothing_and_another_case_is_another_entry() -> None:
    def names(number: str, days: list[Clock] = DAYS) -> list[str]:
        return [str(entry["uid"]) for entry in entries(calendar_file(days, number, NOW))]

    assert names("甲") == names("甲") and len(set(names("甲"))) == len(DAYS)
    assert not set(names("甲")) & set(names("乙"))
    later = clocks(Filed(received=date(2026, 11, 30)))
    assert not set(names("甲")) & set(names("甲", later))
    assert all(name.endswith("@yifawen") and "甲" not in name for name in names("甲"))


@pytest.mark.parametrize("number", ["a;b,c\\d", "两行\n的号", "BEGIN:VEVENT\r\nSUMMARY:x", "{text}", "长" * 200])
def test_a_strange_number_breaks_nothing(number: str) -> None:
    made = entries(calendar_file(DAYS, number, NOW))
    assert len(made) == len(DAYS) and {str(one["summary"]) for one in made} == {
        f"行政复议：{clock.text}" for clock in DAYS
    }


def test_without_days_the_calendar_is_empty() -> None:
    assert entries(calendar_file([], "", NOW)) == []


def test_a_brace_in_a_text_stays() -> None:
    clock = Clock("x", date(2026, 12, 1), "带{text}的字", (Basis("行政复议法", 30),))
    assert str(entries(calendar_file([clock], "", NOW))[0]["summary"]) == "行政复议：带{text}的字"
