"""Signed sessions and signed choices: everything an edge machine must know travels with the request.

SessionRefused
├── SessionForged    not a token of ours, or of another channel
└── SessionExpired   ours, but older than four hours
ChoiceNotOffered     the choice was not handed out in this conversation
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

MAX_AGE = 4 * 3600  # seconds
CHANNELS = ("web", "kiosk", "wechat")  # of the last one only pages that a person in WeChat opened
MAC_BYTES = 16  # 128 bits
TICKET_BYTES = 12
PSEUDONYM = 12  # hexadecimal digits


class SessionRefused(Exception):
    """The token opens no conversation."""


class SessionForged(SessionRefused):
    """Not a token of ours, or not for this channel."""


class SessionExpired(SessionRefused):
    """A token of ours whose time is over."""


class ChoiceNotOffered(Exception):
    """The choice was not handed out in this conversation."""


@dataclass(frozen=True)
class Session:
    """One conversation of one channel; the conversation's id starts with the channel's name.

    `ticket` names this token: the conversation may go on under another one when it moves to another device. `device` is
    the mark of the kiosk that opened it, for only then does the browser show the kiosk's own key.
    """

    conversation: str
    channel: str
    ticket: str
    device: str = ""


class Sessions:
    """Issues and checks tokens and choices under keys derived from one secret."""

    def __init__(self, key: str, max_age: int = MAX_AGE) -> None:
        self.max_age = max_age
        self._tokens = URLSafeTimedSerializer(
            key, salt="yifawen session", signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256}
        )
        self._choice_key = hmac.digest(key.encode(), b"yifawen choice", "sha256")
        self._log_key = hmac.digest(key.encode(), b"yifawen log", "sha256")

    def issue(self, channel: str, conversation: str | None = None, device: str = "") -> tuple[str, Session]:
        """A token for a conversation of a channel, a fresh one unless it is given."""
        name, ticket = conversation or f"{channel}-{secrets.token_urlsafe(16)}", secrets.token_urlsafe(TICKET_BYTES)
        session = Session(name, channel, ticket, device)
        return str(self._tokens.dumps({key: one for key, one in vars(session).items() if one})), session

    def verify(self, token: str, channels: Collection[str] = CHANNELS) -> Session:
        """The session behind a token of one of these channels; raises SessionForged or SessionExpired."""
        try:
            claims = self._tokens.loads(token, max_age=self.max_age)
            session = Session(claims["conversation"], claims["channel"], claims["ticket"], claims.get("device", ""))
        except SignatureExpired as fault:
            raise SessionExpired from fault
        except (BadSignature, AttributeError, KeyError, TypeError) as fault:
            raise SessionForged from fault
        if session.channel not in channels or not session.conversation.startswith(f"{session.channel}-"):
            raise SessionForged
        return session

    def sign_choice(self, conversation: str, payload: str) -> str:
        """The form in which a payload is offered: "<payload>~<mac>"."""
        return f"{payload}~{self._mac(conversation, payload)}"

    def open_choice(self, conversation: str, offered: str) -> str:
        """The payload of a choice offered in this conversation, compared in constant time; raises ChoiceNotOffered."""
        payload, _, mac = offered.rpartition("~")
        expected = self._mac(conversation, payload)
        if not hmac.compare_digest(mac.encode("utf-8", "surrogatepass"), expected.encode()):
            raise ChoiceNotOffered
        return payload

    def pseudonym(self, conversation: str) -> str:
        """What a log may show of a conversation: a keyed hash, 12 hexadecimal digits."""
        return hmac.new(self._log_key, conversation.encode(), "sha256").hexdigest()[:PSEUDONYM]

    def _mac(self, conversation: str, payload: str) -> str:
        # The length keeps (conversation, payload) unambiguous whatever the two contain.
        message = f"{len(conversation)}:{conversation}{payload}".encode("utf-8", "surrogatepass")
        digest = hmac.digest(self._choice_key, message, "sha256")[:MAC_BYTES]
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
