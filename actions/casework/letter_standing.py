"""Where each letter stood at the edges of a period, as SQL."""

from typing import Any

from sqlalchemy import Date, Select, Subquery, and_, case, func, literal, or_, select

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
    rows = _standing(practice).c
    first, last = literal(period.first, Date()), literal(period.last, Date())
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


def _standing(practice: bool) -> Subquery:
    first_end = _first_ends()
    ended_on = case((first_end.c.happened_on < Letter.received_on, Letter.received_on), else_=first_end.c.happened_on)
    return (
        select(
            Letter.kind,
            Letter.received_on,
            Letter.reply_due_on,
            first_end.c.kind.label("result"),
            ended_on.label("ended_on"),
        )
        .outerjoin(first_end, first_end.c.letter_id == Letter.id)
        .where(Letter.practice.is_(practice))
        .subquery("standing")
    )


def _first_ends() -> Subquery:
    order = func.row_number().over(
        partition_by=LetterEvent.letter_id, order_by=(LetterEvent.happened_on, LetterEvent.id)
    )
    ends = select(LetterEvent.letter_id, LetterEvent.kind, LetterEvent.happened_on, order.label("nth"))
    ranked = ends.where(LetterEvent.kind.in_(ENDS)).subquery("ranked")
    return select(ranked).where(ranked.c.nth == 1).subquery("first_end")
