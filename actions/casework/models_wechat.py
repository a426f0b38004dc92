"""What the official account has to remember between two requests, in whichever edge process they arrive.

An openid is never stored: people are found by its keyed hash. The one exception is `address`, encrypted and for 48
hours at the most: WeChat takes a late answer only for an openid, and only that long after the person wrote.
"""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from actions.casework.columns import EncryptedText
from actions.casework.models import HASH, Base


class WechatPerson(Base):
    """One follower: the conversation, what was offered and not yet said, and how many late answers are left."""

    __tablename__ = "wechat_people"

    person_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    conversation: Mapped[str] = mapped_column(String(60), unique=True)
    state: Mapped[str] = mapped_column(EncryptedText("wechat_people.state"))
    address: Mapped[str | None] = mapped_column(EncryptedText("wechat_people.address"))
    quota: Mapped[int]
    quota_until: Mapped[datetime]
    wrote_at: Mapped[datetime] = mapped_column(index=True)


class WechatMessage(Base):
    """One message, however often it is delivered; the answer is kept for a delivery that got lost."""

    __tablename__ = "wechat_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(HASH, unique=True)
    person_hash: Mapped[str] = mapped_column(HASH, index=True)
    deliveries: Mapped[int]
    delivered_at: Mapped[datetime]
    lease_until: Mapped[datetime]
    asked: Mapped[bool] = mapped_column(default=False)
    done: Mapped[bool] = mapped_column(default=False)
    late: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str | None] = mapped_column(EncryptedText("wechat_messages.answer"))


class WechatNonce(Base):
    """A signature that was used, and for which body."""

    __tablename__ = "wechat_nonces"

    nonce_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    body_hash: Mapped[str] = mapped_column(HASH)
    seen_at: Mapped[datetime] = mapped_column(index=True)


class WechatToken(Base):
    """The access token of an account, and which process may fetch the next one."""

    __tablename__ = "wechat_tokens"

    app_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    token: Mapped[str | None] = mapped_column(EncryptedText("wechat_tokens.token"))
    good_until: Mapped[datetime]
    fetching_until: Mapped[datetime]


class WechatLink(Base):
    """A one-time page: what it opens, until when; gone once it was opened."""

    __tablename__ = "wechat_links"

    link_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    conversation: Mapped[str] = mapped_column(String(60))
    messages: Mapped[str] = mapped_column(EncryptedText("wechat_links.messages"))
    expires_at: Mapped[datetime] = mapped_column(index=True)
