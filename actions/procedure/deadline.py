"""The deadline for applying for reconsideration (行政复议法 20, 21, 88; 实施条例 23, 24, 26, 38; 民事诉讼法 85).

Nothing here raises for strange facts: what cannot be counted is said in `unknown`, and a date that is passed comes with
the lawful reasons that may still help.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from actions.content.laws import Law
from actions.procedure.closing import Total
from actions.procedure.deadline_facts import Deadline, DeadlineFacts, Exclusion, Notes, Reason, Row, State
from actions.procedure.deadline_start import Clock, start_clock
from actions.procedure.deadline_sum import add_up, is_act
from actions.procedure.periods import chinese
from actions.procedure.tables import Basis, bases, choices, cited, table, unique

__all__ = ["Deadline", "DeadlineFacts", "Exclusion", "Reason", "Row", "filing_deadline", "learning_ways", "message"]

LONGEST_AHEAD = 366


def filing_deadline(facts: DeadlineFacts, today: date) -> Deadline:
    """The last day to apply, how it was counted, and what to do next; never raises."""
    missing = _missing(facts, today)
    if missing or facts.day is None:
        return _unknown(missing)
    notes = Notes()
    clock = start_clock(facts, facts.day, notes)
    total = add_up(facts, clock, today, notes)
    filed = _filed(facts, today, notes)
    return _judge(facts, clock, total, filed or today, today, notes)


def learning_ways(kind: str = "act") -> list[tuple[str, str, str]]:
    """(key, label, hint) of the ways to learn of an act, or of the kinds of `inaction`."""
    return choices({key: row for key, row in table("deadline")["ways"].items() if row["kind"] == kind})


def date_question(way: str, duty: str | None = None) -> str:
    """Which date to ask for; raises KeyError for a way or duty that is not in the table."""
    row = table("deadline")["duties"][duty] if duty else table("deadline")["ways"][way]
    return str(row["ask"])


def duties() -> list[tuple[str, str, str]]:
    """(key, label, hint) of the duties whose period the table knows."""
    return choices(table("deadline")["duties"])


def fact_question(key: str) -> tuple[str, str]:
    """The question for a fact besides the date and its hint; raises KeyError for one that is not in the table."""
    row = table("deadline")["questions"][key]
    return str(row["ask"]), str(row["hint"])


def exclusion_kinds() -> list[tuple[str, str, str]]:
    """(key, label, hint) of the kinds of time that do not count."""
    return choices(table("deadline")["exclusions"])


def message(deadline: Deadline, laws: Mapping[str, Law]) -> dict[str, Any]:
    """The `deadline` message; raises ContentError for a citation that is not in knowledge/laws.yml."""
    return {
        "type": "deadline",
        "text": deadline.text,
        "state": deadline.state,
        "last_day": deadline.last_day.isoformat() if deadline.last_day else None,
        "days_left": deadline.days_left,
        "rows": [row.message() for row in deadline.rows],
        "next": deadline.next_text,
        "basis": cited(deadline.basis, laws),
        "unknown": list(deadline.unknown),
    }


def _missing(facts: DeadlineFacts, today: date) -> list[str]:
    """What keeps the deadline from being counted at all."""
    words = table("deadline")["unknown"]
    missing = []
    if facts.way not in table("deadline")["ways"]:
        missing.append(words["no_way"])
    if facts.day is None:
        missing.append(words["no_date"])
    elif facts.day > today and not _may_lie_ahead(facts, facts.day, today):
        missing.append(words["future_date"])
    return missing


def _may_lie_ahead(facts: DeadlineFacts, day: date, today: date) -> bool:
    """A notice and a duty's period may end after today, within a year: the end is known, only not reached."""
    if day > today + timedelta(days=LONGEST_AHEAD):
        return False
    return (facts.way == "public_notice" and facts.notice_days is None) or (
        facts.way == "inaction_fixed" and facts.duty is None
    )


def _unknown(missing: list[str]) -> Deadline:
    words = table("deadline")
    basis = bases(words["periods"]["general"])
    return Deadline(
        state="unknown",
        text=words["states"]["unknown"],
        next="tell_date",
        next_text=words["next"]["tell_date"],
        basis=basis,
        unknown=tuple(missing),
    )


def _filed(facts: DeadlineFacts, today: date, notes: Notes) -> date | None:
    """The day on which it was handed in or posted, if that can be (民事诉讼法 85: posted in time is in time)."""
    if facts.filed is not None and facts.filed > today:
        notes.add(table("deadline")["unknown"]["filed_future"])
        return None
    return facts.filed


def _judge(facts: DeadlineFacts, clock: Clock, total: Total, as_of: date, today: date, notes: Notes) -> Deadline:
    """Name the state as of the day of filing, or today, and put it into words."""
    left = (total.last - as_of).days
    state, wording, step = _state(facts, clock, left, as_of)
    reasons: tuple[Reason, ...] = ()
    if left < 0:
        reasons = () if facts.no_reasons else _reasons(facts, total, notes)
        state, step = ("late_reasons", "give_reason") if reasons else ("late", "other_ways")
        wording = state
        if facts.claimed in [reason.key for reason in reasons]:
            wording, step = "reason_given", "reason_given"
    if wording in ("in_time", "near", "near_today") and facts.filed is not None and as_of == facts.filed:
        state, wording, step = "in_time", "filed", "filed"
    words = table("deadline")
    text = words["states"][wording].format(
        last_day=chinese(total.last),
        days_left=left,
        days_over=-left,
        earliest=chinese(clock.earliest),
        filed_on=chinese(as_of),
    )
    counted = unique(*(row.basis for row in total.rows), _next_basis(step), *(reason.basis for reason in reasons))
    return Deadline(
        state=state,
        text=text,
        next=step,
        next_text=words["next"][step],
        last_day=total.last,
        days_left=max((total.last - today).days, 0) if state in ("in_time", "near") else None,
        earliest=clock.earliest,
        rows=total.rows,
        basis=counted,
        unknown=tuple(notes.texts),
        reasons=reasons,
    )


def _state(facts: DeadlineFacts, clock: Clock, left: int, as_of: date) -> tuple[State, str, str]:
    """The state, its wording and the next step for an application that is not late."""
    if as_of < clock.earliest and not is_act(facts):
        return "not_yet", "not_yet", "wait"
    if left == 0:
        return "near", "near_today", "file_today"
    if left <= table("deadline")["near_days"]:
        return "near", "near", "file_now"
    if facts.way == "inaction_urgent":
        return "in_time", "urgent", "urgent"
    return "in_time", "in_time", "file_now"


def _next_basis(step: str) -> tuple[Basis, ...]:
    return bases({"basis": table("deadline")["next_basis"].get(step)})


def _reasons(facts: DeadlineFacts, total: Total, notes: Notes) -> tuple[Reason, ...]:
    """The lawful reasons that are not yet in the sum; none of them helps past the limit from the act."""
    past_limit = total.limit is not None and total.limit.key in ("act_limit", "estate_limit")
    if past_limit and facts.real_estate is None:
        notes.add(table("deadline")["unknown"]["estate"])
    told_of = facts.told is False or facts.way == "told_later"  # already in the sum
    used = {one.kind for one in facts.exclusions} | ({"not_told"} if told_of else set())
    wanted = {"any", "act" if is_act(facts) else "inaction"}
    if past_limit:
        wanted = {"estate"} if facts.real_estate is None else set()
    rows = table("deadline")["reasons"].items()
    return tuple(
        Reason(key, row["label"], row["hint"], bases(row))
        for key, row in rows
        if row["when"] in wanted and key not in used
    )
