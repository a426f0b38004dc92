"""Where each case stood at the edges of a period, as SQL: the groundwork of the figures."""

from typing import Any

from sqlalchemy import ColumnElement, Date, Select, Subquery, and_, case, func, literal, or_, select

from actions.casework.kinds import CaseEventKind, CaseState
from actions.casework.models import Case, CaseEvent
from actions.casework.reporting_periods import Period


def standing(practice: bool) -> Subquery:
    """One row a case: what it is, and the days on which it came in, was taken up, refused or given up, and ended.

    A day that another one contradicts gives way to it (taken up before it came in, or after it ended), so that every
    case is somewhere at any time and the carry-over fits whatever somebody typed.
    """
    steps = _steps()
    known = case(
        (Case.accepted.is_(True), func.coalesce(Case.accepted_on, steps.c.accepted_on, Case.received_on)),
        (Case.accepted.is_(False), func.coalesce(steps.c.refused_on, Case.received_on)),
        (Case.state == CaseState.ABANDONED, func.coalesce(steps.c.abandoned_on, Case.received_on)),
    )
    ended_on = case((and_(Case.outcome.is_not(None), Case.accepted.is_(True)), Case.closed_on))
    not_before = case((known < Case.received_on, Case.received_on), else_=known)
    taken_on = case((ended_on < not_before, ended_on), else_=not_before)
    columns = (Case.id, Case.respondent_kind, Case.matter, Case.outcome, Case.accepted, Case.received_on, Case.due_on)
    return (
        select(
            *columns,
            taken_on.label("taken_on"),
            ended_on.label("ended_on"),
            steps.c.corrected_on,
            func.coalesce(steps.c.extended, 0).label("extended"),
            func.coalesce(steps.c.suspended, 0).label("suspended"),
        )
        .outerjoin(steps, steps.c.case_id == Case.id)
        .where(Case.practice.is_(practice))
        .subquery("standing")
    )


def _steps() -> Subquery:
    """The steps of a case that no column of its own holds."""

    def day(kind: CaseEventKind) -> ColumnElement[Any]:
        return case((CaseEvent.kind == kind, CaseEvent.happened_on))

    def happened(kind: CaseEventKind) -> ColumnElement[Any]:
        return func.max(case((CaseEvent.kind == kind, 1), else_=0))

    return (
        select(
            CaseEvent.case_id,
            func.min(day(CaseEventKind.ACCEPTED), type_=Date()).label("accepted_on"),
            func.min(day(CaseEventKind.NOT_ACCEPTED), type_=Date()).label("refused_on"),
            func.max(day(CaseEventKind.ABANDONED), type_=Date()).label("abandoned_on"),
            func.max(day(CaseEventKind.CORRECTED), type_=Date()).label("corrected_on"),
            happened(CaseEventKind.EXTENDED).label("extended"),
            happened(CaseEventKind.SUSPENDED).label("suspended"),
        )
        .group_by(CaseEvent.case_id)
        .subquery("steps")
    )


def counted_cases(period: Period, practice: bool) -> Select[*tuple[Any, ...]]:
    """How many cases there are of every combination that the figures tell apart."""
    rows = standing(practice).c
    first, last = literal(period.first, Date()), literal(period.last, Date())
    flags = {
        "received": rows.received_on.between(first, last),
        "decided": rows.taken_on.between(first, last),
        "ended": rows.ended_on.between(first, last),
        "waited_before": and_(rows.received_on < first, or_(rows.taken_on.is_(None), rows.taken_on >= first)),
        "waits_after": and_(rows.received_on <= last, or_(rows.taken_on.is_(None), rows.taken_on > last)),
        "open_before": _open(rows, rows.taken_on < first, rows.ended_on >= first),
        "open_after": _open(rows, rows.taken_on <= last, rows.ended_on > last),
    }
    named = [case((flag, 1), else_=0).label(name) for name, flag in flags.items()]
    keys = (rows.respondent_kind, rows.matter, rows.outcome, rows.accepted, *named)
    # What bears no mark is nowhere in the figures of the period.
    inner = select(*keys).where(or_(*flags.values())).subquery("classes")
    return select(*inner.c, func.count().label("records")).group_by(*inner.c)


def decided_days(period: Period, practice: bool) -> Select[*tuple[Any, ...]]:
    """(from, taken up or refused on, how many) of what was decided in the period; a correction starts the days anew.

    What its applicant gave up is not among it: there the office decided nothing.
    """
    rows = standing(practice).c
    again = and_(rows.corrected_on >= rows.received_on, rows.corrected_on <= rows.taken_on)
    start = case((again, rows.corrected_on), else_=rows.received_on)
    inner = select(start.label("start"), rows.taken_on.label("done"))
    decided = rows.accepted.is_not(None) & rows.taken_on.between(period.first, period.last)
    inner_rows = inner.where(decided).subquery("decided")
    return select(*inner_rows.c, func.count().label("records")).group_by(*inner_rows.c)


def ended_days(period: Period, practice: bool) -> Select[*tuple[Any, ...]]:
    """(from, ended on, due on, extended, suspended, how many) of what ended in the period."""
    rows = standing(practice).c
    keys = (rows.taken_on.label("start"), rows.ended_on.label("done"), rows.due_on, rows.extended, rows.suspended)
    inner = select(*keys).where(rows.ended_on.between(period.first, period.last)).subquery("ended")
    return select(*inner.c, func.count().label("records")).group_by(*inner.c)


def _open(rows: Any, taken: ColumnElement[bool], ends_later: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(rows.accepted.is_(True), taken, or_(rows.ended_on.is_(None), ends_later))
