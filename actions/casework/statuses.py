"""Putting a record's standing into words, without personal data."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.casework.entries import Status, TimelineEntry
from actions.casework.errors import DamagedRecord
from actions.casework.kinds import RecordKind
from actions.casework.models import Application, Case, CaseEvent, IssuedReceipt, Letter, LetterEvent
from actions.casework.words import next_step


def status_of(session: Session, issued: IssuedReceipt, now: datetime) -> Status:
    """The status of the record that a receipt points to; an application that became a case shows the case."""
    if issued.letter is not None:
        return _letter(issued, issued.letter, now)
    if issued.application is not None:
        became = session.scalars(select(Case).where(Case.application_id == issued.application_id)).one_or_none()
        return _case(issued, became, now) if became else _application(issued, issued.application, now)
    if issued.case is not None:
        return _case(issued, issued.case, now)
    raise DamagedRecord("a receipt points to nothing")


def _letter(issued: IssuedReceipt, letter: Letter, now: datetime) -> Status:
    return Status(
        number=issued.number,
        kind=letter.kind.label,
        kind_code=RecordKind.LETTER,
        state=letter.state.label,
        state_code=letter.state.value,
        timeline=tuple(map(_entry, letter.events)),
        next=next_step(RecordKind.LETTER, letter.state),
        as_of=now,
        practice=letter.practice,
        due_on=letter.reply_due_on,
    )


def _case(issued: IssuedReceipt, case: Case, now: datetime) -> Status:
    return Status(
        number=issued.number,
        kind=RecordKind.CASE.label,
        kind_code=RecordKind.CASE,
        state=case.state.label,
        state_code=case.state.value,
        timeline=tuple(map(_entry, case.events)),
        next=next_step(RecordKind.CASE, case.state),
        as_of=now,
        practice=case.practice,
        due_on=case.due_on,
    )


def _application(issued: IssuedReceipt, application: Application, now: datetime) -> Status:
    step = TimelineEntry(on=application.received_on, what=application.rung.label, event=application.rung.value)
    return Status(
        number=issued.number,
        kind=RecordKind.APPLICATION.label,
        kind_code=RecordKind.APPLICATION,
        state=application.rung.label,
        state_code=application.rung.value,
        timeline=(step,),
        next=next_step(RecordKind.APPLICATION, application.rung),
        as_of=now,
        practice=application.practice,
        due_on=application.last_day,
        expires_at=application.expires_at,
    )


def _entry(event: CaseEvent | LetterEvent) -> TimelineEntry:
    words = f"{event.kind.label}：{event.note}" if event.note else event.kind.label
    return TimelineEntry(on=event.happened_on, what=words, event=event.kind.value)
