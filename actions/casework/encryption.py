"""Encryption of single fields and keyed hashes, under keys derived from YIFAWEN_DATA_KEY.

A sealed value is `version (1) | key id (4) | nonce (12) | ciphertext and tag`, so that an old key can stay readable
while a new one writes. The algorithms stand behind `Suite`: SM4 and SM3 can take the place of AES and SHA.
"""

import base64
import binascii
import hmac
import os
from collections.abc import Mapping, Sequence
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from actions.casework.errors import DamagedRecord, DataKeyProblem

SETTING = "YIFAWEN_DATA_KEY"
KEY_BYTES = 32
_VERSION = b"\x01"
_NONCE = 12
_KEY_ID = 4


class Suite(Protocol):
    """The algorithms: all that a national-algorithm (SM) variant has to provide."""

    def derive(self, master: bytes, label: str) -> bytes:
        """A 32-byte subkey for one purpose."""

    def encrypt(self, key: bytes, nonce: bytes, plain: bytes, bound_to: bytes) -> bytes:
        """Authenticated ciphertext that opens only with the same `bound_to`."""

    def decrypt(self, key: bytes, nonce: bytes, sealed: bytes, bound_to: bytes) -> bytes:
        """The plain bytes; raises DamagedRecord when anything was changed."""

    def mac(self, key: bytes, message: bytes) -> bytes:
        """A keyed hash of at least 32 bytes."""


class AesSuite:
    """AES-256-GCM, HMAC-SHA256 and HKDF-SHA256."""

    def derive(self, master: bytes, label: str) -> bytes:
        """A 32-byte subkey for one purpose (RFC 5869)."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"yifawen " + label.encode()).derive(master)

    def encrypt(self, key: bytes, nonce: bytes, plain: bytes, bound_to: bytes) -> bytes:
        """Ciphertext with its tag."""
        return AESGCM(key).encrypt(nonce, plain, bound_to)

    def decrypt(self, key: bytes, nonce: bytes, sealed: bytes, bound_to: bytes) -> bytes:
        """The plain bytes; raises DamagedRecord when anything was changed."""
        try:
            return AESGCM(key).decrypt(nonce, sealed, bound_to)
        except InvalidTag as error:
            raise DamagedRecord("a stored value does not decrypt") from error

    def mac(self, key: bytes, message: bytes) -> bytes:
        """HMAC-SHA256."""
        return hmac.digest(key, message, "sha256")


class Keys:
    """The live data keys: the first one writes, all of them read."""

    def __init__(self, masters: Sequence[bytes], suite: Suite | None = None) -> None:
        if not masters or any(len(master) != KEY_BYTES for master in masters):
            raise DataKeyProblem(f"{SETTING} must hold keys of {KEY_BYTES} bytes")
        self._suite: Suite = suite or AesSuite()
        self._masters = {self._suite.derive(master, "key id")[:_KEY_ID]: master for master in masters}
        self._current = next(iter(self._masters))
        self._derived: dict[tuple[bytes, str], bytes] = {}

    def _subkey(self, key_id: bytes, label: str) -> bytes:
        if (key_id, label) not in self._derived:
            self._derived[key_id, label] = self._suite.derive(self._masters[key_id], label)
        return self._derived[key_id, label]

    def seal(self, plain: bytes, place: str) -> bytes:
        """Encrypt for one place, named table.column; it opens nowhere else."""
        nonce = os.urandom(_NONCE)
        body = self._suite.encrypt(self._subkey(self._current, "fields"), nonce, plain, place.encode())
        return _VERSION + self._current + nonce + body

    def open(self, sealed: bytes, place: str) -> bytes:
        """Decrypt a value of one place; raises DamagedRecord."""
        key_id, nonce, body = sealed[1 : 1 + _KEY_ID], sealed[1 + _KEY_ID :][:_NONCE], sealed[1 + _KEY_ID + _NONCE :]
        if sealed[:1] != _VERSION or key_id not in self._masters or len(nonce) != _NONCE:
            raise DamagedRecord("a stored value is not under any live key")
        return self._suite.decrypt(self._subkey(key_id, "fields"), nonce, body, place.encode())

    def is_newest(self, sealed: bytes) -> bool:
        """Whether a sealed value is under the key that writes."""
        return sealed[1 : 1 + _KEY_ID] == self._current

    @property
    def newest(self) -> str:
        """What every keyed hash made by the key that writes begins with."""
        return self._current.hex()

    def without_old(self) -> "Keys":
        """Only the key that writes: what will be left once the old ones are gone."""
        return Keys([self._masters[self._current]], self._suite)

    def digest(self, label: str, text: str) -> str:
        """The keyed hash to store for a text: 8 hexadecimal digits of key id and 64 of hash."""
        return self._digest(self._current, label, text)

    def digests(self, label: str, text: str) -> list[str]:
        """The keyed hashes under which a text may be stored, one for each live key."""
        return [self._digest(key_id, label, text) for key_id in self._masters]

    def matches(self, label: str, text: str, stored: str) -> bool:
        """Whether a stored keyed hash belongs to the text, in constant time for any text."""
        results = [hmac.compare_digest(candidate, stored) for candidate in self.digests(label, text)]
        return any(results)

    def knows(self, stored: str) -> bool:
        """Whether a stored keyed hash was made with a live key."""
        return any(stored.startswith(key_id.hex()) for key_id in self._masters)

    def _digest(self, key_id: bytes, label: str, text: str) -> str:
        message = text.encode(errors="surrogatepass")
        return key_id.hex() + self._suite.mac(self._subkey(key_id, f"digest {label}"), message).hex()


def keys_from(environment: Mapping[str, str]) -> Keys:
    """The keys in YIFAWEN_DATA_KEY, after a rotation several with commas, newest first; raises DataKeyProblem."""
    written = environment.get(SETTING, "").strip()
    if not written:
        raise DataKeyProblem(f"{SETTING} is missing: set it to 32 random bytes in base64")
    return Keys([_decoded(part.strip()) for part in written.split(",")])


def _decoded(text: str) -> bytes:
    try:
        key = base64.b64decode(text, altchars=b"-_" if set("-_") & set(text) else None, validate=True)
    except (binascii.Error, ValueError) as error:
        raise DataKeyProblem(f"{SETTING} is malformed: it is not base64") from error
    if len(key) != KEY_BYTES:
        raise DataKeyProblem(f"{SETTING} is malformed: {KEY_BYTES} bytes are needed, not {len(key)}")
    return key
