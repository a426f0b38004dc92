"""Where a message comes from, as far as wrong look-ups are counted by it (docs/adr/0010): keyed hashes, no address.

The records hold the counters, so that several edge machines count together; the names are theirs (`MOST_FROM`).
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from bot.channels.limits import Address, bucket
from bot.channels.sessions import Session
from bot.channels.settings import Network

MARK = 32  # hexadecimal digits, 128 bits


class Origins:
    """Marks messages under a key derived from the one that all edge machines share."""

    def __init__(self, key: str, shared: Sequence[Network]) -> None:
        self._key = hmac.digest(key.encode(), b"yifawen origin", "sha256")
        self._shared = tuple(shared)

    def of_session(self, session: Session, address: Address | None) -> dict[str, str]:
        """The marks of a message in the chat of the web page or the kiosk."""
        if session.device:
            return self.of_visit(session.conversation) | {"shared": session.device}
        # Without an address everybody would be one person.
        if address is None or any(address in network for network in self._shared):
            return self.of_visit(session.conversation) | {"shared": self._mark("address", bucket(address))}
        return {"address": self._mark("address", bucket(address))}

    def of_visit(self, conversation: str) -> dict[str, str]:
        """The mark of a conversation whose address says nothing: a message by way of WeChat's own servers."""
        return {"visit": self._mark("visit", conversation)}

    def of_device(self, name: str) -> str:
        """The mark of a kiosk, which its sessions carry."""
        return self._mark("device", name)

    def _mark(self, kind: str, name: str) -> str:
        return hmac.new(self._key, f"{kind} {name}".encode(), "sha256").hexdigest()[:MARK]
