"""The one door to what the official account remembers; synchronous, short, raises RecordsUnavailable."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from actions.casework import wechat_messages as messages
from actions.casework import wechat_tickets as tickets
from actions.casework.clock import utc_now
from actions.casework.database import open_engine, reading, unavailable_on_error
from actions.casework.encryption import Keys
from actions.casework.wechat_messages import Arrival, Delivery, Kind

__all__ = ["Arrival", "Delivery", "Kind", "WechatRecords"]

PURGE_EVERY = timedelta(minutes=5)
LINK_LIVES = timedelta(minutes=15)


class WechatRecords:
    """What several edge processes share about the official account."""

    def __init__(self, url: str, keys: Keys, clock: Callable[[], datetime] = utc_now) -> None:
        with unavailable_on_error():
            self._engine = open_engine(url, keys)
        self._keys, self._clock = keys, clock
        self._sessions = sessionmaker(self._engine, expire_on_commit=False)
        self._reading = sessionmaker(reading(self._engine))
        self._purged_at = clock()
        # SQLite lets waiting writers sleep and try again; here they queue.
        self._one_writer = Lock() if self._engine.dialect.name == "sqlite" else nullcontext()

    def arrive(self, delivery: Delivery) -> Arrival:
        """Writes a delivery down and says what it is; purges now and then."""
        now = self._clock()
        if now - self._purged_at > PURGE_EVERY:
            self._purged_at = now
            with self._writing() as session:
                purge(session, now)
        with unavailable_on_error():
            try:
                return self._arrived(delivery, now)
            except IntegrityError:
                # Another process wrote the same down a moment ago: now it is found.
                return self._arrived(delivery, now)

    def begin(self, message: int, lease: float) -> Arrival | None:
        """The message once all earlier ones of its person are done; None until then."""
        now = self._clock()
        with self._writing(self._reading) as session:  # looked at often, so without getting in anybody's way
            if messages.waits(session, message, now):
                return None
        with self._writing() as session:
            return messages.begin(session, message, lease, now)

    def finish(self, message: int, state: dict[str, Any] | None, answer: str | None) -> tuple[int, bool]:
        """Closes a turn: the newest delivery's number, and whether it is too late for a passive answer."""
        with self._writing() as session:
            return messages.finish(session, message, state, answer)

    def close_message(self, message: int) -> None:
        """A late answer is out or kept."""
        with self._writing() as session:
            messages.close(session, message)

    def note(self, message: int, delivery: int, text: str) -> tuple[Kind, str | None]:
        """Gives a note in place of an answer that takes too long."""
        with self._writing() as session:
            return messages.note(session, message, delivery, text)

    def outcome(self, message: int) -> tuple[bool | None, int, str | None]:
        """Whether a message is done (None: whoever had it is gone), its newest delivery, and its answer."""
        with self._writing(self._reading) as session:
            return messages.outcome(session, message, self._clock())

    def renew(self, held: Sequence[int], lease: float) -> None:
        """Whoever has these messages is alive."""
        with self._writing() as session:
            messages.renew(session, held, lease, self._clock())

    def unsaid(self, message: int) -> None:
        """The answer did not get out: the next delivery gets it."""
        with self._writing() as session:
            messages.unsaid(session, message)

    def spend(self, openid: str) -> str | None:
        """The address for one late answer, while any is left."""
        with self._writing() as session:
            return tickets.spend(session, self._keys, openid, self._clock())

    def exhaust(self, openid: str) -> None:
        """WeChat takes no more late answers for a person."""
        with self._writing() as session:
            tickets.exhaust(session, self._keys, openid)

    def keep(self, openid: str, text: str) -> None:
        """Keeps an answer for the person's next message."""
        with self._writing() as session:
            tickets.keep(session, self._keys, openid, text)

    def forget(self, openid: str) -> None:
        """Forgets a person."""
        with self._writing() as session:
            tickets.forget(session, self._keys, openid)

    def make_link(self, conversation: str, shown: list[dict[str, Any]]) -> str:
        """The name of a one-time page."""
        with self._writing() as session:
            return tickets.make_link(session, self._keys, conversation, shown, self._clock() + LINK_LIVES)

    def open_link(self, name: str) -> tuple[str, list[dict[str, Any]]] | None:
        """What a one-time page opens, once."""
        with self._writing() as session:
            return tickets.open_link(session, self._keys, name, self._clock())

    def link_lives(self, name: str) -> bool:
        """Whether a one-time page would still open."""
        with self._writing(self._reading) as session:
            return tickets.link_lives(session, self._keys, name, self._clock())

    def token(self, app_id: str) -> str | None:
        """The access token, while it is good."""
        with self._writing(self._reading) as session:
            return tickets.token(session, app_id, self._clock())

    def may_fetch(self, app_id: str, lease: float) -> bool:
        """Whether this process is to fetch the next token."""
        with self._writing() as session:
            return tickets.may_fetch(session, app_id, self._clock(), timedelta(seconds=lease))

    def save_token(self, app_id: str, token: str, seconds: float) -> None:
        """The new token."""
        now = self._clock()
        with self._writing() as session:
            tickets.save_token(session, app_id, token, now + timedelta(seconds=seconds), now)

    def drop_token(self, app_id: str, token: str) -> None:
        """WeChat takes this token no more."""
        with self._writing() as session:
            tickets.drop_token(session, app_id, token, self._clock())

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def _arrived(self, delivery: Delivery, now: datetime) -> Arrival:
        with self._one_writer, self._sessions.begin() as session:
            return messages.arrive(session, self._keys, delivery, now)

    @contextmanager
    def _writing(self, sessions: sessionmaker[Session] | None = None) -> Iterator[Session]:
        queue = nullcontext() if sessions else self._one_writer
        with unavailable_on_error(), queue, (sessions or self._sessions).begin() as session:
            yield session


def purge(session: Session, now: datetime) -> int:
    """Deletes what is past its time; returns how many rows went."""
    return messages.purge(session, now) + tickets.purge(session, now)
