"""How much one session and one address may send, and whose address a request has.

The counters are in memory or, for several edge machines, at YIFAWEN_LIMITS_STORAGE. When that store fails, requests
pass: a citizen's question matters more than the count.
"""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, cast

from fastapi import Request
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import Storage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import ConfigurationError
from limits.storage import storage_from_string

from bot.channels.problems import Problem
from bot.channels.settings import Network, SettingsError

PER_SESSION = RateLimitItemPerMinute(60, namespace="session")  # a form of thirty taps is answered in a minute
# A service hall, a village or a mobile carrier shows one address for many people.
PER_ADDRESS = RateLimitItemPerMinute(300, namespace="address")
NEW_SESSIONS = RateLimitItemPerMinute(60, namespace="new-session")
# Reading one takes seconds of both cores; people take a few until one is sharp.
PHOTOS_PER_SESSION = RateLimitItemPerHour(20, namespace="photo-session")
PHOTOS_PER_ADDRESS = RateLimitItemPerHour(120, namespace="photo-address")

Address = IPv4Address | IPv6Address
FORWARDING = ("x-forwarded-for", "forwarded", "x-real-ip")


class Limits:
    """Counts requests; `hit` raises the problem rate_limited with Retry-After."""

    def __init__(self, storage: str, failed: Callable[[str], None] = lambda cause: None) -> None:
        """Raises SettingsError for a store of no known kind, or one whose client is not installed."""
        try:
            found = storage_from_string(storage if storage.startswith("async+") else f"async+{storage}")
            self._counters = MovingWindowRateLimiter(cast(Storage, found))
        except (ConfigurationError, NotImplementedError) as fault:
            raise SettingsError("YIFAWEN_LIMITS_STORAGE", "names a store that cannot be used here") from fault
        self._failed = failed

    async def hit(self, limit: RateLimitItem, who: str) -> None:
        """One more request of `who`."""
        if not await self._or(True, lambda: self._counters.hit(limit, who)):
            reset = await self._or(None, lambda: self._counters.get_window_stats(limit, who))
            wait = math.ceil(reset.reset_time - time.time()) if reset else limit.get_expiry()
            raise Problem("rate_limited", {"Retry-After": str(max(1, wait))})

    async def _or(self, otherwise: Any, call: Callable[[], Awaitable[Any]]) -> Any:
        try:
            return await call()
        except Exception as fault:  # each storage has errors of its own; none may stop a citizen
            self._failed(type(fault).__name__)
            return otherwise


def client_address(request: Request, trusted: Sequence[Network]) -> Address | None:
    """The nearest address that is not one of our own proxies; None when that cannot be told."""
    peer = _address(request.client.host) if request.client else None
    for hop in reversed(_hops(request)):
        if peer is None or not _within(peer, trusted):
            break
        peer = _address(hop)
    return peer


def _hops(request: Request) -> list[str]:
    """X-Forwarded-For from the citizen to us; each proxy adds its peer at the end."""
    written = ",".join(request.headers.getlist("x-forwarded-for"))
    return [hop.strip() for hop in written.split(",")] if written else []


def bucket(address: Address | None) -> str:
    """What an address is counted under: an IPv6 subscriber has a whole /64."""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)


def from_inside(request: Request, trusted: Sequence[Network]) -> bool:
    """Whether a request comes from this machine or a trusted one, and through nobody who hides a stranger."""
    peer = _address(request.client.host) if request.client else None
    if peer is None:
        return False
    forwarded = any(name in request.headers for name in FORWARDING)
    if forwarded and not _within(peer, trusted):
        return False
    address = client_address(request, trusted)
    return address is not None and (address.is_loopback or _within(address, trusted))


def _address(text: str) -> Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # ::ffff:10.0.0.1 is 10.0.0.1 as a dual-stack socket sees it.
    return getattr(address, "ipv4_mapped", None) or address


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)
