"""The periods that bind office, respondent and parties during a case (行政复议法 30–62, 76; 实施条例 38–58)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from actions.procedure.closing import close
from actions.procedure.deadline_facts import Notes, Row
from actions.procedure.periods import Gap, after_days, used_gaps
from actions.procedure.tables import Basis, bases, table, unique
from actions.procedure.workdays import Reached, add_workdays, workdays_before

Track = Literal["ordinary", "simplified"]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pause:
    """Time that does not count towards a decision: a row of `pauses`, and its first day and the day it goes on."""

    kind: str
    begins: date
    resumes: date


@dataclass(frozen=True)
class Term:
    """One period: who must do what by which day, and its sum."""

    key: str
    who: str
    what: str
    last_day: date
    rows: tuple[Row, ...]
    basis: tuple[Basis, ...]
    unknown: tuple[str, ...] = ()


def events() -> dict[str, str]:
    """The events that start periods, with their Chinese names."""
    return dict(table("deadline-office")["events"])


def office_terms(event: str, on: date, track: Track = "ordinary") -> list[Term]:
    """Every period that starts with that event in that track, in the table's order; none for an unknown event."""
    rows = table("deadline-office")["terms"].items()
    return [office_term(key, on) for key, row in rows if row["event"] == event and row.get("track", track) == track]


def office_term(key: str, on: date, pauses: Iterable[Pause] = (), extended: int = 0) -> Term:
    """The period `key` from the event on that day.

    `extended`: days of an extension, at most what the law allows.  Raises KeyError for a key that is not in the table.
    """
    rule = table("deadline-office")["terms"][key]
    notes = Notes()
    notes.add(rule.get("unsure"))
    last, rows = _workdays(rule, on, notes) if rule["unit"] == "workday" else _days(rule, on, pauses, extended, notes)
    basis = unique(bases(rule), *(row.basis for row in rows))
    return Term(key, rule["who"], rule["what"], last, tuple(rows), basis, tuple(notes.texts))


def deemed_accepted(received: date) -> Reached:
    """The day from which an application counts as accepted when the office stays silent (行政复议法 30)."""
    return add_workdays(received, int(table("deadline-office")["terms"]["review"]["days"]))


def _row(rule: dict[str, Any], begins: date, ends: date) -> Row:
    words = table("deadline-office")
    why = words["why"].format(what=rule["what"], days=rule["days"], unit=words["units"][rule["unit"]])
    return Row(begins, ends, rule["days"], why, bases(rule))


def _workdays(rule: dict[str, Any], on: date, notes: Notes) -> tuple[date, list[Row]]:
    if rule.get("before"):
        reached = workdays_before(on, rule["days"])
        row = _row(rule, reached.on, on - ONE_DAY)
    else:
        reached = add_workdays(on, rule["days"])
        row = _row(rule, on + ONE_DAY, reached.on)
    if reached.unsure:
        years = "、".join(map(str, reached.unsure))
        notes.add(table("deadline")["unknown"]["calendar"].format(years=years))
    return reached.on, [row]


def _days(
    rule: dict[str, Any], on: date, pauses: Iterable[Pause], extended: int, notes: Notes
) -> tuple[date, list[Row]]:
    words = table("deadline-office")
    more = max(0, min(extended, rule.get("extension", 0)))
    paused = [(words["pauses"][one.kind], _gap(one)) for one in pauses if one.resumes > one.begins]
    days = int(rule["days"]) + more
    gaps = [gap for _, gap in paused]
    plain, last = after_days(on, int(rule["days"]), gaps), after_days(on, days, gaps)
    rows = [Row(on, on, 0, words["start_day"]["why"], bases(words["start_day"])), _row(rule, on + ONE_DAY, plain)]
    if more:
        rows.append(Row(plain + ONE_DAY, last, more, words["extension"]["why"], bases(words["extension"])))
    for why, gap in paused:
        rows += [Row(one.begins, one.ends, 0, why["why"], bases(why)) for one in used_gaps(on, days, [gap])]
    total = close(last, rows, (), notes)
    return total.last, list(total.rows)


def _gap(pause: Pause) -> Gap:
    """The days of a pause; the day on which the case goes on counts again."""
    return Gap(pause.begins, pause.resumes - ONE_DAY)
