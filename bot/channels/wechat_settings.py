"""What the official account needs from the environment; without a token there is none, and /wechat is not found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.channels.wechat_codec import Envelope, aes_key

TOKEN = "YIFAWEN_WECHAT_TOKEN"
AES_KEY = "YIFAWEN_WECHAT_AES_KEY"
APP_ID = "YIFAWEN_WECHAT_APP_ID"
SECRET = "YIFAWEN_WECHAT_SECRET"
API = "YIFAWEN_WECHAT_API"
STAFF = "YIFAWEN_WECHAT_STAFF"
CHAT_URL = "YIFAWEN_CHAT_URL"
DEFAULT_API = "https://api.weixin.qq.com"


class Unusable(ValueError):
    """A key of the environment and what is wrong with it, never its value."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key} {problem}")
        self.key, self.problem = key, problem


@dataclass(frozen=True)
class Timing:
    """Seconds; tests run on a faster clock."""

    reply: float = 4.5  # WeChat gives up after 5
    retry: float = 4.0  # a delivery that comes this long after the last one is WeChat's retry, which it makes after 5
    look: float = 0.1  # between two looks at what another process does
    lease: float = 6.0  # a turn whose process was not heard of for so long is given up
    fresh: float = 300.0  # how far the clock of a request may be from ours
    call: float = 5.0  # for one call of the api
    restart: float = 90.0  # a message waits so long for a dialogue that is being started again
    again: float = 1.0  # between two tries to reach it


@dataclass(frozen=True, kw_only=True)
class WechatSettings:
    """One official account; secrets never show in a repr."""

    token: str = field(repr=False)
    app_id: str
    secret: str = field(repr=False)
    key: bytes | None = field(default=None, repr=False)  # None: messages are not encrypted (明文模式)
    api: str = DEFAULT_API
    staff: bool = False  # whether people answer in the account's own customer service during office hours
    chat_url: str = "http://127.0.0.1:8000"
    timing: Timing = Timing()

    @property
    def envelope(self) -> Envelope | None:
        """What opens and seals messages; None in plain mode."""
        return Envelope(self.token, self.app_id, self.key) if self.key else None


def read_wechat(environment: Mapping[str, str]) -> WechatSettings | None:
    """The account in an environment, None without a token; raises Unusable."""
    token = environment.get(TOKEN, "").strip()
    if not token:
        return None
    if not (3 <= len(token) <= 32 and token.isascii() and token.isalnum()):
        raise Unusable(TOKEN, "is malformed: WeChat takes 3 to 32 letters and digits")
    return WechatSettings(
        token=token,
        app_id=_needed(environment, APP_ID),
        secret=_needed(environment, SECRET),
        key=_key(environment.get(AES_KEY, "").strip()),
        api=_origin(environment, API, DEFAULT_API),
        staff=_yes(environment, STAFF),
        chat_url=_origin(environment, CHAT_URL, "http://127.0.0.1:8000"),
    )


def _needed(environment: Mapping[str, str], key: str) -> str:
    value = environment.get(key, "").strip()
    if not value:
        raise Unusable(key, f"is missing, while {TOKEN} is set")
    return value


def _key(text: str) -> bytes | None:
    try:
        return aes_key(text) if text else None
    except ValueError as fault:
        raise Unusable(AES_KEY, "is malformed: it is the EncodingAESKey of 43 characters") from fault


def _yes(environment: Mapping[str, str], key: str) -> bool:
    value = environment.get(key, "").strip() or "0"
    if value not in ("0", "1"):
        raise Unusable(key, "is malformed: it is 1 or 0")
    return value == "1"


def _origin(environment: Mapping[str, str], key: str, default: str) -> str:
    value = (environment.get(key) or default).rstrip("/")
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        usable = False
    if not usable:
        raise Unusable(key, "is malformed: it is an address such as https://ask.example")
    return value
