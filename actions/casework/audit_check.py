"""Checking the audit log: `python -m actions.casework.audit verify [--anchor-file FILE]`.

Found are rows changed, missing, added without a key, put in another order, and a tail cut off. Not found without an
anchor from outside: the whole database put back to an older state, or both tables emptied; never found: rows made
anew by somebody who holds the data key too.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Text, select, type_coerce
from sqlalchemy.orm import Session

from actions.casework.audit import HEAD, HEAD_ID, ROW, Entry, anchor, message, record
from actions.casework.columns import EncryptedText
from actions.casework.database import closing_engine, snapshot, unavailable_on_error, url_from
from actions.casework.encryption import Keys, keys_from
from actions.casework.errors import CaseworkError, DamagedRecord
from actions.casework.models_audit import WHY, AuditHead, AuditRow

CHECKPOINT = "audit.checkpoint"
FOUND, UNCHECKED = 1, 2  # exit statuses
_BATCH = 1000
_WHY = EncryptedText(WHY)
_MOST_LINES = 50


class Flaw(StrEnum):
    """What can be wrong, in the words of the report."""

    CHANGED = "内容、次序或前一条被改动过"
    UNREADABLE = "理由解不开，被改动过或者密钥不对"
    MISSING = "不见了"
    UNKNOWN_KEY = "是用已经停用的密钥写的，后面又没有核对点，无法核对"
    CHECKPOINT = "这个核对点与它之前的内容不符，之前有记录被改动过"
    CUT = "末尾被截掉了"
    BEYOND = "在末尾之外，不是本系统写入的"
    HEAD = "末尾的封签不对，封签或者末尾被改动过"
    ANCHOR = "与上次留存的锚点不符，日志被改写过或者退回过旧状态"


@dataclass(frozen=True, slots=True)
class Finding:
    """One flaw of the positions `first` to `last`."""

    flaw: Flaw
    first: int
    last: int

    def __str__(self) -> str:
        where = f"第 {self.first} 条" if self.first == self.last else f"第 {self.first} 至 {self.last} 条"
        return f"{where}：{self.flaw.value}"


@dataclass(slots=True)
class Checked:
    """What a look through the whole log found; `anchor` says where the log ends."""

    length: int = 0
    findings: list[Finding] = field(default_factory=list)
    last_hash: str = ""
    contents: bytes = b""
    unknown: list[int] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """What to keep outside the database."""
        return anchor(self.length, self.last_hash)

    def found(self, flaw: Flaw, first: int, last: int | None = None) -> None:
        """Note a flaw."""
        self.findings.append(Finding(flaw, first, first if last is None else last))


def check(session: Session, keys: Keys, kept_anchor: str = "") -> Checked:
    """Go through the whole log once, in constant memory."""
    done = Checked()
    kept_at, _, kept_hash = kept_anchor.partition(":")
    kept_met = not kept_anchor
    for row in _rows(session):
        _check_row(done, row, keys)
        kept_met = kept_met or (str(row.position) == kept_at and row.hash == kept_hash)
    for first, last in _runs(done.unknown):
        done.found(Flaw.UNKNOWN_KEY, first, last)
    ends = select(AuditHead.length, AuditHead.hash, AuditHead.seal).where(AuditHead.id == HEAD_ID)
    head = session.execute(ends).one_or_none()
    _check_end(done, head, keys)
    if not kept_met:
        done.found(Flaw.ANCHOR, int(kept_at) if kept_at.isdecimal() else 0)
    return done


def write_checkpoint(session: Session, keys: Keys, done: Checked, *, who: str, why: str, at: Any) -> int:
    """Vouch under the present key for all rows before, so that the keys they were written with may go."""
    return record(session, keys, who=who, what=CHECKPOINT, target=_vouched(keys, done), why=why, at=at)


def _vouched(keys: Keys, done: Checked) -> str:
    return keys.digest(CHECKPOINT, anchor(done.length, done.contents.hex()))


def _rows(session: Session) -> Iterator[Row[Any]]:
    # The reason in its stored form: one that does not open is a finding and not the end.
    stored = type_coerce(AuditRow.why, Text).label("stored")
    columns = (AuditRow.position, AuditRow.at, AuditRow.who, AuditRow.what, AuditRow.target, AuditRow.hash, stored)
    every = select(*columns).order_by(AuditRow.position).execution_options(yield_per=_BATCH)
    rows: Iterator[Row[Any]] = iter(session.execute(every))
    return rows


def _check_row(done: Checked, row: Row[Any], keys: Keys) -> None:
    follows = row.position == done.length + 1
    if not follows:
        done.found(Flaw.MISSING, done.length + 1, row.position - 1)
    entry = _entry(row, keys)
    if entry is None:
        done.found(Flaw.UNREADABLE, row.position)
    elif not keys.knows(row.hash):
        done.unknown.append(row.position)
    # After a gap nobody knows what the hash was made over; the gap is reported.
    elif follows and not keys.matches(ROW, message(entry, done.last_hash), row.hash):
        done.found(Flaw.CHANGED, row.position)
    elif row.what == CHECKPOINT and keys.knows(row.target):
        _check_point(done, row, keys)
    if entry is not None:
        done.contents = sha256(done.contents + message(entry, "").encode()).digest()
    done.length, done.last_hash = row.position, row.hash


def _check_point(done: Checked, row: Row[Any], keys: Keys) -> None:
    if keys.matches(CHECKPOINT, anchor(done.length, done.contents.hex()), row.target):
        done.unknown.clear()
    else:
        done.found(Flaw.CHECKPOINT, row.position)


def _entry(row: Row[Any], keys: Keys) -> Entry | None:
    try:
        why = _WHY.opened(row.stored, keys)
    except (DamagedRecord, UnicodeDecodeError):
        return None
    return Entry(position=row.position, at=row.at, who=row.who, what=row.what, target=row.target, why=why)


def _check_end(done: Checked, head: Row[int, str, str] | None, keys: Keys) -> None:
    if head is None:
        if done.length:
            done.found(Flaw.HEAD, done.length)
        return
    if not keys.matches(HEAD, anchor(head.length, head.hash), head.seal):
        done.found(Flaw.HEAD, head.length)
    if head.length > done.length:
        done.found(Flaw.CUT, done.length + 1, head.length)
    elif head.length < done.length:
        done.found(Flaw.BEYOND, head.length + 1, done.length)
    elif head.hash != done.last_hash:
        done.found(Flaw.HEAD, head.length)


def _runs(positions: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring positions as first and last."""
    starts = [at for n, at in enumerate(positions) if n == 0 or positions[n - 1] != at - 1]
    ends = [at for n, at in enumerate(positions) if n == len(positions) - 1 or positions[n + 1] != at + 1]
    return zip(starts, ends, strict=True)


def run(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Check and say in Chinese what was found; returns 0, 1 for flaws, 2 if it could not be checked."""
    options = _parser().parse_args(arguments)
    try:
        kept = _kept(options.anchor_file)
        keys = keys_from(environment)
        with unavailable_on_error(), closing_engine(url_from(environment), keys) as engine:
            with Session(snapshot(engine)) as session:
                done = check(session, keys, kept)
        if not done.findings:
            _keep(options.anchor_file, done)
    except (CaseworkError, OSError) as error:
        sys.stderr.write(f"审计日志没有核对成：{error}\n")
        return UNCHECKED
    sys.stdout.writelines(_report(done, kept))
    return FOUND if done.findings else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m actions.casework.audit", description="核对审计日志有没有被改动。")
    parser.add_argument("action", choices=["verify"], help="verify：逐条核对")
    parser.add_argument("--anchor-file", type=Path, help="上次的锚点存在这个文件里；核对无误后写入这次的锚点")
    return parser


def _kept(file: Path | None) -> str:
    return file.read_text(encoding="ascii").strip() if file and file.exists() else ""


def _keep(file: Path | None, done: Checked) -> None:
    if file and done.length:
        fresh = file.with_name(f"{file.name}.new")
        fresh.write_text(f"{done.anchor}\n", encoding="ascii")
        fresh.replace(file)


def _report(done: Checked, kept: str) -> Iterator[str]:
    findings = [f"{finding}\n" for finding in done.findings]
    if not findings:
        compared = "，与上次的锚点相符" if kept else "；没有锚点可比，整个库被换成旧的时看不出来"
        yield f"审计日志共 {done.length} 条，没有发现改动{compared}。\n"
        yield f"锚点（请存到别处）：{done.anchor}\n"
        return
    yield f"审计日志共 {done.length} 条，发现 {len(findings)} 处问题：\n"
    more = [f"……另有 {len(findings) - _MOST_LINES} 处\n"] if len(findings) > _MOST_LINES else []
    yield from chain(findings[:_MOST_LINES], more)
