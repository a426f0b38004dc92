"""Where each letter stood at the edges of a period, as SQL."""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
)

from actions.casework.kinds import LetterStep
from actions.casework.models import Letter, LetterEvent
from actions.casework.reporting_periods import Period

# What ends the office's own work on a letter; the first of them in its timeline is its result.
# A merged letter still wants a reply of its own, and one that is taken up again was finished once.
ENDS = (
    LetterStep.REPLIED,
    LetterStep.TRANSFERRED,
    LetterStep.NOT_ACCEPTED,
    LetterStep.CLOSED,
    LetterStep.WITHDRAWN,
)


def counted_letters(period: Period, practice: bool) -> Select[*tuple[Any, ...]]:
    """How many letters there are of every combination that the figures tell apart."""
    first, last = literal(period.first, Date()), literal(period.last, Date())
    rows = _standing(practice, first, last).c
    flags = {
        "received": rows.received_on.between(first, last),
        "ended": rows.ended_on.between(first, last),
        "open_before": and_(rows.received_on < first, or_(rows.ended_on.is_(None), rows.ended_on >= first)),
        "open_after": and_(rows.received_on <= last, or_(rows.ended_on.is_(None), rows.ended_on > last)),
        "due": rows.reply_due_on.is_not(None),
        "kept": rows.ended_on <= rows.reply_due_on,
    }
    named = [case((flag, 1), else_=0).label(name) for name, flag in flags.items()]
    inner = select(rows.kind, rows.result, *named).subquery("classes")
    return select(*inner.c, func.count().label("records")).group_by(*inner.c)


def _standing(practice: bool, first: ColumnElement[date], last: ColumnElement[date]) -> Subquery:
    """One row a letter; its result is looked up only where the period shows it, which is most of the work saved."""
    ends = select(LetterEvent.letter_id, func.min(LetterEvent.happened_on, type_=Date()).label("day"))
    first_end = ends.where(LetterEvent.kind.in_(ENDS)).group_by(LetterEvent.letter_id).subquery("first_end")
    ended_on = case((first_end.c.day < Letter.received_on, Letter.received_on), else_=first_end.c.day)
    of_day = select(LetterEvent.kind).where(LetterEvent.letter_id == Letter.id, LetterEvent.kind.in_(ENDS))
    result = of_day.order_by(LetterEvent.happened_on, LetterEvent.id).limit(1).scalar_subquery()
    shown = case((ended_on.between(first, last), result), else_=null())
    return (
        select(
            Letter.kind,
            Letter.received_on,
            Letter.reply_due_on,
            type_coerce(shown, LetterEvent.kind.type).label("result"),
            ended_on.label("ended_on"),
        )
        .outerjoin(first_end, first_end.c.letter_id == Letter.id)
        .where(Letter.practice.is_(practice), Letter.received_on <= last)
        # What came and ended before the period is nowhere in its figures.
        .where(or_(Letter.received_on >= first, first_end.c.day.is_(None), first_end.c.day >= first))
        .subquery("standing")
    )
