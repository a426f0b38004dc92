"""Numbers without gaps and codes that only the citizen knows."""

from datetime import date

from sqlalchemy.orm import Session

from actions.casework.database import insert_into
from actions.casework.encryption import Keys
from actions.casework.kinds import LetterKind
from actions.casework.models import Counter, IssuedReceipt
from actions.casework.numbers import new_code, normal_code, record_number

APPLICATION_PREFIX = "F"
LETTER_PREFIXES = {LetterKind.PROBLEM: "W", LetterKind.COMPLAINT: "T", LetterKind.SUGGESTION: "J"}


def next_number(session: Session, prefix: str, day: date) -> str:
    """The next number of this prefix and year; the counter's row stays locked until the record itself is committed."""
    first = insert_into(session, Counter).values(prefix=prefix, year=day.year, last=1)
    counted = first.on_conflict_do_update(index_elements=["prefix", "year"], set_={"last": Counter.last + 1})
    return record_number(prefix, day.year, session.execute(counted.returning(Counter.last)).scalar_one())


def hash_code(keys: Keys, number: str, code: str) -> str:
    """The keyed hash under which a code is kept; it holds for its number only."""
    return keys.digest("code", _bound(number, code))


def code_matches(keys: Keys, number: str, code: str, stored: str) -> bool:
    """Whether a typed code is the one of this number, in constant time."""
    return keys.matches("code", _bound(number, code), stored)


def give_code(keys: Keys, issued: IssuedReceipt) -> str:
    """Give a receipt a fresh code and return it; a code given before stops working, and so does a registered phone."""
    code = new_code()
    if issued.case is not None:
        issued.case.code_given = True
    issued.code_hash = hash_code(keys, issued.number, code)
    return code


def _bound(number: str, code: str) -> str:
    return f"{number} {normal_code(code)}"
