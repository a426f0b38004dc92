"""Taking a person out of the records (个人信息保护法 47): at once, or restricted until the office's duty is over.

A draft goes at once. What was filed is first a matter that the law has the office deal with, and then a file whose
keeping archives law governs (47 (2), 72): until its day comes nobody looks at the person's data any more. What stays
is the shell that statistics count: kind, state, days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from actions.casework import audit
from actions.casework.clock import county_day
from actions.casework.encryption import Keys
from actions.casework.kinds import CaseState, LetterState, Rung
from actions.casework.models import Application, Case, IssuedReceipt, Letter, LetterEvent, LetterFile
from actions.casework.models_erasures import Erasure
from actions.casework.periods import Period, periods

HOLDER = "holder"
UNFILED = (Rung.CONSULTATION, Rung.DRAFT)
ENDED = (LetterState.CLOSED, LetterState.NOT_ACCEPTED, LetterState.TRANSFERRED, LetterState.WITHDRAWN)
CASE_ENDED = (CaseState.CLOSED, CaseState.NOT_ACCEPTED, CaseState.ABANDONED)
# Only a closed case notes the day of its end; one that was refused or given up counts from the day it came in.
_CASE_END = func.coalesce(Case.closed_on, Case.received_on)


class Outcome(StrEnum):
    """What became of a request to delete (knowledge/personal.yml has the words)."""

    DELETED = "deleted"
    RESTRICTED = "restricted"
    WAITING = "waiting"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome, and the day on which what is restricted goes; None while that is not settled."""

    outcome: Outcome
    erase_on: date | None = None


def delete_for(session: Session, keys: Keys, issued: IssuedReceipt, now: datetime) -> Answer:
    """Do what the law allows for the record of a receipt whose holder asks for deletion."""
    number, answer = issued.number, foreseen(session, issued, now)
    if answer.outcome is Outcome.DELETED:
        session.execute(delete(Application).where(Application.id == issued.application_id))
    if issued.case is not None:
        issued.case.phone_hash = None
    elif answer.outcome is not Outcome.NOTHING:
        done = now if answer.outcome is Outcome.DELETED else None
        session.merge(Erasure(number=number, asked_at=now, erase_on=answer.erase_on, done_at=done, created_at=now))
    audit.record(session, keys, who=HOLDER, what=f"erasure.{answer.outcome}", target=number, why="", at=now)
    return answer


def is_restricted(session: Session, number: str) -> bool:
    """Whether nobody but its holder may look at the person in a letter any more; while it is dealt with, staff may."""
    ended = exists().where(Letter.id == IssuedReceipt.letter_id, Letter.state.in_(ENDED))
    asked = exists().where(Erasure.number == IssuedReceipt.number)
    return session.scalar(select(IssuedReceipt.id).where(IssuedReceipt.number == number, asked, ended)) is not None


def foreseen(session: Session, issued: IssuedReceipt, now: datetime) -> Answer:
    """What a request to delete would come to now."""
    if issued.case is not None:
        return Answer(Outcome.NOTHING)
    if issued.application is not None and issued.application.rung in UNFILED:
        return Answer(Outcome.DELETED)
    name, last = ("letters", _letter_end) if issued.letter is not None else ("filed", _application_end)
    ended = session.scalar(last(issued))
    if ended is None:
        return Answer(Outcome.WAITING)
    return Answer(Outcome.RESTRICTED, due_day(periods()[name], ended, county_day(now)))


def due_day(period: Period, ended: date, today: date) -> date | None:
    """The day on which what ended goes; None until the county has decided how long it is kept."""
    if not period.confirmed or period.days is None:
        return None
    return max(today, ended + timedelta(days=period.days))


def _letter_end(issued: IssuedReceipt) -> Select[date]:
    last = select(func.max(LetterEvent.happened_on)).join(Letter, Letter.id == LetterEvent.letter_id)
    return last.where(Letter.id == issued.letter_id, Letter.state.in_(ENDED))


def _application_end(issued: IssuedReceipt) -> Select[Any]:
    return select(_CASE_END).where(Case.application_id == issued.application_id, Case.state.in_(CASE_ENDED))


# Who is due.


def ended_letters(until: date) -> Select[int]:
    """The letters that ended on or before a day and still say something about a person."""
    later = exists().where(LetterEvent.letter_id == Letter.id, LetterEvent.happened_on > until)
    return select(Letter.id).where(Letter.state.in_(ENDED), ~later, Letter.received_on <= until, _says_something())


def ended_case(until: date) -> ColumnElement[bool]:
    """Whether a case ended on or before a day."""
    return Case.state.in_(CASE_ENDED) & (_CASE_END <= until)


def ended_applications(until: date) -> Select[int]:
    """The filed applications whose case ended on or before a day, or that never became one."""
    case_of = exists().where(Case.application_id == Application.id)
    over = case_of.where(ended_case(until))
    filed = Application.rung.not_in(UNFILED) & Application.submission_hash.is_not(None)
    return select(Application.id).where(filed, or_(over, ~case_of & (Application.received_on <= until)))


def _says_something() -> ColumnElement[bool]:
    # An erased letter has none of these, and every letter has the hash of its text.
    return or_(Letter.submission_hash.is_not(None), Letter.text_hash.is_not(None), Letter.name.is_not(None))


# Taking out.


def strip_letters(session: Session, ids: Iterable[int]) -> int:
    """Take everything about a person out of these letters; returns how many."""
    chosen = list(ids)
    nothing = dict.fromkeys(("name", "contact", "contact_hash", "address", "rating_words"))
    hashes = dict.fromkeys(("text_hash", "submission_hash"))
    _set(session, update(Letter).where(Letter.id.in_(chosen)), nothing | hashes | {"about": "", "what_happened": ""})
    said = {"note": "", "reason": None, "internal": None}
    _set(session, update(LetterEvent).where(LetterEvent.letter_id.in_(chosen)), said)
    session.execute(delete(LetterFile).where(LetterFile.letter_id.in_(chosen)))
    return len(chosen)


def strip_applications(session: Session, ids: Iterable[int]) -> int:
    """Take everything about a person out of these applications; returns how many."""
    chosen = list(ids)
    empty = dict.fromkeys(("requests", "facts", "name", "identity_number", "phone", "address"), "")
    gone = dict.fromkeys(("phone_hash", "answers", "submission_hash"))
    _set(session, update(Application).where(Application.id.in_(chosen)), empty | gone)
    return len(chosen)


def _set(session: Session, statement: Update, values: dict[str, Any]) -> None:
    session.execute(statement.values(values).execution_options(synchronize_session=False))


def settle(session: Session, now: datetime) -> int:
    """Erase what was asked for and is due, and settle the day of what has ended since; returns how many went."""
    today, gone = county_day(now), 0
    waiting = select(Erasure).where(Erasure.done_at.is_(None))
    for request in session.scalars(waiting):
        issued = session.scalars(select(IssuedReceipt).where(IssuedReceipt.number == request.number)).one_or_none()
        request.erase_on = request.erase_on or (foreseen(session, issued, now).erase_on if issued else today)
        if request.erase_on is not None and request.erase_on <= today:
            gone, request.done_at = gone + 1, now
            strip_letters(session, [issued.letter_id] if issued and issued.letter_id else [])
            strip_applications(session, [issued.application_id] if issued and issued.application_id else [])
    return gone
