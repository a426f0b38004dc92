"""Putting a record's standing into words, without personal data."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.casework.entries import Status, TimelineEntry
from actions.casework.errors import DamagedRecord
from actions.casework.handling import CITIZEN, possible, rules
from actions.casework.kinds import LetterState, RecordKind
from actions.casework.models import Application, Case, CaseEvent, IssuedReceipt, Letter, LetterEvent
from actions.casework.words import next_step, resolved_words


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
    waiting = letter.state is LetterState.RECEIVED
    return Status(
        number=issued.number,
        kind=letter.kind.label,
        kind_code=RecordKind.LETTER,
        state=_standing(letter),
        state_code=letter.state.value,
        timeline=tuple(map(_step, letter.events)),
        next=next_step(RecordKind.LETTER, letter.state),
        as_of=now,
        practice=letter.practice,
        due_on=letter.screen_due_on if waiting and letter.screen_due_on else letter.reply_due_on,
        letter_id=letter.id,
        letter_kind=letter.kind,
        steps=tuple(possible(letter.state, CITIZEN, letter.anonymous)),
    )


def _standing(letter: Letter) -> str:
    """The state; of a closed letter also whether the office thinks it solved, for that is another thing."""
    if letter.state is not LetterState.CLOSED or letter.resolved is None:
        return letter.state.label
    return f"{letter.state.label}（{resolved_words(letter.resolved)}）"


def _step(event: LetterEvent) -> TimelineEntry:
    """What the staff say to the writer; the writer's own words and the staff's own notes stay out of it."""
    rule = rules().get(event.kind)
    said = [] if event.by == CITIZEN else [event.note, event.reason if rule and "reason" in rule.shows else None]
    words = "：".join(part for part in (event.kind.label, "；".join(filter(None, said))) if part)
    return TimelineEntry(on=event.happened_on, what=words, event=event.kind.value)


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


def _entry(event: CaseEvent) -> TimelineEntry:
    words = f"{event.kind.label}：{event.note}" if event.note else event.kind.label
    return TimelineEntry(on=event.happened_on, what=words, event=event.kind.value)
