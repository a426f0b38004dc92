"""What staff may see or hand out beyond the masked pages; every such step leaves a row that says who, when and why.

Row and step are one transaction: callers show a result only after it is committed, so without a row nothing is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, Select, delete, func, select
from sqlalchemy.orm import Session

from actions.casework import audit
from actions.casework.columns import keys_of
from actions.casework.encryption import Keys
from actions.casework.erasure import is_restricted
from actions.casework.kinds import RecordKind
from actions.casework.models import Application, Case, IssuedReceipt, Letter, LookupTries, Reveal
from actions.casework.numbers import normal_number
from actions.casework.receipts import give_code

CONTACT, CODE = "contact", "code"
LEAST_REASON, LONGEST_REASON = 5, 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Who does it (the id of a staff account), why, and when (aware)."""

    account: str
    reason: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The writer of a letter in full."""

    number: str
    practice: bool
    name: str | None = field(repr=False)
    contact: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reissued:
    """A record's new code, and whose record it is where that is known; the code exists only here."""

    number: str
    code: str = field(repr=False)
    kind: RecordKind
    practice: bool
    name: str | None = field(repr=False)


def clean_reason(typed: str) -> str:
    """A reason without needless spaces; raises ValueError when it is too short or too long."""
    reason = " ".join(typed.split())
    # Spaces do not make a reason longer.
    if len(reason.replace(" ", "")) < LEAST_REASON or len(reason) > LONGEST_REASON:
        raise ValueError("a reason has 5 to 200 characters")
    return reason


def show_contact(session: Session, letter_id: int, step: Step) -> Contact | None:
    """Write the row and read name and contact; None, and no row, for no such letter or one that names nobody."""
    named = Letter.name.is_not(None) | Letter.contact.is_not(None)
    known = select(IssuedReceipt.number).join(IssuedReceipt.letter).where(Letter.id == letter_id, named)
    number = session.scalar(known)
    if number is None or is_restricted(session, number):
        return None
    _write(session, number, CONTACT, step)
    _audit(session, number, "contact.shown", step)
    row = session.execute(known.add_columns(Letter.practice, Letter.name, Letter.contact)).one()
    return Contact(number=row.number, practice=row.practice, name=row.name, contact=row.contact)


def reissue_code(session: Session, keys: Keys, typed: str, step: Step) -> Reissued | None:
    """Write the row and give the record of this number a fresh code; None, and no row, for no live record."""
    number = normal_number(typed)
    found = session.execute(_receipt_of(number, step.at)).one_or_none()
    if found is None:
        return None
    issued, practice, of_letter, of_application = found
    _write(session, number, CODE, step)
    code = give_code(keys, issued)
    # The citizen came because of wrong codes; the new one has to work at once.
    session.execute(delete(LookupTries).where(LookupTries.tried_hash.in_(keys.digests("number", number))))
    name = of_letter or of_application or None
    _audit(session, number, "code.reissued", step)
    return Reissued(number=number, code=code, kind=_kind(issued), practice=practice, name=name)


def reveals_of(session: Session, number: str | None) -> Sequence[Row[str, str, str, datetime]]:
    """What was revealed or given anew for a number, oldest first."""
    columns = select(Reveal.what, Reveal.account, Reveal.reason, Reveal.at)
    return session.execute(columns.where(Reveal.number == number).order_by(Reveal.at, Reveal.id)).all()


def _write(session: Session, number: str, what: str, step: Step) -> None:
    session.add(Reveal(number=number, what=what, account=step.account, reason=step.reason, at=step.at))
    session.flush()


def _audit(session: Session, number: str, what: str, step: Step) -> None:
    keys = keys_of(session)
    audit.record(session, keys, who=step.account, what=what, target=number, why=step.reason, at=step.at)


def _receipt_of(number: str, now: datetime) -> Select[IssuedReceipt, bool, str | None, str]:
    practice = func.coalesce(Letter.practice, Application.practice, Case.practice)
    return (
        select(IssuedReceipt, practice, Letter.name, Application.name)
        .outerjoin(IssuedReceipt.letter)
        .outerjoin(IssuedReceipt.application)
        .outerjoin(IssuedReceipt.case)
        .where(IssuedReceipt.number == number)
        .where(IssuedReceipt.expires_at.is_(None) | (IssuedReceipt.expires_at > now))
    )


def _kind(issued: IssuedReceipt) -> RecordKind:
    if issued.letter_id is not None:
        return RecordKind.LETTER
    return RecordKind.CASE if issued.application_id is None else RecordKind.APPLICATION
