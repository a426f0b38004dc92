"""Leaving an old data key behind: `python -m actions.casework.rekey` seals every value again under the newest key.

It goes through every encrypted column of every table in short transactions, while everything runs. What is under the
newest key already is passed over, so after an interruption the same command goes on where it stopped. Hashes whose
clear text is stored beside them are made anew; a lookup code is stored nowhere, so its hash stays under the old key
until its holder looks something up, it expires, or a new code is given.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, Connection, Engine, Row, Table, func, select, type_coerce, update
from sqlalchemy.orm import Session

from actions.casework.audit_check import Flaw, check, write_checkpoint
from actions.casework.clock import county_day, utc_now
from actions.casework.columns import EncryptedBytes, EncryptedText
from actions.casework.contacts import contact_hash
from actions.casework.database import closing_engine, snapshot, unavailable_on_error, url_from
from actions.casework.encryption import Keys, keys_from
from actions.casework.errors import CaseworkError, DamagedRecord
from actions.casework.models import Case, IssuedReceipt
from actions.casework.tables import METADATA

WHO = "rekey"
BATCH = 200
_BATCH_OF_FILES = 10  # one may have megabytes
Hasher = Callable[[Keys, str | None], str | None]
# Keyed hashes that are made from a text stored encrypted in the same row.
REHASHED: dict[str, tuple[str, Hasher]] = {
    "letters.contact_hash": ("contact", contact_hash),
    "applications.phone_hash": ("phone", contact_hash),
    "callbacks.phone_hash": ("phone", contact_hash),
}
# Keyed hashes of what is stored nowhere, and what happens to them once the old key is gone.
KEPT_UNDER_THEIR_KEY = {
    "receipts.code_hash": "needs the old key; counted and reported",
    "cases.phone_hash": "needs the old key until its holder looks the case up, or a code is given",
    "letters.submission_hash": "no longer recognises a repeated click, which comes within minutes",
    "applications.submission_hash": "no longer recognises a repeated click, which comes within minutes",
    "callbacks.submission_hash": "no longer recognises a repeated click, which comes within minutes",
    "letters.text_hash": "no longer recognises the same text sent twice, which comes within minutes",
    "spent_passes.pass_hash": "a spent pass could be used again; it lives minutes",
    "letter_files.conversation_hash": "a file not yet filed is lost; it lives an hour",
    "files.conversation_hash": "the file cannot be fetched any more; it lives a day",
    "wechat_people.person_hash": "a follower who writes later begins anew; a row lives days",
    "wechat_messages.key_hash": "a delivery is repeated within a minute",
    "wechat_messages.person_hash": "the same",
    "wechat_nonces.nonce_hash": "a signature is good for minutes",
    "wechat_nonces.body_hash": "the same",
    "wechat_links.link_hash": "a one-time page opens no more; it lives minutes",
    "staff_sessions.id_hash": "staff sign in again",
    "staff_failures.name_hash": "failures are counted anew",
    "lookup_tries.number_hash": "tries are counted anew; they live an hour",
    "audit_log.hash": "a checkpoint under the newest key vouches for the rows",
    "audit_head.hash": "the same",
    "audit_head.seal": "the checkpoint seals the end anew",
}


@dataclass(slots=True)
class Rekeyed:
    """What one run did, table by table, and what it could not read (as `table key`)."""

    seen: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    damaged: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OldCodes:
    """Secrets under old keys: codes of drafts until `last_expiry`, codes that never expire, phones that open cases."""

    drafts: int
    lasting: int
    phones: int
    last_expiry: datetime | None


def encrypted_columns(table: Table) -> list[Column[Any]]:
    """The columns of a table that hold sealed values."""
    return [column for column in table.c if isinstance(column.type, EncryptedText | EncryptedBytes)]


def _sealing(column: Column[Any]) -> EncryptedText | EncryptedBytes:
    return cast("EncryptedText | EncryptedBytes", column.type)


def rekey(engine: Engine, keys: Keys, said: Callable[[str, Rekeyed], None] = lambda _table, _done: None) -> Rekeyed:
    """Seal everything again; `said` hears of every batch after it is committed."""
    done = Rekeyed()
    for table in METADATA.sorted_tables:
        columns = encrypted_columns(table)
        last = None
        while columns:
            with engine.begin() as connection:
                last = _one_batch(connection, table, columns, keys, done, last)
            if last is None:
                break
            said(table.name, done)
    return done


def _one_batch(
    connection: Connection, table: Table, columns: Sequence[Column[Any]], keys: Keys, done: Rekeyed, last: Any
) -> Any:
    """The key of the last row looked at, or None behind the end."""
    (key,) = table.primary_key
    hashes = [table.c[name.partition(".")[2]] for name in REHASHED if name.startswith(f"{table.name}.")]
    stored = [type_coerce(column, _sealing(column).impl_instance).label(column.name) for column in columns]
    files = any(isinstance(column.type, EncryptedBytes) for column in columns)
    batch = select(key.label("row_key"), *stored, *hashes).order_by(key).limit(_BATCH_OF_FILES if files else BATCH)
    if last is not None:
        batch = batch.where(key > last)
    rows = connection.execute(batch.with_for_update()).all()
    for row in rows:
        done.seen[table.name] += 1
        try:
            fresh = dict(_fresh(row, columns, keys)) | dict(_rehashed(row, table, keys))
        except (DamagedRecord, UnicodeDecodeError):
            done.damaged.append(f"{table.name} {row.row_key}")
            continue
        if fresh:
            connection.execute(update(table).where(key == row.row_key).values(fresh))
            done.changed[table.name] += 1
    return rows[-1].row_key if rows else None


def _fresh(row: Row[Any], columns: Sequence[Column[Any]], keys: Keys) -> Iterator[tuple[str, Any]]:
    """The clear values of what is under an old key; writing them seals them under the newest."""
    for column in columns:
        stored, type_ = row._mapping[column.name], _sealing(column)
        if stored is not None and not keys.is_newest(type_.sealed(stored)):
            yield column.name, type_.opened(stored, keys)


def _rehashed(row: Row[Any], table: Table, keys: Keys) -> Iterator[tuple[str, str | None]]:
    for name, (source, hasher) in REHASHED.items():
        of, _, column = name.partition(".")
        if of == table.name and row._mapping[column] and not row._mapping[column].startswith(keys.newest):
            yield column, hasher(keys, str(_sealing(table.c[source]).opened(row._mapping[source], keys)))


def old_codes(session: Session, keys: Keys) -> OldCodes:
    """The lookup codes that only an old key can still check."""
    old = IssuedReceipt.code_hash.not_like(f"{keys.newest}%")
    drafts, last = session.execute(
        select(func.count(), func.max(IssuedReceipt.expires_at)).where(old, IssuedReceipt.expires_at.is_not(None))
    ).one()
    lasting = session.scalar(select(func.count()).where(old, IssuedReceipt.expires_at.is_(None))) or 0
    opening = Case.code_given.is_(False) & Case.phone_hash.not_like(f"{keys.newest}%")
    phones = session.scalar(select(func.count()).select_from(Case).where(opening)) or 0
    return OldCodes(drafts, lasting, phones, last)


def vouch(engine: Engine, keys: Keys, at: datetime) -> bool:
    """Put a checkpoint into the audit log if rows of an old key need one; False when the log is not as it was."""
    with Session(snapshot(engine)) as session:
        if check(session, keys).findings:
            return False
        left = check(session, keys.without_old()).findings
    if any(one.flaw in (Flaw.UNKNOWN_KEY, Flaw.HEAD) for one in left):
        with Session(engine) as session, session.begin():
            write_checkpoint(session, keys, check(session, keys), who=WHO, why="", at=at)
    return True


def main() -> int:
    """Seal again and say in Chinese how far it is and what is left; returns the exit status."""
    try:
        keys = keys_from(os.environ)
        with unavailable_on_error(), closing_engine(url_from(os.environ), keys) as engine:
            done = rekey(engine, keys, _progress)
            vouched = vouch(engine, keys, utc_now())
            with Session(snapshot(engine)) as session:
                left = old_codes(session, keys)
    except CaseworkError as error:
        sys.stderr.write(f"没有换完：{error}。已经换好的不受影响，再运行一次会接着换。\n")
        return 1
    sys.stdout.writelines(_summary(done, vouched, left))
    return 1 if done.damaged or not vouched else 0


def _progress(table: str, done: Rekeyed) -> None:
    sys.stdout.write(f"{table}：已看 {done.seen[table]} 行，换到新密钥 {done.changed[table]} 行\n")
    sys.stdout.flush()


def _summary(done: Rekeyed, vouched: bool, left: OldCodes) -> Iterator[str]:
    yield f"加密内容共看了 {done.seen.total()} 行，这次换到新密钥 {done.changed.total()} 行。\n"
    for name in done.damaged:
        yield f"解不开，没有动：{name}\n"
    if not vouched:
        yield "审计日志核对有问题，没有写核对点：先运行 python -m actions.casework.audit verify。\n"
    if left.drafts and left.last_expiry:
        yield f"还有 {left.drafts} 个草稿的查询码用旧密钥，最晚 {county_day(left.last_expiry)} 到期。\n"
    if left.lasting:
        yield f"还有 {left.lasting} 个不到期的查询码用旧密钥：持有人查一次进度就换成新的，或者到窗口补发。\n"
    if left.phones:
        yield f"还有 {left.phones} 件导入的案件靠旧密钥核对电话：查一次进度就换成新的，或者到窗口领查询码。\n"
    may_go = vouched and not (done.damaged or left.drafts or left.lasting or left.phones)
    yield "旧密钥明天起可以拿掉了。\n" if may_go else "旧密钥现在还不能拿掉。\n"


if __name__ == "__main__":
    sys.exit(main())
