"""Filing a letter."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.casework.clock import county_day
from actions.casework.contacts import contact_hash
from actions.casework.encryption import Keys
from actions.casework.entries import NewLetter, Receipt
from actions.casework.handling import CITIZEN
from actions.casework.kinds import LetterState, LetterStep, RecordKind, Rung
from actions.casework.models import IssuedReceipt, Letter, LetterEvent
from actions.casework.receipts import LETTER_PREFIXES, give_code, next_number


def file_letter(session: Session, keys: Keys, letter: NewLetter, now: datetime) -> Receipt:
    """Add the letter with its first event and its number, or find the one that this submission filed before."""
    known = select(IssuedReceipt).join(IssuedReceipt.letter)
    known = known.where(Letter.submission_hash.in_(keys.digests("letter submission", letter.submission)))
    issued = session.scalars(known).one_or_none() or _filed(session, keys, letter, now)
    return Receipt(
        number=issued.number,
        code=give_code(keys, issued),
        kind=RecordKind.LETTER,
        rung=Rung.FILED,
        saved_at=now,
    )


def _filed(session: Session, keys: Keys, letter: NewLetter, now: datetime) -> IssuedReceipt:
    day = county_day(now)
    row = Letter(
        submission_hash=keys.digest("letter submission", letter.submission),
        kind=letter.kind,
        anonymous=letter.anonymous,
        about=letter.about,
        what_happened=letter.what_happened,
        name=letter.name or None,
        contact=letter.contact or None,
        contact_hash=contact_hash(keys, letter.contact),
        state=LetterState.RECEIVED,
        received_on=day,
        screen_due_on=letter.screen_due_on,
        reply_due_on=letter.reply_due_on,
        events=[LetterEvent(happened_on=day, kind=LetterStep.RECEIVED, by=CITIZEN)],
    )
    issued = IssuedReceipt(number=next_number(session, LETTER_PREFIXES[letter.kind], day), letter=row)
    session.add(issued)
    return issued
