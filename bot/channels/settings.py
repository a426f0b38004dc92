"""What the edge reads from the environment, once; a fault stops the start and names the key, never its value.

SettingsError(ValueError) is the only error.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from bot.channels.wechat_settings import Unusable, WechatSettings, read_wechat

Network = IPv4Network | IPv6Network

WEB_ROOT = Path(__file__).resolve().parents[1] / "web" / "dist"
DEFAULT_DATABASE = "sqlite:///var/yifawen.db"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
SHORTEST_SECRET = 24  # characters; 18 random bytes in base64
# Texts that a sample file may hold and that must never reach production.
PLACEHOLDERS = ("change", "secret", "example")


class SettingsError(ValueError):
    """A key of the environment is missing or unusable."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key} {problem}")
        self.key = key


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The edge's settings; secrets never show in a repr."""

    session_key: str = field(repr=False)
    inbox_secret: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    rasa_urls: tuple[str, ...] = ("http://127.0.0.1:5005",)
    region: str = "shiquan"
    # May carry a password of the counter store.
    limits_storage: str = field(default="memory://", repr=False)
    # May carry a password of the database.
    database_url: str = field(default=DEFAULT_DATABASE, repr=False)
    trusted_proxies: tuple[Network, ...] = ()
    # Where many people share one address: the hall's network, a carrier's exits.
    shared_addresses: tuple[Network, ...] = ()
    # Sites that may show the chat in a frame, besides this one: the county's own website.
    embed_origins: tuple[str, ...] = ()
    # What a kiosk carries; without one no kiosk gets in.
    kiosk_keys: tuple[str, ...] = field(default=(), repr=False)
    # Where citizens reach the edge from outside, for a link that a phone opens; empty: as the kiosk reaches it.
    chat_url: str = ""
    log_level: str = "INFO"
    web_root: Path = WEB_ROOT
    # None: the county has no official account, or not here.
    wechat: WechatSettings | None = None


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in an environment; raises SettingsError."""
    return Settings(
        session_key=_secret(environment, "YIFAWEN_SESSION_KEY"),
        inbox_secret=_secret(environment, "YIFAWEN_INBOX_SECRET"),
        host=environment.get("YIFAWEN_EDGE_HOST") or "127.0.0.1",
        port=_port(environment, "YIFAWEN_EDGE_PORT", "8000"),
        rasa_urls=_origins(environment, "YIFAWEN_RASA_URLS", "http://127.0.0.1:5005"),
        region=environment.get("YIFAWEN_REGION") or "shiquan",
        limits_storage=_storage(environment, "YIFAWEN_LIMITS_STORAGE"),
        database_url=environment.get("DATABASE_URL") or DEFAULT_DATABASE,
        trusted_proxies=_networks(environment, "YIFAWEN_TRUSTED_PROXIES", "127.0.0.1,::1"),
        shared_addresses=_networks(environment, "YIFAWEN_SHARED_ADDRESSES", ""),
        embed_origins=_origins(environment, "YIFAWEN_EMBED_ORIGINS", ""),
        kiosk_keys=_kiosk_keys(environment),
        chat_url=(environment.get("YIFAWEN_CHAT_URL") or "").rstrip("/"),
        log_level=_log_level(environment, "YIFAWEN_LOG_LEVEL"),
        wechat=_wechat(environment),
    )


def _wechat(environment: Mapping[str, str]) -> WechatSettings | None:
    try:
        return read_wechat(environment)
    except Unusable as fault:
        raise SettingsError(fault.key, fault.problem) from fault


def _secret(environment: Mapping[str, str], key: str) -> str:
    value = environment.get(key, "").strip()
    if not value:
        raise SettingsError(key, "is missing: set it to at least 24 random characters")
    if len(value) < SHORTEST_SECRET or len(set(value)) < 8:
        raise SettingsError(key, "is too weak: set it to at least 24 random characters")
    if any(placeholder in value.lower() for placeholder in PLACEHOLDERS):
        raise SettingsError(key, "still holds the text of a sample file")
    return value


def _kiosk_keys(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The newest first, as many as there are machines or times of change; each as strong as a secret."""
    key = "YIFAWEN_KIOSK_KEYS"
    return tuple(_secret({key: value}, key) for value in _listed(environment, key, ""))


def _port(environment: Mapping[str, str], key: str, default: str) -> int:
    value = environment.get(key) or default
    if not value.isdecimal() or not 0 < int(value[:6]) < 65536:
        raise SettingsError(key, "is malformed: it is a port from 1 to 65535")
    return int(value)


def _listed(environment: Mapping[str, str], key: str, default: str) -> list[str]:
    return [part.strip() for part in (environment.get(key) or default).split(",") if part.strip()]


def _origins(environment: Mapping[str, str], key: str, default: str) -> tuple[str, ...]:
    """Addresses without path, query and user, such as http://127.0.0.1:5005."""
    origins = tuple(part.rstrip("/") for part in _listed(environment, key, default))
    for origin in origins:
        try:
            parts = urlsplit(origin)
            bare = f"{parts.scheme}://{parts.netloc}" == origin and parts.port != 0
        except ValueError:
            bare = False
        if not bare or parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            raise SettingsError(key, "is malformed: it lists addresses such as http://127.0.0.1:5005")
    if default and not origins:
        raise SettingsError(key, "is empty: it lists at least one address")
    return origins


def _networks(environment: Mapping[str, str], key: str, default: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part) for part in _listed(environment, key, default))
    except ValueError as fault:
        raise SettingsError(key, "is malformed: it lists addresses or networks such as 10.0.0.0/8") from fault


def _storage(environment: Mapping[str, str], key: str) -> str:
    value = environment.get(key, "").strip() or "memory://"
    if "://" not in value:
        raise SettingsError(key, "is malformed: it is an address such as memory:// or redis://127.0.0.1:6379")
    return value


def _log_level(environment: Mapping[str, str], key: str) -> str:
    value = (environment.get(key) or "INFO").upper()
    if value not in LOG_LEVELS:
        raise SettingsError(key, f"is unknown: it is one of {', '.join(LOG_LEVELS)}")
    return value
