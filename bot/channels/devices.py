"""The kiosk's own key: a machine is made known once by a one-time link and then carries a signed cookie.

The cookie is the machine's, not the visitor's: scripts cannot read it, and wiping a visitor leaves it alone.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from fastapi import Request

from bot.channels.onetime import LinkRefused, Links

COOKIE = "yifawen-kiosk"
HEADER = "x-kiosk-key"
ENROL_SECONDS = 15 * 60
COOKIE_SECONDS = 400 * 24 * 3600  # the longest that browsers keep one


class Devices:
    """The keys of YIFAWEN_KIOSK_KEYS: the newest one lets machines in, each of them is recognised."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(keys)

    def knows(self, request: Request) -> bool:
        """Whether a request carries a key, or the cookie of a machine that was made known."""
        return self.name(request) is not None

    def name(self, request: Request) -> str | None:
        """What tells one machine from another: its cookie's own name, or the key; None for a stranger."""
        offered = request.headers.get(HEADER, "")
        if any(hmac.compare_digest(offered.encode(), key.encode()) for key in self._keys):
            return offered
        return _read(self._keys, request.cookies.get(COOKIE, ""), "kiosk device", COOKIE_SECONDS)

    def enrolment(self) -> str:
        """A link that makes one machine known."""
        return Links(self._keys[0], "kiosk enrolment", ENROL_SECONDS).make()

    def invited(self, link: str) -> str | None:
        """The name under which an enrolment is spent; None for one that is not ours or too old."""
        return _read(self._keys, link, "kiosk enrolment", ENROL_SECONDS)

    def cookie(self) -> str:
        """What a machine carries from now on."""
        return Links(self._keys[0], "kiosk device", COOKIE_SECONDS).make()


def _read(keys: Sequence[str], link: str, purpose: str, age: int) -> str | None:
    """The name of a link under whichever key it was made."""
    for key in keys:
        try:
            return Links(key, purpose, age).read(link).name
        except LinkRefused:
            continue
    return None
