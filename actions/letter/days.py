"""When the decision was made and, where it is printed, when it was served."""

from __future__ import annotations

import re
from datetime import date

from actions.letter.found import Found
from actions.letter.heading import compiled, is_agency, rules
from actions.letter.lines import Letter
from actions.letter.numerals import DAY, day


def days(letter: Letter) -> dict[str, Found]:
    """`decided_on` and `received_on`; a service before the decision is a mistake of the recognition."""
    decided = _labelled(letter, "decided") or _at_foot(letter)
    received = _labelled(letter, "received")
    if decided and received and received.value < decided.value:
        received = None
    return {key: one for key, one in (("decided_on", decided), ("received_on", received)) if one}


def _labelled(letter: Letter, which: str) -> Found | None:
    """The date behind a label such as 送达日期."""
    for match in compiled(f"{rules('days')[which]}(?:{DAY.pattern})").finditer(letter.text):
        found = day(match)
        if found:
            return Found(found.isoformat(), letter.score(*match.span()))
    return None


def _at_foot(letter: Letter) -> Found | None:
    """The last date that has a line to itself, or to itself and the agency."""
    for at in reversed(range(len(letter.lines))):
        line = letter.lines[at]
        match = DAY.search(line.text)
        found = day(match) if match else None
        if match and found and _alone(line.text, match):
            return Found(found.isoformat(), line.score * (1 if letter.place(at) > 0.5 else 0.7))
    return None


def _alone(text: str, match: re.Match[str]) -> bool:
    around = (text[: match.start()] + text[match.end() :]).strip(",:.")
    return not around or is_agency(around)


def believable(value: str, today: date) -> bool:
    """Whether a date can be that of a decision somebody holds: not in the future, not decades ago."""
    found = date.fromisoformat(value)
    return date(today.year - rules("days")["oldest"], 1, 1) <= found <= today
