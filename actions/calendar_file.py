"""The days of a case as a calendar file (RFC 5545), made with icalendar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from actions.content.forms import words
from actions.procedure.clocks import Clock

AHEAD = timedelta(days=3)  # the reminder before each day


def calendar_file(clocks: Iterable[Clock], number: str, now: datetime) -> bytes:
    """One all-day entry for each clock, with a reminder three days before."""
    text = words("filed")["calendar"]
    calendar = Calendar()
    calendar.add("prodid", text["maker"])
    calendar.add("version", "2.0")
    for clock in clocks:
        calendar.add_component(_entry(clock, number, now, text))
    return bytes(calendar.to_ical())


def _entry(clock: Clock, number: str, now: datetime, text: dict[str, str]) -> Event:
    entry = Event()
    entry.add("uid", f"{_digest(clock, number)}@yifawen")
    entry.add("dtstamp", now)
    entry.add("dtstart", clock.on)
    entry.add("dtend", clock.on + timedelta(days=1))
    entry.add("summary", text["summary"].replace("{text}", clock.text))
    entry.add("description", "\n".join(part for part in (number, clock.line(), text["caution"]) if part))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", clock.text)
    alarm.add("trigger", -AHEAD)
    entry.add_component(alarm)
    return entry


def _digest(clock: Clock, number: str) -> str:
    """The same day of the same case is the same entry, so that importing twice doubles nothing."""
    return hashlib.sha256(f"{number}|{clock.key}|{clock.on}".encode()).hexdigest()[:24]
