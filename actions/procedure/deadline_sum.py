"""The sum from the start of the clock to the last day: 60 days, time left out, longest limits, days of rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from actions.procedure.deadline_facts import DeadlineFacts, Exclusion, Notes, Row
from actions.procedure.deadline_start import Clock
from actions.procedure.periods import Gap, after_days, after_years, chinese, used_gaps
from actions.procedure.tables import bases, table
from actions.procedure.workdays import next_workday

ONE_DAY = timedelta(days=1)
LONGEST_LAW = 366


@dataclass(frozen=True)
class Limit:
    """A longest limit (行政复议法 20, 21): its key in `periods`, its last day and its line."""

    key: str
    last: date
    row: Row


@dataclass(frozen=True)
class Total:
    """The last day, the line by line sum, and the limit that decided it, if one did."""

    last: date
    rows: tuple[Row, ...]
    limit: Limit | None = None


def add_up(facts: DeadlineFacts, clock: Clock, today: date, notes: Notes) -> Total:
    """The last day to apply for those facts, and every line of the sum."""
    starts, rows = _starts(facts, clock, today, notes)
    last, lines = _period(facts, starts, today, notes)
    rows += lines
    limit = _shortest(_limits(facts, clock, today, notes))
    if limit is None or last <= limit.last:
        return _rolled(last, rows, None, notes)
    if facts.exclusions:
        notes.add(_unknown("limit_gap"))
    return _rolled(limit.last, [*rows, limit.row], limit, notes)


def _unknown(key: str) -> str:
    return str(table("deadline")["unknown"][key])


def _period_row(key: str) -> dict[str, Any]:
    return dict(table("deadline")["periods"][key])


def is_act(facts: DeadlineFacts) -> bool:
    """Whether the way of learning belongs to an act, not to inaction."""
    return bool(table("deadline")["ways"][facts.way]["kind"] == "act")


def _starts(facts: DeadlineFacts, clock: Clock, today: date, notes: Notes) -> tuple[date, list[Row]]:
    """The start day, later where the citizen was not told of the right (行政复议法 20)."""
    rows = list(clock.rows)
    starts = clock.starts
    if not is_act(facts):
        if facts.told is False:
            notes.add(_unknown("inaction_told"))
    elif facts.told is None:
        notes.add(_unknown("told"))
    elif facts.told is False and facts.way != "told_later":
        starts = max(clock.starts, _learned_right(facts, clock.starts, today, notes))
        period = _period_row("not_told")
        rows.append(Row(starts, starts, 0, period["clock_why"], bases(period)))
    start_day = table("deadline")["rows"]["start_day"]
    return starts, [*rows, Row(starts, starts, 0, start_day["why"], bases(start_day))]


def _learned_right(facts: DeadlineFacts, starts: date, today: date, notes: Notes) -> date:
    if facts.learned_right is None:
        notes.add(_unknown("right_learned"))
        return today
    if facts.learned_right > today:
        notes.add(_unknown("right_learned_future"))
        return today
    if facts.learned_right < starts:
        notes.add(_unknown("right_learned_early"))
    return facts.learned_right


def _period(facts: DeadlineFacts, starts: date, today: date, notes: Notes) -> tuple[date, list[Row]]:
    """60 days, or a law's longer period, and the days that do not count."""
    row, days = _period_row("general"), int(_period_row("general")["days"])
    if facts.law_days is not None and days < facts.law_days <= LONGEST_LAW:
        row, days = _period_row("longer"), facts.law_days
        notes.add(row["unsure"])
    gaps = [(one, gap) for one in facts.exclusions if (gap := _gap(one, today, notes))]
    last = after_days(starts, days, [gap for _, gap in gaps])
    rows = [Row(starts + ONE_DAY, last, days, row["why"].format(days=days), bases(row))]
    for exclusion, gap in gaps:
        rows += _gap_rows(exclusion, gap, starts, last, notes)
    return last, rows


def _gap(exclusion: Exclusion, today: date, notes: Notes) -> Gap | None:
    """The days that an exclusion takes out, None where its dates make no sense."""
    rule = table("deadline")["exclusions"].get(exclusion.kind)
    if rule is None:
        return None
    ends = exclusion.ends
    lasts = ends is None or ends > today
    if ends is None or lasts:
        notes.add(_unknown("gap_open"))
        ends = today
    if ends < exclusion.begins:
        notes.add(_unknown("gap_dates"))
        return None
    if lasts or rule["include_end"]:
        return Gap(exclusion.begins, ends)
    # The clock goes on on the day an obstacle ends; one that ends on the day it began takes nothing out.
    return Gap(exclusion.begins, ends - ONE_DAY) if ends > exclusion.begins else None


def _gap_rows(exclusion: Exclusion, gap: Gap, starts: date, last: date, notes: Notes) -> list[Row]:
    rule = table("deadline")["exclusions"][exclusion.kind]
    used = used_gaps(starts, (last - starts).days, [gap])
    if not used:
        notes.add(_unknown("gap_unused"))
        return []
    notes.add(rule["unsure"])
    return [Row(used[0].begins, min(used[0].ends, last), 0, rule["why"], bases(rule))]


def _limits(facts: DeadlineFacts, clock: Clock, today: date, notes: Notes) -> list[Limit]:
    """The longest limits that apply: one year where not told, five or twenty years from the act."""
    limits = []
    if is_act(facts) and (facts.told is False or facts.way == "told_later"):
        content = _content(facts, clock.starts)
        if content is not None:
            limits.append(_limit("not_told", content))
            if facts.way == "told_later":
                notes.add(_unknown("told_later_limit"))
    if facts.acted is not None and is_act(facts):
        if facts.acted > clock.starts:
            notes.add(_unknown("act_after"))
        else:
            limits.append(_limit("estate_limit" if facts.real_estate else "act_limit", facts.acted))
    return limits


def _content(facts: DeadlineFacts, starts: date) -> date | None:
    """When the content became known: as told, but not after the clock started; unknown where told only later."""
    if facts.learned_content is not None:
        return min(facts.learned_content, starts)
    return None if facts.way == "told_later" else starts


def _limit(key: str, starts: date) -> Limit:
    period = _period_row(key)
    last = after_years(starts, int(period["years"]))
    return Limit(key, last, Row(starts + ONE_DAY, last, (last - starts).days, period["why"], bases(period)))


def _shortest(limits: list[Limit]) -> Limit | None:
    return min(limits, key=lambda limit: limit.last, default=None)


def _rolled(last: date, rows: list[Row], limit: Limit | None, notes: Notes) -> Total:
    """The last day moved past days of rest, with the line that says so (民事诉讼法 85)."""
    reached = next_workday(last)
    if reached.unsure:
        key = "calendar" if reached.on == last else "calendar_safe"
        notes.add(_unknown(key).format(years="、".join(map(str, reached.unsure)), day=chinese(last)))
    if reached.on == last:
        return Total(last, tuple(rows), limit)
    if limit is not None:
        notes.add(_unknown("limit_rolled").format(day=chinese(last)))
    names = dict.fromkeys(day.holiday or table("deadline")["rest"]["weekend"] for day in reached.skipped)
    rule = table("deadline")["rows"]["rolled"]
    row = Row(last, reached.on, 0, rule["why"].format(what="、".join(names)), bases(rule))
    return Total(reached.on, (*rows, row), limit)
