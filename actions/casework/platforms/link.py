"""Signed calls to one platform over HTTP: bounded in time and size, repeated only where a repetition does no harm."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote, urlsplit

import requests
import urllib3
from pydantic import ValidationError
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, stop_after_delay, wait_random

from actions.casework.clock import utc_now
from actions.casework.numbers import normal_number
from actions.casework.platforms.breaker import Breaker
from actions.casework.platforms.contract import (
    COMPLAINTS_PATH,
    IDEMPOTENCY,
    LARGEST,
    STATUS_PATH,
    CaseStatus,
    Complaint,
    Document,
    Taken,
)
from actions.casework.platforms.failures import PlatformDown, PlatformFailed, PlatformLied, PlatformRefused
from actions.casework.platforms.settings import Peer
from actions.casework.platforms.signing import NONCE, SKEW, request_headers, response_fits


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to wait, in seconds: for a connection, for the next bytes, and in all, repetitions included."""

    connect: float
    read: float
    total: float


# An action has three seconds in all, and the database wants some of them; for a worker nobody waits.
HURRIED, PATIENT = Pace(0.6, 0.8, 1.8), Pace(5, 15, 30)
ATTEMPTS = 2
_BUSY = {408, 425, 429, 500, 502, 503, 504}
_CHUNK = 4096
D = TypeVar("D", bound=Document)
_JSON = "application/json"


class Link:
    """A platform; one for each process, safe in threads."""

    def __init__(
        self,
        peer: Peer,
        clock: Callable[[], datetime] = utc_now,
        breaker: Breaker | None = None,
        pace: Pace = HURRIED,
    ) -> None:
        self._peer, self._clock, self._pace = peer, clock, pace
        self._breaker = breaker or Breaker()

    def case_status(self, number: str) -> CaseStatus:
        """Where a case stands; raises PlatformFailed."""
        path = STATUS_PATH.replace("{number}", quote(number, safe=""))
        found = self._document(CaseStatus, "GET", path, b"", {}, ATTEMPTS)
        if normal_number(found.number) != normal_number(number):
            raise PlatformLied("other-number")
        if found.as_of > self._clock() + SKEW:
            raise PlatformLied("from-the-future")
        return found

    def forward(self, complaint: Complaint, idempotency_key: str) -> Taken:
        """Hand a complaint over, once; who calls again later uses the same key. Raises PlatformFailed."""
        body = complaint.model_dump_json().encode()
        more = {"Content-Type": _JSON, IDEMPOTENCY: idempotency_key}
        taken = self._document(Taken, "POST", COMPLAINTS_PATH, body, more, 1)
        if taken.number != complaint.number:
            raise PlatformLied("other-number")
        return taken

    def _document(
        self, kind: type[D], method: str, path: str, body: bytes, more: Mapping[str, str], attempts: int
    ) -> D:
        self._breaker.enter()
        try:
            content = self._repeated(method, path, body, more, attempts)
            document = _read(kind, content)
        except PlatformRefused:
            # It works; it only says no.
            self._breaker.succeeded()
            raise
        except PlatformFailed:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return document

    def _repeated(self, method: str, path: str, body: bytes, more: Mapping[str, str], attempts: int) -> bytes:
        until = time.monotonic() + self._pace.total
        again = Retrying(
            stop=stop_after_attempt(attempts) | stop_after_delay(self._pace.total / 2),
            wait=wait_random(0.05, 0.25),
            retry=retry_if_exception_type(PlatformDown),
            reraise=True,
        )
        return again(self._once, method, path, body, more, until)

    def _once(self, method: str, path: str, body: bytes, more: Mapping[str, str], until: float) -> bytes:
        base = urlsplit(self._peer.url).path
        headers = request_headers(self._peer.id, self._peer.secret, method, base + path, body, self._clock())
        try:
            url = self._peer.url + path
            status, said, content = _fetch(method, url, body, {**headers, **more}, self._pace, until)
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            raise PlatformDown("too-slow") from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise PlatformDown(f"unreachable-{type(error).__name__}"[:60]) from None
        if status in _BUSY:
            raise PlatformDown(f"busy-{status}")
        if not response_fits(self._peer.secret, said, status, headers[NONCE], content):
            raise PlatformLied("wrong-signature")
        if status not in (200, 201):
            raise PlatformRefused(f"refused-{status}")
        return content


def _fetch(
    method: str, url: str, body: bytes, headers: Mapping[str, str], pace: Pace, until: float
) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and body; raises PlatformLied, PlatformDown or what requests raises."""
    with requests.Session() as session:
        # Neither proxies nor passwords from the environment, and no redirect to anybody else.
        session.trust_env = False
        session.headers.update({"Accept": _JSON, "Accept-Encoding": "identity", "User-Agent": "yifawen"})
        with session.request(
            method,
            url,
            data=body or None,
            headers=dict(headers),
            timeout=(pace.connect, pace.read),
            stream=True,
            allow_redirects=False,
        ) as response:
            content = b""
            # read1 gives what has come; read would wait for a whole chunk, however slowly it drips.
            while chunk := response.raw.read1(_CHUNK):
                content += chunk
                if len(content) > LARGEST:
                    raise PlatformLied("too-large")
                if time.monotonic() > until:
                    raise PlatformDown("too-slow")
            # Fewer bytes than were promised come as an end, not as an error.
            if len(content) < int(response.headers.get("Content-Length") or 0):
                raise PlatformDown("cut-off")
            return response.status_code, response.headers, content


def _read(kind: type[D], content: bytes) -> D:
    try:
        return kind.model_validate_json(content)
    except (ValidationError, RecursionError):
        # Not chained: the message would quote what the platform sent.
        raise PlatformLied("wrong-form") from None
