"""Filing a letter, and finding the same one sent a moment ago."""

import re
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.casework.clock import county_day
from actions.casework.contacts import contact_hash
from actions.casework.encryption import Keys
from actions.casework.entries import NewLetter, Receipt
from actions.casework.evidence import attach
from actions.casework.handling import CITIZEN
from actions.casework.kinds import LetterState, LetterStep, RecordKind, Rung
from actions.casework.models import IssuedReceipt, Letter, LetterEvent
from actions.casework.receipts import LETTER_PREFIXES, give_code, next_number

JUST_NOW = timedelta(minutes=10)  # within which the same text is taken for the same letter


def sent_before(session: Session, keys: Keys, about: str, what_happened: str, now: datetime) -> list[str]:
    """The numbers under which the same text was filed within the last minutes; only for who filed them."""
    hashes = keys.digests("letter text", _plain(about, what_happened))
    same = select(IssuedReceipt.number).join(IssuedReceipt.letter).where(Letter.text_hash.in_(hashes))
    return list(session.scalars(same.where(Letter.created_at > now - JUST_NOW)))


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
        address=letter.address or None,
        text_hash=keys.digest("letter text", _plain(letter.about, letter.what_happened)),
        state=LetterState.RECEIVED,
        received_on=day,
        screen_due_on=letter.screen_due_on,
        reply_due_on=letter.reply_due_on,
        created_at=now,
        events=[LetterEvent(happened_on=day, kind=LetterStep.RECEIVED, by=CITIZEN)],
    )
    session.add(row)
    session.flush()
    attach(session, keys, row.id, letter.conversation, letter.files, now)
    issued = IssuedReceipt(number=next_number(session, LETTER_PREFIXES[letter.kind], day), letter=row)
    session.add(issued)
    return issued


def _plain(about: str, what_happened: str) -> str:
    """The text without what differs when it is sent again: spaces and punctuation."""
    return re.sub(r"[\W_]+", "", f"{about}|{what_happened}")
