"""Staff sessions: a random id in a signed cookie, everything else in the database, gone with a sign-out.

Every desk process finds the same sessions, and a restart ends none.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, Signer
from sqlalchemy import Row, delete, select, update

from actions.casework.models_staff import StaffAccount, StaffSession
from actions.casework.staff import Account, account_of, forget_old
from bot.desk.reading import Reader
from bot.desk.writing import Writer

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)  # also somebody who never pauses signs in anew the next day
# Not every request writes: being seen is put down once a minute, so a session may end up to a minute early.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Found:
    """Whose live session a cookie is; `proved` once the second factor was right."""

    account: Account
    proved: bool


class Sessions:
    """Opens, finds and ends sessions."""

    def __init__(self, key: str, reader: Reader, writer: Writer, idle: timedelta = IDLE) -> None:
        self._signer = Signer(key, salt="yifawen desk session", key_derivation="hmac", digest_method=hashlib.sha256)
        self._form_key = hmac.digest(key.encode(), b"yifawen desk form", "sha256")
        self._reader, self._writer, self.idle = reader, writer, idle

    def fresh_cookie(self) -> str:
        """A cookie for a browser that nobody has signed in with; nothing is kept for it."""
        return self._signer.sign(secrets.token_urlsafe(32)).decode()

    def known_cookie(self, cookie: str) -> bool:
        """Whether a cookie is one of ours."""
        return self._hash_of(cookie) is not None

    def open(self, account: Account, *, proved: bool, instead_of: str = "") -> str:
        """Open a session and return its cookie, always a new one; the old one of this browser ends."""
        cookie, now = self.fresh_cookie(), self._writer.clock()
        row = StaffSession(
            id_hash=self._hash_of(cookie),
            account=account.id,
            stamp=account.stamp,
            proved=proved,
            opened_at=now,
            seen_at=now,
        )
        with self._writer.transaction() as transaction:
            forget_old(transaction, now, idle=self.idle, longest=LONGEST)
            transaction.execute(delete(StaffSession).where(StaffSession.id_hash == self._hash_of(instead_of)))
            transaction.add(row)
            if proved:
                seen = update(StaffAccount).where(StaffAccount.id == account.id)
                transaction.execute(seen.values(seen_at=now))
        return cookie

    def find(self, cookie: str) -> Found | None:
        """The live session of a cookie, now seen; a closed account or a new password ends it."""
        hashed, now = self._hash_of(cookie), self._writer.clock()
        if hashed is None:
            return None
        both = select(StaffSession, StaffAccount).join(StaffAccount, StaffAccount.id == StaffSession.account)
        with self._reader.transaction() as transaction:
            row = transaction.execute(both.where(StaffSession.id_hash == hashed)).one_or_none()
            found = self._living(row, now) if row else None
        if row is not None and found is None:
            self.end(cookie)
        elif row is not None and now - row[0].seen_at >= SEEN_EVERY:
            self._see(hashed, now)
        return found

    def end(self, cookie: str) -> None:
        """End the session of a cookie, if there is one."""
        with self._writer.transaction() as transaction:
            transaction.execute(delete(StaffSession).where(StaffSession.id_hash == self._hash_of(cookie)))

    def form_token(self, cookie: str) -> str:
        """What a form must bring along to prove that it came from a page of ours in this browser."""
        return hmac.digest(self._form_key, cookie.encode(errors="replace"), "sha256").hex()

    def token_fits(self, cookie: str, token: str) -> bool:
        """Whether a form's token belongs to a cookie of ours, in constant time."""
        fits = hmac.compare_digest(self.form_token(cookie).encode(), token.encode(errors="replace"))
        return self.known_cookie(cookie) and fits

    def _living(self, row: Row[StaffSession, StaffAccount], now: datetime) -> Found | None:
        session, account = row[0], account_of(row[1])
        over = now - session.seen_at > self.idle or now - session.opened_at > LONGEST
        if over or account.disabled or account.stamp != session.stamp:
            return None
        return Found(account, session.proved)

    def _see(self, hashed: str, now: datetime) -> None:
        with self._writer.transaction() as transaction:
            seen = update(StaffSession).where(StaffSession.id_hash == hashed)
            transaction.execute(seen.values(seen_at=now))

    def _hash_of(self, cookie: str) -> str | None:
        """Under what a cookie's session is kept: whoever reads the table cannot make the cookie from it."""
        try:
            id_ = self._signer.unsign(cookie.encode(errors="replace"))
        except BadSignature:
            return None
        return hashlib.sha256(id_).hexdigest()
