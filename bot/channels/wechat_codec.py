"""WeChat's signatures and its AES envelope (安全模式), as its developer documents describe them.

Refused    not from WeChat, not for this account, or damaged; `cause` names which, never content

A message in safe mode is AES-256-CBC of `16 random bytes | length (4, network order) | XML | app id`, padded to a
multiple of 32, under a key whose first 16 bytes are also the IV. Nothing is decrypted before its signature was right,
so the padding tells a stranger nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import struct
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

BLOCK = 32  # bytes; WeChat pads to 32 where AES would need 16
RANDOM = 16  # bytes before the length
KEY_TEXT = 43  # characters of an EncodingAESKey


class Refused(Exception):
    """A request that is not WeChat's, or not for this account."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


def signature(*parts: str) -> str:
    """SHA-1 of the parts, sorted and joined; WeChat's choice, not ours."""
    return hashlib.sha1("".join(sorted(parts)).encode("utf-8", "surrogatepass")).hexdigest()


def signed_by(token: str, given: str, *parts: str) -> bool:
    """Whether a signature belongs to these parts under our token, in constant time."""
    return hmac.compare_digest(signature(token, *parts).encode(), given.encode("utf-8", "surrogatepass"))


def aes_key(text: str) -> bytes:
    """The 32 bytes behind an EncodingAESKey; raises ValueError."""
    if len(text) != KEY_TEXT:
        raise ValueError("an EncodingAESKey has 43 characters")
    # The last character carries two bits of padding that WeChat fills as it likes, so no strict decoding.
    key = base64.b64decode(text + "=")
    if len(key) != AES.block_size // 8 * 2:
        raise ValueError("an EncodingAESKey is base64 of 32 bytes")
    return key


@dataclass(frozen=True)
class Envelope:
    """Opens and seals messages of one account."""

    token: str
    app_id: str
    key: bytes

    def open(self, sealed: str, given: str, timestamp: str, nonce: str) -> bytes:
        """The XML inside; raises Refused."""
        if not signed_by(self.token, given, timestamp, nonce, sealed):
            raise Refused("msg_signature")
        try:
            body = base64.b64decode(sealed, validate=True)
        except (binascii.Error, ValueError) as fault:
            raise Refused("base64") from fault
        if not body or len(body) % (AES.block_size // 8):
            raise Refused("length")
        return self._content(self._decrypted(body))

    def seal(self, content: bytes, timestamp: str, nonce: str) -> tuple[str, str]:
        """The content encrypted, and its msg_signature."""
        plain = os.urandom(RANDOM) + struct.pack(">I", len(content)) + content + self.app_id.encode()
        plain += bytes([BLOCK - len(plain) % BLOCK]) * (BLOCK - len(plain) % BLOCK)
        working = self._cipher().encryptor()
        sealed = base64.b64encode(working.update(plain) + working.finalize()).decode()
        return sealed, signature(self.token, timestamp, nonce, sealed)

    def _decrypted(self, body: bytes) -> bytes:
        working = self._cipher().decryptor()
        padded = working.update(body) + working.finalize()
        if not 1 <= padded[-1] <= BLOCK:
            raise Refused("padding")
        return padded[: -padded[-1]]

    def _content(self, plain: bytes) -> bytes:
        if len(plain) < RANDOM + 4:
            raise Refused("length")
        (size,) = struct.unpack(">I", plain[RANDOM : RANDOM + 4])
        content, receiver = plain[RANDOM + 4 :][:size], plain[RANDOM + 4 + size :]
        if not hmac.compare_digest(receiver, self.app_id.encode()):
            raise Refused("app_id")
        return content

    def _cipher(self) -> Cipher[CBC]:
        return Cipher(AES(self.key), CBC(self.key[: AES.block_size // 8]))
