"""The two numbers that carry a check digit: identity numbers (GB 11643) and unified social credit codes (GB 32100)."""

from __future__ import annotations

import re
from datetime import date

_IDENTITY = re.compile(r"[1-9]\d{16}[\dX]")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def identity_number(text: str, today: date) -> str | None:
    """The identity number without spaces, None where the check digit or the day of birth is impossible."""
    plain = re.sub(r"[\s-]", "", text).upper()
    if not _IDENTITY.fullmatch(plain):
        return None
    total = sum(int(digit) * weight for digit, weight in zip(plain, _IDENTITY_WEIGHTS, strict=False))
    if _IDENTITY_CHECKS[total % 11] != plain[-1]:
        return None
    try:
        born = date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14]))
    except ValueError:
        return None
    return plain if date(1900, 1, 1) <= born <= today else None


def sex_of(identity: str) -> str:
    """`male` or `female`, by the last digit but one."""
    return "male" if int(identity[16]) % 2 else "female"


def credit_code(text: str) -> str | None:
    """The code in capitals without spaces, None where a sign or the check sign is wrong."""
    plain = re.sub(r"[\s-]", "", text).upper()
    if len(plain) != 18 or not set(plain) <= set(_CREDIT_SIGNS):
        return None
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(plain[:17]))
    return plain if _CREDIT_SIGNS[(31 - total % 31) % 31] == plain[-1] else None
