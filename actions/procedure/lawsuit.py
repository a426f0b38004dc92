"""Time to go to court (行政诉讼法 45–48; 法释〔2026〕3号; 行诉法解释 64, 66; 行政复议法 29, 34; 土地管理法 14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from actions.procedure.closing import Limit, Total, close, limit_of
from actions.procedure.deadline_facts import Deadline, Notes, Reason, Row, State
from actions.procedure.periods import Gap, after_days, after_months, chinese, used_gaps
from actions.procedure.tables import bases, choices, table, unique

ONE_DAY = timedelta(days=1)
NEAR_DAYS = 7
LONGEST_AHEAD = 366


@dataclass(frozen=True)
class LawsuitFacts:
    """kind: a row of `kinds`.  day: the date it asks for.  told: of the right and the time to sue.  learned: when told
    otherwise.  acted: when the act was made.  precondition: whether reconsideration must come first.  pending: accepted
    for reconsideration and not yet decided.  delays: (first, last) days lost through no fault of one's own.  told_last:
    the last day by what the agency wrote, where that is later."""

    kind: str | None = None
    day: date | None = None
    told: bool | None = None
    learned: date | None = None
    acted: date | None = None
    real_estate: bool | None = None
    precondition: bool | None = None
    pending: bool = False
    delays: tuple[tuple[date, date], ...] = ()
    told_last: date | None = None


def lawsuit_kinds() -> list[tuple[str, str, str]]:
    """(key, label, hint) of the ways to court."""
    return choices(_table()["kinds"])


def lawsuit_deadline(facts: LawsuitFacts, today: date) -> Deadline:
    """The last day to sue, with its sum, or why one may not sue yet; never raises."""
    kind = _table()["kinds"].get(facts.kind)
    missing = _missing(facts, kind, today)
    if kind is None or facts.day is None or missing:
        return _plain("unknown", _table()["states"]["unknown"], "tell_date", (), tuple(missing))
    blocked = _blocked(facts, kind)
    if blocked:
        return _plain("not_yet", blocked["text"], "first", bases(blocked), (), blocked["next"])
    notes = Notes()
    notes.add(kind.get("unsure"))
    if facts.precondition is None and not kind["reconsidered"]:
        notes.add(_table()["unknown"]["precondition"])
    earliest, total = _add_up(facts, facts.day, kind, today, notes)
    return _judge(facts, earliest, total, today, notes)


def _table() -> dict[str, Any]:
    return dict(table("deadline-lawsuit"))


def _missing(facts: LawsuitFacts, kind: dict[str, Any] | None, today: date) -> list[str]:
    words = _table()["unknown"]
    missing = [] if kind else [words["no_kind"]]
    if facts.day is None:
        missing.append(words["no_date"])
    elif facts.day > today + timedelta(days=LONGEST_AHEAD if kind and kind.get("ends") else 0):
        missing.append(words["future_date"])
    return missing


def _blocked(facts: LawsuitFacts, kind: dict[str, Any]) -> dict[str, Any] | None:
    """The row of `blocked` that keeps one from suing now (行政复议法 23, 29)."""
    if kind["reconsidered"]:
        return None
    key = "pending" if facts.pending else "precondition" if facts.precondition else None
    return dict(_table()["blocked"][key]) if key else None


def _add_up(facts: LawsuitFacts, day: date, kind: dict[str, Any], today: date, notes: Notes) -> tuple[date, Total]:
    """From when one may sue, and the sum up to the last day."""
    starts, earliest, rows = day, day, []
    if "wait_months" in kind:
        starts = after_months(day, kind["wait_months"])
        earliest = starts + ONE_DAY
        rows.append(Row(day + ONE_DAY, starts, (starts - day).days, kind["wait_why"], bases(kind)))
    elif kind.get("ends"):
        earliest = day + ONE_DAY
    content = starts
    starts, told_rows = _told(facts, starts, kind, today, notes)
    start_day = _table()["start_day"]
    rows += [*told_rows, Row(starts, starts, 0, start_day["why"], bases(start_day))]
    last, lines = _period(facts, starts, kind, today, notes)
    limits = _limits(facts, content, kind, today)
    total = close(last, [*rows, *lines], limits, notes)
    if total.limit and (facts.delays or facts.told_last):
        notes.add(_table()["unknown"]["limit_delay"])
    return earliest, total


def _told(facts: LawsuitFacts, starts: date, kind: dict[str, Any], today: date, notes: Notes) -> tuple[date, list[Row]]:
    """A later start where the right or the time to sue was not told (行诉法解释 64)."""
    if not kind.get("told"):
        return starts, []
    if facts.told is None:
        notes.add(_table()["unknown"]["told"])
    if facts.told is not False:
        return starts, []
    learned = facts.learned
    if learned is None or learned > today:
        notes.add(_table()["unknown"]["learned"])
        learned = today
    rule = _table()["not_told"]
    later = max(starts, learned)
    return later, [Row(later, later, 0, rule["clock_why"], bases(rule))]


def _period(
    facts: LawsuitFacts, starts: date, kind: dict[str, Any], today: date, notes: Notes
) -> tuple[date, list[Row]]:
    """15 or 30 days or 6 months, days lost without fault left out, and what the agency wrote if longer."""
    plain = after_months(starts, kind["months"]) if "months" in kind else after_days(starts, kind["days"])
    days = (plain - starts).days
    gaps = [Gap(begins, min(ends, today)) for begins, ends in facts.delays if begins <= min(ends, today)]
    last = after_days(starts, days, gaps)
    rows = [Row(starts + ONE_DAY, last, days, kind["why"], bases(kind))]
    for gap in used_gaps(starts, days, gaps):
        notes.add(_table()["delay"]["unsure"])
        rows.append(Row(gap.begins, gap.ends, 0, _table()["delay"]["why"], bases(_table()["delay"])))
    longer = facts.told_last
    if longer is not None and last < longer <= last + timedelta(days=366):
        rule = _table()["told_longer"]
        notes.add(rule["unsure"])
        rows.append(Row(last + ONE_DAY, longer, 0, rule["why"], bases(rule)))
        last = longer
    return last, rows


def _limits(facts: LawsuitFacts, content: date, kind: dict[str, Any], today: date) -> list[Limit]:
    """One year where not told; five or twenty years from the act where no reconsideration came between."""
    limits = []
    if facts.told is False and kind.get("told"):
        limits.append(limit_of("not_told", _table()["not_told"], content))
    if facts.acted is not None and facts.acted <= today and kind.get("limits"):
        key = "estate_limit" if facts.real_estate else "act_limit"
        limits.append(limit_of(key, _table()[key], facts.acted))
    return limits


def _judge(facts: LawsuitFacts, earliest: date, total: Total, today: date, notes: Notes) -> Deadline:
    left = (total.last - today).days
    state: State = "in_time"
    reasons = _reasons(facts, total, notes) if left < 0 else ()
    if left < 0:
        state = "late_reasons" if reasons else "late"
    elif today < earliest:
        state = "not_yet"
    elif left <= NEAR_DAYS:
        state = "near"
    wording = "near_today" if state == "near" and left == 0 else state
    step = {"late_reasons": "give_reason", "late": "other_ways", "not_yet": "wait"}.get(state, "sue_now")
    text = _table()["states"][wording].format(
        last_day=chinese(total.last), days_left=left, days_over=-left, earliest=chinese(earliest)
    )
    step_basis = bases({"basis": _table()["next_basis"].get(step)})
    return Deadline(
        state=state,
        text=text,
        next=step,
        next_text=_table()["next"][step],
        last_day=total.last,
        days_left=left if state in ("in_time", "near") else None,
        earliest=earliest,
        rows=total.rows,
        basis=unique(*(row.basis for row in total.rows), step_basis, *(reason.basis for reason in reasons)),
        unknown=tuple(notes.texts),
        reasons=reasons,
    )


def _reasons(facts: LawsuitFacts, total: Total, notes: Notes) -> tuple[Reason, ...]:
    """The lawful reasons not yet in the sum; past the limit from the act only that it is of twenty years."""
    kind = _table()["kinds"][facts.kind]
    used = {
        "not_told": facts.told is False or not kind.get("told"),
        "delay": bool(facts.delays),
        "told_longer": facts.told_last is not None,
        "real_estate": True,
    }
    if total.limit and total.limit.key in ("act_limit", "estate_limit"):
        open_question = facts.real_estate is None
        notes.add(_table()["unknown"]["estate"] if open_question else None)
        used = {**dict.fromkeys(used, True), "real_estate": not open_question}
    rows = _table()["reasons"].items()
    return tuple(Reason(key, row["label"], row["hint"], bases(row)) for key, row in rows if not used[key])


def _plain(
    state: State, text: str, step: str, basis: Any, unknown: tuple[str, ...], next_text: str | None = None
) -> Deadline:
    """A result without a sum."""
    fallback = bases(_table()["kinds"]["direct"])
    return Deadline(state, text, step, next_text or _table()["next"][step], basis=basis or fallback, unknown=unknown)
