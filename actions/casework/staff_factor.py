"""The second factor of staff: time-based codes (RFC 6238) that work once, and one-time codes for a lost phone."""

import hashlib
import hmac
from datetime import datetime

import pyotp
from sqlalchemy import update
from sqlalchemy.orm import Session

from actions.casework.models_staff import StaffAccount
from actions.casework.numbers import new_code, normal_code

STEP = 30  # seconds
# Clocks of phones and servers drift; the neighbouring steps are taken too.
NEIGHBOURS = (0, -1, 1)
RECOVERY_CODES = 8


def secret_to_enrol(session: Session, id_: str) -> str | None:
    """The secret to put on the phone, the same until it is proved; None for somebody who has enrolled."""
    row = session.get(StaffAccount, id_, with_for_update=True)
    if row is None or row.enrolled:
        return None
    if row.totp is None:
        row.totp = pyotp.random_base32()
    return row.totp


def enrol(session: Session, id_: str, code: str, now: datetime) -> list[str] | None:
    """The recovery codes, shown once, after a first right code; None if it is wrong or the account has enrolled."""
    row = session.get(StaffAccount, id_, with_for_update=True)
    if row is None or row.enrolled or row.totp is None or not _spend(session, row, code, now):
        return None
    codes = [new_code() for _ in range(RECOVERY_CODES)]
    row.enrolled, row.recovery = True, " ".join(_hashed(id_, one) for one in codes)
    return codes


def prove(session: Session, id_: str, code: str, now: datetime) -> bool:
    """Whether a code of the phone, or a recovery code, is right and unused; it is used from now on."""
    row = session.get(StaffAccount, id_, with_for_update=True)
    if row is None or not row.enrolled or row.totp is None:
        return False
    return _spend(session, row, code, now) or _recover(row, code)


def codes_left(session: Session, id_: str) -> int:
    """How many recovery codes are unused."""
    row = session.get(StaffAccount, id_)
    return len((row.recovery or "").split()) if row else 0


def _spend(session: Session, row: StaffAccount, code: str, now: datetime) -> bool:
    step = _step_of(row.totp or "", code, now)
    if step is None:
        return False
    # In one statement, so that of two at once with the same code only one gets in.
    newer = update(StaffAccount).where(StaffAccount.id == row.id, StaffAccount.last_step < step)
    return session.connection().execute(newer.values(last_step=step)).rowcount == 1


def _step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The step whose code was typed."""
    code = "".join(sign for sign in typed if sign.isdecimal() and sign.isascii())
    current, totp = int(now.timestamp()) // STEP, pyotp.TOTP(secret)
    for away in NEIGHBOURS:
        if hmac.compare_digest(totp.generate_otp(current + away), code):
            return current + away
    return None


def _recover(row: StaffAccount, typed: str) -> bool:
    kept, hashed = (row.recovery or "").split(), _hashed(row.id, typed)
    if hashed not in kept:
        return False
    row.recovery = " ".join(one for one in kept if one != hashed)
    return True


def _hashed(id_: str, code: str) -> str:
    # Sealed in the database besides; 41 random bits need no slow hash behind that.
    return hashlib.sha256(f"{id_}\n{normal_code(code)}".encode()).hexdigest()
