"""The sum from the start of the clock to the last day: 60 days, time left out, longest limits, days of rest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from actions.procedure.closing import Limit, Total, close, limit_of
from actions.procedure.deadline_facts import DeadlineFacts, Exclusion, Notes, Row
from actions.procedure.deadline_start import Clock
from actions.procedure.periods import Gap, after_days, used_gaps
from actions.procedure.tables import bases, table

ONE_DAY = timedelta(days=1)
LONGEST_LAW = 366


def add_up(facts: DeadlineFacts, clock: Clock, today: date, notes: Notes) -> Total:
    """The last day to apply for those facts, and every line of the sum."""
    starts, rows = _starts(facts, clock, today, notes)
    last, lines = _period(facts, starts, today, notes)
    total = close(last, [*rows, *lines], _limits(facts, clock, today, notes), notes)
    if total.limit is not None and facts.exclusions:
        notes.add(_unknown("limit_gap"))
    return total


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
    elif facts.told is None and facts.way != "told_later":
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
    elif facts.law_days is not None:
        notes.add(_unknown("law_days"))
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
        notes.add(_unknown("gap_kind"))
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
            limits.append(limit_of("not_told", _period_row("not_told"), content))
        if facts.way == "told_later":
            notes.add(_unknown("told_later_content" if content is None else "told_later_limit"))
    if facts.acted is not None and is_act(facts):
        if facts.acted > clock.starts:
            notes.add(_unknown("act_after"))
        if facts.acted <= today:
            key = "estate_limit" if facts.real_estate else "act_limit"
            limits.append(limit_of(key, _period_row(key), facts.acted))
    return limits


def _content(facts: DeadlineFacts, starts: date) -> date | None:
    """When the content became known: as told, but not after the clock started; unknown where told only later."""
    if facts.learned_content is not None:
        return min(facts.learned_content, starts)
    return None if facts.way == "told_later" else starts
