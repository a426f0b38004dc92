"""Handing accepted complaints over to another platform: `python -m actions.casework.outbox` does what is due, once.

At least once, by a table: a complaint gets its row and its idempotency key when it is found, each attempt is written
down before it is made, and only an answer that is signed and names our number ends it. Whoever dies in between, the row
is there and is tried again under the same key, by which the platform recognises a repetition.
"""

import os
import secrets
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import random

from sqlalchemy import ColumnElement, Engine, select
from sqlalchemy.orm import Session

from actions.casework.audit import record
from actions.casework.clock import utc_now
from actions.casework.database import closing_engine, insert_into, reading, unavailable_on_error, url_from
from actions.casework.encryption import Keys, keys_from
from actions.casework.errors import CaseworkError, DamagedRecord
from actions.casework.kinds import LetterKind, LetterState
from actions.casework.models import IssuedReceipt, Letter
from actions.casework.models_platforms import Outgoing
from actions.casework.platforms.contract import Complaint
from actions.casework.platforms.failures import PlatformFailed, PlatformRefused
from actions.casework.platforms.link import PATIENT, Link
from actions.casework.platforms.settings import Forwarding, forwarding_from

WHO = "outbox"
# The office has taken it up; what is only received may still be none of its business.
ACCEPTED = (LetterState.SCREENED, LetterState.ASSIGNED)
LEASE = timedelta(minutes=5)  # longer than any attempt
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
MOST_AT_ONCE = 100
_KEY_BYTES = 32
SENT, FAILED, REFUSED = "sent", "failed", "refused"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One row that is due, and how often it was tried, this time included."""

    id: int
    letter_id: int
    key: str
    tried: int


class Outbox:
    """The rows behind one database; several workers may run at once."""

    def __init__(
        self, engine: Engine, keys: Keys, forwarding: Forwarding, link: Link, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._engine, self._keys, self._forwarding, self._link, self._clock = engine, keys, forwarding, link, clock

    def run(self, most: int = MOST_AT_ONCE) -> Counter[str]:
        """Collect, then try what is due; returns how many were sent, failed (for now) and refused."""
        self.collect()
        done: Counter[str] = Counter()
        for _ in range(most):
            attempt = self._claim()
            if attempt is None:
                break
            done[self._try(attempt)] += 1
        return done

    def collect(self) -> int:
        """Give every accepted complaint its row and its key; one that has a row keeps it, whoever else collects."""
        now = self._clock()
        with unavailable_on_error(), Session(self._engine) as session, session.begin():
            known = select(Outgoing.letter_id).where(Outgoing.letter_id == Letter.id)
            found = session.scalars(select(Letter.id).where(*_accepted(self._forwarding.since), ~known.exists())).all()
            for id_ in found:
                key = secrets.token_urlsafe(_KEY_BYTES)
                row = {"letter_id": id_, "idempotency_key": key, "attempts": 0, "next_try_at": now, "created_at": now}
                session.execute(insert_into(session, Outgoing).values(row).on_conflict_do_nothing())
        return len(found)

    def _claim(self) -> Attempt | None:
        """The next row that is due, leased: a second worker, or this one after a crash, waits for the lease to end."""
        now = self._clock()
        open_rows = (Outgoing.sent_at.is_(None), Outgoing.refused_at.is_(None), Outgoing.next_try_at <= now)
        due = select(Outgoing).where(*open_rows).order_by(Outgoing.next_try_at, Outgoing.id).limit(1)
        with unavailable_on_error(), Session(self._engine) as session, session.begin():
            row = session.scalars(due.with_for_update(skip_locked=True)).one_or_none()
            if row is None:
                return None
            row.attempts += 1
            row.next_try_at = now + LEASE
            return Attempt(row.id, row.letter_id, row.idempotency_key, row.attempts)

    def _try(self, attempt: Attempt) -> str:
        try:
            complaint = self._complaint(attempt)
            if complaint is None:
                return self._end(attempt, REFUSED, "withdrawn")
            taken = self._link.forward(complaint, attempt.key)
        except DamagedRecord:
            # One letter that cannot be opened must not hold up the others.
            return self._later(attempt, "damaged")
        except PlatformRefused as refused:
            return self._end(attempt, REFUSED, refused.problem)
        except PlatformFailed as failed:
            # A lie may be a stranger in between: it ends nothing either.
            return self._later(attempt, failed.problem)
        return self._end(attempt, SENT, None, taken.reference)

    def _complaint(self, attempt: Attempt) -> Complaint | None:
        """The letter as it goes out, none where it is no longer to go; an anonymous one names nobody."""
        with unavailable_on_error(), Session(reading(self._engine)) as session:
            letter = session.get(Letter, attempt.letter_id)
            if letter is None or letter.state is LetterState.WITHDRAWN:
                return None
            contact = self._forwarding.contact
            return Complaint(
                number=_number(session, attempt.letter_id),
                kind=letter.kind,
                received_on=letter.received_on,
                anonymous=letter.anonymous,
                about=letter.about[:2000],
                what_happened=letter.what_happened[:20_000],
                name=letter.name[:200] if letter.name and contact else None,
                contact=letter.contact[:200] if letter.contact and contact else None,
            )

    def _end(self, attempt: Attempt, how: str, problem: str | None, reference: str | None = None) -> str:
        now = self._clock()
        with unavailable_on_error(), Session(self._engine) as session, session.begin():
            row = session.get(Outgoing, attempt.id)
            # Gone with its letter, which somebody deleted meanwhile.
            if row is not None:
                row.last_problem, row.reference = problem, reference
                row.sent_at, row.refused_at = (now, None) if how == SENT else (None, now)
                what = "letter.forwarded" if how == SENT else "letter.forward-refused"
                target = _number(session, attempt.letter_id)
                record(session, self._keys, who=WHO, what=what, target=target, why=problem or "", at=now)
        return how

    def _later(self, attempt: Attempt, problem: str) -> str:
        # Doubled each time, and spread so that many rows do not come back at once.
        pause = min(FIRST_PAUSE * 2 ** min(attempt.tried - 1, 10), LONGEST_PAUSE) * (0.5 + random() / 2)
        with unavailable_on_error(), Session(self._engine) as session, session.begin():
            row = session.get(Outgoing, attempt.id)
            if row is not None:
                row.last_problem, row.next_try_at = problem, self._clock() + pause
        return FAILED


def _accepted(since: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Letter.kind == LetterKind.COMPLAINT,
        Letter.state.in_(ACCEPTED),
        Letter.received_on >= since,
        Letter.practice.is_(False),
    )


def _number(session: Session, letter_id: int) -> str:
    return session.scalars(select(IssuedReceipt.number).where(IssuedReceipt.letter_id == letter_id)).one()


def main(environment: Mapping[str, str] = os.environ) -> int:
    """Do what is due and say how much; returns the exit status."""
    try:
        forwarding = forwarding_from(environment)
        if forwarding is None:
            sys.stdout.write("没有设置转办平台，什么也不用做。\n")
            return 0
        keys = keys_from(environment)
        with unavailable_on_error(), closing_engine(url_from(environment), keys) as engine:
            done = Outbox(engine, keys, forwarding, Link(forwarding.peer, pace=PATIENT)).run()
    except CaseworkError as error:
        sys.stderr.write(f"转办没有做成：{error}\n")
        return 1
    sys.stdout.write(
        f"转办：送达 {done[SENT]} 件，对方退回 {done[REFUSED]} 件，没有送到、以后再试 {done[FAILED]} 件。\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
