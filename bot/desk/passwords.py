"""Passwords: what is allowed, and argon2id hashes of them.

PasswordRefused(ValueError) says in Chinese why a new password is not taken.
"""

from __future__ import annotations

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 200  # characters
FEWEST_DIFFERENT = 5
# One check takes 64 MiB for a moment; a crowd at the sign-in page waits its turn instead of filling the memory.
AT_ONCE = 2


class PasswordRefused(ValueError):
    """A new password is too short, too long or too plain."""


class Passwords:
    """Makes and checks hashes; slow on purpose (RFC 9106, second recommended option)."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = threading.BoundedSemaphore(AT_ONCE)
        self._nobody = self._hasher.hash("nobody has this password")

    def hashed(self, password: str) -> str:
        """The hash to keep for a new password; raises PasswordRefused."""
        password = _normal(password)
        if not SHORTEST <= len(password) <= LONGEST:
            raise PasswordRefused(f"密码要有 {SHORTEST} 到 {LONGEST} 个字符。")
        if len(set(password)) < FEWEST_DIFFERENT:
            raise PasswordRefused(f"密码太简单，至少要有 {FEWEST_DIFFERENT} 种不同的字符。")
        return self._hasher.hash(password)

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether a password belongs to a hash; without a hash it takes as long and is always false."""
        if len(password) > LONGEST:
            return False
        with self._turn:
            try:
                return self._hasher.verify(kept or self._nobody, _normal(password)) and kept is not None
            except (VerificationError, InvalidHashError):
                return False


def _normal(password: str) -> str:
    # Keyboards differ in how they compose a character; a lone surrogate cannot be hashed.
    return unicodedata.normalize("NFKC", password).encode(errors="replace").decode()
