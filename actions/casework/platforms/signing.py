"""Signatures in both directions: HMAC-SHA256 over everything that matters, with a time and a nonce against replay.

A request signs its method, path with query, time, nonce and body; a response its status, the nonce of the request and
its body, so that an answer to another question does not fit. The words before keep one from being taken for the other.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

ID, TIME, NONCE, SIGNATURE = "X-Yifawen-Id", "X-Yifawen-Time", "X-Yifawen-Nonce", "X-Yifawen-Signature"
REQUEST, RESPONSE = "yifawen-request-1", "yifawen-response-1"
SKEW = timedelta(minutes=5)  # how far two clocks may be apart
_NONCE_BYTES = 18


def request_headers(id_: str, secret: bytes, method: str, path: str, body: bytes, now: datetime) -> dict[str, str]:
    """The headers that sign a request."""
    moment, nonce = now.astimezone(UTC).isoformat(timespec="seconds"), secrets.token_urlsafe(_NONCE_BYTES)
    signature = sign(secret, REQUEST, method, path, moment, nonce, _digest(body))
    return {ID: id_, TIME: moment, NONCE: nonce, SIGNATURE: signature}


def request_fits(secret: bytes, headers: Mapping[str, str], method: str, path: str, body: bytes, now: datetime) -> bool:
    """Whether a request carries its signature and is of now; a receiver also remembers nonces for ten minutes."""
    try:
        moment = datetime.fromisoformat(headers.get(TIME, ""))
        fresh = abs(now - moment) <= SKEW
    except (ValueError, TypeError):
        return False
    parts = (REQUEST, method, path, headers.get(TIME, ""), headers.get(NONCE, ""), _digest(body))
    return fresh and _same(sign(secret, *parts), headers.get(SIGNATURE, ""))


def response_headers(secret: bytes, status: int, nonce: str, body: bytes) -> dict[str, str]:
    """The header that signs a response to the request with this nonce."""
    return {SIGNATURE: sign(secret, RESPONSE, str(status), nonce, _digest(body))}


def response_fits(secret: bytes, headers: Mapping[str, str], status: int, nonce: str, body: bytes) -> bool:
    """Whether a response is the platform's answer to the request with this nonce."""
    return _same(response_headers(secret, status, nonce, body)[SIGNATURE], headers.get(SIGNATURE, ""))


def sign(secret: bytes, *parts: str) -> str:
    """The signature over parts that contain no line break."""
    return hmac.new(secret, "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode(errors="replace"))
