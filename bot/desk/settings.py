"""What the desk reads from the environment, once; a fault stops the start and names the key, never its value.

SettingsError(ValueError) is the only error.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from actions.casework.database import url_from

DESK_KEY = "YIFAWEN_DESK_KEY"
IDLE_MINUTES = "YIFAWEN_DESK_IDLE_MINUTES"
INSECURE_COOKIES = "YIFAWEN_INSECURE_COOKIES"
CHAT_URL = "YIFAWEN_CHAT_URL"
DEFAULT_CHAT_URL = "http://127.0.0.1:8000/"
DEFAULT_IDLE_MINUTES = "15"
LEAST_IDLE, LONGEST_IDLE = 5, 60  # minutes
SHORTEST_SECRET = 24  # characters; 18 random bytes in base64


class SettingsError(ValueError):
    """A key of the environment is missing or unusable."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key} {problem}")
        self.key = key


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The desk's settings; secrets never show in a repr.

    `secure_cookies` marks the session cookie as for HTTPS only; it is on unless YIFAWEN_INSECURE_COOKIES=1. Chromium
    and Firefox take http://127.0.0.1 for trustworthy and keep such a cookie there, so `make run` needs nothing; Safari
    does not, nor does any browser that opens the desk over plain HTTP by the machine's name or address.
    It is a switch and no guess from the request: behind a proxy every request looks local and unencrypted.
    """

    desk_key: str = field(repr=False)
    # May carry a password of the database.
    database_url: str = field(repr=False)
    secure_cookies: bool = True
    # Where clerks' browsers open the chat window, for oral applications.
    chat_url: str = DEFAULT_CHAT_URL
    # After so long without a request a session is over.
    idle: timedelta = timedelta(minutes=int(DEFAULT_IDLE_MINUTES))


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in an environment; raises SettingsError."""
    return Settings(
        desk_key=_secret(environment),
        database_url=url_from(environment),
        secure_cookies=not _switched_on(environment, INSECURE_COOKIES),
        chat_url=_address(environment),
        idle=_idle(environment),
    )


def _secret(environment: Mapping[str, str]) -> str:
    value = environment.get(DESK_KEY, "").strip()
    if not value:
        raise SettingsError(DESK_KEY, "is missing: set it to at least 24 random characters")
    if len(value) < SHORTEST_SECRET or len(set(value)) < 8:
        raise SettingsError(DESK_KEY, "is too weak: set it to at least 24 random characters")
    return value


def _address(environment: Mapping[str, str]) -> str:
    value = environment.get(CHAT_URL) or DEFAULT_CHAT_URL
    if not value.startswith(("http://", "https://")):
        raise SettingsError(CHAT_URL, "is malformed: it begins with http:// or https://")
    return value


def _switched_on(environment: Mapping[str, str], key: str) -> bool:
    value = environment.get(key) or "0"
    if value not in ("0", "1"):
        raise SettingsError(key, "is malformed: it is 1 or 0")
    return value == "1"


def _idle(environment: Mapping[str, str]) -> timedelta:
    value = environment.get(IDLE_MINUTES) or DEFAULT_IDLE_MINUTES
    if not (value.isascii() and value.isdecimal() and LEAST_IDLE <= int(value) <= LONGEST_IDLE):
        raise SettingsError(IDLE_MINUTES, f"is malformed: it is {LEAST_IDLE} to {LONGEST_IDLE} minutes")
    return timedelta(minutes=int(value))
