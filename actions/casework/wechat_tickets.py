"""One-time pages, late answers and the access token: what may be used once, or by one process at a time."""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from actions.casework.database import insert_into
from actions.casework.encryption import Keys
from actions.casework.models_wechat import WechatLink, WechatPerson, WechatToken
from actions.casework.wechat_messages import PERSON

LINK = "wechat link"
MOST_KEPT = 5  # answers that wait for the next message; older ones go


def make_link(session: Session, keys: Keys, conversation: str, messages: list[dict[str, Any]], until: datetime) -> str:
    """An unguessable name for a page that opens a conversation once."""
    name = secrets.token_urlsafe(24)
    row = WechatLink(link_hash=keys.digest(LINK, name), conversation=conversation, expires_at=until)
    row.messages = json.dumps(messages, ensure_ascii=False)
    session.add(row)
    return name


def open_link(session: Session, keys: Keys, name: str, now: datetime) -> tuple[str, list[dict[str, Any]]] | None:
    """The conversation behind a page, which is used up by it; None when there is none, or no more."""
    live = WechatLink.link_hash.in_(keys.digests(LINK, name))
    row = session.scalar(select(WechatLink).where(live, WechatLink.expires_at > now).with_for_update())
    # Deleted by whoever is first: the second finds nothing to delete.
    if row is None or session.connection().execute(delete(WechatLink).where(live)).rowcount != 1:
        return None
    return row.conversation, json.loads(row.messages)


def link_lives(session: Session, keys: Keys, name: str, now: datetime) -> bool:
    """Whether a page would still open."""
    live = WechatLink.link_hash.in_(keys.digests(LINK, name))
    return session.scalar(select(WechatLink.link_hash).where(live, WechatLink.expires_at > now)) is not None


def spend(session: Session, keys: Keys, openid: str, now: datetime) -> str | None:
    """Takes one late answer off a person's account and gives the address for it; None when there is none left."""
    person = _person(session, keys, openid)
    if person is None or person.quota < 1 or person.quota_until <= now:
        return None
    person.quota -= 1
    return person.address


def exhaust(session: Session, keys: Keys, openid: str) -> None:
    """No late answer is left, whatever we counted: WeChat says so."""
    if person := _person(session, keys, openid):
        person.quota = 0


def keep(session: Session, keys: Keys, openid: str, text: str) -> None:
    """Keeps an answer that could not be sent, for the next message."""
    if person := _person(session, keys, openid):
        state = json.loads(person.state)
        state["kept"] = [*state.get("kept", []), text][-MOST_KEPT:]
        person.state = json.dumps(state, ensure_ascii=False)


def forget(session: Session, keys: Keys, openid: str) -> None:
    """Everything about a person who stopped following."""
    person = _person(session, keys, openid)
    if person is not None:
        session.execute(delete(WechatLink).where(WechatLink.conversation == person.conversation))
        session.delete(person)


def token(session: Session, app_id: str, now: datetime) -> str | None:
    """The access token, while it is good."""
    row = session.get(WechatToken, app_id)
    return row.token if row and row.good_until > now else None


def may_fetch(session: Session, app_id: str, now: datetime, lease: timedelta) -> bool:
    """Whether this process is the one to fetch the next token."""
    made = insert_into(session, WechatToken).values(
        app_id=app_id, token=None, good_until=now, fetching_until=now, created_at=now
    )
    session.execute(made.on_conflict_do_nothing())
    free = WechatToken.app_id == app_id, WechatToken.fetching_until <= now, WechatToken.good_until <= now
    claim = update(WechatToken).where(*free).values(fetching_until=now + lease)
    return session.connection().execute(claim).rowcount == 1


def save_token(session: Session, app_id: str, value: str, until: datetime, now: datetime) -> None:
    """The new token, for every process."""
    changed = update(WechatToken).where(WechatToken.app_id == app_id)
    session.execute(changed.values(token=value, good_until=until, fetching_until=now))


def drop_token(session: Session, app_id: str, value: str, now: datetime) -> None:
    """WeChat does not take this token any more; another process may have a newer one already, which stays."""
    row = session.get(WechatToken, app_id, with_for_update=True)
    if row is not None and row.token == value:
        row.good_until = row.fetching_until = now


def purge(session: Session, now: datetime) -> int:
    """Deletes pages past their time; returns how many rows went."""
    return session.connection().execute(delete(WechatLink).where(WechatLink.expires_at <= now)).rowcount


def _person(session: Session, keys: Keys, openid: str) -> WechatPerson | None:
    found = select(WechatPerson).where(WechatPerson.person_hash.in_(keys.digests(PERSON, openid)))
    return session.scalar(found.with_for_update())
