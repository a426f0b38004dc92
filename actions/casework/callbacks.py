"""People who asked to be called back: noting the wish, working it off, forgetting it (个人信息保护法 19, 47)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from actions.casework.clock import county_day
from actions.casework.contacts import contact_hash, contact_hashes
from actions.casework.encryption import Keys
from actions.casework.kinds import PartOfDay
from actions.casework.models_callbacks import Callback
from actions.casework.receipts import next_number

PREFIX = "H"
KEPT_AFTER_CALL = timedelta(days=30)
KEPT_WITHOUT_CALL = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCallback:
    """A wish to be called back; `submission` is opaque, and the same one again notes no second wish."""

    submission: str
    phone: str = field(repr=False)
    about: str = field(default="", repr=False)
    called: str = field(default="", repr=False)
    part_of_day: PartOfDay = PartOfDay.ANY
    due_on: date | None = None


def note_callback(session: Session, keys: Keys, wish: NewCallback, now: datetime) -> str:
    """Keep the wish and return its number; the same submission, or the same phone still waiting, keeps its number."""
    known = select(Callback.number).where(Callback.submission_hash.in_(_submissions(keys, wish.submission)))
    waiting = Callback.phone_hash.in_(contact_hashes(keys, wish.phone)) & Callback.done_at.is_(None)
    same = select(Callback.number).where(waiting)
    found = session.scalar(known) or session.scalar(same.order_by(Callback.id).limit(1))
    return found or _noted(session, keys, wish, now)


def called_back(session: Session, callback_id: int, account: str, reached: bool, now: datetime) -> bool:
    """Write down a call; one that reached nobody is only counted. False for no such wish or one already done."""
    row = session.get(Callback, callback_id)
    if row is None or row.done_at is not None:
        return False
    row.tries += 1
    if reached:
        row.done_at, row.done_by = now, account
    return True


def forget_callbacks(session: Session, now: datetime) -> int:
    """Delete what was done a month ago, and what nobody could be reached for in three; returns how many rows went."""
    done = Callback.done_at <= now - KEPT_AFTER_CALL
    old = Callback.asked_on <= county_day(now - KEPT_WITHOUT_CALL)
    return int(session.connection().execute(delete(Callback).where(done | old)).rowcount)


def _submissions(keys: Keys, submission: str) -> list[str]:
    return keys.digests("callback submission", submission)


def _noted(session: Session, keys: Keys, wish: NewCallback, now: datetime) -> str:
    day = county_day(now)
    row = Callback(
        number=next_number(session, PREFIX, day),
        submission_hash=keys.digest("callback submission", wish.submission),
        about=wish.about,
        part_of_day=wish.part_of_day,
        called=wish.called,
        phone=wish.phone,
        phone_hash=contact_hash(keys, wish.phone),
        asked_on=day,
        due_on=wish.due_on,
    )
    session.add(row)
    session.flush()
    return row.number
