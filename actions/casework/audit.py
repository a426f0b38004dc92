"""The audit log: who did what to which record, when and why, so that nobody can change it afterwards unnoticed.

Every row's keyed hash covers the row before it; `python -m actions.casework.audit verify` tells what was changed
(actions/casework/audit_check.py).
"""

import json
import re
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from actions.casework.database import insert_into
from actions.casework.encryption import Keys
from actions.casework.models_audit import AuditHead, AuditRow

ROW, HEAD = "audit row", "audit head"
PAGE = 50
HEAD_ID = 1
# An account's id or the name of a command; a person's name does not fit.
_WHO = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_WHAT = re.compile(r"[a-z][a-z0-9_.-]{0,59}")
_LONGEST_TARGET = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the log in clear."""

    position: int
    at: datetime
    who: str
    what: str
    target: str
    why: str = field(repr=False)


def record(session: Session, keys: Keys, *, who: str, what: str, target: str, why: str, at: datetime) -> int:
    """Append a row in the caller's transaction and return its position.

    `who` is the id of a staff account (or a command's own word), `what` a machine name such as `letter.assigned`,
    `target` the number of a record; none of them may hold personal data, `why` may. Until the caller commits, every
    other writer waits: make this the last step of a transaction. Raises ValueError for words of another form.
    """
    if not _WHO.fullmatch(who) or not _WHAT.fullmatch(what):
        raise ValueError("who is an account's id and what a machine name")
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    target, why = storable(target)[:_LONGEST_TARGET], storable(why)
    session.flush()
    position, before = _next(session)
    entry = Entry(position=position, at=at, who=who, what=what, target=target, why=why)
    chained = keys.digest(ROW, message(entry, before))
    session.add(AuditRow(position=position, at=at, who=who, what=what, target=target, why=why, hash=chained))
    session.flush()
    ended = update(AuditHead).where(AuditHead.id == HEAD_ID)
    session.execute(ended.values(hash=chained, seal=keys.digest(HEAD, anchor(position, chained))))
    return position


def _next(session: Session) -> tuple[int, str]:
    """The next position and the hash before it; both databases let one transaction at a time past this row."""
    first = insert_into(session, AuditHead).values(id=HEAD_ID, length=1, hash="", seal="", created_at=datetime.now(UTC))
    counted = first.on_conflict_do_update(index_elements=["id"], set_={"length": AuditHead.length + 1})
    position, before = session.execute(counted.returning(AuditHead.length, AuditHead.hash)).one()
    return position, before


def message(entry: Entry, before: str) -> str:
    """What a row's hash is made over; JSON keeps the fields apart."""
    moment = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps([before, entry.position, moment, entry.who, entry.what, entry.target, entry.why])


def anchor(length: int, chained: str) -> str:
    """Where the log ends: what the head's seal is made over, and what to keep outside."""
    return f"{length}:{chained}"


def read_page(
    session: Session, *, before: int | None = None, limit: int = PAGE, who: str | None = None, target: str | None = None
) -> list[Entry]:
    """At most `limit` rows, the newest first, older than position `before`; only of one account or record if named."""
    chosen = select(AuditRow).where(*_only(who, target)).order_by(AuditRow.position.desc()).limit(limit)
    if before is not None:
        chosen = chosen.where(AuditRow.position < before)
    return [entry_of(row) for row in session.scalars(chosen)]


def count(session: Session, *, who: str | None = None, target: str | None = None) -> int:
    """How many rows there are, of one account or record if named."""
    return session.scalar(select(func.count()).select_from(AuditRow).where(*_only(who, target))) or 0


def _only(who: str | None, target: str | None) -> list[ColumnElement[bool]]:
    named = ((AuditRow.who, who), (AuditRow.target, target))
    return [column == value for column, value in named if value is not None]


def entry_of(row: AuditRow) -> Entry:
    """A stored row in clear; raises DamagedRecord."""
    return Entry(position=row.position, at=row.at, who=row.who, what=row.what, target=row.target, why=row.why)


def storable(text: str) -> str:
    """The text as both databases keep it: no NUL, no half of a character."""
    return text.replace("\0", "").encode(errors="replace").decode()


def main() -> int:
    """The command line; returns the exit status."""
    from actions.casework.audit_check import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
