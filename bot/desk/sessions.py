"""Staff sessions: a random id in a signed cookie, everything else on the server, gone with a sign-out.

They live in memory, because the desk is one process: a restart asks everybody to sign in again.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from itsdangerous import BadSignature, Signer

from actions.casework.clock import utc_now

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)  # also somebody who never pauses signs in anew the next day


@dataclass(frozen=True)
class Session:
    """Who is signed in, since when, and when last seen; `stamp` is that of the account's password."""

    account: str
    stamp: str
    opened_at: datetime
    seen_at: datetime


class Sessions:
    """Opens, finds and ends sessions; used from the event loop only."""

    def __init__(self, key: str, clock: Callable[[], datetime] = utc_now) -> None:
        self._signer = Signer(key, salt="yifawen desk session", key_derivation="hmac", digest_method=hashlib.sha256)
        self._form_key = hmac.digest(key.encode(), b"yifawen desk form", "sha256")
        self._clock = clock
        self._open: dict[str, Session] = {}

    def fresh_cookie(self) -> str:
        """A cookie for a browser that nobody has signed in with; nothing is kept for it."""
        return self._signer.sign(secrets.token_urlsafe(32)).decode()

    def known_cookie(self, cookie: str) -> bool:
        """Whether a cookie is one of ours."""
        return self._id_in(cookie) is not None

    def open(self, account: str, stamp: str) -> str:
        """Open a session and return its cookie, always a new one."""
        now = self._clock()
        self._open = {key: session for key, session in self._open.items() if self._lives(session, now)}
        cookie = self.fresh_cookie()
        self._open[self._id_in(cookie) or ""] = Session(account, stamp, now, now)
        return cookie

    def find(self, cookie: str) -> Session | None:
        """The live session of a cookie, now seen."""
        key, now = self._id_in(cookie) or "", self._clock()
        session = self._open.get(key)
        if session is None or not self._lives(session, now):
            self._open.pop(key, None)
            return None
        self._open[key] = replace(session, seen_at=now)
        return self._open[key]

    def end(self, cookie: str) -> None:
        """End the session of a cookie, if there is one."""
        self._open.pop(self._id_in(cookie) or "", None)

    def form_token(self, cookie: str) -> str:
        """What a form must bring along to prove that it came from a page of ours in this browser."""
        return hmac.digest(self._form_key, cookie.encode(errors="replace"), "sha256").hex()

    def token_fits(self, cookie: str, token: str) -> bool:
        """Whether a form's token belongs to a cookie of ours, in constant time."""
        fits = hmac.compare_digest(self.form_token(cookie).encode(), token.encode(errors="replace"))
        return self.known_cookie(cookie) and fits

    def _id_in(self, cookie: str) -> str | None:
        try:
            return self._signer.unsign(cookie.encode(errors="replace")).decode()
        except (BadSignature, UnicodeDecodeError):
            return None

    @staticmethod
    def _lives(session: Session, now: datetime) -> bool:
        return now - session.seen_at <= IDLE and now - session.opened_at <= LONGEST
