"""What a screen shows of a name or a contact; there is no way back to the whole from here."""

from __future__ import annotations

import re

_HIDDEN = "****"
# No \b: beside Chinese characters it does not see the edge of a number.
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1\d{2})[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[- ]?\d{4,5}(\d{3})(?!\d)")
_EMAIL = re.compile(r"([A-Za-z0-9])[A-Za-z0-9._%+-]*@([A-Za-z0-9.-]+\.[A-Za-z]{2,})")


def masked_name(name: str) -> str:
    """The first character of a name."""
    name = name.strip()
    return f"{name[0]}{'*' * min(max(len(name) - 1, 1), 3)}" if name else ""


def masked_contact(contact: str) -> str:
    """A phone number as 138****1234, an e-mail as z****@host; of anything else only the first character."""
    if mobile := _MOBILE.search(contact):
        return f"{mobile[1]}{_HIDDEN}{mobile[2]}"
    if landline := _LANDLINE.search(contact):
        return f"{landline[1]}-{_HIDDEN}{landline[2]}"
    if email := _EMAIL.search(contact):
        return f"{email[1]}{_HIDDEN}@{email[2]}"
    return f"{contact.strip()[:1]}{_HIDDEN}" if contact.strip() else ""
