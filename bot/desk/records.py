"""The two kinds of record on the desk: what their lists show and filter by, and what one record shows.

Drafts of applications are not here: only the citizen's own code opens them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, case, func, literal, null, or_, select
from sqlalchemy.orm import Session

from actions.casework.erasure import is_restricted
from actions.casework.kinds import CaseState, LetterKind, LetterState, Matter, RespondentKind
from actions.casework.models import Case, CaseEvent, IssuedReceipt, Letter, LetterEvent
from bot.desk.asked import Choice
from bot.desk.queues import Queue

# The largest id that both databases take.
LARGEST_ID = 2**31 - 1

# A letter that nobody has read yet is due to be read first; afterwards the reply is what it waits for.
_due = case(
    (Letter.state == LetterState.RECEIVED, func.coalesce(Letter.screen_due_on, Letter.reply_due_on)),
    else_=Letter.reply_due_on,
)
_number = select(IssuedReceipt.number).where(IssuedReceipt.letter_id == Letter.id).scalar_subquery().label("number")
_letter = select(
    Letter.id,
    _number,
    Letter.kind,
    Letter.anonymous,
    Letter.state,
    Letter.received_on,
    _due.label("due_on"),
    Letter.unit,
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
    what="来信",
    record=Letter,
    due_on=_due,
    shown=_letter,
    choices=(
        Choice("kind", "类别", LetterKind, Letter.kind),
        Choice("state", "状态", LetterState, Letter.state),
    ),
    open=(LetterState.RECEIVED, LetterState.SCREENED, LetterState.ASSIGNED),
    running=(LetterState.RECEIVED, LetterState.SCREENED, LetterState.ASSIGNED),
)
CASES = Queue(
    what="复议案件",
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
    hidden = is_hidden(session, id_)
    more = (Letter.reply_due_on, Letter.screen_due_on, Letter.resolved, Letter.rating, Letter.duplicate_of)
    shown = _letter.add_columns(*more, *_texts(_LETTER_TEXTS, hidden), literal(hidden).label("hidden"))
    row = session.execute(shown.where(Letter.id == id_)).one_or_none()
    columns = (LetterEvent.happened_on, LetterEvent.kind, LetterEvent.by, *_texts(_EVENT_TEXTS, hidden))
    steps = select(*columns).where(LetterEvent.letter_id == id_)
    ordered = steps.order_by(LetterEvent.id)
    return None if row is None else (row, list(session.execute(ordered)))


_LETTER_TEXTS = (Letter.about, Letter.what_happened, Letter.name, Letter.contact, Letter.rating_words)
_EVENT_TEXTS = (LetterEvent.note, LetterEvent.reason, LetterEvent.internal)


def _texts(columns: tuple[Any, ...], hidden: bool) -> tuple[Any, ...]:
    """The columns, or nothing under their names: what must not be looked at is not read either."""
    return tuple(null().label(column.key) for column in columns) if hidden else columns


def is_hidden(session: Session, letter_id: int) -> bool:
    """Whether the writer asked for deletion and the matter is over: then staff do not look at the person any more."""
    number = session.scalar(select(IssuedReceipt.number).where(IssuedReceipt.letter_id == letter_id))
    return number is not None and is_restricted(session, number)


def related(session: Session, id_: int, main: int | None) -> list[Row[*tuple[Any, ...]]]:
    """Letters of the same text or from the same contact, those merged into this one, and the one it was merged into."""
    this = select(Letter.text_hash, Letter.contact_hash).where(Letter.id == id_).subquery()
    same = or_(Letter.text_hash == this.c.text_hash, Letter.contact_hash == this.c.contact_hash)
    linked = or_(same, Letter.duplicate_of == id_, Letter.id == (main or 0))
    found = select(Letter.id, _number, Letter.kind, Letter.state, Letter.received_on, Letter.duplicate_of)
    newest = found.where(linked, Letter.id != id_).order_by(Letter.received_on.desc(), Letter.id.desc())
    return list(session.execute(newest.limit(20)))


def find_case(session: Session, id_: int) -> Found | None:
    """A case and its timeline."""
    more = (Case.accepted_on, Case.closed_on, Case.track, Case.extended_days)
    row = session.execute(_case.add_columns(*more).where(Case.id == id_)).one_or_none()
    texts = (CaseEvent.note, CaseEvent.by, CaseEvent.reason, CaseEvent.internal)
    steps = select(CaseEvent.id, CaseEvent.happened_on, CaseEvent.kind, *texts).where(CaseEvent.case_id == id_)
    ordered = steps.order_by(CaseEvent.happened_on, CaseEvent.id)
    return None if row is None else (row, list(session.execute(ordered)))
