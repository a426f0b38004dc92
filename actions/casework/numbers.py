"""Record numbers and lookup codes: making them, and reading what people make of them when they type."""

import re
import secrets
import unicodedata

# 25 signs that nobody confuses, no vowels (so no words); nine of them carry 41.8 bits.
ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
CODE_LENGTH = 9
CODE_PATTERN = re.compile(rf"(?<![{ALPHABET}])(?:[{ALPHABET}]{{3}}-){{2}}[{ALPHABET}]{{3}}(?![{ALPHABET}])")
_GROUP = 3
_LONGEST = 60
_LOOKALIKES = str.maketrans("BSZU", "852V")
_BRACKETS = str.maketrans(dict.fromkeys("([{【〈《「", "〔") | dict.fromkeys(")]}】〉》」", "〕"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−_ー一", "-"))
OURS = re.compile(r"([A-Z])([0-9]{4})-?([0-9]{1,9})")


def record_number(prefix: str, year: int, sequence: int) -> str:
    """The number of a record, such as T2026-000001."""
    return f"{prefix}{year}-{sequence:06d}"


def normal_number(typed: str) -> str:
    """A typed number as the records write it: one kind of bracket, no spaces, capitals, our own dash and zeros."""
    plain = _legible(typed)[:_LONGEST].translate(_BRACKETS)
    ours = OURS.fullmatch(plain.translate(_DASHES))
    return record_number(ours[1], int(ours[2]), int(ours[3])) if ours else plain


def new_code() -> str:
    """A fresh lookup code, grouped for reading aloud: XXX-XXX-XXX."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)))


def code_from(digest: str) -> str:
    """The lookup code that a keyed hash (hexadecimal) stands for; only practice records have one."""
    rest, signs = int(digest, 16), ""
    for _ in range(CODE_LENGTH):
        rest, sign = divmod(rest, len(ALPHABET))
        signs += ALPHABET[sign]
    return _grouped(signs)


def normal_code(typed: str) -> str:
    """A typed code without grouping, case or width, its look-alikes read as the signs that codes use."""
    signs = "".join(sign for sign in _legible(typed) if sign.isascii() and sign.isalnum())
    return signs[:_LONGEST].translate(_LOOKALIKES)


def holds_code(text: str) -> bool:
    """Whether a text holds something written as our codes are; such a text is not kept."""
    wide = unicodedata.normalize("NFKC", text).upper().translate(_DASHES)
    # Figures alone are a telephone number from somewhere.
    return any(not found.replace("-", "").isdigit() for found in CODE_PATTERN.findall(wide))


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))


def _legible(typed: str) -> str:
    # Longer input is nonsense, and normalising it would cost time that an attacker chooses.
    wide = unicodedata.normalize("NFKC", typed[: 4 * _LONGEST]).upper()
    kept = "".join(sign for sign in wide if unicodedata.category(sign)[0] not in "ZCM")
    return unicodedata.normalize("NFKC", kept)
