"""Telling the holder of number and code where a record stands, and nobody else anything.

Wrong tries are counted for the number and for where they come from (docs/adr/0010): the edge marks each message with
keyed hashes, and what is kept here are hashes of those, for an hour.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import case as sql_case
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions.casework.contacts import contact_hash, contact_matches
from actions.casework.database import insert_into
from actions.casework.encryption import Keys
from actions.casework.entries import Status
from actions.casework.errors import LookUpRefused, NotRecognised, TooManyTries
from actions.casework.models import Case, IssuedReceipt, LookupTries
from actions.casework.numbers import normal_number
from actions.casework.receipts import code_matches, hash_code
from actions.casework.statuses import status_of

WINDOW = timedelta(hours=1)
MOST_FAILURES = 10
# What a message may be marked with, in the order of counting. A service hall's kiosk, or an address that the county
# knows as that of many people, must not be closed to all of them by one: there each visit has its ten, all have thirty.
MOST_FROM = {"address": MOST_FAILURES, "visit": MOST_FAILURES, "shared": 30}

Origin = Mapping[str, str]  # of `MOST_FROM`: what the edge calls where a message comes from
NOWHERE: Origin = {}


def look_up(
    session: Session, keys: Keys, number: str, code: str, now: datetime, origin: Origin = NOWHERE
) -> Status | LookUpRefused:
    """The status, or the refusal to raise once the failure is committed."""
    issued = recognise(session, keys, number, code, now, origin)
    return issued if isinstance(issued, LookUpRefused) else status_of(session, issued, now)


def recognise(
    session: Session, keys: Keys, number: str, code: str, now: datetime, origin: Origin = NOWHERE
) -> IssuedReceipt | LookUpRefused:
    """The receipt of number and code, or the refusal to raise once the failure is committed.

    An imported case that no code was given for opens by the whole registered phone number in the place of the code.
    Every failure does the same work: both secrets are always checked, against a decoy where there is none.
    """
    number = normal_number(number)
    counted = dict(_counted_under(keys, number, origin))
    for tried_hash, most in counted.items():
        wait = _count_try(session, tried_hash, most, now)
        if wait is not None:
            return TooManyTries(wait)
    phone_hash = sql_case((Case.code_given.is_(False), Case.phone_hash))
    known = select(IssuedReceipt, phone_hash).outerjoin(IssuedReceipt.case).where(IssuedReceipt.number == number)
    row = session.execute(known).one_or_none()
    issued: IssuedReceipt | None = row[0] if row else None
    phone: str | None = row[1] if row else None
    decoy = hash_code(keys, number, "")
    by_code = code_matches(keys, number, code, issued.code_hash if issued else decoy)
    by_phone = contact_matches(keys, code, phone or decoy)
    if issued is None or not (by_code or by_phone) or _expired(issued, now):
        return NotRecognised()
    _forgive_try(session, counted)
    _renew(keys, issued, code, by_code)
    return issued


def _renew(keys: Keys, issued: IssuedReceipt, secret: str, by_code: bool) -> None:
    """Only now is the secret known in clear, so only now can its hash leave an old key behind."""
    if by_code and not issued.code_hash.startswith(keys.newest):
        issued.code_hash = hash_code(keys, issued.number, secret)
    if not by_code and issued.case and not (issued.case.phone_hash or "").startswith(keys.newest):
        issued.case.phone_hash = contact_hash(keys, secret)


def _counted_under(keys: Keys, number: str, origin: Origin) -> Iterator[tuple[str, int]]:
    """The keyed hashes that a try is counted under, and how many failures each may have.

    The number comes last: whoever must wait cannot use up the tries of other people's numbers. All look-ups lock in
    this order, so none waits for another in a circle.
    """
    for kind, most in MOST_FROM.items():
        if mark := origin.get(kind):
            yield keys.digest(f"tries {kind}", mark), most
    yield keys.digest("number", number), MOST_FAILURES


def _count_try(session: Session, tried_hash: str, most: int, now: datetime) -> timedelta | None:
    """Count this try as a failure until it proves right; returns the time to wait when there were too many.

    Counting comes before checking, so that many tries at once cannot slip past the limit.
    """
    over = LookupTries.window_start <= now - WINDOW
    first = insert_into(session, LookupTries).values(tried_hash=tried_hash, window_start=now, failures=1)
    counted = first.on_conflict_do_update(
        index_elements=[LookupTries.tried_hash],
        set_={
            "failures": sql_case((over, 1), else_=LookupTries.failures + 1),
            "window_start": sql_case((over, now), else_=LookupTries.window_start),
        },
    ).returning(LookupTries.failures, LookupTries.window_start)
    failures, window_start = session.execute(counted).one()
    return window_start + WINDOW - now if failures > most else None


def _forgive_try(session: Session, counted: Iterable[str]) -> None:
    right = update(LookupTries).where(LookupTries.tried_hash.in_(list(counted)))
    session.execute(right.values(failures=LookupTries.failures - 1))


def _expired(issued: IssuedReceipt, now: datetime) -> bool:
    return issued.expires_at is not None and issued.expires_at <= now
