"""Signed links that open once: a conversation that moves to a phone, a kiosk that is made known.

LinkRefused    forged, of another purpose, or too old
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer


class LinkRefused(Exception):
    """The link opens nothing."""


@dataclass(frozen=True)
class Opened:
    """What a link says; `name` is what it is spent under."""

    name: str
    says: dict[str, Any]


class Links:
    """Makes and reads links of one purpose; that each opens once is for the records to know."""

    def __init__(self, key: str, purpose: str, max_age: int) -> None:
        self.max_age = max_age  # seconds
        self.purpose = purpose
        self._signer = URLSafeTimedSerializer(
            key,
            salt=f"yifawen {purpose}",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )

    def make(self, **says: Any) -> str:
        """A link that says this."""
        return str(self._signer.dumps({"name": secrets.token_urlsafe(12), **says}))

    def read(self, link: str) -> Opened:
        """What a link says; raises LinkRefused."""
        try:
            says = self._signer.loads(link, max_age=self.max_age)
            return Opened(str(says.pop("name")), says)
        except (BadSignature, AttributeError, KeyError, TypeError) as fault:
            raise LinkRefused from fault
