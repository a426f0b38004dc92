"""What the environment says about outside platforms; a fault stops the start and names the setting, never its value.

`python -m actions.casework.platforms.settings` checks it before a process starts. Nothing set: no platform.
"""

import ipaddress
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from actions.casework.platforms.failures import PlatformSettingsProblem

PLATFORM_URL, PLATFORM_ID, PLATFORM_SECRET = "YIFAWEN_PLATFORM_URL", "YIFAWEN_PLATFORM_ID", "YIFAWEN_PLATFORM_SECRET"
FORWARD_URL, FORWARD_ID, FORWARD_SECRET = "YIFAWEN_FORWARD_URL", "YIFAWEN_FORWARD_ID", "YIFAWEN_FORWARD_SECRET"
FORWARD_SINCE, FORWARD_CONTACT = "YIFAWEN_FORWARD_SINCE", "YIFAWEN_FORWARD_CONTACT"
SHORTEST_SECRET = 24  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One platform: where it is, and how both sides sign."""

    url: str
    id: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarding:
    """Where accepted complaints go: those received since a day, with or without name and contact."""

    peer: Peer
    since: date
    contact: bool


def platform_from(environment: Mapping[str, str]) -> Peer | None:
    """The superior's platform, none where it is not set; raises PlatformSettingsProblem."""
    return _peer(environment, PLATFORM_URL, PLATFORM_ID, PLATFORM_SECRET)


def forwarding_from(environment: Mapping[str, str]) -> Forwarding | None:
    """Where complaints are forwarded, none where it is not set; raises PlatformSettingsProblem."""
    peer = _peer(environment, FORWARD_URL, FORWARD_ID, FORWARD_SECRET)
    if peer is None:
        return None
    try:
        since = date.fromisoformat(environment.get(FORWARD_SINCE, ""))
    except ValueError:
        raise PlatformSettingsProblem(f"{FORWARD_SINCE} is no day: write it like 2026-12-01") from None
    contact = environment.get(FORWARD_CONTACT) or "0"
    if contact not in ("0", "1"):
        raise PlatformSettingsProblem(f"{FORWARD_CONTACT} is malformed: it is 1 or 0")
    return Forwarding(peer=peer, since=since, contact=contact == "1")


def _peer(environment: Mapping[str, str], url_key: str, id_key: str, secret_key: str) -> Peer | None:
    url, id_, secret = (environment.get(key, "").strip() for key in (url_key, id_key, secret_key))
    if not url:
        if id_ or secret:
            raise PlatformSettingsProblem(f"{url_key} is missing, but other settings of that platform are there")
        return None
    if not _safe(url):
        raise PlatformSettingsProblem(f"{url_key} is malformed: it begins with https:// and has no query")
    if not id_.isascii() or not id_.isprintable() or not id_:
        raise PlatformSettingsProblem(f"{id_key} is missing or malformed: plain letters and digits")
    if len(secret) < SHORTEST_SECRET:
        raise PlatformSettingsProblem(f"{secret_key} is missing or too short: at least {SHORTEST_SECRET} characters")
    return Peer(url=url.rstrip("/"), id=id_, secret=secret.encode())


def _safe(url: str) -> bool:
    """HTTPS, or plain HTTP to this machine alone."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _port = parts.port
    except ValueError:
        return False
    if not host or parts.query or parts.fragment or parts.username or parts.password:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _loopback(host))


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def main(environment: Mapping[str, str] = os.environ) -> int:
    """Check the settings; returns the exit status."""
    try:
        platform_from(environment)
        forwarding_from(environment)
    except PlatformSettingsProblem as problem:
        sys.stderr.write(f"外部平台的设置不对：{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
