"""The two kinds of record on the desk: what their lists show and filter by, and what one record shows.

Drafts of applications are not here: only the citizen's own code opens them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from actions.casework.kinds import CaseState, LetterKind, LetterState, Matter, RespondentKind
from actions.casework.models import Case, CaseEvent, IssuedReceipt, Letter, LetterEvent
from bot.desk.asked import Choice
from bot.desk.queues import Queue

# The largest id that both databases take.
LARGEST_ID = 2**31 - 1

_number = select(IssuedReceipt.number).where(IssuedReceipt.letter_id == Letter.id).scalar_subquery().label("number")
_letter = select(
    Letter.id,
    _number,
    Letter.kind,
    Letter.anonymous,
    Letter.state,
    Letter.received_on,
    Letter.reply_due_on.label("due_on"),
    Letter.practice,
)
_case = select(
    Case.id,
    Case.number,
    Case.respondent,
    Case.respondent_kind,
    Case.matter,
    Case.state,
    Case.outcome,
    Case.received_on,
    Case.due_on,
    Case.practice,
)

LETTERS = Queue(
    record=Letter,
    due_on=Letter.reply_due_on,
    shown=_letter,
    choices=(
        Choice("kind", "类别", LetterKind, Letter.kind),
        Choice("state", "状态", LetterState, Letter.state),
    ),
    open=(LetterState.RECEIVED, LetterState.SCREENED, LetterState.ASSIGNED),
    running=(LetterState.RECEIVED, LetterState.SCREENED, LetterState.ASSIGNED),
)
CASES = Queue(
    record=Case,
    due_on=Case.due_on,
    shown=_case,
    choices=(
        Choice("state", "状态", CaseState, Case.state),
        Choice("matter", "事项", Matter, Case.matter),
        Choice("respondent_kind", "被申请人类别", RespondentKind, Case.respondent_kind),
    ),
    open=(CaseState.RECEIVED, CaseState.CORRECTION, CaseState.ACCEPTED, CaseState.SUSPENDED),
    # A suspended case is open, but nobody can be late with it.
    running=(CaseState.RECEIVED, CaseState.CORRECTION, CaseState.ACCEPTED),
)


Found = tuple[Row[*tuple[Any, ...]], list[Row[*tuple[Any, ...]]]]


def find_letter(session: Session, id_: int) -> Found | None:
    """A letter with its texts, and its timeline."""
    texts = (Letter.about, Letter.what_happened, Letter.name, Letter.contact)
    row = session.execute(_letter.add_columns(*texts).where(Letter.id == id_)).one_or_none()
    steps = select(LetterEvent.happened_on, LetterEvent.kind, LetterEvent.note).where(LetterEvent.letter_id == id_)
    ordered = steps.order_by(LetterEvent.happened_on, LetterEvent.id)
    return None if row is None else (row, list(session.execute(ordered)))


def find_case(session: Session, id_: int) -> Found | None:
    """A case and its timeline."""
    row = session.execute(_case.add_columns(Case.accepted_on, Case.closed_on).where(Case.id == id_)).one_or_none()
    steps = select(CaseEvent.happened_on, CaseEvent.kind, CaseEvent.note).where(CaseEvent.case_id == id_)
    ordered = steps.order_by(CaseEvent.happened_on, CaseEvent.id)
    return None if row is None else (row, list(session.execute(ordered)))
