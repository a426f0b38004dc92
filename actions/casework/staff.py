"""Staff accounts in the database: adding, finding and changing them; every call is part of the caller's transaction."""

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, or_, select, update
from sqlalchemy.orm import Session

from actions.casework.database import insert_into
from actions.casework.encryption import Keys
from actions.casework.kinds import Role
from actions.casework.models_staff import LONGEST_NAME, StaffAccount, StaffFailures, StaffSession

WINDOW = timedelta(minutes=15)
MOST_FAILURES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One member of staff as the desk knows her; the secrets of the second factor stay in the database."""

    id: str
    name: str
    role: Role
    password: str = field(repr=False)
    disabled: bool = False
    enrolled: bool = False
    must_change: bool = False
    seen_at: datetime | None = None

    @property
    def stamp(self) -> str:
        """Changes with the password, so that sessions opened with the old one end."""
        return hashlib.sha256(self.password.encode()).hexdigest()[:16]


def normal_name(typed: str) -> str:
    """An account name as it is kept: one width, no spaces at the ends, printable; empty if it cannot be one."""
    name = unicodedata.normalize("NFKC", typed[: 4 * LONGEST_NAME]).strip()
    return name if len(name) <= LONGEST_NAME and name.isprintable() else ""


def add(session: Session, *, name: str, password: str, role: Role, must_change: bool) -> Account:
    """A fresh account; its id says nothing about the person. The name must be free."""
    row = StaffAccount(id=f"s-{secrets.token_hex(4)}", name=name, password=password, role=role, must_change=must_change)
    session.add(row)
    session.flush()
    return account_of(row)


def find(session: Session, name: str) -> Account | None:
    """The account of this name."""
    return _one(session.scalars(select(StaffAccount).where(StaffAccount.name == name)).one_or_none())


def find_id(session: Session, id_: str) -> Account | None:
    """The account of this id."""
    return _one(session.get(StaffAccount, id_))


def everyone(session: Session) -> Sequence[Account]:
    """All accounts, the oldest first; none of their secrets is opened."""
    columns = (StaffAccount.id, StaffAccount.name, StaffAccount.role, StaffAccount.password, StaffAccount.disabled)
    more = (StaffAccount.enrolled, StaffAccount.must_change, StaffAccount.seen_at)
    rows = session.execute(select(*columns, *more).order_by(StaffAccount.created_at, StaffAccount.id))
    return [Account(**row) for row in rows.mappings()]


def names(session: Session) -> dict[str, str]:
    """The names of all accounts by their ids."""
    return {id_: name for id_, name in session.execute(select(StaffAccount.id, StaffAccount.name))}


def is_empty(session: Session) -> bool:
    """Whether there is no account at all."""
    return session.scalar(select(StaffAccount.id).limit(1)) is None


def administrators(session: Session) -> int:
    """How many administrators can sign in."""
    able = (StaffAccount.role == Role.ADMINISTRATOR, StaffAccount.disabled.is_(False))
    return session.scalar(select(func.count()).select_from(StaffAccount).where(*able)) or 0


def set_password(session: Session, id_: str, password: str, *, must_change: bool) -> None:
    """A new password, which ends all sessions of the account."""
    _change(session, id_, password=password, must_change=must_change)
    end_sessions(session, id_)


def set_role(session: Session, id_: str, role: Role) -> None:
    """Another role from the next request on."""
    _change(session, id_, role=role)


def set_disabled(session: Session, id_: str, disabled: bool) -> None:
    """Close an account, which ends its sessions, or open it again; what it did stays its own."""
    _change(session, id_, disabled=disabled)
    end_sessions(session, id_)


def forget_factor(session: Session, id_: str) -> None:
    """Let somebody whose phone is lost enrol anew; ends all sessions of the account."""
    _change(session, id_, totp=None, enrolled=False, recovery=None)
    end_sessions(session, id_)


def end_sessions(session: Session, id_: str) -> None:
    """Sign an account out everywhere."""
    session.execute(delete(StaffSession).where(StaffSession.account == id_))


def count_failure(session: Session, keys: Keys, name: str, now: datetime) -> timedelta | None:
    """Count this attempt as a failure until it proves right; returns the time to wait when there were too many.

    Counting comes before checking, so that many attempts at once cannot slip past the limit; attempts while the name
    is closed do not prolong it.
    """
    over = StaffFailures.window_start <= now - WINDOW
    counted = insert_into(session, StaffFailures).values(
        name_hash=keys.digest("staff name", name), window_start=now, failures=1
    )
    counted = counted.on_conflict_do_update(
        index_elements=["name_hash"],
        set_={
            "failures": case((over, 1), else_=StaffFailures.failures + 1),
            "window_start": case((over, now), else_=StaffFailures.window_start),
        },
    )
    failures, since = session.execute(counted.returning(StaffFailures.failures, StaffFailures.window_start)).one()
    return since + WINDOW - now if failures > MOST_FAILURES else None


def forgive_failure(session: Session, keys: Keys, name: str) -> None:
    """Take back the count of an attempt that was right, and nothing of those before it."""
    hashed = keys.digest("staff name", name)
    right = update(StaffFailures).where(StaffFailures.name_hash == hashed, StaffFailures.failures > 0)
    session.execute(right.values(failures=StaffFailures.failures - 1))


def forget_failures(session: Session, keys: Keys, name: str) -> None:
    """Forget the failures of somebody who has signed in."""
    session.execute(delete(StaffFailures).where(StaffFailures.name_hash.in_(keys.digests("staff name", name))))


def forget_old(session: Session, now: datetime, *, idle: timedelta, longest: timedelta) -> None:
    """Delete sessions that are over and failures whose window is."""
    over = or_(StaffSession.seen_at < now - idle, StaffSession.opened_at < now - longest)
    session.execute(delete(StaffSession).where(over))
    session.execute(delete(StaffFailures).where(StaffFailures.window_start <= now - WINDOW))


def _change(session: Session, id_: str, **values: object) -> None:
    session.execute(update(StaffAccount).where(StaffAccount.id == id_).values(**values))


def _one(row: StaffAccount | None) -> Account | None:
    return None if row is None else account_of(row)


def account_of(row: StaffAccount) -> Account:
    """The account that a row is."""
    return Account(
        id=row.id,
        name=row.name,
        role=row.role,
        password=row.password,
        disabled=row.disabled,
        enrolled=row.enrolled,
        must_change=row.must_change,
        seen_at=row.seen_at,
    )
