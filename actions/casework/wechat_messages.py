"""Messages of the official account: each is answered once, however often, wherever and in whatever order it arrives.

A message is a row; its first delivery makes it, further ones count up. Whoever finishes the turn learns how many there
were, so that exactly one of the waiting deliveries carries the answer.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session, aliased

from actions.casework.clock import utc_now
from actions.casework.database import insert_into
from actions.casework.encryption import Keys
from actions.casework.models_wechat import WechatMessage, WechatNonce, WechatPerson

KEPT = timedelta(hours=1)  # messages, for repeated deliveries
LATE_ANSWERS = timedelta(hours=48)  # WeChat takes a late answer this long after a message; people are then forgotten
WINDOWS = {"message": (5, LATE_ANSWERS), "tap": (3, timedelta(minutes=1))}
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PERSON, MESSAGE, NONCE, BODY = "wechat person", "wechat message", "wechat nonce", "wechat body"

Kind = Literal["new", "attached", "repeat", "answered", "abandoned", "replayed"]


@dataclass(frozen=True)
class Delivery:
    """One delivery of one message; times in seconds."""

    openid: str = field(repr=False)
    key: str = field(repr=False)
    nonce: str = field(repr=False)
    body: bytes = field(repr=False)
    window: str | None = "message"  # which late answers it allows: a key of WINDOWS
    retry: float = 4.0
    lease: float = 6.0
    # When the request came, not when the database had time: the pause between two deliveries tells what they are.
    received_at: datetime = field(default_factory=utc_now)


@dataclass(frozen=True)
class Arrival:
    """What a delivery turned out to be.

    new        its turn is to be taken, now (`started`) or when the earlier ones are done
    attached   the turn is under way somewhere
    repeat     answered, and WeChat did not get the answer: give it again
    answered   answered; a mere double
    abandoned  the process that asked is gone; asking again might act twice
    replayed   the signature was used before, for something else or long ago
    """

    kind: Kind
    id: int = 0
    delivery: int = 1
    started: bool = False
    answer: str | None = field(default=None, repr=False)
    conversation: str = ""
    state: dict[str, Any] = field(default_factory=dict, repr=False)


def arrive(session: Session, keys: Keys, one: Delivery, now: datetime) -> Arrival:
    """Writes a delivery down and says what it is."""
    if _replayed(session, keys, one, now):
        return Arrival("replayed")
    person = person_of(session, keys, one.openid, now)
    _welcomed(person, one, now)
    known = select(WechatMessage).where(WechatMessage.key_hash.in_(keys.digests(MESSAGE, one.key)))
    row = session.scalar(known.with_for_update())
    if row is not None:
        return _again(row, person, one, now)
    row = WechatMessage(
        key_hash=keys.digest(MESSAGE, one.key),
        person_hash=person.person_hash,
        deliveries=1,
        delivered_at=one.received_at,
        lease_until=now + timedelta(seconds=one.lease),
        created_at=now,
    )
    session.add(row)
    session.flush()
    return _begun(session, row, person, one.lease, now)


def begin(session: Session, message: int, lease: float, now: datetime) -> Arrival | None:
    """The message with its person's state once all earlier ones of that person are done; None until then."""
    row = session.get_one(WechatMessage, message)
    person = session.scalar(_held(row.person_hash))
    if person is None:  # unsubscribed in the meantime
        return Arrival("answered", row.id)
    begun = _begun(session, row, person, lease, now)
    return begun if begun.started else None


def finish(session: Session, message: int, state: dict[str, Any] | None, answer: str | None) -> tuple[int, bool]:
    """Closes a turn; gives the number of the newest delivery, and whether a note was given in the answer's place.

    With a note out, the answer still has to be sent, so the message stays open until `close`.
    """
    row = session.scalar(select(WechatMessage).where(WechatMessage.id == message).with_for_update())
    if row is None:
        return 0, False
    if state is not None:
        person = session.scalar(_held(row.person_hash))
        if person is not None:
            person.state = json.dumps(state, ensure_ascii=False)
    if not row.late:
        row.answer, row.done = answer, True
    return row.deliveries, row.late


def close(session: Session, message: int) -> None:
    """A late answer is out or kept; the person's next message may be taken."""
    session.execute(update(WechatMessage).where(WechatMessage.id == message).values(done=True))


def note(session: Session, message: int, delivery: int, text: str) -> tuple[Kind, str | None]:
    """Gives a note instead of an answer that takes too long: `repeat` with the answer if it is there after all."""
    row = session.scalar(select(WechatMessage).where(WechatMessage.id == message).with_for_update())
    if row is None or row.deliveries != delivery:
        return "answered", None
    if row.done:
        return "repeat", row.answer
    if row.late:
        return "answered", None
    row.late, row.answer = True, text
    return "new", text


def unsaid(session: Session, message: int) -> None:
    """The connection was gone before the answer was out: the next delivery gets it, however soon it comes."""
    session.execute(update(WechatMessage).where(WechatMessage.id == message).values(delivered_at=LONG_AGO))


def outcome(session: Session, message: int, now: datetime) -> tuple[bool | None, int, str | None]:
    """Whether a message is done (None: whoever had it is gone), its newest delivery, and its answer."""
    row = session.get(WechatMessage, message)
    if row is None:
        return True, 0, None
    return row.done or (None if row.lease_until <= now else False), row.deliveries, row.answer


def renew(session: Session, held: Sequence[int], lease: float, now: datetime) -> None:
    """Whoever has these messages is alive."""
    until = now + timedelta(seconds=lease)
    session.execute(update(WechatMessage).where(WechatMessage.id.in_(held)).values(lease_until=until))


def person_of(session: Session, keys: Keys, openid: str, now: datetime) -> WechatPerson:
    """The row of a person, made if there is none, and held until the transaction ends."""
    found = select(WechatPerson).where(WechatPerson.person_hash.in_(keys.digests(PERSON, openid))).with_for_update()
    person = session.scalar(found)
    if person is None:
        made = insert_into(session, WechatPerson).values(
            person_hash=keys.digest(PERSON, openid),
            conversation=f"wechat-{secrets.token_urlsafe(16)}",
            state="{}",
            quota=0,
            quota_until=now,
            wrote_at=now,
            created_at=now,
        )
        session.execute(made.on_conflict_do_nothing())
        person = session.scalars(found).one()
    return person


def purge(session: Session, now: datetime) -> int:
    """Deletes what is past its time; returns how many rows went."""
    gone = (
        delete(WechatNonce).where(WechatNonce.seen_at <= now - KEPT),
        delete(WechatMessage).where(WechatMessage.created_at <= now - KEPT),
        delete(WechatPerson).where(WechatPerson.wrote_at <= now - LATE_ANSWERS),
    )
    return sum(session.connection().execute(one).rowcount for one in gone)


def _held(person_hash: str) -> Select[WechatPerson]:
    return select(WechatPerson).where(WechatPerson.person_hash == person_hash).with_for_update()


def _replayed(session: Session, keys: Keys, one: Delivery, now: datetime) -> bool:
    """Whether the signature was used for another body, or so long ago that no retry is meant."""
    body = keys.digest(BODY, one.body.decode("latin-1"))
    row = session.scalar(select(WechatNonce).where(WechatNonce.nonce_hash.in_(keys.digests(NONCE, one.nonce))))
    if row is None:
        new = WechatNonce(nonce_hash=keys.digest(NONCE, one.nonce), body_hash=body, seen_at=now)
        session.add(new)
        session.flush()
        return False
    return row.body_hash != body or now - row.seen_at > timedelta(seconds=5 * one.retry)


def _welcomed(person: WechatPerson, one: Delivery, now: datetime) -> None:
    person.wrote_at = now
    if one.window is None:
        return
    amount, span = WINDOWS[one.window]
    person.address = one.openid
    # A tap allows less than a message, so it takes nothing away from what a message allowed.
    if one.window == "message" or person.quota == 0 or person.quota_until <= now + span:
        person.quota, person.quota_until = amount, now + span


def _again(row: WechatMessage, person: WechatPerson, one: Delivery, now: datetime) -> Arrival:
    retried = one.received_at - row.delivered_at >= timedelta(seconds=one.retry)
    row.delivered_at = one.received_at
    kind: Kind = "attached"
    # Counted while somebody waits: the number tells which of them carries the answer.
    row.deliveries += 0 if row.done or row.late else 1
    if row.done or row.late:
        kind = "repeat" if retried else "answered"
    elif row.lease_until <= now:
        kind = "abandoned" if row.asked else "new"
        row.lease_until = now + timedelta(seconds=one.lease)
    state = json.loads(person.state)
    return Arrival(kind, row.id, row.deliveries, False, row.answer, person.conversation, state)


def waits(session: Session, message: int, now: datetime) -> bool:
    """Whether an earlier message of the same person is still being answered."""
    mine, other = aliased(WechatMessage), aliased(WechatMessage)
    same = select(other.id).join(mine, mine.person_hash == other.person_hash).where(mine.id == message)
    earlier = same.where(other.id < message, other.done.is_(False), other.lease_until > now)
    return session.scalar(earlier.limit(1)) is not None


def _begun(session: Session, row: WechatMessage, person: WechatPerson, lease: float, now: datetime) -> Arrival:
    started = not waits(session, row.id, now)
    if started:
        row.asked, row.lease_until = True, now + timedelta(seconds=lease)
    state = json.loads(person.state)
    return Arrival("new", row.id, row.deliveries, started, None, person.conversation, state)
