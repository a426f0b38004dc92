"""The life of a case: which step may follow which state and what it needs, and the correction of a wrong day.

The table is knowledge/rules/case-handling.yml. `advance` and `correct` are the only ways by which the desk changes a
case; both leave who, when and why at the event, in the caller's transaction. The last day comes from the caller, for
counting it is no matter of records (actions/procedure).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from actions.casework.clock import county_day
from actions.casework.errors import StepRefused
from actions.casework.handling import Doer
from actions.casework.kinds import CaseEventKind, CaseState, CaseTrack, Outcome
from actions.casework.models import Case, CaseEvent
from actions.content.source import ROOT, read_yaml

# The events whose day is a column of the case as well.
_COLUMNS = {CaseEventKind.RECEIVED: "received_on", CaseEventKind.ACCEPTED: "accepted_on"}


@dataclass(frozen=True, slots=True)
class CaseRule:
    """One row of the table."""

    start: frozenset[CaseState]
    to: CaseState | None
    needs: tuple[str, ...]
    shows: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    most: int | None
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseGiven:
    """What a step was given: the day it happened on, and what its row of the table needs."""

    on: date
    reason: str = field(default="", repr=False)
    internal: str = field(default="", repr=False)
    track: CaseTrack | None = None
    days: int | None = None
    outcome: Outcome | None = None


@cache
def case_rules() -> Mapping[CaseEventKind, CaseRule]:
    """The steps of the table; a case begins with `received`, which is no step that anybody takes."""
    return {CaseEventKind(name): _rule(row) for name, row in _table()["steps"].items()}


def possible(case: Case) -> list[CaseEventKind]:
    """The steps that may be taken with a case as it stands, in the order of the table."""
    return [step for step, rule in case_rules().items() if not _forbidden(case, step, rule)]


def advance(session: Session, case: Case, step: CaseEventKind, doer: Doer, given: CaseGiven, due: date | None) -> None:
    """Take one step; `due` is the last day that follows from it.

    Raises:
        StepRefused: the table does not allow it now, or something is missing, too long or does not fit.
    """
    rule = case_rules().get(step)
    if rule is None or _forbidden(case, step, rule):
        raise StepRefused(step, case.state)
    wrong = next(_wrong(case, rule, given, county_day(doer.at)), None)
    if wrong is not None:
        raise StepRefused(step, case.state, wrong)
    _change(case, rule, step, given)
    case.due_on = due
    shown = given.reason if "reason" in rule.shows else ""
    event = CaseEvent(happened_on=given.on, kind=step, note=shown, by=doer.account)
    event.reason = None if shown else given.reason or None
    event.internal = given.internal or None
    case.events.append(event)
    session.flush()


def correct(
    session: Session,
    case: Case,
    event: CaseEvent,
    doer: Doer,
    on: date,
    reason: str,
    due: date | None,
    track: CaseTrack | None = None,
) -> None:
    """Move an event to the day on which it really happened, or the case to another track; the old day stays, for staff.

    Raises:
        StepRefused: the day lies ahead or past another step, or there is no reason, or one that is too long.
    """
    wrong = "on" if _misplaced(case, event, on, county_day(doer.at)) else None
    if not reason or len(reason) > _table()["longest"]["reason"]:
        wrong = "reason"
    if wrong:
        raise StepRefused("correction", case.state, wrong)
    old, new = _said(event.happened_on, case.track), _said(on, track or case.track)
    line = words()["moved"].format(on=county_day(doer.at), by=doer.account, old=old, new=new, why=reason)
    event.internal = "\n".join(filter(None, (event.internal, line)))
    event.happened_on = on
    if column := _COLUMNS.get(event.kind):
        setattr(case, column, on)
    if case.state is CaseState.CLOSED and event is closing_event(case):
        case.closed_on = on
    case.track, case.due_on = track or case.track, due
    session.flush()


def _said(day: date, track: CaseTrack | None) -> str:
    return f"{day} {track.label}" if track else str(day)


def milestones(case: Case) -> list[CaseEvent]:
    """The events that changed where a case stands, in the order of their days."""
    kinds = {kind for kind, rule in case_rules().items() if rule.to} | {CaseEventKind.RECEIVED}
    found = [event for event in case.events if event.kind in kinds]
    return sorted(found, key=lambda event: (event.happened_on, event.id or 0))


def closing_event(case: Case) -> CaseEvent | None:
    """The event by which a case was closed."""
    ends = {kind for kind, rule in case_rules().items() if rule.to is CaseState.CLOSED}
    return next((event for event in reversed(milestones(case)) if event.kind in ends), None)


@cache
def most_days() -> int:
    """The longest extension, in days (行政复议法 62)."""
    return int(read_yaml(ROOT / "rules" / "deadline-office.yml")["terms"]["decision"]["extension"])


def words() -> Mapping[str, str]:
    """What is written at an event by itself."""
    found: Mapping[str, str] = _table()["words"]
    return found


def _forbidden(case: Case, step: CaseEventKind, rule: CaseRule) -> bool:
    taken = sum(event.kind is step for event in case.events)
    too_often = rule.most is not None and taken >= rule.most
    only = CaseTrack(_table()["extension_only"])
    wrong_track = step is CaseEventKind.EXTENDED and (case.track or CaseTrack.ORDINARY) is not only
    return case.state not in rule.start or too_often or wrong_track


def _wrong(case: Case, rule: CaseRule, given: CaseGiven, today: date) -> Iterator[str]:
    """The parts that are missing, too long, or do not fit."""
    yield from (part for part in rule.needs if getattr(given, part) in (None, ""))
    yield from (part for part, most in _table()["longest"].items() if len(getattr(given, part)) > most)
    if given.outcome is not None and given.outcome not in rule.outcomes:
        yield "outcome"
    if given.days is not None and not 0 < given.days <= most_days():
        yield "days"
    if rule.overdue and case.due_on and given.on <= case.due_on:
        yield "early"
    past = milestones(case)
    if given.on > today or (past and given.on < past[-1].happened_on):
        yield "on"


def _misplaced(case: Case, event: CaseEvent, on: date, today: date) -> bool:
    """Whether a day lies ahead, or on the other side of a neighbour among the milestones."""
    if on > today:
        return True
    others = milestones(case)
    if event not in others:
        return on < case.received_on
    at = others.index(event)
    before, after = others[:at], others[at + 1 :]
    return bool(before and on < before[-1].happened_on) or bool(after and on > after[0].happened_on)


def _change(case: Case, rule: CaseRule, step: CaseEventKind, given: CaseGiven) -> None:
    case.state = rule.to or case.state
    if step is CaseEventKind.ACCEPTED:
        case.accepted, case.accepted_on, case.track = True, given.on, given.track
    if step is CaseEventKind.NOT_ACCEPTED:
        case.accepted = False
    if step is CaseEventKind.EXTENDED:
        case.extended_days = given.days
    if rule.to is CaseState.CLOSED:
        case.outcome, case.closed_on = given.outcome, given.on


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_yaml(ROOT / "rules" / "case-handling.yml")
    return table


def _rule(row: Mapping[str, Any]) -> CaseRule:
    return CaseRule(
        start=frozenset(map(CaseState, row["from"])),
        to=CaseState(row["to"]) if "to" in row else None,
        needs=tuple(row["needs"]),
        shows=tuple(row.get("shows", ())),
        outcomes=tuple(map(Outcome, row.get("outcomes", ()))),
        most=row.get("most"),
        overdue=row.get("overdue", False),
    )
