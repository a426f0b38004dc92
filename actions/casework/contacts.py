"""Finding a person's records without reading them."""

import unicodedata

from actions.casework.encryption import Keys

_CHINA = "86"
_MOBILE_DIGITS = 11
_LONGEST = 100  # characters; normalising more would cost time that an attacker chooses


def contact_hash(keys: Keys, contact: str | None) -> str | None:
    """The keyed hash of a phone number or address as somebody wrote it, or nothing for nothing."""
    normal = _normal(contact or "")
    return keys.digest("contact", normal) if normal else None


def contact_hashes(keys: Keys, contact: str) -> list[str]:
    """All keyed hashes under which this contact may be stored."""
    return keys.digests("contact", _normal(contact))


def contact_matches(keys: Keys, typed: str, stored: str) -> bool:
    """Whether a stored keyed hash is the one of this contact, in constant time and whole: a part never fits."""
    return keys.matches("contact", _normal(typed[:_LONGEST]), stored)


def _normal(contact: str) -> str:
    signs = "".join(sign for sign in unicodedata.normalize("NFKC", contact).lower() if sign.isalnum())
    mobile = signs.removeprefix(_CHINA)
    return mobile if mobile.isdigit() and len(mobile) == _MOBILE_DIGITS else signs
